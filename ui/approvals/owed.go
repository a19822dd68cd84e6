package approvals

import (
	"fairway/model"
	"fairway/store"
)

// owedTitle is what is to be done under an approval that a line is of: a condition to
// meet, a word to countersign; "" of what is to be decided.
func owedTitle(r *store.ApprovalRow) string {
	if r.Owed() {
		return r.Title
	}
	return ""
}

// owes tells the case of an approval as that of what is to be done under it: whoever
// may not decide on it may do that.
func (b *brief) owes(what string) {
	b.state, b.duties, b.refused = model.ApprovalPending, nil, nil
	for i := range b.sections {
		if b.sections[i].name == "you" {
			b.sections[i].lines = []said{{warn, ask, what}}
			return
		}
	}
	b.sections = append([]section{{"you", []said{{warn, ask, what}}}}, b.sections...)
}
