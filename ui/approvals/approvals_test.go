package approvals

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/casefile"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

var colours = theme.Options{Choice: theme.Dark, Colours: termenv.TrueColor}

// rig is a person before the screen, and the frame around it: what was asked
// of that is noted.
type rig struct {
	screen.Host
	t    *testing.T
	db   *store.DB
	env  *screen.Env
	data *counting
	a    *Approvals
	w, h int

	tasks, found, gates, copied, said []string
}

// counting notes how often cases are asked for. What was never decided on besides
// approvals is left out unless it is wanted: most tests are about approvals.
type counting struct {
	screen.Data
	cases []model.ID
	whole bool
}

func (c *counting) Approvals(ctx context.Context, q store.ApprovalsQuery) (store.Approvals, error) {
	out, err := c.Data.Approvals(ctx, q)
	first := func(r store.ApprovalRow) bool {
		return !c.whole && (r.Purpose == store.PurposeChange || strings.HasSuffix(r.Title, ", to be approved"))
	}
	for _, r := range out.Waiting {
		if first(r) && len(r.Barred) == 0 {
			out.Waits--
		}
	}
	out.Waiting, out.Asked = slices.DeleteFunc(slices.Clone(out.Waiting), first), slices.DeleteFunc(slices.Clone(out.Asked), first)
	return out, err
}

func (c *counting) Case(ctx context.Context, at store.Position, now time.Time, n model.Needs) (*model.Case, error) {
	c.cases = append(c.cases, n.IDs[0])
	return c.Data.Case(ctx, at, now, n)
}

func sit(t *testing.T, db *store.DB, who string, o theme.Options, w, h int) *rig {
	t.Helper()
	s := &rig{t: t, db: db, env: screentest.On(t, db, who, o), w: w, h: h}
	s.data = &counting{Data: s.env.Data}
	s.env.Data, s.env.Host = s.data, s
	s.a = New(s.env)
	s.a.Update(screen.Size{Width: w, Height: h})
	s.run(s.a.Load())
	return s
}

// run runs a command and what follows from it.
func (s *rig) run(cmd tea.Cmd) {
	s.t.Helper()
	screentest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		if a, ok := msg.(screen.Answer); ok && a.Err != nil {
			s.t.Fatal(a.Err)
		}
		return screentest.Answered(msg, s.a)
	})
}

// key presses a key without running what follows.
func (s *rig) key(key string) tea.Cmd {
	s.t.Helper()
	for _, b := range s.a.Bindings() {
		if b.Has(key) {
			if why := b.Disabled(); why != "" {
				s.said = append(s.said, why)
				return nil
			}
			return b.Do()
		}
	}
	s.t.Fatalf("%q means nothing here", key)
	return nil
}

func (s *rig) press(keys ...string) *rig {
	s.t.Helper()
	for _, k := range keys {
		s.run(s.key(k))
		s.picture()
	}
	return s
}

func (s *rig) picture() string {
	p := s.a.View(s.w, s.h)
	screentest.Exact(s.t, p, s.w, s.h)
	return ansi.Strip(p)
}

// told is all that the case says, whatever is seen of it.
func (s *rig) told() string {
	c := s.a.shown()
	if c == nil || c.Err != nil {
		s.t.Fatalf("the case is not there: %+v", c)
	}
	var b strings.Builder
	for _, x := range c.Brief.Sections {
		for _, l := range x.Lines {
			b.WriteString(x.Name + ": " + l.Text + "\n")
		}
	}
	return b.String()
}

func (s *rig) see(texts ...string) *rig {
	s.t.Helper()
	all := s.told()
	for _, text := range texts {
		if !strings.Contains(all, text) {
			s.t.Errorf("the case doesn't say %q:\n%s", text, all)
		}
	}
	return s
}

func (s *rig) notSee(texts ...string) *rig {
	s.t.Helper()
	all := s.told()
	for _, text := range texts {
		if strings.Contains(all, text) {
			s.t.Errorf("the case says %q:\n%s", text, all)
		}
	}
	return s
}

