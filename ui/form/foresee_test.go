package form

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// The form that moves dates says what they collide with before it is sent: beside
// the dates as soon as they are typed, and in the review. Other forms say nothing.
func TestDatesSayWhatTheyCollideWithWhileTheyAreTyped(t *testing.T) {
	db := screentest.Sample(t)
	shop, err := db.Releases(context.Background(), store.ReleaseQuery{Filter: `"Web Shop 2026.49"`, Now: screentest.Now})
	if err != nil || len(shop) != 1 {
		t.Fatal(shop, err)
	}
	d := openTask(t, db, "cora", "reschedule", shop[0].ID)
	d.unseen("collide")
	d.press("ctrl+u", "'2026-12-04 06:00", "tab", "ctrl+u", "'2026-12-04 10:00", "tab")
	d.sees("inside the soft freeze Campaign week (WIN-", "the dates collide")
	d.press("shift+tab", "shift+tab", "ctrl+u", "'2027-03-03 06:00", "tab", "ctrl+u", "'2027-03-03 10:00", "tab")
	d.unseen("Campaign week")
	d.press("shift+tab", "shift+tab", "ctrl+u", "'2026-12-04 06:00", "tab", "ctrl+u", "'2026-12-04 10:00", "ctrl+n")
	d.sees("Review", "inside the soft freeze Campaign week (WIN-")
	if len(d.did) > 0 || len(d.failed) > 0 {
		t.Errorf("did %v, failed %v", d.did, d.failed)
	}
	unread := openTask(t, db, "cora", "reschedule", shop[0].ID) // of dates that can't be read nothing is said
	unread.press("ctrl+u", "'2027-03-03 10:00", "tab", "shift+tab", "shift+tab", "ctrl+u", "'2027-03-03 06:00", "tab", "ctrl+n")
	unread.sees("Review", "the dates collide with nothing")
	unread.press("home", "enter", "ctrl+u", "'someday", "tab")
	unread.sees("someday is no date")
	unread.unseen("collide with nothing")
	unread.press("ctrl+n")
	unread.sees("Review", "someday is no date")
	unread.unseen("collide with nothing")
	e := openTask(t, db, "cora", "edit-release", shop[0].ID)
	e.press("ctrl+n")
	e.unseen("collide")
}

// It says what they end, too: who granted an exception for the dates of now. So
// does whoever is asked once more before it is sent.
func TestDatesSayWhatTheyEndBeforeTheyAreSent(t *testing.T) {
	db := screentest.Sample(t)
	ctx := context.Background()
	list, err := db.Releases(ctx, store.ReleaseQuery{Filter: `"Web Shop 2026.49"`, Now: screentest.Now})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	of := list[0].ID
	who := func(handle string) store.Who {
		id, err := db.Resolve(ctx, model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return store.Who{Person: id, Auth: "test"}
	}
	for _, one := range []struct {
		by  string
		act action.Action
	}{
		{"cora", action.AskException{Window: "WIN-2", Release: of, Reason: "x"}},
		{"chandra", action.DecideException{Window: "WIN-2", Release: of, Yes: true, Comment: "fine"}},
	} {
		if _, err := db.Do(ctx, who(one.by), one.act); err != nil {
			t.Fatal(err)
		}
	}
	d := openTask(t, db, "cora", "reschedule", of)
	d.press("ctrl+u", "'2027-03-03 06:00", "tab", "ctrl+u", "'2027-03-03 10:00", "tab")
	d.sees("the dates end 1 decision", "they end the exception from WIN-2 Campaign week for "+string(of)+", granted by Chandra Iyer")
	d.press("ctrl+n")
	d.sees("Review", "they end the exception from WIN-2")
	d.press("ctrl+s", "down", "tab", "'late", "ctrl+s", "ctrl+s")
	if len(d.did) > 0 || len(d.overlay) == 0 {
		t.Fatalf("did %v, failed %v\n%s", d.did, d.failed, d.picture(100, 30))
	}
	lines, _ := d.overlay[0].Box(100, 30)
	text := strings.Join(strings.Fields(strings.ReplaceAll(strings.Join(lines, " "), "│", " ")), " ")
	for _, part := range []string{"the exception from WIN-2", "Chandra Iyer for Thu 3 Dec", "send it and end them"} {
		if !strings.Contains(text, part) {
			t.Errorf("the second question lacks %q:\n%s", part, text)
		}
	}
}

// Whoever decides on an exception reads for which release and dates it is, from
// which freeze, wherever the form was opened.
func TestAnExceptionIsNamedWithItsDates(t *testing.T) {
	db := screentest.Sample(t)
	ctx := context.Background()
	id, err := db.Resolve(ctx, model.KindPerson, "cora")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, store.Who{Person: id, Auth: "test"}, action.AskException{Window: "WIN-2", Release: "REL-9", Reason: "they wait"}); err != nil {
		t.Fatal(err)
	}
	for _, of := range []model.ID{"WIN-2", "REL-9"} {
		d := openTask(t, db, "rafael", "decide-exception", of)
		d.press("tab")
		text := strings.Join(strings.Fields(d.picture(80, 24)), " ")
		for _, part := range []string{"WIN-2 Campaign week, for REL-9 Web Shop 2026.49, Thu 3 Dec 2026 06:00", "Europe/Berlin", "they wait"} {
			if !strings.Contains(text, part) {
				t.Errorf("opened from %s the form lacks %q:\n%s", of, part, text)
			}
		}
	}
}

