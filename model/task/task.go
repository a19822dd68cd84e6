// Package task holds what a person does by filling a form that is no document:
// registering a release, moving it, taking up a service, deciding an approval.
// A task says which facts it needs, what stands in its form at first, and which
// action the answers make. It is the same for every screen that offers it.
//
// The questions themselves are data (assets/tasks); whether the action may
// happen is asked in model/action, and only there. A task draws nothing and
// writes nothing.
package task

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// Task is one thing that a person does by filling a form.
type Task struct {
	// Name names its form, and the check mended by it in a process file.
	Name string
	// Title says what it does, as a person would: "Register a release".
	Title string
	// Act is an empty action of the sort that it makes: which permission it takes.
	Act action.Action
	// About is the kind of record it is done to; "" when it needs none. A task
	// about a release is offered on the release, and so on.
	About model.Kind
	// Also are other kinds of record that it may be begun from. Begun from a
	// release, a task about an approval takes the release's only one, or asks
	// which; "" among them says that it may be begun from nothing.
	Also []model.Kind
	// Makes is the kind of record that it enters anew, where that is what it is for.
	Makes model.Kind
	// Which are the records of the kind that it is about, by which it can be meant:
	// the record itself, or those that hang on the one it is begun from. Of several
	// the question called as the kind asks for one; None says that there is none.
	Which func(c *model.Case, id model.ID) []option
	None  string
	// Edits says that it changes fields of a record, each by itself: what somebody
	// else changes meanwhile in other fields is no clash.
	Edits bool
	// Stands are the questions of one that does not, which begin with what stands in the
	// record all the same; what others begin with is proposed, and nobody's word.
	Stands []string
	// Slot are the fields with the beginning and the end of the deployment of the
	// release that it is about, where it plans that: free ones can be looked for.
	Slot []string
	// When says why it can't be done to the record as it stands, "" when it
	// can; nil means always. It hides no permission: those are the action's.
	When func(c *model.Case, id model.ID) string
	// Needs are the facts that When, Open and Make want; nil means the release,
	// or the record itself.
	Needs func(id model.ID) model.Needs
	// Kinds are those of which Open wants every record, and When none: they may be
	// large, and are not loaded to say what can be done.
	Kinds []model.Kind
	// Open puts the choices that depend on the facts into a copy of the form,
	// takes the questions out that don't arise, and returns what stands in it at
	// first. nil: an empty form, or the record as it stands where it Edits. When
	// has said that the task can be done.
	Open func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error)
	// Follow is asked again as the answers change: it puts the choices that depend on
	// other answers into the form, and returns what stands where nobody has typed, by
	// field. It may be asked any number of times. nil: nothing follows.
	Follow func(c *model.Case, id model.ID, f *form.Form, a form.Answers) map[string]string
	// Make makes the action of answers that passed the form's rules. It wants the
	// facts that Open saw: they say what the person saw, so that what others
	// changed meanwhile is noticed. nil: each answer goes into the field of its
	// name (fields.go).
	Make func(c *model.Case, id model.ID, a form.Answers) (action.Action, error)
}

// Begun reports whether a question of the task begins with what stands in the record: where
// that is another meanwhile, somebody changed it.
func (t *Task) Begun(field string) bool { return t.Edits || slices.Contains(t.Stands, field) }

// Facts are those the task needs for a record.
func (t *Task) Facts(id model.ID) model.Needs {
	n := t.facts(id)
	n.Kinds = slices.Concat(n.Kinds, t.Kinds)
	return n
}

func (t *Task) facts(id model.ID) model.Needs {
	if t.Needs != nil {
		return t.Needs(id)
	}
	return alone(id)
}

// alone are the facts of a record with what it belongs to.
func alone(id model.ID) model.Needs {
	switch {
	case id.Kind() == model.KindRelease:
		return model.Needs{Releases: []model.ID{id}}
	case id != "":
		return model.Needs{IDs: []model.ID{id}}
	}
	return model.Needs{}
}

// Why says why the task can't be done to a record, "" when it can.
func (t *Task) Why(c *model.Case, id model.ID) string {
	if id == "" {
		return ""
	}
	if t.When != nil {
		if why := t.When(c, id); why != "" {
			return why
		}
	}
	if own, ok := t.Act.(action.Personal); ok && c.Who.ID() != "" {
		if why := own.NotMine(c, id); why != nil {
			return inLine(*why)
		}
	}
	return ""
}

// Shut says why whoever acts can't do the task to a record: the record as it stands (Why), or
// that no role of theirs lets them, and whose it is; "" when they can. It is what is said
// before a form is opened.
func (t *Task) Shut(c *model.Case, id model.ID) string {
	return cmp.Or(t.Why(c, id), action.Barred(c, t.Act))
}

// inLine is a reason in a line, with the sentence of who does it instead if it has one.
func inLine(r model.Reason) string {
	for _, remedy := range r.Remedies {
		if !remedy.Helps() && remedy.Text != "" {
			return r.Text + ": " + remedy.Text
		}
	}
	return r.Text
}

