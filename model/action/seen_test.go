package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// since is where in the log a record was written last: what somebody saw who
// reads it now.
func (w *world) since(id model.ID) int64 {
	f, ok := w.seen("").Fact(id)
	if !ok {
		w.t.Fatalf("there is no %s", id)
	}
	return f.Since
}

// clashes fails unless the action is refused as changed meanwhile, with these
// fields, each as "field: was | theirs | mine"; and unless nothing was written.
func (w *world) clashes(who string, a action.Action, want ...string) {
	w.t.Helper()
	before := len(w.log)
	_, err := w.do(who, a)
	var changed *model.Changed
	if !errors.As(err, &changed) {
		w.t.Fatalf("%s, as %q: want that it was changed meanwhile, got %v", action.Name(a), who, err)
	}
	var got []string
	for _, c := range changed.Clashes {
		got = append(got, c.Field+": "+c.Was+" | "+c.Theirs+" | "+c.Mine)
		if !strings.Contains(err.Error(), c.Theirs) || !strings.Contains(err.Error(), c.Mine) {
			w.t.Fatalf("%s does not say both values: %v", action.Name(a), err)
		}
	}
	if !slices.Equal(got, want) {
		w.t.Fatalf("%s: clashes\n%q, want\n%q", action.Name(a), got, want)
	}
	if len(w.log) != before {
		w.t.Fatalf("%s wrote something", action.Name(a))
	}
}

// edits is one kind of edit of a record: two that touch different fields, and a
// third that writes another value where the second did.
type edits struct {
	who                  string
	id                   model.ID
	first, second, third func(seen int64) action.Action
	kept                 func() string // what the first two wrote
	want                 string
	clash                []string
}

