package store

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// TestStanding: what is open by workflow and stage, what of it is late, and as of
// before it was there.
func TestStanding(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	before, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.release("Ledger", minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0))
	f.release("Web shop", minute(2027, 12, 10, 20, 0), minute(2027, 12, 10, 23, 0))
	rfc := f.do(f.boss, action.SubmitChange{Change: model.Change{Title: "New ledger", Category: "enhancement", Type: "normal", Service: f.pay}}).Subject
	at := func(now time.Time, pos Position) map[string]map[string]StageStanding {
		t.Helper()
		out, err := f.Standing(ctx, StandingQuery{Now: now, AsOf: pos, Zone: time.UTC})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	limit := 0
	rules, err := f.Rules(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if p, ok := rules.Process("normal"); ok {
		limit = p.Stages[0].Limit
	}
	for _, c := range []struct {
		after time.Duration
		want  StageStanding
	}{{0, StageStanding{2, 0}}, {time.Duration(limit) * 24 * time.Hour, StageStanding{2, 0}}, {time.Duration(limit+1) * 24 * time.Hour, StageStanding{2, 2}}} {
		if got := at(start.Add(c.after), Now)["normal"]["registration"]; got != c.want {
			t.Errorf("after %s: %+v, want %+v", c.after, got, c.want)
		}
	}
	if got := at(start, Now)["normal-change"]["submitted"]; got != (StageStanding{1, 0}) {
		t.Errorf("changes: %+v", got)
	}
	// A change is late by the limit of its own stage, from when it came into that.
	day := 24 * time.Hour
	for _, c := range []struct {
		after time.Duration
		late  int
	}{{7 * day, 0}, {8 * day, 1}} {
		if got := at(start.Add(c.after), Now)["normal-change"]["submitted"]; got != (StageStanding{1, c.late}) {
			t.Errorf("changes after %s: %+v", c.after, got)
		}
	}
	f.options.Now = func() time.Time { return start.Add(5 * day) }
	f.do(f.boss, action.EditChange{Change: model.Change{ID: rfc, Title: "New ledger", Text: "more", Category: "enhancement", Type: "normal", Service: f.pay}})
	if got := at(start.Add(8*day), Now)["normal-change"]["submitted"]; got != (StageStanding{1, 1}) {
		t.Errorf("a change that was edited: %+v", got)
	}
	if got := at(start, Position(before)); len(got) != 0 {
		t.Errorf("as of before: %+v", got)
	}
}
