package store

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/metric"
)

// incidents reads those that are linked to a deployment, and those opened around
// the deployments, which may be suspected.
func (l *factsLoader) incidents() error {
	const columns = "x.id, x.title, x.grade, x.at, x.service"
	var found metric.Incident
	into := []any{&found.ID, &found.Title, &found.Severity, (*stamp)(&found.Opened), &found.Service}
	take := func() error {
		if _, ok := l.inc[found.ID]; !ok {
			i := found
			l.inc[i.ID] = &i
		}
		return nil
	}
	linked, err := l.links()
	if err != nil {
		return err
	}
	if linked <= l.kept.Len() && l.q.AsOf == Now { // as mostly: few deployments have one
		var dst model.ID
		err = l.each("SELECT "+columns+", l.dst FROM link l INDEXED BY link_incident CROSS JOIN record_row x ON x.id = l.src AND x.kind = 'incident' AND x.until IS NULL WHERE l.until IS NULL AND l.rel IN ('caused-by', 'suspects')", nil, append(into, &dst), func() error {
			if _, ok := l.found(dst); !ok {
				return nil
			}
			return take()
		})
	} else {
		err = l.ofDeployed("SELECT "+columns+" FROM %s CROSS JOIN link l ON l.dst = %s AND l.rel IN ('caused-by', 'suspects') AND "+l.live("l")+
			" CROSS JOIN record_row x ON x.id = l.src AND x.kind = 'incident' AND "+l.live("x"), into, take)
	}
	if err != nil {
		return err
	}
	if from := l.first; !from.IsZero() {
		to := l.last.AddDate(0, 0, l.longest+1)
		err := l.each("SELECT "+columns+" FROM record_row x WHERE x.kind = 'incident' AND x.kind <> 'release' AND x.at > ? AND x.at <= ? AND "+l.live("x"), []any{from.UnixMilli(), to.UnixMilli()}, into, take)
		if err != nil {
			return err
		}
	}
	if l.reads(metric.ReadsDefects) { // those far from any deployment, too
		err := l.each("SELECT "+columns+" FROM record_row x WHERE x.kind = 'incident' AND x.kind <> 'release' AND x.at >= ? AND x.at < ? AND "+l.live("x"), l.span(), into, take)
		if err != nil {
			return err
		}
	}
	return l.linked()
}

// links counts the links of incidents to what caused them, in all.
func (l *factsLoader) links() (n int, err error) {
	if l.q.AsOf != Now {
		return 0, nil
	}
	_, err = ask(l.ctx, l.tx, "SELECT count(*) FROM link INDEXED BY link_incident WHERE until IS NULL AND rel IN ('caused-by', 'suspects')").one(&n)
	return n, err
}

// linked reads what the incidents are linked to: their causes, and their items
// with all those that these depend on.
func (l *factsLoader) linked() error {
	var ids []model.ID
	for id := range l.inc {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil
	}
	first := map[model.ID][]model.ID{} // items of each
	var src, dst model.ID
	var rel string
	err := l.each("SELECT l.src, l.rel, l.dst FROM json_each(?1) j CROSS JOIN link l ON l.src = j.value AND l.rel IN ('caused-by', 'suspects', 'cleared', 'affects') AND "+l.live("l"), []any{list(model.SortIDs(ids))}, []any{&src, &rel, &dst}, func() error {
		i := l.inc[src]
		switch rel {
		case model.RelCausedBy:
			i.CausedBy = append(i.CausedBy, dst)
		case model.RelSuspects:
			i.Suspects = append(i.Suspects, dst)
		case model.RelCleared:
			i.Cleared = append(i.Cleared, dst)
		default:
			first[src] = append(first[src], dst)
		}
		return nil
	})
	if err != nil || len(first) == 0 {
		return err
	}
	depends, err := l.depends(first)
	if err != nil {
		return err
	}
	for id, items := range first {
		l.inc[id].Items = closure(items, depends)
	}
	return nil
}

// depends reads what the items of incidents depend on, through all steps.
func (l *factsLoader) depends(first map[model.ID][]model.ID) (map[model.ID][]model.ID, error) {
	var start []model.ID
	for _, items := range first {
		start = append(start, items...)
	}
	out := map[model.ID][]model.ID{}
	var src, dst model.ID
	err := l.each(`WITH RECURSIVE down(id) AS (SELECT value FROM json_each(?1)`+needs("down", "", l.live("l"))+`) `+pairs("down", l.live("l")), []any{list(model.SortIDs(start))}, []any{&src, &dst}, func() error {
		out[src] = append(out[src], dst)
		return nil
	})
	return out, err
}

func closure(items []model.ID, depends map[model.ID][]model.ID) []model.ID {
	seen := map[model.ID]bool{}
	var out []model.ID
	for left := slices.Clone(items); len(left) > 0; left = left[1:] {
		if id := left[0]; !seen[id] {
			seen[id] = true
			out = append(out, id)
			left = append(left, depends[id]...)
		}
	}
	return model.SortIDs(out)
}

// ofDeployed asks a question for the releases that were deployed in the period,
// and again for those found otherwise that were deployed in another. It has two
// places to fill: where they come from, and how they are called.
func (l *factsLoader) ofDeployed(query string, into []any, row func() error) error {
	if err := l.each(fmt.Sprintf(query, "deploy_row d", "d.release")+" WHERE "+l.endedIn(), l.past(), into, row); err != nil {
		return err
	}
	var ids []model.ID
	var r metric.Release
	for at := l.inside; at < l.kept.Len(); at++ {
		if l.kept.Unpack(at, &r, metric.Wanted{}); len(r.Runs) > 0 {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return l.each(fmt.Sprintf(query, "json_each(?1) j", "j.value"), []any{list(ids)}, into, row)
}
