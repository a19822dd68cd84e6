package store

import (
	"context"
	"errors"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

// Every reading call on a small file, once: what is wrong in its SQL shows here.
func TestEveryReadingCallWorks(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	from, to := minute(2026, 12, 10, 20, 0), minute(2026, 12, 10, 23, 0)
	rel := f.release("Ledger", from, to)
	f.rename(rel, "Ledger Core")
	f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Year end", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: model.Slot{Start: minute(2026, 12, 20, 0, 0), End: minute(2027, 1, 3, 0, 0)}}})
	f.do(f.boss, action.SetMilestone{Milestone: model.Milestone{Title: "Code freeze", Release: rel, At: minute(2026, 12, 1, 9, 0)}})
	head, hash, err := f.Head(ctx)
	if err != nil || head != 8 || len(hash) != 64 {
		t.Fatalf("the head is %d %s, %v; want entry 8", head, hash, err)
	}
	month := span(from.At.AddDate(0, 0, -10), from.At.AddDate(0, 0, 21))
	for _, pos := range []Position{Now, head} {
		b, err := f.Board(ctx, BoardQuery{Now: start, AsOf: pos})
		if err != nil || len(b.Columns) < 5 || b.Columns[0].Count != 1 || b.Columns[0].Cards[0].ID != rel || b.Columns[0].Cards[0].ServiceName != "Payments" {
			t.Fatalf("the board as of %d is %+v, %v", pos, b, err)
		}
		c, err := f.Calendar(ctx, CalendarQuery{Span: month, Now: start, AsOf: pos})
		if err != nil || len(c.Entries) != 3 || c.Total != 2 || c.PerDay["2026-12-10"] != 1 {
			t.Fatalf("the calendar as of %d is %+v, %v", pos, c, err)
		}
		g, err := f.Gate(ctx, rel, "", pos, start)
		if err != nil || g.Stage != "registration" || len(g.Findings) == 0 || g.Position != 6 {
			t.Fatalf("the gate as of %d is %+v, %v", pos, g, err)
		}
		l, err := f.List(ctx, ListQuery{Kind: model.KindPerson, AsOf: pos})
		if err != nil || len(l) != 3 || l[2].Title != "Dee Deploy" {
			t.Fatalf("the people as of %d are %+v, %v", pos, l, err)
		}
		r, err := f.Releases(ctx, ReleaseQuery{Filter: "ledger service:payments", Now: start, AsOf: pos})
		if err != nil || len(r) != 1 {
			t.Fatalf("the releases as of %d are %+v, %v", pos, r, err)
		}
		fact, err := f.Record(ctx, rel, pos)
		if err != nil || fact.Record.(*model.Release).Name != "Ledger Core" {
			t.Fatalf("the record as of %d is %+v, %v", pos, fact, err)
		}
		if card, err := f.Card(ctx, rel, pos, start); err != nil || card.Name != "Ledger Core" {
			t.Fatalf("the card as of %d is %+v, %v", pos, card, err)
		}
		if _, err := f.Case(ctx, pos, start, model.Needs{Releases: []model.ID{rel}, Calendar: true, History: rel}); err != nil {
			t.Fatalf("the case as of %d: %v", pos, err)
		}
	}
	if d, err := f.Dots(ctx, []model.ID{rel}, Now, start); err != nil || d[rel].All == 0 {
		t.Fatalf("the dots are %+v, %v", d, err)
	}
	if h, err := f.Search(ctx, "ledg cor", 10); err != nil || len(h) != 1 || h[0].ID != rel || h[0].Excerpt == "" {
		t.Fatalf("the search found %+v, %v", h, err)
	}
	if l, err := f.Log(ctx, LogQuery{}); err != nil || len(l) != 8 || l[0].Position != 8 || l[2].Name != "Bo Boss" {
		t.Fatalf("the log is %+v, %v", l, err)
	}
	if w, err := f.Waiting(ctx, nil); err != nil || len(w) != 0 {
		t.Fatalf("%v waits, %v", w, err)
	}
	if v, err := f.Versions(ctx, rel); err != nil || len(v) != 2 || v[0].Until != 6 {
		t.Fatalf("the versions are %+v, %v", v, err)
	}
	if id, err := f.Resolve(ctx, model.KindPerson, "BO"); err != nil || id != f.boss {
		t.Fatalf("bo is %s, %v", id, err)
	}
	if p, err := f.PositionAt(ctx, start.AddDate(1, 0, 0)); err != nil || p != 8 {
		t.Fatalf("the position is %d, %v", p, err)
	}
	var missing *model.NotFound
	if _, err := f.PositionAt(ctx, start.AddDate(-1, 0, 0)); !errors.As(err, &missing) {
		t.Fatalf("a moment before the file: %v", err)
	}
	if v := f.verified(); v.Entries != 8 || v.Versions != 10 || v.Head != hash {
		t.Fatalf("verified %+v", v)
	}
}
