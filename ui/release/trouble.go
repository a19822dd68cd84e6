package release

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/ui/remedy"
)

// drawTrouble tells of holds, rework, and rules that were overridden.
func drawTrouble(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	if r.Hold == nil && len(r.Returned) == 0 && len(r.Broken) == 0 && len(r.Reopened) == 0 && len(r.Accepted) == 0 {
		return
	}
	s.Head("On the way")
	if h := r.Hold; h != nil {
		s.bullet(t.Warn, t.Glyph.Late, fmt.Sprintf("on hold since %s: %s (%s), to be looked at again %s", s.moment(h.At), h.Reason, d.signatory(h.By, h.At), s.date(h.Review)))
	}
	for _, m := range r.Returned {
		s.bullet(t.Warn, t.Glyph.Left, fmt.Sprintf("%s%s %s from %s to %s: %s (%s)", s.moment(m.At), s.recorded(m.Recorded, m.At), returned(m.Kind), d.stageTitle(m.From), d.stageTitle(m.To), m.Reason, d.signatory(m.By, m.At)))
	}
	for _, b := range r.Broken {
		s.bullet(t.Bad, t.Glyph.No, fmt.Sprintf("glass broken %s by %s: %s. Against: %s", s.moment(b.At), d.signatory(b.By, b.At), b.Reason, b.Rule))
	}
	for _, e := range r.Reopened {
		s.bullet(t.Warn, t.Glyph.Arrow, fmt.Sprintf("reopened %s by %s: %s", s.moment(e.At), d.signatory(e.By, e.At), e.Reason))
	}
	for _, a := range r.Accepted {
		s.bullet(t.Note, t.Glyph.Conflict, fmt.Sprintf("conflict accepted %s by %s: %s. %s", s.moment(a.At), d.signatory(a.By, a.At), a.Text, a.Reason))
		if a.Retracted != nil {
			s.bullet(t.Faint, t.Glyph.No, fmt.Sprintf("taken back %s: %s", s.moment(a.Retracted.At), a.Retracted.Reason))
		}
	}
}

func returned(kind string) string {
	switch kind {
	case "reject":
		return "rejected"
	case "reopen":
		return "reopened"
	case "downgrade":
		return "downgraded"
	}
	return "sent back"
}

func drawConflicts(s *sheet) {
	d, t := s.d, s.t
	if len(d.conflicts) == 0 && len(d.freezes) == 0 {
		return
	}
	s.Head("Conflicts and freezes")
	for i, c := range d.conflicts {
		style := t.Warn
		switch {
		case !c.Open():
			style = t.Note
		case c.Hard:
			style = t.Bad
		}
		if len(c.With) > 0 {
			id := model.ID(c.With[0])
			tg := recordTarget(id)
			if id.Kind() == model.KindRelease {
				tg = target{id: id, word: "open", enter: func(p *Page) tea.Cmd { return p.env.Host.Find(id) }}
			}
			s.choose("conflict "+c.Key, tg)
		}
		s.bullet(style, t.Glyph.Conflict, c.Reason().Text)
		ways := remedy.Words(c.Remedies)
		if i+1 < len(d.conflicts) && remedy.Words(d.conflicts[i+1].Remedies) == ways {
			continue // it is said once for those that follow each other
		}
		if ways != "" {
			s.detail(t.Faint, t.Glyph.Arrow+" "+ways)
		}
	}
	for _, f := range d.freezes {
		kind, glyph := "soft", t.Glyph.Soft
		if f.window.Hard {
			kind, glyph = "hard", t.Glyph.Hard
		}
		rules := gate.Window(f.window, d.c.Rules.Policy.Location())
		dates := rules.Show(f.span, s.env.Zone, s.style(f.span.Start))
		text := fmt.Sprintf("near it: the %s freeze %s, %s", kind, f.window.Title, dates)
		if decision.Excepted(d.c, d.r, f.window) {
			text = fmt.Sprintf("inside the %s freeze %s by exception, %s", kind, f.window.Title, dates)
		}
		s.bullet(t.Warn, glyph, text)
	}
}
