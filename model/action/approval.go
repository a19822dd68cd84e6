package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/process"
)

// RequestApproval asks for an authorisation, acceptance or hand-over of the
// release as it stands: its revision, and the versions of its documents; or for that of
// an RFC whose process has approvals.
type RequestApproval struct {
	Release model.ID `json:"release"` // or the RFC
	Purpose string   `json:"purpose"`
	// Reason is what changed, or why another answer is expected, where it was rejected and
	// nothing of what was decided on has changed since.
	Reason string `json:"reason,omitempty"`
	Seen   int64  `json:"seen,omitempty"`
}

// Needs are the release's facts, and everybody: is there somebody to decide it?
func (a RequestApproval) Needs() model.Needs {
	n := subjectNeeds(a.Release)
	n.Kinds, n.Seen = []model.Kind{model.KindPerson}, looked(a.Release, a.Seen)
	return n
}

// For is the service of what it is asked for.
func (a RequestApproval) For(c *model.Case) model.ID { return serviceOf(c, a.Release) }

// Do makes the approval with its approvers by the release's risk.
func (a RequestApproval) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("ask for %s of %s", a.Purpose, a.Release)
	of, p, err := loadOpenSubject(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	if of.Change != nil && !gate.GoesAlone(of.Change) {
		return Outcome{}, model.Refuse(doing, "it goes with its release, which is approved", model.Say("assess it, decide on it, and put it into the scope of a release"))
	}
	def, ok := p.Approval(a.Purpose)
	if !ok {
		names := model.Each(p.Approvals, func(d process.Approval) string { return d.ID })
		has := "none: nothing is asked for in it"
		if len(names) > 0 {
			has = strings.Join(names, ", ")
		}
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("approval %q in the %s process (it has %s)", a.Purpose, p.Name, has)}
	}
	refusal := &model.Refusal{Doing: doing}
	id := of.ID()
	if stage := stageOf(c, of).ID; !slices.Contains(def.Stages, stage) {
		if of.Release != nil {
			refusal.Add(fmt.Sprintf("it is asked for in %s; the release is in %s", strings.Join(def.Stages, " or "), stage), towards(p, of.Release, def.Stages)...)
		} else {
			refusal.Add(fmt.Sprintf("it is asked for in %s; the change is %s", strings.Join(def.Stages, " or "), model.StateWords(of.Change)), towardsStage(c, of.Change, def.Stages)...)
		}
	}
	datesPassed(c, of, def.Means(), refusal)
	approval := &model.Approval{Of: id, Purpose: def.Means(), Title: def.Title, Revision: of.Revision(), By: c.Who.ID(), At: c.Now}
	for _, name := range def.Forms {
		d := c.Document(name, id)
		if d == nil {
			title := name
			if f, ok := of.Rules(c).Form(name); ok {
				title = grammar.Lower(f.Title)
			}
			refusal.Add("the "+title+" "+grammar.Are(title)+" not written", model.ByForm(name, id))
			continue
		}
		if outgrown := outgrownFor(c, of, d); outgrown != "" {
			refusal.Add(fmt.Sprintf("the %s was written %s", name, outgrown), model.ByForm(name, id).For("write it anew, or save it as it stands"))
		}
		approval.Documents = append(approval.Documents, model.DocumentSeen{ID: d.ID, Version: d.Version})
	}
	if d := c.Document(gate.FormHandOver, id); d != nil && def.Means() == gate.PurposeHandOver && !slices.ContainsFunc(approval.Documents, func(s model.DocumentSeen) bool { return s.ID == d.ID }) {
		approval.Documents = append(approval.Documents, model.DocumentSeen{ID: d.ID, Version: d.Version})
	}
	approval.Documents = decision.Seen(c, decision.Approval(c, approval))
	approval.Approvers = approvers(c, of, def, refusal)
	canSign(c, of, approval, refusal)
	if empty := decision.Vacant(c, of, approval); len(empty) > 0 {
		refusal.Add("it would wait for ever: "+decision.WaitsForNobody(empty), decision.Refill(of, approval, empty)...)
	}
	last := c.ApprovalFor(id, def.Means())
	// Asked again of others than before, it replaces what nobody could sign.
	again := last != nil && last.State() == model.ApprovalPending && !slices.Equal(last.Approvers, approval.Approvers)
	why := "asked for again: others have to sign"
	if last != nil && last.Live() && !again {
		if dead := decision.Dead(c, last); dead != "" {
			again, why = true, "asked for again: "+dead
		}
	}
	if again {
		voted(c, last, refusal)
	}
	if before, no := decision.RejectedAsIs(c, of, def.Means()); before != nil {
		approval.Again = before.ID
		if model.Blank(a.Reason) {
			refusal.Add(fmt.Sprintf("%s was rejected by %s, and nothing of that has changed since: %s", before.ID, decision.Signed(c, no.By, no.At, no.Basis), no.Comment),
				model.AnswerTo("say what changed, or why another answer is expected", "reason"))
		}
	}
	said(refusal, "the reason", a.Reason)
	approval.Reason = a.Reason
	if last != nil && last.Live() && !again {
		if last.State() == model.ApprovalApproved { // whatever else was done, it would not be asked for again
			refusal.Reasons = nil
		}
		refusal.Add(fmt.Sprintf("%s is %s already", last.ID, last.State()), whoWaits(c, last)...)
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	approval.ID = c.Mint(model.KindApproval)
	out := wrote(id, fmt.Sprintf("asked for %s of %s (%s)%s", grammar.Lower(def.Title), id, approval.ID, decision.AskedAgain(approval)), approval)
	if again {
		voidOf(c, id, []string{def.Means()}, why, &out)
	}
	if bar := GivesUp(c, of, approval); bar != nil {
		out.Warning = &model.Reason{Text: fmt.Sprintf("you could have signed it, and can't now: %s", bar),
			Remedies: []model.Remedy{model.ByTask("withdraw-approval", approval.ID, model.With("reason", "")).For("if it was for you to sign, withdraw it, and have somebody else ask")}}
	}
	return out, nil
}

