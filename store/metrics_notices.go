package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// notices reads what was told of the releases that were deployed in the period.
func (l *factsLoader) notices() error {
	p, err := l.insidePapers()
	if err != nil {
		return err
	}
	sent, err := ofReleases[*model.Notice](l, model.KindNotice, "")
	if err != nil {
		return err
	}
	waivers, err := ofReleases[*model.Waiver](l, model.KindWaiver, "")
	if err != nil {
		return err
	}
	now := l.q.Now
	l.kept.told = func(of *metric.Release, r *model.Release, out *metric.Notice) *metric.Notice {
		*out = metric.Notice{}
		rules := p.c.Under(r)
		proc, ok := rules.Process(r.Type)
		if !ok {
			return out
		}
		n := gate.Noticed(rules.Policy, r, sent[r.ID], of.Zone, now)
		check, asks := gate.AsksForNotice(proc)
		out.Asked, out.Need, out.Start = asks, n.Need, n.Start
		if n.First != nil {
			out.ID, out.Given = n.First.ID, n.Sent
		} else if n.Last != nil {
			out.Other = n.Last.ID
		}
		way := gate.Way(proc, r, of.Began())
		for _, w := range waivers[r.ID] {
			if w.Check == check && gate.LetThrough(proc, way, w) {
				out.Waived = w.ID
			}
		}
		return out
	}
	return nil
}
