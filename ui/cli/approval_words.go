package cli

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// approvalLines say how an approval stands, who said what in it, and under which conditions.
// The release is that which it is of; nil for one of an RFC.
func approvalLines(c *model.Case, r *model.Release, ap *model.Approval, zone *time.Location, line func(name, text string)) {
	stands := string(ap.State()) + decision.Unmet(ap)
	if since := decision.Replaced(c, decision.Approval(c, ap)); since != "" && ap.Live() {
		stands += ", and counts no more: " + since + " was asked for in its place since"
	}
	line(string(ap.ID), fmt.Sprintf("%s: %s, revision %d", ap.Title, stands, ap.Revision))
	if after := decision.CompletedAfter(c, ap); after != nil {
		line("", after.Words(zone))
	}
	for _, d := range ap.Decisions {
		said := model.Decided(d.Verdict) + " " + recorded(d.At, d.Recorded, zone)
		switch {
		case d.Verbal != nil:
			said = decision.VerbalWords(c, d, zone)
		case d.Retracted != nil:
			said += ", taken back " + timeOf(d.Retracted.At, zone) + ": " + d.Retracted.Reason
		}
		if glass := decision.GlassWords(r, d); glass != "" {
			said += ", " + glass
		}
		line("", decision.SignedAs(c, ap, d)+" "+said)
	}
	for _, k := range model.Owing(ap) {
		line("", decision.ConditionWords(c, k, func(t time.Time) string { return timeOf(t, zone) }))
	}
}
