package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
)

// decade is a file of releases over ten years, or only those of one month of it,
// with the windows of twenty services and the freezes of the years.
func decade(t testing.TB, only func(time.Time) bool) *DB {
	t.Helper()
	ctx, o := context.Background(), fixed()
	path := filepath.Join(t.TempDir(), "decade.db")
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
		all.Rows = func(yield func(intake.Row) error) error {
			return every(func(row intake.Row) error {
				if !only(row.Start.At) {
					return nil
				}
				return yield(row)
			})
		}
		if _, err := b.Do(who, all); err != nil {
			return err
		}
		for i := range 20 {
			w := model.Window{Title: fmt.Sprint("Night ", i), Class: model.WindowMaintenance, Services: []model.ID{model.MakeID(model.KindService, int64(i+1))}, Slot: model.Slot{Start: minute(2026, 1, 1, 18, 0), End: minute(2026, 1, 2, 6, 0)}, Rule: "FREQ=WEEKLY"}
			if _, err := b.Do(who, action.AddWindow{Window: w}); err != nil {
				return err
			}
		}
		for y := 2017; y <= 2026; y++ {
			at := minute(y, 12, 22, 0, 0)
			if !only(at.At) {
				continue
			}
			if _, err := b.Do(who, action.AddWindow{Window: model.Window{Title: fmt.Sprint("Year end ", y), Class: model.WindowFreeze, Hard: true, Everything: true, Slot: model.Slot{Start: at, End: minute(y+1, 1, 4, 0, 0)}}}); err != nil {
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

// A month with its conflicts costs what lies in it, however many years lie
// around it: both files are asked by turns, and it prints how many times as long
// the large one takes (at most 1.3 is meant).
func BenchmarkAMonthAmongTenYears(t *testing.B) {
	month := span(time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	files := [2]*DB{decade(t, func(time.Time) bool { return true }), decade(t, func(at time.Time) bool {
		return !at.Before(month.Start.AddDate(0, 0, -1)) && at.Before(month.End.AddDate(0, 0, 1))
	})}
	for _, q := range []CalendarQuery{{Limit: 200}, {Limit: 5000}, {Limit: 5000, Filter: "conflict"}} {
		q.Span, q.Now = month, start
		var took [2][]time.Duration
		shown := [2]int{}
		for range 21 {
			for i, db := range files {
				begun := time.Now()
				c, err := db.Calendar(context.Background(), q)
				took[i] = append(took[i], time.Since(begun))
				if err != nil {
					t.Fatal(err)
				}
				shown[i] = 0
				for _, card := range c.cards() {
					if card.Conflict {
						shown[i]++
					}
				}
			}
		}
		if shown[0] == 0 || shown[0] != shown[1] {
			t.Errorf("%d conflicts in the large file, %d in the small one", shown[0], shown[1])
		}
		for i := range took {
			slices.Sort(took[i])
		}
		large, small := took[0][10], took[1][10]
		ratio := float64(large) / float64(small)
		t.Logf("limit %d, filter %q: %d conflicts, %v against %v (least %v, %v), ratio %.2f", q.Limit, q.Filter, shown[0], large.Round(time.Microsecond), small.Round(time.Microsecond), took[0][0].Round(time.Microsecond), took[1][0].Round(time.Microsecond), ratio)
		t.ReportMetric(ratio, fmt.Sprintf("x-alone-%d%s", q.Limit, q.Filter))
	}
}
