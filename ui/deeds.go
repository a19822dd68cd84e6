package ui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/model/task"
	"fairway/model/when"
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
	out = append(out, command{name: "media verify", help: "read the content of every DML entry, and compare it with what stands on record", why: r.why(writes),
		do: func() tea.Cmd { return host{r}.Do(action.CheckMedia{}, nil) }})
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

// askWhy asks for them, and says them: those lines can still be chosen, and then
// say it, too. The palette is there before: facts may take a while.
func (p *palette) askWhy() tea.Cmd {
	id := p.r.subject()
	if id == "" {
		return nil
	}
	q := p.r.env.Query()
	return screen.Aside(screen.Ask(p, "why", func() (reasons, error) {
		c, err := q.Case(task.Around(id))
		if err != nil {
			return nil, err
		}
		return whyNot(c, id), nil
	}, func(why reasons, err error) tea.Cmd {
		for i, c := range p.all {
			if c.task != "" && c.key == string(id) && c.why == "" {
				p.all[i].why = why[c.task]
			}
		}
		p.find()
		return nil
	}))
}

// whyNot says of each task about a record why it can't be done now.
func whyNot(c *model.Case, id model.ID) reasons {
	out := reasons{}
	for _, t := range task.About(id.Kind()) {
		out[t.Name] = t.Shut(c, id)
	}
	return out
}

// askForms asks which documents the chosen record can have, and offers them; those of
// other records are found by their names, and say what has to be chosen first.
func (p *palette) askForms() tea.Cmd {
	about, q := p.r.subject(), p.r.env.Query()
	return screen.Ask(p, "forms", func() (*model.Rules, error) { return q.Data.Rules(q.Ctx) }, func(rules *model.Rules, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		for _, f := range rules.Forms {
			if f.Of == string(model.KindReport) {
				continue // the program fills it
			}
			if about == "" || f.Of != string(about.Kind()) { // found by its name, with what it is of
				p.others = append(p.others, command{name: "Write: " + f.Title, why: "choose " + grammar.A(model.Kind(f.Of).Words()) + " first", do: func() tea.Cmd { return nil }})
			} else {
				p.all = append(p.all, command{key: string(about), name: "Write: " + f.Title, help: strings.TrimSuffix(f.Help, "."),
					do: func() tea.Cmd { return host{p.r}.Form(f.Name, about) }})
			}
		}
		p.find()
		return nil
	})
}

// askDrafts offers what the person began and has not sent yet.
func (p *palette) askDrafts() tea.Cmd {
	q, h := p.r.env.Query(), host{p.r}
	return screen.Aside(screen.Ask(p, "drafts", func() ([]store.OnDesk, error) { return q.Data.OnDesk(q.Ctx, q.Who.ID(), screen.Drafts) }, func(list []store.OnDesk, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		var out []command
		for _, d := range list {
			name, of, document, ok := screen.DraftOf(d.Key)
			if !ok {
				continue
			}
			c := command{name: "Draft: " + name, key: string(of), help: "begun, and not sent yet: kept " + h.stamp(d.At), do: func() tea.Cmd { return h.Task(name, of) }}
			if document {
				c.do = func() tea.Cmd { return h.Form(name, of) }
			} else if t, known := task.Named(name); known {
				c.name = "Draft: " + t.Title
			}
			out = append(out, c)
		}
		p.all = append(p.all, out...)
		p.find()
		return nil
	}))
}

// stamp is when something was, as the person writes dates.
func (h host) stamp(at time.Time) string {
	return when.Format(when.Moment{At: at, Precision: when.Minute}, h.r.env.Zone, h.r.env.Dates)
}

// actAs finds those whom the session may act as, for the palette's line
// "act as …".
func (p *palette) actAs() tea.Cmd {
	q := p.r.env.Query()
	return screen.Ask(p, "search", func() ([]store.Listed, error) {
		return q.Data.List(q.Ctx, store.ListQuery{Kind: model.KindPerson, Limit: 200})
	}, p.peopleCame)
}

// peopleCame lists those whose names fit what was typed.
func (p *palette) peopleCame(list []store.Listed, err error) tea.Cmd {
	if err != nil {
		return nil
	}
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
	return nil
}
