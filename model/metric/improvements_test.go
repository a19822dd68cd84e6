package metric

import (
	"testing"
	"time"

	"fairway/model/when"
)

// better is an action that was due on the whole of the 20th and done that evening.
func better(change ...func(*Improvement)) Improvement {
	of := rel("REL-1")
	i := Improvement{Of: &of, ID: "IMP-1", Action: "Test the rollback", Owner: "Theo", Noted: at(12, 9, 0), Due: wholeDay(20), Done: at(20, 23, 59)}
	i.Due = when.Moment{At: wholeDay(20).At, Precision: when.Day, Date: "2026-11-20", Zone: "Europe/Berlin"}
	for _, c := range change {
		c(&i)
	}
	if i.First.IsZero() {
		i.First = i.Due
	}
	return i
}

// putOff is one that was due on the 10th at first.
func putOff(done time.Time) Improvement {
	return better(func(i *Improvement) { i.First, i.PutOff, i.Done = exactly(at(10, 9, 0)), 2, done })
}

func TestWhichActionsAreInTime(t *testing.T) {
	for name, c := range map[string]struct {
		i       Improvement
		now     time.Time // zero: long after
		section string    // "" for none
		text    string
	}{
		"done on the day":       {i: better(), section: sectionCounted, text: "done 2026-11-20"},
		"done before":           {i: better(func(i *Improvement) { i.Done = at(13, 9, 0) }), section: sectionCounted, text: "done 2026-11-13"},
		"done the next day":     {i: better(func(i *Improvement) { i.Done = at(21, 0, 0) }), section: sectionNotInTime, text: "done 2026-11-21, late"},
		"not done":              {i: better(func(i *Improvement) { i.Done = time.Time{} }), section: sectionNotInTime, text: "overdue, waits for Theo"},
		"not done, on its day":  {i: better(func(i *Improvement) { i.Done = time.Time{} }), now: at(20, 23, 59)},
		"dropped before":        {i: better(func(i *Improvement) { i.Done, i.Dropped = time.Time{}, at(15, 9, 0) })},
		"dropped after":         {i: better(func(i *Improvement) { i.Done, i.Dropped = time.Time{}, at(25, 9, 0) }), section: sectionNotInTime, text: "dropped 2026-11-25, after it was due"},
		"put off, then done":    {i: putOff(at(20, 9, 0)), section: sectionNotInTime, text: "done 2026-11-20, late, put off twice"},
		"put off, done before":  {i: putOff(at(9, 9, 0)), section: sectionCounted, text: "done 2026-11-09, put off twice"},
		"put off, not done yet": {i: putOff(time.Time{}), now: at(15, 9, 0), section: sectionNotInTime, text: "to be done by 2026-11-20, waits for Theo, put off twice"},
		"put off, not done":     {i: putOff(time.Time{}), section: sectionNotInTime, text: "overdue, waits for Theo, put off twice"},
		"due in another period": {i: better(func(i *Improvement) { i.Due = exactly(november.End) })},
		"due at a time":         {i: better(func(i *Improvement) { i.Due = exactly(at(20, 12, 0)) }), section: sectionNotInTime, text: "done 2026-11-20, late"},
		"without a date":        {i: better(func(i *Improvement) { i.Due = when.Moment{} })},
	} {
		f := papers(Papers{Improvements: []Improvement{c.i}})
		f.Zone = berlin
		if !c.now.IsZero() {
			f = f.at(c.now)
		}
		r := compute(t, "improvements", f)
		if c.section == "" {
			if len(r.Records) > 0 || r.Population > 0 || r.Provisional != (name == "not done, on its day") {
				t.Errorf("%s: %+v, provisional %v", name, r.Records, r.Provisional)
			}
			continue
		}
		if len(r.Records) != 1 || r.Records[0].Section != c.section || r.Records[0].Text != c.text || (r.Value.Num == 1) != (c.section == sectionCounted) || r.Value.Den != 1 {
			t.Errorf("%s: %v, %+v", name, r.Value, r.Records)
		}
	}
}

// Six were due: two in time; one put off, and done by its last date; one late, one open, one dropped.
func TestImprovementActions(t *testing.T) {
	f := papers(Papers{Improvements: []Improvement{better(), better(), putOff(at(20, 9, 0)), better(func(i *Improvement) { i.Done = at(22, 9, 0) }),
		better(func(i *Improvement) { i.Done = time.Time{} }), better(func(i *Improvement) { i.Done, i.Dropped = time.Time{}, at(25, 9, 0) })}})
	f.Zone = berlin
	r := compute(t, "improvements", f)
	if r.Value.String() != "2/6 (33 %)" || r.Part(PartByLast).String() != "3/6 (50 %)" || r.Part(PartDoneLate).Num != 2 || r.Part(PartOverdue).Num != 1 || r.Part(PartPutOff).Num != 1 || r.Part(PartDroppedLate).Num != 1 {
		t.Errorf("%v: %+v", r.Value, r.Parts)
	}
}
