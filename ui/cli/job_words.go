package cli

import (
	"fmt"
	"time"

	"fairway/model"
)

// jobWords say in a line what an own tool was to do, and how that stands.
func jobWords(j *model.Job, zone *time.Location) string {
	text := fmt.Sprintf("own tool (%s): %s", model.StateWords(j), j.Title())
	if last := j.LastTry(); last != nil {
		text += fmt.Sprintf("; try %d at %s: %s", len(j.Tries), timeOf(last.Ended, zone), last.Result)
	}
	switch {
	case j.Dropped != nil:
		text += "; dropped: " + j.Dropped.Reason
	case j.State() == model.JobWaiting && len(j.Tries) > 0:
		text += "; the next at " + timeOf(j.Next, zone)
	}
	return text
}
