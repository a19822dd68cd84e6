// Package screentest is a small world for tests of screens: a fixed clock and
// zone, releases that never change unless a test moves them, and the checks
// every picture has to pass. It is to screens what httptest is to handlers.
package screentest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Zone is where the tests take place, Now when.
var (
	Zone = mustZone("Europe/Berlin")
	Now  = time.Date(2026, 11, 23, 10, 42, 0, 0, Zone)
)

func mustZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// Stages are those of the normal release, with their phases.
var Stages = [][3]string{
	{"registration", "Registration", "plan"}, {"assessment", "Assessment", "plan"}, {"planning", "Planning", "plan"},
	{"build", "Build", "build"}, {"test", "Test", "build"}, {"acceptance", "Acceptance", "build"},
	{"scheduled", "Scheduled", "deploy"}, {"deployment", "Deployment", "deploy"},
	{"early-life", "Early life", "review"}, {"evaluation", "Evaluation", "review"}, {"closed", "Closed", "review"},
}

// World is a store without a file. Its fields may be changed by a test.
//
// What it doesn't answer itself is answered by the file, where there is one.
type World struct {
	*store.DB
	Cards    []store.Card
	Windows  []store.Entry
	Findings []gate.Finding
	// Err, when set, is what every question is answered with.
	Err error
	// Refuse, when set, is what every action is answered with.
	Refuse error
	// Did are the actions that were performed.
	Did         []action.Action
	Preferences map[string]string
	Boards      int // how often the board was asked for
	Asked       []store.BoardQuery
}

// New makes a world with n releases spread over stages and days.
func New(n int) *World {
	w := &World{}
	names := []string{"Payroll", "Web shop", "CRM", "Ledger", "HR portal", "Identity", "Data warehouse", "Mobile app", "Payments gateway", "Search"}
	services := []string{"Payroll", "Shop", "Sales", "Finance", "People", "Security", "Reporting", "Mobile", "Payments", "Search"}
	bands := []string{"low", "medium", "", "high", "medium", "very-high", "low"}
	looks := map[string]store.RiskLook{"low": {Title: "low", Danger: process.LowDanger}, "medium": {Title: "medium", Danger: process.SomeDanger}, "high": {Title: "high", Danger: process.HighDanger}, "very-high": {Title: "very high", Danger: process.HighestDanger}}
	for i := range n {
		c := store.Card{
			ID: model.ID(fmt.Sprintf("REL-%d", i+1)), Name: names[i%len(names)], Version: fmt.Sprintf("%d.%d", 1+i%7, i%10), Type: "normal",
			Stage: Stages[(i*7)%10][0], State: model.ReleaseOpen, Band: bands[i%len(bands)], Look: looks[bands[i%len(bands)]], ServiceName: services[i%len(services)],
			Service: model.ID(fmt.Sprintf("SVC-%d", i%len(services)+1)), Coordinator: []string{"Alice Moreau", "Bob Stein", "Chiara Conti"}[i%3],
			StageWords: strings.ReplaceAll(Stages[(i*7)%10][0], "-", " "), Since: Now.AddDate(0, 0, -(i % 12)), Position: int64(100 + i),
		}
		start := time.Date(2026, 11, 16+(i*5)%34, 18+i%5, 30*(i%2), 0, 0, Zone)
		c.Start, c.End = minute(start), minute(start.Add(2*time.Hour))
		switch {
		case i%9 == 4:
			c.Start, c.End = when.Moment{}, when.Moment{}
		case i%6 == 3:
			d := when.DateOf(start, Zone)
			c.Start = when.OnDay(d, Zone)
			c.End = c.Start
		}
		if i%11 == 5 {
			c.Type = "emergency"
		}
		if i%13 == 7 {
			c.State = model.ReleaseHold
		}
		c.Conflict = i%8 == 2
		c.Late = !c.Start.IsZero() && c.Start.Span(Zone).End.Before(Now) && slices.IndexFunc(Stages, func(s [3]string) bool { return s[0] == c.Stage }) < 7
		w.Cards = append(w.Cards, c)
	}
	day := func(d int) when.Moment {
		return when.OnDay(when.Date{Year: 2026, Month: time.November, Day: d}, Zone)
	}
	w.Windows = []store.Entry{
		{ID: "WIN-1", Kind: model.WindowFreeze, Hard: true, Title: "Quarter close", Start: day(26), End: day(29), Span: when.Span{Start: day(26).At, End: day(30).At}},
		{ID: "WIN-2", Kind: model.WindowFreeze, Title: "Campaign", Start: day(12), End: day(13), Span: when.Span{Start: day(12).At, End: day(14).At}},
		{ID: "WIN-3", Kind: model.WindowHoliday, Title: "Day of Prayer", Start: day(18), End: day(18), Span: when.Span{Start: day(18).At, End: day(19).At}},
		{ID: "WIN-4", Kind: model.WindowMaintenance, Title: "Shop nights", Start: minute(time.Date(2026, 11, 24, 22, 0, 0, 0, Zone)), End: minute(time.Date(2026, 11, 25, 4, 0, 0, 0, Zone))},
		{ID: "MIL-1", Kind: "milestone", Title: "Audit begins", Start: day(25), End: day(25), Span: when.Span{Start: day(25).At, End: day(26).At}},
	}
	w.Findings = Findings()
	return w
}

