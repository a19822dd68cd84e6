package task

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/form"
	"fairway/model/gate"
)

// requestApproval asks for an authorisation, an acceptance or a hand-over.
var requestApproval = Task{
	Name: "request-approval", Title: "Ask for an approval", Act: action.RequestApproval{}, About: model.KindRelease, Also: []model.Kind{model.KindChange},
	When: func(c *model.Case, id model.ID) string {
		of := c.SubjectOf(id)
		if of.Release != nil {
			if why := open(c, of.Release); why != "" {
				return why
			}
		} else if ch := of.Change; ch != nil && !gate.GoesAlone(ch) {
			return "it is assessed and decided on, and goes with its release"
		}
		list, why := askable(c, of)
		return nothing(list, why)
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		of := c.SubjectOf(id)
		list, _ := askable(c, of)
		offer(f, "purpose", list)
		whyAgain(c, of, f, list)
		for _, o := range list {
			if def := of.Approval(c, o.value); def != nil {
				if bar := action.WouldGiveUp(c, of, def); bar != nil {
					fl := field(f, "purpose")
					fl.Help = strings.TrimSpace(fmt.Sprintf("%s You could sign %s, and not any more once you have asked for it: %s.", fl.Help, def.Title, bar.Rule()))
				}
			}
		}
		sayCost(c, of.Release, f, "purpose")
		return begin("purpose", list[0].value), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		return action.RequestApproval{Release: id, Purpose: a.Get("purpose"), Reason: a.Get("reason"), Seen: seen(c, id)}, nil
	},
}

// sayCost says beside the question that is answered what the deployment takes of the target of its service,
// where something is agreed for that.
func sayCost(c *model.Case, r *model.Release, f *form.Form, asked string) {
	if r == nil {
		return
	}
	if k := gate.CostOf(c, r); k != nil {
		fl := field(f, asked)
		fl.Help = strings.TrimSpace("Availability " + strings.Join(k.Words(), "; ") + ". " + fl.Help)
	}
}

// whyAgain asks why something is asked for again only where it was rejected as it is, and
// says by whom and why.
func whyAgain(c *model.Case, of model.Subject, f *form.Form, list []option) {
	var rejected []string
	for _, o := range list {
		def := of.Approval(c, o.value)
		if def == nil {
			continue
		}
		if before, no := decision.RejectedAsIs(c, of, def.Means()); before != nil {
			rejected = append(rejected, fmt.Sprintf("%s (%s) was rejected by %s: %s", before.ID, def.Title, decision.Signed(c, no.By, no.At, no.Basis), strings.TrimSpace(no.Comment)))
		}
	}
	if len(rejected) == 0 {
		without(f, "nothing that can be asked for was rejected as it is: a reason is why the same is asked for again", "reason")
		return
	}
	fl := field(f, "reason")
	fl.Help = strings.Join(rejected, "; ") + " " + fl.Help
}

// askable are the approvals that can be asked for in the stage that a release, or an
// RFC, is in; where there is none, it says why.
func askable(c *model.Case, of model.Subject) ([]option, string) {
	s, p := of.Stage(c), of.Process(c)
	if p == nil || s == nil {
		if of.Change != nil {
			return nil, "it is " + model.StateWords(of.Change)
		}
		return nil, "its process is not known here"
	}
	var out []option
	why := "nothing is asked for in " + s.Title
	for _, def := range p.Approvals {
		if !slices.Contains(def.Stages, s.ID) {
			continue
		}
		last := c.ApprovalFor(of.ID(), def.Means())
		if last != nil && last.Live() && (last.State() != model.ApprovalPending || !again(c, of.ID(), def.ID)) {
			why = fmt.Sprintf("%s is %s already", def.Title, last.State())
			continue
		}
		out = append(out, option{def.ID, def.Title})
	}
	return out, why
}

// again reports whether an approval that waits can be asked for again, because
// others would have to sign it now.
func again(c *model.Case, id model.ID, purpose string) bool {
	try := *c
	try.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 1) }
	_, err := action.RequestApproval{Release: id, Purpose: purpose, Reason: "they sign who have to by now"}.Do(&try)
	return err == nil
}

