package level

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Outage is one that counts, or may: as somebody entered it, or as a run, an incident or a
// plan says it.
type Outage struct {
	// Of is the record that says it: OUT-2, INC-7, RUN-3, or REL-9 of one that is planned
	// with a release. Of one that was entered by hand From is the run or incident in whose
	// place it stands, Reason why, and Cause what it comes from.
	Of     model.ID `json:"of"`
	From   model.ID `json:"from,omitempty"`
	Reason string   `json:"reason,omitempty"`
	Cause  model.ID `json:"cause,omitempty"`
	// Instead is the one that was entered in its place: it is not counted, and its record
	// goes on saying it.
	Instead model.ID `json:"instead,omitempty"`
	Release model.ID `json:"release,omitempty"`
	Title   string   `json:"title"`
	Planned bool     `json:"planned"`
	// Ahead says that it is a plan so far: what of it lies before now did not take place.
	Ahead bool `json:"ahead,omitempty"`
	// Severity is that of an incident: which count says the agreement.
	Severity string      `json:"severity,omitempty"`
	Spans    []when.Span `json:"-"`
	// Open says that it goes on.
	Open bool `json:"open,omitempty"`
	// Unknown says that nobody said when the service was back: what Spans hold is the least
	// that it took, and the start of the first is there though that may be nothing.
	Unknown bool `json:"end_not_known,omitempty"`
}

// Facts are what the levels of one service are reckoned of.
type Facts struct {
	Agreements []*model.Agreement
	Outages    []Outage
	// Zone is where the service is, Off are its days off, and Maintenance are its
	// maintenance windows as far as they lie around what is asked for.
	Zone        *time.Location
	Off         map[when.Date]bool
	Maintenance []when.Span
	Now         time.Time
}

// Stretch is a part of a span under one agreement.
type Stretch struct {
	Agreement *model.Agreement
	when.Span
	Agreed []when.Span // the time that was agreed, as a union
}

// InForce are the parts of a span under one agreement each, in order. A later one takes the
// place of those before from its first day on; once it is over, which one without a last day
// never is, the one before holds again. Of two from one day it is the one that was entered
// later.
func (f *Facts) InForce(in when.Span) []Stretch {
	type held struct {
		*model.Agreement
		when.Span
	}
	var list []held
	var turns []time.Time // where another may begin to hold
	for _, a := range f.Agreements {
		if a.Withdrawn != nil {
			continue
		}
		s := when.Span{Start: a.From.Span(f.Zone).Start, End: in.End}
		if !a.To.IsZero() {
			s.End = a.To.Over()
			if a.To.Precision == when.Day {
				s.End = a.To.Span(f.Zone).End
			}
		}
		if s = s.Intersect(in); s.IsZero() {
			continue
		}
		list = append(list, held{a, s})
		turns = append(turns, s.Start, s.End)
	}
	slices.SortStableFunc(list, func(a, b held) int { // by their own first days: those of the spans are cut
		return cmp.Or(a.From.Span(f.Zone).Start.Compare(b.From.Span(f.Zone).Start), model.CompareIDs(a.ID, b.ID))
	})
	slices.SortFunc(turns, time.Time.Compare)
	turns = slices.CompactFunc(turns, time.Time.Equal)
	var out []Stretch
	for i := 0; i+1 < len(turns); i++ {
		s := when.Span{Start: turns[i], End: turns[i+1]}
		var last *model.Agreement
		for _, h := range list {
			if h.Holds(s.Start) {
				last = h.Agreement
			}
		}
		switch n := len(out); {
		case last == nil:
		case n > 0 && out[n-1].Agreement == last && out[n-1].End.Equal(s.Start):
			out[n-1].End = s.End
		default:
			out = append(out, Stretch{Agreement: last, Span: s})
		}
	}
	for i := range out {
		a := out[i].Agreement
		out[i].Agreed = Open(a.Hours, a.Holidays, f.Off, out[i].Span, f.Zone)
		if a.Maintenance {
			out[i].Agreed = when.Without(out[i].Agreed, when.Union(f.Maintenance))
		}
	}
	return out
}

// Level is how a service stands in a stretch of time, as a rule a month.
type Level struct {
	// Agreements are those in force, in order; without any there is no agreed time.
	Agreements []model.ID
	Targets    []int64
	// Agreed is the time that was agreed, Allowed how much of it the service may be out.
	Agreed, Allowed time.Duration
	// Past is how much of the agreed time has passed. Planned and Unplanned are what outages
	// took of it: where both lie over each other it was planned, and it counts once.
	Past, Planned, Unplanned time.Duration
	// Ahead is what outages will take that are planned, and not over.
	Ahead time.Duration
	Ended bool // the whole stretch has passed
	// Unknown are the records of outages in it of which nobody said when the service was back:
	// Unplanned is the least that was taken.
	Unknown []model.ID
}

// Down is what outages took so far.
func (l Level) Down() time.Duration { return l.Planned + l.Unplanned }

// Left is what may still be taken once all has that is planned; negative where that is too
// much.
func (l Level) Left() time.Duration { return l.Allowed - l.Down() - l.Ahead }

// Known reports whether anything was agreed.
func (l Level) Known() bool { return len(l.Agreements) > 0 }

// Standing is how the target stands, in one word.
type Standing string

// The standings. Nothing agreed has none.
const (
	Kept   Standing = "kept"    // over, and the target was reached; or so far
	AtRisk Standing = "at-risk" // what is planned is more than what is left
	// NotKnown is that more may have been taken than is on record: nobody said when the
	// service was back.
	NotKnown Standing = "not-known"
	Missed   Standing = "missed" // more was taken than is allowed
)