// Findings are those of a blocked gate, with every answer there is.
func Findings() []gate.Finding {
	return []gate.Finding{
		{Check: "criteria-tested", Stage: "test", Clause: "8.5.3-d", Text: "every criterion passed, failed or waived, with evidence", Answer: gate.Open, Evidence: "3 of 7 criteria have no result: login, export, restore", Role: "test-manager", Form: "test-report", Remedies: []model.Remedy{model.ByForm("test-report", "REL-2").At("results", 0)}},
		{Check: "rollback-tested", Stage: "test", Clause: "8.5.1-c", Text: "rollback tested, or the reason why not", Answer: gate.Met, Evidence: "rehearsed on staging, 22 minutes"},
		{Check: "package-tested", Stage: "test", Clause: "8.5.3-g", Text: "the package under test is the package in the DML", Answer: gate.Undecidable, Evidence: "DML-4 has no SHA-256: it was imported without its content", Role: "configuration-manager", Remedies: []model.Remedy{model.ByTask("add-media", "REL-2")}},
		{Check: "hardware-registered", Stage: "test", Clause: "8.2.6", Text: "received hardware is registered as items", Answer: gate.NotApplicable, Evidence: "it brings no hardware"},
	}
}

func minute(t time.Time) when.Moment {
	return when.OnClock(t, Zone)
}

// Env makes a session in the world: alice, in Berlin, on a Monday morning.
func (w *World) Env(o theme.Options) *screen.Env {
	return &screen.Env{
		Context: context.Background(), Data: w, Theme: theme.New(o), Zone: Zone, FirstDay: time.Monday, Dates: when.Short,
		Person: model.Actor{Person: &model.Person{ID: "PER-1", Handle: "alice", Name: "Alice Moreau"}, Auth: "test"},
		Now:    func() time.Time { return Now },
	}
}

func (w *World) passes(filter string, c store.Card) bool {
	return filter == "" || strings.Contains(strings.ToLower(string(c.ID)+" "+c.Name+" "+c.ServiceName+" "+c.Type+" "+c.Band), strings.ToLower(filter))
}

// Board answers like the store does.
func (w *World) Board(_ context.Context, q store.BoardQuery) (store.Board, error) {
	w.Boards++
	w.Asked = append(w.Asked, q)
	if w.Err != nil {
		return store.Board{}, w.Err
	}
	if strings.Contains(q.Filter, "wrong:") {
		return store.Board{}, fmt.Errorf("filter: there is no field %q; fields are service, risk, stage", "wrong")
	}
	b := store.Board{Process: "normal", Head: 900}
	phases := map[string]int{}
	for _, s := range Stages {
		if s[0] == "closed" && !q.Ended {
			continue
		}
		col := store.BoardColumn{Stage: s[0], Title: s[1], Phase: s[2]}
		for _, c := range w.Cards {
			if c.Stage == s[0] && w.passes(q.Filter, c) {
				if col.Count >= q.Skip[s[0]] && len(col.Cards) < q.PerStage {
					col.Cards = append(col.Cards, c)
				}
				col.Count++
				if c.Late {
					col.Late++
				}
			}
		}
		if phases[s[2]] == 0 && (len(b.Phases) == 0 || b.Phases[len(b.Phases)-1].Phase != s[2]) {
			b.Phases = append(b.Phases, store.PhaseCount{Phase: s[2]})
		}
		phases[s[2]] += col.Count
		b.Columns = append(b.Columns, col)
	}
	for i := range b.Phases {
		b.Phases[i].Count = phases[b.Phases[i].Phase]
	}
	return b, nil
}

