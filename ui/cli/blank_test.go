package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// called runs a command line on a file of its own; none is there unless a test
// has made it.
func called(file string, args ...string) (int, string) {
	var out bytes.Buffer
	a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
		Env: func(name string) string {
			return map[string]string{"HOME": filepath.Dir(file), "FAIRWAY_DB": file}[name]
		}}
	return a.Run(context.Background(), args), out.String()
}

// takers are the options of a command that take text, its own and those of
// every command.
func takers(cmd *cobra.Command) []*pflag.Flag {
	var out []*pflag.Flag
	seen := map[string]bool{}
	for _, set := range []*pflag.FlagSet{cmd.LocalFlags(), cmd.InheritedFlags()} {
		set.VisitAll(func(f *pflag.Flag) {
			if takesText(f) && !seen[f.Name] {
				seen[f.Name] = true
				out = append(out, f)
			}
		})
	}
	return out
}

// TestNothingBlankIsTaken walks every command: each option and each argument
// that takes text refuses an empty or blank one, by its name, before anything
// is done. Only what empties a field of an edit may be empty.
func TestNothingBlankIsTaken(t *testing.T) {
	t.Parallel()
	takesNothingBlank(t, false)
}

// takesNothingBlank tries every kind of blank on every option, or one of them in
// turn.
func takesNothingBlank(t *testing.T, whole bool) {
	file := filepath.Join(t.TempDir(), "none.db")
	found, turn := 0, 0
	every(table0(), func(cmd *cobra.Command) {
		if cmd.HasSubCommands() && cmd.Use != "fairway" || slices.Contains(wordless, cmd.Name()) {
			return
		}
		path := cmd.CommandPath()
		line := strings.Fields(path)[1:]
		names := placeholders(cmd)
		full := slices.Clone(line)
		for range names {
			full = append(full, "x")
		}
		for i, name := range names {
			for _, blank := range []string{"", " \t"} {
				l := slices.Clone(full)
				l[len(line)+i] = blank
				code, out := called(file, l...)
				if code != exitUsage || !strings.Contains(out, "says nothing") {
					t.Errorf("%s takes a blank %s: %d, %s", path, name, code, out)
				}
				found++
			}
		}
		for _, f := range takers(cmd) {
			blanks := []string{"", "  "}
			if !namesFile(cmd, f.Name) {
				blanks = append(blanks, "…", "...")
			}
			if f.Value.Type() == "stringSlice" {
				blanks = append(blanks, ",", "x,,y")
			}
			turn++
			for i, blank := range blanks {
				if i != turn%len(blanks) && !whole {
					continue
				}
				code, out := called(file, append(slices.Clone(full), "--"+f.Name+"="+blank)...)
				refused := code == exitUsage && strings.Contains(out, "--"+f.Name+" is given, and says nothing: it stands for "+strconv.Quote(f.Usage))
				if marked(f, empties) && strings.Trim(blank, " ,") == "" {
					if refused {
						t.Errorf("%s --%s=%q does not empty what stands there: %s", path, f.Name, blank, out)
					}
					continue
				}
				if !refused {
					t.Errorf("%s --%s=%q is taken: %d, %s", path, f.Name, blank, code, out)
				}
				found++
			}
		}
	})
	if found < 300 {
		t.Fatalf("only %d blanks were tried", found)
	}
}

// TestAnEmptyOptionEmpties tries every option that may be empty: what stood
// there is gone afterwards, and nothing else is.
func TestAnEmptyOptionEmpties(t *testing.T) {
	file := filepath.Join(t.TempDir(), "f.db")
	do := func(args ...string) string {
		t.Helper()
		code, out := called(file, args...)
		if code != 0 {
			t.Fatalf("%q: %d, %s", args, code, out)
		}
		return out
	}
	do("init", "--zone", "UTC", "--role", "release-coordinator", "--role", "change-manager", "--role", "configuration-manager", "--role", "service-desk", "--role", "requester")
	do("service", "add", "pay", "--name", "Pay", "--site", "north", "--customer", "bank")
	do("item", "add", "base")
	do("team", "add", "ops", "--name", "Ops")
	do("change", "problem", "new", "slow", "--service", "pay")
	values := map[string]string{"service": "pay", "builder": "adam", "items": "CI-1", "closes": "PRB-1", "problem": "PRB-1", "lead": "adam", "members": "adam", "person": "adam", "site": "north", "customer": "bank", "owner": "adam", "team": "ops",
		"end": "2027-01-12", "rule": "FREQ=WEEKLY", "signatories": "adam", "zone": "Europe/Berlin", "depends-on": "CI-1",
		"coordinator": "adam", "rollback-owner": "adam", "contents": "software", "touches": "CI-1", "category": "hardware", "urgency": "low", "impact": "2", "factors": "data-migration", "review": "2027-06-30", "method": "phased", "duration": "1h", "back-duration": "1h", "impact-start": "2026-01-02 10:00"}
	make := map[string][]string{"fairway change edit": {"change", "new", "--title", "T"}, "fairway person edit": {"person", "add", "eve", "--name", "T"},
		"fairway team edit": {"team", "add", "fin", "--name", "T"}, "fairway service edit": {"service", "add", "web", "--name", "T"}, "fairway item edit": {"item", "add", "T"},
		"fairway window edit":    {"window", "add", "--title", "T", "--start", "2027-01-11"},
		"fairway incident edit":  {"incident", "add", "--title", "T", "--severity", "P3"},
		"fairway train edit":     {"train", "plan", "--title", "T", "--service", "pay", "--start", "2027-01-11 22:00", "--end", "+2h", "--rule", "FREQ=WEEKLY"},
		"fairway catalogue edit": {"catalogue", "propose", "--title", "T", "--text", "x", "--process", "standard-change", "--services", "pay"}}
	record := map[string]string{"fairway change edit": "CHG-1", "fairway person edit": "eve", "fairway team edit": "fin", "fairway service edit": "web", "fairway item edit": "CI-2", "fairway window edit": "WIN-1", "fairway catalogue edit": "CAT-1", "fairway train edit": "TRN-1", "fairway incident edit": "INC-1"}
	for _, line := range make {
		do(line...)
	}
	do("catalogue", "edit", "CAT-1", "--text", "y") // from now on it says when it was edited
	var all []string
	every(table0(), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Name == "following" || f.Name == "only" || f.Name == "person" && cmd.Parent().Name() == "window" {
				return // these say which occurrences of a window are meant, and nothing of it; a freeze is of nobody
			}
			if marked(f, empties) && cmd.Name() == "edit" && cmd.Parent().Name() != "release" {
				all = append(all, cmd.CommandPath()+" --"+f.Name)
			}
		})
	})
	if len(all) < 20 {
		t.Fatalf("only %v may be empty", all)
	}
	for _, full := range all {
		at := strings.LastIndex(full, " --")
		path, flag := full[:at], full[at+3:]
		value := values[flag]
		if value == "" {
			value = "something"
		}
		edit := append(strings.Fields(path)[1:], record[path])
		show := append(slices.Clone(strings.Fields(path)[1:2]), "show", record[path])
		before := do(show...)
		do(append(slices.Clone(edit), "--"+flag, value)...)
		if do(show...) == before {
			t.Errorf("%s %s wrote nothing", full, value)
		}
		do(append(slices.Clone(edit), "--"+flag, "")...)
		if after := do(show...); after != before {
			t.Errorf("%s '' leaves\n%s, before it was\n%s", full, after, before)
		}
	}
}
