//go:build long

package demo

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"
)

// On every seventeenth day of three years, at any hour, in six zones. Ten days were not
// enough: it was holidays that brought two nights together.
func TestOnManyDays(t *testing.T) {
	n := 0
	for d := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2029; d = d.AddDate(0, 0, 17) {
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
			todaysWork(t, db, now)
			inOrder(t, db, now)
			db.Close()
		})
	}
}
