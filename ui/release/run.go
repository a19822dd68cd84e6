package release

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/kit"
)

// runWord is how a run ended, in a word.
func runWord(r *model.Run) string {
	word := model.StateWords(r)
	if !r.Production {
		word += ", rehearsal"
	}
	return word
}

// runName is a run as it is called where something is done to it.
func runName(r *model.Run) string {
	if r.Production {
		return string(r.ID)
	}
	return string(r.ID) + " (a rehearsal)"
}

// nextInRun says what the people at a run do next.
func nextInRun(r *model.Run) string {
	steps, back := r.Steps, ""
	if r.Rollback != nil {
		steps, back = r.Rollback.Steps, "rollback, "
	}
	if g := r.Go; g != nil && g.Did == model.MarkNoGo && r.Rollback == nil {
		return "no-go: it is decided anew, or rolled back"
	}
	if n := nextStep(steps); n > 0 {
		return fmt.Sprintf("%sstep %d of %d: %s", back, n, len(steps), steps[n-1].Text)
	}
	if r.Rollback == nil {
		for i, c := range r.Checks {
			if !c.Passed {
				text := fmt.Sprintf("verification %d of %d: %s", i+1, len(r.Checks), c.Text)
				if c.Failed {
					text += ", which failed: " + c.Note
				}
				return text
			}
		}
	}
	if r.Rollback != nil {
		return "every step of the rollback is done: end the run with E."
	}
	return "every step is done: end the run with E."
}

// nextStep is the first step that can be done now, from 1; 0 when none is left.
func nextStep(steps []model.Step) int {
	for _, n := range model.Ready(steps) {
		return n
	}
	return 0
}

// drawRun is the deployment: what is planned, as it goes on, and what it came to.
func drawRun(s *sheet) {
	d := s.d
	run := d.run(s.run)
	if run == nil {
		s.plannedRun()
		return
	}
	if run.Going() {
		s.pinned(run)
		s.runHead(run)
		s.timers(run)
	} else {
		s.choose(string(run.ID), recordTarget(run.ID))
		s.heading(run)
		s.runHead(run)
		s.result(run)
	}
	back := run.GoesBack()
	if back { // it comes first: what is to be done stands there
		s.rollback(run)
		s.Head("Steps of the deployment, which is being rolled back")
	} else {
		s.Head("Steps")
	}
	s.steps(run, run.Steps, run.Started, false)
	s.verification(run)
	s.installed(run)
	if !back {
		s.rollback(run)
	}
	if run.Going() && run.Rollback == nil && run.Back == "" {
		s.wayBack(run)
	}
	s.night(run)
	if run.Going() {
		s.contacts(run.Contacts)
	}
}

// plannedRun is what will be done, before anything is.
func (s *sheet) plannedRun() {
	d, r, t := s.d, s.d.r, s.t
	plan := d.document(gate.FormPlan)
	if r.Window.IsZero() && plan == nil {
		s.none("It was never deployed, and nothing is planned.", "The release plan names steps, dates and verification.")
		return
	}
	s.Text(t.Faint, "Not deployed yet. This is what is planned.")
	s.Blank()
	if !r.Window.IsZero() {
		s.Field("window", t.Text, s.slot(r.Window)+"  ("+when.Relative(r.Window.Start, s.now, s.env.Days())+")")
	}
	if length := s.plannedLength(); length > 0 {
		s.Field("takes", t.Text, when.FormatDuration(length))
	}
	var who []string
	for _, id := range r.People {
		who = append(who, d.person(id))
	}
	s.Field("people", t.Text, strings.Join(who, ", "))
	defer s.wayBack(nil)
	if plan == nil {
		s.none("No release plan is written: its steps are done here.", "")
		return
	}
	s.Head("Steps")
	steps, _ := model.PlannedSteps(plan.Meant().Rows("steps"), d.c.Zone(r))
	s.steps(nil, steps, time.Time{}, false)
	defer s.contacts(plannedContacts(plan))
	if rows := plan.Meant().Rows("verification"); len(rows) > 0 {
		s.Head("Verification")
		for i, row := range rows {
			s.Indented(5, kit.Span{Style: t.Faint, Text: fmt.Sprintf("%s %d", t.Glyph.Unmet, i+1)}, t.Text, row["text"])
		}
	}
}

