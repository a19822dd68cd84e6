package outbox

import (
	"testing"
	"time"

	"fairway/model"
)

// What happened is told by what a record became, once: what else is written of it tells
// nothing.
func TestWhatHappened(t *testing.T) {
	at := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	yes := &model.Verdict{Yes: true}
	for name, c := range map[string]struct {
		before, after model.Record
		want          string
	}{
		"registered":       {nil, &model.Release{ID: "REL-1", Stage: "registration"}, "stage stage registration of REL-1"},
		"moved on":         {&model.Release{ID: "REL-1", Stage: "test"}, &model.Release{ID: "REL-1", Stage: "scheduled"}, "stage stage scheduled of REL-1"},
		"renamed":          {&model.Release{ID: "REL-1", Stage: "test"}, &model.Release{ID: "REL-1", Stage: "test", Name: "New"}, ""},
		"deployment":       {nil, &model.Run{ID: "RUN-1", Release: "REL-1", Production: true, Started: at}, "run-start the run (production) began of REL-1"},
		"deployed":         {&model.Run{ID: "RUN-1", Release: "REL-1", Production: true, Started: at}, &model.Run{ID: "RUN-1", Release: "REL-1", Production: true, Started: at, Ended: at, Result: model.RunRolledBack}, "run-end the run (production) ended: rolled back of REL-1"},
		"restored later":   {&model.Run{ID: "RUN-1", Release: "REL-1", Started: at, Ended: at, Result: model.RunFailed}, &model.Run{ID: "RUN-1", Release: "REL-1", Started: at, Ended: at, Result: model.RunFailed, Restored: at}, ""},
		"RFC authorised":   {&model.Change{ID: "CHG-1"}, &model.Change{ID: "CHG-1", Decided: yes}, "decision RFC authorised of CHG-1"},
		"RFC edited":       {&model.Change{ID: "CHG-1", Decided: yes}, &model.Change{ID: "CHG-1", Decided: yes, Title: "New"}, ""},
		"waiver refused":   {&model.Waiver{ID: "WVR-1", Of: "REL-1"}, &model.Waiver{ID: "WVR-1", Of: "REL-1", Decided: &model.Verdict{}}, "decision waiver refused of REL-1"},
		"document":         {nil, &model.Document{ID: "DOC-1", Of: "REL-1"}, ""},
		"service, nothing": {nil, &model.Service{ID: "SVC-1"}, ""},
	} {
		got := ""
		for _, e := range Of(c.before, c.after) {
			got += e.On + " " + e.What + " of " + string(e.Of)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	e := Event{On: OnStage, Stage: "deployment"}
	for on, want := range map[string]bool{"stage": true, "stage:deployment": true, "stage:test": false, "run-end": false, "decision": false} {
		if e.Is(on) != want {
			t.Errorf("%s: %v", on, !want)
		}
	}
}
