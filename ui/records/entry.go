package records

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// entry is the page of one entry of the log: what was done, with which values,
// and what it wrote.
type entry struct {
	screen.Base
	env      *screen.Env
	bindings []screen.Binding
	position int64
	shown    int64 // the position whose entry is shown
	subject  model.ID
	note     string
	paper    paper
	loaded   bool
	trouble  string
}

func newEntry(env *screen.Env, position int64) *entry {
	p := &entry{env: env, position: position}
	p.bindings = p.keys()
	return p
}

// Name says which entry it is.
func (p *entry) Name() string { return fmt.Sprintf("Entry %d", p.position) }

// Bindings are its keys.
func (p *entry) Bindings() []screen.Binding { return p.bindings }

// Subject is what the entry is about.
func (p *entry) Subject() model.ID { return p.subject }

// detail is what came of a load.
type detail struct {
	store.LogDetail
	titles map[model.ID]string
	former model.Formerly
	facts  *model.Case // what the answers of a form are read with; nil for none
	rules  *model.Rules
	values any // of the action, in its own type; nil where they aren't known
}

// Load asks for the entry. Entries never change.
func (p *entry) Load() tea.Cmd {
	env, data, ctx, position := p.env, p.env.Data, p.env.Context, p.position
	return screen.Ask(p, "entry", func() (detail, error) {
		d, err := data.LogDetail(ctx, position)
		out := detail{LogDetail: d}
		if err != nil {
			return out, err
		}
		if out.rules, err = data.Rules(ctx); err != nil {
			return out, err
		}
		ids := []model.ID{d.Subject}
		if len(d.Values) > 0 {
			if v, err := action.Decode(d.Action, d.Values); err == nil {
				out.values = v
				ids = idsIn(reflect.ValueOf(v), ids)
				if w, ok := v.(*action.WriteForm); ok {
					if out.facts, err = askAnswers(env, w.Form, w.Of, w.Answers, store.Position(position)); err != nil {
						return out, err
					}
				}
			}
		}
		if out.former, err = data.Formerly(ctx); err != nil {
			return out, err
		}
		out.titles, err = data.Titles(ctx, ids, store.Position(position))
		return out, err
	}, p.take)
}

// take shows the entry.
func (p *entry) take(d detail, err error) tea.Cmd {
	if err != nil {
		var missing *model.NotFound
		p.trouble = err.Error()
		if p.loaded {
			p.position = p.shown
		}
		if p.loaded || errors.As(err, &missing) {
			p.env.Host.Fail("open the entry", err)
		}
		return nil
	}
	p.shown = d.Position
	p.loaded, p.trouble, p.subject, p.note = true, "", d.Subject, d.Note
	p.paper.set(p.write(d))
	return nil
}

func (p *entry) write(d detail) []line {
	f := &writer{env: p.env, words: words{d.rules}, titles: d.titles, former: d.former, facts: d.facts}
	f.put(0, "recorded", f.when(d.Stands()))
	if !d.Corrected.IsZero() {
		f.put(0, "clock said", fmt.Sprintf("%s; corrected by entry %d", f.when(d.At), d.CorrectedBy))
	}
	if !d.Behind.IsZero() {
		f.put(0, "clock", fmt.Sprintf("stood before entry %d, of %s: one of the two was wrong", d.Position-1, f.when(d.Behind)))
	}
	if !d.Happened.IsZero() {
		f.put(0, "happened", f.when(d.Happened))
	}
	if d.Who != "" {
		f.titles[d.Who] = cmp.Or(d.Name, string(d.Who))
		f.link(0, "who", d.Who, f.former.Then(d.Who, d.Name, d.Stands()))
	}
	f.put(0, "known by", d.Auth)
	f.put(0, "action", spoken(d.Action))
	if d.Subject != "" {
		f.link(0, "about", d.Subject, "")
	}
	f.put(0, "note", d.Note)
	f.heading("Values")
	before := len(f.lines)
	switch {
	case d.Gone:
		f.add(line{flat: true, text: "The note and the values were removed by law; what they came to is below.", style: p.env.Theme.Warn})
	case d.values != nil:
		f.action(reflect.ValueOf(d.values))
	case len(d.Values) > 0:
		f.plain(d.Values)
	}
	if len(f.lines) == before {
		f.add(line{flat: true, text: "It has none.", style: p.env.Theme.Faint})
	}
	f.heading("What it wrote")
	for _, w := range d.Wrote {
		f.add(line{flat: true, lead: string(w.ID), text: w.Title, style: p.env.Theme.Text, to: target{w.ID, d.Position}})
		f.put(2, "SHA-256", w.Digest)
	}
	switch {
	case d.Batch > 0:
		f.put(0, "", thousands(d.Batch)+" records, by an import")
	case len(d.Wrote) == 0:
		f.add(line{flat: true, text: "Nothing: it is an entry and no more.", style: p.env.Theme.Faint})
	}
	f.heading("Chain")
	f.put(0, "hash", d.Hash)
	f.put(0, "hash before", d.Previous)
	f.put(0, "action number", d.ActionID)
	return f.lines
}

