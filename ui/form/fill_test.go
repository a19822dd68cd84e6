package form

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/cab"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// typeInto answers the field that has the keys, by keys.
func (d *desktop) typeInto(fl form.Field) {
	d.t.Helper()
	switch is := fl.Is(); {
	case fl.Type == form.YesNo:
		d.press("y")
	case is.Widget == form.OptionWidget && is.Several:
		d.press("down", " ")
	case is.Widget == form.OptionWidget:
		d.press("down")
	case is.Widget == form.RecordWidget:
		d.press("down", "enter")
		if !is.Several {
			d.press("shift+tab")
		}
	case is.Example != "":
		d.press("'" + is.Example)
	default:
		d.press("'Text for " + fl.Name)
	}
}

// fill answers every question of the form, by keys only.
func (d *desktop) fill() {
	d.t.Helper()
	for steps := 0; d.page.at.Page != reviewPage; steps++ {
		if steps > 100 {
			d.t.Fatalf("lost on page %v", d.page.at)
		}
		if fl, ok := d.page.field(); ok {
			if d.page.value(fl.Name) == "" && !d.page.taken(fl.Name) && !strings.HasPrefix(fl.Sets, "window") { // it has a window
				d.typeInto(fl)
			}
			at := d.page.at
			if d.press("tab"); d.page.at == at {
				d.t.Fatalf("tab does not leave %v", at)
			}
			continue
		}
		if table, _ := strings.CutPrefix(d.page.at.Page, "table "); len(d.page.rows()) == 0 && !(d.page.open.form.Means() == cab.FormMinutes && slices.Contains(cab.Fixed, table)) {
			d.press("n")
			continue
		}
		d.press("tab")
	}
}

func TestEveryDocumentIsFilledByKeysAndSent(t *testing.T) {
	db := screentest.Sample(t)
	rules, err := db.Rules(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	releases := map[string]string{"evaluation": "early-life", "acceptance": "test", "test-report": "build"}
	people := map[string]string{"rfc": "noor", "test-report": "tess", "release-notes": "cora", "acceptance": "cora", "emergency-review": "rafael"}
	for _, questions := range rules.Forms {
		if questions.Of == string(model.KindReport) {
			continue // the program fills it
		}
		t.Run(questions.Name, func(t *testing.T) {
			stage := releases[questions.Name]
			if stage == "" {
				stage = "registration"
			}
			of := at(t, db, stage)
			if questions.Of == "change" {
				// One that is not decided upon: afterwards its form takes the decision with it.
				noor, err := db.Resolve(context.Background(), model.KindPerson, "noor")
				if err != nil {
					t.Fatal(err)
				}
				r, err := db.Do(context.Background(), store.Who{Person: noor, Auth: "test"},
					action.SubmitChange{Change: model.Change{Title: "New pay slip layout", Category: "enhancement", Type: "normal"}})
				if err != nil {
					t.Fatal(err)
				}
				of = r.Subject
			}
			switch questions.Of {
			case "meeting":
				of = held(t, db)
			case "service":
				if of, err = db.Resolve(context.Background(), model.KindService, "payroll"); err != nil {
					t.Fatal(err)
				}
			}
			who := people[questions.Name]
			if who == "" {
				who = "cora"
			}
			d := open(t, db, who, questions.Name, of)
			before := d.page.open.version
			if before > 0 { // answered already: change something
				for _, fl := range d.page.open.form.Fields() {
					if fl.Type == form.Text {
						d.run(d.page.jump(fl.Name, 0, ""))
						d.press("' and more")
						break
					}
				}
				d.run(d.page.show("group 1", ""))
			}
			d.fill()
			d.press("ctrl+s")
			if len(d.overlay) > 0 {
				d.press("enter")
			}
			if !d.back || len(d.failed) > 0 {
				t.Fatalf("not sent: %v\n%s", d.failed, d.picture(100, 40))
			}
			doc := written(t, db, questions.Name, of)
			if doc == nil || doc.Version != before+1 {
				t.Fatalf("the file has %+v", doc)
			}
			for _, w := range questions.Missing(doc.Answers) {
				if !d.page.taken(w.Field) { // it has nothing on record
					t.Errorf("missing: %v", w)
				}
			}
			if text, err := db.Kept(context.Background(), d.page.draft.person, d.page.draft.key); text != "" || err != nil {
				t.Errorf("the draft is still there: %q %v", text, err)
			}
		})
	}
}

// TestWhatTheRecordAnswersIsNotTyped: the paper of an exception says what the file knows
// of it, and its keys go past that.
func TestWhatTheRecordAnswersIsNotTyped(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "freeze-exception", at(t, db, "registration"))
	d.run(d.page.jump("decision", 0, ""))
	d.sees("as on record")
	d.press("enter")
	if got := d.page.value("decision"); got != "" {
		t.Errorf("enter granted it: %q", got)
	}
	d.run(d.page.jump("decision", 0, ""))
	d.press(" ")
	d.sees("it is taken from the record")
	if got := d.page.value("decision"); got != "" {
		t.Errorf("it was granted by keys: %q", got)
	}
	if d.press("down"); d.page.at.Field == "decision" {
		t.Error("down stays in it")
	}
}

