package action

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// ReportEarlyLife says how a release stands today in its early life.
type ReportEarlyLife struct {
	Release  model.ID    `json:"release"`
	Standing model.State `json:"standing"`
	Text     string      `json:"text"`
	Happened time.Time   `json:"happened,omitzero"` // when it was so; its day is meant
}

// Do keeps it: one record for each day, where the service is.
func (a ReportEarlyLife) Do(c *model.Case) (Outcome, error) {
	doing := "report on " + string(a.Release)
	r, p, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if s, _ := p.Stage(r.Stage); !gate.EarlyLife(s) {
		refusal.Add("it is in " + stageTitle(c, r, r.Stage) + ", where nobody watches it")
	}
	states := model.Each(model.KindEarly.Info().States, func(s model.StateInfo) string { return string(s.State) })
	oneOf(refusal, "state", string(a.Standing), states)
	sane(refusal, "the text", a.Text)
	if model.Blank(a.Text) {
		refusal.Add("it is not said what is seen", model.AnswerTo("say in a few words how it goes", "text"))
	}
	var needs []need
	if run := c.LastRun(r.ID); run != nil && !run.Open() {
		needs = append(needs, need{run.Ended, string(run.ID) + ", its deployment, ended"})
	}
	at := happened(c, a.Happened, "it can't have stood so", needs, refusal)
	e := &model.EarlyStatus{Release: r.ID, Service: r.Service, Day: when.DateOf(at, c.Zone(r)).String(), Standing: a.Standing, Text: a.Text, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)}
	again := ""
	for _, was := range c.EarlyStatuses(r.ID) {
		if was.Day != e.Day {
			continue
		}
		e.ID, again = was.ID, fmt.Sprintf(", in place of %s, which %s said %s (%s)", was.Standing, c.Signatory(was.By, was.At), stamp(was.At), was.Text)
		if was.At.After(at) {
			refusal.Add(fmt.Sprintf("%s says how it stood later on that day, %s: %s", was.ID, stamp(was.At), was.Standing), model.AnswerTo("say how it stands now, or when it stood so", "happened"))
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if e.ID == "" {
		e.ID = c.Mint(model.KindEarly)
	}
	out := wrote(r.ID, fmt.Sprintf("%s on %s: %s%s: %s", r.ID, e.Day, e.Standing, again, a.Text), e)
	out.Happened = at
	return out, nil
}
