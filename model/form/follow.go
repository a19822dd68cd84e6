package form

import (
	"time"

	"fairway/model/when"
)

// A form that is filled answer by answer, by keys or line by line, comes to the
// same as a command with all answers at once: in whatever order they are given,
// and whichever of them is changed afterwards.

// Typed is what somebody typed into a date, and what it was read as. It says
// nothing any more once something else stands in the field.
type Typed struct {
	Text  string `json:"text"`
	Value string `json:"value"`
	// Along marks an end that nobody typed: it went along with its start.
	Along bool `json:"along,omitempty"`
}

// Typing is what was typed into the dates of a form that is being filled, by
// field.
type Typing map[string]Typed

// stands is what was typed into a field, where that is what stands there.
func (t Typing) stands(a Answers, name string) (Typed, bool) {
	was, ok := t[name]
	return was, ok && was.Value == a.Values[name]
}

// Follow brings the dates of a form that is being filled up to what was answered
// since they were read. Those are read anew that another answer made dates of
// another zone, and ends that count from a start that was moved since. An end
// that stood there, and that nobody typed, goes along with its start. stood are
// the answers that the form began with, none where an end is nobody's but who
// fills it; was is the zone in which dates were read so far, nil for none. It
// returns the one in which they are now.
func (f Form) Follow(a, stood Answers, typed Typing, was *time.Location, g Ground) *time.Location {
	g = g.about(a)
	g.Said = typed
	turned := was != nil && was.String() != g.Zone.String()
	for _, fl := range f.Fields() {
		if fl.Type != Date {
			continue
		}
		said, known := typed.stands(a, fl.Name)
		switch counts := known && fl.counts(said.Text) && a.Get(fl.From) != ""; {
		case fl.From != "" && stood.Get(fl.Name) != "" && (known && said.Along || !known && a.Get(fl.Name) == stood.Get(fl.Name)):
			value := f.along(fl, a, stood, g)
			a.Values[fl.Name], typed[fl.Name] = value, Typed{Value: value, Along: true}
		case known && (turned || counts):
			if value, wrong := f.tidy(fl, Answers{Values: map[string]string{fl.Name: said.Text, fl.From: a.Get(fl.From)}}, g.only(fl.Name)); wrong == "" {
				a.Values[fl.Name], typed[fl.Name] = value, Typed{Text: said.Text, Value: value}
			} else if turned { // what was typed says more of what is wrong
				a.Values[fl.Name] = said.Text
				typed[fl.Name] = Typed{Text: said.Text, Value: said.Text}
			}
		case turned:
			m := a.Moment(fl.Name, was)
			if m.Precision == when.Minute && m.In(was).String() == was.String() && a.Get(fl.Name) != stood.Get(fl.Name) {
				a.Values[fl.Name], _ = fl.reread(m, was, g)
			}
		}
	}
	return g.Zone
}

// reread is a date as it would have been read in another zone; what would be
// wrong there stands as it would have been typed.
func (fl Field) reread(m when.Moment, was *time.Location, g Ground) (value, wrong string) {
	text := when.Format(m, m.In(was), when.ISO)
	g.Typed = nil
	if value, wrong = fl.tidy(text, g); wrong != "" {
		return text, wrong
	}
	return value, ""
}

// along is where an end goes that stood there, beside the start that stands now.
func (f Form) along(end Field, a, stood Answers, g Ground) string {
	from, _ := f.Field(end.From)
	text, wrong := from.tidy(a.Values[from.Name], g.only(end.Name))
	now := Answers{Values: map[string]string{from.Name: text}}.Moment(from.Name, g.Zone)
	start, last := stood.Moment(from.Name, g.Zone), stood.Moment(end.Name, g.Zone)
	if wrong != "" || now.IsZero() || now.Same(start) {
		return stood.Get(end.Name)
	}
	value := when.Along(start, last, now, g.Zone).TextIn(g.Zone)
	if _, length := when.CutLength(stood.Get(end.Name)); length > 0 && end.Lasts && value != "" {
		return when.WithLength(value, length) // it stays a length, also when the clocks change
	}
	return value
}
