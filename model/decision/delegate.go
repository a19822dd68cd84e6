package decision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Whoever is absent may let somebody decide in their place (model.Delegation). What that
// gives hangs on what the absent one may decide themselves: a delegate of a delegate gets
// nothing, and nobody decides who could not. So there is never somebody to decide by a
// delegation alone: whether anybody is left (Decidable, Vacant) is the same with it.

// Right is in whose right somebody decides: their own, or that of somebody absent.
type Right struct {
	For        model.ID // the absent one; "" for their own
	Delegation model.ID
}

// Scope is something that can be delegated by itself: an approval of the rules, or a
// kind of decision.
type Scope struct{ ID, Title string }

// Delegable are the scopes that there are under rules.
func Delegable(rules *model.Rules) []Scope {
	var out []Scope
	for _, k := range kinds {
		if k.What != "" {
			out = append(out, Scope{k.What, k.Plural})
		}
	}
	add := func(a *process.Approval) {
		if !slices.ContainsFunc(out, func(s Scope) bool { return s.ID == a.Means() }) {
			out = append(out, Scope{a.Means(), a.Title})
		}
	}
	for i := range rules.Processes {
		for k := range rules.Processes[i].Approvals {
			add(&rules.Processes[i].Approvals[k])
		}
	}
	return out
}

// EveryApproval is the scope of all approvals, which are ones by themselves as well.
const EveryApproval = "approval"

// IsKind reports whether a scope is a kind of decision, not an approval of the rules.
func IsKind(scope string) bool {
	return scope != EveryApproval && slices.ContainsFunc(Kinds(), func(k *Kind) bool { return k.What == scope })
}

// ScopeTitle is a scope in words; as it is written where the rules have it no more.
func ScopeTitle(rules *model.Rules, scope string) string {
	for _, s := range Delegable(rules) {
		if s.ID == scope {
			return s.Title
		}
	}
	return scope
}

// covers reports whether a request is among what was delegated.
func covers(d *model.Delegation, q Request) bool {
	return (d.Service == "" || d.Service == q.Service()) && isFor(d, q)
}

// isFor is the same whichever service it is for.
func isFor(d *model.Delegation, q Request) bool {
	if q.Kind == approvals {
		return CoversApproval(d, q.Purpose, d.Service)
	}
	return q.What != "" && (len(d.What) == 0 || slices.Contains(d.What, q.What))
}

// CoversApproval reports whether approvals of a purpose and a service were delegated.
func CoversApproval(d *model.Delegation, purpose string, service model.ID) bool {
	return (d.Service == "" || d.Service == service) && (len(d.What) == 0 || slices.Contains(d.What, EveryApproval) || slices.Contains(d.What, purpose))
}

// delegatedTo are the delegations by which somebody decides on such a request for others
// at a time. One ends when either of the two leaves.
func delegatedTo(c *model.Case, q Request, who model.ID, at time.Time) []*model.Delegation {
	return slices.DeleteFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool {
		by := model.Get[*model.Person](c, d.By)
		return d.To != who || by == nil || by.Left || !d.InForce(at) || !covers(d, q)
	})
}

// lentTo are the delegations by which somebody decides on such a request for others now, or
// did at the time at which they decide, or by which they decided anything since it was asked
// for (model.Delegation.Binds).
func lentTo(c *model.Case, q Request, who model.ID, at time.Time) []*model.Delegation {
	return slices.DeleteFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool {
		return d.To != who || !d.Binds(q.At, c.Now) && !d.InForce(at) || !covers(d, q)
	})
}

// StandsFor reports whether somebody decides on a request in place of somebody absent.
func StandsFor(c *model.Case, q Request, who, absent model.ID, at time.Time) bool {
	return slices.ContainsFunc(delegatedTo(c, q, who, at), func(d *model.Delegation) bool { return d.By == absent })
}

// RightOf finds in whose right somebody decides on a request of which anybody with a
// permission may decide: their own, where a role of theirs has it, else that of somebody
// who delegated it to them, one whom no duty keeps away first.
func RightOf(c *model.Case, q Request, who *model.Person, at time.Time) (Right, bool) {
	switch {
	case who == nil || who.Left:
		return Right{}, false
	case c.Rules.Lets(who, q.Permission, q.Service()):
		return Right{}, true
	}
	var found Right
	for _, d := range delegatedTo(c, q, who.ID, at) {
		if !c.Rules.Lets(model.Get[*model.Person](c, d.By), q.Permission, q.Service()) {
			continue
		}
		right := Right{d.By, d.ID}
		if len(Bars(c, q, d.By)) == 0 {
			return right, true
		}
		if found.For == "" {
			found = right
		}
	}
	return found, found.For != ""
}

// Lets reports whether somebody may decide on what needs a permission for some service
// at least, by a role of theirs or of somebody who delegated to them. What they may
// decide of it, a request says (RightOf).
func Lets(c *model.Case, who *model.Person, permission string, at time.Time) bool {
	anywhere := func(p *model.Person) bool {
		return p != nil && slices.ContainsFunc(p.Roles, func(g model.Grant) bool { return c.Rules.Lets(p, permission, g.Service) })
	}
	if anywhere(who) {
		return true
	}
	return who != nil && !who.Left && slices.ContainsFunc(model.All[*model.Delegation](c), func(d *model.Delegation) bool {
		return d.To == who.ID && d.InForce(at) && anywhere(model.Get[*model.Person](c, d.By)) && slices.ContainsFunc(Kinds(), func(k *Kind) bool {
			return k.Permission == permission && k.What != "" && (len(d.What) == 0 || slices.Contains(d.What, k.What))
		})
	})
}

