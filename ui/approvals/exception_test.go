package approvals

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// Remedy notes what a key opens.
func (s *rig) Remedy(r model.Remedy) tea.Cmd {
	s.tasks = append(s.tasks, r.String())
	return nil
}

// Exceptions from freezes stand where decisions wait: for whoever may decide with
// a badge, for whoever asked among what they asked of others. Two from the same
// freeze are two lines.
func TestExceptionsWait(t *testing.T) {
	db := screentest.Sample(t)
	before := sit(t, db, "rafael", colours, 120, 36).a.waits
	berlin, err := when.Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	inside := model.Slot{Start: when.OnClock(time.Date(2026, 12, 18, 21, 0, 0, 0, time.UTC), berlin), End: when.OnClock(time.Date(2026, 12, 19, 1, 0, 0, 0, time.UTC), berlin)}
	for _, id := range []model.ID{"REL-5", "REL-9"} {
		as(t, db, "cora", action.AskException{Window: "WIN-1", Release: id, Reason: "the tax office waits", Slot: inside})
	}
	s := sit(t, db, "rafael", colours, 120, 36)
	if s.a.waits != before+2 || s.a.Badge() != fmt.Sprint(before+2) {
		t.Fatalf("the badge says %q", s.a.Badge())
	}
	for s.a.key() != "WIN-1/REL-5" {
		was := s.a.key()
		if s.press("j"); s.a.key() == was {
			t.Fatalf("the exception is not in the list:\n%s", s.picture())
		}
	}
	s.see("you: can decide: you may let a release into a freeze", "asked: by Cora Lindqvist", "asked: the tax office waits", "asked: it waits for ", "freeze: WIN-1", "release: REL-5")
	s.press("d")
	if s.tasks[0] != "decide-exception WIN-1 exception=REL-5" {
		t.Errorf("d opened %v", s.tasks)
	}
	screentest.Golden(t, "exception-120x40", s.picture())
	if s.press("j"); s.a.key() != "WIN-1/REL-9" {
		t.Errorf("after it comes %s", s.a.key())
	}
	as(t, db, "rafael", action.DecideException{Window: "WIN-1", Release: "REL-9", Yes: true, Comment: "fine"})
	if s.run(s.a.Load()); s.a.waits != before+1 || strings.Contains(s.picture(), "WIN-1/REL-9") {
		t.Errorf("%d wait when one is granted", s.a.waits)
	}

	own := sit(t, db, "cora", colours, 80, 20)
	if own.a.waits != 0 || !slices.ContainsFunc(own.a.list.Asked, func(r store.ApprovalRow) bool { return r.ID == "WIN-1" }) {
		t.Errorf("cora sees %+v", own.a.list.Asked)
	}
	for own.a.key() != "WIN-1/REL-5" {
		own.press("j")
	}
	own.see("you: you asked for it", "it waits for ")
	if own.press("d"); len(own.tasks) > 0 || len(own.said) == 0 {
		t.Errorf("she decides on her own: %v", own.tasks)
	}
	screentest.Golden(t, "exception-80x24", own.picture())

	// Elsewhere one slot is told once: here, and where it was meant.
	zone, err := when.Zone("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	own.env.Zone = zone
	own.run(own.a.Load())
	own.see("asked: for Fri 18 Dec 15:00–19:00 America/Chicago = Fri 18 Dec 22:00 – Sat 19 Dec 02:00 Europe/Berlin",
		"release: deployment Wed 25 Nov 15:00–19:00 America/Chicago = Wed 25 Nov 22:00 – Thu 26 Nov 02:00 Europe/Berlin")
}

// What an entry of the catalogue covers is named, not numbered.
func TestTheCaseOfAnEntryNamesWhatItCovers(t *testing.T) {
	db := screentest.Sample(t)
	as(t, db, "cora", action.ProposeEntry{Entry: model.Entry{Work: model.Work{Title: "Patches", Text: "monthly", Process: "standard-change", Services: []model.ID{"SVC-1"}, Items: []model.ID{"CI-1"},
		Impact: 1, Category: "enhancement", Steps: []model.WorkStep{{Text: "stop"}}, BackSteps: []model.WorkStep{{Text: "start"}}}}})
	s := sit(t, db, "chandra", colours, 160, 40)
	for s.a.key() != "CAT-1/entry" {
		was := s.a.key()
		if s.press("j"); s.a.key() == was {
			t.Fatalf("the entry is not in the list:\n%s", s.picture())
		}
	}
	service, item := must(db.Record(context.Background(), "SVC-1", store.Now)), must(db.Record(context.Background(), "CI-1", store.Now))
	s.see("covers: SVC-1 "+service.Record.Row().Title, "CI-1 "+item.Record.Row().Title)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
