package standup

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

// Window is a window that was written since, with what it was before; nil where it is new.
type Window struct {
	Before, Now *model.Window
	For         string // whom or what it is for, in words
}

// windows are those that are new, moved, skipped, withdrawn or changed otherwise: what can
// be done when is no longer what it was.
func (f *Facts) windows() []Line {
	var out []Line
	for _, c := range f.Windows {
		w := c.Now
		l := Line{Word: "window", ID: w.ID, Text: joined(", for ", string(w.ID)+" "+w.Title+" ("+model.WindowWords(w.Class, w.Hard)+")", c.For)}
		if f.Unnamed && (w.Class == model.WindowAbsence || w.Class == model.WindowOnCall) { // whose isn't said
			l.Text = string(w.ID) + " (" + model.WindowWords(w.Class, w.Hard) + ")"
		}
		switch {
		case c.Before == nil:
			l.Text += ", new: " + f.slot(w.Slot)
			if w.Recurs() {
				l.Text += ", recurring"
			}
			l.Grave = w.Hard
		case w.Withdrawn != "" && c.Before.Withdrawn == "":
			l.Text += ", withdrawn" + f.own(w.Withdrawn)
		default:
			said := f.differs(c.Before, w)
			if said == "" {
				continue // an exception was asked for or decided, which has a line of its own
			}
			l.Text += ": " + said
			l.Grave = w.Hard
		}
		out = append(out, l)
	}
	return out
}

// differs says in words what is other about a window than it was; "" for nothing that
// says what can be done when.
func (f *Facts) differs(was, is *model.Window) string {
	var out []string
	if !was.Slot.Same(is.Slot) {
		out = append(out, f.slot(was.Slot)+" → "+f.slot(is.Slot))
	}
	skipped := slices.DeleteFunc(slices.Clone(is.Skipped), func(m when.Moment) bool { return slices.ContainsFunc(was.Skipped, m.Same) })
	extra := slices.DeleteFunc(slices.Clone(is.Extra), func(s model.Slot) bool { return slices.ContainsFunc(was.Extra, s.Same) })
	for i, m := range skipped {
		if len(skipped) == len(extra) { // what was moved is skipped, and takes place besides
			out = append(out, f.date(m)+" → "+f.slot(extra[i]))
		} else if part := f.part(is, func(p *model.Window) bool { return !p.Recurs() && p.Slot.Start.On(f.Zone) == m.On(f.Zone) }); part != nil {
			out = append(out, "on "+f.date(m)+" as "+string(part.ID))
		} else {
			out = append(out, "skipped on "+f.date(m))
		}
	}
	if len(skipped) != len(extra) {
		for _, s := range extra {
			out = append(out, "besides on "+f.slot(s))
		}
	}
	same := func(a, b []string) bool { return slices.Equal(a, b) }
	rest, last := f.rest(was, is)
	switch {
	case rest != nil:
		out = append(out, "until "+f.date(last)+", from then on "+string(rest.ID))
	case was.Rule != is.Rule:
		out = append(out, "recurs otherwise")
	case was.Lasts != is.Lasts && len(out) == 0:
		out = append(out, "lasts otherwise")
	}
	if was.Hard != is.Hard {
		out = append(out, map[bool]string{true: "hard now", false: "soft now"}[is.Hard])
	}
	if was.Everything != is.Everything || !slices.Equal(was.Services, is.Services) || !slices.Equal(was.Items, is.Items) || !slices.Equal(was.People, is.People) ||
		!same(was.Sites, is.Sites) || !same(was.Customers, is.Customers) || !same(was.Environments, is.Environments) {
		out = append(out, "for others than before")
	}
	if len(out) == 0 && (len(was.Skipped) != len(is.Skipped) || len(was.Extra) != len(is.Extra)) {
		out = append(out, "what was skipped takes place again")
	}
	return names8(out)
}

// part is a window that was a part of another one until that was edited since, in part; nil
// where there is none of the kind.
func (f *Facts) part(of *model.Window, fits func(*model.Window) bool) *model.Window {
	for _, c := range f.Windows {
		if c.Before == nil && c.Now.Parted == of.ID && c.Now.Withdrawn == "" && fits(c.Now) {
			return c.Now
		}
	}
	return nil
}

// rest is the window as which another goes on that was edited from a date on, with the last
// day of what is left of that; nil where none was.
func (f *Facts) rest(was, is *model.Window) (*model.Window, when.Moment) {
	if was.Rule == is.Rule {
		return nil, when.Moment{}
	}
	zone := is.Location(f.Case.Rules.Policy.Location())
	last, ends := calendar.LastDay(gate.Window(is, zone))
	if !ends {
		return nil, when.Moment{}
	}
	return f.part(is, func(p *model.Window) bool { return last.Before(p.Slot.Start.On(zone)) }), when.OnDay(last, zone)
}

// slot writes from when until when something is.
func (f *Facts) slot(s model.Slot) string {
	return strings.TrimSpace(when.FormatSlot(s.Start, s.End, f.Zone, f.style(s.Start)))
}
