package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
)

// layout is a date format, ready for the time package.
type layout struct {
	written   string
	goLayout  string
	precision when.Precision
	zoned     bool // the text says its own zone
}

// isoLayouts are understood where a mapping names no format.
var isoLayouts = []layout{
	{"YYYY-MM-DD", "2006-01-02", when.Day, false},
	{"YYYY-MM-DD HH:MM", "2006-01-02 15:04", when.Minute, false},
	{"YYYY-MM-DDTHH:MM", "2006-01-02T15:04", when.Minute, false},
	{"YYYY-MM-DD HH:MM:SS", "2006-01-02 15:04:05", when.Minute, false},
	{"YYYY-MM-DDTHH:MM:SS", "2006-01-02T15:04:05", when.Minute, false},
	{"YYYY-MM-DDTHH:MM:SSZ", time.RFC3339, when.Minute, true},
	{"YYYY-MM-DDTHH:MMZ", "2006-01-02T15:04Z07:00", when.Minute, true},
	{"YYYY-MM-DD HH:MM:SSZ", "2006-01-02 15:04:05Z07:00", when.Minute, true},
	{"YYYY-MM-DD HH:MM:SS Z", "2006-01-02 15:04:05 Z0700", when.Minute, true},
}

// layoutOf reads a date format. It is written as people write it, such as
// DD-MM-YYYY HH:MM, with YYYY YY MMM MM M DD D HH H hh h MM SS AM Z; MM is the
// minute after HH and the month elsewhere. A format with 2006 in it is one of
// Go's own.
func layoutOf(text string) (layout, error) {
	l := layout{written: text, precision: when.Day}
	if strings.Contains(text, "2006") {
		l.goLayout = text
		if strings.Contains(text, "15") || strings.Contains(text, "03") || strings.Contains(text, "3:") {
			l.precision = when.Minute
		}
		l.zoned = strings.Contains(text, "07") || strings.Contains(text, "MST")
		return l, l.check()
	}
	var b strings.Builder
	hour := false
	for i := 0; i < len(text); {
		n := 1
		for i+n < len(text) && text[i+n] == text[i] {
			n++
		}
		word := text[i : i+n]
		i += n
		switch {
		case word == "YYYY" || word == "yyyy":
			b.WriteString("2006")
		case word == "YY" || word == "yy":
			b.WriteString("06")
		case word == "MMM":
			b.WriteString("Jan")
		case word == "MMMM":
			b.WriteString("January")
		case word == "mm" || word == "MM" && hour:
			b.WriteString("04")
		case word == "MM":
			b.WriteString("01")
		case word == "M":
			b.WriteString("1")
		case word == "DD" || word == "dd":
			b.WriteString("02")
		case word == "D" || word == "d":
			b.WriteString("2")
		case word == "HH":
			b.WriteString("15")
			hour = true
		case word == "hh":
			b.WriteString("03")
			hour = true
		case word == "H" || word == "h":
			b.WriteString(map[string]string{"H": "15", "h": "3"}[word])
			hour = true
		case word == "SS" || word == "ss":
			b.WriteString("05")
		case word == "Z":
			b.WriteString("Z07:00")
			l.zoned = true
		case word == "T":
			b.WriteString("T")
		case word == "A" && strings.HasPrefix(text[i:], "M"):
			b.WriteString("PM")
			i++
		case strings.Trim(word, "-./,: ") == "":
			b.WriteString(word)
		default:
			return layout{}, fmt.Errorf("the date format %q has %q in it, which says nothing; write it as in DD-MM-YYYY HH:MM", text, word)
		}
	}
	if hour {
		l.precision = when.Minute
	}
	l.goLayout = b.String()
	return l, l.check()
}

// check refuses a format that could not tell one day from another.
func (l layout) check() error {
	a := time.Date(2001, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, b := range []time.Time{a.AddDate(1, 0, 0), a.AddDate(0, -1, 0), a.AddDate(0, 0, 1)} {
		if a.Format(l.goLayout) == b.Format(l.goLayout) {
			return fmt.Errorf("the date format %q does not name year, month and day; write it as in DD-MM-YYYY HH:MM", l.written)
		}
	}
	return nil
}

// readDate reads a date in one of the mapping's formats. It is strict and knows
// no words such as tomorrow: the same file must mean the same on every day.
func (m *Mapping) readDate(text string, zone *time.Location) (when.Moment, error) {
	layouts := m.layouts
	if len(layouts) == 0 {
		layouts = isoLayouts
	}
	for _, l := range layouts {
		t, err := time.Parse(l.goLayout, text)
		if err != nil {
			continue
		}
		if t.Year() < when.FirstYear || t.Year() > when.LastYear {
			return when.Moment{}, fmt.Errorf("%q is outside the years %d to %d; correct it", text, when.FirstYear, when.LastYear)
		}
		if l.zoned {
			return when.OnClock(t, zone), nil
		}
		return wallMoment(t, l.precision, zone), nil
	}
	var written []string
	for _, l := range layouts {
		written = append(written, l.written)
	}
	return when.Moment{}, errors.New(clip(text, 40) + " is not a date that exists, written as " + strings.Join(written[:min(3, len(written))], " or "))
}

// wallMoment is the moment at which the wall in zone shows t.
func wallMoment(t time.Time, p when.Precision, zone *time.Location) when.Moment {
	d := when.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	if p == when.Day {
		return when.OnDay(d, zone)
	}
	at, _ := when.At(d, t.Hour(), t.Minute(), zone)
	return when.OnClock(at, zone)
}

// dayBefore is the day before a day, in the zone in which both are meant.
func dayBefore(m when.Moment, zone *time.Location) when.Moment {
	return when.OnDay(m.On(zone).AddDays(-1), m.In(zone))
}

// fieldDate writes a date into a text field, which is digested: it is written as
// it always was, so that a file that came before is known again.
func fieldDate(m when.Moment, zone *time.Location) string {
	if m.Precision == when.Day {
		return m.On(zone).String()
	}
	return m.At.UTC().Format(time.RFC3339)
}
