package gate

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// rfcsAuthorised asks that what is built was authorised, and that the
// authorisation is for the RFC as it stands now. It is asked where the plan is
// authorised, and at every gate from there to the deployment (standing): an RFC
// can be withdrawn, or rewritten, while its release is on its way.
func rfcsAuthorised(f facts) answer {
	if len(f.r.Changes) == 0 {
		return open("no RFC is in its scope").by(f.task("scope", model.With("add", "")))
	}
	var not []string
	var steps []model.Remedy
	for _, id := range f.r.Changes {
		ch := model.Get[*model.Change](f.Case, id)
		if ch == nil {
			return cannot("%s can't be read", id)
		}
		if why, remedies := unauthorised(f.Case, ch, f.r.ID); why != "" {
			not = append(not, why)
			if steps == nil {
				steps = remedies
			}
		}
	}
	if len(not) > 0 {
		return open("%s", strings.Join(not, "; ")).by(steps...)
	}
	return met("all %d: %s", len(f.r.Changes), join(f.r.Changes))
}

// unauthorised says why an RFC of a release may not be built, with the next step
// on its way to its authorisation; "" where it may.
func unauthorised(c *model.Case, ch *model.Change, release model.ID) (string, []model.Remedy) {
	takeOut := model.ByTask("scope", release, model.With("defer", string(ch.ID))).For("take it out")
	if ch.Authorised() {
		_, against := decision.Holds(c, decision.Change(ch))
		switch {
		case against == "":
			return "", nil
		case ch.State == model.ChangeAuthorised:
			edit := model.ByTask("edit-change", ch.ID).For("edit it, and have it assessed and decided again")
			return fmt.Sprintf("%s was authorised by %s", ch.ID, against), []model.Remedy{edit, takeOut}
		}
		return fmt.Sprintf("%s was authorised by %s", ch.ID, against), []model.Remedy{takeOut}
	}
	why := fmt.Sprintf("%s is %s", ch.ID, ch.State)
	switch v := ch.Decided; {
	case v != nil:
		why += fmt.Sprintf(" (by %s", decision.Signed(c, v.By, v.At, v.Basis))
		if v.Text != "" {
			why += ": " + oneLine(v.Text)
		}
		why += ")"
	case len(ch.Voided) > 0:
		last := ch.Voided[len(ch.Voided)-1]
		why += fmt.Sprintf("; its authorisation was voided %s: %s", c.Stamp(last.Void.At), last.Void.Reason)
	}
	switch ch.State {
	case model.ChangeSubmitted:
		if wants := FormWants(c, ch); len(wants) > 0 { // before that nobody can assess it
			for _, want := range wants {
				why += "; " + want.Text
			}
			fill := wants[0].Remedies[0]
			if p := model.Get[*model.Person](c, ch.Requester); p != nil && !p.Left {
				fill = fill.For(p.Name + ", who asked for it, fills it in")
			}
			return why, []model.Remedy{fill, takeOut}
		}
		return why, []model.Remedy{model.ByTask("assess-change", ch.ID, model.With("risk", ""), model.With("text", "")), takeOut}
	case model.ChangeAssessed:
		return why, []model.Remedy{model.ByTask("decide-change", ch.ID, model.With("decision", "")), takeOut}
	}
	return why, []model.Remedy{takeOut}
}

// FormWants is what the RFC form of a change lacks before that can be assessed: the form,
// or answers in it. Nothing where its rules have no such form.
func FormWants(c *model.Case, ch *model.Change) []model.Reason {
	d := c.Document(FormRFC, ch.ID)
	if d == nil {
		return []model.Reason{model.Because("its RFC form is not filled", model.ByForm(FormRFC, ch.ID))}
	}
	var out []model.Reason
	if f, ok := c.Rules.Form(FormRFC); ok {
		for _, m := range f.Missing(d.In(f)) {
			out = append(out, model.Because("RFC form, "+m.Where()+": "+m.Text, model.ByForm(FormRFC, ch.ID).At(m.Field, m.Row)))
		}
	}
	return out
}
