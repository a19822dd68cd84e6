package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// picture is everything that views show at a position, as one text.
func (f *file) picture(pos Position) string {
	f.t.Helper()
	ctx := context.Background()
	var b strings.Builder
	put := func(what string, v any, err error) {
		text, _ := json.Marshal(v)
		fmt.Fprintf(&b, "%s %s %v\n", what, text, err)
	}
	board, err := f.Board(ctx, BoardQuery{Now: start, AsOf: pos, Ended: true, PerStage: 100})
	board.Head = 0
	put("board", board, err)
	board, err = f.Board(ctx, BoardQuery{Now: start, AsOf: pos, PerStage: 2, Skip: map[string]int{"registration": 1}, Filter: "type:normal -hold"})
	board.Head = 0
	put("some of the board", board, err)
	board, err = f.Board(ctx, BoardQuery{Now: start, AsOf: pos, PerStage: 2, Lanes: ByService, LaneLimit: 3})
	board.Head = 0
	put("lanes of the board", board, err)
	c, err := f.Calendar(ctx, CalendarQuery{Span: span(start.AddDate(0, -1, 0), start.AddDate(0, 3, 0)), Now: start, AsOf: pos, Limit: 100})
	c.Head = 0
	put("calendar", c, err)
	c, err = f.Calendar(ctx, CalendarQuery{Span: span(start, start.AddDate(0, 1, 0)), Now: start, AsOf: pos, Limit: 2})
	c.Head = 0
	put("short calendar", c, err)
	r, err := f.Releases(ctx, ReleaseQuery{Now: start, AsOf: pos})
	put("releases", r, err)
	for _, k := range model.Kinds() {
		l, err := f.List(ctx, ListQuery{Kind: k, AsOf: pos})
		put("list", l, err)
		for _, x := range l {
			fact, err := f.Record(ctx, x.ID, pos)
			if k == model.KindRules {
				fact.Record = nil // large, and never changes
			}
			put(string(x.ID), fact, err)
			if k == model.KindRelease {
				g, err := f.Gate(ctx, x.ID, "", pos, start)
				g.Head = 0
				put("gate", g, err)
				card, err := f.Card(ctx, x.ID, pos, start)
				put("card", card, err)
			}
		}
	}
	return b.String()
}

// step does one random action, which may be refused.
func (f *file) step(t *rapid.T) {
	ctx := context.Background()
	releases, err := f.Releases(ctx, ReleaseQuery{Now: start})
	if err != nil {
		t.Fatal(err)
	}
	rel := model.ID("REL-1")
	if len(releases) > 0 {
		rel = rapid.SampledFrom(releases).Draw(t, "release").ID
	}
	at := minute(2026, 12, rapid.IntRange(1, 28).Draw(t, "day"), 20, 0)
	end := at
	end.At = end.At.Add(time.Duration(rapid.SampledFrom([]int{1, 3, 30, 24 * 10}).Draw(t, "hours")) * time.Hour)
	name := rapid.SampledFrom([]string{"Ledger", "Portal", "Übergabe", "Ledger core"}).Draw(t, "name")
	var a action.Action
	switch rapid.IntRange(0, 12).Draw(t, "action") {
	case 0, 1:
		r := model.Release{Name: name, Type: "normal", Contents: []string{"software"}, Service: f.pay, Owner: f.boss}
		if rapid.Bool().Draw(t, "dated") {
			r.Window = model.Slot{Start: at, End: end}
		}
		a = action.Register{Release: r}
	case 2, 3:
		a = action.Edit{Release: rel, Set: map[string]string{"name": name, "notes": name + " notes"}}
	case 4:
		a = action.Hold{Release: rel, Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)}
	case 5:
		a = action.Resume{Release: rel}
	case 6:
		a = action.Cancel{Release: rel, Reason: "not wanted"}
	case 7:
		a = action.Reschedule{Release: rel, Window: model.Slot{Start: at, End: end}, Reason: "capacity", Sentence: "no people"}
	case 8:
		a = action.Undo{Release: rel}
	case 9:
		a = action.SubmitChange{Change: model.Change{Title: name, Category: "enhancement", Type: "normal", Service: f.pay}}
	case 10:
		a = action.Scope{Release: rel, Add: []model.ID{model.ID(fmt.Sprint("CHG-", rapid.IntRange(1, 3).Draw(t, "change")))}}
	case 11:
		a = action.AddWindow{Window: model.Window{Title: name, Class: model.WindowFreeze, Hard: rapid.Bool().Draw(t, "hard"), Everything: true, Slot: model.Slot{Start: at, End: end}}}
	case 12:
		a = action.WriteService{Service: model.Service{ID: f.pay, Handle: "payments", Name: "Payments " + name, Owner: f.boss, Zone: rapid.SampledFrom([]string{"Europe/Berlin", "Pacific/Auckland"}).Draw(t, "zone")}}
	}
	_, err = f.Do(ctx, Who{Person: f.boss, Auth: "test"}, a)
	var refusal *model.Refusal
	var missing *model.NotFound
	if err != nil && !asError(err, &refusal) && !asError(err, &missing) {
		t.Fatalf("%s: %v", action.Name(a), err)
	}
}

