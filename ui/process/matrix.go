package process

import (
	"fmt"
	"slices"

	"fairway/model/action"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/kit"
)

// What a role's column of the matrix takes: its title is broken, and cut where a
// word is longer.
const (
	leastRole = 6
	mostRole  = 13
)

// roleMatrix is where somebody is among roles and permissions, and what they would
// have otherwise.
type roleMatrix struct {
	roles, rights kit.Cursor
	// edits are the draft: it is kept with the person's preferences, as keptFor
	// says whose it is.
	edits   []process.RoleEdit
	keptFor string
	why     string // what was said of it, where the proposal was refused
}

// inMatrix reports whether the matrix of roles is shown.
func (p *Process) inMatrix() bool { return p.section().id == secMatrix }

// draft are the edits of who looks at the present; the past has none.
func (p *Process) draft() []process.RoleEdit {
	if p.env.AsOf != store.Now {
		return nil
	}
	return p.book.Still(p.grid.edits)
}

func (p *Process) drafted() int {
	n := 0
	for _, e := range p.draft() {
		n += len(e.Add) + len(e.Remove)
	}
	return n
}

// across and down are the roles and permissions that are shown: those in which the
// word that is looked for occurs, and all where it is in none.
func (p *Process) across() []*process.Role {
	var all, found []*process.Role
	for i := range p.book.Rules.Roles {
		r := &p.book.Rules.Roles[i]
		if all = append(all, r); p.filter != "" && finds(p.filter, r.Title+" "+r.ID) {
			found = append(found, r)
		}
	}
	if len(found) > 0 && len(p.permissionsWith(p.filter)) == 0 {
		return found
	}
	return all
}

func (p *Process) downward() []action.Permission {
	if found := p.permissionsWith(p.filter); p.filter != "" && len(found) > 0 {
		return found
	}
	return action.Permissions
}

func (p *Process) permissionsWith(word string) []action.Permission {
	return slices.DeleteFunc(slices.Clone(action.Permissions), func(a action.Permission) bool { return !finds(word, a.ID+" "+a.Does) })
}

// cell is the chosen one.
func (p *Process) cell() (*process.Role, action.Permission, bool) {
	roles, rights := p.across(), p.downward()
	if len(roles) == 0 || len(rights) == 0 {
		return nil, action.Permission{}, false
	}
	p.grid.roles.Move(0, len(roles))
	p.grid.rights.Move(0, len(rights))
	return roles[p.grid.roles.At], rights[p.grid.rights.At], true
}

// sign is what a cell says: x where the role may, a dot where it may not, and + or
// - where the draft would have it otherwise.
func (p *Process) sign(draft []process.RoleEdit, r *process.Role, permission string) string {
	for _, e := range draft {
		switch {
		case e.Role != r.ID:
		case slices.Contains(e.Add, permission):
			return "+"
		case slices.Contains(e.Remove, permission):
			return "-"
		}
	}
	if p.book.Allows(r, permission) {
		return "x"
	}
	return "."
}

