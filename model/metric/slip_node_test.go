package metric

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// A real schedule with lines put into it again and again, as if each date had been
// promised when it was first recorded, and kept as it was recorded last: what moved
// later than the tolerance has slipped, and nothing that stood where it was has, however
// many came in between.
func TestInsertedLinesOfARealScheduleSlipNothing(t *testing.T) {
	file, err := os.Open("../intake/testdata/node-schedule-moves.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	day := func(text string) when.Moment {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return when.OnDay(when.DateOf(at, time.UTC), time.UTC)
	}
	byKey := map[string]int{}
	var list []Release
	moves := 0
	span := when.Span{Start: time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)}
	slipped := func() map[model.ID]bool {
		f := facts(list...)
		f.Now, f.Span = span.End, span
		r := slipRateOf(f, span)
		if r.Population != len(list) {
			t.Fatalf("%d of %d releases are in S", r.Population, len(list))
		}
		out := map[model.ID]bool{}
		for _, rec := range r.Records {
			if rec.In {
				out[rec.Release] = true
			}
		}
		return out
	}
	var before map[model.ID]bool
	for _, row := range rows[1:] {
		key, to := row[1]+" "+row[2], day(row[4])
		i, known := byKey[key]
		if !known {
			if row[3] != "" {
				t.Fatalf("%s was moved before it was there", key)
			}
			byKey[key] = len(list)
			r := rel(model.MakeID(model.KindRelease, int64(len(list)+1)), started(to.At))
			r.Zone, r.Authorised, r.Baseline = time.UTC, span.Start, model.Slot{Start: to}
			list = append(list, r)
			if now := slipped(); len(now) != len(before) {
				t.Fatalf("with %s in the schedule %d releases have slipped, and before it were %d", key, len(now), len(before))
			}
			continue
		}
		r := &list[i]
		r.Moves = append(r.Moves, model.Move{At: span.Start.Add(time.Duration(moves+1) * time.Hour), From: model.Slot{Start: day(row[3])}, To: model.Slot{Start: to}, Reason: "defect"})
		r.Runs[0].Started, r.Runs[0].Ended = to.At, to.At.Add(time.Hour)
		moves++
		before = slipped()
	}
	if moves != 30 {
		t.Errorf("%d moves, and there are 30", moves)
	}
	for key, i := range byKey {
		r := list[i]
		if late := r.Runs[0].Started.After(r.Baseline.Start.Span(time.UTC).End.Add(policy.Slip())); late != before[r.ID] {
			t.Errorf("%s was promised for %s and started at %s: slipped %v", key, r.Baseline.Start.Date, r.Runs[0].Started, before[r.ID])
		}
	}
}
