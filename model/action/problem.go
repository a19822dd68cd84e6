package action

import (
	"fmt"

	"fairway/model"
)

// OpenProblem enters a problem or a known error.
type OpenProblem struct {
	Problem model.Problem `json:"problem"`
	// Incident is one that it is behind; "" for none.
	Incident model.ID `json:"incident,omitempty"`
}

func (a OpenProblem) For(*model.Case) model.ID { return a.Problem.Service }

// Needs are what it names.
func (a OpenProblem) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Problem.Service, a.Incident}}
}

// Do enters it. With a workaround it is a known error.
func (a OpenProblem) Do(c *model.Case) (Outcome, error) {
	p := a.Problem
	refusal := &model.Refusal{Doing: "enter a problem"}
	titled(refusal, "the title", p.Title)
	said(refusal, "the workaround", p.Workaround)
	refs(c, refusal, model.KindService, p.Service)
	refs(c, refusal, model.KindIncident, a.Incident)
	i := model.Get[*model.Incident](c, a.Incident)
	if i != nil && i.Problem != "" {
		refusal.Add(fmt.Sprintf("%s is behind %s already", i.Problem, i.ID))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	p.ID, p.Opened, p.State = c.Mint(model.KindProblem), c.Now, model.ProblemOpen
	if p.Workaround != "" {
		p.State = model.ProblemKnownError
	}
	out := wrote(p.ID, fmt.Sprintf("entered %s %s", p.ID, p.Title), &p)
	if i != nil {
		n := *i
		n.Problem = p.ID
		out.Writes = append(out.Writes, &n)
		out.Note += ", behind " + string(i.ID)
	}
	return out, nil
}

// ResolveProblem notes a workaround, or closes the problem.
type ResolveProblem struct {
	Problem    model.ID `json:"problem"`
	Workaround string   `json:"workaround,omitempty"`
	Close      bool     `json:"close,omitempty"`
	Seen       int64    `json:"seen,omitempty"`
}

func (a ResolveProblem) Do(c *model.Case) (Outcome, error) {
	p, err := known[*model.Problem](c, a.Problem)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "resolve " + string(a.Problem)}
	switch {
	case p.State == model.ProblemClosed:
		refusal.Add("it is "+model.StateWords(p), model.ByTask("reopen-problem", p.ID, model.With("reason", "")).For("reopen it, if it came back"))
	case !a.Close && a.Workaround == "":
		refusal.Add("it is "+model.StateWords(p)+", and nothing new was said", model.AnswerTo("give a workaround, or close it", "workaround", "close"))
	}
	said(refusal, "the workaround", a.Workaround)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	merged, err := onto(c, p, a.Seen, func(saw *model.Problem) *model.Problem {
		mine := *saw
		if a.Workaround != "" {
			mine.Workaround = a.Workaround
		}
		return &mine
	})
	if err != nil {
		return Outcome{}, err
	}
	n := *merged
	if a.Workaround != "" {
		n.State = model.ProblemKnownError
	}
	if a.Close {
		n.State, n.Closed = model.ProblemClosed, c.Now
	}
	return wrote(p.ID, fmt.Sprintf("%s is %s", p.ID, n.State), &n), nil
}
