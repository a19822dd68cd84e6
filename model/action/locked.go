package action

import (
	"slices"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// kept are the permissions that somebody has to have for every service, or nobody
// could mend anything: who may do what, and the rules that say so.
var kept = []struct{ permission, does string }{
	{keepPeople, "keep people and their roles"},
	{"book.adopt", "put rules in force"},
	{"rules.propose", "propose rules"},
	{"rules.review", "review rules"},
	{"rules.decide", "decide on rules"},
}

// lockedOut adds that nobody could keep people and their roles any more, where
// somebody can: nothing else could be mended then. after is the case as it would be.
func lockedOut(c, after *model.Case, refusal *model.Refusal) {
	lost(c, after, refusal, kept[0].permission, kept[0].does)
}

// lost adds that nobody could do a thing any more, where somebody can.
func lost(c, after *model.Case, refusal *model.Refusal, permission, does string, more ...model.Remedy) bool {
	if len(who(c, permission)) == 0 || len(who(after, permission)) > 0 {
		return false
	}
	refusal.Add("nobody could "+does+" any more", append([]model.Remedy{mayFirst(after, permission)}, more...)...)
	return true
}

// fixed adds that nobody could change the rules any more, where somebody can.
func fixed(c, after *model.Case, refusal *model.Refusal, more ...model.Remedy) {
	for _, k := range kept[1:] {
		if lost(c, after, refusal, k.permission, k.does, more...) {
			return // what follows from it is not said as well
		}
	}
	if changeable(c) && !changeable(after) {
		refusal.Add("nobody could change the rules any more: whoever writes them neither reviews nor approves them, and it would take two people",
			append([]model.Remedy{mayFirst(after, "rules.decide")}, more...)...)
	}
}

func mayFirst(c *model.Case, permission string) model.Remedy {
	roles := c.Rules.RolesWith(permission)
	if len(roles) == 0 {
		return model.Say("let a role have the permission " + permission)
	}
	return model.ByTask("grant-role", "", model.Among("role", roles)).For("give somebody else a role first that may")
}

// who are those who have a permission for every service.
func who(c *model.Case, permission string) []*model.Person {
	return slices.DeleteFunc(model.All[*model.Person](c), func(p *model.Person) bool { return !c.Rules.Lets(p, permission, "") })
}

// changeable reports whether the rules can be changed: somebody writes them,
// somebody else reviews them, and somebody whom no duty keeps off approves them.
func changeable(c *model.Case) bool {
	reviewers, deciders := who(c, "rules.review"), who(c, "rules.decide")
	return slices.ContainsFunc(who(c, "rules.propose"), func(author *model.Person) bool {
		other := func(p *model.Person) bool { return p.ID != author.ID }
		mine := &model.Proposal{Author: author.ID}
		return slices.ContainsFunc(reviewers, other) && slices.ContainsFunc(deciders, func(p *model.Person) bool {
			return len(decision.Bars(c, decision.Proposal(mine), p.ID)) == 0
		})
	})
}

// undecided adds the routes to a decision that can be taken now, and that nobody
// could take after.
func undecided(c, after *model.Case, refusal *model.Refusal, more ...model.Remedy) {
	for _, s := range decision.Closes(c, after) {
		refusal.Add("afterwards, "+s.Text(after), slices.Concat(s.Remedies(), more)...)
	}
}

// LockOuts lists what is wrong with who holds the roles of the rules in force, or
// of others: what nobody can do, and the routes that nobody can decide. The case
// has to hold all people and services.
func LockOuts(c *model.Case) []model.Reason {
	out := undone(c)
	for _, s := range decision.Closed(c) {
		out = append(out, model.Because(s.Text(c), s.Remedies()...))
	}
	return out
}

// undone is what nobody can do.
func undone(c *model.Case) []model.Reason {
	var out []model.Reason
	for _, k := range kept {
		if len(who(c, k.permission)) == 0 {
			out = append(out, model.Because("nobody can "+k.does, mayFirst(c, k.permission)))
		}
	}
	if len(out) == 0 && !changeable(c) {
		out = append(out, model.Because("nobody can change the rules: whoever writes them neither reviews nor approves them, and there is nobody else", mayFirst(c, "rules.decide")))
	}
	return out
}

// unnamed lists the services and criticalities in the approvers of rules that none of
// the services has. The case has to hold all services.
func unnamed(c *model.Case, rules *process.Rules) []process.Fault {
	var known process.Named
	for _, s := range model.All[*model.Service](c) {
		if s.State == model.ServiceRetired {
			continue
		}
		known.Services = append(known.Services, s.Handle)
		if s.Criticality != "" {
			known.Criticalities = append(known.Criticalities, s.Criticality)
		}
	}
	return process.LintServices(rules, known)
}

// LockOutFaults are the same as faults of rules that are looked over: each approval
// that nobody can decide, such as one with a quorum that nobody reaches, with its
// line, and before them the approvers who would be asked for a service that isn't there.
func LockOutFaults(c *model.Case, rules *process.Rules) []process.Fault {
	after := Ruled(c, rules)
	out := unnamed(c, rules)
	for _, r := range undone(after) {
		out = append(out, process.Fault{File: "process/roles.toml", Text: r.Text})
	}
	for _, s := range decision.ClosedEach(after) {
		file, line := rules.ApprovalAt(s.Process, s.Approval)
		if file == "" {
			file = "process/roles.toml"
		}
		out = append(out, process.Fault{File: file, Line: line, Where: s.Approval, Text: s.Text(after)})
	}
	return out
}

// Ruled is the case as it would be under other rules.
func Ruled(c *model.Case, rules *process.Rules) *model.Case {
	after := *c
	after.Rules = &model.Rules{Rules: *rules}
	return &after
}
