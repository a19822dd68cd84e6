package metric

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

var (
	berlin = func() *time.Location {
		z, err := when.Zone("Europe/Berlin")
		if err != nil {
			panic(err)
		}
		return z
	}()
	november = when.Period{Unit: when.Monthly, Year: 2026, Number: 11}.Span(berlin)
	// now is long after November: nothing in it is provisional.
	now = time.Date(2027, 2, 1, 12, 0, 0, 0, berlin)
)

var policy = process.Policy{
	Incident:  map[string]int{"*": 7, "major": 14, "emergency": 3},
	SlipHours: 24,
	Targets:   map[string]int{"incidents": 90, "deployment-time": 110, "slip-rate": 15},
	Reasons: []process.Reason{{ID: "defect", Title: "a defect was found"}, {ID: "late", Title: "an approval came late"},
		{ID: "asked", Title: "the customer asked", Customer: true}, {ID: "displaced", Title: "another came before it", Displaced: true}},
}

// laid is what the rules lay down about measures, of which the targets stand in the policy.
var laid = []process.Measure{
	{ID: "incidents", Title: "Incidents after release", Part: PartWithout, Least: true},
	{ID: "deployment-time", Title: "Deployment time", Part: PartOfPlan},
	{ID: "slip-rate", Title: "Slip rate", Formula: "slipped / S", Source: "ISO/IEC 20000-1:2018, 9.1"},
}

// at is a time on the wall in Berlin, in November 2026.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, berlin)
}

func exactly(t time.Time) when.Moment { return when.Moment{At: t.UTC(), Precision: when.Minute} }

func wholeDay(day int) when.Moment {
	return when.Moment{At: when.Date{Year: 2026, Month: 11, Day: day}.Start(berlin), Precision: when.Day}
}

// rel is a normal release that was planned for, and ran on, the evening of the
// 10th, from 20:00 to 21:00, changed by whatever a test says.
func rel(id model.ID, change ...func(*Release)) Release {
	r := Release{ID: id, Title: "Payroll " + string(id), Traits: Traits{Type: "normal", Service: "SVC-1", ServiceName: "Payroll", Team: "TEA-1", TeamName: "Core"}, Zone: berlin, Deployed: true, Ended: true,
		Window:     model.Slot{Start: exactly(at(10, 20, 0)), End: exactly(at(10, 23, 0))},
		Baseline:   model.Slot{Start: exactly(at(10, 20, 0))},
		Authorised: at(1, 9, 0), Planned: time.Hour,
		Runs: []Run{{ID: "RUN-1", Started: at(10, 20, 0), Ended: at(10, 21, 0), Result: model.RunDeployed}}}
	for _, c := range change {
		c(&r)
	}
	return r
}

func started(t time.Time) func(*Release) {
	return func(r *Release) {
		r.Runs = []Run{{ID: "RUN-1", Started: t, Ended: t.Add(time.Hour), Result: model.RunDeployed}}
	}
}

func notStarted(r *Release) { r.Runs, r.Deployed, r.Ended = nil, false, false }

func cancelled(t time.Time) func(*Release) {
	return func(r *Release) { r.Runs, r.Deployed, r.Ended, r.Cancelled = nil, false, true, t }
}

func baseline(m when.Moment) func(*Release) {
	return func(r *Release) { r.Baseline.Start = m }
}

// moved puts a release off by some days, for a reason, after its baseline.
func moved(from when.Moment, days int, reason string) func(*Release) {
	return func(r *Release) {
		p, _ := policy.Reason(reason)
		r.Moves = append(r.Moves, model.Move{From: model.Slot{Start: from}, To: model.Slot{Start: when.Moment{At: from.At.AddDate(0, 0, days), Precision: from.Precision}},
			Reason: reason, Customer: p.Customer, At: r.Authorised.Add(time.Duration(len(r.Moves)+1) * time.Hour)})
	}
}

// made puts the last move at another moment.
func made(at time.Time) func(*Release) {
	return func(r *Release) { r.Moves[len(r.Moves)-1].At = at }
}

func of(kind string) func(*Release) { return func(r *Release) { r.Type = kind } }

func facts(releases ...Release) Facts {
	return Facts{Zone: berlin, Now: now, Policy: policy, Measures: laid, Whole: releases}
}

func (f Facts) at(t time.Time) Facts {
	f.Now = t
	return f
}

func (f Facts) with(incidents ...Incident) Facts {
	f.Incidents = incidents
	return f
}

func compute(t testing.TB, id string, f Facts) Result {
	t.Helper()
	m, ok := Find(nil, id)
	if !ok {
		t.Fatalf("there is no measure %s", id)
	}
	return m.Of(f, november)
}

// sections counts the records of each section.
func sections(r Result) map[string]int {
	out := map[string]int{}
	for _, rec := range r.Records {
		out[rec.Section]++
	}
	for range r.Defects {
		out[sectionDefect]++
	}
	return out
}

// ids is the release's own id, as incidents point at it.
func (r Release) ids() []model.ID { return []model.ID{r.ID} }