// The review of a move says the dates to their last word at 80 columns: weekday, hour
// and zone, the same where whoever moves it is, the end that went along with a start
// typed after it, and a start that has passed.
func TestTheReviewOfAMoveSaysItsDatesWhole(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "cora", "reschedule", "REL-48") // of a service in Chicago, by somebody in Berlin
	for _, c := range []struct {
		start, end string // "" leaves what stands there
		review     []string
	}{
		{"2027-02-13 20:00", "+4h", []string{"Sat 13 Feb 2027 20:00 America/Chicago = Sun 14 Feb 03:00 Europe/Berlin", "Sun 14 Feb 2027 00:00 America/Chicago = Sun 14 Feb 07:00 Europe/Berlin", "not wholly inside the maintenance windows of Warehouse"}},
		{"2027-02-20 22:00", "", []string{"Sat 20 Feb 2027 22:00 America/Chicago = Sun 21 Feb 05:00 Europe/Berlin", "Sun 21 Feb 2027 02:00 America/Chicago = Sun 21 Feb 09:00 Europe/Berlin"}},
		{"2026-12-31 20:00", "", []string{"Thu 31 Dec 2026 20:00 America/Chicago = Fri 1 Jan 2027 03:00 Europe/Berlin"}},
		{"2026-11-20 20:00", "", []string{"Fri 20 Nov 2026 20:00 America/Chicago = Sat 21 Nov 03:00 Europe/Berlin", "the planned start, Fri 20 Nov 2026 20:00 America/Chicago, has passed: move the dates"}},
	} {
		d.answers("start", c.start)
		if c.end != "" {
			d.answers("end", c.end)
		}
		d.press("ctrl+n")
		d.whole(c.review...)
	}

	// An end that stood there goes along with a start typed after it, and is reviewed so.
	with := openTask(t, db, "cora", "reschedule", "REL-45")
	with.answers("start", "2027-04-01 21:00")
	with.press("ctrl+n")
	with.whole("Thu 1 Apr 2027 21:00 Europe/Berlin")
	end := with.page.answers.Moment("end", with.page.zone())
	with.whole(end.At.In(with.page.zone()).Format("Mon 2 Jan 2006 15:04") + " Europe/Berlin")
}

// whole checks that texts are seen at 80 columns to the last word, however wrapped.
func (d *desktop) whole(texts ...string) {
	d.t.Helper()
	seen := strings.Join(strings.Fields(d.picture(80, 24)), " ")
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			d.t.Errorf("the review lacks %q:\n%s", text, d.picture(80, 24))
		}
	}
}

// Other dates say which approvals they void, also one that only waits, and one of what
// moves along.
func TestDatesSayWhichApprovalsTheyVoid(t *testing.T) {
	env := screentest.On(t, screentest.Demo(t), "cora", bare)
	job, _ := task.Named("reschedule")
	questions, err := assets.Task("reschedule")
	if err != nil {
		t.Fatal(err)
	}
	d := sit(t, env, Task(env, job, questions, "REL-37").Begin(model.ByTask("reschedule", "REL-37", model.With("start", "2026-12-17T21:00:00Z"), model.With("end", "2026-12-18T02:00:00Z"), model.With("follow", "REL-41"))))
	d.press("tab")
	d.sees("void 1 approval", "they void APR-", "Authorisation 1 (plan) of REL-41, asked for")
	d.press("ctrl+n")
	d.sees("Review", "Authorisation 1 (plan) of REL-41, asked for")
}

