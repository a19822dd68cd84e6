// Package translated makes of the default rules those of an organisation that calls
// nothing as they do, in another language, and works in other steps: two approvals
// less, one stage more.
package translated

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"fairway/assets"
	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
)

//go:embed deutsch.toml
var deutsch string

// words are what each thing is called: its name and its title, by the name that it
// has in the default rules.
type words struct {
	Process, Stage, Approval, Role, Band, Factor, Form, Field map[string][]string
	Phase                                                     map[string]string
}

// Shorten takes two approvals out of the rules for releases, with the checks that ask
// for them, and puts a stage in before the acceptance.
func Shorten(r *model.Rules) {
	// It knows emergency releases, no emergency changes, and nothing that only these
	// ask for.
	r.Processes = slices.DeleteFunc(slices.Clone(r.Processes), func(p process.Process) bool { return p.Of == string(model.KindChange) && len(p.Reasons) > 0 })
	r.Forms = slices.DeleteFunc(slices.Clone(r.Forms), func(f form.Form) bool {
		return f.Of == string(model.KindChange) && !slices.ContainsFunc(r.Processes, func(p process.Process) bool {
			return slices.ContainsFunc(p.Stages, func(s process.Stage) bool { return slices.Contains(s.Forms, f.Name) })
		})
	})
	gone := []string{"authorisation-2", "handover"}
	left := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(gone, id) })
	}
	r.Duties = slices.DeleteFunc(slices.Clone(r.Duties), func(d process.Duty) bool {
		if form, narrow := strings.CutPrefix(d.Act, "write-document:"); narrow {
			_, ok := r.Form(form)
			return !ok
		}
		return slices.Contains(gone, strings.TrimPrefix(d.Act, "decide:"))
	})
	for i := range r.Processes {
		p := &r.Processes[i]
		if p.Of != string(model.KindRelease) {
			continue
		}
		if s, _ := p.Stage("acceptance"); s == nil {
			continue
		}
		p.Approvals = slices.DeleteFunc(slices.Clone(p.Approvals), func(a process.Approval) bool { return slices.Contains(gone, a.ID) })
		p.Stages = slices.Clone(p.Stages)
		for n := range p.Stages {
			p.Stages[n].Checks = slices.DeleteFunc(slices.Clone(p.Stages[n].Checks), func(c process.Check) bool { return slices.Contains(gone, c.Arg) })
		}
		p.Material = slices.Clone(p.Material)
		for n := range p.Material {
			p.Material[n].Voids = left(p.Material[n].Voids)
		}
		_, at := p.Stage("acceptance")
		if at < 0 { // an emergency has its papers afterwards
			continue
		}
		test, _ := p.Stage("test")
		more := *test
		more.ID, more.Title, more.Forms, more.Checks = "sichtung", "Sichtung", nil, slices.Clone(test.Checks[:1])
		p.Stages = slices.Insert(p.Stages, at, more)
		for n, m := range p.Moves {
			if m.From == "test" {
				p.Moves = append(slices.Clone(p.Moves), process.Move{Kind: m.Kind, From: more.ID, To: p.Moves[n].To})
				break
			}
		}
	}
}

