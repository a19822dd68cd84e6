package decision_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/assets"
	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

// deputy is the case of stands with PER-1, who may decide everything, and PER-3, to whom
// they delegated what is named while they are away that day.
func deputy(rules *model.Rules, relation string, what ...string) (*model.Case, map[string]decision.Request, *model.Delegation) {
	c, requests := stands(rules, relation)
	var grants []model.Grant
	for _, r := range rules.Roles {
		grants = append(grants, model.Grant{Role: r.ID})
	}
	day := when.OnDay(when.DateOf(noon, time.UTC), time.UTC)
	d := &model.Delegation{ID: "DLG-1", By: "PER-1", To: "PER-3", From: day, Until: day, What: what, At: noon.Add(-time.Hour), Reason: "on leave"}
	c.Add(model.Fact{Record: &model.Person{ID: "PER-1", Name: "Carl Jensen", Roles: grants}})
	c.Add(model.Fact{Record: &model.Person{ID: "PER-3", Name: "Bea Kowalski"}})
	c.Add(model.Fact{Record: &model.Person{ID: "PER-4", Name: "Dan Ito"}})
	c.Add(model.Fact{Record: d})
	for _, a := range model.All[*model.Approval](c) {
		a.Approvers = []model.Approver{{Person: "PER-1", Title: "Carl Jensen"}}
	}
	c.Who.Person = model.Get[*model.Person](c, "PER-3")
	return c, requests, d
}

// mayFor reports whether the person who acts may decide on a request for PER-1, and what
// is against it.
func mayFor(c *model.Case, q decision.Request) (may bool, against []model.Reason) {
	refusal := &model.Refusal{}
	var right decision.Right
	if _, ok := q.Record.(*model.Approval); ok {
		var seat int
		seat, right = decision.Seat(c, q, c.Who.Person, "", c.Now)
		decision.Kept(c, q, c.Who.ID(), "", right, c.Now, refusal)
		may = seat >= 0
	} else {
		right, may = decision.RightOf(c, q, c.Who.Person, c.Now)
		decision.May(c, q, refusal)
	}
	return may && right.For == "PER-1" && right.Delegation == "DLG-1", refusal.Reasons
}

// The table of duties holds for delegates of every kind of decision: what keeps the
// absent one away keeps them away. What nobody delegates are assessments, what they write, and
// numbers that they signed off.
func TestADutyKeepsDelegatesAwayToo(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, relation := range append(relations, "none") {
		c, requests, _ := deputy(&rules, relation)
		for name, q := range requests {
			may, against := mayFor(c, q)
			if may != (name != "assess-change" && q.Act != "write-document" && q.Act != "reopen-period") {
				t.Errorf("%s of a delegate: %v", name, may)
			}
			if kept := len(decision.Bars(c, q, "PER-1")) > 0; may && kept != (len(against) > 0) {
				t.Errorf("%s of a delegate of its %s: the absent one is kept from it: %v; against the delegate: %v", name, relation, kept, against)
			}
			for _, r := range against {
				if want := "you would decide for Carl Jensen (DLG-1), and they "; len(r.Text) < len(want) || r.Text[:len(want)] != want {
					t.Errorf("%s: said as %q", name, r.Text)
				}
			}
			// What the delegate themselves stand to is their own duty, as ever.
			if kept := len(decision.Bars(c, q, "PER-3")) > 0; kept {
				t.Errorf("%s: the delegate is kept from it for a relation of another", name)
			}
		}
	}
}