func (s *rig) Task(name string, about model.ID) tea.Cmd {
	s.tasks = append(s.tasks, name+" "+string(about))
	return nil
}
func (s *rig) Find(id model.ID) tea.Cmd { s.found = append(s.found, string(id)); return nil }
func (s *rig) Gate(id model.ID) tea.Cmd { s.gates = append(s.gates, string(id)); return nil }
func (s *rig) Copy(text string) tea.Cmd { s.copied = append(s.copied, text); return nil }
func (s *rig) Fail(doing string, err error) {
	s.t.Errorf("%s: %v", doing, err)
}

// as performs an action as somebody.
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

func TestTheCaseOfWhatWaits(t *testing.T) {
	s := sit(t, screentest.Sample(t), "chandra", colours, 120, 40)
	if s.a.Badge() != "1" || s.a.Subject() != "APR-14" {
		t.Fatalf("badge %q, cursor on %s", s.a.Badge(), s.a.Subject())
	}
	s.see("you: can decide", "first look", "REL-5 Payroll 5.2, normal, brings software", "risk: medium, 6 = impact 3 × likelihood 2", "data is migrated",
		"calendar: nothing collides", "approvers: Change Manager: nobody yet; you hold it", "approvers: Release Manager: nobody yet\n", "gate: blocked: 7 of 10", "CHG-5 Tax tables",
		"plan: Method: big bang", "3. Install the package; owner: Dmitri Volkov; POINT OF NO RETURN", "rollback: Trigger: sign-in fails", "rollback: Owner: Dmitri Volkov", "rollback: Duration: 45 min",
		"rollback: Point of no return: when users", "criteria: C1 every change works as its RFC says: passed (test run 2107)", "tests: Was the rollback tested?: yes", "assessed: Benefit: fewer corrections",
		"stage Scheduled", "for revision 1")
	s.press("d", "r", "g", "y")
	if got := strings.Join([]string{s.tasks[0], s.found[0], s.gates[0], s.copied[0]}, ", "); got != "decide-approval APR-14, REL-5, REL-5, APR-14" {
		t.Error(got)
	}
	if s.press("enter", "enter"); len(s.found) != 2 || s.found[1] != "REL-5" {
		t.Errorf("enter twice opened %v", s.found)
	}
}

// What was never decided on waits as well: RFCs, and the documents that the gate ahead
// wants approved. The badge counts them, and d opens the form of each.
func TestRFCsAndDocumentsWait(t *testing.T) {
	s := sit(t, screentest.Sample(t), "chandra", colours, 120, 40)
	s.data.whole = true
	s.run(s.a.Load())
	if s.a.Badge() == "1" {
		t.Error("the badge counts approvals alone")
	}
	for _, one := range []struct{ id, task, told string }{{"DOC-", "approve-document", "a gate wants it approved by somebody else"}, {"CHG-", "decide-change", "you may authorise RFCs"}} {
		for s.press("home"); !strings.HasPrefix(string(s.a.Subject()), one.id); {
			was := s.a.key()
			if s.press("j"); s.a.key() == was {
				t.Fatalf("no %s in\n%s", one.id, s.picture())
			}
		}
		s.see(one.told)
		s.tasks = nil
		if s.press("d"); len(s.tasks) != 1 || !strings.HasPrefix(s.tasks[0], one.task+" "+string(s.a.Subject())) {
			t.Errorf("d opened %v", s.tasks)
		}
	}
}

func TestSignaturesAreTold(t *testing.T) {
	db := screentest.Sample(t)
	as(t, db, "chandra", action.Decide{Approval: "APR-14", Verdict: model.Approve, Conditions: "tell the desk first", Comment: "fine"})
	s := sit(t, db, "rafael", colours, 120, 40)
	s.see("approvers: Change Manager: Chandra Iyer, Mon 23 Nov 10:42; on condition: tell the desk first; says: fine", "Release Manager: nobody yet; you hold it")
	if p := s.picture(); !strings.Contains(p, "1 of 2, due in 45 h") {
		t.Error(p)
	}
	s = sit(t, db, "chandra", colours, 120, 40)
	if s.a.Badge() != "" || s.a.Subject() != "" || !strings.Contains(s.picture(), "Nothing waits for you.") {
		t.Errorf("after signing, %q waits:\n%s", s.a.Badge(), s.picture())
	}
	as(t, db, "rafael", action.Decide{Approval: "APR-14", Verdict: model.Reject, Comment: "not this week"})
	s.press("o").see("asked: Authorisation 2", "approvers: Rafael Monteiro rejected it, Mon 23 Nov 10:42; says: not this week", "you: it is rejected: there is nothing to decide any more")
	if p := s.picture(); !strings.Contains(p, "Decided lately  17") || !strings.Contains(p, "rejected Mon 23 Nov") {
		t.Error(p)
	}
}