// Deutsch calls everything in the rules as an organisation in Germany would.
func Deutsch(r *model.Rules) error {
	var w words
	if faults := process.Decode(process.File{Name: "deutsch.toml", Text: deutsch}, &w); len(faults) > 0 {
		return faults[0]
	}
	name := func(list map[string][]string, id string) string {
		if to, ok := list[id]; ok {
			return to[0]
		}
		return id
	}
	// call gives something its name and title, and says what it is for.
	call := func(list map[string][]string, id, purpose, title *string) {
		to, ok := list[*id]
		if !ok {
			return
		}
		if purpose != nil && *purpose == "" {
			*purpose = *id
		}
		*id, *title = to[0], to[1]
	}
	each := func(list map[string][]string, ids []string) []string {
		return model.Each(ids, func(id string) string { return name(list, id) })
	}
	forms := map[string]string{} // the fields of a form are asked for with its own names
	for i := range r.Forms {
		f := &r.Forms[i]
		was := f.Name
		call(w.Form, &f.Name, &f.Purpose, &f.Title)
		forms[was], f.File = f.Name, "forms/"+f.Name+".toml"
		if at := strings.IndexByte(f.Reports, '='); at > 0 {
			f.Reports = name(w.Field, f.Reports[:at]) + f.Reports[at:]
		}
		for g := range f.Groups {
			if at := strings.IndexByte(f.Groups[g].When, '='); at > 0 {
				f.Groups[g].When = name(w.Field, f.Groups[g].When[:at]) + f.Groups[g].When[at:]
			}
			for k := range f.Groups[g].Fields {
				fl := &f.Groups[g].Fields[k]
				call(w.Field, &fl.Name, &fl.Purpose, &fl.Title)
				if at := strings.IndexByte(fl.When, '='); at > 0 {
					fl.When = name(w.Field, fl.When[:at]) + fl.When[at:]
				}
				fl.From = name(w.Field, fl.From)
				if fl.Sets == "risk.factors" {
					fl.Options = each(w.Factor, fl.Options)
				}
				fl.Columns = slices.Clone(fl.Columns)
				for c := range fl.Columns {
					call(w.Field, &fl.Columns[c].Name, &fl.Columns[c].Purpose, &fl.Columns[c].Title)
					if when := &fl.Columns[c].When; strings.Contains(*when, "=") {
						at := strings.IndexByte(*when, '=')
						*when = name(w.Field, (*when)[:at]) + (*when)[at:]
					}
				}
			}
		}
	}
	for i := range r.Roles {
		call(w.Role, &r.Roles[i].ID, &r.Roles[i].Purpose, &r.Roles[i].Title)
	}
	r.Proofs = slices.Clone(r.Proofs)
	for i := range r.Proofs {
		r.Proofs[i].Arg = name(w.Form, r.Proofs[i].Arg)
	}
	r.Reports = slices.Clone(r.Reports)
	for i := range r.Reports {
		r.Reports[i].To = each(w.Role, r.Reports[i].To)
	}
	r.Duties = slices.Clone(r.Duties)
	for i, d := range r.Duties {
		if act, what, ok := strings.Cut(d.Act, ":"); ok && act == "decide" {
			r.Duties[i].Act = act + ":" + name(w.Approval, what)
		} else if ok {
			r.Duties[i].Act = act + ":" + name(w.Form, what)
		}
	}
	bands := func(m map[string]int) map[string]int {
		out := map[string]int{}
		for band, n := range m {
			out[name(w.Band, band)] = n
		}
		return out
	}
	p := &r.Policy
	p.Phases, p.NoticeHours = w.Phase, bands(p.NoticeHours)
	p.Bands, p.Factors = slices.Clone(p.Bands), slices.Clone(p.Factors)
	for i := range p.Bands {
		call(w.Band, &p.Bands[i].ID, nil, &p.Bands[i].Title)
	}
	for i := range p.Factors {
		call(w.Factor, &p.Factors[i].ID, &p.Factors[i].Purpose, &p.Factors[i].Title)
	}
	for i := range r.Processes {
		p := &r.Processes[i]
		call(w.Process, &p.Name, &p.Purpose, &p.Title)
		p.File = "process/" + p.Name + ".toml"
		p.Stages, p.Moves, p.Approvals, p.Material = slices.Clone(p.Stages), slices.Clone(p.Moves), slices.Clone(p.Approvals), slices.Clone(p.Material)
		for n := range p.Stages {
			s := &p.Stages[n]
			call(w.Stage, &s.ID, &s.Purpose, &s.Title)
			s.Forms, s.R, s.A, s.C, s.I = each(w.Form, s.Forms), each(w.Role, s.R), each(w.Role, s.A), each(w.Role, s.C), each(w.Role, s.I)
			s.Exits = slices.Clone(s.Exits)
			for k := range s.Exits {
				s.Exits[k].To = name(w.Stage, s.Exits[k].To)
			}
			s.Checks = slices.Clone(s.Checks)
			for k := range s.Checks {
				c := &s.Checks[k]
				c.Role = name(w.Role, c.Role)
				c.Text = strings.ReplaceAll(c.Text, "early life", w.Stage["early-life"][1])
				if c.Name == "form-written" {
					c.Arg = name(w.Form, c.Arg)
				} else if c.Arg != "" {
					c.Arg = name(w.Approval, c.Arg)
				}
				c.Remedies = slices.Clone(c.Remedies)
				for m := range c.Remedies {
					c.Remedies[m] = r.Own(c.Remedies[m])
					c.Remedies[m].Answers = slices.Clone(c.Remedies[m].Answers)
					for a, answer := range c.Remedies[m].Answers {
						c.Remedies[m].Answers[a].Value = name(w.Approval, name(w.Stage, answer.Value))
					}
				}
			}
		}
		for n := range p.Moves {
			p.Moves[n].From, p.Moves[n].To = name(w.Stage, p.Moves[n].From), name(w.Stage, p.Moves[n].To)
		}
		for n := range p.Approvals {
			a := &p.Approvals[n]
			call(w.Approval, &a.ID, &a.Purpose, &a.Title)
			a.Stages, a.Forms = each(w.Stage, a.Stages), each(w.Form, a.Forms)
			route := map[string][]string{}
			for band, approvers := range a.Route {
				route[name(w.Band, band)] = each(w.Role, approvers)
			}
			a.Route, a.Downgrade = route, name(w.Process, a.Downgrade)
			for k := range a.Also {
				more := &a.Also[k]
				more.Risk, more.Approvers = each(w.Band, more.Risk), each(w.Role, more.Approvers)
			}
		}
		for n := range p.Material {
			p.Material[n].In, p.Material[n].Voids = each(w.Stage, p.Material[n].In), each(w.Approval, p.Material[n].Voids)
		}
	}
	r.Source = nil // the text says something else
	return fault(r)
}

