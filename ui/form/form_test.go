package form

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// desktop is a frame of which only the form is shown. It records what the form
// asks of it, and gives keys to it as the frame does.
type desktop struct {
	screen.Host // what no form calls
	t           *testing.T
	env         *screen.Env
	page        *Form
	overlay     []screen.Overlay
	said        []string
	failed      []error
	did         []action.Action
	back        bool
	// hold keeps answers back until they are let go.
	hold  bool
	held  []tea.Cmd
	first func() // happens before an action is done
}

func (d *desktop) Open(o screen.Overlay)  { d.overlay = append(d.overlay, o) }
func (d *desktop) Pop(o screen.Overlay)   { d.overlay = append(d.overlay, o) }
func (d *desktop) Close(o screen.Overlay) { d.overlay = d.overlay[:len(d.overlay)-1] }
func (d *desktop) Say(text string)        { d.said = append(d.said, text) }
func (d *desktop) Fail(_ string, err error) {
	d.failed = append(d.failed, err)
}
func (d *desktop) Copy(string) tea.Cmd        { return nil }
func (d *desktop) Release(store.Card) tea.Cmd { return nil }
func (d *desktop) Find(model.ID) tea.Cmd      { return nil }
func (d *desktop) Advance(model.ID) tea.Cmd   { return nil }

func (d *desktop) SendBack(model.ID) tea.Cmd { return nil }

func (d *desktop) Gate(model.ID) tea.Cmd         { return nil }
func (d *desktop) Push(screen.Screen)            {}
func (d *desktop) Back(screen.Screen)            { d.back = true }
func (d *desktop) Form(string, model.ID) tea.Cmd { return nil }
func (d *desktop) Task(string, model.ID) tea.Cmd { return nil }
func (d *desktop) Act(model.ID) tea.Cmd          { return nil }
func (d *desktop) Reload() tea.Cmd               { return nil }

// Do performs an action, and loads the form again, as the frame does.
func (d *desktop) Do(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	d.did = append(d.did, a)
	return func() tea.Msg {
		if d.first != nil {
			d.first()
			d.first = nil
		}
		done, err := d.env.Data.Do(d.env.Context, d.env.Person, a)
		return acted{done, err, then}
	}
}

type acted struct {
	done screen.Done
	err  error
	then func(screen.Done) tea.Cmd
}

// run does what a command does, and all that comes of it.
func (d *desktop) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if d.hold {
		d.held = append(d.held, cmd)
		return
	}
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		switch msg := msg.(type) {
		case screen.Answer:
			if !d.back {
				return screentest.Answered(msg, d.page)
			}
		case acted:
			if msg.err != nil {
				d.Fail("act", msg.err)
				return d.page.Load()
			}
			d.run(d.page.Load())
			if msg.then != nil {
				return msg.then(msg.done)
			}
		default:
			d.t.Errorf("a command brought a %T", msg)
		}
		return nil
	})
}

// release lets go of what was held back.
func (d *desktop) release() {
	held := d.held
	d.hold, d.held = false, nil
	for _, c := range held {
		d.run(c)
	}
}

// press gives keys by their names; a text in quotes is typed.
func (d *desktop) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		if text, ok := strings.CutPrefix(k, "'"); ok {
			for _, r := range text {
				d.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
			}
			continue
		}
		d.key(named(d.t, k))
	}
}

func (d *desktop) key(k tea.KeyMsg) {
	d.t.Helper()
	if k.Type == tea.KeyRunes && string(k.Runes) == " " && !k.Paste {
		k.Type = tea.KeySpace
	}
	var of interface {
		Bindings() []screen.Binding
		Typing() bool
		Update(tea.Msg) tea.Cmd
	} = d.page
	if n := len(d.overlay); n > 0 {
		of = d.overlay[n-1]
	}
	if !k.Paste {
		for _, b := range of.Bindings() {
			if b.Do == nil || !b.Has(k.String()) || of.Typing() && !b.Text {
				continue
			}
			switch {
			case b.Disabled() != "":
				d.Say(b.Name + ": " + b.Disabled())
			case b.Confirm != nil:
				d.said = append(d.said, b.Confirm())
				d.run(b.Do())
			default:
				d.run(b.Do())
			}
			return
		}
	}
	if of.Typing() {
		d.run(of.Update(k))
	}
}

