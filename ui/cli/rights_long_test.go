//go:build long

package cli

import "testing"

// TestLongEveryWayInEnforcesTheSameRights walks every action as everybody,
// by every way in.
func TestLongEveryWayInEnforcesTheSameRights(t *testing.T) { enforcesTheSameRights(t, true) }

// TestLongNothingBlankIsTaken tries every kind of blank on every option.
func TestLongNothingBlankIsTaken(t *testing.T) { takesNothingBlank(t, true) }
