//go:build long

package cli

import (
	"slices"
	"testing"
)

// TestLongNoReadingDependsOnTheReadersZone reads every list and every record.
func TestLongNoReadingDependsOnTheReadersZone(t *testing.T) { readFromEverywhere(t, 1) }

// TestLongWhatEndsWithADay is TestWhatEndsWithADayEndsWhenItIsOver for every list and
// one of every 25 records.
func TestLongWhatEndsWithADay(t *testing.T) {
	run := zoneWorld(t)
	var lines [][]string
	for _, line := range append(lookings(), shown(run, 5)...) {
		if !slices.ContainsFunc(line, func(word string) bool {
			return slices.Contains([]string{"--json", "--csv", "--ics", "--markdown"}, word)
		}) {
			lines = append(lines, line)
		}
	}
	readEndsOfDays(t, run, lines)
}
