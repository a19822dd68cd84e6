package calendar

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"fairway/model/when"
)

// rotas draws some rotas and absences of three people, an hour or more each.
func rotas(d *rand.Rand) []Window {
	var out []Window
	for i := range 2 + d.IntN(5) {
		start := int64(d.IntN(20)) - 4
		w := Window{ID: fmt.Sprint("W", i), Class: []Class{OnCall, Absence}[d.IntN(2)], Span: when.Span{Start: hour(start), End: hour(start + 1 + int64(d.IntN(20)))}}
		w.People = slices.DeleteFunc([]string{"ann", "bo", "cy"}, func(string) bool { return d.IntN(2) == 0 })
		if w.Class == OnCall {
			w.Services = []string{"S1"}
		}
		out = append(out, w)
	}
	return out
}

// TestWhoIsOnCallIsThere compares who can be called with looking hour by hour, in plans of
// nothing but rotas and absences; and the slot finder with trying every minute of them.
func TestWhoIsOnCallIsThere(t *testing.T) {
	t.Parallel()
	missing, found := 0, 0
	for seed := range uint64(400) {
		d := rand.New(rand.NewPCG(seed, 41))
		windows := rotas(d)
		from := int64(d.IntN(14))
		s := Booking{ID: "R0", Service: "S1", Span: when.Span{Start: hour(from), End: hour(from + 1 + int64(d.IntN(4)))}}
		got := brief(NewPlan(nil, windows, nil, hour(0), nil).Conflicts(s, time.UTC, time.UTC))
		if diff := cmp.Diff(reference(s, nil, windows, nil, nil), got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("seed %d: %s\n%+v among %+v", seed, diff, s, windows)
		}
		if len(got) > 0 && strings.Contains(got[0], " people ") {
			missing++
		}
		if seed%10 > 0 {
			continue
		}
		in, length := when.Span{Start: hour(-2).Truncate(time.Minute).Add(time.Minute), End: hour(20)}, 150*time.Minute
		p := NewPlan(nil, windows, nil, hour(0), nil)
		free := func(span when.Span) bool {
			b := s
			b.Span = span
			return len(p.Conflicts(b, time.UTC, time.UTC)) == 0
		}
		list := Free(p.Starts(s, in, length), length, in.End, 1, free)
		var want []when.Span
		for at := in.Start; want == nil && !at.Add(length).After(in.End); at = at.Add(time.Minute) {
			if span := (when.Span{Start: at, End: at.Add(length)}); free(span) {
				want = append(want, span)
			}
		}
		if !slices.Equal(list, want) {
			t.Fatalf("seed %d: %v is free, want %v, among %+v", seed, list, want, windows)
		}
		if len(want) > 0 && slices.ContainsFunc(windows, func(w Window) bool { return w.Class == Absence && want[0].Start.Sub(w.Span.End).Abs() < time.Minute }) {
			found++
		}
	}
	if missing < 50 || found < 3 {
		t.Errorf("%d times all who were on call were absent, %d times a slot began as somebody came back", missing, found)
	}
}

// TestAnAbsenceIsNamedThatLeavesNobodyOnCall: with whom, and until when.
func TestAnAbsenceIsNamedThatLeavesNobodyOnCall(t *testing.T) {
	s := Booking{ID: "REL-1", Service: "data", Span: night(t)}
	rota := Window{ID: "W1", Title: "Rota", Class: OnCall, Services: []string{"data"}, People: []string{"lena"}, Span: span(t, "Europe/Berlin", "2026-11-26", "2026-11-27"), Zone: "Europe/Berlin", Days: true}
	leave := Window{ID: "W2", Title: "Leave", Class: Absence, People: []string{"lena", "max"}, Span: span(t, "Europe/Berlin", "2026-11-27", ""), Zone: "Europe/Berlin", Days: true}
	got := find(t, s, nil, []Window{rota, leave}, nil)
	check(t, got, "nobody-on-call W1,W2 people lena")
	if len(got) != 1 {
		t.Fatal(got)
	}
	if want := "nobody is on call for data at some time of Thu 26 Nov 22:00 – Fri 27 Nov 02:00 Europe/Berlin (Rota (W1)): lena is absent (Leave (W2)), Fri 27 Nov"; got[0].Text != want {
		t.Errorf("%s\nwant %s", got[0].Text, want)
	}
	leave.Rule, leave.Zone = "FREQ=SOMETIMES", "Europe/Berlin"
	got = find(t, s, nil, []Window{rota, leave}, nil)
	check(t, got, "nobody-on-call W1,W2 people lena")
	if !strings.Contains(got[0].Text, "Leave (W2) of lena can't be worked out") {
		t.Error(got[0].Text)
	}
	leave.Rule = ""
	rota.People = append(rota.People, "kim") // who is there
	check(t, find(t, s, nil, []Window{rota, leave}, nil))
}
