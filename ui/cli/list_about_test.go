package cli

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/ui/screen/screentest"
)

// TestAnIdFindsWhatIsAboutIt: in every list that says what its rows are about, the bare
// id of that finds them, now and as of before, in small letters as well.
func TestAnIdFindsWhatIsAboutIt(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	run := func(args ...string) [][]string {
		t.Helper()
		var out, errs bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &errs, Now: func() time.Time { return screentest.Now.Add(time.Hour) }, User: func() string { return "cora" },
			Env: func(name string) string { return map[string]string{"FAIRWAY_DB": file}[name] }}
		if exit := a.Run(t.Context(), args); exit != 0 {
			t.Fatalf("%q ends with %d: %s", args, exit, &errs)
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		return rows
	}
	run("waiver", "ask", "REL-37", "notes-drafted", "--reason", "late", "--until", "2026-12-20")
	var lists []string
	every(table0(), func(cmd *cobra.Command) {
		f := cmd.Flags().Lookup("columns")
		if f == nil || cmd.Name() != "list" && cmd.Name() != "inbox" {
			return
		}
		_, names, _ := strings.Cut(f.Usage, ": ")
		for _, about := range []string{"about", "of", "subject"} {
			if listed := strings.Split(names, ", "); !slices.Contains(listed, about) || !slices.Contains(listed, "id") {
				continue
			}
			line := strings.Fields(cmd.CommandPath())[1:]
			if cmd.CommandPath() == "fairway approve list" {
				line = append(line, "--all")
			}
			line = append(line, "--csv", "--columns", "id,"+about)
			all := run(line...)
			if len(all) < 2 {
				continue
			}
			lists = append(lists, cmd.CommandPath())
			for _, row := range [][]string{all[1], all[len(all)-1]} {
				if model.ID(row[1]).Kind() == "" {
					continue
				}
				for _, more := range [][]string{{"--filter", row[1]}, {"--filter", strings.ToLower(row[1])}, {"--filter", row[1], "--as-of", "2026-11-23"}} {
					if cmd.Flag("as-of") == nil && len(more) > 2 {
						continue
					}
					want := slices.ContainsFunc(run(append(slices.Clone(line), more[2:]...)...), func(r []string) bool { return slices.Equal(r, row) })
					found := run(append(slices.Clone(line), more...)...)
					if got := slices.ContainsFunc(found, func(r []string) bool { return slices.Equal(r, row) }); got != want {
						t.Errorf("%q %q: %s, which is about %s, is among %v", line, more, row[0], row[1], found)
					}
				}
			}
		}
	})
	for _, path := range []string{"question", "improvement", "waiver", "approve"} {
		if !slices.Contains(lists, "fairway "+path+" list") {
			t.Errorf("%s list was not looked at: %v", path, lists)
		}
	}
	// Beyond what a list is about in the first place: the RFCs of a release, and the release of an RFC.
	scoped := run("change", "list", "--csv", "--columns", "id", "--filter", "release:REL-44")
	if found := run("change", "list", "--csv", "--columns", "id", "--filter", "REL-44"); len(scoped) < 2 || !slices.EqualFunc(found, scoped, slices.Equal) {
		t.Errorf("REL-44 brings %v, and its id finds %v", scoped, found)
	}
	if found := run("release", "list", "--csv", "--columns", "id", "--filter", scoped[1][0]); !slices.ContainsFunc(found, func(r []string) bool { return r[0] == "REL-44" }) {
		t.Errorf("%s finds %v, not its release", scoped[1][0], found)
	}
	// In a list of its own kind an id finds itself alone, not what it depends on.
	if found := run("release", "list", "--csv", "--columns", "id", "--filter", "REL-44"); len(found) != 2 || found[1][0] != "REL-44" {
		t.Errorf("REL-44 finds %v", found)
	}
}
