package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model/chart"
	"fairway/model/when"
)

// Past is a measure of one of the periods that its course goes through.
type Past struct {
	Stretch Stretch
	Span    when.Span
	Result
}

// Pictures are the charts of a measure, the one that fits it best first: those that the
// rules name for it (charts), as far as there is something to show; else by what kind of
// numbers they are. past are its periods, the oldest first and the chosen one last. Its
// course is always among them.
func (m *Metric) Pictures(past []Past, notes []Annotation) []chart.Chart {
	if len(past) == 0 {
		return nil
	}
	now := &past[len(past)-1]
	if len(now.Services) > 0 {
		return m.byService(past, notes)
	}
	named := m.Measure.Charts
	if len(named) == 0 {
		named = m.usual(&now.Result)
	}
	var out []chart.Chart
	course := false
	for _, name := range named {
		kind := chart.Kind(name)
		course = course || kind == chart.Bars || kind == chart.Lines
		if c := m.picture(kind, past, notes); len(c.Points) > 0 {
			out = append(out, c)
		}
	}
	if !course {
		out = append(out, m.picture(chart.Lines, past, notes))
	}
	if now.Target != nil && m.Part != "" { // what is to be reached is no line across the value itself
		out = append(out, m.partly(past, notes))
	}
	return out
}

// usual are the charts of a measure of which the rules name none.
func (m *Metric) usual(r *Result) []string {
	var out []string
	switch {
	case len(r.Buckets) == 0:
	case r.Buckets[0].From != "":
		out = append(out, string(chart.Histogram))
	default:
		out = append(out, string(chart.Pareto))
	}
	if m.Form == Length || m.Form == Worked {
		out = append(out, string(chart.Control), string(chart.Lines))
	}
	return append(out, string(chart.Bars))
}

func (m *Metric) picture(kind chart.Kind, past []Past, notes []Annotation) chart.Chart {
	now := &past[len(past)-1]
	switch kind {
	case chart.Histogram, chart.Pareto:
		return m.distribution(kind, &now.Result)
	case chart.Outcomes:
		return m.outcomes(past, notes)
	case chart.Control:
		return m.control(now, notes)
	}
	return m.Course(kind, past, notes)
}

// Course is a measure through its periods, the oldest first and the chosen one last.
func (m *Metric) Course(kind chart.Kind, past []Past, notes []Annotation) chart.Chart {
	now := &past[len(past)-1]
	c := chart.Chart{Kind: kind, Title: m.Title + " by " + now.Stretch.unit(), Of: now.Stretch.unit(), Unit: m.Form.unit()}
	for i := range past {
		c.Points = append(c.Points, past[i].point(past[i].Value, i == len(past)-1))
	}
	if now.Target != nil && m.Part == "" {
		c.Target = now.Target.level()
	}
	mark(&c, past, notes)
	return c
}

// partly is the course of the further value that the target is about.
func (m *Metric) partly(past []Past, notes []Annotation) chart.Chart {
	now := &past[len(past)-1]
	c := chart.Chart{Kind: chart.Lines, Title: fmt.Sprintf("%s, %s, by %s", m.Title, m.Part, now.Stretch.unit()), Of: now.Stretch.unit(), Unit: now.Part(m.Part).Form.unit(), Target: now.Target.level()}
	for i := range past {
		part := past[i]
		part.Closed = part.Closed.ofPart(m.Part)
		c.Points = append(c.Points, part.point(part.Part(m.Part), i == len(past)-1))
	}
	mark(&c, past, notes)
	return c
}

// byService are the charts of a measure that has no number of all together: its services
// beside each other, and the course of each.
func (m *Metric) byService(past []Past, notes []Annotation) []chart.Chart {
	now := &past[len(past)-1]
	out := []chart.Chart{Broken(m.Title, ByService, now.Services, nil)}
	for _, g := range now.Services {
		c := chart.Chart{Kind: chart.Lines, Title: m.Title + " of " + g.Name + " by " + now.Stretch.unit(), Of: now.Stretch.unit(), Unit: m.Form.unit()}
		for i := range past {
			own := past[i].ofService(g.Key, m.Form)
			c.Points = append(c.Points, own.point(own.Value, i == len(past)-1))
		}
		if g.Target != nil && m.Part == "" {
			c.Target = g.Target.level()
		}
		mark(&c, past, notes)
		out = append(out, c)
	}
	return out
}

