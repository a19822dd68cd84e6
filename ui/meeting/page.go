// Package meeting shows a meeting of the CAB to each who is in it: its agenda, who is
// there and whether that is a quorum, what is looked at and for how long, the votes, and
// beside it the case that is decided on. It follows the chair from item to item, until
// whoever looks goes on their own.
//
// What is on an agenda is said in model/cab, who may do what in model/action. A vote is
// the decision on an approval, as anywhere else.
package meeting

import (
	"errors"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/cab"
	"fairway/model/decision"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/casefile"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Page is the screen.
type Page struct {
	screen.Base
	env *screen.Env
	// id is the meeting; "" while none is held or planned, and the agenda is what it
	// would be.
	id       model.ID
	d        *seen // nil until it is loaded
	trouble  string
	item     string // the chosen one
	top      int    // the first line of the list that is seen
	own      bool   // not following the chair
	invited  bool   // it was asked whether the person joins
	opened   bool   // the case has the keys
	scroll   int
	pane     struct{ rows, total int }
	cases    map[string]*cased
	bindings []screen.Binding
}

// cased is the case of an item, as of a place in the log.
type cased struct {
	*casefile.File
	head  store.Position
	lines []string // drawn, for a width
	width int
}

// seen is what came of a load.
type seen struct {
	cab.Agenda
	head  store.Position
	since int64 // the entry that wrote the meeting as it is
	me    model.ID
	there bool // whether the person is in it
	leads bool // whether they lead it
	// member is whether they are of the CAB.
	member bool
	// chair, minutes, leader (who leads it just now) and closer are names, members and guests those of who is there; planned is
	// when it was called for.
	chair           string
	leader, closer  string
	members, guests []string
	planned         string
	papers          string            // how the minutes stand
	write           model.Remedy      // opens them for whoever has them to write
	risk            map[string]string // of the items, in words
	// why says of each thing that is done to a meeting why it can't be now.
	why map[string]string
}

// New makes the page of the meeting that is held or planned.
func New(env *screen.Env) *Page {
	p := &Page{Base: screen.Base{Width: 80, Height: 20}, env: env, cases: map[string]*cased{}}
	p.bindings = p.keys()
	return p
}

// Name is what it is called.
func (p *Page) Name() string { return "CAB" }

// Subject is what is chosen: an approval, else the meeting.
func (p *Page) Subject() model.ID {
	if item, ok := p.chosen(); ok && item.Approval != nil {
		return item.Approval.ID
	}
	return p.id
}

// Ticks reports whether the picture changes of itself: the time of an item runs.
func (p *Page) Ticks() bool {
	return p.d != nil && p.d.Meeting.Open() && p.d.Meeting.Current != "" && p.env.AsOf == store.Now
}

// Load asks for the meeting with its agenda.
func (p *Page) Load() tea.Cmd {
	q, id := p.env.Query(), p.id
	office := p.env.Days()
	return screen.Ask(p, "meeting", func() (*seen, error) { return read(q, id, office) }, p.take)
}

// read reads a meeting, or with no id the one that is held, else planned.
func read(q screen.Query, id model.ID, office *time.Location) (*seen, error) {
	needs := model.Needs{Agenda: true, IDs: []model.ID{q.Who.ID()}}
	if id != "" {
		needs.IDs = append(needs.IDs, id)
	}
	c, err := q.Case(needs)
	if err != nil {
		return nil, err
	}
	if me := model.Get[*model.Person](c, q.Who.ID()); me != nil {
		c.Who.Person = me // with the roles held now
	}
	m := model.Get[*model.Meeting](c, id)
	if m == nil {
		if m = cab.Now(c, c.Who.ID()); m == nil {
			m = cab.Coming(c)
		}
	}
	d := &seen{Agenda: cab.Of(c, m), head: store.Position(c.Position), me: c.Who.ID(), risk: map[string]string{}, why: map[string]string{}}
	for _, item := range d.Items {
		d.risk[item.Item] = c.Rules.Policy.BandTitle(item.Band)
	}
	if m == nil {
		return d, nil
	}
	fact, _ := c.Fact(m.ID)
	d.since, d.there = fact.Since, m.Attends(d.me)
	d.member = cab.Member(c, c.Who.Person)
	d.chair = c.PersonName(m.Chair)
	if m.Document != "" {
		if err := d.readMinutes(q, m); err != nil {
			return nil, err
		}
	}
	d.leads = d.me != "" && m.Leader() == d.me
	if leads := m.Leader(); leads != "" {
		d.leader = c.PersonName(leads)
	} else if at := m.Item(m.Current); at != nil {
		d.leader = c.PersonName(at.By)
	}
	d.closer = c.PersonName(m.ClosedBy)
	there := m.There()
	if m.State() == model.MeetingClosed {
		there = m.Came()
	}
	for _, who := range there {
		if slices.Contains(d.Members, who) {
			d.members = append(d.members, d.Called(c, who))
		} else {
			d.guests = append(d.guests, c.PersonName(who))
		}
	}
	d.planned = when.Tell(m.Planned.Start, m.Planned.End, office, office)
	c.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 0) } // it is only asked
	for name, a := range map[string]action.Action{"open": action.OpenMeeting{Meeting: m.ID, Early: m.Early(c.Now)}, "join": action.JoinMeeting{Meeting: m.ID}, "leave": action.LeaveMeeting{Meeting: m.ID},
		"next": action.TakeUp{Meeting: m.ID}, "close": action.CloseMeeting{Meeting: m.ID}, "cancel": action.CancelMeeting{Meeting: m.ID, Reason: "a reason"}} {
		d.why[name] = whyNot(action.Open(c, a))
	}
	d.why["lead"] = whyNotLead(c, m)
	return d, nil
}

