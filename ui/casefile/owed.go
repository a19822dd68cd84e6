package casefile

import (
	"fairway/model"
	"fairway/store"
)

// OwedTitle is what is to be done under an approval that a line is of: a condition to
// meet, a word to countersign; "" of what is to be decided.
func OwedTitle(r *store.ApprovalRow) string {
	if r.Owed() {
		return r.Title
	}
	return ""
}

// owes tells the case of an approval as that of what is to be done under it: whoever
// may not decide on it may do that.
func (b *Brief) owes(what string) {
	b.State, b.Duties, b.Refused = model.ApprovalPending, nil, nil
	for i := range b.Sections {
		if b.Sections[i].Name == "you" {
			b.Sections[i].Lines = []Said{{Warn, Ask, what}}
			return
		}
	}
	b.Sections = append([]Section{{"you", []Said{{Warn, Ask, what}}}}, b.Sections...)
}
