package store

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
)

// OpenAt says whether a service may be deployed to at a moment, by its freezes and
// maintenance windows: to one environment of it, or with "" to any. It fails with a NotFound where there is no such service.
func (db *DB) OpenAt(ctx context.Context, service model.ID, environment string, at, now time.Time) (calendar.Openness, error) {
	c, err := db.Case(ctx, Now, now, model.Needs{IDs: []model.ID{service}, Kinds: []model.Kind{model.KindWindow}})
	if err != nil {
		return calendar.Openness{}, err
	}
	if model.Get[*model.Service](c, service) == nil {
		return calendar.Openness{}, &model.NotFound{What: "service " + string(service)}
	}
	return gate.NewCalendar(c).OpenAt(service, environment, at.Truncate(time.Minute))
}