func TestNobodyDecidesOnTheirOwnRelease(t *testing.T) {
	s := sit(t, screentest.Sample(t), "cora", colours, 120, 40)
	s.press("d").see("you: you are none of its approvers", "you: you are its coordinator: nobody approves what they requested, coordinate or built")
	if len(s.tasks) != 0 || len(s.said) != 1 || s.said[0] != "you registered it and you asked for it and you coordinate it: you can't approve it" {
		t.Errorf("tasks %v, said %q", s.tasks, s.said)
	}
	if p := s.picture(); !strings.Contains(p, "You asked others  2") || s.a.Badge() != "" {
		t.Errorf("badge %q:\n%s", s.a.Badge(), p)
	}

	// As an approver by role it stands under a heading of its own, and isn't counted.
	db := screentest.Sample(t)
	cora, _ := db.Resolve(context.Background(), model.KindPerson, "cora")
	as(t, db, "alice", action.GrantRole{Person: cora, Grant: model.Grant{Role: "change-manager"}})
	s = sit(t, db, "cora", colours, 120, 40)
	if p := s.picture(); s.a.Badge() != "" || !strings.Contains(p, "Asked of you, but not yours to sign  1") || !strings.Contains(p, "you coordinate it") {
		t.Errorf("badge %q:\n%s", s.a.Badge(), p)
	}
	if s.press("d"); len(s.tasks) != 0 || s.said[0] != "you registered it and you asked for it and you coordinate it: you can't approve it" {
		t.Errorf("tasks %v, said %q", s.tasks, s.said)
	}
}

func TestWhatChangedSinceTheLastLook(t *testing.T) {
	db := screentest.Sample(t)
	ctx := context.Background()
	s := sit(t, db, "chandra", colours, 120, 40)
	s.see("since: this is your first look at it")
	again := func() *rig {
		t.Helper()
		return sit(t, db, "chandra", colours, 120, 40)
	}
	// Beside the list it was seen, not opened.
	again().see("first look")
	s.press("enter").see("first look").press("esc")
	kept, err := db.Kept(ctx, s.env.Person.ID(), "seen:APR-14")
	if err != nil || !strings.HasSuffix(kept, " 2026-11-23T09:42:00Z") {
		t.Fatalf("kept %q, %v", kept, err)
	}
	again().see("since: you last looked Mon 23 Nov 10:42; nothing has changed since")

	// A change that voids nothing.
	as(t, db, "cora", action.Edit{Release: "REL-5", Set: map[string]string{"notes": "with the new form"}})
	c, err := db.Case(ctx, store.Now, screentest.Now, model.Needs{Releases: []model.ID{"REL-5"}})
	if err != nil {
		t.Fatal(err)
	}
	plan := c.Document("release-plan", "REL-5").Answers.Clone()
	plan.Values["communication"] = "mail, and a word on the first page"
	as(t, db, "cora", action.WriteForm{Form: "release-plan", Of: "REL-5", Answers: plan})
	s.run(s.a.Load())
	s.see("since: you last looked")
	s = again().see("since: notes is now with the new form", "since: release plan version 2 by Cora Lindqvist, Mon 23 Nov 10:42: who is told what, and when changed")

	// While it is open it stays told; when one comes back it is known.
	s.press("enter")
	s.run(s.a.Load())
	s.see("since: release plan version 2")
	again().see("nothing has changed since").notSee("release plan version 2 by")

	// A material one: the approval is void, and the next one says what became of it.
	back := c.Document("rollback-plan", "REL-5").Answers.Clone()
	back.Values["trigger"] = "sign-in fails for anybody"
	as(t, db, "dmitri", action.WriteForm{Form: "rollback-plan", Of: "REL-5", Answers: back, Void: true})
	r := model.Get[*model.Release](c, "REL-5")
	to := r.Window
	to.Start, to.End = when.OnClock(to.Start.At.AddDate(0, 0, 1), time.UTC), when.OnClock(to.End.At.AddDate(0, 0, 1), time.UTC)
	as(t, db, "cora", action.Reschedule{Release: "REL-5", Window: to, Reason: "not-ready", Sentence: "one more test", Void: true})
	// What is void waits no more; what the new dates collide with does, until it is accepted.
	got := again()
	if got.a.Badge() != "1" || got.a.Subject() != "REL-5" {
		t.Fatalf("what is void still waits:\n%s", got.picture())
	}
	got.see("not wholly inside the maintenance windows").notSee("accepted meanwhile")
	as(t, db, "chandra", action.AcceptConflict{Release: "REL-5", Key: got.a.list.Waiting[0].Part, Reason: "seen"})
	if got := again(); got.a.Badge() != "" {
		t.Errorf("what is accepted still waits:\n%s", got.picture())
	}
	next := as(t, db, "cora", action.RequestApproval{Release: "REL-5", Purpose: "authorisation-2"}).Wrote[0]
	s = again()
	if s.a.Subject() != next || s.a.Badge() != "1" {
		t.Fatalf("the cursor is on %s", s.a.Subject())
	}
	s.see("since: you looked at APR-14, which was asked for before it, Mon 23 Nov 10:42; since then:", "since: APR-14 was voided by Dmitri Volkov, Mon 23 Nov 10:42: changed: the rollback",
		"since: rollback plan version 2 by Dmitri Volkov, Mon 23 Nov 10:42: trigger changed",
		"since: window moved from Wed 25 Nov 22:00 – Thu 26 Nov 02:00 to Thu 26 Nov 22:00 – Fri 27 Nov 02:00 Europe/Berlin = Thu 26 Nov 21:00 – Fri 27 Nov 01:00 UTC by Cora Lindqvist, Mon 23 Nov 10:42: build or test was not ready, one more test",
		"since: revision was 1, is now 2", "before: APR-14")

	// The past can't be marked.
	s.press("enter", "esc")
	again().see("nothing has changed since")
}

