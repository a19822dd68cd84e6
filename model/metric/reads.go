package metric

import (
	"fmt"
	"slices"
)

// Reading is a part of the facts. Whoever fetches facts fetches only those that the
// formulas asked for read.
type Reading string

// The readings.
const (
	// ReadsRuns are the releases of which a production run ended in the period, with all of
	// their runs and what their plan says it takes, and those that were deployed by their
	// own word, but of which no run can be read.
	ReadsRuns Reading = "runs"
	// ReadsPlans are the releases whose first authorised baseline starts in the period,
	// those that were authorised in it without a date, and those that are late without one.
	ReadsPlans Reading = "plans"
	// ReadsStages are the passages of the releases between their stages, and their holds.
	ReadsStages Reading = "stages"
	// ReadsCriteria are the acceptance criteria of the releases, with their results.
	ReadsCriteria Reading = "acceptance criteria"
	// ReadsJudgements are what reviews say of emergencies.
	ReadsJudgements Reading = "judgements"
	// ReadsRFCs are the RFCs that the deployed releases bring.
	ReadsRFCs Reading = "rfcs"
	// ReadsCancelled are the releases that were cancelled in the period, and why.
	ReadsCancelled Reading = "cancelled"
	// ReadsIncidents are the incidents around the runs, with what links them.
	ReadsIncidents Reading = "incidents"
	// ReadsHistory are the counts of imported releases.
	ReadsHistory Reading = "history"
	// ReadsDefects is what data defects are found by besides: runs that have no end, what
	// came of releases, every incident of the period. No formula reads it.
	ReadsDefects Reading = "defects"
)

// Readings are what the measures of some ids read, each part once; with none, what all of
// them do. It fails for an id that no measure has.
func Readings(ids ...string) ([]Reading, error) {
	var out []Reading
	add := func(m Metric) {
		for _, r := range m.Reads {
			if !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	if len(ids) == 0 {
		for _, m := range registry() {
			add(m)
		}
	}
	for _, id := range ids {
		m, ok := Find(nil, id)
		if !ok {
			return nil, fmt.Errorf("there is no measure %q", id)
		}
		add(m)
	}
	slices.Sort(out)
	return out, nil
}
