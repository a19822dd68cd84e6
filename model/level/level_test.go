package level

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

func zoneOf(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := when.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestHoursAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]string{
		"Mon-Fri 8-18":                                       "Mon-Fri 08:00-18:00",
		"Monday to Friday 08:00 to 18:00":                    "Mon-Fri 08:00-18:00",
		"Mo–Fr 8:00 – 18:00":                                 "Mon-Fri 08:00-18:00",
		"mon, wed and fri 6-8,12-14":                         "Mon,Wed,Fri 06:00-08:00, Mon,Wed,Fri 12:00-14:00",
		"Monday to Friday 08:00-18:00, Saturday 09:00-13:00": "Mon-Fri 08:00-18:00, Sat 09:00-13:00",
		"weekdays 7-19; weekends 9-12":                       "Mon-Fri 07:00-19:00, Sat-Sun 09:00-12:00",
		"every day 22:00-06:00":                              "every day 22:00-06:00",
		"Sat-Mon 0-24":                                       "Mon,Sat-Sun 00:00-24:00",
		"around the clock":                                   "around the clock",
		"24/7":                                               "around the clock",
		"Tuesdays 8-12\nThursdays 8-12":                      "Tue 08:00-12:00, Thu 08:00-12:00",
	} {
		list, wrong := ReadHours(text)
		if wrong != "" || model.HoursWords(list) != want {
			t.Errorf("%q: %q %q, want %q", text, model.HoursWords(list), wrong, want)
			continue
		}
		again, wrong := ReadHours(model.HoursWords(list))
		if wrong != "" || model.HoursWords(again) != want {
			t.Errorf("%q reads back as %q %q", want, model.HoursWords(again), wrong)
		}
	}
	for _, text := range []string{"", " \n", "Mon-Fri", "8-18", "Mon-Fry 8-18", "Mon 8-8", "Mon 25-26", "Mon 8:75-9", "Mon 24-8", "on pay days until 22:00", "Mon 8", "m 8-9", "Mon 8-18 and more"} {
		if list, wrong := ReadHours(text); wrong == "" {
			t.Errorf("%q is read as %s", text, model.HoursWords(list))
		}
	}
}

func TestTargets(t *testing.T) {
	for text, want := range map[string]int64{"99.5": 99500, "99,5 %": 99500, "100": 100000, "99.999%": 99999, "99.95": 99950} {
		if n, ok := model.ReadTarget(text); !ok || n != want {
			t.Errorf("%q: %d %v", text, n, ok)
		}
	}
	for _, text := range []string{"", "%", "100.1", "0", "-5", "99.9999", "ninety", "1e2", "99.5.5"} {
		if n, ok := model.ReadTarget(text); ok {
			t.Errorf("%q is read as %d", text, n)
		}
	}
	if got := model.TargetWords(99950); got != "99.95 %" {
		t.Error(got)
	}
}

// The example of the specification: 99.5 % in working hours, a month.
func TestWorkingHoursOfAMonth(t *testing.T) {
	berlin := zoneOf(t, "Europe/Berlin")
	hours, _ := ReadHours("Mon-Fri 08:00-18:00")
	f := Facts{Zone: berlin, Now: time.Date(2026, 12, 1, 0, 0, 0, 0, berlin), Agreements: []*model.Agreement{{ID: "AGR-1", Target: 99500, Hours: hours, Severities: []string{"P1"}, From: when.OnDay(when.Date{Year: 2026, Month: 1, Day: 1}, berlin)}}}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, berlin) }
	f.Outages = []Outage{
		{Of: "INC-1", Severity: "P1", Spans: []when.Span{{Start: at(3, 17, 30), End: at(3, 19, 0)}}},  // 30 min of it in hours
		{Of: "INC-2", Severity: "P3", Spans: []when.Span{{Start: at(4, 9, 0), End: at(4, 12, 0)}}},    // not counted
		{Of: "OUT-1", Planned: true, Spans: []when.Span{{Start: at(3, 17, 50), End: at(3, 18, 30)}}},  // 10 min, and was planned
		{Of: "OUT-2", Planned: true, Spans: []when.Span{{Start: at(7, 10, 0), End: at(7, 20, 0)}}},    // a Saturday
		{Of: "REL-1", Ahead: true, Spans: []when.Span{{Start: at(10, 10, 0), End: at(10, 20, 0)}}},    // never ran
		{Of: "INC-3", Severity: "P1", Spans: []when.Span{{Start: at(30, 17, 40), End: at(31, 2, 0)}}}, // over the end of the month
	}
	l := f.In(when.Period{Unit: when.Monthly, Year: 2026, Number: 11}.Span(berlin))
	want := Level{Agreements: []model.ID{"AGR-1"}, Targets: []int64{99500}, Agreed: 210 * time.Hour, Past: 210 * time.Hour, Allowed: 63 * time.Minute, Planned: 10 * time.Minute, Unplanned: 40 * time.Minute, Ended: true}
	if fmt.Sprint(l) != fmt.Sprint(want) {
		t.Errorf("%+v\nwant %+v", l, want)
	}
	if l.Words() != "kept" || l.Left() != 13*time.Minute || l.AvailabilityWords() != "99.603 %" {
		t.Error(l.Words(), l.Left(), l.AvailabilityWords())
	}
	// Its off days take their hours, and what lies in them.
	f.Off = map[when.Date]bool{{Year: 2026, Month: 11, Day: 3}: true}
	if l := f.In(when.Period{Unit: when.Monthly, Year: 2026, Number: 11}.Span(berlin)); l.Agreed != 200*time.Hour || l.Down() != 20*time.Minute {
		t.Errorf("%+v", l)
	}
}

