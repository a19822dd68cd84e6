package screen

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/standup"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/theme"
)

// Env is what one session lends its screens. There are no globals: many
// sessions run in one process.
type Env struct {
	Context  context.Context
	Data     Data
	Host     Host
	Person   model.Actor
	Theme    *theme.Theme
	Zone     *time.Location // in which clock times are shown
	Office   *time.Location // the organisation's zone; nil is Zone
	FirstDay time.Weekday
	Dates    when.Style
	Now      func() time.Time
	ReadOnly bool
	// Self says that the person is whoever the session says it is: acting as
	// somebody else is then possible, and the log says so.
	Self bool
	// Here knows who else is connected; nil where nobody can be.
	Here Here
	// Folders reads and writes folders of rules; nil where the person has none here,
	// as over SSH.
	Folders Folders

	// AsOf is the place in the log that is looked at; store.Now for the present.
	// Past is the moment it stands for.
	AsOf store.Position
	Past time.Time
}

// Clock is the moment that the screens speak of: now, or the past looked at.
func (e *Env) Clock() time.Time {
	if e.AsOf != store.Now {
		return e.Past
	}
	return e.Now()
}

// Days is the zone in which days are counted, and in which what is typed about the
// whole file is meant: the organisation's. How late something is, and what a
// period holds, is the same for every reader.
func (e *Env) Days() *time.Location {
	if e.Office != nil {
		return e.Office
	}
	return e.Zone
}

// Date writes a moment in the person's own style, with the year where it isn't this
// one.
func (e *Env) Date(m when.Moment) string {
	style := e.Dates
	if style == when.Short && !m.IsZero() && m.On(e.Zone).Year != e.Clock().In(e.Zone).Year() {
		style = when.Long
	}
	return when.Format(m, e.Zone, style)
}

// Reader shows answers about a record in the person's way, by the facts of a case.
func (e *Env) Reader(c *model.Case, of model.ID) form.Reader {
	r := c.Reader(of)
	r.Home, r.Style = e.Zone, e.Dates
	return r
}

// Query is what the file is asked with: copies, since it is asked outside the
// loop.
type Query struct {
	Ctx  context.Context
	Data Data
	At   store.Position
	Now  time.Time // the moment that the screens speak of
	Who  model.Actor
	Zone *time.Location // of whoever looks
}

// Query asks as of what is looked at.
func (e *Env) Query() Query {
	return Query{Ctx: e.Context, Data: e.Data, At: e.AsOf, Now: e.Clock(), Who: e.Person, Zone: e.Zone}
}

// PastSaid is the moment that is looked at as people say it: a day that was asked for, which is
// seen as it was when it was over, is that day.
func (e *Env) PastSaid() when.Moment {
	if end := e.Past.In(e.Days()); end.Hour() == 0 && end.Minute() == 0 {
		return when.OnDay(when.DateOf(e.Past.Add(-time.Minute), e.Days()), e.Days())
	}
	return when.Moment{At: e.Past, Precision: when.Minute}
}

// Case loads facts, with who asks for them.
func (q Query) Case(n model.Needs) (*model.Case, error) {
	c, err := q.Data.Case(q.Ctx, q.At, q.Now, n)
	if err == nil {
		c.Who, c.Shown = q.Who, q.Zone
	}
	return c, err
}

// atOnce is how soon an answer has to come for its panel to count as opened by
// the key that asked for it.
const atOnce = 150 * time.Millisecond

// Lay opens an overlay that was asked for at a moment: one that comes later
// ignores keys at first, since the next key was meant for something else.
func (e *Env) Lay(asked time.Time, o Overlay) {
	if e.Now().Sub(asked) > atOnce {
		e.Host.Pop(o)
		return
	}
	e.Host.Open(o)
}

// OrFail takes what came of a question, or shows why nothing did.
func OrFail[T any](h Host, doing string, then func(T) tea.Cmd) func(T, error) tea.Cmd {
	return func(v T, err error) tea.Cmd {
		if err != nil {
			h.Fail(doing, err)
			return nil
		}
		return then(v)
	}
}

