package store

import (
	"context"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
)

// What is kept is what would be counted, records aside, as long as nothing is written; what
// is written, and another hour, is counted anew.
func TestNumbersAreThoseOfTheColdFacts(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	cold := func(q FactsQuery) string {
		facts, err := f.Facts(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		facts.Brief = true
		out := map[string]metric.Result{}
		for _, m := range metric.All(facts.Measures) {
			out[m.ID] = m.Of(facts, facts.Span)
		}
		return jsonOf(t, out)
	}
	numbers := func(q FactsQuery) string {
		n, err := f.Numbers(ctx, q, metric.All(rules(t).Measures))
		if err != nil {
			t.Fatal(err)
		}
		return jsonOf(t, n.Results)
	}
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	q := FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)}
	past, other, some := q, q, q
	past.AsOf, other.Now, some.Filter = Position(head), start.AddDate(0, -6, 0), "service:service-3"
	check := func(when string) {
		for name, q := range map[string]FactsQuery{"all": q, "as of then": past, "half a year ago": other, "of a service": some} {
			want := cold(q)
			for range 2 { // counted, and kept
				if got := numbers(q); got != want {
					t.Errorf("%s, %s: %s, cold it is %s", when, name, got, want)
				}
			}
		}
	}
	check("before")
	kept := numbers(q)
	fact, err := f.Record(ctx, "RUN-50", Now)
	if err != nil {
		t.Fatal(err)
	}
	run := fact.Record.(*model.Run)
	f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Late news", Severity: "P1", Opened: run.Ended.Add(time.Hour), CausedBy: []model.ID{run.Release}}})
	if numbers(q) == kept {
		t.Error("an incident more, and the number is as before")
	}
	check("afterwards")
	if got := len(f.numbers.by); got > keptNumbers || got < 8 {
		t.Errorf("%d are kept", got)
	}
}
