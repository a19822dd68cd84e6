package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/ui/sshd"
)

// whoCommand shows who is connected. The server notes it among the preferences, so that
// it can be asked from the host as well as through the server.
func (a *App) whoCommand() *cobra.Command {
	return &cobra.Command{Use: "who", Short: "who is connected to the server of this file, and what they edit", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		db, err := a.open(ctx)
		if err != nil {
			return err
		}
		text, err := db.Kept(ctx, "", sshd.PresenceKey)
		if err != nil {
			return err
		}
		var note sshd.Note
		if text != "" {
			if err := json.Unmarshal([]byte(text), &note); err != nil {
				return fmt.Errorf("read who is connected: %w", err)
			}
		}
		people := note.Present()
		zone, err := a.zone(ctx)
		if err != nil {
			return err
		}
		return a.print(nonNil(people), func(w io.Writer) {
			if len(people) == 0 {
				if a.remote {
					fmt.Fprintln(w, "Nobody has a dashboard open. Spectators and commands are not counted.")
				} else {
					fmt.Fprintln(w, "Nobody is connected. A server is begun with: fairway serve")
				}
				return
			}
			var rows [][]string
			for _, p := range people {
				rows = append(rows, []string{p.Handle, p.Name, timeOf(p.Since, zone), dash(p.Edits)})
			}
			table(w, []string{"handle", "name", "since", "edits"}, rows)
			namesZone(w, zone)
		})
	}}
}
