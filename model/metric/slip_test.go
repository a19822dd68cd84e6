package metric

import (
	"fmt"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

func TestWhatSlipped(t *testing.T) {
	base := exactly(at(10, 20, 0))
	for name, c := range map[string]struct {
		r            Release
		now          time.Time // zero: long after
		slipped, net bool
		in           bool
		days         int64
		text         string
	}{
		"in time":                      {r: rel("REL-1"), in: true, text: "started in time"},
		"a day late, within tolerance": {r: rel("REL-1", started(at(11, 20, 0))), in: true, text: "started in time"},
		"a day and an instant late":    {r: rel("REL-1", started(at(11, 20, 0).Add(1))), in: true, slipped: true, net: true, days: 1, text: "started 1 d late: not rescheduled"},
		"early":                        {r: rel("REL-1", started(at(5, 20, 0))), in: true, text: "started 5 d early"},
		"finished late":                {r: rel("REL-1", func(r *Release) { r.Runs[0].Ended = at(20, 0, 0) }), in: true, text: "started in time"},
		"emergency":                    {r: rel("REL-1", of("emergency"), started(at(20, 0, 0)))},
		"not started, not due":         {r: rel("REL-1", notStarted), now: at(11, 20, 0), in: true, text: "not started, not overdue"},
		"not started, overdue":         {r: rel("REL-1", notStarted), now: at(13, 8, 0), in: true, slipped: true, net: true, days: 3, text: "overdue by 3 d, not started: not rescheduled"},
		"planned later, not due yet": {r: rel("REL-1", notStarted, moved(base, 5, "defect"), func(r *Release) { r.Window.Start = r.Moves[0].To.Start }), now: at(10, 8, 0), in: true,
			text: "not started, planned 5 d after its baseline: counted once that has passed, moved once"},
		"cancelled before":               {r: rel("REL-1", cancelled(at(10, 19, 59)))},
		"cancelled at its time":          {r: rel("REL-1", cancelled(at(10, 20, 0))), in: true, slipped: true, net: true, text: "cancelled after its date: cancelled"},
		"cancelled after":                {r: rel("REL-1", cancelled(at(14, 9, 0))), in: true, slipped: true, net: true, days: 4, text: "cancelled after its date: cancelled"},
		"a whole day: on it":             {r: rel("REL-1", baseline(wholeDay(10)), started(at(10, 23, 59))), in: true, text: "started in time"},
		"a whole day: the next day":      {r: rel("REL-1", baseline(wholeDay(10)), started(at(11, 23, 59))), in: true, text: "started in time"},
		"a whole day: later":             {r: rel("REL-1", baseline(wholeDay(10)), started(at(12, 0, 1))), in: true, slipped: true, net: true, days: 2, text: "started 2 d late: not rescheduled"},
		"a whole day: cancelled on it":   {r: rel("REL-1", baseline(wholeDay(10)), cancelled(at(10, 23, 0)))},
		"a whole day: cancelled after":   {r: rel("REL-1", baseline(wholeDay(10)), cancelled(at(11, 0, 0))), in: true, slipped: true, net: true, days: 1, text: "cancelled after its date: cancelled"},
		"rescheduled":                    {r: rel("REL-1", moved(base, 5, "defect"), started(at(15, 20, 0))), in: true, slipped: true, net: true, days: 5, text: "started 5 d late: a defect was found, moved once"},
		"for the customer":               {r: rel("REL-1", moved(base, 5, "asked"), started(at(15, 20, 0))), in: true, slipped: true, days: 5, text: "started 5 d late: the customer asked (the customer's, not in net), moved once"},
		"for the customer, and later":    {r: rel("REL-1", moved(base, 5, "asked"), started(at(17, 20, 0))), in: true, slipped: true, net: true, days: 7, text: "started 7 d late: the customer asked, moved once"},
		"for the customer, then another": {r: rel("REL-1", moved(base, 2, "asked"), moved(exactly(at(12, 20, 0)), 4, "defect"), started(at(16, 20, 0))), in: true, slipped: true, net: true, days: 6, text: "started 6 d late: a defect was found, moved twice"},
		"of equal reasons the later":     {r: rel("REL-1", moved(base, 3, "late"), moved(exactly(at(13, 20, 0)), 3, "defect"), started(at(16, 20, 0))), in: true, slipped: true, net: true, days: 6, text: "started 6 d late: a defect was found, moved twice"},
		"moved there and back":           {r: rel("REL-1", moved(base, 5, "defect"), moved(exactly(at(15, 20, 0)), -5, "late")), in: true, text: "started in time, moved twice"},
		"taken back":                     {r: rel("REL-1", moved(base, 5, "defect"), moved(exactly(at(15, 20, 0)), -5, "undo")), in: true, text: "started in time"},
		"displaced":                      {r: rel("REL-1", moved(base, 5, "displaced"), started(at(15, 20, 0))), in: true, text: "started in time, displaced, moved once"},
		"displaced, and later still":     {r: rel("REL-1", moved(base, 5, "displaced"), moved(exactly(at(15, 20, 0)), 2, "late"), started(at(17, 20, 0))), in: true, slipped: true, net: true, days: 2, text: "started 2 d late: an approval came late, moved twice"},
		// What has slipped stays so, however it is planned anew: the deadline is the 11th, 20:00.
		"displaced after its date":      {r: rel("REL-1", notStarted, moved(base, 20, "displaced"), made(at(16, 9, 0))), now: at(17, 9, 0), in: true, slipped: true, net: true, days: 7, text: "overdue by 7 d, not started: another came before it, moved once, after it had slipped"},
		"displaced at the last instant": {r: rel("REL-1", notStarted, moved(base, 20, "displaced"), made(at(11, 20, 0))), now: at(17, 9, 0), in: true, text: "not started, not overdue, displaced, moved once"},
		"displaced an instant after":    {r: rel("REL-1", notStarted, moved(base, 20, "displaced"), made(at(11, 20, 0).Add(1))), now: at(17, 9, 0), in: true, slipped: true, net: true, days: 7, text: "overdue by 7 d, not started: another came before it, moved once, after it had slipped"},
		"displaced late, and started":   {r: rel("REL-1", moved(base, 5, "displaced"), made(at(14, 9, 0)), started(at(15, 20, 0))), in: true, slipped: true, net: true, days: 5, text: "started 5 d late: another came before it, moved once, after it had slipped"},
		"displaced late, and cancelled": {r: rel("REL-1", moved(base, 20, "displaced"), made(at(14, 9, 0)), cancelled(at(15, 9, 0))), in: true, slipped: true, net: true, days: 5, text: "cancelled after its date: another came before it, moved once, after it had slipped"},
		"the customer asked afterwards": {r: rel("REL-1", notStarted, moved(base, 20, "asked"), made(at(16, 9, 0))), now: at(17, 9, 0), in: true, slipped: true, net: true, days: 7, text: "overdue by 7 d, not started: the customer asked, moved once, after it had slipped"},
		"displaced in time, and again":  {r: rel("REL-1", notStarted, moved(base, 5, "displaced"), moved(exactly(at(15, 20, 0)), 5, "displaced"), made(at(16, 19, 0))), now: at(20, 9, 0), in: true, text: "not started, not overdue, displaced, moved twice"},
		"displaced in time, then late":  {r: rel("REL-1", notStarted, moved(base, 5, "displaced"), moved(exactly(at(15, 20, 0)), 5, "displaced"), made(at(16, 21, 0))), now: at(20, 9, 0), in: true, slipped: true, net: true, days: 5, text: "overdue by 5 d, not started: another came before it, moved twice, once after it had slipped"},
		"for the customer, then others": {r: rel("REL-1", notStarted, moved(base, 5, "asked"), moved(exactly(at(15, 20, 0)), 4, "displaced"), made(at(14, 9, 0))), now: at(19, 9, 0), in: true, slipped: true, days: 9, text: "overdue by 9 d, not started: the customer asked (the customer's, not in net), moved twice, once after it had slipped"},
		"a whole day: displaced late":   {r: rel("REL-1", baseline(wholeDay(10)), notStarted, moved(wholeDay(10), 20, "displaced"), made(at(12, 0, 0).Add(1))), now: at(13, 9, 0), in: true, slipped: true, net: true, days: 3, text: "overdue by 3 d, not started: another came before it, moved once, after it had slipped"},
		"renumbered":                    {r: rel("REL-1", func(r *Release) { r.Title = "Payroll 6.0" }), in: true, text: "started in time"},
		"moved before the baseline":     {r: rel("REL-1", moved(base, 5, "defect"), func(r *Release) { r.Moves[0].At = r.Authorised }), in: true, text: "started in time"},
		"never authorised":              {r: rel("REL-1", func(r *Release) { r.Authorised = time.Time{} })},
		"imported, never authorised": {r: rel("REL-1", func(r *Release) {
			r.Imported, r.Authorised, r.Baseline = true, time.Time{}, model.Slot{}
		})},
		"in another period":    {r: rel("REL-1", baseline(exactly(november.End)))},
		"at the first instant": {r: rel("REL-1", baseline(exactly(november.Start)), started(november.Start)), in: true, text: "started in time"},
		"an unknown reason":    {r: rel("REL-1", moved(base, 5, "weather"), started(at(15, 20, 0))), in: true, slipped: true, net: true, days: 5, text: "started 5 d late: weather, moved once"},
		"tried first, long after": {r: rel("REL-1", func(r *Release) {
			r.Runs = append(r.Runs, Run{ID: "RUN-2", Started: at(25, 0, 0), Ended: at(25, 1, 0)})
		}), in: true, text: "started in time"},
	} {
		t.Run(name, func(t *testing.T) {
			f := facts(c.r)
			if !c.now.IsZero() {
				f = f.at(c.now)
			}
			r := compute(t, "slip-rate", f)
			if c.in != (r.Population == 1) {
				t.Fatalf("S has %d releases", r.Population)
			}
			if !c.in {
				if r.Value.Known() || len(r.Records) > 0 {
					t.Errorf("it is not in S, and %v, %v", r.Value, r.Records)
				}
				return
			}
			if got := inFile(c.r, f.Now); got != c.slipped {
				t.Errorf("the gate says that it slipped: %v", got)
			}
			if (r.Value.Num == 1) != c.slipped || (r.Part(PartNet).Num == 1) != c.net {
				t.Errorf("slipped %v, net %v", r.Value, r.Part(PartNet))
			}
			rec := r.Records[0]
			if rec.In != c.slipped || rec.Text != c.text || c.slipped && rec.Value != (Value{Days, c.days, 1}) {
				t.Errorf("%q, %v", rec.Text, rec.Value)
			}
		})
	}
}

// inFile is what a gate says of the same release: whether it slipped.
func inFile(r Release, now time.Time) bool {
	rules := &model.Rules{ID: "PRC-1"}
	rules.Policy = policy
	c := model.NewCase(now, model.Actor{}, rules)
	add := func(record model.Record) { c.Add(model.Fact{Record: record}) }
	add(&model.Service{ID: r.Service, Zone: r.Zone.String()})
	for _, run := range r.Runs {
		add(&model.Run{ID: run.ID, Release: r.ID, Production: true, Started: run.Started, Ended: run.Ended, Result: run.Result})
	}
	of := &model.Release{ID: r.ID, Type: r.Type, Service: r.Service, Stage: "build", Deployed: r.Deployed, Window: r.Window, Moves: r.Moves}
	if !r.Baseline.IsZero() {
		of.Baseline = &model.Schedule{Slot: r.Baseline, At: r.Authorised}
	}
	if !r.Cancelled.IsZero() {
		of.Cancelled = &model.Ending{At: r.Cancelled}
	}
	return c.Slipped(of)
}

// What is late and was never authorised stands apart: nothing was promised.
func TestLateWithoutABaseline(t *testing.T) {
	never := func(r *Release) { notStarted(r); r.Authorised, r.Baseline = time.Time{}, model.Slot{} }
	day := func(r *Release) { r.Window.Start = wholeDay(13) }
	f := facts(rel("REL-1"), rel("REL-2", never), rel("REL-3", never, day), rel("REL-4", never, func(r *Release) { r.Window.Start = exactly(at(20, 20, 0)) }),
		rel("REL-5", never, of("emergency")), rel("REL-6", never, func(r *Release) { r.Imported = true }), rel("REL-7", never, func(r *Release) { r.Ended = true })).at(at(13, 20, 0))
	r := compute(t, "slip-rate", f)
	if r.Population != 1 || r.Value.Num != 0 || r.Part(PartUnbased).Num != 1 || sections(r)[sectionUnbased] != 1 {
		t.Fatalf("%v of %d, apart %v: %v", r.Value, r.Population, r.Part(PartUnbased), r.Records)
	}
	if rec := r.Records[1]; rec.In || rec.Release != "REL-2" || rec.Text != "planned 3 d ago, not started, never authorised" {
		t.Errorf("%+v", rec)
	}
	if r := compute(t, "slip-rate", f.at(at(14, 0, 1))); r.Part(PartUnbased).Num != 2 {
		t.Errorf("when its day has ended: %v", r.Records)
	}
}

func TestSlipsThatCanNotBeTold(t *testing.T) {
	for name, c := range map[string]struct {
		r    Release
		want string
	}{
		"authorised without a date": {rel("REL-1", baseline(when.Moment{})), "its plan was authorised without a date"},
		"no actual start":           {rel("REL-1", func(r *Release) { r.Runs[0].Started = time.Time{} }), "it was deployed, but when that started can't be read"},
		"no run":                    {rel("REL-1", func(r *Release) { r.Runs = nil }), "it was deployed, but when that started can't be read"},
		"ended without one":         {rel("REL-1", notStarted, func(r *Release) { r.Ended = true }), "it ended without a deployment"},
	} {
		r := compute(t, "slip-rate", facts(c.r, rel("REL-2")))
		if r.Population != 1 || len(r.Defects) != 1 || r.Defects[0].Text != c.want || r.Defects[0].Release != "REL-1" {
			t.Errorf("%s: n %d, %+v", name, r.Population, r.Defects)
		}
	}
}

func TestSlipSizeAndReasons(t *testing.T) {
	base := exactly(at(10, 20, 0))
	slips := func(id model.ID, days int, reason string) Release {
		return rel(id, moved(base, days, reason), started(at(10+days, 20, 0)))
	}
	f := facts(slips("REL-1", 2, "defect"), slips("REL-2", 4, "asked"), slips("REL-3", 9, "defect"), slips("REL-4", 3, "late"), rel("REL-5"),
		rel("REL-6", func(r *Release) { r.Rebased = 2 }))
	r := compute(t, "slip-rate", f)
	if r.Value.String() != "4/6 (67 %)" || r.Part(PartNet).String() != "3/6 (50 %)" {
		t.Errorf("%v, net %v", r.Value, r.Part(PartNet))
	}
	if r.Part(PartSize).Short() != "3.5 d" || r.Part(PartSizeP90).Short() != "9 d" || r.Part(PartMoves).String() != "0.67 (4/6)" || r.Part(PartRebased).Num != 2 {
		t.Errorf("%v", r.Parts)
	}
	if got := fmt.Sprint(r.Buckets); got != "[{a defect was found  2 } {an approval came late  1 } {the customer asked  1 customer}]" {
		t.Errorf("reasons: %v", got)
	}
	if r.Small || r.Provisional || r.Target.Met || r.Target.Word() != "missed" {
		t.Errorf("%+v %+v", r, r.Target)
	}
	if r := compute(t, "slip-rate", facts(rel("REL-1", notStarted)).at(at(2, 0, 0))); !r.Provisional {
		t.Error("a release that may still slip is not provisional")
	}
}

func TestRebased(t *testing.T) {
	frozen := at(3, 9, 0)
	p := func(from, to string, t time.Time) model.Passage { return model.Passage{From: from, To: to, At: t} }
	for name, c := range map[string]struct {
		passed []model.Passage
		want   int
	}{
		"once":           {[]model.Passage{p("registration", "planning", at(1, 0, 0)), p("planning", "build", frozen), p("build", "test", at(4, 0, 0))}, 0},
		"again":          {[]model.Passage{p("planning", "build", frozen), p("planning", "build", at(5, 0, 0)), p("planning", "build", at(6, 0, 0))}, 2},
		"other stages":   {[]model.Passage{p("planning", "build", frozen), p("build", "test", at(4, 0, 0)), p("build", "test", at(6, 0, 0))}, 0},
		"frozen nowhere": {nil, 0},
	} {
		if got := Rebased(c.passed, frozen); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}