// Begin is what the task's form looks like for a record: its questions, and
// the answers it starts with.
func (t *Task) Begin(c *model.Case, id model.ID, questions form.Form) (form.Form, form.Answers, error) {
	if id != "" && !c.Has(id) {
		return questions, form.Answers{}, &model.NotFound{What: id.Kind().Words() + " " + string(id)}
	}
	if why := t.Why(c, id); why != "" {
		return questions, form.Answers{}, model.Refuse(strings.ToLower(t.Title[:1])+t.Title[1:], why)
	}
	f := questions.Clone()
	leaveTyped(&f)
	if f.Title == "" {
		f.Title = t.Title
	}
	var a form.Answers
	var err error
	if t.Open != nil {
		a, err = t.Open(c, id, &f)
	}
	if a.Values == nil {
		a.Values = map[string]string{}
	}
	if a.Tables == nil {
		a.Tables = map[string][]form.Cells{}
	}
	return f, a, err
}

// Offered are the questions of the task with the choices that there are for a
// record as it stands, whether or not the task can be done to it: for whoever
// gives all answers at once. Before a record is named there are those that the rules have
// for any. The action judges them.
func (t *Task) Offered(c *model.Case, id model.ID, questions form.Form) form.Form {
	all := questions.Clone()
	all.Title = t.Title
	opened := questions.Clone()
	if id == "" && t.About != "" && !slices.Contains(t.Also, "") {
		if own := stored[t.Name]; own != nil {
			own(c, &opened)
		}
		take(&all, opened)
		return all
	}
	if t.Open == nil || id != "" && !c.Has(id) || t.Why(c, id) != "" {
		return all
	}
	if _, err := t.Open(c, id, &opened); err != nil {
		return all
	}
	take(&all, opened)
	return all
}

// take puts the questions of another form with the same names into this one.
func take(all *form.Form, opened form.Form) {
	for i := range all.Groups {
		for k := range all.Groups[i].Fields {
			fl := &all.Groups[i].Fields[k]
			if now, ok := opened.Field(fl.Name); ok {
				*fl = now
			}
		}
	}
}

// leaveTyped takes out the questions that only command lines and files answer.
func leaveTyped(f *form.Form) {
	for i := range f.Groups {
		f.Groups[i].Fields = slices.DeleteFunc(f.Groups[i].Fields, func(fl form.Field) bool { return fl.Typed })
	}
}

// Named finds a task.
func Named(name string) (*Task, bool) {
	for i := range all {
		if all[i].Name == name {
			return &all[i], true
		}
	}
	return nil, false
}

// Making is the task that enters a record of a kind anew; nil where there is none.
func Making(kind model.Kind) *Task {
	for i := range all {
		if all[i].Makes == kind {
			return &all[i]
		}
	}
	return nil
}

// FromNothing reports whether the task can be begun without any record.
func (t *Task) FromNothing() bool { return t != nil && (t.About == "" || slices.Contains(t.Also, "")) }

// Editing names the task that edits a record of a kind; "" where there is none.
func Editing(kind model.Kind) string {
	for i := range all {
		if all[i].About == kind && all[i].Edits {
			return all[i].Name
		}
	}
	return ""
}

// About lists the tasks that can be begun from a kind of record; "" lists those
// that need none.
func About(kind model.Kind) []*Task {
	var out []*Task
	for i := range all {
		if all[i].About == kind || slices.Contains(all[i].Also, kind) {
			out = append(out, &all[i])
		}
	}
	return out
}

// Around are the facts that suffice to say which tasks about a record can be
// done now: those of all of them together.
func Around(id model.ID) model.Needs {
	var n model.Needs
	for _, t := range About(id.Kind()) {
		own := t.facts(id)
		n.IDs, n.Releases, n.Answering = append(n.IDs, own.IDs...), append(n.Releases, own.Releases...), append(n.Answering, own.Answering...)
		n.Calendar, n.Meetings, n.Agenda = n.Calendar || own.Calendar, n.Meetings || own.Meetings, n.Agenda || own.Agenda
		for _, k := range own.Kinds {
			if !slices.Contains(n.Kinds, k) {
				n.Kinds = append(n.Kinds, k)
			}
		}
	}
	n.IDs, n.Releases = model.SortIDs(n.IDs), model.SortIDs(n.Releases)
	return n
}

// Names lists every task.
func Names() []string { return model.Each(all, func(t Task) string { return t.Name }) }

// field finds a question of the form to fill its choices in.
func field(f *form.Form, name string) *form.Field {
	for i := range f.Groups {
		for k := range f.Groups[i].Fields {
			if f.Groups[i].Fields[k].Name == name {
				return &f.Groups[i].Fields[k]
			}
		}
	}
	panic(fmt.Sprintf("the form %s has no field %s", f.Name, name)) // a test opens every task
}
