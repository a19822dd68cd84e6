package calendar

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fairway/model/when"
)

// TestTheEarliestFreeSlotIsThatOfTryingEveryMinute compares the slot finder with the one
// way that needs no thought: every minute is tried, one after the other.
func TestTheEarliestFreeSlotIsThatOfTryingEveryMinute(t *testing.T) {
	t.Parallel()
	everyMinute(t, 24)
}

// everyMinute does so for that many plans.
func everyMinute(t *testing.T, plans uint64) {
	now := time.Date(2026, 10, 23, 9, 12, 30, 0, time.UTC) // the clocks of Berlin change on the 25th
	found, none, ruled := 0, 0, map[string]int{}
	for seed := range plans {
		d := rand.New(rand.NewPCG(seed, 14))
		one := func(list ...string) string { return list[d.IntN(len(list))] }
		some := func(list ...string) []string {
			return slices.DeleteFunc(slices.Clone(list), func(string) bool { return d.IntN(3) > 0 })
		}
		slot := func(most int) when.Span {
			from := now.Add(time.Duration(d.IntN(3*24*60)) * time.Minute).Truncate(time.Minute)
			return when.Span{Start: from, End: from.Add(time.Duration(1+d.IntN(most)) * time.Minute)}
		}
		var booked []Booking
		for i := range d.IntN(8) {
			b := Booking{ID: string(rune('a' + i)), Service: one("shop", "pay", "crm"), Items: some("x", "y", "z"), Environment: one("", "live"), People: some("ann", "bo"), Team: one("", "red"), Span: slot(600)}
			if i > 0 && d.IntN(3) == 0 {
				b.DependsOn = []string{string(rune('a' + d.IntN(i)))}
			}
			if d.IntN(5) == 0 {
				b.DependsOn = append(b.DependsOn, "subject")
			}
			booked = append(booked, b)
		}
		var windows []Window
		for i := range d.IntN(5) {
			w := Window{ID: string(rune('A' + i)), Class: []Class{Freeze, Maintenance, Maintenance, Holiday, Event, Absence, OnCall}[d.IntN(7)], Hard: d.IntN(2) == 0, Zone: one("Europe/Berlin", "UTC"), Span: slot(900)}
			w.Span.Start, w.Span.End = w.Span.Start.Add(-24*time.Hour), w.Span.End.Add(-24*time.Hour)
			if d.IntN(2) == 0 {
				w.Rule = one("FREQ=DAILY", "FREQ=DAILY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=SU,MO")
			}
			w.People = some("ann", "cy", "di", "ed")
			switch d.IntN(4) {
			case 0:
				w.Sites, w.Environments = []string{"North"}, some("live")
			case 3:
				w.Everything = true
			case 1:
				w.Services = []string{one("shop", "pay")}
			default:
				w.Items = []string{one("x", "y")}
			}
			if w.Class == Freeze && d.IntN(3) == 0 {
				w.Exceptions = []Exception{{Release: "subject", Span: slot(600)}}
			}
			windows = append(windows, w)
		}
		b := Booking{ID: "subject", Service: "shop", Items: some("x", "y"), Environment: one("", "live"), Site: "north", Team: "red", People: some("ann", "bo"), Notice: time.Duration(d.IntN(3)*9) * time.Hour}
		b.Reach = append(slices.Clone(b.People), "cy")
		if len(booked) > 0 && d.IntN(2) == 0 {
			b.DependsOn = []string{booked[d.IntN(len(booked))].ID}
		}
		p := NewPlan(booked, windows, []Relation{{"x", "z"}, {"z", "y"}}, now, nil)
		if berlin, err := when.Zone("Europe/Berlin"); err == nil && d.IntN(2) == 0 {
			p = p.WithCapacity([]Capacity{{Per: one(PerNight, PerDay, PerWeek), Of: one(All, OfTeam), Most: 1 + d.IntN(2)}}, berlin)
		}
		length := time.Duration(1+d.IntN(300)) * time.Minute
		in := when.Span{Start: now.Truncate(time.Minute).Add(time.Minute), End: now.Add(4 * 24 * time.Hour)}
		free := func(s when.Span) bool {
			b := b
			b.Span = s
			conflicts := p.Conflicts(b, time.UTC, time.UTC)
			for _, c := range conflicts {
				ruled[c.Kind]++
			}
			return len(conflicts) == 0
		}
		got := Free(p.Starts(b, in, length), length, in.End, 1, free)
		var want []when.Span
		for at := in.Start; !at.Add(length).After(in.End); at = at.Add(time.Minute) {
			if s := (when.Span{Start: at, End: at.Add(length)}); free(s) {
				want = append(want, s)
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v, want %v, for %s of %+v among %+v and %+v", seed, got, want, length, b, booked, windows)
		}
		if len(got) > 0 {
			found++
		} else {
			none++
		}
	}
	for _, kind := range Kinds() {
		if ruled[kind] == 0 {
			t.Errorf("no slot was ruled out by %s", kind)
		}
	}
	if found < 8 || none < 2 {
		t.Errorf("%d were found, %d not", found, none)
	}
}

// TestFreeSlotsLieApart: of several slots each is as long as was asked for, ends in time
// and shares nothing with the one before.
func TestFreeSlotsLieApart(t *testing.T) {
	from := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	w := Window{ID: "W", Class: Maintenance, Everything: true, Span: when.Span{Start: from.Add(20 * time.Hour), End: from.Add(26 * time.Hour)}, Rule: "FREQ=DAILY"}
	p := NewPlan([]Booking{{ID: "a", Service: "shop", Span: when.Span{Start: from.Add(45 * time.Hour), End: from.Add(46 * time.Hour)}}}, []Window{w}, nil, from, nil)
	b := Booking{ID: "b", Service: "shop"}
	in := when.Span{Start: from, End: from.Add(5 * 24 * time.Hour)}
	got := Free(p.Starts(b, in, 3*time.Hour), 3*time.Hour, in.End, 3, func(s when.Span) bool {
		b.Span = s
		return len(p.Conflicts(b, time.UTC, time.UTC)) == 0
	})
	want := []when.Span{}
	for _, h := range []int{20, 46, 68} {
		want = append(want, when.Span{Start: from.Add(time.Duration(h) * time.Hour), End: from.Add(time.Duration(h+3) * time.Hour)})
	}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
