package board

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// world divides the board like the store does, and says what it was asked.
type world struct {
	*screentest.World
	dotsAt []store.Position
}

func (w *world) Board(ctx context.Context, q store.BoardQuery) (store.Board, error) {
	all := q
	all.PerStage, all.Skip = 1<<20, nil
	b, err := w.World.Board(ctx, all)
	if err != nil {
		return b, err
	}
	b.All = len(w.Cards)
	lanes := map[string]*store.BoardLane{}
	var order []*store.BoardLane
	cut := func(name string, cards []store.Card) []store.Card {
		n := min(q.Skip[name], len(cards))
		return cards[n:min(n+q.PerStage, len(cards))]
	}
	for i := range b.Columns {
		c := &b.Columns[i]
		b.Shown += c.Count
		var rest []store.Card
		for _, card := range c.Cards {
			key, title := "", ""
			switch {
			case card.Type == "emergency" && q.Lanes != store.NoLanes:
				key, title = store.EmergencyLane, "Emergency"
			case q.Lanes == store.ByService && !q.Ended:
				key, title = string(card.Service), card.ServiceName
			default:
				rest = append(rest, card)
				continue
			}
			l := lanes[key]
			if l == nil {
				l = &store.BoardLane{Key: key, Title: title, Cells: make([]store.BoardCell, len(b.Columns))}
				lanes[key] = l
				order = append(order, l)
			}
			l.Count++
			if card.Late {
				l.Late++
			}
			l.Cells[i].Count++
			l.Cells[i].Cards = append(l.Cells[i].Cards, card)
		}
		c.Cards = cut(c.Stage, rest)
	}
	slices.SortFunc(order, func(a, b *store.BoardLane) int {
		return cmp.Or(-bools(a.Key == store.EmergencyLane, b.Key == store.EmergencyLane), strings.Compare(a.Title, b.Title), strings.Compare(a.Key, b.Key))
	})
	for n, l := range order {
		if l.Key != store.EmergencyLane {
			b.LaneCount++
			at := n - (len(order) - len(services(order)))
			if at < q.LaneSkip || at >= q.LaneSkip+q.LaneLimit {
				continue
			}
		}
		for i := range l.Cells {
			l.Cells[i].Cards = cut(store.LaneSkip(l.Key, b.Columns[i].Stage), l.Cells[i].Cards)
		}
		b.Lanes = append(b.Lanes, *l)
	}
	return b, nil
}

func services(all []*store.BoardLane) (out []*store.BoardLane) {
	for _, l := range all {
		if l.Key != store.EmergencyLane {
			out = append(out, l)
		}
	}
	return out
}

func bools(a, b bool) int {
	n := func(v bool) int {
		if v {
			return 1
		}
		return 0
	}
	return n(a) - n(b)
}

func (w *world) Dots(ctx context.Context, ids []model.ID, at store.Position, now time.Time) (map[model.ID]store.Dots, error) {
	w.dotsAt = append(w.dotsAt, at)
	return w.World.Dots(ctx, ids, at, now)
}

// frame is the host of a board that stands alone: it notes what was asked of it.
type frame struct {
	screen.Host
	asked []string
	over  []screen.Overlay
}

func (f *frame) note(format string, args ...any) tea.Cmd {
	f.asked = append(f.asked, fmt.Sprintf(format, args...))
	return nil
}
func (f *frame) Release(c store.Card) tea.Cmd          { return f.note("release %s", c.ID) }
func (f *frame) Gate(id model.ID) tea.Cmd              { return f.note("gate %s", id) }
func (f *frame) Advance(id model.ID) tea.Cmd           { return f.note("advance %s", id) }
func (f *frame) SendBack(id model.ID) tea.Cmd          { return f.note("send back %s", id) }
func (f *frame) Menu(id model.ID) tea.Cmd              { return f.note("menu %s", id) }
func (f *frame) Form(name string, of model.ID) tea.Cmd { return f.note("form %s of %s", name, of) }
func (f *frame) Task(name string, about model.ID) tea.Cmd {
	return f.note("task %s about %s", name, about)
}
func (f *frame) Remedy(r model.Remedy) tea.Cmd {
	if r.Form != "" {
		return f.Form(r.Form, r.About)
	}
	return f.Task(r.Task, r.About)
}
func (f *frame) Copy(text string) tea.Cmd     { return f.note("copy %s", text) }
func (f *frame) Say(text string)              { f.note("say %s", text) }
func (f *frame) Open(o screen.Overlay)        { f.over = append(f.over, o) }
func (f *frame) Pop(o screen.Overlay)         { f.over = append(f.over, o) }
func (f *frame) Close(screen.Overlay)         { f.over = f.over[:max(len(f.over)-1, 0)] }
func (f *frame) Fail(doing string, err error) { f.note("fail %s: %v", doing, err) }
func (f *frame) Do(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	return f.note("do %s", action.Name(a))
}

