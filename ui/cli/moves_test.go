package cli_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
)

// nodeDate is a row of the schedule of Node.js: a date as it was recorded, and the one
// before where it was moved.
type nodeDate struct{ at, key, from, to string }

func nodeSchedule(t *testing.T) []nodeDate {
	t.Helper()
	file, err := os.Open("../../model/intake/testdata/node-schedule-moves.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []nodeDate
	for _, r := range rows[1:] {
		out = append(out, nodeDate{r[0], r[1] + " " + r[2], r[3], r[4]})
	}
	return out
}

// Ten years of a real schedule, taken in as it was recorded: each row that has a date
// before it is one move, with that date before and its own after, and nothing else is.
// Lines that were put in between (v9, v11 and many after them) moved no other, and
// nothing of it counts as slip: nobody had promised these dates here.
func TestTenYearsOfARealScheduleGiveThirtyMoves(t *testing.T) {
	t.Parallel()
	bin, dir := built(t), t.TempDir()
	w := &walker{clock: filepath.Join(dir, "clock"), terminal: &terminal{t: t}}
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + filepath.Join(dir, "node.db"), "LANG=C.UTF-8", "TZ=UTC"}
	rows := nodeSchedule(t)
	w.at(rows[0].at)
	run(t, env, bin, "init", "--name", "Ann", "--zone", "UTC", "--role", "release-coordinator", "--role", "release-manager")
	run(t, env, bin, "service", "add", "node", "--name", "Node.js")
	for i := 0; i < len(rows); {
		text := bytes.NewBufferString("line,date\n")
		n := i
		for ; n < len(rows) && rows[n].at == rows[i].at; n++ {
			text.WriteString(rows[n].key + "," + rows[n].to + "\n")
		}
		w.at(rows[i].at)
		cmd := exec.Command(bin, "import", "-", "--source", "node", "--map", "title=line", "--map", "start=date", "--map", "key=line", "--service", "node")
		cmd.Env, cmd.Stdin = append(os.Environ(), env...), text
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("the dates of %s: %v\n%s", rows[i].at, err, out)
		}
		i = n
	}

	db, err := store.Open(t.Context(), filepath.Join(dir, "node.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // it was only read
	c, err := db.Case(t.Context(), store.Now, moment(t, rows[len(rows)-1].at), model.Needs{Open: true})
	if err != nil {
		t.Fatal(err)
	}
	var ids []model.ID
	for _, r := range model.All[*model.Release](c) {
		ids = append(ids, r.ID)
	}
	closed, err := db.Releases(t.Context(), store.ReleaseQuery{Filter: "-open", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range closed {
		ids = append(ids, card.ID)
	}
	if c, err = db.Case(t.Context(), store.Now, c.Now, model.Needs{Releases: ids}); err != nil {
		t.Fatal(err)
	}
	all := model.All[*model.Release](c)
	if len(all) != 91 {
		t.Errorf("%d dates, and there are 91", len(all))
	}
	got, moves := map[string][]model.MoveLine{}, 0
	for _, r := range all {
		got[r.Title()] = c.MoveLines(r)
		moves += len(r.Moves)
		if s, ok := c.SlipOf(r); ok {
			t.Errorf("%s slips from a baseline that it never had: %+v", r.Title(), s)
		}
	}
	if moves != 30 {
		t.Errorf("%d moves, and the schedule was moved 30 times", moves)
	}
	seen := map[string]int{}
	for _, r := range rows {
		if r.from == "" {
			continue
		}
		list := got[r.key]
		if n := seen[r.key]; n >= len(list) {
			t.Errorf("%s: the move of %s to %s isn't there", r.key, r.from, r.to)
		} else if m := list[n]; m.From.Start.Date != r.from || m.To.Start.Date != r.to || m.Late || m.Undone || m.At.Before(moment(t, r.at)) || m.At.Sub(moment(t, r.at)) > time.Minute { // the clock goes on while the program starts
			t.Errorf("%s: %s → %s at %s is recorded as %s → %s at %s, after authorisation: %v", r.key, r.from, r.to, r.at, m.From.Start.Date, m.To.Start.Date, m.At, m.Late)
		}
		seen[r.key]++
	}
	var shown struct{ Moves []model.MoveLine }
	for _, r := range all {
		if r.Title() == "v10 maintenance" {
			text := run(t, env, bin, "release", "show", string(r.ID))
			if !strings.Contains(text, "2020-04-01 → 2020-04-30 by Ann 2020-03-04 22:51, before authorisation: import, the source says so") || !strings.Contains(text, "2020-04-30 → 2020-05-19 by Ann 2020-04-01 20:16, before authorisation") {
				t.Error(text)
			}
			decode(t, run(t, env, bin, "release", "show", string(r.ID), "--json"), &shown)
		}
	}
	if len(shown.Moves) != 2 || shown.Moves[0].Days != 29 || shown.Moves[1].Days != 19 {
		t.Errorf("as JSON: %+v", shown.Moves)
	}
	out := run(t, env, bin, "metrics", "slip-rate", "--period", "2018")
	if !strings.Contains(out, "n/a") || !strings.Contains(out, "imported") {
		t.Errorf("nothing can have slipped:\n%s", out)
	}
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
