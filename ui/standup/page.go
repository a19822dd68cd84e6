// Package standup shows what a team has to know in its standup: a page that a room can
// read, from 40x12 on, which turns by itself on a wall. What is said, in which words, is
// worked out in model/standup; `fairway standup` prints the same.
package standup

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/standup"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// The smallest room that it is made for: a projector's large font.
const (
	LeastWidth  = 40
	LeastHeight = 12
)

// teamKey is the preference of a person of whose standup they looked at last.
const teamKey = "standup-team"

// Page is the screen.
type Page struct {
	screen.Base
	env      *screen.Env
	team     model.ID
	called   string // what the team was called that somebody asked for; "" once it is known
	asked    bool   // the team was chosen, or its preference read
	s        *standup.Standup
	trouble  string
	at       int // the chosen line, of all of them
	page     int
	pages    [][]standup.Row
	brief    bool               // the first page is all of it in short, as it is printed; the others say all of it
	room     struct{ w, h int } // for which they were laid out
	bindings []screen.Binding
}

// New makes the page: of a team by its handle or id, or with "" of whose was looked at
// last.
func New(env *screen.Env, team string) *Page {
	p := &Page{Base: screen.Base{Width: 80, Height: 20}, env: env, called: team, asked: team != ""}
	p.bindings = p.keys()
	return p
}

// Name is what it is called.
func (p *Page) Name() string { return "Standup" }

// Least is the smallest room in which it can be read.
func (p *Page) Least() (w, h int) { return LeastWidth, LeastHeight }

// Bindings are its keys.
func (p *Page) Bindings() []screen.Binding { return p.bindings }

// Subject is the record that the chosen line is about.
func (p *Page) Subject() model.ID {
	if l, ok := p.chosen(); ok {
		return l.ID
	}
	return ""
}

// Load asks for it.
func (p *Page) Load() tea.Cmd {
	q, asked, me := p.env.Query(), p.asked, p.env.Person.ID()
	of := store.StandupQuery{Team: p.team, Called: p.called, AsOf: q.At, Now: q.Now, Zone: q.Zone}
	return screen.Ask(p, "standup", func() (*standup.Standup, error) {
		if !asked && me != "" {
			kept, err := q.Data.Kept(q.Ctx, me, teamKey)
			if err != nil {
				return nil, err
			}
			if of.Team = model.ID(kept); of.Team != "" {
				if s, err := q.Data.Standup(q.Ctx, of); err == nil {
					return &s, nil
				}
				of.Team = "" // the team was removed, or is of another file
			}
		}
		s, err := q.Data.Standup(q.Ctx, of)
		return &s, err
	}, p.take)
}

func (p *Page) take(s *standup.Standup, err error) tea.Cmd {
	if err != nil {
		p.trouble = err.Error()
		if p.s != nil {
			p.env.Host.Fail("load the standup", err)
		}
		return nil
	}
	was, at := p.Subject(), p.at
	p.s, p.trouble, p.team, p.called, p.asked, p.pages = s, "", s.Team, "", true, nil
	n := 0
	if l, ok := p.chosen(); ok && l.ID == was {
		p.at = at
		return nil
	}
	for _, sec := range s.Sections { // the cursor stays with its record
		for _, l := range sec.Lines {
			if was != "" && l.ID == was {
				p.at = n
				return nil
			}
			n++
		}
	}
	p.at = max(min(p.at, n-1), 0)
	return nil
}

// lines are all of them, and chosen that which the cursor is on.
func (p *Page) lines() []standup.Line {
	if p.s == nil {
		return nil
	}
	var out []standup.Line
	for _, sec := range p.s.Sections {
		out = append(out, sec.Lines...)
	}
	return out
}

func (p *Page) chosen() (standup.Line, bool) {
	list := p.lines()
	if p.at >= len(list) || p.inShort() && !slices.Contains(linesOf(p.pages[0]), p.at) {
		return standup.Line{}, false
	}
	return list[p.at], true
}

// inShort reports whether the page that says all of it in short is looked at.
func (p *Page) inShort() bool { return p.brief && p.page == 0 && len(p.pages) > 0 }

