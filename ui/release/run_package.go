package release

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
	"fairway/ui/kit"
)

// installed is what is known of the package that ran: what lay in the library as the run
// started, and what was said to be installed.
func (s *sheet) installed(run *model.Run) {
	t := s.t
	if run.Back != "" { // nothing is installed by the way back
		return
	}
	lines := gate.PackageOf(s.d.c, s.d.r, run)
	if len(lines) == 0 {
		return
	}
	s.Head("Package")
	for i, l := range lines {
		glyph, style := t.Glyph.Unmet, t.Faint
		switch {
		case l.Wrong:
			glyph, style = t.Glyph.No, t.Bad
		case l.Proved:
			glyph, style = t.Glyph.Yes, t.Good
		}
		s.Indented(5, kit.Span{Style: style, Text: fmt.Sprintf("%s %d", glyph, i+1)}, t.Text, join("  ", string(l.Media), l.Name))
		s.Indented(5, kit.Span{}, style, l.Library+"; "+l.Installed)
	}
}
