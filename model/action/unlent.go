package action

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// unlent adds to a refusal the delegations by which somebody who may not decide would do
// so nearly, each with what it lacks: whoever was told that they decide for somebody has to
// read why they don't. With no name it is whoever acts.
func unlent(c *model.Case, q decision.Request, who *model.Person, name string, at time.Time, refusal *model.Refusal) {
	if who == nil {
		return
	}
	decide, you := "you decide", "you"
	if name != "" {
		decide, you = name+" decides", name
	}
	for _, u := range decision.Unlents(c, q, who.ID, at) {
		d, absent := u.Delegation, c.PersonName(u.By)
		until := whenDelegated(c, d)
		switch {
		case u.Else || u.Elsewhere:
			missing := "that"
			if u.Else {
				missing = decision.What(c, q)
			}
			if u.Elsewhere {
				missing += " of " + serviceWords(c, q.Service())
			}
			refusal.Add(fmt.Sprintf("%s, by which %s for %s (%s), is for %s: it does not cover %s", d.ID, decide, absent, until, delegated(c, d), missing), lendMore(absent))
		case u.Spoke:
			a := q.Record.(*model.Approval)
			refusal.Add(fmt.Sprintf("%s, for whom %s by %s (%s), has %s already", absent, decide, d.ID, until, spoken(a, u.By)), model.Say("the other signatures are other people's"))
		case at.Equal(c.Now):
			refusal.Add(fmt.Sprintf("%s, by which %s would decide for %s, does not hold now: %s", d.ID, you, absent, notThen(c, d, at)), lendAgain(d, absent, at))
		default:
			refusal.Add(fmt.Sprintf("%s, by which %s would decide for %s, did not hold %s: %s", d.ID, you, absent, stamp(at), notThen(c, d, at)))
		}
	}
}

// lendMore is what helps where a delegation does not reach as far as it would have to.
func lendMore(absent string) model.Remedy {
	return model.Say(absent + " decides, or delegates that as well")
}

// lendAgain is the same where one does not hold now.
func lendAgain(d *model.Delegation, absent string, now time.Time) model.Remedy {
	if d.Open(now) {
		return model.Say("until then " + absent + " decides")
	}
	return model.Say(absent + " decides, or delegates it again")
}

// serviceWords is a service by its name; "no service" for none.
func serviceWords(c *model.Case, id model.ID) string {
	if id == "" {
		return "no service"
	}
	if s := model.Get[*model.Service](c, id); s != nil {
		return s.Name
	}
	return string(id)
}

// notThen says why a delegation did not hold at a time: when it was given where that came
// after, when it was withdrawn where that came before, else when it holds.
func notThen(c *model.Case, d *model.Delegation, at time.Time) string {
	switch {
	case d.Withdrawn != nil && !at.Before(d.Withdrawn.At):
		return fmt.Sprintf("it was withdrawn %s by %s: %s", stamp(d.Withdrawn.At), c.PersonName(d.Withdrawn.By), d.Withdrawn.Reason)
	case at.Before(d.At.Truncate(time.Minute)) && !at.Before(d.From.At):
		return "it was given only " + stamp(d.At)
	case at.Equal(c.Now) && at.Before(d.From.At):
		return "it begins later: " + whenDelegated(c, d)
	case at.Equal(c.Now):
		return "it is over: it was " + whenDelegated(c, d)
	}
	return "it is " + whenDelegated(c, d)
}
