package form

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func kept(t *testing.T, d *desktop) string {
	t.Helper()
	text, err := d.env.Data.Kept(context.Background(), d.page.draft.person, d.page.draft.key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestADraftIsThereAgainFieldByField(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	d := open(t, db, "cora", "release-plan", of)
	d.press("ctrl+n", "'New pay slips", "enter", "'ca", "ctrl+n", "n", "'Stop it", "tab", "'dmi")
	again := open(t, db, "cora", "release-plan", of)
	again.sees("your draft of 10:42", "Stop it", "dmi", "row 1 of 1")
	if again.page.at != d.page.at {
		t.Errorf("it opens at %v instead of %v", again.page.at, d.page.at)
	}
	again.press("ctrl+p")
	again.sees("New pay slips", "canary")
	if other := open(t, db, "rafael", "release-plan", of); other.page.changed() {
		t.Error("a draft is shown to somebody else")
	}
	again.press("ctrl+r")
	if again.page.changed() || kept(t, again) != "" {
		t.Error("a dropped draft is still there")
	}
}

func TestWhatIsTypedRestsForAMomentAtMost(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	var waited []time.Duration
	d.page.wait = func(_ context.Context, w time.Duration) { waited = append(waited, w) }
	d.hold = true
	d.press("'a", "'b", "'c")
	if len(d.held) != 1 {
		t.Fatalf("%d commands for three keys", len(d.held))
	}
	if kept(t, d) != "" {
		t.Error("it was kept at the key itself")
	}
	d.release()
	if len(waited) != 1 || waited[0] != 300*time.Millisecond {
		t.Errorf("it rested %v", waited)
	}
	if !strings.Contains(kept(t, d), `"abc"`) {
		t.Errorf("kept: %s", kept(t, d))
	}
	if d.page.draft.unkept {
		t.Error("it waits for nothing")
	}
}

// Two sessions of one person have the same form open: who only looks on writes
// nothing over what the other typed, and brings back nothing that was sent.
func TestASessionThatOnlyLooksOnKeepsNothing(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	office := open(t, db, "cora", "assessment", of)
	office.press("'OLD", "tab")
	home := open(t, db, "cora", "assessment", of)
	home.sees("OLD")
	home.press("'NEW", "tab")
	if !strings.Contains(kept(t, home), "NEW") {
		t.Fatalf("kept: %q", kept(t, home))
	}
	office.press("esc")
	if err := office.page.Flush(context.Background()); err != nil || !strings.Contains(kept(t, home), "NEW") {
		t.Errorf("%v; the other session wrote %q over it", err, kept(t, home))
	}

	office = open(t, db, "cora", "assessment", of)
	if err := db.Keep(context.Background(), office.env.Person.ID(), office.page.draft.key, ""); err != nil { // sent elsewhere
		t.Fatal(err)
	}
	office.press("esc")
	if got := kept(t, home); got != "" {
		t.Errorf("what was sent came back: %q", got)
	}
}

func TestADraftIsKeptAtTheEndOfASession(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.hold = true // the program is gone before the draft has rested
	d.press("'half a thought")
	if err := d.page.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(kept(t, d), "half a thought") {
		t.Errorf("kept: %q", kept(t, d))
	}
	d.release() // an answer that comes late keeps nothing older
	if !strings.Contains(kept(t, d), "half a thought") {
		t.Errorf("kept later: %q", kept(t, d))
	}
}

func TestAKeepingThatWasCutShortIsDoneAtTheEnd(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.press("'typed")
	d.hold = true
	d.press("ctrl+n") // keeps at once, but the program ends before it has
	if strings.Contains(kept(t, d), "group 2") {
		t.Fatal("it was kept already")
	}
	d.press("'next page")
	if err := d.page.Flush(context.Background()); err != nil || !strings.Contains(kept(t, d), "next page") {
		t.Errorf("%v; kept: %q", err, kept(t, d))
	}
}

// TestAFormBeginsAtWhatARemedyNames: at the question that matters, with what the
// remedy answers. That goes before a draft that was kept, of which the rest stays; without
// an answer the draft is as it was.
func TestAFormBeginsAtWhatARemedyNames(t *testing.T) {
	db := screentest.Sample(t)
	id := at(t, db, "registration")
	env := screentest.On(t, db, "cora", bare)
	d := sit(t, env, Document(env, "assessment", id).Begin(model.ByForm("assessment", id).At("feasibility", 0)))
	if d.page.at.Field != "feasibility" {
		t.Errorf("it begins at %v", d.page.at)
	}
	edit := func(name string, answers ...process.Answer) *desktop {
		job, _ := task.Named(name)
		questions, err := assets.Task(name)
		if err != nil {
			t.Fatal(err)
		}
		return sit(t, env, Task(env, job, questions, id).Begin(model.ByTask(name, id, answers...)))
	}
	d = edit("edit-release", model.With("environment", "test hall"), model.With("service", "no such service"))
	if d.page.at.Field != "environment" || d.page.answers.Get("environment") != "test hall" || !d.page.changed() {
		t.Errorf("it begins at %v, with %q", d.page.at, d.page.answers.Get("environment"))
	}
	d.page.set("version", "9.9")
	d.press("'s")
	if err := d.page.Flush(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		opened            []process.Answer
		environment, note string
	}{
		{nil, "test halls", ""},
		{[]process.Answer{model.With("environment", "")}, "test halls", ""},
		{[]process.Answer{model.With("environment", "test halls")}, "test halls", ""},
		{[]process.Answer{model.With("environment", "another")}, "another", ", but as chosen now: "},
		{[]process.Answer{model.Without("environment")}, "", ", but as chosen now: without "},
	} {
		d = edit("edit-release", c.opened...)
		fl, _ := d.page.open.form.Field("environment")
		title := fl.Title
		switch {
		case c.note == "":
			title = ""
		case c.environment == "":
			title = strconv.Quote(title)
		}
		if got := d.page.answers.Get("environment"); got != c.environment || d.page.answers.Get("version") != "9.9" {
			t.Errorf("%v: %q, and of the rest %q", c.opened, got, d.page.answers.Get("version"))
		}
		if want := "your draft of 10:42" + c.note + title; d.page.note != want {
			t.Errorf("%v: it says %q instead of %q", c.opened, d.page.note, want)
		}
		if c.note != "" && d.page.at.Field != "environment" {
			t.Errorf("%v: it begins at %v", c.opened, d.page.at)
		}
	}
}

func TestAReasonNamesTheFieldItIsAbout(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "criteria", at(t, db, "registration"))
	d.press("n", "'C1", "enter", "'it works", "enter", "enter")
	d.run(d.page.refused(&model.Refusal{Doing: "write", Reasons: []model.Reason{{Text: "the moon is full"}, {Text: "criteria, row 1: how: is not valid text", Field: "criteria", Row: 1, Column: "how"}}}))
	if want := (place{Page: "table criteria", Field: "how", Row: 1}); d.page.at != want || len(d.failed) != 1 {
		t.Errorf("the cursor is at %v, told %v", d.page.at, d.failed)
	}
	d.run(d.page.refused(&model.Refusal{Doing: "write", Reasons: []model.Reason{{Text: "you may not: ask somebody"}}}))
	if d.page.at.Field != "how" {
		t.Errorf("a reason about no field moves the cursor to %v", d.page.at)
	}
}

func TestAnOlderDraftNeverReplacesANewerOne(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.press("'a")
	first := d.page.writing()
	d.page.set("risk", "ab")
	second := d.page.writing()
	ctx := context.Background()
	for _, write := range []func(context.Context) (time.Time, error){second, first} {
		if _, err := write(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(kept(t, d), `"ab"`) {
		t.Errorf("kept: %s", kept(t, d))
	}
}

func TestLeavingKeepsTheDraftAndSaysSo(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.hold = true
	d.press("'half")
	d.press("esc")
	d.release()
	if !d.back || !strings.Contains(strings.Join(d.said, " "), "draft kept; open the form again to go on") {
		t.Errorf("said: %v", d.said)
	}
	if !strings.Contains(kept(t, d), "half") {
		t.Errorf("kept: %q", kept(t, d))
	}
}

// deaf is a file that keeps no drafts.
type deaf struct{ screen.Data }

func (deaf) Keep(context.Context, model.ID, string, string) error {
	return errors.New("the disk is full")
}

func TestADraftThatCannotBeKeptIsSaid(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.env.Data = deaf{d.env.Data}
	d.press("'half")
	d.sees("the draft could not be kept: the disk is full", "half")
}

// send fills one field of a form as somebody and sends it.
func send(t *testing.T, db *store.DB, who, name string, of model.ID, field, text string) {
	t.Helper()
	d := open(t, db, who, name, of)
	d.run(d.page.jump(field, 0, ""))
	d.press("ctrl+end", "'"+text, "ctrl+s", "ctrl+s")
	for len(d.overlay) > 0 {
		d.press("enter")
	}
	if !d.back {
		t.Fatalf("%s could not send: %v\n%s", who, d.failed, d.picture(100, 40))
	}
}

func TestWhatSomebodyElseChangedIsComparedFieldByField(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	send(t, db, "cora", "assessment", of, "risk", "little")
	d := open(t, db, "cora", "assessment", of)
	d.press("ctrl+end", "' of mine", "tab", "'my benefit")
	send(t, db, "rafael", "assessment", of, "risk", " of theirs")
	send(t, db, "rafael", "assessment", of, "cost", "their cost")
	d.run(d.page.Load())
	d.sees("little of mine", "my benefit", "Rafael Monteiro changed this meanwhile: ctrl+o compares")
	d.press("ctrl+s", "ctrl+s")
	d.sees("little of mine", "little of theirs", "both changed it: choose", "their cost")
	if len(d.did) > 0 {
		t.Fatal("it was sent over what somebody else wrote")
	}
	d.press("enter")
	d.sees("both of you changed it; choose which is to stand")
	d.press("t", "enter")
	d.sees("little of theirs", "my benefit", "their cost", "Review")
	d.press("ctrl+s")
	if !d.back {
		t.Fatalf("not sent: %v\n%s", d.failed, d.picture(100, 40))
	}
	doc := written(t, db, "assessment", of)
	got := [3]string{doc.Answers.Get("risk"), doc.Answers.Get("benefit"), doc.Answers.Get("cost")}
	if got != [3]string{"little of theirs", "my benefit", "their cost"} || doc.Version != 4 {
		t.Errorf("version %d: %v", doc.Version, got)
	}
}

func TestADraftOfAnOlderVersionIsCompared(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	send(t, db, "cora", "assessment", of, "risk", "little")
	d := open(t, db, "cora", "assessment", of)
	d.press("ctrl+end", "' of mine", "esc")
	send(t, db, "rafael", "assessment", of, "risk", " of theirs")
	again := open(t, db, "cora", "assessment", of)
	again.sees("little of mine")
	again.press("ctrl+o", "m", "enter", "ctrl+s")
	if !again.back || written(t, db, "assessment", of).Answers.Get("risk") != "little of mine" {
		t.Errorf("%v\n%s", again.failed, again.picture(100, 40))
	}
}

func TestNothingTypedFollowsWhatOthersWrite(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	d := open(t, db, "cora", "assessment", of)
	send(t, db, "rafael", "assessment", of, "risk", "theirs")
	d.run(d.page.Load())
	d.sees("Rafael Monteiro changed it; it is shown as it is now", "theirs")
	if d.page.changed() {
		t.Error("what somebody else wrote counts as typed here")
	}
}

func TestAChangeBetweenAskingAndDoingIsCompared(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	send(t, db, "cora", "assessment", of, "benefit", "some")
	d := open(t, db, "cora", "assessment", of)
	d.press("'mine", "ctrl+s")
	d.first = func() { send(t, db, "rafael", "assessment", of, "risk", "theirs") }
	d.press("ctrl+s")
	if d.back || len(d.failed) != 1 {
		t.Fatalf("back %v, failed %v", d.back, d.failed)
	}
	d.sees("Rafael Monteiro changed this meanwhile", "mine")
	if d.page.locked() != "" {
		t.Errorf("the form is still locked: %s", d.page.locked())
	}
	d.press("ctrl+o", "m", "enter", "ctrl+s")
	if !d.back || written(t, db, "assessment", of).Answers.Get("risk") != "mine" {
		t.Errorf("%v\n%s", d.failed, d.picture(100, 40))
	}
}

// What somebody else answered in other fields is taken over when the form is
// sent, and said; nobody has to choose where nothing clashes.
func TestWhatDoesNotClashIsTakenOver(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	send(t, db, "cora", "assessment", of, "benefit", "some")
	d := open(t, db, "cora", "assessment", of)
	d.press("'mine", "ctrl+s")
	send(t, db, "rafael", "assessment", of, "cost", "their cost")
	d.run(d.page.Load())
	d.sees("Rafael Monteiro changed this meanwhile")
	d.press("ctrl+s")
	if !d.back || len(d.failed) > 0 {
		t.Fatalf("not sent: %v\n%s", d.failed, d.picture(100, 40))
	}
	doc := written(t, db, "assessment", of)
	if got := [3]string{doc.Answers.Get("risk"), doc.Answers.Get("benefit"), doc.Answers.Get("cost")}; got != [3]string{"mine", "some", "their cost"} {
		t.Errorf("%v", got)
	}

	// The same where it comes between asking and doing.
	e := open(t, db, "cora", "assessment", of)
	e.press("ctrl+end", "' again", "ctrl+s")
	e.first = func() { send(t, db, "rafael", "assessment", of, "cost", ", more") }
	e.press("ctrl+s")
	if !e.back || len(e.failed) > 0 {
		t.Fatalf("not sent: %v\n%s", e.failed, e.picture(100, 40))
	}
	if a := written(t, db, "assessment", of).Answers; a.Get("risk") != "mine again" || a.Get("cost") != "their cost, more" {
		t.Errorf("%v", a.Values)
	}
}

// A task that edits a record does so, too; one that decides shows what changed.
func TestATaskMergesEditsAndAsksAgainForDecisions(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	d := openTask(t, db, "cora", "edit-release", of)
	d.press("ctrl+end", "' two")
	rafael, err := db.Resolve(context.Background(), model.KindPerson, "rafael")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(context.Background(), store.Who{Person: rafael, Auth: "test"}, action.Edit{Release: of, Set: map[string]string{"notes": "theirs"}}); err != nil {
		t.Fatal(err)
	}
	d.run(d.page.Load())
	for range 4 {
		if !d.back {
			d.press("ctrl+s")
		}
	}
	f, err := db.Record(context.Background(), of, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	if r := f.Record.(*model.Release); !d.back || !strings.HasSuffix(r.Name, " two") || r.Notes != "theirs" {
		t.Errorf("back %v, failed %v: %q, %q", d.back, d.failed, r.Name, r.Notes)
	}

	e := openTask(t, db, "rafael", "cancel", of)
	e.press("'too dear")
	if _, err := db.Do(context.Background(), store.Who{Person: rafael, Auth: "test"}, action.Edit{Release: of, Set: map[string]string{"notes": "cheaper"}}); err != nil {
		t.Fatal(err)
	}
	e.press("ctrl+s", "ctrl+s")
	var changed *model.Changed
	if e.back || len(e.failed) != 1 || !errors.As(e.failed[0], &changed) || len(changed.Clashes) != 1 || changed.Clashes[0].Theirs != "cheaper" {
		t.Fatalf("back %v, failed %v\n%s", e.back, e.failed, e.picture(100, 40))
	}
	e.sees("too dear")
	e.press("ctrl+s")
	if !e.back {
		t.Errorf("who has read it may go on: %v", e.failed)
	}
}

func TestARefusalLeavesTheFormAsItIs(t *testing.T) {
	db := screentest.Sample(t)
	d := openTask(t, db, "rafael", "hold", at(t, db, "build"))
	d.press("'mine", "enter", "'2020-01-01", "ctrl+s", "ctrl+s")
	if d.back || len(d.failed) != 1 || len(d.did) != 0 {
		t.Fatalf("back %v, failed %v, did %v", d.back, d.failed, d.did)
	}
	d.sees("mine")
	if !strings.Contains(kept(t, d), "mine") {
		t.Error("the draft is gone")
	}
}

func TestSendingTwiceSendsOnce(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	d.press("'mine", "ctrl+s")
	d.hold = true
	d.press("ctrl+s", "ctrl+s", "'x", "ctrl+s")
	d.release()
	if len(d.did) != 1 || !d.back {
		t.Errorf("did %d times", len(d.did))
	}
	if d.page.answers.Values["risk"] != "mine" {
		t.Errorf("typed while it was sent: %q", d.page.answers.Values["risk"])
	}
}

func TestApprovalsAreVoidedOnlyAfterAsking(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "build")
	d := open(t, db, "cora", "rollback-plan", of)
	d.press("ctrl+end", "' or the run takes more than four hours", "ctrl+s", "ctrl+s")
	if len(d.overlay) != 1 || len(d.did) > 0 {
		t.Fatalf("overlays %d, did %v, failed %v\n%s", len(d.overlay), d.did, d.failed, d.picture(100, 40))
	}
	lines, _ := d.overlay[0].Box(90, 30)
	if text := strings.Join(lines, "\n"); !strings.Contains(text, "approved by") || !strings.Contains(text, "APR-") {
		t.Errorf("it does not say whose approvals go:\n%s", text)
	}
	d.press("esc")
	if len(d.did) > 0 || d.page.locked() != "" {
		t.Fatal("a no was taken for a yes")
	}
	d.press("ctrl+s", "enter")
	if !d.back || len(d.did) != 1 || !d.did[0].(action.WriteForm).Void {
		t.Fatalf("did %v, failed %v", d.did, d.failed)
	}
}

func TestThePastAndAReadingSessionAreNotTypedInto(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "build")
	env := screentest.On(t, db, "cora", bare)
	env.ReadOnly = true
	d := sit(t, env, Document(env, "rollback-plan", of))
	before := d.page.answers.Clone()
	d.press("'x", "tab", "'y", "ctrl+n", "n", "x", "ctrl+s")
	if !before.Same(d.page.answers) || kept(t, d) != "" {
		t.Error("something was typed where nothing can be")
	}
}

func TestALongTextIsEditedInParts(t *testing.T) {
	var lines []string
	for i := range 2000 {
		lines = append(lines, strings.Repeat("x", i%30)+" line")
	}
	text := strings.Join(lines, "\n")
	d := open(t, screentest.Sample(t), "cora", "assessment", "REL-11")
	x := newLong(d.page.look, text)
	press := func(names ...string) {
		for _, n := range names {
			x.key(named(t, n))
		}
	}
	if x.value() != text || len(x.part) > 2*partLimit {
		t.Fatalf("%d of %d bytes are with huh", len(x.part), len(text))
	}
	x.draw(d.page, 80, 10)
	press("!")
	if x.value() != text+"!" {
		t.Error("typing at the end")
	}
	press("backspace", "ctrl+home", "!")
	if x.value() != "!"+text {
		t.Errorf("typing at the beginning: %.40q", x.value())
	}
	press("backspace")
	for range 60 { // down over the end of the first part
		press("down")
	}
	press("home", "!")
	if want := strings.Join(lines[:60], "\n") + "\n!" + strings.Join(lines[60:], "\n"); x.value() != want {
		at := 0
		for at < len(want) && x.value()[at] == want[at] {
			at++
		}
		t.Errorf("after 60 lines down, it goes to line %d", strings.Count(x.value()[:at], "\n"))
	}
	press("backspace")
	for range 55 {
		press("up")
	}
	press("home", "!")
	if want := strings.Join(lines[:5], "\n") + "\n!" + strings.Join(lines[5:], "\n"); x.value() != want {
		t.Error("after 55 lines up, it goes elsewhere")
	}
	press("backspace")
	if x.value() != text {
		t.Error("the text is not what it was")
	}
}

func TestAHugePasteIsCutAndSaid(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	paste := strings.Repeat("a line of a log file\x1b[31m \x00 with 発売日 in it\r\n", 20000)
	d.press("'before ")
	d.key(keyOf(paste, true))
	d.sees("what was too much was left out")
	v := d.page.answers.Values["risk"]
	if len(v) > form.TextLimit || len(v) < form.TextLimit/2 || !strings.HasPrefix(v, "before a line of a log file[31m") || strings.ContainsAny(v, "\x1b\x00\r") {
		t.Errorf("%d bytes: %.60q", len(v), v)
	}
	d.press("tab", "shift+tab", "ctrl+s")
	if len(d.page.wrong) > 0 {
		t.Errorf("%v", d.page.wrong)
	}
	plan := open(t, db, "cora", "release-plan", at(t, db, "registration"))
	plan.key(keyOf(paste, true))
	plan.press("tab")
	plan.sees("✗")
	if n := len(plan.page.answers.Values["start"]); n > form.LineLimit {
		t.Errorf("%d bytes in a date", n)
	}
}

// BenchmarkKey is a key in a field, and the picture after it.
func BenchmarkKey(b *testing.B) {
	many := make([]string, 300)
	var shelved []record
	for i := range many {
		many[i] = fmt.Sprintf("option %d", i)
		shelved = append(shelved, record{id: fmt.Sprintf("CI-%d", i), title: many[i], low: many[i]})
	}
	for _, c := range []struct {
		name  string
		field form.Field
		value string
	}{
		{"line", form.Field{Type: form.Line}, ""},
		{"text", form.Field{Type: form.Text}, strings.Repeat("Some words about the risk of it.\n", 20)},
		{"long", form.Field{Type: form.Text}, strings.Repeat("Some words about the risk of it, and some more of them.\n", 1100)},
		{"paragraph", form.Field{Type: form.Text}, strings.Repeat("Some words about the risk of it. ", 1900)},
		{"choice", form.Field{Type: form.Choice, Options: many[:8]}, ""},
		{"options", form.Field{Type: form.Choice, Options: many}, ""},
		{"items", form.Field{Type: form.Items}, ""},
	} {
		b.Run(c.name, func(b *testing.B) {
			w := screentest.New(0)
			env := w.Env(theme.Options{Choice: theme.Dark})
			f := begin(env, document{name: "x", of: "REL-1"})
			c.field.Name, c.field.Title = "a", "Field"
			other := form.Field{Name: "b", Title: "Another", Type: form.Text}
			f.open = opening{form: form.Form{Name: "x", Title: "X", Groups: []form.Group{{Fields: []form.Field{c.field, other}}}}, zone: func(form.Answers) *time.Location { return screentest.Zone }}
			f.answers = form.Answers{Values: map[string]string{"a": c.value, "b": strings.Repeat("much text ", 6000)}, Tables: map[string][]form.Cells{}}
			f.shelves = map[string]*shelf{"item": {kind: model.KindItem, list: shelved}}
			f.ready = true
			f.enter()
			x := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("o")}
			back := tea.KeyMsg{Type: tea.KeyBackspace}
			b.ResetTimer()
			for i := range b.N {
				k := x
				if i%2 == 1 {
					k = back
				}
				f.Update(k)
				_ = f.View(200, 46)
			}
		})
	}
}
