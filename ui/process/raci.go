package process

import (
	"slices"
	"strings"

	"fairway/model/process"
	"fairway/ui/kit"
)

// What a matrix takes: a column at least, and at most.
const (
	leastLetter = 6
	mostLetter  = 16
)

// raci is the matrix of every workflow: stages down, roles across. Where there
// is no room for the roles across, each stage says its own.
func (p *Process) raci(s *kit.Sheet) {
	t := p.env.Theme
	s.Text(t.Faint, "R is responsible and does the work, A is accountable and answers for it, C is consulted, I is informed.")
	for i := range p.book.Processes {
		f := &p.book.Processes[i]
		m := f.Matrix(&p.book.Rules.Rules)
		if len(m.Rows) == 0 || p.filter != "" && !speaks(m, p.filter) {
			continue
		}
		s.Head(f.Title)
		p.matrix(s, m)
	}
}

func speaks(m process.Matrix, word string) bool {
	text := strings.Join(m.Roles, " ")
	for _, r := range m.Rows {
		text += " " + r.Stage
	}
	return finds(word, text)
}

func (p *Process) matrix(s *kit.Sheet, m process.Matrix) {
	t := p.env.Theme
	stage := 10
	for _, r := range m.Rows {
		stage = max(stage, min(kit.Width(r.Stage)+1, 20))
	}
	if len(m.Roles) == 0 {
		s.Text(t.Warn, "No stage names a role.")
		return
	}
	each := min((s.Width()-stage)/len(m.Roles)-1, mostLetter)
	if each < leastLetter {
		p.letters(s, m)
		return
	}
	names, short := m.Roles, false
	for _, role := range m.Roles {
		for word := range strings.FieldsSeq(role) {
			short = short || kit.Width(word) > each
		}
	}
	if short {
		names = initials(m.Roles)
	}
	heads := make([][]string, len(names))
	high := 0
	for k, name := range names {
		heads[k] = kit.Wrap(name, each)
		high = max(high, len(heads[k]))
	}
	for row := range min(high, 4) {
		l := s.Line().To(stage)
		for _, head := range heads {
			text := ""
			if row < len(head) {
				text = head[row]
			}
			l.Gap(1).Cell(t.Faint, text, each)
		}
		s.Add(l)
	}
	for _, r := range m.Rows {
		l := s.Line().Cell(t.Text, r.Stage, stage)
		if p.filter != "" && finds(p.filter, r.Stage) {
			l = s.Line().Cell(t.Match, r.Stage, stage)
		}
		for _, letters := range r.Letters {
			style := t.Text
			if strings.Contains(letters, "A") {
				style = t.Strong
			}
			if letters == "" {
				letters, style = t.Glyph.Bullet, t.Faint
			}
			l.Gap(1).Cell(style, letters, each)
		}
		s.Add(l)
	}
	if short {
		var said []string
		for k, name := range names {
			said = append(said, name+" "+m.Roles[k])
		}
		s.Text(t.Faint, strings.Join(said, ", ")+".")
	}
}

// initials are short names for roles, each of them different: the first letters
// of the words, and of the first word more where two would be called alike.
func initials(roles []string) []string {
	of := func(role string, first int) string {
		out := ""
		for i, word := range strings.Fields(role) {
			n := 1
			if i == 0 {
				n = first
			}
			letters := []rune(word)
			out += string(letters[:min(n, len(letters))])
		}
		return out
	}
	out := make([]string, len(roles))
	for i, role := range roles {
		for n := 1; n < leastLetter; n++ {
			out[i] = of(role, n)
			if !slices.ContainsFunc(roles, func(other string) bool { return other != role && strings.EqualFold(of(other, n), out[i]) }) {
				break
			}
		}
	}
	return out
}

// letters says for each stage who has which letter.
func (p *Process) letters(s *kit.Sheet, m process.Matrix) {
	t := p.env.Theme
	for _, r := range m.Rows {
		s.Text(t.Strong, r.Stage)
		for _, letter := range []string{"R", "A", "C", "I"} {
			var roles []string
			for k, letters := range r.Letters {
				if strings.Contains(letters, letter) {
					roles = append(roles, m.Roles[k])
				}
			}
			if len(roles) > 0 {
				s.Indented(4, kit.Span{Style: t.Strong, Text: "  " + letter}, t.Text, strings.Join(roles, ", "))
			}
		}
	}
}
