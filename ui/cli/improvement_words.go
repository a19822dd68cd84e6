package cli

import (
	"fmt"

	"fairway/model"
	"fairway/model/when"
)

// improvementWords say in a line what is to be done better, by whom and until when, and
// what came of it.
func improvementWords(c *model.Case, i *model.Improvement) string {
	state := model.StateWords(i)
	if i.Overdue(c.Now) {
		state = "overdue"
	}
	text := fmt.Sprintf("improvement action (%s): %s; %s, until %s", state, i.Action, c.PersonName(i.Owner), when.Tell(i.Due, when.Moment{}, c.ZoneOf(i.Of), c.Days()))
	if i.PutOff() > 0 {
		text += fmt.Sprintf(" (put off, at first until %s)", when.Tell(i.First(), when.Moment{}, c.ZoneOf(i.Of), c.Days()))
	}
	switch {
	case i.Done != nil && i.Done.Text != "":
		text += ": " + i.Done.Text
	case i.Dropped != nil:
		text += ": " + i.Dropped.Reason
	}
	return text
}
