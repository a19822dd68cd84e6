package form

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen"
)

// source is where a form's questions come from, and what its answers become.
type source interface {
	// key names its draft; also are the keys under which the same may have been begun from
	// another record.
	key() string
	also(o opening) []string
	subject() model.ID
	// load reads the questions and what stands in them now.
	load(q screen.Query) (opening, error)
	// make is the action that the answers come to.
	make(o opening, a form.Answers) (action.Action, error)
	// follow brings the choices up to the answers, and returns what stands where nobody
	// has typed.
	follow(o opening, a form.Answers) map[string]string
	// lenient reports whether it may be sent with required fields still empty.
	lenient() bool
	// merges reports whether what somebody else changed meanwhile in other fields
	// is taken over without asking.
	merges() bool
	// stands reports whether what a question begins with is what somebody wrote, and no proposal.
	stands(field string) bool
}

// opening is a form as it was found: its questions, and the answers in it.
type opening struct {
	form    form.Form
	answers form.Answers
	// seen is the place in the log that wrote them; 0 when nothing did.
	seen     int64
	document model.ID // the document that is there; "" for none, and for a task
	version  int
	by       string    // who wrote them
	when     time.Time // and when
	about    string    // what the form is about, in words
	// zone is that of what the form is about, beside these answers.
	zone   func(form.Answers) *time.Location
	facts  *model.Case
	barred string // why this person could never send it
	dated  bool   // it asks besides when it was done (task.Dated)
	// means is the record that it is about where nobody says which (task.Means).
	means model.ID
	// recorded are the questions that the record answers: nobody types into them.
	recorded []string
}

// differs reports whether what somebody wrote into a form is another than it was.
func differs(from source, was, now opening) bool {
	if now.answers.Same(was.answers) {
		return false
	}
	return slices.ContainsFunc(now.form.Fields(), func(fl form.Field) bool {
		return from.stands(fl.Name) && !now.answers.Only(fl.Name).Same(was.answers.Only(fl.Name))
	})
}

// document is the source of a document's form.
type document struct {
	name string
	of   model.ID
}

func (d document) key() string           { return fmt.Sprintf(screen.Drafts+"form:%s:%s", d.of, d.name) }
func (d document) also(opening) []string { return nil }
func (d document) subject() model.ID     { return d.of }
func (d document) lenient() bool         { return true }
func (d document) merges() bool          { return true }
func (d document) stands(string) bool    { return true }

func (d document) load(q screen.Query) (opening, error) {
	c, err := q.Case(action.WriteForm{Form: d.name, Of: d.of}.Needs())
	if err != nil {
		return opening{}, err
	}
	if !c.Has(d.of) {
		return opening{}, &model.NotFound{What: d.of.Kind().Words() + " " + string(d.of)}
	}
	questions := c.FormOf(d.name, d.of)
	if questions == nil {
		return opening{}, &model.NotFound{What: "form " + d.name + " (the rules of this file name it)"}
	}
	o := opening{form: *questions, zone: func(form.Answers) *time.Location { return c.ZoneOf(d.of) }, about: about(c, d.of), facts: c, answers: form.Answers{}.Clone()}
	o.barred = action.Barred(c, action.WriteForm{Form: d.name, Of: d.of})
	o.form, o.dated = task.Dated(c, o.form, d.of)
	if doc := c.Document(d.name, d.of); doc != nil {
		fact, _ := c.Fact(doc.ID)
		o.document, o.answers, o.seen, o.version, o.by, o.when = doc.ID, doc.In(questions).Clone(), fact.Since, doc.Version, c.Signatory(doc.Author, doc.At), doc.At
	} else {
		o.answers = gate.Begun(c, questions, d.of).Clone()
	}
	o.answers, o.recorded = gate.WithRecord(c, questions, d.of, o.answers)
	return o, nil
}

func (d document) make(o opening, a form.Answers) (action.Action, error) {
	act := action.WriteForm{Form: d.name, Of: d.of, Answers: a, Seen: o.seen, Document: o.document, New: o.seen == 0}
	if o.dated {
		act.Answers, act.Happened = task.Done(a, o.zone(a))
	}
	return act, nil
}

func (d document) follow(opening, form.Answers) map[string]string { return nil }

// work is the source of a task's form.
type work struct {
	task      *task.Task
	questions form.Form
	record    model.ID
}

func (w work) key() string { return w.keyAt(w.record) }
func (w work) keyAt(id model.ID) string {
	return fmt.Sprintf(screen.Drafts+"task:%s:%s", id, w.task.Name)
}
func (w work) subject() model.ID        { return w.record }
func (w work) lenient() bool            { return false }
func (w work) merges() bool             { return w.task.Edits }
func (w work) stands(field string) bool { return w.task.Begun(field) }

// also are the record that it is about, where it was begun from what that hangs on, and the
// other way round: a note that was begun in a run is found again from its release.
func (w work) also(o opening) []string {
	if o.means != "" {
		return []string{w.keyAt(o.means)}
	}
	if w.record == "" || w.record.Kind() != w.task.About || o.facts == nil {
		return nil
	}
	of := o.facts.SubjectOf(w.record).ID()
	if of == "" || of == w.record || !slices.Contains(w.task.Also, of.Kind()) || w.task.Means(o.facts, of) != w.record {
		return nil
	}
	return []string{w.keyAt(of)}
}

func (w work) load(q screen.Query) (opening, error) {
	c, err := q.Case(w.task.Facts(w.record))
	if err != nil {
		return opening{}, err
	}
	questions, answers, err := w.task.Begin(c, w.record, w.questions)
	if err != nil {
		return opening{}, err
	}
	o := opening{form: questions, answers: answers.Clone(), facts: c, zone: func(a form.Answers) *time.Location { return task.Zone(c, w.record, a) }, about: about(c, w.record), means: w.task.Means(c, w.record)}
	if act, err := w.task.Make(c, w.record, o.answers); err == nil && act != nil {
		o.barred = action.Barred(c, act) // what can't be made yet is judged when it is sent
	}
	if fact, ok := c.Fact(w.record); ok {
		o.seen = fact.Since
		if list, err := q.Data.Log(q.Ctx, store.LogQuery{Subject: w.record, Limit: 1}); err == nil && len(list) > 0 {
			o.by, o.when = list[0].Name, list[0].At
		}
	}
	return o, nil
}

// make has an answer that stood in the record, and was emptied, be said to be none: one that
// isn't said stays.
func (w work) make(o opening, a form.Answers) (action.Action, error) {
	if w.task.Edits {
		a = a.Clone()
		for name, stood := range o.answers.Values {
			if fl, asked := o.form.Field(name); stood != "" && a.Get(name) == "" && asked && o.form.Arises(fl, a) {
				a.Values[name] = ""
			}
		}
	}
	return w.task.Make(o.facts, w.record, a)
}

func (w work) follow(o opening, a form.Answers) map[string]string {
	if w.task.Follow == nil {
		return nil
	}
	return w.task.Follow(o.facts, w.record, &o.form, a)
}

// about names a record with its title.
func about(c *model.Case, id model.ID) string {
	if r := model.Get[*model.Release](c, id); r != nil {
		return strings.TrimSpace(string(id) + " " + r.Name + " " + r.Version)
	}
	if fact, ok := c.Fact(id); ok {
		return strings.TrimSpace(string(id) + " " + fact.Record.Row().Title)
	}
	return string(id)
}
