package task

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
)

// option is one choice: what is kept, and what people read.
type option struct{ value, label string }

// plain are options that say themselves.
func plain(values ...string) []option {
	return model.Each(values, func(v string) option { return option{v, strings.ReplaceAll(v, "-", " ")} })
}

// offer fills the choices of a question.
func offer(f *form.Form, name string, list []option) {
	fl := field(f, name)
	fl.Options, fl.Labels = nil, nil
	for _, o := range list {
		fl.Options, fl.Labels = append(fl.Options, o.value), append(fl.Labels, o.label)
	}
}

// mean says what options of a question are for that rules may call otherwise.
func mean(f *form.Form, name, means, value string) {
	fl := field(f, name)
	if means == value {
		return
	}
	if fl.Purposes == nil {
		fl.Purposes = map[string]string{}
	}
	fl.Purposes[means] = value
}

// without drops questions that there is nothing to answer with, and says what there
// isn't and how it comes, for whoever answers them all the same.
func without(f *form.Form, why string, names ...string) {
	left := maps.Clone(f.Without)
	if left == nil {
		left = map[string]string{}
	}
	for _, name := range names {
		left[name] = why
	}
	f.Without = left
	drop(f, names...)
}

// drop takes questions out of the form, and pages that are left empty.
func drop(f *form.Form, names ...string) {
	for _, name := range names {
		field(f, name)
	}
	for i := range f.Groups {
		f.Groups[i].Fields = slices.DeleteFunc(f.Groups[i].Fields, func(fl form.Field) bool { return slices.Contains(names, fl.Name) })
	}
	f.Groups = slices.DeleteFunc(f.Groups, func(g form.Group) bool { return len(g.Fields) == 0 })
}

// asking lets a task be begun from what the records hang on of which it is done to
// one: it can't where there is none, the form asks which, and the answer is put
// in where the question did not arise.
func (t *Task) asking() {
	name, when, open, make := string(t.About), t.When, t.Open, t.Make
	t.When = func(c *model.Case, id model.ID) string {
		if when != nil {
			if why := when(c, id); why != "" {
				return why
			}
		}
		return nothing(t.Which(c, id), t.None)
	}
	t.Open = func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		a, list := begin(), t.Which(c, id)
		if open != nil {
			var err error
			if a, err = open(c, id, f); err != nil {
				return a, err
			}
		}
		if len(list) == 1 {
			f.Help = list[0].label + ". " + f.Help
		}
		if first := which(f, name, list); first != "" {
			a.Values[name] = first
		}
		return a, nil
	}
	t.Make = func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		one, err := chosen(a, id, t.About, name, t.Which(c, id))
		if err != nil {
			return nil, err
		}
		a = a.Clone()
		a.Values[name] = string(one)
		return make(c, id, a)
	}
}

// Means is the record that the task would be done to where it is begun from what that hangs
// on, and nobody says which: the only one; "" where it is asked for, or named.
func (t *Task) Means(c *model.Case, id model.ID) model.ID {
	if t.Which == nil || id.Kind() == t.About {
		return ""
	}
	if list := t.Which(c, id); len(list) == 1 {
		return model.ID(list[0].value)
	}
	return ""
}

// which asks for one of the records that hang on the one a task was begun from,
// and returns what stands there at first. Where there is only one the question
// does not arise, unless it is the only one of the form.
func which(f *form.Form, name string, list []option) string {
	if len(list) == 1 && len(f.Fields()) > 1 {
		drop(f, name)
		return ""
	}
	return offerOnly(f, name, list)
}

// offerOnly fills the choices of a question, and returns the only one there is.
func offerOnly(f *form.Form, name string, list []option) string {
	offer(f, name, list)
	if len(list) == 1 {
		return list[0].value
	}
	return ""
}

// chosen is the record that which asked for: the one the task was begun from,
// where it is of that kind, whatever its state; the action judges that.
func chosen(a form.Answers, id model.ID, kind model.Kind, name string, list []option) (model.ID, error) {
	if answer := a.Get(name); answer != "" {
		return model.ID(answer), nil
	}
	if id.Kind() == kind {
		return id, nil
	}
	if len(list) == 1 {
		return model.ID(list[0].value), nil
	}
	return "", model.Refuse("begin", "it is not said which "+name+" is meant")
}

// begin is what stands in a form at first: fields and their answers in turn.
// What is empty is left out.
func begin(pairs ...string) form.Answers {
	a := form.Answers{Values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			a.Values[pairs[i]] = pairs[i+1]
		}
	}
	return a
}

func ids(a form.Answers, field string) []model.ID {
	return model.Each(a.List(field), func(text string) model.ID { return model.ID(text) })
}

// text writes several ids as an answer keeps them.
func text[T ~string](ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, "\n")
}

func yesno(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// seen is the place in the log at which the record was what the person saw.
func seen(c *model.Case, id model.ID) int64 {
	if c.Read != 0 {
		return c.Read
	}
	f, _ := c.Fact(id)
	return f.Since
}

// read is the place in the log as of which the person saw all that a decision
// rests on: the record, and what belongs to it.
func read(c *model.Case, id model.ID) int64 {
	if c.Read != 0 {
		return c.Read
	}
	if c.Position != 0 {
		return c.Position
	}
	return seen(c, id)
}

// at is the moment that a date was answered with; zero without an answer.
func at(a form.Answers, field string, zone *time.Location) time.Time {
	return a.Moment(field, zone).At
}

// slot reads start and end of a window. A day without an end is that whole day.
func slot(a form.Answers, zone *time.Location) (model.Slot, error) {
	s := model.Slot{Start: a.Moment("start", zone), End: a.Moment("end", zone)}
	switch {
	case s.End.IsZero() && a.Get("end") != "":
		return s, model.Refuse("read the dates", fmt.Sprintf("the end %q counts from the start, and no start is given", a.Get("end")))
	case s.End.IsZero() && s.Start.Precision == when.Day:
		s.End = s.Start
	}
	return s, nil
}

// titled writes a record as its id and its title.
func titled(r model.Record) string {
	return strings.TrimSpace(string(r.Key()) + "  " + r.Row().Title)
}

// called is what people call a record that may not be among the facts.
func called(c *model.Case, id model.ID) string {
	if f, ok := c.Fact(id); ok {
		return titled(f.Record)
	}
	return string(id)
}
