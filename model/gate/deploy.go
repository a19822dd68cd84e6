package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// authorisationValid: no material edit came after the authorisation.
func authorisationValid(f facts) answer { return authorised(f) }

func insideWindow(f facts) answer {
	if f.r.Window.IsZero() {
		return open("no window is planned").by(f.task("reschedule", model.With("start", ""), model.With("end", ""))) // there is nothing to wait for
	}
	span := f.r.Window.Span(f.Zone(f.r))
	switch {
	case f.Now.Before(span.Start):
		return open("the window opens %s", f.opens()).by(model.Say("wait for it"), moveDates(f.r))
	case !f.Now.Before(span.End):
		return open("the window closed %s: reschedule", f.closes()).by(moveDates(f.r))
	}
	return met("%s", f.planned())
}

// opens says when the planned window begins. A day that is meant in another zone
// than the release's begins with it there.
func (f facts) opens() string {
	from, zone := f.r.Window.Start, f.Zone(f.r)
	if own := from.In(zone); from.Precision == when.Day && own.String() != zone.String() {
		return from.On(zone).String() + ", as " + own.String() + " has it: " + f.Stamp(from.At)
	}
	return f.side(from, f.r.Window.Span(zone).Start)
}

// closes says when it ended: a day with itself.
func (f facts) closes() string {
	to := f.r.Window.End
	if to.IsZero() {
		to = f.r.Window.Start
	}
	if to.Precision == when.Day {
		return "with " + f.side(to, to.At)
	}
	return f.Stamp(f.r.Window.Span(f.Zone(f.r)).End)
}

func noHardConflict(f facts) answer {
	var in []string
	var steps []model.Remedy
	accepted := 0
	for _, c := range Conflicts(f.Case, f.r) {
		switch {
		case c.Kind == calendar.FreezeHard || !c.Hard:
		case !c.Open():
			accepted++
		default:
			in = append(in, strings.TrimSuffix(fmt.Sprintf("%s [%s] (%s)", c.Text, c.Key, c.Against), " ()"))
			steps = also(steps, c.Remedies)
		}
	}
	if len(in) > 0 {
		return open("%s", strings.Join(in, "; ")).by(steps...)
	}
	if accepted > 0 {
		return met("%d decided upon, none open", accepted)
	}
	return met("none")
}

// AsksForConflicts reports whether the gate of a stage asks that no hard conflict be open.
func AsksForConflicts(s *process.Stage) bool {
	return slices.ContainsFunc(s.Checks, func(k process.Check) bool { return k.Name == NoHardConflict })
}

// also puts the remedies of one more conflict behind those of others: each has its
// own step, and other dates are another way for all.
func also(steps, more []model.Remedy) []model.Remedy {
	if len(steps) == 0 {
		return more
	}
	next := more[0].AndThen()
	return slices.Insert(slices.Clip(steps), len(steps)-(len(more)-1), next)
}

func itemsBaselined(f facts) answer {
	if len(f.r.Items) == 0 {
		return met("no item is affected: %s", f.r.NoItems)
	}
	var latest *model.Baseline
	for _, b := range model.All[*model.Baseline](f.Case) {
		if b.Release == f.r.ID {
			latest = b
		}
	}
	if latest == nil {
		return open("no baseline was taken")
	}
	seen := map[model.ID]string{}
	for _, i := range latest.Items {
		seen[i.Item] = i.Digest
	}
	var missing []string
	for _, id := range f.r.Items {
		digest, ok := seen[id]
		if fact, known := f.Fact(id); !ok {
			missing = append(missing, string(id)+" is not in "+string(latest.ID))
		} else if known && fact.Digest != digest {
			missing = append(missing, string(id)+" changed since "+string(latest.ID))
		}
	}
	if len(missing) > 0 {
		return open("%s", strings.Join(missing, "; "))
	}
	return met("%s of %s: %s", latest.ID, f.Stamp(latest.At), join(f.r.Items))
}

