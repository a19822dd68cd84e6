package assets

import (
	"io/fs"

	"fairway/model"
	"fairway/model/process"
)

// Defaults are what this program would make of a set of rules with its defaults:
// the files that the organisation left as they were shipped as they are shipped
// now, and its own as they are.
type Defaults struct {
	// Others says that the rules were made from other defaults than these.
	Others bool
	Files  []process.File
	// Kept are files that the organisation changed, and the defaults too, each as it
	// was shipped and as it is shipped now.
	Kept    []Kept
	Shipped *model.Shipped // what the rules would know of the defaults
}

// Kept is a file of the defaults that the organisation has otherwise.
type Kept struct{ Name, Was, Is string }

// Shipped are the files of the default rules that are embedded into the program.
func Shipped() fs.FS { return files }

// Newer compares default rules, those in a folder as Shipped is one, with those that
// a set of rules was made from.
func Newer(b *model.Rules, shipped fs.FS) (Defaults, error) {
	source, err := RuleFiles(shipped)
	if err != nil {
		return Defaults{}, err
	}
	digest := process.Digest(source)
	out := Defaults{Others: b.Shipped == nil || b.Shipped.Digest != digest}
	made := b.Source
	if b.Shipped != nil {
		made = process.Restored(b.Source, b.Shipped.Differs)
	} else if b.Proposal != "" { // nobody knows: what is there is theirs
		made = nil
	}
	// The zone and the first day of a week are everybody's own, and no change.
	settled := func(list []process.File) []process.File {
		r := process.Rules{Source: list}
		return r.Settled(b.Policy.Zone, b.Policy.FirstDay).Source
	}
	made, newer := settled(made), settled(source)
	var kept []string
	out.Files, kept = process.Offered(b.Source, made, newer)
	for _, name := range kept {
		was, _ := process.Text(made, name)
		is, _ := process.Text(newer, name)
		out.Kept = append(out.Kept, Kept{name, was, is})
	}
	out.Shipped = &model.Shipped{Digest: digest, Differs: process.Differing(newer, out.Files)}
	return out, nil
}
