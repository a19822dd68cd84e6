package action

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// against asks about releases that an incident is held against although nothing of them had
// run when it began: as a rule another is meant. It asks where nothing else is wrong, and is
// answered by Anyway. Of imported history the runs are not known.
func against(c *model.Case, releases []model.ID, began time.Time, anyway bool, refusal *model.Refusal) {
	if anyway || len(refusal.Reasons) > 0 {
		return
	}
	for _, id := range model.SortIDs(slices.Clone(releases)) {
		r := model.Get[*model.Release](c, id)
		if r == nil || r.Origin != nil {
			continue
		}
		first := deployedFirst(c, id)
		switch {
		case len(first) == 0:
			refusal.Doubts = append(refusal.Doubts, id)
			refusal.Add(fmt.Sprintf("%s never ran: no deployment of it was begun", id), model.Say("name the release that it came from"), goOn("anyway"))
		case began.Before(first[0].at):
			refusal.Doubts = append(refusal.Doubts, id)
			refusal.Add(fmt.Sprintf("it began %s, and %s only later, %s", stamp(began), first[0].what, stamp(first[0].at)), model.Say("name the release that it came from"), goOn("anyway"))
		}
	}
}

// impact judges when the impact of an incident began: not in the future, not after it was
// over, and not before what caused it.
func impact(c *model.Case, i *model.Incident, needs []need, refusal *model.Refusal) {
	if i.ImpactStart.IsZero() {
		return
	}
	i.ImpactStart = happened(c, i.ImpactStart, "its impact can't have begun", needs, refusal)
	if !i.Resolved.IsZero() && i.ImpactStart.After(i.Resolved) {
		refusal.Add(fmt.Sprintf("its impact can't have begun %s: it was resolved %s", stamp(i.ImpactStart), stamp(i.Resolved)), model.AnswerTo("give the time at which the service was first hit", "impact_start"))
	}
}

// ReferencesMost is how many ids of other tools an incident takes.
const ReferencesMost = 50

// referred are the ids of other tools: each once, and as it was typed.
func referred(list []model.Reference, refusal *model.Refusal) []model.Reference {
	var out []model.Reference
	for _, r := range list {
		r.To, r.ID = strings.TrimSpace(r.To), strings.TrimSpace(r.ID)
		switch {
		case r.ID == "" && r.To != "":
			refusal.Add("the reference to a "+r.To+" names nothing", model.AnswerTo("give the id that it has there", "references"))
		case r.ID != "" && !slices.Contains(out, r):
			sane(refusal, "the reference", r.To, r.ID)
			out = append(out, r)
		}
	}
	if len(out) > ReferencesMost {
		refusal.Add(fmt.Sprintf("it has %d references: %d at most are kept", len(out), ReferencesMost), model.AnswerTo("name those that matter", "references"))
	}
	return out
}