// Calendar answers like the store does.
func (w *World) Calendar(_ context.Context, q store.CalendarQuery) (store.Calendar, error) {
	if w.Err != nil {
		return store.Calendar{}, w.Err
	}
	cal := store.Calendar{PerDay: map[string]int{}, Head: 900}
	var all []store.Entry
	for i := range w.Cards {
		c := w.Cards[i]
		if !c.Start.IsZero() && w.passes(q.Filter, c) {
			all = append(all, store.Entry{ID: c.ID, Kind: "release", Title: c.Name + " " + c.Version, Start: c.Start, End: c.End,
				Span: model.Slot{Start: c.Start, End: c.End}.Span(q.Zone), Card: &c})
		}
	}
	all = append(all, w.Windows...)
	for _, e := range all {
		span := e.Span
		if span.IsZero() {
			span = model.Slot{Start: e.Start, End: e.End}.Span(q.Zone)
			e.Span = span
		}
		if !span.Overlaps(q.Span) {
			continue
		}
		if e.Kind == "release" || e.Kind == "milestone" {
			cal.Total++
			for _, d := range span.Intersect(q.Span).Dates(q.Zone, 400) {
				cal.PerDay[d.String()]++
			}
		}
		cal.Entries = append(cal.Entries, e)
	}
	slices.SortStableFunc(cal.Entries, func(a, b store.Entry) int { return a.Start.At.Compare(b.Start.At) })
	n := 0
	cal.Entries = slices.DeleteFunc(cal.Entries, func(e store.Entry) bool {
		if e.Kind == "release" {
			n++
		}
		return e.Kind == "release" && n > q.Limit
	})
	return cal, nil
}

// Card finds a release.
func (w *World) Card(_ context.Context, id model.ID, _ store.Position, _ time.Time) (store.Card, error) {
	for _, c := range w.Cards {
		if c.ID == id {
			return c, w.Err
		}
	}
	return store.Card{}, &model.NotFound{What: "release " + string(id)}
}

func (w *World) next(stage string) (id, title string) {
	for i, s := range Stages {
		if s[0] == stage && i+1 < len(Stages) {
			return Stages[i+1][0], Stages[i+1][1]
		}
	}
	return "", ""
}

// Gate is open for releases with an even number; others get Findings.
func (w *World) GateIn(ctx context.Context, id model.ID, _ string, at store.Position, now time.Time, _ *time.Location) (store.GateView, error) {
	c, err := w.Card(ctx, id, at, now)
	if err != nil {
		return store.GateView{}, err
	}
	v := store.GateView{Process: c.Type, Position: c.Position, Head: 900}
	v.Release, v.Title, v.Stage = c.ID, strings.TrimSpace(c.Name+" "+c.Version), c.Stage
	v.Next, v.NextTitle = w.next(c.Stage)
	for _, s := range Stages {
		if s[0] == c.Stage {
			v.StageTitle = s[1]
		}
	}
	for _, f := range w.Findings {
		if id.Number()%2 == 0 && f.Blocks() {
			f.Answer, f.Remedies = gate.Met, nil
		}
		v.Findings = append(v.Findings, f)
	}
	return v, nil
}

// Dots counts the gates.
func (w *World) Dots(ctx context.Context, ids []model.ID, at store.Position, now time.Time) (map[model.ID]store.Dots, error) {
	out := map[model.ID]store.Dots{}
	for _, id := range ids {
		v, err := w.GateIn(ctx, id, "", at, now, nil)
		if err != nil {
			continue
		}
		met, all := v.Count()
		d := store.Dots{Met: met, All: all, Ready: v.Ready()}
		for _, f := range v.Findings {
			if f.Blocks() && d.Check == "" {
				d.Check, d.Role = f.Text, f.Role
			}
		}
		out[id] = d
	}
	return out, w.Err
}

// Search finds releases by their names.
func (w *World) Search(_ context.Context, text string, limit int) ([]store.Hit, error) {
	var out []store.Hit
	for _, c := range w.Cards {
		if w.passes(text, c) && len(out) < limit {
			out = append(out, store.Hit{Listed: store.Listed{ID: c.ID, Kind: model.KindRelease, Title: c.Name + " " + c.Version, State: model.State(c.Stage)}})
		}
	}
	return out, w.Err
}

