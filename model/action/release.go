package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/process"
)

// load gets the release an action is about, with its process, and refuses what
// is refused for every action on a release that was cancelled, or of which these
// fields were changed since the person looked at it (unmoved).
func load(c *model.Case, id model.ID, position int64, doing string, fields ...string) (*model.Release, *process.Process, error) {
	r, err := known[*model.Release](c, id)
	if err != nil {
		return nil, nil, err
	}
	if err := unmoved(c, r, position, fields...); err != nil {
		return nil, nil, datesInWords(c, err, r, position)
	}
	p, ok := c.Under(r).Process(r.Type)
	if !ok {
		return nil, nil, &model.NotFound{What: fmt.Sprintf("release process %q, under which %s was registered", r.Type, id)}
	}
	if err := uncancelled(c, r, doing); err != nil {
		return nil, nil, err
	}
	return r, p, nil
}

func uncancelled(c *model.Case, r *model.Release, doing string) error {
	if r.Cancelled != nil {
		return model.Refuse(doing, fmt.Sprintf("%s was cancelled by %s: %s", r.ID, c.PersonName(r.Cancelled.By), r.Cancelled.Reason), model.Say("register a new release"))
	}
	return nil
}

// loadOpen is load for what can't be done any more once the release is closed.
func loadOpen(c *model.Case, id model.ID, position int64, doing string, fields ...string) (*model.Release, *process.Process, error) {
	r, p, err := load(c, id, position, doing, fields...)
	if err == nil {
		err = ended(r, doing)
	}
	return r, p, err
}

// loadUnlocked is load for what can't be done any more once the deployment has
// begun.
func loadUnlocked(c *model.Case, id model.ID, position int64, doing string) (*model.Release, *process.Process, error) {
	r, p, err := load(c, id, position, doing)
	if err == nil {
		err = unlocked(r, p, doing)
	}
	return r, p, err
}

func ended(r *model.Release, doing string) error {
	if r.Closed() {
		return model.Refuse(doing, string(r.ID)+" is closed", model.ByTask("reopen", r.ID, model.With("reason", "")).For("the release manager can reopen it"))
	}
	return nil
}

// serviceOf is the service of a record, for which a permission is needed: its
// own, or that of the release it hangs on. It is "" of what is not among the
// facts, and of what belongs to none.
func serviceOf(c *model.Case, id model.ID) model.ID {
	f, ok := c.Fact(id)
	if !ok {
		return ""
	}
	row := f.Record.Row()
	if id.Kind() == model.KindDocument && row.Subject.Kind() == model.KindService {
		return row.Subject
	}
	if of := row.Subject.Kind(); row.Service == "" && (of == model.KindRelease || of == model.KindChange) && row.Subject != id {
		return serviceOf(c, row.Subject)
	}
	return row.Service
}

// titled adds what is wrong with a line that has to be given, and what mends it.
func titled(refusal *model.Refusal, field, text string, remedies ...model.Remedy) {
	if wrong := model.CheckTitle(field, text); wrong != "" {
		refusal.Add(wrong, remedies...)
	}
}

// oneOf adds that a word is none of those that there are.
func oneOf(refusal *model.Refusal, what, word string, of []string) {
	if !slices.Contains(of, word) {
		refusal.Add(fmt.Sprintf("%q is no %s", word, what), model.OneOf(of...))
	}
}

// because adds what is wrong with a reason that has to be given: that it is
// missing, or that it is no text to keep.
func because(refusal *model.Refusal, reason string) {
	if model.Blank(reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why", "reason"))
	} else {
		sane(refusal, "the reason", reason)
	}
}

// said adds what is wrong with an answer that may be left out, but not be given
// without saying anything: blanks and dots are no answer.
func said(refusal *model.Refusal, field, text string) {
	if text != "" && model.Blank(text) {
		refusal.Add(field+" says nothing", model.Say("say it, or leave it out"))
		return
	}
	sane(refusal, field, text)
}

// sane adds what is wrong with longer texts that may be empty.
func sane(refusal *model.Refusal, field string, texts ...string) {
	for _, text := range texts {
		if wrong := model.CheckText(field, text); wrong != "" {
			refusal.Add(wrong)
		}
	}
}

// refs adds a reason for each id which names no record of that kind.
func refs(c *model.Case, refusal *model.Refusal, k model.Kind, ids ...model.ID) {
	for _, id := range model.SortIDs(slices.Clone(ids)) {
		if id != "" && (id.Kind() != k || !c.Has(id)) {
			refusal.Add(fmt.Sprintf("there is no %s %s", k.Words(), id))
		}
	}
}