// Two who edit the same record from the same state keep both edits; where both
// wrote the same field, the second is told both values and writes nothing.
func TestTwoEditsOfOneRecordAreBothKept(t *testing.T) {
	w := newWorld(t)
	chg := w.must("req", action.SubmitChange{Change: model.Change{Title: "Pay slips", Category: "enhancement", Type: "normal", Service: w.shop}}).Subject
	item := w.must("conf", action.WriteItem{Item: model.Item{Name: "pay-db", Class: "database"}}).Subject
	other := w.must("conf", action.WriteItem{Item: model.Item{Name: "pay-app", Class: "application"}}).Subject
	team := w.must("admin", action.WriteTeam{Team: model.Team{Handle: "fin", Name: "Finance", Members: []model.ID{w.people["req"]}}}).Subject
	rel := w.must("coord", action.Register{Release: model.Release{Name: "Pay", Type: "normal", Service: w.shop}}).Subject
	mil := w.must("coord", action.SetMilestone{Milestone: model.Milestone{Title: "Go", Release: rel, At: when.Moment{At: monday, Precision: when.Day}}}).Subject

	change := func(edit func(*model.Change)) func(int64) action.Action {
		saw := *model.Get[*model.Change](w.seen(""), chg)
		return func(seen int64) action.Action {
			ch := saw
			edit(&ch)
			return action.EditChange{Change: ch, Seen: seen}
		}
	}
	service := func(edit func(*model.Service)) func(int64) action.Action {
		saw := *model.Get[*model.Service](w.seen(""), w.shop)
		return func(seen int64) action.Action {
			s := saw
			edit(&s)
			return action.WriteService{Service: s, Seen: seen}
		}
	}
	person := func(edit func(*model.Person)) func(int64) action.Action {
		saw := *model.Get[*model.Person](w.seen(""), w.people["req"])
		return func(seen int64) action.Action {
			p := saw
			edit(&p)
			return action.WritePerson{Person: p, Seen: seen}
		}
	}
	writeTeam := func(edit func(*model.Team)) func(int64) action.Action {
		saw := *model.Get[*model.Team](w.seen(""), team)
		return func(seen int64) action.Action {
			x := saw
			edit(&x)
			return action.WriteTeam{Team: x, Seen: seen}
		}
	}
	writeItem := func(edit func(*model.Item)) func(int64) action.Action {
		saw := *model.Get[*model.Item](w.seen(""), item)
		return func(seen int64) action.Action {
			x := saw
			edit(&x)
			return action.WriteItem{Item: x, Seen: seen}
		}
	}
	milestone := func(edit func(*model.Milestone)) func(int64) action.Action {
		saw := *model.Get[*model.Milestone](w.seen(""), mil)
		return func(seen int64) action.Action {
			x := saw
			edit(&x)
			return action.SetMilestone{Milestone: x, Seen: seen}
		}
	}
	release := func(set map[string]string) func(int64) action.Action {
		return func(seen int64) action.Action { return action.Edit{Release: rel, Set: set, Seen: seen} }
	}
	items := func(ids ...model.ID) func(int64) action.Action {
		return func(seen int64) action.Action { return action.Affect{Release: rel, Add: ids, Seen: seen} }
	}
	for name, e := range map[string]edits{
		"change": {"req", chg, change(func(c *model.Change) { c.Title = "T" }), change(func(c *model.Change) { c.Text = "X" }), change(func(c *model.Change) { c.Text = "Y" }),
			func() string { c := model.Get[*model.Change](w.seen(""), chg); return c.Title + " " + c.Text }, "T X", []string{"text:  | X | Y"}},
		"service": {"admin", w.shop, service(func(s *model.Service) { s.Name = "N" }), service(func(s *model.Service) { s.Hours = "9 to 5" }), service(func(s *model.Service) { s.Hours = "8 to 6" }),
			func() string { s := model.Get[*model.Service](w.seen(""), w.shop); return s.Name + " " + s.Hours }, "N 9 to 5", []string{"hours:  | 9 to 5 | 8 to 6"}},
		"person": {"admin", w.people["req"], person(func(p *model.Person) { p.Name = "N" }), person(func(p *model.Person) { p.Email = "a@b" }), person(func(p *model.Person) { p.Email = "c@d" }),
			func() string {
				p := model.Get[*model.Person](w.seen(""), w.people["req"])
				return p.Name + " " + p.Email + " " + p.Roles[0].Role
			}, "N a@b requester", []string{"email:  | a@b | c@d"}},
		"team": {"admin", team, writeTeam(func(x *model.Team) { x.Members = append(slices.Clone(x.Members), w.people["coord"]) }), writeTeam(func(x *model.Team) { x.Members, x.Name = []model.ID{w.people["owner"]}, "Pay" }),
			writeTeam(func(x *model.Team) { x.Name = "Books" }),
			func() string {
				x := model.Get[*model.Team](w.seen(""), team)
				var who []string
				for _, id := range x.Members {
					who = append(who, model.Get[*model.Person](w.seen(""), id).Handle)
				}
				slices.Sort(who)
				return x.Name + " " + strings.Join(who, ",")
			}, "Pay coord,owner", []string{"name: Finance | Pay | Books"}},
		"item": {"conf", item, writeItem(func(x *model.Item) { x.Name = "N" }), writeItem(func(x *model.Item) { x.Version = "2" }), writeItem(func(x *model.Item) { x.Version = "3" }),
			func() string { x := model.Get[*model.Item](w.seen(""), item); return x.Name + " " + x.Version }, "N 2", []string{"version:  | 2 | 3"}},
		"milestone": {"coord", mil, milestone(func(x *model.Milestone) { x.Title = "T" }), milestone(func(x *model.Milestone) { x.Text = "X" }), milestone(func(x *model.Milestone) { x.Text = "Y" }),
			func() string { x := model.Get[*model.Milestone](w.seen(""), mil); return x.Title + " " + x.Text }, "T X", []string{"text:  | X | Y"}},
		"release": {"coord", rel, release(map[string]string{"notes": "N", "version": "1"}), release(map[string]string{"environment": "prod"}), release(map[string]string{"environment": "staging", "version": "2"}),
			func() string { r := w.release(rel); return r.Notes + " " + r.Version + " " + r.Env }, "N 1 prod", []string{"environment:  | prod | staging", "version:  | 1 | 2"}},
		"items of a release": {"coord", rel, items(item), items(other), func(seen int64) action.Action {
			return action.Affect{Release: rel, Complete: true, Seen: seen}
		}, func() string { return string(w.release(rel).Items[0]) + " " + string(w.release(rel).Items[1]) }, string(item) + " " + string(other), []string{"items:  | " + string(item) + ", " + string(other) + " | "}},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			saw := w.since(e.id)
			w.must(e.who, e.first(saw))
			w.must(e.who, e.second(saw))
			if got := e.kept(); got != e.want {
				t.Errorf("it says %q, want %q", got, e.want)
			}
			w.clashes(e.who, e.third(saw), e.clash...)
			w.must(e.who, e.third(w.since(e.id))) // who looked again may
		})
	}
}

