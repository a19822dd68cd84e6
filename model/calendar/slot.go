package calendar

import (
	"fmt"

	"fairway/model/when"
)

// windows checks the slot against freezes and maintenance windows.
func (f *finder) windows(windows []Window) {
	s := f.subject
	if s.Span.IsZero() {
		return
	}
	m := allowed{}
	for i := range windows {
		w := &windows[i]
		switch w.Class {
		case Freeze:
			if w.covers(s) && !w.liftedFor(s) {
				f.freeze(w)
			}
		case Maintenance:
			if w.covers(s) {
				m.add(w, s)
			}
		}
	}
	f.maintenance(&m)
}

// freeze reports one freeze that the slot runs into.
func (f *finder) freeze(w *Window) {
	s := f.subject
	c := Conflict{Kind: FreezeSoft, With: []string{w.ID}, Items: shared(w.Items, s.Items)}
	word := "soft"
	if w.Hard {
		c.Kind, word = FreezeHard, "hard"
	}
	spans, err := Occurrences(*w, s.Span)
	if err != nil {
		c.Span = s.Span
		c.Text = fmt.Sprintf("the %s freeze %s can't be worked out (%v): correct it", word, title(w), err)
		f.add(c)
		return
	}
	if len(spans) == 0 {
		return
	}
	c.Span = spans[0].Intersect(s.Span)
	c.Text = fmt.Sprintf("inside the %s freeze %s, %s", word, title(w), f.show(spans[0]))
	if n := len(spans) - 1; n > 0 {
		c.Span.End = spans[n].Intersect(s.Span).End
		c.Text += fmt.Sprintf(" and %d more times in this slot", n)
	}
	if len(c.Items) > 0 && !w.coversService(s.Service) {
		c.Text += ", for " + list(c.Items)
	}
	f.add(c)
}

// allowed holds the maintenance windows that concern one release: those of its
// service, and those of single items, which hold for these besides.
type allowed struct {
	ids     []string
	service []when.Span
	items   map[string][]when.Span
	named   bool // the service has windows
	errs    []string
}

func (m *allowed) add(w *Window, s *Booking) {
	m.ids = append(m.ids, w.ID)
	spans, err := Occurrences(*w, s.Span)
	if err != nil {
		m.errs = append(m.errs, fmt.Sprintf("%s can't be worked out (%v)", title(w), err))
	}
	if w.coversService(s.Service) {
		m.named = true
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
	of := list(c.Items)
	if serviceOut {
		if of = s.Service; of == "" {
			of = "everything"
		}
		if len(items) > 0 {
			of += " and of " + list(c.Items)
		}
	}
	c.Text = fmt.Sprintf("%s is not wholly inside the maintenance windows of %s (%s)", f.show(s.Span), of, list(unique(m.ids)))
	for _, e := range m.errs {
		c.Text += "; " + e
	}
	f.add(c)
}

// title writes a window as WIN-3 (Year end).
func title(w *Window) string {
	if w.Title == "" {
		return w.ID
	}
	return w.ID + " (" + w.Title + ")"
}
