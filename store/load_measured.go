package store

import (
	"context"
	"database/sql"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// measured counts the numbers of a period as they are at the end of the log, and as they
// were where somebody looked at them. Of what is no period, or is not over, there are none:
// the action says so.
func (l *loader) measured(of model.ToMeasure) {
	period, err := when.ParsePeriod(of.Period)
	if err != nil || l.err != nil || period.Span(l.c.Rules.Policy.Location()).End.After(l.c.Now) {
		return
	}
	out := &model.Measured{Period: period.String(), Span: period.Span(l.c.Rules.Policy.Location()), Edition: metric.Edition}
	if _, err := ask(l.ctx, l.q, "SELECT pos FROM log WHERE pos <= coalesce(?1, pos) ORDER BY pos DESC LIMIT 1", nowOr(l.pos)).one(&out.Position); err != nil {
		l.fail(err)
		return
	}
	f, err := l.db.factsOf(l.ctx, l.q, out.Span, l.pos, l.c.Now)
	if err != nil {
		l.fail(err)
		return
	}
	out.Figures, out.Unsettled = metric.Figures(f, out.Span)
	if of.Looked > 0 && of.Looked < out.Position {
		if f, err = l.db.factsOf(l.ctx, l.q, out.Span, Position(of.Looked), l.c.Now); err != nil {
			l.fail(err)
			return
		}
		out.Looked, _ = metric.Figures(f, out.Span)
	}
	l.c.Measured = out
}

// nowOr is a position as a parameter; NULL for now.
func nowOr(pos Position) any {
	if pos == Now {
		return nil
	}
	return int64(pos)
}

// factsOf reads the facts of a period within a transaction that is open already.
func (db *DB) factsOf(ctx context.Context, q queryer, span when.Span, pos Position, now time.Time) (metric.Facts, error) {
	tx, ok := q.(*view)
	if !ok {
		tx = &view{ctx: ctx, tx: q.(*sql.Tx), done: func() {}}
	}
	return db.facts(ctx, tx, FactsQuery{Span: span, AsOf: pos, Now: now, Defects: true})
}
