package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// TestEveryListIsReadWhole walks every command: a flag of several values takes them in one
// line with commas between, in several lines, and given several times; nothing after the
// first line is lost.
func TestEveryListIsReadWhole(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	every(table0(), func(cmd *cobra.Command) {
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() != "stringSlice" {
				return
			}
			name, want := cmd.CommandPath()+" --"+f.Name, []string{"a", "b", "c", "d", "e"}
			given := []string{"a,b\nc\r\n\n", "d\n e"}
			for _, text := range given {
				if err := f.Value.Set(text); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			var got []string
			for _, v := range flagValues(f) {
				got = append(got, strings.TrimSpace(v))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s reads %q as %q", name, given, got)
			}
			found[f.Name] = true
		})
	})
	for _, name := range []string{"sha256", "references", "serial", "columns", "add"} {
		if !found[name] {
			t.Errorf("--%s is no flag of several values any more", name)
		}
	}
}

// TestACommaInQuotesIsOfTheValue: a value that has a comma stands in quotes.
func TestACommaInQuotesIsOfTheValue(t *testing.T) {
	t.Parallel()
	got, err := entriesIn("\"Doe, Jane\",x\ny")
	if err != nil || !slices.Equal(got, []string{"Doe, Jane", "x", "y"}) {
		t.Errorf("%q, %v", got, err)
	}
	for _, nothing := range []string{"", " ", "\n", " \n\t\n"} {
		if got, err := entriesIn(nothing); err != nil || len(got) > 0 {
			t.Errorf("%q: %q, %v", nothing, got, err)
		}
	}
}

// TestLinesOfAFlagComeIntoTheRecord: what is typed with newlines is in the record. Lists of
// digests are typed in normal_release.txtar.
func TestLinesOfAFlagComeIntoTheRecord(t *testing.T) {
	t.Parallel()
	_, _, local, _ := readable(t)
	if code, out := local("probe", "incident", "add", "--title", "Down", "--service", "payroll", "--references", "ABC-1\nABC-2"); code != 0 {
		t.Fatal(code, out)
	}
	if code, out := local("auditor", "incident", "show", "INC-1"); code != 0 || !strings.Contains(out, "ABC-1") || !strings.Contains(out, "ABC-2") {
		t.Error(code, out)
	}
}