// A key costs no question but the first: whoever runs down the list reads the
// case on which the cursor comes to rest, and then those beside it, each once.
func TestOneCaseAtATime(t *testing.T) {
	s := sit(t, screentest.Sample(t), "chandra", colours, 80, 20).press("o", "home")
	s.run(s.a.Load())
	s.data.cases = nil
	first := s.key("j")
	for range 5 {
		if cmd := s.key("j"); cmd != nil {
			if msg, ok := cmd().(tea.BatchMsg); ok && len(msg) > 0 {
				t.Fatal("a second case is asked for while the first is under way")
			}
		}
	}
	rest := s.a.Subject()
	s.run(first)
	if n := len(s.data.cases); n != 4 || s.data.cases[1] != rest || s.a.shown() == nil {
		t.Errorf("%d cases were asked for: %v; the cursor rests on %s", n, s.data.cases, rest)
	}
	step := s.key("k")
	if s.a.shown() == nil {
		t.Error("the case beside was not at hand")
	}
	s.run(step)
	s.press("j")
	once := map[model.ID]int{}
	for _, id := range s.data.cases {
		if once[id]++; once[id] > 1 {
			t.Errorf("what was read is read again: %v", s.data.cases)
		}
	}
}

// However many are read ahead, the case that is seen stays.
func TestReadingAheadKeepsWhatIsSeen(t *testing.T) {
	s := sit(t, screentest.Sample(t), "chandra", colours, 80, 20).press("o", "home")
	s.run(s.a.Load())
	seen := s.a.shown()
	if seen == nil {
		t.Fatal("no case is shown")
	}
	for i := range 2 * casesKept {
		s.a.caseCame(&cased{File: &casefile.File{Key: model.MakeID(model.KindApproval, int64(1000+i)), Me: s.a.me, At: s.a.asOf}}, nil)
		if s.a.shown() != seen {
			t.Fatalf("it is gone after %d others", i+1)
		}
	}
	if len(s.a.cases) > casesKept {
		t.Errorf("%d are kept", len(s.a.cases))
	}
}

