package store

import "fairway/model"

// outages reads when the impact of incidents began that somebody confirmed to be caused by a
// release, and when they were over. Few incidents are.
func (l *factsLoader) outages() error {
	var ids []model.ID
	for id, i := range l.inc {
		if len(i.CausedBy) > 0 {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	list, err := decoded[model.Incident](ask(l.ctx, l.tx, "SELECT v.body FROM json_each(?) j CROSS JOIN record_row r ON r.id = j.value AND "+l.live("r")+" JOIN version v ON v.n = r.n", list(model.SortIDs(ids))))
	for _, i := range list {
		l.inc[i.ID].Began, l.inc[i.ID].Until = i.Began(), i.Resolved
	}
	return err
}