type sat struct {
	t interface{ Fatalf(string, ...any) }
	*Board
	world *world
	frame *frame
}

func sit(t interface{ Fatalf(string, ...any) }, in *screentest.World, o theme.Options, w, h int) *sat {
	s := &sat{t: t, world: &world{World: in}, frame: &frame{}}
	e := in.Env(o)
	e.Data, e.Host = s.world, s.frame
	s.Board = New(e)
	s.run(s.Update(screen.Size{Width: w, Height: h}))
	s.run(s.Load())
	return s
}

// run does commands and what follows from them.
func (s *sat) run(cmd tea.Cmd) {
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		here := []screen.Asking{s}
		for _, o := range s.frame.over {
			here = append(here, o)
		}
		return screentest.Answered(msg, here...)
	})
}

func (s *sat) binding(key string) screen.Binding {
	list := s.Bindings()
	if n := len(s.frame.over); n > 0 {
		list = s.frame.over[n-1].Bindings()
	}
	i := slices.IndexFunc(list, func(b screen.Binding) bool { return b.Has(key) })
	if i < 0 {
		s.t.Fatalf("no key %s", key)
	}
	return list[i]
}

func (s *sat) press(keys ...string) *sat {
	for _, key := range keys {
		if b := s.binding(key); b.Disabled() == "" {
			s.run(b.Do())
		} else {
			s.frame.note("not %s: %s", key, b.Disabled())
		}
	}
	return s
}

var bare = theme.Options{Choice: theme.Bare}

// calm has no emergencies.
func calm(n int) *screentest.World {
	w := screentest.New(n)
	for i := range w.Cards {
		w.Cards[i].Type = "normal"
	}
	return w
}

func TestBoardPictures(t *testing.T) {
	for _, p := range []struct {
		name  string
		world func() *screentest.World
		keys  []string
	}{
		{"board", func() *screentest.World { return calm(30) }, nil},
		{"emergencies", func() *screentest.World { return screentest.New(60) }, []string{"l", "l"}},
		{"lanes", func() *screentest.World { return screentest.New(90) }, []string{"s", "j", "j"}},
		{"zoomed", func() *screentest.World { return screentest.New(90) }, []string{"l", "z", "j"}},
	} {
		for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
			s := sit(t, p.world(), bare, size[0], size[1]).press(p.keys...)
			picture := s.View(size[0], size[1])
			screentest.Exact(t, picture, size[0], size[1])
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", p.name, size[0], size[1]+4), picture)
		}
	}
}

// The date is what a list of releases is read for: it is never cut, in any year.
func TestADateIsNeverCutInTheList(t *testing.T) {
	in := calm(8)
	for i := range in.Cards {
		in.Cards[i].Start = when.Moment{At: time.Date(2027, 1, 13, 21, 0, 0, 0, time.UTC), Precision: when.Minute}
	}
	for _, w := range []int{80, 110, 150, 200} {
		if picture := sit(t, in, bare, w, 20).press("z").View(w, 20); !strings.Contains(picture, "13 Jan 2027") {
			t.Errorf("at %d:\n%s", w, picture)
		}
	}
}

func TestGatePictures(t *testing.T) {
	for _, size := range [][2]int{{78, 20}, {118, 36}, {198, 46}} {
		s := sit(t, screentest.New(9), bare, 80, 20)
		view, err := s.world.GateIn(context.Background(), "REL-3", "", store.Now, screentest.Now, nil)
		if err != nil {
			t.Fatal(err)
		}
		lines, w := NewGate(s.env, view).Box(size[0], size[1])
		picture := strings.Join(lines, "\n")
		screentest.Exact(t, picture, w, len(lines))
		screentest.Golden(t, fmt.Sprintf("gate-%dx%d", size[0]+2, size[1]+4), picture)
	}
}

