package action

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/process"
)

// CaptureChange enters a change that was made without authorisation, after it was
// found. It is reviewed, and never counts as authorised because it is there.
type CaptureChange struct {
	// Change is the change as far as it is known: its requester and builder, its items,
	// and in Captured how and over which incident it was found, and when it was made.
	// Its type is the rules' own.
	Change model.Change `json:"change"`
}

// Needs are the records it points at, and everybody: is there somebody to review it?
func (a CaptureChange) Needs() model.Needs {
	n := SubmitChange(a).Needs()
	if p := a.Change.Captured; p != nil {
		n.IDs = append(n.IDs, p.Incident)
	}
	return n
}

// For is the service that was changed.
func (a CaptureChange) For(*model.Case) model.ID { return a.Change.Service }

// Do captures it, since when its review has its limits.
func (a CaptureChange) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "capture a change"}
	p := capturing(c.Rules)
	if p == nil {
		return Outcome{}, model.Refuse(refusal.Doing, "the rules in force have no process for changes that were made without authorisation",
			model.Say(fmt.Sprintf("a process with the purpose %q has to be proposed and adopted", process.UnauthorisedChange)))
	}
	ch := a.Change
	said := model.Capture{}
	if ch.Captured != nil {
		said = *ch.Captured
	}
	ch.Type, ch.State = p.ChangeType(), model.State(p.Stages[0].Means())
	checkChange(c, &ch, refusal)
	found := model.Capture{Process: p.Name, Found: said.Found, Incident: said.Incident, Unknown: said.Unknown, By: c.Who.ID(), Items: asFound(c, nil, ch.Items)}
	way, ok := p.Finding(said.Found)
	switch {
	case !ok:
		oneOf(refusal, "way to find a change", said.Found, model.Each(p.Found, func(r process.Reason) string { return r.ID }))
	case way.Incident && said.Incident == "":
		refusal.Add(fmt.Sprintf("no incident is named, and %s", way.Title), model.AnswerTo("name it", "incident"))
	}
	found.Title = way.Title
	refs(c, refusal, model.KindIncident, said.Incident)
	switch {
	case ch.Builder == "" && !said.Unknown:
		refusal.Add("it is not said who made it", model.AnswerTo("whoever made it does not review it: name them, or say that nobody knows who it was,", "builder", "unknown"))
	case ch.Builder != "" && said.Unknown:
		refusal.Add("somebody is named who made it, and it is said that nobody knows", model.AnswerTo("leave one of them out", "builder", "unknown"))
	}
	if said.Made.IsZero() {
		refusal.Add("it is not said when it was made", model.AnswerTo("give the time, as near as it is known", "happened"))
	} else {
		found.Made = happened(c, said.Made, "it can't have been made", nil, refusal)
	}
	if inc := model.Get[*model.Incident](c, said.Incident); inc != nil {
		showsOf(c, inc, &ch, said.Made, refusal)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	ch.ID, ch.Submitted, ch.Captured = c.Mint(model.KindChange), c.Now, &found
	ch.Assessed, ch.Decided, ch.Voided, ch.Origin, ch.Risk, ch.Scored, ch.Awaits = nil, nil, nil, nil, "", nil, time.Time{}
	ch.Retracted, ch.Moved, ch.Entry, ch.Declared = nil, nil, nil, nil
	gate.Prioritise(c, &ch)
	of := model.Subject{Change: &ch}
	ch.Due = gate.StageDeadline(c, c.Rules.Policy, of.Stage(c), c.Now)
	return wrote(ch.ID, fmt.Sprintf("captured %s %s, made without authorisation (%s)", ch.ID, ch.Title, found.Words()), &ch), nil
}

// showsOf refuses an incident that can't have shown a change: one of another service that
// affects none of its items, and one that was over before the change was made.
func showsOf(c *model.Case, inc *model.Incident, ch *model.Change, made time.Time, refusal *model.Refusal) {
	another := model.AnswerTo("name the incident by which it was found, or say how else it was", "incident", "found")
	if why := gate.Elsewhere(c, inc, ch.Service, ch.Items); why != "" {
		refusal.Add(why, another)
	}
	if !inc.Resolved.IsZero() && inc.Resolved.Before(made) {
		refusal.Add(fmt.Sprintf("%s was resolved %s, before the change was made: it can't have shown it", inc.ID, stamp(inc.Resolved)), another)
	}
}

