package store

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
)

// large is a file of 100,000 releases, made once for all benchmarks of a run.
var large = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "fairway-bench-")
	if err != nil {
		return "", err
	}
	cleanups = append(cleanups, func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "large.db")
	ctx := context.Background()
	db, err := Create(ctx, path, fixed())
	if err != nil {
		return "", err
	}
	defer db.Close()
	b, err := defaults()
	if err != nil {
		return "", err
	}
	r, err := db.Do(ctx, Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: b})
	if err != nil {
		return "", err
	}
	boss, err := db.Do(ctx, Who{Person: r.Subject, Auth: "test"}, action.WritePerson{Person: model.Person{Handle: "bo", Name: "Bo Boss", Roles: []model.Grant{{Role: "release-manager"}, {Role: "administrator"}}}})
	if err != nil {
		return "", err
	}
	_, err = db.Do(ctx, Who{Person: boss.Subject, Auth: "test"}, imports(100_000))
	return path, err
})

// cleanups run after all tests and benchmarks.
var cleanups []func()

func largeFile(b *testing.B) *DB {
	b.Helper()
	path, err := large()
	if err != nil {
		b.Fatal(err)
	}
	db, err := Open(context.Background(), path, fixed())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// Every query at 100,000 releases, as screens ask it.
func BenchmarkQueries(b *testing.B) {
	ctx := context.Background()
	db := largeFile(b)
	open, err := db.Releases(ctx, ReleaseQuery{Filter: "open", Now: start, Limit: 20})
	if err != nil || len(open) != 20 {
		b.Fatal(open, err)
	}
	var ids []model.ID
	for _, c := range open {
		ids = append(ids, c.ID)
	}
	month := span(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	head, _, err := db.Head(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []struct {
		name string
		ask  func() error
	}{
		{"Board", func() error { _, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 20}); return err }},
		{"BoardAsOf", func() error { _, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 20, AsOf: head}); return err }},
		{"BoardLanes", func() error {
			_, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 8, Lanes: ByService, LaneLimit: 12})
			return err
		}},
		{"BoardApart", func() error {
			_, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 20, Lanes: Apart})
			return err
		}},
		{"BoardFilter", func() error {
			_, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 20, Filter: "service:service-3"})
			return err
		}},
		{"Month", func() error {
			_, err := db.Calendar(ctx, CalendarQuery{Span: month, Now: start, Limit: 200})
			return err
		}},
		{"Day", func() error {
			_, err := db.Calendar(ctx, CalendarQuery{Span: span(month.Start, month.Start.AddDate(0, 0, 1)), Now: start, Limit: 200})
			return err
		}},
		{"Week", func() error {
			_, err := db.Calendar(ctx, CalendarQuery{Span: span(month.Start, month.Start.AddDate(0, 0, 7)), Now: start, Limit: 300, Zones: true})
			return err
		}},
		{"Gate", func() error { _, err := db.Gate(ctx, ids[0], "", Now, start); return err }},
		{"Dots20", func() error { _, err := db.Dots(ctx, ids, Now, start); return err }},
		{"Waiting", func() error { _, err := db.Waiting(ctx, nil); return err }},
		{"Search", func() error { _, err := db.Search(ctx, "ledg", 20); return err }},
		{"SearchLetter", func() error { _, err := db.Search(ctx, "p", 20); return err }},
		{"SearchTwo", func() error { _, err := db.Search(ctx, "ledg gat", 20); return err }},
		{"SearchRare", func() error { _, err := db.Search(ctx, "99731", 20); return err }},
		{"ReleasesFilter", func() error {
			_, err := db.Releases(ctx, ReleaseQuery{Filter: "open service:service-3 start:<2027-01-01", Now: start, Limit: 50})
			return err
		}},
		{"ReleasesWord", func() error {
			_, err := db.Releases(ctx, ReleaseQuery{Filter: "open ledger", Now: start, Limit: 50})
			return err
		}},
		{"List", func() error { _, err := db.List(ctx, ListQuery{Kind: model.KindService, Limit: 50}); return err }},
		{"Table", func() error { _, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Now: start}); return err }},
		{"TableEnd", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Skip: 1 << 30, Now: start, Counted: 100_000, CountedAt: head})
			return err
		}},
		{"TableMiddle", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Skip: 50_000, Now: start, Counted: 100_000, CountedAt: head})
			return err
		}},
		{"TableKeep", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Keep: "REL-70000", Now: start})
			return err
		}},
		{"TableByTitle", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Sort: "title", Now: start})
			return err
		}},
		{"TableByService", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Sort: "service", Now: start})
			return err
		}},
		{"TableWord", func() error {
			_, err := db.Table(ctx, TableQuery{Kind: model.KindRelease, Filter: "ledg", Now: start})
			return err
		}},
		{"LogTable", func() error { _, err := db.LogTable(ctx, LogTableQuery{Now: start}); return err }},
		{"About", func() error { _, err := db.About(ctx, AboutQuery{ID: "SVC-1"}); return err }},
		{"Record", func() error { _, err := db.Record(ctx, ids[0], Now); return err }},
		{"Log", func() error { _, err := db.Log(ctx, LogQuery{Limit: 50}); return err }},
		{"LogSubject", func() error { _, err := db.Log(ctx, LogQuery{Subject: ids[0], Limit: 50}); return err }},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if err := q.ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOpenAndBoard(b *testing.B) {
	ctx := context.Background()
	path := largeFile(b).Path()
	for b.Loop() {
		db, err := Open(ctx, path, fixed())
		if err != nil {
			b.Fatal(err)
		}
		if _, err := db.Board(ctx, BoardQuery{Now: start, PerStage: 20}); err != nil {
			b.Fatal(err)
		}
		_ = db.Close()
	}
}

func BenchmarkEdit(b *testing.B) {
	ctx := context.Background()
	db := largeFile(b)
	boss, err := db.Resolve(ctx, model.KindPerson, "bo")
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		if _, err := db.Do(ctx, Who{Person: boss, Auth: "test"}, action.Edit{Release: "REL-99001", Set: map[string]string{"name": numbered("Edited", n)}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	ctx := context.Background()
	db := largeFile(b)
	for b.Loop() {
		if v, err := db.Verify(ctx, nil); err != nil || !v.OK() {
			b.Fatal(v, err)
		}
	}
}

func BenchmarkRebuild(b *testing.B) {
	ctx := context.Background()
	db := largeFile(b)
	for b.Loop() {
		if err := db.Rebuild(ctx, nil); err != nil {
			b.Fatal(err)
		}
	}
}