// Whatever is on the board and whichever keys are pressed, pictures are as
// large as they should be, and the chosen card is seen.
func TestBoardsAreExactForAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := screentest.New(rapid.IntRange(0, 120).Draw(t, "cards"))
		text := screentest.Text()
		for i := range in.Cards {
			if i%5 == 0 {
				c := &in.Cards[i]
				c.Name, c.ServiceName, c.Version = text.Draw(t, "name"), text.Draw(t, "service"), text.Draw(t, "version")
			}
		}
		w, h := rapid.IntRange(1, 220).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		s := sit(t, in, theme.Options{Choice: rapid.SampledFrom([]theme.Choice{theme.Bare, theme.Dark}).Draw(t, "theme")}, w, h)
		for range rapid.IntRange(0, 25).Draw(t, "keys") {
			s.press(rapid.SampledFrom([]string{"h", "j", "k", "l", "[", "]", "s", "z", "pgdown", "pgup", "home", "end", "o", "j", "j"}).Draw(t, "key"))
			if rapid.IntRange(0, 9).Draw(t, "size") == 0 {
				w, h = rapid.IntRange(1, 220).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
				s.run(s.Update(screen.Size{Width: w, Height: h}))
			}
		}
		screentest.Exact(t, s.View(w, h), w, h)
		if c, ok := s.chosen(); ok && w >= 60 && h >= 12 {
			if picture := ansi.Strip(s.View(w, h)); !strings.Contains(picture, string(c.ID)) {
				t.Fatalf("%s is chosen and isn't seen at %dx%d:\n%s", c.ID, w, h, picture)
			}
		}
	})
}

// Every lane and card can be reached, although only a few are fetched.
func TestEveryLaneIsReached(t *testing.T) {
	in := calm(0)
	for i := range 60 {
		in.Cards = append(in.Cards, store.Card{ID: model.ID(fmt.Sprint("REL-", i+1)), Name: "Release", Type: "normal", Stage: "build", State: "open",
			Service: model.ID(fmt.Sprintf("SVC-%02d", i/2)), ServiceName: fmt.Sprintf("Service %02d", i/2), Since: screentest.Now})
	}
	s := sit(t, in, bare, 80, 20).press("s")
	seen := map[model.ID]bool{}
	for range 70 {
		seen[s.Subject()] = true
		s.press("j")
	}
	if len(seen) != 60 {
		t.Errorf("going down met %d of 60 releases", len(seen))
	}
	for _, q := range s.world.Asked {
		if q.LaneLimit > 20 {
			t.Errorf("%d lanes were asked for at once", q.LaneLimit)
		}
	}
	last := s.Subject()
	for range 70 {
		s.press("k")
	}
	if s.Subject() != "REL-1" || last != "REL-60" {
		t.Errorf("down led to %s and up to %s", last, s.Subject())
	}
	if s.press("pgdown"); s.lanes[s.lane].title != "Service 01" {
		t.Errorf("page down led to %q", s.lanes[s.lane].title)
	}
}

// The cursor stays on its release when the board is divided otherwise.
func TestTheCursorStaysThroughLanes(t *testing.T) {
	s := sit(t, screentest.New(40), bare, 120, 36).press("l", "l", "j")
	id := s.Subject()
	for _, key := range []string{"s", "s", "z", "z"} {
		if s.press(key); s.Subject() != id {
			t.Errorf("after %s the cursor is on %s, not on %s", key, s.Subject(), id)
		}
	}
}

func TestKeysOfTheBoard(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"n"}, "task register about "},
		{[]string{"e"}, "task edit-release about REL-1"},
		{[]string{"enter"}, "release REL-1"},
		{[]string{"g"}, "gate REL-1"},
		{[]string{"<"}, "not <: no way leads back from Registration"},
		{[]string{"s", "o"}, "not o: lanes hold open releases only; s leaves the lanes"},
		{[]string{"o", "s"}, "not s: ended releases stand in no lane; o leaves them out"},
		{[]string{"z", "s"}, "not s: one stage alone is shown; z shows all"},
	} {
		s := sit(t, calm(20), bare, 80, 20).press(c.keys...)
		if n := len(s.frame.asked); n != 1 || s.frame.asked[0] != c.want {
			t.Errorf("%v: %q, not %q", c.keys, s.frame.asked, c.want)
		}
	}
	s := sit(t, calm(20), bare, 200, 46)
	s.press("l", "l", "l", "l")
	if c, _ := s.chosen(); c.Stage != "test" || s.binding("<").Disabled() != "" {
		t.Errorf("from %s no way leads back: %s", c.Stage, s.binding("<").Disabled())
	}
}

