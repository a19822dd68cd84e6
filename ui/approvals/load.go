package approvals

import (
	"errors"
	"fmt"
	"maps"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/filter"
	"fairway/store"
	"fairway/ui/casefile"
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
	return screen.Ask(a, "list", a.question(a.decided, a.filter), a.take)
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
	return screen.Ask(a, "count", a.question(false, ""), func(list store.Approvals, err error) tea.Cmd {
		if err == nil {
			a.waits = list.Waits
		}
		return nil
	})
}

func (a *Approvals) question(decided bool, filter string) func() (store.Approvals, error) {
	e := a.env
	data, ctx := e.Data, e.Context
	q := store.ApprovalsQuery{Me: e.Person.ID(), AsOf: e.AsOf, Now: e.Clock(), Decided: decided, Filter: filter}
	return func() (store.Approvals, error) { return data.Approvals(ctx, q) }
}

// Filter is what leaves out some of the lists, as `inbox --filter` does.
func (a *Approvals) Filter() string { return a.filter }

// FilterError says what is wrong with it.
func (a *Approvals) FilterError() string { return a.wrong }

// SetFilter asks for other lines.
func (a *Approvals) SetFilter(text string) tea.Cmd {
	a.filter, a.wrong = text, ""
	return a.Load()
}

// FilterHint stands in the prompt while nothing is typed.
func (a *Approvals) FilterHint() string {
	return "risk:high service:payroll due:<tomorrow title:exception"
}

// take replaces the list, keeping the cursor on its approval.
func (a *Approvals) take(list store.Approvals, err error) tea.Cmd {
	var bad *filter.Error
	if a.wrong = ""; errors.As(err, &bad) { // what is shown stays
		a.wrong = err.Error()
		return nil
	}
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
	var mine, later, own []*store.ApprovalRow
	for i := range a.list.Waiting {
		switch r := &a.list.Waiting[i]; {
		case len(r.Barred) > 0:
			own = append(own, r)
		case r.PutOff():
			later = append(later, r)
		default:
			mine = append(mine, r)
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
	if len(mine)+len(later)+len(own)+len(a.list.Asked)+len(a.list.Decided) == 0 && a.filter == "" {
		return
	}
	count := strconv.Itoa(a.list.Waits)
	if a.list.Waits > len(mine) {
		count = fmt.Sprintf("%d of %d", len(mine), a.list.Waits)
	}
	if len(mine) == 0 {
		count = "nothing"
	}
	if a.filter != "" {
		count += ", /" + a.filter
	}
	put(waiting, "Waits for you", count, mine)
	if len(later) > 0 {
		put(putOff, "Waits for others first", strconv.Itoa(len(later)), later)
	}
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
	*casefile.File
	gen   int
	noted bool // that they look now

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
	q := casefile.Reading{Query: e.Query(), Head: a.list.Head, Key: keyOf(r), ID: r.ID, Part: r.Part, Release: r.Release, Owed: casefile.OwedTitle(r), Words: casefile.For(e)}
	if base, ok := a.looked[keyOf(r)]; ok {
		q.Base = &base
	}
	gen := a.gen
	return screen.Ask(a, "case", func() (*cased, error) {
		return &cased{File: q.Read(), gen: gen}, nil
	}, a.caseCame)
}

func (a *Approvals) caseCame(c *cased, _ error) tea.Cmd {
	a.asking = ""
	if c.Me != a.me || c.At != a.asOf {
		return a.askCase() // somebody else reads now, or of another time
	}
	if len(a.cases) >= casesKept {
		shown := a.key()
		maps.DeleteFunc(a.cases, func(id model.ID, _ *cased) bool { return id != shown })
	}
	a.cases[c.Key] = c
	if a.key() == c.Key {
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
	if c == nil || c.Err != nil {
		return
	}
	if _, ok := a.looked[c.Key]; !ok {
		a.looked[c.Key] = c.Base
	}
}

// note keeps that the person has looked at the case as it is shown. The past
// can't be looked at for the first time.
func (a *Approvals) note() tea.Cmd {
	c := a.shown()
	e := a.env
	if c == nil || c.Err != nil || e.AsOf != store.Now || e.ReadOnly || e.Person.ID() == "" {
		return nil
	}
	c.noted = true
	if a.looked[c.Key].Position == 0 {
		// From the first look on, what others do while it is open is news.
		a.looked[c.Key] = casefile.Mark{Position: c.Brief.Head, At: e.Now(), Of: c.ID}
	}
	return screen.Aside(screen.Keep(a, e, "mark", casefile.MarkKey(c.Key), casefile.Mark{Position: c.Brief.Head, At: e.Now()}.String(), "note that you looked"))
}

var _ screen.Badged = (*Approvals)(nil)
