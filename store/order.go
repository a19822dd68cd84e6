package store

import (
	"cmp"
	"slices"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// urgentFirst puts what is urgent first.
func urgentFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// with puts what else waits among the approvals.
func (out *Approvals) with(waiting, asked []ApprovalRow) {
	out.Waiting, out.Asked = append(slices.Clip(out.Waiting), waiting...), append(slices.Clip(out.Asked), asked...)
	for _, r := range waiting {
		if len(r.Barred) == 0 && !r.PutOff() {
			out.Waits++
		}
	}
}

// order puts first what is late or was escalated, then what is the most urgent, then the
// riskiest, then the oldest.
func (out *Approvals) order(policy process.Policy, now time.Time) {
	zone := policy.Location()
	tomorrow := when.DateOf(now, zone).AddDays(2).Start(zone)
	for _, list := range [][]ApprovalRow{out.Waiting, out.Asked} {
		slices.SortStableFunc(list, func(a, b ApprovalRow) int {
			return cmp.Or(urgentFirst(a.late(), b.late()), cmp.Compare(b.urgency(tomorrow), a.urgency(tomorrow)),
				cmp.Compare(policy.BandRank(b.Band), policy.BandRank(a.Band)), cmp.Compare(b.Score, a.Score), a.At.Compare(b.At))
		})
	}
}

func (r *ApprovalRow) late() bool { return r.Overdue || r.Escalated != "" }

// urgency is how urgent it is: an emergency, then an RFC of the first priority and what is
// due before a day, then all else.
func (r *ApprovalRow) urgency(soon time.Time) int {
	switch {
	case r.Urgent:
		return 2
	case r.pressing, !r.Due.IsZero() && r.Due.Before(soon):
		return 1
	}
	return 0
}
