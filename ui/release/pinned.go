package release

import (
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/kit"
)

// pinned are the lines of a run that goes on which stay in view however far its steps are
// scrolled: how it stands, how long it takes, until when it can be turned back, whom to call.
func (s *sheet) pinned(run *model.Run) {
	top := *s
	top.Sheet = kit.NewSheet(s.t, s.Width()+kit.Gutter)
	top.heading(run)
	top.time(run)
	top.limits(run)
	if list := run.Contacts; len(list) > 0 {
		text := strings.Join(model.Each(list, func(c model.Contact) string { return c.Who + " " + c.Reach }), " "+s.t.Glyph.Dot+" ")
		top.Add(top.Line().Text(s.t.Faint, "call").Gap(2).Text(s.t.Text, kit.Cut(text, top.Width()-6)))
	}
	s.pin = top.Sheet
}

// time says how long it has been going on, or back, against its plan, to the minute.
func (s *sheet) time(run *model.Run) {
	t := s.t
	since, plan, word := run.Started, s.plannedLength(), "running"
	if run.GoesBack() {
		since, plan, word = run.Rollback.Decided, 0, "going back"
		if doc := s.d.document(gate.FormRollback); doc != nil {
			plan = doc.Meant().Duration("duration")
		}
	}
	gone := max(s.now.Sub(since), 0).Truncate(time.Minute)
	l := s.Line().Text(t.Faint, word).Gap(2)
	text, style := when.FormatDuration(gone), t.Strong
	if plan > 0 {
		left := when.FormatDuration(plan-gone) + " left"
		if gone > plan {
			left, style = when.FormatDuration(gone-plan)+" over", t.Bad
		}
		whole := text + " of " + when.FormatDuration(plan) + ", " + left
		if text += ", " + left; kit.Width(whole) <= l.Left() {
			text = whole
		}
	}
	s.Add(l.Text(style, text))
}

// limits say until when it can be turned back, and when its window ends.
func (s *sheet) limits(run *model.Run) {
	t := s.t
	end := s.d.r.Window.End
	if end.Precision != when.Minute || !run.Production {
		return
	}
	l := s.Line()
	if last := gate.TurnBack(s.d.c, s.d.r); !last.IsZero() && run.Rollback == nil {
		style, text := t.Text, "by "+s.clock(last, s.now)
		if s.now.After(last) {
			style, text = t.Bad, text+", passed"
		}
		l.Text(t.Faint, "turn back").Gap(1).Text(style, text).Gap(2)
	}
	style, word, text := t.Text, "window ends", s.clock(end.At, s.now)
	left := end.At.Sub(s.now)
	exact := ", in " + when.FormatDuration(left)
	if left < 0 {
		style, word, exact = t.Bad, "window ended", ", "+when.FormatDuration(-left)+" ago"
	}
	l.Text(t.Faint, word).Gap(1)
	if kit.Width(text+exact) <= l.Left() {
		text += exact
	}
	s.Add(l.Text(style, text))
}
