package approvals

import (
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen"
)

// Load asks for the list; the case follows once it is there.
func (a *Approvals) Load() tea.Cmd {
	e := a.env
	if me := e.Person.ID(); me != a.me || e.AsOf != a.asOf {
		// Another person, or another time: nothing shown is true any more.
		if me != a.me {
			a.at = -1
		}
		a.me, a.asOf = me, e.AsOf
		clear(a.cases)
		clear(a.looked)
		a.opened = false
	}
	a.Asker().Forget("count")
	return screen.Ask(a, "list", a.question(a.decided), a.take)
}

// Badge is how many approvals wait for the person; "" for none.
func (a *Approvals) Badge() string {
	if a.waits == 0 {
		return ""
	}
	return strconv.Itoa(a.waits)
}

// Recount asks for the figure on the tab alone.
func (a *Approvals) Recount() tea.Cmd {
	return screen.Ask(a, "count", a.question(false), func(list store.Approvals, err error) tea.Cmd {
		if err == nil {
			a.waits = list.Waits
		}
		return nil
	})
}

func (a *Approvals) question(decided bool) func() (store.Approvals, error) {
	e := a.env
	data, ctx := e.Data, e.Context
	q := store.ApprovalsQuery{Me: e.Person.ID(), AsOf: e.AsOf, Now: e.Clock(), Decided: decided}
	return func() (store.Approvals, error) { return data.Approvals(ctx, q) }
}

// take replaces the list, keeping the cursor on its approval.
func (a *Approvals) take(list store.Approvals, err error) tea.Cmd {
	if err != nil {
		a.trouble = err.Error()
		if a.loaded {
			a.env.Host.Fail("load the approvals", err)
		}
		return nil
	}
	was := a.key()
	before := a.at
	a.list, a.waits, a.trouble = list, list.Waits, ""
	a.loaded = true
	a.gen++
	a.lay()
	a.at = -1
	for i := range a.lines {
		if r := a.lines[i].row; r != nil && keyOf(r) == was {
			a.at = i
		}
	}
	if a.at < 0 {
		// It isn't here any more: the cursor goes to what took its place.
		a.at = min(before, len(a.lines)-1)
		a.opened, a.scroll = false, 0
		a.left(was)
		a.settle(0)
	}
	return a.askCase()
}

// lay puts the lists under their headings.
func (a *Approvals) lay() {
	a.lines = a.lines[:0]
	var mine, own []*store.ApprovalRow
	for i := range a.list.Waiting {
		if r := &a.list.Waiting[i]; len(r.Barred) == 0 {
			mine = append(mine, r)
		} else {
			own = append(own, r)
		}
	}
	put := func(g group, heading, count string, rows []*store.ApprovalRow) {
		a.lines = append(a.lines, line{heading: heading, count: count, group: g})
		for _, r := range rows {
			a.lines = append(a.lines, line{group: g, row: r})
		}
	}
	all := func(rows []store.ApprovalRow) []*store.ApprovalRow {
		out := make([]*store.ApprovalRow, len(rows))
		for i := range rows {
			out[i] = &rows[i]
		}
		return out
	}
	if len(mine)+len(own)+len(a.list.Asked)+len(a.list.Decided) == 0 {
		return
	}
	count := strconv.Itoa(a.list.Waits)
	if a.list.Waits > len(mine) {
		count = fmt.Sprintf("%d of %d", len(mine), a.list.Waits)
	}
	if len(mine) == 0 {
		count = "nothing"
	}
	put(waiting, "Waits for you", count, mine)
	if len(own) > 0 {
		put(barred, "Asked of you, but not yours to sign", strconv.Itoa(len(own)), own)
	}
	if len(a.list.Asked) > 0 {
		put(asked, "You asked others", strconv.Itoa(len(a.list.Asked)), all(a.list.Asked))
	}
	if len(a.list.Decided) > 0 {
		put(decided, "Decided lately", strconv.Itoa(len(a.list.Decided)), all(a.list.Decided))
	}
}

// cased is a case as it was loaded.
type cased struct {
	id    model.ID
	me    model.ID       // who reads it
	at    store.Position // as of when
	gen   int
	brief brief
	base  mark // when the person last looked
	noted bool // that they look now
	err   error

	lines []string // drawn, for a width
	width int
}

