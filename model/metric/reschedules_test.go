package metric

import (
	"testing"
	"time"
)

// Of five releases with a baseline in November two were moved: one by 5 days for a defect
// and by 2 more for the customer, another by 3 days for a defect and then a day back to
// where it can go earlier. That is 4 moves, 0.8 each; their sizes 1, 2, 3, 5 have the median 2.5.
func TestReschedules(t *testing.T) {
	base := exactly(at(10, 20, 0))
	f := facts(
		rel("REL-1", moved(base, 5, "defect"), moved(exactly(at(15, 20, 0)), 2, "asked"), func(r *Release) { r.Rebased = 2 }),
		rel("REL-2", moved(base, 3, "defect"), moved(exactly(at(13, 20, 0)), -1, "late")),
		rel("REL-3"), rel("REL-4"), rel("REL-5"),
		rel("REL-6", of("emergency"), moved(base, 9, "defect")),
		rel("REL-7", moved(base, 9, "defect"), cancelled(at(9, 9, 0))),
		rel("REL-8", moved(base, 9, "defect"), baseline(exactly(november.End))),
		rel("REL-9", moved(base, 9, "defect"), func(r *Release) { r.Authorised = time.Time{} }),
	)
	r := compute(t, "reschedules", f)
	if r.Value.String() != "0.8 (4/5)" || r.Population != 5 || r.Part(PartMoved).String() != "2/5 (40 %)" || r.Part(PartMoveSize).Short() != "2.5 d" || r.Part(PartForThem).Num != 1 || r.Part(PartSooner).Num != 1 || r.Part(PartBaselines).Num != 2 || r.Part(PartMostMoved).Num != 2 {
		t.Errorf("%v of %d: %+v", r.Value, r.Population, r.Parts)
	}
	if b := r.Buckets; len(b) != 3 || b[0].Label != "a defect was found" || b[0].Count != 2 || b[2].Label != "the customer asked" || b[2].Mark != "customer" {
		t.Errorf("%+v", b)
	}
	if got := sections(r); got[sectionCounted] != 4 || got[sectionRebased] != 1 {
		t.Errorf("%v", got)
	}
	if rec := r.Records[0]; rec.Text != "from 2026-11-10 to 2026-11-15: a defect was found" || rec.Value.Short() != "5 d" {
		t.Errorf("%+v", rec)
	}
	// It counts the releases and the moves that the slip rate does.
	slips := compute(t, "slip-rate", f)
	if slips.Population != r.Population || slips.Part(PartMoves) != r.Value || slips.Part(PartRebased) != r.Part(PartBaselines) {
		t.Errorf("the slip rate has %d, %v and %v", slips.Population, slips.Part(PartMoves), slips.Part(PartRebased))
	}
}

func TestWhichMovesCount(t *testing.T) {
	base := exactly(at(10, 20, 0))
	for name, c := range map[string]struct {
		r     Release
		moves int64
	}{
		"none":                     {rel("REL-1"), 0},
		"one":                      {rel("REL-1", moved(base, 5, "defect")), 1},
		"before the baseline":      {rel("REL-1", moved(base, 5, "defect"), func(r *Release) { r.Moves[0].At = r.Authorised }), 0},
		"taken back":               {rel("REL-1", moved(base, 5, "defect"), moved(exactly(at(15, 20, 0)), -5, "undo")), 0},
		"displaced":                {rel("REL-1", moved(base, 5, "displaced")), 1},
		"for a reason of old":      {rel("REL-1", moved(base, 5, "weather")), 1},
		"of a release not started": {rel("REL-1", notStarted, moved(base, 5, "defect")), 1},
	} {
		r := compute(t, "reschedules", facts(c.r))
		if r.Value.Num != c.moves || r.Population != 1 {
			t.Errorf("%s: %v", name, r.Value)
		}
	}
}
