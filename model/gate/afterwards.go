package gate

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Afterwards is something that is to be done in a stage after what it is of was made: a
// review, or the papers of what happened first.
type Afterwards struct {
	Stage *process.Stage
	Retro bool // the papers; else a review
	Since time.Time
	Due   time.Time // zero where the rules don't say by when
	Done  time.Time // when the stage was left forwards; zero where it was not
	Gone  time.Time // when it was left another way, or ended
}

// reviews are the forms in which something is reviewed, by what they are for.
var reviews = []string{FormEvaluation, FormJudgement, FormUnauthorised, FormEmergencyReview}

// AfterwardsOf lists what was, or is, to be done on a release, or an RFC that goes its own
// way, each time that it came into such a stage. Days off are those of everybody from then
// on: see DaysOffBetween.
func AfterwardsOf(rules *model.Rules, of model.Subject, p *process.Process, off map[when.Date]bool) []Afterwards {
	var out []Afterwards
	from := 0
	if of.Release != nil {
		if from = p.Deploys() + 1; from == 0 {
			return nil
		}
	}
	for i := from; i < len(p.Stages); i++ {
		s := &p.Stages[i]
		review, retro := afterwards(rules, p, s)
		if !review && !retro {
			continue
		}
		for _, since := range cameInto(of, p, s, i) {
			a := Afterwards{Stage: s, Retro: retro, Since: since, Due: until(rules.Policy, s, since, off)}
			a.Done, a.Gone = left(of, p, s, since)
			if of.Release != nil && a.Done.IsZero() && a.Gone.IsZero() && !of.Release.StageDue.IsZero() {
				a.Due = of.Release.StageDue // as it was promised
			}
			if of.Change != nil && a.Done.IsZero() && a.Gone.IsZero() && !of.Change.Due.IsZero() {
				a.Due = of.Change.Due
			}
			out = append(out, a)
		}
	}
	return out
}

// afterwards reports whether something is reviewed in a stage, or its papers made up for.
// Papers come afterwards of what is declared, or found, alone.
func afterwards(rules *model.Rules, p *process.Process, s *process.Stage) (review, retro bool) {
	review = slices.ContainsFunc(s.Forms, func(form string) bool { return slices.Contains(reviews, rules.FormMeans(form)) })
	return review, !review && s.WorkLimit > 0 && (len(p.Reasons) > 0 || p.Captures())
}

// RetroToCome are the stages behind the deployment in which the papers of a release are to
// be made up for, and that it has not come into yet.
func RetroToCome(rules *model.Rules, p *process.Process, r *model.Release) []*process.Stage {
	var out []*process.Stage
	_, here := p.Stage(r.Stage)
	for i := max(here, p.Deploys()) + 1; i > 0 && i < len(p.Stages); i++ {
		s := &p.Stages[i]
		if _, retro := afterwards(rules, p, s); retro && len(cameInto(model.Subject{Release: r}, p, s, i)) == 0 {
			out = append(out, s)
		}
	}
	return out
}

// until is by when something has to be through a stage: in working days, or in whole days,
// to the end of the last of them. Zero where the stage has no limit.
func until(policy process.Policy, s *process.Stage, since time.Time, off map[when.Date]bool) time.Time {
	switch {
	case s.WorkLimit > 0:
		work := policy.Week()
		work.Holidays = off
		return policy.Within(s.WorkLimit, since, work)
	case s.Limit > 0:
		zone := policy.Location()
		return when.DateOf(since, zone).AddDays(s.Limit + 1).Start(zone).UTC()
	}
	return time.Time{}
}

// StageLimit is until when something has to be through a stage into which it came at a time,
// in working days or in whole ones; zero where that has no limit. The case has to hold the
// holidays of the calendar.
func StageLimit(c *model.Case, policy process.Policy, s *process.Stage, since time.Time) time.Time {
	return until(policy, s, since, DaysOffBetween(c, policy, since, since))
}

// ways are the passages of something, forwards and back.
func ways(of model.Subject) (forth, back []model.Passage) {
	if of.Release != nil {
		return of.Release.Passed, of.Release.Returned
	}
	return of.Passages(), nil
}

// cameInto is each time that something came into a stage. What goes its own way begins in
// the first one.
func cameInto(of model.Subject, p *process.Process, s *process.Stage, i int) []time.Time {
	var out []time.Time
	if of.Change != nil && i == 0 {
		at, _ := of.DeclaredAt()
		out = append(out, at)
	}
	forth, back := ways(of)
	for _, m := range slices.Concat(forth, back) {
		if to, _ := p.Stage(m.To); to == s {
			out = append(out, m.At)
		}
	}
	return out
}

// left is when something went out of a stage that it came into: forwards, or another way.
func left(of model.Subject, p *process.Process, s *process.Stage, since time.Time) (done, gone time.Time) {
	forth, back := ways(of)
	first := func(list []model.Passage) (at time.Time) {
		for _, m := range list {
			if from, _ := p.Stage(m.From); from == s && !m.At.Before(since) && (at.IsZero() || m.At.Before(at)) {
				at = m.At
			}
		}
		return at
	}
	done, gone = first(forth), first(back)
	switch {
	case !done.IsZero() && (gone.IsZero() || !gone.Before(done)):
		return done, time.Time{}
	case !gone.IsZero():
		return time.Time{}, gone
	}
	if of.Release != nil && of.Release.Cancelled != nil {
		return time.Time{}, of.Release.Cancelled.At
	}
	if of.Change != nil && of.Change.Ended() { // rejected
		if of.Change.Decided != nil {
			return time.Time{}, of.Change.Decided.At
		}
		return time.Time{}, of.Change.ClosedAt
	}
	return time.Time{}, time.Time{}
}

// DaysOffBetween are those of everybody within a stretch of time, and for some weeks
// after it. The case has to hold the holidays of the calendar.
func DaysOffBetween(c *model.Case, policy process.Policy, from, to time.Time) map[when.Date]bool {
	return Holidays(c, policy, when.Span{Start: from.AddDate(0, 0, -1), End: to.AddDate(0, 0, 31+7*longestStage)})
}

// longestStage is how many working days a stage may have so that its days off are known.
const longestStage = 60