func TestATaskIsFilledAndDone(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "build")
	d := openTask(t, db, "rafael", "hold", of)
	d.sees("Put on hold", "needed")
	d.press("ctrl+s", "ctrl+s")
	if d.back || len(d.did) > 0 {
		t.Fatal("a task was done without its answers")
	}
	if fl, _ := d.page.field(); fl.Name != "reason" {
		t.Errorf("the cursor is at %v, not at what is missing", d.page.at)
	}
	d.press("'the supplier is late", "enter", "'fri", "enter", "ctrl+s")
	if !d.back || len(d.failed) > 0 {
		t.Fatalf("not done: %v\n%s", d.failed, d.picture(100, 40))
	}
	fact, err := db.Record(context.Background(), of, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	r := fact.Record.(*model.Release)
	if r.Hold == nil || r.Hold.Reason != "the supplier is late" || r.Hold.Review.On(screentest.Zone).String() != "2026-11-27" {
		t.Errorf("%+v", r.Hold)
	}
}

func TestEveryTaskOfAReleaseOpens(t *testing.T) {
	db := screentest.Sample(t)
	for _, job := range task.About(model.KindRelease) {
		questions, err := assets.Task(job.Name)
		if err != nil {
			t.Fatal(err)
		}
		if len(questions.Fields()) == 0 {
			continue
		}
		d := openTask(t, db, "rafael", job.Name, at(t, db, "build"))
		if d.page.failed != nil {
			continue // it says why it can't be begun
		}
		for range d.page.pages() {
			for _, size := range [][2]int{{20, 5}, {80, 20}, {200, 46}} {
				d.picture(size[0], size[1])
			}
			d.press("ctrl+n")
		}
		if d.page.at.Page != reviewPage {
			t.Errorf("%s: paging ends at %v", job.Name, d.page.at)
		}
	}
}