// ofService is the period of one service alone; nothing where nothing is known of it.
func (p *Past) ofService(key string, form Form) *Past {
	out := *p
	out.Result = Result{Value: Value{Form: form}}
	for _, g := range p.EachService() {
		if g.Key == key {
			out.Result = g.Result
		}
	}
	return &out
}

// Broken is a breakdown as a chart: a bar for each group, with its number, what it must not
// be shown without, and what it was before, if that is known.
func Broken(title string, by Split, groups []Group, before func(Group) Value) chart.Chart {
	c := chart.Chart{Kind: chart.Groups, Unit: unitOfGroups(groups), Title: title + " by " + string(by), Of: string(by)}
	for _, g := range Each(groups) {
		p := chart.Point{Label: g.Indented(), Value: g.Value.Number(), Text: g.Reading(), Known: g.Value.Known(), More: fmt.Sprintf("n %d", g.Population)}
		if g.Small && g.Population > 0 {
			p.More = fmt.Sprintf("small n %d", g.Population)
		}
		if g.Provisional {
			p.More += ", provisional"
		}
		if g.Closed != nil {
			p.More += ", " + g.Closed.Words()
		} else if len(g.Reopened) > 0 {
			p.More += ", reopened"
		}
		if target := g.Target; target != nil && target.Known {
			p.More += ", " + target.Word() + ": " + target.Words()
		}
		if before != nil {
			if v := before(g); v.Known() && g.Within == nil {
				p.More += ", before " + v.Tight()
			}
		}
		c.Points = append(c.Points, p)
	}
	return c
}

func unitOfGroups(groups []Group) chart.Unit {
	if len(groups) == 0 {
		return chart.Pieces
	}
	return groups[0].Value.Form.unit()
}

// unit is that of a chart of such values.
func (f Form) unit() chart.Unit {
	switch f {
	case Share, OfPlan, Uptime:
		return chart.Percent
	case Length:
		return chart.Lasting
	case Worked:
		return chart.Working
	case Days:
		return chart.Days
	case Per100, Rate, PerWeek:
		return chart.Parted
	}
	return chart.Pieces
}

// InWords is a value as it stands alone: 2 per 100.
func (v Value) InWords() string {
	if v.Form == Per100 && v.Known() {
		return v.Short() + " per 100"
	}
	return v.Short()
}

// point is a value of a period.
func (p *Past) point(v Value, here bool) chart.Point {
	out := chart.Point{Label: p.Stretch.Label(), Full: p.Stretch.Title(), Key: p.Stretch.String(), Value: v.Number(), Text: v.Tight(), Whole: v.InWords(), Known: v.Known(), Here: here, More: v.Fraction(), Fraction: v.Fraction(), Note: strings.Join(p.Marks(), ", ")}
	p.Closed.point(&out)
	return out
}

func (t *Target) level() *chart.Level {
	return &chart.Level{Name: "target", Value: t.Goal.Number(), Text: tight(t.Text), Whole: t.Text, Word: t.Word()}
}

// distribution is how often each occurs: with its share of all, added up.
func (m *Metric) distribution(kind chart.Kind, r *Result) chart.Chart {
	c := chart.Chart{Kind: kind, Title: m.Chart, Of: "from"}
	if kind == chart.Pareto {
		c.Of = "what"
	}
	if len(r.Buckets) == 0 || (r.Buckets[0].From != "") != (kind == chart.Histogram) {
		return c // a Pareto has no axis, and a histogram no ranks
	}
	all, sum := 0, 0
	for _, b := range r.Buckets {
		all += b.Count
	}
	for _, b := range r.Buckets {
		sum += b.Count
		p := chart.Point{Label: b.Label, Value: float64(b.Count), Text: fmt.Sprint(b.Count), Known: true,
			More: "together " + Value{Form: Share, Num: int64(sum), Den: int64(all)}.Short()}
		if kind == chart.Histogram {
			p.Label, p.Full, p.Key = tight(b.From), b.Label, b.From
		}
		if b.Mark != "" {
			p.More += ", the " + b.Mark + "'s"
		}
		c.Points = append(c.Points, p)
	}
	return c
}

