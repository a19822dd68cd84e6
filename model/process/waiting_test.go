package process

import (
	"testing"
	"time"

	"fairway/model/when"
)

// Working hours pass between the beginning and the end of working days, where the
// organisation is: not at night, at the weekend, on a holiday, nor in the hour that the
// clocks skip or have twice where that is no working time.
func TestWorkingHoursPassOnWorkingDays(t *testing.T) {
	office := Policy{Zone: "Europe/Berlin", WorkStart: "08:00", WorkEnd: "18:00", WorkDays: []string{"monday", "tuesday", "wednesday", "thursday", "friday"}}
	shift := office
	shift.WorkStart, shift.WorkEnd, shift.WorkDays = "00:00", "06:00", []string{"sunday"}
	whole := office
	whole.WorkStart, whole.WorkEnd, whole.WorkDays = "", "", []string{"sunday", "monday"}
	never := office
	never.WorkDays = []string{"none"}
	zone := office.Location()
	for name, c := range map[string]struct {
		p     Policy
		since string
		hours int
		want  string
		off   string
	}{
		"the same day":                    {office, "2026-11-23 09:30", 4, "2026-11-23 13:30", ""},
		"to the end of a day":             {office, "2026-11-23 08:00", 10, "2026-11-23 18:00", ""},
		"over a night":                    {office, "2026-11-23 16:00", 4, "2026-11-24 10:00", ""},
		"asked for before work":           {office, "2026-11-23 03:00", 1, "2026-11-23 09:00", ""},
		"asked for after work":            {office, "2026-11-23 22:00", 1, "2026-11-24 09:00", ""},
		"over a weekend":                  {office, "2026-11-27 17:00", 2, "2026-11-30 09:00", ""},
		"asked for on a Saturday":         {office, "2026-11-28 12:00", 20, "2026-12-01 18:00", ""},
		"over a holiday":                  {office, "2026-12-24 17:00", 2, "2026-12-28 09:00", "2026-12-25"},
		"over a holiday and a weekend":    {office, "2026-12-23 18:00", 11, "2026-12-28 09:00", "2026-12-25"},
		"over the end of summer time":     {office, "2026-10-23 17:00", 2, "2026-10-26 09:00", ""},
		"over the beginning of summer":    {office, "2026-03-27 17:00", 2, "2026-03-30 09:00", ""},
		"in the hour that comes twice":    {shift, "2026-10-25 00:00", 6, "2026-10-25 05:00", ""},  // a shift of seven hours
		"in the hour that there is not":   {shift, "2026-03-29 00:00", 5, "2026-03-29 06:00", ""},  // one of five
		"whole days, one of them with 25": {whole, "2026-10-25 00:00", 26, "2026-10-26 01:00", ""}, // Sunday has 25 hours
		"a year of them":                  {office, "2026-01-01 08:00", 2610, "2026-12-31 18:00", ""},
		"where nobody works":              {never, "2026-11-23 08:00", 1, "", ""},
	} {
		read := func(text string) time.Time {
			at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		work := c.p.Week()
		if c.off != "" {
			work.Holidays = map[when.Date]bool{when.DateOf(read(c.off+" 12:00"), zone): true}
		}
		got := c.p.After(c.hours, read(c.since), work)
		if c.want == "" && !got.IsZero() || c.want != "" && !got.Equal(read(c.want)) {
			t.Errorf("%s: %d hours after %s is %s, want %s", name, c.hours, c.since, got.In(zone), c.want)
		}
		// The same, the other way round.
		if passed := c.p.Between(read(c.since), got, work); passed != time.Duration(c.hours)*time.Hour && !got.IsZero() {
			t.Errorf("%s: from %s to %s it is %s, not %d hours", name, c.since, got.In(zone), passed, c.hours)
		}
	}
}

// Working time between two instants is what lies of working days between them: nothing at
// night, at the weekend, or backwards; and it adds up.
func TestWorkingTimeBetween(t *testing.T) {
	office := Policy{Zone: "Europe/Berlin", WorkStart: "08:00", WorkEnd: "18:00"}
	zone, week := office.Location(), when.MondayToFriday()
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	for _, c := range []struct {
		since, until time.Time
		want         time.Duration
	}{
		{at(23, 9, 0), at(23, 9, 0), 0},
		{at(23, 9, 0), at(23, 9, 30), 30 * time.Minute},
		{at(23, 9, 30), at(23, 9, 0), 0},
		{at(23, 19, 0), at(24, 7, 0), 0},                              // at night
		{at(27, 17, 30), at(30, 8, 30), time.Hour},                    // over a weekend
		{at(28, 0, 0), at(30, 0, 0), 0},                               // a weekend
		{at(23, 0, 0), at(30, 0, 0), 50 * time.Hour},                  // a week
		{at(23, 12, 15), at(25, 9, 0), 16*time.Hour + 45*time.Minute}, // 5:45 + 10 + 1
	} {
		if got := office.Between(c.since, c.until, week); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.since, c.until, got, c.want)
		}
	}
	for minute := range 14 * 24 * 4 {
		cut := at(20, 0, 0).Add(time.Duration(minute) * 15 * time.Minute)
		from, to := at(20, 0, 0), at(20, 0, 0).AddDate(0, 0, 14)
		if a, b := office.Between(from, cut, week), office.Between(cut, to, week); a+b != 100*time.Hour {
			t.Fatalf("cut at %s: %s + %s", cut, a, b)
		}
	}
}
