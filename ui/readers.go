package ui

import (
	"context"
	"sync/atomic"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
	"fairway/model/standup"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// readers lets only those read who may, and asks each time: a role that was
// taken a moment ago keeps the next picture from being loaded. It costs one
// look at one record with each load, and nothing with a key. It embeds nothing:
// what screens come to ask has to be let through here.
type readers struct {
	data screen.Data
	may  func(ctx context.Context, who model.ID) error
	who  atomic.Pointer[model.ID]
}

var _ screen.Data = (*readers)(nil)

// newReaders stands between what a person's screens read and the file.
func newReaders(data screen.Data, who model.ID, may func(context.Context, model.ID) error) *readers {
	r := &readers{data: data, may: may}
	r.who.Store(&who)
	return r
}

// actAs says for whom is read from now on.
func (r *readers) actAs(who model.ID) { r.who.Store(&who) }

// ask asks for the person. For nobody, a dashboard is only begun by the owner of
// the file.
func (r *readers) ask(ctx context.Context) error {
	if who := *r.who.Load(); who != "" {
		return r.may(ctx, who)
	}
	return nil
}

// read asks first, and then reads.
func read[T any](ctx context.Context, r *readers, what func() (T, error)) (T, error) {
	if err := r.ask(ctx); err != nil {
		var none T
		return none, err
	}
	return what()
}

func (r *readers) Board(ctx context.Context, q store.BoardQuery) (store.Board, error) {
	return read(ctx, r, func() (store.Board, error) { return r.data.Board(ctx, q) })
}

func (r *readers) Calendar(ctx context.Context, q store.CalendarQuery) (store.Calendar, error) {
	return read(ctx, r, func() (store.Calendar, error) { return r.data.Calendar(ctx, q) })
}

func (r *readers) FreeSlots(ctx context.Context, q store.FreeQuery) (store.Free, error) {
	return read(ctx, r, func() (store.Free, error) { return r.data.FreeSlots(ctx, q) })
}

func (r *readers) Collisions(ctx context.Context, q store.CalendarQuery) ([]store.Collision, error) {
	return read(ctx, r, func() ([]store.Collision, error) { return r.data.Collisions(ctx, q) })
}

func (r *readers) Card(ctx context.Context, id model.ID, at store.Position, now time.Time) (store.Card, error) {
	return read(ctx, r, func() (store.Card, error) { return r.data.Card(ctx, id, at, now) })
}

func (r *readers) Standup(ctx context.Context, q store.StandupQuery) (standup.Standup, error) {
	return read(ctx, r, func() (standup.Standup, error) { return r.data.Standup(ctx, q) })
}

func (r *readers) GateIn(ctx context.Context, id model.ID, stage string, at store.Position, now time.Time, zone *time.Location) (store.GateView, error) {
	return read(ctx, r, func() (store.GateView, error) { return r.data.GateIn(ctx, id, stage, at, now, zone) })
}

func (r *readers) Dots(ctx context.Context, ids []model.ID, at store.Position, now time.Time) (map[model.ID]store.Dots, error) {
	return read(ctx, r, func() (map[model.ID]store.Dots, error) { return r.data.Dots(ctx, ids, at, now) })
}

func (r *readers) Search(ctx context.Context, text string, limit int) ([]store.Hit, error) {
	return read(ctx, r, func() ([]store.Hit, error) { return r.data.Search(ctx, text, limit) })
}

func (r *readers) Rules(ctx context.Context) (*model.Rules, error) {
	return read(ctx, r, func() (*model.Rules, error) { return r.data.Rules(ctx) })
}

func (r *readers) PositionAt(ctx context.Context, moment time.Time) (store.Position, error) {
	return read(ctx, r, func() (store.Position, error) { return r.data.PositionAt(ctx, moment) })
}

func (r *readers) Case(ctx context.Context, at store.Position, now time.Time, n model.Needs) (*model.Case, error) {
	return read(ctx, r, func() (*model.Case, error) { return r.data.Case(ctx, at, now, n) })
}

func (r *readers) Numbers(ctx context.Context, q store.FactsQuery, list []metric.Metric) (store.Numbers, error) {
	return read(ctx, r, func() (store.Numbers, error) { return r.data.Numbers(ctx, q, list) })
}

func (r *readers) Facts(ctx context.Context, q store.FactsQuery) (metric.Facts, error) {
	return read(ctx, r, func() (metric.Facts, error) { return r.data.Facts(ctx, q) })
}

func (r *readers) Account(ctx context.Context, q store.FactsQuery) (metric.Account, error) {
	return read(ctx, r, func() (metric.Account, error) { return r.data.Account(ctx, q) })
}

func (r *readers) Standing(ctx context.Context, q store.StandingQuery) (map[string]map[string]store.StageStanding, error) {
	return read(ctx, r, func() (map[string]map[string]store.StageStanding, error) { return r.data.Standing(ctx, q) })
}

func (r *readers) List(ctx context.Context, q store.ListQuery) ([]store.Listed, error) {
	return read(ctx, r, func() ([]store.Listed, error) { return r.data.List(ctx, q) })
}

func (r *readers) Passages(ctx context.Context, since time.Time) ([]store.Passage, error) {
	return read(ctx, r, func() ([]store.Passage, error) { return r.data.Passages(ctx, since) })
}

func (r *readers) EvidenceAt(ctx context.Context, at store.Position) (store.EvidenceAt, error) {
	return read(ctx, r, func() (store.EvidenceAt, error) { return r.data.EvidenceAt(ctx, at) })
}

func (r *readers) BeginEvidence(ctx context.Context, q store.EvidenceAsk, period when.Period, size int, seed int64) (*store.PeriodLook, error) {
	return read(ctx, r, func() (*store.PeriodLook, error) { return r.data.BeginEvidence(ctx, q, period, size, seed) })
}

func (r *readers) Table(ctx context.Context, q store.TableQuery) (store.Table, error) {
	return read(ctx, r, func() (store.Table, error) { return r.data.Table(ctx, q) })
}

func (r *readers) LogTable(ctx context.Context, q store.LogTableQuery) (store.LogTable, error) {
	return read(ctx, r, func() (store.LogTable, error) { return r.data.LogTable(ctx, q) })
}

func (r *readers) About(ctx context.Context, q store.AboutQuery) (store.About, error) {
	return read(ctx, r, func() (store.About, error) { return r.data.About(ctx, q) })
}

func (r *readers) LogDetail(ctx context.Context, position int64) (store.LogDetail, error) {
	return read(ctx, r, func() (store.LogDetail, error) { return r.data.LogDetail(ctx, position) })
}

func (r *readers) Titles(ctx context.Context, ids []model.ID, at store.Position) (map[model.ID]string, error) {
	return read(ctx, r, func() (map[model.ID]string, error) { return r.data.Titles(ctx, ids, at) })
}

func (r *readers) Formerly(ctx context.Context) (model.Formerly, error) {
	return read(ctx, r, func() (model.Formerly, error) { return r.data.Formerly(ctx) })
}

func (r *readers) Log(ctx context.Context, q store.LogQuery) ([]store.LogEntry, error) {
	return read(ctx, r, func() ([]store.LogEntry, error) { return r.data.Log(ctx, q) })
}

func (r *readers) Record(ctx context.Context, id model.ID, at store.Position) (model.Fact, error) {
	return read(ctx, r, func() (model.Fact, error) { return r.data.Record(ctx, id, at) })
}

func (r *readers) Versions(ctx context.Context, id model.ID) ([]store.Version, error) {
	return read(ctx, r, func() ([]store.Version, error) { return r.data.Versions(ctx, id) })
}

func (r *readers) Waiting(ctx context.Context, person *model.Person) ([]*model.Approval, error) {
	return read(ctx, r, func() ([]*model.Approval, error) { return r.data.Waiting(ctx, person) })
}

func (r *readers) Approvals(ctx context.Context, q store.ApprovalsQuery) (store.Approvals, error) {
	return read(ctx, r, func() (store.Approvals, error) { return r.data.Approvals(ctx, q) })
}

// Keep and Kept are the person's own drafts and marks: nothing typed is lost
// because a role was.

func (r *readers) Keep(ctx context.Context, person model.ID, key, value string) error {
	return r.data.Keep(ctx, person, key, value)
}

func (r *readers) Kept(ctx context.Context, person model.ID, key string) (string, error) {
	return r.data.Kept(ctx, person, key)
}

func (r *readers) OnDesk(ctx context.Context, person model.ID, begins string) ([]store.OnDesk, error) {
	return r.data.OnDesk(ctx, person, begins)
}

// Do has permissions of its own.
func (r *readers) Do(ctx context.Context, who model.Actor, a action.Action) (screen.Done, error) {
	return r.data.Do(ctx, who, a)
}

// Watch tells when something happens; Words say what, to whoever may read.
func (r *readers) Watch(ctx context.Context) <-chan store.Event { return r.data.Watch(ctx) }

func (r *readers) Words(e store.Event) screen.Event {
	said := r.data.Words(e) // it takes note of what is this session's own
	if r.ask(context.Background()) != nil {
		said.Notes = nil
	}
	return said
}
