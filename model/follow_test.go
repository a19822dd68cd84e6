package model_test

import (
	"slices"
	"testing"
	"time"

	"fairway/model"
)

// What people wrote last stays, what the source alone changed is taken, and
// where both did, people's stays and is named.
func TestFollow(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	incident := func(title, state string, resolved time.Time, severity string) *model.Incident {
		return &model.Incident{ID: "INC-1", Title: title, State: model.State(state), Resolved: resolved, Severity: severity, Opened: at}
	}
	facets := []model.Facet{{Name: "title", Fields: []string{"title"}}, {Name: "severity", Fields: []string{"severity"}}, {Name: "state", Fields: []string{"state", "resolved"}}}
	open := incident("down", "open", time.Time{}, "P2")
	ours := incident("down", "resolved", at.Add(time.Hour), "P2")
	for name, tt := range map[string]struct {
		base, now, says *model.Incident
		want            *model.Incident
		taken, kept     []string
		news            bool
		said            map[string]string
	}{
		"nobody":          {open, open, open, open, nil, nil, false, nil},
		"the source":      {open, open, incident("up", "open", time.Time{}, "P1"), incident("up", "open", time.Time{}, "P1"), []string{"title", "severity"}, nil, true, nil},
		"people":          {open, ours, open, ours, nil, nil, false, map[string]string{"state": `"open"`, "resolved": ""}},
		"each another":    {open, ours, incident("up", "open", time.Time{}, "P2"), incident("up", "resolved", at.Add(time.Hour), "P2"), []string{"title"}, nil, true, map[string]string{"state": `"open"`, "resolved": ""}},
		"both the same":   {open, ours, ours, ours, nil, nil, true, nil},
		"both, otherwise": {open, ours, incident("down", "closed", at, "P2"), ours, nil, []string{"state"}, true, map[string]string{"state": `"closed"`, "resolved": `"2026-11-20T08:00:00Z"`}},
		"to nothing":      {ours, ours, open, open, []string{"state"}, nil, true, nil},
	} {
		got, err := model.Follow(tt.base, tt.now, tt.says, nil, facets)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := model.Encode(got.Record)
		b, _ := model.Encode(tt.want)
		if string(a) != string(b) || !slices.Equal(got.Taken, tt.taken) || !slices.Equal(got.Kept, tt.kept) || got.News != tt.news || len(got.Said) != len(tt.said) {
			t.Errorf("%s: %s %+v", name, a, got)
		}
		for field, value := range tt.said {
			if got.Said[field] != value {
				t.Errorf("%s: said %q of %s, not %q", name, got.Said[field], field, value)
			}
		}
	}

	// What the source said before is what counts, not what stood beside it: it
	// says the same again, and then something new.
	mixed, _ := model.Follow(open, ours, incident("up", "open", time.Time{}, "P2"), nil, facets)
	again, err := model.Follow(mixed.Record, mixed.Record, incident("up", "open", time.Time{}, "P1"), mixed.Said, facets)
	if err != nil || !slices.Equal(again.Taken, []string{"severity"}) || again.Record.State != "resolved" || again.Kept != nil {
		t.Errorf("%+v, %v", again, err)
	}
	closed, _ := model.Follow(again.Record, again.Record, incident("up", "closed", at, "P1"), again.Said, facets)
	if !slices.Equal(closed.Kept, []string{"state"}) || closed.Record.State != "resolved" {
		t.Errorf("%+v", closed)
	}
}