// casesKept bounds the cases that are kept to come back to.
const casesKept = 40

// askCase loads the case the cursor is on, and then those beside it, for the
// next key. Only one is under way at any time: whoever runs down the list reads
// those on which the cursor rests.
func (a *Approvals) askCase() tea.Cmd {
	r, ok := a.chosen()
	if !ok || a.asking != "" {
		return nil
	}
	if !a.known(keyOf(r)) {
		return a.read(r)
	}
	for _, n := range []int{1, -1} {
		if r, ok := a.beside(n); ok && !a.known(keyOf(r)) {
			return screen.Aside(a.read(r))
		}
	}
	return nil
}

// known reports whether a case is here as it is now.
func (a *Approvals) known(id model.ID) bool {
	c := a.cases[id]
	return c != nil && c.gen == a.gen
}

func (a *Approvals) read(r *store.ApprovalRow) tea.Cmd {
	a.asking = keyOf(r)
	e := a.env
	q := reading{Query: e.Query(), head: a.list.Head, key: keyOf(r), id: r.ID, part: r.Part, release: r.Release, owed: owedTitle(r), words: words{zone: e.Zone, office: e.Days(), dates: e.Dates, now: e.Clock()}}
	if base, ok := a.looked[keyOf(r)]; ok {
		q.base = &base
	}
	gen := a.gen
	return screen.Ask(a, "case", func() (*cased, error) {
		c := q.read()
		c.gen = gen
		return c, nil
	}, a.caseCame)
}

func (a *Approvals) caseCame(c *cased, _ error) tea.Cmd {
	a.asking = ""
	if c.me != a.me || c.at != a.asOf {
		return a.askCase() // somebody else reads now, or of another time
	}
	if len(a.cases) >= casesKept {
		shown := a.key()
		maps.DeleteFunc(a.cases, func(id model.ID, _ *cased) bool { return id != shown })
	}
	a.cases[c.id] = c
	if a.key() == c.id {
		a.look()
		if a.opened {
			return tea.Batch(a.note(), a.askCase())
		}
	}
	return a.askCase()
}

// look begins to look at the case the cursor is on: what is new in it stays new
// until the cursor leaves.
func (a *Approvals) look() {
	c := a.shown()
	if c == nil || c.err != nil {
		return
	}
	if _, ok := a.looked[c.id]; !ok {
		a.looked[c.id] = c.base
	}
}

// mark is the place in the log at which a person last looked at a case.
type mark struct {
	Position store.Position
	At       time.Time
	Of       model.ID // the approval that was looked at then: this one or one before it
}

func (m mark) String() string {
	return fmt.Sprintf("%d %s", m.Position, m.At.UTC().Format(time.RFC3339))
}

// readMark reads a mark; one that can't be read counts as none.
func readMark(text string, of model.ID) mark {
	pos, at, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(pos, 10, 64)
	t, wrong := time.Parse(time.RFC3339, at)
	if err != nil || wrong != nil || n <= 0 {
		return mark{}
	}
	return mark{store.Position(n), t, of}
}

func markKey(id model.ID) string { return "seen:" + string(id) }

// note keeps that the person has looked at the case as it is shown. The past
// can't be looked at for the first time.
func (a *Approvals) note() tea.Cmd {
	c := a.shown()
	e := a.env
	if c == nil || c.err != nil || e.AsOf != store.Now || e.ReadOnly || e.Person.ID() == "" {
		return nil
	}
	c.noted = true
	if a.looked[c.id].Position == 0 {
		// From the first look on, what others do while it is open is news.
		a.looked[c.id] = mark{c.brief.head, e.Now(), c.id}
	}
	return screen.Aside(screen.Keep(a, e, "mark", markKey(c.id), mark{Position: c.brief.head, At: e.Now()}.String(), "note that you looked"))
}

// reading is all that reading a case takes, copied from the screen.
type reading struct {
	screen.Query
	head    store.Position
	key     model.ID
	id      model.ID // of the approval, or of another record in which something waits
	part    string   // of that record
	release model.ID
	owed    string // what is to be done under the approval; "" where it is to be decided
	base    *mark  // already known
	words   words
}

