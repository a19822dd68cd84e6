package form

import (
	"context"
	"testing"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestWhatIsProposedIsNobodysWord: whom the form of the lead proposes changes with who is in
// the meeting; nobody changed an answer by that, and whom somebody named stays named. What
// the act rests on is another matter: who hands the lead over meanwhile is said.
func TestWhatIsProposedIsNobodysWord(t *testing.T) {
	db := screentest.Demo(t)
	who := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	act := func(handle string, a action.Action) model.ID {
		t.Helper()
		r, err := db.Do(context.Background(), store.Who{Person: who(handle), Auth: "test"}, a)
		if err != nil {
			t.Fatal(err)
		}
		return r.Subject
	}
	of := act("chandra", action.CallMeeting{Now: true, Meeting: model.Meeting{Title: "CAB", Chair: who("chandra"), Minutes: who("jonas")}})
	act("cora", action.JoinMeeting{Meeting: of})

	d := openTask(t, db, "chandra", "hand-lead", of)
	if got := d.page.answers.Get("to"); got != string(who("cora")) {
		t.Fatalf("%q is proposed", got)
	}
	d.answers("to", string(who("tess")))
	d.press("ctrl+s", "ctrl+s")
	if d.back || len(d.failed) != 1 {
		t.Fatalf("Tess is not there: back %v, failed %v", d.back, d.failed)
	}
	act("tess", action.JoinMeeting{Meeting: of})
	act("hanna", action.JoinMeeting{Meeting: of})
	d.run(d.page.Load())
	if d.page.clash != nil {
		t.Errorf("nobody changed anything:\n%s", d.picture(100, 40))
	}
	d.press("ctrl+s", "ctrl+s")
	if !d.back || len(d.failed) != 1 {
		t.Fatalf("not sent: %v\n%s", d.failed, d.picture(100, 40))
	}

	// Tess hands it on while Chandra takes it back.
	e := openTask(t, db, "chandra", "hand-lead", of)
	e.answers("to", string(who("hanna")))
	act("tess", action.HandLead{Meeting: of, To: who("cora")})
	e.press("ctrl+s")
	if e.back || len(e.failed) != 1 {
		t.Fatalf("back %v, failed %v: Tess handed it to another meanwhile\n%s", e.back, e.failed, e.picture(100, 40))
	}
	e.press("ctrl+s", "ctrl+s")
	if !e.back {
		t.Errorf("who was told goes on: %v\n%s", e.failed, e.picture(100, 40))
	}

	// Whom it named as it was shown it goes on naming, although another would be proposed now:
	// what a person saw is what they do.
	f := openTask(t, db, "chandra", "hand-lead", of)
	was := f.page.answers.Get("to")
	act("chandra", action.HandLead{Meeting: of, To: who("chandra")})
	for _, handle := range []string{"hanna", "tess"} {
		act(handle, action.LeaveMeeting{Meeting: of})
	}
	f.run(f.page.Load())
	if got := f.page.answers.Get("to"); got != was {
		t.Errorf("%q stands there, was %q", got, was)
	}
	f.press("ctrl+s", "ctrl+s")
	if f.back || len(f.failed) != 1 {
		t.Errorf("back %v, failed %v: Hanna is not there any more", f.back, f.failed)
	}
}

// What was proposed some time ago rests on the dates of then: where somebody else moved the
// release since, the form opens with both, and sends nothing before one is chosen.
func TestAProposalRestsOnWhatWasSeen(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", bare)
	job, _ := task.Named("reschedule")
	questions, err := assets.Task("reschedule")
	if err != nil {
		t.Fatal(err)
	}
	card, err := db.Record(t.Context(), "REL-39", store.Now)
	if err != nil {
		t.Fatal(err)
	}
	later := func(days int) model.Slot {
		w := card.Record.(*model.Release).Window
		return model.Slot{Start: w.Start.Shift(days, 0, env.Zone), End: w.End.Shift(days, 0, env.Zone)}
	}
	mine := later(2)
	open := func() *desktop {
		return sit(t, env, Task(env, job, questions, "REL-39").Begin(model.ByTask("reschedule", "REL-39", model.With("start", mine.Start.TextIn(env.Zone)), model.With("end", mine.End.TextIn(env.Zone))).AsSeen(card.Since)))
	}
	if d := open(); d.page.clash != nil {
		t.Errorf("nobody changed anything:\n%s", d.picture(100, 40))
	}
	rafael, err := db.Resolve(t.Context(), model.KindPerson, "rafael")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(t.Context(), store.Who{Person: rafael, Auth: "test"}, action.Reschedule{Release: "REL-39", Window: later(5), Reason: "conflict", Sentence: "another", Void: true}); err != nil {
		t.Fatal(err)
	}
	d := open()
	d.sees("Rafael Monteiro changed this meanwhile", "both changed it: choose", "theirs Sun 6 Dec 2026 04:00", "mine   Thu 3 Dec 2026 04:00")
	d.press("ctrl+s", "ctrl+s")
	if d.back || len(d.failed) != 0 {
		t.Errorf("sent, and nobody chose: %v\n%s", d.failed, d.picture(100, 40))
	}
}
