package report

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model/metric"
)

// service is a result of one service, of a measure that has none of all together: it is
// never blended over services (3-metrics, DORA).
type service struct {
	key, name string
	// of are its results, one for each period; of a period in which it did nothing one
	// without a value.
	of []metric.Result
}

// services are those of a measure that were there in any of the periods, by name.
func (b *builder) services(m *metric.Metric) []service {
	var out []service
	for i, r := range b.results[m.ID] {
		for _, g := range r.Services {
			at := slices.IndexFunc(out, func(s service) bool { return s.key == g.Key })
			if at < 0 {
				at = len(out)
				out = append(out, service{key: g.Key, name: g.Name, of: make([]metric.Result, len(b.Facts))})
				for k := range out[at].of {
					out[at].of[k] = metric.Result{Metric: m.ID, Value: metric.Value{Form: m.Form}}
				}
			}
			out[at].name, out[at].of[i] = g.Name, g.Result
		}
	}
	slices.SortStableFunc(out, func(x, y service) int {
		if c := strings.Compare(x.name, y.name); c != 0 {
			return c
		}
		return strings.Compare(x.key, y.key)
	})
	return out
}

// mostLines is how many services a chart draws; more are told apart by nobody.
const mostLines = 6

// trendByService is the course of each service: a line each, as long as they can be told
// apart, and a table with a column each.
func (b *builder) trendByService(m *metric.Metric, list []service) []Block {
	title := fmt.Sprintf("%s by service, %s to %s", m.Title, b.stretch(0).Title(), b.out.Called)
	c := &Chart{Form: Lines, Title: title, Values: m.Form, Table: Table{Caption: title, Head: []string{"Period"}}}
	var said []string
	for k, s := range list {
		c.Table.Head, c.Table.Numeric = append(c.Table.Head, s.name), append(c.Table.Numeric, k+1)
		series := Series{Name: s.name}
		for _, r := range s.of {
			series.Points = append(series.Points, point(r.Value))
		}
		c.Series = append(c.Series, series)
		said = append(said, fmt.Sprintf("%s %s", s.name, shown(s.of[len(s.of)-1].Value)))
	}
	known := false
	for i := range b.Facts {
		name := b.stretch(i).Title()
		c.Labels, c.Short = append(c.Labels, name), append(c.Short, b.stretch(i).String())
		row := []string{name}
		for _, s := range list {
			known = known || s.of[i].Value.Known()
			row = append(row, s.of[i].Value.String())
		}
		c.Table.Rows = append(c.Table.Rows, row)
	}
	c.Says = fmt.Sprintf("A line for each of %d services over %d periods; in %s: %s.", len(list), len(b.Facts), b.out.Called, strings.Join(said, ", "))
	if len(list) > mostLines || !known {
		return []Block{{Table: &c.Table}}
	}
	return []Block{{Chart: c}}
}
