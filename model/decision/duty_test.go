package decision_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/process"
)

// noon is when every case is looked at.
var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// The relations that people have, in the order of the table below.
var relations = []string{"requester", "coordinator", "builder", "deployer", "team", "author", "asker", "assessor"}

// barred says for each kind of decision, and each purpose that the default rules
// have a duty for, which relations keep somebody from it. Who stands in none of them,
// or in another, may decide.
var barred = map[string]string{
	"decide:authorisation-1":         "requester coordinator builder team asker",
	"decide:authorisation-2":         "requester coordinator builder team asker",
	"decide:acceptance":              "requester coordinator builder deployer team asker",
	"decide:handover":                "requester coordinator builder deployer team asker",
	"decide:exception":               "requester coordinator builder team asker",
	"decide:waiver":                  "requester coordinator builder team asker",
	"decide-change":                  "requester builder author",
	"assess-change":                  "requester builder",
	"approve-document:release-notes": "coordinator builder team author",
	"approve-document:agreement":     "coordinator builder team author",
	"accept-conflict":                "requester coordinator builder team",
	"decide-rules":                   "author",
	// What others did is judged by others: by the form, of a release or an RFC.
	"reopen-period":                             "author",
	"write-document:emergency-review":           "requester builder team",
	"write-document:emergency-change-review":    "requester builder",
	"write-document:unauthorised-change-review": "requester builder",
	"decide-entry":                              "author",
}

// stands is a case in which PER-1 stands to everything in one relation, and PER-2 in
// every other; with a request of each kind.
func stands(rules *model.Rules, relation string) (*model.Case, map[string]decision.Request) {
	who := func(r string) model.ID {
		if r == relation {
			return "PER-1"
		}
		return "PER-2"
	}
	c := model.NewCase(noon, model.Actor{}, rules)
	ch := &model.Change{ID: "CHG-1", Type: "normal", Service: "SVC-1", State: model.ChangeAssessed, Requester: who("requester"), Builder: who("builder"), Assessed: &model.Verdict{By: who("assessor")}}
	builds := &model.Team{ID: "TEA-1", Lead: who("team")}
	r := &model.Release{ID: "REL-1", Type: "normal", Service: "SVC-1", Team: builds.ID, Stage: "planning", Requester: who("requester"), Coordinator: who("coordinator"), Changes: []model.ID{ch.ID}}
	run := &model.Run{ID: "RUN-1", Release: r.ID, Production: true, By: who("deployer")}
	freeze := &model.Window{ID: "WIN-1", Class: model.WindowFreeze, Hard: true}
	exception := model.Exception{Release: r.ID, By: who("asker")}
	freeze.Exceptions = []model.Exception{exception}
	proposal := &model.Proposal{ID: "PRP-1", Author: who("author")}
	entry := &model.Entry{ID: "CAT-1", Version: 1, State: model.EntryProposed, Author: who("author")}
	waiver := &model.Waiver{ID: "WVR-1", Of: r.ID, Check: "notes-drafted", By: who("asker")}
	c.AddPart(ch.ID, model.Part{Relation: model.PartAuthor, Person: who("author")})
	for _, one := range []model.Record{ch, builds, r, run, freeze, proposal, entry, waiver} {
		c.Add(model.Fact{Record: one})
	}
	out := map[string]decision.Request{
		"decide:exception": decision.Exception(r, freeze, exception),
		"decide:waiver":    decision.Waiver(c, waiver),
		"decide-change":    decision.Change(ch),
		"assess-change":    decision.Assessment(ch),
		"accept-conflict":  decision.Conflict(c, r, calendar.Conflict{Kind: calendar.SameItem, Key: "same-item:REL-1,REL-2"}),
		"decide-rules":     decision.Proposal(proposal),
		"decide-entry":     decision.Entry(entry),
		"reopen-period":    decision.Reopening(&model.Period{ID: "PRD-1", By: who("author")}, "metrics.close"),
	}
	for i, purpose := range []string{"authorisation-1", "authorisation-2", "acceptance", "handover"} {
		a := &model.Approval{ID: model.MakeID(model.KindApproval, int64(i+1)), Of: r.ID, Purpose: purpose, By: who("asker")}
		c.Add(model.Fact{Record: a})
		out["decide:"+purpose] = decision.Approval(c, a)
	}
	for i, name := range []string{decision.FormNotes, decision.FormAgreement} {
		d := &model.Document{ID: model.MakeID(model.KindDocument, int64(i+1)), Form: name, Of: r.ID, Author: who("author")}
		c.Add(model.Fact{Record: d})
		out["approve-document:"+name] = decision.Document(c, d)
	}
	for _, form := range []string{"emergency-review", "emergency-change-review", "unauthorised-change-review"} {
		of := model.Subject{Change: ch}
		if form == "emergency-review" {
			of = model.Subject{Release: r}
		}
		out["write-document:"+form] = decision.Writing(rules, form, of, "form.write")
	}
	return c, out
}

// Who may decide is in the rules alone, for every kind of decision: the table above
// is what the default rules say, and no duty is left when they say none.
func TestWhoMayDecideIsInTheRules(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, relation := range relations {
		c, requests := stands(&rules, relation)
		for name, q := range requests {
			if len(decision.Bars(c, q, "PER-1")) > 0 {
				got[name] = append(got[name], relation)
			}
			if bars := decision.Bars(c, q, "PER-3"); len(bars) > 0 {
				t.Errorf("%s: somebody who has nothing to do with it is kept from it: %v", name, bars)
			}
		}
	}
	for name, want := range barred {
		if list := strings.Join(got[name], " "); list != want {
			t.Errorf("%s is kept from %q, want %q", name, list, want)
		}
	}
	_, requests := stands(&rules, "")
	for act, names := range decision.Acts() {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(requests)), func(name string) bool { return requests[name].Act == act }) {
			t.Errorf("the table has no decision of the kind %s", act)
		}
		for _, r := range names {
			if !slices.Contains(relations, r) {
				t.Errorf("the table has no relation %s", r)
			}
		}
	}
	for _, d := range rules.Duties { // every duty of the rules shows in the table
		if !slices.ContainsFunc(slices.Collect(maps.Keys(requests)), func(name string) bool { return name == d.Act || requests[name].Act == d.Act }) {
			t.Errorf("the duty about %s is in no line of the table", d.Act)
		}
	}

	// An organisation lifts all of them, or has one of its own.
	for act := range decision.Acts() {
		own := rules
		own.Duties = slices.DeleteFunc(slices.Clone(rules.Duties), func(d process.Duty) bool { base, _, _ := strings.Cut(d.Act, ":"); return base == act })
		own.Duties = append(own.Duties, process.Duty{Act: act})
		if act == "decide" {
			own.Duties = append(own.Duties, process.Duty{Act: "decide:exception"}, process.Duty{Act: "decide:waiver"})
		}
		for _, relation := range relations {
			c, requests := stands(&own, relation)
			for name, q := range requests {
				if bars := decision.Bars(c, q, "PER-1"); q.Act == act && len(bars) > 0 {
					t.Errorf("%s, with no duty: its %s is kept from it: %v", name, relation, bars)
				}
			}
		}
		only := own
		only.Duties = append(slices.Clone(own.Duties), process.Duty{Act: act, Not: []string{decision.Acts()[act][0]}, Text: "never"})
		c, requests := stands(&only, decision.Acts()[act][0])
		for name, q := range requests {
			if q.Act == act && len(decision.Bars(c, q, "PER-1")) != 1 {
				t.Errorf("%s, with a duty of its own: %v", name, decision.Bars(c, q, "PER-1"))
			}
		}
	}
}
