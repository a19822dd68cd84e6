package action_test

import (
	"errors"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// TestWhatIsRefused: one wrong value after another, each with the words that
// the person reads.
func TestWhatIsRefused(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	w.plan(id, software)
	tomorrow := w.now.AddDate(0, 0, 1)
	day := func(d int) when.Moment {
		return when.Moment{At: time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC), Precision: when.Day}
	}
	for name, c := range map[string]struct {
		who    string
		action action.Action
		says   string
	}{
		"a release without a name":              {"coord", action.Register{Release: model.Release{Type: "normal"}}, "the name is empty"},
		"a release of no process":               {"coord", action.Register{Release: model.Release{Name: "x", Type: "normal-change"}}, `there is no release process "normal-change"`},
		"a release that brings the moon":        {"coord", action.Register{Release: model.Release{Name: "x", Type: "normal", Contents: []string{"moon"}}}, `can't bring "moon"`},
		"a release for no service":              {"coord", action.Register{Release: model.Release{Name: "x", Type: "normal", Service: "SVC-9"}}, "there is no service SVC-9"},
		"a person as a service":                 {"relmgr", action.Register{Release: model.Release{Name: "x", Type: "normal", Service: "PER-1"}}, "there is no service PER-1"},
		"a window that ends before it begins":   {"coord", action.Reschedule{Release: id, Window: model.Slot{Start: window.End, End: window.Start}, Reason: "not-ready", Sentence: "x"}, "the window ends before it begins"},
		"days in the wrong order":               {"coord", action.Reschedule{Release: id, Window: model.Slot{Start: day(14), End: day(13)}, Reason: "not-ready", Sentence: "x"}, "the window ends before it begins"},
		"a window with an end alone":            {"coord", action.Register{Release: model.Release{Name: "x", Type: "normal", Window: model.Slot{End: window.End}}}, "an end, but no start"},
		"a move for no listed reason":           {"coord", action.Reschedule{Release: id, Window: slot("2026-04-01 20:00", "2026-04-01 23:00"), Reason: "whim", Sentence: "x"}, `"whim" is no reason of the policy`},
		"a move without a sentence":             {"coord", action.Reschedule{Release: id, Window: slot("2026-04-01 20:00", "2026-04-01 23:00"), Reason: "not-ready"}, "the sentence is empty"},
		"a move to the same dates":              {"coord", action.Reschedule{Release: id, Window: window, Reason: "not-ready", Sentence: "x"}, "planned for these very dates"},
		"a form that moves the dates":           {"coord", action.WriteForm{Form: "release-plan", Of: id, Answers: answers("start", "2026-04-01 20:00")}, "a form does not move it"},
		"a form that changes nothing":           {"test", action.WriteForm{Form: "criteria", Of: id, Answers: w.seen("").Document("criteria", id).Answers}, "nothing was changed"},
		"a form of another kind of record":      {"coord", action.WriteForm{Form: "rfc", Of: id}, "belongs to a change"},
		"an unknown form":                       {"coord", action.WriteForm{Form: "poem", Of: id}, `form "poem"`},
		"a wrong answer":                        {"coord", action.WriteForm{Form: "release-plan", Of: id, Answers: answers("duration", "long")}, "duration: "},
		"an edit of an unknown field":           {"coord", edit(id, "stage", "closed"), `no field "stage" to edit`},
		"an edit of nothing":                    {"coord", edit(id, "name", "Shop"), "nothing was changed"},
		"major perhaps":                         {"coord", edit(id, "major", "perhaps"), "major is yes or no"},
		"a version of two lines":                {"coord", edit(id, "version", "5\n3"), "the version has a line break"},
		"a release that depends on itself":      {"coord", edit(id, "depends_on", string(id)), "can't depend on itself"},
		"a hold until yesterday":                {"coord", action.Hold{Release: id, Reason: "x", Review: when.OnClock(w.now, time.UTC)}, "the review date is not in the future"},
		"a hold without a reason":               {"coord", action.Hold{Release: id, Review: when.OnClock(tomorrow, time.UTC)}, "a reason is missing"},
		"to resume what goes on":                {"coord", action.Resume{Release: id}, "it is not on hold"},
		"an RFC that is in scope already":       {"coord", action.Scope{Release: id, Add: w.release(id).Changes}, "is in its scope already"},
		"an RFC that is not there":              {"coord", action.Scope{Release: id, Add: []model.ID{"CHG-99"}}, "there is no change CHG-99"},
		"no RFC at all":                         {"coord", action.Scope{Release: id}, "no RFC is named"},
		"a conflict that is none":               {"coord", action.AcceptConflict{Release: id, Key: "same-item:x", Reason: "x"}, `it has no conflict "same-item:x"`},
		"a notice that says nothing":            {"coord", action.SendNotice{Release: id, Audience: "all"}, "the notice says nothing"},
		"a baseline of nothing":                 {"conf", action.TakeBaseline{Release: id}, "it touches no configuration item"},
		"media without a digest":                {"conf", action.AddMedia{Media: model.Media{Name: "x", SHA256: "abc"}}, "not 64 hexadecimal digits"},
		"a run before Deployment":               {"deploy", action.StartRun{Release: id}, "it is in Planning, not in Deployment"},
		"a run in the future":                   {"deploy", action.StartRun{Release: id, Mock: true, Happened: tomorrow}, "in the future"},
		"an incident of no severity":            {"desk", action.OpenIncident{Incident: model.Incident{Title: "x", Severity: "bad"}}, `"bad" is no severity`},
		"an incident of tomorrow":               {"desk", action.OpenIncident{Incident: model.Incident{Title: "x", Severity: "P1", Opened: tomorrow}}, "in the future"},
		"an RFC of no category":                 {"req", action.SubmitChange{Change: model.Change{Title: "x", Type: "normal", Category: "whim"}}, `"whim" is no category`},
		"an RFC of no type":                     {"req", action.SubmitChange{Change: model.Change{Title: "x", Type: "odd", Category: "hardware"}}, `no change process for type "odd"`},
		"an item of no class":                   {"conf", action.WriteItem{Item: model.Item{Name: "x", Class: "thing"}}, `"thing" is no class of item`},
		"a window of no class":                  {"chgmgr", action.AddWindow{Window: model.Window{Title: "x", Class: "pause", Slot: window}}, `"pause" is no class of window`},
		"a maintenance window of nothing":       {"chgmgr", action.AddWindow{Window: model.Window{Title: "x", Class: "maintenance", Slot: window}}, "belongs to a service"},
		"a window with a rule nobody can read":  {"chgmgr", action.AddWindow{Window: model.Window{Title: "x", Class: "freeze", Slot: window, Rule: "FREQ=SOMETIMES"}}, "SOMETIMES"},
		"a handle that is taken":                {"admin", action.WritePerson{Person: model.Person{Name: "x", Handle: "coord"}}, `the handle "coord" belongs to`},
		"a handle in capitals":                  {"admin", action.WritePerson{Person: model.Person{Name: "x", Handle: "Ann B"}}, `"Ann B" is no handle`},
		"a role nobody has":                     {"admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "king"}}, `there is no role "king"`},
		"a role held already":                   {"admin", action.GrantRole{Person: w.people["req"], Grant: model.Grant{Role: "requester"}}, "the role is held already"},
		"a service in no zone":                  {"admin", action.WriteService{Service: model.Service{Name: "x", Handle: "x", Zone: "Moon/Sea"}}, `"Moon/Sea" is no IANA time zone`},
		"to redact oneself":                     {"admin", action.Redact{ID: w.people["admin"], Reason: "x"}, "you can't redact yourself"},
		"to redact the rules":                   {"admin", action.Redact{ID: "PRC-1", Reason: "x"}, "the rules are no personal data"},
		"rules that make no sense":              {"admin", action.AdoptRules{}, "take up the rules: refused"},
		"to begin a file that is begun":         {"admin", action.Init{Person: model.Person{Handle: "x", Name: "x"}}, "the file has people already"},
		"a document read in an earlier version": {"relmgr", action.ApproveDocument{Document: w.seen("").Document("criteria", id).ID, Version: 9}, "it is at version 1 now"},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			w.refused(c.who, c.action, c.says)
		})
	}
}

