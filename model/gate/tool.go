package gate

import (
	"time"

	"fairway/model"
)

// checkTool is met by a tool of the organisation's own that has done what it had to, since
// the release came into its stage. Which tool that is is what it is asked about.
const checkTool = "tool-succeeded"

// stageSince is when a release came into its stage; of an RFC, which keeps no such time, all
// that was ever done counts.
func (f facts) stageSince() time.Time {
	if f.r == nil {
		return time.Time{}
	}
	return f.r.Since
}

func toolSucceeded(f facts) answer {
	var last *model.Job
	for _, j := range f.Jobs(f.of()) {
		if j.Tool == f.use.Arg && !j.At.Before(f.stageSince()) {
			last = j
		}
	}
	switch {
	case last == nil:
		return open("%s had nothing to do yet since it came into this stage: a server queues it as its settings say", f.use.Arg)
	case last.State() == model.JobDone:
		return met("%s: %s (%s)", last.Title(), last.LastTry().Result, last.ID)
	case last.State() == model.JobFailed:
		return open("%s failed: %s (%s)", last.Title(), last.LastTry().Result, last.ID).by(model.ByTask("retry-job", last.ID, model.With("reason", "")))
	case last.State() == model.JobDropped:
		return open("%s was dropped (%s): %s", last.Title(), last.ID, last.Dropped.Reason)
	}
	return open("%s waits for a server (%s)", last.Title(), last.ID)
}
