// Package metrics shows the organisation's measures: a tile for each, a chart of
// the chosen one with its sentence in words, and the records behind the number.
//
// What a number is, and which records it counts, is decided in model/metric;
// here it is only shown, compared and handed on.
package metrics

import (
	"context"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// Metrics is the screen.
type Metrics struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding

	stretch  metric.Stretch
	chosen   bool // the person chose it; else it is the month of the clock
	lastYear bool // compared with a year before, not with the stretch before

	page    page
	loaded  bool
	asOf    store.Position // of what is shown
	trouble string
	trend   map[string][]metric.Result // per measure, the oldest first
	kept    kept
	split   metric.Split
	groups  []metric.Group

	tile   int  // the chosen measure
	left   int  // the first tile shown
	zoomed bool // the chart has all the room
	at     int  // the chosen record, among those listed
	top    int
	list   []item

	filter string
	wrong  string

	stop   context.CancelFunc // ends the load under way
	read   *atomic.Int64      // how much it has read
	slow   bool               // it takes so long that it has to be shown
	halted bool               // the person has stopped it
}

// New makes the screen.
func New(env *screen.Env) *Metrics {
	m := &Metrics{Base: screen.Base{Width: 80, Height: 20}, env: env, read: &atomic.Int64{}}
	m.stretch = metric.Stretch{Period: when.PeriodOf(env.Clock(), when.Monthly, env.Days())}
	m.bindings = m.keys()
	return m
}

// Name is the word on the tab.
func (m *Metrics) Name() string { return "Metrics" }

// Bindings are its keys; while a long load goes on, esc stops it.
func (m *Metrics) Bindings() []screen.Binding {
	if m.slow {
		return append([]screen.Binding{m.halt()}, m.bindings...)
	}
	return m.bindings
}

// shown is the chosen measure with its result.
func (m *Metrics) shown() (*measure, bool) {
	if m.tile >= len(m.page.measures) {
		return nil, false
	}
	return &m.page.measures[m.tile], true
}

// record is the one the cursor is on.
func (m *Metrics) record() (metric.Record, bool) {
	if m.at >= len(m.list) || m.list[m.at].heading != "" {
		return metric.Record{}, false
	}
	return m.list[m.at].Record, true
}

// Subject is the release that the chosen record is about.
func (m *Metrics) Subject() model.ID {
	r, _ := m.record()
	return r.Release
}

// Filter is the filter in force.
func (m *Metrics) Filter() string { return m.filter }

// FilterError says what is wrong with it.
func (m *Metrics) FilterError() string { return m.wrong }

// SetFilter asks for the numbers of other releases.
func (m *Metrics) SetFilter(text string) tea.Cmd {
	m.filter, m.wrong = text, ""
	return m.Load()
}

// earlier is the stretch that numbers are compared with.
func (m *Metrics) earlier() metric.Stretch { return m.earlierThan(m.stretch) }

func (m *Metrics) earlierThan(s metric.Stretch) metric.Stretch {
	if m.lastYear {
		return s.YearBefore()
	}
	return s.Add(-1)
}

func (m *Metrics) past() bool { return m.env.AsOf != store.Now }

var _ screen.Filtered = (*Metrics)(nil)
var _ screen.Subject = (*Metrics)(nil)
