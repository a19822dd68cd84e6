package when

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests must not depend on what the machine has installed

	"pgregory.net/rapid"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// instant reads RFC 3339.
func instant(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

// monday is Mon 23 Nov 2026 10:42:31 in Berlin.
func monday(t testing.TB) time.Time { return instant(t, "2026-11-23T09:42:31Z") }

func TestParse(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct {
		text, want string
		precision  Precision
	}{
		{"2026-12-01", "2026-11-30T23:00:00Z", Day},
		{" 2026-12-01 22:00 ", "2026-12-01T21:00:00Z", Minute},
		{"2026-12-01 9:05", "2026-12-01T08:05:00Z", Minute},
		{"2026-12-01T22:00", "2026-12-01T21:00:00Z", Minute},
		{"2026-12-01t22:00z", "2026-12-01T22:00:00Z", Minute},
		{"2026-12-01T22:00:00Z", "2026-12-01T22:00:00Z", Minute},
		{"2026-12-01T22:00:59.999Z", "2026-12-01T22:00:00Z", Minute},
		{"2026-12-01T22:00:00+05:45", "2026-12-01T16:15:00Z", Minute},
		{"2026-12-01 22:00 -0500", "2026-12-02T03:00:00Z", Minute},
		{"2026-12-01 22:00 UTC", "2026-12-01T22:00:00Z", Minute},
		{"2026-12-01 22:00 America/New_York", "2026-12-02T03:00:00Z", Minute},
		{"2026-12-01 22:00 america/new_york", "2026-12-02T03:00:00Z", Minute},
		{"2026-12-01 Asia/Kathmandu", "2026-11-30T18:15:00Z", Day},
		{"2026-07-01", "2026-06-30T22:00:00Z", Day},
		{"1 Dec 2026", "2026-11-30T23:00:00Z", Day},
		{"1 Dec", "2026-11-30T23:00:00Z", Day},
		{"1 december 22:00", "2026-12-01T21:00:00Z", Minute},
		{"Dec 1", "2026-11-30T23:00:00Z", Day},
		{"Dec 1 2026", "2026-11-30T23:00:00Z", Day},
		{"Dec 1, 2026 at 22:00", "2026-12-01T21:00:00Z", Minute},
		{"5 Jan", "2027-01-04T23:00:00Z", Day},      // the nearest is next year's
		{"20 Nov", "2026-11-19T23:00:00Z", Day},     // last week
		{"20 June", "2026-06-19T22:00:00Z", Day},    // 156 days ago
		{"01.12.2026", "2026-11-30T23:00:00Z", Day}, // day first: with points nobody means the month
		{"1.2.2027 8:00", "2027-02-01T07:00:00Z", Minute},
		{"Thu 26 Nov 22:00", "2026-11-26T21:00:00Z", Minute},
		{"Thu, 26 Nov 2026", "2026-11-25T23:00:00Z", Day},
		{"thursday 2026-11-26", "2026-11-25T23:00:00Z", Day},
		{"29 Feb 2028", "2028-02-28T23:00:00Z", Day},
		{"22:00", "2026-11-23T21:00:00Z", Minute},
		{"08:00", "2026-11-23T07:00:00Z", Minute}, // today, though it has passed
		{"22:00 UTC", "2026-11-23T22:00:00Z", Minute},
		{"today", "2026-11-22T23:00:00Z", Day},
		{"TODAY 22:00", "2026-11-23T21:00:00Z", Minute},
		{"tomorrow", "2026-11-23T23:00:00Z", Day},
		{"tomorrow at 22:00", "2026-11-24T21:00:00Z", Minute},
		{"yesterday", "2026-11-21T23:00:00Z", Day},
		{"mon", "2026-11-22T23:00:00Z", Day}, // today is one
		{"sun", "2026-11-28T23:00:00Z", Day},
		{"thu 22:00", "2026-11-26T21:00:00Z", Minute},
		{"next thu 22:00", "2026-12-03T21:00:00Z", Minute},
		{"next mon", "2026-11-29T23:00:00Z", Day},
		{"next sunday", "2026-12-05T23:00:00Z", Day},
		{"last mon", "2026-11-15T23:00:00Z", Day},
		{"last thurs", "2026-11-18T23:00:00Z", Day},
		{"last sun", "2026-11-21T23:00:00Z", Day},
		{"+3d", "2026-11-25T23:00:00Z", Day},
		{"+2w", "2026-12-06T23:00:00Z", Day},
		{"-3d", "2026-11-19T23:00:00Z", Day},
		{"+ 3 d", "2026-11-25T23:00:00Z", Day},
		{"in 3 days", "2026-11-25T23:00:00Z", Day},
		{"in 3 days 22:00", "2026-11-26T21:00:00Z", Minute},
		{"2 weeks ago", "2026-11-08T23:00:00Z", Day},
		{"+4h", "2026-11-23T13:42:00Z", Minute},
		{"+1h30m", "2026-11-23T11:12:00Z", Minute},
		{"in 20 min", "2026-11-23T10:02:00Z", Minute},
		{"2 hours ago", "2026-11-23T07:42:00Z", Minute},
		{"now", "2026-11-23T09:42:00Z", Minute},
		{"2026-W48", "2026-11-22T23:00:00Z", Day},
		{"2026-w48-4 22:00", "2026-11-26T21:00:00Z", Minute},
		{"2026-W53", "2026-12-27T23:00:00Z", Day},
		{"2026-W01", "2025-12-28T23:00:00Z", Day}, // week 1 begins in the old year
		{"1970-01-02", "1970-01-01T23:00:00Z", Day},
		{"2999-12-31", "2999-12-30T23:00:00Z", Day},
	} {
		m, err := Parse(c.text, monday(t), berlin)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := m.At.Format(time.RFC3339); got != c.want || m.Precision != c.precision || m.At.Location() != time.UTC {
			t.Errorf("%q: %s %s, want %s %s", c.text, got, m.Precision, c.want, c.precision)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for text, why := range map[string]string{
		"":                                "no date given",
		"  ":                              "no date given",
		"2026-13-40":                      "2026-13-40 is no date: month 13; try 2026-12-01 22:00 or next thu 22:00",
		"2026-12-40":                      "day 40",
		"2026-02-29":                      "February 2026 has no day 29",
		"2026-2-1":                        "two digits each",
		"2100-02-29":                      "February 2100 has no day 29",
		"01/02/2026":                      "with slashes it can't be told which is the month",
		"2026/02/01":                      "with slashes",
		"1.12.26":                         "the year needs four digits",
		"1.12.":                           "the year needs four digits|not understood",
		"26-11-2026":                      "the year goes first",
		"1 Dec 26":                        "the year needs four digits",
		"2026":                            "a lone number",
		"20261201":                        "a lone number",
		"Dec 2026":                        "2026 is no day",
		"32 Dec":                          "day 32 of December",
		"29 Feb":                          "add the year",
		"1969-12-31":                      "year 1969 is outside 1970 to 2999",
		"3000-01-01":                      "year 3000",
		"20226-01-01":                     "year 20226",
		"2026-12-01 25:00":                "hour 25",
		"2026-12-01 24:30":                "hour 24",
		"2026-12-01 24:00":                "00:00 of the next day",
		"2026-12-01 22:60":                "minute 60",
		"2026-12-01 22:00:60":             "second 60",
		"2026-12-01 22:0":                 "the time 22:0",
		"2026-12-01 22:00 tomorrow":       "not understood|left over",
		"2026-12-01 22:00 foo":            "not understood",
		"2026-12-20 10:00 CET":            "CET is not understood: it is no IANA zone",
		"20 Dec 10:00 Auckland":           "Auckland is not understood: it is no IANA zone",
		"2026-12-01 foo":                  "foo",
		"2026-12-01 10pm":                 "10pm",
		"2026-12-01 22:00 Europe/Nowhere": "not a known time zone",
		"2026-12-01 22:00 ../etc/passwd":  "passwd",
		"2026-12-01 22:00 +25:00":         "the offset +25:00",
		"2026-12-01T22:00+2":              "the offset +2",
		"UTC":                             "there is a zone but no date",
		"Fri 26 Nov 2026":                 "is a Thursday, not a Friday",
		"next":                            "weekday",
		"next year":                       "year is no weekday",
		"next thu foo":                    "nothing more",
		"+3":                              "a unit is missing",
		"+3x":                             "the unit x",
		"in a while":                      "a number is missing",
		"now 22:00":                       "a clock time after now",
		"+4h 22:00":                       "a clock time after +4h",
		"+999999d":                        "is outside",
		"2026-W54":                        "week 54, 2026 has 53",
		"2025-W53":                        "week 53, 2025 has 52",
		"2026-W00":                        "week 0",
		"2026-W48-8":                      "from 1, Monday, to 7",
		"thu 22:00 22:00":                 "22:00",
		"at 22:00":                        "at is not understood",
		"heute":                           "heute is not understood",
		"2026-12-01\x00":                  "\\x00",
		strings.Repeat("9", 200):          "longer than 100",
	} {
		m, err := Parse(text, monday(t), berlin)
		if err == nil {
			t.Errorf("%q was read as %v", text, m)
			continue
		}
		fits := false
		for _, w := range strings.Split(why, "|") {
			fits = fits || strings.Contains(err.Error(), w)
		}
		if !fits {
			t.Errorf("%q: %q does not say %q", text, err, why)
		}
		if !strings.HasSuffix(err.Error(), examples) {
			t.Errorf("%q: %q gives no examples", text, err)
		}
		if m != (Moment{}) {
			t.Errorf("%q: a moment beside the error", text)
		}
	}
}

// A day and hours together are elapsed time, to the minute.
func TestParseMixedOffset(t *testing.T) {
	m, err := Parse("+3d4h", monday(t), time.UTC)
	if want := instant(t, "2026-11-26T13:42:00Z"); err != nil || !m.At.Equal(want) || m.Precision != Minute {
		t.Errorf("%v %v, want %v", m, err, want)
	}
}

func TestParseDaylightSaving(t *testing.T) {
	for _, c := range []struct{ zone, text, want, refused string }{
		{"Europe/Berlin", "2026-03-29 01:59", "2026-03-29T00:59:00Z", ""},
		{"Europe/Berlin", "2026-03-29 02:00", "", "2026-03-29 02:00 does not exist, the clocks in Europe/Berlin go from 02:00 to 03:00 on 29 Mar 2026"},
		{"Europe/Berlin", "2026-03-29 02:59", "", "go from 02:00 to 03:00"},
		{"Europe/Berlin", "2026-03-29 03:00", "2026-03-29T01:00:00Z", ""},
		{"Europe/Berlin", "2026-10-25 02:30", "2026-10-25T00:30:00Z", ""}, // the first
		{"Europe/Berlin", "2026-10-25 02:30+01:00", "2026-10-25T01:30:00Z", ""},
		{"Europe/Berlin", "2026-10-25 03:00", "2026-10-25T02:00:00Z", ""},
		{"America/New_York", "2026-03-08 02:30", "", "go from 02:00 to 03:00 on 8 Mar 2026"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z", ""},
		{"America/New_York", "2026-11-01 01:30-05:00", "2026-11-01T06:30:00Z", ""},
		{"Australia/Sydney", "2026-10-04 02:30", "", "go from 02:00 to 03:00 on 4 Oct 2026"},
		{"Australia/Sydney", "2026-04-05 02:30", "2026-04-04T15:30:00Z", ""},
		{"Australia/Lord_Howe", "2026-10-04 02:15", "", "go from 02:00 to 02:30"}, // half an hour
		{"Asia/Kathmandu", "2026-03-29 02:30", "2026-03-28T20:45:00Z", ""},
		{"America/Santiago", "2026-09-06", "2026-09-06T04:00:00Z", ""}, // midnight is skipped, the day begins at 01:00
		{"America/Santiago", "2026-09-06 00:30", "", "go from 00:00 to 01:00"},
		{"Pacific/Apia", "2011-12-30", "", "2011-12-30 does not exist"},
		{"Pacific/Apia", "2011-12-30 12:00", "", "does not exist"},
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", ""},
	} {
		m, err := Parse(c.text, monday(t), zone(t, c.zone))
		if c.refused != "" {
			if err == nil || !strings.Contains(err.Error(), c.refused) {
				t.Errorf("%s %s: %v %v, want %q", c.zone, c.text, m, err, c.refused)
			}
			continue
		}
		if err != nil || m.At.Format(time.RFC3339) != c.want {
			t.Errorf("%s %s: %v %v, want %s", c.zone, c.text, m.At, err, c.want)
		}
	}
}

// "today" is the day of the one who asks, not of UTC.
func TestParseTodayIsLocal(t *testing.T) {
	now := instant(t, "2026-12-31T23:30:00Z")
	for name, want := range map[string]string{
		"UTC": "2026-12-31", "Europe/Berlin": "2027-01-01", "America/New_York": "2026-12-31", "Pacific/Kiritimati": "2027-01-01",
	} {
		m, err := Parse("today", now, zone(t, name))
		if got := Format(m, zone(t, name), ISO); err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", name, got, err, want)
		}
	}
	// The zone in the text decides as well.
	m, err := Parse("today 08:00 Pacific/Kiritimati", now, time.UTC)
	if want := instant(t, "2026-12-31T18:00:00Z"); err != nil || !m.At.Equal(want) {
		t.Errorf("%v %v, want %v", m, err, want)
	}
}

var zoneNames = []string{
	"UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kathmandu",
	"America/Santiago", "America/Havana", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo", "Asia/Beirut",
	"Pacific/Chatham", "America/Nuuk", "Antarctica/Troll",
}

// anyMoment draws a moment in a zone, often near a change of the clocks.
func anyMoment(t *rapid.T, z *time.Location) Moment {
	at := time.Unix(rapid.Int64Range(2*86400, 32_503_000_000).Draw(t, "unix"), 0).UTC()
	if rapid.Bool().Draw(t, "near a change") {
		at = time.Unix(rapid.Int64Range(2*86400, 2_100_000_000).Draw(t, "before"), 0).UTC()
		if _, end := at.In(z).ZoneBounds(); !end.IsZero() && end.Year() < 2990 {
			at = end.UTC().Add(time.Duration(rapid.IntRange(-180, 180).Draw(t, "minutes off")) * time.Minute)
		}
	}
	if rapid.Bool().Draw(t, "day") {
		return Moment{At: StartOfDay(at, z), Precision: Day}
	}
	// To the minute on the wall: old offsets have seconds in them.
	wall := OnWall(at, z)
	return Moment{At: at.Add(-time.Duration(wall.Second()) * time.Second), Precision: Minute}
}

func TestParseReadsWhatFormatWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z, _ := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		m := anyMoment(t, z)
		style := rapid.SampledFrom([]Style{ISO, Short, Long, Plain, Dotted}).Draw(t, "style")
		now := instantFor(t, m, style)
		text := Format(m, z, style)
		got, err := Parse(text, now, z)
		if err != nil || !got.At.Equal(m.At) || got.Precision != m.Precision {
			t.Fatalf("%v in %s was written %q and read as %v %v", m, z, text, got, err)
		}
	})
}

