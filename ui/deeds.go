package ui

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen"
)

// deeds are what the palette offers beside keys: everything that can be done
// to the chosen record, and everything that needs no record.
func (r *Root) deeds() []command {
	var out []command
	about := r.subject()
	if about != "" {
		for _, t := range task.About(about.Kind()) {
			out = append(out, r.deed(t, about))
		}
	}
	for _, t := range task.About("") {
		out = append(out, r.deed(t, ""))
	}
	if r.tip != "" {
		out = append(out, command{name: "what to try", help: "say again what this sample is good for", do: func() tea.Cmd { r.showTip(); return nil }})
	}
	if r.env.Self {
		out = append(out, command{name: "act as …", help: "be somebody else from now on; the log says so", do: func() tea.Cmd {
			p := newPalette(r)
			p.input.Set("act as ")
			p.find()
			host{r}.Open(p)
			return p.actAs()
		}})
	}
	return out
}

// writes stands for whatever changes records, to ask whether any may be.
var writes = screen.Binding{Writes: true}

func (r *Root) deed(t *task.Task, about model.ID) command {
	c := command{name: t.Title, task: t.Name, do: func() tea.Cmd { return host{r}.Task(t.Name, about) }}
	if about != "" {
		c.key, c.help = string(about), "what is chosen now"
	}
	c.why = r.why(writes)
	return c
}

// reasons are why tasks can't be done to the chosen record as it stands, by
// their names.
type reasons map[string]string

// askWhy asks for them. The palette is there before: facts may take a while.
func (p *palette) askWhy() tea.Cmd {
	id := p.r.subject()
	if id == "" {
		return nil
	}
	e := p.r.env
	data, ctx, at, clock, who := e.Data, e.Context, e.AsOf, e.Clock(), e.Person
	return screen.Aside(p.asker.Ask("why", func() (any, error) {
		c, err := data.Case(ctx, at, clock, task.Around(id))
		if err != nil {
			return nil, err
		}
		c.Who = who
		return whyNot(c, id), nil
	}))
}

// whyNot says of each task about a record why it can't be done now.
func whyNot(c *model.Case, id model.ID) reasons {
	out := reasons{}
	for _, t := range task.About(id.Kind()) {
		out[t.Name] = t.Why(c, id)
	}
	return out
}

// reasonsCame says them: those lines can still be chosen, and then say it, too.
func (p *palette) reasonsCame(why reasons) {
	about := string(p.r.subject())
	for i, c := range p.all {
		if c.task != "" && c.key == about && c.why == "" {
			p.all[i].why = why[c.task]
		}
	}
	p.find()
}

// askForms asks which documents the chosen record can have.
func (p *palette) askForms() tea.Cmd {
	if p.r.subject() == "" {
		return nil
	}
	data, ctx := p.r.env.Data, p.r.env.Context
	return p.asker.Ask("forms", func() (any, error) { return data.Rules(ctx) })
}

// formsCame offers them.
func (p *palette) formsCame(rules *model.Rules) {
	about := p.r.subject()
	for _, f := range rules.Forms {
		if f.Of != string(about.Kind()) {
			continue
		}
		p.all = append(p.all, command{key: string(about), name: "Write: " + f.Title, help: strings.TrimSuffix(f.Help, "."),
			do: func() tea.Cmd { return host{p.r}.Form(f.Name, about) }})
	}
	p.find()
}

// people is who could be acted as.
type people struct{ list []store.Listed }

// actAs finds those whom the session may act as, for the palette's line
// "act as …".
func (p *palette) actAs() tea.Cmd {
	e := p.r.env
	data, ctx := e.Data, e.Context
	return p.asker.Ask("search", func() (any, error) {
		list, err := data.List(ctx, store.ListQuery{Kind: model.KindPerson, Limit: 200})
		return people{list}, err
	})
}

// peopleCame lists those whose names fit what was typed.
func (p *palette) peopleCame(list []store.Listed) {
	_, name, _ := strings.Cut(strings.ToLower(p.input.Value()), "act as")
	name = strings.TrimSpace(name)
	p.hits = p.hits[:0]
	for _, l := range list {
		if l.ID == p.r.env.Person.ID() || !strings.Contains(strings.ToLower(l.Title+" "+l.Handle+" "+l.Grade), name) {
			continue
		}
		c := command{key: l.Handle, name: l.Title, help: strings.TrimSpace(l.Grade + " " + string(l.State)), do: func() tea.Cmd { return host{p.r}.Act(l.ID) }}
		if !p.r.env.Self {
			c.why, c.do = "here everybody acts as who they are", nil
		}
		p.hits = append(p.hits, c)
	}
}