// lay lays it out for a room, and finds the page that the chosen line is on.
func (p *Page) lay(w, h int) {
	if p.pages == nil || p.room.w != w || p.room.h != h {
		first := -1 // stay where the reader is
		if p.page < len(p.pages) {
			first = lineOf(p.pages[p.page])
		}
		short := p.page == 0
		p.pages = p.s.Pages(w, h, kit.Wrap)
		if p.brief = len(p.pages) > 1 && h >= p.s.Least(); p.brief {
			p.pages = slices.Insert(p.pages, 0, p.s.Fit(w, h, kit.Wrap))
		}
		p.room.w, p.room.h = w, h
		if first >= 0 && p.env.ReadOnly {
			p.at = first
		}
		if p.page = p.pageOf(p.at); p.brief && short {
			p.turnTo(0)
		}
	}
	p.page = max(min(p.page, len(p.pages)-1), 0)
}

// pageOf is the page that says a line, besides the one that says all of it in short.
func (p *Page) pageOf(line int) int {
	from := 0
	if p.brief {
		from = 1
	}
	return from + max(slices.IndexFunc(p.pages[min(from, len(p.pages)):], func(rows []standup.Row) bool {
		return slices.ContainsFunc(rows, func(r standup.Row) bool { return r.Line == line })
	}), 0)
}

// linesOf are the lines on a page.
func linesOf(rows []standup.Row) []int {
	var out []int
	for _, r := range rows {
		if r.Line >= 0 && !slices.Contains(out, r.Line) {
			out = append(out, r.Line)
		}
	}
	return out
}

// lineOf is the first line on a page; -1 without one.
func lineOf(rows []standup.Row) int {
	if lines := linesOf(rows); len(lines) > 0 {
		return lines[0]
	}
	return -1
}

// turnTo shows a page, its first line chosen unless another of it is.
func (p *Page) turnTo(n int) {
	p.page = n
	if !slices.Contains(linesOf(p.pages[n]), p.at) {
		p.at = max(lineOf(p.pages[n]), 0)
	}
}

// Pages is how many there are in the room that it has.
func (p *Page) Pages() int { return len(p.pages) }

// Turn shows the next page, and says whether there was one; after the last it is as at
// the beginning.
func (p *Page) Turn() bool {
	more := p.page+1 < len(p.pages)
	if p.page++; !more {
		p.page = 0
	}
	if p.page < len(p.pages) {
		p.at = max(lineOf(p.pages[p.page]), 0)
	}
	return more
}

// move goes to another line, and to its page.
// From the last line of the page that says all of it in short it goes on to those that say
// all of it, and from their first back.
func (p *Page) move(n int) tea.Cmd {
	last := len(p.lines()) - 1
	short := func() []int { return linesOf(p.pages[0]) }
	if p.inShort() && n < last { // the last of all is on the last page
		on := short()
		to := slices.Index(on, p.at) + n
		if to < len(on) {
			if len(on) > 0 {
				p.at = on[max(to, 0)]
			}
			return nil
		}
		p.at = 0
	} else if p.brief && p.at+n < 0 {
		if p.at = 0; n == -1 && len(short()) > 0 {
			p.at = short()[len(short())-1]
		}
		p.turnTo(0)
		return nil
	} else {
		p.at = max(min(p.at+n, last), 0)
	}
	p.page = p.pageOf(p.at)
	return nil
}

// leaf turns pages; after the last comes the first.
func (p *Page) leaf(n int) tea.Cmd {
	if len(p.pages) == 0 {
		return nil
	}
	p.page = (p.page + n + len(p.pages)) % len(p.pages)
	p.at = max(lineOf(p.pages[p.page]), 0)
	return nil
}

// choose shows the standup of the next team, or the one before; everybody's is among them.
func (p *Page) choose(n int) tea.Cmd {
	if p.s == nil {
		return nil
	}
	all := []model.ID{""}
	for _, t := range p.s.Teams {
		all = append(all, t.ID)
	}
	at := max(slices.Index(all, p.team), 0)
	p.team, p.called, p.asked, p.at, p.page = all[(at+n+len(all))%len(all)], "", true, 0, 0
	if p.env.Person.ID() == "" {
		return p.Load()
	}
	return tea.Batch(p.Load(), screen.Aside(screen.Keep(p, p.env, "team", teamKey, string(p.team), "keep whose standup you look at")))
}

// hold says that it was held.
func (p *Page) hold() tea.Cmd { return p.env.Host.Do(action.HoldStandup{Team: p.team}, nil) }

var _ screen.Subject = (*Page)(nil)
