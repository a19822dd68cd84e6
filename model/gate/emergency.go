package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
)

// The checks of what happens first and is written down afterwards.

// declared: an emergency is declared for a reason of its process, and an incident or
// a vulnerability.
func declared(f facts) answer {
	d := f.subject().Emergency()
	switch {
	case d == nil:
		return open("it is not declared")
	case d.Incident == "" && d.Vulnerability == "":
		return open("neither an incident nor a vulnerability is named")
	}
	if of := f.subject(); d.Incident != "" {
		if why := Elsewhere(f.Case, model.Get[*model.Incident](f.Case, d.Incident), of.Service(), of.Items()); why != "" {
			return open("%s", why)
		}
	}
	text := fmt.Sprintf("declared %s by %s, %s", f.Stamp(d.At), f.Signatory(d.By, d.At), d.Words())
	if !d.Recorded.IsZero() {
		text += "; entered " + f.Stamp(d.Recorded)
	}
	return met("%s", text)
}

// Elsewhere says why an incident is nothing over which an emergency of a service, or of
// items, is declared; "" where it is, or where nothing is known to the contrary. The service
// may be given or changed after the declaration, so the gate asks again.
func Elsewhere(c *model.Case, inc *model.Incident, service model.ID, items []model.ID) string {
	if inc == nil || service == "" || inc.Service == "" || inc.Service == service ||
		slices.ContainsFunc(inc.Items, func(id model.ID) bool { return slices.Contains(items, id) }) {
		return ""
	}
	return fmt.Sprintf("%s is of %s, not of %s, and affects none of the items", inc.ID, serviceTitle(c, inc.Service), serviceTitle(c, service))
}

// serviceTitle is what people call a service, with its id.
func serviceTitle(c *model.Case, id model.ID) string {
	if s := model.Get[*model.Service](c, id); s != nil {
		return fmt.Sprintf("%s (%s)", s.Name, id)
	}
	return string(id)
}

// backoutPlanned: the way back is written, however short: when, and how.
func backoutPlanned(f facts) answer {
	if f.r == nil {
		return f.filled(FormEmergencyChange, "trigger", "steps")
	}
	return f.filled(FormRollback, "trigger", "steps")
}

// minimumTested: something was tried, or somebody waived that and said why. That is
// their own word: whoever waives writes it, may waive checks, and is kept from it by no
// duty. A waiver of the check (model.Waiver) does as well.
func minimumTested(f facts) answer {
	form := FormMinimum
	if f.r == nil {
		form = FormEmergencyChange
	}
	d := f.Document(form, f.of())
	if d == nil {
		return open("%s", f.unwritten(form))
	}
	a := d.Meant()
	switch {
	case a.Yes("tested") && model.Blank(a.Get("evidence")):
		return open("%s version %d does not say what was tested", d.ID, d.Version).in("evidence", 0)
	case a.Yes("tested"):
		return met("tested: %s", oneLine(a.Get("evidence")))
	case a.Get("tested") == "":
		return open("%s version %d does not say whether it was tested", d.ID, d.Version).in("tested", 0)
	case a.Get("waived_by") == "":
		return open("%s version %d does not say who waived the test", d.ID, d.Version).in("waived_by", 0)
	case model.Blank(a.Get("waived_why")):
		return open("%s version %d does not say why the test was waived", d.ID, d.Version).in("waived_why", 0)
	}
	by := model.ID(a.Get("waived_by"))
	if by != d.Author {
		return open("%s version %d says that %s waived the test, and %s wrote that", d.ID, d.Version, f.named(by), f.named(d.Author)).by(f.waivedAnew(form)...)
	}
	if why := decision.Unwaivable(f.Case, f.subject(), by); why != "" {
		return open("%s version %d: %s waived the test, %s", d.ID, d.Version, f.named(by), why).by(f.waivedAnew(form)...)
	}
	return met("waived by %s: %s", f.named(by), oneLine(a.Get("waived_why")))
}

// waivedAnew is how a test comes to be waived by somebody who may.
func (f facts) waivedAnew(form string) []model.Remedy {
	out := []model.Remedy{model.ByForm(form, f.of()).At("waived_by", 0).For("somebody who may waive it writes that themselves")}
	if Waivable(f.rules, f.use.Name) {
		out = append(out, f.task("ask-waiver", model.With("check", f.use.Name), model.With("reason", ""), model.With("until", "")).For("ask them for a waiver"))
	}
	return out
}

