package calendar

import (
	"fmt"
	"iter"
	"slices"
	"sort"
	"strings"
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
	ofService map[string][]int // service → stretches that are for services alone, this one among them
	upkeep    *Upkeep          // those of some environments are in ofService
	// upkeepShared says that they were given apart from the windows.
	upkeepShared bool
	others       []int // stretches that may be for something else
	limits       []Capacity
	limitsIn     *time.Location // whose nights and days they are about
	relations    []Relation
	graph        *graph // of relations, once it is asked for
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
	all := make([]*Window, len(windows))
	for i := range windows {
		all[i] = &windows[i]
	}
	return p.WithWindows(all)
}

// WithWindows is the same plan with other windows, which nobody changes afterwards.
func (p *Plan) WithWindows(windows []*Window) *Plan {
	n := *p
	n.stretches = make([]stretch, len(windows))
	n.ofService, n.others = map[string][]int{}, nil
	if !n.upkeepShared {
		n.upkeep = &Upkeep{map[string]*upkeep{}}
	}
	inOrder := make([]int, len(windows)) // of their ids, as conflicts name them
	for i := range inOrder {
		inOrder[i] = i
	}
	slices.SortFunc(inOrder, func(a, b int) int { return strings.Compare(windows[a].ID, windows[b].ID) })
	for _, i := range inOrder {
		w := windows[i]
		n.stretches[i].Window = w
		switch {
		case w.IsUpkeep():
			if !n.upkeepShared {
				n.upkeep.add(&n.stretches[i])
			}
		case !w.forServicesAlone():
			n.others = append(n.others, i)
		default:
			for _, id := range unique(w.Services) {
				n.ofService[id] = append(n.ofService[id], i)
			}
		}
	}
	return &n
}

// concerning goes through the windows that may say something of a booking: of hundreds in
// force most are for other services.
func (p *Plan) concerning(b *Booking) iter.Seq[*stretch] {
	return func(yield func(*stretch) bool) {
		for _, list := range [][]int{p.others, p.ofService[b.Service]} {
			for _, i := range list {
				if !yield(&p.stretches[i]) {
					return
				}
			}
		}
	}
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

// namesMost is how many windows a text names: of a service that has dozens, nobody reads on.
const namesMost = 8

// windowsNamed writes what some windows are called.
func windowsNamed(names []string) string {
	names = unique(names)
	if more := len(names) - namesMost; more > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:namesMost], ", "), more)
	}
	return list(names)
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
	*Window
	repeats *repeats
	last    recent
	name    string // as texts call it, once that is asked for
}

// called writes it as Window.called does.
func (s *stretch) called() string {
	if s.name == "" {
		s.name = s.Window.called()
	}
	return s.name
}

func (s *stretch) within(span when.Span) ([]when.Span, error) {
	if s.repeats == nil {
		s.repeats = repeatsOf(s.Window)
	}
	return s.repeats.looked(span, &s.last)
}
