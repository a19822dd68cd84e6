package decision

import (
	"fmt"
	"time"

	"fairway/model"
)

// VerbalWords say how a decision by word of mouth came to be written down, and how it
// stands, as they follow who decided: "approved by phone, taken down by Cora; to be
// countersigned by 2026-11-25 02:10".
func VerbalWords(c *model.Case, d model.Decision, zone *time.Location) string {
	v := d.Verbal
	at := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04") }
	verdict := d.Verdict
	if v.Disowned() {
		verdict = v.Said
	}
	text := fmt.Sprintf("%s by %s %s, taken down by %s", model.Decided(verdict), v.Channel, at(d.At), c.PersonName(v.By))
	if !d.Recorded.IsZero() {
		text += " " + at(d.Recorded)
	}
	switch {
	case v.Disowned():
		return text + "; disowned " + at(v.Signed) + ": " + v.Comment
	case v.Overdue(c.Now):
		return text + "; overdue: to be countersigned by " + at(v.Due)
	case v.Waits():
		return text + "; to be countersigned by " + at(v.Due)
	case v.Signed.After(v.Due):
		return text + "; countersigned late, " + at(v.Signed)
	}
	return text + "; countersigned " + at(v.Signed)
}
