package store

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// ids are the entries of a kind.
func (c Calendar) ids(kind string) (out []model.ID) {
	for _, e := range c.Entries {
		if e.Kind == kind {
			out = append(out, e.ID)
		}
	}
	return out
}

func (f *file) between(from, to time.Time, zone *time.Location) Calendar {
	f.t.Helper()
	c, err := f.Calendar(context.Background(), CalendarQuery{Span: span(from, to), Now: start, Zone: zone})
	if err != nil {
		f.t.Fatal(err)
	}
	return c
}

// A whole day lasts as long as the day of the service's zone, 23 to 25 hours, and
// stands under the same date whoever looks at it.
func TestWholeDaysAreThoseOfTheService(t *testing.T) {
	f := made(t, fixed())
	for _, c := range []struct {
		zone    string
		day     [3]int
		instant string // the first of the day
		end     string // the first after it
	}{
		{"Pacific/Auckland", [3]int{2026, 12, 10}, "2026-12-09T11:00:00Z", "2026-12-10T11:00:00Z"},
		{"America/Los_Angeles", [3]int{2026, 12, 10}, "2026-12-10T08:00:00Z", "2026-12-11T08:00:00Z"},
		{"America/Los_Angeles", [3]int{2026, 11, 1}, "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z"}, // 25 hours
		{"Europe/Berlin", [3]int{2027, 3, 28}, "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"},       // 23 hours
		{"Pacific/Auckland", [3]int{2027, 4, 4}, "2027-04-03T11:00:00Z", "2027-04-04T12:00:00Z"},     // 25 hours
	} {
		z := zone(t, c.zone)
		svc := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "s" + f.next(), Name: "S", Owner: f.boss, Zone: c.zone}}).Subject
		at := day(c.day[0], time.Month(c.day[1]), c.day[2], z)
		first, err := time.Parse(time.RFC3339, c.instant)
		if err != nil || !at.At.Equal(first) {
			t.Fatalf("%s begins at %s, %v", c.instant, at.At, err)
		}
		last, _ := time.Parse(time.RFC3339, c.end)
		id := f.do(f.boss, action.Register{Release: model.Release{Name: "Day", Type: "normal", Contents: []string{"software"}, Service: svc, Owner: f.boss, Window: model.Slot{Start: at, End: at}}}).Subject
		for _, viewer := range []*time.Location{time.UTC, zone(t, "Pacific/Auckland"), zone(t, "America/Los_Angeles")} {
			theirs := when.Date{Year: c.day[0], Month: time.Month(c.day[1]), Day: c.day[2]}.Span(viewer)
			for _, s := range []struct {
				from, to time.Time
				in       bool
			}{
				{theirs.Start.Add(-time.Hour), theirs.Start, false},
				{theirs.Start.Add(-time.Hour), theirs.Start.Add(time.Minute), true},
				{theirs.End.Add(-time.Minute), theirs.End.Add(time.Hour), true},
				{theirs.End, theirs.End.Add(time.Hour), false},
				{theirs.Start.Add(3 * time.Hour), theirs.Start.Add(4 * time.Hour), true},
			} {
				got := f.between(s.from, s.to, viewer)
				if in := slices.Contains(got.ids("release"), id); in != s.in {
					t.Errorf("the day %v in %s is in [%s, %s) of %s: %v", c.day, c.zone, s.from, s.to, viewer, in)
				}
				for _, e := range got.Entries {
					if e.ID == id && (!e.Span.Start.Equal(first) || !e.Span.End.Equal(last)) {
						t.Errorf("the day %v in %s spans %v", c.day, c.zone, e.Span)
					}
				}
			}
		}
	}
}

// next is a number of its own each time.
func (f *file) next() string { return f.options.NewID()[3:] }

