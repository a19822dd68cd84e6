package action

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// DoStep marks a step of a run, or of its rollback, as done or skipped.
type DoStep struct {
	Run      model.ID `json:"run"`
	Step     int      `json:"step"` // from 1
	Rollback bool     `json:"rollback,omitempty"`
	// Skipped says that it was not done, and Skip why: without a reason no step
	// is skipped, and none that is to be skipped is taken for done. Entries from
	// before there was Skipped have the reason alone.
	Skipped  bool      `json:"skipped,omitempty"`
	Skip     string    `json:"skip,omitempty"`
	Happened time.Time `json:"happened,omitzero"`
	// NoReturn says that whoever acts knows that there is no way back after it.
	NoReturn bool `json:"no_return,omitempty"`
	// BreakGlass overrides the duty that whoever accepted does not deploy.
	BreakGlass string `json:"break_glass,omitempty"`
	// Seen is the place in the log as of which the step was seen.
	Seen int64 `json:"seen,omitempty"`
}

// Needs are the run with little else: it is ticked many times in a night.
func (a DoStep) Needs() model.Needs { return ticked(a.Run, a.Step) }

func ticked(run model.ID, step int) model.Needs {
	return model.Needs{Runs: []model.ID{run}, Ticked: step}
}

// Do marks the step, once those are finished that it waits for.
func (a DoStep) Do(c *model.Case) (Outcome, error) {
	at, err := stepAt(c, a.Run, a.Step, a.Rollback, "finish")
	if err != nil {
		return Outcome{}, err
	}
	refusal := at.refusal
	at.asSeen(c, a.Seen)
	at.waits(c)
	if len(refusal.Reasons) == 0 {
		at.goes(c)
	}
	skipped := a.Skipped || a.Skip != ""
	did := happened(c, a.Happened, "it can't have been done", at.before(), refusal)
	if skipped && model.Blank(a.Skip) {
		refusal.Add("it is not said why the step is skipped", model.AnswerTo("a step that was done needs no reason; else say why", "reason"))
	}
	sane(refusal, "the reason", a.Skip)
	if !skipped {
		at.noReturn(c, a.NoReturn)
	}
	m := at.marks(c, model.MarkDone, did)
	word := "did"
	if skipped {
		m.Did, m.Text, word = model.MarkSkipped, a.Skip, "skipped"
	}
	return at.done(c, word, m, a.BreakGlass)
}

// BeginStep says that somebody has begun with a step, which is how long it takes and who
// is at it. A step that failed is begun anew.
type BeginStep struct {
	Run      model.ID  `json:"run"`
	Step     int       `json:"step"` // from 1
	Rollback bool      `json:"rollback,omitempty"`
	Happened time.Time `json:"happened,omitzero"`
	// NoReturn says that whoever acts knows that there is no way back after it.
	NoReturn   bool   `json:"no_return,omitempty"`
	BreakGlass string `json:"break_glass,omitempty"`
	Seen       int64  `json:"seen,omitempty"`
}

// Needs are those of a step.
func (a BeginStep) Needs() model.Needs { return ticked(a.Run, a.Step) }

// Do marks the step as begun.
func (a BeginStep) Do(c *model.Case) (Outcome, error) {
	at, err := stepAt(c, a.Run, a.Step, a.Rollback, "begin")
	if err != nil {
		return Outcome{}, err
	}
	if s := at.step(); !s.GoesOn() {
		at.asSeen(c, a.Seen)
	} else {
		at.refusal.Add(fmt.Sprintf("%s began with it already, %s", c.PersonName(s.BegunBy), stamp(s.Begun)), model.ByTask("do-step", at.run.ID, model.With("step", strconv.Itoa(a.Step))).For("mark it as done once it is"))
	}
	at.waits(c)
	at.goes(c)
	began := happened(c, a.Happened, "it can't have been begun", at.before(), at.refusal)
	at.noReturn(c, a.NoReturn)
	return at.done(c, "began", at.marks(c, model.MarkBegun, began), a.BreakGlass)
}

// FailStep says that a step failed, and what was seen. It is tried again, skipped with a
// reason, or the run is rolled back.
type FailStep struct {
	Run      model.ID  `json:"run"`
	Step     int       `json:"step"` // from 1
	Rollback bool      `json:"rollback,omitempty"`
	Reason   string    `json:"reason"`
	Happened time.Time `json:"happened,omitzero"`
	// NoReturn says that whoever acts knows that there is no way back once it was begun.
	NoReturn   bool   `json:"no_return,omitempty"`
	BreakGlass string `json:"break_glass,omitempty"`
	Seen       int64  `json:"seen,omitempty"`
}

