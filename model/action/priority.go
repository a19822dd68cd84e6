package action

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
)

// checkPriority adds what is wrong with what gives an RFC its priority.
func checkPriority(c *model.Case, impact int, urgency string, refusal *model.Refusal) {
	if impact < 0 || impact > process.ImpactMost {
		refusal.Add(fmt.Sprintf("an impact of %d: it goes from 1 to %d", impact, process.ImpactMost), model.AnswerTo("say how great it is", "impact"))
	}
	if urgency != "" {
		oneOf(refusal, "urgency", urgency, model.Each(c.Rules.Policy.Urgencies, func(u process.Urgency) string { return u.ID }))
	}
}

// judge puts what an assessment says of priority and risk into its RFC. The risk
// follows from impact and factors; it is said where the impact is not known, and by
// hand it can't be another than they give.
func (a AssessChange) judge(c *model.Case, n *model.Change, refusal *model.Refusal) {
	p := c.Rules.Policy
	checkPriority(c, a.Impact, a.Urgency, refusal)
	for _, id := range a.Factors {
		oneOf(refusal, "factor of risk", id, model.Each(p.Factors, func(f process.Factor) string { return f.ID }))
	}
	if a.Impact != 0 {
		n.Impact = a.Impact
	}
	if a.Urgency != "" {
		n.Urgency = a.Urgency
	}
	if a.Urgency != "" || a.Impact != 0 {
		gate.Prioritise(c, n)
	}
	if n.Impact == 0 {
		n.Risk, n.Scored = a.Risk, nil
		if len(a.Factors) > 0 {
			refusal.Add("the factors are given, and not its impact: both give the risk", model.AnswerTo("say how great the impact is", "impact"))
		}
		if a.Risk == "" {
			refusal.Add("its risk is not said", model.AnswerTo("give its impact, from which the risk follows with the factors, or say the risk", "impact", "risk"))
			return
		}
		oneOf(refusal, "risk band", a.Risk, model.Each(p.Bands, func(b process.Band) string { return b.ID }))
		return
	}
	risk := gate.ScoreChange(p, n, a.Factors)
	risk.By, risk.At = c.Who.ID(), c.Now
	n.Risk, n.Scored = risk.Band, &risk
	if a.Risk != "" && a.Risk != risk.Band {
		refusal.Add(fmt.Sprintf("impact %d and its factors give the risk %s (%d × %d = %d), not %s", risk.Impact, p.BandTitle(risk.Band), risk.Impact, risk.Likelihood, risk.Score, p.BandTitle(a.Risk)),
			model.AnswerTo("leave the risk out, or correct the impact and the factors", "risk", "impact", "factors"))
	}
}

// resubmit lets an RFC wait for its assessment anew, since now unless it does already.
func resubmit(c *model.Case, n *model.Change) {
	if n.State != model.ChangeSubmitted || n.Awaits.IsZero() {
		n.Awaits = c.Now
	}
	n.State, n.Assessed, n.Decided, n.Abstained, n.Risk, n.Scored = model.ChangeSubmitted, nil, nil, nil, "", nil
	gate.Prioritise(c, n)
}
