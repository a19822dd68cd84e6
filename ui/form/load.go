package form

import (
	"errors"
	"fairway/model/form"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/ui/screen"
)

// opened is all that a form is opened with.
type opened struct {
	opening
	shelves map[string]*shelf
	draft   string
}

// Load asks for what the form is about: the first time for everything, later
// only whether somebody changed it. What is typed is never loaded over.
func (f *Form) Load() tea.Cmd {
	from, q := f.from, f.query()
	if f.ready {
		return f.asker.Ask("look", func() (any, error) { return from.load(q) })
	}
	person, key, drafts := f.draft.person, f.draft.key, !f.env.ReadOnly && f.env.AsOf == 0
	return f.asker.Ask("open", func() (any, error) {
		o, err := from.load(q)
		if err != nil {
			return nil, err
		}
		out := opened{opening: o}
		if drafts {
			if out.draft, err = q.data.Kept(q.ctx, person, key); err != nil {
				return nil, err
			}
		}
		out.shelves, err = shelvesOf(q, o, answersIn(out.draft))
		return out, err
	})
}

// answered takes the answers to the form's questions.
func (f *Form) answered(a screen.Answer) tea.Cmd {
	switch a.What {
	case "open":
		return f.opened(a)
	case "look":
		return f.looked(a)
	case "rest":
		return f.keepNow()
	case "keep":
		f.draft.failed, f.draft.asked = a.Err, a.Err != nil
		if a.Err == nil {
			f.draft.kept, _ = a.Value.(time.Time)
		}
	case "search":
		if a.Err == nil {
			f.learned(a.Value.(found))
		}
	case "check":
		return f.checked(a)
	}
	return nil
}

func (f *Form) opened(a screen.Answer) tea.Cmd {
	if a.Err != nil {
		f.failed = a.Err
		return nil
	}
	o := a.Value.(opened)
	f.failed, f.ready = nil, true
	f.open, f.shelves = o.opening, o.shelves
	f.answers, f.draft.last = f.open.answers.Clone(), f.open.answers
	f.note = f.open.barred
	restored := o.draft != "" && f.restore(o.draft)
	if !restored {
		f.answer()
	}
	f.judge()
	if at := f.begins.Place(); at != "" && !restored {
		if _, ok := f.pageOf(at); ok {
			return f.jump(at, f.begins.Row, "")
		}
	}
	return f.enter()
}

// answer writes down what the remedy answers that the form was opened for, as if
// it had been typed.
func (f *Form) answer() {
	if f.locked() != "" {
		return
	}
	for _, a := range f.begins.Answers {
		fl, ok := f.open.form.Field(a.Field)
		choice := fl.Type == form.Choice || fl.Type == form.Choices
		if a.Value != "" && ok && (!choice || slices.Contains(fl.Options, a.Value)) {
			f.answers.Values[a.Field] = a.Value
		}
	}
}

// looked compares what is there now with what the form began with.
func (f *Form) looked(a screen.Answer) tea.Cmd {
	compare := f.comparing
	f.comparing = false
	f.sending = false // what was sent did not come about, or the form would be gone
	var missing *model.NotFound
	if errors.As(a.Err, &missing) {
		f.note = a.Err.Error()
	}
	if a.Err != nil || f.done {
		return nil
	}
	now := a.Value.(opening)
	if now.seen != f.open.seen {
		if !f.changed() && f.clash == nil {
			return f.adopt(now)
		}
		f.overtaken(now)
	}
	switch {
	case !compare:
	case f.clash == nil: // nothing of the form, but what it decides on
		f.env.Host.Fail("send the "+strings.ToLower(f.open.form.Title), f.told)
	case f.from.merges() && f.clash.decided():
		return f.send()
	default:
		return f.compare()
	}
	return nil
}

// adopt shows what somebody else wrote, where nothing was typed yet.
func (f *Form) adopt(now opening) tea.Cmd {
	differs := !now.answers.Same(f.open.answers)
	f.open = now
	if !differs {
		return nil
	}
	f.note = sayBy(now) + " changed it; it is shown as it is now"
	f.answers, f.draft.last = now.answers.Clone(), now.answers
	at := f.at
	f.widget = nil
	f.judge()
	f.at = at
	return f.enter()
}
