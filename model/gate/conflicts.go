package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/process"
	"fairway/model/when"
)

// Conflict is one that a release has with its slot, with what was decided about
// it and what would remove it.
type Conflict struct {
	calendar.Conflict
	Hard bool `json:"hard,omitempty"` // it blocks until it is decided upon; else it warns
	// Accepted is the decision to live with it, nil while there is none that
	// counts. Against says why the last one doesn't: whoever took it has come under
	// a duty.
	Accepted *model.Accepted `json:"accepted,omitempty"`
	Against  string          `json:"against,omitempty"`
	// Remedies are ways to remove it, none where it is accepted.
	Remedies []model.Remedy `json:"remedies,omitempty"`
	// Since is when it began, where somebody asked for that: what made it was written
	// then, or the time passed by which people had to be told.
	Since time.Time `json:"since,omitzero"`
}

// Open reports whether nobody has accepted the conflict.
func (c *Conflict) Open() bool { return c.Accepted == nil }

// Freeze reports whether it is about a freeze, which takes an exception.
func (c *Conflict) Freeze() bool {
	return c.Kind == calendar.FreezeHard || c.Kind == calendar.FreezeSoft
}

// Standing says in a word how the conflict stands: accepted, hard or soft.
func (c *Conflict) Standing() string {
	switch {
	case !c.Open():
		return "accepted"
	case c.Hard:
		return "hard"
	}
	return "soft"
}

// worst is how badly a conflict stands, the worst last.
var worst = map[string]int{"accepted": 0, "soft": 1, "hard": 2}

// Worse compares by how badly two conflicts stand: below 0 where a stands worse than b.
func Worse(a, b *Conflict) int { return worst[b.Standing()] - worst[a.Standing()] }

// Reason is the conflict as a reason against the dates, with how it stands.
func (c *Conflict) Reason() model.Reason {
	return model.Because(c.Standing()+": "+c.Text, c.Remedies...)
}

// NothingNew says what dates do that bring no conflict about, as it follows "the dates":
// which releases collide with them as they did before.
func NothingNew(stood []model.ID) string {
	if len(stood) == 0 {
		return "collide with nothing"
	}
	return "collide with nothing else than before (" + Counted(stood) + ")"
}

// named is how many records a sentence names.
const named = 10

