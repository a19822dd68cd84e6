package meeting

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// rig is somebody before the page, and the frame around it.
type rig struct {
	screen.Host
	t     *testing.T
	db    *store.DB
	env   *screen.Env
	p     *Page
	now   time.Time
	said  []string
	tasks []string
	over  []screen.Overlay
}

func sit(t *testing.T, db *store.DB, who string, o theme.Options, w, h int) *rig {
	t.Helper()
	s := &rig{t: t, db: db, env: screentest.On(t, db, who, o), now: screentest.Now}
	s.env.Host = s
	s.env.Now = func() time.Time { return s.now }
	s.p = New(s.env)
	s.p.Width, s.p.Height = w, h
	s.run(s.p.Load())
	return s
}

func (s *rig) Say(text string)              { s.said = append(s.said, text) }
func (s *rig) Fail(doing string, err error) { s.said = append(s.said, err.Error()) }
func (s *rig) Task(name string, about model.ID) tea.Cmd {
	s.tasks = append(s.tasks, name+" "+string(about))
	return nil
}
func (s *rig) Remedy(r model.Remedy) tea.Cmd {
	s.tasks = append(s.tasks, "form "+r.Form+" "+string(r.About)+" "+r.Answers[0].Field)
	return nil
}
func (s *rig) Find(id model.ID) tea.Cmd { s.tasks = append(s.tasks, "find "+string(id)); return nil }
func (s *rig) Pop(o screen.Overlay)     { s.over = append(s.over, o) }
func (s *rig) Close(screen.Overlay)     { s.over = nil }
func (s *rig) Copy(text string) tea.Cmd { s.tasks = append(s.tasks, "copy "+text); return nil }
func (s *rig) Do(a action.Action, _ func(screen.Done) tea.Cmd) tea.Cmd {
	return func() tea.Msg {
		if _, err := s.env.Data.Do(context.Background(), s.env.Person, a); err != nil {
			s.said = append(s.said, err.Error())
		}
		s.run(s.p.Load())
		return nil
	}
}

func (s *rig) run(cmd tea.Cmd) {
	s.t.Helper()
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd { return screentest.Answered(msg, s.p) })
}

func (s *rig) press(keys ...string) *rig {
	s.t.Helper()
	for _, key := range keys {
		done := false
		for _, b := range s.p.Bindings() {
			if !b.Has(key) || done {
				continue
			}
			done = true
			if why := b.Disabled(); why != "" {
				s.said = append(s.said, why)
				continue
			}
			s.run(b.Do())
		}
		if !done {
			s.t.Fatalf("%q means nothing here", key)
		}
		s.picture()
	}
	return s
}

func (s *rig) picture() string {
	s.t.Helper()
	p := s.p.View(s.p.Width, s.p.Height)
	screentest.Exact(s.t, p, s.p.Width, s.p.Height)
	return ansi.Strip(p)
}

func (s *rig) see(texts ...string) *rig {
	s.t.Helper()
	s.run(s.p.Load())
	p := s.picture()
	for _, text := range texts {
		if !strings.Contains(p, text) {
			s.t.Fatalf("%q is not on the screen:\n%s", text, p)
		}
	}
	return s
}

func as(t *testing.T, db *store.DB, who string, a action.Action) store.Result {
	t.Helper()
	id, err := db.Resolve(context.Background(), model.KindPerson, who)
	if err != nil {
		t.Fatal(err)
	}
	r, err := db.Do(context.Background(), store.Who{Person: id, Auth: "test"}, a)
	if err != nil {
		t.Fatalf("%s: %v", action.Name(a), err)
	}
	return r
}

// callOff takes away the meeting that the sample has planned.
func callOff(t *testing.T, db *store.DB) {
	t.Helper()
	as(t, db, "chandra", action.CancelMeeting{Meeting: "CAB-2", Reason: "Nothing waits"})
}

// called has chandra open a meeting, of which cora takes the minutes.
func called(t *testing.T, db *store.DB) model.ID {
	t.Helper()
	who := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	return as(t, db, "chandra", action.CallMeeting{Now: true, Meeting: model.Meeting{Title: "CAB", Chair: who("chandra"), Minutes: who("cora"), Invited: []model.ID{who("milan"), who("hanna")}}}).Subject
}

