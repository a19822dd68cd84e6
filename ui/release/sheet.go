package release

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// sheet is what a section is drawn on: a text in which some lines stand for a
// record or for something to do.
type sheet struct {
	*kit.Sheet
	d       *dossier
	env     *screen.Env
	t       *theme.Theme
	now     time.Time
	run     model.ID       // the run chosen; "" for the newest
	at      store.Position // as which the page is shown; store.Now for the present
	newer   bool           // the log has entries before the first one fetched
	begin   string         // the line on which the cursor begins; "" for the first
	targets map[string]target
	pin     *kit.Sheet // lines that stay in view above it; nil for none
}

// pins is how many lines stay in view above it.
func (s *sheet) pins() int {
	if s.pin == nil {
		return 0
	}
	return s.pin.Len()
}

// target is what a line that can be chosen stands for.
type target struct {
	id    model.ID // the record, for y and for tasks about it
	word  string   // what enter does, for the footer
	enter func(*Page) tea.Cmd
	// writes marks an enter that begins a change.
	writes bool
	form   string   // the document's form, for e
	of     model.ID // whose document it is, where that isn't the release
	step   int      // of a run, from 1
	back   bool     // it is a step of the way back
	check  int      // line of the verification, from 1
}

// at marks the next line.
func (s *sheet) choose(key string, t target) {
	s.targets[key] = t
	s.Mark(key)
}

// moment writes a time; the year is said where it isn't this one.
func (s *sheet) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.date(when.Moment{At: t, Precision: when.Minute})
}

// dated is when something happened, with when it was recorded where that is
// another time: it was dated back.
func (s *sheet) dated(happened, recorded time.Time) string {
	return s.moment(happened) + s.recorded(recorded, happened)
}

// recorded says when something was recorded that happened at another time.
func (s *sheet) recorded(at, happened time.Time) string {
	if at.IsZero() {
		return ""
	}
	return " (recorded " + s.clock(at, happened) + ")"
}

func (s *sheet) date(m when.Moment) string {
	if m.IsZero() {
		return ""
	}
	return when.Format(m, s.env.Zone, s.styleOf(m.On(s.env.Zone).Year))
}

func (s *sheet) style(t time.Time) when.Style { return s.styleOf(t.In(s.env.Zone).Year()) }

// styleOf is how dates of a year are written.
func (s *sheet) styleOf(year int) when.Style {
	if s.env.Dates == when.Short && year != s.now.In(s.env.Zone).Year() {
		return when.Plain
	}
	return s.env.Dates
}

// clock writes a time near another without its day.
func (s *sheet) clock(t, near time.Time) string {
	if by := t.Sub(near); !t.IsZero() && by.Abs() < 18*time.Hour {
		return t.In(s.env.Zone).Format("15:04")
	}
	return s.moment(t)
}

// slot writes a planned stretch.
func (s *sheet) slot(p model.Slot) string {
	if p.End == p.Start {
		p.End = when.Moment{}
	}
	return p.Format(s.env.Zone, s.styleOf(p.Start.On(s.env.Zone).Year))
}

func (s *sheet) span(p when.Span) string {
	return when.FormatSpan(p, s.env.Zone, s.style(p.Start))
}

// by says who did something, and when.
func (s *sheet) by(who model.ID, at time.Time) string {
	words := []string{s.d.signatory(who, at), s.moment(at)}
	if words[0] == "" {
		words = words[1:]
	}
	return strings.TrimSpace(strings.Join(words, ", "))
}

// signed says who decided, for whom, and when.
func (s *sheet) signed(who model.ID, basis model.Basis, at time.Time) string {
	if basis.For == "" {
		return s.by(who, at)
	}
	return s.d.signatory(who, at) + " for " + s.by(basis.For, at)
}

// none says that there is nothing, and how to begin.
func (s *sheet) none(text, begin string) {
	s.Blank()
	s.Text(s.t.Faint, text)
	if begin != "" && s.at == store.Now && !s.d.r.Ended() {
		s.Text(s.t.Text, begin)
	}
}

// bullet puts a text behind a glyph.
func (s *sheet) bullet(style theme.Style, glyph, text string) {
	s.Indented(2, kit.Span{Style: style, Text: glyph}, s.t.Text, text)
}

// record begins the lines of a record: its id, what it is called, and its state.
func (s *sheet) record(r model.Record, title string) {
	word, style := kit.State(s.t, r.Kind(), r.Row().State)
	s.titled(r.Key(), title, word, style)
}

// titled is the same with another word than the state.
func (s *sheet) titled(id model.ID, title, word string, style theme.Style) {
	l := s.Line().Text(s.t.Key, string(id)).Gap(2)
	room := l.Left() - kit.Width(word) - 2
	l.Text(s.t.Strong, kit.Cut(title, max(room, 8))).Gap(2).Text(style, word)
	s.Add(l)
}

// detail puts a line that belongs to the record above.
func (s *sheet) detail(style theme.Style, text string) {
	if text != "" {
		s.Indented(2, kit.Span{}, style, text)
	}
}

func words(s string) string { return strings.ReplaceAll(s, "-", " ") }

// join puts words together, leaving out the empty ones.
func join(sep string, list ...string) string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, sep)
}
