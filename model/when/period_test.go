package when

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestPeriods(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := instant(t, "2026-12-31T23:30:00Z") // half past midnight, 2027, in Berlin
	for _, c := range []struct {
		unit                  Unit
		name, title, from, to string
	}{
		{Monthly, "2027-01", "January 2027", "2026-12-31T23:00:00Z", "2027-01-31T23:00:00Z"},
		{Quarterly, "2027-Q1", "Q1 2027", "2026-12-31T23:00:00Z", "2027-03-31T22:00:00Z"},
		{Yearly, "2027", "2027", "2026-12-31T23:00:00Z", "2027-12-31T23:00:00Z"},
		{Weekly, "2026-W53", "week 53 of 2026", "2026-12-27T23:00:00Z", "2027-01-03T23:00:00Z"},
	} {
		p := PeriodOf(at, c.unit, berlin)
		s := p.Span(berlin)
		if p.String() != c.name || p.Title() != c.title || s.Start.Format(time.RFC3339) != c.from || s.End.Format(time.RFC3339) != c.to {
			t.Errorf("%s: %s, %s, %v to %v", c.unit, p, p.Title(), s.Start, s.End)
		}
	}
	if p := PeriodOf(at, Yearly, time.UTC); p.Year != 2026 {
		t.Errorf("in UTC it is still 2026, not %s", p)
	}
	for text, why := range map[string]string{
		"": "no period", "2026-13": "month 13, there are 12", "2026-Q5": "quarter 5", "2025-W53": "week 53, there are 52",
		"26-11": "four digits", "2026-": "not understood", "2026-1": "not understood", "3026": "outside", "2026-00": "month 0",
	} {
		if p, err := ParsePeriod(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v %v, want %q", text, p, err, why)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		z, _ := Zone(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
		unit := rapid.SampledFrom([]Unit{Weekly, Monthly, Quarterly, Yearly}).Draw(t, "unit")
		at := anyMoment(t, z).At
		p := PeriodOf(at, unit, z)
		if !p.Span(z).Holds(at) {
			t.Fatalf("%s does not hold %v", p, at)
		}
		if !p.Next().Span(z).Start.Equal(p.Span(z).End) || p.Next().Prev() != p {
			t.Fatalf("%s, then %s, before that %s", p, p.Next(), p.Next().Prev())
		}
		if n := rapid.IntRange(-30, 30).Draw(t, "n"); p.Add(n).Add(-n) != p {
			t.Fatalf("%s %d there and back", p, n)
		}
		if back, err := ParsePeriod(p.String()); p.Year >= FirstYear && (err != nil || back != p) {
			t.Fatalf("%s read as %v %v", p, back, err)
		}
	})
}

func TestSpans(t *testing.T) {
	span := func(t *rapid.T, name string) Span {
		a := rapid.Int64Range(0, 20).Draw(t, name)
		return Span{time.Unix(a, 0).UTC(), time.Unix(a+rapid.Int64Range(1, 10).Draw(t, name+" long"), 0).UTC()}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := span(t, "a"), span(t, "b")
		common := false // counted out, second by second
		for s := int64(0); s < 40; s++ {
			at := time.Unix(s, 0)
			both := a.Holds(at) && b.Holds(at)
			common = common || both
			if a.Intersect(b).Holds(at) != both {
				t.Fatalf("%v is in the intersection of %v and %v: %v", at, a, b, !both)
			}
		}
		if a.Overlaps(b) != common || a.Overlaps(b) != b.Overlaps(a) {
			t.Fatalf("%v and %v overlap: %v", a, b, !common)
		}
		if a.Intersect(b) != b.Intersect(a) || a.Contains(b) != (a.Intersect(b) == b) {
			t.Fatalf("%v and %v", a, b)
		}
	})
	berlin := zone(t, "Europe/Berlin")
	s := Span{instant(t, "2026-10-24T20:00:00Z"), instant(t, "2026-10-26T23:00:00Z")}
	if d := s.Dates(berlin, 10); len(d) != 3 || d[0] != (Date{2026, 10, 24}) || d[2] != (Date{2026, 10, 26}) {
		t.Error(d)
	}
	if d := s.Dates(berlin, 2); len(d) != 2 {
		t.Error(d)
	}
	m := Moment{At: instant(t, "2026-10-24T22:00:00Z"), Precision: Day}
	if m.Span(berlin).Length() != 25*time.Hour || !(Moment{}).Span(berlin).IsZero() {
		t.Error(m.Span(berlin))
	}
	m.Precision = Minute
	if m.Span(berlin).Length() != time.Minute {
		t.Error(m.Span(berlin))
	}
}

func TestZone(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "europe/berlin", "America/Port-au-Prince", "america/port-au-prince", "utc", "America/Argentina/Buenos_Aires"} {
		if _, err := Zone(name); name != "america/port-au-prince" && err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"", "Local", "CET", "EST", "../../etc/passwd", "/etc/passwd", "Europe/../Berlin", "Europe/\x00", "Europe/Atlantis"} {
		if z, err := Zone(name); err == nil {
			t.Errorf("%q is %s", name, z)
		}
	}
}
