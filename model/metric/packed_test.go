package metric

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
)

// scribbled are releases that are made one in the place of the other, with no more of each
// than is asked for: what a formula keeps of one, or reads without saying so, is wrong.
type scribbled []Release

func (s scribbled) Len() int { return len(s) }

func (s scribbled) Unpack(at int, r *Release, wanted Wanted) {
	for i := range r.Runs {
		r.Runs[i] = Run{ID: "RUN-666", Result: "scribbled"}
	}
	for i := range r.Passages {
		r.Passages[i] = Passage{From: "scribbled"}
	}
	for i := range r.Items {
		r.Items[i] = "CI-666"
	}
	if r.Way != nil {
		*r.Way = Way{Partly: true}
	}
	runs, passages, items := r.Runs[:0], r.Passages[:0], r.Items[:0]
	*r = s[at]
	r.Runs, r.Passages, r.Items = append(runs, r.Runs...), append(passages, r.Passages...), append(items, r.Items...)
	if r.Way != nil {
		way := *r.Way
		r.Way = &way
	}
	if !wanted.Moves {
		r.Moves = nil
	}
	if !wanted.Passages {
		r.Passages, r.Holds = r.Passages[:0], nil
	}
	if !wanted.Items {
		r.Items = r.Items[:0]
	}
	if !wanted.Criteria {
		r.Criteria = nil
	}
	if !wanted.RFCs {
		r.RFCs = nil
	}
	if !wanted.Scope {
		r.Scope = nil
	}
	if !wanted.Way {
		r.Way = nil
	}
	if !wanted.Notice {
		r.Notice = nil
	}
}

// What is kept packed gives the same numbers, records and defects as what is held whole,
// broken down and in part as well.
func TestPackedReleasesCountAsWholeOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		half := f
		half.Whole, half.Packed = f.Whole[:len(f.Whole)/2], scribbled(f.Whole[len(f.Whole)/2:])
		packed := f
		packed.Whole, packed.Packed = nil, scribbled(f.Whole)
		for _, m := range All(nil) {
			want := text(t, m.Of(f, november))
			for name, g := range map[string]Facts{"packed": packed, "half of them packed": half} {
				if got := text(t, m.Of(g, november)); got != want {
					t.Fatalf("%s, %s: %s\nwhole: %s", m.ID, name, got, want)
				}
				for _, split := range []Split{ByType, ByService, ByPeriod} {
					if a, b := m.By(f, november, split), m.By(g, november, split); !slices.EqualFunc(a, b, func(x, y Group) bool { return x.Key == y.Key && text(t, x.Result) == text(t, y.Result) }) {
						t.Fatalf("%s by %s, %s: %v\nwhole: %v", m.ID, split, name, b, a)
					}
				}
			}
		}
	})
}

// A part of a part is what passes both times, wherever it is kept.
func TestOnlyOfOnly(t *testing.T) {
	var list []Release
	for i, service := range []model.ID{"SVC-1", "SVC-2", "SVC-1", "SVC-1"} {
		r := Release{ID: model.ID("REL-" + string(rune('1'+i)))}
		r.Service, r.Type = service, []string{"normal", "normal", "standard", "normal"}[i]
		list = append(list, r)
	}
	f := Facts{Whole: list[:1], Packed: scribbled(list[1:])}
	some := f.Only(func(t *Traits) bool { return t.Service == "SVC-1" }).Only(func(t *Traits) bool { return t.Type == "normal" })
	var ids []model.ID
	for r := range some.Each() {
		ids = append(ids, r.ID)
	}
	if !slices.Equal(ids, []model.ID{"REL-1", "REL-4"}) || some.Count() != 2 || f.Count() != 4 {
		t.Errorf("%v, %d of %d", ids, some.Count(), f.Count())
	}
	if none := f.Only(func(*Traits) bool { return false }); none.Count() != 0 || incidentsOf(none, when.Span{}).Population != 0 {
		t.Errorf("of none there are %d", none.Count())
	}
}
