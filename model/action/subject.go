package action

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// loadSubject is what an approval is of, with the process that it follows. A release
// was not cancelled; an RFC follows a process that is still there.
func loadSubject(c *model.Case, id model.ID, position int64, doing string) (model.Subject, *process.Process, error) {
	if id.Kind() != model.KindChange {
		r, p, err := load(c, id, position, doing)
		return model.Subject{Release: r}, p, err
	}
	ch, err := known[*model.Change](c, id)
	if err != nil {
		return model.Subject{}, nil, err
	}
	if err := unmoved(c, ch, position); err != nil {
		return model.Subject{}, nil, err
	}
	p, ok := c.Rules.Change(ch.Type)
	if !ok {
		return model.Subject{}, nil, &model.NotFound{What: fmt.Sprintf("change process %q, which %s follows", ch.Type, id)}
	}
	return model.Subject{Change: ch}, p, nil
}

// loadOpenSubject is loadSubject for what can't be done any more once it is over.
func loadOpenSubject(c *model.Case, id model.ID, position int64, doing string) (model.Subject, *process.Process, error) {
	of, p, err := loadSubject(c, id, position, doing)
	switch {
	case err != nil:
	case of.Release != nil:
		err = ended(of.Release, doing)
	case of.Change.Ended():
		err = model.Refuse(doing, fmt.Sprintf("%s is %s", id, model.StateWords(of.Change)), model.Say("submit a new RFC"))
	}
	return of, p, err
}

// subjectNeeds are the facts of what an approval is of.
func subjectNeeds(id model.ID) model.Needs {
	if id.Kind() == model.KindChange {
		return model.Needs{IDs: []model.ID{id}}
	}
	return model.Needs{Releases: []model.ID{id}}
}

// stageOf is the stage of what an approval is of; one without a name where its process
// has none that it could be in.
func stageOf(c *model.Case, of model.Subject) *process.Stage {
	if s := of.Stage(c); s != nil {
		return s
	}
	return &process.Stage{}
}

// what a subject is called in a sentence: the release, the change.
func theSubject(of model.Subject) string {
	if of.Release != nil {
		return "the release"
	}
	return "the change"
}
