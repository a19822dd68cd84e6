package action

import (
	"fmt"
	"time"

	"fairway/model"
)

// RestoreService says from when on the service was there again after a production run that
// failed, or in which something had to be done at once; said once more, it is corrected.
// Until it is said the recovery time of the run is not known.
type RestoreService struct {
	Run model.ID `json:"run"`
	// Failed is when it failed, where the run doesn't say.
	Failed time.Time `json:"failed,omitzero"`
	// Happened is when the service was restored, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Do notes it on the run.
func (a RestoreService) Do(c *model.Case) (Outcome, error) {
	doing := "say when the service was restored after " + string(a.Run)
	run, err := known[*model.Run](c, a.Run)
	if err != nil {
		return Outcome{}, err
	}
	if _, err := known[*model.Release](c, run.Release); err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, run, a.Seen, "failed", "restored"); err != nil {
		return Outcome{}, err
	}
	if reason := run.Unrestorable(); reason != "" {
		if run.Open() {
			return Outcome{}, model.Refuse(doing, reason, model.ByTask("end-run", run.ID, model.With("result", ""), model.With("restored", "")).For("say so when it is ended"))
		}
		return Outcome{}, model.Refuse(doing, reason)
	}
	refusal := &model.Refusal{Doing: doing}
	failed := run.Failed
	switch {
	case !a.Failed.IsZero() && !run.FailedKnown():
		failed = happened(c, a.Failed, "it can't have failed", []need{{run.Started, string(run.ID) + " started"}}, refusal)
	case !a.Failed.IsZero() && !failed.Equal(a.Failed):
		refusal.Add(fmt.Sprintf("it failed already at %s, as its run says", stamp(failed)), model.AnswerTo("leave that out", "failed"))
	case failed.IsZero():
		refusal.Add("when it failed is missing", model.AnswerTo("say when it failed", "failed"))
	}
	restored := happened(c, a.Happened, "the service can't have been restored", []need{{failed, string(run.ID) + " failed"}}, refusal)
	if !failed.IsZero() && run.Failed.Equal(failed) && run.Restored.Equal(restored) {
		refusal.Add("it was restored then already")
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *run
	n.Failed, n.Restored, n.RestoredRecorded = failed, restored, recordedLater(c, restored)
	word := "service was restored"
	if !run.Restored.IsZero() {
		word = "corrected when service was restored"
	}
	out := wrote(run.Release, fmt.Sprintf("%s after %s of %s, %s", word, run.ID, run.Release, stamp(restored)), n.Head())
	out.Happened = restored
	return out, nil
}
