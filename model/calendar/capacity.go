package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// Capacity is how many deployments can be done at a time.
type Capacity struct {
	Per  string   // night, day or week: the one that a deployment begins in
	Of   string   // what is counted: those of one team, environment or service; "" all
	Only []string // the teams, environments or services that it is about; none is each
	Most int
}

// The stretches of time of a capacity, and what it counts.
const (
	PerNight, PerDay, PerWeek             = "night", "day", "week"
	OfTeam, OfEnvironment, OfService, All = "team", "environment", "service", ""
)

// WithCapacity is the same plan with limits to how much can be done at a time; nights and
// days are those of a zone.
func (p *Plan) WithCapacity(limits []Capacity, zone *time.Location) *Plan {
	n := *p
	n.limits, n.limitsIn = limits, zone
	return &n
}

// Stretch is the night, day or week of a zone in which something begins: a night is from
// noon to noon, so that what begins before midnight and after it lies in one.
func (l Capacity) Stretch(at time.Time, zone *time.Location) when.Span {
	d := when.DateOf(at, zone)
	switch l.Per {
	case PerWeek:
		d = d.AddDays(-(int(d.Weekday()) + 6) % 7)
		return when.Span{Start: d.Start(zone), End: d.AddDays(7).Start(zone)}
	case PerDay:
		return d.Span(zone)
	}
	noon := func(d when.Date) time.Time {
		t, _ := when.At(d, 12, 0, zone)
		return t
	}
	if at.Before(noon(d)) {
		d = d.AddDays(-1)
	}
	return when.Span{Start: noon(d), End: noon(d.AddDays(1))}
}

// of is the team, environment or service of a booking that is counted; false where the
// limit is not about it.
func (l Capacity) of(b *Booking, called func(id string) string) (string, bool) {
	var name string
	switch l.Of {
	case OfTeam:
		name = b.Team
	case OfEnvironment:
		name = strings.ToLower(b.Environment)
	case OfService:
		name = b.Service
	default:
		return "", true
	}
	return name, name != "" && (len(l.Only) == 0 || containsFold(l.Only, name) || containsFold(l.Only, called(name)))
}

// capacities reports limits that the slot is beyond, with everything else that is counted.
func (f *finder) capacities() {
	s := f.subject
	for _, l := range f.limits {
		name, ok := l.of(s, f.name)
		if !ok {
			continue
		}
		in := l.Stretch(s.Span.Start, f.limitsIn)
		with := f.counted(l, s, in)
		if len(with) < l.Most {
			continue
		}
		of := ""
		if name != "" {
			of = fmt.Sprintf(" of the %s %s", l.Of, f.name(name))
			if l.Of == OfEnvironment {
				of = " to " + s.Environment
			}
		}
		called := make([]string, len(with))
		for i, id := range with {
			called[i] = f.byID[id].called()
		}
		c := Conflict{Kind: OverCapacity, With: with, Span: s.Span,
			Text: fmt.Sprintf("%d deployments%s in one %s (%s), where %d can be done: besides %s", len(with)+1, of, l.Per, show(in, f.zone, f.days), l.Most, list(called))}
		if at := slices.IndexFunc(f.found, func(have Conflict) bool { return have.Kind == OverCapacity && slices.Equal(have.With, unique(with)) }); at >= 0 {
			f.found[at].Text += "; " + c.Text // of the same releases, by another limit
			continue
		}
		f.add(c)
	}
}

// turns are when a night, day or week ends in which no more can be done than there is.
func (p *Plan) turns(b *Booking, in when.Span) []time.Time {
	var out []time.Time
	for _, l := range p.limits {
		if _, ok := l.of(b, p.name); !ok {
			continue
		}
		for at := in.Start; at.Before(in.End); {
			stretch := l.Stretch(at, p.limitsIn)
			if at = stretch.End; len(p.counted(l, b, stretch)) >= l.Most {
				out = append(out, at)
			}
		}
	}
	return out
}

// counted are the others that begin in a night, day or week and count against a limit with
// a booking, sorted.
func (p *Plan) counted(l Capacity, b *Booking, in when.Span) []string {
	name, _ := l.of(b, p.name)
	var out []string
	for o := range p.during(in) {
		if n, ok := l.of(o, p.name); ok && n == name && o.ID != b.ID && in.Holds(o.Span.Start) {
			out = append(out, o.ID)
		}
	}
	slices.Sort(out)
	return out
}
