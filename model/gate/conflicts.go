package gate

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/when"
)

// Conflicts finds everything that the release's planned slot collides with
// among the facts of the case. A release without a slot collides with nothing.
func Conflicts(c *model.Case, r *model.Release) []calendar.Conflict {
	if r.Window.IsZero() {
		return nil
	}
	var others []calendar.Booking
	for _, o := range model.All[*model.Release](c) {
		if o.ID == r.ID || o.Ended() || (o.Window.IsZero() && len(o.DependsOn) == 0) {
			continue
		}
		others = append(others, booking(c, o))
	}
	var windows []calendar.Window
	for _, w := range model.All[*model.Window](c) {
		if w.Withdrawn == "" {
			windows = append(windows, Window(counting(c, r, w), c.Rules.Policy.Location()))
		}
	}
	var relations []calendar.Relation
	for _, i := range model.All[*model.Item](c) {
		for _, d := range i.DependsOn {
			relations = append(relations, calendar.Relation{Item: string(i.ID), DependsOn: string(d)})
		}
	}
	return calendar.Conflicts(booking(c, r), others, windows, relations, c.Now, c.Zone(r))
}

// counting is the window without the exceptions of the release that don't count
// any more, because whoever granted them came to coordinate or build it.
func counting(c *model.Case, r *model.Release, w *model.Window) *model.Window {
	barred := func(e model.Exception) bool { return barredFrom(c, r, e) != "" }
	if !slices.ContainsFunc(w.Exceptions, barred) {
		return w
	}
	n := *w
	n.Exceptions = slices.DeleteFunc(slices.Clone(w.Exceptions), barred)
	return &n
}

// barredFrom says which duty keeps whoever granted the release's exception
// from having done so; "" for none, and for exceptions of others.
func barredFrom(c *model.Case, r *model.Release, e model.Exception) string {
	if e.Release != r.ID || e.Decided == nil || !e.Decided.Yes {
		return ""
	}
	return against(c, r, e.Decided.By, "decide", "exception")
}

// booking is the release as the calendar rules see it.
func booking(c *model.Case, r *model.Release) calendar.Booking {
	b := calendar.Booking{ID: string(r.ID), Title: r.Title(), Service: string(r.Service), Environment: r.Env, Started: r.Deployed}
	b.Items = texts(r.Items)
	b.People = texts(r.People)
	b.DependsOn = texts(r.DependsOn)
	if r.Window.IsZero() {
		return b
	}
	b.Span = r.Window.Span(c.Zone(r))
	if r.Risk != nil {
		b.Notice = c.Under(r).Policy.Notice(r.Risk.Band)
	}
	for _, n := range model.All[*model.Notice](c) {
		if n.Release == r.ID && n.Slot.Same(r.Window) && (b.NoticeSent == nil || n.Sent.Before(*b.NoticeSent)) {
			b.NoticeSent = &n.Sent
		}
	}
	return b
}

// Window is the record as the calendar rules see it.
func Window(w *model.Window, zone *time.Location) calendar.Window {
	own := w.Location(zone)
	out := calendar.Window{
		ID: string(w.ID), Title: w.Title, Class: calendar.Class(w.Class), Hard: w.Hard, Everything: w.Everything,
		Services: texts(w.Services), Items: texts(w.Items), Span: windowSpan(w, own), Zone: own.String(), Rule: w.Rule, Except: w.Except,
	}
	for _, e := range w.Exceptions {
		if e.Holds() {
			out.Exceptions = append(out.Exceptions, calendar.Exception{Release: string(e.Release)})
		}
	}
	return out
}

func windowSpan(w *model.Window, zone *time.Location) when.Span { return w.Slot.Span(zone) }

func texts[T ~string](ids []T) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}
