//go:build long

package form_test

import "testing"

// TestLongDatesAreReadAlikeOnEveryWay answers every task with every case.
func TestLongDatesAreReadAlikeOnEveryWay(t *testing.T) { datesOnEveryWay(t, 1) }