func TestTheCursorStaysOnItsApproval(t *testing.T) {
	db := screentest.Sample(t)
	s := sit(t, db, "cora", colours, 80, 20).press("j")
	if s.a.Subject() != "APR-17" {
		t.Fatalf("on %s", s.a.Subject())
	}
	as(t, db, "chandra", action.Decide{Approval: "APR-14", Verdict: model.Reject, Comment: "no"})
	s.run(s.a.Load())
	if s.a.Subject() != "APR-17" {
		t.Errorf("the cursor went to %s", s.a.Subject())
	}
	as(t, db, "oscar", action.Decide{Approval: "APR-17", Verdict: model.Approve})
	s.run(s.a.Load())
	if s.a.Subject() != "" || !strings.Contains(s.picture(), "Nothing waits for you.") {
		t.Error(s.picture())
	}
	s.run(s.a.Recount())
	if got := s.a.Badge(); got != "" {
		t.Errorf("the tab says %q", got)
	}
}

// Somebody else is looked for and written for: another person's list.
func TestActingAsSomebodyElse(t *testing.T) {
	db := screentest.Sample(t)
	s := sit(t, db, "chandra", colours, 120, 40)
	other := screentest.On(t, db, "oscar", colours)
	// A case still under way was read for the person before.
	s.run(s.a.Load())
	late := s.key("o")
	s.run(late)
	under := s.key("j")
	s.env.Person = other.Person
	load := s.a.Load()
	s.run(under)
	for id, c := range s.a.cases {
		t.Errorf("the case of %s was read for %s", id, c.Me)
	}
	s.run(load)
	s.run(s.a.Recount())
	s.run(s.a.Load())
	if s.a.Subject() != "APR-17" {
		t.Errorf("the cursor is on %s", s.a.Subject())
	}
	s.see("approvers: Oscar Brandt: nobody yet; you hold it")
}

func TestThePastIsOnlyLookedAt(t *testing.T) {
	db := screentest.Sample(t)
	head, _, err := db.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	as(t, db, "chandra", action.Decide{Approval: "APR-14", Verdict: model.Approve})
	s := sit(t, db, "chandra", colours, 120, 40)
	s.env.AsOf, s.env.Past = head, screentest.Now
	s.run(s.a.Load())
	if s.a.Subject() != "APR-14" {
		t.Fatalf("on %s:\n%s", s.a.Subject(), s.picture())
	}
	s.press("enter").see("Change Manager: nobody yet").notSee("since:")
	if kept, _ := db.Kept(context.Background(), s.env.Person.ID(), "seen:APR-14"); kept != "" {
		t.Errorf("a look at the past was kept: %q", kept)
	}
}

func TestMarks(t *testing.T) {
	for text, want := range map[string]store.Position{"": 0, "x": 0, "12": 0, "12 2026-11-23T09:42:00Z": 12, "-3 2026-11-23T09:42:00Z": 0} {
		if got := casefile.ReadMark(text, "APR-1").Position; got != want {
			t.Errorf("%q is %d", text, got)
		}
	}
	m := casefile.Mark{Position: 7, At: screentest.Now, Of: "APR-1"}
	if got := casefile.ReadMark(m.String(), "APR-1"); got.Position != 7 || !got.At.Equal(m.At) || got.Of != "APR-1" {
		t.Errorf("%+v", got)
	}
}

func TestFreezesAroundTheWindowAreTold(t *testing.T) {
	db := screentest.Sample(t)
	s := sit(t, db, "chandra", colours, 120, 40).press("enter", "esc")
	s.see("calendar: nothing collides with the window")
	day := func(d int) when.Moment {
		return when.Moment{At: time.Date(2026, 11, d, 0, 0, 0, 0, screentest.Zone).UTC(), Precision: when.Day}
	}
	freeze := func(title string, hard bool, d int) {
		t.Helper()
		as(t, db, "chandra", action.AddWindow{Window: model.Window{Title: title, Class: model.WindowFreeze, Hard: hard, Everything: true, Slot: model.Slot{Start: day(d), End: day(d)}}})
	}
	freeze("Board meeting", false, 27)
	freeze("Stock count", true, 25)
	freeze("Far away", true, 30)
	s.run(s.a.Load())
	s.see("calendar: hard: ", "Stock count", "calendar: near it: Board meeting (soft freeze), Fri 27 Nov", "since: new on the calendar: ").notSee("Far away", "nothing collides")
}
