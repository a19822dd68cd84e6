package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/metric"
)

// trendBlocks are the measures over the periods, each as a line with a table of the same
// numbers. A measure of which there was nothing to count in any of them says so.
func (b *builder) trendBlocks() []Block {
	var out []Block
	for i := range b.all {
		m := &b.all[i]
		out = append(out, heading(m.Title))
		if list := b.services(m); len(list) > 0 {
			out = append(out, b.trendByService(m, list)...)
		} else if c := b.trend(m); c != nil {
			out = append(out, Block{Chart: c})
		} else if now, _ := b.last(m); now.Missing != "" {
			out = append(out, text("No records yet: %s.", strings.TrimRight(now.Missing, ".")))
		} else {
			out = append(out, text("There was nothing to count in any of the last %d periods.", len(b.Facts)))
		}
	}
	return append(out, b.annotated()...)
}

// annotated is what was noted beside the measures of these periods.
func (b *builder) annotated() []Block {
	var list []metric.Annotation
	for i := range b.Facts {
		for _, a := range b.Facts[i].Annotations {
			if b.Facts[i].Span.Holds(a.At) && !slices.ContainsFunc(list, func(o metric.Annotation) bool { return o.ID == a.ID }) {
				list = append(list, a)
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(x, y metric.Annotation) int {
		return cmp.Or(x.At.Compare(y.At), model.CompareIDs(x.ID, y.ID))
	})
	var rows [][]string
	for _, a := range list {
		about := "everything"
		if i := slices.IndexFunc(b.all, func(m metric.Metric) bool { return m.ID == a.Measure }); i >= 0 {
			about = b.all[i].Title
		}
		if a.Service != "" {
			about += " of " + a.Service
		}
		at := a.Day
		if at == "" {
			at = b.stamp(a.At)
		}
		rows = append(rows, []string{at, a.Text, about, dash(a.By), string(a.ID)})
	}
	return []Block{heading("Annotations"), table(fmt.Sprintf("What happened beside the measures, %s to %s", b.stretch(0).Title(), b.out.Called), "", nil, []string{"When", "What", "About", "By", "Record"}, rows)}
}

func (b *builder) trend(m *metric.Metric) *Chart {
	title := fmt.Sprintf("%s, %s to %s", m.Title, b.stretch(0).Title(), b.out.Called)
	c := &Chart{Form: Lines, Title: title, Values: m.Form, Series: []Series{{Name: m.Title}},
		Table: Table{Caption: title, Head: []string{"Period", "Value", "Numerator / denominator", "Note"}, Numeric: []int{1, 2}}}
	known := 0
	low, high, first := -1, -1, -1
	for i, r := range b.results[m.ID] {
		p := point(r.Value)
		name := b.stretch(i).Title()
		c.Labels, c.Short = append(c.Labels, name), append(c.Short, b.stretch(i).String())
		c.Series[0].Points = append(c.Series[0].Points, p)
		marks := ""
		for _, mark := range r.Marks() {
			marks += "; " + mark
		}
		if marks != "" {
			marks = marks[2:]
		}
		c.Table.Rows = append(c.Table.Rows, []string{name, shown(r.Value), dash(r.Value.Fraction()), dash(marks)})
		if !p.Known {
			continue
		}
		known++
		points := c.Series[0].Points
		if first < 0 {
			first, low, high = i, i, i
		}
		if p.Value < points[low].Value {
			low = i
		}
		if p.Value > points[high].Value {
			high = i
		}
	}
	if known == 0 {
		return nil
	}
	points := c.Series[0].Points
	now, _ := b.last(m)
	c.Says = fmt.Sprintf("A line over %d periods: %s in %s, %s in %s; lowest %s in %s, highest %s in %s.", len(points), points[first].Text, c.Labels[first],
		points[len(points)-1].Text, c.Labels[len(points)-1], points[low].Text, c.Labels[low], points[high].Text, c.Labels[high])
	if goal, ok := b.goal(m, now); ok {
		c.Goal, c.GoalText = &goal, "target: "+now.Target.Text
		c.Says += " The target is " + now.Target.Text + "."
	}
	return c
}

// goal is the target on the axis of the value itself; a target of a further value has no
// place there.
func (b *builder) goal(m *metric.Metric, r metric.Result) (float64, bool) {
	if r.Target == nil || m.Part != "" {
		return 0, false
	}
	v, ok := m.Goal(&b.now)
	return v.Number(), ok
}

// stretch is the nth of the periods.
func (b *builder) stretch(n int) metric.Stretch { return b.Stretch.Add(n + 1 - len(b.Facts)) }

func point(v metric.Value) Point { return Point{v.Known(), v.Number(), shown(v)} }

// outcomeBlocks are the deployed releases of each period by what became of them.
func (b *builder) outcomeBlocks() []Block {
	states := []struct {
		is   model.State
		name string
	}{{model.RunDeployed, "deployed"}, {model.RunFailed, "failed"}, {model.RunRolledBack, "rolled back"}}
	title := fmt.Sprintf("Deployments by outcome, %s to %s", b.stretch(0).Title(), b.out.Called)
	c := &Chart{Form: Stacked, Title: title, Values: metric.Count, Table: Table{Caption: title, Head: []string{"Period"}}}
	for i, s := range states {
		c.Series = append(c.Series, Series{Name: s.name})
		c.Table.Head, c.Table.Numeric = append(c.Table.Head, "Number "+s.name), append(c.Table.Numeric, i+1)
	}
	c.Table.Head, c.Table.Numeric = append(c.Table.Head, "Together"), append(c.Table.Numeric, len(states)+1)
	all := make([]int, len(states))
	for i := range b.Facts {
		f := b.Facts[i]
		name := b.stretch(i).Title()
		c.Labels = append(c.Labels, name)
		row, sum := []string{name}, 0
		for k, s := range states {
			n := f.Outcomes(f.Span)[s.is]
			c.Series[k].Points = append(c.Series[k].Points, whole(n))
			row = append(row, fmt.Sprint(n))
			sum += n
			all[k] += n
		}
		c.Table.Rows = append(c.Table.Rows, append(row, fmt.Sprint(sum)))
	}
	if all[0]+all[1]+all[2] == 0 {
		return []Block{text("No release was deployed in any of the last %d periods.", len(b.Facts))}
	}
	c.Says = fmt.Sprintf("A bar for each of %d periods, parted by outcome: in all %d deployed, %d failed, %d rolled back.", len(b.Facts), all[0], all[1], all[2])
	return []Block{{Chart: c}}
}
