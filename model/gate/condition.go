package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// Unmet says of conditions that a record keeps who has to meet those that are not met,
// with the remedy of each.
func Unmet(c *model.Case, list []model.Owed, keeps model.ID) (unmet []string, meet []model.Remedy) {
	for _, k := range list {
		if k.Met == nil {
			unmet = append(unmet, fmt.Sprintf("%s has to meet it: %s", c.PersonName(k.By), k.Text))
			meet = append(meet, model.ByTask("meet-condition", keeps, model.With("number", strconv.Itoa(k.Number))).For(c.PersonName(k.By)+" says by what it is met"))
		}
	}
	return unmet, meet
}

// conditionsMet asks that what was decided on conditions has them met before the
// deployment begins, and of what was decided later before anything follows: the RFCs in scope, and the exceptions that let the release into a
// freeze as it is planned, or was deployed.
func conditionsMet(f facts) answer {
	var out []string
	var meet []model.Remedy
	all := 0
	look := func(list []model.Owed, keeps model.ID, decided string) {
		all += len(list)
		if unmet, steps := Unmet(f.Case, list, keeps); len(unmet) > 0 {
			out, meet = append(out, decided+" on condition, and "+strings.Join(unmet, "; and ")), append(meet, steps...)
		}
	}
	if f.r == nil {
		return f.ownConditions()
	}
	for _, id := range f.r.Changes {
		if ch := model.Get[*model.Change](f.Case, id); ch != nil {
			look(model.Owing(ch), id, string(id)+" was authorised")
		}
	}
	for _, w := range model.All[*model.Window](f.Case) {
		if decision.Excepted(f.Case, f.r, w) { // into another freeze than it is planned for it is let by nothing
			look(slices.DeleteFunc(model.Owing(w), func(k model.Owed) bool { return k.Of != f.r.ID }), w.ID, "its exception from "+w.Title+" was granted")
		}
	}
	if len(out) > 0 {
		return open("%s", strings.Join(out, "; ")).by(meet...)
	}
	if all == 0 {
		return met("nothing was decided on conditions")
	}
	return met("all %d", all)
}

// ownConditions is the same of an RFC that goes its own way: what its boards decided. A gate
// that asks for the approval says itself what that waits for.
func (f facts) ownConditions() answer {
	s, _ := f.process.Stage(f.stage)
	for _, a := range model.All[*model.Approval](f.Case) {
		said := slices.ContainsFunc(s.Checks, func(check process.Check) bool {
			return slices.Contains(ofApprovals, check.Name) && f.process.ApprovalMeans(check.Arg) == a.Purpose
		})
		if a.Of != f.of() || a.State() != model.ApprovalApproved || said {
			continue
		}
		if unmet, meet := Unmet(f.Case, model.Owing(a), a.ID); len(unmet) > 0 {
			return open("%s was approved on condition, and %s", a.ID, strings.Join(unmet, "; and ")).by(meet...)
		}
	}
	return met("nothing that is not met was decided on conditions")
}