// Decides reports whether there is anything that somebody may decide by a role of theirs
// or by name: what a permission lets them decide, or a seat on the way to an approval. The
// case has to hold the services for which they could sign.
func Decides(c *model.Case, p *model.Person) bool {
	for _, k := range Kinds() {
		if k.What != "" && k.Permission != "" && slices.ContainsFunc(p.Roles, func(g model.Grant) bool { return c.Rules.Lets(p, k.Permission, g.Service) }) {
			return true
		}
	}
	services := append(model.Each(model.All[*model.Service](c), func(s *model.Service) model.ID { return s.ID }), "")
	for i := range c.Rules.Processes {
		for k := range c.Rules.Processes[i].Approvals {
			if a := &c.Rules.Processes[i].Approvals[k]; slices.ContainsFunc(services, func(service model.ID) bool { return sits(c, p, a, service) }) {
				return true
			}
		}
	}
	return false
}

// sits reports whether somebody is an approver of an approval for a service, whatever the
// risk, or holds the role that it is escalated to.
func sits(c *model.Case, p *model.Person, a *process.Approval, service model.ID) bool {
	if a.EscalateTo != "" && c.Rules.Holds(p, a.EscalateTo, service) {
		return true
	}
	of := process.Traits{Any: true}
	if s := model.Get[*model.Service](c, service); s != nil {
		of.Service, of.Criticality = s.Handle, s.Criticality
	}
	for _, band := range c.Rules.Policy.Bands {
		of.Band = band.ID
		route, _ := a.Asked(of)
		if seats, _ := Seats(c, c.Rules, route, service, false); slices.ContainsFunc(seats, func(s model.Approver) bool { return fills(c, p, s, service) }) {
			return true
		}
	}
	return false
}

// Kept adds what keeps somebody from deciding on a request over which no glass is broken:
// the duties of one for whom they would decide, and of those for whom they decide, or did
// since it was asked for. at is when they decide. It returns their own duties. It is asked
// wherever somebody decides. With no name it is who acts.
func Kept(c *model.Case, q Request, who model.ID, name string, right Right, at time.Time, refusal *model.Refusal) []Bar {
	if right.For != "" {
		would := name
		if would == "" {
			would = "you"
		}
		for _, bar := range Bars(c, q, right.For) {
			refusal.Add(fmt.Sprintf("%s would decide for %s (%s), and %s", would, c.PersonName(right.For), right.Delegation, bar.OfThem()), whoElse(c, q))
		}
	}
	var own []Bar
	for _, bar := range append(Bars(c, q, who), lent(c, q, who, at)...) {
		remedies := append(bar.decline(name == ""), WhoElse(c, q, who)...)
		switch {
		case bar.By == nil:
			own = append(own, bar)
		case bar.By.ID == right.Delegation: // that was said
		case name == "":
			refusal.Add(bar.String(), remedies...)
		default:
			refusal.Add(fmt.Sprintf("%s can't decide: %s", name, bar.OfThem()), remedies...)
		}
	}
	return own
}

// Signed is who decided, for whom and by which delegation: "Bea Kowalski for Carl Jensen
// (DLG-1)", with the names that they had at that time where they are called otherwise now.
func Signed(c *model.Case, by model.ID, at time.Time, basis model.Basis) string {
	text := c.Signatory(by, at)
	if basis.For != "" {
		text += " for " + c.Signatory(basis.For, at)
	}
	if basis.Delegation != "" {
		text += fmt.Sprintf(" (%s)", basis.Delegation)
	}
	return text
}

// SignedAs is the same with as which of the approvers they decided, where that is by a
// role: "Bea Kowalski for Carl Jensen (DLG-1), CAB member".
func SignedAs(c *model.Case, a *model.Approval, d model.Decision) string {
	text := Signed(c, d.By, d.At, d.Basis)
	if d.Approver >= 0 && d.Approver < len(a.Approvers) && a.Approvers[d.Approver].Role != "" {
		text += ", " + a.Approvers[d.Approver].Title
	}
	return text
}

// Glass are the marks on a release of the glass that was broken with a decision: those
// of whoever decided, made when it was entered.
func Glass(r *model.Release, d model.Decision) []model.Broken {
	if r == nil {
		return nil
	}
	entered := d.At
	if !d.Recorded.IsZero() {
		entered = d.Recorded
	}
	return slices.DeleteFunc(slices.Clone(r.Broken), func(b model.Broken) bool { return b.By != d.By || !b.At.Equal(entered) })
}

// GlassWords say of a decision that the glass was broken with it, and why; "" where none
// was.
func GlassWords(r *model.Release, d model.Decision) string {
	broken := Glass(r, d)
	if len(broken) == 0 {
		return ""
	}
	return fmt.Sprintf("glass broken: %s (against: %s)", broken[0].Reason, strings.Join(model.Each(broken, func(b model.Broken) string { return cmp.Or(b.Duty, b.Rule) }), "; "))
}

// Acting are those who decide on a request for somebody at a time, by name. Who must not
// decide on it, for themselves or for whom they act, does not.
func Acting(c *model.Case, q Request, absent model.ID, at time.Time) []string {
	var out []string
	for _, d := range model.All[*model.Delegation](c) {
		if to := model.Get[*model.Person](c, d.To); d.By == absent && to != nil && !to.Left && d.InForce(at) && covers(d, q) && len(Barring(c, q, d.To)) == 0 {
			out = append(out, c.PersonName(d.To))
		}
	}
	return out
}
