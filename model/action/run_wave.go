package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
)

// wave is which part of the release is deployed, nil for the whole; it adds what makes no
// sense in it.
func (a StartRun) wave(refusal *model.Refusal) *model.Wave {
	if a.Wave == "" && len(a.Sites) == 0 && a.Percent == 0 {
		return nil
	}
	if a.Wave != "" {
		titled(refusal, "the wave", a.Wave)
	}
	for _, site := range a.Sites {
		titled(refusal, "the site", site)
	}
	if a.Percent < 1 || a.Percent > 100 {
		refusal.Add("it is not said how much of it is deployed once this run is", model.AnswerTo("from 1 to 100 percent, 100 of the last", "percent"))
	}
	sites := model.Each(a.Sites, strings.TrimSpace)
	slices.Sort(sites)
	return &model.Wave{Name: strings.TrimSpace(a.Wave), Sites: slices.Compact(sites), Percent: a.Percent}
}

// another adds why no run of the release can be started beside or after those that there
// are: one that failed or was rolled back may be tried again, and of one that deploys in
// parts the next may go, or two at once that are not the same.
func another(c *model.Case, r *model.Release, wave *model.Wave, refusal *model.Refusal) {
	for _, run := range c.Runs(r.ID) {
		finish := model.ByTask("end-run", run.ID, model.With("result", "")).For("finish it first")
		switch {
		case !run.Going():
		case wave == nil || run.Wave == nil || run.Wave.Tells() == wave.Tells():
			refusal.Add(string(run.ID)+" "+run.GoesOnWords(), finish)
		case wave.Name != "" && strings.EqualFold(wave.Name, run.Wave.Name):
			refusal.Add(fmt.Sprintf("%s, of the wave %s, %s", run.ID, run.Wave.Name, run.GoesOnWords()), finish)
		case wave.Percent <= run.Wave.Percent && run.Open():
			refusal.Add(fmt.Sprintf("%d %% of it is deployed once %s is, which %s", run.Wave.Percent, run.ID, run.GoesOnWords()), model.AnswerTo("this run deploys more than that", "percent"))
		default:
			for _, site := range wave.Sites {
				if slices.ContainsFunc(run.Wave.Sites, func(s string) bool { return strings.EqualFold(s, site) }) {
					refusal.Add(fmt.Sprintf("%s deploys to %s still", run.ID, site), finish)
				}
			}
		}
	}
	last := lastDeployed(c, r.ID)
	switch to := c.DeployedTo(r.ID); {
	case last == nil:
	case to >= 100:
		refusal.Add(fmt.Sprintf("%s ended as %s", last.ID, last.Result), model.Say("evaluate it, and register a new release"))
	case wave == nil:
		refusal.Add(fmt.Sprintf("%s deployed a part of it, %s", last.ID, last.Wave.Words()), model.AnswerTo("say how much is deployed once this run is: more than that, 100 percent of the last", "percent"))
	case wave.Percent <= to:
		refusal.Add(fmt.Sprintf("%d %% of it is deployed already, with %s", to, last.ID), model.AnswerTo("this run deploys more than that", "percent"))
	}
}

// lastDeployed is the last run that ended as deployed, of those by which the release
// stands; nil where none did.
func lastDeployed(c *model.Case, release model.ID) *model.Run {
	for _, run := range slices.Backward(c.Rollout(release)) {
		if run.Result == model.RunDeployed {
			return run
		}
	}
	return nil
}
