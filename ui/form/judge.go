package form

import (
	"maps"
	"time"

	"fairway/model/form"
)

// ground is what answers are read against, here as on the command line.
func (f *Form) ground() form.Ground {
	return form.Ground{Now: f.env.Now(), Zone: f.zone(), Said: f.typing, Lookup: f.find}
}

// tidy reads one answer with the rules of the whole form.
func (f *Form) tidy(fl form.Field, text string) (value, wrong string) {
	value, wrong = f.open.form.TidyField(fl, text, f.answers, f.ground())
	if wrong != "" {
		return text, wrong
	}
	return value, ""
}

// zone is that in which dates are read: of what the form is about, as answered.
func (f *Form) zone() *time.Location { return f.open.zone(f.answers) }

// follow brings the dates up to the other answers: those of another zone, of a
// start that was moved.
func (f *Form) follow() {
	for name, value := range f.from.follow(f.open, f.answers) {
		last, known := f.followed[name]
		if !known {
			last = f.open.answers.Get(name)
		}
		if said, typed := f.typing[name]; value != last && (!typed || said.Along) {
			f.answers.Values[name] = value
		}
		if f.followed == nil {
			f.followed = map[string]string{}
		}
		f.followed[name] = value
	}
	stood := f.open.answers
	if _, paper := f.from.(document); paper { // of which an answer that isn't said stays as it was
		stood = form.Answers{}
	}
	if len(f.followed) > 0 { // it is that which a start is moved from, and its end with it
		stood = stood.Clone()
		maps.Copy(stood.Values, f.followed)
	}
	f.read = f.open.form.Follow(f.answers, stood, f.typing, f.read, f.ground())
}

// judge reads all answers, and keeps what is wrong with them.
func (f *Form) judge() {
	f.follow()
	_, f.wrong = f.tidied()
	f.wrong = f.wrongly(f.wrong)
}

// tidied are the answers as they are sent, in the form in which they are kept.
func (f *Form) tidied() (form.Answers, []form.Wrong) {
	a, wrong := f.open.form.Tidy(f.answers, f.ground())
	return a.Lean(), wrong
}

// wrongAt is what is wrong with a field, or with a row of a table.
func (f *Form) wrongAt(field string, row int) string {
	for _, w := range f.wrong {
		if w.Field == field && w.Row == row {
			return w.Text
		}
	}
	return ""
}

// wrongIn is what is wrong with a field of the page, or a column of the row
// being edited.
func (f *Form) wrongIn(name string) string {
	if f.at.Row == 0 {
		return f.wrongAt(name, 0)
	}
	p, _ := f.page()
	for _, w := range f.wrong {
		if w.Column == name && w.Row == f.at.Row && w.Field == p.table.Name {
			return w.Text
		}
	}
	return ""
}

// reader is whoever fills the form: their way to write dates, and the names of
// the records at hand.
func (f *Form) reader() form.Reader {
	return form.Reader{Zone: f.zone(), Home: f.env.Zone, Told: true, Style: f.env.Dates, Now: f.env.Now(), Title: f.title}
}

// words says an answer as people read it.
func (f *Form) words(fl form.Field, value string) string { return fl.Show(value, f.reader()) }
