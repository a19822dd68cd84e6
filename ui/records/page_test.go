package records

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestPagesOfRecords(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
		d := sit(t, screentest.Sample(t), "cora", size[0], size[1])
		for name, id := range map[string]model.ID{"item": "CI-1", "person": "PER-4", "document": "DOC-1", "approval": "APR-1", "window": "WIN-1"} {
			d.pages = nil
			p := NewPage(d.env, id)
			d.Push(p)
			d.run(p.Load())
			screentest.Golden(t, fmt.Sprintf("page-%s-%dx%d", name, size[0], size[1]+4), d.picture())
		}
		d.pages = nil
		d.kind("Log").press("end", "pgup", "enter")
		screentest.Golden(t, fmt.Sprintf("entry-%dx%d", size[0], size[1]+4), d.picture())
		if len(d.failed) > 0 {
			t.Fatal(d.failed)
		}
	}
}

// open shows the page of a record.
func (d *rig) open(id model.ID) *Page {
	d.t.Helper()
	p := NewPage(d.env, id)
	d.Push(p)
	d.run(p.Load())
	return p
}

// Every record of every kind has a page, every entry of the log has one, at any
// size; and nothing on it is as it is kept.
func TestEveryPageIsExactAndInWords(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "cora", 80, 20)
	sizes := [][2]int{{1, 1}, {9, 3}, {30, 8}, {60, 12}, {80, 20}, {120, 36}, {200, 46}}
	raw := regexp.MustCompile(`[{}\[\]]|"[a-z_]+":|\d{4}-\d\d-\d\dT|[a-z]_[a-z]|FREQ=|map\[|0x[0-9a-f]{6}`)
	check := func(what string) {
		t.Helper()
		for _, size := range sizes {
			d.w, d.h = size[0], size[1]
			d.picture()
		}
		d.w, d.h = 200, 400
		for l := range strings.SplitSeq(d.picture(), "\n") {
			if bad := raw.FindString(l); bad != "" {
				t.Errorf("%s shows %q as it is kept: %s", what, bad, strings.TrimSpace(l))
			}
		}
	}
	n := 0
	for _, k := range model.Kinds() {
		if k == model.KindRelease {
			continue
		}
		found, err := db.List(context.Background(), store.ListQuery{Kind: k, Limit: 6})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range found {
			d.pages = nil
			d.open(l.ID)
			check(string(l.ID))
			n++
		}
	}
	if n < 40 {
		t.Fatalf("only %d pages were looked at", n)
	}
	head, _, err := db.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for at := int64(2); at <= int64(head); at += 19 {
		d.pages = nil
		p := newEntry(d.env, at)
		d.Push(p)
		d.run(p.Load())
		check(p.Name())
	}
	if len(d.failed) > 0 {
		t.Error(d.failed)
	}
}

func TestStepsThroughTheStatesOfARecord(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	d.open("CHG-1")
	d.see("CHG-1  New pay slip layout", "state 7 of 7", "closed").press("]")
	if d.lastSaid() != "this is its last state" {
		t.Error(d.said)
	}
	d.press("[").see("state 6 of 7, not the last")
	for range 5 {
		d.press("[")
	}
	d.see("state 1 of 7", "submitted", "by Noor Haddad").press("[")
	if d.lastSaid() != "this is its first state" {
		t.Error(d.said)
	}
	if d.press("e"); d.lastSaid() != "this is an earlier state; ] leads to the last" {
		t.Error(d.said)
	}
	for range 6 {
		d.press("]")
	}
	d.see("state 7 of 7").notSee("not the last")
	if p := d.top().(*Page); p.version != 0 {
		t.Error("the last state is looked at as if it were an old one")
	}
}

func TestLinksLeadOn(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	d.open("CI-1")
	d.see("payroll-app")
	if d.press("enter"); !strings.Contains(d.lastSaid(), "leads nowhere") {
		t.Error(d.said)
	}
	d.press("l", "enter")
	if len(d.found) != 1 || d.found[0] != "SVC-1" {
		t.Fatal(d.found)
	}
	for range 40 { // to the last line that leads somewhere: how it was entered
		d.press("l")
	}
	d.press("enter").see("Entry ", "entered CI-1", "What it wrote", "Konrad Weiss")
	for range 9 {
		d.press("tab")
	}
	d.press("enter").see("CI-1  payroll-app", "state 1 of 2, not the last")
	d.pages = nil
	d.kind("Log").press("home", "enter").see("Entry 311").press("]")
	if len(d.failed) != 1 {
		t.Errorf("after the last entry: %v", d.failed)
	}
	d.see("Entry 311").press("[").see("Entry 310")
}

