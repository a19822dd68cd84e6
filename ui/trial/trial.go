// Package trial tries rules that are not in force: what they say otherwise than
// others, in words and line by line, and what they would have made of the past
// year. Commands and the Process screen show the same.
package trial

import (
	"github.com/rogpeppe/go-internal/diff"

	"fairway/model"
	"fairway/model/process"
)

// Set is rules that are compared or tried.
type Set struct {
	Called string // PRC-3, PRP-1, a folder, a draft
	Files  []process.File
	Rules  *model.Rules // nil where the files are no rules
}

// FileDiff is how one file differs.
type FileDiff struct {
	Name   string `json:"name"`
	Change string `json:"change"` // added, removed or changed
	Diff   string `json:"diff"`   // unified
}

// Diff is how two sets of rules differ.
type Diff struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Differences are what it means, in words; none of files that are no rules.
	Differences []process.Difference `json:"differences"`
	Files       []FileDiff           `json:"files"`
	// Kept are files that the organisation changed and newer defaults too: how the
	// defaults did.
	Kept   []FileDiff      `json:"kept,omitempty"`
	Faults []process.Fault `json:"faults,omitempty"` // of files that are no rules
}

// Differ is how two sets of rules differ.
func Differ(from, to Set) Diff {
	out := Diff{From: from.Called, To: to.Called, Differences: []process.Difference{}, Files: []FileDiff{}}
	if from.Rules != nil && to.Rules != nil {
		out.Differences = append(out.Differences, process.Compare(&from.Rules.Rules, &to.Rules.Rules)...)
	}
	for _, name := range process.FileNames(from.Files, to.Files) {
		was, had := process.Text(from.Files, name)
		is, has := process.Text(to.Files, name)
		if had == has && was == is {
			continue
		}
		d := Unified(name, from.Called, to.Called, was, is)
		if !had {
			d.Change = "added"
		} else if !has {
			d.Change = "removed"
		}
		out.Files = append(out.Files, d)
	}
	return out
}

// Unified is how one file differs, line by line.
func Unified(name, from, to, was, is string) FileDiff {
	return FileDiff{Name: name, Change: "changed", Diff: string(diff.Diff(name+"\t("+from+")", []byte(was), name+"\t("+to+")", []byte(is)))}
}
