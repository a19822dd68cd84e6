package store

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

// crowded is a file with so many releases in one month and two hundred occurrences of
// its windows there; with others, a hundred thousand releases besides, in other years
// and of other services, and five hundred recurring windows that began ten years ago.
func crowded(t testing.TB, inView int, others, elsewhere bool) *DB {
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
		for i := range 20 {
			if _, err := b.Do(who, action.WriteService{Service: model.Service{Handle: fmt.Sprint("shown-", i), Name: fmt.Sprint("Shown ", i)}}); err != nil {
				return err
			}
		}
		for i := range inView {
			begins := minute(2022, 6, 1+i%28, i*5%24, 0)
			if _, err := b.Do(who, action.Register{Release: model.Release{Name: "In view", Version: fmt.Sprint(i), Type: "normal", Service: model.MakeID(model.KindService, int64(i%20+1)),
				Window: model.Slot{Start: begins, End: when.Moment{At: begins.At.Add(2 * time.Hour), Precision: when.Minute}}}}); err != nil {
				return err
			}
		}
		if others { // in other months, and of other services
			all := imports(100_000)
			every := all.Rows
			all.Rows = func(yield func(intake.Row) error) error {
				return every(func(row intake.Row) error {
					if row.Start.At.Year() == 2022 && row.Start.At.Month() > time.April && row.Start.At.Month() < time.August {
						return nil
					}
					return yield(row)
				})
			}
			if _, err := b.Do(who, all); err != nil {
				return err
			}
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
		for i := range 500 { // over, in another season, or for services that aren't shown
			service, rule, month := i%20+1, "FREQ=WEEKLY;UNTIL=20220501T000000Z", time.June
			switch {
			case i%2 == 1 && elsewhere:
				service, rule = 21+i%10, "FREQ=WEEKLY"
			case i%2 == 1:
				rule, month = "FREQ=YEARLY", time.December
			}
			if err := add(fmt.Sprint("Of old ", i), model.WindowMaintenance, service, minute(2012, month, 1+i%28, 18, 0), rule); err != nil {
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
	few, many := crowded(b, 100, false, false), crowded(b, 100, true, false)
	compareViews(b, few, many, "many/few", 100, 100)
}

// BenchmarkViewsAmongOtherServices prints the same where half of these windows go on, for
// services that aren't shown: on the timeline, and where conflicts are looked for.
func BenchmarkViewsAmongOtherServices(b *testing.B) {
	few, many := crowded(b, 100, false, false), crowded(b, 100, true, true)
	compareViews(b, few, many, "many/few", 100, 100, "timeline", "conflict")
}

// BenchmarkViewsOfEightTimesTheReleases prints how much longer the same views take of eight
// hundred releases than of a hundred, all of them in view, in one run.
func BenchmarkViewsOfEightTimesTheReleases(b *testing.B) {
	compareViews(b, crowded(b, 100, false, false), crowded(b, 800, false, false), "eight/one", 100, 800)
}

// views are the questions that the views of a calendar ask, of a month or its other stretches.
func views(month when.Span, now time.Time) map[string]CalendarQuery {
	week := when.Span{Start: month.Start.AddDate(0, 0, 12), End: month.Start.AddDate(0, 0, 19)}
	quarter := when.Span{Start: month.Start.AddDate(0, -1, 0), End: month.End.AddDate(0, 1, 0)}
	return map[string]CalendarQuery{
		"month":     {Span: month, Now: now, Limit: 1000},
		"week":      {Span: week, Now: now, Limit: 1000, Windows: true},
		"quarter":   {Span: quarter, Now: now, Limit: 1000},
		"timeline":  {Span: month, Now: now, Limit: 1000, Tracks: true, Windows: true},
		"slipped":   {Span: month, Now: now, Limit: 1000, Filter: "slipped", Windows: true},
		"changed":   {Span: month, Now: now, Limit: 1000, Filter: "changed", Windows: true},
		"conflict":  {Span: month, Now: now, Limit: 1000, Filter: "conflict", Windows: true},
		"frozen":    {Span: month, Now: now, Limit: 1000, Filter: "frozen", Windows: true},
		"emergency": {Span: month, Now: now, Limit: 1000, Filter: "emergency", Windows: true},
		"late":      {Span: month, Now: now, Limit: 1000, Filter: "late", Late: 100, Windows: true},
		"agenda":    {Span: month, Now: now, Limit: 1000, Late: 100, Since: true, Zones: true},
	}
}

// compareViews prints, of each view, how much longer it takes in another file.
func compareViews(b *testing.B, few, many *DB, ratio string, inFew, inMany int, only ...string) {
	now := time.Date(2022, 6, 10, 9, 0, 0, 0, time.UTC)
	span := when.Span{Start: time.Date(2022, 6, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC)}
	for name, q := range views(span, now) {
		if len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		if len(only) > 0 && name == "conflict" {
			q.Windows = false
		}
		b.Run(name, func(b *testing.B) {
			ask := func(db *DB, least int) time.Duration {
				runtime.GC() // else it falls into the same of the two each time, by turns as they are
				began := time.Now()
				c, err := db.Calendar(context.Background(), q)
				if err != nil {
					b.Fatal(err)
				}
				if q.Filter == "" && name != "week" && name != "quarter" && c.Total != least { // what lies beside the month differs
					b.Fatalf("%d releases", c.Total)
				}
				return time.Since(began)
			}
			ask(few, inFew)
			ask(many, inMany)
			var a, z []time.Duration
			for b.Loop() { // by turns, so that what else the machine does is the same for both
				a = append(a, ask(few, inFew))
				z = append(z, ask(many, inMany))
			}
			b.ReportMetric(float64(middle(z))/float64(middle(a)), ratio)
			b.ReportMetric(float64(middle(a).Microseconds())/1000, "ms-few")
		})
	}
}

// middle is the median: what else the machine does now and then is in no ratio.
func middle(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}