// Standing says how the target stands.
func (l Level) Standing() Standing {
	switch {
	case !l.Known():
		return ""
	case l.Down() > l.Allowed:
		return Missed
	case l.Left() < 0:
		return AtRisk
	case len(l.Unknown) > 0:
		return NotKnown
	}
	return Kept
}

// Words are the standing as people read it: kept so far.
func (l Level) Words() string {
	switch s := l.Standing(); {
	case s == "":
		return "nothing agreed"
	case s == AtRisk:
		return "at risk"
	case s == NotKnown:
		return "not known"
	case s == Kept && !l.Ended:
		return "kept so far"
	default:
		return string(s)
	}
}

// Availability is how much of the agreed time that has passed the service was there: both
// in seconds. The second is 0 before any has.
func (l Level) Availability() (there, of int64) {
	of = int64(l.Past / time.Second)
	return of - min(of, int64(l.Down()/time.Second)), of
}

// AvailabilityWords writes it: 99.573 %, cut, never rounded up to a target that was missed.
func (l Level) AvailabilityWords() string {
	there, of := l.Availability()
	if of == 0 {
		return ""
	}
	n := there * model.TargetWhole / of
	return fmt.Sprintf("%d.%03d %%", n/1000, n%1000)
}

// UnknownWords say what is not known: "RUN-10 failed, and nobody said when the service was
// back"; "" where all is.
func (l Level) UnknownWords() string {
	if len(l.Unknown) == 0 {
		return ""
	}
	return strings.Join(model.Each(l.Unknown, func(id model.ID) string { return string(id) }), ", ") + " failed, and nobody said when the service was back"
}

// counts are the outages that an agreement counts, as unions: those that were planned, those
// that were not, and those that are ahead.
func (f *Facts) counts(a *model.Agreement) (planned, unplanned, ahead []when.Span) {
	past, rest := when.Span{End: f.Now}, when.Span{Start: f.Now, End: f.Now.AddDate(1000, 0, 0)}
	cut := func(list []when.Span, to when.Span) (out []when.Span) {
		for _, s := range list {
			if s = s.Intersect(to); !s.IsZero() {
				out = append(out, s)
			}
		}
		return out
	}
	for _, o := range f.Outages {
		if o.Instead != "" || o.Severity != "" && !slices.Contains(a.Severities, o.Severity) {
			continue
		}
		ahead = append(ahead, cut(o.Spans, rest)...)
		switch {
		case o.Ahead:
		case o.Planned:
			planned = append(planned, cut(o.Spans, past)...)
		default:
			unplanned = append(unplanned, cut(o.Spans, past)...)
		}
	}
	planned = when.Union(planned)
	return planned, when.Without(when.Union(unplanned), planned), when.Union(ahead)
}

// In is how the service stands in a stretch of time.
func (f *Facts) In(in when.Span) Level {
	l := Level{Ended: !f.Now.Before(in.End)}
	past := []when.Span{{Start: in.Start, End: f.Now}}
	allowed := map[*model.Agreement]time.Duration{} // of which it is a share
	for _, s := range f.InForce(in) {
		agreed := when.Lengths(s.Agreed)
		planned, unplanned, ahead := f.counts(s.Agreement)
		l.Agreements, l.Targets = append(l.Agreements, s.Agreement.ID), append(l.Targets, s.Agreement.Target)
		l.Agreed += agreed
		allowed[s.Agreement] += agreed
		l.Planned += when.Lengths(when.Common(s.Agreed, planned))
		l.Unplanned += when.Lengths(when.Common(s.Agreed, unplanned))
		l.Ahead += when.Lengths(when.Common(s.Agreed, ahead))
		for _, o := range f.Outages {
			if o.Unknown && o.Instead == "" && s.Holds(o.Spans[0].Start) && !slices.Contains(l.Unknown, o.Of) {
				l.Unknown = append(l.Unknown, o.Of)
			}
		}
		if f.Now.After(in.Start) {
			l.Past += when.Lengths(when.Common(s.Agreed, past))
		}
	}
	for a, agreed := range allowed { // cut once for each, however often it holds
		l.Allowed += time.Duration(int64(agreed/time.Second)*(model.TargetWhole-a.Target)/model.TargetWhole) * time.Second
	}
	return l
}

// Counted is how much of the agreed time of a stretch one outage takes by itself.
func (f *Facts) Counted(o Outage, in when.Span) time.Duration {
	alone := *f
	alone.Outages = []Outage{o}
	l := alone.In(in)
	return l.Down() + l.Ahead
}

// Cost is what a planned outage takes of one month.
type Cost struct {
	Month when.Period
	// Before is how the month stands without it.
	Before Level
	// Takes is what it adds: what others take at the same time counts once.
	Takes time.Duration
	// Left is what may be taken besides; negative where the target is missed by it.
	Left time.Duration
}

// Costs are what an outage as it is planned takes of each month that it touches, whether it
// lies ahead or should have been by now: of months without anything agreed there is none.
// home is where months are bounded.
func (f *Facts) Costs(planned []when.Span, home *time.Location) []Cost {
	planned = when.Union(planned)
	if len(planned) == 0 {
		return nil
	}
	var out []Cost
	last := planned[len(planned)-1].End
	for m := when.PeriodOf(planned[0].Start, when.Monthly, home); m.Span(home).Start.Before(last); m = m.Next() {
		in := m.Span(home)
		c := Cost{Month: m, Before: f.In(in)}
		if !c.Before.Known() {
			continue
		}
		for _, s := range f.InForce(in) {
			p, u, ahead := f.counts(s.Agreement)
			taken := when.Union(slices.Concat(p, u, ahead))
			c.Takes += when.Lengths(when.Without(when.Common(s.Agreed, planned), taken))
		}
		c.Left = c.Before.Left() - c.Takes
		out = append(out, c)
	}
	return out
}
