package metrics

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/metric"
	"fairway/store"
	"fairway/ui/screen"
)

// results are what was counted of one stretch, by measure.
type results map[string]metric.Result

// kept is what was counted already, so that turning to the next period counts
// nothing twice: the results of each stretch, and the whole pages before and
// after the one shown. It is good until something is loaded anew.
type kept struct {
	counted map[metric.Stretch]results
	pages   map[metric.Stretch]page
}

func (k *kept) add(more map[metric.Stretch]results) {
	if k.counted == nil {
		k.counted = map[metric.Stretch]results{}
	}
	for s, r := range more {
		k.counted[s] = r
	}
}

// missing are the stretches of a trend that were not counted yet.
func (k *kept) missing(last metric.Stretch) []metric.Stretch {
	var out []metric.Stretch
	for i := 1 - points; i < 0; i++ {
		if s := last.Add(i); k.counted[s] == nil {
			out = append(out, s)
		}
	}
	return out
}

// trend is the course up to a page, the oldest first; nil while it isn't known.
func (k *kept) trend(p page) map[string][]metric.Result {
	if len(k.missing(p.stretch)) > 0 {
		return nil
	}
	out := map[string][]metric.Result{}
	for i := 1 - points; i < 0; i++ {
		for _, one := range p.measures {
			out[one.ID] = append(out[one.ID], k.counted[p.stretch.Add(i)][one.ID])
		}
	}
	return out
}

// results are those of the page's own stretch.
func (p page) results() results {
	out := results{}
	for _, one := range p.measures {
		out[one.ID] = one.result
	}
	return out
}

func (p page) metrics() []metric.Metric {
	var out []metric.Metric
	for _, shown := range p.measures {
		out = append(out, shown.Metric)
	}
	return out
}

// count counts one stretch, in brief.
func count(ctx context.Context, data screen.Data, q store.FactsQuery, measures []metric.Metric) (results, error) {
	facts, err := data.Facts(ctx, q)
	if err != nil {
		return nil, err
	}
	facts.Brief = true
	out := results{}
	for _, one := range measures {
		out[one.ID] = one.Of(facts, facts.Span)
	}
	return out, nil
}

// soon is how long a page may take for its neighbours to be worth counting
// before anybody asks.
const soon = 100 * time.Millisecond

// askNear counts the periods before and after, for the next key.
func (m *Metrics) askNear() tea.Cmd {
	if m.page.took > soon {
		return nil
	}
	e := m.env
	q := store.FactsQuery{Filter: m.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock()}
	data, ctx, at, measures := e.Data, e.Context, m.page.stretch, m.page.metrics()
	oldest := at.Add(-points)
	known := m.kept.counted[oldest] != nil
	earlier := map[int]metric.Stretch{}
	for _, n := range []int{-1, 1} {
		earlier[n] = m.earlierThan(at.Add(n))
	}
	return screen.Aside(screen.Ask(m, "near", func() (kept, error) {
		out := kept{pages: map[metric.Stretch]page{}, counted: map[metric.Stretch]results{}}
		for _, n := range []int{-1, 1} {
			q.Stretch = at.Add(n)
			p, err := pageOf(ctx, data, q, earlier[n])
			if err != nil {
				return out, err
			}
			out.pages[p.stretch] = p
		}
		if !known {
			q.Stretch = oldest
			counted, err := count(ctx, data, q, measures)
			if err != nil {
				return out, err
			}
			out.counted[oldest] = counted
		}
		return out, nil
	}, func(near kept, err error) tea.Cmd {
		if err == nil {
			m.kept.add(near.counted)
			m.kept.pages = near.pages
		}
		return nil
	}))
}