// plannedLength is how long the deployment takes by its plan.
func (s *sheet) plannedLength() time.Duration {
	if plan := s.d.document(gate.FormPlan); plan != nil {
		if length := plan.Meant().Duration("duration"); length > 0 {
			return length
		}
	}
	if w := s.d.r.Window; w.Start.Precision == when.Minute && w.End.Precision == when.Minute {
		return w.End.At.Sub(w.Start.At)
	}
	return 0
}

// wayBack says when to go back, who says so, and until when that is possible.
func (s *sheet) wayBack(run *model.Run) {
	d, r, t := s.d, s.d.r, s.t
	plan := d.document(gate.FormRollback)
	s.Head("The way back")
	if plan == nil {
		s.Text(t.Warn, "No rollback plan is written.")
		return
	}
	a := plan.Meant()
	s.Field("trigger", t.Warn, a.Get("trigger"))
	s.Field("decided by", t.Text, d.person(cmp.Or(r.RollbackOwner, model.ID(a.Get("owner")))))
	length := a.Duration("duration")
	if length > 0 {
		s.Field("takes", t.Text, when.FormatDuration(length))
	}
	s.Field("possible", t.Text, a.Get("no_return"))
	if last := gate.TurnBack(d.c, r); !last.IsZero() && (run == nil || run.Going()) {
		end := r.Window.End
		style := t.Text
		near, passed := r.Window.Start.At, ""
		if run != nil { // what is read in the night is read against the clock
			near = s.now
		}
		if run != nil && s.now.After(last) {
			style, passed = t.Bad, " (that has passed)"
		}
		s.Field("turn back", style, "by "+s.clock(last, near)+passed+", to be done when the window ends at "+s.clock(end.At, near))
	}
	if run == nil {
		for i, row := range a.Rows("steps") {
			s.Indented(5, kit.Span{Style: t.Faint, Text: fmt.Sprintf("  %d", i+1)}, t.Text, row["text"])
		}
	}
}

// heading names the run, says how it stands and which of several it is.
func (s *sheet) heading(run *model.Run) {
	d, t, at := s.d, s.t, s.d.runAt(run.ID)
	_, style := kit.State(t, model.KindRun, run.Row().State)
	l := s.Line().Text(t.Key, string(run.ID)).Gap(2).Text(style, strings.ToUpper(runWord(run)))
	if n := len(d.runs); n > 1 {
		text := fmt.Sprintf("run %d of %d: [ ] show the others", n-at, n)
		if l.Left() < kit.Width(text)+2 {
			text = fmt.Sprintf("%d of %d: [ ]", n-at, n)
		}
		l.Gap(2).Text(t.Faint, text)
	}
	s.Add(l)
}

// runHead says by whom it was started, of what sort it is, and what else goes on.
func (s *sheet) runHead(run *model.Run) {
	d, t, at := s.d, s.t, s.d.runAt(run.ID)
	if run.Going() { // its heading stays in view, and is none of the lines that can be chosen
		s.choose(string(run.ID), recordTarget(run.ID))
	}
	s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", "started "+s.dated(run.Started, run.StartedRecorded)+" by "+d.person(run.By), run.Env))
	if !run.Production {
		s.detail(t.Note, "a rehearsal: it counts as no deployment")
	}
	if run.Back != "" {
		s.detail(t.Warn, "the way back of "+string(run.Back))
	}
	if run.Wave != nil {
		s.detail(t.Note, run.Wave.Words())
	}
	if run.Leads() != run.By {
		s.detail(t.Note, "led by "+d.person(run.Leads()))
	}
	for i, other := range d.runs {
		if other.ID == run.ID || !other.Going() {
			continue
		}
		key := "["
		if i < at {
			key = "]"
		}
		s.bullet(t.Warn, t.Glyph.Late, fmt.Sprintf("%s, %s since %s, goes on too: %s shows it", other.ID, other.Words(), s.moment(other.Started), key))
	}
}

