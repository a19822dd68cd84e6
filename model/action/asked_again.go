package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/process"
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

// askAnew is how something comes to be decided on of which a request was voided: another is
// asked for, where its process still has it, and in a stage in which that is done. What goes
// by another process since is decided on as that one has it.
func askAnew(c *model.Case, of model.Subject, p *process.Process, voided *model.Approval) []model.Remedy {
	def, ok := p.Approval(voided.Purpose)
	if !ok {
		return []model.Remedy{model.Say("it goes on as a " + p.Title + ", with the decisions of that")}
	}
	ask := model.ByTask("request-approval", voided.Of, model.With("purpose", def.ID)).For("a new one has to be asked for")
	if slices.Contains(def.Stages, stageOf(c, of).ID) {
		return []model.Remedy{ask}
	}
	var way []model.Remedy
	if of.Release != nil {
		way = towards(p, of.Release, def.Stages)
	} else {
		way = towardsStage(c, of.Change, def.Stages)
	}
	if len(way) == 0 || !way[0].Helps() {
		return way
	}
	return append(way, ask.AndThen())
}
