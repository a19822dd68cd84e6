package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// notices reads what was told of the releases that were deployed in the period.
func (l *factsLoader) notices() error {
	sent, err := ofReleases[*model.Notice](l, model.KindNotice, "")
	if err != nil {
		return err
	}
	waivers, err := ofReleases[*model.Waiver](l, model.KindWaiver, "")
	if err != nil {
		return err
	}
	return l.insideReleases(func(of *metric.Release, r *model.Release, rules *model.Rules) error {
		of.Notice = &metric.Notice{}
		proc, ok := rules.Process(r.Type)
		if !ok {
			return nil
		}
		n := gate.Noticed(rules.Policy, r, sent[r.ID], of.Zone, l.q.Now)
		check, asks := gate.AsksForNotice(proc)
		of.Notice.Asked, of.Notice.Need, of.Notice.Start = asks, n.Need, n.Start
		if n.First != nil {
			of.Notice.ID, of.Notice.Given = n.First.ID, n.Sent
		} else if n.Last != nil {
			of.Notice.Other = n.Last.ID
		}
		way := gate.Way(proc, r, of.Began())
		for _, w := range waivers[r.ID] {
			if w.Check == check && gate.LetThrough(proc, way, w) {
				of.Notice.Waived = w.ID
			}
		}
		return nil
	})
}
