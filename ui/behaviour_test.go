package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

func dashboard(t *testing.T) *rig {
	t.Helper()
	return sit(t, screentest.New(40), colours, 120, 40)
}

func TestFirstPictureHasItsData(t *testing.T) {
	dashboard(t).See("November 2026", "REL-16", "Audit begins")
}

func TestMovingOnThroughAnOpenGate(t *testing.T) {
	d := dashboard(t).Press("2", "l").See("▸ REL-4").Press(">")
	d.See("Move on REL-4?", "Assessment → Planning", "all 3 checks are met").Press("enter")
	if want := (action.Advance{Release: "REL-4", From: "assessment", Seen: 103}); len(d.world.Did) != 1 || d.world.Did[0] != want {
		t.Errorf("did %v, not %v", d.world.Did, want)
	}
	d.See("moved REL-4 to Planning", "▸ REL-4").NotSee("Move on REL-4?")
}

func TestABlockedGateSaysWhy(t *testing.T) {
	d := dashboard(t).Press("2", ">").See("Gate of REL-1", "BLOCKED", "✗ open", "? undecidable", "– n.a.", "✓ met", "remedy")
	d.See("3 of 7 criteria have no result").Press("tab").See("DML-4 has no SHA-256").Press(">").See("move on: the gate is blocked")
	d.Press("esc").NotSee("Gate of REL-1")
	if len(d.world.Did) > 0 {
		t.Errorf("did %v", d.world.Did)
	}
}

// What commands call a task, the palette finds too, and says what it wants first.
func TestThePaletteKnowsTheWordsOfCommands(t *testing.T) {
	d := dashboard(t).Press("2", ":").Type("resched").See("▸ REL-1", "Plan or move the dates").NotSee("choose a release first")
	d.Press("enter").See("Deployment starts").Press("esc")
	dashboard(t).Press("4", ":").Type("resched").See("Plan or move the dates", "choose a release first").Press("enter").NotSee("Deployment starts")
	sitOn(t, screentest.On(t, screentest.Demo(t), "cora", colours), 100, 30).Press("esc", "2", ":").Type("slot").See("free slot").Press("enter").See("Move REL-")
	dashboard(t).Press("4", ":").Type("slot").See("free slot", "no release is chosen")
	dashboard(t).Press("4", ":").Type("change submit").NotSee("nothing by these words")
	// So is one that stands there by its title, whether or not it can be done: it says why.
	dashboard(t).Press("4", ":").Type("put onto a").See("Put onto a release train", "not now: choose a change (RFC) first").Press("enter").See("Put onto a release train: choose a change (RFC) first")
	demo := sitOn(t, screentest.On(t, screentest.Demo(t), "cora", colours), 100, 30)
	demo.Press("esc", "esc", ":").Type("CHG-38").Press("enter").See("CHG-38", "rejected").Press(":").Type("put onto a").See("Put onto a release train", "not now: it is over")
	// A form of a service is found where none is chosen, and says so.
	sample := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 120, 40)
	sample.Press("4", ":").Type("release policy").See("Write: Release Policy", "choose a service first")
}

func TestAGateThatOpensIsSeenInItsPanel(t *testing.T) {
	d := dashboard(t).Press("2", "g").See("BLOCKED")
	for i := range d.world.Findings {
		if d.world.Findings[i].Blocks() {
			d.world.Findings[i].Answer = "met"
		}
	}
	d.Happens("bob approved REL-1").See("READY").Press(">").See("Move on REL-1?")
}

func TestALateAnswerIgnoresKeysAtFirst(t *testing.T) {
	d := dashboard(t).Press("2", "l")
	d.root.brief = 0
	cmd := d.root.Update(keyMsg(">"))
	d.now = d.now.Add(time.Second) // a slow file
	d.do(cmd)
	d.See("Move on REL-4?").NotSee("move on · esc leave it").Press("enter").See("Move on REL-4?")
	if len(d.world.Did) > 0 {
		t.Fatal("a stray enter moved a release")
	}
	d.Wait(quiet).See("enter move on · esc leave it").Press("enter") // the footer offers keys once they are taken
	if len(d.world.Did) != 1 {
		t.Fatal("enter did nothing")
	}
}

