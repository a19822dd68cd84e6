package action

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// changes say, for each purpose of an approval, what was changed that voids it, in words.
type changes map[string][]string

func (w *changes) add(purposes, words []string) {
	if *w == nil {
		*w = changes{}
	}
	for _, p := range purposes {
		(*w)[p] = append((*w)[p], words...)
	}
}

// changedWords are the reason why something counts no more: what was changed, each once.
func changedWords(list []string) string {
	var once []string
	for _, w := range list {
		if !slices.Contains(once, w) {
			once = append(once, w)
		}
	}
	return "changed: " + strings.Join(once, ", ")
}

// thingWords say what was changed of a release in a material thing: what of it is another
// than before, else the paper that says it, else the thing itself.
func thingWords(c *model.Case, before, n *model.Release, what string, out *Outcome) []string {
	if before != nil {
		if list := decision.Altered(before, n, what); len(list) > 0 {
			return list
		}
	}
	list := paperWords(out, func(d *model.Document) bool {
		f, ok := c.Under(n).Form(d.Form)
		return ok && d.Of == n.ID && f.Material == what
	})
	if len(list) > 0 {
		return list
	}
	return []string{"the " + strings.ReplaceAll(what, "-", " ")}
}

// paperWords are the titles of those papers that are written in an act, as words in a sentence.
func paperWords(out *Outcome, these func(*model.Document) bool) []string {
	var list []string
	for _, w := range out.Writes {
		if d, ok := w.(*model.Document); ok && these(d) {
			list = append(list, "the "+grammar.Lower(d.Title))
		}
	}
	return list
}
