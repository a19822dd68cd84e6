// Package form shows a form on the screen: the questions of a document or of a
// task, page by page, with a review before anything is sent. What is typed is
// kept as a draft until it is.
//
// Questions, rules and what becomes of the answers are not decided here: they
// are those of model/form, model/task and model/action. Huh draws the fields.
package form

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/task"
	"fairway/ui/screen"
)

// Form is the screen.
type Form struct {
	env   *screen.Env
	asker screen.Asker
}

// Document makes the form of a document of a release or an RFC.
func Document(env *screen.Env, name string, of model.ID) *Form {
	return &Form{env: env}
}

// Task makes the form of a task about a record.
func Task(env *screen.Env, t *task.Task, questions form.Form, about model.ID) *Form {
	return &Form{env: env}
}

// Name is the word on the tab.
func (f *Form) Name() string { return "Form" }

// Asker numbers its questions.
func (f *Form) Asker() *screen.Asker { return &f.asker }

// Load asks for what the form is about.
func (f *Form) Load() tea.Cmd { return nil }

// Update takes keys and answers.
func (f *Form) Update(tea.Msg) tea.Cmd { return nil }

// View draws it.
func (f *Form) View(w, h int) string { return "" }

// Bindings are its keys.
func (f *Form) Bindings() []screen.Binding { return nil }

// Typing is always so.
func (f *Form) Typing() bool { return true }
