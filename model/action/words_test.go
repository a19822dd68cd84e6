package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
)

// spoken is something that waits for a decision of any kind but an approval's.
type spoken struct {
	name string
	// wait makes it wait from the hour that the clock shows on, and returns its record; who
	// decides and who else may.
	wait  func(w *world) model.ID
	who   string
	other string
	say   func(id model.ID, yes bool, comment string, words action.Words) action.Action
	// verdict is what was decided on it, and abstained are those who did not; nil and none.
	verdict   func(w *world, id model.ID) *model.Verdict
	abstained func(w *world, id model.ID) []model.Abstention
	first     string // what it can't have been decided before
	bare      bool   // a yes takes no conditions
}

// spokens are one of each kind.
func spokens() []spoken {
	rfc := func(w *world) model.ID {
		id := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
		w.fill("req", "rfc", id, "reason", "x", "benefit", "z", "without", "y")
		w.must("coord", action.AssessChange{Change: id, Text: "fine", Risk: "low"})
		return id
	}
	decided := func(v *model.Verdict) *model.Verdict { return v }
	change := func(w *world, id model.ID) *model.Change { return model.Get[*model.Change](w.seen(""), id) }
	paper := func(w *world, id model.ID) *model.Document { return model.Get[*model.Document](w.seen(""), id) }
	entry := func(w *world, id model.ID) *model.Entry { return model.Get[*model.Entry](w.seen(""), id) }
	exception := func(w *world, id model.ID) model.Exception { return w.window(id).Exceptions[0] }
	return []spoken{
		{"RFC", rfc, "chgmgr", "chgmgr2", func(id model.ID, yes bool, comment string, words action.Words) action.Action {
			return action.DecideChange{Change: id, Yes: yes, Comment: comment, Words: words}
		}, func(w *world, id model.ID) *model.Verdict { return decided(change(w, id).Decided) },
			func(w *world, id model.ID) []model.Abstention { return change(w, id).Abstained }, "was assessed only later", false},
		{"document", func(w *world) model.ID {
			return w.fill("coord", "release-notes", w.planned(software), "notes", "new").Writes[0].Key()
		}, "relmgr", "chgmgr", func(id model.ID, yes bool, comment string, words action.Words) action.Action {
			if !yes && words.Verdict == "" {
				words.Verdict = model.Reject
			}
			return action.ApproveDocument{Document: id, Version: 1, Comment: comment, Words: words}
		}, func(w *world, id model.ID) *model.Verdict { return paper(w, id).Verdict() },
			func(w *world, id model.ID) []model.Abstention { return paper(w, id).Abstained }, "was written only later", false},
		{"exception", func(w *world) model.ID {
			r := w.planned(software)
			freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: slot("2026-03-10 00:00", "2026-03-30 00:00")}}).Subject
			w.must("coord", action.AskException{Window: freeze, Release: r, Reason: "it is the sale"})
			return freeze
		}, "chgmgr", "relmgr", func(id model.ID, yes bool, comment string, words action.Words) action.Action {
			return action.DecideException{Window: id, Release: "REL-1", Yes: yes, Comment: comment, Words: words}
		}, func(w *world, id model.ID) *model.Verdict { return exception(w, id).Decided },
			func(w *world, id model.ID) []model.Abstention { return exception(w, id).Abstained }, "the exception was asked for only later", false},
		{"entry", func(w *world) model.ID {
			return w.must("coord", action.ProposeEntry{Entry: model.Entry{Work: work(w)}}).Subject
		}, "chgmgr", "chgmgr2", func(id model.ID, yes bool, comment string, words action.Words) action.Action {
			return action.DecideEntry{Entry: id, Yes: yes, Comment: comment, Words: words}
		}, func(w *world, id model.ID) *model.Verdict { return entry(w, id).Decided },
			func(w *world, id model.ID) []model.Abstention { return entry(w, id).Abstained }, "was proposed only later", false},
		{"rules", func(w *world) model.ID {
			id := w.proposed()
			w.must("relmgr", action.ReviewRules{Proposal: id, Comment: "read"})
			return id
		}, "chgmgr", "chgmgr2", func(id model.ID, yes bool, comment string, words action.Words) action.Action {
			return action.DecideRules{Proposal: id, Yes: yes, Comment: comment, Words: words}
		}, func(w *world, id model.ID) *model.Verdict { return w.proposal(id).Decided },
			func(w *world, id model.ID) []model.Abstention { return w.proposal(id).Abstained }, "was reviewed only later", true},
	}
}