// TestNoKeyStartsAnything presses every key that huh and its parts know in
// every type of field. Nothing is started, no file is written, and no command
// comes out but the form's own (desktop.run fails on any other).
func TestNoKeyStartsAnything(t *testing.T) {
	db := screentest.Sample(t)
	dir := t.TempDir()
	trace := filepath.Join(dir, "started")
	script := filepath.Join(dir, "editor")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ntouch "+trace+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	t.Setenv("EDITOR", script)
	t.Setenv("TMPDIR", tmp)
	for _, tool := range []string{"xclip", "xsel", "wl-paste", "pbpaste"} {
		if err := os.Symlink(script, filepath.Join(dir, tool)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir)
	for _, typ := range form.TypeNames() {
		if typ == form.Table {
			continue
		}
		fl := form.Field{Name: "f", Title: "Field", Type: typ, Options: []string{"a", "b"}}
		d := open(t, db, "cora", "assessment", at(t, db, "registration"))
		d.page.open.form = form.Form{Name: "assessment", Groups: []form.Group{{Title: "G", Fields: []form.Field{fl}}}}
		d.page.at, d.page.widget = place{}, nil
		d.run(d.page.enter())
		for i := range 26 {
			k := tea.KeyMsg{Type: tea.KeyType(i + 1)}
			if d.page.widget == nil {
				d.run(d.page.enter())
			}
			d.run(d.page.typed(k))
			k.Alt = true
			d.run(d.page.typed(k))
			d.run(d.page.typed(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{rune('a' + i)}, Alt: true}))
		}
		d.picture(80, 20)
	}
	if _, err := os.Stat(trace); err == nil {
		t.Error("a process was started")
	}
	if list, _ := os.ReadDir(tmp); len(list) > 0 {
		t.Errorf("a file was written: %v", list)
	}
}

func TestLettersAreTextAndListsHaveKeys(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "criteria", at(t, db, "registration"))
	d.sees("no row yet")
	d.press("n", "'C1", "enter", "'it works?", "enter", "'by trying", "enter")
	d.press("n", "'C2", "enter", "'it is fast", "esc")
	d.press("c", "end", "'b", "esc")
	if got := cells(d, "criteria", "id"); got != "C1 C2 C2b" {
		t.Fatalf("rows are %s", got)
	}
	d.press("K", "K")
	if got := cells(d, "criteria", "id"); got != "C2b C1 C2" {
		t.Errorf("moved up, rows are %s", got)
	}
	d.press("J", "x")
	if got := cells(d, "criteria", "id"); got != "C1 C2" {
		t.Errorf("deleted, rows are %s", got)
	}
	d.sees("row 2 deleted; u puts it back")
	d.press("u")
	if got := cells(d, "criteria", "id"); got != "C1 C2b C2" {
		t.Errorf("put back, rows are %s", got)
	}
	d.press("n", "esc")
	if got := cells(d, "criteria", "id"); got != "C1 C2b C2" {
		t.Errorf("an empty row stays: %s", got)
	}
}

func cells(d *desktop, table, column string) string {
	var out []string
	for _, row := range d.page.answers.Tables[table] {
		out = append(out, row[column])
	}
	return strings.Join(out, " ")
}

func TestFieldsComeAndGoWithTheAnswerTheyHangOn(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "tess", "test-report", at(t, db, "build"))
	d.press("ctrl+n", "ctrl+n")
	d.sees("Was the rollback tested?")
	d.unseen("Why not", "Evidence")
	d.press("n")
	d.sees("Why not")
	d.press("y")
	d.sees("Evidence")
	d.unseen("Why not")
	d.press("tab", "'restored in 10 minutes", "shift+tab", "n")
	d.unseen("restored in 10 minutes")
	d.press("y")
	d.sees("restored in 10 minutes")
}

func TestAMistakeIsSaidBesideTheFieldAndNeverHoldsAPage(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "release-plan", at(t, db, "registration"))
	d.press("'32.13.2026", "tab")
	d.sees("✗", "Window ends")
	d.press("ctrl+n")
	d.sees("What and how")
	d.press("ctrl+s")
	d.sees("1 answer will not do")
	d.press("ctrl+s")
	if fl, _ := d.page.field(); fl.Name != "start" || len(d.did) > 0 {
		t.Errorf("the cursor is at %v; done: %v", d.page.at, d.did)
	}
	d.press("ctrl+u", "'next thu 22:00")
	d.sees("→ Thu 3 Dec 2026 22:00 Europe/Berlin")
}

