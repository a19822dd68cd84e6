package store

import (
	"fairway/model"
	"fairway/model/gate"
	"fairway/model/metric"
)

// insideReleases reads the records of the releases that were deployed in the period.
func (l *factsLoader) insideReleases(each func(*metric.Release, *model.Release) error) error {
	var body []byte
	var all []*model.Release
	err := l.ofInside("v.body", "release_row r ON r.id = i.id AND "+l.live("r")+" JOIN version v ON v.n = r.n", []any{&body}, func() error {
		rec, err := model.Decode(model.KindRelease, body)
		if err == nil {
			all = append(all, rec.(*model.Release))
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range all { // rules are asked for meanwhile
		if of := l.found(r.ID); of != nil {
			if err := each(of, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// ofReleases reads the records of a kind that belong to the releases that were deployed in
// the period, by these. with is a condition on their body v.
func ofReleases[T model.Record](l *factsLoader, kind model.Kind, with string) (map[model.ID][]T, error) {
	out := map[model.ID][]T{}
	var body []byte
	var of model.ID
	err := l.ofInside("x.subject, v.body", "record_row x ON x.subject = i.id AND x.kind = '"+string(kind)+"' AND x.subject <> '' AND "+l.live("x")+" JOIN version v ON v.n = x.n AND v.body IS NOT NULL"+with, []any{&of, &body}, func() error {
		rec, err := model.Decode(kind, body)
		if err == nil {
			out[of] = append(out[of], rec.(T))
		}
		return err
	})
	return out, err
}

// notices reads what was told of the releases that were deployed in the period.
func (l *factsLoader) notices() error {
	p, err := l.shared()
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
	return l.insideReleases(func(of *metric.Release, r *model.Release) error {
		rules, err := p.rules(r)
		if err != nil {
			return err
		}
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
