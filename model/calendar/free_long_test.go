//go:build long

package calendar

import "testing"

func TestLongTheEarliestFreeSlotIsThatOfTryingEveryMinute(t *testing.T) { everyMinute(t, 600) }