// Needs are those of a step.
func (a FailStep) Needs() model.Needs { return ticked(a.Run, a.Step) }

// Do marks the step as failed.
func (a FailStep) Do(c *model.Case) (Outcome, error) {
	at, err := stepAt(c, a.Run, a.Step, a.Rollback, "fail")
	if err != nil {
		return Outcome{}, err
	}
	at.asSeen(c, a.Seen)
	if model.Blank(a.Reason) {
		at.refusal.Add("it is not said what was seen", model.AnswerTo("say why it failed", "reason"))
	}
	sane(at.refusal, "the reason", a.Reason)
	if s := at.step(); s.Fails() {
		at.refusal.Add(fmt.Sprintf("it failed already, %s: %s", stamp(s.Failed), s.Why), model.ByTask("begin-step", at.run.ID, model.With("step", strconv.Itoa(a.Step))).For("begin it anew before it can fail once more"))
	}
	at.waits(c)
	at.noReturn(c, a.NoReturn)
	failed := happened(c, a.Happened, "it can't have failed", at.before(), at.refusal)
	m := at.marks(c, model.MarkFailed, failed)
	m.Text = a.Reason
	return at.done(c, "failed", m, a.BreakGlass)
}

// stepPlace is a step that an action is about, in the run that has it.
type stepPlace struct {
	run     *model.Run     // whose step it is: of a rollback the run that it is
	of      *model.Run     // the run that was named, or that is rolled back
	r       *model.Release //
	steps   []model.Step
	n       int
	back    bool // of a rollback
	inside  bool // of a rollback that is no run of its own
	refusal *model.Refusal
}

// stepAt finds the step, and refuses at once where there is none.
func stepAt(c *model.Case, id model.ID, n int, back bool, verb string) (*stepPlace, error) {
	doing := fmt.Sprintf("%s step %d of %s", verb, n, id)
	run, r, err := runOf(c, id, doing)
	if err != nil {
		return nil, err
	}
	if run.Back != "" {
		back = false // it is the rollback itself
	}
	p := &stepPlace{run: run, of: run, r: r, steps: run.Steps, n: n, back: back || run.Back != "", refusal: &model.Refusal{Doing: doing}}
	switch {
	case back && run.Rollback == nil:
		p.steps = nil
		p.refusal.Add("no rollback was begun", model.ByTask("roll-back", run.ID, model.With("trigger", "")))
	case back && run.Rollback.Run != "": // as older programs named it
		if p.run, _, err = runOf(c, run.Rollback.Run, doing); err != nil {
			return nil, err
		}
		p.steps = p.run.Steps
	case back:
		p.steps, p.inside = run.Rollback.Steps, true
	case run.Rollback != nil:
		p.refusal.Add(backWords(run), finishBack(run))
	}
	if n < 1 || n > len(p.steps) {
		p.refusal.Add(fmt.Sprintf("there is no step %d; there are %d", n, len(p.steps)), model.AnswerTo("name one of them", "step"))
		return nil, p.refusal
	}
	if s := p.step(); s.Finished() {
		p.refusal.Add(alreadyWords(c, s))
	}
	return p, nil
}

// backWords say that a run is being rolled back, and by which.
func backWords(run *model.Run) string {
	if run.Rollback.Run == "" {
		return "it is being rolled back"
	}
	return fmt.Sprintf("it is being rolled back, by %s", run.Rollback.Run)
}

// finishBack is what comes next in a run that is being rolled back.
func finishBack(run *model.Run) model.Remedy {
	id := run.ID
	if run.Rollback != nil && run.Rollback.Run != "" {
		id = run.Rollback.Run
	}
	number := ""
	if run.Rollback != nil {
		number = readyStep(run.Rollback.Steps)
	}
	return model.ByTask("do-step", id, model.With("step", number)).For("finish the steps of the rollback")
}

func (p *stepPlace) step() model.Step { return p.steps[p.n-1] }

// alreadyWords say who finished a step, and when: of two who tick it at the same moment
// one is told this.
func alreadyWords(c *model.Case, s model.Step) string {
	word, at := "did it", s.Done
	if s.Done.IsZero() {
		word, at = "skipped it", s.Skipped
	}
	switch {
	case s.By == "":
		return "it is finished already"
	case at.IsZero():
		return fmt.Sprintf("it is finished already: %s %s", c.PersonName(s.By), word)
	}
	return fmt.Sprintf("it is finished already: %s %s, %s", c.PersonName(s.By), word, stamp(at))
}

