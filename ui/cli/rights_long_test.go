//go:build long

package cli

import "testing"

// TestLongEveryWayInEnforcesTheSameRights walks every action as everybody,
// by every way in.
func TestLongEveryWayInEnforcesTheSameRights(t *testing.T) { enforcesTheSameRights(t, true) }

// TestLongEveryWayInAsksForReading has everybody run every reading command.
func TestLongEveryWayInAsksForReading(t *testing.T) { asksForReading(t, true) }

// TestLongWhoMayNotReadLearnsNothingByTrying tries each command as text and as JSON.
func TestLongWhoMayNotReadLearnsNothingByTrying(t *testing.T) { learnsNothingByTrying(t, true) }

// TestLongDaysStayDaysOnAllWaysOut has organisations all over the earth.
func TestLongDaysStayDaysOnAllWaysOut(t *testing.T) { daysStayDays(t, earth...) }

// TestLongNothingBlankIsTaken tries every kind of blank on every option.
func TestLongNothingBlankIsTaken(t *testing.T) { takesNothingBlank(t, true) }

// TestLongEveryColumnIsSortedAndFilteredByWhatItShows tries every column of every list.
func TestLongEveryColumnIsSortedAndFilteredByWhatItShows(t *testing.T) {
	columnsAreWhatTheyShow(t, true)
}

// TestLongEveryRemedyIsTaken has one of those of each role refused everything about
// records in every state.
func TestLongEveryRemedyIsTaken(t *testing.T) { takesRemedies(t, true) }
