//go:build long

package cli

import "testing"

// TestLongEveryWayInEnforcesTheSameRights walks every action as everybody.
func TestLongEveryWayInEnforcesTheSameRights(t *testing.T) { enforcesTheSameRights(t, true) }
