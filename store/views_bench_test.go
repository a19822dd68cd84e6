package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

// crowded is a file with a hundred releases in one month and two hundred occurrences of
// its windows there; with others, a hundred thousand releases besides, in other years
// and of other services, and five hundred recurring windows that began ten years ago.

func crowded(t testing.TB, others bool) *DB {
	t.Helper()
	ctx, o := context.Background(), fixed()
	path := filepath.Join(t.TempDir(), "crowded.db")
	err := Make(ctx, path, o, func(b *Batch) error {
		who := Who{Auth: "test"}
		r, err := b.Do(who, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: rules(t)})
		if err != nil {
			return err
		}
		who.Person = r.Subject
		if r, err = b.Do(who, action.WritePerson{Person: model.Person{Handle: "bo", Name: "Bo Boss", Roles: []model.Grant{{Role: "release-manager"}, {Role: "administrator"}}}}); err != nil {
			return err
		}
		who.Person = r.Subject
		all := imports(100_000)
		every := all.Rows
		n := 0
		all.Rows = func(yield func(intake.Row) error) error {
			return every(func(row intake.Row) error {
				in := row.Start.At.Year() == 2022 && row.Start.At.Month() == time.June
				if in {
					if n++; n > 100 {
						return nil
					}
				}
				if !in && (!others || row.Start.At.Year() == 2022 && row.Start.At.Month() > time.April && row.Start.At.Month() < time.August) {
					return nil
				}
				return yield(row)
			})
		}
		if _, err := b.Do(who, all); err != nil {
			return err
		}
		add := func(title string, class string, service int, at when.Moment, rule string) error {
			w := model.Window{Title: title, Class: class, Services: []model.ID{model.MakeID(model.KindService, int64(service))}, Slot: model.Slot{Start: at, End: when.Moment{At: at.At.Add(6 * time.Hour), Precision: when.Minute}}, Rule: rule}
			_, err := b.Do(who, action.AddWindow{Window: w})
			return err
		}
		for i := range 50 { // four occurrences each
			if err := add(fmt.Sprint("Night ", i), model.WindowMaintenance, i%20+1, minute(2022, 6, 1+i%7, 18, 0), "FREQ=WEEKLY;COUNT=4"); err != nil {
				return err
			}
		}
		if !others {
			return nil
		}
		for i := range 500 {
			if err := add(fmt.Sprint("Of old ", i), model.WindowMaintenance, i%20+1, minute(2012, 6, 1+i%28, 18, 0), "FREQ=WEEKLY;UNTIL=20220501T000000Z"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := Open(ctx, path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// BenchmarkViewsAmongManyReleases prints how much longer a month of the calendar, with
// tracks, and its conflicts take where there are a hundred thousand releases besides and
// five hundred windows that began ten years ago, in one run.
func BenchmarkViewsAmongManyReleases(b *testing.B) {
	few, many := crowded(b, false), crowded(b, true)
	now := time.Date(2022, 6, 10, 9, 0, 0, 0, time.UTC)
	span := when.Span{Start: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC)}
	for name, q := range map[string]CalendarQuery{
		"month":    {Span: span, Now: now, Limit: 300},
		"timeline": {Span: span, Now: now, Limit: 400, Tracks: true, Windows: true},
		"slipped":  {Span: span, Now: now, Limit: 300, Filter: "slipped", Windows: true},
		"changed":  {Span: span, Now: now, Limit: 300, Filter: "changed", Windows: true},
		"conflict": {Span: span, Now: now, Limit: 300, Filter: "conflict", Windows: true},
	} {
		b.Run(name, func(b *testing.B) {
			ask := func(db *DB) time.Duration {
				began := time.Now()
				c, err := db.Calendar(context.Background(), q)
				if err != nil {
					b.Fatal(err)
				}
				if q.Filter == "" && c.Total < 90 {
					b.Fatalf("%d releases", c.Total)
				}
				return time.Since(began)
			}
			ask(few)
			ask(many)
			var a, z time.Duration
			for b.Loop() { // by turns, so that what else the machine does is the same for both
				a += ask(few)
				z += ask(many)
			}
			b.ReportMetric(float64(z)/float64(a), "many/few")
			b.ReportMetric(float64(a.Microseconds())/float64(b.N)/1000, "ms-few")
		})
	}
}
