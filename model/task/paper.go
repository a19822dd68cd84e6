package task

import (
	"slices"
	"time"

	"fairway/model"
	"fairway/model/form"
)

// fieldDone is the question of when a paper was done, beside those of its form.
const fieldDone = "happened"

// Dated is a form with the question of when it was done, of what was declared an
// emergency: that happens first, and its papers are entered later. Of all else it is as
// it was, and false.
func Dated(c *model.Case, f form.Form, of model.ID) (form.Form, bool) {
	if _, taken := f.Field(fieldDone); taken || len(f.Groups) == 0 || c.SubjectOf(of).Emergency() == nil {
		return f, false
	}
	f.Groups = append(slices.Clip(f.Groups), form.Group{Title: "When it was done", Help: "What the gate asks for has to have been done by then.", Fields: []form.Field{{
		Name: fieldDone, Title: "When it was done", Type: form.Date, Help: "Only if it was earlier than now: 02:10, 20 min ago",
	}}})
	return f, true
}

// Done takes the answer of when it was done from the others; the zero time where nothing
// is said.
func Done(a form.Answers, zone *time.Location) (form.Answers, time.Time) {
	done := a.Moment(fieldDone, zone).At
	a = a.Clone()
	delete(a.Values, fieldDone)
	return a, done
}
