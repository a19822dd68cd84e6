package store

import (
	"context"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// BenchmarkASlotAmongManyReleases looks for the next free slots of the same release by
// turns in a file of 100,000 releases over ten years, and in one that has only those of
// the months around: at most 1.3 times as long is meant. Beside it stands how long it
// takes to try every minute up to the first slot, among the same facts: a hundredth of
// that is meant.
func BenchmarkASlotAmongManyReleases(t *testing.B) {
	from := start
	near := func(at time.Time) bool {
		return !at.Before(from.AddDate(0, 0, -40)) && at.Before(from.AddDate(0, 0, 100))
	}
	files := [2]*DB{decade(t, func(time.Time) bool { return true }), decade(t, near)}
	var name string
	var ids [2]model.ID
	if err := files[1].reader.QueryRow("SELECT name || ' ' || version FROM release_row WHERE ended = 0 AND until IS NULL AND begins > ? ORDER BY begins LIMIT 1", from.AddDate(0, 0, 20).UnixMilli()).Scan(&name); err != nil {
		t.Fatal(err)
	}
	for i, db := range files {
		if err := db.reader.QueryRow("SELECT id FROM release_row WHERE ended = 0 AND until IS NULL AND name || ' ' || version = ? AND begins > ? AND begins < ?", name, from.UnixMilli(), from.AddDate(0, 0, 100).UnixMilli()).Scan(&ids[i]); err != nil {
			t.Fatal(err)
		}
	}
	var took [2][]time.Duration
	var found [2][]when.Span
	for range 21 {
		for i, db := range files {
			begun := time.Now()
			free, err := db.FreeSlots(context.Background(), FreeQuery{Release: ids[i], Length: 3 * time.Hour, Most: 3, Warned: true, Now: from})
			took[i] = append(took[i], time.Since(begun))
			if err != nil || len(free.Slots) == 0 {
				t.Fatalf("%v: %d slots, %d passed over", err, len(free.Slots), len(free.Passed))
			}
			found[i] = nil
			for _, s := range free.Slots {
				found[i] = append(found[i], s.Span)
			}
		}
	}
	if !slices.Equal(found[0], found[1]) {
		t.Errorf("%v among many, %v among few", found[0], found[1])
	}
	for i := range took {
		slices.Sort(took[i])
	}
	many, few := took[0][10], took[1][10]

	c, err := files[0].Case(context.Background(), Now, from, model.Needs{Releases: []model.ID{ids[0]}, Calendar: true, Slots: []when.Span{{Start: from, End: from.Add(freeFirst)}}})
	if err != nil {
		t.Fatal(err)
	}
	k, r, tried := gate.NewCalendar(c), model.Get[*model.Release](c, ids[0]).Clone(), 0
	k.Conflicts(r) // what is made once for all is made
	begun := time.Now()
	k.Free(r, gate.SlotSearch{Length: 3 * time.Hour, In: when.Span{Start: from, End: from.Add(freeFirst)}, Most: 1, Warned: true})
	alone := time.Since(begun)
	begun = time.Now()
	for at := from.Truncate(time.Minute); at.Before(found[0][0].Start); at = at.Add(time.Minute) {
		r.Window = model.Slot{Start: when.OnClock(at, c.Zone(r)), End: when.OnClock(at.Add(3*time.Hour), c.Zone(r))}
		k.Conflicts(r)
		tried++
	}
	every := time.Since(begun)
	t.Logf("%v among 100,000, %v among those around (least %v, %v), ratio %.2f; of that the search %v, and trying %d minutes one by one %v, %.0f times as long", many.Round(time.Microsecond), few.Round(time.Microsecond), took[0][0].Round(time.Microsecond), took[1][0].Round(time.Microsecond), float64(many)/float64(few), alone.Round(time.Microsecond), tried, every.Round(time.Millisecond), float64(every)/float64(alone))
	t.ReportMetric(float64(many)/float64(few), "x-alone")
	t.ReportMetric(float64(every)/float64(alone), "x-minutes")
}
