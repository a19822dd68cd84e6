package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Booking is what the rules need to know of a release with a slot.
type Booking struct {
	ID, Title   string
	Service     string
	Site        string   // of the service
	Customers   []string // of the service
	Team        string
	Items       []string // configuration items it changes
	Environment string
	People      []string // who is needed while it is deployed
	Reach       []string // who has to be there: these, and who decides on a rollback
	DependsOn   []string // ids of releases that must be deployed before it

	Span when.Span // the planned or proposed slot; zero: no slot yet, so it collides with nothing
	// From and To are what was meant by Span: whole days are shown as their dates.
	// Zero where only the span is known.
	From, To when.Moment
	Started  bool // deployment has begun: too late for notice

	Notice     time.Duration // how long before the start people must be told, elapsed time; 0: no rule
	NoticeSent *time.Time    // when they were told; nil: not yet
	OtherTold  bool          // they were told of other dates
}

// Relation says that one configuration item depends on another: what is done to
// DependsOn is felt by Item.
type Relation struct{ Item, DependsOn string }

// The kinds of conflicts, in the order in which Conflicts returns them.
const (
	SameItem           = "same-item"           // two releases change one item at the same time
	DependentItem      = "dependent-item"      // the other changes an item that one of ours depends on, or the reverse
	SameService        = "same-service"        // two releases for one service at the same time
	OutsideMaintenance = "outside-maintenance" // not wholly inside the service's maintenance windows
	FreezeHard         = "freeze-hard"
	FreezeSoft         = "freeze-soft"
	PersonTwice        = "person-twice"      // somebody is needed in two places
	EnvironmentTwice   = "environment-twice" // an environment is used by two releases
	Order              = "order"             // it starts before one that must come first has ended
	TooLittleNotice    = "notice"            // people are told too late
	PersonAbsent       = "person-absent"     // somebody who is needed is absent
	NobodyOnCall       = "nobody-on-call"    // not wholly while somebody who is there is on call for the service
	BusinessEvent      = "business-event"    // the business has something else to do
	OverCapacity       = "capacity"          // more deployments than can be done at a time
)

// Kinds lists all kinds of conflicts, in the order of the constants.
func Kinds() []string {
	return []string{SameItem, DependentItem, SameService, OutsideMaintenance, FreezeHard, FreezeSoft, PersonTwice, EnvironmentTwice, Order, TooLittleNotice, PersonAbsent, NobodyOnCall, BusinessEvent, OverCapacity}
}

// Conflict is one finding: one other release, or one freeze, and one kind.
// (The maintenance windows of a service are one finding together.)
type Conflict struct {
	Kind   string   `json:"kind"`
	With   []string `json:"with,omitempty"`   // ids of the other release or of the windows, sorted
	Items  []string `json:"items,omitempty"`  // every item concerned, of both sides, sorted; empty where it is not about items
	People []string `json:"people,omitempty"` // every person booked twice, or absent, sorted
	// Due is until when it could have been avoided, where it is by time that passes:
	// by when people had to be told. Zero otherwise.
	Due  time.Time `json:"due,omitzero"`
	Span when.Span `json:"span"` // the stretch shared with the other; where nothing is shared, the slot that is wrong
	Text string    `json:"text"` // a sentence that names all of it, with times in the zone asked for, and its name
	Key  string    `json:"key"`  // Kind, then the sorted ids of both sides: the same from either side, whatever the slot
}

// Lasting is what tells the conflict from the others of its release at any time: its key;
// of those that name all that there is of something, which comes and goes while nothing
// else changes, its kind.
func (c *Conflict) Lasting() string {
	if c.OfWindows() || c.Kind == OverCapacity {
		return c.Kind
	}
	return c.Key
}

// OfWindows reports whether it is about all windows of a class together, none of which
// covers the slot.
func (c *Conflict) OfWindows() bool { return c.Kind == OutsideMaintenance || c.Kind == NobodyOnCall }

// Conflicts is Plan.Conflicts for whoever asks about one slot alone.
func Conflicts(subject Booking, others []Booking, windows []Window, relations []Relation, now time.Time, zone *time.Location) []Conflict {
	return NewPlan(others, windows, relations, now, nil).Conflicts(subject, zone, zone)
}

// Conflicts returns everything that the slot of subject collides with: releases
// of the plan, windows, and its own notice. All items, people and windows are
// listed, never one of several. The result is in a fixed order: by kind, then
// ids. A booking of the plan with the id of subject is passed over, so it may
// hold the slot it has now while subject is a proposed one.
//
// Spans are half-open: releases that only touch do not collide. Dependencies are
// followed through any number of steps, for items and for releases, and may run
// in circles. A window that can't be read (a bad rule or zone) is reported as
// the conflict it might be, with the reason, never passed over. Texts have clock
// times in zone, and name the zone of whole days that are others than those of days.
func (p *Plan) Conflicts(subject Booking, zone, days *time.Location) []Conflict {
	f := finder{Plan: p, subject: &subject, zone: zone, days: days}
	if !subject.Span.IsZero() {
		f.together()
		f.windows()
		f.order()
		f.notice()
		f.capacities()
	}
	slices.SortFunc(f.found, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(a.Key, b.Key))
	})
	return f.found
}

