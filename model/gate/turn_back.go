package gate

import (
	"time"

	"fairway/model"
	"fairway/model/when"
)

// TurnBack is until when the rollback of a release has to begin, to be done when its window
// ends, by its rollback plan; zero where either doesn't say.
func TurnBack(c *model.Case, r *model.Release) time.Time {
	plan := c.Document(FormRollback, r.ID)
	if plan == nil || r.Window.End.Precision != when.Minute {
		return time.Time{}
	}
	length := plan.Meant().Duration("duration")
	if length <= 0 {
		return time.Time{}
	}
	return r.Window.End.At.Add(-length)
}
