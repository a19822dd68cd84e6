package store

import (
	"cmp"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// annotations reads what was noted about the period: it belongs to every measure, and is
// read whichever is asked for. There are few.
func (l *factsLoader) annotations() error {
	s := l.q.Span
	list, err := decoded[model.Annotation](ask(l.ctx, l.tx, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'annotation' AND r.state = 'noted' AND r.at >= ?1 AND r.at < ?2 AND "+l.live("r")+" ORDER BY r.number",
		s.Start.Add(-slack).UnixMilli(), s.End.Add(slack).UnixMilli()))
	if err != nil || len(list) == 0 {
		return err
	}
	names := map[model.ID]string{}
	if err := titlesOf(l.ctx, l.tx, l.q.AsOf, model.Each(list, func(a *model.Annotation) model.ID { return a.By }), names); err != nil {
		return err
	}
	for _, a := range list {
		at := a.On.At
		if a.On.Precision == when.Day { // by its date, wherever it is meant
			at = a.On.On(l.zone).Start(l.zone)
		}
		if !s.Holds(at) {
			continue
		}
		n := metric.Annotation{ID: a.ID, At: at, Day: a.On.On(l.zone).String(), Text: a.Text, Measure: a.Measure, By: cmp.Or(names[a.By], string(a.By))}
		if a.Service != "" {
			n.Service = string(a.Service)
			if s := l.services[a.Service].Service; s != nil {
				n.Service = s.Name
			}
		}
		l.out.Annotations = append(l.out.Annotations, n)
	}
	return nil
}
