package intake

import (
	"cmp"
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
	{"YYYY-MM-DD HH:MM:SS Z", "2006-01-02 15:04:05 Z07:00", when.Minute, true},
}

// layoutOf reads a date format. It is written as people write it, such as
// DD-MM-YYYY HH:MM, with YYYY YY MMM MM M DD D HH H hh h MM SS AM Z; MM is the
// minute after HH and the month elsewhere. Java's patterns (java.text.SimpleDateFormat),
// which ServiceNow and Jira are set up with, are read, too: besides the same letters
// E, a, S, X and texts between apostrophes. A format with 2006 in it is one of Go's own.
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
		if text[i] == '\'' { // a text, and '' is an apostrophe
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				return layout{}, fmt.Errorf("the date format %q has an apostrophe that is not closed; write it as in yyyy-MM-dd'T'HH:mm", text)
			}
			quoted := text[i+1 : i+1+end]
			if strings.ContainsAny(quoted, "0123456789") {
				return layout{}, fmt.Errorf("the date format %q has digits between apostrophes, which can't be told from the date's", text)
			}
			b.WriteString(cmp.Or(quoted, "'"))
			i += end + 2
			continue
		}
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
		case strings.Trim(word, "S") == "" && (strings.HasSuffix(b.String(), ".") || strings.HasSuffix(b.String(), ",")):
			b.WriteString(strings.Repeat("0", n))
		case word == "SS" || word == "ss":
			b.WriteString("05")
		case word == "Z", word == "X", word == "XX", word == "XXX":
			b.WriteString("Z07:00") // as +0000, too: see readDate
			l.zoned = true
		case strings.Trim(word, "E") == "":
			b.WriteString(map[bool]string{true: "Monday", false: "Mon"}[n > 3])
		case word == "a":
			b.WriteString("PM")
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

// parse reads a text in the format. An offset may be written +00:00, +0000 or +00, and
// half of the day am or AM, whatever the format has: exports differ from their settings.
func (l layout) parse(text string) (time.Time, error) {
	t, err := time.Parse(l.goLayout, text)
	if err != nil && strings.Contains(l.goLayout, "PM") {
		t, err = time.Parse(l.goLayout, strings.ToUpper(text))
	}
	for _, offset := range []string{"Z0700", "Z07"} {
		if err != nil && l.zoned {
			t, err = time.Parse(strings.Replace(l.goLayout, "Z07:00", offset, 1), text)
		}
	}
	return t, err
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
// A zone after the time beats the given one; a time that the clocks skip is none.
func (m *Mapping) readDate(text string, zone *time.Location) (when.Moment, error) {
	whole := text
	if rest, own := zoneBehind(text); own != nil {
		text, zone = rest, own
	}
	layouts := m.layouts
	if len(layouts) == 0 {
		layouts = isoLayouts
	}
	for _, l := range layouts {
		t, err := l.parse(text)
		if err != nil {
			continue
		}
		if t.Year() < when.FirstYear || t.Year() > when.LastYear {
			return when.Moment{}, fmt.Errorf("%q is outside the years %d to %d; correct it", text, when.FirstYear, when.LastYear)
		}
		if l.zoned {
			return when.OnClock(t, zone), nil
		}
		if _, clock := when.FromWall(t, zone); clock == when.Gap && l.precision == when.Minute {
			_, err := when.Parse(t.Format("2006-01-02 15:04"), time.Time{}, zone) // says what the clocks do there
			_, why, _ := strings.Cut(err.Error(), " is no date: ")
			why, _, _ = strings.Cut(why, "; try")
			return when.Moment{}, &skipped{errors.New(why), wallMoment(t, l.precision, zone)}
		}
		return wallMoment(t, l.precision, zone), nil
	}
	if len(m.layouts) == 0 && beginsWithDate(whole) { // it hangs on no day, whatever follows
		return when.Parse(whole, time.Time{}, zone)
	}
	var written []string
	for _, l := range layouts {
		written = append(written, l.written)
	}
	return when.Moment{}, errors.New(clip(text, 40) + " is not a date that exists, written as " + strings.Join(written[:min(3, len(written))], " or "))
}

// skipped says that the clocks never show a time, and which comes next.
type skipped struct {
	error
	next when.Moment
}

// beginsWithDate reports whether a text begins as in 2026-12-01.
func beginsWithDate(text string) bool {
	if len(text) < 10 {
		return false
	}
	_, err := time.Parse("2006-01-02", text[:10])
	return err == nil
}

// zoneBehind cuts the name of a zone off the end of a date; nil where there is none.
func zoneBehind(text string) (string, *time.Location) {
	rest, name := text, ""
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		rest, name = strings.TrimSpace(text[:i]), text[i+1:]
	}
	if zone, err := when.Zone(name); err == nil {
		return rest, zone
	}
	return text, nil
}

// readEnd reads an end, which may count from the start as one that is typed does:
// "02:00" is the next time at which the wall shows that, "+2h" a length. typed is
// the text of the start.
func (m *Mapping) readEnd(text string, start when.Moment, typed string, zone *time.Location) (when.Moment, error) {
	const day = 24 * time.Hour
	switch length, err := when.ParseDuration(strings.TrimPrefix(text, "+")); {
	case start.IsZero():
	case err == nil && start.Precision == when.Minute:
		return when.OnClock(start.At.Add(length), start.In(zone)), nil
	case err == nil && length > 0 && length%day == 0: // three days from Monday on are Monday to Wednesday
		days := int(length / day)
		if !m.EndExclusive {
			days--
		}
		return when.OnDay(start.On(zone).AddDays(days), start.In(zone)), nil
	case err == nil:
		return when.Moment{}, fmt.Errorf("%s is no length of time after a start; write it as in +2h", clip(text, 40))
	case when.OnlyClock(text) && start.Precision == when.Minute:
		return when.Until(start, typed, text, time.Time{}, zone)
	}
	return m.readDate(text, zone)
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