func TestWhoeverSawAnOlderStateIsTold(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	c := w.seen("coord")
	f, _ := c.Fact(id)
	a := edit(id, "notes", "mine")
	a.Seen = f.Since
	w.must("relmgr", edit(id, "notes", "theirs"))
	var changed *model.Changed
	if _, err := w.do("coord", a); !errors.As(err, &changed) || changed.ID != id || changed.Seen != f.Since || changed.Now <= f.Since {
		t.Errorf("%v", err)
	}
	if got := w.release(id).Notes; got != "theirs" {
		t.Errorf("notes %q", got)
	}
	stale := action.WriteForm{Form: "release-notes", Of: id, Answers: answers("notes", "x"), Seen: 3}
	if _, err := w.do("coord", stale); !errors.As(err, &changed) {
		t.Errorf("a form that was not there: %v", err)
	}
	moved := action.Advance{Release: id, From: "assessment"}
	w.refused("coord", moved, "it is in planning now, no longer in assessment")
}

// What a person says about a new release is taken over, and nothing that only
// actions of their own can say.
func TestANewReleaseHasNoPast(t *testing.T) {
	w := newWorld(t)
	id := w.must("coord", action.Register{Release: model.Release{
		Name: "Shop", Type: "normal", Stage: "deployment", Revision: 9, Deployed: true, Passed: []model.Passage{{To: "deployment"}},
		Hold: &model.Hold{}, Cancelled: &model.Ending{}, Broken: []model.Broken{{}}, Accepted: []model.Accepted{{Key: "x"}}, Updates: []model.Update{{}},
		Baseline: &model.Schedule{}, Risk: &model.Risk{Band: "low"}, Scan: &model.Scan{}, ItemsAll: true, Outcome: "successful", Origin: &model.Origin{Key: "x"},
	}}).Subject
	got, want := *w.release(id), model.Release{ID: id, Name: "Shop", Type: "normal", Rules: "PRC-1", Stage: "registration", Since: w.now, Registered: w.now, Revision: 1, Requester: w.people["coord"], Coordinator: w.people["coord"]}
	a, _ := model.Encode(got)
	b, _ := model.Encode(want)
	if string(a) != string(b) {
		t.Errorf("%s\n%s", a, b)
	}
}

