package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// ActAcceptConflict is the act of a duty that is no decision on an approval.
const ActAcceptConflict = process.ActAcceptConflict

// Bar is a duty that keeps somebody from an act, with how they come under it.
type Bar struct {
	Relation string // requester, coordinator, builder, deployer, or approver
	tie      tie
	duty     process.Duty
}

// tie says how somebody stands to a release, as it follows "you": what they are
// or were, "its coordinator", or what they did, "registered it".
type tie struct{ are, did string }

func (t tie) String() string { return strings.TrimSpace(t.are + " " + t.did) }

// String says it to the person themselves.
func (b Bar) String() string { return fmt.Sprintf("you %s: %s", b.tie, b.duty.Text) }

// OfThem says it of somebody else, as it follows "they".
func (b Bar) OfThem() string { return fmt.Sprintf("they %s: %s", b.tie, b.duty.Text) }

// OfOne says it of somebody who is named before it: "now its coordinator",
// "who registered it".
func (b Bar) OfOne() string {
	begin := map[string]string{"": "who", "are": "now", "were": "who was"}[b.tie.are]
	return fmt.Sprintf("%s %s: %s", begin, b.tie.did, b.duty.Text)
}

// Tie says how the person stands to the release: "you registered it".
func (b Bar) Tie() string { return "you " + b.tie.String() }

// Now reports whether they stand so to the release as it is now.
func (b Bar) Now() bool { return b.tie.are == "are" }

// Broken is the mark of somebody who breaks the glass over the duty.
func (b Bar) Broken(who model.ID, reason string, at time.Time) model.Broken {
	return model.Broken{Rule: b.String(), Reason: reason, By: who, At: at, Relation: b.Relation, Duty: b.duty.Text}
}

// Bars lists the duties that keep a person from an act on the release:
// segregation of duties, as the rules list it. act is "decide", narrowed by the
// purpose of an approval, or "accept-conflict". It is asked when somebody
// decides, and again at each gate: who comes to coordinate or build what they
// approved has approved their own.
//
// What counts is not what the release says now. Whoever registered it or
// submitted one of its RFCs, whoever ever coordinated, requested or built it,
// and whoever put what it deploys into the DML comes under the duty: the log
// and the earlier states say so, and no edit takes it away.
func Bars(c *model.Case, r *model.Release, who model.ID, act, purpose string) []Bar {
	if who == "" {
		return nil
	}
	var out []Bar
	for _, d := range c.Under(r).Duties {
		if d.Act != act && (purpose == "" || d.Act != act+":"+purpose) {
			continue
		}
		for _, relation := range d.Not {
			if tie := tieOf(c, r, who, relation); tie.did != "" {
				out = append(out, Bar{relation, tie, d})
			}
		}
	}
	return out
}

// Deploys says which duties keep a person from deploying the release: the same
// duties from the other side, for the approvals in force that the person gave.
func Deploys(c *model.Case, r *model.Release, who model.ID) []Bar {
	var out []Bar
	for _, a := range model.All[*model.Approval](c) {
		if a.Of != r.ID || a.Void != nil || !slices.ContainsFunc(a.Decisions, func(d model.Decision) bool {
			return d.By == who && d.Verdict == model.Approve
		}) {
			continue
		}
		for _, d := range c.Under(r).Duties {
			if (d.Act == "decide" || d.Act == "decide:"+a.Purpose) && slices.Contains(d.Not, "deployer") {
				out = append(out, Bar{"approver", tie{"", fmt.Sprintf("approved %s (%s)", a.ID, a.Title)}, d})
			}
		}
	}
	return out
}

// OwnChange says how somebody had a hand in an RFC, as it follows "you"; "" for
// whoever had none. Nobody authorises an RFC of their own.
func OwnChange(c *model.Case, ch *model.Change, who model.ID) string {
	switch {
	case who == "":
	case ch.Requester == who:
		return "asked for it"
	case ch.Builder == who:
		return "build it"
	default:
		if p, ok := had(c, ch.ID, who, "requester"); ok {
			if p.Born != "" {
				return p.Born + " it"
			}
			return "asked for it"
		}
		if _, ok := had(c, ch.ID, who, "builder"); ok {
			return "were its builder"
		}
	}
	return ""
}

// tieOf says how somebody stands to the release in one relation; it says nothing
// where they don't. What they are now is said before what they were.
func tieOf(c *model.Case, r *model.Release, who model.ID, relation string) tie {
	if slices.Contains(related(c, r, relation), who) {
		return tie{"are", "its " + relation}
	}
	if p, ok := had(c, r.ID, who, relation); ok {
		if p.Born != "" {
			return tie{"", p.Born + " it"}
		}
		return tie{"were", "its " + relation}
	}
	for _, id := range r.Changes {
		if p, ok := had(c, id, who, relation); ok {
			if p.Born != "" {
				return tie{"", fmt.Sprintf("%s %s", p.Born, id)}
			}
			return tie{"were", fmt.Sprintf("the %s of %s", relation, id)}
		}
	}
	if relation == "builder" {
		for _, id := range r.Package {
			if m := model.Get[*model.Media](c, id); m != nil && m.By == who {
				return tie{"", fmt.Sprintf("put %s of its package into the DML", id)}
			}
		}
	}
	return tie{}
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
	}
	return out
}

// against says, of somebody named before it, which duty keeps them from what
// they did, unless they broke the glass over it; "" for none.
func against(c *model.Case, r *model.Release, who model.ID, act, purpose string) string {
	for _, bar := range Bars(c, r, who, act, purpose) {
		if !broken(r, who, bar) {
			return bar.OfOne()
		}
	}
	return ""
}

func (f facts) against(who model.ID, act, purpose string) string {
	return against(f.Case, f.r, who, act, purpose)
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
	for _, begin := range []string{"are its ", "were its ", "were the "} {
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
