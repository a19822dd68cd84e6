package store

import (
	"strconv"

	"fairway/model"
	"fairway/model/metric"
)

// unended reads the releases of which a run that started in the period has no end, as far as
// measures know them at all.
func (l *factsLoader) unended() error {
	filter, args := "", l.span()
	if len(l.where.sql) > 0 {
		filter, args = " AND f.release IN (SELECT r.id FROM release_row r WHERE "+l.live("r")+l.where.text()+")", append(args, l.where.args...)
	}
	return l.take("SELECT f.facts FROM fact_row f WHERE f.what <> "+strconv.Itoa(factPapers)+" AND f.release IN (SELECT d.release FROM deploy_row d WHERE d.what = 'run' AND d.ended IS NULL AND d.started >= ? AND d.started < ? AND "+l.live("d")+") AND "+l.live("f")+filter, args, l.add)
}

// awaited reads which approvals wait of the releases whose plan was never authorised.
func (l *factsLoader) awaited() error {
	var ids []model.ID
	var r metric.Release
	for at := range l.kept.Len() {
		if l.kept.Unpack(at, &r, metric.Wanted{}); r.Authorised.IsZero() && !r.Ended && !r.Deployed {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	l.out.Awaited = map[model.ID][]metric.Awaited{}
	var of model.ID
	var a metric.Awaited
	return l.each("SELECT r.subject, r.id, r.title FROM json_each(?1) j CROSS JOIN record_row r ON r.subject = j.value AND r.kind = 'approval' AND r.state = 'pending' AND "+l.live("r")+" ORDER BY r.number", []any{list(model.SortIDs(ids))}, []any{&of, &a.ID, &a.Title}, func() error {
		l.out.Awaited[of] = append(l.out.Awaited[of], a)
		return nil
	})
}

// over reads which of the incidents are.
func (l *factsLoader) over() error {
	var ids []model.ID
	for id := range l.inc {
		ids = append(ids, id)
	}
	var id model.ID
	return l.each("SELECT x.id FROM json_each(?1) j CROSS JOIN record_row x ON x.id = j.value AND x.state IN ('resolved', 'closed') AND "+l.live("x"), []any{list(model.SortIDs(ids))}, []any{&id}, func() error {
		l.inc[id].Over = true
		return nil
	})
}