// work is what an entry of the catalogue takes at least.
func work(w *world) model.Work {
	return model.Work{Title: "Patches", Text: "monthly", Process: "standard-change", Services: []model.ID{w.shop}, Category: "enhancement", Impact: 1}
}

// waiting is a world in which one of each waits since ten, and it is noon.
func (s spoken) waiting(t *testing.T) (*world, model.ID) {
	w := newWorld(t)
	w.quick = true
	w.people["chgmgr2"] = w.must("admin", action.WritePerson{Person: model.Person{Handle: "chgmgr2", Name: "CHGMGR2", Roles: []model.Grant{{Role: "change-manager"}}}}).Subject
	w.now = monday.Add(time.Hour)
	id := s.wait(w)
	w.now = monday.Add(3 * time.Hour)
	return w, id
}

// TestADecisionOfAnyKindIsEnteredLater: a decision of whatever kind counts from when it was
// taken: that is neither in the future nor before what it decides on was there, both times are
// kept, and nothing had been decided before.
func TestADecisionOfAnyKindIsEnteredLater(t *testing.T) {
	for _, s := range spokens() {
		for minutes := -90; minutes <= 150; minutes += 10 {
			w, id := s.waiting(t)
			said := monday.Add(time.Hour + time.Duration(minutes)*time.Minute)
			out, err := w.do(s.who, s.say(id, true, "fine", action.Words{Happened: said}))
			switch {
			case minutes < 0:
				if err == nil || !strings.Contains(err.Error(), "only later") || s.verdict(w, id) != nil {
					t.Errorf("%s, %d minutes after it was there: %v", s.name, minutes, err)
				}
				continue
			case said.After(w.now):
				if err == nil || !strings.Contains(err.Error(), "in the future") || s.verdict(w, id) != nil {
					t.Errorf("%s, %d minutes after it was there: %v", s.name, minutes, err)
				}
				continue
			case err != nil:
				t.Fatalf("%s, %d minutes after it was there: %v", s.name, minutes, err)
			}
			v := s.verdict(w, id)
			if v == nil || !v.Yes || !v.At.Equal(said) || !v.Entered().Equal(w.now) || !out.Happened.Equal(said) {
				t.Fatalf("%s said %s: %+v", s.name, said, v)
			}
			if s.name == "entry" || s.name == "rules" {
				continue // nothing that happens first and is entered later goes by them
			}
			c := w.seen("").AsOf(said.Add(-time.Minute))
			if f, ok := c.Fact(id); ok && minutes > 1 && verdictIn(f.Record) != nil {
				t.Errorf("%s said %s: it was decided a minute before", s.name, said)
			}
		}
		w, id := s.waiting(t)
		w.refused(s.who, s.say(id, true, "fine", action.Words{Happened: monday.Add(59 * time.Minute)}), s.first)
	}
}

func verdictIn(r model.Record) *model.Verdict {
	switch r := r.(type) {
	case *model.Change:
		return r.Decided
	case *model.Document:
		return r.Verdict()
	case *model.Window:
		return r.Exceptions[0].Decided
	}
	return nil
}

