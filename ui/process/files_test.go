package process

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// types types into what lies on top.
func (d *rig) types(text string) *rig {
	d.Helper()
	for _, r := range text {
		d.run(d.over[len(d.over)-1].Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}}))
	}
	return d
}

func (d *rig) key(k tea.KeyType) *rig {
	d.run(d.over[len(d.over)-1].Update(tea.KeyMsg{Type: k}))
	return d
}

// seeBox looks for texts in what lies on top.
func (d *rig) seeBox(texts ...string) *rig {
	d.Helper()
	box := d.box()
	for _, s := range texts {
		if !strings.Contains(box, s) {
			d.Fatalf("it doesn't show %q:\n%s", s, box)
		}
	}
	return d
}

// choose puts the cursor on a line of the files.
func (d *rig) choose(key string) *rig {
	d.Helper()
	d.picture()
	d.screen.place().Choose(d.screen.sheet, key, d.screen.rows)
	if d.screen.place().Key != key {
		d.Fatalf("there is no line %s:\n%s", key, d.picture())
	}
	return d
}

// TestTheFilesAreEditedTriedAndProposed: without any folder, as over SSH, a file of
// the rules is changed, what is wrong in it is named with its line and opened there,
// and the draft is compared, tried on the past year, and proposed, word for word.
func TestTheFilesAreEditedTriedAndProposed(t *testing.T) {
	ctx := context.Background()
	db := screentest.Sample(t)
	alice := func(w, h int) *rig { return sit(t, screentest.On(t, db, "alice", bare), w, h) }
	for _, size := range []struct{ w, h int }{{60, 18}, {80, 24}, {200, 50}} {
		d := alice(size.w, size.h).to("Rule files")
		screentest.Golden(t, fmt.Sprintf("files-%dx%d", size.w, size.h), d.picture())
	}
	d := alice(80, 44).to("Rule files").press("p", "d", "b")
	if len(d.over) > 0 || !strings.Contains(strings.Join(d.said, "\n"), "nothing is changed") {
		t.Fatal(d.said)
	}
	d.press("o", "x")
	if !strings.Contains(d.said[len(d.said)-1], "over SSH there is no folder of yours") {
		t.Fatal(d.said)
	}

	// A word that no rule has: lint says where, and enter leads there.
	d.choose("file/process/policy.toml").press("enter").seeBox("process/policy.toml", "line 1 of")
	d.types("quorums = 2").key(tea.KeyEnter).press("esc")
	d.see("Lint", "process/policy.toml:1", "quorums", "changed").press("p")
	if !strings.Contains(d.said[len(d.said)-1], "lint finds 1 fault in it") {
		t.Fatal(d.said)
	}
	d.press("d").seeBox("can't be said", "+quorums = 2").press("esc")
	d.press("home").choose("fault/0").press("enter").seeBox("line 1 of")
	for range len("quorums = 2") {
		d.key(tea.KeyDelete)
	}
	d.key(tea.KeyDelete).press("esc").notSee("Lint")

	// A tighter quorum is a draft in another session too.
	d.choose("file/process/policy.toml").press("enter", "ctrl+f").types("quorum = ").press("enter")
	d.key(tea.KeyEnd).key(tea.KeyBackspace).types("2").press("esc").see("nothing wrong in them")
	d = alice(80, 24).to("Rule files").see("nothing wrong in them", "Your draft of PRC-1")
	d.press("d").seeBox("members", "-cab_quorum", "+cab_quorum").press("esc")
	d.press("b").seeBox("Backtest of your draft", "gates that", "Would have been stopped: ", "would be let through: ").press("esc")
	d.press("p").types("a quorum that we reach").press("enter")
	if len(d.failed) > 0 || len(d.done) != 1 {
		t.Fatal(d.failed, d.said)
	}
	f, err := db.Record(ctx, d.done[0], store.Now)
	if err != nil {
		t.Fatal(err)
	}
	files, _, _ := d.screen.book.Rules.Files()
	prop := f.Record.(*model.Proposal)
	if lines := differingLines(t, files, prop.Files); len(lines) != 1 || !strings.HasPrefix(lines[0], "cab_quorum = 2") || prop.Base != "PRC-1" {
		t.Error(lines, prop.Base)
	}

	// The proposal is compared and tried where versions stand.
	d = alice(80, 24).to("Policy, versions")
	d.choose(string(prop.ID)).press("c").seeBox("PRC-1 and "+string(prop.ID), "+cab_quorum = 2").press("esc")
	d.press("b").seeBox("Backtest of "+string(prop.ID), "went through since")

	// Whoever may not propose reads, word for word.
	cora := sit(t, screentest.On(t, db, "cora", bare), 80, 24).to("Rule files").see("To read only")
	cora.choose("file/process/policy.toml").press("enter").seeBox("to read only", "quorum").press("q")
	if len(cora.over) > 0 {
		t.Fatal("it is still open")
	}
}

// aFolder is one of the person's own machine.
type aFolder struct {
	files  []process.File
	faults []process.Fault
	err    error
	wrote  []process.File
}

func (a *aFolder) ReadRules(string) ([]process.File, []process.Fault, model.ID, error) {
	return a.files, a.faults, "PRC-1", a.err
}

func (a *aFolder) WriteRules(_ string, files []process.File, base model.ID) error {
	a.wrote = files
	return a.err
}

// TestAFolderBecomesTheDraft on a machine of one's own, and the files are written
// into one.
func TestAFolderBecomesTheDraft(t *testing.T) {
	db := screentest.Sample(t)
	env := screentest.On(t, db, "alice", bare)
	there := &aFolder{}
	env.Folders = there
	d := sit(t, env, 80, 24).to("Rule files")
	d.press("x").types("rules").press("enter")
	if len(there.wrote) < 10 || len(d.failed) > 0 {
		t.Fatal(len(there.wrote), d.failed)
	}
	there.files = append([]process.File{}, there.wrote...)
	there.files[0].Text += "\n# looked at\n"
	there.faults = []process.Fault{{File: "forms/x.toml", Text: "it is a link"}}
	d.press("o").types("rules").press("enter")
	if len(d.failed) != 1 || !strings.Contains(d.failed[0].Error(), "it is a link") {
		t.Fatal(d.failed)
	}
	there.faults = nil
	d.press("o").seeBox("rules").press("enter").see("nothing wrong in them", "changed")
	d.press("-").see(`unknown form "acceptance"`)
	d.press("n").types("forms/mine.toml").press("enter").press("esc").see("Lint", "forms/mine.toml")
	d.press("backspace").see("word for word").notSee("Lint")
	there.err = errors.New("rules: there is no such folder")
	d.press("o").press("enter")
	if len(d.failed) != 2 {
		t.Fatal(d.failed)
	}
}
