package evidence

import (
	"slices"
	"strings"

	"fairway/model"
)

// Group is what shows a clause together: the checks at one gate with one answer, or a proof.
type Group struct {
	Answer  Answer
	Texts   []string // what has to be there
	Why     string
	Records []model.ID
}

// Words is a group in a sentence, without its answer and its records.
func (g Group) Words() string { return strings.Join(g.Texts, "; ") + ": " + g.Why }

// Groups are what shows the clause, checks at one gate together.
func (r Row) Groups() []Group {
	type key struct {
		stage, why string
		answer     Answer
	}
	var out []Group
	at := map[key]int{}
	for _, s := range r.Showings {
		k := key{s.Stage, s.Why, s.Answer}
		i, known := at[k]
		if !known || s.Stage == "" { // each proof for itself
			i = len(out)
			at[k] = i
			out = append(out, Group{Answer: s.Answer, Why: s.Why})
		}
		out[i].Texts = append(out[i].Texts, s.Text)
		out[i].Records = append(out[i].Records, s.Records...)
	}
	for i := range out {
		out[i].Records = slices.Compact(model.SortIDs(out[i].Records))
	}
	return out
}