// asFound are the records of items as they are now, or as they were when they were
// first said to be touched.
func asFound(c *model.Case, before []model.ItemSeen, items []model.ID) []model.ItemSeen {
	var out []model.ItemSeen
	for _, id := range items {
		if at := slices.IndexFunc(before, func(s model.ItemSeen) bool { return s.Item == id }); at >= 0 {
			out = append(out, before[at])
		} else if f, ok := c.Fact(id); ok {
			version := ""
			if item, ok := f.Record.(*model.Item); ok {
				version = item.Version
			}
			out = append(out, model.ItemSeen{Item: id, Version: version, Digest: f.Digest})
		}
	}
	return out
}

// capturing is the process of the rules for what was made without authorisation; nil
// where they have none.
func capturing(rules *model.Rules) *process.Process {
	for i := range rules.Processes {
		if p := &rules.Processes[i]; p.Of == string(model.KindChange) && p.Captures() && len(p.Stages) > 0 {
			return p
		}
	}
	return nil
}

// afterwards assesses a change that was made already: its risk says who reviews it.
func (a AssessChange) afterwards(c *model.Case, ch *model.Change, refusal *model.Refusal) (Outcome, error) {
	if ch.State != model.ChangeCaptured {
		refusal.Add("it is "+model.StateWords(ch), model.ByTask("edit-change", ch.ID).For("an edit takes it back, to be assessed again"))
	}
	n := *ch
	a.judge(c, &n, refusal)
	if model.Blank(a.Text) {
		refusal.Add("the assessment is empty", model.AnswerTo("say what it does to services, security and other changes", "text"))
	}
	sane(refusal, "the assessment", a.Text)
	q := decision.Assessment(ch)
	decision.May(c, q, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.Assessed = &model.Verdict{Yes: true, Text: a.Text, By: c.Who.ID(), At: c.Now, Basis: decision.Basis(c, q)}
	return wrote(ch.ID, fmt.Sprintf("assessed %s", ch.ID), &n), nil
}

// reviewed puts into a change that goes on what its review decided, and closes it with
// that.
func reviewed(c *model.Case, ch, n *model.Change, last bool, out *Outcome) {
	p := *ch.Captured
	if ch.State == model.ChangeUnderReview {
		if d := c.Document(gate.FormUnauthorised, ch.ID); d != nil {
			p.Outcome = d.Meant().Get("outcome")
			out.Note += ": " + outcomeWords(p.Outcome)
		}
	}
	n.Captured = &p
	if last {
		n.State, n.Outcome, n.ClosedAt = model.ChangeClosed, p.Outcome, c.Now
		out.Note += fmt.Sprintf(", %s", outcomeWords(p.Outcome))
	}
}

// VerifyBackOut says that a change was taken back, by somebody else than whoever enters
// it and saw that it is gone.
type VerifyBackOut struct {
	Change   model.ID `json:"change"`
	By       model.ID `json:"by"`
	Evidence string   `json:"evidence"`
	// Happened is when it was taken back; the zero time is now.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are the change, and who took it back.
func (a VerifyBackOut) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change, a.By}, Seen: looked(a.Change, a.Seen)}
}

// For is the service of the change.
func (a VerifyBackOut) For(c *model.Case) model.ID { return serviceOf(c, a.Change) }

// Do enters it. It can be taken back before its review decides that.
func (a VerifyBackOut) Do(c *model.Case) (Outcome, error) {
	ch, refusal, err := toPutRight(c, a.Change, a.Seen, "enter that %s was backed out", model.BackedOut)
	if err != nil {
		return Outcome{}, err
	}
	refs(c, refusal, model.KindPerson, a.By)
	switch a.By {
	case "":
		refusal.Add("it is not said who took it back", model.AnswerTo("name them", "by"))
	case c.Who.ID():
		refusal.Add("you took it back yourself: somebody else has to see that it is gone", model.Say("ask somebody else to look, and to enter it"))
	}
	if model.Blank(a.Evidence) {
		refusal.Add("it is not said by what that is seen", model.AnswerTo("say what you looked at", "evidence"))
	}
	sane(refusal, "the evidence", a.Evidence)
	at := dated(c, a.Happened, "it can't have been backed out", []need{{ch.Captured.Made, fmt.Sprintf("%s was made", ch.ID)}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n, p := *ch, *ch.Captured
	p.Back = &model.BackOut{By: a.By, At: at, Recorded: recordedLater(c, at), Verifier: c.Who.ID(), Evidence: a.Evidence}
	n.Captured = &p
	out := wrote(ch.ID, fmt.Sprintf("saw that %s was backed out by %s", ch.ID, c.PersonName(a.By)), &n)
	out.Happened = at
	return out, nil
}

// FollowUpChange names the RFC that puts right what was made without authorisation.
type FollowUpChange struct {
	Change   model.ID `json:"change"`
	FollowUp model.ID `json:"follow_up"`
	Seen     int64    `json:"seen,omitempty"`
}

// Needs are both, and the services, which are named.
func (a FollowUpChange) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Change, a.FollowUp}, Kinds: []model.Kind{model.KindService}, Seen: looked(a.Change, a.Seen)}
}

