package metric

import (
	"testing"
	"time"

	"fairway/model"
)

// asked is a request that was asked for on Monday the 9th at 09:00 and decided four hours
// later, within its deadline on the 11th at 09:00, changed by whatever a test says.
func asked(id model.ID, change ...func(*Request)) Request {
	of := rel("REL-1")
	r := Request{Of: &of, ID: id, Kind: "plan", Title: "Authorisation of the plan", Asked: at(9, 9, 0), First: at(9, 13, 0), Verdict: "approved", Waited: 4 * time.Hour, Due: at(11, 9, 0)}
	for _, c := range change {
		c(&r)
	}
	return r
}

func waited(worked, elapsed time.Duration) func(*Request) {
	return func(r *Request) { r.Waited, r.First = worked, r.Asked.Add(elapsed) }
}

func undecided(r *Request) { r.First, r.Verdict = time.Time{}, "" }

func papers(p Papers) Facts {
	f := facts()
	f.Papers = p
	return f
}

func requests(list ...Request) Facts { return papers(Papers{Requests: list}) }

// 2 h, 4 h and 14 h of working time: the median is 4 h, the nearest rank of nine in ten of
// three is the third. The one of 14 h was asked for on Friday and decided on Monday: 66 h
// by the clock. Of the two with a deadline one was in time.
func TestApprovalWait(t *testing.T) {
	r := compute(t, "approval-wait", requests(
		asked("APR-1", waited(2*time.Hour, 2*time.Hour), func(r *Request) { r.Due = time.Time{} }),
		asked("APR-2"),
		asked("APR-3", waited(14*time.Hour, 66*time.Hour), func(r *Request) { r.Kind, r.Title = "deploy", "Authorisation of the deployment" }),
	))
	if r.Population != 3 || r.Value.Short() != "4 h" || r.Part(PartP90).Short() != "14 h" || r.Part(PartElapsed).Short() != "4 h" || r.Part(PartInTime).String() != "1/2 (50 %)" || !r.Small {
		t.Errorf("%v of %d, p90 %v, elapsed %v, in time %v", r.Value, r.Population, r.Part(PartP90), r.Part(PartElapsed), r.Part(PartInTime))
	}
	if v := r.Part("Authorisation of the plan"); v.Short() != "3 h" {
		t.Errorf("of the plan it is %v", v)
	}
	if v := r.Part("Authorisation of the deployment"); v.Short() != "14 h" {
		t.Errorf("of the deployment it is %v", v)
	}
	// Two kinds that are called the same are told apart.
	same := compute(t, "approval-wait", requests(asked("APR-1"), asked("APR-2", waited(2*time.Hour, 2*time.Hour), func(r *Request) { r.Kind = "other" })))
	if a, b := same.Part("Authorisation of the plan (plan)"), same.Part("Authorisation of the plan (other)"); a.Short() != "4 h" || b.Short() != "2 h" {
		t.Errorf("%v, %v of %+v", a, b, same.Parts)
	}
	// Working hours are not counted up to days.
	if v := (Value{Worked, (30*time.Hour + 15*time.Minute).Milliseconds(), 1}); v.Short() != "30 h 15 min" {
		t.Errorf("30 h 15 min reads %s", v.Short())
	}
	if v := (Value{Worked, (45 * time.Minute).Milliseconds(), 1}); v.Short() != "45 min" {
		t.Errorf("45 min reads %s", v.Short())
	}
}

func TestWhichRequestsCount(t *testing.T) {
	for name, c := range map[string]struct {
		r       Request
		section string // "" for none
		text    string
	}{
		"decided":                      {asked("APR-1"), sectionCounted, "asked 2026-11-09, then approved, in time"},
		"rejected":                     {asked("APR-1", func(r *Request) { r.Verdict = "rejected" }), sectionCounted, "asked 2026-11-09, then rejected, in time"},
		"at its deadline":              {asked("APR-1", func(r *Request) { r.First = r.Due }), sectionCounted, "asked 2026-11-09, then approved, in time"},
		"an instant after it":          {asked("APR-1", func(r *Request) { r.First = r.Due.Add(1) }), sectionCounted, "asked 2026-11-09, then approved, after its deadline"},
		"without a deadline":           {asked("APR-1", func(r *Request) { r.Due = time.Time{} }), sectionCounted, "asked 2026-11-09, then approved, no deadline"},
		"asked before, decided in it":  {asked("APR-1", func(r *Request) { r.Asked = at(-5, 9, 0) }), sectionCounted, "asked 2026-10-26, then approved, in time"},
		"decided at the first instant": {asked("APR-1", func(r *Request) { r.Asked, r.First = at(-5, 9, 0), november.Start }), sectionCounted, "asked 2026-10-26, then approved, in time"},
		"decided at the last":          {asked("APR-1", func(r *Request) { r.First = november.End }), sectionPending, "not decided by then"},
		"decided before it":            {asked("APR-1", func(r *Request) { r.Asked, r.First = at(-5, 9, 0), november.Start.Add(-1) }), "", ""},
		"not decided":                  {asked("APR-1", undecided), sectionPending, "not decided yet"},
		"asked after it":               {asked("APR-1", undecided, func(r *Request) { r.Asked = november.End }), "", ""},
		"voided in it":                 {asked("APR-1", undecided, func(r *Request) { r.Ended = at(12, 9, 0) }), sectionVoid, "came to nothing: asked 2026-11-09"},
		"voided after it":              {asked("APR-1", undecided, func(r *Request) { r.Ended = november.End }), sectionPending, "not decided yet"},
		"voided before it":             {asked("APR-1", undecided, func(r *Request) { r.Asked, r.Ended = at(-5, 9, 0), at(-4, 9, 0) }), "", ""},
		"decided, then voided":         {asked("APR-1", func(r *Request) { r.Ended = at(20, 9, 0) }), sectionCounted, "asked 2026-11-09, then approved, in time"},
		"of an emergency":              {asked("APR-1", func(r *Request) { r.Later = "an emergency" }), sectionRetro, "an emergency"},
		"decided before it was asked":  {asked("APR-1", func(r *Request) { r.First = r.Asked.Add(-1) }), sectionDefect, "it was decided before it was asked for"},
		"asked at no time":             {asked("APR-1", func(r *Request) { r.Asked = time.Time{} }), sectionDefect, "when it was asked for is missing"},
		"in the same instant":          {asked("APR-1", func(r *Request) { r.First, r.Waited = r.Asked, 0 }), sectionCounted, "asked 2026-11-09, then approved, in time"},
	} {
		f := requests(c.r)
		f.Zone = berlin
		r := compute(t, "approval-wait", f)
		all := append(r.Records, r.Defects...)
		if len(all) == 0 && c.section == "" {
			continue
		}
		if len(all) != 1 || all[0].Section != c.section || all[0].Text != c.text || all[0].In != (c.section == sectionCounted) || (r.Population == 1) != (c.section == sectionCounted) {
			t.Errorf("%s: %+v", name, all)
		}
		want := map[string]int64{c.section: 1}
		if r.Part(PartPending).Num != want[sectionPending] || r.Part(PartVoid).Num != want[sectionVoid] || r.Part(PartRetro).Num != want[sectionRetro] {
			t.Errorf("%s: %+v", name, r.Parts)
		}
	}
}

// Nothing decided is n/a, and so is a share of none with a deadline.
func TestNoRequestIsNoWait(t *testing.T) {
	r := compute(t, "approval-wait", requests())
	if r.Value.Known() || r.Part(PartInTime).Known() || r.Value.Short() != "n/a" {
		t.Errorf("%v, %v", r.Value, r.Part(PartInTime))
	}
}