// A delegation is for what it names, of the service it names, while it holds, between
// people who are there; and it is not passed on.
func TestWhatWhenAndForWhomADelegationHolds(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	scopes := map[string][]string{
		"approval":        {"decide:authorisation-1", "decide:authorisation-2", "decide:acceptance", "decide:handover"},
		"acceptance":      {"decide:acceptance"},
		"authorisation-1": {"decide:authorisation-1"},
		"exception":       {"decide:exception"},
		"change":          {"decide-change"},
		"document":        {"approve-document:release-notes", "approve-document:agreement"},
		"conflict":        {"accept-conflict"},
		"rules":           {"decide-rules"},
		"entry":           {"decide-entry"},
		"waiver":          {"decide:waiver"},
	}
	for _, s := range decision.Delegable(&rules) {
		if _, told := scopes[s.ID]; !told && decision.IsKind(s.ID) {
			t.Errorf("%s is tried by nothing", s.ID)
		}
		if s.Title == "" || decision.ScopeTitle(&rules, s.ID) != s.Title {
			t.Errorf("%+v", s)
		}
	}
	for what, want := range scopes {
		c, requests, _ := deputy(&rules, "none", what)
		for name, q := range requests {
			if may, _ := mayFor(c, q); may != slices.Contains(want, name) {
				t.Errorf("%s, delegated %s: %v", name, what, may)
			}
		}
	}
	q := "decide-change"
	for name, turn := range map[string]func(c *model.Case, d *model.Delegation){
		"over": func(_ *model.Case, d *model.Delegation) {
			d.Until = when.OnDay(d.Until.On(time.UTC).AddDays(-1), time.UTC)
		},
		"not begun": func(_ *model.Case, d *model.Delegation) {
			d.From = when.OnDay(d.From.On(time.UTC).AddDays(1), time.UTC)
		},
		"not on record":   func(_ *model.Case, d *model.Delegation) { d.At = noon.Add(time.Minute) },
		"withdrawn":       func(_ *model.Case, d *model.Delegation) { d.Withdrawn = &model.Ending{At: noon.Add(-time.Minute)} },
		"another service": func(_ *model.Case, d *model.Delegation) { d.Service = "SVC-9" },
		"the absent left": func(c *model.Case, _ *model.Delegation) { model.Get[*model.Person](c, "PER-1").Left = true },
		"the other left":  func(c *model.Case, _ *model.Delegation) { c.Who.Person.Left = true },
		"to another":      func(_ *model.Case, d *model.Delegation) { d.To = "PER-4" },
		"passed on": func(c *model.Case, d *model.Delegation) {
			on := *d
			on.ID, on.By, on.To = "DLG-2", "PER-3", "PER-4"
			c.Add(model.Fact{Record: &on})
			c.Who.Person = model.Get[*model.Person](c, "PER-4")
		},
		"no role": func(c *model.Case, _ *model.Delegation) { model.Get[*model.Person](c, "PER-1").Roles = nil },
	} {
		c, requests, d := deputy(&rules, "none")
		if may, _ := mayFor(c, requests[q]); !may {
			t.Fatalf("%s: not even before", name)
		}
		turn(c, d)
		if may, _ := mayFor(c, requests[q]); may {
			t.Errorf("%s: it still holds", name)
		}
	}
	// Whether anybody is left to decide is the same with it: it adds nobody.
	c, requests, _ := deputy(&rules, "requester")
	if decision.Decidable(c, requests[q]) {
		t.Errorf("a delegate of somebody whom a duty keeps away could decide")
	}
}

// What keeps the absent one from a decision keeps the delegate from it in their own right as
// well, of every kind: while the delegation is in force, at the time at which they decide or
// now, and after that if they decided anything by it since it was asked for.
func TestWhatTheAbsentOneMustNotDecideBindsWhoActsForThem(t *testing.T) {
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	end := func(d *model.Delegation) { d.Withdrawn = &model.Ending{At: noon.Add(-time.Minute)} }
	later := func(asked time.Time) time.Time { // of what is asked for by nobody any time is
		if asked.IsZero() {
			return noon.Add(-time.Hour)
		}
		return asked
	}
	bound := 0
	for name, c := range map[string]struct {
		turn func(d *model.Delegation, asked time.Time)
		at   time.Time
		want bool
		says string
	}{
		"in force":                {func(*model.Delegation, time.Time) {}, noon, true, "you decide for Carl Jensen (DLG-1)"},
		"ended, and never used":   {func(d *model.Delegation, _ time.Time) { end(d) }, noon, false, ""},
		"ended, in force then":    {func(d *model.Delegation, _ time.Time) { end(d) }, noon.Add(-2 * time.Minute), true, "you were to decide then for Carl Jensen (DLG-1)"},
		"ended, used before that": {func(d *model.Delegation, asked time.Time) { end(d); d.Used = asked.Add(-time.Second) }, noon, false, ""},
		"ended, used since":       {func(d *model.Delegation, asked time.Time) { end(d); d.Used = later(asked) }, noon, true, "you decided for Carl Jensen (DLG-1)"},
		"over, and never used": {func(d *model.Delegation, _ time.Time) {
			d.From = when.OnDay(d.From.On(time.UTC).AddDays(-1), time.UTC)
			d.Until = d.From
		}, noon, false, ""},
		"for something else, in force": {func(d *model.Delegation, _ time.Time) { d.Service = "SVC-9" }, noon, false, ""},
	} {
		for _, relation := range relations {
			k, requests, d := deputy(&rules, relation)
			for i := range rules.Roles { // they may decide it themselves
				k.Who.Person.Roles = append(k.Who.Person.Roles, model.Grant{Role: rules.Roles[i].ID})
			}
			before := *d
			for act, q := range requests {
				if act == "assess-change" || q.Act == "write-document" || q.Act == "reopen-period" || len(decision.Bars(k, q, "PER-1")) == 0 || len(decision.Bars(k, q, "PER-3")) > 0 {
					continue
				}
				*d = before
				c.turn(d, q.At)
				refusal := &model.Refusal{}
				own := decision.Kept(k, q, "PER-3", "", decision.Right{}, c.at, refusal)
				if len(own) > 0 || c.want != (len(refusal.Reasons) > 0) {
					t.Errorf("%s: %s of the delegate of its %s: %v, want %v", name, act, relation, refusal.Reasons, c.want)
					continue
				}
				for _, r := range refusal.Reasons {
					bound++
					free := slices.ContainsFunc(r.Remedies, func(m model.Remedy) bool { return m.Task == "withdraw-delegation" })
					if !strings.HasPrefix(r.Text, c.says) || free != (name == "in force") {
						t.Errorf("%s: %s: says %q, %v", name, act, r.Text, r.Remedies)
					}
				}
			}
		}
	}
	if bound < 30 {
		t.Errorf("only %d were bound", bound)
	}
}
