package decision_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// digests are what each kind of decision was bound to in the first way of writing
// it down. They are kept in every file: one that changes here voids what was decided
// there, or belongs to another version of it.
var digests = map[string]string{
	"accept-conflict":        "1:d8234ae60736bc4982225c8375c57ebf00b76e2aa19a4f8ad1c924983bdec576",
	"approve-document:notes": "1:85b700ef72097bf77c45e0333eb0415a2f76f1a453e2ebab12dd8cf926c2f2da",
	"assess-change":          "1:00b3d8fca31e0080c0b572c6ec80d1dbaac7a42763cf1cf24c9d6ef602b5aefa",
	"decide-change":          "1:fb1cf6c50c6a5ef6b617f47f7e39ce623074a63436f4ad12ce3c4f37c2959c87",
	"decide-entry":           "1:d867a733d3fdb2f5f402ddcb1b7969191d3419b75fe0af38c845f147dcd4c233",
	"decide-rules":           "1:d110338b8cdb3a0b777d5d17d0b8c4f9e6b725fc920858dd410939154dfcbd82",
	"decide:authorisation-1": "1:62c1443d83659108a5bfb8fe646fe727aa91cb2011c5ee5adfb5e3e1f844beba",
	"decide:exception":       "1:3b4873801dfdf4fea509e342d200c8c395c684c78b49a30f5e91bd227ef943bf",
}

const vancouver = "America/Vancouver"

// Two sets of zone data: as it was, and with summer time all the year.
var clocks = []string{"- -28800 PST\n", "- -25200 MST\n"}

// asked are requests of every kind, made with dates that were meant in Vancouver.
func asked(t *testing.T) (*model.Case, map[string]decision.Request) {
	t.Helper()
	zone, err := when.Zone(vancouver)
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) when.Moment {
		return when.OnClock(time.Date(2026, 12, day, hour, 0, 0, 0, zone), zone)
	}
	rules := &model.Rules{ID: "PRC-1", Rules: process.Rules{
		Policy: process.Policy{Zone: vancouver, Conflicts: map[string]string{calendar.SameItem: "hard"}},
		Forms: []form.Form{
			{Name: "rfc", Of: "change", Groups: []form.Group{{Fields: []form.Field{{Name: "why", Type: form.Text}}}}},
			{Name: "notes", Of: "release", Bound: []string{"scope"}, Groups: []form.Group{{Fields: []form.Field{{Name: "text", Type: form.Text}, {Name: "greeting", Type: form.Text, Minor: true}}}}},
		},
		Processes: []process.Process{{Name: "normal", Of: "release", Stages: []process.Stage{{ID: "planning", Title: "Planning"}},
			Material:  []process.Material{{What: "window", Voids: []string{"authorisation-1"}}, {What: "scope", Voids: []string{"authorisation-1"}}},
			Approvals: []process.Approval{{ID: "authorisation-1", Stages: []string{"planning"}}}},
			{Name: "normal", Of: "change", Stages: []process.Stage{{ID: "submitted", Forms: []string{"rfc"}}}}},
	}}
	happened := time.Date(2026, 12, 2, 9, 0, 0, 0, time.UTC) // an instant, whatever the clocks show
	c := model.NewCase(happened, model.Actor{}, rules)
	put := func(r model.Record) { c.Add(model.Fact{Record: r}) }
	slot := model.Slot{Start: at(17, 22), End: at(18, 2)}
	r := &model.Release{ID: "REL-1", Name: "Shop", Version: "5.2", Type: "normal", Rules: "PRC-1", Service: "SVC-1", Stage: "planning", Revision: 3, Changes: []model.ID{"CHG-1"},
		Items: []model.ID{"CI-1"}, Window: slot, Contents: []string{"software"}}
	ch := &model.Change{ID: "CHG-1", Title: "Faster", Text: "why", Type: "normal", Category: "software", Service: "SVC-1", State: model.ChangeAssessed, Risk: "low", Assessed: &model.Verdict{By: "PER-3", Yes: true, At: happened}}
	freeze := &model.Window{ID: "WIN-1", Title: "Year end", Class: model.WindowFreeze, Hard: true, Everything: true, Zone: vancouver,
		Slot: model.Slot{Start: when.OnDay(when.Date{Year: 2026, Month: 12, Day: 17}, zone), End: when.OnDay(when.Date{Year: 2027, Month: 1, Day: 4}, zone)}}
	exception := model.Exception{Release: r.ID, Reason: "law", By: "PER-2", At: happened, Slot: slot}
	freeze.Exceptions = []model.Exception{exception}
	rival := &model.Release{ID: "REL-2", Name: "Till", Service: "SVC-1", Rules: "PRC-1", Items: []model.ID{"CI-1"}, Window: model.Slot{Start: at(17, 23), End: at(18, 1)}}
	notes := &model.Document{ID: "DOC-1", Form: "notes", Of: r.ID, Version: 2, Answers: form.Answers{Values: map[string]string{"text": "new", "greeting": "hello"}}}
	why := &model.Document{ID: "DOC-2", Form: "rfc", Of: ch.ID, Version: 1, Answers: form.Answers{Values: map[string]string{"why": "slow"}}}
	approval := &model.Approval{ID: "APR-1", Of: r.ID, Purpose: "authorisation-1", Title: "Authorisation 1", Revision: 3, Documents: []model.DocumentSeen{{ID: notes.ID, Version: 2}}}
	proposal := &model.Proposal{ID: "PRP-1", Title: "Quorum", Base: "PRC-1", Author: "PER-2", Files: []process.File{{Name: process.PolicyFile, Text: "cab_quorum = 2\n"}}}
	entry := &model.Entry{ID: "CAT-1", Version: 2, State: model.EntryProposed, Author: "PER-2", Work: model.Work{Title: "Patches", Text: "monthly", Process: "standard", Services: []model.ID{"SVC-1"},
		Impact: 1, Method: "phased", Steps: []model.WorkStep{{Text: "stop"}, {Text: "patch", NoBack: true}}, Verification: []string{"it answers"}, NextReview: when.OnDay(when.Date{Year: 2027, Month: 6, Day: 1}, zone)}}
	for _, one := range []model.Record{rules, r, ch, freeze, rival, notes, why, approval, proposal, entry} {
		put(one)
	}
	found := calendar.Conflict{Kind: calendar.SameItem, With: []string{"REL-2"}, Items: []string{"CI-1"}, Key: "same-item:REL-1,REL-2"}
	return c, map[string]decision.Request{
		"decide:authorisation-1": decision.Approval(c, approval),
		"decide:exception":       decision.Exception(r, freeze, exception),
		"decide-change":          decision.Change(ch),
		"assess-change":          decision.Assessment(ch),
		"approve-document:notes": decision.Document(c, notes),
		"accept-conflict":        decision.Conflict(c, r, found),
		"decide-rules":           decision.Proposal(proposal),
		"decide-entry":           decision.Entry(entry),
	}
}

