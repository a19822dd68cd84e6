package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/store"
	formpage "fairway/ui/form"
	"fairway/ui/kit"
	"fairway/ui/remedy"
	"fairway/ui/screen"
)

// Form opens a document's form.
func (h host) Form(name string, of model.ID) tea.Cmd {
	return h.page(formpage.Document(h.r.env, name, of))
}

// page shows a page, and loads it.
func (h host) page(p screen.Screen) tea.Cmd {
	h.Push(p)
	return p.Load()
}

// Task opens the form of a task about a record, or asks for a yes where it has
// no questions.
func (h host) Task(name string, about model.ID) tea.Cmd {
	return h.task(model.ByTask(name, about))
}

func (h host) task(r model.Remedy) tea.Cmd {
	name, about := r.Task, r.About
	t, ok := task.Named(name)
	if !ok {
		h.Fail("begin "+name, &model.NotFound{What: "task " + name + " (the rules of this file name it)"})
		return nil
	}
	questions, err := assets.Task(name)
	if err != nil {
		h.Fail("begin "+name, err)
		return nil
	}
	if len(questions.Fields()) > 0 {
		return h.page(formpage.Task(h.r.env, t, questions, about).Begin(r))
	}
	text := []string{t.Title + ": " + string(about) + "?"}
	if questions.Help != "" {
		text = append(text, questions.Help)
	}
	h.Open(kit.NewConfirm(h.r.env.Theme, h, t.Title, text, t.Title, func() tea.Cmd { return h.r.make(t, about) }))
	return nil
}

// Remedy opens what removes a reason.
func (h host) Remedy(r model.Remedy) tea.Cmd {
	switch why := h.r.readsOnly(); {
	case r.Form != "":
		return h.page(formpage.Document(h.r.env, r.Form, r.About).Begin(r))
	case !remedy.Opens(r):
		return nil
	case r.Doing != "":
		return remedy.Do(h, r)
	case why != "":
		h.Say(why)
		return nil
	}
	return h.task(r)
}

// make does a task that has no questions.
func (r *Root) make(t *task.Task, about model.ID) tea.Cmd {
	q := r.env.Query()
	r.making = true
	return screen.Ask(r, "task", func() (action.Action, error) {
		c, err := q.Case(t.Facts(about))
		if err != nil {
			return nil, err
		}
		return t.Make(c, about, form.Answers{})
	}, func(a action.Action, err error) tea.Cmd {
		r.making = false
		if err != nil {
			host{r}.Fail("do that", err)
			return nil
		}
		return host{r}.Do(a, nil)
	})
}

// Act makes the session act as somebody else, where that is allowed.
func (h host) Act(id model.ID) tea.Cmd {
	e := h.r.env
	if !e.Self {
		h.Say("here everybody acts as who they are")
		return nil
	}
	data, ctx := e.Data, e.Context
	guard, guarded := data.(*readers)
	return screen.Ask(h.r, "act as", func() (*model.Person, error) {
		f, err := data.Record(ctx, id, 0)
		if err != nil {
			return nil, err
		}
		p, ok := f.Record.(*model.Person)
		if !ok {
			return nil, &model.NotFound{What: "person " + string(id)}
		}
		if guarded {
			err = guard.may(ctx, id)
		}
		return p, err
	}, screen.OrFail(h, "act as somebody else", func(p *model.Person) tea.Cmd {
		e.Person = model.Actor{Person: p, Auth: "self-asserted"}
		e.Context = store.ReadBy(e.Context, p.ID)
		if guarded {
			guard.actAs(p.ID)
		}
		h.Say("you act as " + p.Name + " now; the log says so")
		return h.r.reloadAll()
	}))
}
