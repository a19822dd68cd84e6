package release

import (
	"cmp"
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// made is the sheet of the last picture, kept until something it shows changed.
type made struct {
	key   look
	sheet *sheet
	aside *sheet
}

// look is all that the sheet of a section depends on.
type look struct {
	d       *dossier
	section int
	width   int
	aside   int
	minute  time.Time
	run     model.ID
	at      store.Position
	before  int64
}

// The page's columns, by the room there is.
const (
	headLines  = 1
	wide       = 110 // from here on the list takes more room
	withAside  = 170 // from here on a third column says what comes next
	asideWidth = 46
)

// columns are the widths of list, section and what stands beside it. Between
// them is a rule of three cells.
func columns(w int) (list, body, aside int) {
	switch {
	case w < 72:
		list = 20
	case w < wide:
		list = 28
	default:
		list = 30
	}
	list = min(list, w)
	body = max(w-list-3, 0)
	if w >= withAside {
		aside = asideWidth
		body -= aside + 3
	}
	return list, body, aside
}

// rows is how many lines of the section are seen, besides those that stay in view.
func (p *Page) rows() int {
	rows := p.Height - headLines - 1
	if s := p.cache.sheet; s != nil && p.cache.key.section == p.section {
		rows -= s.pins()
	}
	return max(rows, 1)
}

// sheet is the chosen section, made for the width it has.
func (p *Page) sheet() *sheet {
	_, body, aside := columns(p.Width)
	now := p.now()
	key := look{p.d, p.section, body, aside, now.Truncate(time.Minute), p.run, p.shownAt, p.before}
	if p.cache.sheet != nil && p.cache.key == key {
		return p.cache.sheet
	}
	s := p.paper(body)
	p.sections[p.section].draw(s)
	p.cache = made{key: key, sheet: s}
	if aside > 0 {
		p.cache.aside = p.paper(aside)
		p.drawAside(p.cache.aside)
	}
	place := &p.places[p.section]
	if place.Key == "" {
		place.Choose(s.Sheet, s.begin, p.rows())
	}
	place.Settle(s.Sheet, p.rows())
	return s
}

// paper is an empty sheet.
func (p *Page) paper(w int) *sheet {
	return &sheet{Sheet: kit.NewSheet(p.env.Theme, w), d: p.d, env: p.env, t: p.env.Theme, now: p.now(), run: p.run, at: p.shownAt, newer: p.before != 0, targets: map[string]target{}}
}

// chosen is what the cursor stands on.
func (p *Page) chosen() (target, bool) {
	if !p.inside || p.d == nil || p.d.r == nil {
		return target{}, false
	}
	t, ok := p.sheet().targets[p.places[p.section].Key]
	return t, ok
}

// View draws the page.
func (p *Page) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	p.Width, p.Height = w, h
	t := p.env.Theme
	switch {
	case p.d == nil && p.trouble != "":
		return kit.Centred(t, []string{string(p.id) + " could not be loaded", "", p.trouble, "", "ctrl+l tries again, esc leads back"}, w, h)
	case p.d == nil:
		return kit.Page([]string{p.head(w)}, w, h)
	case p.d.gone:
		return kit.Centred(t, []string{string(p.id), "", "Its content was removed by law.", "The log keeps its digest, and that it was removed: fairway log show", "", "esc leads back"}, w, h)
	case p.d.r == nil:
		return kit.Centred(t, []string{string(p.id), "", "It was not registered yet at the moment that is looked at.", "", "esc leads back"}, w, h)
	}
	s := p.sheet()
	list, body, aside := columns(w)
	rows := h - headLines
	left := p.list(list, rows)
	place := &p.places[p.section]
	place.Settle(s.Sheet, p.rows())
	var right []string
	if body > kit.Gutter {
		right = []string{p.title(body, s)}
		if s.pin != nil {
			right = append(right, (&kit.Place{}).Draw(s.pin, s.pins(), false)...)
		}
		right = append(right, place.Draw(s.Sheet, max(rows-len(right), 0), p.inside)...)
	}
	var beside []string
	if aside > 0 {
		beside = append([]string{kit.NewLine(aside).Gap(kit.Gutter).Text(t.Title, p.asideTitle()).String()}, (&kit.Place{}).Draw(p.cache.aside.Sheet, max(rows-1, 0), false)...)
	}
	panes := []kit.Pane{{Lines: left, Width: list}, {Lines: right, Width: body}}
	if aside > 0 {
		panes = append(panes, kit.Pane{Lines: beside, Width: aside})
	}
	if body <= kit.Gutter { // too narrow for both
		panes = []kit.Pane{{Lines: left, Width: list}, {Width: w - list}}
		return kit.Page(append([]string{p.head(w)}, kit.Beside("", rows, panes...)...), w, h)
	}
	return kit.Page(append([]string{p.head(w)}, kit.Beside(" "+t.Rule.Of(t.Glyph.Pipe)+" ", rows, panes...)...), w, h)
}

