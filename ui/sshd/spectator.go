package sshd

import (
	"context"
	"errors"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/standup"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// SpectatorUser is the user name by which somebody asks to watch only.
const SpectatorUser = "view"

// Spectators says who may watch.
type Spectators string

// The choices.
const (
	NoSpectators Spectators = ""       // nobody: view@ is a name like any other
	Known        Spectators = "known"  // people with a key, who then may do less
	Anybody      Spectators = "anyone" // whoever reaches the port, with any key
)

// ReadSpectators reads the choice as it is typed.
func ReadSpectators(text string) (Spectators, error) {
	switch s := Spectators(text); s {
	case NoSpectators, Known, Anybody:
		return s, nil
	}
	return "", fmt.Errorf("%q is not who may watch: known or anyone", text)
}

// watched are the screens a spectator sees, besides the standup.
var watched = []string{"Calendar", "Board"}

// wallTurn is how long the wallboard shows a screen.
const wallTurn = 20 * time.Second

// veil lets a spectator read what the calendar and the board show, and nothing
// else; nobody's name is among it unless that is allowed. It embeds nothing: what
// screens come to ask has to be let through, or refused, here.
type veil struct {
	data  screen.Data
	names bool
}

var _ screen.Data = veil{}

var errVeiled = errors.New("it is not shown to spectators")

func (v veil) Board(ctx context.Context, q store.BoardQuery) (store.Board, error) {
	if err := v.filter(q.Filter); err != nil {
		return store.Board{}, err
	}
	b, err := v.data.Board(ctx, q)
	if v.names {
		return b, err
	}
	for i := range b.Columns {
		unnamed(b.Columns[i].Cards)
	}
	for i := range b.Lanes {
		for j := range b.Lanes[i].Cells {
			unnamed(b.Lanes[i].Cells[j].Cards)
		}
	}
	return b, err
}

func unnamed(cards []store.Card) {
	for i := range cards {
		cards[i].Coordinator, cards[i].Conflicts = "", nameless(cards[i].Conflicts)
	}
}

// Dots, Rules and PositionAt name nobody.

func (v veil) Dots(ctx context.Context, ids []model.ID, at store.Position, now time.Time) (map[model.ID]store.Dots, error) {
	return v.data.Dots(ctx, ids, at, now)
}

func (v veil) Rules(ctx context.Context) (*model.Rules, error) { return v.data.Rules(ctx) }

func (v veil) PositionAt(ctx context.Context, moment time.Time) (store.Position, error) {
	return v.data.PositionAt(ctx, moment)
}

func (v veil) Calendar(ctx context.Context, q store.CalendarQuery) (store.Calendar, error) {
	if err := v.filter(q.Filter); err != nil {
		return store.Calendar{}, err
	}
	c, err := v.data.Calendar(ctx, q)
	if v.names {
		return c, err
	}
	for _, list := range [][]store.Entry{c.Entries, c.Late} {
		for i := range list {
			unnamedEntry(&list[i])
		}
	}
	return c, err
}

// unnamedEntry takes people's names from an entry of the calendar: who coordinates a release,
// and who is absent or on call.
func unnamedEntry(e *store.Entry) {
	switch {
	case e.Card != nil:
		card := *e.Card
		card.Coordinator, card.Conflicts = "", nameless(card.Conflicts)
		e.Card = &card
	case e.Kind == model.WindowAbsence:
		e.Title, e.Covers = "somebody is away", nil
	case e.Kind == model.WindowOnCall:
		e.Covers = nil
	}
}

func (v veil) Card(ctx context.Context, id model.ID, at store.Position, now time.Time) (store.Card, error) {
	c, err := v.data.Card(ctx, id, at, now)
	if !v.names {
		c.Coordinator, c.Conflicts = "", nameless(c.Conflicts)
	}
	return c, err
}

// nameless are conflicts without what names people: who is needed twice, who decided, and
// who could.
func nameless(list []gate.Conflict) []gate.Conflict {
	return model.Each(list, func(f gate.Conflict) gate.Conflict {
		if len(f.People) > 0 {
			f.People, f.Text = nil, "somebody who is needed is needed elsewhere too"
			if f.Kind != calendar.PersonTwice {
				f.Text = "somebody who is needed is absent"
			}
		}
		f.Accepted, f.Against, f.Remedies = accepted(f.Accepted), "", nil
		return f
	})
}

// accepted is that somebody decided to live with a conflict, without who and why.
func accepted(a *model.Accepted) *model.Accepted {
	if a == nil {
		return nil
	}
	return &model.Accepted{}
}

// Standup names nobody where names are hidden, and leaves out what people wrote.
func (v veil) Standup(ctx context.Context, q store.StandupQuery) (standup.Standup, error) {
	q.Unnamed = !v.names
	return v.data.Standup(ctx, q)
}

// filter refuses one where names are hidden: it could ask for a name.
func (v veil) filter(text string) error {
	if text != "" && !v.names {
		return errVeiled
	}
	return nil
}

// Watch tells when something happens.
func (v veil) Watch(ctx context.Context) <-chan store.Event { return v.data.Watch(ctx) }

// Words are none: they would name people.
func (v veil) Words(e store.Event) screen.Event {
	if v.names {
		return v.data.Words(e)
	}
	return screen.Event{}
}

// What follows is read by overlays and other screens, or written.

func (veil) GateIn(context.Context, model.ID, string, store.Position, time.Time, *time.Location) (store.GateView, error) {
	return store.GateView{}, errVeiled
}

func (veil) Search(context.Context, string, int) ([]store.Hit, error) { return nil, errVeiled }

func (veil) Case(context.Context, store.Position, time.Time, model.Needs) (*model.Case, error) {
	return nil, errVeiled
}

func (veil) List(context.Context, store.ListQuery) ([]store.Listed, error) { return nil, errVeiled }

func (veil) FreeSlots(context.Context, store.FreeQuery) (store.Free, error) {
	return store.Free{}, errVeiled
}

func (veil) Collisions(context.Context, store.CalendarQuery) ([]store.Collision, error) {
	return nil, errVeiled
}

func (veil) Passages(context.Context, time.Time) ([]store.Passage, error) { return nil, errVeiled }

func (veil) EvidenceAt(context.Context, store.Position) (store.EvidenceAt, error) {
	return store.EvidenceAt{}, errVeiled
}

func (veil) BeginEvidence(context.Context, store.EvidenceAsk, when.Period, int, int64) (*store.PeriodLook, error) {
	return nil, errVeiled
}

func (veil) Log(context.Context, store.LogQuery) ([]store.LogEntry, error) { return nil, errVeiled }

func (veil) Record(context.Context, model.ID, store.Position) (model.Fact, error) {
	return model.Fact{}, errVeiled
}

func (veil) Account(context.Context, store.FactsQuery) (metric.Account, error) {
	return metric.Account{}, errVeiled
}

func (veil) Facts(context.Context, store.FactsQuery) (metric.Facts, error) {
	return metric.Facts{}, errVeiled
}

func (veil) Numbers(context.Context, store.FactsQuery, []metric.Metric) (store.Numbers, error) {
	return store.Numbers{}, errVeiled
}

func (veil) Table(context.Context, store.TableQuery) (store.Table, error) {
	return store.Table{}, errVeiled
}

func (veil) LogTable(context.Context, store.LogTableQuery) (store.LogTable, error) {
	return store.LogTable{}, errVeiled
}

func (veil) About(context.Context, store.AboutQuery) (store.About, error) {
	return store.About{}, errVeiled
}

func (veil) LogDetail(context.Context, int64) (store.LogDetail, error) {
	return store.LogDetail{}, errVeiled
}

func (veil) Standing(context.Context, store.StandingQuery) (map[string]map[string]store.StageStanding, error) {
	return nil, errVeiled
}

func (veil) Titles(context.Context, []model.ID, store.Position) (map[model.ID]string, error) {
	return nil, errVeiled
}

func (veil) Formerly(context.Context) (model.Formerly, error) { return nil, errVeiled }

func (veil) Approvals(context.Context, store.ApprovalsQuery) (store.Approvals, error) {
	return store.Approvals{}, errVeiled
}

func (veil) Versions(context.Context, model.ID) ([]store.Version, error) { return nil, errVeiled }

func (veil) Waiting(context.Context, *model.Person) ([]*model.Approval, error) {
	return nil, errVeiled
}

func (veil) Keep(context.Context, model.ID, string, string) error { return nil }

func (veil) Kept(context.Context, model.ID, string) (string, error) { return "", nil }

func (veil) OnDesk(context.Context, model.ID, string) ([]store.OnDesk, error) { return nil, nil }

func (veil) Do(context.Context, model.Actor, action.Action) (screen.Done, error) {
	return screen.Done{}, model.Refuse("write", "spectators only watch", model.Say("log in under a name of your own"))
}
