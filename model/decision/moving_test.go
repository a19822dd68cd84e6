package decision_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"fairway/assets"
	"fairway/model"
	"fairway/model/decision"
)

// Whoever signs, in whichever order, and whoever leaves meanwhile: a word that moves to
// another approver stays among those who are asked at the same time and with somebody who
// may be that one, no word is lost, nobody is asked before their turn, and what somebody
// could sign waits for somebody, as one of the missing or by a word that moves.
func TestOrderIsKeptWhereWordsMove(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	roles := []string{"change-manager", "release-manager", "service-owner"}
	random := rand.New(rand.NewPCG(7, 11))
	signed, moved, waited, ordered := 0, 0, 0, 0
	for range 4000 {
		c := model.NewCase(noon, model.Actor{}, &rules)
		c.AddEverybody()
		c.Add(model.Fact{Record: &model.Release{ID: "REL-1", Name: "Payroll", Type: "normal", Stage: "planning"}})
		people := make([]*model.Person, 3+random.IntN(3))
		for i := range people {
			p := &model.Person{ID: model.MakeID(model.KindPerson, int64(i+1)), Name: fmt.Sprint("Person ", i+1)}
			for _, role := range roles {
				if random.IntN(2) == 0 {
					p.Roles = append(p.Roles, model.Grant{Role: role})
				}
			}
			people[i] = p
			c.Add(model.Fact{Record: p})
		}
		a := &model.Approval{ID: "APR-1", Of: "REL-1", Purpose: "authorisation-1", Title: "Authorisation 1", By: "PER-99", At: noon}
		step := random.IntN(2)
		for range 2 + random.IntN(3) {
			role := roles[random.IntN(len(roles))]
			a.Approvers = append(a.Approvers, model.Approver{Role: role, Title: role, Step: step})
			if step > 0 {
				step += random.IntN(2)
			}
		}
		c.Add(model.Fact{Record: a})
		leaves := random.IntN(2 * len(people))
		for turn, i := range random.Perm(len(people)) {
			if turn == 1 && leaves < len(people) {
				gone := *people[leaves]
				gone.Left = true
				people[leaves] = &gone
				c = c.With(&gone)
			}
			q := decision.Approval(c, a)
			if !mayWait(c, q, people) {
				t.Fatalf("somebody could sign %+v, and it waits for nobody", a)
			}
			who := people[i]
			seat, _ := decision.Seat(c, q, who, "", noon)
			if byMoving, _ := decision.SeatByMoving(c, q, who); byMoving >= 0 {
				if waited++; byMoving != seat || !a.Filled(seat) {
					t.Fatalf("it waits for a word that moves from %d, and %s signs as %d", byMoving, who.ID, seat)
				}
			}
			if seat < 0 {
				continue
			}
			missing := len(a.Missing())
			n := *a
			n.Decisions = decision.Freed(c, q, seat)
			if len(n.Decisions) != len(a.Decisions) {
				t.Fatalf("%d words, were %d", len(n.Decisions), len(a.Decisions))
			}
			for k, d := range n.Decisions {
				was := a.Decisions[k]
				if d.Approver == was.Approver {
					continue
				}
				moved++
				if a.Approvers[d.Approver].Step > 0 {
					ordered++
				}
				signer := model.Get[*model.Person](c, d.By)
				if d.By != was.By || a.Approvers[d.Approver].Step != a.Approvers[was.Approver].Step || !decision.Fits(c, q, signer, a.Approvers[d.Approver]) {
					t.Fatalf("the word of %s moved from %+v to %+v", d.By, a.Approvers[was.Approver], a.Approvers[d.Approver])
				}
			}
			n.Decisions = append(n.Decisions, model.Decision{Approver: seat, By: who.ID, Verdict: model.Approve, At: noon})
			signed++
			if len(n.Missing()) != missing-1 {
				t.Fatalf("%d are missing, were %d", len(n.Missing()), missing)
			}
			var by []int
			for _, d := range n.Decisions {
				by = append(by, d.Approver)
			}
			if slices.Sort(by); len(slices.Compact(by)) != len(n.Decisions) {
				t.Fatalf("two words for one approver: %+v", n.Decisions)
			}
			for k, s := range n.Approvers {
				if n.Filled(k) && !n.Turn(k) {
					t.Fatalf("%d %+v has signed before its turn: %+v", k, s, n.Decisions)
				}
			}
			a = &n
			c = c.With(a)
		}
	}
	if signed == 0 || moved == 0 || waited == 0 || ordered == 0 {
		t.Errorf("%d signed, %d words moved, %d of those in order, %d waited for one that moves", signed, moved, ordered, waited)
	}
}

// mayWait reports whether a request waits for somebody if anybody could sign it: they could
// be one of the missing whose turn it is, or stand in for a word that moves.
func mayWait(c *model.Case, q decision.Request, people []*model.Person) bool {
	a := q.Record.(*model.Approval)
	now, _ := a.Asked()
	could := false
	for _, p := range people {
		if p.Left || a.Spoke(p.ID) {
			continue
		}
		if slices.ContainsFunc(now, func(s model.Approver) bool { return decision.Fits(c, q, p, s) }) {
			return true
		}
		if seat, _ := decision.SeatByMoving(c, q, p); seat >= 0 {
			return true
		}
		if seat, _ := decision.Seat(c, q, p, "", noon); seat >= 0 {
			could = true
		}
	}
	return !could
}
