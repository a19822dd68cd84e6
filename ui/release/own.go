package release

import (
	"slices"

	"fairway/model/gate"
	"fairway/ui/kit"
)

// claimed are the forms that a section shows, by what they are for.
var claimed = []string{gate.FormAssessment, gate.FormPlan, gate.FormRollback, gate.FormCriteria, gate.FormResults, gate.FormAcceptance, gate.FormAgreement, gate.FormNotes, gate.FormHandOver, gate.FormEvaluation}

// partsOf are the sections of a release: those that every one has, and before the
// history one for each form of an organisation's own, which none of them shows.
func partsOf(d *dossier) []section {
	names := d.forms()
	for means, doc := range d.documents {
		if !slices.ContainsFunc(names, func(name string) bool { return d.means(name) == means }) {
			names = append(names, doc.Form)
		}
	}
	slices.Sort(names)
	list := parts()
	last := len(list) - 1
	for _, name := range names {
		if slices.Contains(claimed, d.means(name)) {
			continue
		}
		title := words(name)
		if f, ok := d.rules.Form(name); ok {
			title = f.Title
		}
		list = slices.Insert(list, last, section{name: title, state: documents(name), draw: func(s *sheet) { s.document(name) }, forms: []string{name}})
		last++
	}
	return list
}

// lay gives the page the sections of what was read, and stays where it was.
func (p *Page) lay(d *dossier) {
	name, places := p.sections[p.section].name, map[string]kit.Place{}
	for i, s := range p.sections {
		places[s.name] = p.places[i]
	}
	p.sections = partsOf(d)
	p.places = make([]kit.Place, len(p.sections))
	p.section = 0
	for i, s := range p.sections {
		p.places[i] = places[s.name]
		if s.name == name {
			p.section = i
		}
	}
}
