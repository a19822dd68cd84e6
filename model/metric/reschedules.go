package metric

import (
	"cmp"
	"fmt"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartMoved      = "releases that were moved"
	PartForThem    = "moves for the customer"
	PartSooner     = "moves to an earlier date"
	PartMoveSize   = "median move"
	PartBaselines  = "plans authorised again"
	PartMostMoved  = "most moves of one release"
	sectionRebased = "authorised again, apart"
)

var _ = register(reschedules)

func reschedules() Metric {
	return Metric{
		Measure: process.Measure{ID: "reschedules", Title: "Reschedules"}, Form: Rate,
		Further: []Further{{PartMoved, Share}, {PartMoveSize, Days}, {PartForThem, Count}, {PartSooner, Count}, {PartBaselines, Count}, {PartMostMoved, Count}},
		Counts:  [2]string{"release with a baseline", "releases with a baseline"}, Lacking: "a baseline",
		Chart: "moves by reason",
		Beside: func(r *Result) string {
			return r.Part(PartMoved).Fraction() + " moved, " + r.Part(PartBaselines).Short() + " replanned"
		},
		StandsOut: func(r *Result) string {
			if len(r.Buckets) == 0 {
				return "none was moved"
			}
			return fmt.Sprintf("the most frequent reason was: %s (%d of %d)", r.Buckets[0].Label, r.Buckets[0].Count, r.Value.Num)
		},
		Reads: []Reading{ReadsPlans, ReadsHistory},
		Of:    reschedulesOf,
	}
}

// reschedulesOf is what the row 'Slip size; reschedules' of 3-metrics says of moves: of
// the releases of which slipRateOf says whether they slipped.
func reschedulesOf(f Facts, span when.Span) Result {
	res := Result{Metric: "reschedules"}
	var size []int64
	var moves, moved, customer, sooner, rebased, most int64
	reasons := map[reason]int{}
	for r := range f.Each(ReadsPlans) {
		if r.means() == model.TypeEmergency || r.Authorised.IsZero() || r.Baseline.Start.IsZero() || !f.holds(span, r.Baseline.Start) {
			continue
		}
		s := f.slip(r)
		if s.wrong != "" || s.out {
			continue // of the first slipRateOf says what is wrong
		}
		res.Population++
		res.Provisional = res.Provisional || s.open
		after := r.after()
		if len(after) > 0 {
			moved++
		}
		moves, most, rebased = moves+int64(len(after)), max(most, int64(len(after))), rebased+int64(r.Rebased)
		for _, m := range after {
			why := f.reasonOf(m)
			reasons[why]++
			days := int64(when.DaysBetween(m.From.Start.At, m.To.Start.At, r.zone()))
			size = append(size, max(days, -days))
			if m.Customer {
				customer++
			}
			if m.Delay() < 0 {
				sooner++
			}
			res.list(&f, func() Record {
				rec := r.record(sectionCounted, r.ID, r.Title, m.At)
				rec.In, rec.Value = true, Value{Days, days, 1}
				rec.Text = fmt.Sprintf("from %s to %s: %s", m.From.Start.On(r.zone()), m.To.Start.On(r.zone()), why.title)
				if m.Sentence != "" {
					rec.Text += ": " + m.Sentence
				}
				if why.customer {
					rec.Text += " (the customer's)"
				}
				return rec
			})
		}
		if r.Rebased > 0 {
			res.list(&f, func() Record {
				rec := r.planned(sectionRebased, r.Baseline.Start)
				rec.Text = "its plan was authorised again " + times(r.Rebased)
				return rec
			})
		}
	}
	n := int64(res.Population)
	res.Value = Value{Rate, moves, n}
	res.Parts = []Part{
		{PartMoved, Value{Share, moved, n}, Less},
		{PartMoveSize, median(sorted(size), Days), Less},
		{PartForThem, Value{Count, customer, 1}, Less},
		{PartSooner, Value{Count, sooner, 1}, Less},
		{PartBaselines, Value{Count, rebased, 1}, Less},
		{PartMostMoved, Value{Count, most, 1}, Less},
	}
	res.Buckets = pareto(reasons)
	for _, i := range f.Imported {
		if cmp.Or(i.Purpose, i.Type) != model.TypeEmergency {
			res.Imported += i.Planned
		}
	}
	res.finish(&f)
	return res
}

// reasonOf is the reason of a move, as the policy has it.
func (f *Facts) reasonOf(m model.Move) reason {
	p, ok := f.Policy.Reason(m.Reason)
	if !ok {
		return reason{title: m.Reason, customer: m.Customer}
	}
	return reason{title: p.Title, customer: m.Customer}
}
