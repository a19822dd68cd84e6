package gate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

func plannedDates(f facts) answer {
	if f.r.Window.IsZero() || f.r.Window.End.IsZero() {
		out := open("start and end of the deployment are not planned")
		if !f.r.Window.IsZero() { // a form does not move what is planned
			out = out.does("reschedule")
		}
		return out
	}
	span := f.r.Window.Span(f.Zone(f.r))
	return met("%s to %s", stamp(span.Start), stamp(span.End))
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
			return open("%s (%s) has no supplier or no due date", p.ID, p.Title).does("drop-procurement")
		}
	}
	return met("%d on the list", len(list))
}

func rollbackPlanned(f facts) answer {
	a := f.filled(FormRollback, "trigger", "steps", "owner", "duration", "no_return")
	if a.Answer == Met && f.r.RollbackOwner == "" {
		return open("the plan names no owner of the rollback")
	}
	return a
}

func criteriaSet(f facts) answer {
	a := f.filled(FormCriteria, "criteria")
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormCriteria, f.r.ID)
	if id := twice(d.Answers.Rows("criteria")); id != "" {
		return open("%s version %d names %s twice: a result could not tell them apart", d.ID, d.Version, id)
	}
	return met("%d in %s version %d", len(d.Answers.Rows("criteria")), d.ID, d.Version)
}

// fitsWindow adds the planned duration of the deployment to that of the
// rollback: both have to fit, or the way back would leave the window.
func fitsWindow(f facts) answer {
	plan, back := f.Document(FormPlan, f.r.ID), f.Document(FormRollback, f.r.ID)
	if plan == nil || back == nil {
		return open("the release plan and the rollback plan have to be there first")
	}
	deploy, rollback := plan.Answers.Duration("duration"), back.Answers.Duration("duration")
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

func rfcsAuthorised(f facts) answer {
	if len(f.r.Changes) == 0 {
		return open("no RFC is in its scope").does("scope")
	}
	var not []string
	cure, task := "", ""
	for _, id := range f.r.Changes {
		c := model.Get[*model.Change](f.Case, id)
		if c == nil {
			return cannot("%s can't be read", id)
		}
		if !c.Authorised() {
			not = append(not, fmt.Sprintf("%s is %s", id, c.State))
			if cure == "" {
				cure, task = authoriseCure(c, f.r.ID)
			}
		}
	}
	if len(not) > 0 {
		return open("%s", strings.Join(not, "; ")).by("%s", cure).does(task)
	}
	return met("all %d: %s", len(f.r.Changes), join(f.r.Changes))
}

// authoriseCure is the next step on an RFC's way to its authorisation, and the
// task that it is.
func authoriseCure(c *model.Change, release model.ID) (cure, task string) {
	switch c.State {
	case model.ChangeSubmitted:
		return fmt.Sprintf("fairway form fill rfc %s, then fairway change assess %s", c.ID, c.ID), "assess-change"
	case model.ChangeAssessed:
		return fmt.Sprintf("fairway change decide %s authorise", c.ID), "decide-change"
	}
	return fmt.Sprintf("take it out: fairway release scope %s --defer %s", release, c.ID), "scope"
}

// authorised asks for the named approval. It holds for the revision as it
// stands: an edit that touches what was approved voids it at once, and what
// voids nothing leaves it as it was (model/action, revise).
func authorised(f facts) answer {
	a := f.ApprovalFor(f.r.ID, f.use.Arg)
	if a == nil {
		return open("it was not asked for yet").by("fairway approve request %s %s", f.r.ID, f.use.Arg)
	}
	switch a.State() {
	case model.ApprovalVoid:
		return open("%s was voided %s: %s", a.ID, stamp(a.Void.At), a.Void.Reason)
	case model.ApprovalRejected:
		last := a.Decisions[len(a.Decisions)-1]
		return open("%s was rejected by %s: %s", a.ID, f.PersonName(last.By), last.Comment)
	case model.ApprovalPending:
		var who []string
		for _, s := range a.Missing() {
			who = append(who, s.Title)
		}
		if empty := Vacant(f.Case, f.r, a); len(empty) > 0 {
			return open("%s waits for %s", a.ID, strings.Join(who, ", ")+"; "+WaitsForNobody(empty)).by("%s", CureVacant(f.r, a, empty))
		}
		return open("%s waits for %s", a.ID, strings.Join(who, ", ")).by("whoever it waits for decides: fairway approve decide %s approve", a.ID).does(f.inStage(a.Purpose, "decide-approval"))
	}
	for _, d := range a.Decisions {
		if d.Verdict != model.Approve {
			continue
		}
		if against := f.against(d.By, "decide", a.Purpose); against != "" {
			return open("%s was approved by %s, %s", a.ID, f.PersonName(d.By), against).does("edit-release")
		}
	}
	return met("%s, for revision %d, by %s", a.ID, a.Revision, f.signers(a))
}

// inStage names a task if an approval is asked for and decided in the stage the
// release is in: elsewhere the rules say how it gets back there.
func (f facts) inStage(purpose, task string) string {
	if def, ok := f.process.Approval(purpose); ok && slices.Contains(def.Stages, f.r.Stage) {
		return task
	}
	return ""
}

func (f facts) signers(a *model.Approval) string {
	var out []string
	for _, d := range a.Decisions {
		if d.Verdict == model.Approve {
			text := f.PersonName(d.By)
			if d.Conditions != "" {
				text += " (on condition: " + d.Conditions + ")"
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
	text := d.Round(time.Minute).String()
	text = strings.TrimSuffix(text, "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
