package store

import (
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
	"fairway/model/when"
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

// ownFacts are the plain queries of the facts that each part of the measures reads, between
// two times, in as few columns as they have; of runs from an index that has them all.
var ownFacts = map[metric.Reading][]string{
	metric.ReadsRuns:       {"SELECT release, started, ended, result, decided, back, partial, intervention, failed, restored, id FROM deploy_row WHERE until IS NULL AND ended >= ? AND ended < ?"},
	metric.ReadsPlans:      {"SELECT id, base, base_day, authorised, cancelled, rebased, moves, type, service FROM release_row WHERE until IS NULL AND base >= ? AND base < ?"},
	metric.ReadsCancelled:  {"SELECT r.id, r.name, r.version, r.type, r.service, r.cancelled, v.body ->> '$.cancelled.reason' FROM release_row r JOIN version v ON v.n = r.n WHERE r.until IS NULL AND r.cancelled >= ? AND r.cancelled < ?"},
	metric.ReadsStages:     {"SELECT r.id, r.passed, r.registered FROM deploy_row d JOIN release_row r ON r.id = d.release AND r.until IS NULL WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?"},
	metric.ReadsCriteria:   {papersOfDeployed},
	metric.ReadsJudgements: {papersOfDeployed},
	metric.ReadsIncidents: {
		"SELECT x.id, x.title, x.grade, x.service, x.at, x.ends, l.rel, l.dst FROM record_row x JOIN link l ON l.src = x.id AND l.until IS NULL AND l.rel IN ('caused-by', 'suspects', 'affects') WHERE x.until IS NULL AND x.kind = 'incident' AND x.kind <> 'release' AND x.at >= ? AND x.at < ?",
		"SELECT r.id, r.items FROM deploy_row d JOIN release_row r ON r.id = d.release AND r.until IS NULL WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?",
	},
	metric.ReadsRFCs: {"SELECT r.id, r.changes FROM deploy_row d JOIN release_row r ON r.id = d.release AND r.until IS NULL WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?"},
	metric.ReadsScopes: {`SELECT r.id, v.body -> '$.changes', p.body -> '$.changes' FROM deploy_row d JOIN release_row r ON r.id = d.release AND r.until IS NULL JOIN version v ON v.n = r.n
 LEFT JOIN log_row e ON e.subject = r.id AND e.at = r.authorised LEFT JOIN version p ON p.id = r.id AND p.since = e.pos WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?`},
	metric.ReadsWays:      {bodiesOfDeployed, paperBodies("waiver")},
	metric.ReadsNotices:   {bodiesOfDeployed, paperBodies("notice"), paperBodies("waiver")},
	metric.ReadsReviews:   {bodiesOfDeployed},
	metric.ReadsRequests:  {"SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.until IS NULL AND r.kind = 'approval' AND r.kind <> 'release' AND r.at >= ? AND r.at < ?"},
	metric.ReadsSubmitted: {"SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.until IS NULL AND r.kind = 'change' AND r.kind <> 'release' AND r.at >= ? AND r.at < ?"},
}

const bodiesOfDeployed = "SELECT v.body FROM deploy_row d JOIN release_row r ON r.id = d.release AND r.until IS NULL JOIN version v ON v.n = r.n WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?"

const papersOfDeployed = "SELECT p.release, p.what, p.said FROM deploy_row d JOIN deploy_row p ON p.release = d.release AND p.until IS NULL AND p.what <> 'run' WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?"

func paperBodies(kind string) string {
	return "SELECT v.body FROM deploy_row d JOIN record_row x ON x.subject = d.release AND x.kind = '" + kind + "' AND x.subject <> '' AND x.until IS NULL JOIN version v ON v.n = x.n WHERE d.until IS NULL AND d.ended >= ? AND d.ended < ?"
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
	plain := func(parts ...metric.Reading) func() {
		return func() {
			n := 0
			for _, part := range parts {
				for _, query := range ownFacts[part] {
					n += readPlain(b, db, query, whole)
				}
			}
			if n < 90_000 && (slices.Contains(parts, metric.ReadsRuns) || slices.Contains(parts, metric.ReadsPlans)) {
				b.Fatalf("%d rows", n)
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
	var sum time.Duration
	for _, m := range metric.All(nil) {
		if !slices.Contains(m.Reads, metric.ReadsRuns) && !slices.Contains(m.Reads, metric.ReadsPlans) && !slices.Contains(m.Reads, metric.ReadsReviews) {
			continue // of these there are next to none in this file
		}
		b.Run(m.ID, func(b *testing.B) {
			took, base := byTurns(b, measure(Now, m.ID), plain(m.Reads...))
			sum += took
			b.ReportMetric(float64(took)/float64(base), "x-plain")
		})
	}
	b.Run("page", func(b *testing.B) {
		took, base := byTurns(b, measure(Now), plain(metric.ReadsRuns))
		b.ReportMetric(float64(took)/float64(base), "x-plain")
		b.ReportMetric(float64(took)/float64(max(sum, 1)), "x-sum")
	})
	b.Run("as-of", func(b *testing.B) {
		took, base := byTurns(b, measure(Position(head)), measure(Now))
		b.ReportMetric(float64(took)/float64(base), "x-page")
	})
}

// readPlain reads every row of a question between two times.
func readPlain(b *testing.B, db *DB, query string, in when.Span) (n int) {
	rows, err := db.reader.QueryContext(context.Background(), query, in.Start.UnixMilli(), in.End.UnixMilli())
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	kinds, err := rows.ColumnTypes()
	if err != nil {
		b.Fatal(err)
	}
	into := make([]any, len(kinds))
	texts, numbers := make([]sql.NullString, len(kinds)), make([]sql.NullInt64, len(kinds))
	for i := range into {
		if into[i] = &texts[i]; kinds[i].DatabaseTypeName() == "INTEGER" {
			into[i] = &numbers[i]
		}
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if rows.Err() != nil {
		b.Fatal(rows.Err())
	}
	return n
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