// Imported history enters where its file says; nothing is deployed from there.
func TestImportedHistoryIsNotDeployed(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	r := w.release(id).Clone()
	r.Stage, r.Origin, r.Passed = "deployment", &model.Origin{Source: "csv", Key: "1"}, nil
	w.keep(r, 1000)
	w.refused("deploy", action.StartRun{Release: id}, "it did not come into Deployment through its gate")
}

func TestAnRFCBeingBuiltElsewhereStaysThere(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	chg := w.release(id).Changes[0]
	w.advance(id, "build")
	w.refused("coord", action.Register{Release: model.Release{Name: "Other", Type: "normal", Changes: []model.ID{chg}}}, string(chg)+" is being built in "+string(id))
	other := w.must("coord", action.Register{Release: model.Release{Name: "Other", Type: "normal"}}).Subject
	w.refused("coord", action.Scope{Release: other, Add: []model.ID{chg}}, string(chg)+" is being built in "+string(id))
	w.must("coord", action.Scope{Release: id, Defer: []model.ID{chg}, Void: true})
	w.must("coord", action.Scope{Release: other, Add: []model.ID{chg}})
}

func TestARehearsalIsNoDeployment(t *testing.T) {
	w := newWorld(t)
	id := w.planned(software)
	run := w.must("deploy", action.StartRun{Release: id, Mock: true, Env: "staging"}).Writes[0].Key()
	w.must("deploy", action.EndRun{Run: run, Result: model.RunFailed})
	if r := w.release(id); r.Deployed || len(w.seen("").Runs(id)) != 0 {
		t.Error("a rehearsal deployed it")
	}
	w.must("coord", action.Cancel{Release: id, Reason: "it does not work"})
}

func TestAFreezeTakesAnExceptionAndAConflictADecision(t *testing.T) {
	w := newWorld(t)
	id := w.scheduled(software)
	w.schedule(id)
	w.approve(id, "authorisation-2", "chgmgr")
	freeze := w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sale", Class: model.WindowFreeze, Hard: true, Slot: window}}).Subject
	w.must("chgmgr", action.AddWindow{Window: model.Window{Title: "Sundays", Class: model.WindowMaintenance, Services: []model.ID{w.shop}, Slot: slot("2026-03-01 00:00", "2026-03-01 06:00"), Rule: "FREQ=WEEKLY"}})
	w.at("2026-03-12 20:05")
	w.blocked(id, "no-hard-freeze", "no-hard-conflict")
	w.refused("coord", action.AcceptConflict{Release: id, Key: "freeze-hard:REL-1,WIN-1", Reason: "x"}, "a freeze is not accepted as a conflict")
	accept := action.AcceptConflict{Release: id, Key: "outside-maintenance:REL-1,WIN-2", Reason: "the customer wants it"}
	w.refused("coord", accept, "you are its coordinator: nobody accepts a hard conflict of what they")
	w.must("chgmgr", accept)
	w.refused("chgmgr", accept, "accepted it already", ": the customer wants it")
	w.blocked(id, "no-hard-freeze")
	w.must("coord", action.AskException{Window: freeze, Release: id, Reason: "security"})
	w.refused("coord", action.AskException{Window: freeze, Release: id, Reason: "again"}, "it was asked for already")
	w.must("chgmgr", action.DecideException{Window: freeze, Release: id, Yes: true, Comment: "go"})
	w.blocked(id)
}

