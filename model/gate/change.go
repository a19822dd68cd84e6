package gate

import (
	"fmt"

	"fairway/model"
	"fairway/model/process"
)

// OfChanges are the checks that may stand at the gates of RFCs that go their own way:
// those that ask nothing of a release. Each has what the forms are for that it reads.
var OfChanges = map[string][]string{
	"declared":            nil,
	"service-named":       nil,
	"authorised":          nil,
	"authorisation-valid": nil,
	"countersigned":       nil,
	"backout-planned":     {FormEmergencyChange},
	"minimum-tested":      {FormEmergencyChange},
	"form-written":        nil,
	"risk-assessed":       nil,
	checkConditions:       nil,
	"put-right":           {FormUnauthorised, FormRFC},
	"prevention-done":     {FormUnauthorised},
}

// subject is what the gate is of, and of its id.
func (f facts) subject() model.Subject { return model.Subject{Release: f.r, Change: f.ch} }

func (f facts) of() model.ID { return f.subject().ID() }

// GoesAlone reports whether an RFC goes from stage to stage by itself, through the
// gates of its process, rather than with a release: it was declared an emergency, or
// made without authorisation and captured afterwards.
func GoesAlone(ch *model.Change) bool { return ch.Emergency() != nil || ch.Unauthorised() }

// Alone says of such an RFC why it goes its own way: "an emergency change".
func Alone(ch *model.Change) string {
	if ch.Unauthorised() {
		return "made without authorisation"
	}
	return "an emergency change"
}

// ChangeAt evaluates the gate at the exit of the stage that an RFC is in which goes its
// own way. It fails where its process is not known.
func ChangeAt(c *model.Case, ch *model.Change) (Gate, error) {
	of := model.Subject{Change: ch}
	p := of.Process(c)
	if p == nil {
		return Gate{}, &model.NotFound{What: fmt.Sprintf("change process %q", ch.Type)}
	}
	s, n := p.Stage(string(ch.State))
	if s == nil { // rejected or withdrawn
		return Gate{Release: ch.ID, Title: ch.Title, Stage: string(ch.State)}, nil
	}
	g := Gate{Release: ch.ID, Title: ch.Title, Stage: s.ID}
	if n+1 < len(p.Stages) {
		g.Next = p.Stages[n+1].ID
	}
	for _, use := range s.Checks {
		g.Findings = append(g.Findings, evaluate(facts{Case: c, ch: ch, stage: s.ID, rules: c.Rules, process: p, use: use}, s.ID))
	}
	if use := (process.Check{Name: checkConditions, Clause: "8.5.1-b", Text: "the conditions of what was decided on it are met", Role: process.RoleCoordinator}); g.Next != "" && !asks(s, checkConditions) {
		if f := evaluate(facts{Case: c, ch: ch, stage: s.ID, rules: c.Rules, process: p, use: use}, s.ID); f.Blocks() {
			g.Findings = append(g.Findings, f)
		}
	}
	return g, nil
}

// ChangeNeeds are the facts that the gate of an RFC has to be shown.
func ChangeNeeds(change model.ID) model.Needs {
	return model.Needs{IDs: []model.ID{change}, Kinds: []model.Kind{model.KindPerson, model.KindWindow}}
}