var rank = func() map[string]int {
	m := map[string]int{}
	for i, k := range Kinds() {
		m[k] = i
	}
	return m
}()

// finder gathers the conflicts of one subject.
type finder struct {
	*Plan
	subject *Booking
	zone    *time.Location // of clock times
	days    *time.Location // whose days name no zone
	found   []Conflict
}

// add completes a conflict and keeps it.
func (f *finder) add(c Conflict) {
	if !increasing(c.With) {
		c.With = unique(c.With)
	}
	c.Key = key(c.Kind, c.With, f.subject.ID)
	f.found = append(f.found, c)
}

// key writes a kind and the ids of both sides, in their order: of dozens of windows that is
// long, and it is written for each release.
func key(kind string, with []string, id string) string {
	at, there := slices.BinarySearch(with, id)
	size := len(kind) + len(id) + 1
	for _, w := range with {
		size += len(w) + 1
	}
	var b strings.Builder
	b.Grow(size)
	b.WriteString(kind)
	sep := byte(':')
	write := func(id string) {
		b.WriteByte(sep)
		b.WriteString(id)
		sep = ','
	}
	for i, w := range with {
		if i == at && !there {
			write(id)
		}
		write(w)
	}
	if at == len(with) {
		write(id)
	}
	return b.String()
}

// show writes a stretch that is of one booking, or that two of them share.
func (f *finder) show(s when.Span, of ...*Booking) string { return show(s, f.zone, f.days, of...) }

// together compares the subject with everything booked at the same time.
func (f *finder) together() {
	s := f.subject
	mine := make(map[string]bool, len(s.Items))
	for _, item := range s.Items {
		mine[item] = item != ""
	}
	var reach *reach // made for the first overlap: mostly there is none
	for o := range f.during(s.Span) {
		if o.ID == s.ID {
			continue
		}
		at := s.Span.Intersect(o.Span)
		with := []string{o.ID}
		var same []string
		for _, item := range o.Items {
			if mine[item] {
				same = append(same, item)
			}
		}
		if same = unique(same); len(same) > 0 {
			f.add(Conflict{Kind: SameItem, With: with, Items: same, Span: at,
				Text: fmt.Sprintf("%s changes %s too, %s", o.called(), f.list(same), f.show(at, s, o))})
		}
		if len(o.Items) > 0 && len(s.Items) > 0 && len(f.relations) > 0 {
			if reach == nil {
				reach = f.reach(unique(s.Items))
			}
			if items, paths := reach.to(unique(o.Items)); items != nil {
				f.add(Conflict{Kind: DependentItem, With: with, Items: items, Span: at,
					Text: fmt.Sprintf("%s changes items on which ours depend, or the reverse (%s), %s", o.called(), paths, f.show(at, s, o))})
			}
		}
		if s.Service != "" && s.Service == o.Service {
			f.add(Conflict{Kind: SameService, With: with, Span: at,
				Text: fmt.Sprintf("%s is for %s too, %s", o.called(), f.name(s.Service), f.show(at, s, o))})
		}
		if people := shared(s.People, o.People); len(people) > 0 {
			f.add(Conflict{Kind: PersonTwice, With: with, People: people, Span: at,
				Text: fmt.Sprintf("%s needs %s too, %s", o.called(), f.list(people), f.show(at, s, o))})
		}
		if s.Environment != "" && s.Environment == o.Environment {
			f.add(Conflict{Kind: EnvironmentTwice, With: with, Span: at,
				Text: fmt.Sprintf("%s uses the environment %s too, %s", o.called(), s.Environment, f.show(at, s, o))})
		}
	}
}

// notice checks that people are told early enough. Where they were not told yet
// it counts from now, the earliest they can be.
func (f *finder) notice() {
	s := f.subject
	if s.Started || s.Notice <= 0 {
		return
	}
	told, how := f.now, "none was sent yet, and "
	switch {
	case s.NoticeSent != nil:
		told, how = *s.NoticeSent, ""
	case s.OtherTold:
		how = "other dates were announced, and "
	}
	lead := s.Span.Start.Sub(told)
	if lead >= s.Notice {
		return
	}
	left := when.FormatDuration(max(0, lead)) + " is left"
	if s.NoticeSent != nil {
		left = when.FormatDuration(max(0, lead)) + " was given"
	}
	f.add(Conflict{Kind: TooLittleNotice, Span: s.Span, Due: s.Span.Start.Add(-s.Notice),
		Text: fmt.Sprintf("too little notice: %s%s, where %s is required", how, left, when.FormatDuration(s.Notice))})
}

// called writes a release as Web 3.1 (REL-12).
func (b *Booking) called() string { return titled(b.Title, b.ID) }

func titled(title, id string) string {
	if title == "" {
		return id
	}
	return title + " (" + id + ")"
}

// list writes a, b and c.
func list(s []string) string {
	if len(s) < 2 {
		return strings.Join(s, "")
	}
	return strings.Join(s[:len(s)-1], ", ") + " and " + s[len(s)-1]
}
