package screen

import (
	"testing"
	"time"

	"fairway/model/when"
)

// TestADateOfAnotherYearHasItsYear, of the moment that is looked at.
func TestADateOfAnotherYearHasItsYear(t *testing.T) {
	e := &Env{Zone: time.UTC, Dates: when.Short, Now: func() time.Time { return time.Date(2026, 11, 29, 9, 0, 0, 0, time.UTC) }}
	for at, want := range map[time.Time]string{
		time.Date(2026, 10, 22, 11, 57, 0, 0, time.UTC): "Thu 22 Oct 11:57",
		time.Date(2025, 10, 22, 11, 57, 0, 0, time.UTC): "Wed 22 Oct 2025 11:57",
	} {
		if got := e.Date(when.Moment{At: at, Precision: when.Minute}); got != want {
			t.Errorf("%s is %q, want %q", at, got, want)
		}
	}
}
