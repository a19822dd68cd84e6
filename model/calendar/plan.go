package calendar

import (
	"iter"
	"slices"
	"sort"
	"time"

	"fairway/model/when"
)

// Plan is what slots are compared with. It is made once and asked for any number
// of them, by one goroutine at a time: a month of releases costs what lies beside
// each, and rules of windows are read once.
type Plan struct {
	now time.Time
	// name is what people call a service, an item or a person.
	name func(id string) string

	booked    []Booking           // those with a slot, by its start
	latest    []time.Time         // the latest end of booked up to each
	byID      map[string]*Booking // all
	after     map[string][]string // id → releases that depend on it, sorted
	stretches []stretch
	limits    []Capacity
	limitsIn  *time.Location // whose nights and days they are about
	relations []Relation
	graph     *graph // of relations, once it is asked for
}

// NewPlan makes a plan of everything that is booked, with or without a slot, of
// the windows, and of how items depend on each other. called is what texts call
// services, items and people; nil, or "" for one, is by their ids.
func NewPlan(bookings []Booking, windows []Window, relations []Relation, now time.Time, called func(id string) string) *Plan {
	p := &Plan{now: now, byID: make(map[string]*Booking, len(bookings)), after: map[string][]string{}, relations: relations}
	p.name = func(id string) string {
		if called != nil {
			if name := called(id); name != "" {
				return name
			}
		}
		return id
	}
	for i := range bookings {
		b := &bookings[i]
		p.byID[b.ID] = b
		for _, id := range b.DependsOn {
			p.after[id] = append(p.after[id], b.ID)
		}
		if !b.Span.IsZero() {
			p.booked = append(p.booked, *b)
		}
	}
	for _, ids := range p.after {
		slices.Sort(ids)
	}
	slices.SortStableFunc(p.booked, func(a, b Booking) int { return a.Span.Start.Compare(b.Span.Start) })
	var latest time.Time
	for i := range p.booked {
		if end := p.booked[i].Span.End; end.After(latest) {
			latest = end
		}
		p.latest = append(p.latest, latest)
	}
	return p.WithWindows(windows)
}

// WithWindows is the same plan with other windows.
func (p *Plan) WithWindows(windows []Window) *Plan {
	n := *p
	n.stretches = make([]stretch, len(windows))
	for i, w := range windows {
		n.stretches[i].Window = w
	}
	return &n
}

// during finds what is booked at some time of a span.
func (p *Plan) during(span when.Span) iter.Seq[*Booking] {
	return func(yield func(*Booking) bool) {
		from := sort.Search(len(p.booked), func(i int) bool { return !p.booked[i].Span.Start.Before(span.End) })
		for i := from - 1; i >= 0 && p.latest[i].After(span.Start); i-- {
			if p.booked[i].Span.Overlaps(span) && !yield(&p.booked[i]) {
				return
			}
		}
	}
}

// reach follows the relations from some items.
func (p *Plan) reach(items []string) *reach {
	if p.graph == nil {
		p.graph = newGraph(p.relations, p.name)
	}
	return p.graph.from(items)
}

// list writes what some things are called: a, b and c.
func (p *Plan) list(ids []string) string { return list(called(ids, p.name)) }

func called(ids []string, name func(string) string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = name(id)
	}
	return out
}

// stretch is a window of which the rule is read when it is first asked for.
type stretch struct {
	Window
	repeats *repeats
}

func (s *stretch) within(span when.Span) ([]when.Span, error) {
	if s.repeats == nil {
		s.repeats = repeatsOf(&s.Window)
	}
	return s.repeats.within(span)
}
