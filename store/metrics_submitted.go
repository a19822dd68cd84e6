package store

import (
	"time"

	"fairway/model"
	"fairway/model/metric"
)

// submitted reads the RFCs that were submitted or captured in the period.
func (l *factsLoader) submitted() error {
	p, err := l.shared()
	if err != nil {
		return err
	}
	w, err := l.passes(model.KindChange, "r.service")
	if err != nil || w == nil {
		return err
	}
	var of metric.Release
	var c metric.Submission
	var made string
	return l.each(`SELECT r.id, r.title, coalesce(v.body ->> '$.type', ''), r.service, r.at, r.grade, coalesce(v.body ->> '$.captured.title', ''), coalesce(v.body ->> '$.captured.made', ''),
 coalesce(v.body ->> '$.captured.outcome', ''), v.body -> '$.captured' IS NOT NULL
 FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'change' AND r.kind <> 'release' AND `+l.live("r")+" AND r.at >= ? AND r.at < ?"+w.text(), append(l.span(), w.args...),
		[]any{&of.ID, &of.Title, &of.Type, &of.Service, (*stamp)(&c.Submitted), &c.Category, &c.How, &made, &c.Outcome, &c.Unauthorised}, func() error {
			one := c
			one.Of = l.change(p.c, of)
			if made != "" {
				at, err := time.Parse(time.RFC3339Nano, made)
				if err != nil {
					return err
				}
				if !at.IsZero() {
					one.Made = at
				}
			}
			l.out.Submitted = append(l.out.Submitted, one)
			return nil
		})
}