func TestIncidentsAndProblems(t *testing.T) {
	w := newWorld(t)
	id := w.deployed(software)
	inc := w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P1", Service: w.shop, State: "closed", Suspects: []model.ID{id}}}).Subject
	w.settle(id, 5)
	w.blocked(id, "no-major-incident")
	w.must("desk", action.LinkIncident{Incident: inc, Release: id, How: "confirmed"})
	if i := model.Get[*model.Incident](w.seen(""), inc); len(i.Suspects) != 0 || len(i.CausedBy) != 1 {
		t.Errorf("confirmed: %+v", i)
	}
	w.refused("desk", action.LinkIncident{Incident: inc, Release: id, How: "cleared"}, "a reason is missing")
	w.refused("desk", action.LinkIncident{Incident: inc, Release: id, How: "guessed"}, `"guessed" is no way to link them`)
	w.refused("desk", action.ResolveIncident{Incident: inc, Close: true}, "it is open")
	w.refused("desk", action.ResolveIncident{Incident: inc, Happened: monday}, "it began only later")
	w.must("desk", action.ResolveIncident{Incident: inc})
	w.blocked(id)
	w.must("desk", action.ResolveIncident{Incident: inc, Close: true})
	for _, c := range []struct {
		how                          string
		causedBy, suspected, cleared int
	}{{"cleared", 0, 0, 1}, {"cleared", 0, 0, 1}, {"suspected", 0, 1, 0}, {"cleared", 0, 0, 1}, {"confirmed", 1, 0, 0}, {"cleared", 0, 0, 1}} {
		w.must("desk", action.LinkIncident{Incident: inc, Release: id, How: c.how, Reason: "another one"})
		if i := model.Get[*model.Incident](w.seen(""), inc); len(i.CausedBy) != c.causedBy || len(i.Suspects) != c.suspected || len(i.Cleared) != c.cleared {
			t.Errorf("%s: %+v", c.how, i)
		}
		if said := model.Get[*model.Incident](w.seen(""), inc).ClearedFrom(id); (said != nil) != (c.cleared > 0) || said != nil && said.Reason != "another one" {
			t.Errorf("%s: cleared by %+v", c.how, said)
		}
	}

	prb := w.must("desk", action.OpenProblem{Problem: model.Problem{Title: "a leak"}}).Subject
	w.refused("desk", action.ResolveProblem{Problem: prb}, "nothing new was said")
	w.must("desk", action.ResolveProblem{Problem: prb, Workaround: "restart"})
	w.must("desk", action.ResolveProblem{Problem: prb, Close: true})
	closed := w.now
	if p := model.Get[*model.Problem](w.seen(""), prb); p.State != "closed" || p.Workaround != "restart" || !p.Closed.Equal(closed) {
		t.Errorf("%+v", p)
	}

	// It comes back: it is the same problem, and what helps meanwhile helps still.
	w.now = w.now.Add(2 * time.Hour)
	w.refused("desk", action.ResolveProblem{Problem: prb, Workaround: "wait"}, "it is closed")
	w.refused("desk", action.ReopenProblem{Problem: prb}, "a reason is missing")
	w.refused("desk", action.ReopenProblem{Problem: prb, Reason: "x", Happened: closed.Add(-time.Minute)}, "it was closed only later")
	w.must("desk", action.ReopenProblem{Problem: prb, Reason: "it leaks again", Happened: closed.Add(time.Hour)})
	p := model.Get[*model.Problem](w.seen(""), prb)
	want := model.Reopening{Was: model.ProblemClosed, Resolved: closed, Reason: "it leaks again", By: w.people["desk"], At: closed.Add(time.Hour), Recorded: w.now}
	if p.State != model.ProblemKnownError || p.Workaround != "restart" || !p.Closed.IsZero() || len(p.Reopenings) != 1 || p.Reopenings[0] != want {
		t.Errorf("%+v", p)
	}
	w.refused("desk", action.ReopenProblem{Problem: prb, Reason: "x"}, "it is known error")
}

func TestNewRulesLeaveReleasesTheirOwn(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	b := defaults()
	b.Version = "2"
	b.Policy.Quorum = 5
	w.must("admin", action.AdoptRules{Rules: b})
	if w.rules.ID != "PRC-2" || w.seen("").Under(w.release(id)).Version != "1" {
		t.Errorf("in force %s, the release has %s", w.rules.ID, w.seen("").Under(w.release(id)).Version)
	}
	next := w.must("coord", action.Register{Release: model.Release{Name: "Next", Type: "normal"}}).Subject
	if got := w.release(next).Rules; got != "PRC-2" {
		t.Errorf("a new release has %s", got)
	}
}
