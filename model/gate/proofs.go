package gate

import (
	"slices"

	"fairway/model/process"
)

// ofProofs are the checks that ask for what a proof of a clause looks for (process.Proofs).
var ofProofs = map[string][]string{
	"outcome":       {"outcome-stated"},
	"dates-known":   {"outcome-stated"},
	"items-current": {"items-updated"},
	"verified":      {"verification-passed", "run-ended"},
	"package-kept":  {"package-unaltered", "run-ended"},
}

// AsksFor reports whether the gate of a stage asks for what a proof looks for.
func AsksFor(s *process.Stage, proof string) bool {
	return slices.ContainsFunc(s.Checks, func(c process.Check) bool { return slices.Contains(ofProofs[proof], c.Name) })
}
