package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/glyph"
)

// alike looks for people whom somebody could be taken for. A name that is the
// same but for case and accents is told, because two people may be called so;
// one that only looks the same, or a handle that does, is refused unless it is
// meant. What is told is the end of the note.
func alike(c *model.Case, p, old *model.Person, meant bool, refusal *model.Refusal) (told string) {
	named, handled := old == nil || old.Name != p.Name, old == nil || old.Handle != p.Handle
	if word := glyph.Mixed(p.Name); named && word != "" {
		refusal.Add(fmt.Sprintf("the name mixes letters of several alphabets in %q, which look like others there", word), model.Say("write each word in one alphabet"))
		return ""
	}
	var same []string
	looks := glyph.Skeleton(p.Name)
	for _, o := range model.All[*model.Person](c) {
		if o.ID == p.ID {
			continue
		}
		who := fmt.Sprintf("%s (%s)", o.Name, o.Handle)
		switch {
		case !named || looks == "" || glyph.Skeleton(o.Name) != looks:
		case glyph.Folded(o.Name) == glyph.Folded(p.Name), meant:
			same = append(same, who)
		default:
			refusal.Add(fmt.Sprintf("the name %q looks like that of %s, and is written otherwise", p.Name, who), asMeant)
		}
		if handled && !meant && o.Handle != p.Handle && glyph.Skeleton(o.Handle) == glyph.Skeleton(p.Handle) {
			refusal.Add(fmt.Sprintf("the handle %q looks like that of %s", p.Handle, who), asMeant)
		}
	}
	if len(same) == 0 {
		return ""
	}
	slices.Sort(same)
	return "; the name is, or looks like, that of " + strings.Join(same, ", ") + ": they are shown with their handles"
}

var asMeant = model.AnswerTo("choose another, or say that it is meant", "alike")
