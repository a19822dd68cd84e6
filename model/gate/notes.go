package gate

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/form"
)

// notesBegun is the draft of release notes whose package has a bill of materials: what its
// RFCs bring, what is delivered, and which components are others than in the last release.
// Without one the notes begin empty.
func notesBegun(c *model.Case, f *form.Form, of model.ID) form.Answers {
	r, change := model.Get[*model.Release](c, of), c.BillChange(of)
	if r == nil || change == nil {
		return form.Answers{}
	}
	var b strings.Builder
	for _, id := range r.Changes {
		if ch := model.Get[*model.Change](c, id); ch != nil {
			fmt.Fprintf(&b, "- %s (%s)\n", ch.Title, ch.ID)
		}
	}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil {
			fmt.Fprintf(&b, "- delivered as %s (%s, sha256 %s)\n", strings.TrimSpace(m.Name+" "+m.Version), m.ID, m.SHA256)
		}
	}
	fmt.Fprintf(&b, "\nComponents, %s:\n", change.Words())
	for _, part := range []struct {
		word string
		list []string
	}{{"added", change.Added}, {"removed", change.Removed}, {"changed", change.Changed}} {
		for i, line := range part.list {
			if i == notesMost {
				fmt.Fprintf(&b, "- and %d more %s\n", len(part.list)-i, part.word)
				break
			}
			fmt.Fprintf(&b, "- %s: %s\n", part.word, line)
		}
	}
	list := map[string]string{"notes": strings.TrimSpace(b.String())}
	return answered(f, list)
}

// notesMost is how many components of each sort a draft names.
const notesMost = 50
