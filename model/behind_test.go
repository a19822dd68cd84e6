package model

import (
	"testing"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// A plan that lies behind its promise says by how many days of the service's zone, and
// from when on it is behind.
func TestHowFarAPlanIsBehindItsPromise(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) when.Moment { return when.OnDay(when.Date{Year: 2026, Month: 12, Day: d}, zone) }
	at := func(d, hour int) time.Time { return time.Date(2026, 12, d, hour, 0, 0, 0, zone) }
	clock := func(d, hour int) when.Moment { return when.Moment{At: at(d, hour), Precision: when.Minute} }
	policy := process.Policy{SlipHours: 2, Reasons: []process.Reason{{ID: "displaced", Displaced: true}}}
	for name, c := range map[string]struct {
		promise Promise
		planned when.Moment
		now     time.Time
		days    int
		behind  bool
	}{
		"as promised":                        {Promise{Start: clock(9, 21)}, clock(9, 21), at(1, 9), 0, false},
		"within the tolerance":               {Promise{Start: clock(9, 21)}, clock(9, 23), at(1, 9), 0, false},
		"later on that day":                  {Promise{Start: clock(9, 10)}, clock(9, 15), at(1, 9), 0, true},
		"moved by a week":                    {Promise{Start: clock(9, 21)}, clock(16, 21), at(1, 9), 7, true},
		"over midnight":                      {Promise{Start: clock(9, 21)}, clock(10, 1), at(1, 9), 1, true},
		"moved forward":                      {Promise{Start: clock(9, 21)}, clock(8, 21), at(1, 9), 0, false},
		"awaited, the day not over":          {Promise{Start: day(9)}, day(9), at(9, 23), 0, false},
		"awaited for two days":               {Promise{Start: day(9)}, day(9), at(11, 9), 2, true},
		"without a plan now, not due":        {Promise{Start: clock(9, 21)}, when.Moment{}, at(1, 9), 0, false},
		"without a plan now, overdue":        {Promise{Start: clock(9, 21)}, when.Moment{}, at(12, 9), 3, true},
		"begun in time":                      {Promise{Start: clock(9, 21), Began: at(9, 22)}, clock(9, 21), at(20, 9), 0, false},
		"begun four days later":              {Promise{Start: clock(9, 21), Began: at(13, 21)}, clock(13, 21), at(20, 9), 4, true},
		"cancelled when it was due":          {Promise{Start: clock(9, 21), Cancelled: at(12, 9)}, clock(9, 21), at(20, 9), 3, true},
		"cancelled before":                   {Promise{Start: clock(9, 21), Cancelled: at(2, 9)}, clock(9, 21), at(20, 9), 0, false},
		"put off by one that was put before": {Promise{Start: clock(9, 21), Moves: []Move{{Reason: "displaced", From: Slot{Start: clock(9, 21)}, To: Slot{Start: clock(16, 21)}}}}, clock(16, 21), at(1, 9), 0, false},
		"put off when it had slipped":        {Promise{Start: clock(9, 21), Moves: []Move{{At: at(10, 9), Reason: "displaced", From: Slot{Start: clock(9, 21)}, To: Slot{Start: clock(16, 21)}}}}, clock(16, 21), at(11, 9), 7, true},
	} {
		c.promise.Zone = zone
		if days, behind := c.promise.Behind(c.planned, policy, c.now); days != c.days || behind != c.behind {
			t.Errorf("%s: %d days, %v; want %d, %v", name, days, behind, c.days, c.behind)
		}
	}
}