func TestTheCalendarShowsWhatSharesAnInstant(t *testing.T) {
	f := made(t, fixed())
	from, to := minute(2026, 12, 1, 0, 0), minute(2027, 1, 1, 0, 0)
	ends := func(id model.ID, want bool, what string) {
		t.Helper()
		got := f.between(from.At, to.At, time.UTC)
		if slices.Contains(got.ids("release"), id) != want {
			t.Errorf("%s is shown: %v", what, !want)
		}
		if want && got.Total != len(got.ids("release")) {
			t.Errorf("%s: the total is %d, %d are shown", what, got.Total, len(got.ids("release")))
		}
	}
	none := when.Moment{}
	ends(f.release("Before", minute(2026, 11, 30, 20, 0), from), false, "one that ends as it begins")
	ends(f.release("Into", minute(2026, 11, 30, 20, 0), minute(2026, 12, 1, 0, 1)), true, "one that reaches into it")
	ends(f.release("First", from, none), true, "one without an end in the first minute")
	ends(f.release("Earlier", minute(2026, 11, 30, 23, 58), none), false, "one without an end two minutes before")
	ends(f.release("Last", minute(2026, 12, 31, 23, 59), to), true, "one in the last minute")
	ends(f.release("After", to, minute(2027, 1, 1, 2, 0)), false, "one that begins as it ends")
	ends(f.release("Long", minute(2026, 3, 1, 0, 0), minute(2027, 3, 1, 0, 0)), true, "one of a year around it")
	ends(f.release("Long before", minute(2026, 3, 1, 0, 0), minute(2026, 11, 1, 0, 0)), false, "a long one before it")
	ends(f.release("Four days", minute(2026, 11, 27, 23, 0), minute(2026, 12, 1, 23, 0)), true, "one of four days into it")
	ends(f.release("Days", day(2026, 11, 10, time.UTC), day(2026, 12, 1, time.UTC)), true, "whole days up to its first")
	ends(f.release("Undated", none, none), false, "one without a date")
	gone := f.release("Gone", minute(2026, 12, 5, 0, 0), none)
	ends(gone, true, "one before it is cancelled")
	f.do(f.boss, action.Cancel{Release: gone, Reason: "not wanted"})
	ends(gone, false, "a cancelled one")

	// Windows, once and again, until they are withdrawn.
	f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Saturdays", Class: model.WindowMaintenance, Services: []model.ID{f.pay}, Slot: model.Slot{Start: minute(2025, 1, 4, 20, 0), End: minute(2025, 1, 4, 23, 0)}, Rule: "FREQ=WEEKLY;BYDAY=SA"}})
	f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Year end", Class: model.WindowFreeze, Hard: true, Everything: true, Slot: model.Slot{Start: day(2026, 12, 20, time.UTC), End: day(2027, 1, 2, time.UTC)}}})
	old := f.do(f.boss, action.AddWindow{Window: model.Window{Title: "Old", Class: model.WindowFreeze, Everything: true, Slot: model.Slot{Start: minute(2026, 12, 3, 0, 0), End: minute(2026, 12, 4, 0, 0)}}}).Subject
	f.do(f.boss, action.WithdrawWindow{Window: old, Reason: "no need"})
	got := f.between(from.At, to.At, time.UTC)
	if n := len(got.ids("maintenance")); n != 4 {
		t.Errorf("%d Saturdays", n)
	}
	freezes := 0
	for _, e := range got.Entries {
		if e.Kind == "freeze" {
			freezes++
			if e.Start.Precision != when.Day || !e.End.At.Equal(time.Date(2027, 1, 2, 0, 0, 0, 0, time.UTC)) || !e.Hard {
				t.Errorf("the freeze is %+v", e)
			}
		}
	}
	if freezes != 1 {
		t.Errorf("%d freezes", freezes)
	}
	// Milestones, long ones too.
	f.do(f.boss, action.SetMilestone{Milestone: model.Milestone{Title: "Phase", At: minute(2026, 10, 1, 0, 0), Until: minute(2026, 12, 2, 0, 0)}})
	f.do(f.boss, action.SetMilestone{Milestone: model.Milestone{Title: "Past", At: minute(2026, 10, 1, 0, 0), Until: minute(2026, 11, 2, 0, 0)}})
	f.do(f.boss, action.SetMilestone{Milestone: model.Milestone{Title: "Day", At: day(2026, 12, 31, time.UTC)}})
	if ids := f.between(from.At, to.At, time.UTC).ids("milestone"); !slices.Equal(ids, []model.ID{"MIL-1", "MIL-3"}) {
		t.Errorf("the milestones are %v", ids)
	}
	if !slices.IsSortedFunc(got.Entries, func(a, b Entry) int { return a.Start.At.Compare(b.Start.At) }) {
		t.Error("the entries are not in order")
	}
}

// Beyond the limit, everything is still counted.
func TestDaysAreCountedBeyondTheLimit(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	auckland := zone(t, "Pacific/Auckland")
	for i := range 30 {
		at := minute(2026, 11, 29+i/4, i%4*6, 0)
		f.release(numbered("R", i), at, when.Moment{At: at.At.Add(5 * time.Hour), Precision: when.Minute})
	}
	f.release("Long", minute(2026, 11, 1, 0, 0), minute(2026, 12, 20, 0, 0))
	f.release("Day", day(2026, 11, 30, auckland), when.Moment{})
	f.do(f.boss, action.Cancel{Release: "REL-12", Reason: "not wanted"})
	for _, z := range []*time.Location{time.UTC, auckland, zone(t, "America/Los_Angeles")} {
		s := span(when.StartOfDay(time.Date(2026, 11, 30, 12, 0, 0, 0, z), z), when.StartOfDay(time.Date(2026, 12, 5, 12, 0, 0, 0, z), z))
		for _, text := range []string{"", "-id:rel-14", "mine"} {
			all, err := f.Calendar(ctx, CalendarQuery{Span: s, Now: start, Zone: z, Limit: 1000, Filter: text, Me: f.boss})
			if err != nil {
				t.Fatal(err)
			}
			if all.Total != len(all.ids("release")) || all.Total < 15 {
				t.Fatalf("%d of %d are shown", len(all.ids("release")), all.Total)
			}
			for _, limit := range []int{1, 5, all.Total - 1, all.Total, all.Total + 1} {
				some, err := f.Calendar(ctx, CalendarQuery{Span: s, Now: start, Zone: z, Limit: limit, Filter: text, Me: f.boss})
				if err != nil {
					t.Fatal(err)
				}
				if some.Total != all.Total || !maps.Equal(some.PerDay, all.PerDay) || len(some.Entries) > limit {
					t.Errorf("%s %q limit %d: %d in all, want %d; %v, want %v", z, text, limit, some.Total, all.Total, some.PerDay, all.PerDay)
				}
			}
		}
	}
}