func TestActingAsAPerson(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 120, 36)
	d.open("PER-4")
	d.see("Chandra Iyer", "Change Manager", "authorise RFCs", "APR-").press("A")
	if len(d.acted) != 1 || d.acted[0] != "PER-4" {
		t.Error(d.acted)
	}
	d.env.Self = false
	if d.press("A"); d.lastSaid() != "here everybody acts as who they are" || len(d.acted) != 1 {
		t.Error(d.said)
	}
	d.env.Self = true
	d.pages = nil
	d.open(d.env.Person.ID())
	if d.press("A"); !strings.Contains(d.lastSaid(), "already") {
		t.Error(d.said)
	}
}

func TestWhatWasRemovedSaysSo(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "alice", 80, 20)
	alice := store.Who{Person: d.env.Person.ID(), Auth: "test"}
	if _, err := db.Do(context.Background(), alice, action.Redact{ID: "CHG-2", Reason: "asked for by law"}); err != nil {
		t.Fatal(err)
	}
	d.run(d.screen.Load())
	d.run(d.screen.(*Records).SetFilter("state:redacted"))
	d.see("1 change ", "CHG-2", "(redacted)")
	p := d.open("CHG-2")
	d.see("(its content was removed)", "removed by law", "SHA-256")
	if p.about.Fact.Record != nil {
		t.Error("there is something left of it")
	}
	d.press("[").see("removed by law")
}

func TestNothingIsThereOfWhatIsNot(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	d.open("CHG-999")
	if len(d.pages) != 0 || len(d.failed) != 1 {
		t.Errorf("%d pages, %v", len(d.pages), d.failed)
	}
}

func TestTheTreeOfAnItem(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "konrad", 200, 46)
	konrad := store.Who{Person: d.env.Person.ID(), Auth: "test"}
	item := func(name string, on ...model.ID) model.ID {
		t.Helper()
		r, err := db.Do(context.Background(), konrad, action.WriteItem{Item: model.Item{Name: name, Class: "server", State: "live", Service: "SVC-1", DependsOn: on}})
		if err != nil {
			t.Fatal(err)
		}
		return r.Subject
	}
	disk := item("disk array")
	server := item("server", disk)
	one := item("batch", server)
	item("kiosk", item("portal", server, disk, one))
	d.open(disk)
	d.see("If it fails or changes: 4 items that depend on it, 1 service, no open release.", "└─ "+string(server)+"  server", "  └─ "+string(one)+"  batch", "as above")
	screentest.Golden(t, "page-tree-200x50", d.picture())
}

func TestPagesAreExactForAnyText(t *testing.T) {
	env := screentest.New(0).Env(theme.Options{Choice: theme.Dark})
	rapid.Check(t, func(t *rapid.T) {
		text := screentest.Text()
		p := NewPage(env, "INC-1")
		i := &model.Incident{ID: "INC-1", Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Severity: text.Draw(t, "severity"), State: model.State(text.Draw(t, "state")),
			Service: model.ID(text.Draw(t, "service")), CausedBy: []model.ID{model.ID(text.Draw(t, "cause")), "REL-1"}, Opened: screentest.Now}
		in := around{titles: map[model.ID]string{"REL-1": text.Draw(t, "release")}}
		in.Fact.Record, in.State, in.Of = i, 1, rapid.IntRange(1, 2).Draw(t, "states")
		in.Linked = []store.Linked{{Rel: text.Draw(t, "rel"), Kind: model.KindChange, Count: 7, Rows: []store.Listed{{ID: "CHG-1", Kind: model.KindChange, Title: text.Draw(t, "change")}}}}
		in.History = []store.Touched{{LogEntry: store.LogEntry{Position: 4, At: screentest.Now, Name: text.Draw(t, "who"), Note: text.Draw(t, "note")}}}
		p.came(in, nil)
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			w, h := rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 40).Draw(t, "height")
			screentest.Exact(t, p.View(w, h), w, h)
			p.paper().move(rapid.IntRange(-30, 30).Draw(t, "by"))
			p.pane = rapid.IntRange(0, 1).Draw(t, "pane")
		}
	})
}
