package store

import (
	"context"
	"sync"
	"testing"

	"fairway/model/metric"
)

// Facts are looked at by several at once, as the page of measures and the list of its records
// do: each sees what it would alone.
func TestPackedFactsAreLookedAtBySeveral(t *testing.T) {
	f := made(t, fixed())
	lived(t, f, f.boss, 200)
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	facts, err := f.Facts(context.Background(), FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)})
	if err != nil {
		t.Fatal(err)
	}
	list := metric.All(facts.Measures)
	want := make([]string, len(list))
	for i, m := range list {
		want[i] = jsonOf(t, m.Of(facts, whole))
	}
	var wait sync.WaitGroup
	got := make([][]string, 4)
	for k := range got {
		got[k] = make([]string, len(list))
		wait.Go(func() {
			for i := range list {
				at := (i + k*len(list)/4) % len(list)
				got[k][at] = jsonOf(t, list[at].Of(facts, whole))
			}
		})
	}
	wait.Wait()
	for k := range got {
		for i, m := range list {
			if got[k][i] != want[i] {
				t.Errorf("%s beside others: %s, alone it is %s", m.ID, got[k][i], want[i])
			}
		}
	}
}
