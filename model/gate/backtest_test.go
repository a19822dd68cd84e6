package gate_test

import (
	"slices"
	"testing"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// altered is the fixture's rules with another make of the normal process.
func altered(f *file, change func(p *process.Process)) *model.Rules {
	other := f.rules
	other.ID = "PRC-9"
	other.Processes = slices.Clone(other.Processes)
	p := &other.Processes[0]
	p.Stages = slices.Clone(p.Stages)
	change(p)
	return &other
}

// TestOtherRulesAreTried: what they would have stopped, let through, or have no
// stage for; a stage that they put in between is asked, too.
func TestOtherRulesAreTried(t *testing.T) {
	unmet := process.Check{Name: "rollback-planned", Clause: "8.5.1-c", Text: "the rollback is planned twice", Remedy: "plan"}
	for name, c := range map[string]struct {
		take            func(f *file)
		change          func(p *process.Process)
		stopped, opened []string
		ready, would    bool
		missing         bool
	}{
		"the same": {change: func(*process.Process) {}, ready: true, would: true},
		"a further check that is not met": {take: without("rollback-plan"), change: func(p *process.Process) {
			p.Stages[0].Checks = append(slices.Clone(p.Stages[0].Checks), unmet)
		}, stopped: []string{"rollback-planned"}, ready: true},
		"a check that blocks and is dropped": {take: func(f *file) { f.r.Name = "" }, change: func(p *process.Process) {
			p.Stages[0].Checks = slices.DeleteFunc(slices.Clone(p.Stages[0].Checks), func(c process.Check) bool { return c.Name == "titled" })
		}, opened: []string{"titled"}, would: true},
		"a stage in between": {take: without("rollback-plan"), change: func(p *process.Process) {
			p.Stages = slices.Insert(p.Stages, 1, process.Stage{ID: "sifting", Title: "Sifting", Phase: "plan", Checks: []process.Check{unmet}})
		}, stopped: []string{"rollback-planned"}, ready: true},
		"no such stage": {change: func(p *process.Process) { p.Stages = p.Stages[1:] }, ready: true, missing: true},
	} {
		t.Run(name, func(t *testing.T) {
			f := whole()
			if c.take != nil {
				c.take(f)
			}
			got, err := gate.Try(f.shown(), f.r, "registration", altered(f, c.change))
			if err != nil {
				t.Fatal(err)
			}
			names := func(list []gate.Finding) []string {
				return model.Each(list, func(f gate.Finding) string { return f.Check })
			}
			if !slices.Equal(names(got.Stopped), c.stopped) || !slices.Equal(names(got.Opened), c.opened) || got.Ready != c.ready || got.Would != c.would || got.Missing != c.missing {
				t.Errorf("%+v", got)
			}
		})
	}
}

// without takes the document of a form away.
func without(form string) func(f *file) {
	return func(f *file) {
		for id, r := range f.records {
			if d, ok := r.(*model.Document); ok && d.Form == form {
				delete(f.records, id)
			}
		}
	}
}
