package release

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
	"fairway/ui/kit"
)

// way is the whole way of a release in a few words a stage, for one or a few
// lines.
func (s *sheet) way() []kit.Span {
	d, r, t := s.d, s.d.r, s.t
	if d.process == nil {
		return []kit.Span{{Style: t.Text, Text: d.stage}}
	}
	_, here := d.process.Stage(r.Stage)
	var out []kit.Span
	short := s.Width() < 60 // the whole way stands below
	for i, stage := range d.process.Stages {
		if short && (i < here-1 || i > here+1) {
			continue
		}
		text, style := stage.Title, t.Faint
		switch {
		case i == here:
			text, style = t.Glyph.Here+" "+text, t.Title
			if !r.Since.IsZero() && !r.Ended() {
				text += " (" + kit.Count(max(when.DaysBetween(r.Since, s.now, s.env.Days()), 0), "day") + ")"
			}
		case i < here && s.passed(stage.ID):
			text, style = t.Glyph.Yes+" "+text, t.Good
		}
		if i == here && r.Overdue(s.now) {
			out = append(out, kit.Span{Style: style, Text: text})
			text, style = t.Glyph.Late+" "+when.Late(when.Moment{At: r.StageDue, Precision: when.Minute}, s.now, s.env.Days()), t.Bad
		}
		if i+1 < len(d.process.Stages) && !(short && i > here) {
			text += " " + t.Glyph.Arrow
		}
		out = append(out, kit.Span{Style: style, Text: text})
	}
	if short && here >= 0 {
		out = append(out, kit.Span{Style: t.Faint, Text: fmt.Sprintf("(%d of %d)", here+1, len(d.process.Stages))})
	}
	return out
}

func (s *sheet) passed(stage string) bool {
	return slices.ContainsFunc(s.d.r.Passed, func(m model.Passage) bool { return m.From == stage })
}

// drawWay lists the stages with the day each was entered and how long it took.
func drawWay(s *sheet) {
	d, r, t := s.d, s.d.r, s.t
	if d.process == nil {
		return
	}
	s.Head("The way")
	s.Blank()
	_, here := d.process.Stage(r.Stage)
	var rows []kit.Cells
	for i, stage := range d.process.Stages {
		from, to, by := s.visit(stage.ID)
		glyph, style := " ", t.Faint
		switch {
		case i == here && r.Ended():
			glyph, style = t.Glyph.Yes, t.Text
		case i == here:
			glyph, style, to = t.Glyph.Here, t.Strong, s.now
			from = r.Since
		case !to.IsZero():
			glyph, style = t.Glyph.Yes, t.Text
		}
		stay := ""
		if !from.IsZero() && !to.IsZero() && !(i == here && r.Ended()) {
			n := max(when.DaysBetween(from, to, s.env.Days()), 0)
			stay = fmt.Sprintf("%d d", n)
			if stage.Limit > 0 && n > stage.Limit {
				stay += fmt.Sprintf(", limit %d", stage.Limit)
			}
		}
		who := d.person(by)
		rows = append(rows, kit.Cells{Cell: []kit.Span{{Style: style, Text: glyph + " " + stage.Title}, {Style: t.Text, Text: s.moment(from)}, {Style: t.Text, Text: stay}, {Style: t.Faint, Text: who}}})
	}
	s.Columns([]kit.SheetColumn{{Title: "stage", Fix: 1}, {Title: "since"}, {Title: "stayed"}, {Title: "moved in by"}}, rows)
}

// visit is when a stage was last entered and left, and who moved it in.
func (s *sheet) visit(stage string) (from, to time.Time, by model.ID) {
	r := s.d.r
	if p := s.d.process; p != nil && len(p.Stages) > 0 && p.Stages[0].ID == stage && r.Origin == nil {
		from, by = r.Registered, r.Coordinator
	}
	for _, list := range [][]model.Passage{r.Passed, r.Returned} {
		for _, m := range list {
			if m.To == stage && m.At.After(from) {
				from, by = m.At, m.By
			}
			if m.From == stage && m.At.After(to) {
				to = m.At
			}
		}
	}
	return from, to, by
}
