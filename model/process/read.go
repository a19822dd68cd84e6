package process

import (
	"path"
	"slices"
	"strings"

	"fairway/model/form"
	"fairway/model/strict"
)

// Read decodes the files of a set of rules, and keeps their text beside it.
// Every fault is named with its file and line: what is no TOML, a key that
// nothing reads, a value of another type, a file that is missing. What makes no
// sense is Lint's.
func Read(files []File) (Rules, []Fault) {
	r := Rules{Source: slices.Clone(files)}
	slices.SortFunc(r.Source, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	d := &reading{}
	for _, name := range []string{PolicyFile, RolesFile} {
		if !slices.ContainsFunc(files, func(f File) bool { return f.Name == name }) {
			d.faults = append(d.faults, Fault{File: name, Text: "the file is missing: an export of the rules in force has it"})
		}
	}
	for _, f := range r.Source {
		folder, base := path.Split(f.Name)
		switch {
		case f.Name == PolicyFile:
			d.decode(f, &r.Policy)
		case f.Name == RolesFile:
			var roles struct {
				Role []Role `toml:"role"`
				Duty []Duty `toml:"duty"`
			}
			d.decode(f, &roles)
			r.Roles, r.Duties = roles.Role, roles.Duty
		case f.Name == GlossaryFile:
			var in struct {
				Term []Term `toml:"term"`
			}
			d.decode(f, &in)
			r.Glossary = in.Term
		case f.Name == InteractionsFile:
			var in struct {
				Interaction []Interaction `toml:"interaction"`
			}
			d.decode(f, &in)
			r.Interactions = in.Interaction
		case f.Name == ClausesFile:
			var in struct {
				Clause []Requirement `toml:"clause"`
			}
			d.decode(f, &in)
			r.Requirements = in.Clause
		case f.Name == MeasuresFile:
			var in struct {
				Measure []Measure `toml:"measure"`
			}
			d.decode(f, &in)
			r.Measures = in.Measure
		case f.Name == ReportsFile:
			var in Reporting
			d.decode(f, &in)
			r.Reports, r.ReportSections = in.Reports, in.Sections
		case f.Name == EvidenceFile:
			var in struct {
				Proof []Proof `toml:"proof"`
			}
			d.decode(f, &in)
			r.Proofs = in.Proof
		case folder == "process/" && path.Ext(base) == ".toml":
			p := Process{}
			d.decode(f, &p)
			p.File = f.Name
			r.Processes = append(r.Processes, p)
		case folder == "forms/" && path.Ext(base) == ".toml":
			one := form.Form{}
			d.decode(f, &one)
			one.File = f.Name
			r.Forms = append(r.Forms, one)
		case folder == TemplateFolder && path.Ext(base) == ".md": // its text is all there is to it
		default:
			d.faults = append(d.faults, Fault{File: f.Name, Text: "nothing reads this file: rules stand in process/*.toml, forms in forms/*.toml, templates in templates/*.md"})
		}
	}
	// The normal release is the first of the processes, whatever its file is called: a
	// release is normal unless somebody says otherwise.
	slices.SortStableFunc(r.Processes, func(a, b Process) int { return rank(a) - rank(b) })
	r.Title, r.Version = r.Policy.Title, r.Policy.Version
	return r, d.faults
}

// rank is smaller for what comes first: the normal release, releases before changes,
// and of each what needs neither a reason nor an entry of the catalogue; last what
// nobody asks for.
func rank(p Process) int {
	n := 1
	if p.Of != "release" {
		n = 3
	}
	switch {
	case p.Means() == TypeNormal:
		return 0
	case p.Captures():
		n += 2
	case len(p.Reasons) > 0 || p.Catalogued():
		n++
	}
	return n
}

// reading is what was found wrong so far.
type reading struct{ faults []Fault }

func (d *reading) decode(f File, into any) {
	d.faults = append(d.faults, Decode(f, into)...)
}

// Decode reads one TOML file strictly: a key that into has no field for is a fault.
func Decode(f File, into any) (faults []Fault) {
	for _, wrong := range strict.Decode(f.Text, into) {
		text := wrong.Text
		if wrong.Unknown {
			text += ": remove it, or see the names in the default rules"
		}
		faults = append(faults, Fault{File: f.Name, Line: wrong.Line, Text: text})
	}
	return faults
}
