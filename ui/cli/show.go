package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
)

// showCommand shows one record with all its fields, and its versions.
func (a *App) showCommand(k model.Kind) *cobra.Command {
	var versions bool
	var asOf string
	cmd := &cobra.Command{
		Use: "show ID", Short: "show one " + k.Words() + " with all its fields", Args: args("an id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, k, args[0])
			if err != nil {
				return err
			}
			if versions {
				return a.showVersions(ctx, id)
			}
			pos, err := a.position(ctx, asOf)
			if err != nil {
				return err
			}
			f, err := a.db.Record(ctx, id, pos)
			if err != nil {
				return err
			}
			return a.print(f.Record, func(w io.Writer) { fields(w, f.Record) })
		},
	}
	cmd.Flags().BoolVar(&versions, "versions", false, "every state it was in, oldest first")
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	return cmd
}

func (a *App) showVersions(ctx context.Context, id model.ID) error {
	list, err := a.db.Versions(ctx, id)
	if err != nil {
		return err
	}
	return a.print(list, func(w io.Writer) {
		for i, v := range list {
			fmt.Fprintf(w, "state %d, since entry %d\n", i+1, v.Since)
			if v.Record == nil {
				fmt.Fprintln(w, "  (redacted)")
				continue
			}
			fields(w, v.Record)
		}
	})
}

// fields prints a record's fields as they are kept, one a line.
func fields(w io.Writer, r model.Record) {
	body, err := model.Encode(r)
	if err != nil {
		fmt.Fprintln(w, err)
		return
	}
	d := json.NewDecoder(strings.NewReader(string(body)))
	if _, err := d.Token(); err != nil {
		return
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return
		}
		fmt.Fprintf(w, "  %-16s %s\n", name, strings.Join(strings.Fields(plainJSON(v)), " "))
	}
}

// plainJSON writes a string without its quotes, anything else as it is.
func plainJSON(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return visible(s)
	}
	return visible(string(v))
}