// TestWhatWaitsTakesTheSameWords: a question, an abstention or a comment decides nothing, and
// the rest of what can be said is refused where it says nothing.
func TestWhatWaitsTakesTheSameWords(t *testing.T) {
	for _, s := range spokens() {
		w, id := s.waiting(t)
		for _, verdict := range []string{model.Ask, model.Abstain, model.Remark} {
			w.refused(s.who, s.say(id, true, " ", action.Words{Verdict: verdict}), "a comment is missing")
			w.refused(s.who, s.say(id, true, "x", action.Words{Verdict: verdict, Conditions: "y", MeetBy: w.people["desk"]}), "conditions are those of a yes")
		}
		w.refused(s.who, s.say(id, true, "x", action.Words{Verdict: "shout"}), `"shout" is no verdict`)
		out := w.must(s.who, s.say(id, true, "who is told?", action.Words{Verdict: model.Ask}))
		q, ok := out.Writes[0].(*model.Question)
		if !ok || q.About != id || !q.Waits() || q.By != w.people[s.who] || len(out.Writes) != 1 {
			t.Fatalf("%s: %+v", s.name, out.Writes)
		}
		if q := w.must(s.who, s.say(id, true, "see page 3", action.Words{Verdict: model.Remark})).Writes[0].(*model.Question); q.Waits() {
			t.Errorf("%s: %+v", s.name, q)
		}
		if s.verdict(w, id) != nil {
			t.Fatalf("%s: a question decided it", s.name)
		}
		// Whoever abstains decides no more, and the last one does not.
		w.must(s.who, s.say(id, true, "I run that shop", action.Words{Verdict: model.Abstain}))
		w.refused(s.who, s.say(id, true, "fine", action.Words{}), "you have abstained already")
		for handle := range w.people {
			_, err := w.do(handle, s.say(id, true, "nor do I", action.Words{Verdict: model.Abstain}))
			var refusal *model.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatal(err)
			}
		}
		if s.verdict(w, id) != nil || len(s.abstained(w, id)) == 0 {
			t.Fatalf("%s: %+v", s.name, s.abstained(w, id))
		}
		last := slices.ContainsFunc([]string{s.who, s.other, "relmgr", "chgmgr", "chgmgr2", "owner", "coord"}, func(handle string) bool {
			_, err := w.do(handle, s.say(id, true, "fine", action.Words{}))
			return err == nil
		})
		if !last {
			t.Errorf("%s: nobody who may decide it was left", s.name)
		}
	}
}

// TestConditionsOfAnyDecision: they name who has to meet them, are met by what came after, and
// go with the decision.
func TestConditionsOfAnyDecision(t *testing.T) {
	for _, s := range spokens() {
		w, id := s.waiting(t)
		under := func(by string) action.Action {
			return s.say(id, true, "fine", action.Words{Conditions: "tell them\n\nand us", MeetBy: w.people[by]})
		}
		if s.bare {
			w.refused(s.who, under("desk"), "rules are in force or they are not")
			continue
		}
		w.refused(s.who, s.say(id, true, "fine", action.Words{Conditions: "tell them"}), "it is not said who has to meet the conditions")
		w.refused(s.who, s.say(id, false, "no", action.Words{Conditions: "tell them", MeetBy: w.people["desk"]}), "conditions are those of a yes")
		w.refused(s.who, under(s.who), "whoever sets a condition doesn't meet it themselves")
		w.must(s.who, under("desk"))
		f, _ := w.seen("").Fact(id)
		if list := model.Owing(f.Record); len(list) != 2 || list[1].Text != "and us" || list[1].By != w.people["desk"] || list[1].Set != w.people[s.who] {
			t.Fatalf("%s: %+v", s.name, list)
		}
		w.refused("audit", action.MeetCondition{Approval: id, Number: 1, Record: "REL-1"}, "DESK has to meet it")
		w.refused("desk", action.MeetCondition{Approval: id, Number: 1}, "it is not said by what it is met")
	}
}

// TestADocumentThatWasSentBack: its next version is decided on by itself, and the gate says
// why it waits.
func TestADocumentThatWasSentBack(t *testing.T) {
	w := newWorld(t)
	r := w.planned(software)
	id := w.fill("coord", "release-notes", r, "notes", "new").Writes[0].Key()
	w.now = w.now.Add(time.Hour)
	reject := func(version int, comment string) action.ApproveDocument {
		return action.ApproveDocument{Document: id, Version: version, Comment: comment, Words: action.Words{Verdict: model.Reject}}
	}
	w.refused("relmgr", reject(1, ""), "a comment is missing")
	w.refused("coord", reject(1, "mine"), "you wrote it")
	w.must("relmgr", reject(1, "step 4 is old"))
	if d := model.Get[*model.Document](w.seen(""), id); d.Row().State != model.DocumentRejected || !d.Approved.IsZero() {
		t.Fatalf("%+v", d)
	}
	if f := w.finding(r, "acceptance", "notes-approved"); f.Answer != gate.Open || !strings.Contains(f.Evidence, "was rejected by RELMGR: step 4 is old") || f.Form != "release-notes" {
		t.Errorf("%+v", f)
	}
	w.refused("chgmgr", action.ApproveDocument{Document: id, Version: 1}, "version 1 was rejected by RELMGR: step 4 is old")
	w.fill("coord", "release-notes", r, "notes", "newer")
	w.must("chgmgr", action.ApproveDocument{Document: id, Version: 2})
	if f := w.finding(r, "acceptance", "notes-approved"); f.Answer != gate.Met {
		t.Errorf("%+v", f)
	}
}

