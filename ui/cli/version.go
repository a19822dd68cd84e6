package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"fairway/store"
)

// versionCommand says which program this is, and by which zone data it goes: what
// --version says, for whoever looks for a command.
func (a *App) versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Short: "which version this is, and which time zone data it has", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		release, place := store.ZoneData()
		out := struct {
			Version  string `json:"version"`
			ZoneData string `json:"zone_data,omitempty"` // the release of the data, where they say it
			ZonesOf  string `json:"zones_of"`            // where they lie
		}{a.Version, release, place}
		return a.print(out, func(w io.Writer) { fmt.Fprintf(w, "%s version %s\n", cmd.Root().Name(), cmd.Root().Version) })
	}}
}
