package calendar

import (
	"fmt"

	"fairway/model/when"
)

// absence reports people whom the slot needs and who are absent at some time of it.
func (f *finder) absence(w *stretch) {
	s := f.subject
	people := shared(w.People, s.Reach)
	if len(people) == 0 {
		return
	}
	c := Conflict{Kind: PersonAbsent, With: []string{w.ID}, People: people, Span: s.Span}
	spans, err := w.within(s.Span)
	switch {
	case err != nil:
		c.Text = fmt.Sprintf("the absence %s can't be worked out (%v): correct it", w.called(), err)
	case len(spans) == 0:
		return
	default:
		c.Span = spans[0].Intersect(s.Span)
		is := "is"
		if len(people) > 1 {
			is = "are"
		}
		c.Text = fmt.Sprintf("%s %s absent (%s), %s", f.list(people), is, w.called(), w.show(spans[0], f.zone, f.days, when.Short))
	}
	f.add(c)
}

// event reports a slot in which the business has something else to do.
func (f *finder) event(w *stretch) {
	s := f.subject
	c := Conflict{Kind: BusinessEvent, With: []string{w.ID}, Span: s.Span}
	spans, err := w.within(s.Span)
	switch {
	case err != nil:
		c.Text = fmt.Sprintf("the business event %s can't be worked out (%v): correct it", w.called(), err)
	case len(spans) == 0:
		return
	default:
		c.Span = spans[0].Intersect(s.Span)
		c.Text = fmt.Sprintf("during the business event %s, %s", w.called(), w.show(spans[0], f.zone, f.days, when.Short))
	}
	f.add(c)
}

// onCall gathers when somebody is on call for where a release goes.
type onCall struct {
	ids, names []string
	spans      []when.Span
}

func (o *onCall) add(w *stretch, s *Booking) {
	o.ids, o.names = append(o.ids, w.ID), append(o.names, w.called())
	if spans, err := w.within(s.Span); err == nil {
		o.spans = append(o.spans, spans...)
	} else {
		o.names[len(o.names)-1] += fmt.Sprintf(", which can't be worked out (%v)", err)
	}
}

// nobodyOnCall reports a slot at some time of which nobody is on call, where people are
// for where it goes.
func (f *finder) nobodyOnCall(o *onCall) {
	s := f.subject
	if len(o.ids) == 0 || covered(s.Span, o.spans) {
		return
	}
	of := f.name(s.Service)
	if of == "" {
		of = "it"
	}
	f.add(Conflict{Kind: NobodyOnCall, With: o.ids, Span: s.Span,
		Text: fmt.Sprintf("nobody is on call for %s at some time of %s (%s)", of, f.show(s.Span, s), list(unique(o.names)))})
}
