package action

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/grammar"
)

// Verify marks one line of the verification list.
type Verify struct {
	Run    model.ID `json:"run"`
	Line   int      `json:"line"` // from 1
	Passed bool     `json:"passed"`
	Note   string   `json:"note,omitempty"`
	// Happened is when it was verified, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Needs are those of a step.
func (a Verify) Needs() model.Needs { return model.Needs{Runs: []model.ID{a.Run}} }

// Do marks the line; a failed one needs a note.
func (a Verify) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("verify line %d of %s", a.Line, a.Run)
	run, r, err := runOf(c, a.Run, doing)
	if err != nil {
		return Outcome{}, err
	}
	if a.Line < 1 || a.Line > len(run.Checks) {
		return Outcome{}, model.Refuse(doing, fmt.Sprintf("there is no line %d; there are %d", a.Line, len(run.Checks)), model.AnswerTo("name one of them", "line"))
	}
	refusal := &model.Refusal{Doing: doing}
	if !a.Passed && model.Blank(a.Note) {
		refusal.Add("a failed verification needs a note", model.AnswerTo("say what was seen", "note"))
	} else {
		said(refusal, "the note", a.Note)
	}
	if left := unfinished(run.Steps); a.Passed && left > 0 && run.Rollback == nil {
		refusal.Add(fmt.Sprintf("%s %s neither done nor skipped: what is verified is what was deployed", grammar.Count(left, "step"), grammar.Are(grammar.Count(left, "step"))), finishSteps(run.ID, run.Steps))
	}
	if ch := run.Checks[a.Line-1]; a.Passed && ch.Passed {
		refusal.Add(fmt.Sprintf("it has passed already: %s verified it, %s", c.PersonName(ch.By), stamp(ch.At)))
	}
	at := happened(c, a.Happened, "it can't have been verified", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	ch := run.Checks[a.Line-1]
	if err := a.lineAsSeen(c, run, ch); err != nil {
		return Outcome{}, err
	}
	m := marks(c, run, model.MarkPassed, at)
	m.Line, m.Of, m.Text = a.Line, ch.Text, a.Note
	if !a.Passed {
		m.Did = model.MarkFailed
	}
	out := wrote(r.ID, fmt.Sprintf("%s verification %d of %s", m.Did, a.Line, namedRun(run)), m)
	out.Happened = at
	return out, nil
}

// lineAsSeen refuses with Changed when somebody else marked the line since, and
// said something else of it.
func (a Verify) lineAsSeen(c *model.Case, run *model.Run, now model.Check) error {
	since := c.MarkSince(run.ID, func(m *model.Mark) bool { return m.Line == a.Line })
	mine := model.Check{Passed: a.Passed, Failed: !a.Passed, Note: a.Note}
	if a.Seen == 0 || since <= a.Seen || lineWords(now) == lineWords(mine) {
		return nil
	}
	return changedSince(c, run.ID, a.Seen, model.Clash{Field: fmt.Sprintf("verification %d", a.Line), Was: lineWords(run.CheckAsOf(a.Line, c.MarksUpTo(run.ID, a.Seen))), Theirs: lineWords(now), Mine: lineWords(mine)})
}

// lineWords says what came of a line of the verification.
func lineWords(ch model.Check) string {
	word := "to do"
	switch {
	case ch.Passed:
		word = "passed"
	case ch.Failed:
		word = "failed"
	}
	if ch.Note != "" {
		word += ": " + ch.Note
	}
	return word
}
