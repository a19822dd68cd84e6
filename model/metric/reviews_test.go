package metric

import (
	"testing"
	"time"

	"fairway/model"
)

// due is a review of a release that was due on the 20th at 18:00 and done an hour before,
// changed by whatever a test says.
func due(change ...func(*Review)) Review {
	of := rel("REL-1")
	v := Review{Of: &of, ID: "REL-1", Stage: "review", Title: "Evaluation", Since: at(12, 9, 0), Due: at(20, 18, 0), Done: at(20, 17, 0), Whose: "Cora"}
	for _, c := range change {
		c(&v)
	}
	return v
}

func doneAt(t time.Time) func(*Review) { return func(v *Review) { v.Done = t } }

func retroOf(v *Review) { v.Retro, v.Title = true, "Retro-completion" }

func TestWhichReviewsAreOverdue(t *testing.T) {
	of := Release{ID: "CHG-1", Title: "Hotfix", Traits: Traits{Type: "emergency"}, Zone: berlin}
	for name, c := range map[string]struct {
		v       Review
		now     time.Time // zero: long after
		section string    // "" for none
		text    string
		days    int64
		open    bool
	}{
		"done before":              {v: due(), section: sectionInTime, text: "Evaluation in time, by Cora"},
		"done at its time":         {v: due(doneAt(at(20, 18, 0))), section: sectionInTime, text: "Evaluation in time, by Cora"},
		"done an instant later":    {v: due(doneAt(at(20, 18, 0).Add(1))), section: sectionCounted, text: "Evaluation done 0 d late, by Cora"},
		"done in the next month":   {v: due(doneAt(at(33, 9, 0))), section: sectionCounted, text: "Evaluation done 13 d late, by Cora", days: 13},
		"not done":                 {v: due(doneAt(time.Time{})), now: at(25, 9, 0), section: sectionCounted, text: "Evaluation overdue by 5 d, waits for Cora", days: 5, open: true},
		"not done, at its time":    {v: due(doneAt(time.Time{})), now: at(20, 18, 0)},
		"done ahead of its time":   {v: due(doneAt(at(13, 9, 0))), now: at(14, 9, 0), section: sectionInTime, text: "Evaluation in time, by Cora"},
		"of nobody":                {v: due(func(v *Review) { v.Whose = "" }), section: sectionInTime, text: "Evaluation in time"},
		"papers":                   {v: due(retroOf, doneAt(at(22, 9, 0))), section: sectionCounted, text: "Retro-completion done 2 d late, by Cora", days: 2},
		"of an RFC":                {v: due(func(v *Review) { v.Of, v.ID = &of, "CHG-1" }), section: sectionInTime, text: "Evaluation in time, by Cora"},
		"due at the last instant":  {v: due(func(v *Review) { v.Due = november.End.Add(-1) }), section: sectionInTime, text: "Evaluation in time, by Cora"},
		"due in the next period":   {v: due(func(v *Review) { v.Due = november.End })},
		"gone before it was due":   {v: due(doneAt(time.Time{}), func(v *Review) { v.Gone = at(15, 9, 0) })},
		"gone after it was due":    {v: due(doneAt(time.Time{}), func(v *Review) { v.Gone = at(25, 9, 0) }), section: sectionCounted, text: "Evaluation was not done when it was due, and is not to be done any more, waits for Cora"},
		"without a deadline":       {v: due(func(v *Review) { v.Due = time.Time{} }), section: sectionLimitless, text: "Evaluation: the rules don't say by when, by Cora"},
		"without one, in December": {v: due(func(v *Review) { v.Due, v.Since = time.Time{}, november.End })},
	} {
		f := papers(Papers{Reviews: []Review{c.v}})
		if !c.now.IsZero() {
			f = f.at(c.now)
		}
		r := compute(t, "overdue-reviews", f)
		if c.section == "" {
			if len(r.Records) > 0 || r.Population > 0 {
				t.Errorf("%s: %+v", name, r.Records)
			}
			if r.Provisional != (name == "not done, at its time") {
				t.Errorf("%s: provisional %v", name, r.Provisional)
			}
			continue
		}
		counts := c.section != sectionLimitless
		if len(r.Records) != 1 || r.Records[0].Section != c.section || r.Records[0].Text != c.text || r.Records[0].Value.Num != c.days || (r.Population == 1) != counts || (r.Value.Num == 1) != (c.section == sectionCounted) || (r.Part(PartOpenNow).Num == 1) != c.open {
			t.Errorf("%s: %v, %+v", name, r.Value, r.Records)
		}
		if want := model.ID("REL-1"); c.v.Of != &of && r.Records[0].Release != want || c.v.Of == &of && (r.Records[0].Release != "" || r.Records[0].ID != "CHG-1") {
			t.Errorf("%s: %+v", name, r.Records[0])
		}
	}
}

// Of three reviews one is late, of two retro-completions one: 2 of 5.
func TestOverdueReviews(t *testing.T) {
	r := compute(t, "overdue-reviews", papers(Papers{Reviews: []Review{due(), due(), due(doneAt(at(25, 9, 0))), due(retroOf), due(retroOf, doneAt(time.Time{}))}}))
	if r.Value.String() != "2/5 (40 %)" || r.Part(PartReviews).String() != "1/3 (33 %)" || r.Part(PartPapersLate).String() != "1/2 (50 %)" || r.Part(PartOpenNow).Num != 1 || r.Small {
		t.Errorf("%v: %+v", r.Value, r.Parts)
	}
}
