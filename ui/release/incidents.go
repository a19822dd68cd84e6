package release

import (
	"fmt"
	"slices"

	"fairway/model"
)

// drawIncidents lists what it caused, or may have caused, and what it was declared for.
func drawIncidents(s *sheet) {
	d, t := s.d, s.t
	if len(d.incidents) == 0 {
		s.none("No incident is linked to it.", "n opens one that it caused, or links one that is open.")
	}
	for _, i := range d.incidents {
		s.Blank()
		s.choose(string(i.ID), recordTarget(i.ID))
		s.record(i, i.Severity+" "+i.Title)
		link := "suspected to come from this release"
		switch {
		case slices.Contains(i.CausedBy, d.r.ID):
			link = "confirmed to come from this release"
		case !slices.Contains(i.Suspects, d.r.ID):
			link = "this release was declared for it"
		}
		until := ""
		if !i.Resolved.IsZero() {
			until = "resolved " + s.dated(i.Resolved, i.ResolvedRecorded)
		}
		s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", "opened "+s.dated(i.Opened, i.OpenedRecorded), until, link))
		s.detail(t.Text, i.Text)
		for _, g := range i.Grades {
			s.detail(t.Faint, join(": ", fmt.Sprintf("was %s, graded %s by %s", g.From, g.To, s.by(g.By, g.At)), g.Reason))
		}
		for _, again := range i.Reopenings {
			s.detail(t.Warn, join(": ", fmt.Sprintf("was %s, reopened by %s", again.Was, s.by(again.By, again.At)), again.Reason))
		}
	}
	if len(d.suspected) == 0 {
		return
	}
	s.Head("May come from it: link, to confirm or clear")
	for _, found := range d.suspected {
		i := model.Get[*model.Incident](d.c, found.Incident)
		s.choose(string(i.ID), recordTarget(i.ID))
		s.record(i, i.Severity+" "+i.Title)
		s.detail(t.Faint, found.Words())
	}
}
