package sshd

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// A spectator from whom names are hidden reads what collides, and nobody's name in it:
// not who is needed twice, who decided, or who could.
func TestConflictsNameNobodyBehindTheVeil(t *testing.T) {
	db := screentest.Demo(t)
	q := store.CalendarQuery{Span: when.Span{Start: screentest.Now, End: screentest.Now.Add(60 * 24 * time.Hour)}, Now: screentest.Now, Zone: screentest.Zone}
	all, err := db.Calendar(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	read := func(c store.Calendar) string {
		var b strings.Builder
		for _, e := range c.Entries {
			if e.Card != nil && len(e.Card.Conflicts) > 0 {
				text, err := json.Marshal(e.Card.Conflicts)
				if err != nil {
					t.Fatal(err)
				}
				b.Write(text)
			}
		}
		return b.String()
	}
	const twice = "Lena Fischer"
	if text := read(all); !strings.Contains(text, twice) {
		t.Fatalf("the demo has nobody who is needed twice: %s", text)
	}
	v := veil{data: screentest.On(t, db, "cora", theme.Options{}).Data}
	shown, err := v.Calendar(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	text := read(shown)
	board, err := v.Board(context.Background(), store.BoardQuery{Now: screentest.Now, Zone: screentest.Zone, PerStage: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range board.Columns {
		for _, card := range column.Cards {
			if len(card.Conflicts) > 0 {
				written, err := json.Marshal(card.Conflicts)
				if err != nil {
					t.Fatal(err)
				}
				text += string(written)
			}
		}
	}
	for _, name := range []string{twice, "remedies", "Rafael", "PER-"} {
		if strings.Contains(text, name) {
			t.Errorf("%s is told: %s", name, text)
		}
	}
	if !strings.Contains(text, "needed elsewhere too") || !strings.Contains(text, "changes crm-app") {
		t.Errorf("what collides is not told: %s", text)
	}
}

// Nor is anybody named by whom a window is about, or by what is late.
func TestTheCalendarNamesNobodyBehindTheVeil(t *testing.T) {
	ctx, db := context.Background(), screentest.Demo(t)
	q := store.CalendarQuery{Span: when.Span{Start: screentest.Now, End: screentest.Now.Add(60 * 24 * time.Hour)}, Now: screentest.Now, Zone: screentest.Zone, Windows: true, Late: 50}
	people, err := db.List(ctx, store.ListQuery{Kind: model.KindPerson})
	if err != nil {
		t.Fatal(err)
	}
	named := func(c store.Calendar) (found []string) {
		text, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if strings.Contains(string(text), p.Title) {
				found = append(found, p.Title)
			}
		}
		return found
	}
	all, err := db.Calendar(ctx, q)
	if err != nil || len(all.Late) == 0 || len(named(all)) < 5 {
		t.Fatalf("%d are late, %v are named, %v", len(all.Late), named(all), err)
	}
	if shown, err := (veil{data: screentest.On(t, db, "cora", theme.Options{}).Data}).Calendar(ctx, q); err != nil || len(named(shown)) > 0 || len(shown.Entries) != len(all.Entries) {
		t.Errorf("%v are named, %d of %d entries, %v", named(shown), len(shown.Entries), len(all.Entries), err)
	}
}
