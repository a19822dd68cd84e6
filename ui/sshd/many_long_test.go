//go:build long && !race

package sshd_test

import "testing"

// TestLongManyTypeAtOnce has fifty people type and write at the same time.
func TestLongManyTypeAtOnce(t *testing.T) { manyTypeAtOnce(t, 50) }