func TestSendingBackNeedsAReason(t *testing.T) {
	d := dashboard(t).Press("2", "]", "l", "l", "<").See("Send back REL-6", "to Build, for rework", "to Planning, for rework")
	d.Press("j", "enter").See("Why does it go back to Planning?").Press("enter").See("a reason is needed")
	d.Type("q? tests failed").Press("enter")
	want := action.SendBack{Release: "REL-6", To: "planning", Reason: "q? tests failed", Seen: 105}
	if len(d.world.Did) != 1 || d.world.Did[0] != want {
		t.Errorf("did %v, not %v", d.world.Did, want)
	}
	dashboard(t).Press("2", "<").See("no way leads back from Registration")
}

func TestARefusalListsEveryReasonAndRemedy(t *testing.T) {
	d := dashboard(t)
	d.world.Refuse = &model.Refusal{Doing: "move on REL-4", Reasons: []model.Reason{model.Because("it is on hold", model.ByTask("resume", "REL-4")), {Text: "you coordinate it"}}}
	d.Press("2", "l", ">", "enter").See("Refused: move on REL-4", "✗ it is on hold", "Resume (REL-4)", "1  Resume (REL-4)", "✗ you coordinate it", "Nothing was changed.")
	d.Wait(quiet).Press("1").See("Resume: REL-4?").Press("esc")
	d.Press(">", "enter")
	d.Wait(quiet).Press("esc").NotSee("Refused").See("▸ REL-4")
	d.world.Refuse = &model.Changed{ID: "REL-4", Seen: 103, Now: 110}
	d.Press(">", "enter").See("Changed meanwhile", "you saw entry 103")
	d.Wait(quiet).Press("esc")
	d.world.Refuse = errors.New("the disk is full")
	d.Press(">", "enter").See("The disk is full", "Could not advance")
}

func TestUndoIsAboutTheChosenRelease(t *testing.T) {
	dashboard(t).Press("u").See("undo: no release or window is chosen")

	db := screentest.Sample(t)
	env := screentest.On(t, db, "cora", colours)
	ctx := context.Background()
	board, err := db.Board(ctx, store.BoardQuery{Now: screentest.Now, Zone: screentest.Zone, PerStage: 1})
	if err != nil {
		t.Fatal(err)
	}
	id := board.Columns[0].Cards[0].ID
	if _, err := db.Do(ctx, store.Who{Person: env.Person.ID(), Auth: "test"}, action.Hold{Release: id, Reason: "a supplier is late", Review: when.OnClock(screentest.Now.AddDate(0, 0, 7), time.UTC)}); err != nil {
		t.Fatal(err)
	}
	d := sitOn(t, env, 100, 30)
	d.Press("2").See("▸ "+string(id), "hold").Press("u").See("Take back the hold of " + string(id) + "?").Press("enter").See("took back the hold of " + string(id))
	d.Press("u").See("Refused", "which can't be taken back")
}

func TestWhatOthersDoIsSeenAndTheCursorStays(t *testing.T) {
	d := dashboard(t).Press("2", "j", "j").See("▸ REL-21")
	// Somebody registers a release that sorts before the chosen one.
	card := d.world.Cards[0]
	card.ID, card.Name = "REL-99", "Intruder"
	d.world.Cards = append([]store.Card{card}, d.world.Cards...)
	d.Happens("bob registered REL-99").See("▸ REL-21", "bob registered REL-99 just now", "Intruder")
	d.Wait(toastTime).NotSee("just now")
	// The chosen one moves away: the cursor goes with it.
	for i := range d.world.Cards {
		if d.world.Cards[i].ID == "REL-21" {
			d.world.Cards[i].Stage = "assessment"
		}
	}
	d.Happens("bob moved REL-21 to Assessment").See("▸ REL-21")
	if c := d.root.subject(); c != "REL-21" {
		t.Errorf("the cursor is on %s", c)
	}
}