// drawMatrix is the grid of roles and permissions: exactly h lines.
func (p *Process) drawMatrix(w, h int) []string {
	t := p.env.Theme
	roles, rights := p.across(), p.downward()
	role, right, ok := p.cell()
	if !ok || w < 24 || h < 4 {
		return kit.Fill(kit.Wrapped(t.Faint, "There is no room for the matrix of roles here.", max(w, 1)), w, h)
	}
	side := 0
	for _, a := range rights {
		side = max(side, kit.Width(a.Does)+3)
	}
	each := leastRole
	heads := make([][]string, len(roles))
	for _, r := range roles {
		for _, word := range kit.Wrap(r.Title, mostRole) {
			each = max(each, min(kit.Width(word), mostRole))
		}
	}
	high := 2
	for i, r := range roles {
		heads[i] = kit.Wrap(r.Title, each)
		high = max(high, min(len(heads[i]), 3))
	}
	side = max(min(side, w*2/5, w-each-1), 1)
	foot := p.matrixFoot(w, role, right)
	if room := h - high - 1; len(foot) > room-1 {
		foot = foot[:max(room-1, 0)]
	}
	left, to := p.grid.roles.Show(max((w-side)/(each+1), 1), len(roles))
	top, end := p.grid.rights.Show(max(h-high-len(foot), 1), len(rights))

	draft := p.draft()
	var lines []string
	for row := range high {
		l := kit.NewLine(w)
		switch row {
		case 0:
			l.Glyph(t.Key, at(left > 0, t.Glyph.Left), 1).Gap(1).Text(t.Faint, fmt.Sprintf("%d-%d of %d", left+1, to, len(roles)))
			l.Gap(1).Glyph(t.Key, at(to < len(roles), t.Glyph.Right), 1)
		case high - 1:
			l.Glyph(t.Key, at(top > 0, t.Glyph.Up), 1).Gap(1).Text(t.Faint, fmt.Sprintf("%d-%d of %d", top+1, end, len(rights)))
			l.Gap(1).Glyph(t.Key, at(end < len(rights), t.Glyph.Down), 1)
		}
		l.To(side)
		for i := left; i < to; i++ {
			text, style := "", t.Faint
			if n := row - high + min(len(heads[i]), high); n >= 0 {
				text = heads[i][n]
			}
			if i == p.grid.roles.At {
				style = t.Title
			}
			l.Gap(1).Cell(style, text, each)
		}
		lines = append(lines, l.String())
	}
	for i := top; i < end; i++ {
		l := kit.NewLine(w)
		chosen := i == p.grid.rights.At
		l.Cell(l.Here(t, chosen), rights[i].Does, side-2)
		for k := left; k < to; k++ {
			sign := p.sign(draft, roles[k], rights[i].ID)
			style := t.Faint
			switch sign {
			case "+":
				style = t.Good
			case "-":
				style = t.Bad
			case "x":
				style = t.Strong
			}
			open, shut := " ", " "
			if chosen && k == p.grid.roles.At {
				open, shut = "[", "]"
			}
			l.Gap(1).Text(t.Key, open).Text(style, sign).Text(t.Key, shut).Gap(each - 3)
		}
		lines = append(lines, l.String())
	}
	lines = kit.Fill(lines, w, h-len(foot))
	return kit.Fill(append(lines, foot...), w, h)
}

// at is a mark where something holds, else a blank.
func at(holds bool, mark string) string {
	if holds {
		return mark
	}
	return " "
}

// matrixFoot says what the chosen cell means, and what becomes of the draft.
func (p *Process) matrixFoot(w int, role *process.Role, right action.Permission) []string {
	t := p.env.Theme
	who, may := role.Title, "may not "
	if p.book.Allows(role, right.ID) {
		may = "may "
	}
	text := who + " " + may + right.Does + " (" + right.ID + ")"
	style := t.Text
	switch p.sign(p.draft(), role, right.ID) {
	case "+":
		text, style = text+"; the draft lets them", t.Note
	case "-":
		text, style = text+"; the draft takes it away", t.Note
	}
	lines := []string{kit.NewLine(w).Gap(1).Text(style, text).String()}
	if n := p.drafted(); n > 0 {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Note, fmt.Sprintf("draft: %s, + to be given, - to be taken; p proposes, backspace drops", changes(n))).String())
		return lines
	}
	legend := "x may; enter gives or takes it in a draft"
	if why := p.mayNotEdit(); why != "" {
		legend = "x may; to read only: " + why
	}
	for _, l := range kit.Wrap(legend, max(w-2, 1)) {
		lines = append(lines, kit.NewLine(w).Gap(1).Text(t.Faint, l).String())
	}
	return lines
}

func changes(n int) string {
	if n == 1 {
		return "1 change"
	}
	return fmt.Sprintf("%d changes", n)
}
