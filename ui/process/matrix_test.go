package process

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// proposals are what the host was asked to do.
func (d *rig) Do(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	done, err := d.screen.env.Data.Do(context.Background(), d.screen.env.Person, a)
	if err != nil {
		d.Fail("do it", err)
		return nil
	}
	d.done = append(d.done, done.Subject)
	return then(done)
}

// TestTheMatrixIsProposed: what is changed in the matrix is shown by signs, kept
// with the person, and becomes a proposal in which lines of roles alone differ.
func TestTheMatrixIsProposed(t *testing.T) {
	db := screentest.Sample(t)
	for _, size := range []struct{ w, h int }{{60, 16}, {80, 24}, {200, 50}} {
		d := sit(t, screentest.On(t, db, "alice", bare), size.w, size.h)
		d.to("Role matrix").press("down", "right", "enter", "right", "end", "home", "down", "down", "down", "down", "down", "down", "down", " ")
		screentest.Golden(t, fmt.Sprintf("matrix-%dx%d", size.w, size.h), d.picture())
		d.press("backspace")
	}
	ascii := bare
	ascii.ASCII = true
	screentest.Golden(t, "matrix-ascii-80x24", sit(t, screentest.On(t, db, "alice", ascii), 80, 24).to("Role matrix").picture())

	d := sit(t, screentest.On(t, db, "alice", bare), 80, 24)
	d.to("Role matrix").press("p")
	if !strings.Contains(d.said[len(d.said)-1], "nothing is changed") {
		t.Fatal(d.said)
	}
	role, right, _ := d.press("down", "enter").screen.cell()
	d.see("[+]", "1 change", "the draft lets them").press("enter").notSee("[+]", "1 change").press("enter")
	// To another part, a draft is asked for; in another session it is there.
	d.press("]")
	if box := d.box(); !strings.Contains(box, "nothing is proposed yet") {
		t.Fatal(box)
	}
	d.press("esc").see("[+]").press("]", "enter").see("Policy, versions").notSee("[+]")
	again := sit(t, screentest.On(t, db, "alice", bare), 80, 24)
	again.to("Role matrix").press("down").see("[+]", "1 change")

	again.press("p")
	if box := again.box(); !strings.Contains(box, right.Does) || !strings.Contains(box, role.Title) || !strings.Contains(box, "+permissions = [") || strings.Contains(box, "way back") {
		t.Fatal(box)
	}
	again.press("p")
	for _, k := range "they ask" {
		again.over[len(again.over)-1].Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{k}})
	}
	again.press("enter").notSee("[+]", "1 change")
	if len(again.failed) > 0 || len(again.done) != 1 {
		t.Fatal(again.failed, again.done)
	}
	f, err := db.Record(context.Background(), again.done[0], store.Now)
	if err != nil {
		t.Fatal(err)
	}
	p, was := f.Record.(*model.Proposal), again.screen.book.Rules
	if p.Note != "they ask" || p.Title != "what the "+role.Title+" may do" || p.NextReview.IsZero() {
		t.Errorf("%+v", p)
	}
	files, _, _ := was.Files()
	for i, line := range differingLines(t, files, p.Files) {
		if i > 0 || !strings.HasPrefix(line, "permissions = [") || !strings.Contains(line, `"`+right.ID+`"`) {
			t.Errorf("otherwise is %q", line)
		}
	}
}

// differingLines are the lines of files that others say otherwise.
func differingLines(t *testing.T, was, is []process.File) []string {
	t.Helper()
	var out []string
	for i := range was {
		a, b := strings.Split(was[i].Text, "\n"), strings.Split(is[i].Text, "\n")
		if len(a) != len(b) {
			t.Fatalf("%s has %d lines and had %d", is[i].Name, len(b), len(a))
		}
		for k := range a {
			if a[k] != b[k] {
				out = append(out, b[k])
			}
		}
	}
	return out
}

// TestTheMatrixSaysWhoMayNotChangeIt, and the past is only read.
func TestTheMatrixSaysWhoMayNotChangeIt(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, screentest.On(t, db, "cora", bare), 120, 24)
	d.to("Role matrix").press("enter").notSee("[+]").see("to read only: proposing rules takes the permission rules.propose")
	if !strings.Contains(d.said[len(d.said)-1], "rules.propose") {
		t.Fatal(d.said)
	}
	mine := sit(t, screentest.On(t, db, "alice", bare), 80, 24)
	mine.to("Role matrix").press("enter").see("[+]")
	head, _, err := db.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	env := screentest.On(t, db, "alice", bare)
	env.AsOf, env.Past = store.Position(head), screentest.Now
	past := sit(t, env, 80, 24)
	past.to("Role matrix").notSee("[+]").press("enter").notSee("[+]").see("you look at the past")
	mine.run(mine.screen.SetFilter("baseline"))
	mine.see("baseline", "1-1 of 1").notSee("put approved rules in force")
	mine.run(mine.screen.SetFilter("coordinator"))
	mine.see("Coordinator", "1-1 of").notSee("Requester")
	for _, b := range mine.screen.Bindings() {
		if b.Help == "" || b.Name == "" {
			t.Errorf("%v is explained nowhere", b.Keys)
		}
		if n := slices.IndexFunc(mine.screen.Bindings(), func(o screen.Binding) bool { return o.Has(b.Keys[0]) }); mine.screen.Bindings()[n].Name != b.Name {
			t.Errorf("%s is there twice", b.Keys[0])
		}
	}
}
