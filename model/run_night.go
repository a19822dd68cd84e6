package model

import (
	"cmp"
	"slices"
	"strconv"
)

// Night is what happened in a run and in its rollback, where that is a run of its own and not
// nil, in the order of time; of one moment, in that in which it was recorded.
func (r *Run) Night(back *Run) []*Mark {
	all := slices.Clone(r.Marks)
	if back != nil {
		all = append(all, back.Marks...)
	}
	slices.SortStableFunc(all, func(a, b *Mark) int { return cmp.Or(a.At.Compare(b.At), CompareIDs(a.ID, b.ID)) })
	return all
}

// OfStep names the step that a mark is of, as whoever reads of the run knows it: "step 2", of
// its rollback "rollback step 2"; "" of a mark of the run as a whole.
func (r *Run) OfStep(m *Mark) string {
	if m.Step == 0 {
		return ""
	}
	name := "step " + strconv.Itoa(m.Step)
	if m.Back || r.Back == "" && m.Run != "" && m.Run != r.ID {
		name = "rollback " + name
	}
	return name
}
