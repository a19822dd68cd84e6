package store

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/model/when"
)

// keeps fails the test unless the file keeps rules of these zones.
func (f *file) keeps(names ...string) {
	f.t.Helper()
	have := map[string]bool{}
	for _, l := range f.listed(model.KindZone) {
		have[l.Title] = true
	}
	for _, name := range names {
		if !have[name] {
			f.t.Errorf("it keeps no rules of %s, only of %v", name, have)
		}
	}
}

func (f *file) listed(k model.Kind) []Listed {
	f.t.Helper()
	l, err := f.List(context.Background(), ListQuery{Kind: k})
	if err != nil {
		f.t.Fatal(err)
	}
	return l
}

// An import that is the first to be in a zone writes its rules down along with
// its rows, and the log still says what it wrote; so does the correction of a
// clock that is counted as an import is.
func TestAnImportKeepsZones(t *testing.T) {
	f := made(t, fixed())
	in := imports(40)
	in.Rows = rows(40, func(i int, r *intake.Row) {
		at := []*time.Location{zone(t, "Asia/Tokyo"), zone(t, "America/Lima"), time.UTC}[i%3]
		r.Start, r.End = when.OnClock(r.Start.At, at), when.OnClock(r.End.At, at)
		if i > 30 { // a row that comes twice is written again
			r.Key = "K7"
		}
	})
	r := f.do(f.boss, in)
	f.keeps("Asia/Tokyo", "America/Lima", "Europe/Berlin")
	f.verified()
	if d, err := f.LogDetail(context.Background(), int64(r.Position)); err != nil || d.Batch != 31+len(f.listed(model.KindService))-1+2 {
		t.Errorf("the entry counts %d records, %v", d.Batch, err)
	}
	in = imports(2)
	in.Source = "another"
	f.do(f.boss, in) // knows the zones by now
	f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Golden week", Class: model.WindowFreeze, Zone: "Asia/Seoul", Slot: model.Slot{Start: when.OnDay(when.Date{Year: 2027, Month: 5, Day: 1}, zone(t, "Asia/Seoul"))}}})
	f.keeps("Asia/Seoul")
	f.verified()
	if err := f.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	f.verified()
}