// A file is chosen in the DML: no path is read from a form, and it says how a file comes
// there, from one's own machine where that is another.
func TestAFileIsChosenInTheLibrary(t *testing.T) {
	db := screentest.Sample(t)
	for _, c := range []struct {
		stage   string
		folders screen.Folders
		says    string
	}{{"registration", nil, "ssh HOST media add - --name NAME < FILE"}, {"assessment", noFolders{}, "Put it into the DML first: fairway media add FILE"}} {
		d := open(t, db, "cora", "rollback-plan", at(t, db, c.stage))
		d.page.env.Folders = c.folders
		d.page.open.form.Groups = []form.Group{{Title: "G", Fields: []form.Field{{Name: "file", Title: "File", Type: form.Attachment}, {Name: "why", Title: "Why", Type: form.Line}}}}
		shelves, err := shelvesOf(d.page.env.Query(), d.page.open)
		if err != nil {
			t.Fatal(err)
		}
		d.page.shelves = shelves
		d.page.at, d.page.widget = place{}, nil
		d.run(d.page.enter())
		seen(d, c.says)
		d.press("'/etc/hostname")
		seen(d, "no file is read by its path here", c.says)
		if _, wrong := d.page.tidied(); len(wrong) == 0 {
			t.Error("a path is taken as it is")
		}
		d.press("ctrl+u", "'payroll", "enter")
		d.unseen(c.says)
		if v := d.page.answers.Values["file"]; model.ID(v).Kind() != model.KindMedia {
			t.Errorf("the file is %q", v)
		}
	}
}

// seen checks that texts are seen beside the bar of the field, however wrapped.
func seen(d *desktop, texts ...string) {
	d.t.Helper()
	text := strings.Join(strings.Fields(strings.ReplaceAll(d.picture(80, 24), "│", "")), " ")
	for _, want := range texts {
		if !strings.Contains(text, want) {
			d.t.Errorf("no %q in %q", want, text)
		}
	}
}

// noFolders stands for those of somebody who sits at the machine.
type noFolders struct{ screen.Folders }

func TestPickersFindPeopleAndItems(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "rollback-plan", at(t, db, "registration"))
	fields := []form.Field{{Name: "who", Title: "Who", Type: form.Person}, {Name: "what", Title: "What", Type: form.Items}, {Name: "why", Title: "Why", Type: form.Line}}
	d.page.open.form.Groups = []form.Group{{Title: "G", Fields: fields}}
	shelves, err := shelvesOf(d.page.env.Query(), d.page.open)
	if err != nil {
		t.Fatal(err)
	}
	d.page.shelves = shelves
	d.page.at, d.page.widget = place{}, nil
	d.run(d.page.enter())
	d.press("'dm")
	d.sees("Dmitri Volkov (dmitri)")
	d.press("enter")
	if v := d.page.answers.Values["who"]; model.ID(v).Kind() != model.KindPerson {
		t.Errorf("who is %q", v)
	}
	d.press("shift+tab", "'nobody like this", "tab")
	d.sees(`there is no person "nobody like this"`)
	d.press("down", "enter", "down", "enter")
	if list := form.Split(d.page.answers.Values["what"]); len(list) != 2 || list[0] == list[1] {
		t.Errorf("what is %q", list)
	}
	d.press("backspace")
	if list := form.Split(d.page.answers.Values["what"]); len(list) != 1 {
		t.Errorf("what is %q", list)
	}
	d.press("enter")
	if d.page.at.Field != "why" {
		t.Errorf("enter on an empty line stays at %v", d.page.at)
	}
}

func TestManyRecordsAreLookedForAsOneTypes(t *testing.T) {
	db := screentest.Sample(t)
	d := open(t, db, "cora", "rollback-plan", at(t, db, "registration"))
	d.page.shelves["person"] = &shelf{kind: model.KindPerson, big: true, asked: map[string]bool{}}
	d.press("tab", "'dmitri")
	d.sees("Dmitri Volkov (dmitri)")
	d.press("enter")
	if v := d.page.answers.Values["owner"]; model.ID(v).Kind() != model.KindPerson {
		t.Errorf("the owner is %q", v)
	}
	d.press("shift+tab", "shift+tab", "tab", "'zzzz", "tab")
	d.sees(`there is no person "zzzz"`)
}

