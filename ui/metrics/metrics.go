// Package metrics shows the organisation's measures: a tile or a line for each, and of
// the one that is opened its number, a chart that fits it with its sentence in words,
// and the records behind it.
//
// What a number is, and which records it counts, is decided in model/metric;
// here it is only shown, compared and handed on.
package metrics

import (
	"context"
	"sync/atomic"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/chart"
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
	every    func(*metric.Facts) []metric.Metric // the measures, in their order

	stretch metric.Stretch
	chosen  bool    // the person chose it; else it is the month of the clock
	against against // what it is compared with

	page    page
	loaded  bool
	asOf    store.Position // of what is shown
	trouble string
	kept    kept
	course  []period                 // the periods up to the one shown, once they are counted
	drawn   map[string][]chart.Chart // the charts of a measure, made once for what was counted
	split   metric.Split
	groups  []group

	tile    int            // the chosen measure
	top     int            // the first row of tiles, or line, that is seen
	opened  bool           // it is looked at alone, with its records
	defects bool           // the data defects of all measures are listed instead
	picture map[string]int // which chart of a measure is shown
	zoomed  bool           // the chart has all the room

	list  []item // the records behind the chosen number, or the data defects
	at    int    // the chosen one
	first int    // the first that is seen
	fresh bool   // the records aren't there yet, and nobody has moved the cursor

	filter string
	wrong  string

	lacks       *lacking           // the data defects, once they are found
	stopDefects context.CancelFunc // ends looking for them

	stop   context.CancelFunc // ends the load under way
	read   *atomic.Int64      // how much it has read
	slow   bool               // it takes so long that it has to be shown
	halted bool               // the person has stopped it
}

// New makes the screen.
func New(env *screen.Env) *Metrics {
	m := &Metrics{Base: screen.Base{Width: 80, Height: 20}, env: env, read: &atomic.Int64{}, picture: map[string]int{}, every: metric.Every}
	m.stretch = metric.Stretch{Period: when.PeriodOf(env.Clock(), when.Monthly, env.Days())}
	m.bindings = m.keys()
	return m
}

// Name is the word on the tab.
func (m *Metrics) Name() string { return "Metrics" }

// Bindings are its keys; while a long load goes on, esc stops it, and else it leads out
// of what is opened.
func (m *Metrics) Bindings() []screen.Binding {
	switch {
	case m.slow:
		return append([]screen.Binding{m.halt()}, m.bindings...)
	case m.opened || m.defects:
		return append([]screen.Binding{m.leave()}, m.bindings...)
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

// listing reports whether records are shown, among which one goes about.
func (m *Metrics) listing() bool { return m.opened || m.defects }

// record is the one the cursor is on.
func (m *Metrics) record() (metric.Record, bool) {
	if !m.listing() || m.at >= len(m.list) || m.list[m.at].heading != "" {
		return metric.Record{}, false
	}
	return m.list[m.at].Record, true
}

// Subject is the release that the chosen record is about.
func (m *Metrics) Subject() model.ID {
	r, _ := m.record()
	return opens(r)
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

func (m *Metrics) past() bool { return m.env.AsOf != store.Now }

var _ screen.Filtered = (*Metrics)(nil)
var _ screen.Subject = (*Metrics)(nil)