// GivesUp is the duty that keeps whoever asks for an approval from signing it, where
// nothing else does: by asking they give up their word. Nil where they have none to give,
// or keep it.
func GivesUp(c *model.Case, of model.Subject, ap *model.Approval) *decision.Bar {
	p := c.Who.Person
	q := decision.ApprovalOf(of, ap)
	if p == nil || !slices.ContainsFunc(ap.Approvers, func(s model.Approver) bool { return decision.Fits(c, q, p, s) }) {
		return nil
	}
	bars := decision.Barring(c, q, p.ID)
	if len(bars) == 0 || slices.ContainsFunc(bars, func(b decision.Bar) bool { return !b.AsAsker() }) {
		return nil
	}
	return &bars[0]
}

// WouldGiveUp is GivesUp of an approval that somebody is about to ask for.
func WouldGiveUp(c *model.Case, of model.Subject, def *process.Approval) *decision.Bar {
	ap := &model.Approval{Of: of.ID(), Purpose: def.Means(), Title: def.Title, By: c.Who.ID(), At: c.Now}
	ap.Approvers = approvers(c, of, def, &model.Refusal{})
	return GivesUp(c, of, ap)
}

// whoWaits is that whoever an approval waits for decides; nothing where it waits for nobody.
func whoWaits(c *model.Case, ap *model.Approval) []model.Remedy {
	if ap.State() != model.ApprovalPending {
		return nil
	}
	return []model.Remedy{c.SubjectOf(ap.ID).DecideOn(c, ap).For("whoever it waits for decides")}
}

// datesPassed adds that an approval covers dates which have passed: a deployment
// is not authorised for a time that is over.
func datesPassed(c *model.Case, of model.Subject, purpose string, refusal *model.Refusal) {
	if of.Release == nil {
		return
	}
	if past := gate.InThePast(c, of.Release, purpose); past != nil {
		refusal.Add(past.Text, past.Remedies...)
	}
}

// canSign refuses a request that names somebody who must not sign, themselves or as the
// delegate of another: it would wait for ever.
func canSign(c *model.Case, of model.Subject, ap *model.Approval, refusal *model.Refusal) {
	for _, s := range ap.Approvers {
		if s.Person == "" {
			continue
		}
		for _, bar := range decision.Barring(c, decision.Approval(c, ap), s.Person) {
			remedies := []model.Remedy{model.ByTask("edit-service", of.Service(), model.With("signatories", "")).For("name others who sign for the service")}
			if bar.By != nil {
				remedies = append(remedies, model.ByTask("withdraw-delegation", bar.By.ID, model.With("reason", "")).For("end the delegation before it is asked for"))
			}
			refusal.Add(fmt.Sprintf("%s would have to sign, and must not: %s", s.Title, bar.OfThem()), remedies...)
		}
	}
}

