package publish

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"fairway/model/metric"
	"fairway/model/report"
	"fairway/model/when"
)

// Sizes of a chart, in units of its own; a page scales it to its width.
const (
	chartWide  = 720.0
	chartHigh  = 260.0
	leftRoom   = 70.0  // for the labels of the value axis
	labelRoom  = 230.0 // for labels of rows
	letter     = 6.4   // about as wide as a letter is
	rowHigh    = 26.0
	legendHigh = 24.0
	mostLabels = 36 // letters of a row's label
)

// chart draws a chart as SVG. What a colour tells a pattern and a word tell as well; id
// tells its parts from those of the other charts of the page.
func chart(c *report.Chart, id string) string {
	d := &drawing{c: c, id: id}
	switch c.Form {
	case report.Lines:
		d.lines()
	case report.Histogram:
		d.histogram()
	default:
		d.rows()
	}
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n%s</svg>\n",
		num(chartWide), num(d.high), num(chartWide), id, id, id, safe(c.Title), id, safe(c.Says), d.b.String())
}

type drawing struct {
	c    *report.Chart
	id   string
	high float64
	b    strings.Builder
}

func (d *drawing) f(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

// num is a length, always written in the same way.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

func (d *drawing) text(x, y float64, anchor, class, text string) {
	if class != "" {
		class = " class=\"" + class + "\""
	}
	d.f("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"%s>%s</text>\n", num(x), num(y), anchor, class, safe(text))
}

func (d *drawing) line(class string, x1, y1, x2, y2 float64) {
	d.f("<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", class, num(x1), num(y1), num(x2), num(y2))
}

// axis draws the value axis with its lines, from 0 to a round number above most, and says
// where a value lies.
func (d *drawing) axis(most, top, bottom float64) func(float64) float64 {
	step := round(most/4, d.c.Values)
	end := step * math.Max(1, math.Ceil(most/step-1e-9))
	at := func(v float64) float64 { return bottom - (bottom-top)*v/end }
	for n := 0.0; n*step <= end+step/2; n++ {
		y := at(n * step)
		if n > 0 {
			d.line("grid", leftRoom, y, chartWide-10, y)
		}
		d.text(leftRoom-6, y+4, "end", "", reading(d.c.Values, n*step))
	}
	d.line("axis", leftRoom, top, leftRoom, bottom)
	d.line("axis", leftRoom, bottom, chartWide-10, bottom)
	return at
}

// round is a step of an axis that people count in, at least as long as asked for.
func round(step float64, form metric.Form) float64 {
	if form == metric.Length {
		for _, s := range []time.Duration{time.Second, 10 * time.Second, time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour} {
			if float64(s.Milliseconds()) >= step {
				return float64(s.Milliseconds())
			}
		}
		day := float64((24 * time.Hour).Milliseconds())
		return day * round(step/day, metric.Days)
	}
	if form == metric.Count && step <= 1 {
		return 1
	}
	if step <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= step-1e-9 {
			return n * power
		}
	}
	return 10 * power
}

// reading is a value of an axis as people read it.
func reading(form metric.Form, v float64) string {
	plain := strconv.FormatFloat(math.Round(v*1000)/1000, 'f', -1, 64)
	switch form {
	case metric.Share, metric.OfPlan:
		return plain + " %"
	case metric.Days:
		return plain + " d"
	case metric.Length:
		return when.FormatDuration(time.Duration(v) * time.Millisecond)
	}
	return plain
}

// shorts are the labels for an axis.
func (d *drawing) shorts() []string {
	if d.c.Short != nil {
		return d.c.Short
	}
	return d.c.Labels
}

// dashes tell lines apart without colour.
var dashes = []string{"", "8 4", "2 3", "12 4 2 4", "5 5", "1 6"}

// lines draws a line for each series, with the target of the first. A value that isn't
// known parts its line.
func (d *drawing) lines() {
	several := len(d.c.Series) > 1
	top, points := 38.0, d.c.Series[0].Points
	if several {
		top = 14 + d.legend()
	}
	d.high = top + chartHigh - 38
	bottom := d.high - 30
	most := 0.0
	for _, s := range d.c.Series {
		for _, p := range s.Points {
			most = math.Max(most, p.Value)
		}
	}
	if d.c.Goal != nil {
		most = math.Max(most, *d.c.Goal)
	}
	at := d.axis(most, top, bottom)
	gap := (chartWide - 30 - leftRoom) / math.Max(1, float64(len(points)-1))
	x := func(i int) float64 { return leftRoom + 10 + gap*float64(i) }
	d.periods(len(points), gap, x, bottom)
	if d.c.Goal != nil {
		y := at(*d.c.Goal)
		d.line("goal", leftRoom, y, chartWide-10, y)
		d.text(chartWide-10, 14, "end", "", "- - "+d.c.GoalText)
	}
	for k, s := range d.c.Series {
		d.course(k, s, x, at)
	}
	if several {
		return // a legend names them, a table has their numbers
	}
	wide := 1
	for _, p := range points {
		wide = max(wide, len([]rune(p.Text)))
	}
	all := float64(wide+1)*letter < gap
	for i, p := range points {
		switch last := i == len(points)-1; {
		case !p.Known:
			d.text(x(i), bottom-6, "middle", "", "–")
		case last:
			d.text(x(i)+10, at(p.Value)-9, "end", "", p.Text)
		case all && i == 0:
			d.text(x(i), at(p.Value)-9, "start", "", p.Text)
		case all:
			d.text(x(i), at(p.Value)-9, "middle", "", p.Text)
		}
	}
}

// course is one line with its points.
func (d *drawing) course(k int, s report.Series, x func(int) float64, at func(float64) float64) {
	class, dash := fmt.Sprintf("s%d", k%3), ""
	if dashes[k%len(dashes)] != "" {
		dash = fmt.Sprintf(" stroke-dasharray=\"%s\"", dashes[k%len(dashes)])
	}
	var path []string
	flush := func() {
		if len(path) > 1 {
			d.f("<polyline class=\"line %s\"%s points=\"%s\"/>\n", class, dash, strings.Join(path, " "))
		}
		path = nil
	}
	for i, p := range s.Points {
		if !p.Known {
			flush()
			continue
		}
		path = append(path, num(x(i))+","+num(at(p.Value)))
	}
	flush()
	for i, p := range s.Points {
		if p.Known {
			d.f("<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s, %s: %s</title></circle>\n", class, num(x(i)), num(at(p.Value)), safe(s.Name), safe(d.c.Labels[i]), safe(p.Text))
		}
	}
}

// periods writes the labels under a chart of lines, as many as there is room for, the last
// one always.
func (d *drawing) periods(n int, gap float64, x func(int) float64, bottom float64) {
	longest := 1
	for _, s := range d.shorts() {
		longest = max(longest, len([]rune(s)))
	}
	every := max(1, int(math.Ceil(float64(longest+2)*letter/gap)))
	for i, s := range d.shorts() {
		switch {
		case i == n-1:
			d.text(x(i)+10, bottom+18, "end", "", s)
		case (n-1-i)%every == 0:
			d.text(x(i), bottom+18, "middle", "", s)
		}
	}
}

// legend names the lines above a chart, and says how high that is.
func (d *drawing) legend() float64 {
	x, y := leftRoom, 6.0
	for k, s := range d.c.Series {
		name := cut(s.Name)
		wide := 46 + letter*float64(len([]rune(name)))
		if x > leftRoom && x+wide > chartWide-10 {
			x, y = leftRoom, y+legendHigh
		}
		dash := ""
		if dashes[k%len(dashes)] != "" {
			dash = fmt.Sprintf(" stroke-dasharray=\"%s\"", dashes[k%len(dashes)])
		}
		d.f("<line class=\"line s%d\"%s x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", k%3, dash, num(x), num(y+8), num(x+26), num(y+8))
		d.text(x+32, y+12, "start", "", name)
		x += wide + 12
	}
	return y + legendHigh
}

// histogram draws a bar for each step of an axis.
func (d *drawing) histogram() {
	d.high = chartHigh
	points := d.c.Series[0].Points
	top, bottom := 24.0, chartHigh-30
	most := 0.0
	for _, p := range points {
		most = math.Max(most, p.Value)
	}
	at := d.axis(most, top, bottom)
	d.patterns()
	gap := (chartWide - 20 - leftRoom) / float64(len(points))
	for i, p := range points {
		x := leftRoom + 5 + gap*float64(i)
		d.f("<rect class=\"bar s0\" fill=\"url(#%s-p0)\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s: %s</title></rect>\n", d.id, num(x), num(at(p.Value)), num(gap-2), num(bottom-at(p.Value)), safe(d.c.Labels[i]), safe(p.Text))
		if p.Value > 0 {
			d.text(x+gap/2-1, at(p.Value)-5, "middle", "", p.Text)
		}
		d.text(x, bottom+18, "start", "", d.shorts()[i])
	}
}

// patterns are how the series of a chart are told apart without colour: full, hatched,
// dotted.
func (d *drawing) patterns() {
	d.f("<defs>\n")
	for i := range min(len(d.c.Series), 3) {
		inside := [3]string{
			`<rect width="8" height="8" fill="currentColor" fill-opacity=".75"/>`,
			`<path d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6" stroke="currentColor" stroke-width="2" fill="none"/>`,
			`<circle cx="4" cy="4" r="2" fill="currentColor"/>`,
		}[i]
		d.f("<pattern id=\"%s-p%d\" class=\"s%d\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">%s</pattern>\n", d.id, i, i, inside)
	}
	d.f("</defs>\n")
}

// rows draws a bar for each label, from left to right: of causes the most frequent first
// with the share that they come to, of others parted into the series.
func (d *drawing) rows() {
	stacked := d.c.Form == report.Stacked
	most, y := 0.0, 6.0
	for i := range d.c.Labels {
		sum := d.c.Series[0].Points[i].Value
		if stacked {
			sum = d.sum(i)
		}
		most = math.Max(most, sum)
	}
	most = math.Max(most, 1)
	d.patterns()
	left, wide := labelRoom, chartWide-labelRoom-110
	if stacked {
		x := left
		for i, s := range d.c.Series {
			d.f("<rect class=\"bar s%d\" fill=\"url(#%s-p%d)\" x=\"%s\" y=\"%s\" width=\"14\" height=\"14\"/>\n", i, d.id, i, num(x), num(y))
			d.text(x+20, y+12, "start", "", s.Name)
			x += 40 + letter*float64(len([]rune(s.Name)))
		}
		y += legendHigh
	}
	for i, label := range d.c.Labels {
		d.text(left-8, y+16, "end", "", cut(label))
		x := left
		for k, s := range d.c.Series {
			p := s.Points[i]
			if k > 0 && !stacked {
				break
			}
			w := wide * p.Value / most
			if w > 0 {
				d.f("<rect class=\"bar s%d\" fill=\"url(#%s-p%d)\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s, %s: %s</title></rect>\n", k, d.id, k, num(x), num(y+2), num(w), num(rowHigh-6), safe(label), safe(s.Name), safe(p.Text))
			}
			x += w
		}
		d.text(x+6, y+16, "start", "", d.said(i))
		y += rowHigh
	}
	d.line("axis", left, 2, left, y)
	d.high = y + 6
}

func (d *drawing) sum(i int) float64 {
	sum := 0.0
	for _, s := range d.c.Series {
		sum += s.Points[i].Value
	}
	return sum
}

// said is what stands beside a bar: its number, with the share so far, or those of its parts.
func (d *drawing) said(i int) string {
	if d.c.Form == report.Pareto {
		return d.c.Series[0].Points[i].Text + " (" + d.c.Series[1].Points[i].Text + " so far)"
	}
	var parts []string
	for _, s := range d.c.Series {
		parts = append(parts, s.Points[i].Text)
	}
	return strings.Join(parts, " / ")
}

// cut leaves of a label what there is room for; its table has all of it.
func cut(label string) string {
	if r := []rune(label); len(r) > mostLabels {
		return string(r[:mostLabels-1]) + "…"
	}
	return label
}
