package demo

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fairway/store"
)

// dates are days on which calendars go wrong, in zones that differ much.
var dates = []struct{ at, zone string }{
	{"2026-11-23 10:42", "Europe/Berlin"},
	{"2028-02-29 09:00", "Europe/Berlin"},    // a leap day
	{"2027-03-28 02:30", "Europe/Berlin"},    // the clocks go forward, on a Sunday
	{"2026-10-25 12:00", "Europe/Berlin"},    // and back
	{"2027-01-01 00:05", "America/New_York"}, // a holiday, just begun
	{"2027-03-14 03:10", "America/New_York"}, // the clocks go forward
	{"2026-11-01 01:30", "America/New_York"}, // an hour that is there twice
	{"2026-08-16 23:50", "Asia/Kolkata"},     // a Sunday night, half an hour off
	{"2026-12-26 07:00", "Asia/Kolkata"},     // in the holidays
	{"2027-05-03 18:30", "Asia/Kolkata"},     // a Monday after a holiday
}

func moment(t *testing.T, at, zone string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", at, loc)
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// made is a demo as of a moment, opened on that moment.
func made(t *testing.T, at, zone string) *store.DB {
	t.Helper()
	now := moment(t, at, zone)
	path := filepath.Join(t.TempDir(), "fairway.db")
	if err := Make(context.Background(), Options{Path: path, Now: now, Zone: zone}); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(context.Background(), path, store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestOnAnyDay(t *testing.T) {
	for _, d := range dates {
		t.Run(d.at+" "+d.zone, func(t *testing.T) {
			db := made(t, d.at, d.zone)
			_ = db
		})
	}
}
