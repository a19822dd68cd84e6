package metrics

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// item is a line of the list: a record, or the heading of those that follow.
type item struct {
	metric.Record
	heading string
}

// relist lists the records behind the chosen number, the data defects and what was noted
// last; or the data defects of all measures. The cursor stays on its record.
func (m *Metrics) relist() {
	on, had := m.record()
	had = had && !m.fresh // what is listed before the records come is nothing to stay on
	if m.fresh {
		m.at, m.first = 0, 0
	}
	m.list = nil
	if m.defects {
		m.listDefects()
	} else {
		m.listRecords()
	}
	m.at = max(min(m.at, len(m.list)-1), 0)
	for i := range m.list {
		if r := m.list[i].Record; had && m.list[i].heading == "" && r.ID == on.ID && r.Release == on.Release && r.Section == on.Section {
			m.at = i
			break
		}
	}
	m.step(0)
}

func (m *Metrics) listRecords() {
	shown, ok := m.shown()
	if !ok {
		return
	}
	signed := m.signed(shown)
	if shown.shown.Difference != nil { // what is not as it was signed comes before all
		m.listed(signed)
	}
	m.listed(shown.result.Records)
	m.listed(shown.result.Defects)
	if shown.shown.Difference == nil {
		m.listed(signed)
	}
	m.listed(m.later(shown))
	m.listed(m.noted(shown.ID))
}

// listed adds records, each section under its heading.
func (m *Metrics) listed(list []metric.Record) {
	counts := map[string]int{}
	for _, r := range list {
		counts[r.Section]++
	}
	section := ""
	for i, r := range list {
		if i == 0 || r.Section != section {
			section = r.Section
			m.list = append(m.list, item{heading: fmt.Sprintf("%s (%d)", section, counts[section])})
		}
		m.list = append(m.list, item{Record: r})
	}
}

// signed is that the number was signed off, and what would change it, as records: they count
// nowhere.
func (m *Metrics) signed(shown *measure) []metric.Record {
	s := shown.shown.Signed
	if s == nil {
		return nil
	}
	text := fmt.Sprintf("by %s %s", s.Name, shown.shown.Basis(m.stamp))
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	by := metric.Record{Section: "signed off", ID: s.ID, Title: s.Title(), At: s.At, Text: text}
	d := shown.shown.Difference
	if d == nil {
		return []metric.Record{by}
	}
	var out []metric.Record
	out = append(out, metric.Record{Section: "what would change it", ID: s.ID, Title: "the number", Text: d.Words()})
	for i := range d.Records {
		c := &d.Records[i]
		r := c.Record
		r.Section, r.In, r.Provisional, r.Remedies = "what would change it", c.How == metric.Came, false, nil
		r.Text = c.How + ": " + c.Words(m.stamp)
		out = append(out, r)
	}
	return append(out, by)
}

// later is what happened in the period and was recorded after it, or after the moment that is
// looked at.
func (m *Metrics) later(shown *measure) []metric.Record {
	var out []metric.Record
	for _, l := range shown.shown.Later {
		out = append(out, metric.Record{Section: "recorded later, after " + shown.shown.After, ID: l.ID, Release: l.Release, Title: l.What, At: l.Happened,
			Text: fmt.Sprintf("recorded %s by %s, entry %d: %s", m.stamp(l.Written.At), l.Written.Name, l.Written.Position, l.What)})
	}
	return out
}

// stamp is a moment in a record's text.
func (m *Metrics) stamp(t time.Time) string {
	return when.Format(when.OnClock(t, m.env.Zone), m.env.Zone, when.ISO)
}

// noted are the annotations of the periods shown, as records, those of the chosen one apart:
// they count nowhere.
func (m *Metrics) noted(id string) []metric.Record {
	var out, before []metric.Record
	for _, a := range m.notes(id) {
		r := metric.Record{Section: "annotations", ID: a.ID, Title: a.Text, Service: a.Service, At: a.At, Day: a.Day, Text: a.Whose()}
		if m.page.facts.Span.Holds(a.At) {
			out = append(out, r)
		} else {
			r.Section = "annotations of periods before"
			before = append(before, r)
		}
	}
	return append(out, before...)
}

// opens is the record that is opened of one of the list: its release, or itself where it
// is of none.
func opens(r metric.Record) model.ID {
	if r.Release == "" {
		return r.ID
	}
	return r.Release
}