// Keep writes a preference of the person down.
func Keep(of Asking, e *Env, what, key, value, doing string) tea.Cmd {
	q := e.Query()
	return Ask(of, what, func() (struct{}, error) { return struct{}{}, q.Data.Keep(q.Ctx, q.Who.ID(), key, value) },
		OrFail(e.Host, doing, func(struct{}) tea.Cmd { return nil }))
}

// Folders are those of the person's own machine in which files of rules lie.
type Folders interface {
	// ReadRules are the files of rules in a folder, with what is wrong of the files
	// themselves, and the rules that the folder was made from ("" where it doesn't say).
	ReadRules(dir string) (files []process.File, faults []process.Fault, base model.ID, err error)
	// WriteRules writes files into a folder, as those of base with a change or
	// without; a file that says something else is refused.
	WriteRules(dir string, files []process.File, base model.ID) error
}

// Here knows who is connected to the same server.
type Here interface {
	// People are the names of those who are connected, each once.
	People() []string
	// Edit says that this session edits something, such as the form of a
	// record, until done is called. It does no IO.
	Edit(what string) (done func())
	// Others are the names of those who edit it in other sessions.
	Others(what string) []string
}

// Data is what screens read from and write to.
type Data interface {
	Board(ctx context.Context, q store.BoardQuery) (store.Board, error)
	Calendar(ctx context.Context, q store.CalendarQuery) (store.Calendar, error)
	// FreeSlots are the next dates on which a release collides with nothing.
	FreeSlots(ctx context.Context, q store.FreeQuery) (store.Free, error)
	// Collisions are the conflicts of a stretch, perhaps as if releases had other dates.
	Collisions(ctx context.Context, q store.CalendarQuery) ([]store.Collision, error)
	Card(ctx context.Context, id model.ID, at store.Position, now time.Time) (store.Card, error)
	// Standup is what a team has to know in its standup.
	Standup(ctx context.Context, q store.StandupQuery) (standup.Standup, error)
	GateIn(ctx context.Context, id model.ID, stage string, at store.Position, now time.Time, zone *time.Location) (store.GateView, error)
	Dots(ctx context.Context, ids []model.ID, at store.Position, now time.Time) (map[model.ID]store.Dots, error)
	Search(ctx context.Context, text string, limit int) ([]store.Hit, error)
	// Rules are the rules in force; a card's type names its process.
	Rules(ctx context.Context) (*model.Rules, error)
	// PositionAt finds the place in the log that was its end at a moment.
	PositionAt(ctx context.Context, moment time.Time) (store.Position, error)
	// Case loads facts, as they were at a position.
	Case(ctx context.Context, at store.Position, now time.Time, n model.Needs) (*model.Case, error)
	// Facts are what the measures of a period are computed from.
	Facts(ctx context.Context, q store.FactsQuery) (metric.Facts, error)
	Numbers(ctx context.Context, q store.FactsQuery, list []metric.Metric) (store.Numbers, error)
	Account(ctx context.Context, q store.FactsQuery) (metric.Account, error)
	List(ctx context.Context, q store.ListQuery) ([]store.Listed, error)
	// Passages are when releases went through their gates since a moment.
	Passages(ctx context.Context, since time.Time) ([]store.Passage, error)
	// Standing counts what is open, by workflow and stage.
	Standing(ctx context.Context, q store.StandingQuery) (map[string]map[string]store.StageStanding, error)
	// Table and LogTable are windows of the tables of records and of the log.
	Table(ctx context.Context, q store.TableQuery) (store.Table, error)
	LogTable(ctx context.Context, q store.LogTableQuery) (store.LogTable, error)
	// About is all there is to see about one record, LogDetail about one entry
	// of the log; Titles say what records are called, Formerly what people were before.
	About(ctx context.Context, q store.AboutQuery) (store.About, error)
	LogDetail(ctx context.Context, position int64) (store.LogDetail, error)
	Titles(ctx context.Context, ids []model.ID, at store.Position) (map[model.ID]string, error)
	Formerly(ctx context.Context) (model.Formerly, error)
	Log(ctx context.Context, q store.LogQuery) ([]store.LogEntry, error)
	// EvidenceAt is a place in the log, and BeginEvidence looks at what shows each clause
	// of a period there, release by release.
	EvidenceAt(ctx context.Context, at store.Position) (store.EvidenceAt, error)
	BeginEvidence(ctx context.Context, q store.EvidenceAsk, period when.Period, size int, seed int64) (*store.PeriodLook, error)
	Record(ctx context.Context, id model.ID, at store.Position) (model.Fact, error)
	Versions(ctx context.Context, id model.ID) ([]store.Version, error)
	Waiting(ctx context.Context, person *model.Person) ([]*model.Approval, error)
	// Approvals lists those that concern a person.
	Approvals(ctx context.Context, q store.ApprovalsQuery) (store.Approvals, error)
	// Keep and Kept hold a person's preferences: drafts, saved views, marks. OnDesk lists those
	// under keys that begin with a text, the latest first.
	Keep(ctx context.Context, person model.ID, key, value string) error
	Kept(ctx context.Context, person model.ID, key string) (string, error)
	OnDesk(ctx context.Context, person model.ID, begins string) ([]store.OnDesk, error)
	Do(ctx context.Context, who model.Actor, a action.Action) (Done, error)
	// Watch tells when the log grew, until ctx ends; Words are what is to be
	// said of it.
	Watch(ctx context.Context) <-chan store.Event
	Words(e store.Event) Event
}

