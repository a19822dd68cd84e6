//go:build long

package demo

import (
	"flag"
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// every asks for the whole rather than a sample.
var every = flag.Bool("every", false, "on every date, and on every seventeenth day of three years")

func pick(all, few int) int {
	if *every {
		return all
	}
	return few
}

// On the dates that TestOnTheFirstDay leaves out.
func TestLongOnAnyDay(t *testing.T) {
	for i := 1; i < len(dates); i += pick(1, 8) {
		d := dates[i]
		t.Run(d.at+" "+d.zone, func(t *testing.T) {
			db, now := made(t, d.at, d.zone)
			inWorkingOrder(t, db, now)
		})
	}
}

// The same day and zone make the same log. TestLongInAnotherZone makes another.
func TestLongTheSameDayMakesTheSame(t *testing.T) {
	db, _ := openFirst(t)
	again, _ := made(t, dates[0].at, dates[0].zone)
	if a, b := head(t, db), head(t, again); a != b {
		t.Errorf("made twice: %s and %s", a, b)
	}
}

// Another zone makes another log.
func TestLongInAnotherZone(t *testing.T) {
	db, _ := openFirst(t)
	other, _ := made(t, dates[0].at, "Asia/Kolkata")
	if head(t, db) == head(t, other) {
		t.Error("two zones make the same log")
	}
}

// On every seventeenth day of three years, at any hour, in six zones; on some of
// them by itself. Ten days were not enough: it was holidays that brought two
// nights together.
func TestLongOnManyDays(t *testing.T) {
	n := 0
	for d := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2029; d = d.AddDate(0, 0, pick(17, 17*24)) {
		n++
		zone := []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo", "UTC"}[n%6]
		loc, _ := time.LoadLocation(zone)
		now := time.Date(d.Year(), d.Month(), d.Day(), (n*7)%24, (n*13)%60, 0, 0, loc)
		t.Run(fmt.Sprint(now), func(t *testing.T) {
			p := filepath.Join(t.TempDir(), fmt.Sprint(n))
			if err := Make(ctx, Options{Path: p, Now: now, Zone: zone}); err != nil {
				t.Fatal(err)
			}
			db := open(t, p, now)
			inWorkingOrder(t, db, now)
			db.Close()
		})
	}
}
