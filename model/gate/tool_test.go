package gate

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// A gate that asks for a tool's success is met by the last job of it since the release came
// into its stage, and by none from before.
func TestAToolHasSucceeded(t *testing.T) {
	since := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	job := func(tool string, after time.Duration, next bool, tries ...model.Try) *model.Job {
		j := &model.Job{ID: "JOB-1", Tool: tool, What: "stage deployment", Of: "REL-1", At: since.Add(after), Tries: tries}
		if next {
			j.Next = since
		}
		return j
	}
	fails := model.Try{Result: "exit code 3"}
	works := model.Try{Result: "exit code 0", OK: true}
	dropped := job("announce", time.Minute, false, fails)
	dropped.Dropped = &model.Ending{Reason: "told by hand"}
	for name, c := range map[string]struct {
		jobs []*model.Job
		want Answer
		says string
	}{
		"none":         {nil, Open, "nothing to do yet"},
		"before":       {[]*model.Job{job("announce", -time.Minute, false, works)}, Open, "nothing to do yet"},
		"another tool": {[]*model.Job{job("tickets", time.Minute, false, works)}, Open, "nothing to do yet"},
		"waits":        {[]*model.Job{job("announce", time.Minute, true, fails)}, Open, "waits for a server"},
		"failed":       {[]*model.Job{job("announce", time.Minute, false, fails)}, Open, "failed: exit code 3"},
		"dropped":      {[]*model.Job{dropped}, Open, "told by hand"},
		"done":         {[]*model.Job{job("announce", time.Minute, false, fails, works)}, Met, "exit code 0"},
	} {
		k := model.NewCase(since.Add(time.Hour), model.Actor{}, nil)
		r := &model.Release{ID: "REL-1", Since: since}
		for _, j := range c.jobs {
			k.Add(model.Fact{Record: j})
		}
		got := toolSucceeded(facts{Case: k, r: r, use: process.Check{Name: checkTool, Arg: "announce"}})
		if got.Answer != c.want || !strings.Contains(got.evidence, c.says) {
			t.Errorf("%s: %s, %q", name, got.Answer, got.evidence)
		}
		if (len(got.remedies) > 0) != (name == "failed") {
			t.Errorf("%s: %v", name, got.remedies)
		}
	}
}
