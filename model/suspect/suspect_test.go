package suspect_test

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/suspect"
)

// ended is when everything was deployed.
var ended = time.Date(2026, 3, 2, 22, 0, 0, 0, time.UTC)

// organisation has releases that ended then: of the shop's server, of the database that the
// server runs on, of the shop, of something else, one that was cancelled and one that runs.
func organisation() *model.Case {
	rules := &model.Rules{}
	rules.Policy = process.Policy{Zone: "UTC", Incident: map[string]int{"*": 7, "emergency": 3}}
	c := model.NewCase(ended.AddDate(0, 0, 20), model.Actor{}, rules)
	put := func(r model.Record) { c.Add(model.Fact{Record: r}) }
	put(&model.Item{ID: "CI-1", Name: "web", Service: "SVC-4", DependsOn: []model.ID{"CI-2"}})
	put(&model.Item{ID: "CI-2", Name: "db", DependsOn: []model.ID{"CI-3"}})
	put(&model.Item{ID: "CI-3", Name: "disk", DependsOn: []model.ID{"CI-1"}}) // a circle harms nobody
	release := func(id model.ID, service model.ID, kind string, ends time.Time, items ...model.ID) *model.Release {
		r := &model.Release{ID: id, Type: kind, Service: service, Items: items}
		put(r)
		put(&model.Run{ID: model.ID(strings.Replace(string(id), "REL", "RUN", 1)), Release: id, Production: true, Started: ended.Add(-time.Hour), Ended: ends})
		return r
	}
	release("REL-1", "SVC-1", "normal", ended, "CI-1")
	release("REL-2", "SVC-2", "normal", ended.Add(time.Hour), "CI-3")
	release("REL-3", "SVC-1", "emergency", ended.Add(-time.Minute))
	release("REL-4", "SVC-3", "normal", ended, "CI-9")
	release("REL-5", "SVC-1", "normal", ended).Cancelled = &model.Ending{}
	release("REL-6", "SVC-1", "normal", time.Time{})
	return c
}

// What an incident may come from was being deployed when its impact began, or shortly before, and changed what it is
// about; the last comes first. Somebody's word on it counts more.
func TestWhatAnIncidentMayComeFrom(t *testing.T) {
	for name, one := range map[string]struct {
		change func(i *model.Incident)
		want   string
	}{
		"by item, dependency and service": {nil, "REL-6 same service, REL-2 depends on what it changed, REL-1 same item, REL-3 same service"},
		"by service alone":                {func(i *model.Incident) { i.Items = nil }, "REL-6 same service, REL-1 same service, REL-3 same service"},
		"of no service":                   {func(i *model.Incident) { i.Service = "" }, "REL-2 depends on what it changed, REL-1 same item"},
		"of nothing":                      {func(i *model.Incident) { i.Service, i.Items = "", nil }, ""},
		"during deployments":              {func(i *model.Incident) { i.Opened = ended.Add(-2 * time.Minute) }, "REL-6 same service, REL-2 depends on what it changed, REL-1 same item, REL-3 same service"},
		"as they begin":                   {func(i *model.Incident) { i.Opened = ended.Add(-time.Hour) }, "REL-6 same service, REL-2 depends on what it changed, REL-1 same item, REL-3 same service"},
		"before they begin":               {func(i *model.Incident) { i.Opened = ended.Add(-time.Hour - 1) }, ""},
		"hit before it was opened":        {func(i *model.Incident) { i.ImpactStart = ended.Add(-2 * time.Hour) }, ""},
		"found late":                      {func(i *model.Incident) { i.Opened, i.ImpactStart = ended.AddDate(0, 0, 15), ended.Add(2*time.Hour) }, "REL-6 same service, REL-2 depends on what it changed, REL-1 same item, REL-3 same service"},
		"of a service that depends":       {func(i *model.Incident) { i.Service, i.Items = "SVC-4", nil }, "REL-2 its service depends on what it changed, REL-1 its service depends on what it changed"},
		"in the very last moment":         {func(i *model.Incident) { i.Opened = ended.AddDate(0, 0, 7) }, "REL-6 same service, REL-2 depends on what it changed, REL-1 same item"},
		"after all windows":               {func(i *model.Incident) { i.Opened = ended.AddDate(0, 0, 7).Add(time.Hour + 1) }, "REL-6 same service"},
		"cleared of one":                  {func(i *model.Incident) { i.Cleared = []model.ID{"REL-1"} }, "REL-6 same service, REL-2 depends on what it changed, REL-3 same service"},
		"linked to one":                   {func(i *model.Incident) { i.Suspects = []model.ID{"REL-2"} }, "REL-6 same service, REL-1 same item, REL-3 same service"},
		"of a known cause":                {func(i *model.Incident) { i.CausedBy = []model.ID{"REL-4"} }, ""},
	} {
		c := organisation()
		i := &model.Incident{ID: "INC-1", Service: "SVC-1", Items: []model.ID{"CI-1"}, Opened: ended.Add(2 * time.Hour)}
		if one.change != nil {
			one.change(i)
		}
		var got []string
		for _, s := range suspect.Of(c, i) {
			got = append(got, string(s.Release)+" "+string(s.Why))
		}
		if text := strings.Join(got, ", "); text != one.want {
			t.Errorf("%s: %s, not %s", name, text, one.want)
		}
	}
}

// The same is said of a release: which incidents may come from it, and of the one that is
// logged from which it may.
func TestWhatMayComeFromARelease(t *testing.T) {
	c := organisation()
	for n, after := range map[model.ID]time.Duration{"INC-1": 2 * time.Hour, "INC-2": 50 * time.Hour, "INC-3": 300 * time.Hour} {
		c.Add(model.Fact{Record: &model.Incident{ID: n, Service: "SVC-1", Opened: ended.Add(after)}})
	}
	list := suspect.On(c, "REL-1")
	if len(list) != 2 || list[0].Incident != "INC-2" || list[1].Incident != "INC-1" {
		t.Fatalf("%+v", list)
	}
	for i, want := range []string{"same service, 2 days after its deployment", "same service, 2 h after its deployment"} {
		if got := list[i].Words(); got != want {
			t.Errorf("%s, not %s", got, want)
		}
	}
	if got := suspect.Note(suspect.Of(c, model.Get[*model.Incident](c, "INC-1"))); got != "; it may come from REL-6, REL-1, REL-3" {
		t.Errorf("it notes %q", got)
	}
}
