package gate

import (
	"fmt"
	"slices"

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

// told: somebody concerned was told, of the dates that it has where it has some: at night
// it often has none.
func told(f facts) answer {
	var last, of *model.Notice
	for _, n := range model.All[*model.Notice](f.Case) {
		if n.Release != f.r.ID {
			continue
		}
		if last = n; f.r.Window.IsZero() || n.Slot.Same(f.r.Window) {
			of = n
		}
	}
	switch {
	case last == nil:
		return open("nobody was told")
	case of == nil && last.Slot.IsZero():
		return open("%s, to %s, was sent before it had dates", last.ID, last.Audience)
	case of == nil:
		return open("%s, to %s, announced other dates than those planned now", last.ID, last.Audience)
	}
	last = of
	return met("%s to %s, %s", last.ID, last.Audience, f.Stamp(last.Sent))
}