// For is the service of the change.
func (a FollowUpChange) For(c *model.Case) model.ID { return serviceOf(c, a.Change) }

// Do links it. It is an RFC like others, normal or emergency.
func (a FollowUpChange) Do(c *model.Case) (Outcome, error) {
	ch, refusal, err := toPutRight(c, a.Change, a.Seen, "say what corrects %s", model.Corrected)
	if err != nil {
		return Outcome{}, err
	}
	refs(c, refusal, model.KindChange, a.FollowUp)
	switch other := model.Get[*model.Change](c, a.FollowUp); {
	case a.FollowUp == "":
		refusal.Add("no RFC is named", model.AnswerTo("name it", "follow_up"), model.ByTask("submit-change", "").For("submit one"))
	case other == nil: // that was said
	case other.ID == ch.ID:
		refusal.Add("it can't correct itself", model.ByTask("submit-change", "").For("submit an RFC"))
	case other.Unauthorised():
		refusal.Add(string(other.ID)+" was made without authorisation itself", model.ByTask("submit-change", "").For("submit an RFC"))
	case other.Ended() && !other.Implemented():
		refusal.Add(fmt.Sprintf("%s is %s", other.ID, model.StateWords(other)), model.ByTask("submit-change", "").For("submit another"))
	case ch.Captured.FollowUp == other.ID:
		refusal.Add(string(other.ID) + " is named already")
	default:
		submit := model.ByTask("submit-change", "").For("submit an RFC that puts it right")
		if other.Submitted.Before(ch.Captured.Made) && other.Implemented() {
			refusal.Add(fmt.Sprintf("%s is from before %s was made, and is %s: what is from before corrects nothing of it", other.ID, ch.ID, model.StateWords(other)), submit)
		}
		if other.Service != ch.Service && !slices.ContainsFunc(other.Items, func(id model.ID) bool { return slices.Contains(ch.Items, id) }) {
			refusal.Add(fmt.Sprintf("%s is for %s, and %s for %s", other.ID, serviceNamed(c, other.Service), ch.ID, serviceNamed(c, ch.Service)), submit, model.ByTask("edit-change", other.ID).For("say what it is about"))
		}
	}
	if builder := ch.Builder; builder != "" && builder == c.Who.ID() {
		refusal.Add(fmt.Sprintf("you made %s yourself: somebody else says what corrects it", ch.ID), model.Say("ask whoever captured it"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n, p := *ch, *ch.Captured
	p.FollowUp = a.FollowUp
	n.Captured = &p
	return wrote(ch.ID, fmt.Sprintf("%s corrects %s", a.FollowUp, ch.ID), &n), nil
}

// serviceNamed is a service in a sentence: by its id where its name is not among the facts.
func serviceNamed(c *model.Case, id model.ID) string {
	return cmp.Or(c.Title(id), string(id), "no service")
}

// toPutRight is a change that was made without authorisation, for what carries out an
// outcome of its review: that or none was decided yet.
func toPutRight(c *model.Case, id model.ID, seen int64, doing, outcome string) (*model.Change, *model.Refusal, error) {
	refusal := &model.Refusal{Doing: fmt.Sprintf(doing, id)}
	ch, err := known[*model.Change](c, id)
	if err != nil {
		return nil, nil, err
	}
	if err := unmoved(c, ch, seen); err != nil {
		return nil, nil, err
	}
	if !ch.Unauthorised() {
		return nil, nil, model.Refuse(refusal.Doing, "it was not made without authorisation", model.Say("its process says how it is backed out, or followed by another"))
	}
	if why := NotToPutRight(ch, outcome); why != "" {
		refusal.Add(why)
	}
	return ch, refusal, nil
}

// NotToPutRight says why an outcome of the review of a change is not carried out as the
// change stands; "" where it can be.
func NotToPutRight(ch *model.Change, outcome string) string {
	switch decided := ch.Captured.Outcome; {
	case ch.State == model.ChangeReviewed, ch.Ended():
		return "it is " + model.StateWords(ch)
	case decided != "" && decided != outcome:
		return fmt.Sprintf("its review decided otherwise: %s", outcomeWords(decided))
	}
	return ""
}
