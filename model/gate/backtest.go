package gate

import (
	"slices"
	"strings"

	"fairway/model"
)

// Trial is what other rules would have made of a release at one of its gates.
type Trial struct {
	// Stage is the one that it left, or would leave; Missing says that the other
	// rules have no such stage or no such process, so that nothing can be said.
	Stage   string `json:"stage"`
	Missing bool   `json:"missing,omitempty"`
	// Stopped are the findings that block under the other rules and do not under
	// its own; Opened those of its own that the others don't block by.
	Stopped []Finding `json:"stopped,omitempty"`
	Opened  []Finding `json:"opened,omitempty"`
	// Ready is whether its gate is ready under its own rules, and Would under the
	// others.
	Ready bool `json:"ready"`
	Would bool `json:"would"`
}

// Try asks other rules about a release that stands, or stood, at the exit of a
// stage: their gate there, and those of stages of theirs that come between this and
// the next of its own. What was decided under its own rules counts.
func Try(c *model.Case, r *model.Release, stage string, other *model.Rules) (Trial, error) {
	own, err := At(c, r, stage)
	if err != nil {
		return Trial{}, err
	}
	out := Trial{Stage: own.Stage, Ready: own.Ready() || own.Over()}
	rules := *other
	rules.ID = r.Rules // so that decisions stand as they were given
	then := c.With(&rules)
	stages, ok := between(then, r, own.Stage, own.Next)
	if !ok {
		out.Missing = true
		return out, nil
	}
	var theirs []Finding
	for _, s := range stages {
		g, err := At(then, r, s)
		if err != nil {
			return Trial{}, err
		}
		theirs = append(theirs, g.Findings...)
	}
	// A check is the same whatever the rules say it in: other rules may be in another
	// language, and call an approval or a form something else.
	asks := func(b *model.Rules, f Finding) string {
		name, arg, _ := strings.Cut(f.Check, ":")
		return name + ":" + b.FormMeans(b.ApprovalMeans(arg))
	}
	blocks := func(list []Finding, by *model.Rules, f Finding, of *model.Rules) bool {
		return slices.ContainsFunc(list, func(o Finding) bool { return asks(by, o) == asks(of, f) && o.Blocks() })
	}
	for _, f := range theirs {
		if f.Blocks() && !blocks(own.Findings, c.Under(r), f, other) {
			out.Stopped = append(out.Stopped, f)
		}
	}
	for _, f := range own.Findings {
		if f.Blocks() && !blocks(theirs, other, f, c.Under(r)) {
			out.Opened = append(out.Opened, f)
		}
	}
	out.Would = !slices.ContainsFunc(theirs, Finding.Blocks)
	return out, nil
}

// between lists the stages of other rules whose gates a release meets on its way
// from one stage of its own to the next: its own, and those that come between. c
// has the other rules.
func between(c *model.Case, r *model.Release, stage, next string) ([]string, bool) {
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return nil, false
	}
	if _, n := p.Stage(stage); n < 0 {
		return nil, false
	}
	out := []string{stage}
	if _, n := p.Stage(next); n < 0 {
		return out, true // its next stage is none of theirs: this gate is what can be compared
	}
	for s := Next(c, r, stage); s != "" && s != next && !slices.Contains(out, s); s = Next(c, r, s) {
		out = append(out, s)
	}
	return out, true
}