func TestStaleAnswersAreDropped(t *testing.T) {
	d := dashboard(t).Press("2")
	old := d.root.shown().Load()
	d.world.Cards = nil
	d.do(d.root.shown().Load())
	d.world.Cards = screentest.New(40).Cards
	d.do(old)
	d.See("No release yet")
}

func TestFilter(t *testing.T) {
	d := dashboard(t).Press("2", "/").Type("ledger").See("REL-4", "filter: ledger").NotSee("REL-1 ").Press("enter").See("/ filter")
	d.Press("/").Type("xyz").See("No release fits the filter").Press("esc").See("filter: ledger")
	d.Press("/", "ctrl+u").Type("wrong:x").See(`there is no field "wrong"`).Press("esc", "esc").See("all releases", "filter dropped")
	d.Press("1", "/").Type("payroll").See("REL-31").NotSee("REL-30").Press("enter", "2").See("all releases")
}

func TestThePast(t *testing.T) {
	d := dashboard(t).Press(":").Type("as of 2026-10-01").See("look at Thu 1 Oct 2026").Press("enter")
	d.See("as of Thu 1 Oct 2026 ", "November 2026").Press("2", ">").See("this is the past")
	if q := d.world.Asked[len(d.world.Asked)-1]; q.AsOf != 500 || q.Now.Month() != time.October {
		t.Errorf("asked for %v at %v", q.AsOf, q.Now)
	}
	d.Press("esc").See("Mon 23 Nov 10:42", "back in the present")
	d.Press(":").Type("as of 2030-01-01").See("lies ahead").Press("enter").See("as of 2030-01-01")
}

func TestPalette(t *testing.T) {
	d := dashboard(t).Press("ctrl+k").Type("boa").See("Board").Press("enter").See("Registration 4")
	d.Press(":").Type("rel-12").See("open REL-12").Press("enter").See("Web shop 5.1", "coordinator")
	d.Press("esc", ":").Type("REL-4000").Press("enter").See("There is no release REL-4000")
	d.Wait(quiet).Press("esc", ":").Type("chg-4").Press("enter").See("There is no change (RFC) CHG-4")
	d.Wait(quiet).Press("esc", ":").Type("zoom").Press("enter").See("Registration 4").NotSee("Assessment 4")
}

func TestEveryKeyIsInTheHelp(t *testing.T) {
	d := dashboard(t)
	for i, s := range d.root.screens {
		d.root.at = i
		var text strings.Builder
		list := append(append([]screen.Binding{}, s.Bindings()...), d.root.global...)
		for _, p := range d.root.helpText(list) {
			fmt.Fprintln(&text, p.Lead.Text, p.Text)
		}
		for _, b := range list {
			if !strings.Contains(text.String(), b.Shown()) || !strings.Contains(text.String(), b.Help) || b.Help == "" || b.Name == "" {
				t.Errorf("%s: %q (%s) isn't in the help", s.Name(), b.Shown(), b.Name)
			}
			if !slices.Contains(screen.Groups(), b.Group) {
				t.Errorf("%s: %q stands under no heading", s.Name(), b.Name)
			}
		}
	}
	d.root.at = 1
	for _, o := range overlays(d) {
		clash(t, fmt.Sprintf("%T", o), o.Bindings())
		for _, b := range o.Bindings() {
			if b.Help == "" || b.Name == "" || !slices.Contains(screen.Groups(), b.Group) {
				t.Errorf("%T: %q isn't documented", o, b.Shown())
			}
		}
	}
}

// overlays opens each overlay once.
func overlays(d *rig) []screen.Overlay {
	var out []screen.Overlay
	for _, keys := range [][]string{{"?"}, {":"}, {"g"}, {"enter"}, {"l", ">"}, {"]", "<"}, {"l", "<", "enter"}, {"1", "enter"}} {
		d.root.layers = nil
		d.Press(keys...)
		for _, l := range d.root.layers {
			if l.overlay != nil {
				out = append(out, l.overlay)
			}
		}
	}
	return out
}

