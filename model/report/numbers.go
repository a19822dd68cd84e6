package report

import (
	"fmt"
	"strings"

	"fairway/model/metric"
)

// none stands in a cell in which there is nothing to say.
const none = "–"

// numbers are the measures of the period.
func (b *builder) numbers() {
	for i := range b.all {
		m := &b.all[i]
		now, before := b.last(m)
		list := b.services(m)
		if len(list) == 0 {
			b.out.Numbers = append(b.out.Numbers, number(m, m.Title, now, before))
		}
		for _, one := range list { // of all together there is none
			n := len(one.of)
			row := number(m, m.Title+": "+one.name, one.of[n-1], one.of[n-2])
			row.Service = one.name
			b.out.Numbers = append(b.out.Numbers, row)
		}
	}
}

// number is a result as the report keeps it.
func number(m *metric.Metric, title string, now, before metric.Result) Number {
	n := Number{Measure: m.ID, Title: title, Value: now.Value, Text: shown(now.Value), Fraction: now.Value.Fraction(), Target: "none", Before: before.Value, Change: changed(m, now, before), Marks: strings.Join(now.Marks(), ", ")}
	if now.Target != nil {
		n.Target, n.Met = now.Target.Text, now.Target.Word()
		if m.Part != "" {
			n.Target += " " + m.Part
		}
	}
	if now.Missing != "" {
		n.Text, n.Fraction, n.Met, n.Change, n.Marks = "no records yet", "", "", none, ""
	}
	return n
}

// last are the results of the period and of the one before it.
func (b *builder) last(m *metric.Metric) (now, before metric.Result) {
	list := b.results[m.ID]
	return list[len(list)-1], list[len(list)-2]
}

// changed says how a number changed, in words: 2 points better.
func changed(m *metric.Metric, now, before metric.Result) string {
	c := m.Compare(now, before)
	switch {
	case !c.Known:
		return "nothing to compare"
	case c.By == 0:
		return "as before"
	}
	return c.Size(now.Value.Form) + " " + c.Word
}

func (b *builder) numberBlocks() []Block {
	var rows [][]string
	for _, n := range b.out.Numbers {
		rows = append(rows, []string{n.Title, n.Text, dash(n.Fraction), n.Target, dash(n.Met), shown(n.Before), n.Change, dash(n.Marks)})
	}
	before := b.Stretch.Add(-1).Title()
	out := []Block{table("Measures of "+b.out.Called, "The program computes no measure.", []int{1, 2, 5},
		[]string{"Measure", "Value", "Numerator / denominator", "Target", "Target met", before, "Change", "Note"}, rows)}
	for i := range b.all {
		m := &b.all[i]
		now, earlier := b.last(m)
		out = append(out, heading(m.Title), text("%s", m.Sentence(now, earlier, b.out.Called, before)))
		if apart := m.Apart(now); apart != "" {
			out = append(out, text("%s.", strings.ToUpper(apart[:1])+apart[1:]))
		}
		if now.Missing != "" {
			continue
		}
		var parts [][]string
		for _, p := range now.Parts {
			parts = append(parts, []string{p.Name, p.Value.Short(), dash(p.Value.Fraction()), earlier.Part(p.Name).Short()})
		}
		if len(parts) > 0 {
			out = append(out, table(m.Title+": further values", "", []int{1, 2, 3}, []string{"Value", b.out.Called, "Numerator / denominator", before}, parts))
		}
		if c := distribution(m, now, b.out.Called); c != nil {
			out = append(out, Block{Chart: c})
		}
	}
	return out
}

// distribution is the picture of how the records of a measure lie: a histogram of those
// that lie along an axis, else the most frequent first.
func distribution(m *metric.Metric, r metric.Result, period string) *Chart {
	if len(r.Buckets) == 0 {
		return nil
	}
	sum := 0
	along := false
	for _, k := range r.Buckets {
		sum += k.Count
		along = along || k.From != ""
	}
	title := m.Title + ", " + period
	if m.Chart != "" {
		title = strings.ToUpper(m.Chart[:1]) + m.Chart[1:] + ", " + period
	}
	if !along {
		return pareto(title, r.Buckets, sum)
	}
	title = m.Title + ": how many releases took how long, " + period
	c := &Chart{Form: Histogram, Title: title, Values: metric.Count, Series: []Series{{Name: "releases"}}, Table: Table{Caption: title, Head: []string{"Step", "Number"}, Numeric: []int{1}}}
	most := r.Buckets[0]
	for _, k := range r.Buckets {
		c.Labels, c.Short = append(c.Labels, k.Label), append(c.Short, k.From)
		c.Series[0].Points = append(c.Series[0].Points, whole(k.Count))
		c.Table.Rows = append(c.Table.Rows, []string{k.Label, fmt.Sprint(k.Count)})
		if k.Count > most.Count {
			most = k
		}
	}
	c.Says = fmt.Sprintf("A histogram of %d, in %d steps; the most are %s: %d.", sum, len(r.Buckets), most.Label, most.Count)
	return c
}

// pareto counts by causes, the most frequent first, with the share that they and those
// before them have.
func pareto(title string, list []metric.Bucket, sum int) *Chart {
	c := &Chart{Form: Pareto, Title: title, Values: metric.Count, Series: []Series{{Name: "number"}, {Name: "share so far"}}, Table: Table{Caption: title, Head: []string{"Reason", "Number", "Share so far"}, Numeric: []int{1, 2}}}
	far := int64(0)
	for _, k := range list {
		label := k.Label
		if k.Mark != "" {
			label += " (" + k.Mark + ")"
		}
		far += int64(k.Count)
		share := metric.Value{Form: metric.Share, Num: far, Den: int64(sum)}
		c.Labels = append(c.Labels, label)
		c.Series[0].Points = append(c.Series[0].Points, whole(k.Count))
		c.Series[1].Points = append(c.Series[1].Points, Point{true, share.Number(), share.Short()})
		c.Table.Rows = append(c.Table.Rows, []string{label, fmt.Sprint(k.Count), share.Short()})
	}
	c.Says = fmt.Sprintf("A Pareto chart of %d; the most frequent is %s: %d.", sum, c.Labels[0], list[0].Count)
	return c
}

// shown is a value as it stands alone.
func shown(v metric.Value) string {
	if v.Form == metric.Per100 && v.Known() {
		return v.Short() + " per 100"
	}
	return v.Short()
}

func whole(n int) Point { return Point{true, float64(n), fmt.Sprint(n)} }

func dash(s string) string {
	if s == "" {
		return none
	}
	return s
}
