package store

import (
	"context"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/process"
	"fairway/model/when"
)

// FactsQuery asks for the facts of a period.
type FactsQuery struct {
	// Stretch is bounded in the organisation's zone; a Span is taken as it is.
	Stretch metric.Stretch
	Span    when.Span
	Filter  string
	AsOf    Position
	Me      model.ID
	Now     time.Time
	// Measures are the ids of those that will be computed: only what their formulas read is
	// asked for. Without any it is what all of them do.
	Measures []string
	Zone     *time.Location // in which the dates of the filter are meant; nil is the organisation's
	// Defects adds what data defects are found by (metric.Defects).
	Defects bool
	// Plain leaves out of an account what would change it and what was recorded later.
	Plain bool
	// Within adds to an account the closings of the parts of the period.
	Within bool
	// Progress is told now and then how many facts were read, if it is there.
	Progress func(read int) `json:"-"`
}

// Facts are what the measures of a period are computed from, or those of them that will be
// computed: see metric.Reading for what it consists of. It asks a bounded number of
// questions, whatever the period holds.
func (db *DB) Facts(ctx context.Context, q FactsQuery) (metric.Facts, error) {
	return viewed(ctx, db, "read the facts of a period", func(tx *view) (metric.Facts, error) {
		f, err := db.facts(ctx, tx, q)
		return f, stopped(ctx, err)
	})
}

// factsPart is a part of the facts: the reading for which it is asked for, and how. To add
// one, write how it is read into a file of its own, and its line into factsParts.
type factsPart struct {
	reading metric.Reading
	load    func(*factsLoader) error
}

// factsParts are asked for in this order: what hangs on releases comes after them.
var factsParts = []factsPart{
	{metric.ReadsRuns, (*factsLoader).deployed},
	{metric.ReadsPlans, (*factsLoader).planned},
	{metric.ReadsRuns, (*factsLoader).listed},
	{metric.ReadsPlans, (*factsLoader).late},
	{metric.ReadsDefects, (*factsLoader).unended},
	{metric.ReadsDefects, (*factsLoader).awaited},
	{metric.ReadsCancelled, (*factsLoader).cancelled},
	{metric.ReadsStages, (*factsLoader).held},
	{metric.ReadsRFCs, (*factsLoader).broughtRFCs},
	{metric.ReadsIncidents, (*factsLoader).incidents},
	{metric.ReadsOutages, (*factsLoader).outages},
	{metric.ReadsDefects, (*factsLoader).over},
	{metric.ReadsHistory, (*factsLoader).imported},
	{metric.ReadsScopes, (*factsLoader).scopes},
	{metric.ReadsWays, (*factsLoader).ways},
	{metric.ReadsNotices, (*factsLoader).notices},
	{metric.ReadsReviews, (*factsLoader).reviews},
	{metric.ReadsRequests, (*factsLoader).requests},
	{metric.ReadsSubmitted, (*factsLoader).submitted},
	{metric.ReadsImprovements, (*factsLoader).improvements},
	{metric.ReadsAudits, (*factsLoader).audits},
	{metric.ReadsLooks, (*factsLoader).looks},
	{metric.ReadsLevels, (*factsLoader).serviceLevels},
	{metric.ReadsRehearsals, (*factsLoader).rehearsals},
}

// factsLoader collects the facts.
type factsLoader struct {
	ctx   context.Context
	tx    *view
	q     FactsQuery
	where *where
	*places
	readings []metric.Reading // what is asked for
	out      metric.Facts     // all but incidents
	kept     *packedFacts     // the releases
	stock    stock            // of what is packed
	at       map[int64]int32  // where a release is among them, by the number of its id
	inside   int              // how many of them were deployed in the period
	first    time.Time        // when one of their runs ended in it first, and last
	last     time.Time
	inc      map[model.ID]*metric.Incident
	longest  int // incident window, in days
	db       *DB
	rules    *model.Rules // in force
	paper    *papers      // what measures of papers share; see shared
	read     int
	stages   bool      // how releases passed through them is read
	future   time.Time // from when on what ended did so in a time to come
}

