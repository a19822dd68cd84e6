package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/ui/cli"
)

// meanwhile is a record that two people edit at once: what each writes, and how
// the record is shown. N stands for the number of the round.
type meanwhile struct {
	show   string
	mine   string // one field
	theirs string // another
	same   string // the field of mine, with another value
	field  string // as a clash names it
}

// everyEdit has a line for each kind of record that is edited. The records are
// those that setUp makes.
var everyEdit = map[string]meanwhile{
	"change":    {"change show CHG-1", "change edit CHG-1 --title=titleN", "change edit CHG-1 --text=textN", "change edit CHG-1 --title=otherN", "title"},
	"service":   {"service show SVC-1", "service edit SVC-1 --name=nameN", "service edit SVC-1 --criticality=hoursN", "service edit SVC-1 --name=otherN", "name"},
	"person":    {"person show eve", "person edit eve --name=nameN", "person edit eve --email=mailN", "person edit eve --name=otherN", "name"},
	"team":      {"team show fin", "team edit fin --name=nameN", "team edit fin --lead=cora", "team edit fin --name=otherN", "name"},
	"item":      {"item show CI-1", "item edit CI-1 --name=nameN", "item edit CI-1 --version=vN", "item edit CI-1 --name=otherN", "name"},
	"release":   {"release show REL-1", "release edit REL-1 --set name=nameN", "release edit REL-1 --set version=vN", "release edit REL-1 --set name=otherN", "name"},
	"milestone": {"", "release milestone first-N --on 2027-01-01", "release milestone second-N --on 2027-01-02", "", ""},
	"form":      {"form show assessment REL-1", "form fill assessment REL-1 --set risk=riskN", "form fill assessment REL-1 --set benefit=benefitN", "form fill assessment REL-1 --set risk=otherN", "risk"},
}

// setUp makes the file of these tests.
func setUp(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "f.db")
	for _, line := range []string{
		"init --zone UTC --role release-coordinator --role release-manager --role change-manager --role configuration-manager --role requester",
		"person add cora --name Cora --role release-coordinator", "person add eve --name Eve", "team add fin --name Finance",
		"service add pay --name Pay", "item add pay-app", "change new --title Begun", "release new --name Payroll",
	} {
		if code, text := inside(file, nil, line); code != 0 {
			t.Fatalf("%s: %d, %s", line, code, text)
		}
	}
	return file
}

var morning = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// inside runs a command line in this process. between is called when it has
// read what it edits, and has written nothing yet.
func inside(file string, between func(), line string, more ...string) (int, string) {
	var out bytes.Buffer
	n := 0
	a := &cli.App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return morning }, User: func() string { return "adam" },
		Env: func(name string) string {
			return map[string]string{"HOME": filepath.Dir(file), "FAIRWAY_DB": file}[name]
		}}
	if between != nil {
		a.NewID = func() string {
			if n++; n == 1 {
				between()
			}
			return fmt.Sprintf("%s-%d-%d", filepath.Base(file), time.Now().UnixNano(), n)
		}
	}
	code := a.Run(context.Background(), append(strings.Fields(line), more...))
	return code, out.String()
}

// Whoever edits what somebody else edited after they had read it keeps both;
// where both wrote the same field, it ends with 5, both values are said, and
// nothing was written.
func TestAnEditMeanwhileIsKeptOrNamed(t *testing.T) {
	t.Parallel()
	file := setUp(t)
	for name, e := range everyEdit {
		if e.same == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			other := func(line string) func() {
				return func() {
					if code, text := inside(file, nil, line); code != 0 {
						t.Fatalf("%s: %d, %s", line, code, text)
					}
				}
			}
			round := func(line string, n int) string { return strings.ReplaceAll(line, "N", fmt.Sprint(n)) }
			if code, text := inside(file, other(round(e.theirs, 1)), round(e.mine, 1)); code != 0 {
				t.Fatalf("two fields: %d, %s", code, text)
			}
			_, kept := inside(file, nil, e.show)
			for _, line := range []string{e.mine, e.theirs} {
				if value := typed(round(line, 1)); !strings.Contains(kept, value) && value != "cora" {
					t.Errorf("%q is lost:\n%s", value, kept)
				}
			}
			code, text := inside(file, other(round(e.same, 2)), round(e.mine, 2))
			if code != 5 || !strings.Contains(text, typed(round(e.mine, 2))) || !strings.Contains(text, typed(round(e.same, 2))) {
				t.Errorf("the same field: %d, %s", code, text)
			}
			if _, now := inside(file, nil, e.show); strings.Contains(now, typed(round(e.mine, 2))) {
				t.Errorf("it was written all the same:\n%s", now)
			}
			code, text = inside(file, other(round(e.same, 3)), round(e.mine, 3), "--json")
			var said struct {
				Error struct {
					Kind    string
					Exit    int
					Changed struct{ ID string }
					Clashes []model.Clash
				}
			}
			if err := json.Unmarshal([]byte(text), &said); err != nil {
				t.Fatalf("%v in %s", err, text)
			}
			c := said.Error.Clashes
			if code != 5 || said.Error.Exit != 5 || said.Error.Kind != "changed" || said.Error.Changed.ID == "" || len(c) != 1 ||
				c[0].Field != e.field || c[0].Theirs != typed(round(e.same, 3)) || c[0].Mine != typed(round(e.mine, 3)) || c[0].Was == "" {
				t.Errorf("as JSON: %d, %s", code, text)
			}
			if code, text := inside(file, nil, round(e.mine, 4)); code != 0 { // who looks again may
				t.Errorf("again: %d, %s", code, text)
			}
		})
	}
}

