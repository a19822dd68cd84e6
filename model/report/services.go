package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/chart"
	"fairway/model/metric"
	"fairway/model/process"
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
func (b *builder) services(l *periods, m *metric.Metric) []service {
	if !m.EachService {
		return nil
	}
	var out []service
	for i, r := range l.results[m.ID] {
		for _, g := range r.EachService() {
			at := slices.IndexFunc(out, func(s service) bool { return s.key == g.Key })
			if at < 0 {
				at = len(out)
				out = append(out, service{key: g.Key, name: g.Name, of: make([]metric.Result, len(l.accounts))})
				for k := range out[at].of {
					out[at].of[k] = metric.Result{Metric: m.ID, Value: metric.Value{Form: m.Form}}
				}
			}
			out[at].name, out[at].of[i] = g.Name, g.Result
		}
	}
	slices.SortStableFunc(out, byName)
	return out
}

func byName(x, y service) int {
	return cmp.Or(strings.Compare(x.name, y.name), strings.Compare(x.key, y.key))
}

// mostLines is how many services a chart draws; more are told apart by nobody.
const mostLines = 6

// trendByService is the course of each service: a line each, as long as they can be told
// apart, and a table with a column each.
func (b *builder) trendByService(m *metric.Metric, list []service) []Block {
	c := chart.Chart{Kind: chart.Lines, Of: b.course.unit()}
	known := false
	for _, s := range list {
		own := metric.Metric{Measure: process.Measure{Title: m.Title}, Form: m.Form}
		one := own.Course(chart.Lines, b.course.past(s.of), nil)
		for i := range one.Points {
			one.Points[i].Whole = s.of[i].Value.String()
			known = known || one.Points[i].Known
		}
		c.Courses, c.Unit = append(c.Courses, chart.Course{Name: s.name, Points: one.Points}), one.Unit
	}
	for _, p := range c.Courses[0].Points { // the periods, without a value of their own
		c.Points = append(c.Points, chart.Point{Label: p.Label, Full: p.Full, Key: p.Key, Here: p.Here})
	}
	out := Pictured(c, fmt.Sprintf("%s by service, %s", m.Title, b.course.over()))
	if len(list) > mostLines || !known {
		return []Block{{Table: &out.Table}}
	}
	return []Block{{Chart: out}}
}

// byService are the measures that are told by service, never for all together, a row for each
// service: the number of each, and what became of its target.
func (b *builder) byService() []Block {
	var all []service
	var told []*metric.Metric
	cells := map[string]map[string]string{} // key of a service → measure → what it says
	var missing []string
	for i := range b.all {
		m := &b.all[i]
		if !m.EachService {
			continue
		}
		if now, _ := b.last(m); now.Missing != "" {
			missing = append(missing, fmt.Sprintf("%s: no records yet: %s.", m.Title, strings.TrimRight(now.Missing, ".")))
			continue
		}
		told = append(told, m)
		for _, s := range b.services(b.whole, m) {
			r := &s.of[len(s.of)-1]
			if cells[s.key] == nil {
				cells[s.key] = map[string]string{}
				all = append(all, s)
			}
			cells[s.key][m.ID] = cell(m, r)
		}
	}
	if len(told)+len(missing) == 0 {
		return nil
	}
	slices.SortStableFunc(all, byName)
	head, rows := append([]string{"Service"}, model.Each(told, func(m *metric.Metric) string { return m.Title })...), [][]string{}
	for _, s := range all {
		row := []string{s.name}
		for _, m := range told {
			row = append(row, dash(cells[s.key][m.ID]))
		}
		rows = append(rows, row)
	}
	out := []Block{heading("By service"), text("These are told for each service, never for all together."),
		table("Measures by service, "+b.out.Called, "No service had a deployment in any of these periods.", nil, head, rows)}
	if len(missing) > 0 {
		out = append(out, text("%s", strings.Join(missing, "\n")))
	}
	return out
}

// cell is the number of one service with its target's answer.
func cell(m *metric.Metric, r *metric.Result) string {
	if r.Population == 0 && !r.Value.Known() {
		return ""
	}
	out := r.Value.String()
	if t := r.Target; t != nil && t.Known {
		out += fmt.Sprintf(", %s: %s", t.Word(), t.Words())
	}
	return out
}
