package model

import (
	"strings"
	"testing"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// A release that was moved before its plan was authorised, between that and the freezing
// of its baseline, after both, and back again.
func TestMoveLinesSayWhatWasAuthorised(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }
	slot := func(n int) Slot {
		return Slot{Start: when.Moment{At: day(n), Precision: when.Minute}, End: when.Moment{At: day(n).Add(2 * time.Hour), Precision: when.Minute}}
	}
	wholeDay := func(n int) Slot {
		return Slot{Start: when.OnDay(when.DateOf(day(n), time.UTC), time.UTC)}
	}
	rules := &Rules{ID: "PRC-1"}
	rules.Processes = []process.Process{{Name: "normal", Of: "release", Stages: []process.Stage{{ID: "planning"}, {ID: "build"}},
		Material: []process.Material{{What: "window", Voids: []string{"plan"}}, {What: "scope", Voids: []string{"acceptance"}}}}}
	rules.Policy.Reasons = []process.Reason{{ID: "inserted", Title: "another was put before it", Displaced: true}, {ID: "defect", Title: "a defect was found"}}
	rules.Policy.SlipHours = 24
	move := func(from, to, at int, reason string) Move {
		return Move{From: slot(from), To: slot(to), Reason: reason, Sentence: "so it is", By: "PER-1", At: day(at)}
	}
	given := func(id ID, purpose string, at int, void int) *Approval {
		a := &Approval{ID: id, Of: "REL-1", Purpose: purpose, Title: purpose + " authorised", Approvers: []Approver{{Title: "CAB"}}, Decisions: []Decision{{Verdict: Approve, At: day(at), Approver: 0}}}
		if void > 0 {
			a.Void = &Ending{At: day(void)}
		}
		return a
	}
	r := &Release{ID: "REL-1", Type: "normal", Stage: "build", Window: slot(24), Baseline: &Schedule{Slot: slot(20), At: day(6)},
		Moves: []Move{move(18, 20, 2, "defect"), move(20, 21, 5, "defect"), move(21, 22, 8, "defect"), move(22, 21, 9, "undo"), move(21, 24, 10, "inserted")}}
	c := NewCase(day(11), Actor{}, rules)
	for _, record := range []Record{r, &Person{ID: "PER-1", Name: "Ann"}, given("APR-1", "plan", 3, 5), given("APR-2", "acceptance", 1, 0)} {
		c.Add(Fact{Record: record})
	}
	lines := c.MoveLines(r)
	for i, want := range []struct {
		after  string
		days   int
		undone bool
	}{{"", 2, false}, {"plan authorised", 1, false}, {"the baseline", 1, true}, {"the baseline", -1, true}, {"the baseline", 3, false}} {
		m := lines[i]
		if got := strings.Join(m.After, ", "); got != want.after || m.Late != (want.after != "") || m.Days != want.days || m.Undone != want.undone || m.ByName != "Ann" {
			t.Errorf("move %d: after %q, %d days, taken back %v, by %s; want %+v", i+1, got, m.Days, m.Undone, m.ByName, want)
		}
	}
	for name, c := range map[string]struct {
		change    func(*Release)
		now       time.Time
		run       time.Time
		text      string
		bad       bool
		displaced int
	}{
		"displaced and then some":              {text: "4 days later than the baseline, 3 of them because releases were put before it", displaced: 3},
		"displaced alone":                      {change: func(r *Release) { r.Window = slot(23) }, text: "3 days later than the baseline, all of it because releases were put before it: no slip", displaced: 3},
		"begun later still":                    {run: day(26), now: day(27), text: "6 days later than the baseline, 3 of them because releases were put before it", bad: true, displaced: 3},
		"nobody put before it":                 {change: func(r *Release) { r.Moves = r.Moves[:2] }, text: "4 days later than the baseline", bad: true},
		"within the tolerance":                 {change: func(r *Release) { r.Moves, r.Window = nil, slot(21) }, text: "1 d later than the baseline, within the tolerance"},
		"early":                                {change: func(r *Release) { r.Moves, r.Window = nil, slot(18) }, text: "2 days earlier than the baseline"},
		"as promised":                          {change: func(r *Release) { r.Moves, r.Window = nil, slot(20) }, text: "none"},
		"to a whole day, too late":             {change: func(r *Release) { r.Moves, r.Window = nil, wholeDay(21) }, text: "1 d later than the baseline", bad: true},
		"to the same, whole day":               {change: func(r *Release) { r.Moves, r.Window = nil, wholeDay(20) }, text: "none"},
		"promised for a day, at an hour of it": {change: func(r *Release) { r.Moves, r.Baseline = nil, &Schedule{Slot: wholeDay(24), At: day(6)} }, text: "none"},
		"promised for a day, begun on the next": {change: func(r *Release) { r.Moves, r.Baseline = nil, &Schedule{Slot: wholeDay(20), At: day(6)} }, run: day(21), now: day(22),
			text: "1 d later than the baseline, within the tolerance"},
		"promised for a day, awaited": {change: func(r *Release) {
			r.Moves, r.Window, r.Baseline = nil, wholeDay(20), &Schedule{Slot: wholeDay(20), At: day(6)}
		}, now: day(23), text: "not begun, 3 days past the baseline", bad: true},
		"awaited": {change: func(r *Release) { r.Moves, r.Window = nil, slot(20) }, now: day(23), text: "not begun, 3 days past the baseline", bad: true},
	} {
		n := r.Clone()
		if c.change != nil {
			c.change(n)
		}
		if c.now.IsZero() {
			c.now = day(11)
		}
		at := NewCase(c.now, Actor{}, rules)
		at.Add(Fact{Record: n})
		if !c.run.IsZero() {
			at.Add(Fact{Record: &Run{ID: "RUN-1", Release: n.ID, Production: true, Started: c.run}})
		}
		s, ok := at.SlipOf(n)
		text, bad := s.Words()
		if !ok || text != c.text || bad != c.bad || s.Displaced != c.displaced {
			t.Errorf("%s: %q, marked %v, %+v", name, text, bad, s)
		}
	}
}
