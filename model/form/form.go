// Package form holds forms as data: their fields, the answers people give, and
// the one set of rules that says whether an answer will do, the same for the
// dashboard, the command line and a file.
//
// It draws nothing, and knows no record: whether a person, service or item
// that an answer names exists is asked through a Lookup.
package form

import "slices"

// Form is one form, as written in assets/forms.
type Form struct {
	File string `toml:"-" json:"file,omitempty"` // in which it stands
	Name string `toml:"name" json:"name"`
	// Purpose is what the program knows the form by, where that is not its name:
	// see Means, and gate.FormNeeds for those that it looks for.
	Purpose string `toml:"purpose" json:"purpose,omitempty"`
	Title   string `toml:"title" json:"title"`
	Version int    `toml:"version" json:"version"`
	Help    string `toml:"help" json:"help,omitempty"`
	Clause  string `toml:"clause" json:"clause,omitempty"`
	// Of says to which kind of record a filled form belongs: release, change, service.
	Of string `toml:"of" json:"of"`
	// Material names the entry of the process's material edits that a change
	// of this document is; empty when no approval depends on it.
	Material string `toml:"material" json:"material,omitempty"`
	// Bound names the material things of the release for which a filled form is
	// written and approved: where one of them changes, that has to be done anew.
	// Forms from before it was said are bound as decision.bound says.
	Bound []string `toml:"bound_to" json:"bound_to,omitzero"`
	// ReviewDays is in how many days after its approval, or without one after it
	// was written, a document is to be reviewed (7.5); 0 means never.
	ReviewDays int `toml:"review_days" json:"review_days,omitempty"`
	// Reports says when a filled form shows that something was done, and so meets a condition
	// of a decision: always, never, or by an answer, "tested=yes". Forms from before that was
	// said: see Reported.
	Reports string `toml:"reports" json:"reports,omitempty"`
	// Alone says that people fill the form of their own accord: no stage asks for it.
	Alone  bool    `toml:"alone" json:"alone,omitempty"`
	Groups []Group `toml:"group" json:"group"`
	// Command is how a task is done on the command line; documents have none.
	Command Command `toml:"command" json:"-"`
	// Without says of questions that were left out, by their names, what there isn't to
	// answer them with, and how it comes.
	Without map[string]string `toml:"-" json:"-"`
}

// Group is one page of a form.
type Group struct {
	Title string `toml:"title" json:"title"`
	Help  string `toml:"help" json:"help,omitempty"`
	// When shows the page only if another answer has a value, as that of a field does.
	When   string  `toml:"when" json:"when,omitempty"`
	Fields []Field `toml:"field" json:"field"`
}