func noticeSent(f facts) answer {
	if f.r.Window.IsZero() {
		return open("no window is planned").by(f.task("reschedule", model.With("start", ""), model.With("end", "")))
	}
	n := Noticed(f.rules.Policy, f.r, model.All[*model.Notice](f.Case), f.Zone(f.r), f.Now)
	late := f.task("reschedule", model.With("start", ""), model.With("end", "")).For("no notice can come in time any more")
	switch {
	case n.Last == nil:
		return open("no notice was sent")
	case n.First == nil:
		return open("%s announced other dates than those planned now", n.Last.ID)
	case n.Sent.Sub(n.Start).Abs() < time.Minute:
		return open("%s was sent as it starts; the policy asks for %s before it", n.First.ID, hours(n.Need)).by(late)
	case !n.Sent.Before(n.Start):
		return open("%s was sent %s after the start; the policy asks for %s before it", n.First.ID, hours(n.Sent.Sub(n.Start)), hours(n.Need)).by(late)
	case n.Start.Sub(n.Sent) < n.Need:
		return open("%s was sent %s before the start; the policy asks for %s", n.First.ID, hours(n.Start.Sub(n.Sent)), hours(n.Need)).by(late)
	}
	return met("%s to %s, %s before the start", n.First.ID, n.First.Audience, hours(n.Start.Sub(n.Sent)))
}

func rollbackOwned(f facts) answer {
	p := model.Get[*model.Person](f.Case, f.r.RollbackOwner)
	switch {
	case f.r.RollbackOwner == "":
		return open("nobody owns the rollback")
	case p == nil:
		return cannot("%s can't be read", f.r.RollbackOwner)
	case p.Left:
		return open("%s, who owns the rollback, has left", p.Name)
	}
	return met("%s", p.Name)
}

func runEnded(f facts) answer {
	run := f.LastRun(f.r.ID)
	switch {
	case run == nil:
		return open("no deployment run was started")
	case run.GoesBack():
		return open("%s is being rolled back", run.ID).by(endBack(run)...)
	case run.Open():
		return open("%s still runs", run.ID).by(model.ByTask("end-run", run.ID, model.With("result", "")))
	}
	if to := f.DeployedTo(f.r.ID); to > 0 && run.Result != model.RunDeployed {
		live := f.live()
		return open("%s ended as %s, and %d %% of it is deployed still, with %s", run.ID, run.Result, to, join(live)).
			by(model.ByTask("roll-back", live[len(live)-1], model.With("trigger", "")), f.task("start-run", model.With("percent", "")))
	}
	if to := f.DeployedTo(f.r.ID); run.Wave != nil && run.Result == model.RunDeployed && to < 100 {
		return open("%d %% of it is deployed, with %s: the next wave was not started", to, run.ID).by(f.task("start-run", model.With("percent", "")))
	}
	return met("%s ended %s: %s", run.ID, f.Stamp(run.Ended), run.Result)
}

// live are the runs that deployed it and were not taken back.
func (f facts) live() []model.ID {
	var out []model.ID
	for _, run := range f.Rollout(f.r.ID) {
		if !run.Open() && run.Result == model.RunDeployed {
			out = append(out, run.ID)
		}
	}
	return out
}

// standing are the runs by which the release stands: of one that is deployed in parts
// those that were not taken back or repeated.
func (f facts) standing() []*model.Run {
	var out []*model.Run
	for _, run := range f.Rollout(f.r.ID) {
		if run.Open() || run.Result == model.RunDeployed {
			out = append(out, run)
		}
	}
	if last := f.LastRun(f.r.ID); len(out) == 0 && last != nil {
		out = append(out, last)
	}
	return out
}

func stepsFinished(f facts) answer {
	runs := f.standing()
	if len(runs) == 0 {
		return open("no deployment run was started").by(f.task("start-run"))
	}
	var all, skipped int
	for _, run := range runs {
		left := 0
		for _, s := range run.Steps {
			if !s.Finished() {
				left++
			}
			if s.Skip != "" {
				skipped++
			}
		}
		all += len(run.Steps)
		if left > 0 {
			return open("%d of %d steps are neither done nor skipped with a reason", left, len(run.Steps)).by(nextStep(run.ID, run.Steps)...)
		}
	}
	return met("%d done, %d skipped with a reason", all-skipped, skipped)
}

func verificationPassed(f facts) answer {
	runs := f.standing()
	if len(runs) == 0 {
		return open("no deployment run was started").by(f.task("start-run"))
	}
	all := 0
	for _, run := range runs {
		if len(run.Checks) == 0 {
			return open("%s has no verification list", run.ID)
		}
		all += len(run.Checks)
		for _, c := range run.Checks {
			if c.Failed {
				return open("verification failed: %s", c.Text).by(model.ByTask("roll-back", run.ID, model.With("trigger", "")))
			}
			if !c.Passed {
				return open("not verified yet: %s", c.Text)
			}
		}
	}
	return met("all %d passed", all)
}

