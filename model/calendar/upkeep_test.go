package calendar

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model/when"
)

// What is gathered for all maintenance windows of a service is what each of them gives by
// itself: the occurrences in a slot, also over the edges of chunks and in slots longer than
// a block, and the next that is long enough.
func TestUpkeepAgainstEachWindow(t *testing.T) {
	zones := []string{"", "Europe/Berlin", "America/Chicago", "Australia/Lord_Howe"}
	rules := []string{"", "FREQ=DAILY;COUNT=40", "FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=20250501T000000Z", "FREQ=YEARLY", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=NEVER"}
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
		hours := func(name string, most int) time.Duration {
			return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Hour
		}
		u := &upkeep{}
		var each []*stretch
		for i := range rapid.IntRange(1, 8).Draw(t, "windows") {
			start := first.Add(hours("start", 24*500))
			w := &Window{ID: fmt.Sprintf("WIN-%02d", i), Class: Maintenance, Services: []string{"SVC-1"}, Zone: rapid.SampledFrom(zones).Draw(t, "zone"), Rule: rapid.SampledFrom(rules).Draw(t, "rule"),
				Span: when.Span{Start: start, End: start.Add(time.Hour + hours("length", 60))}}
			u.add(&stretch{Window: w})
			each = append(each, &stretch{Window: w})
		}
		for range 5 {
			from := first.Add(hours("from", 24*900))
			slot := when.Span{Start: from, End: from.Add(time.Hour + hours("lasts", rapid.SampledFrom([]int{8, 24 * 40, 24 * 300}).Draw(t, "long")))}
			var want []when.Span
			var wrong []string
			for _, w := range each {
				spans, err := w.within(slot)
				want = append(want, spans...)
				if err != nil {
					wrong = append(wrong, cantSay(w, err))
				}
			}
			got, errs := u.during(slot)
			if g, w := inOrder(got), inOrder(want); !slices.Equal(g, w) {
				t.Fatalf("in %v: %v, by each %v", slot, g, w)
			}
			if g, w := strings.Join(errs, "; "), strings.Join(wrong, "; "); g != w {
				t.Fatalf("in %v: %q, by each %q", slot, g, w)
			}
			in, need := when.Span{Start: from, End: from.Add(ahead)}, time.Hour+hours("need", 50)
			var next *occurrence
			for _, w := range each {
				spans, _ := w.within(in)
				for _, s := range spans {
					o := occurrence{s, w}
					if !s.Start.Before(from) && s.Length() >= need && (next == nil || o.before(*next) < 0) {
						next = &o
					}
				}
			}
			found, ok := u.next(in, need)
			if ok != (next != nil) || ok && (found.Span != next.Span || found.of.ID != next.of.ID) {
				t.Fatalf("the next after %v of %v: %v, by each %v", from, need, found, next)
			}
		}
	})
}

func inOrder(spans []when.Span) []when.Span {
	out := slices.Clone(spans)
	slices.SortFunc(out, func(a, b when.Span) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return a.End.Compare(b.End)
	})
	return slices.Compact(out)
}

func TestManyWindowsAreNotAllNamed(t *testing.T) {
	var names []string
	for i := range 9 {
		names = append(names, fmt.Sprint("Night ", i))
	}
	if got := windowsNamed(names); !strings.HasSuffix(got, "Night 7 and Night 8") {
		t.Errorf("nine: %s", got)
	}
	if got := windowsNamed(append(names, "Night 9")); !strings.HasSuffix(got, "Night 6, Night 7 and 2 more") {
		t.Errorf("ten: %s", got)
	}
}
