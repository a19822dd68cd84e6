package gate_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

func TestAGateCountsWhatApplies(t *testing.T) {
	f := whole()
	f.r.Service = ""
	f.drop("PER-1")
	g, err := gate.At(f.shown(), f.r, "registration")
	if err != nil {
		t.Fatal(err)
	}
	met, all := g.Count()
	if met != 5 || all != 7 || g.Ready() || !g.Undecided() {
		t.Errorf("%d of %d, open %v, undecided %v", met, all, g.Ready(), g.Undecided())
	}
	if g.Next != "assessment" || g.Title != "Shop 5.2" || g.Release != rel {
		t.Errorf("%+v", g)
	}
}

func TestACheckThatThisProgramDoesNotKnowIsUndecidable(t *testing.T) {
	f := whole()
	p, _ := f.rules.Process("normal")
	stages := slices.Clone(p.Stages)
	stages[0].Checks = []process.Check{{Name: "moon-phase", Text: "the moon is full", Remedy: "wait"}}
	own := *p
	own.Stages = stages
	f.rules.Processes = []process.Process{own}
	got := f.ask(t, "registration", "moon-phase")
	if got.Answer != gate.Undecidable || !strings.Contains(got.Evidence, "knows no such check") || !got.Blocks() {
		t.Errorf("%+v", got)
	}
}

func TestAGateThatIsNotThereIsNamed(t *testing.T) {
	f := whole()
	var missing *model.NotFound
	if _, err := gate.At(f.shown(), f.r, "moon"); !errors.As(err, &missing) || !strings.Contains(err.Error(), "registration, assessment") {
		t.Errorf("unknown stage: %v", err)
	}
	f.r.Type = "secret"
	if _, err := gate.At(f.shown(), f.r, ""); !errors.As(err, &missing) || !strings.Contains(err.Error(), "secret") {
		t.Errorf("unknown process: %v", err)
	}
	f.r.Type = "normal-change" // a process of changes, not of releases
	if _, err := gate.At(f.shown(), f.r, "submitted"); !errors.As(err, &missing) {
		t.Errorf("a process of changes: %v", err)
	}
}

func TestTheWayOutOfDeploymentDependsOnTheRun(t *testing.T) {
	for name, c := range map[string]struct {
		make func(f *file)
		want string
	}{
		"deployed":                        {func(*file) {}, "early-life"},
		"rolled back":                     {rolledBack, "evaluation"},
		"failed":                          {func(f *file) { f.run().Result = model.RunFailed }, "evaluation"},
		"running":                         {func(f *file) { f.run().Result = ""; f.run().Ended = time.Time{} }, "early-life"},
		"not begun":                       {func(f *file) { f.drop("RUN-1") }, "early-life"},
		"failed once, then run to an end": {func(f *file) { again := *f.run(); again.ID = "RUN-2"; f.run().Result = model.RunFailed; f.put(&again) }, "early-life"},
	} {
		t.Run(name, func(t *testing.T) {
			f := whole()
			c.make(f)
			if got := gate.Next(f.shown(), f.r, "deployment"); got != c.want {
				t.Errorf("leads to %q, want %q", got, c.want)
			}
		})
	}
	f := whole()
	if got := gate.Next(f.shown(), f.r, "closed"); got != "" {
		t.Errorf("closed leads to %q", got)
	}
}

// A release keeps the rules under which it was registered, whatever is in
// force now.
func TestAReleaseKeepsItsRules(t *testing.T) {
	f := whole()
	old := rules()
	old.ID = "PRC-1"
	old.Processes = slices.Clone(old.Processes)
	p := old.Processes[0]
	p.Stages = slices.Clone(p.Stages)
	p.Stages[0].Checks = p.Stages[0].Checks[:1]
	old.Processes[0] = p
	f.r.Rules = "PRC-1"
	f.put(&old)
	g, err := gate.At(f.shown(), f.r, "registration")
	if err != nil || len(g.Findings) != 1 {
		t.Errorf("%d checks, %v", len(g.Findings), err)
	}
}
