package decision

import (
	"fmt"
	"time"

	"fairway/model"
)

// VerbalWords say how a decision by word of mouth came to be written down, and how it
// stands, as they follow who decided: "approved by phone, taken down by Cora; to be
// countersigned by 2026-11-25 02:10", or that it was taken back.
func VerbalWords(c *model.Case, d model.Decision, zone *time.Location) string {
	v := d.Verbal
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	verdict := d.Verdict
	if v.Disowned() {
		verdict = v.Said
	}
	text := fmt.Sprintf("%s by %s %s, taken down by %s", model.Decided(verdict), v.Channel, at(d.At), c.Signatory(v.By, d.Recorded))
	if !d.Recorded.IsZero() {
		text += " " + at(d.Recorded)
	}
	switch back := d.Retracted; {
	case v.Disowned():
		return text + "; disowned " + at(v.Signed) + ": " + v.Comment
	case back != nil:
		return text + "; taken back " + at(back.At) + ": " + back.Reason
	case v.Overdue(c.Now):
		return text + "; overdue: to be countersigned by " + at(v.Due)
	case v.Waits():
		return text + "; to be countersigned by " + at(v.Due)
	case v.Signed.After(v.Due):
		return text + "; countersigned late, " + at(v.Signed)
	}
	return text + "; countersigned " + at(v.Signed)
}

// VerdictWords say of a decision on a waiver who took it, when, and how it came to be
// written down: "granted by Rafael Monteiro, 2026-11-24 02:15".
func VerdictWords(c *model.Case, v *model.Verdict, zone *time.Location) string {
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	text := fmt.Sprintf("%s by %s", v.Word(), Signed(c, v.By, v.At, v.Basis))
	switch {
	case v.Verbal != nil:
		text = Signed(c, v.By, v.At, v.Basis) + ": " + VerbalWords(c, model.Decision{By: v.By, Verdict: v.Word(), At: v.At, Recorded: v.Recorded, Verbal: v.Verbal}, zone)
	case !v.Recorded.IsZero():
		text += fmt.Sprintf(", %s (recorded %s)", at(v.At), at(v.Recorded))
	default:
		text += ", " + at(v.At)
	}
	return text
}

// BasisAs is what somebody decided on, in whose right, where it is another who enters it.
// The request has no approvers.
func BasisAs(c *model.Case, q Request, who *model.Person, right Right) model.Basis {
	if right.For != "" {
		who = model.Get[*model.Person](c, right.For)
	}
	return basis(c, q, role(c, q, who), right)
}
