//go:build long

package ui

import "testing"

// TestLongEveryKey presses forty times as many keys as TestEveryKey.
func TestLongEveryKey(t *testing.T) { everyKey(t, 40*presses) }

// TestLongTheDashboardEnforcesTheSameRights performs each action as everybody.
func TestLongTheDashboardEnforcesTheSameRights(t *testing.T) { enforcesTheSameRights(t, true) }