// readMinutes says for whom the minutes of a meeting wait.
func (d *seen) readMinutes(q screen.Query, m *model.Meeting) error {
	c, err := q.Case(model.Needs{IDs: []model.ID{m.Document}, Kinds: []model.Kind{model.KindPerson}})
	if err != nil {
		return err
	}
	doc := model.Get[*model.Document](c, m.Document)
	if doc == nil {
		d.papers = "their content was removed by law"
		return nil
	}
	writer := decision.MinutesWriter(c, doc, m)
	if me := q.Who.ID(); me != "" && (writer == me || doc.Rejected() != nil && doc.Author == me) {
		d.write = decision.WriteMinutes(c, doc, m)
	}
	switch {
	case !doc.Approved.IsZero():
		d.papers = "approved by " + decision.Signed(c, doc.Approver, doc.Approved, doc.Basis)
	case doc.Rejected() != nil:
		d.papers = "sent back to " + c.PersonName(doc.Author)
	case d.write.Helps():
		d.papers = "yours to write"
	case writer != "":
		d.papers = "to be written by " + c.PersonName(writer)
	default:
		d.papers = "to be approved by " + decision.MinutesWaitFor(c, doc, m)
	}
	return nil
}

// whyNotLead says why whoever looks can't hand the lead over; its chair takes it back as well.
func whyNotLead(c *model.Case, m *model.Meeting) string {
	others := slices.DeleteFunc(m.There(), func(who model.ID) bool { return who == m.Leader() })
	switch {
	case slices.Contains(others, m.Chair) && m.Chair == c.Who.ID():
		others[0] = m.Chair
	case m.Open() && len(others) == 0:
		return "nobody else is there"
	case len(others) == 0:
		others = append(others, "")
	}
	return whyNot(action.Open(c, action.HandLead{Meeting: m.ID, To: others[0]}))
}

// whyNot is the first reason of a refusal; "" without one.
func whyNot(err error) string {
	var refused *model.Refusal
	switch {
	case err == nil:
		return ""
	case errors.As(err, &refused) && len(refused.Reasons) > 0:
		return refused.Reasons[0].Text
	}
	return err.Error()
}