// decideApproval is one person's word on an approval.
var decideApproval = Task{
	Name: "decide-approval", Title: "Decide on an approval", Act: action.Decide{}, About: model.KindApproval, Also: []model.Kind{model.KindRelease, model.KindChange},
	Which: pending, None: "no approval of it waits for a decision",
	When: func(c *model.Case, id model.ID) string {
		if ap := model.Get[*model.Approval](c, id); ap != nil && ap.State() != model.ApprovalPending {
			return "it is " + model.StateWords(ap) + " already"
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := pending(c, id)
		of := c.SubjectOf(model.ID(list[0].value))
		if !of.Known() {
			return form.Answers{}, &model.NotFound{What: "release of " + list[0].value}
		}
		r := of.Release
		reject := "Reject"
		if of.Change != nil && of.Change.Unauthorised() {
			reject = "Reject: its review is written again"
		} else if of.Change != nil {
			reject = "Reject: it is not made"
		} else if _, p := stageOf(c, r); p != nil {
			for _, m := range p.Back(r.Stage) {
				if m.Kind == "reject" {
					reject = "Reject: it goes back to " + stageTitle(p, m.To)
					break
				}
			}
		}
		approve := "Approve"
		if r == nil {
		} else if past := gate.InThePast(c, r, model.Get[*model.Approval](c, model.ID(list[0].value)).Purpose); past != nil {
			approve = "Approve (not yet: " + past.Text + ")"
		}
		verdicts := []option{{model.Approve, approve}, {model.Reject, reject}, {model.Ask, "Ask a question: it goes on waiting"}, {model.Abstain, "Abstain: it counts neither way"}, {model.Remark, "Comment, without a verdict"}}
		offer(f, "verdict", append(verdicts, downgrades(c, of, list)...))
		var against []decision.Bar
		for _, o := range list {
			against = append(against, breakable(c, decision.Approval(c, model.Get[*model.Approval](c, model.ID(o.value))))...)
		}
		if r == nil { // no glass is broken over a change
			against = nil
		}
		glass(c, f, of.Service(), against)
		sayCost(c, r, f, "verdict")
		if !slices.ContainsFunc(list, func(o option) bool { return delegatedTo(c, model.ID(o.value)) }) {
			without(f, "nobody delegated their word on it to you", "for")
		}
		return begin(), nil
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		ap := model.ID(a.Get("approval"))
		d := action.Decide{Approval: ap, Verdict: a.Get("verdict"), Comment: a.Get("comment"), BreakGlass: a.Get("break_glass"), Absent: model.ID(a.Get("for")), Seen: seen(c, ap), Happened: at(a, "happened", c.ZoneOf(ap))}
		if d.Verdict == model.Approve {
			d.Conditions = a.Get("conditions")
			d.MeetBy = meets(c, ap, a)
		}
		return d, nil
	},
}

// meets is who has to meet the conditions of a decision: whoever is named, else who leads
// what is decided on.
func meets(c *model.Case, ap model.ID, a form.Answers) model.ID {
	if by := model.ID(a.Get("meet_by")); by != "" || a.Get("conditions") == "" {
		return by
	}
	return c.SubjectOf(ap).Leads()
}

// delegatedTo reports whether whoever acts decides on an approval for somebody absent.
func delegatedTo(c *model.Case, id model.ID) bool {
	ap := model.Get[*model.Approval](c, id)
	return ap != nil && decision.Delegated(c, decision.Approval(c, ap), c.Who.Person)
}

// downgrades is the verdict that it is none of what its process is for, where the
// process of an approval among several has that.
func downgrades(c *model.Case, of model.Subject, list []option) []option {
	for _, o := range list {
		def := of.Approval(c, model.Get[*model.Approval](c, model.ID(o.value)).Purpose)
		if def == nil || def.Downgrade == "" {
			continue
		}
		if to, ok := of.Rules(c).Process(def.Downgrade); ok {
			text := "Downgrade: it goes on as a " + to.Title + ", from " + to.Stages[0].Title + " on"
			if n := len(model.Get[*model.Approval](c, model.ID(o.value)).Approvers); n > 1 {
				text += fmt.Sprintf(", once %d say so", n)
			}
			return []option{{model.Downgrade, text}}
		}
	}
	return nil
}

// takeDown writes down what somebody decided by word of mouth.
var takeDown = Task{
	Name: "take-down", Title: "Take down a decision by word of mouth", Act: action.TakeDown{}, About: model.KindApproval, Also: []model.Kind{model.KindRelease, model.KindChange}, Kinds: []model.Kind{model.KindPerson},
	Which: spoken, None: "no approval of it that is given by word of mouth waits for a decision",
	When: func(c *model.Case, id model.ID) string {
		if ap := model.Get[*model.Approval](c, id); ap != nil && len(spoken(c, id)) == 0 {
			if ap.State() != model.ApprovalPending {
				return "it is " + model.StateWords(ap) + " already"
			}
			return "it is not given by word of mouth"
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		list := spoken(c, id)
		verdicts := []option{{model.Approve, "They approve"}, {model.Reject, "They reject it"}, {model.Ask, "They ask a question: it goes on waiting"}}
		for _, o := range downgrades(c, c.SubjectOf(model.ID(list[0].value)), list) {
			o.label += ", and countersign it"
			verdicts = append(verdicts, o)
		}
		offer(f, "verdict", verdicts)
		return begin("channel", "phone"), nil
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		ap := model.ID(a.Get("approval"))
		d := action.TakeDown{Approval: ap, Decider: model.ID(a.Get("decider")), Verdict: a.Get("verdict"), Channel: a.Get("channel"), Comment: a.Get("comment"), Seen: seen(c, ap), Happened: at(a, "happened", c.ZoneOf(ap))}
		if d.Verdict == model.Approve {
			d.Conditions = a.Get("conditions")
			d.MeetBy = meets(c, ap, a)
		}
		return d, nil
	},
}

// spoken are those that wait and that the rules let be given by word of mouth.
func spoken(c *model.Case, id model.ID) []option {
	return slices.DeleteFunc(pending(c, id), func(o option) bool {
		ap := model.Get[*model.Approval](c, model.ID(o.value))
		def := c.SubjectOf(ap.ID).Approval(c, ap.Purpose)
		return def == nil || !def.Verbal
	})
}

// countersign is what somebody says to what was taken down of them.
var countersign = Task{
	Name: "countersign", Title: "Countersign what you decided", Act: action.Countersign{}, About: model.KindApproval, Also: []model.Kind{model.KindRelease, model.KindChange},
	Which: unsigned, None: "nothing of it waits to be countersigned",
	When: func(c *model.Case, id model.ID) string {
		if model.Get[*model.Approval](c, id) != nil && len(unsigned(c, id)) == 0 {
			return "nothing of it waits to be countersigned"
		}
		if list := unsigned(c, id); id.Kind() != model.KindApproval && len(list) > 0 && c.Who.ID() != "" && !slices.ContainsFunc(list, func(o option) bool {
			return (action.Countersign{}).NotMine(c, model.ID(o.value)) == nil
		}) {
			return "no decision of yours on it waits to be countersigned"
		}
		return ""
	},
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) { return begin(), nil },
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		ap := model.ID(a.Get("approval"))
		return action.Countersign{Approval: ap, Yes: a.Get("verdict") == "countersign", Comment: a.Get("comment"), Seen: seen(c, ap)}, nil
	},
}