// Done is what an action did: its place in the log, and the sentence for it.
type Done struct {
	Position int64
	Note     string
	Subject  model.ID       // the record it was done to, or made
	Warnings []model.Reason // what is to be said of it all the same
	// Conflicts are what the dates collide with that were planned or looked at.
	Conflicts []gate.Conflict
	// Lapsed are exceptions and accepted conflicts that count no more after it.
	Lapsed []gate.Lapse
}

// Event says that the log grew.
type Event struct {
	Notes []string // what others did, in words: bob approved REL-12
	Mine  bool     // it was this session's own doing
}

// Host is the frame, as its screens see it. Its methods are called from
// Update and from bindings only.
type Host interface {
	// Open lays an overlay over the screen, in answer to a key.
	Open(Overlay)
	// Pop does so when no key asked for it: keys are ignored for a moment, so
	// that a stray one decides nothing.
	Pop(Overlay)
	// Close takes the overlay away, and what lies on it.
	Close(Overlay)
	// Say shows a word in the footer for a while.
	Say(text string)
	// Fail shows an error: a refusal with all its reasons and remedies, a change
	// made meanwhile, or that something went wrong.
	Fail(doing string, err error)
	// Do performs an action and says what came of it. The shown screen loads
	// again; then runs afterwards if it was done.
	Do(a action.Action, then func(Done) tea.Cmd) tea.Cmd
	// Copy puts text on the person's clipboard.
	Copy(text string) tea.Cmd
	// Release opens a release of which the card is at hand, Find any record by
	// its id.
	Release(store.Card) tea.Cmd
	Find(model.ID) tea.Cmd
	// Board shows the board with a filter.
	Board(filter string) tea.Cmd
	// Gate shows the gate that a release stands before.
	Gate(model.ID) tea.Cmd
	// Meeting shows the meeting of the CAB that is held, else the one that is planned.
	Meeting() tea.Cmd
	// Advance moves a release on to its next stage, after asking. Where the gate
	// is blocked, what it asks for is shown instead.
	Advance(model.ID) tea.Cmd
	// SendBack asks to which earlier stage a release goes back, and why.
	SendBack(model.ID) tea.Cmd
	// Push shows a screen over everything else; what lies below is as it was
	// when Back takes it away. It has to be loaded by whoever pushes it.
	Push(Screen)
	Back(Screen)
	// Form opens a document's form: that of the name, of a release or RFC.
	Form(name string, of model.ID) tea.Cmd
	// Task opens the form of a task (model/task) about a record, or asks for a
	// yes where it has no questions.
	Task(name string, about model.ID) tea.Cmd
	// Remedy opens what removes a reason, with the question that matters: a form,
	// a task, or what is neither. remedy.Opens says whether there is anything.
	Remedy(model.Remedy) tea.Cmd
	// Menu lists all that can be done with a record, and why what can't be can't.
	Menu(model.ID) tea.Cmd
	// Act makes the session act as somebody else, where that is allowed.
	Act(model.ID) tea.Cmd
	// Reload loads the shown screen again.
	Reload() tea.Cmd
}