// timers say what is done now, for how long already, and how much is left.
func (s *sheet) timers(run *model.Run) {
	t := s.t
	s.Blank()
	steps, since, what := run.Steps, run.Started, "step"
	if run.Rollback != nil {
		steps, since, what = run.Rollback.Steps, run.Rollback.Decided, "way back, step"
	}
	finished := 0
	for _, x := range steps {
		if x.Finished() {
			finished++
		}
		if x.Done.After(since) {
			since = x.Done
		}
	}
	if n := nextStep(steps); n > 0 {
		s.Field("now", t.Strong, fmt.Sprintf("%s %d, for %s: %s", what, n, when.FormatDuration(max(s.now.Sub(since), 0).Truncate(time.Minute)), steps[n-1].Text))
	} else {
		s.Field("now", t.Strong, nextInRun(run))
	}
	if len(steps) > 0 {
		name := "done"
		if run.Rollback != nil {
			name = "rolled back"
		}
		s.Field(name, t.Text, fmt.Sprintf("%s %d of %d", strings.Repeat(t.Glyph.Met, min(finished, 40))+strings.Repeat(t.Glyph.Unmet, max(min(len(steps), 40)-finished, 0)), finished, len(steps)))
	}
	if at := run.NoReturn(); at > 0 && run.Rollback == nil {
		s.bullet(t.Warn, t.Glyph.Late, fmt.Sprintf("the point of no return is passed, with step %d", at))
	}
	if g := run.Go; g != nil {
		style, word := t.Good, "go"
		if g.Did == model.MarkNoGo {
			style, word = t.Bad, "NO-GO"
		}
		s.bullet(style, t.Glyph.Dot, join(": ", fmt.Sprintf("%s, decided %s by %s, present %s", word, s.clock(g.At, run.Started), s.d.person(g.By), s.people(g.Present)), g.Text))
	}
}

// result says what an ended run came to.
func (s *sheet) result(run *model.Run) {
	t := s.t
	s.Blank()
	took := run.Ended.Sub(run.Started).Truncate(time.Minute)
	text := when.FormatDuration(took)
	if plan := s.plannedLength(); plan > 0 {
		switch by := took - plan; {
		case by > 0:
			text += ", " + when.FormatDuration(by) + " longer than planned"
		case by < 0:
			text += ", " + when.FormatDuration(-by) + " less than planned"
		}
	}
	s.Field("ended", t.Text, s.dated(run.Ended, run.EndedRecorded))
	s.Field("took", t.Text, text)
	s.Field("intervention", t.Text, words(run.Intervention))
	if !run.Production {
		return // no service failed, and none was restored
	}
	s.Field("failed", t.Bad, s.moment(run.Failed))
	if !run.Restored.IsZero() {
		text := s.dated(run.Restored, run.RestoredRecorded)
		if !run.Failed.IsZero() {
			text += ", after " + when.FormatDuration(run.Restored.Sub(run.Failed).Truncate(time.Minute))
		}
		s.Field("restored", t.Good, text)
	} else if run.Unrestorable() == "" {
		s.Field("restored", t.Warn, "not said yet")
	}
}

