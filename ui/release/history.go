package release

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// drawHistory is the log of the release, newest first.
func drawHistory(s *sheet) {
	d, t := s.d, s.t
	if len(d.log) == 0 {
		s.Text(t.Faint, "The log has nothing about it.")
		return
	}
	narrow := s.Width() < 70 // then each entry takes two lines
	var rows []kit.Cells
	if s.newer {
		s.choose("newer", target{word: "newer", enter: func(p *Page) tea.Cmd { return p.turnLog(0) }})
		s.Text(t.Key, t.Glyph.Up+" back to the newest entries")
	}
	for i := range d.log {
		e := d.log[i]
		key := entryKey(e.Position)
		s.targets[key] = target{word: "what changed", enter: func(p *Page) tea.Cmd { return p.showEntry(e) }}
		what := e.Note
		if what == "" {
			what = words(e.Action)
		}
		if h := e.Happened; !h.IsZero() && !h.Equal(e.At) {
			what += " (happened " + s.moment(h) + ")"
		}
		if !e.Behind.IsZero() {
			what += fmt.Sprintf(" (its clock stood before entry %d, of %s)", e.Position-1, s.moment(e.Behind))
		}
		if !e.Corrected.IsZero() {
			what += fmt.Sprintf(" (its clock said %s; corrected by entry %d)", s.moment(e.At), e.CorrectedBy)
		}
		mark, style := " ", t.Text
		if int64(s.at) == e.Position {
			mark, style = t.Glyph.Milestone, t.Strong
		}
		who := cmp.Or(e.Name, string(e.Who))
		if narrow {
			s.Mark(key)
			s.Indented(2, kit.Span{Style: t.Note, Text: mark}, t.Faint, join("  ", s.moment(e.Stands()), who))
			s.detail(style, what)
			continue
		}
		rows = append(rows, kit.Cells{Key: key, Cell: []kit.Span{{Style: t.Note, Text: mark}, {Style: style, Text: s.moment(e.Stands())}, {Style: t.Faint, Text: who}, {Style: style, Text: what}}})
	}
	if !narrow {
		s.Columns([]kit.SheetColumn{{Fix: 1}, {Title: "when", Fix: 1}, {Title: "who"}, {Title: "what"}}, rows)
	}
	if d.older {
		last := d.log[len(d.log)-1].Position
		s.choose("older", target{word: "older", enter: func(p *Page) tea.Cmd { return p.turnLog(last) }})
		s.Text(t.Key, t.Glyph.Down+" older entries")
	}
}

func entryKey(position int64) string { return fmt.Sprintf("entry %d", position) }

// turnLog shows older entries, or the newest again.
func (p *Page) turnLog(before int64) tea.Cmd {
	p.before = before
	return p.Load()
}

// entryShown is an entry of the log with what it changed.
type entryShown struct {
	entry   store.LogEntry
	values  json.RawMessage
	changes []changed
	more    int // records beyond those looked at
	asked   time.Time
}

// changed is a record that an entry wrote: how it was, and what it became.
type changed struct {
	id     model.ID
	before model.Record // nil when the entry made it
	after  model.Record // nil when its content was removed
}

// mostShown is of how many records an entry shows the changes; an import writes
// thousands.
const mostShown = 12

// showEntry asks what an entry of the log did.
func (p *Page) showEntry(e store.LogEntry) tea.Cmd {
	env := p.env
	data, ctx, asked := env.Data, env.Context, env.Now()
	return screen.Ask(p, "entry", func() (entryShown, error) {
		out := entryShown{entry: e, asked: asked}
		values, ids, err := e.Content()
		if err != nil {
			return out, err
		}
		out.values = values
		out.more = max(len(ids)-mostShown, 0)
		for _, id := range ids[:len(ids)-out.more] {
			all, err := data.Versions(ctx, id)
			if err != nil {
				return out, err
			}
			ch := changed{id: id}
			for _, v := range all {
				if v.Until == e.Position {
					ch.before = v.Record
				}
				if v.Since == e.Position {
					ch.after = v.Record
				}
			}
			out.changes = append(out.changes, ch)
		}
		return out, nil
	}, screen.OrFail(p.env.Host, "look at the entry", p.entryCame))
}

// entryCame lays what an entry did over the page.
func (p *Page) entryCame(v entryShown) tea.Cmd {
	e := v.entry
	s := p.paper(80)
	t := p.env.Theme
	var text []kit.Paragraph
	field := func(name, value string) {
		if value != "" {
			text = append(text, kit.Paragraph{Indent: 12, Lead: kit.Span{Style: t.Faint, Text: name}, Style: t.Text, Text: value})
		}
	}
	head := func(title string) {
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Title, Text: title})
	}
	field("what", e.Note)
	field("who", cmp.Or(e.Name, string(e.Who)))
	field("recorded", s.moment(e.Stands()))
	if !e.Corrected.IsZero() {
		field("clock said", fmt.Sprintf("%s; corrected by entry %d", s.moment(e.At), e.CorrectedBy))
	}
	if !e.Behind.IsZero() {
		field("clock", fmt.Sprintf("stood before entry %d, of %s", e.Position-1, s.moment(e.Behind)))
	}
	if !e.Happened.IsZero() && !e.Happened.Equal(e.At) {
		field("happened", s.moment(e.Happened))
	}
	field("action", words(e.Action))
	if v.values == nil {
		head("What was said")
		text = append(text, kit.Paragraph{Style: t.Faint, Text: "It was removed by law; only the digests are kept."})
	} else if list := s.leaves(v.values); len(list) > 0 {
		head("What was said")
		text = append(text, s.paragraphs(list)...)
	}
	for _, ch := range v.changes {
		text = append(text, s.diff(ch)...)
	}
	if v.more > 0 {
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Faint, Text: fmt.Sprintf("and %d more records", v.more)})
	}
	if len(v.changes) == 0 {
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Faint, Text: "It wrote no record."})
	}
	p.env.Lay(v.asked, kit.NewPager(t, p.env.Host, fmt.Sprintf("Entry %d of the log", e.Position), text))
	return nil
}

// lookAt shows everything that a record holds.
func (p *Page) lookAt(id model.ID) tea.Cmd {
	f, ok := p.d.c.Fact(id)
	if !ok {
		p.env.Host.Say(p.d.record(id) + " can't be shown")
		return nil
	}
	body, err := model.Encode(f.Record)
	if err != nil {
		p.env.Host.Fail("look at "+string(id), err)
		return nil
	}
	s := p.paper(80)
	t := p.env.Theme
	text := s.paragraphs(s.leaves(body))
	text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Faint, Text: fmt.Sprintf("%s, written by entry %d of the log", id.Kind().Words(), f.Since)})
	p.env.Host.Open(kit.NewPager(t, p.env.Host, p.d.record(id), text))
	return nil
}
