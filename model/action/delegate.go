package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

// Delegate lets somebody decide in place of whoever acts while they are absent. It takes
// no more than to read: it gives what is their own, and nobody gives what is another's.
type Delegate struct {
	Person  model.ID    `json:"person"` // who decides for them
	From    when.Moment `json:"from"`
	Until   when.Moment `json:"until"`
	What    []string    `json:"what,omitempty"` // decision.Delegable; none is everything
	Service model.ID    `json:"service,omitempty"`
	Reason  string      `json:"reason"`
}

// Takes is nothing for whoever may read.
func (Delegate) Takes(c *model.Case) string { return readers(c) }

// Needs are the two people, and the services: for which does whoever delegates sign?
func (a Delegate) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Person, a.Service}, Kinds: []model.Kind{model.KindService}}
}

// For is no service: see Takes.
func (Delegate) For(*model.Case) model.ID { return "" }

// Do gives it. Two of one person's that hold at the same time are not for the same: it
// has to be plain who decides.
func (a Delegate) Do(c *model.Case) (Outcome, error) {
	refusal := &model.Refusal{Doing: "delegate what you decide"}
	to := model.Get[*model.Person](c, a.Person)
	switch {
	case to == nil:
		refusal.Add("it is not said who decides for you", model.AnswerTo("name them", "person"))
	case to.ID == c.Who.ID():
		refusal.Add("nobody delegates to themselves", model.AnswerTo("name somebody else", "person"))
	case to.Left:
		refusal.Add(to.Name+" has left", model.AnswerTo("name somebody else", "person"))
	case onlyReads(c, to):
		refusal.Add(fmt.Sprintf("%s changes nothing by their roles (%s), and decides for nobody", to.Name, roleTitles(c, to)), model.AnswerTo("name somebody else", "person"))
	}
	if me := c.Who.Person; me != nil && !decision.Decides(c, me) {
		what := "you hold no role"
		if len(me.Roles) > 0 {
			what = "your roles decide nothing: " + roleTitles(c, me)
		}
		refusal.Add("you have nothing to delegate: "+what, model.ByTask("grant-role", me.ID, model.With("role", "")).For("somebody who gives roles gives you one that decides"))
	}
	d := &model.Delegation{By: c.Who.ID(), To: a.Person, From: a.From, Until: a.Until, Service: a.Service, Reason: a.Reason, At: c.Now}
	d.What = slices.Compact(slices.Sorted(slices.Values(a.What)))
	switch {
	case a.From.IsZero():
		refusal.Add("it is not said from when", model.AnswerTo("give its first day, or time", "start"))
	case a.Until.IsZero():
		refusal.Add("it is not said until when", model.AnswerTo("give its last day, or time", "end"))
	case !d.From.At.Before(d.Until.Over()):
		refusal.Add("it ends before it begins", model.AnswerTo("give an end after the beginning", "end"))
	case !d.Until.Over().After(c.Now):
		refusal.Add("it would be over already", model.AnswerTo("give an end to come", "end"))
	case !d.From.Span(c.Rules.Policy.Location()).End.After(c.Now):
		refusal.Add("it begins in the past: nobody decides for another before that is on record", model.AnswerTo("begin it today, or now", "start"))
	}
	scopes := decision.Delegable(c.Rules)
	for _, what := range d.What {
		if !slices.ContainsFunc(scopes, func(s decision.Scope) bool { return s.ID == what }) {
			names := model.Each(scopes, func(s decision.Scope) string { return s.ID })
			refusal.Add(fmt.Sprintf("%q is nothing that is decided", what), model.AnswerTo("one of: "+strings.Join(names, ", "), "what"))
		}
	}
	refs(c, refusal, model.KindService, a.Service)
	because(refusal, a.Reason)
	if len(refusal.Reasons) == 0 {
		for _, o := range model.All[*model.Delegation](c) {
			if o.By == d.By && o.Open(c.Now) && o.From.At.Before(d.Until.Over()) && d.From.At.Before(o.Until.Over()) && overlap(o, d) {
				refusal.Add(fmt.Sprintf("%s decides for you then already, by %s: %s", c.PersonName(o.To), o.ID, whenDelegated(c, o)), model.ByTask("withdraw-delegation", o.ID).For("withdraw that first"))
			}
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	d.ID = c.Mint(model.KindDelegation)
	return wrote(d.ID, fmt.Sprintf("%s decides for %s, %s: %s (%s)", c.PersonName(d.To), c.PersonName(d.By), whenDelegated(c, d), delegated(c, d), d.ID), d), nil
}

// onlyReads reports whether somebody holds roles, and all of these let them do no more
// than read and decide nothing: whoever audits.
func onlyReads(c *model.Case, p *model.Person) bool {
	return len(p.Roles) > 0 && !decision.Decides(c, p) && !slices.ContainsFunc(p.Roles, func(g model.Grant) bool {
		r, ok := c.Rules.Role(g.Role)
		return ok && slices.ContainsFunc(r.Permissions, func(permission string) bool { return permission != PermissionRead })
	})
}

// roleTitles are the roles of somebody, in words.
func roleTitles(c *model.Case, p *model.Person) string {
	var out []string
	for _, g := range p.Roles {
		if title := c.Rules.RoleTitle(g.Role); !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	return strings.Join(out, ", ")
}

// overlap reports whether two delegations are for something that is the same.
func overlap(a, b *model.Delegation) bool {
	if a.Service != b.Service && a.Service != "" && b.Service != "" {
		return false
	}
	if len(a.What) == 0 || len(b.What) == 0 {
		return true
	}
	every := func(d *model.Delegation) bool { return slices.Contains(d.What, decision.EveryApproval) }
	return slices.ContainsFunc(a.What, func(w string) bool {
		return slices.Contains(b.What, w) || every(b) && !decision.IsKind(w) || every(a) && !decision.IsKind(w)
	}) || every(a) && slices.ContainsFunc(b.What, func(w string) bool { return !decision.IsKind(w) })
}

// whenDelegated says when a delegation holds: "from Tue 24 Nov until Fri 27 Nov".
func whenDelegated(c *model.Case, d *model.Delegation) string {
	zone := c.Rules.Policy.Location()
	if s := model.Get[*model.Service](c, d.Service); s != nil {
		zone = s.Location(zone)
	}
	return slotWords(c, d.Slot(), zone)
}

// delegated says what a delegation is for.
func delegated(c *model.Case, d *model.Delegation) string {
	what := "everything"
	if len(d.What) > 0 {
		what = strings.Join(model.Each(d.What, func(id string) string { return decision.ScopeTitle(c.Rules, id) }), ", ")
	}
	if s := model.Get[*model.Service](c, d.Service); s != nil {
		what += " of " + s.Name
	}
	return what
}

// WithdrawDelegation ends a delegation before its time: by whoever gave it, or by the
// delegate. What was decided by it stays.
type WithdrawDelegation struct {
	Delegation model.ID `json:"delegation"`
	Reason     string   `json:"reason"`
	Seen       int64    `json:"seen,omitempty"`
}

// Takes is nothing for whoever may read: it is about the two people.
func (WithdrawDelegation) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (WithdrawDelegation) For(*model.Case) model.ID { return "" }

// Do ends it.
func (a WithdrawDelegation) Do(c *model.Case) (Outcome, error) {
	d, err := known[*model.Delegation](c, a.Delegation)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, d, a.Seen, "to", "withdrawn"); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(d.ID)}
	switch {
	case d.Withdrawn != nil:
		refusal.Add("it is withdrawn already")
	case !d.Open(c.Now):
		refusal.Add("it is over: it was " + whenDelegated(c, d))
	}
	notMine(c, a, d.ID, refusal)
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	return wrote(d.ID, fmt.Sprintf("withdrew %s: %s decides for %s no more: %s", d.ID, c.PersonName(d.To), c.PersonName(d.By), a.Reason), undelegated(c, d, a.Reason)), nil
}

func undelegated(c *model.Case, d *model.Delegation, reason string) *model.Delegation {
	n := *d
	n.Withdrawn = &model.Ending{Reason: reason, By: c.Who.ID(), At: c.Now}
	return &n
}

// undelegate ends the delegations from and to somebody who leaves.
func undelegate(c *model.Case, who *model.Person, out *Outcome) {
	for _, d := range model.All[*model.Delegation](c) {
		if d.Open(c.Now) && (d.By == who.ID || d.To == who.ID) {
			out.Writes = append(out.Writes, undelegated(c, d, c.PersonName(who.ID)+" has left"))
		}
	}
}

// deciding are the actions in which somebody decides on what anybody with a permission
// may decide: also whoever they delegated it to.
type deciding interface {
	// decides is what is decided on, as far as it is among the facts.
	decides(c *model.Case) (decision.Request, bool)
}

// decidedBy is what an action decides on, if it is one that does.
func decidedBy(c *model.Case, a Action) (decision.Request, bool) {
	d, ok := a.(deciding)
	if !ok {
		return decision.Request{}, false
	}
	return d.decides(c)
}

// standsFor reports whether whoever acts decides in place of somebody absent.
func standsFor(c *model.Case, a Action) bool {
	q, ok := decidedBy(c, a)
	if !ok {
		return false
	}
	right, may := decision.RightOf(c, q, c.Who.Person, c.Now)
	return may && right.For != ""
}

func (a DecideChange) decides(c *model.Case) (decision.Request, bool) {
	ch := model.Get[*model.Change](c, a.Change)
	if ch == nil {
		return decision.Request{}, false
	}
	return decision.Change(ch), true
}

func (a DecideException) decides(c *model.Case) (decision.Request, bool) {
	w, r := model.Get[*model.Window](c, a.Window), model.Get[*model.Release](c, a.Release)
	if w == nil || r == nil {
		return decision.Request{}, false
	}
	for _, e := range w.Exceptions {
		if e.Release == r.ID && decision.ExceptionWaits(r, w, e) {
			return decision.Exception(r, w, e), true
		}
	}
	return decision.Request{}, false
}

func (a ApproveDocument) decides(c *model.Case) (decision.Request, bool) {
	d := model.Get[*model.Document](c, a.Document)
	if d == nil {
		return decision.Request{}, false
	}
	return decision.Document(c, d), true
}

func (a AcceptConflict) decides(c *model.Case) (decision.Request, bool) {
	r := model.Get[*model.Release](c, a.Release)
	if r == nil {
		return decision.Request{}, false
	}
	return decision.Accepted(c, r, a.Key), true
}

func (a DecideWaiver) decides(c *model.Case) (decision.Request, bool) {
	w := model.Get[*model.Waiver](c, a.Waiver)
	if w == nil {
		return decision.Request{}, false
	}
	return decision.Waiver(c, w), true
}

func (a DecideRules) decides(c *model.Case) (decision.Request, bool) {
	p := model.Get[*model.Proposal](c, a.Proposal)
	if p == nil {
		return decision.Request{}, false
	}
	return decision.Proposal(p), true
}

func (a DecideEntry) decides(c *model.Case) (decision.Request, bool) {
	e := model.Get[*model.Entry](c, a.Entry)
	if e == nil {
		return decision.Request{}, false
	}
	return decision.Entry(e), true
}
