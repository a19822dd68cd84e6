package gate_test

import (
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// An RFC whose authorisation is gone shuts the gate that asks for it and every
// later one before the deployment, and each says why and what to do.
func TestAnAuthorisationThatIsGoneShutsEveryLaterGate(t *testing.T) {
	for _, one := range []struct {
		state string // in words
		make  func(f *file)
		says  string
		by    string
	}{
		{"withdrawn", func(f *file) {
			get[*model.Change](f, "CHG-1").State = model.ChangeWithdrawn
			get[*model.Change](f, "CHG-1").Decided = &model.Verdict{By: "PER-4", Text: "nobody wants it"}
		}, "CHG-1 is withdrawn (by Sam Signer: nobody wants it)", "scope"},
		{"voided", func(f *file) {
			rfcForm(f, "CHG-1")
			ch := get[*model.Change](f, "CHG-1")
			ch.State, ch.Voided = model.ChangeSubmitted, []model.VoidVerdict{{Void: model.Ending{Reason: "it was edited", At: now}}}
		}, "CHG-1 is submitted; its authorisation was voided 2026-03-12 21:00 UTC: it was edited", "assess-change"},
		{"assessed anew", func(f *file) { get[*model.Change](f, "CHG-1").State = model.ChangeAssessed }, "CHG-1 is assessed", "decide-change"},
		{"authorised by who builds it now", func(f *file) {
			ch := get[*model.Change](f, "CHG-1")
			ch.Decided, ch.Builder = &model.Verdict{Yes: true, By: "PER-4"}, "PER-4"
		}, "CHG-1 was authorised by Sam Signer, now its builder", "edit-change"},
		{"being built by who authorised it", func(f *file) {
			ch := get[*model.Change](f, "CHG-2")
			ch.Decided, ch.Builder = &model.Verdict{Yes: true, By: "PER-4"}, "PER-4"
		}, "CHG-2 was authorised by Sam Signer, now its builder", "scope"},
		{"authorised for what it said before", func(f *file) {
			ch := get[*model.Change](f, "CHG-1")
			ch.Decided = &model.Verdict{Yes: true, By: "PER-4", Basis: decision.Basis(f.shown(), decision.Change(ch))}
			ch.Title = "Another thing"
		}, "CHG-1 was authorised by Sam Signer, for what it said then, which was changed since", "edit-change"},
	} {
		f := whole()
		one.make(f)
		shut := []string{}
		p, _ := f.rules.Process("normal")
		for _, s := range p.Stages[:len(p.Stages)-1] {
			g, err := gate.At(f.shown(), f.r, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(g.Findings, func(found gate.Finding) bool { return found.Check == "rfcs-authorised" })
			if i < 0 || !g.Findings[i].Blocks() {
				continue
			}
			shut = append(shut, s.ID)
			found := g.Findings[i]
			if !strings.HasPrefix(found.Evidence, one.says) || found.Remedies[0].Task != one.by {
				t.Errorf("%s, gate of %s: %q, by %v", one.state, s.ID, found.Evidence, found.Remedies)
			}
		}
		if want := []string{"planning", "build", "test", "acceptance", "scheduled"}; !slices.Equal(shut, want) {
			t.Errorf("an RFC that is %s shuts the gates of %v, not %v", one.state, shut, want)
		}
	}
}

// Rules that ask it of some releases ask it of no others later on.
func TestALaterGateAsksWhatTheRulesAsk(t *testing.T) {
	f := whole()
	get[*model.Change](f, "CHG-1").State = model.ChangeSubmitted
	p, _ := f.rules.Process("normal")
	again := *p
	again.Stages = slices.Clone(p.Stages)
	for i := range again.Stages {
		again.Stages[i].Checks = slices.Clone(again.Stages[i].Checks)
		for j := range again.Stages[i].Checks {
			if c := &again.Stages[i].Checks[j]; c.Name == "rfcs-authorised" {
				c.When = "not major"
			}
		}
	}
	f.rules.Processes = slices.Clone(f.rules.Processes)
	at := slices.IndexFunc(f.rules.Processes, func(q process.Process) bool { return q.Name == "normal" })
	f.rules.Processes[at] = again
	g, err := gate.At(f.shown(), f.r, "build")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range g.Findings {
		if found.Check == "rfcs-authorised" {
			t.Errorf("asked of a release that the rules except: %+v", found)
		}
	}
}