// A form is merged field by field; two who begin it at once clash only where
// they answered the same.
func TestTwoWhoFillOneFormAreBothKept(t *testing.T) {
	w := newWorld(t)
	id := w.assessed(software)
	fill := func(pairs ...string) action.WriteForm {
		return action.WriteForm{Form: "release-notes", Of: id, Answers: answers(pairs...), New: true}
	}
	w.must("coord", fill("notes", "Login"))
	w.must("relmgr", fill("known_errors", "None"))
	doc := func() *model.Document { return w.seen("").Document("release-notes", id) }
	if a := doc().Answers; a.Get("notes") != "Login" || a.Get("known_errors") != "None" || doc().Version != 2 {
		t.Fatalf("version %d: %v", doc().Version, a)
	}
	w.clashes("coord", fill("notes", "Logout"), "notes:  | Login | Logout")

	base := action.WriteForm{Form: "release-notes", Of: id, Document: doc().ID, Seen: w.since(doc().ID)}
	mine, theirs := base, base
	mine.Answers, theirs.Answers = answers("notes", "Login", "known_errors", "One"), answers("notes", "Login, logout", "known_errors", "None")
	w.must("relmgr", theirs)
	w.must("coord", mine)
	if a := doc().Answers; a.Get("notes") != "Login, logout" || a.Get("known_errors") != "One" {
		t.Fatalf("%v", a)
	}
	base.Answers = answers("notes", "Login", "known_errors", "Two")
	w.clashes("coord", base, "known_errors: None | One | Two")
	base.Document = ""
	w.clashes("coord", base) // nobody knows of which document it was
}

// What somebody decides, they decide on what they read.
func TestADecisionStandsOnlyOnWhatWasRead(t *testing.T) {
	w := newWorld(t)
	chg := w.must("req", action.SubmitChange{Change: model.Change{Title: "Pay slips", Category: "enhancement", Type: "normal"}}).Subject
	w.fill("req", "rfc", chg, "reason", "slow", "benefit", "faster", "without", "slower")
	read := func() int64 { return int64(len(w.log)) } // at the end of the log everything was read
	edited := func(title string) model.Change {
		ch := *model.Get[*model.Change](w.seen(""), chg)
		ch.Title = title
		return ch
	}
	saw := read()
	w.must("req", action.EditChange{Change: edited("By mail")})
	assess := action.AssessChange{Change: chg, Text: "fine", Risk: "low", Seen: saw}
	w.clashes("coord", assess, "title: Pay slips | By mail | Pay slips")
	assess.Seen = read()
	w.fill("req", "rfc", chg, "reason", "slow", "benefit", "more", "without", "slower")
	w.clashes("coord", assess) // its form is no longer what was read

	saw = read()
	assess.Seen = saw
	w.must("coord", assess)
	// An edit begun before takes no assessment with it that nobody spoke of.
	w.clashes("req", action.EditChange{Change: edited("In PDF/A"), Seen: saw}, "state: submitted | assessed | submitted")
	decide := action.DecideChange{Change: chg, Yes: true, Seen: read()}
	w.must("req", action.EditChange{Change: edited("In PDF/A"), Seen: read()})
	if _, err := w.do("chgmgr", decide); !isChanged(err) || !strings.Contains(err.Error(), "In PDF/A") {
		t.Fatalf("decided on what was edited: %v", err)
	}
	withdraw := action.WithdrawChange{Change: chg, Reason: "not needed", Seen: read()}
	assess.Seen = read()
	w.must("coord", assess)
	if _, err := w.do("req", withdraw); !isChanged(err) {
		t.Fatalf("withdrawn over an assessment: %v", err)
	}
}

func isChanged(err error) bool {
	var changed *model.Changed
	return errors.As(err, &changed)
}

// Two approvers of one approval are two people: neither has to look again for
// the other. What is asked anew is another approval.
func TestTwoMaySignAtOnce(t *testing.T) {
	w := newWorld(t)
	risky := brings{contents: []string{"software"}, impact: "5", factors: "data-migration"}
	id := w.assessed(risky)
	w.plan(id, risky)
	ap := w.must("coord", action.RequestApproval{Release: id, Purpose: "authorisation-1"}).Writes[0].Key()
	saw := w.since(ap)
	for _, who := range []string{"cab1", "cab2"} {
		w.must(who, action.Decide{Approval: ap, Verdict: model.Approve, Seen: saw})
	}
	w.must("coord", action.Edit{Release: id, Set: map[string]string{"contents": "software, support"}, Void: true})
	if _, err := w.do("cab3", action.Decide{Approval: ap, Verdict: model.Approve, Seen: saw}); !isChanged(err) {
		t.Errorf("signed what was voided: %v", err)
	}
}

