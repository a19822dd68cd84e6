package store

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"

	"pgregory.net/rapid"
)

// Looking for windows by chunks and services finds each that occurs in a stretch of time, and
// each that always has a say, as asking every window does.
func TestWindowsNowAgainstEachWindow(t *testing.T) {
	berlin, err := when.Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		var list []windowInForce
		for i := range rapid.IntRange(0, 12).Draw(t, "windows") {
			w := &model.Window{ID: model.MakeID(model.KindWindow, int64(i+1)), Class: rapid.SampledFrom([]string{model.WindowMaintenance, model.WindowFreeze, model.WindowOnCall}).Draw(t, "class"),
				Rule: rapid.SampledFrom([]string{"", "FREQ=WEEKLY", "FREQ=YEARLY", "FREQ=MONTHLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20220501T000000Z", "FREQ=NEVER"}).Draw(t, "rule")}
			at := time.Date(2022, 1, 1, 18, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(-400, 200).Draw(t, "day")) * 24 * time.Hour)
			w.Slot = model.Slot{Start: when.Moment{At: at, Precision: when.Minute}, End: when.Moment{At: at.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "hours")) * time.Hour), Precision: when.Minute}}
			for range rapid.IntRange(0, 2).Draw(t, "services") {
				w.Services = append(w.Services, model.MakeID(model.KindService, rapid.Int64Range(1, 3).Draw(t, "service")))
			}
			in := windowInForce{id: w.ID, window: w, throughout: w.Class != model.WindowFreeze, begins: sql.NullInt64{Int64: at.UnixMilli(), Valid: true}}
			if w.Rule == "" {
				in.ends = sql.NullInt64{Int64: w.Slot.End.At.UnixMilli(), Valid: true}
			}
			if rapid.IntRange(0, 20).Draw(t, "redacted") == 20 {
				in.window = nil
			}
			list = append(list, in)
		}
		now := newWindowsNow(list)
		for range 3 { // the second time it is told from what was kept
			zone := rapid.SampledFrom([]*time.Location{time.UTC, berlin}).Draw(t, "zone")
			begins := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(-9000, 9000).Draw(t, "from")) * time.Hour)
			span := when.Span{Start: begins, End: begins.Add(time.Duration(rapid.SampledFrom([]int{1, 30, 800, 20_000}).Draw(t, "long")) * time.Hour)}
			of := []model.ID{"", model.MakeID(model.KindService, rapid.Int64Range(1, 4).Draw(t, "asked"))}
			if rapid.Bool().Draw(t, "nobody") {
				of = nil
			}
			found := now.during(span, zone, of...)
			if !slices.IsSortedFunc(found, func(a, b *windowInForce) int { return model.CompareIDs(a.id, b.id) }) {
				t.Fatalf("not by their numbers: %v", found)
			}
			for i := range list {
				w := &list[i]
				always := of != nil && w.throughout && w.concerns(map[model.ID]bool{of[1]: true})
				if (always || w.occurs(span, zone)) && !slices.Contains(found, w) {
					t.Fatalf("%s %s is not found in %s for %v", w.id, w.window.Rule, span, of)
				}
				if wide := (when.Span{Start: span.Start.Add(-windowsChunk - 2*slack), End: span.End.Add(windowsChunk + 2*slack)}); !always && !w.occurs(wide, zone) && slices.Contains(found, w) {
					t.Fatalf("%s is found far from %s", w.id, span)
				}
			}
		}
	})
}
