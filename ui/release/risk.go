package release

import (
	"cmp"
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/ui/theme"
)

// riskLook is the band in words, with a mark from high on.
func riskLook(t *theme.Theme, p process.Policy, band string) (string, theme.Style) {
	word := p.BandTitle(band)
	switch p.Danger(band) {
	case process.LowDanger:
		return word, t.Good
	case process.HighDanger:
		return t.Glyph.Conflict + " " + word, t.Warn
	case process.HighestDanger:
		return t.Glyph.Conflict + " " + word, t.Bad
	}
	return word, t.Text
}

func drawRisk(s *sheet) {
	t, risk := s.t, s.d.r.Risk
	s.Head("Risk")
	if risk == nil {
		s.Text(t.Faint, "Not scored yet: the assessment does that.")
	} else {
		text, style := riskLook(t, s.d.rules.Policy, risk.Band)
		s.Field("band", style, text)
		if risk.Score > 0 {
			s.riskInputs(risk)
		}
		s.Field("scored by", t.Text, s.by(risk.By, risk.At))
	}
	drawOpenRisks(s)
}

// drawOpenRisks lists the risks that are not settled, the gravest first.
func drawOpenRisks(s *sheet) {
	for i, risk := range gate.OpenRisks(s.d.c, s.d.r.ID) {
		name := ""
		if i == 0 {
			name = "open risks"
		}
		s.Field(name, s.t.Text, risk.Words(s.d.c))
	}
}

// riskInputs are what the score can be derived from again.
func (s *sheet) riskInputs(risk *model.Risk) {
	t := s.t
	s.Field("score", t.Text, fmt.Sprintf("%d = impact %d x likelihood %d", risk.Score, risk.Impact, risk.Likelihood))
	var why []string
	for _, f := range risk.Factors {
		title := words(f)
		for _, known := range s.d.rules.Policy.Factors {
			if known.ID == f {
				title = fmt.Sprintf("%s (+%d)", known.Title, known.Adds)
			}
		}
		why = append(why, title)
	}
	s.Field("factors", t.Text, cmp.Or(strings.Join(why, ", "), "none"))
}
