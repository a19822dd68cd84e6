package suspect

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// An incident is felt by what runs on an item that a release changed, and by the whole of
// which that is a part, through any number of others and in circles; not by what is only
// connected to it.
func TestSuspicionFollowsWhatIsFelt(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	related := func(kind, felt string, to model.ID) []model.Relation {
		return []model.Relation{{Kind: kind, To: to, Felt: felt}}
	}
	c := model.NewCase(now, model.Actor{}, &model.Rules{Rules: process.Rules{Policy: process.Policy{Incident: map[string]int{"*": 7}}}})
	for _, r := range []model.Record{
		&model.Item{ID: "CI-1", Relations: related("part-of", process.FeltThere, "CI-2")},
		&model.Item{ID: "CI-2"},
		&model.Item{ID: "CI-3", Relations: related("runs-on", process.FeltHere, "CI-2")},
		&model.Item{ID: "CI-4", Relations: related("connected-to", process.FeltNowhere, "CI-1")},
		&model.Item{ID: "CI-5", DependsOn: []model.ID{"CI-3"}, Relations: related("beside", process.FeltBoth, "CI-3")},
		&model.Release{ID: "REL-1", Type: "normal", Items: []model.ID{"CI-1"}},
		&model.Run{ID: "RUN-1", Release: "REL-1", Production: true, Started: now.Add(-3 * time.Hour), Ended: now.Add(-2 * time.Hour), Result: model.RunDeployed},
	} {
		c.Add(model.Fact{Record: r})
	}
	for item, want := range map[model.ID]Why{"CI-1": SameItem, "CI-2": DependsOn, "CI-3": DependsOn, "CI-4": "", "CI-5": DependsOn} {
		var why Why
		if found := Of(c, &model.Incident{ID: "INC-1", Items: []model.ID{item}, Opened: now}); len(found) > 0 {
			why = found[0].Why
		}
		if why != want {
			t.Errorf("of an incident at %s it is suspected as %q, and not as %q", item, why, want)
		}
	}
}
