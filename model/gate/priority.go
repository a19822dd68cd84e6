package gate

import (
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// Prioritise puts into an RFC the priority of its impact and urgency, and by when it
// has to be assessed that waits for it since it does (Awaits): the limit of its
// priority in working days of the policy, without holidays of the calendar where the
// case holds those.
func Prioritise(c *model.Case, ch *model.Change) {
	p, ok := c.Rules.Policy.Priority(ch.Impact, ch.Urgency)
	ch.Priority, ch.AssessBy = p.ID, time.Time{}
	if !ok || p.AssessDays <= 0 || ch.Awaits.IsZero() || GoesAlone(ch) {
		return
	}
	work := c.Rules.Policy.Week()
	work.Holidays = Holidays(c, c.Rules.Policy, when.Span{Start: ch.Awaits, End: ch.Awaits.AddDate(0, 0, 31+7*p.AssessDays)})
	ch.AssessBy = c.Rules.Policy.Within(p.AssessDays, ch.Awaits, work)
}

// ScoreChange derives the risk of an RFC as that of a release is (Score), from its
// impact and the factors that somebody named besides those which its items show.
func ScoreChange(p process.Policy, ch *model.Change, factors []string) model.Risk {
	return Score(p, ch.Impact, Factors(p, &model.Release{Items: ch.Items}, factors))
}
