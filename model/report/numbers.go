package report

import (
	"slices"
	"strings"

	"fairway/model/chart"
	"fairway/model/metric"
)

// none stands in a cell in which there is nothing to say.
const none = "–"

// numbers are the measures of the period.
func (b *builder) numbers() {
	for i := range b.all {
		m := &b.all[i]
		now, before := b.last(m)
		list := b.services(b.whole, m)
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
	c := m.Compare(now, before)
	n := Number{Measure: m.ID, Title: title, Value: now.Value, Text: now.Value.InWords(), Fraction: now.Value.Fraction(), Target: "none", Before: before.Value, Change: changed(m, now, before), change: c, Marks: strings.Join(now.Marks(), ", ")}
	if now.Target != nil {
		n.Target, n.Met, n.goal = now.Target.Words(), now.Target.Word(), now.Target.Text
		if m.Part != "" {
			n.Reached = strings.TrimSpace(now.Part(m.Part).Short() + " " + m.Part)
		}
	}
	if now.Missing != "" {
		n.Text, n.Fraction, n.Met, n.Change, n.Marks, n.change = "no records yet", "", "", none, "", metric.Change{}
	}
	return n
}

// last are the results of the period and of the one before it.
func (b *builder) last(m *metric.Metric) (now, before metric.Result) {
	list := b.whole.results[m.ID]
	return list[len(list)-1], list[len(list)-2]
}

// changed says how a number changed, in words: 2 points better.
func changed(m *metric.Metric, now, before metric.Result) string {
	c := m.Compare(now, before)
	switch {
	case !c.Known:
		return c.Word // of which of them there is nothing
	case c.By == 0:
		return "as before"
	}
	return c.Size(now.Value.Form) + " " + c.Word
}

func (b *builder) numberBlocks() []Block {
	var rows [][]string
	for _, n := range b.out.Numbers {
		if n.Service == "" && !(b.each(n.Measure) && n.Text == "no records yet") { // the others stand by service
			rows = append(rows, []string{n.Title, n.Text, dash(n.Fraction), n.Target, dash(n.Met), n.Before.InWords(), n.Change, dash(n.Marks)})
		}
	}
	before := b.Stretch.Add(-1).Title()
	out := []Block{table("Measures of "+b.out.Called, "The program computes no measure.", []int{1, 2, 5},
		[]string{"Measure", "Value", "Numerator / denominator", "Target", "Target met", before, "Change", "Note"}, rows)}
	out = append(out, b.closedBlocks()...)
	out = append(out, b.byService()...)
	out = append(out, b.statedBlocks()...)
	for i := range b.all {
		m := &b.all[i]
		now, earlier := b.last(m)
		out = append(out, heading(m.Title), text("%s", m.Sentence(now, earlier, b.out.Called, before)))
		if apart := m.Apart(now); apart != "" {
			out = append(out, text("%s.", upper(apart)))
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
		for _, c := range b.whole.pictures(m) {
			if !along(c.Kind) && c.Kind != chart.Groups && (c.Kind != chart.Control || len(c.Points) >= metric.Firm) {
				out = append(out, Block{Chart: Pictured(c, b.over(m, &c))})
			}
		}
	}
	return out
}

// each reports whether a measure is told by service.
func (b *builder) each(id string) bool {
	return slices.ContainsFunc(b.all, func(m metric.Metric) bool { return m.ID == id && m.EachService })
}

// along reports whether a chart goes through the periods; any other is of the last of them.
func along(kind chart.Kind) bool {
	return kind == chart.Bars || kind == chart.Lines || kind == chart.Outcomes
}

// over is what stands over a chart of the period.
func (b *builder) over(m *metric.Metric, c *chart.Chart) string {
	switch {
	case c.Kind == chart.Histogram:
		return m.Title + ": how many took how long, " + b.out.Called
	case c.Kind == chart.Pareto && m.Chart != "":
		return upper(m.Chart) + ", " + b.out.Called
	case c.Kind == chart.Control:
		return c.Title + ", " + b.out.Called
	}
	return m.Title + ", " + b.out.Called
}

// statedBlocks hold each type of release against what the rules state of it: how often it
// comes, and how long it takes (ISO/IEC 20000-1:2018, 8.5.3-a).
func (b *builder) statedBlocks() []Block {
	var list []metric.Stated
	for _, m := range b.all {
		if now, _ := b.last(&m); list == nil {
			list = now.Stated
		}
	}
	if list == nil {
		return nil
	}
	var rows [][]string
	for _, s := range list {
		rows = append(rows, s.Row())
	}
	return []Block{heading("Against what each type of release states"), table("How often releases came and how long they took, against what the rules state, "+b.out.Called, "", []int{3, 5, 6},
		metric.StatedHead, rows)}
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func dash(s string) string {
	if s == "" {
		return none
	}
	return s
}