// Rules holds the ways back of normal and emergency releases.
func (w *World) Rules(context.Context) (*model.Rules, error) {
	p := process.Process{Moves: []process.Move{
		{Kind: "rework", From: "test", To: "build"}, {Kind: "rework", From: "acceptance", To: "build"}, {Kind: "rework", From: "acceptance", To: "planning"},
	}}
	for _, s := range Stages {
		p.Stages = append(p.Stages, process.Stage{ID: s[0], Title: s[1], Phase: s[2]})
	}
	rules := &model.Rules{ID: "PRC-1"}
	for _, p.Name = range []string{"normal", "emergency"} {
		rules.Processes = append(rules.Processes, p)
	}
	return rules, w.Err
}

// Facts are those of the file; without one, nothing was ever deployed.
func (w *World) Facts(ctx context.Context, q store.FactsQuery) (metric.Facts, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Facts(ctx, q)
	}
	return metric.Facts{Span: q.Stretch.Span(q.Now, Zone), Zone: Zone, Now: q.Now}, w.Err
}

// Numbers are those of the file, or of no facts.
func (w *World) Numbers(ctx context.Context, q store.FactsQuery, list []metric.Metric) (store.Numbers, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Numbers(ctx, q, list)
	}
	return store.Numbers{Span: q.Stretch.Span(q.Now, Zone), Results: map[string]metric.Result{}}, w.Err
}

// Account is that of the file; without one, nothing was ever signed off.
func (w *World) Account(ctx context.Context, q store.FactsQuery) (metric.Account, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Account(ctx, q)
	}
	f, err := w.Facts(ctx, q)
	return metric.Account{Facts: f, Whole: true}, err
}

// EvidenceAt is refused: there is no log whose hashes could be shown.
func (w *World) EvidenceAt(ctx context.Context, at store.Position) (store.EvidenceAt, error) {
	if w.DB != nil {
		return w.DB.EvidenceAt(ctx, at)
	}
	return store.EvidenceAt{}, cmp.Or(w.Err, error(model.Refuse("look at the evidence", "there is no log")))
}

// PositionAt is the same place in the log for every moment.
func (w *World) PositionAt(context.Context, time.Time) (store.Position, error) { return 500, w.Err }

// Do notes the action, and moves the release where it moves one.
func (w *World) Do(_ context.Context, _ model.Actor, a action.Action) (screen.Done, error) {
	if w.Refuse != nil {
		return screen.Done{}, w.Refuse
	}
	w.Did = append(w.Did, a)
	move := func(id model.ID, to string) {
		for i := range w.Cards {
			if w.Cards[i].ID == id {
				w.Cards[i].Stage, w.Cards[i].Since = to, Now
				w.Cards[i].Position++
			}
		}
	}
	switch a := a.(type) {
	case action.Advance:
		next, title := w.next(a.From)
		move(a.Release, next)
		return screen.Done{Position: 901, Note: fmt.Sprintf("moved %s to %s", a.Release, title)}, nil
	case action.SendBack:
		move(a.Release, a.To)
		return screen.Done{Position: 901, Note: fmt.Sprintf("sent %s back to %s", a.Release, a.To)}, nil
	}
	return screen.Done{Position: 901, Note: action.Name(a)}, nil
}

// Keep holds preferences, of one person where there is no file.
func (w *World) Keep(ctx context.Context, person model.ID, key, value string) error {
	if w.DB != nil && w.Err == nil {
		return w.DB.Keep(ctx, person, key, value)
	}
	if w.Preferences == nil {
		w.Preferences = map[string]string{}
	}
	w.Preferences[key] = value
	return w.Err
}

// Kept is what was kept.
func (w *World) Kept(ctx context.Context, person model.ID, key string) (string, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Kept(ctx, person, key)
	}
	return w.Preferences[key], w.Err
}

// OnDesk is what was kept, where there is a file.
func (w *World) OnDesk(ctx context.Context, person model.ID, begins string) ([]store.OnDesk, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.OnDesk(ctx, person, begins)
	}
	return nil, w.Err
}

// Watch never says anything; tests say what happened themselves.
func (w *World) Watch(context.Context) <-chan store.Event { return nil }

// Words are none.
func (w *World) Words(store.Event) screen.Event { return screen.Event{} }
