package metric

import "iter"

// Packed are releases that are kept in as little room as they need, since a year has a
// hundred thousand of them: each is made when it is looked at. Several may look at once.
type Packed interface {
	// Len is how many there are.
	Len() int
	// Unpack makes the one at a place, in the room of what stands in r, lists included.
	Unpack(at int, r *Release, wanted Wanted)
}

// Wanted is what only some formulas read of a release, and what takes its time to unpack.
type Wanted struct {
	Moves, Passages, Criteria, RFCs, Items, Scope, Way, Notice bool
}

// wantedBy is what belongs to readings.
func wantedBy(readings []Reading) (w Wanted) {
	for _, r := range readings {
		switch r {
		case ReadsPlans:
			w.Moves = true
		case ReadsStages:
			w.Passages = true
		case ReadsCriteria:
			w.Criteria = true
		case ReadsRFCs:
			w.RFCs = true
		case ReadsIncidents:
			w.Items = true
		case ReadsScopes:
			w.Scope = true
		case ReadsWays:
			w.Way = true
		case ReadsNotices:
			w.Notice = true
		}
	}
	return w
}

// Count is how many releases are meant.
func (f *Facts) Count() int {
	switch {
	case f.some != nil:
		return len(f.some)
	case f.Packed != nil:
		return len(f.Whole) + f.Packed.Len()
	}
	return len(f.Whole)
}

// Each goes through the releases that are meant, with what belongs to some readings of them.
// One is there until the next: nothing of it is to be kept but its texts and times.
func (f *Facts) Each(readings ...Reading) iter.Seq[*Release] {
	return func(yield func(*Release) bool) {
		for _, r := range f.numbered(readings...) {
			if !yield(r) {
				return
			}
		}
	}
}

// numbered is Each, with the place of each among all.
func (f *Facts) numbered(readings ...Reading) iter.Seq2[int32, *Release] {
	return func(yield func(int32, *Release) bool) {
		var room *Release
		wanted := wantedBy(readings)
		at := func(i int32) *Release {
			if int(i) < len(f.Whole) {
				return &f.Whole[i]
			}
			if room == nil {
				room = &Release{}
			}
			f.Packed.Unpack(int(i)-len(f.Whole), room, wanted)
			return room
		}
		if f.some != nil {
			for _, i := range f.some {
				if !yield(i, at(i)) {
					return
				}
			}
			return
		}
		for i := range int32(f.Count()) {
			if !yield(i, at(i)) {
				return
			}
		}
	}
}