func (db *DB) facts(ctx context.Context, tx *view, q FactsQuery) (metric.Facts, error) {
	w, err := db.where(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
	if err != nil {
		return metric.Facts{}, err
	}
	rules, err := db.rules(ctx, tx, q.AsOf, "")
	if err != nil {
		return metric.Facts{}, err
	}
	l := &factsLoader{db: db, rules: rules, ctx: ctx, tx: tx, q: q, where: w, at: map[int64]int32{}, inc: map[model.ID]*metric.Incident{}}
	l.places = &places{zone: rules.Policy.Location(), services: map[model.ID]service{}, teams: map[model.ID]string{}}
	if l.readings, err = metric.Readings(q.Measures...); err != nil {
		return metric.Facts{}, err
	}
	if q.Defects {
		l.readings = append(l.readings, metric.ReadsDefects)
	}
	if q.Span.IsZero() {
		l.q.Span = q.Stretch.Span(q.Now, l.zone)
	}
	l.stages = l.reads(metric.ReadsStages)
	if !q.Now.IsZero() {
		l.future = l.now()
	}
	l.kept = &packedFacts{places: l.places, future: l.future, holds: map[int32][]when.Span{}, why: map[int32]string{}}
	for _, days := range rules.Policy.Incident {
		l.longest = max(l.longest, days)
	}
	l.out = metric.Facts{Span: l.q.Span, Zone: l.zone, Now: q.Now, Policy: rules.Policy, Rules: rules.ID, Measures: rules.Measures, Handles: map[model.ID]string{},
		Types: map[string]process.Process{}, Stages: map[string]string{}}
	for _, p := range rules.Processes {
		if p.Of != "release" {
			continue
		}
		l.out.Types[p.Name] = p
		for _, s := range p.Stages {
			l.out.Stages[s.ID] = s.Title
		}
	}
	if err := l.before(); err != nil {
		return l.out, err
	}
	if err := l.around(); err != nil {
		return l.out, err
	}
	if err := l.annotations(); err != nil {
		return l.out, err
	}
	for _, part := range factsParts {
		if l.reads(part.reading) {
			if err := part.load(l); err != nil {
				return l.out, err
			}
		}
	}
	l.out.Packed = l.kept
	for _, i := range l.inc {
		l.out.Incidents = append(l.out.Incidents, *i)
	}
	return l.out, nil
}

// reads reports whether a part of the facts is asked for.
func (l *factsLoader) reads(part metric.Reading) bool { return slices.Contains(l.readings, part) }

// tick counts what was read, and stops where nobody waits for it any more.
func (l *factsLoader) tick() error {
	l.read++
	if l.read%1000 != 0 {
		return nil
	}
	if l.q.Progress != nil {
		l.q.Progress(l.read)
	}
	return l.ctx.Err()
}

// each goes through the rows of a question, as question.each does.
func (l *factsLoader) each(query string, args, into []any, row func() error) error {
	return ask(l.ctx, l.tx, query, args...).each(into, func() error {
		if err := row(); err != nil {
			return err
		}
		return l.tick()
	})
}

func (l *factsLoader) live(alias string) string { return live(alias, l.q.AsOf) }

func (l *factsLoader) span() []any {
	return []any{l.q.Span.Start.UnixMilli(), l.q.Span.End.UnixMilli()}
}

// plans is the condition that a plan begins in the period, as metric.Facts has it:
// a whole day by its date. The first part is there for the index.
func (l *factsLoader) plans(begins, day string) (string, []any) {
	return l.plansIn(l.q.Span, begins, day)
}

// plansIn is the same for any stretch of time.
func (l *factsLoader) plansIn(s when.Span, begins, day string) (string, []any) {
	sql := begins + " >= ? AND " + begins + " < ? AND iif(" + day + ", " + day + " >= ? AND " + day + " < ?, " + begins + " >= ? AND " + begins + " < ?)"
	return sql, []any{s.Start.Add(-slack).UnixMilli(), s.End.Add(slack).UnixMilli(), numberOf(firstDay(s.Start, l.zone)), numberOf(firstDay(s.End, l.zone)), s.Start.UnixMilli(), s.End.UnixMilli()}
}

// past is the part of the period that is over: a deployment that ended later than
// now has its time from a clock that was wrong, and counts once that is set right.
func (l *factsLoader) past() []any {
	end := l.q.Span.End
	if late := l.now(); late.Before(end) {
		end = late
	}
	return []any{l.q.Span.Start.UnixMilli(), end.UnixMilli()}
}

// now is the first moment that is yet to come.
func (l *factsLoader) now() time.Time {
	if l.q.Now.IsZero() {
		return l.q.Span.End
	}
	return l.q.Now.Add(skew)
}