// A decision of any kind is bound to what was meant: its digest is the one it was in
// the first program that made it, whatever the clocks of the zone do.
func TestDigestsStay(t *testing.T) {
	var instants []time.Time
	for _, rules := range clocks {
		if err := when.Follow(vancouver, rules); err != nil {
			t.Fatal(err)
		}
		c, requests := asked(t)
		instants = append(instants, model.Get[*model.Release](c, "REL-1").Window.Start.At)
		acts := map[string]bool{}
		for name, q := range requests {
			acts[q.Act] = true
			if got := decision.Digest(c, q); got != digests[name] {
				t.Errorf("with clocks at %s, %s is bound to\n%q, not to %q", strings.Fields(rules)[1], name, got, digests[name])
			}
		}
		for act := range decision.Acts() {
			if !acts[act] && act != "write-document" && act != "reopen-period" { // the document is the word, and of a period nobody asked: nothing is bound to them
				t.Errorf("no request is made of the kind %s", act)
			}
		}
		if len(requests) != len(digests) {
			t.Errorf("%d requests, %d digests", len(requests), len(digests))
		}
	}
	if instants[0].Equal(instants[1]) {
		t.Error("both zone data put the release at the same instant")
	}
}

// What is not part of a decision changes nothing in it; what is, does.
func TestDigestsHoldWhatWasMeant(t *testing.T) {
	for _, one := range []struct {
		name    string
		change  func(c *model.Case)
		changes string // the requests of which the digest is another
	}{
		{"the release's notes", func(c *model.Case) { model.Get[*model.Release](c, "REL-1").Notes = "x" }, ""},
		{"a minor answer", func(c *model.Case) { model.Get[*model.Document](c, "DOC-1").Answers.Values["greeting"] = "hi" }, "approve-document:notes"},
		{"an answer", func(c *model.Case) { model.Get[*model.Document](c, "DOC-1").Answers.Values["text"] = "other" }, "approve-document:notes decide:authorisation-1"},
		{"its scope", func(c *model.Case) { model.Get[*model.Release](c, "REL-1").Changes = nil }, "approve-document:notes decide:authorisation-1"},
		{"the dates of its rival", func(c *model.Case) {
			w := &model.Get[*model.Release](c, "REL-2").Window
			w.End = when.OnClock(w.End.At.Add(time.Hour), w.End.In(time.UTC))
		}, "accept-conflict"},
		{"what an RFC asks for", func(c *model.Case) { model.Get[*model.Document](c, "DOC-2").Answers.Values["why"] = "other" }, "assess-change decide-change"},
		{"the freeze", func(c *model.Case) { model.Get[*model.Window](c, "WIN-1").Hard = false }, "decide:exception"},
		{"the files", func(c *model.Case) { model.Get[*model.Proposal](c, "PRP-1").Files[0].Text = "" }, "decide-rules"},
	} {
		c, requests := asked(t)
		before := map[string]string{}
		for name, q := range requests {
			before[name] = decision.Digest(c, q)
		}
		one.change(c)
		var differ []string
		for _, name := range []string{"accept-conflict", "approve-document:notes", "assess-change", "decide-change", "decide-rules", "decide:authorisation-1", "decide:exception"} {
			if decision.Digest(c, requests[name]) != before[name] {
				differ = append(differ, name)
			}
		}
		if got := fmt.Sprint(strings.Join(differ, " ")); got != one.changes {
			t.Errorf("%s changes the digests of %q, want %q", one.name, got, one.changes)
		}
	}
}
