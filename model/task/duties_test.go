package task_test

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
)

// decider holds every role that may decide something, and stands in no relation to
// anything in the world.
const decider = model.ID("PER-8")

// deed is a task with which somebody decides, and whom duties keep from it.
type deed struct {
	task  string
	id    model.ID
	typed typed
	not   string
}

// deciding are the tasks that decide something, each on something that waits, with
// who is kept from it: by name of the relation, in the order of hands.
var deciding = []deed{
	{"decide-approval", "APR-1", typed{"verdict": "approve"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team"},
	{"decide-approval", "APR-1", typed{"verdict": "reject", "comment": "no"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team"},
	{"accept-conflict", planning, typed{"reason": "other machines"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team"},
	{"decide-exception", planning, typed{"verdict": "grant", "comment": "once"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team, asker"},
	{"decide-exception", "WIN-2", typed{"verdict": "refuse", "comment": "no"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team, asker"},
	{"decide-waiver", "WVR-1", typed{"verdict": "grant", "comment": "once"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team, asker"},
	{"decide-waiver", "WVR-1", typed{"verdict": "refuse", "comment": "no"}, "requester, submitter, was its requester, coordinator, was its coordinator, builder, was its builder, in its team, was in its team, asker"},
	{"approve-document", "DOC-6", typed{"read": "yes"}, "coordinator, was its coordinator, builder, was its builder, in its team, was in its team, author, wrote a version"},
	{"assess-change", "CHG-30", typed{"risk": "low", "text": "none"}, "requester, submitter, was its requester, builder, was its builder"},
	{"decide-change", "CHG-2", typed{"decision": "authorise"}, "requester, submitter, was its requester, builder, was its builder"},
	{"decide-change", planning, typed{"decision": "reject", "comment": "no"}, "requester, submitter, was its requester, builder, was its builder"},
	{"decide-rules", "PRP-2", typed{"decision": "reject", "comment": "no"}, "author"},
	{"decide-rules", "PRP-1", typed{"decision": "reject", "comment": "no"}, "author"},
	{"reopen-period", "PRD-1", typed{"reason": "an incident came"}, "author"},
	{"decide-entry", "CAT-1", typed{"decision": "authorise"}, "author, wrote a version"},
	{"decide-entry", "CAT-1", typed{"decision": "reject", "comment": "no"}, "author, wrote a version"},
}

// hands are the ways in which somebody has a hand in what is decided: each puts the
// decider there, everywhere in the world.
var hands = []struct {
	relation string
	put      func(c *model.Case)
}{
	{"requester", func(c *model.Case) {
		each(c, func(r *model.Release) { r.Requester = decider })
		each(c, func(ch *model.Change) { ch.Requester = decider })
	}},
	{"submitter", func(c *model.Case) {
		partOfAll(c, model.Part{Relation: "requester", Person: decider, Born: "submitted"})
	}},
	{"was its requester", func(c *model.Case) { partOfAll(c, model.Part{Relation: "requester", Person: decider}) }},
	{"coordinator", func(c *model.Case) { each(c, func(r *model.Release) { r.Coordinator = decider }) }},
	{"was its coordinator", func(c *model.Case) {
		each(c, func(r *model.Release) { c.AddPart(r.ID, model.Part{Relation: "coordinator", Person: decider}) })
	}},
	{"builder", func(c *model.Case) { each(c, func(ch *model.Change) { ch.Builder = decider }) }},
	{"was its builder", func(c *model.Case) {
		each(c, func(ch *model.Change) { c.AddPart(ch.ID, model.Part{Relation: "builder", Person: decider}) })
	}},
	{"in its team", func(c *model.Case) {
		c.Add(model.Fact{Record: &model.Team{ID: "TEA-9", Name: "Payroll", Members: []model.ID{decider}}})
		each(c, func(r *model.Release) { r.Team = "TEA-9" })
	}},
	{"was in its team", func(c *model.Case) {
		each(c, func(r *model.Release) { c.AddPart(r.ID, model.Part{Relation: model.PartTeam, Person: decider}) })
	}},
	{"author", func(c *model.Case) {
		each(c, func(d *model.Document) { d.Author = decider })
		each(c, func(p *model.Proposal) { p.Author = decider })
		each(c, func(e *model.Entry) { e.Author = decider })
		each(c, func(p *model.Period) { p.By = decider })
	}},
	{"wrote a version", func(c *model.Case) {
		each(c, func(d *model.Document) { c.AddPart(d.ID, model.Part{Relation: model.PartAuthor, Person: decider}) })
		each(c, func(e *model.Entry) { e.Authors = []model.ID{decider} })
	}},
	{"asker", func(c *model.Case) {
		each(c, func(w *model.Window) {
			for i := range w.Exceptions {
				w.Exceptions[i].By = decider
			}
		})
		each(c, func(w *model.Waiver) { w.By = decider })
	}},
	{"owner", func(c *model.Case) { each(c, func(r *model.Release) { r.Owner = decider }) }},
	{"nothing", func(*model.Case) {}},
}

func each[T model.Record](c *model.Case, do func(T)) {
	for _, one := range model.All[T](c) {
		do(one)
	}
}

func partOfAll(c *model.Case, p model.Part) {
	each(c, func(r *model.Release) { c.AddPart(r.ID, p) })
	each(c, func(ch *model.Change) { c.AddPart(ch.ID, p) })
}

// deciders is the world with somebody who holds the roles that decide, as they were
// granted, and who acts.
func deciders(t *testing.T, grant model.Grant) *model.Case {
	t.Helper()
	c := world("PER-1")
	p := &model.Person{ID: decider, Name: "Dee Cider", Handle: "dee"}
	for _, role := range []string{"change-manager", "release-manager"} {
		grant.Role = role
		p.Roles = append(p.Roles, grant)
	}
	c.Add(model.Fact{Record: p, Since: 1008})
	c.Add(model.Fact{Record: &model.Service{ID: "SVC-2", Handle: "pay", Name: "Pay", State: "active"}, Since: 1002})
	c.Who.Person = p
	rfc := form.Answers{Values: map[string]string{"reason": "r", "benefit": "b", "without": "w"}}
	c.Add(model.Fact{Record: &model.Document{ID: "DOC-30", Form: "rfc", Title: "RFC", Of: "CHG-30", Version: 1, Answers: rfc}, Since: 1030})
	c.Add(model.Fact{Record: &model.Change{ID: "CHG-30", Title: "Submitted", Category: "enhancement", Type: "normal", State: model.ChangeSubmitted}, Since: 1030})
	each(c, func(ch *model.Change) { ch.Service = "SVC-1" })
	model.Get[*model.Document](c, "DOC-6").Answers.Values = map[string]string{"notes": "faster"}
	return c
}

// decides fills the form of a task as the decider does, and says why they must not.
func decides(t *testing.T, c *model.Case, name string, id model.ID, answers typed) []string {
	t.Helper()
	tk, a := fill(t, c, example{task: name, id: id, typed: answers})
	act, err := tk.Make(c, id, a)
	if err != nil {
		t.Fatal(err)
	}
	err = action.Open(c, act)
	var refused *model.Refusal
	if err != nil && !errors.As(err, &refused) {
		t.Fatalf("%s of %s: %v", name, id, err)
	}
	if refused == nil {
		return nil
	}
	return model.Each(refused.Reasons, func(r model.Reason) string { return r.Text })
}

// TestNobodyDecidesTheirOwn takes every decision by its form as somebody who has a
// hand in it, in one way after another: a role for all services, for one or for those
// of a site makes no difference. Nobody stands in for another: there are no deputies.
func TestNobodyDecidesTheirOwn(t *testing.T) {
	grants := map[string]model.Grant{"": {}, "for the service": {Service: "SVC-1"}, "for the site": {Service: "SVC-1", Site: "North"}, "as who chairs it": {Chair: true}}
	for _, d := range deciding {
		for _, scope := range slices.Sorted(maps.Keys(grants)) {
			if (d.task == "decide-rules" || d.task == "reopen-period") && grants[scope].Service != "" {
				continue // no service's
			}
			var kept []string
			for _, h := range hands {
				c := deciders(t, grants[scope])
				h.put(c)
				why := decides(t, c, d.task, d.id, d.typed)
				duty := slices.ContainsFunc(why, func(text string) bool { return strings.HasPrefix(text, "you ") })
				if duty {
					kept = append(kept, h.relation)
				}
				if h.relation == "nothing" && len(why) > 0 {
					t.Errorf("%s of %s, a role %s: refused %q to somebody who has nothing to do with it", d.task, d.id, scope, why)
				}
			}
			if got := strings.Join(kept, ", "); got != d.not {
				t.Errorf("%s of %s, a role %s: kept from it are\n%s, want\n%s", d.task, d.id, scope, got, d.not)
			}
		}
		for _, grant := range []model.Grant{{Service: "SVC-2"}, {Service: "SVC-2", Site: "South"}} {
			why := decides(t, deciders(t, grant), d.task, d.id, d.typed)
			if len(why) == 0 {
				t.Errorf("%s of %s is decided by somebody with a role for another service", d.task, d.id)
			}
		}
	}
}

// Every kind of decision has a task in the table above.
func TestEveryDecisionIsInTheTableOfDuties(t *testing.T) {
	by := map[string]string{"decide": "decide-approval"} // and decide-exception; the others are called as their task
	for act := range decision.Acts() {
		name := cmp.Or(by[act], act)
		if act == "write-document" {
			continue // forms are no tasks: ui/cli's scripts of each process fill them
		}
		if !slices.ContainsFunc(deciding, func(d deed) bool { return d.task == name }) {
			t.Errorf("no line of the table decides %s", act)
		}
	}
}
