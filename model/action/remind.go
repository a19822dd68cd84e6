package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
)

// Remind reminds those for whom something waits besides an approval: an entry of the log,
// and nothing else. Which it is is told by its record, what it is, which part of the record
// it is in, and by when it is due, or without a deadline since when it waits: what comes
// again at another time is reminded of again.
type Remind struct {
	Record model.ID  `json:"record"`
	What   string    `json:"what"`
	Part   string    `json:"part,omitempty"`
	Since  time.Time `json:"since,omitzero"`
	Due    time.Time `json:"due,omitzero"`
}

// ReminderOf is that of something that waits.
func ReminderOf(w model.Wait) Remind {
	a := Remind{Record: w.ID, What: w.Purpose, Part: w.Part, Due: w.Due.UTC()}
	if w.Due.IsZero() {
		a.Due, a.Since = time.Time{}, w.Since.UTC()
	}
	return a
}

// ByProgram says that the program does it.
func (Remind) ByProgram() {}

// For is no service: nobody takes a permission for it.
func (Remind) For(*model.Case) model.ID { return "" }

// Needs are what waits, the record, and the holidays.
func (a Remind) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Record}, Kinds: []model.Kind{model.KindWindow}, Waits: true}
}

// Do reminds.
func (a Remind) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "remind of " + string(a.Record)}
	at := slices.IndexFunc(c.Waits, func(w model.Wait) bool { return ReminderOf(w) == a })
	if at < 0 {
		refusal.Add("it does not wait, or not as it did")
		return Outcome{}, refusal.Or()
	}
	w := c.Waits[at]
	due := gate.ReminderAt(c, w)
	switch {
	case !c.Who.Program:
		refusal.Add("the clock alone does it", model.Say("a server drives it, or whatever runs a round of it in between"))
	case due.IsZero():
		refusal.Add("it is not to come, or was done")
	case c.Now.Before(due):
		refusal.Add("it is due " + stamp(due))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return wrote(a.Record, fmt.Sprintf("reminded of %s: %s; it waits for %s", a.Record, w.Title, strings.Join(w.For, ", "))), nil
}
