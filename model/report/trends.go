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

// trendBlocks are the measures over the periods, each as a line with a table of the same
// numbers. A measure of which there was nothing to count in any of them says so.
func (b *builder) trendBlocks() []Block {
	var out []Block
	for i := range b.all {
		m := &b.all[i]
		out = append(out, heading(m.Title))
		now, _ := b.last(m)
		switch list := b.services(b.course, m); {
		case len(list) > 0:
			out = append(out, b.trendByService(m, list)...)
		case now.Missing != "":
			out = append(out, text("No records yet: %s.", strings.TrimRight(now.Missing, ".")))
		case !slices.ContainsFunc(b.course.results[m.ID], func(r metric.Result) bool { return r.Value.Known() }):
			out = append(out, text("There was nothing to count in any of the last %d periods.", len(b.course.accounts)))
		default:
			out = append(out, b.trend(m)...)
		}
	}
	return append(out, b.annotated()...)
}

// annotated is what was noted beside the measures of these periods.
func (b *builder) annotated() []Block {
	var list []metric.Annotation
	for i := range b.course.facts {
		for _, a := range b.course.facts[i].Annotations {
			if b.course.facts[i].Span.Holds(a.At) && !slices.ContainsFunc(list, func(o metric.Annotation) bool { return o.ID == a.ID }) {
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
	return []Block{heading("Annotations"), table(fmt.Sprintf("What happened beside the measures, %s", b.course.over()), "", nil, []string{"When", "What", "About", "By", "Record"}, rows)}
}

// trend is the course of a measure, and that of the further value which its target is about;
// what became of each period besides, where that is looked at so.
func (b *builder) trend(m *metric.Metric) []Block {
	var out []Block
	course := false
	for _, c := range b.course.pictures(m) {
		title := m.Title
		switch {
		case !along(c.Kind):
			continue
		case c.Kind == chart.Outcomes:
			title += ", by what became of them"
		case course:
			title += ", " + m.Part
		default:
			course = true
		}
		out = append(out, Block{Chart: Pictured(c, fmt.Sprintf("%s, %s", title, b.course.over()))})
	}
	return out
}

// outcomeBlocks are the deployed releases of each period by what became of them.
func (b *builder) outcomeBlocks() []Block {
	states := []struct {
		is   model.State
		name string
	}{{model.RunDeployed, "deployed"}, {model.RunFailed, "failed"}, {model.RunRolledBack, "rolled back"}}
	c := chart.Chart{Kind: chart.Outcomes, Of: b.course.unit()}
	sum := 0
	for _, s := range states {
		c.Series = append(c.Series, s.name)
	}
	for i := range b.course.accounts {
		facts := b.course.accounts[i].FactsOf(metric.Metric{Measure: process.Measure{ID: outcomesID}})
		p := chart.Point{Label: b.course.stretch(i).Label(), Full: b.course.stretch(i).Title(), Key: b.course.stretch(i).String(), Known: true, Here: i == len(b.course.accounts)-1}
		for _, s := range states {
			p.Parts = append(p.Parts, facts.Outcomes(facts.Span)[s.is])
		}
		sum += p.Total()
		p.Value, p.Text = float64(p.Total()), fmt.Sprint(p.Total())
		c.Points = append(c.Points, p)
	}
	if sum == 0 {
		return []Block{text("No release was deployed in any of the last %d periods.", len(b.course.accounts))}
	}
	return []Block{{Chart: Pictured(c, fmt.Sprintf("Deployments by outcome, %s", b.course.over()))}}
}

// outcomesID is the measure with which the outcomes of deployments are signed off.
const outcomesID = "success-rate"