// TestADelegateDecidedThen: what a delegate decided is entered later only for a time at which
// the delegation held.
func TestADelegateDecidedThen(t *testing.T) {
	for _, s := range spokens() {
		w, id := s.waiting(t)
		w.must(s.who, action.Delegate{Person: w.people["desk"], From: when.OnClock(w.now, time.UTC), Until: when.OnClock(w.now.Add(48*time.Hour), time.UTC), Reason: "on leave"})
		w.now = w.now.Add(time.Hour)
		early := s.say(id, true, "fine", action.Words{Happened: w.now.Add(-90 * time.Minute)})
		w.refused("desk", early, "by which you would decide for "+strings.ToUpper(s.who)+", did not hold")
		w.must("desk", s.say(id, true, "fine", action.Words{Happened: w.now.Add(-30 * time.Minute)}))
		if v := s.verdict(w, id); v.Basis.For != w.people[s.who] {
			t.Errorf("%s: %+v", s.name, v)
		}
	}
}

// TestAnRFCIsClosedOnceItsConditionsAreMet: those on which it was authorised.
func TestAnRFCIsClosedOnceItsConditionsAreMet(t *testing.T) {
	s := spokens()[0]
	w, id := s.waiting(t)
	w.must(s.who, s.say(id, true, "fine", action.Words{Conditions: "tell them", MeetBy: w.people["desk"]}))
	n := *model.Get[*model.Change](w.seen(""), id)
	n.State = model.ChangeImplemented
	w.before(&n)
	w.now = w.now.Add(time.Hour)
	review := action.ReviewChange{Change: id, Outcome: model.OutcomeSuccessful, Text: "as meant", Close: true}
	w.refused("chgmgr2", review, "it was authorised on condition, and DESK has to meet it: tell them")
	w.refused("desk", action.MeetCondition{Approval: id, Number: 1, Record: id, Note: "they know"}, "the condition is one of CHG-1 itself: that shows nothing of it")
	w.before(&model.Improvement{ID: "IMP-9", Of: id, Action: "tell them", Owner: w.people["coord"], By: w.people["coord"], At: w.now, Done: &model.Answer{Text: "they know", By: w.people["coord"], At: w.now}})
	w.must("desk", action.MeetCondition{Approval: id, Number: 1, Record: "IMP-9", Note: "they know"})
	w.must("chgmgr2", review)
}

// TestAnAbstentionOfAnyKindIsTakenBack: as every word of one's own, with a reason, and what
// was decided as well while nothing was built on it; both stay on record.
func TestAnAbstentionOfAnyKindIsTakenBack(t *testing.T) {
	for _, s := range spokens() {
		w, id := s.waiting(t)
		back := action.Retract{Record: id, Reason: "I have read it now"}
		none := "there is no decision of yours on it"
		if s.name == "exception" {
			back.Of, none = "REL-1", "no exception of REL-1 from it was decided"
		}
		w.must(s.who, s.say(id, true, "I run that shop", action.Words{Verdict: model.Abstain}))
		w.refused(s.other, back, none)
		w.must(s.who, back)
		if list := s.abstained(w, id); len(list) != 1 || list[0].Retracted == nil || list[0].Retracted.Reason != back.Reason {
			t.Fatalf("%s: %+v", s.name, list)
		}
		w.must(s.who, s.say(id, true, "fine", action.Words{}))
		w.must(s.who, back)
		if v := s.verdict(w, id); v != nil {
			t.Fatalf("%s: %+v", s.name, v)
		}
		w.refused(s.who, back, none)
		w.must(s.other, s.say(id, false, "no", action.Words{}))
	}
}

// TestWhatAnEntryAuthorisedStands: a decision on an entry that something follows, and on
// rules in force, is taken back no more.
func TestWhatAnEntryAuthorisedStands(t *testing.T) {
	for _, s := range spokens() {
		if s.name != "entry" {
			continue
		}
		w, id := s.waiting(t)
		w.must(s.who, s.say(id, true, "fine", action.Words{}))
		ch := w.must("req", action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "standard", Service: w.shop, Impact: 1, Entry: &model.EntryFollowed{Entry: id}}}).Subject
		w.refused(s.who, action.Retract{Record: id, Reason: "x"}, string(ch)+" follows it since")
	}
}