func TestNoKeyMeansTwoThings(t *testing.T) {
	d := dashboard(t)
	for _, s := range d.root.screens {
		clash(t, s.Name(), append(append([]screen.Binding{}, s.Bindings()...), d.root.global...))
	}
}

func clash(t *testing.T, where string, list []screen.Binding) {
	t.Helper()
	seen := map[string]string{}
	for _, b := range list {
		if b.Do == nil {
			continue
		}
		for _, k := range b.Keys {
			if other, ok := seen[k]; ok {
				t.Errorf("%s: %q is both %q and %q", where, k, other, b.Name)
			}
			seen[k] = b.Name
		}
	}
}

func TestReadingOnly(t *testing.T) {
	d := dashboard(t)
	d.root.env.ReadOnly = true
	d.Press("2", ">").See("this session only reads", "reading only")
}

// A spectator is told what there is to see, rather than led where nothing is
// shown.
func TestWatching(t *testing.T) {
	for _, tab := range []string{"1", "2"} {
		for _, key := range []string{"enter", "g", "a", "ctrl+f"} {
			d := dashboard(t).Press(tab)
			d.root.env.ReadOnly, d.root.watching = true, true
			if d.Press(key); len(d.root.layers) > 0 {
				t.Errorf("%s leads a spectator on from %s:\n%s", key, d.shownTab(), d.Picture())
			}
		}
		d := dashboard(t).Press(tab)
		d.root.env.ReadOnly, d.root.watching = true, true
		d.Press("/").See("names are hidden")
		d.root.named = true
		d.Wait(toastTime).Press("/").Type("service:payroll").Press("enter").NotSee("hidden")
	}
}

// News wait for nobody, but they cover no key that somebody who types needs.
func TestNewsDontCoverTheKeysOfWhoTypes(t *testing.T) {
	dashboard(t).Press("2").Happens("Bob moved REL-3 to Build").See("Bob moved REL-3 to Build just now")
	dashboard(t).Press("2", ":").Happens("Bob moved REL-3 to Build").NotSee("just now").Press("esc").See("Registration")
}

func TestTooSmall(t *testing.T) {
	d := dashboard(t).Resize(59, 30).See("fairway needs 60x16, this is 59x30").Resize(20, 5).Exact().See("fairway needs 60x16")
	for w := 1; w < 70; w += 7 {
		for h := 1; h < 20; h++ {
			d.Resize(w, h).Exact()
		}
	}
}

func TestKeysPressedQuicklyAreSeparateKeys(t *testing.T) {
	d := dashboard(t).Press("2")
	d.do(d.root.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("jjl")}))
	d.See("▸ REL-4")
	d.do(d.root.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("q"), Paste: true}))
	if d.quit {
		t.Error("pasted text was taken for a key")
	}
	if d.Press("q"); !d.quit {
		t.Error("q doesn't quit")
	}
}

func TestClockAndMidnight(t *testing.T) {
	d := dashboard(t).See("Mon 23 Nov 10:42").Wait(time.Minute).See("Mon 23 Nov 10:43")
	if d.world.Boards == 0 {
		t.Error("the board was not loaded ahead")
	}
	loads := d.Press("2").world.Boards
	if d.Wait(14 * time.Hour); d.world.Boards == loads {
		t.Error("a new day loads nothing")
	}
}

func TestLongColumnsArePaged(t *testing.T) {
	d := sit(t, screentest.New(2000), colours, 80, 24).Press("2")
	seen := map[model.ID]bool{}
	for range 199 {
		seen[d.root.subject()] = true
		d.Press("j")
	}
	seen[d.root.subject()] = true
	if len(seen) != 200 {
		t.Errorf("%d of 200 cards were reached", len(seen))
	}
	d.Press("home").See("▸ REL-1 ").Press("end").See("▸ REL-1991").Press("k", "pgup", "l").Exact()
	for _, q := range d.world.Asked {
		if q.PerStage > 20 {
			t.Fatalf("%d cards of a stage were asked for", q.PerStage)
		}
	}
}