// step moves the cursor, over headings.
func (m *Metrics) step(n int) tea.Cmd {
	to := max(min(m.at+n, len(m.list)-1), 0)
	way := 1
	if n < 0 {
		way = -1
	}
	for _, way := range []int{way, -way} {
		for i := to; i >= 0 && i < len(m.list); i += way {
			if m.list[i].heading == "" {
				m.at = i
				return nil
			}
		}
	}
	return nil
}

// records draws the list: exactly h lines.
func (m *Metrics) records(w, h int) []string {
	t := m.env.Theme
	lines := make([]string, 0, max(h, 0))
	shown, ok := m.shown()
	if !ok || h < 1 {
		return lines
	}
	m.first = kit.Scroll(m.first, m.at, h, len(m.list))
	if m.at == 1 && h > 1 {
		m.first = 0 // the first heading with its first record
	}
	for i := m.first; i < len(m.list) && len(lines) < h; i++ {
		lines = append(lines, m.row(&m.list[i], i == m.at, w))
	}
	if len(m.list) == 0 {
		text := "no " + shown.Counts[0] + " in " + m.page.stretch.Title()
		if !shown.listed {
			text = "counting"
		}
		lines = append(lines, kit.NewLine(w).Gap(2).Text(t.Faint, text).String())
	}
	return kit.Fill(lines, w, h)
}

func (m *Metrics) row(it *item, chosen bool, w int) string {
	e, t := m.env, m.env.Theme
	l := kit.NewLine(w)
	if it.heading != "" {
		style := t.Faint
		if it.Section == "" && len(it.heading) > 4 && it.heading[:4] == "data" {
			style = t.Warn
		}
		return l.Gap(1).Text(style, it.heading).Gap(1).Glyph(t.Rule, t.Glyph.Line, max(l.Left()-1, 0)).String()
	}
	mark, style := t.Glyph.Unmet, t.Faint
	if it.In {
		mark, style = t.Glyph.Met, t.Text
	}
	if chosen {
		l.Glyph(t.Focus, t.Glyph.Here, 1)
	} else {
		l.Gap(1)
	}
	l.Text(style, mark).Gap(1)
	idStyle := t.Strong
	if chosen {
		idStyle = t.Chosen
	}
	id := kit.Cut(string(it.ID), 10)
	l.Text(idStyle, id).To(14)
	// What is said about it comes before its title, where there is little room.
	wide, full := w >= 110, w >= 150
	title := max(min(w/4, 40), 8)
	if it.ID != it.Release && it.Release != "" {
		l.Cell(t.Faint, string(it.Release), 9).Gap(1)
		title = max(title-10, 6)
	}
	l.Cell(t.Text, it.Title, title).Gap(1)
	if full {
		l.Cell(t.Faint, it.Type, 10).Gap(1)
	}
	if wide {
		l.Cell(t.Faint, it.Service, 16).Gap(1)
	}
	at, room := "", len("2 Jan ")
	if m := it.Dated(); full {
		at, room = when.Format(m, e.Zone, when.Long), len("Mon 2 Jan 2006 15:04 ")
	} else if !m.IsZero() {
		_, at, _ = strings.Cut(m.On(e.Zone).Format(when.Short), " ")
	}
	l.Cell(t.Faint, at, room).Gap(1)
	if f := it.Value.Form; f == metric.Length || f == metric.Worked || f == metric.Days {
		l.Cell(t.Strong, it.Value.Short(), 10).Gap(1)
	}
	if it.Provisional {
		l.Text(t.Warn, "provisional").Gap(1)
	}
	return l.Text(textStyle(t, it), it.Text).String()
}

func textStyle(t *theme.Theme, it *item) theme.Style {
	if it.Provisional || !it.In {
		return t.Faint
	}
	return t.Text
}

// clock is the moment that the numbers are of, where it is not now.
func (m *Metrics) clock() string {
	if !m.past() {
		return ""
	}
	return "as of " + when.Format(m.env.PastSaid(), m.env.Zone, when.Long)
}

// listTitle stands over the records: how many there are, and what is apart.
func (m *Metrics) listTitle(shown *measure, w int) string {
	t := m.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Title, "Records")
	if shown.listed { // else they are being counted
		l.Gap(1).Text(t.Strong, fmt.Sprint(len(shown.result.Records)))
	}
	if n := len(shown.result.Defects); n > 0 {
		l.Gap(2).Text(t.Warn, t.Glyph.Late+" "+kit.Count(n, "data defect"))
	}
	if apart := shown.Apart(shown.result); apart != "" {
		l.Gap(2).Text(t.Faint, apart)
	}
	return l.Gap(1).Glyph(t.Rule, t.Glyph.Line, max(l.Left()-1, 0)).String()
}
