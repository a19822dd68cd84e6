package metric

import (
	"fmt"
	"strings"
	"time"

	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartWaived        = "with a waiver"
	PartBroken        = "with a duty overridden"
	PartLaterGates    = "gates entered afterwards"
	PartRetroInTime   = "emergencies completed in time"
	PartRetroLate     = "emergencies completed late"
	PartRetroToBeDone = "emergencies to be completed"
)

const (
	sectionUnmet     = "not compliant"
	sectionCompleted = "retro-completed, apart"
	sectionToBeDone  = "to be completed, apart"
)

var _ = register(policyCompliance)

func policyCompliance() Metric {
	return Metric{
		Measure: process.Measure{ID: "policy-compliance", Title: "Policy compliance"}, Form: Share,
		Further: []Further{{PartWaived, Count}, {PartBroken, Count}, {PartLaterGates, Count}, {PartRetroInTime, Count}, {PartRetroLate, Count}, {PartRetroToBeDone, Count}},
		Counts:  [2]string{"deployed release", "deployed releases"}, Lacking: "all its gates",
		Beside: func(r *Result) string {
			return fmt.Sprintf("%s waived, %s overridden", r.Part(PartWaived).Short(), r.Part(PartBroken).Short())
		},
		StandsOut: func(r *Result) string {
			text := grammar.Count(int(r.Part(PartWaived).Num), "release") + " went through a gate by a waiver"
			if n := r.Part(PartRetroInTime).Num + r.Part(PartRetroLate).Num; n > 0 {
				text += fmt.Sprintf("; apart, retro-completed emergencies: %d, %d of them late", n, r.Part(PartRetroLate).Num)
			}
			return text
		},
		Reads: []Reading{ReadsRuns, ReadsWays, ReadsHistory},
		Of:    policyComplianceOf,
	}
}

// policyComplianceOf is the row 'Policy compliance' of 3-metrics. That every mandatory
// check was met is what a gate said when it let the release through: see Gate.
func policyComplianceOf(f Facts, span when.Span) Result {
	res := Result{Metric: "policy-compliance"}
	var met, waived, broken, afterwards, inTime, late, toBeDone int64
	for r := range f.Each(ReadsWays) {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		begun := r.began()
		defect := func(text string) {
			rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
			rec.Text, rec.Remedies = text, damaged
			res.Defects = append(res.Defects, rec)
		}
		switch {
		case begun.IsZero():
			defect("when its deployment started is missing: what was met before can't be told")
			continue
		case r.Way == nil:
			defect("the gates that it went through can't be read")
			continue
		case r.Way.Partly:
			res.Imported++
			continue
		}
		res.Provisional = res.Provisional || r.running()
		unmet, entered := r.Way.unmet(begun)
		how := r.Way.completed(f.Now)
		section := sectionCounted
		switch {
		case len(unmet) > 0 || how == retroOverdue:
			section = sectionUnmet
			if how == retroOverdue {
				unmet = append(unmet, "its papers are overdue")
			}
		case how == retroOpen:
			section, res.Provisional = sectionToBeDone, true
			toBeDone++
		case how == retroLate:
			section = sectionCompleted
			late++
		case how == retroDone:
			section = sectionCompleted
			inTime++
		}
		if section == sectionCounted || section == sectionUnmet {
			res.Population++
		}
		if section == sectionCounted {
			met++
		}
		if len(r.Way.Waived) > 0 {
			waived++
		}
		if len(r.Way.Broken) > 0 {
			broken++
		}
		if entered > 0 {
			afterwards++
		}
		res.list(&f, func() Record {
			rec := r.record(section, r.ID, r.Title, run.Ended)
			rec.In, rec.Provisional = section == sectionCounted, section == sectionToBeDone
			rec.Text = r.Way.words(unmet, how, entered)
			return rec
		})
	}
	res.Value = Value{Share, met, int64(res.Population)}
	res.Parts = []Part{
		{PartWaived, Value{Count, waived, 1}, Less},
		{PartBroken, Value{Count, broken, 1}, Less},
		{PartLaterGates, Value{Count, afterwards, 1}, Less},
		{PartRetroInTime, Value{Count, inTime, 1}, Less},
		{PartRetroLate, Value{Count, late, 1}, Less},
		{PartRetroToBeDone, Value{Count, toBeDone, 1}, Less},
	}
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	return res
}

// unmet says what was not met before the deployment began, and how many gates were
// entered after it had.
func (w *Way) unmet(begun time.Time) (out []string, entered int) {
	for _, g := range w.Gates {
		switch {
		case g.Passed.IsZero():
			out = append(out, "it did not go through the gate of "+g.Title)
		case g.Passed.After(begun):
			out = append(out, "it went through the gate of "+g.Title+" after the deployment had begun")
		case g.Recorded.After(begun):
			entered++
		}
	}
	return append(out, w.Disowned...), entered
}

// retro is how far the papers are that come after an emergency.
type retro int

const (
	retroNone    retro = iota // none are to come
	retroOpen                 // their time is not over
	retroOverdue              // it is, and they are not there
	retroDone
	retroLate // they came after their time
)

// completed says how far the papers are that come afterwards: the worst of their stages.
func (w *Way) completed(now time.Time) retro {
	if !w.Declared || len(w.Retro) == 0 {
		return retroNone
	}
	out := retroDone
	for _, s := range w.Retro {
		switch {
		case s.overdue(now) && s.Done.IsZero():
			return retroOverdue
		case s.Done.IsZero():
			out = retroOpen
		case s.overdue(now) && out == retroDone:
			out = retroLate
		}
	}
	return out
}

func (w *Way) words(unmet []string, how retro, entered int) string {
	var out []string
	out = append(out, unmet...)
	if len(unmet) == 0 {
		out = append(out, "every check met before it began")
	}
	if text := map[retro]string{retroOpen: "its papers are to come", retroDone: "its papers came in time", retroLate: "its papers came late"}[how]; text != "" {
		out = append(out, text)
	}
	if entered > 0 {
		out = append(out, grammar.Count(entered, "gate")+" entered afterwards")
	}
	for _, text := range w.Waived {
		out = append(out, "waived: "+text)
	}
	for _, text := range w.Broken {
		out = append(out, "overridden: "+text)
	}
	return strings.Join(out, "; ")
}