// fault is what was left under its old name.
func fault(r *model.Rules) error {
	for _, f := range r.Forms {
		if f.Purpose == "" {
			return fmt.Errorf("the form %s is called nothing else", f.Name)
		}
		for _, fl := range f.Fields() {
			if fl.Purpose == "" {
				return fmt.Errorf("the question %s of %s is called nothing else", fl.Name, f.Name)
			}
		}
	}
	return nil
}

// Meant writes a text with one word for each thing, whatever of the two languages it
// is called in there: what is left apart is what was lost. Blanks and lines of tables
// don't count, as titles have other lengths.
func Meant(text string) (string, error) {
	tokens, err := meanings()
	if err != nil {
		return "", err
	}
	text = strings.ToLower(text)
	var out strings.Builder
	for at := 0; at < len(text); {
		if at == 0 || !letter(text[at-1]) {
			// Words are looked for in the table from the longest on that could begin here.
			found := ""
			for end := min(at+tokens.longest, len(text)); end > at; end-- {
				if end == len(text) || !letter(text[end]) {
					if _, ok := tokens.of[text[at:end]]; ok {
						found = text[at:end]
						break
					}
				}
			}
			if found != "" {
				out.WriteString(tokens.of[found])
				at += len(found)
				continue
			}
		}
		if strings.IndexByte(" \n\t-=─│|", text[at]) < 0 {
			out.WriteByte(text[at])
		} else if s := out.String(); s != "" && !strings.HasSuffix(s, "\n") {
			out.WriteByte('\n')
		}
		at++
	}
	// Titles differ in number, too.
	return strings.ReplaceAll(out.String(), "\nare\n", "\nis\n"), nil
}

// letter is one of a word, or of a character beyond ASCII.
func letter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_' || b >= 0x80 && b != 0xe2
}

// meaning is what the words of both languages are for, and the length in bytes of
// the longest.
type meaning struct {
	of      map[string]string
	longest int
}

// meanings are the words of both languages; two things of which one language has one
// word are one.
var meanings = sync.OnceValues(func() (meaning, error) {
	var w words
	if faults := process.Decode(process.File{Name: "deutsch.toml", Text: deutsch}, &w); len(faults) > 0 {
		return meaning{}, faults[0]
	}
	r, err := assets.Rules()
	if err != nil {
		return meaning{}, err
	}
	of := map[string]string{}  // a word → what it is for
	one := map[string]string{} // what became one with something else, and with what
	say := func(key, word string) {
		word = strings.ToLower(word)
		for one[key] != "" {
			key = one[key]
		}
		if was, ok := of[word]; ok && was != key {
			one[was] = key
			for k, v := range of {
				if v == was {
					of[k] = key
				}
			}
		}
		of[word] = key
	}
	for _, list := range []map[string][]string{w.Process, w.Stage, w.Approval, w.Role, w.Band, w.Factor, w.Form, w.Field} {
		for key, to := range list {
			for _, word := range append([]string{key}, to...) {
				say(key, word)
				say(key, strings.ReplaceAll(word, "-", " "))
			}
		}
	}
	for key, title := range w.Phase {
		say(key, key)
		say(key, title)
	}
	for i := range r.Processes {
		p := &r.Processes[i]
		say(p.Name, p.Title)
		for _, s := range p.Stages {
			say(s.ID, s.Title)
		}
		for _, a := range p.Approvals {
			say(a.ID, a.Title)
		}
	}
	for _, x := range r.Roles {
		say(x.ID, x.Title)
	}
	for _, x := range r.Policy.Bands {
		say(x.ID, x.Title)
	}
	for _, x := range r.Policy.Factors {
		say(x.ID, x.Title)
	}
	for i := range r.Forms {
		say(r.Forms[i].Name, r.Forms[i].Title)
		for _, fl := range r.Forms[i].Fields() {
			say(fl.Name, fl.Title)
			for _, c := range fl.Columns {
				say(c.Name, c.Title)
			}
		}
	}
	tokens := meaning{of: map[string]string{}}
	for word, key := range of {
		tokens.of[word] = "‹" + key + "›"
		tokens.longest = max(tokens.longest, len(word))
	}
	return tokens, nil
})

// Own is what deutsch.toml calls something, for the commands of a walk; its name in
// the default rules where german is not wanted.
func Own(german bool) (func(kind, name string) string, error) {
	var w words
	if faults := process.Decode(process.File{Name: "deutsch.toml", Text: deutsch}, &w); len(faults) > 0 {
		return nil, faults[0]
	}
	lists := map[string]map[string][]string{"process": w.Process, "stage": w.Stage, "approval": w.Approval, "role": w.Role, "band": w.Band, "factor": w.Factor, "form": w.Form, "field": w.Field}
	return func(kind, name string) string {
		if to := lists[kind][name]; german && len(to) > 0 {
			return to[0]
		}
		return name
	}, nil
}