// outgrownFor says for what a document was written, where that is no longer so.
func outgrownFor(c *model.Case, of model.Subject, d *model.Document) string {
	if of.Release == nil {
		return ""
	}
	return decision.Outgrown(of.Rules(c), d, of.Release)
}

// approvers reads the route for the risk band.
func approvers(c *model.Case, of model.Subject, def *process.Approval, refusal *model.Refusal) []model.Approver {
	route, known := def.Asked(decision.TraitsOf(c, of))
	if !known {
		how := model.ByForm(gate.FormAssessment, of.ID())
		if of.Change != nil {
			how = model.ByTask("assess-change", of.ID(), model.With("text", ""))
		}
		refusal.Add("its risk is not scored, so it is not known who has to sign", how)
		return nil
	}
	seats, unnamed := decision.Seats(c, of.Rules(c), route, of.Service(), def.InOrder)
	for _, entry := range unnamed {
		if handle := process.NamedApprover(entry); handle != "" {
			refusal.Add(fmt.Sprintf("its rules ask %s to sign, and nobody has that handle", handle), model.Say("have the rules corrected, or somebody entered under that handle"))
			continue
		}
		refusal.Add("its service names nobody who signs", model.ByTask("edit-service", of.Service(), model.With("owner", "")), model.ByTask("edit-service", of.Service(), model.With("signatories", "")))
	}
	return seats
}

// breakGlass lets the person go on against duties, if a reason is given and
// the role may: each is marked on the release, for ever. It reports whether
// the release was marked. Who else may do it is named where that is known.
func breakGlass(c *model.Case, n *model.Release, against []decision.Bar, reason string, refusal *model.Refusal, others ...*model.Person) bool {
	marked, instead := false, "somebody else has to"
	if len(others) > 0 {
		instead = "ask " + decision.Names(c, others)
	}
	if len(against) == 0 && !model.Blank(reason) {
		refusal.Add("no duty stands in the way: there is no glass to break", model.AnswerTo("leave the reason out", "break_glass"))
	}
	for _, bar := range against {
		switch {
		case model.Blank(reason):
			refusal.Add(bar.String(), model.AnswerTo(instead+"; roles that may break glass give a reason", "break_glass"))
		case !Can(c, "break-glass", n.Service):
			refusal.Add(bar.String(), model.Say("breaking glass belongs to: "+strings.Join(c.Rules.RolesWith("break-glass"), ", ")))
		default:
			n.Broken = append(n.Broken, bar.Broken(c.Who.ID(), reason, c.Now))
			marked = true
		}
	}
	sane(refusal, "the reason to break glass", reason)
	return marked
}

// towards is how a release comes to one of some stages: on, or back to one of them
// or before it.
func towards(p *process.Process, r *model.Release, stages []string) []model.Remedy {
	_, here := p.Stage(r.Stage)
	for _, id := range stages {
		_, at := p.Stage(id)
		if at > here {
			return []model.Remedy{model.ByDoing(process.Advance, r.ID).For("move the release on first")}
		}
		for _, m := range p.Back(r.Stage) {
			if _, to := p.Stage(m.To); to >= 0 && to <= at {
				return []model.Remedy{model.ByTask("send-back", r.ID, model.With("to", m.To), model.With("reason", "")).For("send the release back first")}
			}
		}
	}
	return []model.Remedy{model.Say("the release is past that")}
}

// towardsStage is the same of an RFC that goes its own way.
func towardsStage(c *model.Case, ch *model.Change, stages []string) []model.Remedy {
	of := model.Subject{Change: ch}
	p, s := of.Process(c), of.Stage(c)
	if p == nil || s == nil {
		return nil
	}
	_, here := p.Stage(s.ID)
	for _, id := range stages {
		if _, at := p.Stage(id); at > here {
			return []model.Remedy{model.ByTask("advance-change", ch.ID).For("move it on first")}
		}
	}
	return []model.Remedy{model.Say("it is past that")}
}
