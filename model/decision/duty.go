package decision

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// The relations that only some kinds of decision have.
const (
	author   = "author"   // wrote a version of the document or of the entry, or the proposal; of an RFC its text or its forms
	asker    = "asker"    // asked for the decision
	assessor = "assessor" // assessed the RFC
)

// team is the relation of the lead and the members of the team of a release, which builds
// it. RFCs have none.
const team = model.PartTeam

// toRelease are the relations that people have to a release.
var toRelease = []string{"requester", "coordinator", "builder", "deployer", team}

// Bar is a duty that keeps somebody from an act, with how they come under it.
type Bar struct {
	Relation string // requester, coordinator, builder, deployer, team, approver, author …
	tie      tie
	duty     process.Duty
	// By is the delegation of somebody who stands so, by which the person decides for
	// them meanwhile, or did since it was asked for; nil where they stand so themselves.
	By   *model.Delegation
	of   string // that one's name
	over bool   // it has ended
	used bool   // they decided something by it since it was asked for
}

// tie says how somebody stands to a release, as it follows "you": what they are
// or were, "its coordinator", or what they did, "registered it". It is their own
// where it is the very thing that is decided on.
type tie struct {
	are, did string
	own      bool
}

func (t tie) String() string { return strings.TrimSpace(t.are + " " + t.did) }

// String says it to the person themselves.
func (b Bar) String() string {
	if b.By != nil {
		return "you " + b.inPlace()
	}
	if b.tie.own {
		return fmt.Sprintf("you %s, and %s", b.tie, b.duty.Text)
	}
	return fmt.Sprintf("you %s: %s", b.tie, b.duty.Text)
}

// Rule is what the duty says.
func (b Bar) Rule() string { return b.duty.Text }

// OfThem says it of somebody else, as it follows "they".
func (b Bar) OfThem() string {
	if b.By != nil {
		return "they " + b.inPlace()
	}
	return b.ofThem()
}

// inPlace says it of the delegate of somebody who stands so, as it follows "they".
func (b Bar) inPlace() string {
	who := map[string]string{"": "who", "are": "who is", "were": "who was"}[b.tie.are]
	decide := "decide"
	switch {
	case b.over && b.used:
		decide = "decided"
	case b.over:
		decide = "were to decide then"
	}
	return fmt.Sprintf("%s for %s (%s), %s %s: a delegate never decides that, and %s", decide, b.of, b.By.ID, who, b.tie.did, b.duty.Text)
}

// decline is how a delegate frees themselves of what another must not decide: they end a
// delegation by which they decided nothing since it was asked for.
func (b Bar) decline(own bool) []model.Remedy {
	if b.By == nil || b.over || b.used {
		return nil
	}
	why := "they end the delegation, by which they decided nothing since it was asked for"
	if own {
		why = "end the delegation, by which you decided nothing since it was asked for"
	}
	return []model.Remedy{model.ByTask("withdraw-delegation", b.By.ID, model.With("reason", "")).For(why)}
}

func (b Bar) ofThem() string { return fmt.Sprintf("they %s: %s", b.tie, b.duty.Text) }

// OfOne says it of somebody who is named before it: "now its coordinator",
// "who registered it".
func (b Bar) OfOne() string {
	begin := map[string]string{"": "who", "are": "now", "were": "who was"}[b.tie.are]
	return fmt.Sprintf("%s %s: %s", begin, b.tie.did, b.duty.Text)
}

// AsAsker reports whether somebody stands so since they asked for the decision themselves.
func (b Bar) AsAsker() bool { return b.Relation == asker && b.By == nil }

// Over reports whether it comes of a delegation that has ended.
func (b Bar) Over() bool { return b.over }

// Tie says how the person stands to the release: "you registered it".
func (b Bar) Tie() string { return "you " + b.tie.String() }

// Now reports whether they stand so to the release as it is now.
func (b Bar) Now() bool { return b.tie.are == "are" }

// Broken is the mark of somebody who breaks the glass over the duty.
func (b Bar) Broken(who model.ID, reason string, at time.Time) model.Broken {
	return model.Broken{Rule: b.String(), Reason: reason, By: who, At: at, Relation: b.Relation, Duty: b.duty.Text}
}