// unsigned are the approvals in which a decision waits to be countersigned, first
// those of the person.
func unsigned(c *model.Case, id model.ID) []option {
	var mine, others []option
	for _, ap := range model.All[*model.Approval](c) {
		if ap.ID != id && ap.Of != id {
			continue
		}
		var who []string
		my := false
		for _, d := range ap.Unsigned() {
			who = append(who, c.PersonName(d.By))
			my = my || d.By == c.Who.ID()
		}
		if len(who) == 0 {
			continue
		}
		o := option{string(ap.ID), fmt.Sprintf("%s of %s, by %s", titled(ap), called(c, ap.Of), strings.Join(who, ", "))}
		if my {
			mine = append(mine, o)
		} else {
			others = append(others, o)
		}
	}
	return append(mine, others...)
}

// glass leaves the question for a reason to break glass only where a duty keeps
// the person away and a role of theirs may override it; it says which.
func glass(c *model.Case, f *form.Form, service model.ID, against []decision.Bar) {
	switch {
	case len(against) == 0:
		without(f, "no duty keeps you away from it", "break_glass")
		return
	case !action.Can(c, "break-glass", service):
		without(f, "no role of yours may override the duty that keeps you away from it", "break_glass")
		return
	}
	duties := model.Each(against, func(bar decision.Bar) string { return bar.String() })
	slices.Sort(duties)
	fl := field(f, "break_glass")
	fl.Help = capital(strings.Join(slices.Compact(duties), "; ")) + ". " + fl.Help
}

