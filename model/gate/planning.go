package gate

import (
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
	"fairway/model/when"
)

func plannedDates(f facts) answer {
	if f.r.Window.IsZero() || f.r.Window.End.IsZero() {
		out := open("start and end of the deployment are not planned")
		if !f.r.Window.IsZero() { // a form does not move what is planned
			out = out.by(f.task("reschedule", model.With("start", ""), model.With("end", "")))
		}
		return out
	}
	if f.r.StartPassed(f.Now, f.Zone(f.r)) {
		return open("%s", startPassed(f.Case, f.r)).by(moveDates(f.r))
	}
	return met("%s", f.planned())
}

// planned says from when until when the release is planned: whole days by their
// dates, which are the same for everybody, and clock times with their zone.
func (f facts) planned() string {
	span := f.r.Window.Span(f.Zone(f.r))
	from, to := f.r.Window.Start, f.r.Window.End
	if to.IsZero() {
		to = from
	}
	switch first, last := f.side(from, span.Start), f.side(to, span.End); {
	case first == last:
		return first
	default:
		return first + " to " + last
	}
}

// side is one end of the planned dates.
func (f facts) side(m when.Moment, at time.Time) string {
	if m.Precision == when.Day {
		return when.FormatSlotFor(m, when.Moment{}, f.Zone(f.r), f.Days(), when.ISO)
	}
	return f.Stamp(at)
}

func startPassed(c *model.Case, r *model.Release) string {
	return "the planned start, " + inWords(c, r.Window.Start, c.Zone(r)) + ", has passed: move the dates"
}

// inWords is a planned time with its weekday, and the zone it is in.
func inWords(c *model.Case, m when.Moment, zone *time.Location) string {
	text := when.FormatSlotFor(m, when.Moment{}, zone, c.Days(), when.Long)
	if m.Precision != when.Day {
		text += " " + zone.String()
	}
	return text
}

// StartPassed warns whoever plans a release for a time that has passed: the gate of
// the plan asks for another. It is nil where nothing has.
func StartPassed(c *model.Case, r *model.Release) *model.Reason {
	if !r.StartPassed(c.Now, c.Zone(r)) {
		return nil
	}
	return &model.Reason{Text: startPassed(c, r), Remedies: []model.Remedy{moveDates(r)}}
}

func moveDates(r *model.Release) model.Remedy {
	return model.ByTask("reschedule", r.ID, model.With("start", ""), model.With("end", ""), model.With("reason", ""), model.With("sentence", ""))
}

// InThePast says why an approval of a release can't be given any more: it covers
// dates that have passed. While the plan is made that is its start; later on the
// deployment may still take place until its window ends. It is nil where
// nothing has passed, for approvals that other dates would not void, and for an emergency,
// which happens first and is written down later.
func InThePast(c *model.Case, r *model.Release, purpose string) *model.Reason {
	p, ok := c.Under(r).Process(r.Type)
	if !ok || r.Emergency() != nil || !slices.Contains(p.Voids("window", r.Stage), purpose) || !r.StartPassed(c.Now, c.Zone(r)) {
		return nil
	}
	s, _ := p.Stage(r.Stage)
	if s != nil && slices.Contains(s.OnExit, freezesBaseline) {
		return &model.Reason{Text: startPassed(c, r), Remedies: []model.Remedy{moveDates(r)}}
	}
	if span := r.Window.Span(c.Zone(r)); !c.Now.Before(span.End) {
		return &model.Reason{Text: "the planned window has passed: it closed " + inWords(c, when.Moment{At: span.End, Precision: when.Minute}, c.Zone(r)), Remedies: []model.Remedy{moveDates(r)}}
	}
	return nil
}

func plannedDeliverables(f facts) answer { return f.filled(FormPlan, "deliverables") }
func plannedMethod(f facts) answer       { return f.filled(FormPlan, "method", "steps", "verification") }

func plannedCommunication(f facts) answer { return f.filled(FormPlan, "communication") }

func plannedProcurement(f facts) answer {
	list := f.procurements()
	if len(list) == 0 {
		return open("it brings hardware, and nothing is on order")
	}
	for _, p := range list {
		if p.Supplier == "" || p.Due.IsZero() {
			return open("%s (%s) has no supplier or no due date", p.ID, p.Title).by(model.ByTask("drop-procurement", p.ID, model.With("reason", "")).For("take it off the list, and order it anew"))
		}
	}
	return met("%d on the list", len(list))
}

func rollbackPlanned(f facts) answer {
	a := f.filled(FormRollback, "trigger", "steps", "owner", "duration", "no_return")
	if a.Answer == Met && f.r.RollbackOwner == "" {
		return open("the plan names no owner of the rollback").in("owner", 0)
	}
	return a
}