// Field is one question.
type Field struct {
	Name     string   `toml:"name" json:"name"`
	Purpose  string   `toml:"purpose" json:"purpose,omitempty"` // as that of a form
	Title    string   `toml:"title" json:"title"`
	Type     string   `toml:"type" json:"type"`
	Help     string   `toml:"help" json:"help,omitempty"`
	Required bool     `toml:"required" json:"required,omitempty"`
	Options  []string `toml:"options" json:"options,omitempty"`
	// Labels are what people read for the options, one for each; without any,
	// the options say it, with spaces for their dashes.
	Labels []string `toml:"labels" json:"labels,omitempty"`
	// Purposes are options by what they are for, where rules call them something of
	// their own: either is understood.
	Purposes map[string]string `toml:"-" json:"-"`
	// Unit of a decimal is what it is in, EUR or h; Places how many digits it has at most
	// behind its mark, and is shown with; Least and Greatest bound it, with a point.
	Unit     string `toml:"unit" json:"unit,omitempty"`
	Places   int    `toml:"places" json:"places,omitempty"`
	Least    string `toml:"least" json:"least,omitempty"`
	Greatest string `toml:"greatest" json:"greatest,omitempty"`
	Min      int    `toml:"min" json:"min,omitempty"`
	Max      int    `toml:"max" json:"max,omitempty"`
	// When shows the field only if another answer has a value, or one of several:
	// "field=value", "field=value|other".
	When    string  `toml:"when" json:"when,omitempty"`
	Columns []Field `toml:"column" json:"column,omitempty"`
	// Sets names the field of the release that this answer is copied into.
	Sets string `toml:"sets" json:"sets,omitempty"`
	// Minor marks a field in which a change voids no approval.
	Minor bool `toml:"minor" json:"minor,omitempty"`
	// From names the date that an end counts from: in the end of a window, +4h
	// is four hours after its start, not after now.
	From string `toml:"from" json:"from,omitempty"`
	// Lasts says of such an end that it keeps a length of time that was typed for
	// it: what recurs lasts as long each time (when.WithLength).
	Lasts bool `toml:"lasts" json:"-"`

	// Flag is the flag that answers it on the command line, where that is not the
	// field's name; "-" for none.
	Flag string `toml:"flag" json:"-"`
	// Switch is a flag without a value that stands for one answer: "close=closed".
	Switch string `toml:"switch" json:"-"`
	// Default is the answer of whoever gives none, unless the task edits.
	Default string `toml:"default" json:"-"`
	// Refers is the kind of record that the options of a choice are, so that they
	// can be typed like any other: by id, handle or name.
	Refers string `toml:"refers" json:"-"`
	// Typed says that only command lines and files answer it: on a screen the
	// same follows from what is shown.
	Typed bool `toml:"typed" json:"-"`
	// Spare says that a command line may answer it where it isn't asked, and is told
	// that the answer is left out: whoever moves many dates need not know which of
	// the releases have some. It is needed where it is asked.
	Spare bool `toml:"spare" json:"-"`
}

// Fields lists the form's fields in the order of its pages.
func (f Form) Fields() []Field {
	var out []Field
	for _, g := range f.Groups {
		out = append(out, g.Fields...)
	}
	return out
}

// Field finds a field by its name, or by what it is for.
func (f Form) Field(name string) (Field, bool) { return find(f.Fields(), name) }

// find finds a field among others by its name, or by what it is for.
func find(list []Field, name string) (Field, bool) {
	for _, is := range []func(Field) string{func(fl Field) string { return fl.Name }, Field.Means} {
		for _, fl := range list {
			if is(fl) == name {
				return fl, true
			}
		}
	}
	return Field{}, false
}

// Clone copies the form so that its fields can be changed freely.
func (f Form) Clone() Form {
	f.Groups = slices.Clone(f.Groups)
	for i := range f.Groups {
		f.Groups[i].Fields = slices.Clone(f.Groups[i].Fields)
	}
	return f
}

// With is the form with what its rules have (roles, measures) as what its questions of that
// type can be answered with: by id or by title. It is the form itself where it asks for none.
func (f *Form) With(typ string, ids, titles []string) *Form {
	offer := func(fl *Field) {
		if fl.Type == typ {
			fl.Options, fl.Labels = ids, titles
		}
	}
	if !f.asksFor(typ) {
		return f
	}
	out := f.Clone()
	for g := range out.Groups {
		for k := range out.Groups[g].Fields {
			fl := &out.Groups[g].Fields[k]
			offer(fl)
			fl.Columns = slices.Clone(fl.Columns)
			for c := range fl.Columns {
				offer(&fl.Columns[c])
			}
		}
	}
	return &out
}

func (f *Form) asksFor(of string) bool {
	is := func(fl Field) bool { return fl.Type == of }
	return slices.ContainsFunc(f.Fields(), func(fl Field) bool { return is(fl) || slices.ContainsFunc(fl.Columns, is) })
}

// Labelled is the form with labels for the options of the fields that set the
// named field of the release, where they have none of their own. It is the form
// itself where nothing sets that.
func (f *Form) Labelled(sets string, label func(option string) string) *Form {
	for i, g := range f.Groups {
		for k, fl := range g.Fields {
			if fl.Sets != sets || len(fl.Options) == 0 || len(fl.Labels) > 0 {
				continue
			}
			out := f.Clone()
			into := &out.Groups[i].Fields[k]
			for _, o := range fl.Options {
				into.Labels = append(into.Labels, label(o))
			}
			return out.Labelled(sets, label)
		}
	}
	return f
}
