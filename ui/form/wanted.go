package form

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/ui/kit"
)

// wanted is what the action itself would refuse of the answers as they stand, beside what
// the rules of the form say.
type wanted struct {
	asking  bool
	answers []form.Wrong   // by the questions they are about
	rest    []model.Reason // about none of them
}

// count is how many things stand against it.
func (w wanted) count() int { return len(w.answers) + len(w.rest) }

// weigh asks the action's own rules what sending would come to, so that the review says
// what is still wanted before it is sent. Of a form that lacks answers it takes only
// what is about a question: the rest may come of what is missing.
func (f *Form) weigh() tea.Cmd {
	f.wanted = wanted{}
	unchanged := !f.changed() && f.open.version > 0
	if f.locked() != "" || len(f.wrong) > 0 || f.clash != nil || unchanged {
		return nil
	}
	answers, _ := f.tidied()
	lacks := len(f.open.form.Missing(f.answers)) > 0 && !f.from.lenient()
	from, o, q := f.from, f.open, f.env.Query()
	f.wanted.asking = true
	return ask(f, "weigh", func() (error, error) {
		_, err := check(q, from, o, answers)
		return err, nil
	}, func(against, _ error) tea.Cmd {
		f.wanted = wanted{}
		var refusal *model.Refusal
		if !errors.As(against, &refusal) {
			return nil // whoever sends it is told
		}
		for _, r := range refusal.Reasons {
			if _, known := f.open.form.Field(r.Field); known {
				f.wanted.answers = append(f.wanted.answers, form.Wrong{Field: r.Field, Row: r.Row, Column: r.Column, Text: inForm(r)})
			} else if !lacks {
				f.wanted.rest = append(f.wanted.rest, r)
			}
		}
		return nil
	})
}

// inForm is a reason with what answers it in the form at hand; what is done elsewhere is
// said once it is sent.
func inForm(r model.Reason) string {
	text := r.Text
	for _, remedy := range r.Remedies {
		if !remedy.Helps() && remedy.Text != "" {
			return text + ": " + remedy.Text
		}
	}
	return text
}

// wants is what the action wants of a question, "" for nothing: until it is answered
// otherwise than it was when that was asked.
func (f *Form) wants(field string) string {
	for _, w := range f.wanted.answers {
		if w.Field == field && w.Row == 0 {
			return w.Text
		}
	}
	return ""
}

// empty are those of the questions that the action wants answered, and the form does not,
// which still are not.
func (f *Form) empty() []form.Wrong {
	var out []form.Wrong
	for _, w := range f.wanted.answers {
		if w.Row == 0 && !f.open.form.Asked(w.Field).Required && f.answers.Get(w.Field) == "" && len(f.answers.Rows(w.Field)) == 0 {
			out = append(out, w)
		}
	}
	return out
}

// drawWanted says what stands against it that is about no question of the form.
func (f *Form) drawWanted(w, gap int) []string {
	t := f.env.Theme
	var out []string
	if f.clash != nil { // it was said of what stood there before
		return nil
	}
	for _, r := range f.wanted.rest {
		for i, part := range kit.Wrap(r.Text, max(w-gap-4, 1)) {
			l := kit.NewLine(w).Gap(gap)
			if i == 0 {
				l.Text(t.Warn, t.Glyph.Late)
			}
			out = append(out, l.To(gap+2).Text(t.Warn, part).String())
		}
	}
	return out
}
