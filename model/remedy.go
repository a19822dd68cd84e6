package model

import (
	"slices"
	"strings"

	"fairway/model/process"
)

// Remedy is what would remove a reason, for a record: see process.Remedy.
type Remedy struct {
	process.Remedy
	// About is the record it is done to; "" where the person has to say which.
	About ID `json:"about,omitempty"`
	// Called is what people call that record where they don't write its id: the
	// handle of a person or service.
	Called string `json:"called,omitempty"`
	// Whose are the titles of the roles that it belongs to, or the names of the people who
	// may, where whoever reads it may not do it; see task.Addressed.
	Whose []string `json:"whose,omitempty"`
	// Seen is the place in the log at which the record was as its answers were chosen: what
	// was changed since is shown beside them. 0 is that of when it is opened.
	Seen int64 `json:"-"`
}

// Say is a remedy that only a sentence can say.
func Say(text string) Remedy { return Remedy{Remedy: process.Remedy{Text: text}} }

// OneOf is the sentence that lists what can be said instead.
func OneOf(list ...string) Remedy { return Say("one of: " + strings.Join(list, ", ")) }

// AnswerTo is the remedy that answers questions of what is being done just now.
func AnswerTo(text string, fields ...string) Remedy {
	r := Say(text)
	for _, name := range fields {
		r.Answers = append(r.Answers, With(name, ""))
	}
	return r
}

// ByTask is the task that removes a reason; "" as its record is one that the
// person has to name.
func ByTask(task string, about ID, answers ...process.Answer) Remedy {
	return remedied(process.Remedy{Task: task}, about, answers)
}

// ByForm is the document to fill.
func ByForm(form string, of ID, answers ...process.Answer) Remedy {
	return remedied(process.Remedy{Form: form}, of, answers)
}

// ByDoing is what is neither a task nor a form.
func ByDoing(d process.Doing, about ID, answers ...process.Answer) Remedy {
	return remedied(process.Remedy{Doing: d}, about, answers)
}

func remedied(r process.Remedy, about ID, answers []process.Answer) Remedy {
	r.Answers = answers
	return Remedy{Remedy: r, About: about}
}

// With is the answer to one question; an empty one the person has to give.
func With(field, value string) process.Answer { return process.Answer{Field: field, Value: value} }

// Without is a question that is to have no answer, whatever was typed to it before.
func Without(field string) process.Answer { return process.Answer{Field: field, None: true} }

// Among is the answer that the person has to choose of some.
func Among(field string, list []string) process.Answer {
	return process.Answer{Field: field, OneOf: list}
}

// For puts before a remedy what leads to it.
func (r Remedy) For(text string) Remedy {
	r.Text = text
	return r
}

// By says how the record is called.
func (r Remedy) By(handle string) Remedy {
	r.Called = handle
	return r
}

// At names the question that matters, and the row of its table, from 1.
func (r Remedy) At(field string, row int) Remedy {
	r.Field, r.Row = field, row
	return r
}

// AsSeen says at which place in the log the record was as its answers were chosen.
func (r Remedy) AsSeen(at int64) Remedy {
	r.Seen = at
	return r
}

// AndThen makes it the step after the one before it.
func (r Remedy) AndThen() Remedy {
	r.Then = true
	return r
}

// String is a remedy in a log: whoever shows one to a person uses ui/remedy.
func (r Remedy) String() string {
	words := []string{r.Task + r.Form + string(r.Doing), string(r.About)}
	for _, a := range r.Answers {
		words = append(words, strings.TrimSuffix(a.Field+"="+a.Value+strings.Join(a.OneOf, "|"), "="))
	}
	deed := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
	if r.Text == "" || deed == "" {
		return r.Text + deed
	}
	return r.Text + ": " + deed
}