// Bars lists the duties that keep a person from deciding on a request:
// segregation of duties, as the rules list it. It is asked when somebody
// decides, and again at each gate: who comes to coordinate or build what they
// approved has approved their own.
//
// What counts is not what the release says now. Whoever registered it or
// submitted one of its RFCs, whoever ever coordinated, requested or built it,
// and whoever put what it deploys into the DML comes under the duty: the log
// and the earlier states say so, and no edit takes it away.
func Bars(c *model.Case, q Request, who model.ID) []Bar {
	if who == "" || q.free {
		return nil
	}
	var out []Bar
	for _, d := range duties(q.Rules(c), q) {
		for _, relation := range d.Not {
			if slices.ContainsFunc(out, func(b Bar) bool { return b.Relation == relation }) {
				continue // it is said, by the first duty that names it
			}
			if tie := tieOf(c, q, who, relation); tie.did != "" {
				out = append(out, Bar{Relation: relation, tie: tie, duty: d})
			}
		}
	}
	return out
}

// Barring are the duties that keep a person from deciding on a request now: their own,
// and those of whoever delegated such decisions to them and is away, or was when they decided
// something in that one's place since it was asked for. Whoever decides for somebody never
// decides what that one asked for, coordinates or built, not by a role of their own either;
// no glass is broken over that. It takes away nothing that was decided before, and whoever
// ends a delegation by which they decided nothing is free of it.
func Barring(c *model.Case, q Request, who model.ID) []Bar {
	return append(Bars(c, q, who), Lent(c, q, who)...)
}

// Lent are those of Barring that come from delegations, one of each: what the absent one
// is now before what they were or did.
func Lent(c *model.Case, q Request, who model.ID) []Bar { return lent(c, q, who, c.Now) }

// lent are the same for a decision that is taken, or was, at a time.
func lent(c *model.Case, q Request, who model.ID, at time.Time) []Bar {
	if who == "" || q.free {
		return nil
	}
	var out []Bar
	for _, d := range lentTo(c, q, who, at) {
		theirs := Bars(c, q, d.By)
		if len(theirs) == 0 {
			continue
		}
		bar := theirs[max(slices.IndexFunc(theirs, Bar.Now), 0)]
		bar.By, bar.of, bar.over, bar.used = d, c.PersonName(d.By), !d.InForce(c.Now), d.UsedSince(q.At)
		out = append(out, bar)
	}
	return out
}

// WhoElse is what helps where somebody must not decide: somebody else does, who is asked
// in their place where they are asked by name.
func WhoElse(c *model.Case, q Request, who model.ID) []model.Remedy {
	a, ok := q.Record.(*model.Approval)
	if !ok || a.ID == "" {
		return []model.Remedy{whoElse(c, q)}
	}
	for i, s := range a.Approvers {
		if s.Person == who && !a.Filled(i) {
			from := string(who)
			if p := model.Get[*model.Person](c, who); p != nil {
				from = p.Handle
			}
			return []model.Remedy{model.ByTask("readdress-approval", a.ID, model.With("from", from), model.With("to", ""), model.With("reason", "")).For("somebody else is asked in their place")}
		}
	}
	return []model.Remedy{whoElse(c, q)}
}

// duties are those that the rules have for a request, and the ones of before
// where they name none for such an act.
func duties(rules *model.Rules, q Request) []process.Duty {
	var out []process.Duty
	for _, d := range rules.Duties {
		if d.Act == q.Act || narrowed(rules, d.Act, q) {
			out = append(out, d)
		}
	}
	for _, d := range q.Before {
		if !slices.ContainsFunc(rules.Duties, func(own process.Duty) bool { return own.Act == d.Act }) {
			out = append(out, d)
		}
	}
	return out
}

// narrowed reports whether a duty is about requests of one purpose, and the request
// is such, whatever the rules call it.
func narrowed(rules *model.Rules, act string, q Request) bool {
	act, name, narrow := strings.Cut(act, ":")
	switch {
	case !narrow || act != q.Act || q.Purpose == "":
		return false
	case q.Kind == documents, q.Act == writings.Act:
		return rules.FormMeans(name) == rules.FormMeans(q.Purpose)
	}
	return rules.ApprovalMeans(name) == q.Purpose
}

// whoElse names those who may decide on a request in place of somebody who must
// not.
func whoElse(c *model.Case, q Request) model.Remedy {
	if d, ok := q.Record.(*model.Document); ok {
		if m := model.Get[*model.Meeting](c, d.Of); m != nil {
			if waits := MinutesWaitFor(c, d, m); waits != "" {
				return model.Say("ask " + waits)
			}
		}
	}
	if q.Permission == "" {
		return model.Say("somebody else has to decide")
	}
	return model.Say("ask somebody else who may: " + strings.Join(c.Rules.RolesWith(q.Permission), ", "))
}

