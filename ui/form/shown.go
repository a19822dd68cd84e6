package form

import (
	"errors"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/ui/screen"
)

// What a person saw is what they do. An answer that is proposed and names a thing (a step, a
// line, an order, whom) stays as it was shown, whatever would be proposed by now: who sends it
// says it of that. Where it can't be said of that any more, the form says why, and is not sent
// before something else is chosen.

// lapsed is a proposed answer that can't be given any more.
type lapsed struct {
	value, why string
}

// names reports whether an answer to a question names something. What does not, a date, a
// count or a text, may follow what is proposed.
func names(fl form.Field) bool {
	switch fl.Is().Widget {
	case form.OptionWidget, form.RecordWidget, form.TableWidget:
		return true
	}
	return false
}

// against is what the action's rules have against the answers as they were shown; nil for
// nothing, and where they can't be asked. It is no part of the loop.
func against(q screen.Query, from source, shown opening, a form.Answers) *model.Refusal {
	var refusal *model.Refusal
	if _, err := check(q, from, shown, a); errors.As(err, &refusal) {
		return refusal
	}
	return nil
}

// asShown is what is there now, with the proposals that name something as they were shown, and
// reports whether that holds back anything. Those that can't be given any more stay among the
// choices, so that it is seen what they were.
func (f *Form) asShown(now opening, against *model.Refusal) (opening, bool) {
	clear(f.gone)
	if now.means != f.open.means { // it would be done to another
		f.note = meantAnother(against)
		kept := f.open
		kept.seen = now.seen
		return kept, true
	}
	now.answers, now.form = now.answers.Clone(), now.form.Clone()
	held := false
	for _, fl := range now.form.Fields() {
		once, asked := f.open.form.Field(fl.Name)
		if !asked || !names(fl) || f.from.stands(fl.Name) {
			continue
		}
		if was := f.open.answers.Only(fl.Name); !was.Same(now.answers.Only(fl.Name)) {
			now.answers.Take(fl.Name, was)
			held = true
		}
		value := f.answers.Get(fl.Name)
		if value == "" || len(once.Options) == 0 {
			continue
		}
		for one := range strings.SplitSeq(value, "\n") {
			if slices.Contains(once.Options, one) && !slices.Contains(fl.Options, one) {
				held = true
				f.goes(&now.form, fl.Name, one, once.Label(one), against)
			}
		}
	}
	if held { // the action says whether that matters
		now.facts, now.zone = f.open.facts, f.open.zone
	}
	return now, held
}

// goes notes that an answer can't be given any more.
func (f *Form) goes(to *form.Form, field, value, label string, against *model.Refusal) {
	for i := range to.Groups {
		for k := range to.Groups[i].Fields {
			if fl := &to.Groups[i].Fields[k]; fl.Name == field {
				fl.Options = append([]string{value}, fl.Options...)
				if len(fl.Labels) > 0 || label != value {
					fl.Labels = append([]string{label}, fl.Labels...)
				}
			}
		}
	}
	if f.gone == nil {
		f.gone = map[string]lapsed{}
	}
	why := "it can't be chosen any more"
	if said := reasonsIn(against, field); said != "" {
		why = said
	}
	f.gone[field] = lapsed{value, why + ". Choose anew"}
}

// meantAnother says that the form would be of something else by now.
func meantAnother(against *model.Refusal) string {
	if said := reasonsIn(against, ""); said != "" {
		return said
	}
	return "something else would be meant by now; this stays with what was shown"
}

// reasonsIn are the reasons of a refusal in a line, but for those that are about what other
// questions were answered.
func reasonsIn(refusal *model.Refusal, field string) string {
	if refusal == nil {
		return ""
	}
	var out []string
	for _, r := range refusal.Reasons {
		if r.Field == "" || r.Field == field {
			out = append(out, r.Text)
		}
	}
	return strings.Join(out, "; ")
}

// wrongly are the answers that can't be given any more, among those that will not do.
func (f *Form) wrongly(list []form.Wrong) []form.Wrong {
	for _, fl := range f.open.form.Fields() {
		g, ok := f.gone[fl.Name]
		if !ok || !slices.Contains(strings.Split(f.answers.Get(fl.Name), "\n"), g.value) || slices.ContainsFunc(list, func(w form.Wrong) bool { return w.Field == fl.Name }) {
			continue
		}
		list = append(list, form.Wrong{Field: fl.Name, Text: g.why})
	}
	return list
}

// firstGone says the first of them, in the order of the form; "" where there is none.
func (f *Form) firstGone() string {
	for _, fl := range f.open.form.Fields() {
		if g, ok := f.gone[fl.Name]; ok {
			return g.why
		}
	}
	return ""
}

// held brings what is shown up to the choices there are now, where the answers stay.
func (f *Form) held() tea.Cmd {
	if f.judge(); len(f.gone) == 0 {
		return nil
	}
	f.note = f.firstGone()
	at := f.at
	f.widget = nil
	f.at = at
	return f.enter()
}