// Who follows the chair goes from item to item with them; who went on their own stays
// where they are, until they follow again. Presence and quorum are the same for all.
func TestWhoFollowsGoesWithTheChair(t *testing.T) {
	db := screentest.Demo(t)
	callOff(t, db)
	chair := sit(t, db, "chandra", colours, 80, 24).see("No meeting of the CAB is held or planned", "N calls one")
	if chair.press("n"); chair.said[len(chair.said)-1] != "no meeting is held or planned; N calls one" {
		t.Fatal(chair.said)
	}
	id := called(t, db)
	chair.see(string(id)+" CAB  chaired by Chandra Iyer", "1 of 3 members present: no quorum: Chandra Iyer", "nothing is taken up; you go on with n")
	milan, hanna, dmitri := sit(t, db, "milan", colours, 80, 24), sit(t, db, "hanna", colours, 80, 24), sit(t, db, "dmitri", colours, 80, 24)
	if len(milan.over) != 1 || len(dmitri.over) != 0 {
		t.Fatalf("milan is asked %d times whether he joins, dmitri, who is no member, %d", len(milan.over), len(dmitri.over))
	}
	milan.run(milan.over[0].Bindings()[0].Do())
	for _, s := range []*rig{hanna, dmitri} {
		s.press("J")
	}
	if milan.see(); len(milan.over) != 0 {
		t.Fatal("milan is asked again")
	}
	chair.see("3 of 3 members present: Chandra Iyer, Milan Novak, Hanna Nyberg", "also there:")
	if dmitri.press("n"); !strings.Contains(dmitri.said[len(dmitri.said)-1], "no role with the permission meeting.chair") {
		t.Fatal(dmitri.said)
	}
	if milan.press("v"); milan.said[len(milan.said)-1] != "it was not taken up yet" {
		t.Fatal(milan.said)
	}
	chair.press("n")
	first := chair.p.item
	if milan.see("following the chair"); milan.p.item != first || milan.p.d.Meeting.Current != first {
		t.Fatalf("milan is at %q, the chair at %q", milan.p.item, first)
	}
	hanna.see("following the chair").press("j").see("on your own; f follows")
	own := hanna.p.item
	if own == first || hanna.said[len(hanna.said)-1] != "on your own; f follows the chair again" {
		t.Fatalf("hanna is at %q, %q", own, hanna.said)
	}
	if milan.press("v"); len(milan.tasks) != 1 || milan.tasks[0] != "vote "+first {
		t.Fatal(milan.tasks, milan.said)
	}
	as(t, db, "milan", action.Decide{Approval: model.ID(first), Verdict: model.Approve, Comment: "as last year", Meeting: id})
	chair.see("Milan Novak approved: as last year")

	// On: whoever follows is there, whoever is on their own is not.
	chair.press("n")
	second := chair.p.item
	if milan.see(); milan.p.item != second || second == first {
		t.Fatalf("milan is at %q, the chair at %q", milan.p.item, second)
	}
	chair.press("k").press("i")
	if milan.see(); milan.p.item != first {
		t.Fatalf("milan is at %q", milan.p.item)
	}
	if hanna.see(); hanna.p.item != own {
		t.Fatalf("hanna went along to %q", hanna.p.item)
	}
	if hanna.press("f").see("following the chair"); hanna.p.item != first {
		t.Fatalf("hanna is at %q", hanna.p.item)
	}
	if dmitri.press("L"); len(dmitri.p.d.guests) != 0 {
		t.Fatal(dmitri.p.d.guests)
	}
	as(t, db, "chandra", action.CloseMeeting{Meeting: id})
	milan.see("closed ", "m the minutes, DOC-", ": to be written by Cora Lindqvist")
	if milan.p.Ticks() {
		t.Error("the time of a meeting that is over runs")
	}
	if milan.press("m"); milan.tasks[len(milan.tasks)-1] != "find "+string(milan.p.d.Meeting.Document) {
		t.Fatal(milan.tasks)
	}
}

// The time of an item runs by the clock of the session, and is told when it is over.
func TestTheTimeOfAnItem(t *testing.T) {
	db := screentest.Demo(t)
	called(t, db)
	s := sit(t, db, "chandra", colours, 80, 24)
	if s.p.Ticks() {
		t.Error("it ticks while nothing is taken up")
	}
	s.press("n")
	began := s.p.d.Meeting.Items[0].Since
	for after, want := range map[time.Duration]string{0: "10:00 left of 10:00", 4 * time.Minute: "06:00 left of 10:00", 11*time.Minute + 5*time.Second: "over by 01:05"} {
		s.now = began.Add(after)
		if p := s.picture(); !strings.Contains(p, want) || !s.p.Ticks() {
			t.Errorf("after %s it does not say %q:\n%s", after, want, p)
		}
	}
}