func TestACrowdedMonthShowsEveryDay(t *testing.T) {
	d := sit(t, screentest.New(3000), colours, 160, 45)
	d.See("+").Press("G", "end", "l", "l", "enter").See("week 48").Press("esc", "g").See("m month").Press("pgdown", "j", "end").Exact()
	p := sit(t, screentest.New(3000), colours, 160, 45).Press("l", "l", "l").Picture()
	if !strings.Contains(p, "more: enter") {
		t.Errorf("the day beside doesn't say that there is more:\n%s", p)
	}
}

func TestAgendaGoesOnBeyondItsEnds(t *testing.T) {
	d := sit(t, screentest.New(900), colours, 120, 40).Press("g").See("Mon 23 Nov")
	for range 200 {
		d.Press("j").Exact()
	}
	d.See("Dec  wk")
	for range 400 {
		d.Press("k").Exact()
	}
	d.See("Mon 16 Nov", "nothing in the week before").Press("[").See("From Thu 1 Oct 2026").Press("[").See("from Tue 1 Sep 2026").Press("t").See("Mon 23 Nov").Press("l", "l", "h").Exact()
}

func TestErrorsKeepThePicture(t *testing.T) {
	d := dashboard(t).Press("2")
	d.world.Err = errors.New("the file is locked")
	d.Press("ctrl+l").See("The file is locked", "Could not load the board", "Registration 4")
	d = sit(t, &screentest.World{Err: errors.New("the file is locked")}, colours, 80, 24).See("the file is locked").Press("2").See("The board could not be loaded")
	d.Exact()
}

// Keys of a hurried person arrive together: Esc and what follows it look like
// one key to the terminal.
func TestEscArrivesWithTheNextKey(t *testing.T) {
	d := sit(t, screentest.New(40), colours, 80, 24)
	d.Press("2", "g").See("Gate of")
	d.do(d.root.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("1"), Alt: true}))
	d.NotSee("Gate of").See("November 2026").Press("2", "j", "enter", "g")
	d.do(d.root.Update(tea.KeyMsg{Type: tea.KeyEsc, Alt: true}))
	if n := len(d.root.layers); n != 0 {
		t.Errorf("%d layers are left after Esc twice", n)
	}
}

// A filter that says nothing at another moment leaves no picture of this one
// there.
func TestAFilterThatIsWrongInThePastShowsNothingOfThePresent(t *testing.T) {
	db := screentest.Sample(t)
	env := screentest.On(t, db, "cora", colours)
	ctx := context.Background()
	web, err := db.Resolve(ctx, model.KindService, "web")
	if err != nil {
		t.Fatal(err)
	}
	f, err := db.Record(ctx, web, store.Now)
	if err != nil {
		t.Fatal(err)
	}
	service := *f.Record.(*model.Service)
	service.Name = "Market place"
	admin, err := db.Resolve(ctx, model.KindPerson, "alice")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Do(ctx, store.Who{Person: admin, Auth: "test"}, action.WriteService{Service: service, Seen: f.Since}); err != nil {
		t.Fatal(err)
	}
	const named = `service:"market place"`
	for _, c := range []struct {
		keys    []string
		present string
	}{{[]string{"1"}, "9 Web Shop"}, {[]string{"1", "g"}, "REL-9"}, {[]string{"1", "w"}, "REL-6"}, {[]string{"2"}, "REL-9"}, {[]string{"5"}, "CHG-11"}} {
		d := sitOn(t, env, 160, 40).Press(c.keys...).Press("/").Type(named).Press("enter").See(c.present, "market place")
		d.Press(":").Type("as of 2026-11-20").Press("enter").See(`no service "market place" at that time`).NotSee(c.present)
		d.Press("esc", "esc")
		env.AsOf, env.Past = store.Now, time.Time{}
	}
}

// A date that can't be read is asked for again, with what was typed and what is wrong.
func TestAMistypedDateIsNotLost(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Sample(t), "cora", colours), 100, 30)
	d.Press("g", "j", "}").See("Move REL-").Press("=").Type("nxt thu").Press("enter").See("nxt thu", "Start of REL-").Exact()
	d.Press("esc").See("Move REL-")
}