func criteriaSet(f facts) answer {
	a := f.filled(FormCriteria, "criteria")
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormCriteria, f.r.ID)
	criteria := d.Meant().Rows("criteria")
	if id := twice(criteria); id != "" {
		return open("%s version %d names %s twice: a result could not tell them apart", d.ID, d.Version, id).in("criteria", 0)
	}
	return met("%d in %s version %d", len(criteria), d.ID, d.Version)
}

// fitsWindow adds the planned duration of the deployment to that of the
// rollback: both have to fit, or the way back would leave the window.
func fitsWindow(f facts) answer {
	plan, back := f.Document(FormPlan, f.r.ID), f.Document(FormRollback, f.r.ID)
	if plan == nil || back == nil {
		return open("the release plan and the rollback plan have to be there first")
	}
	deploy, rollback := plan.Meant().Duration("duration"), back.Meant().Duration("duration")
	if deploy == 0 || rollback == 0 {
		return open("the plans don't say how long deployment and rollback take")
	}
	if f.r.Window.IsZero() {
		return open("no window is planned")
	}
	span := f.r.Window.Span(f.Zone(f.r))
	room := span.End.Sub(span.Start)
	if deploy+rollback > room {
		return open("deployment %s + rollback %s need %s; the window has %s", hours(deploy), hours(rollback), hours(deploy+rollback), hours(room))
	}
	return met("deployment %s + rollback %s fit into %s", hours(deploy), hours(rollback), hours(room))
}

// majorPlanned asks for the section of the plan that major releases need
// (ISO/IEC 20000-1:2018, 8.5.2).
func majorPlanned(f facts) answer {
	return f.filled(FormPlan, "responsibilities", "resources", "dependencies", "intent")
}

// authorised asks for the named approval. It holds for the revision as it
// stands: an edit that touches what was approved voids it at once, and what
// voids nothing leaves it as it was (model/action, revise).
func authorised(f facts) answer {
	a := f.ApprovalFor(f.of(), f.process.ApprovalMeans(f.use.Arg))
	if a == nil {
		return f.inStage(open("it was not asked for yet"), f.use.Arg, f.task("request-approval", model.With("purpose", f.use.Arg)))
	}
	switch a.State() {
	case model.ApprovalVoid:
		return f.inStage(open("%s was voided %s: %s", a.ID, f.Stamp(a.Void.At), a.Void.Reason), f.use.Arg, f.task("request-approval", model.With("purpose", f.use.Arg)))
	case model.ApprovalRejected:
		last := a.Decisions[len(a.Decisions)-1]
		return f.inStage(open("%s was rejected by %s: %s", a.ID, decision.Signed(f.Case, last.By, last.At, last.Basis), last.Comment), f.use.Arg, f.mended(a)...)
	case model.ApprovalPending:
		now, after := a.Asked()
		who := model.Each(now, func(s model.Approver) string {
			if chair := decision.Chair(f.Case, s, f.subject().Service()); chair != nil {
				return s.Title + " (chair " + f.PersonName(chair.ID) + ")"
			}
			return s.Title
		})
		if len(after) > 0 {
			who[len(who)-1] += ", then " + strings.Join(model.Each(after, func(s model.Approver) string { return s.Title }), ", ")
		}
		if empty := decision.Vacant(f.Case, f.subject(), a); len(empty) > 0 {
			return open("%s waits for %s", a.ID, strings.Join(who, ", ")+"; "+decision.WaitsForNobody(empty)).by(decision.Refill(f.subject(), a, empty)...)
		}
		waits, decide := open("%s waits for %s", a.ID, strings.Join(who, ", ")), f.subject().DecideOn(f.Case, a).For("whoever it waits for decides")
		if a.Disowned() { // that is decided anew where it stands
			return waits.by(decide)
		}
		return f.inStage(waits, a.Purpose, decide)
	}
	q := decision.ApprovalOf(f.subject(), a)
	for _, w := range q.Words {
		if against := decision.Against(f.Case, q, w); w.Yes && against != "" {
			return open("%s was approved by %s, %s", a.ID, decision.Signed(f.Case, w.By, w.At, w.Basis), against).by(f.anew(a)...)
		}
	}
	if unmet, meet := Unmet(f.Case, model.Owing(a), a.ID); len(unmet) > 0 {
		if f.undone() {
			return met("%s, by %s: that has to be met before the next gate", a.ID, f.signers(a))
		}
		return open("%s was approved on condition, and %s", a.ID, strings.Join(unmet, "; and ")).by(meet...)
	}
	if f.r == nil {
		return met("%s, by %s", a.ID, f.signers(a))
	}
	return met("%s, for revision %d, by %s", a.ID, a.Revision, f.signers(a))
}

