package calendar

import (
	"fmt"
	"slices"
	"strings"

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

// onCall gathers who is on call, and when, for where a release goes.
type onCall struct {
	ids, names []string
	rotas      []rota
	absences   []*stretch // of whomever: whoever is absent can't be called
}

// rota is when some people are on call, at some time of a slot; anybody, where nobody is named.
type rota struct {
	people []string
	spans  []when.Span
}

func (o *onCall) add(w *stretch, s *Booking) {
	o.ids, o.names = append(o.ids, w.ID), append(o.names, w.called())
	if spans, err := w.within(s.Span); err == nil {
		o.rotas = append(o.rotas, rota{w.People, spans})
	} else {
		o.names[len(o.names)-1] += fmt.Sprintf(", which can't be worked out (%v)", err)
	}
}

// nobodyOnCall reports a slot at some time of which nobody is on call, where people are
// for where it goes, or nobody but who is absent.
func (f *finder) nobodyOnCall(o *onCall) {
	if len(o.ids) == 0 {
		return
	}
	s := f.subject
	var there []when.Span
	off := map[string][]away{}
	for _, r := range o.rotas {
		if len(r.people) == 0 {
			there = append(there, r.spans...)
		}
		for _, who := range r.people {
			if _, known := off[who]; !known {
				off[who] = o.away(who, s.Span)
			}
			for _, span := range r.spans {
				there = append(there, apart(span, off[who])...)
			}
		}
	}
	missing := uncovered(s.Span, there)
	if len(missing) == 0 {
		return
	}
	of := f.name(s.Service)
	if of == "" {
		of = "it"
	}
	c := Conflict{Kind: NobodyOnCall, With: o.ids, Span: s.Span,
		Text: fmt.Sprintf("nobody is on call for %s at some time of %s (%s)", of, f.show(s.Span, s), list(unique(o.names)))}
	var texts []string
	for _, r := range o.rotas {
		for _, who := range r.people {
			for _, a := range off[who] {
				if !slices.ContainsFunc(r.spans, func(on when.Span) bool { return a.takes(on, missing) }) {
					continue
				}
				c.With, c.People = append(c.With, a.by.ID), append(c.People, who)
				text := fmt.Sprintf("%s is absent (%s), %s", f.name(who), a.by.called(), a.by.show(a.whole, f.zone, f.days, when.Short))
				if a.err != nil {
					text = fmt.Sprintf("the absence %s of %s can't be worked out (%v): correct it", a.by.called(), f.name(who), a.err)
				}
				texts = append(texts, text)
			}
		}
	}
	if c.People = unique(c.People); len(texts) > 0 {
		c.Text += ": " + strings.Join(unique(texts), "; ")
	}
	f.add(c)
}

// away is a time at which somebody who is on call is absent.
type away struct {
	by    *stretch
	whole when.Span // of the absence
	err   error     // it can't be worked out, and may be at any time
}

// takes reports whether it takes somebody away who would be on call then, at a time at
// which nobody is.
func (a away) takes(on when.Span, missing []when.Span) bool {
	return slices.ContainsFunc(missing, func(gap when.Span) bool {
		gap = gap.Intersect(on)
		return !gap.IsZero() && (a.err != nil || gap.Overlaps(a.whole))
	})
}

// away are the times of a slot at which somebody is absent.
func (o *onCall) away(who string, slot when.Span) []away {
	out := []away{}
	for _, w := range o.absences {
		if !contains(w.People, who) {
			continue
		}
		spans, err := w.within(slot)
		if err != nil {
			out = append(out, away{w, slot, err})
		}
		for _, s := range spans {
			out = append(out, away{w, s, nil})
		}
	}
	return out
}

// apart is what is left of a stretch by times at which somebody is absent.
func apart(s when.Span, away []away) []when.Span {
	off := make([]when.Span, len(away))
	for i, a := range away {
		off[i] = a.whole
	}
	return uncovered(s, off)
}
