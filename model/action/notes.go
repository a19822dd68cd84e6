package action

import (
	"fmt"
	"maps"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
)

// DraftNotes drafts the notes of a release out of its records, as their next version: anew
// where they are written already, without losing what people typed.
type DraftNotes struct {
	Release model.ID `json:"release"`
	// Document and Seen are the version that was read, where there was one.
	Document model.ID `json:"document,omitempty"`
	Seen     int64    `json:"seen,omitempty"`
	Void     bool     `json:"void,omitempty"`
}

// Needs are those of the form.
func (a DraftNotes) Needs() model.Needs { return a.write(form.Answers{}).Needs() }

// For is the service of the release.
func (a DraftNotes) For(c *model.Case) model.ID { return serviceOf(c, a.Release) }

func (a DraftNotes) write(answers form.Answers) WriteForm {
	return WriteForm{Form: gate.FormNotes, Of: a.Release, Answers: answers, Document: a.Document, Seen: a.Seen, New: a.Document == "", Void: a.Void}
}

// Do writes them.
func (a DraftNotes) Do(c *model.Case) (Outcome, error) {
	r, err := known[*model.Release](c, a.Release)
	if err != nil {
		return Outcome{}, err
	}
	doing := "draft the notes of " + string(r.ID)
	f := c.FormOf(gate.FormNotes, r.ID)
	if f == nil {
		return Outcome{}, model.Refuse(doing, "the rules have no release notes", model.Say("put a form for them into the rules"))
	}
	draft := gate.NotesDraft(c, r)
	before := c.Document(gate.FormNotes, r.ID)
	said := map[string]string{}
	answers := form.Answers{Values: map[string]string{}}
	var drafted map[string]string
	if before != nil {
		answers, drafted = before.In(f).Clone(), before.Drafted
		said = before.Meant().Values
	}
	if len(draft) == 0 && before == nil {
		return Outcome{}, model.Refuse(doing, "the records say nothing yet: no RFC is in its scope", model.ByForm(gate.FormNotes, r.ID).For("write them by hand"))
	}
	for name, text := range gate.NotesAnew(drafted, said, draft) {
		fl, ok := f.Field(name)
		if !ok {
			continue
		}
		if text == "" {
			delete(answers.Values, fl.Name)
		} else {
			answers.Values[fl.Name] = text
		}
	}
	w := a.write(answers)
	if before != nil && answers.Same(before.In(f)) && maps.Equal(drafted, draft) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("%s version %d says all that the records say", before.ID, before.Version), model.ByForm(gate.FormNotes, r.ID).For("say more by hand"))
	}
	if before == nil {
		w.New = true
	} else if w.Document == "" {
		w.Document, w.New = before.ID, false
	}
	return w.do(c, draft)
}