// waits adds the steps that come first.
func (p *stepPlace) waits(_ *model.Case) {
	const most = 5
	left := model.Waiting(p.steps, p.n)
	for i, on := range left {
		if i == most {
			p.refusal.Add(fmt.Sprintf("so do %s more", grammar.Count(len(left)-most, "step")))
			return
		}
		number := strconv.Itoa(on)
		p.refusal.Add(fmt.Sprintf("step %d comes first: %s", on, p.steps[on-1].Text), model.ByTask("do-step", p.run.ID, model.With("step", number)), model.ByTask("skip-step", p.run.ID, model.With("step", number), model.With("reason", "")))
	}
}

// goes adds that somebody decided not to go on. What is on its way back goes on.
func (p *stepPlace) goes(c *model.Case) {
	if g := p.run.Go; g != nil && g.Did == model.MarkNoGo {
		p.refusal.Add(fmt.Sprintf("%s decided not to go on, %s: %s", c.PersonName(g.By), stamp(g.At), g.Text), model.ByTask("decide-go", p.run.ID, model.With("go", "go")).For("decide anew"), model.ByTask("roll-back", p.of.ID, model.With("trigger", "")))
	}
}

// noReturn adds that there is no way back after the step, where nobody said that they know.
func (p *stepPlace) noReturn(c *model.Case, known bool) {
	s := p.step()
	switch {
	case p.back || !s.NoBack || s.GoesOn() || !s.Failed.IsZero(): // whoever began with it was asked
		if known {
			p.refusal.Add("it is not the point of no return", model.AnswerTo("leave that out", "no_return"))
		}
	case s.Finished(): // there is nothing to be asked
	case !known:
		p.refusal.Add(fmt.Sprintf("it is the point of no return: after %q there is no way back by the plan", s.Text), model.AnswerTo("say that you know", "no_return"))
	}
}

// before is what comes before something that happens to the step: its run began, what it
// waits for was finished, and it was begun itself, or failed before.
func (p *stepPlace) before() []need {
	out := []need{{p.run.Started, string(p.run.ID) + " started"}}
	switch {
	case p.inside:
		out = []need{{p.run.Rollback.Decided, "the rollback was decided"}}
	case p.run.Back != "":
		out = []need{{p.run.Started, "the rollback was decided"}}
	}
	for _, on := range model.WaitsFor(p.steps, p.n) {
		if s := p.steps[on-1]; !s.Ended().IsZero() && on != p.n {
			out = append(out, need{s.Ended(), fmt.Sprintf("step %d was done", on)})
		}
	}
	s := p.step()
	if !s.Begun.IsZero() {
		out = append(out, need{s.Begun, "it was begun"})
	}
	if !s.Failed.IsZero() {
		out = append(out, need{s.Failed, "it failed"})
	}
	if s.Added != nil {
		out = append(out, need{s.Added.At, "it was added"})
	}
	slices.SortStableFunc(out, func(a, b need) int { return b.at.Compare(a.at) })
	return out
}

func (p *stepPlace) marks(c *model.Case, did string, at time.Time) *model.Mark {
	m := marks(c, p.run, did, at)
	m.Step, m.Back, m.Of = p.n, p.inside, p.step().Text
	return m
}

// done is what comes of it, where nothing is against it. On the way back everybody helps
// who may: no duty keeps anybody from it.
func (p *stepPlace) done(c *model.Case, word string, m *model.Mark, glass string) (Outcome, error) {
	n := p.r.Clone()
	marked := false
	if p.run.Production && !p.back {
		marked = breakGlass(c, n, decision.Deploys(c, p.r, c.Who.ID()), glass, p.refusal)
	}
	if err := p.refusal.Or(); err != nil {
		return Outcome{}, err
	}
	out := wrote(p.r.ID, fmt.Sprintf("%s step %d of %s", word, p.n, namedRun(p.run)), m)
	if m.Text != "" && m.Did != model.MarkSkipped {
		out.Note += ": " + strings.ReplaceAll(m.Text, "\n", " ")
	}
	if marked {
		out.Writes = append(out.Writes, n)
	}
	out.Happened = m.At
	return out, nil
}
