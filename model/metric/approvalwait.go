package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartElapsed = "elapsed, nights and days off too"
	PartInTime  = "within target"
	PartPending = "waiting at the end"
	PartVoid    = "ended undecided"
	PartRetro   = "retrospective"
)

// The sections of requests that stand apart.
const (
	sectionPending = "waiting, apart"
	sectionVoid    = "ended undecided, apart"
	sectionRetro   = "retrospective, apart"
)

var _ = register(approvalWait)

func approvalWait() Metric {
	return Metric{
		Measure: process.Measure{ID: "approval-wait", Title: "Approval wait"}, Form: Worked,
		Further: []Further{{PartP90, Worked}, {PartInTime, Share}, {PartElapsed, Length}, {PartPending, Count}, {PartVoid, Count}, {PartRetro, Count}},
		Counts:  [2]string{"request that was decided", "requests that were decided"},
		Chart:   "requests by wait in working time, from … on",
		Beside: func(r *Result) string {
			return "p90 " + r.Part(PartP90).Short() + ", in time " + r.Part(PartInTime).Short()
		},
		StandsOut: func(r *Result) string {
			return "nine in ten waited at most " + r.Part(PartP90).Short() + ", and " + r.Part(PartInTime).String() + " of those with a deadline were decided in time"
		},
		Rules: func(p process.Policy) [][2]string {
			out := [][2]string{{"Working time", p.WorkStart + " to " + p.WorkEnd + ", " + strings.Join(p.WorkDays, ", ")}}
			if p.EscalateHours > 0 {
				out = append(out, [2]string{"Escalated after", fmt.Sprintf("%d working hours", p.EscalateHours)})
			}
			if p.ExpireDays > 0 {
				out = append(out, [2]string{"Ends after", fmt.Sprintf("%d working days", p.ExpireDays)})
			}
			return out
		},
		Reads: []Reading{ReadsRequests},
		Of:    approvalWaitOf,
	}
}

// approvalWaitOf is the row 'Approval wait' of 3-metrics. Its working time and its
// deadlines are those of the inbox (gate.Waited, gate.Limits), as the facts have them.
func approvalWaitOf(f Facts, span when.Span) Result {
	res := Result{Metric: "approval-wait"}
	var waits, elapsed []int64
	var inTime, limited, pending, void, later int64
	kinds := map[string][]int64{}
	titles := map[string]string{}
	for i := range f.Requests {
		r := &f.Requests[i]
		switch {
		case r.First.IsZero() || !r.First.Before(span.End):
			if r.First.IsZero() && span.Holds(r.Ended) {
				void++
				res.list(&f, func() Record { return r.record(sectionVoid, r.Ended, "came to nothing: asked "+day(r.Asked, f.Zone)) })
				continue
			}
			if r.Asked.IsZero() || !r.Asked.Before(span.End) || r.Asked.After(f.Now) || !r.Ended.IsZero() && r.Ended.Before(span.End) {
				continue
			}
			pending++
			res.list(&f, func() Record {
				rec := r.record(sectionPending, r.Asked, "not decided by then")
				rec.Growing = true // that it is decided after the period changes nothing of it
				if r.First.IsZero() {
					rec.Value, rec.Text = Value{Worked, r.Waited.Milliseconds(), 1}, "not decided yet"
				}
				return rec
			})
		case !span.Holds(r.First):
		case r.Later != "":
			later++
			res.list(&f, func() Record { return r.record(sectionRetro, r.First, r.Later) })
		case r.Asked.IsZero() || r.First.Before(r.Asked):
			rec := r.record(sectionDefect, r.First, "it was decided before it was asked for")
			rec.Remedies = clocks
			if r.Asked.IsZero() {
				rec.Text, rec.Remedies = "when it was asked for is missing", damaged
			}
			res.Defects = append(res.Defects, rec)
		default:
			wait := r.Waited.Milliseconds()
			waits, elapsed = append(waits, wait), append(elapsed, r.First.Sub(r.Asked).Milliseconds())
			kinds[r.Kind], titles[r.Kind] = append(kinds[r.Kind], wait), latest(titles[r.Kind], r.Title)
			if !r.Due.IsZero() {
				limited++
				if !r.First.After(r.Due) {
					inTime++
				}
			}
			res.list(&f, func() Record {
				rec := r.record(sectionCounted, r.First, "asked "+day(r.Asked, f.Zone)+", then "+r.Verdict)
				rec.In, rec.Value = true, Value{Worked, wait, 1}
				switch {
				case r.Due.IsZero():
					rec.Text += ", no deadline"
				case r.First.After(r.Due):
					rec.Text += ", after its deadline"
				default:
					rec.Text += ", in time"
				}
				return rec
			})
		}
	}
	waits, elapsed = sorted(waits), sorted(elapsed)
	res.Population = len(waits)
	res.Value = median(waits, Worked)
	res.Parts = []Part{
		{PartP90, p90(waits, Worked), Less},
		{PartInTime, Value{Share, inTime, limited}, More},
		{PartElapsed, median(elapsed, Length), Less},
		{PartPending, Value{Count, pending, 1}, Less},
		{PartVoid, Value{Count, void, 1}, Less},
		{PartRetro, Value{Count, later, 1}, Less},
	}
	var named []string
	for kind := range kinds {
		named = append(named, kind)
	}
	slices.SortFunc(named, func(a, b string) int { return cmp.Or(strings.Compare(titles[a], titles[b]), strings.Compare(a, b)) })
	for i, kind := range named {
		name := titles[kind]
		if same := func(n int) bool { return n >= 0 && n < len(named) && titles[named[n]] == name }; same(i-1) || same(i+1) {
			name += " (" + kind + ")" // kinds that are called the same
		}
		res.Parts = append(res.Parts, Part{name, median(sorted(kinds[kind]), Worked), Less})
	}
	res.Buckets = histogramIn(waits, hours)
	res.finish(&f)
	return res
}

// latest is a title of several that are the same whatever comes first.
func latest(a, b string) string { return max(a, b) }

// day is a date in the organisation's zone.
func day(t time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return when.DateOf(t, zone).String()
}

func (r *Request) record(section string, at time.Time, text string) Record {
	rec := r.Of.recordOf(section, r.ID, r.Title, at)
	rec.Text = string(r.Of.ID) + ": " + text
	if r.ID == r.Of.ID || r.Of.ID.Kind() == model.KindRelease {
		rec.Text = text
	}
	return rec
}
