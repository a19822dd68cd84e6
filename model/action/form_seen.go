package action

import (
	"slices"

	"fairway/model"
	"fairway/model/form"
)

// ontoAnswers carries the answers over to the version that stands: each field
// and each table by itself. What others answered since is kept; where both
// answered the same one differently, it fails with Changed and both answers.
func (a WriteForm) ontoAnswers(c *model.Case, f *form.Form, before *model.Document, mine form.Answers) (form.Answers, error) {
	if before == nil {
		return mine, nil
	}
	var saw form.Answers
	switch {
	case a.Seen != 0 && current(c, before.ID, a.Seen), a.Seen == 0 && !a.New:
		return mine, nil
	case a.Seen != 0:
		d, err := asSeen(c, before, a.Seen)
		if err != nil {
			return mine, err
		}
		saw = d.In(f)
	}
	stands := before.In(f)
	out := mine.Clone()
	var clashes []model.Clash
	names := slices.Concat(saw.Names(), stands.Names(), mine.Names())
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		was, theirs, own := saw.Only(name), stands.Only(name), mine.Only(name)
		switch {
		case theirs.Same(was), theirs.Same(own): // nothing of theirs, or the same
		case own.Same(was):
			out.Take(name, stands)
		default:
			words := func(of form.Answers) string { return f.Asked(name).ShowAll(of, c.Reader(a.Of)) }
			clashes = append(clashes, model.Clash{Field: name, Was: words(was), Theirs: words(theirs), Mine: words(own)})
		}
	}
	if len(clashes) > 0 {
		return mine, changedSince(c, before.ID, a.Seen, clashes...)
	}
	return out, nil
}