// undone reports whether it is an emergency change with which nothing was done yet: what
// meets a condition of its board comes of making it, and no paper that reports of it is
// there before that. It has no notices and no runs, as a release has.
func (f facts) undone() bool {
	return f.ch != nil && f.ch.Emergency() != nil && f.ch.State == model.ChangeSubmitted
}

// anew is how an approval comes to count again of which a signature counts no more: it is
// asked for again, where the release is, or back where that is done. Where whoever would be
// asked must not sign either, or nobody is left to, others are named first. Nobody gets rid of
// a hand that they had in it: to hand something on helps nothing.
func (f facts) anew(a *model.Approval) []model.Remedy {
	ask := f.task("request-approval", model.With("purpose", a.Purpose)).For("ask for it again")
	def, ok := f.process.Approval(a.Purpose)
	if !ok {
		return []model.Remedy{ask}
	}
	out := []model.Remedy{ask}
	if empty := decision.Vacant(f.Case, f.subject(), f.next(a, def)); len(empty) > 0 {
		out = decision.Refill(f.subject(), a, empty)
		if !slices.ContainsFunc(out, func(r model.Remedy) bool { return r.Task == ask.Task }) {
			out = append(out, ask.AndThen())
		}
	}
	if f.r == nil || slices.Contains(def.Stages, f.stage) {
		return out
	}
	for _, m := range f.process.Back(f.stage) {
		if slices.Contains(def.Stages, m.To) {
			out[0].Then = true
			return append([]model.Remedy{f.task("send-back", model.With("to", m.To), model.With("reason", "")).For("send it back to where it is asked for")}, out...)
		}
	}
	return out
}

// next is an approval as it would be asked for now, by somebody who would not sign it.
func (f facts) next(a *model.Approval, def *process.Approval) *model.Approval {
	n := &model.Approval{Of: a.Of, Purpose: a.Purpose, Title: a.Title, Revision: f.subject().Revision(), At: f.Now}
	if route, known := def.Asked(decision.TraitsOf(f.Case, f.subject())); known {
		n.Approvers, _ = decision.Seats(f.Case, f.subject().Rules(f.Case), route, f.subject().Service(), def.InOrder)
	}
	return n
}

// inStage names a remedy if an approval is asked for and decided in the stage the
// release is in: elsewhere the rules say how it gets back there.
func (f facts) inStage(a answer, purpose string, remedies ...model.Remedy) answer {
	if def, ok := f.process.Approval(purpose); ok && slices.Contains(def.Stages, f.stage) {
		return a.by(remedies...)
	}
	return a
}

// mended is what there is to do about a rejection: what was rejected is mended, in a paper
// that was decided on or in what it is of, and it is asked for again. Whoever asks again
// for the same says why.
func (f facts) mended(a *model.Approval) []model.Remedy {
	ask := f.task("request-approval", model.With("purpose", f.use.Arg))
	if before, _ := decision.RejectedAsIs(f.Case, f.subject(), a.Purpose); before == nil {
		return []model.Remedy{ask.For("it was mended since: ask for it again")}
	}
	var out []model.Remedy
	for _, seen := range a.Documents {
		if d := model.Get[*model.Document](f.Case, seen.ID); d != nil {
			r := model.ByForm(d.Form, f.of())
			if len(out) == 0 {
				r = r.For("mend what was rejected, where it is said")
			}
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		out = append(out, f.task(map[bool]string{true: "edit-release", false: "edit-change"}[f.r != nil]).For("mend what was rejected"))
	}
	ask.Answers = append(ask.Answers, model.With("reason", ""))
	return append(out, ask.For("ask for it again, and say why another answer is expected"))
}

func (f facts) signers(a *model.Approval) string {
	var out []string
	for _, d := range a.Decisions {
		if d.Approves() {
			text := decision.Signed(f.Case, d.By, d.At, d.Basis)
			if glass := decision.GlassWords(f.r, d); glass != "" {
				text += ", " + glass
			}
			if d.Conditions != "" {
				text += " (on condition: " + strings.Join(strings.FieldsFunc(d.Conditions, func(r rune) bool { return r == '\n' }), "; ") + ")"
			}
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}

func (f facts) procurements() []*model.Procurement {
	var out []*model.Procurement
	for _, p := range model.All[*model.Procurement](f.Case) {
		if p.Release == f.r.ID && p.Dropped == "" {
			out = append(out, p)
		}
	}
	return out
}

func hours(d time.Duration) string {
	if d.Round(time.Minute) == 0 {
		return "0m"
	}
	text := d.Round(time.Minute).String()
	text = strings.TrimSuffix(text, "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
