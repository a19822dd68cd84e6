package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Every option of every command that is answered with yes or no takes these words, and its
// help says so and no other.
func TestEveryOptionOfYesAndNo(t *testing.T) {
	root := table0()
	takeYesNo(root)
	n := 0
	every(root, func(cmd *cobra.Command) {
		said := cmd.UsageString()
		if strings.Contains(said, "true|false") {
			t.Errorf("%s: its help says true and false", cmd.CommandPath())
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !isYesNo(f) || f.Name == "help" || f.Name == "version" {
				return
			}
			n++
			if !strings.Contains(said, "--"+f.Name+"[=yes|no] ") || strings.Contains(f.Usage, "yes, no") {
				t.Errorf("%s --%s: help says %q", cmd.CommandPath(), f.Name, f.Usage)
			}
			for word, want := range map[string]string{"yes": "true", "no": "false", "NO": "false", "true": "true"} {
				if err := f.Value.Set(word); err != nil || f.Value.String() != want {
					t.Errorf("%s --%s=%s: %s, %v", cmd.CommandPath(), f.Name, word, f.Value, err)
				}
			}
			if err := f.Value.Set("maybe"); err == nil || err.Error() != "must be yes or no" {
				t.Errorf("%s --%s=maybe: %v", cmd.CommandPath(), f.Name, err)
			}
		})
	})
	if n < 50 {
		t.Errorf("only %d options were looked at", n)
	}
}