// What is said of a state holds for that state; what says only what it adds
// holds whatever else was changed.
func TestWhatOneActionSaysOfAnother(t *testing.T) {
	w := newWorld(t)
	id := w.registered(software)
	saw := int64(len(w.log))
	w.assess(id, software)
	w.must("coord", action.Scan{Release: id})
	w.must("coord", action.Advance{Release: id, Seen: saw}) // the gate is judged as it stands
	if _, err := w.do("relmgr", action.Advance{Release: id, Seen: saw}); !isChanged(err) || !strings.Contains(err.Error(), `it says "planning" now`) {
		t.Errorf("moved on twice: %v", err)
	}
	if _, err := w.do("relmgr", action.SendBack{Release: id, To: "assessment", Reason: "x", Seen: saw}); !isChanged(err) {
		t.Errorf("sent back from a stage that was not seen: %v", err)
	}
	w.plan(id, software)
	saw = int64(len(w.log))
	chg := w.rfc("Another")
	w.must("coord", edit(id, "notes", "theirs"))

	// Only the notes were changed: none of these speaks of them.
	w.must("coord", action.Scope{Release: id, Add: []model.ID{chg}, Seen: saw})
	w.must("coord", action.Hold{Release: id, Reason: "budget", Review: when.OnClock(w.now.AddDate(0, 0, 7), time.UTC), Seen: saw})
	w.clashes("relmgr", action.Hold{Release: id, Reason: "holidays", Review: when.OnClock(w.now.AddDate(0, 0, 7), time.UTC), Seen: saw}, "hold:  | budget | holidays")
	held := int64(len(w.log))
	w.must("coord", action.Resume{Release: id, Seen: held})
	w.must("relmgr", action.Hold{Release: id, Reason: "audit", Review: when.OnClock(w.now.AddDate(0, 0, 7), time.UTC)})
	if _, err := w.do("coord", action.Resume{Release: id, Seen: held}); !isChanged(err) {
		t.Errorf("resumed from a hold that was not seen: %v", err)
	}
	w.must("relmgr", action.Resume{Release: id})

	move := action.Reschedule{Release: id, Window: slot("2026-03-16 20:00", "2026-03-16 22:00"), Reason: "defect-found", Sentence: "x", Void: true, Seen: saw}
	w.must("coord", action.Reschedule{Release: id, Window: slot("2026-03-17 20:00", "2026-03-17 22:00"), Reason: "defect-found", Sentence: "y", Void: true, Seen: saw})
	w.clashes("relmgr", move, "window: Thu 12 Mar 2026 20:00 – Fri 13 Mar 2026 00:00 UTC | Tue 17 Mar 2026 20:00–22:00 UTC | Mon 16 Mar 2026 20:00–22:00 UTC")
	w.clashes("coord", action.SendNotice{Release: id, Audience: "all", Channel: "mail", Text: "on the 12th", Seen: saw}, // it would announce other dates
		"window: Thu 12 Mar 2026 20:00 – Fri 13 Mar 2026 00:00 UTC | Tue 17 Mar 2026 20:00–22:00 UTC | Thu 12 Mar 2026 20:00 – Fri 13 Mar 2026 00:00 UTC")
	if _, err := w.do("coord", action.Cancel{Release: id, Reason: "x", Seen: saw}); !isChanged(err) {
		t.Errorf("cancelled unseen: %v", err)
	}
	if _, err := w.do("coord", action.Undo{Release: id, Seen: saw}); !isChanged(err) {
		t.Errorf("took back what was not seen: %v", err)
	}

	inc := w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "slow", Severity: "P2", Service: w.shop}}).Subject
	seen := w.since(inc)
	link := func(how string) action.Action {
		return action.LinkIncident{Incident: inc, Release: id, How: how, Seen: seen, Anyway: true} // it never ran
	}
	w.must("desk", link("confirmed"))
	w.clashes("relmgr", action.LinkIncident{Incident: inc, Release: id, How: "suspected", Seen: seen}, "link to "+string(id)+": none | confirmed | suspected")
	w.must("desk", link("confirmed"))

	prb := w.must("desk", action.OpenProblem{Problem: model.Problem{Title: "a leak"}}).Subject
	seen = w.since(prb)
	w.must("desk", action.ResolveProblem{Problem: prb, Workaround: "restart", Seen: seen})
	w.clashes("desk", action.ResolveProblem{Problem: prb, Workaround: "reboot", Seen: seen}, "workaround:  | restart | reboot")
}

// Two who look at a line of the verification don't overwrite each other; nor
// do two who bring an item up to date.
func TestARunKeepsWhatTwoPeopleSaw(t *testing.T) {
	w := newWorld(t)
	id := w.deploying(software)
	run := w.must("deploy", action.StartRun{Release: id}).Writes[0].Key()
	w.must("deploy", action.DoStep{Run: run, Step: 1})
	w.refused("deploy", action.Verify{Run: run, Line: 1, Passed: true}, "1 step is neither done nor skipped")
	w.must("deploy", action.DoStep{Run: run, Step: 2, NoReturn: model.Get[*model.Run](w.seen(""), run).Steps[1].NoBack})
	saw := w.since(run)
	w.must("deploy", action.Verify{Run: run, Line: 1, Note: "no login", Seen: saw})
	w.clashes("deploy", action.Verify{Run: run, Line: 1, Passed: true, Seen: saw}, "verification 1: to do | failed: no login | passed")
	w.must("deploy", action.Verify{Run: run, Line: 1, Passed: true, Seen: w.since(run)})
	w.refused("deploy", action.Verify{Run: run, Line: 1, Passed: true}, "it has passed already")
}