// action writes the values of an action as those of a record.
func (f *writer) action(v reflect.Value) {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct {
		f.structure(v, 0)
	}
}

// plain writes values of which the shape isn't known, a line each.
func (f *writer) plain(values json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(values))
	var all map[string]any
	if d.Decode(&all) != nil {
		return
	}
	v := reflect.ValueOf(all)
	keys := v.MapKeys()
	sortKeys(keys)
	for _, k := range keys {
		if one := v.MapIndex(k); one.IsValid() && !one.IsNil() {
			f.value(one.Elem(), 0, k.String())
		}
	}
}

// View draws the entry.
func (p *entry) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	t := p.env.Theme
	if !p.loaded {
		if p.trouble != "" {
			return kit.Centred(t, []string{"The entry could not be loaded", "", p.trouble, "", "esc leads back"}, w, h)
		}
		return kit.Centred(t, []string{"", "loading"}, w, h)
	}
	title := kit.NewLine(w).Gap(2).Text(t.Key, fmt.Sprintf("Entry %d", p.position)).Gap(2).Text(t.Strong, p.note)
	lines := []string{title.String(), kit.NewLine(w).Gap(1).Glyph(t.Rule, t.Glyph.Line, w-2).String()}
	return kit.Page(append(lines, p.paper.draw(t, w, max(h-len(lines), 0), true)...), w, h)
}

func (p *entry) keys() []screen.Binding {
	beside := func(step int64) func() tea.Cmd {
		return func() tea.Cmd {
			p.position += step
			return p.Load()
		}
	}
	record, group := screen.GroupRecord, screen.GroupMove
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "follow", Group: record, Foot: true, Help: "Open the record that the line names; what was written, as it was written.",
			Why: screen.When(func() bool { return !p.paper.target().leads() }, "this line leads nowhere; tab goes to the next one that does"),
			Do:  func() tea.Cmd { return follow(p.env, p.paper.target()) }},
		{Keys: []string{"[", "shift+left"}, Name: "entry before", Group: screen.GroupView, Foot: true, Help: "Show the entry of the log before this one.",
			Why: screen.When(func() bool { return p.position <= 1 }, "the log begins here"), Do: beside(-1)},
		{Keys: []string{"]", "shift+right"}, Name: "entry after", Group: screen.GroupView, Foot: true, Help: "Show the entry of the log after this one.", Do: beside(1)},
		{Keys: []string{"tab", "l", "right"}, Name: "next link", Group: group, Foot: true, Help: "To the next line that leads somewhere.", Do: screen.Act(func() { p.paper.next(1, line.leads) })},
		{Keys: []string{"shift+tab", "h", "left"}, Name: "link before", Group: group, Help: "To the line before that leads somewhere.", Do: screen.Act(func() { p.paper.next(-1, line.leads) })},
		{Keys: []string{"y"}, Name: "copy position", Group: record, Help: "Put the entry's position on the clipboard.", Do: func() tea.Cmd { return p.env.Host.Copy(fmt.Sprint(p.position)) }},
	}, moves(func() *paper { return &p.paper })...)
}
