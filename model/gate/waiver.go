package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/when"
)

// waive looks whether what blocks the gate was waived, and says of what doesn't count
// or is not decided yet that it is there.
func (f facts) waive(out *Finding) {
	if !Waivable(f.rules, f.use.Name) {
		return
	}
	w, against := decision.Waived(f.Case, f.of(), out.Check)
	switch {
	case w != nil:
		out.Evidence = fmt.Sprintf("%s; waived until %s by %s (%s): %s", out.Evidence, when.Tell(w.Until, when.Moment{}, f.ZoneOf(f.of()), f.Days()), decision.Signed(f.Case, w.Decided.By, w.Decided.At, w.Decided.Basis), w.ID, w.Reason)
		out.Answer, out.Waiver, out.Remedies = Waived, w.ID, nil
	case against != "":
		out.Evidence += "; no longer waived: " + against
	default:
		if w := decision.WaiverAsked(f.Case, f.of(), out.Check); w != nil {
			out.Evidence += fmt.Sprintf("; %s, its waiver, waits for %s", w.ID, decision.WaitsFor(f.Case, decision.Waiver(f.Case, w)))
		}
	}
}

// Waivable reports whether a check may be waived under some rules, by its name without
// what it is asked about. What is decided in a way of its own is not; nor are conditions of
// a decision, which would be another decision.
func Waivable(rules *model.Rules, check string) bool {
	return check != checkConditions && rules.Policy.WaiverDays > 0 && !slices.Contains(rules.Policy.NeverWaived, check)
}

// Blocking are the findings that block the gate which a release or an RFC that goes its
// own way stands at.
func Blocking(c *model.Case, of model.Subject) ([]Finding, error) {
	all, err := Standing(c, of)
	return slices.DeleteFunc(all, func(f Finding) bool { return !f.Blocks() }), err
}

// Standing are all findings of that gate.
func Standing(c *model.Case, of model.Subject) ([]Finding, error) {
	var g Gate
	var err error
	switch {
	case of.Release != nil:
		g, err = At(c, of.Release, "")
	case of.Change != nil && GoesAlone(of.Change):
		g, err = ChangeAt(c, of.Change)
	}
	return g.Findings, err
}

// Name is that of the check, without what it is asked about.
func (f Finding) Name() string {
	name, _, _ := strings.Cut(f.Check, ":")
	return name
}

// WaivedBy are the waivers that let something through a gate: it went through after
// they were decided.
func WaivedBy(c *model.Case, g Gate) []*model.Waiver {
	var out []*model.Waiver
	for _, f := range g.Findings {
		if w := model.Get[*model.Waiver](c, f.Waiver); w != nil {
			out = append(out, w)
		}
	}
	return out
}