// brute asks each minute of a span by itself.
func brute(f *Facts, in when.Span) (l Level) {
	var allowed = map[model.ID]int64{}
	targets := map[model.ID]int64{}
	for at := in.Start; at.Before(in.End); at = at.Add(time.Minute) {
		wall := at.In(f.Zone)
		today := when.Date{Year: wall.Year(), Month: wall.Month(), Day: wall.Day()}
		var a *model.Agreement
		for _, b := range f.Agreements {
			if b.Withdrawn != nil || today.Before(b.From.On(f.Zone)) || !b.To.IsZero() && b.To.On(f.Zone).Before(today) {
				continue
			}
			if a == nil || a.From.On(f.Zone).Before(b.From.On(f.Zone)) || a.From.On(f.Zone) == b.From.On(f.Zone) && b.ID.Number() > a.ID.Number() {
				a = b
			}
		}
		if a == nil {
			continue
		}
		minute, open := wall.Hour()*60+wall.Minute(), false
		for _, h := range a.Hours {
			from, to := bounds(h)
			yesterday := today.AddDays(-1)
			if h.On(today.Weekday()) && (a.Holidays || !f.Off[today]) && minute >= from && minute < to ||
				h.On(yesterday.Weekday()) && (a.Holidays || !f.Off[yesterday]) && minute+dayMinutes >= from && minute+dayMinutes < to {
				open = true
			}
		}
		for _, m := range f.Maintenance {
			open = open && !(a.Maintenance && m.Holds(at))
		}
		if !open {
			continue
		}
		allowed[a.ID]++
		targets[a.ID] = a.Target
		l.Agreed += time.Minute
		if at.Before(f.Now) {
			l.Past += time.Minute
		}
		planned, unplanned, ahead := false, false, false
		for _, o := range f.Outages {
			for _, s := range o.Spans {
				counts := o.Severity == ""
				for _, sev := range a.Severities {
					counts = counts || sev == o.Severity
				}
				switch {
				case !counts || !s.Holds(at):
				case !at.Before(f.Now):
					ahead = true
				case o.Ahead:
				case o.Planned:
					planned = true
				default:
					unplanned = true
				}
			}
		}
		switch {
		case ahead:
			l.Ahead += time.Minute
		case planned:
			l.Planned += time.Minute
		case unplanned:
			l.Unplanned += time.Minute
		}
	}
	for id, n := range allowed {
		l.Allowed += time.Duration(n*60*(model.TargetWhole-targets[id])/model.TargetWhole) * time.Second
	}
	return l
}

