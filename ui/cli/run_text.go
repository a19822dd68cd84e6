package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// runText writes a run as text.
type runText struct {
	w     io.Writer
	c     *model.Case
	r     *model.Run
	files []gate.PackageLine
	took  []tookView
	zone  *time.Location
	now   time.Time
}

func (s runText) line(format string, args ...any) { fmt.Fprintf(s.w, "  "+format+"\n", args...) }

func (s runText) at(t, entered time.Time) string { return recorded(t, entered, s.zone) }

func (s runText) whole() {
	r := s.r
	fmt.Fprintf(s.w, "%s of %s, %s: %s\n", r.ID, r.Release, visible(r.Words()), s.how())
	if r.Leads() != r.By {
		s.line("led by %s, begun by %s", visible(s.c.PersonName(r.Leads())), visible(s.c.PersonName(r.By)))
	}
	if r.Going() {
		s.timers()
	}
	if r.Intervened() {
		s.line("intervention: %s", r.Intervention)
	}
	if !r.Failed.IsZero() {
		s.line("failed %s", timeOf(r.Failed, s.zone))
	}
	switch {
	case !r.Restored.IsZero():
		s.line("service restored %s", s.at(r.Restored, r.RestoredRecorded))
	case r.Unrestorable() == "":
		s.line("service restored: not said yet (fairway run restored %s)", r.ID)
	}
	if g := r.Go; g != nil {
		s.line("%s, decided %s by %s, present %s%s", g.Did, s.at(g.At, g.Recorded), visible(s.c.PersonName(g.By)), visible(s.names(g.Present)), after(g.Text))
	}
	printTook(s.took, func(label, text string) { s.line("%s %s", label, text) })
	s.steps("step", r.Steps)
	for i, c := range r.Checks {
		state := "to do"
		if c.Passed {
			state = "passed"
		}
		if c.Failed {
			state = "failed: " + c.Note
		}
		s.line("verify %d  %s — %s", i+1, visible(c.Text), visible(state))
	}
	if r.Back == "" {
		s.packages()
	} else if of := model.Get[*model.Run](s.c, r.Back); of != nil && of.Rollback != nil {
		b := of.Rollback
		part := ""
		if b.Partial {
			part = ", only a part"
		}
		s.line("takes back %s%s: %s", of.ID, part, visible(b.Trigger))
		s.line("  decided %s by %s%s", s.at(b.Decided, b.Recorded), visible(s.c.PersonName(b.By)), after(dataFate(b.Data)))
	}
	if b := r.Rollback; b != nil {
		part, own := "", ""
		if b.Partial {
			part = " (only a part)"
		}
		if b.Run != "" {
			own = string(b.Run) + ", "
		}
		s.line("rollback%s: %s", part, visible(b.Trigger))
		s.line("  %sdecided %s by %s%s", own, s.at(b.Decided, b.Recorded), visible(s.c.PersonName(b.By)), after(dataFate(b.Data)))
		s.steps("back", b.Steps)
	}
	var back *model.Run
	if b := r.Rollback; b != nil {
		back = model.Get[*model.Run](s.c, b.Run)
	}
	for _, m := range r.Night(back) {
		if text := s.logged(m); text != "" {
			s.line("log  %s %s: %s", s.at(m.At, m.Recorded), visible(s.c.PersonName(m.By)), visible(text))
		}
	}
	if r.Open() {
		for _, c := range r.Contacts {
			s.line("contact  %s%s: %s", visible(c.Who), after(visible(c.What)), visible(c.Reach))
		}
	}
}

// how is when it began and ended, and as what; of one that goes on, whether it goes back.
func (s runText) how() string {
	r := s.r
	began, state := s.at(r.Started, r.StartedRecorded), strings.ToUpper(model.StateWords(r))
	if r.Open() {
		return "since " + began + ", " + state
	}
	text := fmt.Sprintf("%s to %s %s", began, s.at(r.Ended, r.EndedRecorded), r.Result)
	if r.GoesBack() {
		text += ", " + state
	}
	return text
}

// packages are what is known of each file that it deployed.
func (s runText) packages() {
	for _, f := range s.files {
		state := "open"
		switch {
		case f.Wrong:
			state = "wrong"
		case f.Proved:
			state = "proved"
		}
		s.line("package  %s — %s: %s; %s", visible(strings.TrimSpace(string(f.Media)+" "+f.Name)), state, visible(f.Library), visible(f.Installed))
	}
}

