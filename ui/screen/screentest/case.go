package screentest

import (
	"context"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// Case answers like the store does: with the file, where there is one, else
// with a release made of each card that is asked for.
func (w *World) Case(ctx context.Context, at store.Position, now time.Time, n model.Needs) (*model.Case, error) {
	if w.DB != nil || w.Err != nil {
		if w.Err != nil {
			return nil, w.Err
		}
		return w.DB.Case(ctx, at, now, n)
	}
	rules, err := w.Rules(ctx)
	if err != nil {
		return nil, err
	}
	rules.Policy.Zone = Zone.String()
	rules.Policy.Bands = []process.Band{{ID: "low", Up: 4}, {ID: "medium", Up: 9}, {ID: "high", Up: 14}, {ID: "very-high", Up: 25}}
	for i := range rules.Processes {
		rules.Processes[i].Of = string(model.KindRelease)
	}
	c := model.NewCase(now, model.Actor{}, rules)
	for _, id := range n.Releases {
		for _, card := range w.Cards {
			if card.ID == id {
				c.Add(model.Fact{Record: w.release(card), Since: card.Position})
				c.Add(model.Fact{Record: &model.Service{ID: card.Service, Name: card.ServiceName, State: model.ServiceActive}})
				c.Add(model.Fact{Record: &model.Person{ID: "PER-2", Handle: "coordinator", Name: card.Coordinator}})
			}
		}
	}
	return c, nil
}

// release is what a card stands for.
func (w *World) release(c store.Card) *model.Release {
	r := &model.Release{
		ID: c.ID, Name: c.Name, Version: c.Version, Type: c.Type, Stage: c.Stage, Since: c.Since, Service: c.Service,
		Coordinator: "PER-2", Contents: []string{"software"}, Major: c.Major, Window: model.Slot{Start: c.Start, End: c.End},
	}
	if c.Band != "" {
		r.Risk = &model.Risk{Band: c.Band, By: "PER-2", At: c.Since}
	}
	switch c.State {
	case model.ReleaseHold:
		r.Hold = &model.Hold{Reason: "waiting for a supplier", Review: when.OnClock(Now.AddDate(0, 0, 7), time.UTC), By: "PER-2", At: c.Since}
	case model.ReleaseCancelled:
		r.Cancelled = &model.Ending{Reason: "no longer wanted", By: "PER-2", At: c.Since}
	}
	return r
}

// Log is the file's, or empty where there is none.
func (w *World) Log(ctx context.Context, q store.LogQuery) ([]store.LogEntry, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Log(ctx, q)
	}
	return nil, w.Err
}

// List is the file's, or empty where there is none.
func (w *World) List(ctx context.Context, q store.ListQuery) ([]store.Listed, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.List(ctx, q)
	}
	return nil, w.Err
}

// FreeSlots are the file's, or none.
func (w *World) FreeSlots(ctx context.Context, q store.FreeQuery) (store.Free, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.FreeSlots(ctx, q)
	}
	return store.Free{}, w.Err
}

// Collisions are the file's, or none.
func (w *World) Collisions(ctx context.Context, q store.CalendarQuery) ([]store.Collision, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Collisions(ctx, q)
	}
	return nil, w.Err
}

// Passages are the file's, or none.
func (w *World) Passages(ctx context.Context, since time.Time) ([]store.Passage, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Passages(ctx, since)
	}
	return nil, w.Err
}

// Record is the file's, or a release made of its card.
func (w *World) Record(ctx context.Context, id model.ID, at store.Position) (model.Fact, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Record(ctx, id, at)
	}
	for _, card := range w.Cards {
		if card.ID == id && w.Err == nil {
			return model.Fact{Record: w.release(card), Since: card.Position}, nil
		}
	}
	if w.Err != nil {
		return model.Fact{}, w.Err
	}
	return model.Fact{}, &model.NotFound{What: id.Kind().Words() + " " + string(id)}
}

// Versions is the file's, or the one that Record has.
func (w *World) Versions(ctx context.Context, id model.ID) ([]store.Version, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Versions(ctx, id)
	}
	f, err := w.Record(ctx, id, store.Now)
	return []store.Version{{Since: f.Since, Record: f.Record}}, err
}

// Waiting is the file's, or nothing where there is none.
func (w *World) Waiting(ctx context.Context, p *model.Person) ([]*model.Approval, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Waiting(ctx, p)
	}
	return nil, w.Err
}