// As of any position, everything reads as it read when that was the last one;
// after each action the file verifies; and building the projections anew from
// the bodies changes nothing.
func TestTheRecordOfEachMomentStays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := context.Background()
		f := made(t, fixed())
		defer f.Close()
		type moment struct {
			pos  Position
			text string
		}
		var then []moment
		for range rapid.IntRange(1, 8).Draw(rt, "length") {
			f.step(rt)
			head, _, err := f.Head(ctx)
			if err != nil {
				rt.Fatal(err)
			}
			then = append(then, moment{head, f.picture(Now)})
		}
		if v, err := f.Verify(ctx, nil); err != nil || !v.OK() {
			rt.Fatalf("%v, %v", v.Findings, err)
		}
		check := func(when string) {
			for _, m := range then {
				if got := f.picture(m.pos); got != m.text {
					rt.Fatalf("as of %d %s\n%s", m.pos, when, difference(m.text, got))
				}
			}
		}
		check("it reads otherwise than it did")
		before := f.dump()
		if err := f.Rebuild(ctx, nil); err != nil {
			rt.Fatal(err)
		}
		if after := f.dump(); before != after {
			rt.Fatalf("building the projections anew changed them\n%s", difference(before, after))
		}
		f.verified()
	})
}

// dump is the content of every projection.
func (f *file) dump() string {
	f.t.Helper()
	var b strings.Builder
	for _, query := range []string{"SELECT * FROM log_row ORDER BY pos", "SELECT * FROM record_row ORDER BY n", "SELECT * FROM release_row ORDER BY n", "SELECT * FROM link ORDER BY n, i", "SELECT rowid, * FROM search ORDER BY rowid", "SELECT * FROM counter ORDER BY kind", "SELECT n, until FROM version ORDER BY n"} {
		rows, err := f.reader.Query(query)
		if err != nil {
			f.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				f.t.Fatal(err)
			}
			fmt.Fprintln(&b, row...)
		}
		if err := rows.Err(); err != nil {
			f.t.Fatal(err)
		}
	}
	return b.String()
}

// difference is the first line in which two texts differ.
func difference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "was " + a[i] + "\nis  " + b[i]
		}
	}
	return fmt.Sprintf("%d lines were, %d are", len(a), len(b))
}

// The dots of many cards, from one case, are those of each gate.
func TestDotsAreThoseOfTheGates(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	var ids []model.ID
	for i := range 12 {
		ids = append(ids, f.release(numbered("Ledger", i), minute(2026, 12, 1+i%3, 20, 0), minute(2026, 12, 1+i%3, 23, 0)))
	}
	f.do(f.boss, action.SubmitChange{Change: model.Change{Title: "Round to cents", Category: "enhancement", Type: "normal", Service: f.pay}})
	f.do(f.boss, action.Scope{Release: ids[0], Add: []model.ID{"CHG-1"}})
	f.do(f.boss, action.Hold{Release: ids[1], Reason: "wait", Review: when.OnClock(start.AddDate(0, 1, 0), time.UTC)})
	f.do(f.boss, action.Cancel{Release: ids[2], Reason: "not wanted"})
	dots, err := f.Dots(ctx, append(slices.Clone(ids), "REL-999"), Now, start)
	if err != nil || len(dots) != len(ids)-1 {
		t.Fatalf("%d dots, %v", len(dots), err)
	}
	for id, d := range dots {
		g, err := f.Gate(ctx, id, "", Now, start)
		if err != nil {
			t.Fatal(err)
		}
		if met, all := g.Count(); d.Met != met || d.All != all || d.Ready != g.Ready() {
			t.Errorf("%s has the dots %+v, and the gate %d of %d", id, d, met, all)
		}
		for _, x := range g.Findings {
			if x.Blocks() {
				if d.Check != x.Text || d.Role != x.Role {
					t.Errorf("%s waits for %q of %q, not for %q", id, d.Check, d.Role, x.Text)
				}
				break
			}
		}
	}
}
