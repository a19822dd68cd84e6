package task

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// reviewRules notes that somebody read a proposal of rules.
var reviewRules = Task{
	Name: "review-rules", Title: "Review the rules", Act: action.ReviewRules{}, About: model.KindProposal, Needs: withPeople,
	When: inProposal(func(p *model.Proposal) string {
		if p.Waits() && p.Reviewed != nil {
			return "it is reviewed already"
		}
		return settled(p)
	}),
}

// decideRules approves a proposal of rules, or rejects it.
var decideRules = Task{
	Name: "decide-rules", Title: "Decide on the rules", Act: action.DecideRules{}, About: model.KindProposal, Needs: withPeople,
	When: inProposal(settled),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		f.Help = proposed(c, model.Get[*model.Proposal](c, id)) + f.Help
		return begin(), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		said, yes := said(c, id, a, "decision", "approve", "")
		return action.DecideRules{Proposal: id, Yes: yes, Comment: a.Get("comment"), Words: said, Seen: seen(c, id)}, nil
	},
}

// adoptRules puts approved rules in force.
var adoptRules = Task{
	Name: "adopt-rules", Title: "Put the rules in force", Act: action.AdoptRules{}, About: model.KindProposal, Needs: withPeople,
	When: inProposal(func(p *model.Proposal) string {
		if p.State() != model.ProposalApproved {
			return "it is " + model.StateWords(p) + ", not approved"
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		f.Help = proposed(c, model.Get[*model.Proposal](c, id)) + f.Help
		return begin("sure", "yes"), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		if _, asked := a.Values["sure"]; asked && !a.Yes("sure") {
			return nil, model.Refuse("adopt "+string(id), "you say that they are not to be put in force", model.Say("leave it as it is, or withdraw it"))
		}
		return action.AdoptRules{Proposal: id, Seen: seen(c, id)}, nil
	},
}

// withdrawProposal takes a proposal back.
var withdrawProposal = Task{
	Name: "withdraw-proposal", Title: "Withdraw the proposal", Act: action.WithdrawProposal{}, About: model.KindProposal, Needs: withPeople,
	When: inProposal(func(p *model.Proposal) string {
		if p.State() == model.ProposalApproved {
			return ""
		}
		return settled(p)
	}),
}

// withPeople are a proposal, and the people who are named with it.
func withPeople(id model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{id}, Kinds: []model.Kind{model.KindPerson}}
}

// inProposal makes a When of what has to hold of a proposal.
func inProposal(holds func(*model.Proposal) string) func(*model.Case, model.ID) string {
	return func(c *model.Case, id model.ID) string {
		if p := model.Get[*model.Proposal](c, id); p != nil {
			return holds(p)
		}
		return ""
	}
}

// settled says that a proposal waits for nobody any more.
func settled(p *model.Proposal) string {
	if !p.Waits() {
		return "it is " + model.StateWords(p) + " already"
	}
	return ""
}

// proposed says whose a proposal is, what for, and who has said what of it.
func proposed(c *model.Case, p *model.Proposal) string {
	out := fmt.Sprintf("%s by %s: %s. ", p.Title, c.PersonName(p.Author), strings.TrimSuffix(p.Note, "."))
	if v := p.Reviewed; v != nil {
		out += fmt.Sprintf("%s reviewed it: %s. ", c.PersonName(v.By), strings.TrimSuffix(v.Text, "."))
	}
	return out
}

// migrateRelease moves an open release to the rules in force.
var migrateRelease = Task{
	Name: "migrate-release", Title: "Move to the rules in force", Act: action.MigrateRelease{}, About: model.KindRelease, Needs: func(id model.ID) model.Needs { return action.MigrateRelease{Release: id}.Needs() },
	When: on(open, func(c *model.Case, r *model.Release) string {
		m, err := action.Migrating(c, r.ID, nil)
		if err != nil && len(m.Stages) == 0 {
			return against(err)
		}
		return ""
	}),
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		m, err := action.Migrating(c, id, nil)
		if len(m.Stages) > 0 {
			f.Help = against(err) + ". " + f.Help
			offer(f, "stage", plain(m.Stages...))
			return begin(), nil
		}
		if err != nil {
			return begin(), err
		}
		f.Help = strings.Join(append(m.Words(), f.Help), " ")
		return begin("stage", offerOnly(f, "stage", plain(m.Into))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		m := action.MigrateRelease{Release: id, To: c.Rules.ID, Seen: seen(c, id)}
		if r := model.Get[*model.Release](c, id); r != nil && a.Get("stage") != "" && a.Get("stage") != r.Stage {
			m.Stages = map[string]string{r.Stage: a.Get("stage")}
		}
		return m, nil
	},
}

// against is the first reason of a refusal.
func against(err error) string {
	if refusal, ok := err.(*model.Refusal); ok {
		return refusal.Reasons[0].Text
	}
	return err.Error()
}