// breakable are the duties that keep whoever acts from deciding on a request and over
// which the glass may be broken: none where they decide for somebody who must not, or did
// since it was asked for.
func breakable(c *model.Case, q decision.Request) []decision.Bar {
	bars := decision.Barring(c, q, c.Who.ID())
	if slices.ContainsFunc(bars, func(b decision.Bar) bool { return b.By != nil }) {
		return nil
	}
	return bars
}

// pending are the approvals that wait for a decision: the record itself, or all of a
// release, first those of which the person is an approver whom no duty keeps away.
func pending(c *model.Case, id model.ID) []option {
	var mine, others []option
	for _, ap := range model.All[*model.Approval](c) {
		if (ap.ID != id && ap.Of != id) || ap.State() != model.ApprovalPending {
			continue
		}
		if ap.ID != id && decision.Replaced(c, decision.Approval(c, ap)) != "" {
			continue // what was asked for in its place is decided
		}
		var who []string
		my := false
		of := c.SubjectOf(ap.Of)
		now, _ := ap.Asked()
		for _, s := range now {
			if !slices.Contains(who, s.Title) {
				who = append(who, s.Title)
			}
			me := c.Who.Person
			my = my || delegatedTo(c, ap.ID) || me != nil && of.Known() && decision.Fits(c, decision.Approval(c, ap), me, s)
		}
		my = my && len(decision.Barring(c, decision.Approval(c, ap), c.Who.ID())) == 0
		o := option{string(ap.ID), fmt.Sprintf("%s of %s, waits for %s", titled(ap), called(c, ap.Of), strings.Join(who, ", "))}
		if my {
			mine = append(mine, o)
		} else {
			others = append(others, o)
		}
	}
	return append(mine, others...)
}

// approveDocument puts an approver onto the version that was read.
var approveDocument = Task{
	Name: "approve-document", Title: "Approve a document", Act: action.ApproveDocument{}, About: model.KindDocument, Also: []model.Kind{model.KindRelease, model.KindReport}, Needs: ofServices,
	Which: unapproved, None: "no document of it waits for an approval",
	When: func(c *model.Case, id model.ID) string {
		if d := model.Get[*model.Document](c, id); d != nil && d.Rejected() != nil {
			return fmt.Sprintf("version %d was rejected: its author writes the next", d.Version)
		} else if d != nil && approved(c, d) {
			return fmt.Sprintf("version %d is approved already", d.Version)
		}
		if r := model.Get[*model.Release](c, id); r != nil && over(r) != "" {
			return over(r)
		}
		return ""
	},
	Open: func(*model.Case, model.ID, *form.Form) (form.Answers, error) {
		return begin("verdict", model.Approve), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		doc := model.ID(a.Get("document"))
		if _, asked := a.Values["read"]; asked && !a.Yes("read") {
			return nil, model.Refuse("approve "+string(doc), "you say that you have not read it", model.Say("read it first"))
		}
		d := model.Get[*model.Document](c, doc)
		if d == nil {
			return nil, &model.NotFound{What: "document " + string(doc)}
		}
		version := d.Version
		if n := a.Number("version"); n != 0 { // the one that was read, whatever stands now
			version = n
		}
		said, yes := said(c, id, a, "verdict", model.Approve, leadsPaper(c, d))
		if !yes && said.Verdict == "" {
			said.Verdict = model.Reject
		}
		return action.ApproveDocument{Document: doc, Version: version, Comment: a.Get("comment"), Words: said}, nil
	},
}

// approved reports whether a document is approved as it stands, for the release
// as it stands.
func approved(c *model.Case, d *model.Document) bool {
	at, _ := decision.Holds(c, decision.Document(c, d))
	return at >= 0
}

// unapproved are the documents that nobody has approved as they stand: the
// record itself, or all of a release. Those that a gate asks to be approved
// come first.
func unapproved(c *model.Case, id model.ID) []option {
	var asked, others []option
	for _, d := range model.All[*model.Document](c) {
		if (d.ID != id && d.Of != id) || d.Rejected() != nil || approved(c, d) {
			continue
		}
		o := option{string(d.ID), fmt.Sprintf("%s, version %d, by %s", titled(d), d.Version, c.PersonName(d.Author))}
		if slices.Contains([]string{gate.FormAgreement, gate.FormNotes}, d.Means()) {
			asked = append(asked, o)
		} else {
			others = append(others, o)
		}
	}
	return append(asked, others...)
}