func TestTheFilterSaysWhatItHides(t *testing.T) {
	s := sit(t, calm(40), bare, 80, 20)
	s.run(s.SetFilter("payroll"))
	if picture := s.View(80, 20); !strings.Contains(picture, "filter: payroll, 4 of 40") {
		t.Errorf("it isn't said:\n%s", picture)
	}
	s.run(s.SetFilter("payroll and a great many other words that nobody will find room for"))
	s.run(s.SetFilter("a"))
	if picture := s.View(60, 12); !strings.Contains(picture, " of 40") {
		t.Errorf("in little room it isn't said:\n%s", picture)
	}
}

// Looking at the past, the dots are those of then.
func TestDotsOfThePast(t *testing.T) {
	s := sit(t, calm(20), bare, 80, 20)
	s.env.AsOf, s.env.Past = 17, screentest.Now.AddDate(0, 0, -3)
	s.world.dotsAt = nil
	s.run(s.Load())
	if !slices.Equal(s.world.dotsAt, []store.Position{17}) {
		t.Errorf("dots were asked for at %v", s.world.dotsAt)
	}
	if picture := s.View(80, 20); !strings.Contains(picture, "●") {
		t.Errorf("there are none:\n%s", picture)
	}
}

func TestLatenessIsSaidInWords(t *testing.T) {
	e := screentest.New(0).Env(bare)
	late := store.Card{ID: "REL-1", Name: "CRM", Type: "normal", State: "open", Late: true, Since: screentest.Now.AddDate(0, 0, -20),
		Start: when.Moment{At: screentest.Now.AddDate(0, 0, -5), Precision: when.Minute}}
	in := late
	in.Late = false
	hold := in
	hold.State = "hold"
	for _, c := range []struct {
		card  store.Card
		over  int
		width int
		want  string
	}{
		{late, 0, 21, "! 5 d late"}, {late, 3, 34, "! 5 d late, 3 d over limit"}, {late, 3, 21, "5 d late, 3 over"},
		{in, 3, 34, "3 d over the limit"}, {in, 3, 20, "3 d over limit"}, {in, 0, 34, "20 d in stage"},
		{hold, 3, 34, "on hold, 3 d over limit"}, {hold, 0, 20, "on hold"},
	} {
		lines := draw(e, c.card, look{width: c.width, over: c.over})
		if text := strings.Join(lines[:cardHeight], "\n"); !strings.Contains(text, c.want) {
			t.Errorf("%d wide, %d over: it doesn't say %q:\n%s", c.width, c.over, c.want, text)
		}
		one := draw(e, c.card, look{width: c.width, over: c.over, lines: 1})
		screentest.Exact(t, one[0], c.width, 1)
	}
}

// Enter on a check opens what mends it.
func TestEnterLeadsToTheRemedy(t *testing.T) {
	view := store.GateView{}
	view.Release, view.Next = "REL-3", "build"
	finding := func(a gate.Answer, form, task string) gate.Finding {
		f := gate.Finding{Check: "some-check", Text: "a check", Answer: a, Form: form, Role: "test-manager", Evidence: "not done"}
		switch {
		case !f.Blocks():
		case form != "":
			f.Remedies = []model.Remedy{model.ByForm(form, "REL-3")}
		case task != "":
			f.Remedies = []model.Remedy{model.ByTask(task, "REL-3")}
		default:
			f.Remedies = []model.Remedy{model.Say("do it")}
		}
		return f
	}
	for _, c := range []struct {
		f    gate.Finding
		want string // "" for a panel that says it
	}{
		{finding(gate.Open, "test-report", ""), "form test-report of REL-3"},
		{finding(gate.Open, "", "hold"), "task hold about REL-3"},
		{finding(gate.Undecidable, "", "hold"), "task hold about REL-3"},
		{finding(gate.Met, "test-report", ""), "form test-report of REL-3"},
		{finding(gate.Open, "", ""), ""},
		{finding(gate.Met, "", "hold"), ""},
		{finding(gate.NotApplicable, "test-report", ""), ""},
	} {
		s := sit(t, calm(9), bare, 80, 20)
		view.Findings = []gate.Finding{c.f}
		s.frame.over = []screen.Overlay{NewGate(s.env, view)}
		s.press("enter")
		if c.want != "" && !slices.Equal(s.frame.asked, []string{c.want}) {
			t.Errorf("%+v: %v, not %s", c.f, s.frame.asked, c.want)
		}
		if c.want == "" {
			p, ok := s.frame.over[len(s.frame.over)-1].(*kit.Pager)
			if !ok || len(s.frame.asked) > 0 {
				t.Fatalf("%+v: %v", c.f, s.frame.asked)
			}
			lines, _ := p.Box(78, 18)
			text := strings.Join(lines, "\n")
			if !strings.Contains(text, "not done") || c.f.Blocks() && (!strings.Contains(text, "the test manager") || !strings.Contains(text, "do it")) {
				t.Errorf("%+v:\n%s", c.f, text)
			}
		}
	}
}