// head says which release it is, where it stands, and as of when.
func (p *Page) head(w int) string {
	t := p.env.Theme
	l := kit.NewLine(w).Gap(1).Text(t.Title, string(p.id)).Gap(2)
	if p.d == nil || p.d.r == nil {
		return l.Text(t.Strong, p.card.Name+" "+p.card.Version).Gap(2).Text(t.Faint, "loading").String()
	}
	r := p.d.r
	right, style := "", t.Note
	if p.shownAt != store.Now {
		right = " as of " + when.Format(when.Moment{At: p.shownNow, Precision: when.Minute}, p.env.Zone, when.Plain)
		if p.past() {
			right += fmt.Sprintf(", entry %d", p.pos)
		}
		right, style = right+" ", t.Past
	}
	kind, kindStyle := words(r.Type), t.Faint
	if r.Follows(model.TypeEmergency) {
		kind, kindStyle = " EMERGENCY ", t.Urgent
	}
	stage, stageStyle := p.d.stage, t.Text
	switch r.State() {
	case model.ReleaseHold:
		stage, stageStyle = stage+", on hold", t.Warn
	case model.ReleaseCancelled:
		stage, stageStyle = "cancelled in "+stage, t.Faint
	}
	late := ""
	switch now := p.now(); {
	case r.Ended():
	case r.Overdue(now):
		late = t.Glyph.Late + " " + when.Late(when.Moment{At: r.StageDue, Precision: when.Minute}, now, p.env.Days())
	case !r.Deployed && r.StartPassed(now, p.d.c.Zone(r)):
		late = t.Glyph.Late + " " + when.Late(r.Window.Start, now, p.env.Days())
	}
	risk, riskStyle := "", t.Text
	if r.Risk != nil {
		risk, riskStyle = riskLook(t, p.d.rules.Policy, r.Risk.Band)
		risk = "risk " + risk
	}
	rest := kit.Width(kind) + kit.Width(stage) + kit.Width(risk) + 6 + kit.Width(right)
	if n := kit.Width(late) + 2; late != "" && l.Left()-rest-n-1 >= 12 {
		rest += n
	} else {
		late = ""
	}
	l.Text(t.Strong, kit.Cut(r.Title(), max(l.Left()-rest-1, 12))).Gap(2).Text(kindStyle, kind).Gap(2).Text(stageStyle, stage)
	if late != "" {
		l.Gap(2).Text(t.Bad, late)
	}
	l.Gap(2).Text(riskStyle, risk)
	if n := kit.Width(right); n > 0 {
		if l.Used()+n+1 > w { // when it is seen goes before the rest
			return kit.NewLine(w).Gap(1).Text(t.Title, string(p.id)).Gap(2).Text(t.Strong, kit.Cut(r.Title(), max(w-n-len(p.id)-6, 0))).To(w-n-1).Text(style, right).String()
		}
		l.To(w-n-1).Text(style, right)
	}
	return l.String()
}

