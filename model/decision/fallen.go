package decision

import (
	"slices"

	"fairway/model"
)

// Falls reports whether a word given on a release or RFC, or on one of its approvals, counts
// now and would not in another case: after somebody saved one of its papers, say, whom that
// makes its author.
func Falls(c, after *model.Case, of model.ID) bool {
	then := given(after, of)
	for i, q := range given(c, of) {
		for _, w := range q.Words {
			if w.Yes && Against(c, q, w) == "" && Against(after, then[i], w) != "" {
				return true
			}
		}
	}
	return false
}

// given are the requests about a release or RFC on which words count.
func given(c *model.Case, of model.ID) []Request {
	var out []Request
	if ch := model.Get[*model.Change](c, of); ch != nil && ch.Decided != nil {
		out = append(out, Change(ch))
	}
	for _, a := range model.All[*model.Approval](c) {
		if a.Of == of && a.Live() {
			out = append(out, Approval(c, a))
		}
	}
	return out
}

// AsAuthor is the rule by which whoever gave a word on a request could not give it again once
// they have written what it is about; "" where there is none, or they gave no word.
func AsAuthor(c *model.Case, q Request, who model.ID) string {
	if !slices.ContainsFunc(q.Words, func(w Word) bool { return w.Yes && w.By == who }) || q.Kind == approvals && (q.Change == nil || q.Change.Unauthorised()) {
		return "" // a release has many who write
	}
	for _, d := range duties(q.Rules(c), q) {
		if slices.Contains(d.Not, author) {
			return d.Text
		}
	}
	return ""
}