func named(t *testing.T, name string) tea.KeyMsg {
	t.Helper()
	types := map[string]tea.KeyType{"enter": tea.KeyEnter, "tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "esc": tea.KeyEsc,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight, "backspace": tea.KeyBackspace, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "f1": tea.KeyF1, "delete": tea.KeyDelete, "ctrl+home": tea.KeyCtrlHome, "ctrl+end": tea.KeyCtrlEnd}
	for i := range 26 {
		if i != 8 && i != 12 { // tab and enter
			types["ctrl+"+string(rune('a'+i))] = tea.KeyType(i + 1)
		}
	}
	if typ, ok := types[name]; ok {
		return tea.KeyMsg{Type: typ}
	}
	if len([]rune(name)) != 1 {
		t.Fatalf("no key %q", name)
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// picture is what is seen, without colours.
func (d *desktop) picture(w, h int) string {
	d.t.Helper()
	text := d.page.View(w, h)
	screentest.Exact(d.t, text, w, h)
	return ansi.Strip(text)
}

// sees checks that a text is on the screen.
func (d *desktop) sees(texts ...string) {
	d.t.Helper()
	picture := d.picture(100, 40)
	for _, s := range texts {
		if !strings.Contains(picture, s) {
			d.t.Errorf("there is no %q in\n%s", s, picture)
		}
	}
}

func (d *desktop) unseen(texts ...string) {
	d.t.Helper()
	picture := d.picture(100, 40)
	for _, s := range texts {
		if strings.Contains(picture, s) {
			d.t.Errorf("there is %q in\n%s", s, picture)
		}
	}
}

var bare = theme.Options{Choice: theme.Bare}

func sit(t *testing.T, env *screen.Env, page *Form) *desktop {
	t.Helper()
	d := &desktop{t: t, env: env, page: page}
	env.Host = d
	page.wait = func(context.Context, time.Duration) {}
	page.Update(screen.Size{Width: 100, Height: 40})
	d.run(page.Load())
	return d
}

// open opens a document's form on the sample organisation.
func open(t *testing.T, db *store.DB, who, name string, of model.ID) *desktop {
	t.Helper()
	env := screentest.On(t, db, who, bare)
	return sit(t, env, Document(env, name, of))
}

func openTask(t *testing.T, db *store.DB, who, name string, about model.ID) *desktop {
	t.Helper()
	env := screentest.On(t, db, who, bare)
	job, ok := task.Named(name)
	if !ok {
		t.Fatalf("no task %s", name)
	}
	questions, err := assets.Task(name)
	if err != nil {
		t.Fatal(err)
	}
	return sit(t, env, Task(env, job, questions, about))
}

// at finds the first release of the sample in a stage.
func at(t *testing.T, db *store.DB, stage string) model.ID {
	t.Helper()
	board, err := db.Board(context.Background(), store.BoardQuery{PerStage: 1, Zone: screentest.Zone, Now: screentest.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range board.Columns {
		if c.Stage == stage && len(c.Cards) > 0 {
			return c.Cards[0].ID
		}
	}
	t.Fatalf("the sample has no release in %s", stage)
	return ""
}

// written is the document as it stands in the file.
func written(t *testing.T, db *store.DB, name string, of model.ID) *model.Document {
	t.Helper()
	c, err := db.Case(context.Background(), store.Now, screentest.Now, action.WriteForm{Form: name, Of: of}.Needs())
	if err != nil {
		t.Fatal(err)
	}
	return c.Document(name, of)
}

func TestADocumentIsFilledAndSent(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	d := open(t, db, "cora", "rollback-plan", of)
	d.sees("Rollback Plan", string(of), "The way back · 1 of 3", "Trigger", "needed")
	d.press("'pay slips are wrong", "enter", "'dmi", "enter", "'90m")
	d.sees("→ 1 h 30 min")
	d.press("tab", "'after step 2", "enter")
	d.sees("Steps · 2 of 3", "no row yet")
	d.press("n", "'Restore the old version", "enter", "'dmitri", "enter")
	d.sees("Restore the old version")
	d.press("ctrl+s")
	d.sees("all is answered", "Dmitri")
	d.hold = true
	d.press("ctrl+s")
	if !d.page.Sending() {
		t.Error("it doesn't say that it is on its way")
	}
	d.release()
	if !d.back || len(d.failed) > 0 {
		t.Fatalf("it was not sent: %v\n%s", d.failed, d.picture(100, 40))
	}
	got := written(t, db, "rollback-plan", of)
	want := form.Answers{Values: map[string]string{"trigger": "pay slips are wrong", "duration": "1h30m0s", "no_return": "after step 2"}}
	for name, v := range want.Values {
		if got.Answers.Get(name) != v {
			t.Errorf("%s is %q", name, got.Answers.Get(name))
		}
	}
	if rows := got.Answers.Rows("steps"); len(rows) != 1 || rows[0]["text"] != "Restore the old version" {
		t.Errorf("the steps are %v", rows)
	}
}

// keyOf is a text as a key, or as a paste.
func keyOf(text string, pasted bool) tea.KeyMsg {
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: pasted}
}
