package calendar

import (
	"fmt"
	"slices"
	"time"

	"fairway/model/when"
)

// windows checks the slot against freezes and maintenance windows.
func (f *finder) windows() {
	s := f.subject
	m, watch := allowed{}, onCall{}
	if u := f.upkeep.of[s.Service]; u != nil {
		m.all(u, s)
	}
	for w := range f.concerning(s) {
		switch w.Class {
		case Freeze:
			if w.Covers(s) && !w.liftedFor(s) {
				f.freeze(w)
			}
		case Maintenance:
			if w.Covers(s) {
				m.add(w, s)
			}
		case Event:
			if w.Covers(s) {
				f.event(w)
			}
		case Absence:
			watch.absences = append(watch.absences, w)
			f.absence(w)
		case OnCall:
			if w.Covers(s) {
				watch.add(w, s)
			}
		}
	}
	f.maintenance(&m)
	f.nobodyOnCall(&watch)
}

// freeze reports one freeze that the slot runs into.
func (f *finder) freeze(w *stretch) {
	s := f.subject
	c := Conflict{Kind: FreezeSoft, With: []string{w.ID}, Items: shared(w.Items, s.Items)}
	word := "soft"
	if w.Hard {
		c.Kind, word = FreezeHard, "hard"
	}
	spans, err := w.within(s.Span)
	if err != nil {
		c.Span = s.Span
		c.Text = fmt.Sprintf("the %s freeze %s can't be worked out (%v): correct it", word, w.called(), err)
		f.add(c)
		return
	}
	if len(spans) == 0 {
		return
	}
	c.Span = spans[0].Intersect(s.Span)
	c.Text = fmt.Sprintf("inside the %s freeze %s, %s", word, w.called(), w.show(spans[0], f.zone, f.days, when.Short))
	if n := len(spans) - 1; n > 0 {
		c.Span.End = spans[n].Intersect(s.Span).End
		c.Text += fmt.Sprintf(" and %d more times in this slot", n)
	}
	if len(c.Items) > 0 && !w.CoversPlace(s.place()) {
		c.Text += ", for " + f.list(c.Items)
	}
	f.add(c)
}

// allowed holds the maintenance windows that concern one release: those of its
// service, and those of single items, which hold for these besides.
type allowed struct {
	upkeep  *upkeep // of the service, wherever it is deployed; ids has theirs
	ids     []string
	names   []string // of the others
	service []when.Span
	items   map[string][]when.Span
	named   bool // the service has windows
	of      []*stretch
	errs    []string
}

// ahead is how far on the next occurrence of a maintenance window is looked for.
const ahead = 100 * 24 * time.Hour

// next finds the first occurrence that begins after the slot does, and is as long
// as it at least; it is in time when it begins after now.
func (m *allowed) next(slot when.Span, now time.Time) (*stretch, when.Span, bool) {
	from := slot.Start
	if now.After(from) {
		from = now
	}
	var best when.Span
	var of *stretch
	if m.upkeep != nil {
		if o, ok := m.upkeep.next(when.Span{Start: from, End: from.Add(ahead)}, slot.Length()); ok {
			best, of = o.Span, o.of
		}
	}
	for _, w := range m.of {
		spans, err := w.within(when.Span{Start: from, End: from.Add(ahead)})
		if err != nil {
			continue
		}
		for _, s := range spans {
			if !s.Start.Before(from) && s.Length() >= slot.Length() {
				if of == nil || (occurrence{s, w}).before(occurrence{best, of}) < 0 {
					of, best = w, s // of those that begin together the longest, in whatever order they are kept
				}
				break
			}
		}
	}
	return of, best, of != nil
}

// all takes the windows that hold for whatever is done to a service.
func (m *allowed) all(u *upkeep, s *Booking) {
	m.upkeep, m.named = u, true
	m.ids = slices.Clip(u.ids)
	m.service, m.errs = u.during(s.Span)
}

func (m *allowed) add(w *stretch, s *Booking) {
	m.ids, m.names = append(m.ids, w.ID), append(m.names, w.called())
	spans, err := w.within(s.Span)
	if err != nil {
		m.errs = append(m.errs, cantSay(w, err))
	}
	if w.CoversPlace(s.place()) {
		m.named = true
		m.of = append(m.of, w)
		m.service = append(m.service, spans...)
		return
	}
	for _, item := range shared(w.Items, s.Items) {
		if m.items == nil {
			m.items = map[string][]when.Span{}
		}
		m.items[item] = append(m.items[item], spans...)
	}
}

// text lists the windows as a sentence does.
func (m *allowed) text() string {
	switch {
	case m.upkeep == nil:
		return windowsNamed(m.names)
	case len(m.names) == 0:
		return m.upkeep.text()
	}
	return windowsNamed(append(m.upkeep.called(), m.names...))
}

// cantSay says of a maintenance window that its occurrences can't be told.
func cantSay(w *stretch, err error) string {
	return fmt.Sprintf("%s can't be worked out (%v)", w.called(), err)
}

// maintenance reports a slot that is not wholly inside the union of the
// occurrences of the service's windows. An item with windows of its own may be
// changed in these too.
func (f *finder) maintenance(m *allowed) {
	s := f.subject
	serviceOut := m.named && !covered(s.Span, m.service)
	var items []string
	for item, own := range m.items {
		if !covered(s.Span, append(own[:len(own):len(own)], m.service...)) {
			items = append(items, item)
		}
	}
	if !serviceOut && len(items) == 0 {
		return
	}
	c := Conflict{Kind: OutsideMaintenance, With: m.ids, Items: unique(items), Span: s.Span}
	of := f.list(c.Items)
	if serviceOut {
		if of = f.name(s.Service); of == "" {
			of = "everything"
		}
		if len(items) > 0 {
			of += " and of " + f.list(c.Items)
		}
	}
	c.Text = fmt.Sprintf("%s is not wholly inside the maintenance windows of %s (%s)", f.show(s.Span, s), of, m.text())
	if w, at, ok := m.next(s.Span, f.now); ok {
		c.Text += "; the next that is long enough is " + w.show(at, f.zone, f.days, when.Short)
	}
	for _, e := range m.errs {
		c.Text += "; " + e
	}
	f.add(c)
}

// called writes a window as Year end (WIN-3).
func (w *Window) called() string { return titled(w.Title, w.ID) }
