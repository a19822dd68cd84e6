package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// What was answered with no is asked for again with a reason that was not given before: what
// changed, or why another answer is expected. An approval says it in a field of its own
// (RequestApproval.Reason). A waiver and an exception are asked for with a reason each time,
// which has to be another one. Nothing else is asked for again as it was: a rejected RFC is
// submitted anew, a document and an entry of the catalogue say something else in their next
// version, or nothing is written, and a proposal of rules says each time what it is for.

// anotherReason adds that the same was asked for the same reason, and refused.
func anotherReason(c *model.Case, id string, v *model.Verdict, before, reason string, refusal *model.Refusal) {
	words := func(text string) string { return strings.Join(strings.Fields(strings.ToLower(text)), " ") }
	if v == nil || v.Yes || model.Blank(reason) || words(before) != words(reason) {
		return
	}
	refusal.Add(fmt.Sprintf("%s was refused by %s, and was asked for the same reason: %s", id, decision.Signed(c, v.By, v.At, v.Basis), v.Text),
		model.AnswerTo("say what changed, or why another answer is expected", "reason"))
}

// waiverBefore is the last waiver of a check that was asked for; nil without one.
func waiverBefore(c *model.Case, of model.ID, check string) *model.Waiver {
	for _, w := range slices.Backward(model.All[*model.Waiver](c)) {
		if w.Of == of && w.Check == check {
			return w
		}
	}
	return nil
}
