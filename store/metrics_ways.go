package store

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// ways reads how the releases that were deployed in the period came to that: the gates that
// they went through, by what, and the papers that came afterwards.
func (l *factsLoader) ways() error {
	p, err := l.insidePapers()
	if err != nil {
		return err
	}
	waivers, err := ofReleases[*model.Waiver](l, model.KindWaiver, "")
	if err != nil {
		return err
	}
	// Only where a word was disowned are the approvals looked at: else the gates did.
	disowned, err := ofReleases[*model.Approval](l, model.KindApproval, ` AND instr(v.body, '"verdict":"disowned"')`)
	if err != nil {
		return err
	}
	approvals := map[model.ID][]*model.Approval{}
	if len(disowned) > 0 {
		if approvals, err = ofReleases[*model.Approval](l, model.KindApproval, ""); err != nil {
			return err
		}
	}
	var people []model.ID
	for _, list := range disowned {
		for _, a := range list {
			people = append(people, model.Each(a.Decisions, func(d model.Decision) model.ID { return d.By })...)
		}
	}
	names, err := l.people(people)
	if err != nil {
		return err
	}
	l.kept.ways = func(of *metric.Release, r *model.Release, out *metric.Way) *metric.Way {
		rules := p.c.Under(r)
		proc, ok := rules.Process(r.Type)
		if !ok {
			return nil // its way can't be read
		}
		begun := of.Began()
		way := gate.Way(proc, r, begun)
		*out = metric.Way{Declared: r.Emergency() != nil, Gates: out.Gates[:0]}
		passed := false
		for _, g := range way {
			if g.Passed.IsZero() && !passed && r.Origin != nil {
				out.Partly = true // it was entered behind this one
			}
			passed = passed || !g.Passed.IsZero()
			out.Gates = append(out.Gates, metric.Gate{Stage: g.Stage.ID, Title: g.Stage.Title, Passed: g.Passed, Recorded: g.Recorded})
		}
		for _, w := range waivers[r.ID] {
			switch {
			case gate.LetThrough(proc, way, w):
				out.Waived = append(out.Waived, fmt.Sprintf("%s (%s)", w.ID, w.Text))
			case gate.Misled(proc, way, w):
				out.Disowned = append(out.Disowned, fmt.Sprintf("%s let it through (%s), and that was not said", w.ID, w.Text))
			}
		}
		if len(disowned[r.ID]) > 0 {
			for _, d := range gate.Unsigned(p.c, proc, way, approvals[r.ID], begun) {
				out.Disowned = append(out.Disowned, fmt.Sprintf("%s (%s): %s says that it was not theirs", d.ID, d.Title, names[d.Word.By]))
			}
		}
		for _, b := range r.Broken {
			if !b.At.After(begun) {
				out.Broken = append(out.Broken, b.Rule+": "+b.Reason)
			}
		}
		if out.Declared {
			for _, a := range p.afterwards(rules, model.Subject{Release: r}, proc) {
				if a.Retro {
					out.Retro = append(out.Retro, metric.Review{Retro: true, Stage: a.Stage.ID, Title: a.Stage.Title, Since: a.Since, Due: a.Due, Done: a.Done, Gone: a.Gone})
				}
			}
			for _, s := range gate.RetroToCome(rules, proc, r) {
				out.Retro = append(out.Retro, metric.Review{Retro: true, Stage: s.ID, Title: s.Title})
			}
		}
		return out
	}
	return nil
}
