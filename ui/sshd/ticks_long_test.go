//go:build long && !race

package sshd_test

import "testing"

// TestLongTicksAtOnce has twelve people tick two hundred steps.
func TestLongTicksAtOnce(t *testing.T) { ticksAtOnce(t, 12, 200) }
