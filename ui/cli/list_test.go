package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every command that lists something takes the same flags, with the same help:
// who knows one of them knows all.
func TestEveryListTakesTheSameFlags(t *testing.T) {
	lists, help := 0, map[string]string{}
	every(table0(), func(cmd *cobra.Command) {
		path := cmd.CommandPath()
		switch path {
		case "fairway log show", "fairway release history", "fairway calendar", "fairway search":
		default:
			if cmd.Name() != "list" {
				return
			}
		}
		lists++
		for _, name := range []string{"filter", "sort", "limit", "columns", "as-of", "csv"} {
			f := cmd.Flags().Lookup(name)
			if f == nil {
				t.Errorf("%s has no --%s", path, name)
				continue
			}
			text, _, _ := strings.Cut(f.Usage, ":") // behind it are the columns of each
			if help[name] == "" {
				help[name] = text
			}
			if text != help[name] {
				t.Errorf("%s --%s says %q, others say %q", path, name, text, help[name])
			}
		}
	})
	if lists < 17 {
		t.Errorf("only %d lists were found", lists)
	}
}