// timers are how long it runs, and until when it can be turned back.
func (s runText) timers() {
	word, since := "running", s.r.Started
	if s.r.GoesBack() {
		word, since = "going back", s.r.Rollback.Decided
	}
	s.line("%s for %s", word, when.FormatDuration(max(s.now.Sub(since), 0).Truncate(time.Minute)))
	release := model.Get[*model.Release](s.c, s.r.Release)
	if release == nil || release.Window.End.Precision != when.Minute || !s.r.Production {
		return
	}
	end := release.Window.End.At
	s.line("window ends %s", timeOf(end, s.zone))
	if at := gate.TurnBack(s.c, release); !at.IsZero() && s.r.Back == "" && s.r.Rollback == nil {
		late := ""
		if s.now.After(at) {
			late = " (that has passed)"
		}
		s.line("turn back by %s%s", timeOf(at, s.zone), late)
	}
	if at := s.r.NoReturn(); at > 0 {
		s.line("the point of no return is passed, with step %d", at)
	}
}

func (s runText) steps(name string, list []model.Step) {
	for i, x := range list {
		state := "to do"
		switch {
		case x.Skip != "":
			state = "skipped" + s.doer(x) + ": " + x.Skip
		case !x.Done.IsZero():
			state = "done " + s.at(x.Done, x.Recorded)
			if !x.Begun.IsZero() {
				state = "begun " + s.at(x.Begun, x.BegunRecorded) + ", " + state
			}
			state += s.doer(x)
		case x.Fails():
			state = "failed " + timeOf(x.Failed, s.zone) + s.doer(x) + ": " + x.Why
		case x.GoesOn():
			state = "begun " + s.at(x.Begun, x.BegunRecorded) + " by " + s.c.PersonName(x.BegunBy)
			if words := x.WaitWords(s.now); words != "" && s.r.Open() {
				state += ", " + words
			}
		}
		fmt.Fprintf(s.w, "  %s %d  %s%s — %s\n", name, i+1, visible(x.Text), visible(s.marks(x)), visible(state))
	}
}

// doer says who did, skipped or failed a step, where that is not the one who has it.
func (s runText) doer(x model.Step) string {
	if x.By == "" || string(x.By) == x.Owner {
		return ""
	}
	return " by " + s.c.PersonName(x.By)
}

// marks are what else there is to know of a step.
func (s runText) marks(x model.Step) string {
	out := ""
	add := func(text string) { out += " (" + text + ")" }
	if x.NoBack {
		add("point of no return")
	}
	if x.Sort != "" {
		add(strings.TrimSpace(x.Sort + " " + x.Command))
	}
	if x.Owner != "" {
		add(s.c.HolderName(x.Owner))
	}
	if words := x.AfterWords(); words != "" {
		add("after " + words)
	}
	if at := x.Starts.Of(s.r.Started); !x.Starts.IsZero() {
		text := "planned " + timeOf(at, s.zone)
		if end := x.Ends(s.r.Started); !end.IsZero() {
			text += " to " + timeOf(end, s.zone)
		}
		add(text)
	} else if x.Takes > 0 {
		add("takes " + when.FormatDuration(x.Takes))
	}
	if x.Added != nil {
		add("added by " + s.c.PersonName(x.Added.By) + ": " + x.Added.Reason)
	}
	if x.Given != nil {
		text := "given by " + s.c.PersonName(x.Given.By)
		if x.Was != "" {
			text += ", was " + s.c.HolderName(x.Was)
		}
		add(text)
	}
	return out
}

// logged is an entry of the run in words; "" of a tick, which stands at its step.
func (s runText) logged(m *model.Mark) string {
	step := s.r.OfStep(m)
	switch m.Did {
	case model.MarkNoted:
		return strings.TrimPrefix(step+": "+m.Text, ": ")
	case model.MarkHanded:
		return "handed over to " + s.c.PersonName(model.ID(m.To)) + ": " + m.Text
	case model.MarkGo, model.MarkNoGo:
		return m.Did + after(m.Text)
	case model.MarkFailed:
		if m.Step == 0 {
			step = fmt.Sprintf("verify %d", m.Line)
		}
		return step + " failed: " + m.Text
	case model.MarkAdded:
		return "added " + step + ": " + m.Text
	case model.MarkGiven:
		return "gave " + step + " to " + s.c.HolderName(m.To) + after(m.Text)
	}
	return ""
}

func (s runText) names(ids []model.ID) string {
	return strings.Join(model.Each(ids, s.c.PersonName), ", ")
}

// after is a text behind another, where there is one.
func after(text string) string {
	if text == "" {
		return ""
	}
	return ": " + text
}

// dataFate says what became of the data in a rollback.
func dataFate(fate string) string {
	if fate == "" {
		return ""
	}
	return "data " + fate
}