// May adds why the person who acts must not decide on a request: a duty of their own, or
// one of whom they would decide for.
func May(c *model.Case, q Request, refusal *model.Refusal) {
	right, _ := RightOf(c, q, c.Who.Person, c.Now)
	for _, bar := range Kept(c, q, c.Who.ID(), "", right, c.Now, refusal) {
		refusal.Add(bar.String(), WhoElse(c, q, c.Who.ID())...)
	}
}

// Deploys says which duties keep a person from deploying the release: the same
// duties from the other side, for the approvals in force that the person gave.
func Deploys(c *model.Case, r *model.Release, who model.ID) []Bar {
	var out []Bar
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != r.ID || a.Void != nil || !slices.ContainsFunc(a.Decisions, func(d model.Decision) bool {
			return (d.By == who || d.Basis.For == who) && d.Approves()
		}) {
			continue
		}
		for _, d := range duties(c.Under(r), Approval(c, a)) {
			if slices.Contains(d.Not, "deployer") {
				out = append(out, Bar{Relation: "approver", tie: tie{did: fmt.Sprintf("approved %s (%s)", a.ID, a.Title)}, duty: d})
			}
		}
	}
	return out
}

// tieOf says how somebody stands to what a request is about, in one relation; it
// says nothing where they don't.
func tieOf(c *model.Case, q Request, who model.ID, relation string) tie {
	switch relation {
	case author:
		if q.Kind == changes || q.Kind == approvals {
			if q.Change == nil { // a release has many who write
				return tie{}
			}
			return wroteRFC(c, q, who)
		}
		return wrote(c, q, who)
	case asker:
		if q.By == who {
			return tie{did: "asked for it", own: true}
		}
	case assessor:
		if ch := q.Change; ch != nil && ch.Assessed != nil && ch.Assessed.By == who {
			return tie{did: "assessed it", own: true}
		}
	default:
		if q.Release != nil {
			return tieToRelease(c, q.Release, who, relation)
		}
		if q.Change != nil {
			return tieToChange(c, q.Change, who, relation)
		}
	}
	return tie{}
}

// wroteRFC says whether somebody wrote what is decided about an RFC: its text, edited by them
// after it was submitted, or a version of a form that is part of it.
func wroteRFC(c *model.Case, q Request, who model.ID) tie {
	if slices.Contains(c.Parts(q.Change.ID), model.Part{Relation: model.PartAuthor, Person: who}) {
		return tie{did: "edited " + string(q.Change.ID), own: true}
	}
	if q.documents == nil || q.Change.Unauthorised() {
		return tie{} // what is decided about that one is its review, which judges what another did
	}
	for _, d := range q.documents(c, q) {
		switch what := fmt.Sprintf("%s (%s)", d.ID, d.Title); {
		case d.Author == who:
			return tie{did: "wrote " + what, own: true}
		case slices.Contains(c.Parts(d.ID), model.Part{Relation: model.PartAuthor, Person: who}):
			return tie{did: "wrote an earlier version of " + what, own: true}
		}
	}
	return tie{}
}

// wrote says whether somebody wrote a proposal, or a document or a version of it:
// whoever wrote an earlier one wrote what still stands of it.
func wrote(c *model.Case, q Request, who model.ID) tie {
	if q.Proposal != nil && q.Proposal.Author == who {
		return tie{did: "wrote it", own: true}
	}
	if e := q.Entry; e != nil {
		switch {
		case e.Author == who:
			return tie{did: "proposed it", own: true}
		case slices.Contains(e.Authors, who):
			return tie{did: "wrote an earlier version of it", own: true}
		}
		return tie{}
	}
	if p, ok := q.Record.(*model.Period); ok && p.By == who {
		return tie{did: "signed it off", own: true}
	}
	d, ok := q.Record.(*model.Document)
	switch {
	case !ok:
	case d.Author == who:
		return tie{did: "wrote it", own: true}
	case slices.Contains(c.Parts(d.ID), model.Part{Relation: model.PartAuthor, Person: who}):
		return tie{did: "wrote an earlier version of it", own: true}
	}
	return tie{}
}