// instantFor draws a now; for a style without a year one less than half a year away.
func instantFor(t *rapid.T, m Moment, style Style) time.Time {
	days := 400_000
	if style == Short {
		days = 180
	}
	return m.At.AddDate(0, 0, rapid.IntRange(-days, days).Draw(t, "days to now"))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"2026-12-01 22:00", "next thu 22:00", "+3d", "in 3 days", "1 Dec 2026 UTC", "2026-W48-4", "01.12.2026",
		"Thu, 26 Nov 22:00 Europe/Berlin", "2026-12-01T22:00:00.5+05:45", "01/02/2026", "-1h30m", "3 days ago", "now", "\xff-",
	} {
		f.Add(s, int64(1_795_427_000), 1)
	}
	f.Fuzz(func(t *testing.T, text string, unix int64, z int) {
		zone, _ := Zone(zoneNames[uint(z)%uint(len(zoneNames))])
		now := time.Unix(unix%30_000_000_000, 0)
		m, err := Parse(text, now, zone)
		if err != nil {
			if m != (Moment{}) {
				t.Fatal("a moment beside an error")
			}
			if len(err.Error()) > 600 {
				t.Fatalf("an error of %d bytes", len(err.Error()))
			}
			return
		}
		if m.At.Location() != time.UTC || m.At.Year() < FirstYear-1 || m.At.Year() > LastYear+1 {
			t.Fatalf("%q gave %v", text, m)
		}
		if m.Precision != Day && m.Precision != Minute {
			t.Fatalf("%q has precision %q", text, m.Precision)
		}
		if again, err := Parse(text, now, zone); err != nil || again != m {
			t.Fatalf("%q differs the second time", text)
		}
		// A text may name a zone of its own; what is not a whole day of ours
		// still has to survive being written in UTC.
		if m.Precision == Minute && m.At.Second() == 0 && m.At.Year() >= FirstYear && m.At.Year() <= LastYear {
			back, err := Parse(Format(m, time.UTC, ISO), now, time.UTC)
			if err != nil || !back.Same(m) {
				t.Fatalf("%q gave %v, which reads back as %v %v", text, m, back, err)
			}
		}
	})
}