func rollbackFinished(f facts) answer {
	run := f.LastRun(f.r.ID)
	if run == nil || run.Rollback == nil {
		return open("no rollback was run").by(f.task("roll-back", model.With("trigger", "")))
	}
	if run.Result == model.RunFailed && !run.Rollback.Ended.IsZero() {
		return open("%s could not be rolled back: its way back ended as failed %s", run.ID, f.Stamp(run.Rollback.Ended)).by(f.task("start-run").For("deploy what puts it right"))
	}
	for _, s := range run.Rollback.Steps { // those of its own run, where it is one
		if !s.Finished() {
			id := run.ID
			if run.Rollback.Run != "" {
				id = run.Rollback.Run
			}
			return open("rollback step not finished: %s", s.Text).by(append(nextStep(id, run.Rollback.Steps), endBack(run)[1])...)
		}
	}
	if run.Rollback.Ended.IsZero() {
		return open("the rollback of %s still runs", run.ID).by(endBack(run)...)
	}
	return met("rolled back by %s", f.Stamp(run.Rollback.Ended))
}

// nextStep is the step that can be done now.
func nextStep(run model.ID, steps []model.Step) []model.Remedy {
	for _, n := range model.Ready(steps) {
		return []model.Remedy{model.ByTask("do-step", run, model.With("step", strconv.Itoa(n)))}
	}
	return nil
}

// endBack ends a run that is being rolled back: with what became of the data, or as failed
// where the way back did.
func endBack(run *model.Run) []model.Remedy {
	return []model.Remedy{
		model.ByTask("end-run", run.ID, model.With("result", model.RunRolledBack), model.With("data", "")).For("end it as rolled back"),
		model.ByTask("end-run", run.ID, model.With("result", model.RunFailed)).For("if the way back failed"),
	}
}

func daysPassed(f facts) answer {
	run := f.LastRun(f.r.ID)
	if run == nil || run.Ended.IsZero() {
		return open("no deployment has ended")
	}
	need := f.rules.Policy.EarlyLife(model.PolicyKeys(f.r.Type, f.r.TypePurpose, f.r.Major)...)
	since, told := run.Ended, f.Stamp(run.Ended)
	if run.EndedRecorded.After(since) {
		// Nobody watched for incidents, or was told to, before it was on record.
		since = run.EndedRecorded
		told = f.Stamp(since) + ", when its end was recorded"
	}
	passed := f.Now.Sub(since)
	if passed < time.Duration(need)*24*time.Hour {
		return open("%s of %d have passed since %s%s", days(passed), need, told, withoutStatus(f))
	}
	return met("%s since %s%s", days(passed), told, withoutStatus(f))
}

func noMajorIncident(f facts) answer {
	var unresolved []string
	var resolve []model.Remedy
	linked := 0
	for _, i := range model.All[*model.Incident](f.Case) {
		if !f.r.Concerns(i) { // that one is over for which it was declared is what it was for
			continue
		}
		linked++
		if f.rules.Policy.Grave(i.Severity) && i.State == model.IncidentOpen {
			unresolved = append(unresolved, string(i.ID)+" "+i.Severity)
			resolve = append(resolve, model.ByTask("resolve-incident", i.ID))
		}
	}
	if len(unresolved) > 0 {
		return open("still open: %s", strings.Join(unresolved, ", ")).by(resolve...)
	}
	text := fmt.Sprintf("%s linked, no %s open", grammar.Count(linked, "incident"), f.rules.Policy.GraveWords())
	if graves := GravesOf(f.Case, f.r).Words(f.rules.Policy); graves != "" { // they count though they are over
		text += "; " + graves
	}
	return met("%s", text)
}

func itemsUpdated(f facts) answer {
	if len(f.r.Items) == 0 {
		return met("no item is affected: %s", f.r.NoItems)
	}
	run := f.LastRun(f.r.ID)
	var missing []model.ID
	same := 0
	for _, id := range f.r.Items {
		u := f.r.Updated(id, run)
		if u == nil {
			missing = append(missing, id)
		} else if u.NoChange {
			same++
		}
	}
	if len(missing) > 0 {
		return open("neither updated nor marked 'no change': %s", join(missing))
	}
	return met("%d updated, %d without change", len(f.r.Items)-same, same)
}