// The end of a window counts from its start, not from now, in the line under
// the field and in what is kept.
func TestAnEndCountsFromItsStart(t *testing.T) {
	db := screentest.Sample(t)
	d := openTask(t, db, "cora", "register", "")
	if got := d.page.value("coordinator"); got == "" {
		t.Error("whoever coordinates releases is not suggested")
	}
	d.press("'Cart")
	d.press("ctrl+n", "ctrl+n", "tab", "tab", "'2026-12-17 22:00", "tab", "'+3h")
	d.sees("Fri 18 Dec 2026 01:00 Europe/Berlin")
	d.press("tab")
	d.sees("Fri 18 Dec 2026 01:00 Europe/Berlin")
	d.press("shift+tab", "shift+tab", "ctrl+u", "tab")
	d.sees("Fri 18 Dec 2026 01:00 Europe/Berlin")
}

// A task that takes approvals with it asks first, whichever task it is.
func TestATaskSaysWhoseApprovalsGo(t *testing.T) {
	db := screentest.Sample(t)
	d := openTask(t, db, "rafael", "affect", at(t, db, "scheduled"))
	for fl, _ := d.page.field(); fl.Name != "add"; fl, _ = d.page.field() {
		d.press("tab")
	}
	d.press("down", "down", "down", "enter", "ctrl+s", "ctrl+s")
	if len(d.failed) > 0 || len(d.overlay) == 0 {
		t.Fatalf("not asked: %v %v\n%s", d.failed, d.did, d.picture(100, 40))
	}
	d.press("enter")
	if !d.back || len(d.failed) > 0 {
		t.Fatalf("not done: %v\n%s", d.failed, d.picture(100, 40))
	}
}

// Who could never send a form is told when it opens, not when all is typed;
// who may for one service isn't turned away before the service is chosen.
func TestWhoMayNotIsToldFirst(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "planning")
	for _, d := range []*desktop{openTask(t, db, "ada", "register", ""), open(t, db, "ada", "release-plan", of)} {
		d.sees("your roles do not allow this", "to be read only")
		before := d.page.answers.Clone()
		d.press("'typed", "tab", "'more")
		if !before.Same(d.page.answers) {
			t.Error("an auditor's typing was taken")
		}
	}
	openTask(t, db, "cora", "register", "").unseen("your roles do not allow this")
}

// A choice among records is shown by what people read, not by bare ids.
func TestAChoiceIsReadByItsLabels(t *testing.T) {
	db := screentest.Sample(t)
	d := openTask(t, db, "cora", "register", "")
	for fl, _ := d.page.field(); fl.Name != "type"; fl, _ = d.page.field() {
		d.press("tab")
	}
	d.sees("Normal release")
	d.press("tab")
	d.sees("Normal release")
	if got := d.page.value("type"); got != "normal" {
		t.Errorf("the answer is %q", got)
	}
}

// held is a meeting of the CAB that is over, with cora's minutes.
func held(t *testing.T, db *store.DB) model.ID {
	t.Helper()
	who := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	chandra := store.Who{Person: who("chandra"), Auth: "test"}
	r, err := db.Do(context.Background(), chandra, action.CallMeeting{Now: true, Meeting: model.Meeting{Title: "CAB", Chair: chandra.Person, Minutes: who("cora"), Invited: []model.ID{who("noor")}}})
	if err == nil {
		_, err = db.Do(context.Background(), chandra, action.CloseMeeting{Meeting: r.Subject})
	}
	if err != nil {
		t.Fatal(err)
	}
	return r.Subject
}
