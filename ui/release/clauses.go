package release

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/evidence"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// clauses is what shows each clause of the standard.
func (d *dossier) clauses() *evidence.Matrix {
	if d.shows == nil {
		rules, err := assets.Explained(d.c.Rules)
		if err != nil {
			rules = d.c.Rules
		}
		m := evidence.OfRelease(d.c, d.r, rules)
		d.shows = &m
	}
	return d.shows
}

func clausesState(d *dossier) (mark, string) {
	m := d.clauses()
	pass, all := m.Count(evidence.Pass), len(m.Rows)-m.Count(evidence.NotApplicable)
	switch n := m.Count(evidence.Fail); {
	case all == 0:
		return na, "imported history went through no gate here"
	case n > 0:
		return open, fmt.Sprintf("%d not shown, and due", n)
	case pass < all:
		return open, fmt.Sprintf("%d of %d shown", pass, all)
	}
	return done, ""
}

// look is the glyph and the style of an answer.
func answerLook(t *theme.Theme, a evidence.Answer) (string, theme.Style) {
	switch a {
	case evidence.Pass:
		return t.Glyph.Yes, t.Good
	case evidence.Fail:
		return t.Glyph.No, t.Bad
	case evidence.Open:
		return t.Glyph.Unmet, t.Warn
	}
	return t.Glyph.NA, t.Faint
}

// drawClauses lists the clauses of ISO/IEC 20000-1:2018 with whether they are shown; enter
// says by what.
func drawClauses(s *sheet) {
	t, m := s.t, s.d.clauses()
	s.Text(t.Faint, m.Words())
	for _, r := range m.Rows {
		glyph, style := answerLook(t, r.Answer)
		s.Blank()
		s.choose("clause:"+r.Clause, target{word: "what shows it", enter: func(p *Page) tea.Cmd {
			p.env.Host.Open(kit.NewPager(t, p.env.Host, "Clause "+r.Clause, showings(t, r, s.d.record)))
			return nil
		}})
		s.bullet(style, glyph, fmt.Sprintf("%s  %s", r.Clause, r.Answer))
		s.detail(t.Text, r.Text)
		switch {
		case r.Answer != evidence.Pass:
			s.detail(t.Faint, r.Why)
		case len(r.Records) > 0:
			s.detail(t.Faint, "shown by "+listed(r.Records))
		}
	}
}

// notPassed are the lines of the clauses that do not pass, of the section that is shown.
func (p *Page) notPassed() []string {
	var out []string
	for _, r := range p.d.clauses().Rows {
		if r.Answer == evidence.Fail || r.Answer == evidence.Open {
			out = append(out, "clause:"+r.Clause)
		}
	}
	return out
}

func (p *Page) whyNextClause() string {
	switch {
	case p.empty() != "":
		return p.empty()
	case p.sections[p.section].name != "Clauses":
		return "the clauses are in the section Clauses"
	case len(p.notPassed()) == 0:
		return "every clause passes, or does not apply"
	}
	return ""
}

// nextClause goes to the next clause that does not pass, from the last one to the first.
func (p *Page) nextClause() tea.Cmd {
	s, place := p.sheet(), &p.places[p.section]
	from := place.Key
	if !p.inside {
		p.inside, from = true, ""
	}
	place.Choose(s.Sheet, kit.After(p.notPassed(), from, s.Sheet), p.rows())
	return nil
}

func listed(ids []model.ID) string {
	text := ""
	for i, id := range ids {
		if i > 0 {
			text += ", "
		}
		text += string(id)
	}
	return text
}

// showings say what shows a clause, and by which records.
func showings(t *theme.Theme, r evidence.Row, called func(model.ID) string) []kit.Paragraph {
	out := []kit.Paragraph{{Style: t.Text, Text: r.Text}, {Style: t.Strong, Text: string(r.Answer)}}
	if r.Answer != evidence.Pass {
		out = append(out, kit.Paragraph{Style: t.Text, Text: r.Why})
	}
	for _, g := range r.Groups() {
		glyph, style := answerLook(t, g.Answer)
		out = append(out, kit.Paragraph{}, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: style, Text: glyph}, Style: t.Text, Text: fmt.Sprintf("%s: %s", g.Answer, g.Words())})
		for _, id := range g.Records {
			out = append(out, kit.Paragraph{Indent: 4, Style: t.Faint, Text: called(id)})
		}
	}
	return out
}
