package release

import (
	"fmt"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

// waiver puts one waiver of a check with who asked, why, and what was decided. It stays
// on the page for ever.
func (s *sheet) waiver(w *model.Waiver) {
	d, t := s.d, s.t
	state, glyph, style := model.StateWords(w), t.Glyph.Unmet, t.Warn
	holds, against := decision.Waived(d.c, d.r.ID, w.Check)
	switch w.State() {
	case model.WaiverGranted:
		glyph = t.Glyph.Waived
		if w.Ended(s.now) {
			state, style = "ended on "+when.Tell(w.Until, when.Moment{}, d.c.ZoneOf(w.Of), d.c.Days()), t.Faint
		}
	case model.WaiverRefused:
		glyph, style = t.Glyph.No, t.Bad
	case model.WaiverVoid:
		glyph, style = t.Glyph.No, t.Bad
	case model.WaiverWithdrawn:
		glyph, style = t.Glyph.No, t.Faint
	}
	s.choose(string(w.ID), recordTarget(w.ID))
	s.titled(w.ID, w.Text, glyph+" "+state, style)
	s.detail(t.Faint, fmt.Sprintf("asked for by %s%s, until %s", s.by(w.By, w.At), s.recorded(w.Recorded, w.At), when.Tell(w.Until, when.Moment{}, d.c.ZoneOf(w.Of), d.c.Days())))
	s.detail(t.Text, w.Reason)
	s.detail(t.Faint, "found open: "+w.Evidence)
	if v := w.Decided; v != nil {
		said := v.Word() + " by " + s.signed(v.By, v.Basis, v.At)
		if v.Verbal != nil || !v.Recorded.IsZero() {
			said = decision.VerdictWords(d.c, v, s.env.Zone)
		}
		s.detail(t.Text, join(": ", said, v.Text))
		if v.Yes && holds == nil && !w.Ended(s.now) && w.Withdrawn == nil && w.Void == nil && !d.r.Ended() {
			s.detail(t.Warn, "it lets nothing through any more: "+against)
		}
	}
	for _, r := range w.Retracted {
		s.detail(t.Faint, join(": ", "taken back by "+s.by(r.Back.By, r.Back.At), r.Back.Reason))
	}
	if w.Withdrawn != nil {
		s.detail(t.Faint, join(": ", "withdrawn by "+s.by(w.Withdrawn.By, w.Withdrawn.At), w.Withdrawn.Reason))
	}
	if w.Void != nil {
		s.detail(t.Warn, join(": ", "void since "+s.by(w.Void.By, w.Void.At), w.Void.Reason))
	}
	if w.Waits() {
		s.detail(t.Warn, "waits for "+decision.WaitsFor(d.c, decision.Waiver(d.c, w)))
	}
}