// take shows what was read. Who follows the chair comes to what is looked at.
func (p *Page) take(d *seen, err error) tea.Cmd {
	if err != nil {
		p.trouble = err.Error()
		if p.d != nil {
			p.env.Host.Fail("load the meeting", err)
		}
		return nil
	}
	was := p.item
	p.d, p.trouble = d, ""
	if d.Meeting != nil {
		p.id = d.Meeting.ID
	}
	if current, ok := d.Current(); ok && !p.own {
		p.item = current.Item
	}
	if _, ok := p.chosen(); !ok {
		p.item = ""
		if next, ok := d.Next(); ok {
			p.item = next.Item
		} else if len(d.Items) > 0 {
			p.item = d.Items[0].Item
		}
	}
	if p.item != was {
		p.scroll = 0
	}
	p.invite()
	return p.askCase()
}

// invite asks a member who comes to a meeting that is held whether they join, once.
func (p *Page) invite() {
	first := !p.invited
	p.invited = true
	if d, e := p.d, p.env; first && d.Meeting.Open() && d.member && d.why["join"] == "" && !e.ReadOnly && e.AsOf == store.Now {
		e.Host.Pop(kit.NewConfirm(e.Theme, e.Host, "Join "+string(p.id), []string{"The meeting is held. As a member of the CAB you count for the quorum once you join, and can vote."}, "join", p.join))
	}
}

// chosen is the item that the cursor is on.
func (p *Page) chosen() (cab.Item, bool) {
	if p.d == nil {
		return cab.Item{}, false
	}
	return p.d.Find(p.item)
}

// at is which of all the chosen item is.
func (p *Page) at() int {
	if p.d == nil {
		return 0
	}
	return max(slices.IndexFunc(p.d.Items, func(i cab.Item) bool { return i.Item == p.item }), 0)
}

// askCase reads the case of the chosen item as it is now.
func (p *Page) askCase() tea.Cmd {
	item, ok := p.chosen()
	if !ok || item.Approval == nil || p.d == nil {
		return nil
	}
	if c := p.cases[item.Item]; c != nil && c.head == p.d.head {
		return nil
	}
	head := p.d.head
	q := casefile.Reading{Query: p.env.Query(), Head: head, Key: item.Approval.ID, ID: item.Approval.ID, Release: item.Of, Words: casefile.For(p.env)}
	name := item.Item
	return screen.Ask(p, "case", func() (*cased, error) { return &cased{File: q.Read(), head: head}, nil }, func(c *cased, _ error) tea.Cmd {
		p.cases[name] = c
		return p.askCase()
	})
}

// move goes to another item: from then on the person is on their own, until f.
func (p *Page) move(n int) tea.Cmd {
	if p.d == nil || len(p.d.Items) == 0 {
		return nil
	}
	next := p.d.Items[max(min(p.at()+n, len(p.d.Items)-1), 0)].Item
	if next == p.item {
		return nil
	}
	p.item, p.scroll = next, 0
	if current, ok := p.d.Current(); ok && !p.own && current.Item != next {
		p.own = true
		p.env.Host.Say("on your own; f follows " + p.whom() + " again")
	}
	return p.askCase()
}

// whom is who is followed.
func (p *Page) whom() string {
	if p.handed() {
		return p.d.leader
	}
	return "the chair"
}

// follow goes with the chair again, or stops it.
func (p *Page) follow() tea.Cmd {
	p.own = !p.own
	if current, ok := p.d.Current(); ok && !p.own {
		p.item, p.scroll = current.Item, 0
	}
	return p.askCase()
}

// roll scrolls the case.
func (p *Page) roll(n int) tea.Cmd {
	p.scroll = max(min(p.scroll+n, p.pane.total-p.pane.rows), 0)
	return nil
}

// names are people in a row.
func names(list []string) string { return strings.Join(list, ", ") }

var (
	_ screen.Subject = (*Page)(nil)
	_ screen.Ticking = (*Page)(nil)
)
