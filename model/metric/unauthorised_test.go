package metric

import (
	"testing"
	"time"

	"fairway/model"
)

func rfc(id model.ID, submitted time.Time, change ...func(*Submission)) Submission {
	c := Submission{Of: &Release{ID: id, Title: "Change " + string(id), Traits: Traits{Type: "normal", Service: "SVC-1", ServiceName: "Payroll"}, Zone: berlin}, Submitted: submitted, Category: "enhancement"}
	for _, with := range change {
		with(&c)
	}
	return c
}

func captured(outcome string) func(*Submission) {
	return func(c *Submission) {
		c.Unauthorised, c.How, c.Made, c.Outcome = true, "an audit found it", at(3, 9, 0), outcome
		c.Of.Type = "unauthorised"
	}
}

// Ten were submitted in November, from its first instant to its last. Four of them were
// captured: one accepted, one backed out, one corrected, one under review.
func TestUnauthorisedChanges(t *testing.T) {
	f := papers(Papers{Submitted: []Submission{
		rfc("CHG-1", november.Start.Add(-1), captured("")), rfc("CHG-2", november.Start), rfc("CHG-3", november.End.Add(-1)), rfc("CHG-4", november.End, captured("")),
		rfc("CHG-5", at(5, 9, 0)), rfc("CHG-6", at(6, 9, 0)), rfc("CHG-7", at(6, 9, 0)), rfc("CHG-8", at(6, 9, 0)),
		rfc("CHG-9", at(7, 9, 0), captured(model.Ratified)), rfc("CHG-10", at(7, 9, 0), captured(model.BackedOut)), rfc("CHG-11", at(7, 9, 0), captured(model.Corrected)), rfc("CHG-12", at(7, 9, 0), captured("")),
	}})
	f.Zone = berlin
	r := compute(t, "unauthorised-changes", f)
	if r.Value.String() != "4/10 (40 %)" || r.Population != 10 || r.Small {
		t.Errorf("%v of %d", r.Value, r.Population)
	}
	for name, want := range map[string]int64{PartCaptured: 4, PartInReview: 1, PartRatified: 1, PartBackedOut: 1, PartPutRight: 1} {
		if got := r.Part(name); got.Num != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if got := sections(r); got[sectionCounted] != 4 || got[sectionSubmitted] != 6 {
		t.Errorf("%v", got)
	}
	if rec := r.Records[0]; rec.ID != "CHG-9" || rec.Release != "" || rec.Text != "an audit found it, made 2026-11-03, accepted afterwards" || rec.Service != "Payroll" {
		t.Errorf("%+v", rec)
	}
	if r := compute(t, "unauthorised-changes", facts()); r.Value.Short() != "n/a" {
		t.Errorf("of none: %v", r.Value)
	}
}

// The measure and the trend of RFCs count the same.
func TestTrendAndMeasureAgree(t *testing.T) {
	var changes []*model.Change
	var p Papers
	for i := range 40 {
		ch := &model.Change{ID: model.ID("CHG-" + string(rune('A'+i))), Category: "enhancement", Type: "normal", Submitted: at(i-4, 9, 0)}
		if i%7 == 0 {
			ch.Captured = &model.Capture{Made: ch.Submitted}
		}
		changes = append(changes, ch)
		p.Submitted = append(p.Submitted, rfc(ch.ID, ch.Submitted, func(c *Submission) { c.Unauthorised = ch.Unauthorised() }))
	}
	r := compute(t, "unauthorised-changes", papers(p))
	var submitted, unauthorised int
	for _, row := range Trend(changes, "category", november.Start, november.End, now) {
		submitted, unauthorised = submitted+row.Submitted, unauthorised+row.Unauthorised
	}
	if r.Value.Den != int64(submitted) || r.Value.Num != int64(unauthorised) || unauthorised == 0 {
		t.Errorf("the trend says %d of %d, the measure %v", unauthorised, submitted, r.Value)
	}
}
