package action

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// PlannedDates are the dates that an import plans, from the first to the last of them.
type PlannedDates struct {
	First, Last when.Moment
	Days        *time.Location // the organisation's, whose days name no zone
}

// plans takes notice of what a record is planned for.
func (in *importing) plans(record model.Record) {
	slot := record.Row().Dates
	if slot.IsZero() {
		return
	}
	if slot.End.IsZero() || slot.End.At.Before(slot.Start.At) {
		slot.End = slot.Start
	}
	in.Dates.Days = in.c.Rules.Policy.Location()
	if in.Dates.First.IsZero() || slot.Start.At.Before(in.Dates.First.At) {
		in.Dates.First = slot.Start
	}
	if in.Dates.Last.At.Before(slot.End.At) {
		in.Dates.Last = slot.End
	}
	if r, ok := record.(*model.Release); ok && r.StartPassed(in.c.Now, in.c.Zone(r)) {
		in.Counts.Passed++
	}
}

// replans is plans for a record that stood, where the row moved it.
func (in *importing) replans(r revision) {
	if slices.ContainsFunc(r.taken, func(facet string) bool { return slices.Contains([]string{"window", "dates", "date"}, facet) }) {
		in.plans(r.record)
	}
}

// words says when what was planned is; "" for nothing.
func (p PlannedDates) words() string {
	if p.First.IsZero() {
		return ""
	}
	first, last := when.Tell(p.First, when.Moment{}, nil, p.Days), when.Tell(p.Last, when.Moment{}, nil, p.Days)
	if first == last {
		return "planned for " + first
	}
	return "planned from " + first + " to " + last
}
