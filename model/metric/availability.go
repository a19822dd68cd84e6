package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/level"
	"fairway/model/process"
	"fairway/model/when"
)

// ServiceLevel is what the service level of one service is reckoned of, outages of runs,
// incidents and hand with it.
type ServiceLevel struct {
	Of *Release // the service, by its id, name and zone
	// Facts is nil where nothing was ever agreed for it.
	Facts *level.Facts
}

// The names of further values.
const (
	PartAllowed   = "allowed by the target"
	PartPlanned   = "outages that were planned"
	PartUnplanned = "outages that were not"
	PartMonths    = "months missed"
)

const (
	sectionMonths   = "months"
	sectionUnagreed = "without an agreement, apart"
)

// ReadsLevels are the agreements of services, and the outages that they count in the period.
const ReadsLevels Reading = "service levels"

func (l *ServiceLevel) traits() *Traits { return &l.Of.Traits }

var _ = register(availability)

func availability() Metric {
	return Metric{
		Measure: process.Measure{ID: "availability", Title: "Availability"}, Form: Uptime,
		Further: []Further{{PartAllowed, Length}, {PartPlanned, Length}, {PartUnplanned, Length}, {PartMonths, Count}},
		Counts:  [2]string{"hour that was agreed for a service", "hours that were agreed for services"},
		Beside: func(r *Result) string {
			if r.Population == 0 {
				return r.unjudged()
			}
			return fmt.Sprintf("out for %s of %s allowed", r.out(), r.lasting(PartAllowed))
		},
		StandsOut: func(r *Result) string {
			text := fmt.Sprintf("out for %s of the %s that its targets allow", r.out(), r.lasting(PartAllowed))
			if n := r.Part(PartMonths).Num; n > 0 {
				text += ", target missed in " + grammar.Count(int(n), "month")
			}
			return text
		},
		EachService: true, Agreed: true,
		Reads: []Reading{ReadsLevels},
		Of:    availabilityOf,
	}
}

// out is how long a service was out, and lasting how long a further value is, as agreed time
// is written.
func (r *Result) out() string {
	return level.Length(time.Duration(r.Part(PartPlanned).Num+r.Part(PartUnplanned).Num) * time.Millisecond)
}

func (r *Result) lasting(part string) string {
	return level.Length(time.Duration(r.Part(part).Num) * time.Millisecond)
}

// unjudged says which services are not judged, "" for none.
func (r *Result) unjudged() string {
	switch r.Unjudged {
	case 0:
		return ""
	case 1:
		return "1 service without an agreement, not judged"
	}
	return fmt.Sprintf("%d services without an agreement, not judged", r.Unjudged)
}

// availabilityOf is how much of the time that was agreed for a service it was there (ISO/IEC
// 20000-1:2018, 8.3.3 and 8.7.1), each service by itself: their agreements are with others,
// and of other hours.
func availabilityOf(f Facts, span when.Span) Result {
	res := Result{Metric: "availability", Value: Value{Form: Uptime}}
	var all []Group
	for i := range f.Levels {
		l := &f.Levels[i]
		if l.Facts == nil || len(l.Facts.InForce(span)) == 0 {
			res.Unjudged++
			res.list(&f, func() Record {
				rec := l.Of.recordOf(sectionUnagreed, l.Of.ID, l.Of.Title, time.Time{})
				rec.Text = "not judged: nothing is agreed for the period"
				return rec
			})
			continue
		}
		all = append(all, Group{Key: string(l.Of.ID), Name: l.Of.Title, Result: l.of(&f, span)})
	}
	slices.SortFunc(all, func(a, b Group) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key)) })
	switch len(all) {
	case 0:
	case 1:
		one := all[0].Result
		one.Records, one.Unjudged = append(res.Records, one.Records...), res.Unjudged
		one.alone = &Group{Key: all[0].Key, Name: all[0].Name}
		one.finish(&f)
		return one
	default:
		res.Told = toldByService
		for i := range all {
			g := &all[i]
			res.Population += g.Population
			res.Provisional = res.Provisional || g.Provisional
			res.Records = append(res.Records, g.Records...)
			g.Records = nil
		}
		res.Services = all
	}
	res.finish(&f)
	return res
}

// of is the result of one service with an agreement.
func (l *ServiceLevel) of(f *Facts, span when.Span) Result {
	res := Result{Metric: "availability"}
	now := *l.Facts
	in := now.In(span)
	there, agreed := in.Availability()
	res.Value = Value{Uptime, there, agreed}
	res.Population = int(in.Past / time.Hour)
	res.Provisional = !in.Ended
	missed := int64(0)
	var targets []string
	var goal Value
	months, kept, known := 0, true, true // known: somebody said of each outage when it was over
	zone := cmp.Or(f.Zone, time.UTC)
	for m := when.PeriodOf(span.Start, when.Monthly, zone); m.Span(zone).Start.Before(span.End); m = m.Next() {
		part := m.Span(zone)
		if part.Start.Before(span.Start) || part.End.After(span.End) {
			continue // a target is of a whole month
		}
		month := now.In(part)
		if !month.Known() {
			continue
		}
		months++
		if month.Standing() == level.Missed {
			missed++
			kept = false
		}
		known = known && month.Standing() != level.NotKnown
		for _, t := range month.Targets {
			if words := model.TargetWords(t); len(targets) == 0 || targets[len(targets)-1] != words {
				targets = append(targets, words)
			}
			goal = Value{Uptime, t, model.TargetWhole}
		}
		res.list(f, func() Record {
			rec := l.Of.recordOf(sectionMonths, month.Agreements[len(month.Agreements)-1], m.Title(), part.Start)
			rec.In, rec.Provisional = month.Standing() != level.Missed && month.Standing() != level.NotKnown, !month.Ended
			rec.Text = month.Words() + ", " + month.Summary()
			return rec
		})
	}
	for _, o := range now.Outages {
		parts := when.Common(when.Union(o.Spans), []when.Span{span})
		took := now.Counted(o, span)
		if len(parts) == 0 || took == 0 {
			continue
		}
		res.list(f, func() Record {
			rec := l.Of.recordOf(sectionCounted, o.Of, o.Title, parts[0].Start)
			rec.In, rec.Release = !o.Ahead, o.Release
			rec.Value = Value{Length, took.Milliseconds(), 1}
			rec.Growing, rec.Provisional = o.Open, !in.Ended && (o.Open || o.Ahead)
			rec.Text = model.OutageUnplanned
			switch {
			case o.Ahead:
				rec.Text = "planned, to come"
			case o.Planned:
				rec.Text = model.OutagePlanned
			}
			return rec
		})
	}
	length := func(d time.Duration) Value { return Value{Length, d.Milliseconds(), 1} }
	res.Parts = []Part{
		{PartAllowed, length(in.Allowed), More},
		{PartPlanned, length(in.Planned), Less},
		{PartUnplanned, length(in.Unplanned), Less},
		{PartMonths, count(missed), Less},
	}
	res.Small = res.Population < few
	if months > 0 {
		res.Target = &Target{Text: "at least " + strings.Join(targets, ", then "), Known: res.Value.Known() && (known || !kept), Met: res.Value.Known() && known && kept, Goal: goal}
		if months > 1 {
			res.Target.Text += " each month"
		}
	}
	return res
}