// typed is the value of a command line: what stands behind its last sign of
// equality or space.
func typed(line string) string { return line[strings.LastIndexAny(line, "= ")+1:] }

// Two who move a release on at once move it one stage, and two who decide or
// mark the same are told of each other.
func TestOneOfTwoDecidesAndMovesOn(t *testing.T) {
	t.Parallel()
	file := setUp(t)
	run := func(between, line string) (int, string) {
		t.Helper()
		return inside(file, func() {
			if code, text := inside(file, nil, between); code != 0 {
				t.Fatalf("%s: %d, %s", between, code, text)
			}
		}, line)
	}
	for _, c := range []struct{ between, line, says string }{
		{"release hold REL-1 --reason budget --review 2027-01-01", "release hold REL-1 --reason holidays --review 2027-01-01", `"budget" now, and you wrote "holidays"`},
		{"release resume REL-1", "release resume REL-1", "hold"},
		{"release edit REL-1 --set notes=new", "release undo REL-1", "was changed meanwhile"},
		{"change edit CHG-1 --title=Other", "change assess CHG-1 --risk low --text none", `"Other" now, and you saw "Begun"`},
		{"change edit CHG-1 --title=Third", "change withdraw CHG-1 --reason x", `"Third" now`},
	} {
		if code, text := run(c.between, c.line); code != 5 || !strings.Contains(text, c.says) {
			t.Errorf("%s, after %s: %d, %s", c.line, c.between, code, text)
		}
	}
	// What was read longer ago is said with --seen.
	_, said := inside(file, nil, "log head")
	read := strings.Fields(said)[0]
	inside(file, nil, "change edit CHG-1 --title=Fourth")
	if code, text := inside(file, nil, "change assess CHG-1 --risk low --text none --seen "+read); code != 5 || !strings.Contains(text, `"Fourth" now, and you saw "Third"`) {
		t.Errorf("assessed as of entry %s: %d, %s", read, code, text)
	}
	if code, text := inside(file, nil, "change assess CHG-1 --risk low --text none --seen 9999"); code != 2 || !strings.Contains(text, "the log, which ends at entry") {
		t.Errorf("seen in the future: %d, %s", code, text)
	}
	if code, text := run("release edit REL-1 --set notes=newer", "release hold REL-1 --reason budget --review 2027-01-01"); code != 0 {
		t.Errorf("a hold does not speak of the notes: %d, %s", code, text)
	}
}

// The program itself, twice at once: of two edits of different fields none is
// lost, whichever is first, and whoever types them.
func TestTwoProgramsLoseNoEdit(t *testing.T) {
	t.Parallel()
	twoProgramsLoseNoEdit(t, 2)
}

// twoProgramsLoseNoEdit edits each kind of record in so many rounds.
func twoProgramsLoseNoEdit(t *testing.T, rounds int) {
	file := setUp(t)
	for name, e := range everyEdit {
		for n := range rounds {
			round := func(line string) string { return strings.ReplaceAll(line, "N", fmt.Sprint(n)) }
			begin := func(line, as string) *exec.Cmd {
				cmd := exec.Command("fairway", append(strings.Fields(round(line)), "--db", file, "--as", as)...)
				cmd.Env = append(cmd.Environ(), "WHO=adam", "NOW="+morning.Format(time.RFC3339), "HOME="+filepath.Dir(file))
				var out bytes.Buffer
				cmd.Stdout, cmd.Stderr = &out, &out
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				return cmd
			}
			as := [2]string{"adam", "adam"}
			if n%2 == 1 && (name == "release" || name == "form") {
				as[1] = "cora"
			}
			one, two := begin(e.mine, as[0]), begin(e.theirs, as[1])
			for _, cmd := range []*exec.Cmd{one, two} {
				if err := cmd.Wait(); err != nil && !(n > 0 && strings.Contains(fmt.Sprint(cmd.Stdout), "nothing was changed")) { // said in a round before
					t.Fatalf("%s: %v: %s", cmd, err, cmd.Stdout)
				}
			}
			if e.show == "" {
				continue // two new ones: both ended with 0
			}
			_, kept := inside(file, nil, e.show)
			for _, line := range []string{e.mine, e.theirs} {
				if value := typed(round(line)); !strings.Contains(kept, value) && value != "cora" {
					t.Fatalf("%s, round %d: %q is lost:\n%s", name, n, value, kept)
				}
			}
		}
	}
}
