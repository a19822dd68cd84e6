package store

import (
	"cmp"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
)

// year is a file of 100,000 releases of one year, made once.
var year = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "fairway-year-")
	if err != nil {
		return "", err
	}
	cleanups = append(cleanups, func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "year.db"), nil
})

// yearOf is a file with a hundred thousand deployments in a year.
func yearOf(b *testing.B) *DB {
	ctx := context.Background()
	path, err := year()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		db, err := Create(ctx, path, fixed())
		if err != nil {
			b.Fatal(err)
		}
		f := &file{DB: db, t: b}
		f.admin = f.begin().Subject
		keeper := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "kim", Name: "Kim", Roles: []model.Grant{{Role: "configuration-manager"}}}}).Subject
		lived(b, f, keeper, 100_000)
		_ = f.Close()
	}
	db, err := Open(ctx, path, fixed())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// ownFacts are the plain queries that read just the facts of measures: of runs from an index
// that has all of these columns, of plans from their list.
var ownFacts = map[string]struct {
	query   string
	columns int
}{
	"runs":  {"SELECT release, started, ended, result, decided, back, partial, intervention, failed, restored, id FROM deploy_row WHERE until IS NULL AND ended >= ? AND ended < ?", 11},
	"times": {"SELECT release, started, ended, result, decided, back, id FROM deploy_row WHERE until IS NULL AND ended >= ? AND ended < ?", 7},
	"plans": {"SELECT id, base, base_day, authorised, cancelled, rebased, moves, type, service FROM release_row WHERE until IS NULL AND base >= ? AND base < ?", 9},
}

// BenchmarkMeasures holds each measure of a year with a hundred thousand deployments, cold
// and without any cache, against the plain query of its own facts, asked by turns in one
// run; the whole page against the sum of them, and that of a past position against it.
func BenchmarkMeasures(b *testing.B) {
	ctx := context.Background()
	db := yearOf(b)
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	head, _, err := db.Head(ctx)
	if err != nil {
		b.Fatal(err)
	}
	plain := func(name string) func() {
		q := ownFacts[name]
		return func() {
			rows, err := db.reader.QueryContext(ctx, q.query, whole.Start.UnixMilli(), whole.End.UnixMilli())
			if err != nil {
				b.Fatal(err)
			}
			into := make([]any, q.columns)
			texts, numbers := make([]sql.NullString, q.columns), make([]sql.NullInt64, q.columns)
			kinds, err := rows.ColumnTypes()
			if err != nil {
				b.Fatal(err)
			}
			for i := range into {
				if into[i] = &texts[i]; kinds[i].DatabaseTypeName() == "INTEGER" {
					into[i] = &numbers[i]
				}
			}
			n := 0
			for rows.Next() {
				if err := rows.Scan(into...); err != nil {
					b.Fatal(err)
				}
				n++
			}
			if n < 90_000 || rows.Err() != nil {
				b.Fatalf("%d rows, %v", n, rows.Err())
			}
		}
	}
	measure := func(pos Position, ids ...string) func() {
		return func() {
			f, err := db.Facts(ctx, FactsQuery{Span: whole, Now: start, AsOf: pos, Measures: ids})
			if err != nil {
				b.Fatal(err)
			}
			f.Brief = true
			for _, m := range metric.All(nil) {
				if len(ids) == 0 || m.ID == ids[0] {
					m.Of(f, whole)
				}
			}
		}
	}
	against := map[string]string{"deployment-time": "times", "slip-rate": "plans"}
	var sum time.Duration
	for _, m := range metric.All(nil) {
		if m.ID == "change-lead-time" {
			continue // it has no records yet
		}
		name := cmp.Or(against[m.ID], "runs")
		b.Run(m.ID, func(b *testing.B) {
			took, base := byTurns(b, measure(Now, m.ID), plain(name))
			sum += took
			b.ReportMetric(float64(took)/float64(base), "x-plain")
		})
	}
	b.Run("page", func(b *testing.B) {
		took, base := byTurns(b, measure(Now), plain("runs"))
		b.ReportMetric(float64(took)/float64(base), "x-plain")
		b.ReportMetric(float64(took)/float64(max(sum, 1)), "x-sum")
	})
	b.Run("as-of", func(b *testing.B) {
		took, base := byTurns(b, measure(Position(head)), measure(Now))
		b.ReportMetric(float64(took)/float64(base), "x-page")
	})
}

// BenchmarkNumbers holds what is kept against what is counted.
func BenchmarkNumbers(b *testing.B) {
	ctx := context.Background()
	db := yearOf(b)
	q := FactsQuery{Span: span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0)), Now: start}
	list := metric.All(nil)
	numbers := func() {
		if _, err := db.Numbers(ctx, q, list); err != nil {
			b.Fatal(err)
		}
	}
	numbers()
	kept, cold := byTurns(b, numbers, func() {
		db.numbers = numbersKept{}
		numbers()
	})
	b.ReportMetric(float64(kept)/float64(cold), "x-cold")
}

// byTurns does one thing after the other, and again, and says how long each took: the
// median.
func byTurns(b *testing.B, one, other func()) (time.Duration, time.Duration) {
	var a, c []time.Duration
	timed := func(do func()) time.Duration {
		began := time.Now()
		do()
		return time.Since(began)
	}
	for b.Loop() {
		a, c = append(a, timed(one)), append(c, timed(other))
	}
	slices.Sort(a)
	slices.Sort(c)
	return a[len(a)/2], c[len(c)/2]
}
