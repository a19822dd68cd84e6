package metrics

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// counted is what was counted of one stretch: the results by measure, and what was noted
// about its time.
type counted struct {
	span    when.Span
	results map[string]metric.Result
	notes   []metric.Annotation
}

// period is one of those that the course goes through.
type period struct {
	stretch metric.Stretch
	counted
}

// kept is what was counted already, so that turning to the next period counts
// nothing twice: the results of each stretch, and the whole pages before and
// after the one shown. It is good until something is loaded anew.
type kept struct {
	counted map[metric.Stretch]counted
	pages   map[metric.Stretch]page
}

func (k *kept) add(more map[metric.Stretch]counted) {
	if k.counted == nil {
		k.counted = map[metric.Stretch]counted{}
	}
	for s, r := range more {
		k.counted[s] = r
	}
}

// missing are the stretches of a course that were not counted yet.
func (k *kept) missing(last metric.Stretch) []metric.Stretch {
	var out []metric.Stretch
	for i := 1 - points; i < 0; i++ {
		if s := last.Add(i); k.counted[s].results == nil {
			out = append(out, s)
		}
	}
	return out
}

// course are the periods before a stretch, the oldest first; nil while they are not
// known.
func (k *kept) course(last metric.Stretch) []period {
	if len(k.missing(last)) > 0 {
		return nil
	}
	var out []period
	for i := 1 - points; i < 0; i++ {
		s := last.Add(i)
		out = append(out, period{s, k.counted[s]})
	}
	return out
}

// counted is that of the page's own stretch.
func (p page) counted() counted {
	out := counted{span: p.facts.Span, results: map[string]metric.Result{}, notes: p.facts.Annotations}
	for _, one := range p.measures {
		out.results[one.ID] = one.result
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
func count(ctx context.Context, data screen.Data, q store.FactsQuery, measures []metric.Metric) (counted, error) {
	n, err := data.Numbers(ctx, q, measures)
	if err != nil {
		return counted{}, err
	}
	return counted{span: n.Span, results: n.Results, notes: n.Notes}, nil
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
	data, ctx, at, measures, with, every := e.Data, e.Context, m.page.stretch, m.page.metrics(), m.against, m.every
	oldest := at.Add(-points)
	known := m.kept.counted[oldest].results != nil
	return screen.Aside(screen.Ask(m, "near", func() (kept, error) {
		out := kept{pages: map[metric.Stretch]page{}, counted: map[metric.Stretch]counted{}}
		for _, n := range []int{-1, 1} {
			q.Stretch = at.Add(n)
			p, err := pageOf(ctx, data, q, with, every)
			if err != nil {
				return out, err
			}
			out.pages[p.stretch] = p
		}
		if !known {
			q.Stretch = oldest
			one, err := count(ctx, data, q, measures)
			if err != nil {
				return out, err
			}
			out.counted[oldest] = one
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
