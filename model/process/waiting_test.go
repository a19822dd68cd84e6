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
	}
}
