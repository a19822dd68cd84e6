package cli

import (
	"bytes"
	"encoding/csv"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"fairway/ui/screen/screentest"
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
			if f == nil && path == "fairway search" && name == "as-of" {
				continue // it looks at what is there now, and says so
			}
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
		switch whole := cmd.Flags().Lookup("whole") != nil; path {
		case "fairway log show", "fairway release history", "fairway calendar", "fairway calendar conflicts", "fairway form list", "fairway person key list": // their rows are no records
			if whole {
				t.Errorf("%s has --whole", path)
			}
		default:
			if !whole {
				t.Errorf("%s has no --whole", path)
			}
		}
	})
	if lists < 17 {
		t.Errorf("only %d lists were found", lists)
	}
}

// What a list shows is what it is sorted and filtered by: every column that is
// offered, by its value as CSV has it and as people read it. The help says of
// which that isn't so. Every third column of each list is tried, in turn from one
// list to the next; TestLongEveryColumn… tries them all.
func TestEveryColumnIsSortedAndFilteredByWhatItShows(t *testing.T) {
	t.Parallel()
	columnsAreWhatTheyShow(t, false)
}

func columnsAreWhatTheyShow(t *testing.T, whole bool) {
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	run := func(args ...string) [][]string {
		var out, errs bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &errs, Now: func() time.Time { return screentest.Now }, User: func() string { return "cora" },
			Env: func(name string) string { return map[string]string{"FAIRWAY_DB": file}[name] }}
		if exit := a.Run(t.Context(), args); exit != 0 {
			t.Errorf("%q ends with %d: %s", args, exit, &errs)
			return nil
		}
		if !slices.Contains(args, "--csv") {
			var rows [][]string
			for line := range strings.Lines(out.String()) {
				rows = append(rows, []string{strings.TrimSpace(line)})
			}
			return rows
		}
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Errorf("%q: %v", args, err)
		}
		return rows
	}
	arguments := map[string][]string{
		"fairway search": {"payroll"}, "fairway release history": {"REL-1"}, "fairway person key list": {"cora"}, "fairway approve list": {"--all"}, "fairway calendar": {"--month", "2026"},
	}
	by := map[string]string{"fairway calendar from": "start", "fairway calendar to": "end", "fairway calendar kind": ""}
	for _, c := range conflictColumns { // their filter is about the releases
		by["fairway calendar conflicts "+c.name] = ""
	}
	said := regexp.MustCompile(`with start and end for the columns from and to, and none for kind|The filter is about the releases`)
	turn := 0
	every(table0(), func(cmd *cobra.Command) {
		f := cmd.Flags().Lookup("columns")
		if f == nil {
			return
		}
		turn++
		path := cmd.CommandPath()
		line := append(strings.Fields(path)[1:], arguments[path]...)
		_, names, _ := strings.Cut(f.Usage, ": ")
		base := slices.Clone(line)
		if path == "fairway calendar" {
			base = append(base, "--filter", "dated") // its filter is of releases
		}
		all := run(append(base, "--csv", "--limit", "20", "--columns", strings.ReplaceAll(names, ", ", ","))...)
		for i, name := range strings.Split(names, ", ") {
			field, other := by[path+" "+name]
			if !other {
				field = name
			} else if !said.MatchString(strings.Join(strings.Fields(cmd.Long), " ")) {
				t.Errorf("the help of %s doesn't say what %s is filtered by", path, name)
			}
			if !whole && (i+turn)%3 != 0 {
				continue
			}
			at := slices.IndexFunc(all, func(row []string) bool { return row[i] != "" && row[i] != all[0][i] })
			if at < 0 || field == "" {
				run(append(line, "--sort", name, "--csv")...)
				continue
			}
			shown := func(value string, more ...string) {
				filter := field + `:"` + strings.ReplaceAll(value, `"`, `\"`) + `"`
				found := run(append(append(line, "--columns", name, "--limit", "1", "--filter", filter), more...)...)
				if len(found) != 2 || !strings.Contains(found[1][0], value) {
					t.Errorf("%s --filter '%s' shows %q", path, filter, found)
				}
			}
			shown(all[at][i], "--csv", "--sort", "-"+name)
			if strings.ContainsAny(all[at][i], "0123456789") {
				continue // no code
			}
			if table := run(append(base, "--columns", name, "--limit", "20")...); len(table) > at && len(table[at][0]) < 60 {
				shown(table[at][0])
			}
		}
	})
}