// Pictures of the page: none held, one that is planned, one that is held.
func TestPictures(t *testing.T) {
	db := screentest.Demo(t)
	callOff(t, db)
	sizes := []struct{ w, h int }{{80, 24}, {120, 40}, {200, 50}}
	for _, size := range sizes[:1] {
		screentest.Golden(t, fmt.Sprintf("none-%dx%d", size.w, size.h), sit(t, db, "chandra", colours, size.w, size.h).picture())
	}
	id := called(t, db)
	for _, who := range []string{"milan", "hanna", "dmitri"} {
		as(t, db, who, action.JoinMeeting{Meeting: id})
	}
	chair := sit(t, db, "chandra", colours, 80, 24).press("n")
	as(t, db, "milan", action.Decide{Approval: model.ID(chair.p.item), Verdict: model.Approve, Conditions: "tell the desk first", Meeting: id})
	for _, size := range sizes {
		s := sit(t, db, "hanna", colours, size.w, size.h)
		s.now = s.p.d.Meeting.Items[0].Since.Add(3 * time.Minute)
		screentest.Golden(t, fmt.Sprintf("held-%dx%d", size.w, size.h), s.picture())
	}
	for name, o := range map[string]theme.Options{"ascii": {Choice: theme.Dark, ASCII: true}, "mono": {Choice: theme.Mono}, "light": {Choice: theme.Light, Colours: termenv.TrueColor}} {
		s := sit(t, db, "hanna", o, 80, 24)
		s.now = s.p.d.Meeting.Items[0].Since.Add(12 * time.Minute)
		if name == "ascii" {
			screentest.Golden(t, "ascii-80x24", s.picture())
		}
		p := s.picture()
		if !strings.Contains(p, "over by 02:00") || !strings.Contains(p, "Milan Novak approved; on condition: tell the desk first") {
			t.Errorf("%s:\n%s", name, p)
		}
		if name == "ascii" && strings.ContainsAny(p, "▸✓✗│─○→") {
			t.Errorf("not only ASCII:\n%s", p)
		}
	}
}

// Whatever the size and wherever somebody is, the page fills its room exactly.
func TestThePageFillsItsRoom(t *testing.T) {
	db := screentest.Demo(t)
	called(t, db)
	s := sit(t, db, "chandra", colours, 80, 24).press("n")
	rapid.Check(t, func(rt *rapid.T) {
		s.p.Width, s.p.Height = rapid.IntRange(1, 210).Draw(rt, "w"), rapid.IntRange(1, 55).Draw(rt, "h")
		s.p.opened, s.p.scroll = rapid.Bool().Draw(rt, "opened"), rapid.IntRange(0, 90).Draw(rt, "scroll")
		s.p.item = rapid.SampledFrom(s.p.d.Items).Draw(rt, "item").Item
		screentest.Exact(rt, s.p.View(s.p.Width, s.p.Height), s.p.Width, s.p.Height)
	})
}

// While the chair is there they lead, whoever else may; once they have left, whoever is
// there and may does, at any terminal, and every one says so.
func TestTheChairLeadsWhileTheyAreThere(t *testing.T) {
	db := screentest.Demo(t)
	id := called(t, db)
	chair, other, member := sit(t, db, "chandra", colours, 100, 30), sit(t, db, "milan", colours, 100, 30), sit(t, db, "hanna", colours, 100, 30)
	as(t, db, "milan", action.JoinMeeting{Meeting: id})
	as(t, db, "hanna", action.JoinMeeting{Meeting: id})
	refused := func(s *rig, key, why string) {
		t.Helper()
		s.see()
		before, _, _ := db.Head(context.Background())
		s.press(key)
		if after, _, _ := db.Head(context.Background()); after != before || !strings.Contains(s.said[len(s.said)-1], why) {
			t.Errorf("%s does something, or says %q", key, s.said)
		}
	}
	for _, key := range []string{"n", "i", "C"} {
		refused(other, key, "Chandra Iyer chairs it and is there")
	}
	chair.see().press("n")
	member.see("chaired by Chandra Iyer, since ")
	as(t, db, "chandra", action.LeaveMeeting{Meeting: id})
	other.see().press("n").see("led by Milan Novak")
	member.see("led by Milan Novak")
	for _, key := range []string{"n", "C"} {
		refused(member, key, "no role with the permission meeting.chair")
	}
	other.press("n", "n", "n") // to the end of the agenda
	other.p.item = other.p.d.Items[0].Item
	if why := other.p.whyTakeUp(); why != "" {
		t.Errorf("who leads can't take up an earlier item: %s", why)
	}
	as(t, db, "chandra", action.JoinMeeting{Meeting: id})
	refused(other, "C", "Chandra Iyer chairs it and is there")
	as(t, db, "chandra", action.LeaveMeeting{Meeting: id})
	as(t, db, "milan", action.CloseMeeting{Meeting: id})
	member.see("by Milan Novak, chaired by Chandra Iyer", ": to be written by Milan Novak")
	other.see("yours to write").press("m")
	if last := other.tasks[len(other.tasks)-1]; last != "form cab-minutes "+string(id)+" remarks" {
		t.Errorf("m opens %q", last)
	}
}
