package task

import (
	"fairway/model"
	"fairway/model/action"
)

// retryJob has a job of an own tool tried again.
var retryJob = Task{
	Name: "retry-job", Title: "Have the tool try again", Act: action.RetryJob{}, About: model.KindJob,
	When: func(c *model.Case, id model.ID) string {
		j := model.Get[*model.Job](c, id)
		switch {
		case j == nil:
		case j.State() == model.JobDone:
			return "it is done"
		case j.State() == model.JobDropped:
			return "it was dropped"
		}
		return ""
	},
}

// dropJob says that it is not to be done any more.
var dropJob = Task{
	Name: "drop-job", Title: "Drop the job", Act: action.DropJob{}, About: model.KindJob,
	When: retryJob.When,
}