// steps puts the steps of a run, or of its way back. The next one can be chosen
// while the run goes on.
func (s *sheet) steps(run *model.Run, steps []model.Step, began time.Time, back bool) {
	t := s.t
	next := 0
	goes := run != nil && run.Going()
	if goes && (back || run.Rollback == nil) {
		next = nextStep(steps)
	}
	var ready []int
	if next > 0 {
		ready = model.Ready(steps)
	}
	var rows []kit.Cells
	for i, x := range steps {
		glyph, style, at, took := t.Glyph.Unmet, t.Faint, "", ""
		text := t.Text
		switch {
		case x.Skip != "":
			glyph, at = t.Glyph.NA, "skipped"
			took = x.Skip
		case !x.Done.IsZero():
			glyph, style, at = t.Glyph.Yes, t.Good, s.clock(x.Done, began)
			if !x.Begun.IsZero() {
				began = x.Begun
			}
			took = when.FormatDuration(max(x.Done.Sub(began), 0).Truncate(time.Minute)) + s.recorded(x.Recorded, x.Done)
			began = x.Done
		case x.Fails():
			glyph, style, text, at, took = t.Glyph.No, t.Bad, t.Bad, "failed", x.Why
		case x.GoesOn():
			glyph, style, text = t.Glyph.Arrow, t.Strong, t.Strong
			at, took = "at it", join(", ", when.FormatDuration(max(s.now.Sub(x.Begun), 0).Truncate(time.Minute)), s.d.person(x.BegunBy), x.WaitWords(s.now))
		case slices.Contains(ready, i+1) && run.Going():
			glyph, style, text, at = t.Glyph.Arrow, t.Strong, t.Strong, "next"
			took = s.planned(x, run)
		default:
			took = s.planned(x, run)
		}
		if x.NoBack && !back {
			rows = append(rows, kit.Cells{Across: kit.Span{Style: t.Hard, Text: "point of no return"}})
		}
		row := s.stepRow(fmt.Sprintf("%s %d", glyph, i+1), kit.Span{Style: text, Text: stepWords(x)}, kit.Span{Style: style, Text: at}, s.holder(x), took)
		row[0].Cell[0].Style = style
		if goes {
			row[0].Key = stepKey(run.ID, i+1, back)
			s.targets[row[0].Key] = target{id: run.ID, word: "done", writes: true, step: i + 1, back: back, enter: (*Page).doStep}
		}
		if i+1 == next {
			s.begin = row[0].Key
		}
		rows = append(rows, row...)
	}
	cols := []kit.SheetColumn{{Fix: 1}, {}, {Fix: 1}, {}, {}}
	if s.narrow() {
		cols = cols[:3]
	}
	s.Columns(cols, rows)
	if len(steps) == 0 {
		s.Text(t.Faint, "The plan names no step.")
	}
}

// verification is what is looked at after the steps.
func (s *sheet) verification(run *model.Run) {
	d, t := s.d, s.t
	if len(run.Checks) == 0 {
		return
	}
	s.Head("Verification")
	for i, c := range run.Checks {
		glyph, style, word := t.Glyph.Unmet, t.Faint, ""
		switch {
		case c.Passed:
			glyph, style, word = t.Glyph.Yes, t.Good, "passed"
		case c.Failed:
			glyph, style, word = t.Glyph.No, t.Bad, "failed"
		}
		if run.Going() {
			key := fmt.Sprintf("check %d", i+1)
			s.choose(key, target{id: run.ID, word: "passed", writes: true, check: i + 1, enter: (*Page).pass})
			if s.begin == "" && word == "" {
				s.begin = key // the steps are done: this is what comes next
			}
		}
		s.Indented(5, kit.Span{Style: style, Text: fmt.Sprintf("%s %d", glyph, i+1)}, t.Text, c.Text)
		if word != "" {
			s.Indented(5, kit.Span{}, style, join(": ", word+" "+s.clock(c.At, run.Started)+" by "+d.person(c.By), c.Note))
		}
	}
}

// rollback is the way back as it was, or is being, gone.
func (s *sheet) rollback(run *model.Run) {
	d, t, b := s.d, s.t, run.Rollback
	if b == nil {
		return
	}
	s.Head(strings.TrimSpace("Rollback " + string(b.Run)))
	state, style := "under way", t.Warn
	if !run.Going() {
		state, style = "done", t.Text
	}
	if b.Partial {
		state += ", in part"
	}
	s.Field("state", style, state)
	s.Field("trigger", t.Bad, b.Trigger)
	s.Field("decided", t.Text, s.by(b.By, b.Decided))
	if fate := dataWords(b.Data); fate != "" {
		s.Field("data", t.Text, fate)
	} else if !run.Going() && b.Run != "" {
		s.Field("data", t.Warn, "nobody said what became of it")
	}
	if !b.Ended.IsZero() {
		s.Field("took", t.Text, when.FormatDuration(b.Ended.Sub(b.Decided).Truncate(time.Minute)))
	}
	if plan := d.document(gate.FormRollback); plan != nil && run.Going() {
		if length := plan.Meant().Duration("duration"); length > 0 {
			s.Field("planned", t.Text, when.FormatDuration(length)+", so until "+s.clock(b.Decided.Add(length), s.now))
		}
	}
	s.Blank()
	s.steps(run, b.Steps, b.Decided, true)
}