// outcomes parts each period by how things ended.
func (m *Metric) outcomes(past []Past, notes []Annotation) chart.Chart {
	c := chart.Chart{Kind: chart.Outcomes, Title: m.Chart, Of: past[0].Stretch.unit()}
	for i := len(past) - 1; i >= 0; i-- { // in the order of the chosen period
		for _, b := range past[i].Buckets {
			if b.Count > 0 && !slices.Contains(c.Series, b.Label) {
				c.Series = append(c.Series, b.Label)
			}
		}
	}
	if len(c.Series) == 0 {
		return c
	}
	for i := range past {
		p := chart.Point{Label: past[i].Stretch.Label(), Full: past[i].Stretch.Title(), Key: past[i].Stretch.String(), Note: strings.Join(past[i].Marks(), ", "), Known: true, Here: i == len(past)-1, Parts: make([]int, len(c.Series))}
		var said []string
		for _, b := range past[i].Buckets {
			if b.Count > 0 {
				p.Parts[slices.Index(c.Series, b.Label)] += b.Count
				said = append(said, fmt.Sprintf("%d %s", b.Count, b.Label))
			}
		}
		p.Value, p.Text, p.More = float64(p.Total()), fmt.Sprint(p.Total()), strings.Join(said, ", ")
		past[i].Closed.point(&p)
		c.Points = append(c.Points, p)
	}
	mark(&c, past, notes)
	return c
}

// control are the single values of the chosen period in their order, with what was noted
// about its own time.
func (m *Metric) control(now *Past, notes []Annotation) chart.Chart {
	r := &now.Result
	notes = slices.DeleteFunc(slices.Clone(notes), func(a Annotation) bool { return !now.Span.Holds(a.At) })
	c := chart.Chart{Kind: chart.Control, Of: "record", Unit: m.Form.unit(), Rule: chart.Rule}
	var list []Record
	for _, rec := range r.Records {
		if rec.In && slices.Contains([]Form{Length, Worked, Days}, rec.Value.Form) && rec.Value.Known() {
			list = append(list, rec)
		}
	}
	slices.SortStableFunc(list, func(a, b Record) int { return a.At.Compare(b.At) })
	values := make([]float64, len(list))
	for i := range list {
		values[i] = list[i].Value.Number()
	}
	limits, ok := chart.Limit(values)
	if !ok {
		return c
	}
	c.Title = fmt.Sprintf("%s, %d in order, XmR (3 sigma)", m.Title, len(list))
	if len(list) < Firm {
		c.Title += ", limits of few"
	}
	level := func(name string, v float64) chart.Level {
		is := Value{Form: list[0].Value.Form, Num: int64(v), Den: 1}
		return chart.Level{Name: name, Value: v, Text: is.Tight(), Whole: is.Short()}
	}
	from := max(len(list)-shownValues, 0)
	c.Limits = []chart.Level{level("mean", limits.Centre), level("upper", limits.Upper), level("lower", limits.Lower)}
	for i, out := range limits.Signals(values) {
		if i < from {
			continue
		}
		c.Points = append(c.Points, chart.Point{Label: string(list[i].ID), Full: strings.TrimSpace(string(list[i].ID) + " " + list[i].Title), Key: string(list[i].ID), Value: values[i], Text: list[i].Value.Tight(), Whole: list[i].Value.Short(), Known: true, Out: out, More: list[i].Title})
	}
	c.Mark(chartNotes(notes), func(i int) int { // before the first value after it
		return slices.IndexFunc(list, func(r Record) bool { return !r.At.Before(notes[i].At) }) - from
	})
	return c
}

// shownValues is how many single values a control chart shows at most, the last ones; its
// limits are of all.
const shownValues = 1000

// Firm is how many values limits need to be relied upon.
const Firm = 10

// mark puts notes beside the period that each is of.
func mark(c *chart.Chart, past []Past, notes []Annotation) {
	c.Mark(chartNotes(notes), func(i int) int {
		return slices.IndexFunc(past, func(p Past) bool { return p.Span.Holds(notes[i].At) })
	})
}

// unit is what one of a row of such stretches is called.
func (s Stretch) unit() string {
	if s.Days > 0 {
		return fmt.Sprintf("%d days", s.Days)
	}
	return cmp.Or(string(s.Period.Unit), "month")
}

// Tight is a value in few cells: 21%, 1h10m.
func (v Value) Tight() string { return tight(v.Short()) }

func tight(s string) string {
	return strings.NewReplacer(" %", "%", " h ", "h", " h", "h", " min", "m", " d", "d", "at most ", "≤", "at least ", "≥").Replace(s)
}
