package action

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// ReviewRules notes that somebody else than the author read a proposal, and what
// they say of it. A decision takes it.
type ReviewRules struct {
	Proposal model.ID `json:"proposal"`
	Comment  string   `json:"comment"`
	Seen     int64    `json:"seen,omitempty"`
}

// Needs are the proposal, and everybody: who else may?
func (a ReviewRules) Needs() model.Needs { return ofProposal(a.Proposal, a.Seen) }

// For is no service: rules are everybody's.
func (ReviewRules) For(*model.Case) model.ID { return "" }

func ofProposal(id model.ID, seen int64) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(id, seen)}
}

func (a ReviewRules) Do(c *model.Case) (Outcome, error) {
	p, refusal, err := waitingProposal(c, a.Proposal, a.Seen, "review ")
	if err != nil {
		return Outcome{}, err
	}
	if p.Reviewed != nil {
		refusal.Add(fmt.Sprintf("%s reviewed it already", c.PersonName(p.Reviewed.By)), onwards(c, p))
	}
	if p.Author == c.Who.ID() {
		refusal.Add("you wrote it, and nobody reviews their own", onwards(c, p))
	}
	if model.Blank(a.Comment) {
		refusal.Add("a comment is missing", model.AnswerTo("say what you think of it", "comment"))
	}
	sane(refusal, "the comment", a.Comment)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Reviewed = &model.Verdict{Yes: true, Text: a.Comment, By: c.Who.ID(), At: c.Now}
	return wrote(p.ID, "reviewed "+string(p.ID)+" "+p.Title, &n), nil
}

// NextOf names the task that a proposal waits for, and the permission that it
// takes; "" where it waits for nobody any more.
func NextOf(p *model.Proposal) (task, permission string) {
	switch p.State() {
	case model.ProposalProposed:
		return "review-rules", PermissionOf(ReviewRules{})
	case model.ProposalReviewed:
		return "decide-rules", PermissionOf(DecideRules{})
	case model.ProposalApproved:
		return "adopt-rules", PermissionOf(AdoptRules{})
	}
	return "", ""
}

// Next is the action in which somebody reviews a proposal, or approves what was
// reviewed, with the answers that it takes at least.
func Next(p *model.Proposal) Action {
	if p.State() == model.ProposalProposed {
		return ReviewRules{Proposal: p.ID, Comment: "read"}
	}
	return DecideRules{Proposal: p.ID, Yes: true}
}

// onwards is the next step of a proposal: the task, for whoever may do it, else who
// may.
func onwards(c *model.Case, p *model.Proposal) model.Remedy {
	task, permission := NextOf(p)
	if task == "" {
		return model.Say("nothing is left to do with it")
	}
	if me := c.Who.Person; me != nil && c.Rules.Lets(me, permission, "") && !OwnProposal(c, p) {
		return model.ByTask(task, p.ID)
	}
	does := map[string]string{"review-rules": "somebody else reviews it first", "decide-rules": "somebody else decides on it first", "adopt-rules": "it is put in force next"}[task]
	var who []string
	for _, person := range model.All[*model.Person](c) {
		as := *c
		as.Who.Person = person
		if c.Rules.Lets(person, permission, "") && !OwnProposal(&as, p) {
			who = append(who, c.PersonName(person.ID))
		}
	}
	const most = 5
	switch {
	case len(who) == 0:
		who = c.Rules.RolesWith(permission)
	case len(who) > most:
		who = append(who[:most], "others")
	}
	return model.Say(does + ": " + strings.Join(who, ", "))
}

// OwnProposal reports whether a proposal is for others to review or to decide on
// than the person who acts.
func OwnProposal(c *model.Case, p *model.Proposal) bool {
	switch p.State() {
	case model.ProposalProposed:
		return p.Author == c.Who.ID()
	case model.ProposalReviewed:
		return len(decision.Barring(c, decision.Proposal(p), c.Who.ID())) > 0
	}
	return false
}

// waitingProposal is a proposal that waits for somebody, as they read it.
func waitingProposal(c *model.Case, id model.ID, seen int64, verb string) (*model.Proposal, *model.Refusal, error) {
	p, err := known[*model.Proposal](c, id)
	if err != nil {
		return nil, nil, err
	}
	if err := unmoved(c, p, seen, "reviewed", "decided", "withdrawn", "adopted"); err != nil {
		return nil, nil, err
	}
	refusal := &model.Refusal{Doing: verb + string(id)}
	if !p.Waits() {
		refusal.Add("it is " + model.StateWords(p) + " already")
	}
	return p, refusal, nil
}

// DecideRules approves a proposal of rules, or rejects it.
type DecideRules struct {
	Proposal model.ID `json:"proposal"`
	Yes      bool     `json:"yes"`
	Comment  string   `json:"comment,omitempty"`
	Words
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the proposal, and everybody: who else may?
func (a DecideRules) Needs() model.Needs {
	return a.needs(ofProposal(a.Proposal, a.Seen), a.Proposal, "")
}

// For is no service: rules are everybody's.
func (DecideRules) For(*model.Case) model.ID { return "" }

// Do decides. Whoever the duties keep away, as the author, does not.
func (a DecideRules) Do(c *model.Case) (Outcome, error) {
	p, refusal, err := waitingProposal(c, a.Proposal, a.Seen, "decide on ")
	if err != nil {
		return Outcome{}, err
	}
	s := speech{Words: a.Words, q: decision.Proposal(p), yes: a.Yes, comment: a.Comment, before: append([]need{{p.At, string(p.ID) + " was proposed"}}, takenBack(p.Retracted)...),
		bare: "rules are in force or they are not: what has to be so first is written into another proposal"}
	if p.Reviewed != nil {
		s.before = append(s.before, need{p.Reviewed.At, string(p.ID) + " was reviewed"})
	}
	if a.Yes && s.decides() && p.Waits() {
		if p.Reviewed == nil {
			refusal.Add("nobody has reviewed it yet", onwards(c, p))
		}
		overtaken(c, p.Base, refusal)
		_, faults := ReadRules(p.Files)
		faulty(faults, refusal) // this program may know more than that with which it was proposed
	}
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	n := *p
	n.Decided = v
	word := "rejected "
	if a.Yes {
		word = "approved "
	}
	out := wrote(p.ID, word+string(p.ID)+" "+p.Title, &n)
	s.given(c, &out, v)
	return out, nil
}

// WithdrawProposal takes a proposal back that is not in force.
type WithdrawProposal struct {
	Proposal model.ID `json:"proposal"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// For is no service: rules are everybody's.
func (WithdrawProposal) For(*model.Case) model.ID { return "" }

func (a WithdrawProposal) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Proposal](c, a.Proposal)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, p, a.Seen, "decided", "withdrawn", "adopted"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(a.Proposal)}
	if !p.Waits() && p.State() != model.ProposalApproved {
		refusal.Add("it is " + model.StateWords(p) + " already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *p
	n.Withdrawn = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(p.ID, "withdrew "+string(p.ID)+" "+p.Title, &n), nil
}
