package task

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
)

// withdrawApproval takes back a request that waits.
var withdrawApproval = Task{
	Name: "withdraw-approval", Title: "Withdraw the request", Act: action.WithdrawApproval{}, About: model.KindApproval,
	When: whilePending,
}

// readdressApproval asks somebody else in place of a named signatory.
var readdressApproval = Task{
	Name: "readdress-approval", Title: "Ask somebody else", Act: action.Readdress{}, About: model.KindApproval, Kinds: []model.Kind{model.KindPerson},
	When: func(c *model.Case, id model.ID) string {
		if why := whilePending(c, id); why != "" {
			return why
		}
		if a := model.Get[*model.Approval](c, id); a != nil && named(a) == "" {
			return "it waits for nobody by name"
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("from", string(named(model.Get[*model.Approval](c, id)))), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.Readdress{Approval: id, From: model.ID(a.Get("from")), To: model.ID(a.Get("to")), Reason: a.Get("reason"), Seen: seen(c, id)}, nil
	},
}

func whilePending(c *model.Case, id model.ID) string {
	if a := model.Get[*model.Approval](c, id); a != nil && a.State() != model.ApprovalPending {
		return "it is " + model.StateWords(a) + " already"
	}
	return ""
}

// named is the first signatory for whom an approval waits by name.
func named(a *model.Approval) model.ID {
	for _, s := range a.Missing() {
		if s.Person != "" {
			return s.Person
		}
	}
	return ""
}

// retract is the task by which somebody takes back their own decision on a record of a
// kind.
func retract(k model.Kind, title string, of func(c *model.Case, id model.ID) decision.Request) Task {
	return Task{
		Name: "retract-" + string(k), Title: title, Act: action.Retract{}, About: k,
		Needs: func(id model.ID) model.Needs { return action.Retract{Record: id}.Needs() },
		When: func(c *model.Case, id model.ID) string {
			q := of(c, id)
			if _, own := decision.Own(q, c.Who.ID()); !own && !decision.Abstains(q, c.Who.ID()) {
				return "there is no decision of yours on it"
			}
			if since := decision.Replaced(c, q); since != "" {
				return since + " was asked for in its place since"
			}
			return ""
		},
		Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			return action.Retract{Record: id, Reason: a.Get("reason"), Seen: seen(c, id)}, nil
		},
	}
}

// The tasks by which decisions are taken back, one for each kind of record.
var (
	retractApproval = retract(model.KindApproval, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if a := model.Get[*model.Approval](c, id); a != nil {
			return decision.Approval(c, a)
		}
		return decision.Request{}
	})
	retractChange = retract(model.KindChange, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			return decision.Change(ch)
		}
		return decision.Request{}
	})
	retractWaiver = retract(model.KindWaiver, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if w := model.Get[*model.Waiver](c, id); w != nil {
			return decision.Waiver(c, w)
		}
		return decision.Request{}
	})
	retractEntry = retract(model.KindEntry, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if e := model.Get[*model.Entry](c, id); e != nil {
			return decision.Entry(e)
		}
		return decision.Request{}
	})
	retractProposal = retract(model.KindProposal, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if p := model.Get[*model.Proposal](c, id); p != nil {
			return decision.Proposal(p)
		}
		return decision.Request{}
	})
	retractDocument = retract(model.KindDocument, "Take back your decision", func(c *model.Case, id model.ID) decision.Request {
		if d := model.Get[*model.Document](c, id); d != nil {
			return decision.Document(c, d)
		}
		return decision.Request{}
	})
)

// retractException takes back one's decision on an exception from a freeze.
var retractException = Task{
	Name: "retract-exception", Title: "Take back your decision on an exception", Act: action.Retract{}, About: model.KindWindow,
	When: func(c *model.Case, id model.ID) string {
		return nothing(ownExceptions(c, id), "no exception from it was decided by you")
	},
	Open: func(c *model.Case, id model.ID, _ *form.Form) (form.Answers, error) {
		return begin("release", ownExceptions(c, id)[0].value), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.Retract{Record: id, Of: model.ID(a.Get("release")), Reason: a.Get("reason"), Seen: seen(c, id)}, nil
	},
}

func ownExceptions(c *model.Case, id model.ID) []option {
	var out []option
	if w := model.Get[*model.Window](c, id); w != nil {
		for _, e := range w.Exceptions {
			mine := e.Decided != nil && e.Decided.By == c.Who.ID()
			if r := model.Get[*model.Release](c, e.Release); r != nil && e.Waits() {
				mine = decision.Abstains(decision.Exception(r, w, e), c.Who.ID())
			}
			if r := model.Get[*model.Release](c, e.Release); mine && e.Void == nil && (r == nil || decision.Replaced(c, decision.Exception(r, w, e)) == "") {
				out = append(out, option{string(e.Release), fmt.Sprintf("%s: %s", e.Release, e.Reason)})
			}
		}
	}
	return out
}

// retractConflict takes back that one accepted a conflict.
var retractConflict = Task{
	Name: "retract-conflict", Title: "Take back that you accepted a conflict", Act: action.Retract{}, About: model.KindRelease,
	When: func(c *model.Case, id model.ID) string {
		return nothing(ownConflicts(c, id), "no conflict of it was accepted by you")
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := ownConflicts(c, id)
		offer(f, "key", list)
		return begin("key", list[0].value), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.Retract{Record: id, Conflict: a.Get("key"), Reason: a.Get("reason"), Seen: seen(c, id)}, nil
	},
}

func ownConflicts(c *model.Case, id model.ID) []option {
	var out []option
	if r := model.Get[*model.Release](c, id); r != nil {
		for _, a := range r.Accepted {
			if a.Retracted == nil && a.By == c.Who.ID() {
				out = append(out, option{a.Key, a.Text})
			}
		}
	}
	return out
}
