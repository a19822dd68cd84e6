package action

import (
	"fmt"
	"slices"

	"fairway/model"
	"fairway/model/decision"
)

// Whoever has decided, and says otherwise later, says so later: their new word is dated
// neither before the first one nor before they took that back. Else a gate would open
// earlier than it did.

// ownWords are what somebody said to an approval, or to one that was asked for before it,
// themselves or another for them, and when they took it back.
func ownWords(c *model.Case, ap *model.Approval, people ...model.ID) []need {
	var out []need
	for _, o := range model.All[*model.Approval](c) {
		if o.Of != ap.Of || o.Purpose != ap.Purpose || model.CompareIDs(o.ID, ap.ID) > 0 {
			continue
		}
		for _, d := range o.Decisions {
			if d.Verdict == model.Remark || d.Verdict == model.Ask || d.Verdict == model.Disowned || !ofThese(people, d.By, d.Basis.For) {
				continue
			}
			out = append(out, need{d.At, fmt.Sprintf("%s %s %s", decision.Signed(c, d.By, d.At, d.Basis), model.Decided(d.Verdict), o.ID)})
			if d.Retracted != nil {
				out = append(out, need{d.Retracted.At, fmt.Sprintf("%s took back that they %s %s", c.PersonName(d.By), model.Decided(d.Verdict), o.ID)})
			}
		}
	}
	return out
}

// ownAbstentions are when somebody said that they decide neither way on a request, and
// when they took that back.
func ownAbstentions(c *model.Case, q decision.Request, people ...model.ID) []need {
	var out []need
	for _, a := range q.Abstained {
		if !ofThese(people, a.By, a.Basis.For) {
			continue
		}
		out = append(out, need{a.At, decision.Signed(c, a.By, a.At, a.Basis) + " abstained"})
		if a.Retracted != nil {
			out = append(out, need{a.Retracted.At, c.PersonName(a.By) + " took back that they abstained"})
		}
	}
	return out
}

// ofThese reports whether one of two people is among some.
func ofThese(people []model.ID, by, absent model.ID) bool {
	return slices.ContainsFunc(people, func(p model.ID) bool { return p != "" && (p == by || p == absent) })
}

// rejectedBefore are the rejections over which an approval was asked for again: nobody
// decided on that before.
func rejectedBefore(c *model.Case, ap *model.Approval) []need {
	var out []need
	for _, o := range model.All[*model.Approval](c) {
		if o.Of != ap.Of || o.Purpose != ap.Purpose || model.CompareIDs(o.ID, ap.ID) >= 0 {
			continue
		}
		for _, d := range o.Decisions {
			if d.Rejects() {
				out = append(out, need{d.At, fmt.Sprintf("%s was rejected by %s", o.ID, decision.Signed(c, d.By, d.At, d.Basis))})
			}
		}
	}
	return out
}

// voidedVerdicts are when decisions on an RFC were voided, since it was edited.
func voidedVerdicts(ch *model.Change) []need {
	return model.Each(ch.Voided, func(v model.VoidVerdict) need {
		return need{v.Void.At, fmt.Sprintf("its authorisation before was voided (%s)", v.Void.Reason)}
	})
}

// waivedBefore is what was said to earlier requests to waive a check: nobody decided on
// one that was asked for after that before it.
func waivedBefore(c *model.Case, w *model.Waiver) []need {
	var out []need
	for _, o := range model.All[*model.Waiver](c) {
		if o.Of != w.Of || o.Check != w.Check || model.CompareIDs(o.ID, w.ID) >= 0 {
			continue
		}
		if v := o.Decided; v != nil {
			out = append(out, need{v.At, fmt.Sprintf("%s was %s by %s", o.ID, v.Word(), decision.Signed(c, v.By, v.At, v.Basis))})
		}
	}
	return out
}
