package screentest

import (
	"context"

	"fairway/model"
	"fairway/model/standup"
	"fairway/store"
)

// What tables, pages and preferences are is what the file says; without one,
// there is nothing.

// Table is a window of a table of records.
func (w *World) Table(ctx context.Context, q store.TableQuery) (store.Table, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Table(ctx, q)
	}
	return store.Table{Kept: -1}, w.Err
}

// Standing counts what is open, by workflow and stage.
func (w *World) Standing(ctx context.Context, q store.StandingQuery) (map[string]map[string]store.StageStanding, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Standing(ctx, q)
	}
	return nil, w.Err
}

// LogTable is a window of the log.
func (w *World) LogTable(ctx context.Context, q store.LogTableQuery) (store.LogTable, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.LogTable(ctx, q)
	}
	return store.LogTable{Kept: -1}, w.Err
}

// About is all there is to see about one record.
func (w *World) About(ctx context.Context, q store.AboutQuery) (store.About, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.About(ctx, q)
	}
	if w.Err != nil {
		return store.About{}, w.Err
	}
	return store.About{}, &model.NotFound{What: q.ID.Kind().Words() + " " + string(q.ID)}
}

// Standup is what the file says; without one, there is nothing to say.
func (w *World) Standup(ctx context.Context, q store.StandupQuery) (standup.Standup, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Standup(ctx, q)
	}
	return standup.Standup{Name: "everybody", At: q.Now, Since: q.Now.AddDate(0, 0, -1), Zone: Zone.String(), Sections: []standup.Section{{ID: standup.SinceLast, Title: "Since last time", None: "nothing happened"}}}, w.Err
}
