package when

import (
	"testing"
	"time"
)

func TestFormat(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	minute := Moment{At: instant(t, "2026-11-26T21:00:00Z"), Precision: Minute}
	day := Moment{At: instant(t, "2026-11-25T23:00:00Z"), Precision: Day}
	second := Moment{At: instant(t, "2026-10-25T01:30:00Z"), Precision: Minute} // 02:30 for the second time
	for _, c := range []struct {
		m     Moment
		style Style
		want  string
	}{
		{minute, Short, "Thu 26 Nov 22:00"}, {minute, Long, "Thu 26 Nov 2026 22:00"}, {minute, Plain, "26 Nov 2026 22:00"},
		{minute, ISO, "2026-11-26 22:00"}, {minute, Dotted, "26.11.2026 22:00"}, {minute, "odd", "2026-11-26 22:00"},
		{day, Short, "Thu 26 Nov"}, {day, Plain, "26 Nov 2026"}, {day, ISO, "2026-11-26"}, {day, Dotted, "26.11.2026"},
		{second, ISO, "2026-10-25 02:30+01:00"}, {Moment{}, ISO, ""},
	} {
		if got := Format(c.m, berlin, c.style); got != c.want {
			t.Errorf("%v %s: %q, want %q", c.m, c.style, got, c.want)
		}
	}
	// Alone the first of the two is told from the second.
	for text, want := range map[string]string{"2026-10-25T00:30:00Z": "Sun 25 Oct 2026 02:30+02:00", "2026-10-25T01:30:00Z": "Sun 25 Oct 2026 02:30+01:00",
		"2026-10-25T02:30:00Z": "Sun 25 Oct 2026 03:30", "2026-10-24T23:59:00Z": "Sun 25 Oct 2026 01:59"} {
		at := instant(t, text)
		got := FormatInstant(at, berlin, Long)
		if back, err := Parse(got, at, berlin); got != want || err != nil || !back.At.Equal(at) {
			t.Errorf("%s: %q, which is read as %s (%v)", text, got, back.At, err)
		}
	}
	if got := Format(minute, zone(t, "Asia/Kathmandu"), Short); got != "Fri 27 Nov 02:45" {
		t.Error(got)
	}
	if got := Format(minute, nil, Short); got != "Thu 26 Nov 21:00" {
		t.Error(got)
	}
}

func TestFormatSpan(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	for _, c := range []struct{ from, to, want string }{
		{"2026-11-26T21:00:00Z", "2026-11-26T22:30:00Z", "Thu 26 Nov 22:00–23:30"},
		{"2026-11-26T21:00:00Z", "2026-11-27T01:00:00Z", "Thu 26 Nov 22:00 – Fri 27 Nov 02:00"},
		{"2026-11-25T23:00:00Z", "2026-11-26T23:00:00Z", "Thu 26 Nov"},
		{"2026-11-25T23:00:00Z", "2026-11-28T23:00:00Z", "Thu 26 Nov – Sat 28 Nov"},
		{"2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "Sun 25 Oct"}, // 25 hours are one day
		{"2026-11-25T22:00:00Z", "2026-11-25T23:00:00Z", "Wed 25 Nov 23:00 – Thu 26 Nov 00:00"},
	} {
		if got := FormatSpan(Span{instant(t, c.from), instant(t, c.to)}, berlin, Short); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	if FormatSpan(Span{}, berlin, Short) != "" {
		t.Error("no span is not empty")
	}
}

func TestRelativeAndLate(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	now := monday(t)
	day := func(s string) Moment {
		m, err := Parse(s, now, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	in := func(d time.Duration) Moment { return Moment{At: now.Add(d), Precision: Minute} }
	for _, c := range []struct {
		m              Moment
		relative, late string
	}{
		{in(0), "just now", "now"}, {in(-59 * time.Second), "just now", "now"}, {in(-4 * time.Minute), "4 min ago", "4 min late"},
		{in(4 * time.Minute), "in 4 min", "in 4 min"}, {in(-3 * time.Hour), "3 h ago", "3 h late"}, {in(47 * time.Hour), "in 47 h", "in 47 h"},
		{in(-72 * time.Hour), "3 d ago", "3 d late"}, {day("today"), "today", "today"}, {day("tomorrow"), "in 1 d", "in 1 d"},
		{day("-3d"), "3 d ago", "3 d late"}, {day("+30d"), "in 30 d", "in 30 d"}, {Moment{}, "", ""},
	} {
		if got := Relative(c.m, now, berlin); got != c.relative {
			t.Errorf("%v: %q, want %q", c.m, got, c.relative)
		}
		if got := Late(c.m, now, berlin); got != c.late {
			t.Errorf("%v: %q, want %q", c.m, got, c.late)
		}
	}
	// A minute before midnight the day is still today, and not late.
	if got := Late(day("today"), instant(t, "2026-11-23T22:59:59Z"), berlin); got != "today" {
		t.Error(got)
	}
	if got := Late(day("today"), instant(t, "2026-11-23T23:00:00Z"), berlin); got != "1 d late" {
		t.Error(got)
	}
}
