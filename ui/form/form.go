// Package form shows a form on the screen: the questions of a document or of a
// task, page by page, with a review before anything is sent. What is typed is
// kept as a draft until it is.
//
// Questions, rules and what becomes of the answers are not decided here: they
// are those of model/form, model/task and model/action. The field that has the
// keys is one of huh's (see widget.go); all else on a page is drawn from the
// answers. No query, no SQL and no rule of a single form may come in.
package form

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/ui/screen"
)

// Form is the screen.
type Form struct {
	screen.Base
	env  *screen.Env
	from source
	look look

	ready  bool
	failed error // why it could not be opened

	open    opening        // what the answers began with
	answers form.Answers   // what is typed, until it is sent
	read    *time.Location // the zone in which its dates were read
	typing  form.Typing    // what was typed into them
	entered string         // what the field that has the keys showed at first
	wrong   []form.Wrong   // what of it will not do, as of the last time a field was left
	shelves map[string]*shelf

	// followed is what answers were set to because of others, so that what became of them
	// since stays.
	followed map[string]string
	begins   model.Remedy // what it was opened for: where to begin, with which answers
	at       place
	widget   widget            // the field that has the keys; nil on pages without one
	cursor   int               // on pages that are lists
	ahead    ahead             // what the dates would come to
	wanted   wanted            // what else sending would be refused for
	undo     *gone             // the row deleted last
	gone     map[string]lapsed // proposals that can't be given any more, by their questions

	clash     *clash // what somebody else changed meanwhile
	before    string // the page to go back to from there
	comparing bool   // show it as soon as it is known
	told      error  // what was said against sending, while that is found out
	sending   bool
	asking    bool // the action is being checked
	done      bool

	draft keeper
	note  string // a word about this form, until the next key
	pic   picture

	// wait is how a draft rests before it is kept; tests replace it.
	wait func(context.Context, time.Duration)
}

// place is where in the form somebody is.
type place struct {
	Page  string `json:"page"`
	Field string `json:"field,omitempty"`
	// Row is the row of a table that is being edited, from 1; 0 is none.
	Row int `json:"row,omitempty"`
}

// Document makes the form of a document of a release or an RFC.
func Document(env *screen.Env, name string, of model.ID) *Form {
	return begin(env, document{name: name, of: of})
}

// Task makes the form of a task about a record.
func Task(env *screen.Env, t *task.Task, questions form.Form, about model.ID) *Form {
	return begin(env, work{task: t, questions: questions, record: about})
}

func begin(env *screen.Env, from source) *Form {
	f := &Form{env: env, from: from, look: newLook(env.Theme), wait: rest, typing: form.Typing{}}
	f.draft.person, f.draft.key = env.Person.ID(), from.key()
	return f
}

// Begin opens the form at the question that matters to a remedy, with what it
// answers.
func (f *Form) Begin(r model.Remedy) *Form {
	f.begins = r
	return f
}

// rest waits, or stops waiting when the session ends.
func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// Name is the word on the tab.
func (f *Form) Name() string { return "Form" }

// Subject is the record the form is about.
func (f *Form) Subject() model.ID { return f.from.subject() }

// Edits says what is edited here, so that others can be told: the title of the
// form and its record. It is "" where nothing can be.
func (f *Form) Edits() string {
	if !f.ready || f.env.ReadOnly || f.env.AsOf != 0 || f.open.barred != "" {
		return ""
	}
	if id := f.from.subject(); id != "" {
		return string(id) + " " + f.open.form.Title
	}
	return f.open.form.Title
}

// others are those who edit the same in another session. Two who register a
// release don't: it will be two.
func (f *Form) others() string {
	if f.env.Here == nil || f.from.subject() == "" || f.Edits() == "" {
		return ""
	}
	return strings.Join(f.env.Here.Others(f.Edits()), ", ")
}

// Typing reports whether keys are text: in a field, not on a list of rows.
func (f *Form) Typing() bool { return f.widget != nil }

// Update takes sizes and keys.
func (f *Form) Update(msg tea.Msg) tea.Cmd {
	f.pic.stale = true
	if k, ok := msg.(tea.KeyMsg); ok {
		return f.typed(k)
	}
	return f.Base.Update(msg)
}

// ask asks; whatever comes of it is drawn.
func ask[T any](f *Form, what string, question func() (T, error), then func(T, error) tea.Cmd) tea.Cmd {
	return screen.Ask(f, what, question, func(v T, err error) tea.Cmd {
		f.pic.stale = true
		return then(v, err)
	})
}

// locked says why nothing can be typed, "" when it can.
func (f *Form) locked() string {
	switch {
	case f.env.ReadOnly:
		return "this session only reads"
	case f.env.AsOf != 0:
		return "this is the past; it can be read, not written"
	case f.open.barred != "":
		return f.open.barred
	case f.sending:
		return "it is being sent"
	}
	return ""
}

// shut says why nothing can be typed into the field that has the keys, "" when it can.
func (f *Form) shut() string {
	if why := f.locked(); why != "" {
		return why
	}
	if f.at.Row == 0 && f.taken(f.at.Field) {
		return "it is taken from the record, and is not written otherwise here"
	}
	return ""
}

// taken reports whether the record answers a question.
func (f *Form) taken(name string) bool { return slices.Contains(f.open.recorded, name) }

// typed gives a key to the field it was typed into.
func (f *Form) typed(k tea.KeyMsg) tea.Cmd {
	f.note = ""
	if f.widget == nil {
		return nil
	}
	switch key := k.String(); {
	case f.locked() != "":
	case key == "up" && f.shut() != "":
		return f.step(-1)
	case key == "down" && f.shut() != "":
		return f.step(1)
	}
	if why := f.shut(); why != "" {
		f.note = why
		return nil
	}
	switch key := k.String(); {
	case key == "up" && !f.widget.vertical(key):
		return f.step(-1)
	case key == "down" && !f.widget.vertical(key):
		return f.step(1)
	}
	if note := f.widget.key(k); note != "" {
		f.note = note
	}
	return f.took()
}

// took notes what the field holds now, and keeps it in a moment.
func (f *Form) took() tea.Cmd {
	fl, ok := f.field()
	if !ok {
		return nil
	}
	cmd := f.suggest()
	if v := f.widget.value(); v != f.value(fl.Name) {
		f.set(fl.Name, v)
		return tea.Batch(f.keepSoon(), cmd)
	}
	return cmd
}

var _ screen.Keeper = (*Form)(nil)
