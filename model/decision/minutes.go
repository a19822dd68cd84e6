package decision

import (
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// Minutes of a meeting are approved by whoever chaired it. Where that one has left,
// whoever chairs the board by now does, and where nobody does who may, whoever may approve
// documents: they find another approver as what waits for a signatory who leaves does.

// ApprovesMinutes reports whether the minutes of a meeting wait for somebody; d are the
// minutes. The case has to hold all people where its chair has left.
func ApprovesMinutes(c *model.Case, d *model.Document, m *model.Meeting, who *model.Person) bool {
	switch heirs := Heirs(c, d, m); {
	case who == nil || who.Left:
		return false
	case who.ID == m.Chair:
		return true
	case !chairLeft(c, m):
		return false
	case len(heirs) > 0:
		return slices.Contains(heirs, who.ID)
	}
	q := Document(c, d)
	return c.Rules.Lets(who, q.Permission, q.Service())
}

// Heirs are those who chair the board by now and may approve the minutes of a meeting
// whose chair has left; none while its chair is there.
func Heirs(c *model.Case, d *model.Document, m *model.Meeting) []model.ID {
	if !chairLeft(c, m) {
		return nil
	}
	var out []model.ID
	for _, p := range model.All[*model.Person](c) {
		if !p.Left && len(Barring(c, Document(c, d), p.ID)) == 0 && slices.ContainsFunc(p.Roles, func(g model.Grant) bool {
			return g.Chair && g.Service == "" && c.Rules.RoleMeans(g.Role) == process.RoleCAB
		}) {
			out = append(out, p.ID)
		}
	}
	return out
}

// ByOne reports whether the minutes of a meeting wait for one person alone: its chair, or
// the only one who chairs the board by now.
func ByOne(c *model.Case, d *model.Document, m *model.Meeting) bool {
	return !chairLeft(c, m) || len(Heirs(c, d, m)) == 1
}

// MinutesWaitFor names those for whom the minutes of a meeting wait: its chair, who chairs
// the board by now, or the roles that may; "" where nobody is left who may.
func MinutesWaitFor(c *model.Case, d *model.Document, m *model.Meeting) string {
	if !chairLeft(c, m) {
		return c.PersonName(m.Chair)
	}
	if heirs := Heirs(c, d, m); len(heirs) > 0 {
		return strings.Join(model.Each(heirs, c.PersonName), " or ")
	}
	q := Document(c, d)
	if !Decidable(c, q) {
		return ""
	}
	return strings.Join(c.Rules.RolesWith(q.Permission), " or ")
}

// MinutesWriter is who has yet to write the minutes that a meeting left: whoever takes them,
// else, where they have left, whoever called it. As the meeting kept them they are a first
// version; whoever writes them sends the next one, changed or not. "" where that was done,
// where they were approved as they were, and where nobody is left for it.
func MinutesWriter(c *model.Case, d *model.Document, m *model.Meeting) model.ID {
	if d.Version > 1 || !d.Approved.IsZero() || d.Rejected() != nil { // sent back is said elsewhere
		return ""
	}
	for _, who := range []model.ID{m.Minutes, m.By} {
		if p := model.Get[*model.Person](c, who); p != nil && !p.Left && who != m.Chair {
			return who
		}
	}
	return ""
}

// WriteMinutes opens the form of minutes at what was said: all else the meeting has kept.
func WriteMinutes(c *model.Case, d *model.Document, m *model.Meeting) model.Remedy {
	return model.ByForm(d.Form, m.ID, model.With(c.FormIn(d).Asked("remarks").Name, ""))
}

func chairLeft(c *model.Case, m *model.Meeting) bool {
	p := model.Get[*model.Person](c, m.Chair)
	return p != nil && p.Left
}
