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
// release as it stands: its revision, and the versions of its documents.
type RequestApproval struct {
	Release model.ID `json:"release"`
	Purpose string   `json:"purpose"`
	Seen    int64    `json:"seen,omitempty"`
}

// Needs are the release's facts, and everybody: is there somebody to decide it?
func (a RequestApproval) Needs() model.Needs {
	return model.Needs{Releases: []model.ID{a.Release}, Kinds: []model.Kind{model.KindPerson}, Seen: looked(a.Release, a.Seen)}
}

// Do makes the approval with its approvers by the release's risk.
func (a RequestApproval) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("ask for %s of %s", a.Purpose, a.Release)
	r, p, err := loadOpen(c, a.Release, a.Seen, doing)
	if err != nil {
		return Outcome{}, err
	}
	def, ok := p.Approval(a.Purpose)
	if !ok {
		names := model.Each(p.Approvals, func(d process.Approval) string { return d.ID })
		return Outcome{}, &model.NotFound{What: fmt.Sprintf("approval %q in the %s process (it has %s)", a.Purpose, p.Name, strings.Join(names, ", "))}
	}
	refusal := &model.Refusal{Doing: doing}
	if !slices.Contains(def.Stages, r.Stage) {
		refusal.Add(fmt.Sprintf("it is asked for in %s; the release is in %s", strings.Join(def.Stages, " or "), r.Stage), towards(p, r, def.Stages)...)
	}
	datesPassed(c, r, def.Means(), refusal)
	approval := &model.Approval{Of: r.ID, Purpose: def.Means(), Title: def.Title, Revision: r.Revision, By: c.Who.ID(), At: c.Now}
	for _, name := range def.Forms {
		d := c.Document(name, r.ID)
		if d == nil {
			title := name
			if f, ok := c.Under(r).Form(name); ok {
				title = strings.ToLower(f.Title)
			}
			refusal.Add("the "+title+" "+grammar.Are(title)+" not written", model.ByForm(name, r.ID))
			continue
		}
		if outgrown := decision.Outgrown(c.Under(r), d, r); outgrown != "" {
			refusal.Add(fmt.Sprintf("the %s was written %s", name, outgrown), model.ByForm(name, r.ID).For("write it anew, or save it as it stands"))
		}
		approval.Documents = append(approval.Documents, model.DocumentSeen{ID: d.ID, Version: d.Version})
	}
	approval.Documents = decision.Seen(c, decision.Approval(c, approval))
	approval.Approvers = approvers(c, r, def, refusal)
	canSign(c, r, approval, refusal)
	if empty := decision.Vacant(c, r, approval); len(empty) > 0 {
		refusal.Add("it would wait for ever: "+decision.WaitsForNobody(empty), decision.Refill(r, approval, empty)...)
	}
	last := c.ApprovalFor(r.ID, def.Means())
	// Asked again of others than before, it replaces what nobody could sign.
	again := last != nil && last.State() == model.ApprovalPending && !slices.Equal(last.Approvers, approval.Approvers)
	if last != nil && last.Live() && !again {
		refusal.Add(fmt.Sprintf("%s is %s already", last.ID, last.State()), model.ByTask("decide-approval", last.ID, model.With("verdict", "")).For("whoever it waits for decides"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	approval.ID = c.Mint(model.KindApproval)
	out := wrote(r.ID, fmt.Sprintf("asked for %s of %s", strings.ToLower(def.Title), r.ID), approval)
	if again {
		void(c, r, []string{def.Means()}, "asked for again: others have to sign", &out)
	}
	return out, nil
}

// datesPassed adds that an approval covers dates which have passed: a deployment
// is not authorised for a time that is over.
func datesPassed(c *model.Case, r *model.Release, purpose string, refusal *model.Refusal) {
	if past := gate.InThePast(c, r, purpose); past != nil {
		refusal.Add(past.Text, past.Remedies...)
	}
}

// canSign refuses a request that names somebody who must not sign: it would
// wait for ever.
func canSign(c *model.Case, r *model.Release, ap *model.Approval, refusal *model.Refusal) {
	for _, s := range ap.Approvers {
		if s.Person == "" {
			continue
		}
		for _, bar := range decision.Bars(c, decision.Approval(c, ap), s.Person) {
			refusal.Add(fmt.Sprintf("%s would have to sign, and must not: %s", s.Title, bar.OfThem()),
				model.ByTask("edit-service", r.Service, model.With("signatories", "")).For("name others who sign for the service"))
		}
	}
}

// approvers reads the route for the release's risk band.
func approvers(c *model.Case, r *model.Release, def *process.Approval, refusal *model.Refusal) []model.Approver {
	route, anyBand := def.Route["*"]
	if r.Risk != nil {
		if own, ok := def.Route[r.Risk.Band]; ok {
			route, anyBand = own, true
		}
	}
	if !anyBand {
		refusal.Add("its risk is not scored, so it is not known who has to sign", model.ByForm(gate.FormAssessment, r.ID))
		return nil
	}
	seats, unnamed := decision.Seats(c, c.Under(r), route, r.Service)
	if unnamed {
		refusal.Add("its service names nobody who signs", model.ByTask("edit-service", r.Service, model.With("owner", "")), model.ByTask("edit-service", r.Service, model.With("signatories", "")))
	}
	return seats
}

// Decide is one person's word on an approval. It takes no permission: everybody
// who is an approver may decide.
type Decide struct {
	Approval   model.ID `json:"approval"`
	Verdict    string   `json:"verdict"` // approve, reject, ask, abstain, comment
	Comment    string   `json:"comment,omitempty"`
	Conditions string   `json:"conditions,omitempty"`
	// MeetBy is who has to meet the conditions, one a line; without anybody they are
	// text that shuts no gate.
	MeetBy model.ID `json:"meet_by,omitempty"`
	Seen   int64    `json:"seen,omitempty"`
	// BreakGlass overrides a duty that should stay apart, with a reason that
	// is marked on the release for ever. Only some roles may.
	BreakGlass string `json:"break_glass,omitempty"`
}

// Do signs as the approver that the person is. A rejection sends the release back where the
// process says so.
func (a Decide) Do(c *model.Case) (Outcome, error) {
	doing := "decide " + string(a.Approval)
	ap, err := known[*model.Approval](c, a.Approval)
	if err != nil {
		return Outcome{}, err
	}
	// What others decided is theirs; what was asked for has to be what was read.
	if err := unmoved(c, ap, a.Seen, "revision", "documents", "seats", "void"); err != nil {
		return Outcome{}, err
	}
	r, p, err := load(c, ap.Of, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	switch {
	case ap.Void != nil:
		refusal.Add("it was voided: "+ap.Void.Reason, model.ByTask("request-approval", r.ID, model.With("purpose", ap.Purpose)).For("a new one has to be asked for"))
	case ap.State() != model.ApprovalPending:
		refusal.Add("it is " + model.StateWords(ap) + " already")
	}
	if def, ok := p.Approval(ap.Purpose); ok && !slices.Contains(def.Stages, r.Stage) {
		refusal.Add(fmt.Sprintf("it is decided in %s; the release is in %s", strings.Join(def.Stages, " or "), r.Stage), model.Say("wait until it is back there"))
	}
	switch a.Verdict {
	case model.Approve:
		datesPassed(c, r, ap.Purpose, refusal)
	case model.Abstain:
	case model.Reject, model.Ask, model.Remark:
		if model.Blank(a.Comment) {
			refusal.Add("a comment is missing", model.AnswerTo("say why, for whoever has to mend it", "comment"))
		}
	default:
		refusal.Add(fmt.Sprintf("%q is no verdict", a.Verdict), model.Say("approve, reject, ask, abstain or comment"))
	}
	if a.Verdict == model.Approve {
		said(refusal, "the comment", a.Comment)
	} else {
		sane(refusal, "the comment", a.Comment)
	}
	said(refusal, "the conditions", a.Conditions)
	q := decision.Approval(c, ap)
	approver := approverFor(c, r, ap)
	if approver < 0 {
		if ap.Spoke(c.Who.ID()) {
			refusal.Add("you have "+spoken(ap, c.Who.ID())+" already", model.Say("the other signatures are other people's"))
		} else {
			var who []model.Remedy // nobody, where all have signed
			if names := ap.WaitsFor(); names != "" {
				who = append(who, model.Say("it waits for: "+names))
			}
			refusal.Add("you are none of its approvers", who...)
		}
	}
	checks := conditions(c, len(ap.Decisions), a.Conditions, a.MeetBy, refusal)
	n := r.Clone()
	bars := decision.Bars(c, q, c.Who.ID())
	if a.Verdict == model.Remark {
		bars = nil // it decides nothing
	}
	marked := breakGlass(c, n, bars, a.BreakGlass, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	v := *ap
	v.Decisions = append(slices.Clone(ap.Decisions), model.Decision{Approver: approver, By: c.Who.ID(), Verdict: a.Verdict, Comment: a.Comment, Conditions: a.Conditions,
		Revision: r.Revision, At: c.Now, Auth: c.Who.Auth, Basis: decision.Basis(c, q, &ap.Approvers[approver])})
	v.Checks = append(slices.Clip(ap.Checks), checks...)
	past := map[string]string{model.Approve: "approved", model.Reject: "rejected", model.Ask: "asked about", model.Abstain: "abstained on", model.Remark: "commented on"}[a.Verdict]
	out := wrote(r.ID, fmt.Sprintf("%s %s (%s)", past, r.ID, strings.ToLower(ap.Title)), &v)
	if missing := v.Missing(); a.Verdict == model.Approve && len(missing) > 0 {
		who := model.Each(missing, func(s model.Approver) string { return s.Title })
		out.Note += fmt.Sprintf("; %d of %d have approved, it waits for %s", len(v.Approvers)-len(missing), len(v.Approvers), strings.Join(who, ", "))
	}
	if a.Verdict == model.Abstain {
		if empty := decision.Vacant(c, r, &v); len(empty) > 0 {
			out.Warning = &model.Reason{Text: "it can't be met any more: " + decision.WaitsForNobody(empty), Remedies: decision.Refill(r, &v, empty)}
		}
	}
	if a.Verdict == model.Reject {
		for _, m := range p.Back(r.Stage) {
			if m.Kind == "reject" {
				n.Returned = append(n.Returned, model.Passage{From: r.Stage, To: m.To, At: c.Now, By: c.Who.ID(), Kind: "reject", Reason: a.Comment})
				n.Enter(p, m.To, c.Now)
				marked = true
				break
			}
		}
	}
	if marked {
		out.Writes = append(out.Writes, n)
	}
	return out, nil
}

// spoken is what somebody did who has spoken to an approval: "approved it".
func spoken(ap *model.Approval, who model.ID) string {
	for _, d := range ap.Decisions {
		if d.By == who && d.Verdict == model.Abstain && d.Retracted == nil {
			return "abstained"
		}
	}
	return "approved it"
}

// approverFor is the approver that the person signs as: by name, else by the role
// of which the fewest are missing, so that a service owner who is also a CAB
// member does not sign for the CAB and leave nobody for the owner. -1 when there
// is none, or when the person has signed already.
func approverFor(c *model.Case, r *model.Release, ap *model.Approval) int {
	me := c.Who.Person
	if me == nil {
		return -1
	}
	if ap.Spoke(me.ID) {
		return -1
	}
	left := map[string]int{}
	for i, s := range ap.Approvers {
		if !ap.Filled(i) {
			left[s.Role]++
		}
	}
	best := -1
	for i, s := range ap.Approvers {
		switch {
		case ap.Filled(i):
		case s.Person != "":
			if s.Person == me.ID {
				return i
			}
		case c.Rules.Holds(me, s.Role, r.Service) && (best < 0 || left[s.Role] < left[ap.Approvers[best].Role]):
			best = i
		}
	}
	return best
}

// breakGlass lets the person go on against duties, if a reason is given and
// the role may: each is marked on the release, for ever. It reports whether
// the release was marked.
func breakGlass(c *model.Case, n *model.Release, against []decision.Bar, reason string, refusal *model.Refusal) bool {
	marked := false
	if len(against) == 0 && !model.Blank(reason) {
		refusal.Add("no duty stands in the way: there is no glass to break", model.AnswerTo("leave the reason out", "break_glass"))
	}
	for _, bar := range against {
		switch {
		case model.Blank(reason):
			refusal.Add(bar.String(), model.AnswerTo("somebody else has to; roles that may break glass give a reason", "break_glass"))
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
