package handbook

import (
	"maps"
	"slices"
	"strings"

	"fairway/model/process"
)

// Difference is a line that two sets of rules say differently; Was or Is is ""
// where only one of them says it.
type Difference struct {
	Part string `json:"part"`
	What string `json:"what"`
	Was  string `json:"was,omitempty"`
	Is   string `json:"is,omitempty"`
}

type said struct{ part, what, text string }

// Differences are what changed from one set of rules to another, part by part.
func Differences(was, is *process.Rules) []Difference {
	before, now := everything(was), everything(is)
	find := func(in []said, s said) (string, bool) {
		for _, o := range in {
			if o.part == s.part && o.what == s.what {
				return o.text, true
			}
		}
		return "", false
	}
	var out []Difference
	for _, s := range now {
		if text, there := find(before, s); !there || text != s.text {
			out = append(out, Difference{Part: s.part, What: s.what, Was: text, Is: s.text})
		}
	}
	for _, s := range before {
		if _, there := find(now, s); !there {
			out = append(out, Difference{Part: s.part, What: s.what, Was: s.text})
		}
	}
	return out
}

// everything is a set of rules as lines, each with its place.
func everything(r *process.Rules) []said {
	var out []said
	add := func(part, what, text string) {
		if text == "" {
			text = "yes"
		}
		// What is said twice of a place is said together: two ways back to one stage.
		if n := slices.IndexFunc(out, func(o said) bool { return o.part == part && o.what == what }); n >= 0 {
			out[n].text += "; " + text
			return
		}
		out = append(out, said{part, what, text})
	}
	for _, s := range r.Policy.InWords() {
		for _, line := range s.Lines {
			add("Policy, "+s.Title, line[0], line[1])
		}
	}
	for i := range r.Processes {
		p := &r.Processes[i]
		for n := range p.Stages {
			s := &p.Stages[n]
			part := p.Title + ", " + s.Title
			for _, line := range stageFacts(r, p, s) {
				add(part, line[0], line[1])
			}
		}
		if words := r.DeclaredWords(p); words != "" {
			add(p.Title, "declared", words+": "+strings.Join(p.ReasonWords(), "; "))
		}
		if found := p.FoundWords(); len(found) > 0 {
			add(p.Title, "found by", strings.Join(found, "; "))
		}
		for i := range p.Approvals {
			a := &p.Approvals[i]
			if words := r.ApprovalWords(a); len(words) > 0 {
				add(p.Title+", "+a.Title, "given", strings.Join(words, "; "))
			}
			if len(a.Forms) > 0 {
				add(p.Title+", "+a.Title, "covers", strings.Join(a.Forms, ", "))
			}
			for _, band := range slices.Sorted(maps.Keys(a.Route)) {
				add(p.Title+", "+a.Title, "who decides, risk "+band, strings.Join(a.Route[band], ", "))
			}
		}
		for _, m := range p.Material {
			what := m.What
			if len(m.In) > 0 {
				what += " while in " + strings.Join(m.In, ", ")
			}
			add(p.Title+", material edits", what, "voids "+strings.Join(m.Voids, ", "))
		}
	}
	for i := range r.Roles {
		role := &r.Roles[i]
		add(role.Title, "does", role.Does)
		add(role.Title, "may", strings.Join(role.Permissions, ", "))
	}
	for _, d := range r.Duties {
		add("Duties", d.Act+": "+d.Text, "not "+strings.Join(d.Not, ", "))
	}
	for i := range r.Forms {
		f := &r.Forms[i]
		for _, field := range f.Fields() {
			text := string(field.Type) + " " + field.Title
			if field.Required {
				text += ", required"
			}
			add(f.Title, field.Name, text)
		}
	}
	return out
}

func stageFacts(r *process.Rules, p *process.Process, s *process.Stage) [][2]string {
	var out [][2]string
	list := func(what string, of []string) {
		if len(of) > 0 {
			out = append(out, [2]string{what, strings.Join(of, "; ")})
		}
	}
	for _, c := range s.Checks {
		text := c.Text
		if c.When != "" {
			text += ", only if " + process.ConditionSentence(c.When)
		}
		out = append(out, [2]string{"check " + strings.TrimSpace(c.Name+" "+c.Arg), text + " (" + c.Clause + ")"})
	}
	list("responsible", titles(r, s.R))
	list("accountable", titles(r, s.A))
	list("consulted", titles(r, s.C))
	list("informed", titles(r, s.I))
	list("inputs", s.Inputs)
	list("procedure", s.Procedure)
	list("outputs", s.Outputs)
	list("forms", s.Forms)
	if limit := s.LimitWords(); limit != "" {
		out = append(out, [2]string{"limit", limit})
	}
	list("meanwhile", s.HereWords())
	list("when it is left", s.EffectWords())
	for _, e := range s.Exits {
		out = append(out, [2]string{"way to " + stageTitle(p, e.To), "if " + process.ConditionSentence(e.When)})
	}
	for _, m := range p.Back(s.ID) {
		out = append(out, [2]string{"way back to " + stageTitle(p, m.To), m.Kind})
	}
	return out
}

func titles(r *process.Rules, ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, r.RoleTitle(id))
	}
	return out
}