// list is the sections with how each stands.
func (p *Page) list(w, h int) []string {
	t := p.env.Theme
	top := kit.Scroll(0, p.section, h, len(p.sections))
	out := make([]string, 0, h)
	for i := top; i < min(top+h, len(p.sections)); i++ {
		sec := &p.sections[i]
		state, _ := sec.state(p.d)
		glyph, word, style := state.look(t)
		if sec.name == "History" {
			word = fmt.Sprint(len(p.d.log))
			if p.d.older || p.before != 0 {
				word += "+"
			}
			glyph, style = " ", t.Faint
		}
		if sec.name == "Overview" {
			glyph, word, style = p.overviewWord()
		}
		l := kit.NewLine(w)
		name := t.Text
		switch {
		case i != p.section:
			l.Gap(2)
		case p.inside:
			l.Text(t.Faint, t.Glyph.Dot).Gap(1)
			name = t.Strong
		default:
			l.Text(t.Focus, t.Glyph.Here).Gap(1)
			name = t.Title
		}
		if state == na && i != p.section {
			name = t.Faint
		}
		out = append(out, l.Cell(name, sec.name, 16).Gap(1).Text(style, glyph).Gap(1).Text(style, word).String())
	}
	return out
}

// overviewWord is the release's own state, in the place of a section's.
func (p *Page) overviewWord() (glyph, word string, style theme.Style) {
	t := p.env.Theme
	switch p.d.r.State() {
	case model.ReleaseClosed:
		return t.Glyph.Yes, "closed", t.Good
	case model.ReleaseCancelled:
		return t.Glyph.No, "ended", t.Faint
	case model.ReleaseHold:
		return t.Glyph.Late, "on hold", t.Warn
	}
	if !p.d.gated {
		return t.Glyph.Ask, "unknown", t.Warn
	}
	met, all := p.d.gate.Count()
	if p.d.gate.Ready() {
		return t.Glyph.Yes, fmt.Sprintf("%d/%d", met, all), t.Good
	}
	return t.Glyph.Unmet, fmt.Sprintf("%d/%d", met, all), t.Warn
}

// title is the first line of the section: its name, how it stands and why, and
// how much more there is than is seen.
func (p *Page) title(w int, s *sheet) string {
	t := p.env.Theme
	sec := &p.sections[p.section]
	state, why := sec.state(p.d)
	glyph, word, style := state.look(t)
	l := kit.NewLine(w)
	if p.inside {
		l.Text(t.Focus, t.Glyph.Here)
	}
	l.To(kit.Gutter).Text(t.Title, sec.name).Gap(2)
	more := ""
	if above, below := p.places[p.section].Beyond(s.Sheet, p.rows()); above+below > 0 {
		more = fmt.Sprintf("%s%d %s%d", t.Glyph.Up, above, t.Glyph.Down, below)
	}
	room := w - l.Used() - kit.Width(more) - 1
	if sec.name != "History" && sec.name != "Overview" {
		text := glyph + " " + word
		if why != "" {
			text += ": " + why
		}
		l.Text(style, kit.Cut(text, max(room, 0)))
	}
	return l.To(w-kit.Width(more)).Text(t.Faint, more).String()
}

func (p *Page) asideTitle() string {
	if p.section == 0 {
		return "Lately"
	}
	return "How it stands"
}

// drawAside is what a wide screen shows beside a section: what comes next, or
// on the overview, which says that itself, what happened last.
func (p *Page) drawAside(s *sheet) {
	t, d := s.t, s.d
	if p.section != 0 {
		drawNext(s)
		drawGate(s, 6)
		drawDates(s)
		drawPeople(s)
		return
	}
	for i, e := range d.log {
		if i == 14 {
			break
		}
		s.Text(t.Faint, s.moment(e.At)+"  "+e.Name)
		s.detail(t.Text, cmp.Or(e.Note, words(e.Action)))
	}
}
