package action

import (
	"reflect"
	"slices"

	"fairway/model"
	"fairway/model/decision"
)

// Whose are those whom something to be done to a record belongs to, where whoever acts may
// not do it: no role of theirs lets them, a duty keeps them from it, or others are asked
// by name or by role. They are the titles of roles, or names; none where they may, or where
// that is not known. What the action would be given besides is not known yet.
func Whose(c *model.Case, a Action, about model.ID) []string {
	p := c.Who.Person
	if p == nil || p.Left || c.First {
		return nil
	}
	a = doneTo(a, about)
	permission, service := Asks(c, a)
	if q, decides := decidedBy(c, a); decides {
		if d, is := q.Record.(*model.Document); is {
			if m := meetingOf(c, d.ID); m != nil {
				return whoseMinutes(c, d, m)
			}
		}
		right, may := decision.RightOf(c, q, p, c.Now)
		if may && (right.For != "" || len(decision.Barring(c, q, p.ID)) == 0) {
			return nil
		}
		if who := decision.Deciders(c, q); may && len(who) > 0 && c.KnowsHolders(q.Permission) {
			return model.Each(who, func(p *model.Person) string { return c.PersonName(p.ID) })
		}
		return c.Rules.RolesWith(q.Permission)
	}
	if own := whoseOwn(c, a); len(own) > 0 {
		if slices.Contains(own, p.ID) {
			return nil
		}
		return model.Each(own, c.PersonName)
	}
	switch d := a.(type) {
	case Decide:
		return whoseWord(c, d)
	case WriteForm:
		if len(decision.Bars(c, decision.Writing(rulesOf(c, d.Of), d.Form, c.SubjectOf(d.Of), permission), p.ID)) > 0 {
			return c.Rules.RolesWith(permission)
		}
	case AssessChange:
		if ch := model.Get[*model.Change](c, d.Change); ch != nil && len(decision.Bars(c, decision.Assessment(ch), p.ID)) > 0 {
			return c.Rules.RolesWith(permission)
		}
	}
	if _, decides := a.(deciding); permission == "" || decides && decision.Lets(c, p, permission, c.Now) {
		return nil
	}
	switch {
	case service != "":
	case about.Kind() == model.KindService:
		service = about
	case c.Has(about):
		service = serviceOf(c, about)
	}
	if service == "" && Holds(c.Rules, p, permission) || service != "" && c.Rules.Lets(p, permission, service) {
		return nil
	}
	return c.Rules.RolesWith(permission)
}

// whoseOwn are the people whose own it is to do something, whatever their roles: to
// countersign what was taken down of them, to meet what they have to meet. None where that
// is nobody's own.
func whoseOwn(c *model.Case, a Action) []model.ID {
	var out []model.ID
	switch d := a.(type) {
	case Countersign:
		if ap := model.Get[*model.Approval](c, d.Approval); ap != nil {
			out = model.Each(ap.Unsigned(), func(x model.Decision) model.ID { return x.By })
		}
	case CountersignWaiver:
		if w := model.Get[*model.Waiver](c, d.Waiver); w != nil && w.Decided != nil && w.Decided.Verbal.Waits() {
			out = []model.ID{w.Decided.By}
		}
	case MeetCondition:
		f, ok := c.Fact(d.Approval)
		if !ok || f.Record == nil {
			return nil
		}
		for _, k := range model.Owing(model.Owes(f.Record)) {
			if k.Met == nil {
				out = append(append(out, k.By), waits(c, k.Of).leads(c)...)
			}
		}
	}
	return model.SortIDs(slices.DeleteFunc(out, func(id model.ID) bool { return id == "" }))
}

// doneTo is an empty action as it is done to a record, where its first field names one.
func doneTo(a Action, about model.ID) Action {
	if reflect.TypeOf(a).Kind() == reflect.Pointer || subject(a) != "" {
		return a
	}
	v := copied(a)
	if v.NumField() == 0 || v.Field(0).Type() != reflect.TypeFor[model.ID]() {
		return a
	}
	v.Field(0).Set(reflect.ValueOf(about))
	out, _ := v.Interface().(Action)
	return out
}

func rulesOf(c *model.Case, id model.ID) *model.Rules {
	if r := model.Get[*model.Release](c, id); r != nil {
		return c.Under(r)
	}
	return c.Rules
}

// whoseWord are those for whose word an approval waits now, where whoever acts is none of
// them, or has to keep off.
func whoseWord(c *model.Case, a Decide) []string {
	ap := model.Get[*model.Approval](c, a.Approval)
	if ap == nil {
		return nil
	}
	q := decision.Approval(c, ap)
	if seat, right := decision.Seat(c, q, c.Who.Person, "", c.Now); seat >= 0 && (right.For != "" || len(decision.Barring(c, q, c.Who.ID())) == 0) {
		return nil
	}
	var out []string
	now, _ := ap.Asked()
	for _, s := range now {
		if !slices.Contains(out, s.Title) {
			out = append(out, s.Title)
		}
	}
	return out
}

// whoseMinutes is whoever approves the minutes of a meeting, where that is another.
func whoseMinutes(c *model.Case, d *model.Document, m *model.Meeting) []string {
	if decision.ApprovesMinutes(c, d, m, c.Who.Person) || decision.StandsFor(c, decision.Document(c, d), c.Who.ID(), m.Chair, c.Now) {
		return nil
	}
	if waits := decision.MinutesWaitFor(c, d, m); waits != "" {
		return []string{waits}
	}
	return nil
}