func (q reading) needs() model.Needs {
	ids := []model.ID{q.id}
	if q.Who.ID() != "" {
		ids = append(ids, q.Who.ID())
	}
	n := model.Needs{IDs: ids, Calendar: true}
	switch {
	case q.id.Kind() == model.KindQuestion:
		n.Answering, n.Calendar = []model.ID{q.id}, false
	case q.release == "": // rules: whom their authors and reviewers are
		n.Kinds, n.Calendar = []model.Kind{model.KindPerson}, false
	case !q.approval():
		n.Releases = []model.ID{q.release}
	}
	return n
}

func (q reading) approval() bool { return q.id.Kind() == model.KindApproval }

// read loads the case, and the case as the person last saw it.
func (q reading) read() *cased {
	out := &cased{id: q.key, me: q.Who.ID(), at: q.At}
	c, err := q.Case(q.needs())
	if err != nil {
		out.err = err
		return out
	}
	if p := model.Get[*model.Person](c, q.Who.ID()); p != nil {
		c.Who.Person = p // with the roles held now
	}
	if !q.approval() {
		switch q.id.Kind() {
		case model.KindWindow:
			out.brief = q.words.tellException(c, model.Get[*model.Window](c, q.id), q.release)
		case model.KindDocument:
			out.brief = q.words.tellDocument(c, model.Get[*model.Document](c, q.id), q.release)
		case model.KindQuestion:
			out.brief = q.words.tellQuestion(c, model.Get[*model.Question](c, q.id))
		case model.KindEntry:
			out.brief = q.words.tellEntry(c, model.Get[*model.Entry](c, q.id))
		case model.KindChange:
			if q.part == store.PurposePapers {
				out.brief = q.words.tellPapers(c, q.id)
				break
			}
			out.brief = q.words.tellChange(c, model.Get[*model.Change](c, q.id))
		case model.KindWaiver:
			out.brief = q.words.tellWaiver(c, model.Get[*model.Waiver](c, q.id))
		case model.KindProposal:
			out.brief = q.words.tellProposal(c, model.Get[*model.Proposal](c, q.id))
		default:
			if q.part == store.PurposePapers {
				out.brief = q.words.tellPapers(c, q.id)
				break
			}
			if q.part == store.PurposeClocks {
				out.brief = q.words.tellDates(c, q.release)
				break
			}
			out.brief = q.words.tellConflict(c, q.release, q.part)
		}
		out.brief.head = q.head
		return out
	}
	ap := model.Get[*model.Approval](c, q.id)
	if ap == nil {
		out.err = model.Refuse("read "+string(q.id), "its content was removed by law; only its digest is kept")
		if !c.IsRedacted(q.id) {
			out.err = &model.NotFound{What: "approval " + string(q.id)}
		}
		return out
	}
	if q.base != nil {
		out.base = *q.base
	} else if out.base, err = q.lastLook(c, ap); err != nil {
		out.err = err
		return out
	}
	var old *model.Case
	if out.base.Position > 0 && out.base.Position < q.head && q.At == store.Now {
		if old, err = q.Data.Case(q.Ctx, out.base.Position, q.Now, model.Needs{IDs: []model.ID{out.base.Of}, Calendar: true}); err != nil {
			out.err = err
			return out
		}
	}
	out.brief = q.words.tell(c, ap, old, out.base, q.At)
	if q.owed != "" {
		out.brief.owes(q.owed)
	}
	out.brief.head = q.head
	return out
}

// lastLook is when the person last opened this case, or the one that was asked
// for before it: a change of what was asked for makes a new approval of it.
func (q reading) lastLook(c *model.Case, ap *model.Approval) (mark, error) {
	if q.Who.ID() == "" || q.At != store.Now {
		return mark{}, nil
	}
	ids := []model.ID{ap.ID}
	all := model.All[*model.Approval](c)
	for i := len(all) - 1; i >= 0 && len(ids) < 6; i-- {
		if o := all[i]; o.Of == ap.Of && o.Purpose == ap.Purpose && o.ID.Number() < ap.ID.Number() {
			ids = append(ids, o.ID)
		}
	}
	for _, id := range ids {
		text, err := q.Data.Kept(q.Ctx, q.Who.ID(), markKey(id))
		if err != nil {
			return mark{}, err
		}
		if m := readMark(text, id); m.Position > 0 {
			return m, nil
		}
	}
	return mark{}, nil
}

var _ screen.Badged = (*Approvals)(nil)
