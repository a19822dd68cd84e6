package store

import (
	"context"
	"reflect"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// What is packed of a record is what measures of papers read of it, to the nanosecond, and
// nothing of one stays in the room of another.
func TestPackedPapersAreTheRecord(t *testing.T) {
	at := time.Date(2026, 3, 1, 8, 0, 0, 123_456_789, time.UTC)
	berlin, _ := time.LoadLocation("Europe/Berlin")
	full := model.Release{ID: "REL-1", Type: "emergency", Coordinator: "PER-3", Rules: "RUL-2", Stage: "pir", StageDue: at.AddDate(0, 0, 3), Risk: &model.Risk{Band: "high"}, Origin: &model.Origin{},
		Declared: &model.Declaration{Ended: &model.Ending{}}, Cancelled: &model.Ending{At: at.AddDate(0, 0, 9)},
		Window:   model.Slot{Start: when.OnClock(at, berlin), End: when.OnDay(when.Date{Year: 2026, Month: 3, Day: 4}, berlin)},
		Passed:   []model.Passage{{From: "a", To: "b", At: at}, {From: "b", To: "c", At: at.Truncate(time.Millisecond), Recorded: at.Add(time.Hour)}},
		Returned: []model.Passage{{From: "c", To: "b", Kind: "rework", At: at}},
		Broken:   []model.Broken{{Rule: "rule", Reason: "because", At: at.AddDate(-80, 0, 0)}}}
	plain := model.Release{ID: "REL-2", Type: "normal", Stage: "plan", Passed: []model.Passage{}, Returned: []model.Passage{}, Broken: []model.Broken{}}
	var room model.Release
	for _, want := range []model.Release{full, plain, full, {}} {
		if want.Passed == nil {
			want.Passed, want.Returned, want.Broken = []model.Passage{}, []model.Passage{}, []model.Broken{}
		}
		packed := string(packPapers(&want))
		if !unpackPapers(packed, &room) || !reflect.DeepEqual(room, want) {
			t.Errorf("packed %+v, read %+v", want, room)
		}
		if packedBook(packed) != want.Rules || packedID(packed) != want.ID || packedNumber([]byte(packed)) != want.ID.Number() {
			t.Errorf("of %s: %s under %s, number %d", want.ID, packedID(packed), packedBook(packed), packedNumber([]byte(packed)))
		}
		for n := range len(packed) { // cut off, it is broken
			if unpackPapers(packed[:n], &room) {
				t.Fatalf("%d of %d bytes can be read", n, len(packed))
			}
		}
	}
}

// Each release of which a run ended has what papers say of it in the list of facts once for
// each end, and first in one of these.
func TestPapersStandWhereRunsEnded(t *testing.T) {
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	ctx := context.Background()
	type row struct {
		Release, Facts string
		At, Day        int64
	}
	rows, err := all(ask(ctx, f.reader, "SELECT release, facts, at, day FROM fact_row WHERE what = 7 AND until IS NULL ORDER BY release, at"), func(r *row) []any { return []any{&r.Release, &r.Facts, &r.At, &r.Day} })
	if err != nil {
		t.Fatal(err)
	}
	ends, err := all(ask(ctx, f.reader, "SELECT DISTINCT release, ended FROM deploy_row WHERE what = 'run' AND ended IS NOT NULL AND until IS NULL ORDER BY release, ended"), func(r *row) []any { return []any{&r.Release, &r.At} })
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(ends) || len(rows) < 50 {
		t.Fatalf("%d rows of papers, %d ends of runs", len(rows), len(ends))
	}
	several := 0
	for i, r := range rows {
		first := i == 0 || rows[i-1].Release != r.Release
		if r.Release != ends[i].Release || r.At != ends[i].At || r.Day&factFirst > 0 != first {
			t.Errorf("row %+v, end %+v", r, ends[i])
		}
		if !first {
			several++
		}
		fact, err := f.Record(ctx, model.ID(r.Release), Now)
		if err != nil {
			t.Fatal(err)
		}
		rel := fact.Record.(*model.Release)
		if r.Facts != string(packPapers(rel)) || r.Day&factOpen == 0 != rel.Ended() {
			t.Errorf("%s: its papers are not those of its record", r.Release)
		}
	}
	if several == 0 {
		t.Error("no release has two runs")
	}
}
