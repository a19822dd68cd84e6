package cli

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// conditionView is a condition with what keeps it: an approval, an RFC, a document or a freeze.
type conditionView struct {
	Of     model.ID   `json:"of"`
	Number int        `json:"number"` // as `approve condition met` takes it
	Text   string     `json:"text"`
	By     model.ID   `json:"by"`
	Met    *model.Met `json:"met,omitempty"`
}

// conditionsOf are those that were set by decisions on a release: by approvals, and on its
// RFCs, its documents and its exceptions.
func conditionsOf(c *model.Case, r *model.Release) (out []conditionView) {
	mine := map[model.ID]bool{r.ID: true}
	for _, id := range r.Changes {
		mine[id] = true
	}
	for _, kind := range []model.Kind{model.KindChange, model.KindDocument, model.KindApproval, model.KindWindow} {
		for _, kept := range c.Of(kind) {
			for _, k := range model.Owing(kept) {
				if mine[k.Of] {
					out = append(out, conditionView{kept.Key(), k.Number, k.Text, k.By, k.Met})
				}
			}
		}
	}
	return out
}

// noticeWords say in a line who was told of which dates, how, when and by whom.
func noticeWords(c *model.Case, n *model.Notice, zone *time.Location) string {
	about := "without dates"
	if !n.Slot.IsZero() {
		about = "of " + when.Tell(n.Slot.Start, n.Slot.End, zone, c.Days())
	}
	return fmt.Sprintf("told %s %s by %s, %s by %s: %s", n.Audience, about, n.Channel, recorded(n.Sent, n.Recorded, zone), c.Signatory(n.By, n.Sent), n.Text)
}