// tieToChange says how somebody had a hand in an RFC.
func tieToChange(c *model.Case, ch *model.Change, who model.ID, relation string) tie {
	p, had := had(c, ch.ID, who, relation)
	switch {
	case relation == "requester" && ch.Requester == who:
		return tie{did: "asked for it", own: true}
	case relation == "builder" && ch.Builder == who:
		return tie{are: "are", did: "its builder", own: true}
	case had && p.Born != "":
		return tie{did: p.Born + " it", own: true}
	case had && relation == "requester":
		return tie{did: "asked for it", own: true}
	case had:
		return tie{are: "were", did: "its " + relation, own: true}
	}
	return tie{}
}

// tieToRelease says how somebody stands to a release. What they are now is said
// before what they were.
func tieToRelease(c *model.Case, r *model.Release, who model.ID, relation string) tie {
	if slices.Contains(related(c, r, relation), who) {
		return tie{are: "are", did: as(relation)}
	}
	if p, ok := had(c, r.ID, who, relation); ok {
		if p.Born != "" {
			return tie{did: p.Born + " it"}
		}
		return tie{are: "were", did: as(relation)}
	}
	for _, id := range r.Changes {
		if p, ok := had(c, id, who, relation); ok {
			if p.Born != "" {
				return tie{did: fmt.Sprintf("%s %s", p.Born, id)}
			}
			return tie{are: "were", did: fmt.Sprintf("the %s of %s", relation, id)}
		}
	}
	if relation == "builder" {
		for _, id := range r.Package {
			if m := model.Get[*model.Media](c, id); m != nil && m.By == who {
				return tie{did: fmt.Sprintf("put %s of its package into the DML", id)}
			}
		}
	}
	return tie{}
}

// as is what somebody is to a release in one relation, as it follows "are".
func as(relation string) string {
	if relation == team {
		return "in the team that builds it"
	}
	return "its " + relation
}

// had finds the part that somebody had in a record before, in one relation.
func had(c *model.Case, of, who model.ID, relation string) (model.Part, bool) {
	parts := c.Parts(of)
	at := slices.IndexFunc(parts, func(p model.Part) bool { return p.Person == who && p.Relation == relation })
	if at < 0 {
		return model.Part{}, false
	}
	return parts[at], true
}

// related lists the people who stand to the release in one way now.
func related(c *model.Case, r *model.Release, relation string) []model.ID {
	var out []model.ID
	switch relation {
	case "requester":
		out = append(out, r.Requester)
		for _, id := range r.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil {
				out = append(out, ch.Requester)
			}
		}
	case "coordinator":
		out = append(out, r.Coordinator)
	case "builder":
		for _, id := range r.Changes {
			if ch := model.Get[*model.Change](c, id); ch != nil {
				out = append(out, ch.Builder)
			}
		}
	case "deployer":
		for _, run := range c.Runs(r.ID) {
			out = append(out, run.By)
			for _, s := range run.Steps {
				out = append(out, s.By)
			}
		}
	case team:
		if t := model.Get[*model.Team](c, r.Team); t != nil {
			out = append(append(out, t.Lead), t.Members...)
		}
	}
	return out
}

// broken reports whether the person broke the glass over this duty, for the
// relation in which they stand to the release: a mark made by its coordinator
// holds when they hand the coordination over.
func broken(r *model.Release, who model.ID, bar Bar) bool {
	return slices.ContainsFunc(r.Broken, func(b model.Broken) bool {
		if b.Relation == "" {
			b.Relation, b.Duty = oldMark(b.Rule, bar.duty.Text)
		}
		return b.By == who && b.Relation == bar.Relation && b.Duty == bar.duty.Text
	})
}

// oldMark reads the relation out of a mark from before marks had one: those said
// it in a sentence alone, and are kept for ever.
func oldMark(rule, duty string) (relation, of string) {
	tie, same := strings.CutSuffix(rule, ": "+duty)
	if !same {
		return "", ""
	}
	tie = strings.TrimPrefix(tie, "you ")
	for _, begin := range []string{"are its ", "were its ", "were the "} { // of teams they knew nothing
		if rest, ok := strings.CutPrefix(tie, begin); ok {
			relation, _, _ := strings.Cut(rest, " of ")
			return relation, duty
		}
	}
	if strings.HasPrefix(tie, "put ") {
		return "builder", duty
	}
	return "requester", duty // registered it, imported it, submitted CHG-3
}
