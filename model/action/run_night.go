package action

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// NoteRun writes down what was seen or said in a run, whatever goes on in it: of the run,
// or of one of its steps.
type NoteRun struct {
	Run  model.ID `json:"run"`
	Step int      `json:"step,omitempty"` // from 1; 0: of the run
	Text string   `json:"text"`
	// Happened is when it was, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are those of a step.
func (a NoteRun) Needs() model.Needs { return ticked(a.Run, a.Step) }

// Do writes the note. A run that has ended takes notes, too: what was seen in the night
// is often written down in the morning.
func (a NoteRun) Do(c *model.Case) (Outcome, error) {
	doing := "note something of " + string(a.Run)
	run, err := known[*model.Run](c, a.Run)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if model.Blank(a.Text) {
		refusal.Add("the note says nothing", model.AnswerTo("give its words", "text"))
	}
	sane(refusal, "the note", a.Text)
	if a.Step != 0 && (a.Step < 1 || a.Step > len(run.Steps)) {
		refusal.Add(fmt.Sprintf("there is no step %d; there are %d", a.Step, len(run.Steps)), model.AnswerTo("name one of them, or leave it out", "step"))
	}
	at := happened(c, a.Happened, "it can't have been", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkNoted, at)
	m.Text, m.Step = a.Text, a.Step
	of := ""
	if a.Step > 0 {
		m.Of, of = run.Steps[a.Step-1].Text, fmt.Sprintf("step %d of ", a.Step)
	}
	out := wrote(run.Release, fmt.Sprintf("noted of %s%s: %s", of, namedRun(run), oneLine(a.Text)), m)
	out.Happened = at
	return out, nil
}

// oneLine is the beginning of a text for a sentence.
func oneLine(text string) string {
	const most = 80
	out := []rune(strings.Join(strings.Fields(text), " "))
	if len(out) > most {
		return string(out[:most-1]) + "…"
	}
	return string(out)
}

// AddStep puts a step into a run that goes on: one that nobody had planned. It stands
// behind the others, marked as added, and another can be made to wait for it.
type AddStep struct {
	Run     model.ID      `json:"run"`
	Text    string        `json:"text"`
	Owner   string        `json:"owner,omitempty"` // a person or a role
	Sort    string        `json:"sort,omitempty"`
	Command string        `json:"command,omitempty"`
	After   string        `json:"after,omitempty"` // "2, 4"; "none"
	Before  int           `json:"before,omitempty"`
	Takes   time.Duration `json:"takes,omitempty"`
	Reason  string        `json:"reason"`
	// Happened is when it was added, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are those of a step.
func (a AddStep) Needs() model.Needs { return withOwner(ticked(a.Run, 0), a.Owner) }

func withOwner(n model.Needs, owner string) model.Needs {
	if id := model.ID(owner); id.Kind() == model.KindPerson {
		n.IDs = append(n.IDs, id)
	}
	return n
}

// Do adds the step.
func (a AddStep) Do(c *model.Case) (Outcome, error) {
	doing := "add a step to " + string(a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	titled(refusal, "the step", a.Text, model.AnswerTo("say what is to be done", "text"))
	if model.Blank(a.Reason) {
		refusal.Add("it is not said why it is added", model.AnswerTo("say why", "reason"))
	}
	sane(refusal, "the reason", a.Reason)
	if a.Command != "" {
		titled(refusal, "the command line", a.Command)
	}
	if a.Takes < 0 {
		refusal.Add("it can't take less than no time", model.AnswerTo("give a length of time", "takes"))
	}
	holds(c, refusal, a.Owner)
	if id := model.ID(a.Owner); id.Kind() == model.KindPerson && run.Back == "" {
		barred(c, r, run, id, "owner", refusal)
	}
	s := &model.Step{Text: a.Text, Owner: a.Owner, Sort: a.Sort, Command: a.Command, Takes: a.Takes}
	switch {
	case s.Sort == "" && s.Command != "":
		s.Sort = model.StepCommand
	case s.Sort == model.StepManual:
		s.Sort = ""
	case s.Sort != "" && !slices.Contains(model.StepSorts, s.Sort):
		refusal.Add(fmt.Sprintf("%q is no kind of step", s.Sort), model.AnswerTo("manual, wait, check or command", "sort"))
	}
	if s.Sort == model.StepCommand && s.Command == "" {
		refusal.Add("it is a command, and none is given", model.AnswerTo("give the command line", "command"))
	}
	n, wrong := len(run.Steps)+1, ""
	if s.After, s.Free, wrong = model.ReadAfter(a.After, n, len(run.Steps)); wrong != "" {
		refusal.Add(wrong, model.AnswerTo("name steps that are there, or none", "after"))
	}
	switch {
	case a.Before == 0:
	case a.Before < 1 || a.Before > len(run.Steps):
		refusal.Add(fmt.Sprintf("there is no step %d; there are %d", a.Before, len(run.Steps)), model.AnswerTo("name one of them", "before"))
	case run.Steps[a.Before-1].Finished() || run.Steps[a.Before-1].GoesOn():
		refusal.Add(fmt.Sprintf("step %d was begun already: nothing can come before it", a.Before), model.AnswerTo("name one that was not, or leave it out", "before"))
	case a.After == "": // it goes right before that one
		if s.After = model.WaitsFor(run.Steps, a.Before); len(s.After) == 0 {
			s.Free = true
		}
	}
	at := happened(c, a.Happened, "it can't have been added", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	m := marks(c, run, model.MarkAdded, at)
	m.Step, m.Of, m.Text, m.Adds, m.Before = n, a.Text, a.Reason, s, a.Before
	if len(refusal.Reasons) == 0 && model.Circles(run.Adding(m)) {
		refusal.Add(fmt.Sprintf("step %d would wait for itself, by what it waits for", a.Before), model.AnswerTo("name others", "after"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(r.ID, fmt.Sprintf("added step %d to %s: %s", n, namedRun(run), a.Text), m)
	out.Happened = at
	return out, nil
}

// holds adds that nobody is there who could have a step.
func holds(c *model.Case, refusal *model.Refusal, owner string) {
	if owner == "" {
		return
	}
	if id := model.ID(owner); id.Kind() == model.KindPerson {
		if p := model.Get[*model.Person](c, id); p == nil {
			refusal.Add("there is no person " + owner)
		} else if p.Left {
			refusal.Add(c.PersonName(id)+" has left", model.AnswerTo("name somebody who is there", "to"))
		}
		return
	}
	if !slices.ContainsFunc(c.Rules.Roles, func(r process.Role) bool { return r.ID == owner }) {
		refusal.Add(fmt.Sprintf("there is no role %q", owner))
	}
}

// GiveStep gives a step to somebody else while the run goes on.
type GiveStep struct {
	Run    model.ID `json:"run"`
	Step   int      `json:"step"` // from 1
	To     string   `json:"to"`   // a person or a role
	Reason string   `json:"reason,omitempty"`
	// Happened is when it was given, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are those of a step, and who gets it.
func (a GiveStep) Needs() model.Needs { return withOwner(ticked(a.Run, a.Step), a.To) }

// Do gives the step.
func (a GiveStep) Do(c *model.Case) (Outcome, error) {
	at, err := stepAt(c, a.Run, a.Step, false, "give away")
	if err != nil {
		return Outcome{}, err
	}
	if a.To == "" {
		at.refusal.Add("it is not said who has it from now on", model.AnswerTo("name a person or a role", "to"))
	}
	holds(c, at.refusal, a.To)
	if id := model.ID(a.To); id.Kind() == model.KindPerson && !at.back {
		barred(c, at.r, at.run, id, "to", at.refusal)
	}
	if at.step().Owner == a.To && a.To != "" {
		at.refusal.Add("they have it already")
	}
	if model.Blank(a.Reason) { // as of all that the plan had otherwise
		at.refusal.Add("it is not said why it is given away", model.AnswerTo("say why", "reason"))
	}
	sane(at.refusal, "the reason", a.Reason)
	needs := []need{{at.run.Started, string(at.run.ID) + " started"}}
	if s := at.step(); s.Given != nil {
		needs = append(needs, need{s.Given.At, "it was given away before"})
	} else if s.Added != nil {
		needs = append(needs, need{s.Added.At, "it was added"})
	}
	given := happened(c, a.Happened, "it can't have been given", needs, at.refusal)
	if err := at.refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m := at.marks(c, model.MarkGiven, given)
	m.To, m.Text = a.To, a.Reason
	out := wrote(at.r.ID, fmt.Sprintf("gave step %s of %s to %s: %s", strconv.Itoa(a.Step), namedRun(at.run), c.HolderName(a.To), oneLine(a.Reason)), m)
	out.Happened = given
	return out, nil
}

// DecideGo is the decision whether a run goes on: before it begins with what can't be
// taken back, or at any time. After a no nothing more is done but the way back, until
// somebody decides anew.
type DecideGo struct {
	Run     model.ID   `json:"run"`
	Go      bool       `json:"go"`
	Present []model.ID `json:"present"` // who was there
	Text    string     `json:"text,omitempty"`
	// Happened is when it was decided, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are the run, and who was there.
func (a DecideGo) Needs() model.Needs {
	n := ticked(a.Run, 0)
	n.IDs = append(n.IDs, a.Present...)
	return n
}

// Do enters the decision.
func (a DecideGo) Do(c *model.Case) (Outcome, error) {
	doing := "decide whether " + string(a.Run) + " goes on"
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if run.Back != "" || run.Rollback != nil {
		refusal.Add("it is on its way back", finishBack(run))
	}
	apart(c, r, run, refusal)
	if len(a.Present) == 0 {
		refusal.Add("it is not said who was present", model.AnswerTo("name them", "present"))
	}
	refs(c, refusal, model.KindPerson, a.Present...)
	for _, id := range a.Present {
		if p := model.Get[*model.Person](c, id); p != nil && p.Left {
			refusal.Add(c.PersonName(id)+" has left", model.AnswerTo("name who was there", "present"))
		}
	}
	if !a.Go && model.Blank(a.Text) {
		refusal.Add("it is not said why it does not go on", model.AnswerTo("say why", "text"))
	} else {
		said(refusal, "the reason", a.Text)
	}
	needs := []need{{run.Started, string(run.ID) + " started"}}
	if run.Go != nil {
		needs = append(needs, need{run.Go.At, "it was decided before"})
	}
	at := happened(c, a.Happened, "it can't have been decided", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkGo, at)
	if !a.Go {
		m.Did = model.MarkNoGo
	}
	m.Text, m.Present = a.Text, model.SortIDs(slices.Clone(a.Present))
	note := fmt.Sprintf("decided: %s for %s, with %s", m.Did, namedRun(run), strings.Join(model.Each(m.Present, c.PersonName), ", "))
	if a.Text != "" {
		note += ": " + oneLine(a.Text)
	}
	out := wrote(r.ID, note, m)
	out.Happened = at
	return out, nil
}

// HandRun hands the lead of a run over, as one shift does to the next: to whom, and what
// they have to know.
type HandRun struct {
	Run  model.ID `json:"run"`
	To   model.ID `json:"to"`
	Text string   `json:"text"` // how it stands
	// Happened is when it was handed over, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs are the run, and who leads it from then on.
func (a HandRun) Needs() model.Needs {
	n := ticked(a.Run, 0)
	n.IDs = append(n.IDs, a.To)
	return n
}

// Do enters the hand-over.
func (a HandRun) Do(c *model.Case) (Outcome, error) {
	doing := "hand " + string(a.Run) + " over"
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	p := model.Get[*model.Person](c, a.To)
	switch {
	case p == nil:
		refusal.Add("it is not said who takes over", model.AnswerTo("name them", "to"))
	case p.Left:
		refusal.Add(c.PersonName(a.To)+" has left", model.AnswerTo("name somebody who is there", "to"))
	case run.Leads() == a.To:
		refusal.Add(c.PersonName(a.To) + " leads it already")
	default:
		deploys(c, r, run, a.To, "to", refusal)
	}
	if model.Blank(a.Text) {
		refusal.Add("it is not said how it stands", model.AnswerTo("say what is done, what is open and what to look out for", "text"))
	}
	sane(refusal, "how it stands", a.Text)
	needs := []need{{run.Started, string(run.ID) + " started"}}
	for _, m := range slices.Backward(run.Marks) {
		if m.Did == model.MarkHanded {
			needs = append(needs, need{m.At, fmt.Sprintf("%s took it over", c.PersonName(model.ID(m.To)))})
			break
		}
	}
	at := happened(c, a.Happened, "it can't have been handed over", needs, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkHanded, at)
	m.To, m.Text = string(a.To), a.Text
	out := wrote(r.ID, fmt.Sprintf("handed %s over to %s: %s", namedRun(run), c.PersonName(a.To), oneLine(a.Text)), m)
	out.Happened = at
	return out, nil
}
