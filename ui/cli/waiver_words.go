package cli

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

// waiverWords say in a line of what check a waiver is, and what came of it: it is told
// with what it is of for ever.
func waiverWords(c *model.Case, w *model.Waiver, zone *time.Location) string {
	state, until := model.StateWords(w), "until"
	if w.State() == model.WaiverGranted && w.Ended(c.Now) {
		until = "ended on"
	}
	text := fmt.Sprintf("waiver of a check (%s): %s, %s %s: %s", w.Text, state, until, when.Tell(w.Until, when.Moment{}, c.ZoneOf(w.Of), c.Days()), w.Reason)
	if v := w.Decided; v != nil {
		text += fmt.Sprintf("; %s: %s", decision.VerdictWords(c, v, zone), v.Text)
	}
	if r := w.Disowned(); r != nil {
		text += fmt.Sprintf("; %s disowned what was taken down of them: %s", c.Signatory(r.Decided.By, r.Decided.At), r.Back.Reason)
	}
	if w.Void != nil {
		text += fmt.Sprintf("; void: %s", w.Void.Reason)
	}
	return text
}