// Whatever zone, month, hours, holidays and outages: what is reckoned is what counting each
// minute comes to.
func TestEveryMinute(t *testing.T) {
	months := []struct {
		zone, home string
		month      when.Period
	}{
		{"Europe/Berlin", "Europe/Berlin", when.Period{Unit: when.Monthly, Year: 2026, Number: 3}},    // a day of 23 hours
		{"Europe/Berlin", "Europe/Berlin", when.Period{Unit: when.Monthly, Year: 2026, Number: 10}},   // and one of 25
		{"America/Chicago", "Europe/Berlin", when.Period{Unit: when.Monthly, Year: 2026, Number: 11}}, // bounded elsewhere
		{"Australia/Lord_Howe", "UTC", when.Period{Unit: when.Monthly, Year: 2026, Number: 4}},        // half an hour twice
		{"Pacific/Apia", "UTC", when.Period{Unit: when.Monthly, Year: 2011, Number: 12}},              // a date that never was
		{"America/Santiago", "America/Santiago", when.Period{Unit: when.Monthly, Year: 2026, Number: 9}},
		{"UTC", "Asia/Tokyo", when.Period{Unit: when.Monthly, Year: 2028, Number: 2}}, // a leap year
	}
	hours := []string{"Mon-Fri 8-18", "around the clock", "every day 22:00-06:00", "Sat-Sun 1:30-2:45; Mon-Fri 0-3, 23:15-24", "Sun 0-24, Mon 0-7"}
	random := rand.New(rand.NewPCG(16, 8))
	for i := range 7 * 3 {
		m := months[i%7]
		zone := zoneOf(t, m.zone)
		in := m.month.Span(zoneOf(t, m.home))
		minutes := int(in.Length() / time.Minute)
		at := func() time.Time { return in.Start.Add(time.Duration(random.IntN(minutes+2880)-1440) * time.Minute) }
		span := func(most int) when.Span {
			s := at()
			return when.Span{Start: s, End: s.Add(time.Duration(1+random.IntN(most)) * time.Minute)}
		}
		day := func(t time.Time) when.Moment { return when.OnDay(when.DateOf(t, zone), zone) }
		f := &Facts{Zone: zone, Now: at(), Off: map[when.Date]bool{}}
		for n := range 1 + i%3 {
			list, wrong := ReadHours(hours[(i+n)%len(hours)])
			if wrong != "" {
				t.Fatal(wrong)
			}
			a := &model.Agreement{ID: model.MakeID(model.KindAgreement, int64(n+1)), Hours: list, Target: 99000 + random.Int64N(1000), Holidays: random.IntN(2) == 0, Maintenance: random.IntN(2) == 0, From: day(at()), Severities: []string{"P1", "P2"}[:1+random.IntN(2)]}
			if n == 0 {
				a.From = day(in.Start.AddDate(0, -2, 0))
			}
			if random.IntN(3) == 0 {
				a.To = day(a.From.At.AddDate(0, 0, 8+random.IntN(10)))
			}
			if n == 2 && random.IntN(3) == 0 {
				a.Withdrawn = &model.Ending{}
			}
			f.Agreements = append(f.Agreements, a)
		}
		for range 3 {
			f.Off[when.DateOf(at(), zone)] = true
			f.Maintenance = append(f.Maintenance, span(600))
		}
		for n := range 12 {
			f.Outages = append(f.Outages, Outage{Of: model.MakeID(model.KindOutage, int64(n+1)), Planned: n%3 == 0, Ahead: n%6 == 5, Severity: []string{"", "", "P1", "P2"}[n%4], Spans: []when.Span{span(900), span(2000)}})
		}
		got, want := f.In(in), brute(f, in)
		if got.Agreed != want.Agreed || got.Past != want.Past || got.Planned != want.Planned || got.Unplanned != want.Unplanned || got.Ahead != want.Ahead || got.Allowed != want.Allowed {
			t.Errorf("%d: %s in %s: reckoned %v allowed %v past %v planned %v unplanned %v ahead %v\ncounted  %v allowed %v past %v planned %v unplanned %v ahead %v", i, m.month, m.zone,
				got.Agreed, got.Allowed, got.Past, got.Planned, got.Unplanned, got.Ahead, want.Agreed, want.Allowed, want.Past, want.Planned, want.Unplanned, want.Ahead)
		}
		// One more that is planned takes what the minutes say it adds.
		more := span(3000)
		with := *f
		with.Now = more.Start // so that all of it lies ahead, for both
		without := with
		with.Outages = append(append([]Outage{}, f.Outages...), Outage{Of: "REL-1", Ahead: true, Spans: []when.Span{more}})
		takes := time.Duration(0)
		for _, c := range without.Costs([]when.Span{more}, zoneOf(t, m.home)) {
			if c.Month == m.month {
				takes = c.Takes
				if c.Left != c.Before.Left()-c.Takes {
					t.Error("what is left is not what was, without what it takes")
				}
			}
		}
		a, b := brute(&with, in), brute(&without, in)
		if add := a.Down() + a.Ahead - b.Down() - b.Ahead; takes != add {
			t.Errorf("%d: it takes %v, and the minutes say %v", i, takes, add)
		}
	}
}