// Counted says how many records there are, and which.
func Counted(ids []model.ID) string {
	text := fmt.Sprintf("%d: %s", len(ids), strings.Join(texts(ids[:min(len(ids), named)]), ", "))
	if more := len(ids) - named; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// Conflicts finds everything that the release's planned slot collides with
// among the facts of the case, the worst first. A release without a slot collides with nothing.
func Conflicts(c *model.Case, r *model.Release) []Conflict {
	if r.Window.IsZero() {
		return nil
	}
	return NewCalendar(c).Conflicts(r)
}

// Calendar is the calendar of a case, made ready to be asked about any number of
// its releases.
type Calendar struct {
	c       *model.Case
	plan    *calendar.Plan
	windows []*model.Window // in force
	lets    bool            // one of them has an exception
	notices map[model.ID][]*model.Notice
}

// NewCalendar makes the calendar of a case. What has ended collides with nothing.
func NewCalendar(c *model.Case) *Calendar {
	k := &Calendar{c: c, notices: map[model.ID][]*model.Notice{}}
	for _, n := range model.All[*model.Notice](c) {
		k.notices[n.Release] = append(k.notices[n.Release], n)
	}
	var booked []calendar.Booking
	for _, r := range model.All[*model.Release](c) {
		if !r.Ended() && !(r.Window.IsZero() && len(r.DependsOn) == 0) {
			booked = append(booked, k.booking(r))
		}
	}
	for _, w := range model.All[*model.Window](c) {
		if w.Withdrawn == "" {
			k.windows = append(k.windows, w)
			k.lets = k.lets || len(w.Exceptions) > 0
		}
	}
	var relations []calendar.Relation
	for _, i := range model.All[*model.Item](c) {
		for _, d := range i.Feels() {
			relations = append(relations, calendar.Relation{Item: string(i.ID), DependsOn: string(d)})
		}
		for _, d := range i.FeltBy() {
			relations = append(relations, calendar.Relation{Item: string(d), DependsOn: string(i.ID)})
		}
	}
	k.plan = calendar.NewPlan(booked, nil, relations, c.Now, func(id string) string { return c.Title(model.ID(id)) }).WithWindows(k.stretches(k.windows)).WithCapacity(limits(c.Rules.Policy), c.Rules.Policy.Location())
	return k
}

// WithUpkeep is the same calendar with maintenance windows that are no facts of its case:
// those for services alone, in every environment. It is asked for conflicts alone.
func (k *Calendar) WithUpkeep(u *calendar.Upkeep) *Calendar {
	n := *k
	n.plan = k.plan.WithUpkeep(u)
	return &n
}

// limits are how many deployments can be done at a time, by the policy.
func limits(p process.Policy) []calendar.Capacity {
	return model.Each(p.Capacity, func(l process.Capacity) calendar.Capacity {
		return calendar.Capacity{Per: l.Per, Of: l.Of, Only: l.Only, Most: l.Most}
	})
}

// Around are the slots with the nights, days or weeks in which the policy limits how much
// can be done.
func Around(p process.Policy, slots []when.Span) []when.Span {
	zone := p.Location()
	return model.Each(slots, func(s when.Span) when.Span {
		begins := s.Start
		for _, l := range limits(p) {
			in := l.Stretch(begins, zone)
			if in.Start.Before(s.Start) {
				s.Start = in.Start
			}
			if in.End.After(s.End) {
				s.End = in.End
			}
		}
		return s
	})
}

// stretches are windows as the rules of the calendar see them, with who is away besides.
func (k *Calendar) stretches(windows []*model.Window) []*calendar.Window {
	zone := k.c.Rules.Policy.Location()
	return append(model.Each(windows, func(w *model.Window) *calendar.Window { return ReadyWindow(w, zone) }), k.away()...)
}

// away are the absences of those who have somebody decide for them, where no window is.
func (k *Calendar) away() []*calendar.Window {
	var out []*calendar.Window
	zone := k.c.Rules.Policy.Location()
	for _, d := range model.All[*model.Delegation](k.c) {
		if d.Absence(k.windows, zone) {
			out = append(out, &calendar.Window{ID: string(d.ID), Title: "somebody decides in their place", Class: calendar.Absence, People: []string{string(d.By)},
				Span: d.Slot().Span(zone), Days: d.From.Precision == when.Day, Zone: zone.String()})
		}
	}
	return out
}

// Conflicts finds everything that a release's planned slot collides with, the worst
// first: whoever shows some of it alone shows that. The release may be another state of one of the case: one with the dates that
// somebody proposes.
func (k *Calendar) Conflicts(r *model.Release) []Conflict {
	if r.Window.IsZero() {
		return nil
	}
	plan := k.plan
	if k.lets && slices.ContainsFunc(k.windows, func(w *model.Window) bool { return counting(k.c, r, w) != w }) {
		plan = plan.WithWindows(k.stretches(model.Each(k.windows, func(w *model.Window) *model.Window { return counting(k.c, r, w) })))
	}
	b := k.booking(r)
	found := plan.Conflicts(b, k.c.ShownIn(r), k.c.Days())
	all := model.Each(found, func(f calendar.Conflict) Conflict {
		out := Conflict{Conflict: f, Hard: k.c.Under(r).Policy.HardConflict(f.Kind)}
		out.Accepted, out.Against = acceptance(k.c, r, &out)
		if out.Open() {
			out.Remedies = remedies(k.c, r, &out, b.NoticeSent != nil)
		}
		return out
	})
	slices.SortStableFunc(all, func(a, b Conflict) int { return Worse(&a, &b) })
	return all
}

// acceptance finds the decision to live with a conflict, or says why none of
// those that there are counts; of a freeze, why no exception does.
func acceptance(c *model.Case, r *model.Release, f *Conflict) (counts *model.Accepted, barred string) {
	if f.Freeze() {
		for _, id := range f.With {
			if w := model.Get[*model.Window](c, model.ID(id)); w != nil {
				for _, e := range w.Exceptions {
					if against := barredFrom(c, r, w, e); against != "" { // it would lift the freeze, if it counted
						barred = "its exception was granted by " + against
					}
				}
			}
		}
		return nil, barred
	}
	at, against := decision.Holds(c, decision.Conflict(c, r, f.Conflict))
	if at >= 0 {
		return &r.Accepted[at], ""
	}
	if against != "" {
		against = "accepted by " + against
	}
	return nil, against
}

// remedies are ways to remove a conflict of a release of which people were told,
// or not.
func remedies(c *model.Case, r *model.Release, f *Conflict, told bool) []model.Remedy {
	var out []model.Remedy
	switch {
	case f.Freeze():
		for _, id := range f.With {
			w := model.Get[*model.Window](c, model.ID(id))
			if w == nil {
				continue
			}
			if q, asked := decision.Asked(c, r, w); asked {
				out = append(out, decideException(c, q))
				continue
			}
			out = append(out, model.ByTask("ask-exception", r.ID, model.With("window", id), model.With("reason", "")))
		}
	case f.Kind == calendar.TooLittleNotice && !told:
		out = append(out, model.ByTask("send-notice", r.ID, model.With("audience", ""), model.With("text", "")))
	default:
		out = append(out, model.ByTask("accept-conflict", r.ID, model.With("key", f.Key), model.With("reason", "")))
	}
	if !r.Deployed {
		out = append(out, elsewhere(r.ID))
	}
	return out
}

// elsewhere moves a release to dates that somebody has to find: what lies there is
// not among the facts.
func elsewhere(r model.ID) model.Remedy {
	return model.ByTask("reschedule", r, model.With("start", ""), model.With("end", ""), model.With("reason", ""), model.With("sentence", "")).For("move it to dates that are free on the calendar")
}

// decideException is what ends the wait for an exception: whoever may decides.
func decideException(c *model.Case, q decision.Request) model.Remedy {
	if !decision.Decidable(c, q) && c.KnowsHolders(q.Permission) {
		return decision.Grant(c, q)
	}
	return model.ByTask("decide-exception", q.Record.Key(), model.With("exception", string(q.Release.ID)), model.With("verdict", "")).For("whoever it waits for decides")
}

// counting is the window without the exceptions of the release that don't count
// any more.
func counting(c *model.Case, r *model.Release, w *model.Window) *model.Window {
	barred := func(e model.Exception) bool { return barredFrom(c, r, w, e) != "" }
	if !slices.ContainsFunc(w.Exceptions, barred) {
		return w
	}
	n := *w
	n.Exceptions = slices.DeleteFunc(slices.Clone(w.Exceptions), barred)
	return &n
}

// barredFrom says by whom an exception of the release was granted, and why it
// counts no more; "" where it does, and for exceptions of others.
func barredFrom(c *model.Case, r *model.Release, w *model.Window, e model.Exception) string {
	if e.Release != r.ID || e.Decided == nil || !e.Decided.Yes {
		return ""
	}
	_, against := decision.Holds(c, decision.Exception(r, w, e))
	return against
}

// booking is the release as the calendar rules see it.
func (k *Calendar) booking(r *model.Release) calendar.Booking {
	c := k.c
	b := calendar.Booking{ID: string(r.ID), Title: r.Title(), Service: string(r.Service), Environment: r.Env, Started: r.Deployed}
	b.Items = texts(r.Items)
	b.People = texts(r.People)
	b.Reach = texts(model.SortIDs(append(slices.Clone(r.People), r.RollbackOwner)))
	s := model.Get[*model.Service](c, r.Service)
	b.Team = string(model.TeamOf(r.Team, s))
	if s != nil {
		b.Site, b.Customers = s.Site, s.Customers
	}
	b.DependsOn = texts(r.DependsOn)
	if r.Window.IsZero() {
		return b
	}
	b.Span, b.From, b.To = r.Window.Span(c.Zone(r)), r.Window.Start, r.Window.End
	if r.Risk != nil {
		b.Notice = c.Under(r).Policy.Notice(r.Risk.Band)
	}
	for _, n := range k.notices[r.ID] {
		switch sent := n.Counts(); {
		case !announces(n, r, c.Zone(r)):
			b.OtherTold = true
		case b.NoticeSent == nil || sent.Before(*b.NoticeSent):
			b.NoticeSent = &sent
		}
	}
	return b
}

// Concerns reports whether a window of the calendar is about a release: where it goes, or
// what it changes.
func Concerns(c *model.Case, w *model.Window, r *model.Release) bool {
	b, of := (&Calendar{c: c}).booking(r), Window(w, c.Rules.Policy.Location())
	return of.Covers(&b)
}

// ConcernsService reports whether a window is about a service, in whichever environment.
func ConcernsService(w *model.Window, s *model.Service) bool {
	of := Window(w, time.UTC)
	return of.CoversPlace(calendar.Place{Service: string(s.ID), Site: s.Site, Customers: s.Customers})
}

// Window is the record as the calendar rules see it.
func Window(w *model.Window, zone *time.Location) calendar.Window {
	own := w.Location(zone)
	out := calendar.Window{
		ID: string(w.ID), Title: w.Title, Class: calendar.Class(w.Class), Hard: w.Hard, Everything: w.Everything,
		Services: texts(w.Services), Items: texts(w.Items), Sites: w.Sites, Customers: w.Customers, Environments: w.Environments, People: texts(w.People), Span: windowSpan(w, own), Days: w.Slot.Start.Precision == when.Day, Zone: own.String(),
		Rule: w.Rule, Lasts: w.Length(), Except: w.Except,
	}
	if len(w.Skipped) > 0 {
		out.Except = slices.Clone(w.Except)
		for _, m := range w.Skipped {
			out.Except = append(out.Except, m.At)
		}
	}
	for _, s := range w.Extra {
		out.Extra = append(out.Extra, s.Span(own))
	}
	for _, e := range w.Exceptions {
		if e.Holds() {
			out.Exceptions = append(out.Exceptions, calendar.Exception{Release: string(e.Release)})
		}
	}
	return out
}

func windowSpan(w *model.Window, zone *time.Location) when.Span {
	span := w.Slot.Span(zone)
	if length := w.Length(); length > 0 {
		span.End = span.Start.Add(length)
	}
	return span
}

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
