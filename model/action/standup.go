package action

import (
	"slices"
	"time"

	"fairway/model"
)

// HoldStandup says that a team held its standup, or everybody did theirs: what happened
// after it is what is new in the next one. It is an entry of the log and no preference of
// a person, so that "since last time" is the same for everybody in the room, and as of
// any day. It takes no permission of its own: whoever may read, and may do something more,
// may say that it was held. An auditor changes nothing, this neither.
type HoldStandup struct {
	Team model.ID `json:"team,omitempty"` // "": everybody
	// Happened is when it was held; zero: now.
	Happened time.Time `json:"happened,omitzero"`
}

// Needs is the team.
func (a HoldStandup) Needs() model.Needs {
	if a.Team == "" {
		return model.Needs{}
	}
	return model.Needs{IDs: []model.ID{a.Team}}
}

// Takes is nothing for whoever may read.
func (HoldStandup) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (HoldStandup) For(*model.Case) model.ID { return "" }

// Do says it.
func (a HoldStandup) Do(c *model.Case) (Outcome, error) {
	doing := "say that the standup was held"
	out := Outcome{Subject: a.Team, Note: "held the standup"}
	if a.Team != "" {
		team, err := known[*model.Team](c, a.Team)
		if err != nil {
			return Outcome{}, err
		}
		out.Note += " of " + team.Name
	}
	refusal := &model.Refusal{Doing: doing}
	if who := c.Who.Person; who != nil && !slices.ContainsFunc(PermissionIDs(), func(p string) bool { return p != PermissionRead && Holds(c.Rules, who, p) }) {
		refusal.Add("your roles only let you read", model.Say("somebody who works on releases says that it was held"))
	}
	at := happened(c, a.Happened, "it can't have been held", nil, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	if recorded := recordedLater(c, at); !recorded.IsZero() {
		out.Happened = at
	}
	return out, nil
}