// What was not entered yet has no id: nobody could look it up.
func TestWhatIsNewIsNamedWithoutAnID(t *testing.T) {
	for _, s := range []struct {
		task    string
		of      model.ID
		answers []process.Answer
		says    string
	}{
		{"edit-window", "WIN-8", []process.Answer{model.With("following", "2026-12-03 04:00"), model.With("start", "2026-12-03 12:00"), model.With("end", "2026-12-03 13:00")}, "maintenance windows of Web Shop (Web Shop early morning"},
		{"add-window", "", []process.Answer{model.With("class", "freeze"), model.With("title", "Chicago power"), model.With("everything", "yes"), model.With("start", "2026-12-01"), model.With("end", "2026-12-09")}, "inside the soft freeze Chicago power"},
	} {
		env := screentest.On(t, screentest.Demo(t), "rafael", bare)
		job, _ := task.Named(s.task)
		questions, err := assets.Task(s.task)
		if err != nil {
			t.Fatal(err)
		}
		d := sit(t, env, Task(env, job, questions, s.of).Begin(model.ByTask(s.task, s.of, s.answers...)))
		d.run(d.page.foresee())
		var said []string
		for _, c := range d.page.ahead.conflicts {
			said = append(said, c.Reason().Text)
		}
		text := strings.Join(said, "\n")
		if !strings.Contains(text, s.says) || strings.Contains(text, "WIN-0") {
			t.Errorf("%s says\n%s, %v", s.task, text, d.page.wrong)
		}
	}
}

// A train says in its form what its departures to come would collide with, once for all of
// them, before it is sent.
func TestATrainSaysWhatItsDeparturesWouldCollideWith(t *testing.T) {
	d := openTask(t, screentest.Demo(t), "cora", "plan-train", "")
	d.press("'Care", "tab", "'cust", "enter", "ctrl+n", "'2026-12-17 22:00", "tab", "'+3h", "tab", "'FREQ=WEEKLY", "ctrl+s")
	text := strings.Join(strings.Fields(d.picture(80, 40)), " ")
	for _, want := range []string{"all is answered", "hard: each of the next 6 departures, the first of which: Thu 17 Dec", "hard: the departures of Thu 17 Dec 22:00, Thu 24 Dec 22:00: ", "inside the hard freeze Year-end closing (WIN-14)"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q:\n%s", want, d.picture(80, 40))
		}
	}
	if strings.Contains(text, "REL-0") {
		t.Error("it names a release that there isn't")
	}
}

// With which departure an RFC goes is said before it is sent, with its cut-off; a train of
// another service is marked as no way for it, and what is still wanted is said.
func TestAnRFCIsToldItsDepartureBeforeItBoards(t *testing.T) {
	db := screentest.Demo(t)
	ctx := context.Background()
	id := func(k model.Kind, name string) model.ID {
		t.Helper()
		found, err := db.Resolve(ctx, k, name)
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	cora := store.Who{Person: id(model.KindPerson, "cora"), Auth: "test"}
	start := when.OnClock(time.Date(2027, 1, 11, 22, 30, 0, 0, time.UTC), time.UTC)
	planned, err := db.Do(ctx, cora, action.PlanTrain{Train: model.Train{Title: "Care", Service: id(model.KindService, "crm"), Slot: model.Slot{Start: start, End: when.OnClock(start.At.Add(2*time.Hour), time.UTC)},
		Rule: "FREQ=WEEKLY", Zone: "UTC", Cutoff: 5, Type: "normal"}})
	if err != nil {
		t.Fatal(err)
	}
	departs, err := db.Do(ctx, cora, action.RegisterDeparture{Train: planned.Subject})
	if err != nil {
		t.Fatal(err)
	}
	d := openTask(t, db, "cora", "board-train", "CHG-54")
	d.sees("TRN-1  Web Shop: not for it, which is of Customer Care; this is of Web")
	d.unseen(string(planned.Subject)+"  Care: not for it", "it goes with")
	d.press("down", "tab")
	told := func() {
		t.Helper()
		text := strings.Join(strings.Fields(d.picture(80, 24)), " ")
		if want := "it goes with " + string(departs.Subject) + " Care 2027-01-11, which departs Mon 11 Jan 2027"; !strings.Contains(text, want) || !strings.Contains(text, "the cut-off for RFCs of that is Mon 4 Jan 2027") {
			t.Fatalf("it lacks %q:\n%s", want, d.picture(80, 24))
		}
	}
	told()
	d.press("ctrl+s")
	told()
	d.sees("Review", "a reason is missing: say why") // it leaves a release
	d.unseen("all is answered")
	d.press("down", "enter", "'it is ready", "ctrl+s")
	told()
	d.sees("all is answered")
}

// Sites and customers of a window are chosen from those that services have.
func TestTheSitesOfAWindowAreChosen(t *testing.T) {
	d := openTask(t, screentest.Demo(t), "rafael", "add-window", "")
	fl := d.page.open.form.Asked("sites")
	if fl.Type != form.Choices || !slices.Equal(fl.Options, []string{"Chicago"}) {
		t.Errorf("of sites: %s %v", fl.Type, fl.Options)
	}
	if fl := d.page.open.form.Asked("customers"); fl.Type != form.Choices || !slices.Contains(fl.Options, "E-commerce") || fl.Label("E-commerce") != "E-commerce" {
		t.Errorf("of customers: %s %v", fl.Type, fl.Options)
	}
}
