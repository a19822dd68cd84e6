package action

import (
	"fmt"
	"strings"

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
	// All brings back what was taken out by hand.
	All  bool `json:"all,omitempty"`
	Void bool `json:"void,omitempty"`
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
	last := drafted
	if a.All {
		last = nil
	}
	for name, text := range gate.NotesAnew(f, last, said, draft) {
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
	if before != nil && answers.Same(before.In(f)) {
		wrong := fmt.Sprintf("%s version %d has all that the records say", before.ID, before.Version)
		by := model.ByForm(gate.FormNotes, r.ID).For("say more by hand")
		out, other := gate.NotesTakenOut(f, said, draft)
		if len(out)+len(other) > 0 {
			wrong = "the records say nothing new"
		}
		if len(other) > 0 {
			wrong += "; what was typed stays where they say " + strings.Join(other, ", ")
		}
		if len(out) > 0 {
			wrong += fmt.Sprintf("; of what they say, %s was taken out of %s by hand, or stands there in other words", strings.Join(out, ", "), before.ID)
			if !a.All {
				by = model.ByTask("renew-notes", r.ID, model.With("all", "yes")).For("bring it back")
			}
		}
		return Outcome{}, model.Refuse(doing, wrong, by)
	}
	if before == nil {
		w.New = true
	} else if w.Document == "" {
		w.Document, w.New = before.ID, false
	}
	return w.do(c, wording{draft: draft})
}
