package store

import (
	"fairway/model"
	"fairway/model/metric"
)

// improvements reads the improvement actions that were due in the period at first, or near it:
// there are few.
func (l *factsLoader) improvements() error {
	var all []*model.Improvement
	var people, of []model.ID
	var body []byte
	err := l.each("SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'improvement' AND r.kind <> 'release' AND "+l.live("r")+" AND v.body IS NOT NULL AND (r.ends >= ? AND r.ends < ? OR v.body ->> '$.handed' IS NOT NULL)",
		[]any{l.q.Span.Start.Add(-slack).UnixMilli(), l.q.Span.End.Add(slack).UnixMilli()}, []any{&body}, func() error {
			rec, err := model.Decode(model.KindImprovement, body)
			if err == nil {
				i := rec.(*model.Improvement)
				all, people, of = append(all, i), append(people, i.Owner), append(of, i.Of)
			}
			return err
		})
	if err != nil || len(all) == 0 {
		return err
	}
	names, err := l.people(people)
	if err != nil {
		return err
	}
	subjects, err := l.subjects(of)
	if err != nil {
		return err
	}
	for _, i := range all {
		if subjects[i.Of] == nil {
			continue
		}
		one := metric.Improvement{Of: subjects[i.Of], ID: i.ID, Action: i.Action, Owner: names[i.Owner], Noted: i.At, First: i.First(), Due: i.Due, PutOff: i.PutOff()}
		if i.Done != nil {
			one.Done = i.Done.At
		}
		if i.Dropped != nil {
			one.Dropped = i.Dropped.At
		}
		l.out.Improvements = append(l.out.Improvements, one)
	}
	return nil
}
