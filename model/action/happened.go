package action

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// What happened is dated by when it happened, and compared by that, in whatever
// order it is recorded. Nothing is dated before what it needs.

// need is something that has to have happened first.
type need struct {
	at   time.Time
	what string // in words, with its verb: "APP-4 was decided"
}

// hosts is how much the clocks of two hosts may differ: so much before what it
// needs is no contradiction.
const hosts = 2 * time.Second

// happened is when something happened: what was said, else now. It adds why that
// can't be: it lies in the future, or before something that it needs. what is the
// sentence's end: "the run can't have started".
//
// What people type is meant to the minute: in the minute of what it needs, it
// came right after that.
func happened(c *model.Case, said time.Time, what string, needs []need, refusal *model.Refusal) time.Time {
	at := said
	if said.IsZero() {
		at = c.Now
	}
	switch {
	case at.After(c.Now):
		refusal.Add(fmt.Sprintf("%s in the future: it would be %s, and now it is %s", what, stamp(at), stamp(c.Now)), model.Say("give the time at which it happened, or enter it once it has"))
		return at
	case at.Year() < when.FirstYear:
		refusal.Add(fmt.Sprintf("%s in %d", what, at.Year()), model.Say("give the time at which it happened"))
		return at
	}
	typed := at
	for _, n := range needs {
		switch {
		case !typed.Before(n.at):
		case n.at.Sub(typed) <= hosts, !said.IsZero() && n.at.Truncate(time.Minute).Equal(typed):
			if n.at.After(at) {
				at = n.at
			}
		case said.IsZero():
			refusal.Add(fmt.Sprintf("%s before %s, %s, and the clock says %s", what, n.what, stamp(n.at), stamp(typed)),
				model.ByDoing(process.CorrectLog, "").For("look at the clock of this machine; if that other time is wrong, an administrator sets it right"))
		default:
			refusal.Add(fmt.Sprintf("%s at %s: %s only later, %s", what, stamp(typed), n.what, stamp(n.at)), model.Say("give the time at which it happened"))
		}
	}
	return at
}

// dated is the same of what is entered as a rule when it happens: without a time of
// its own that is now, whatever the clock says.
func dated(c *model.Case, said time.Time, what string, needs []need, refusal *model.Refusal) time.Time {
	if said.IsZero() {
		return c.Now
	}
	return happened(c, said, what, needs, refusal)
}

// onlyDeclared adds that something takes no time of its own, where that of which it is was not
// declared an emergency, and returns the time to judge it by: none then, since nothing is
// to be said of a time that has to be left out. entered says when such a thing counts:
// "it is met when that is entered".
func onlyDeclared(declared bool, said time.Time, entered string, refusal *model.Refusal) time.Time {
	if said.IsZero() || declared {
		return said
	}
	refusal.Add(entered+": only what was declared an emergency happens first and is entered later", model.AnswerTo("leave the time out", "happened"))
	return time.Time{}
}

// recordedLater is when something was recorded, where that is not when it
// happened, to the minute.
func recordedLater(c *model.Case, at time.Time) time.Time {
	if c.Now.Sub(at) < time.Minute {
		return time.Time{}
	}
	return c.Now
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// beforeRun is what has to be before a run of the release starts. A rehearsal
// needs a release; a deployment its authorisations, the way into the stage, and
// the end of the run before it.
func beforeRun(c *model.Case, r *model.Release, mock bool) []need {
	at, what := r.DeclaredAt()
	out := []need{{at, what}}
	if mock {
		return out
	}
	// What was declared happens first, and is moved on afterwards: it is the decision
	// that has to have come before, not that somebody entered it.
	for i := len(r.Passed) - 1; i >= 0 && r.Emergency() == nil; i-- {
		if m := r.Passed[i]; m.To == r.Stage {
			out = append(out, need{m.At, fmt.Sprintf("%s came into %s", r.ID, stageTitle(c, r, m.To))})
			break
		}
	}
	out = append(out, approvedBefore(c, r.ID)...)
	var baseline *model.Baseline
	for _, b := range model.All[*model.Baseline](c) {
		if b.Release == r.ID {
			baseline = b
		}
	}
	if baseline != nil {
		out = append(out, need{baseline.At, string(baseline.ID) + ", its CI baseline, was taken"})
	}
	if last := c.LastRun(r.ID); last != nil && !last.Open() {
		out = append(out, need{last.Ended, string(last.ID) + ", the run before, ended"})
	}
	return out
}

func stageTitle(c *model.Case, r *model.Release, id string) string {
	if p, ok := c.Under(r).Process(r.Type); ok {
		if s, _ := p.Stage(id); s != nil {
			return s.Title
		}
	}
	return id
}

// soFar is what has happened in a run: nothing after it is dated before that.
func soFar(run *model.Run) []need {
	out := []need{{run.Started, string(run.ID) + " started"}}
	out = append(out, done("step", run.Steps)...)
	if g := run.Go; g != nil {
		out = append(out, need{g.At, "it was decided whether it goes on"})
	}
	for i, ch := range run.Checks {
		if !ch.At.IsZero() {
			out = append(out, need{ch.At, fmt.Sprintf("verification %d was made", i+1)})
		}
	}
	if b := run.Rollback; b != nil {
		out = append(out, need{b.Decided, "the rollback was decided"})
		out = append(out, done("step of the rollback", b.Steps)...)
	}
	return out
}

// done are the steps that were done, the last of them first.
func done(word string, steps []model.Step) []need {
	var out []need
	for i := len(steps) - 1; i >= 0; i-- {
		s := steps[i]
		if at := s.Ended(); !at.IsZero() {
			out = append(out, need{at, fmt.Sprintf("%s %d was done", word, i+1)})
		}
		if !s.Failed.IsZero() {
			out = append(out, need{s.Failed, fmt.Sprintf("%s %d failed", word, i+1)})
		}
		if s.GoesOn() {
			out = append(out, need{s.Begun, fmt.Sprintf("%s %d was begun", word, i+1)})
		}
	}
	return out
}

// deployedFirst is what an incident needs that a release is said to have caused:
// that it was deployed. Of imported history the runs are not known.
func deployedFirst(c *model.Case, release model.ID) []need {
	runs := c.Runs(release)
	if len(runs) == 0 {
		return nil
	}
	first := runs[0]
	for _, run := range runs {
		if run.Started.Before(first.Started) {
			first = run
		}
	}
	return []need{{first.Started, fmt.Sprintf("%s was first deployed", release)}}
}
