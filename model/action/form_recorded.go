package action

import (
	"cmp"
	"fmt"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
)

// asRecorded puts the answers that the file knows into those of a paper, and refuses
// what says otherwise: a paper is no second record, by which somebody granted what they
// did not grant.
func asRecorded(c *model.Case, f *form.Form, of model.ID, said form.Answers, ground form.Ground, doing string) (form.Answers, error) {
	kept, fixed := gate.WithRecord(c, f, of, said)
	kept, wrong := f.Tidy(kept, ground) // dates as they are kept
	refusal := &model.Refusal{Doing: doing}
	for _, w := range wrong {
		refusal.Wrong(w)
	}
	reader := c.Reader(of)
	for _, name := range fixed {
		typed, is := said.Get(name), kept.Get(name)
		if typed == "" || typed == is {
			continue
		}
		fl := f.Asked(name)
		says := "nothing"
		if is != "" {
			says = fmt.Sprintf("%q", cmp.Or(fl.Show(is, reader), is))
		}
		refusal.Add(fmt.Sprintf("%s: it is taken from the record, which says %s, not %q", fl.Title, says, cmp.Or(fl.Show(typed, reader), typed)), model.AnswerTo("leave it empty: the record answers it", name))
	}
	return kept, refusal.Or()
}
