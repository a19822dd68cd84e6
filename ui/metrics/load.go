package metrics

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model/filter"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// page is what came of a load: the facts of a stretch, and the measures of it.
type page struct {
	stretch  metric.Stretch
	facts    metric.Facts
	measures []measure
	took     time.Duration
}

// measure is one number with what it is compared with.
type measure struct {
	metric.Metric
	result, earlier metric.Result
}

// patience is how long a load may take before it has to be shown.
const patience = 500 * time.Millisecond

// points is how many stretches the trend shows, the chosen one the last.
const points = 12

// Load asks for the numbers of the stretch and of the one it is compared with.
// What was counted before is not relied upon any more.
func (m *Metrics) Load() tea.Cmd {
	m.kept = kept{}
	m.Asker().Forget("near")
	return m.load()
}

func (m *Metrics) load() tea.Cmd {
	if m.stop != nil {
		m.stop()
	}
	e := m.env
	ctx, stop := context.WithCancel(e.Context)
	m.stop, m.halted = stop, false
	if !m.chosen { // it goes with the clock, into the past too
		m.stretch.Period = when.PeriodOf(e.Clock(), m.stretch.Period.Unit, e.Days())
	}
	read := &atomic.Int64{}
	m.read = read
	q := store.FactsQuery{Stretch: m.stretch, Filter: m.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(),
		Progress: func(n int) { read.Store(int64(n)) }}
	data, before := e.Data, m.earlier()
	done := make(chan struct{})
	load := screen.Ask(m, "page", func() (page, error) {
		defer close(done)
		return pageOf(ctx, data, q, before)
	}, func(p page, err error) tea.Cmd {
		m.slow = false
		if err != nil {
			m.fail(err)
			return nil
		}
		return m.take(p)
	})
	return tea.Batch(load, m.watch(done))
}

// watch says after a while that a load still goes on, and again until it ends.
func (m *Metrics) watch(done <-chan struct{}) tea.Cmd {
	return screen.Aside(screen.Ask(m, "watch", func() (slow bool, err error) {
		select {
		case <-done:
			return false, nil
		default:
		}
		late := time.NewTimer(patience)
		defer late.Stop()
		select {
		case <-done:
			return false, nil
		case <-late.C:
			return true, nil
		}
	}, func(slow bool, _ error) tea.Cmd {
		if !slow {
			return nil
		}
		m.slow = true
		return m.watch(done)
	}))
}

func pageOf(ctx context.Context, data screen.Data, q store.FactsQuery, before metric.Stretch) (page, error) {
	p := page{stretch: q.Stretch}
	began := time.Now()
	var err error
	if p.facts, err = data.Facts(ctx, q); err != nil {
		return p, err
	}
	q.Stretch = before
	earlier, err := data.Facts(ctx, q)
	if err != nil {
		return p, err
	}
	earlier.Brief = true
	if p.facts.Measures, err = assets.Measures(p.facts.Measures); err != nil {
		return p, err
	}
	earlier.Measures = p.facts.Measures
	for _, m := range metric.Page(&p.facts) {
		p.measures = append(p.measures, measure{m, m.Of(p.facts, p.facts.Span), m.Of(earlier, earlier.Span)})
	}
	p.took = time.Since(began)
	return p, nil
}

// askTrend asks for the stretches before the chosen one that were not counted
// yet, one after the other: no more than one of them is in memory at a time.
func (m *Metrics) askTrend() tea.Cmd {
	if m.trend = m.kept.trend(m.page); m.trend != nil {
		return m.askNear()
	}
	e := m.env
	ctx, stop := context.WithCancel(e.Context)
	m.stop = stop
	q := store.FactsQuery{Filter: m.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock()}
	data, measures := e.Data, m.page.metrics()
	missing := m.kept.missing(m.page.stretch)
	return screen.Ask(m, "trend", func() (map[metric.Stretch]results, error) {
		out := map[metric.Stretch]results{}
		for _, q.Stretch = range missing {
			counted, err := count(ctx, data, q, measures)
			if err != nil {
				return nil, err
			}
			out[q.Stretch] = counted
		}
		return out, nil
	}, func(counted map[metric.Stretch]results, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		m.kept.add(counted)
		m.trend = m.kept.trend(m.page)
		return m.askNear()
	})
}

// askSplit asks for the chosen measure by type or by service.
func (m *Metrics) askSplit() tea.Cmd {
	m.groups = nil
	shown, ok := m.shown()
	if !ok || m.split == metric.Whole {
		m.Asker().Forget("split")
		return nil
	}
	one, facts, split := shown.Metric, m.page.facts, m.split
	facts.Brief = true
	return screen.Ask(m, "split", func() ([]metric.Group, error) { return one.By(facts, facts.Span, split), nil },
		func(groups []metric.Group, _ error) tea.Cmd { m.groups = groups; return nil })
}

// take replaces what is shown, keeping the cursor on its record and the chosen
// measure chosen.
func (m *Metrics) take(p page) tea.Cmd {
	id := ""
	if shown, ok := m.shown(); ok {
		id = shown.ID
	}
	on, had := m.record()
	m.page, m.loaded, m.wrong, m.trouble, m.asOf = p, true, "", "", m.env.AsOf
	m.kept.add(map[metric.Stretch]results{p.stretch: p.results()})
	m.tile = max(min(m.tile, len(p.measures)-1), 0)
	for i := range p.measures {
		if p.measures[i].ID == id {
			m.tile = i
		}
	}
	m.relist()
	for i := range m.list {
		if r := m.list[i].Record; had && m.list[i].heading == "" && r.ID == on.ID && r.Release == on.Release && r.Section == on.Section {
			m.at = i
		}
	}
	return tea.Batch(m.askTrend(), m.askSplit())
}

// fail notes what went wrong, and keeps what is shown.
func (m *Metrics) fail(err error) {
	var bad *filter.Error
	switch {
	case errors.Is(err, context.Canceled):
		m.halted = true
		return
	case errors.As(err, &bad) || m.filter != "":
		m.wrong = err.Error()
		m.loaded = m.loaded && m.asOf == m.env.AsOf // what is here was never true at another moment
		return
	}
	m.trouble = err.Error()
	if m.loaded {
		m.env.Host.Fail("load the metrics", err)
	}
}
