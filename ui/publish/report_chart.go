package publish

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"fairway/model/chart"
	"fairway/model/report"
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

// picture draws a chart as SVG: what model/chart says of it, as the screen draws it with
// characters. What a colour tells a pattern, a shape or a word tell as well; id tells its
// parts from those of the other charts of the page.
func picture(c *report.Chart, id string) string {
	d := &drawing{c: &c.Picture, id: id}
	switch c.Picture.Kind {
	case chart.Lines:
		d.lines()
	case chart.Control:
		d.control()
	case chart.Bars, chart.Histogram:
		d.columns()
	default:
		d.rows()
	}
	return fmt.Sprintf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n%s</svg>\n",
		num(chartWide), num(d.high), num(chartWide), id, id, id, safe(c.Picture.Title), id, safe(c.Says), d.b.String())
}

type drawing struct {
	c    *chart.Chart
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

// axis draws the value axis with its lines, and says where a value lies.
func (d *drawing) axis(top, bottom, right float64) func(float64) float64 {
	ticks := d.c.Ticks()
	from, end := ticks[0].Value, ticks[len(ticks)-1].Value
	at := func(v float64) float64 { return bottom - (bottom-top)*(v-from)/(end-from) }
	for i, t := range ticks {
		y := at(t.Value)
		if i > 0 {
			d.line("grid", leftRoom, y, right, y)
		}
		d.text(leftRoom-6, y+4, "end", "", t.Text)
	}
	d.line("axis", leftRoom, top, leftRoom, bottom)
	d.line("axis", leftRoom, bottom, right, bottom)
	return at
}

// target draws what is to be reached across the chart, and says what it is above it.
func (d *drawing) target(at func(float64) float64) {
	if t := d.c.Target; t != nil {
		y := at(t.Value)
		d.line("goal", leftRoom, y, chartWide-10, y)
		text := "- - " + t.Name + ": " + t.Says()
		if t.Word != "" {
			text += ", " + t.Word
		}
		d.text(chartWide-10, 14, "end", "", text)
	}
}

// short is a point's label on an axis.
func short(p *chart.Point) string {
	if p.Key != "" {
		return p.Key
	}
	return p.Label
}

// dashes tell lines apart without colour.
var dashes = []string{"", "8 4", "2 3", "12 4 2 4", "5 5", "1 6"}

// lines draws a line, or one for each of several courses, with the target. A value that isn't
// known parts its line.
func (d *drawing) lines() {
	several := len(d.c.Courses) > 0
	top, points := 38.0, d.c.Points
	if several {
		top = 14 + d.legend()
	}
	d.high = top + chartHigh - 38
	bottom := d.high - 30
	at := d.axis(top, bottom, chartWide-10)
	gap := (chartWide - 30 - leftRoom) / math.Max(1, float64(len(points)-1))
	x := func(i int) float64 { return leftRoom + 10 + gap*float64(i) }
	d.periods(gap, x, bottom)
	d.target(at)
	for k, l := range d.c.Courses {
		d.course(k, l.Name, l.Points, x, at)
	}
	if several {
		return // a legend names them, a table has their numbers
	}
	d.course(0, "", points, x, at)
	all := float64(d.widest()+1)*letter < gap
	for i := range points {
		p := &points[i]
		switch last := i == len(points)-1; {
		case !p.Known:
			d.text(x(i), bottom-6, "middle", "", "–")
		case last:
			d.text(x(i)+10, at(p.Value)-9, "end", "", p.Says())
		case all && i == 0:
			d.text(x(i), at(p.Value)-9, "start", "", p.Says())
		case all:
			d.text(x(i), at(p.Value)-9, "middle", "", p.Says())
		}
	}
}

// widest is how many letters the longest value has.
func (d *drawing) widest() int {
	wide := 1
	for i := range d.c.Points {
		wide = max(wide, len([]rune(d.c.Points[i].Says())))
	}
	return wide
}

// course is one line with its points.
func (d *drawing) course(k int, name string, points []chart.Point, x func(int) float64, at func(float64) float64) {
	class := fmt.Sprintf("s%d", k%3)
	var path []string
	flush := func() {
		if len(path) > 1 {
			d.f("<polyline class=\"line %s\"%s points=\"%s\"/>\n", class, dashed(k), strings.Join(path, " "))
		}
		path = nil
	}
	for i, p := range points {
		if !p.Known {
			flush()
			continue
		}
		path = append(path, num(x(i))+","+num(at(p.Value)))
	}
	flush()
	for i := range points {
		if p := &points[i]; p.Known {
			said := d.c.Points[i].Name() + ": " + p.Says()
			if name != "" {
				said = name + ", " + said
			}
			d.f("<circle class=\"dot %s\" cx=\"%s\" cy=\"%s\" r=\"3.5\"><title>%s</title></circle>\n", class, num(x(i)), num(at(p.Value)), safe(said))
		}
	}
}

func dashed(k int) string {
	if dash := dashes[k%len(dashes)]; dash != "" {
		return fmt.Sprintf(" stroke-dasharray=\"%s\"", dash)
	}
	return ""
}

// control draws single values in their order, with centre and limits across; what stands out
// is a square with its name.
func (d *drawing) control() {
	d.high = chartHigh
	top, bottom, right := 38.0, chartHigh-30, chartWide-130
	at := d.axis(top, bottom, right)
	for i, l := range d.c.Limits {
		y := at(l.Value)
		d.line(map[bool]string{true: "axis", false: "goal"}[i == 0], leftRoom, y, right, y)
		d.text(right+6, y+4, "start", "", l.Name+" "+l.Says())
	}
	points := d.c.Points
	gap := (right - 20 - leftRoom) / math.Max(1, float64(len(points)-1))
	for i := range points {
		p := &points[i]
		if !p.Known {
			continue
		}
		x, y, said := leftRoom+10+gap*float64(i), at(p.Value), safe(p.Name()+": "+p.Says())
		if p.Out == "" {
			d.f("<circle class=\"dot s0\" cx=\"%s\" cy=\"%s\" r=\"3\"><title>%s</title></circle>\n", num(x), num(y), said)
			continue
		}
		d.f("<rect class=\"dot s1\" x=\"%s\" y=\"%s\" width=\"9\" height=\"9\"><title>%s, %s</title></rect>\n", num(x-4.5), num(y-4.5), said, safe(p.Out))
		d.text(x, y-9, "middle", "", cut(p.Label))
	}
	if n := len(points); n > 0 {
		d.text(leftRoom, bottom+18, "start", "", cut(points[0].Label))
		d.text(right, bottom+18, "end", "", cut(points[n-1].Label))
	}
}

// periods writes the labels under a chart, as many as there is room for, the last one always.
func (d *drawing) periods(gap float64, x func(int) float64, bottom float64) {
	longest, n := 1, len(d.c.Points)
	for i := range d.c.Points {
		longest = max(longest, len([]rune(short(&d.c.Points[i]))))
	}
	every := max(1, int(math.Ceil(float64(longest+2)*letter/gap)))
	for i := range d.c.Points {
		switch label := short(&d.c.Points[i]); {
		case i == n-1:
			d.text(x(i)+10, bottom+18, "end", "", label)
		case (n-1-i)%every == 0:
			d.text(x(i), bottom+18, "middle", "", label)
		}
	}
}

// legend names the lines above a chart, and says how high that is.
func (d *drawing) legend() float64 {
	x, y := leftRoom, 6.0
	for k, l := range d.c.Courses {
		name := cut(l.Name)
		wide := 46 + letter*float64(len([]rune(name)))
		if x > leftRoom && x+wide > chartWide-10 {
			x, y = leftRoom, y+legendHigh
		}
		d.f("<line class=\"line s%d\"%s x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n", k%3, dashed(k), num(x), num(y+8), num(x+26), num(y+8))
		d.text(x+32, y+12, "start", "", name)
		x += wide + 12
	}
	return y + legendHigh
}

// columns draws standing bars with the target across them: one for each period, or for each
// step of an axis, whose beginning stands under its edge.
func (d *drawing) columns() {
	d.high = chartHigh
	points, steps := d.c.Points, d.c.Kind == chart.Histogram
	top, bottom := 38.0, chartHigh-30
	at := d.axis(top, bottom, chartWide-10)
	d.patterns(1)
	gap := (chartWide - 20 - leftRoom) / float64(len(points))
	left := func(i int) float64 { return leftRoom + 5 + gap*float64(i) }
	wide := math.Min(gap-2, 90)
	if steps {
		wide = gap - 2
	}
	said := float64(d.widest()+1)*letter < gap
	for i := range points {
		p := &points[i]
		x := left(i) + (gap-2-wide)/2
		if !p.Known {
			d.text(x+wide/2, bottom-6, "middle", "", "–")
			continue
		}
		d.f("<rect class=\"bar s0\" fill=\"url(#%s-p0)\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s: %s</title></rect>\n", d.id, num(x), num(at(p.Value)), num(wide), num(bottom-at(p.Value)), safe(p.Name()), safe(p.Says()))
		if (said || i == len(points)-1) && (p.Value > 0 || !steps) {
			d.text(x+wide/2, at(p.Value)-5, "middle", "", p.Says())
		}
	}
	d.target(at)
	if !steps {
		d.periods(gap, func(i int) float64 { return left(i) + gap/2 - 1 }, bottom)
		return
	}
	every := 1
	for i := range points {
		every = max(every, int(math.Ceil(float64(len([]rune(short(&points[i])))+1)*letter/gap)))
	}
	for i := range points {
		if i%every == 0 {
			d.text(left(i), bottom+18, "start", "", short(&points[i]))
		}
	}
}

// patterns are how the series of a chart are told apart without colour: full, hatched,
// dotted, barred, crossed, empty.
func (d *drawing) patterns(n int) {
	d.f("<defs>\n")
	for i := range min(n, fills) {
		inside := [fills]string{
			`<rect width="8" height="8" fill="currentColor" fill-opacity=".75"/>`,
			`<path d="M-2,2 L2,-2 M0,8 L8,0 M6,10 L10,6" stroke="currentColor" stroke-width="2" fill="none"/>`,
			`<circle cx="4" cy="4" r="2" fill="currentColor"/>`,
			`<path d="M0,2 L8,2 M0,6 L8,6" stroke="currentColor" stroke-width="1.5" fill="none"/>`,
			`<path d="M0,4 L8,4 M4,0 L4,8" stroke="currentColor" stroke-width="1.5" fill="none"/>`,
			``,
		}[i]
		d.f("<pattern id=\"%s-p%d\" class=\"s%d\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">%s</pattern>\n", d.id, i, i%3, inside)
	}
	d.f("</defs>\n")
}

// fills is how many patterns there are.
const fills = 6

// rows draws lying bars: of causes the most frequent first with the share that they come to,
// of groups each with what is said of it, of outcomes parted into their series.
func (d *drawing) rows() {
	parted := d.c.Kind == chart.Outcomes
	most, _ := d.c.Highest()
	most = math.Max(most, math.SmallestNonzeroFloat64)
	d.patterns(max(len(d.c.Series), 1))
	left, wide, y := labelRoom, chartWide-labelRoom-d.tail(), 6.0
	if parted {
		y = d.series(left, y)
	}
	first := y
	for i := range d.c.Points {
		p := &d.c.Points[i]
		d.text(left-8, y+16, "end", "", cut(p.Name()))
		x := left
		bar := func(k int, value float64, said string) {
			if w := wide * value / most; w > 0 {
				d.f("<rect class=\"bar s%d\" fill=\"url(#%s-p%d)\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>\n", k%3, d.id, k%fills, num(x), num(y+2), num(w), num(rowHigh-6), safe(p.Name()+", "+said))
				x += w
			}
		}
		if !parted && p.Known {
			bar(0, p.Value, p.Says())
		}
		for k, n := range p.Parts {
			bar(k, float64(n), fmt.Sprintf("%s: %d", d.c.Series[k], n))
		}
		d.text(x+6, y+16, "start", "", d.said(p))
		y += rowHigh
	}
	d.line("axis", left, first-4, left, y)
	d.high = y + 6
}

// tail is the room for what stands beside a bar.
func (d *drawing) tail() float64 {
	wide := 12
	for i := range d.c.Points {
		wide = max(wide, len([]rune(d.said(&d.c.Points[i]))))
	}
	return math.Min(letter*float64(wide)+16, 300)
}

// series names the parts of bars, in as many lines as it takes, and says where these end.
func (d *drawing) series(left, y float64) float64 {
	x := left
	for i, s := range d.c.Series {
		wide := 40 + letter*float64(len([]rune(s)))
		if x > left && x+wide > chartWide {
			x, y = left, y+legendHigh
		}
		d.f("<rect class=\"bar s%d\" fill=\"url(#%s-p%d)\" x=\"%s\" y=\"%s\" width=\"14\" height=\"14\"/>\n", i%3, d.id, i%fills, num(x), num(y))
		d.text(x+20, y+12, "start", "", s)
		x += wide
	}
	return y + legendHigh
}

// said is what stands beside a bar: its number with what else is to be said of it, or those
// of its parts.
func (d *drawing) said(p *chart.Point) string {
	if d.c.Kind == chart.Outcomes {
		var parts []string
		for _, n := range p.Parts {
			parts = append(parts, strconv.Itoa(n))
		}
		return strings.Join(parts, " / ")
	}
	text := p.Says()
	if p.More != "" {
		text += ", " + p.More
	}
	if r := []rune(text); len(r) > mostLabels+8 {
		text = string(r[:mostLabels+7]) + "…"
	}
	return text
}

// cut leaves of a label what there is room for; its table has all of it.
func cut(label string) string {
	if r := []rune(label); len(r) > mostLabels {
		return string(r[:mostLabels-1]) + "…"
	}
	return label
}
