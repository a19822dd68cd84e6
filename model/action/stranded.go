package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// stranded refuses what would leave nobody who keeps the people, whatever confirms
// it. Then, with a list of it, what would leave something waiting for a decision
// that nobody may take any more, a route that nobody can decide, or rules that
// nobody can change; Anyway confirms that: who has left has left, and the roles can
// be given to others.
// What is so already is no reason: it was said when it came to be so. after is the
// case as it would be.
func stranded(c, after *model.Case, doing string, anyway bool) error {
	refusal := &model.Refusal{Doing: doing}
	if lockedOut(c, after, refusal); len(refusal.Reasons) == 0 && !anyway {
		waitsForNobody(c, after, refusal)
		undecided(c, after, refusal, goOn("anyway"))
		fixed(c, after, refusal, goOn("anyway"))
	}
	return refusal.Or()
}

// strandedByRules is the same of rules that take the place of those in force. That
// a route could be decided by nobody isn't confirmed by anything: whoever is
// missing is given the role before.
func strandedByRules(c, after *model.Case, doing string, proposed, anyway bool) error {
	refusal := &model.Refusal{Doing: doing}
	lockedOut(c, after, refusal)
	if fixed(c, after, refusal); len(refusal.Reasons) > 0 {
		return refusal
	}
	if !anyway {
		waitsForNobody(c, after, refusal)
	}
	if proposed {
		undecided(c, after, refusal)
	}
	return refusal.Or()
}

// waitsForNobody adds what would wait for a decision of nobody's.
func waitsForNobody(c, after *model.Case, refusal *model.Refusal) {
	before := decision.ForNobody(c)
	for _, n := range decision.ForNobody(after) {
		if slices.ContainsFunc(before, func(b decision.Nobody) bool { return b.ID == n.ID && b.Of == n.Of }) {
			continue
		}
		refusal.Strands = append(refusal.Strands, n.ID)
		refusal.Add("afterwards, "+n.Text, append(n.Remedies, goOn("anyway"))...)
	}
}

// leftBehind is what a person who leaves still answers for, in a
// sentence; "" for nothing.
func leftBehind(c *model.Case, who model.ID) string {
	var coordinates, ways, leads, owns []string
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() {
			continue
		}
		if r.Coordinator == who {
			coordinates = append(coordinates, string(r.ID))
		}
		if r.RollbackOwner == who {
			ways = append(ways, string(r.ID))
		}
	}
	for _, t := range model.All[*model.Team](c) {
		if t.Lead == who {
			leads = append(leads, t.Name)
		}
	}
	for _, s := range model.All[*model.Service](c) {
		if s.State != model.ServiceRetired && (s.Owner == who || slices.Contains(s.Signatories, who)) {
			owns = append(owns, s.Name)
		}
	}
	var conditions, chairs []string
	for _, a := range model.All[*model.Approval](c) {
		if of := c.SubjectOf(a.Of); a.Void != nil || !of.Known() || of.Ended() {
			continue
		}
		if slices.ContainsFunc(a.Conditions(), func(k *model.Condition) bool { return k.By == who && k.Met == nil }) {
			conditions = append(conditions, string(a.ID))
		}
	}
	conditions = append(conditions, owes(c, who)...)
	for _, m := range model.All[*model.Meeting](c) {
		if m.Chair == who && (m.Open() || m.State() == model.MeetingPlanned) {
			chairs = append(chairs, string(m.ID))
		}
	}
	var out []string
	for _, part := range []struct {
		what string
		list []string
	}{{"coordinates", coordinates}, {"owns the rollback of", ways}, {"leads", leads}, {"owns or signs for", owns}, {"has to meet a condition of", conditions}, {"chairs", chairs}} {
		if len(part.list) > 0 {
			out = append(out, part.what+" "+few(part.list))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return fmt.Sprintf("%s still %s: hand it on", c.PersonName(who), strings.Join(out, ", and "))
}

// few lists names, the first ten of many.
func few(list []string) string {
	const most = 10
	if len(list) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
	}
	return strings.Join(list, ", ")
}

// owes are the records besides approvals under whose decision somebody has to meet a
// condition, of what is not over.
func owes(c *model.Case, who model.ID) []string {
	var out []string
	look := func(r model.Record) {
		if slices.ContainsFunc(model.Owing(r), func(k model.Owed) bool {
			of := c.SubjectOf(k.Of)
			return k.By == who && k.Met == nil && !(of.Known() && of.Ended())
		}) {
			out = append(out, string(r.Key()))
		}
	}
	for _, r := range model.All[*model.Change](c) {
		look(r)
	}
	for _, r := range model.All[*model.Document](c) {
		look(r)
	}
	for _, r := range model.All[*model.Entry](c) {
		look(r)
	}
	for _, r := range model.All[*model.Window](c) {
		look(r)
	}
	return out
}