// Where a check is met in several ways, each is done by keys: o offers them. What comes after
// one of them is no way of its own.
func TestEachWayToMeetACheckIsOffered(t *testing.T) {
	view := store.GateView{}
	view.Release, view.Next = "REL-3", "build"
	f := gate.Finding{Check: "some-check", Text: "a check", Answer: gate.Open, Remedies: []model.Remedy{model.ByTask("start-run", "REL-3"), model.ByTask("end-run", "REL-3").AndThen()}}
	view.Findings = []gate.Finding{f}
	s := sit(t, calm(9), bare, 80, 20)
	s.frame.over = []screen.Overlay{NewGate(s.env, view)}
	if s.press("o"); len(s.frame.over) != 1 || s.frame.asked[0] != "not o: there is no other way" {
		t.Fatal(s.frame.asked)
	}
	view.Findings[0].Remedies = []model.Remedy{model.ByTask("scope", "REL-3"), model.Say("wait"), model.ByTask("reschedule", "REL-3"), model.ByTask("submit-change", "").For("where there is none yet")}
	g := NewGate(s.env, view)
	s.frame.over, s.frame.asked = []screen.Overlay{g}, nil
	lines, _ := g.Box(78, 18)
	if text := strings.Join(lines, "\n"); !strings.Contains(text, "o chooses among 3 ways") {
		t.Error(text)
	}
	s.press("o", "down", "down", "enter")
	if !slices.Equal(s.frame.asked, []string{"task submit-change about "}) {
		t.Errorf("%v", s.frame.asked)
	}
}

// Back from a remedy, the cursor is on its check; and when that was the last,
// the gate is open and the release moves on.
func TestTheLastRemedyOpensTheGate(t *testing.T) {
	s := sit(t, calm(9), bare, 80, 20)
	ctx := context.Background()
	blocked, err := s.world.GateIn(ctx, "REL-3", "", store.Now, screentest.Now, nil)
	if err != nil {
		t.Fatal(err)
	}
	g := NewGate(s.env, blocked)
	s.frame.over = []screen.Overlay{g}
	s.press("tab", ">")
	if g.At != 2 || s.frame.asked[0] != "not >: the gate is blocked" {
		t.Fatalf("at %d, %v", g.At, s.frame.asked)
	}
	for i := range s.world.Findings {
		s.world.Findings[i].Answer = gate.Met
	}
	s.run(g.Load())
	lines, _ := g.Box(78, 18)
	if text := strings.Join(lines, "\n"); g.At != 2 || !strings.Contains(text, "READY") {
		t.Errorf("at %d:\n%s", g.At, text)
	}
	s.press(">")
	if got := s.frame.asked[len(s.frame.asked)-1]; got != "advance REL-3" {
		t.Errorf("moving on came to %q", got)
	}
}

func BenchmarkBoard(b *testing.B) {
	for _, c := range []struct {
		name string
		keys []string
		w, h int
	}{{"cards", nil, 200, 46}, {"lanes", []string{"s"}, 200, 46}, {"lanes", []string{"s"}, 80, 20}, {"zoomed", []string{"z"}, 200, 46}} {
		b.Run(fmt.Sprintf("%s/%dx%d", c.name, c.w, c.h), func(b *testing.B) {
			s := sit(b, screentest.New(240), theme.Options{Choice: theme.Dark}, c.w, c.h).press(c.keys...)
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				s.step(1 - n%2*2)
				n++
				_ = s.View(c.w, c.h)
			}
		})
	}
}