// named is what people call somebody, never by an id alone.
func (f facts) named(id model.ID) string {
	if name := f.PersonName(id); id != "" && name != string(id) {
		return name
	}
	return "somebody else"
}

// PlansRuns reports whether the deployments of a release are planned: a stage of its
// process asks for the plan. Where none does, a run may have no steps.
func PlansRuns(c *model.Case, r *model.Release) bool {
	rules := c.Under(r)
	p, ok := rules.Process(r.Type)
	if !ok {
		return true
	}
	plan := rules.FormName(FormPlan)
	return slices.ContainsFunc(p.Stages, func(s process.Stage) bool { return slices.Contains(s.Forms, plan) })
}

// told: somebody concerned was told, whatever dates it has.
func told(f facts) answer {
	var last *model.Notice
	for _, n := range model.All[*model.Notice](f.Case) {
		if n.Release == f.r.ID {
			last = n
		}
	}
	if last == nil {
		return open("nobody was told")
	}
	return met("%s to %s, %s", last.ID, last.Audience, f.Stamp(last.Sent))
}

// countersigned: whoever decided by word of mouth has countersigned what was taken
// down.
//
// So are the waivers of its checks; one that was disowned is decided on anew.
func countersigned(f facts) answer {
	var left, done []string
	var sign []model.Remedy
	look := func(id model.ID, by model.ID, v *model.Verbal, task string) {
		switch {
		case v.Overdue(f.Now):
			left = append(left, fmt.Sprintf("%s has not countersigned %s, which was due %s", f.PersonName(by), id, f.Stamp(v.Due)))
		case v.Waits():
			left = append(left, fmt.Sprintf("%s has to countersign %s by %s", f.PersonName(by), id, f.Stamp(v.Due)))
		case v.Signed.After(v.Due):
			done = append(done, fmt.Sprintf("%s, late, %s", f.Signatory(by, v.Signed), f.Stamp(v.Signed)))
		default:
			done = append(done, f.Signatory(by, v.Signed))
		}
		if v.Waits() && !slices.ContainsFunc(sign, func(r model.Remedy) bool { return r.About == id }) {
			sign = append(sign, model.ByTask(task, id, model.With("verdict", "")).For("whoever it was countersigns"))
		}
	}
	a := f.ApprovalFor(f.of(), f.process.ApprovalMeans(f.use.Arg))
	gone := false
	var stranded []string // who left before they countersigned: their word counts no more
	if a != nil {
		for _, d := range a.Decisions {
			if d.Verbal.Disowned() {
				gone = true
			} else if d.Verbal != nil && d.Verbal.Waits() && f.hasLeft(d.By) {
				gone = true
				stranded = append(stranded, f.Signatory(d.By, d.At))
			} else if d.Verbal != nil {
				look(a.ID, d.By, d.Verbal, "countersign")
			}
		}
	}
	for _, w := range model.All[*model.Waiver](f.Case) {
		switch {
		case w.Of != f.of():
		case w.Decided != nil && w.Decided.Verbal != nil && w.Decided.Verbal.Waits() && f.hasLeft(w.Decided.By):
			left = append(left, fmt.Sprintf("%s left without countersigning %s: the check has to be waived anew, or met", f.Signatory(w.Decided.By, w.Decided.At), w.ID))
			sign = append(sign, model.ByTask("ask-waiver", f.of(), model.With("check", w.Check), model.With("reason", "")))
		case w.Decided != nil && w.Decided.Verbal != nil:
			look(w.ID, w.Decided.By, w.Decided.Verbal, "countersign-waiver")
		case w.Waits() && w.Disowned() != nil:
			left = append(left, fmt.Sprintf("%s says that they did not grant %s: it has to be decided on", f.PersonName(w.Disowned().Decided.By), w.ID))
			sign = append(sign, model.ByTask("decide-waiver", w.ID, model.With("verdict", "")).For("whoever may decides on it"))
		}
	}
	switch {
	case len(left) > 0:
		return open("%s", strings.Join(left, "; ")).by(sign...)
	case len(stranded) > 0, gone && a.State() != model.ApprovalApproved: // without what was disowned it is not authorised
		return authorised(f)
	case len(done) > 0:
		return met("countersigned by %s", strings.Join(done, ", "))
	}
	return met("nothing was decided by word of mouth")
}

// hasLeft reports whether somebody has left.
func (f facts) hasLeft(id model.ID) bool {
	p := model.Get[*model.Person](f.Case, id)
	return p != nil && p.Left
}
