package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/process"
)

// tellProposal puts into words the case of rules that somebody wants in force: what
// they would change, who wrote them and why, and what was said of them.
func (w Words) tellProposal(c *model.Case, p *model.Proposal) Brief {
	b := Brief{State: model.ApprovalPending}
	if p == nil {
		b.add("rules", Said{Bad, No, "they can't be read: their content was removed by law"})
		return b
	}
	if task, _ := action.NextOf(p); task == "" {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(p) + ": there is nothing to do any more"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	next := action.Next(p)
	switch p.State() {
	case model.ProposalProposed:
		t.mayDo("you may review rules that others wrote", next, next)
	case model.ProposalReviewed:
		t.mayDo("you may decide on rules", action.DecideRules{Proposal: p.ID, Comment: "why"}, next)
	case model.ProposalApproved: // what is asked of it takes everything that waits: the form asks
		if _, permission := action.NextOf(p); c.Who.Person == nil || !c.Rules.Lets(c.Who.Person, permission, "") {
			b.Refused = []model.Reason{{Text: "you have no role with the permission " + permission}}
			b.add("you", Said{Warn, No, b.Refused[0].Text})
		} else {
			b.add("you", Said{Good, Yes, "can decide: you may put rules in force"})
		}
	}
	b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(p.Author, p.At), t.at(p.At), t.ago(p.At))}, Said{Plain, Unmarked, p.Note})
	var read []Said
	for _, v := range []struct {
		*model.Verdict
		did string
	}{{p.Reviewed, "reviewed"}, {p.Decided, "approved"}} {
		if v.Verdict != nil {
			line := Said{Plain, Yes, fmt.Sprintf("%s %s it, %s", decision.Signed(c, v.By, v.At, v.Basis), v.did, t.at(v.At))}
			if v.Text != "" {
				line.Text += ": " + v.Text
			}
			read = append(read, line)
		}
	}
	b.add("said", read...)
	rules, faults := action.ReadRules(p.Files)
	if len(faults) > 0 {
		b.add("faults", Said{Bad, No, faults[0].Error()})
		return b
	}
	var changes []Said
	if p.Base != c.Rules.ID {
		changes = append(changes, Said{Warn, Caution, fmt.Sprintf("made from %s; %s is in force by now, and what was changed there is told as taken out", p.Base, c.Rules.ID)})
	}
	for _, d := range process.Compare(&c.Rules.Rules, &rules.Rules) {
		changes = append(changes, Said{Plain, Point, d.String()})
	}
	if len(changes) == 0 {
		changes = append(changes, Said{Quiet, Unmarked, "nothing that is a rule: comments, order or white space"})
	}
	b.add("changes", changes...)
	return b
}

// tellDates puts into words the case of a release whose dates became other instants
// when the clocks of its zone were changed.
func (w Words) tellDates(c *model.Case, release model.ID) Brief {
	b := Brief{State: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		b.add("release", Said{Bad, No, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	if !r.Moved() || r.Ended() {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "somebody looked at the dates meanwhile, or it is over"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: r.ID}, r, &b}
	check := action.CheckDates{Release: r.ID}
	t.mayDo("you may say that the dates were looked at, or move them", check, check)
	m := r.ZoneMove
	b.add("clocks", Said{Warn, Caution, fmt.Sprintf("those of %s were changed, %s", m.Zone, t.at(m.At))},
		Said{Plain, Unmarked, "the deployment was " + t.span(m.From) + " and became " + t.span(m.To) + ", at the same time on the wall"},
		Said{Quiet, Point, "look at what lies beside it now, and say that you did, or move the release"})
	t.release()
	t.calendar()
	t.gate()
	t.scope()
	return b
}
