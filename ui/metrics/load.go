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

// page is what came of a load: the facts of a stretch, and the measures of it. The
// records behind a number are counted when it is looked at.
type page struct {
	stretch metric.Stretch
	against against
	// account has the facts with what was signed off of the period, what would change that,
	// and what was recorded later.
	account  metric.Account
	facts    metric.Facts
	measures []measure
	took     time.Duration
}

// measure is one number with what it is compared with.
type measure struct {
	metric.Metric
	result, earlier metric.Result
	listed          bool // its records are there
	// shown says whether it is the number that was signed off, and what would change it.
	shown metric.Shown
}

// patience is how long a load may take before it has to be shown.
const patience = 500 * time.Millisecond

// points is how many stretches the course shows, the chosen one the last.
const points = 12

// Load asks for the numbers of the stretch and of the one it is compared with.
// What was counted before is not relied upon any more.
func (m *Metrics) Load() tea.Cmd {
	m.kept = kept{}
	m.Asker().Forget("near")
	return m.load()
}

// query asks for the facts of a stretch as of what is looked at, telling how far it is.
func (m *Metrics) query() store.FactsQuery {
	e, read := m.env, &atomic.Int64{}
	m.read = read
	return store.FactsQuery{Stretch: m.stretch, Filter: m.filter, AsOf: e.AsOf, Me: e.Person.ID(), Now: e.Clock(), Progress: func(n int) { read.Store(int64(n)) }}
}

// begin ends what is under way, and makes a context that the person can end.
func (m *Metrics) begin() context.Context {
	if m.stop != nil {
		m.stop()
	}
	ctx, stop := context.WithCancel(m.env.Context)
	m.stop, m.halted = stop, false
	return ctx
}

func (m *Metrics) load() tea.Cmd {
	ctx, e := m.begin(), m.env
	if !m.chosen { // it goes with the clock, into the past too
		m.stretch.Period = when.PeriodOf(e.Clock(), m.stretch.Period.Unit, e.Days())
	}
	data, q, with, every := e.Data, m.query(), m.against, m.every
	done := make(chan struct{})
	load := screen.Ask(m, "page", func() (page, error) {
		defer close(done)
		return pageOf(ctx, data, q, with, every)
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

// pageOf counts every measure of a stretch, and of what it is compared with.
func pageOf(ctx context.Context, data screen.Data, q store.FactsQuery, with against, every func(*metric.Facts) []metric.Metric) (page, error) {
	p := page{stretch: q.Stretch, against: with}
	began := time.Now()
	var err error
	if p.account, err = data.Account(ctx, q); err != nil {
		return p, err
	}
	if err := p.account.Lay(assets.Measures); err != nil {
		return p, err
	}
	p.facts = p.account.Facts
	brief := p.account.InBrief()
	list := every(&brief.Facts)
	for _, m := range list {
		shown := brief.Measure(m)
		p.measures = append(p.measures, measure{Metric: m, result: shown.Result, shown: shown})
	}
	q.Stretch, q.Filter = with.of(q.Stretch), with.filter(q.Filter)
	earlier, err := count(ctx, data, q, list)
	for i := range p.measures {
		p.measures[i].earlier = earlier.results[p.measures[i].ID]
	}
	p.took = time.Since(began)
	return p, err
}

// askRecords counts the records behind the chosen number, where they are not there yet:
// those of all measures would take far more room than anybody looks at.
func (m *Metrics) askRecords() tea.Cmd {
	shown, ok := m.shown()
	if !ok || shown.listed {
		return nil
	}
	one, account, at := shown.Metric, m.page.account, m.page.stretch
	return screen.Ask(m, "records", func() (metric.Result, error) { return account.Measure(one).Result, nil }, func(r metric.Result, _ error) tea.Cmd {
		if shown, ok := m.shown(); ok && shown.ID == one.ID && m.page.stretch == at {
			shown.result, shown.listed = r, true
			m.drawn = nil
			m.relist()
			m.fresh = false
		}
		return nil
	})
}

// askCourse asks for the stretches before the chosen one that were not counted
// yet, one after the other: no more than one of them is in memory at a time.
func (m *Metrics) askCourse() tea.Cmd {
	m.course, m.drawn = m.kept.course(m.page.stretch), nil
	if m.course != nil {
		return tea.Batch(m.askNear(), m.countDefects())
	}
	ctx, data, q, measures := m.begin(), m.env.Data, m.query(), m.page.metrics()
	missing := m.kept.missing(m.page.stretch)
	done := make(chan struct{})
	load := screen.Ask(m, "course", func() (map[metric.Stretch]counted, error) {
		defer close(done)
		out := map[metric.Stretch]counted{}
		for _, q.Stretch = range missing {
			one, err := count(ctx, data, q, measures)
			if err != nil {
				return nil, err
			}
			out[q.Stretch] = one
		}
		return out, nil
	}, func(out map[metric.Stretch]counted, err error) tea.Cmd {
		m.slow = false
		if err != nil {
			m.halted = errors.Is(err, context.Canceled)
			return nil
		}
		m.kept.add(out)
		m.course, m.drawn = m.kept.course(m.page.stretch), nil
		return tea.Batch(m.askNear(), m.countDefects())
	})
	return tea.Batch(load, m.watch(done))
}

// take replaces what is shown, keeping the cursor on its record and the chosen
// measure chosen.
func (m *Metrics) take(p page) tea.Cmd {
	id := ""
	if shown, ok := m.shown(); ok {
		id = shown.ID
	}
	m.page, m.loaded, m.wrong, m.trouble, m.asOf = p, true, "", "", m.env.AsOf
	m.kept.add(map[metric.Stretch]counted{p.stretch: p.counted()})
	m.tile = max(min(m.tile, len(p.measures)-1), 0)
	for i := range p.measures {
		if p.measures[i].ID == id {
			m.tile = i
		}
	}
	if m.defects {
		m.relist()
		return tea.Batch(m.askRecords(), m.askCourse(), m.askSplit(), m.askDefects())
	}
	m.lacks = nil // what is found anew is found when it is looked at
	return tea.Batch(m.askRecords(), m.askCourse(), m.askSplit())
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
