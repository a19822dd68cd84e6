package action

import (
	"fmt"

	"fairway/model"
)

// SetMilestone puts a date onto the calendar that is no deployment.
type SetMilestone struct {
	Milestone model.Milestone `json:"milestone"`
	Seen      int64           `json:"seen,omitempty"`
}

func (a SetMilestone) For(c *model.Case) model.ID {
	if old := model.Get[*model.Milestone](c, a.Milestone.ID); old != nil {
		return old.Service
	}
	return a.Milestone.Service
}

func (a SetMilestone) Do(c *model.Case) (Outcome, error) {
	m := a.Milestone
	m.Origin = nil
	refusal := &model.Refusal{Doing: "set a milestone"}
	if m.ID != "" {
		old, err := known[*model.Milestone](c, m.ID)
		if err != nil {
			return Outcome{}, err
		}
		merged, err := onto(c, old, a.Seen, func(saw *model.Milestone) *model.Milestone {
			mine := a.Milestone
			mine.Origin = saw.Origin
			return &mine
		})
		if err != nil {
			return Outcome{}, err
		}
		m = *merged
		moved(c, a, old.Service, m.Service, refusal)
	}
	titled(refusal, "the title", m.Title)
	if m.At.IsZero() {
		refusal.Add("it has no date", model.AnswerTo("say when", "on"))
	}
	refs(c, refusal, model.KindRelease, m.Release)
	refs(c, refusal, model.KindService, m.Service)
	sane(refusal, "the description", m.Text)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if m.ID == "" {
		m.ID = c.Mint(model.KindMilestone)
	}
	return wrote(m.ID, fmt.Sprintf("set %s %s: %s", m.ID, m.Title, slotWords(c, model.Slot{Start: m.At, End: m.Until}, c.Zone(&model.Release{Service: m.Service}))), &m), nil
}
