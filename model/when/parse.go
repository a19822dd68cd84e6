package when

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// maxText is the longest text worth reading, in bytes.
const maxText = 100

const examples = "try 2026-12-01 22:00 or next thu 22:00"

// Parse reads a moment as a person types it. now says what today is, zone which
// day and clock are meant where the text names none. Case does not matter.
//
//	2026-12-01   1 Dec 2026   Dec 1 2026   01.12.2026   2026-W48   2026-W48-4
//	1 Dec                      the one nearest to today, at most half a year away
//	today  tomorrow  yesterday
//	thu                        the first Thursday from today on, today included
//	next thu                   the Thursday of the next ISO week (Monday to Sunday)
//	last thu                   the latest Thursday before today
//	+3d  +2w  in 3 days  3 days ago  -3d
//
// Each of these is a whole day (precision Day) and may be followed by a clock
// time (precision Minute): "thu 22:00", "1 Dec 2026 at 22:00", "2026-12-01T22:00".
// A weekday before a date ("Thu 26 Nov 2026") is checked against it.
//
//	22:00                      today, even where that has passed
//	now  +4h  +1h30m  in 20 min  2 hours ago
//	2026-12-01T22:00:00Z       RFC 3339, with Z or an offset
//
// A zone may follow at the end: UTC, an IANA name, or an offset after a clock
// time ("2026-12-01 22:00 Europe/Berlin"). Seconds are read and dropped.
//
// The whole text must be understood, or the error says which part is not, and
// gives two examples. Refused with a sentence of their own: dates with slashes
// (01/02/2026 is two days), two-digit years, years outside FirstYear to
// LastYear, days the calendar does not have, and times which the clocks skip
// when daylight saving begins. A time shown twice, when it ends, is the first
// of the two (RFC 5545, 3.3.5); the second is written with its offset.
func Parse(text string, now time.Time, zone *time.Location) (Moment, error) {
	m, why := parse(text, now, orUTC(zone))
	if why == "" {
		return m, nil
	}
	if strings.TrimSpace(text) == "" {
		return Moment{}, errors.New("no date given; " + examples)
	}
	return Moment{}, fmt.Errorf("%s is no date: %s; %s", quote(strings.TrimSpace(text)), why, examples)
}

// parse returns the moment, or why there is none.
func parse(text string, now time.Time, zone *time.Location) (Moment, string) {
	if len(text) > maxText {
		return Moment{}, "it is longer than " + strconv.Itoa(maxText) + " characters"
	}
	p := &typed{now: now, zone: zone}
	p.words = strings.Fields(strings.ReplaceAll(text, ", ", " "))
	if len(p.words) == 0 {
		return Moment{}, "it is empty"
	}
	p.splitT()
	if why := p.takeZone(); why != "" {
		return Moment{}, why
	}
	if why := p.takeClock(); why != "" {
		return Moment{}, why
	}
	for i := range p.words {
		p.words[i] = strings.ToLower(p.words[i])
	}
	if at, ok, why := p.elapsed(); why != "" || ok {
		if why == "" && p.hasClock {
			why = "a clock time after " + quote(strings.Join(p.words, " "))
		}
		if why == "" {
			why = inRange(DateOf(at, p.zone))
		}
		if why != "" {
			return Moment{}, why
		}
		return Moment{At: at.UTC().Truncate(time.Minute), Precision: Minute}, ""
	}
	d, why := p.date()
	if why == "" {
		why = inRange(d)
	}
	if why != "" {
		return Moment{}, why
	}
	if !p.hasClock {
		whole := d.Span(p.zone)
		if !whole.Start.Before(whole.End) {
			return Moment{}, d.String() + " does not exist: " + gapText(whole.Start, p.zone)
		}
		return Moment{At: whole.Start, Precision: Day}, ""
	}
	at, clock := At(d, p.hour, p.minute, p.zone)
	if clock == Gap {
		return Moment{}, fmt.Sprintf("%s %02d:%02d does not exist, %s", d, p.hour, p.minute, gapText(at, p.zone))
	}
	return Moment{At: at, Precision: Minute}, ""
}

func inRange(d Date) string {
	if d.Year < FirstYear || d.Year > LastYear {
		return fmt.Sprintf("year %d is outside %d to %d", d.Year, FirstYear, LastYear)
	}
	return ""
}

// typed is the text while it is being read: what has been recognised is taken
// off words, and nothing may be left over in the end.
type typed struct {
	now          time.Time
	zone         *time.Location
	words        []string
	hasClock     bool
	hour, minute int
}

func (p *typed) today() Date { return DateOf(p.now, p.zone) }

// splitT turns 2026-12-01T22:00 into two words.
func (p *typed) splitT() {
	for i, w := range p.words {
		if len(w) > 11 && (w[10] == 'T' || w[10] == 't') && w[4] == '-' && digit(w[0]) {
			p.words = append(p.words[:i:i], append([]string{w[:10], w[11:]}, p.words[i+1:]...)...)
			return
		}
	}
}

// takeZone takes a zone off the end: UTC, an IANA name, or an offset that
// follows a clock time, with or without a blank between.
func (p *typed) takeZone() string {
	last := len(p.words) - 1
	w := p.words[last]
	switch {
	case strings.EqualFold(w, "UTC") || strings.EqualFold(w, "Z"):
		p.zone, p.words = time.UTC, p.words[:last]
	case letter(w[0]) && strings.Contains(w, "/"):
		z, err := Zone(w)
		if err != nil {
			return err.Error()
		}
		p.zone, p.words = z, p.words[:last]
	case last > 0 && looksLikeClock(p.words[last-1]) && (w[0] == '+' || w[0] == '-') && !strings.ContainsFunc(w, unicode.IsLetter):
		p.words = p.words[:last]
		return p.offset(w)
	case looksLikeClock(w):
		if i := strings.IndexAny(w, "+-Zz"); i > 0 {
			p.words[last] = w[:i]
			if w[i:] == "Z" || w[i:] == "z" {
				p.zone = time.UTC
				return ""
			}
			return p.offset(w[i:])
		}
	}
	if len(p.words) == 0 {
		return "there is a zone but no date"
	}
	return ""
}

// offset reads +02:00, +0200 or +02. ISO 8601 allows hours to 23; no place
// has ever been further than 16 from UTC.
func (p *typed) offset(s string) string {
	bad := "the offset " + quote(s)
	digits := strings.Replace(s[1:], ":", "", 1)
	if strings.Contains(s, ":") && (len(s) != 6 || s[3] != ':') || !allDigits(digits) || len(digits) != 2 && len(digits) != 4 {
		return bad
	}
	h, m := atoi(digits[:2]), 0
	if len(digits) == 4 {
		m = atoi(digits[2:])
	}
	if h > 16 || m > 59 {
		return bad
	}
	seconds := h*3600 + m*60
	if s[0] == '-' {
		seconds = -seconds
	}
	p.zone = time.FixedZone("UTC"+s, seconds)
	if seconds == 0 {
		p.zone = time.UTC
	}
	return ""
}

// looksLikeClock reports whether the word starts like 7:… or 22:….
func looksLikeClock(w string) bool {
	i := strings.IndexByte(w, ':')
	return (i == 1 || i == 2) && allDigits(w[:i])
}

// takeClock takes 22:00, 22:00:30 or 22:00:30.5 off the end, with an "at" before it.
func (p *typed) takeClock() string {
	last := len(p.words) - 1
	w := p.words[last]
	if !looksLikeClock(w) {
		return ""
	}
	bad := "the time " + quote(w)
	whole, fraction, dotted := strings.Cut(w, ".")
	parts := strings.Split(whole, ":")
	if len(parts) > 3 || dotted && (len(parts) != 3 || !allDigits(fraction)) {
		return bad
	}
	for _, s := range parts[1:] {
		if len(s) != 2 || !allDigits(s) {
			return bad
		}
	}
	p.hour, p.minute = atoi(parts[0]), atoi(parts[1])
	switch {
	case p.hour == 24 && p.minute == 0:
		return "24:00 is written 00:00 of the next day"
	case p.hour > 23:
		return "hour " + parts[0]
	case p.minute > 59:
		return "minute " + parts[1]
	case len(parts) == 3 && atoi(parts[2]) > 59:
		return "second " + parts[2]
	}
	p.hasClock = true
	p.words = p.words[:last]
	if last > 1 && strings.EqualFold(p.words[last-1], "at") {
		p.words = p.words[:last-1]
	}
	return ""
}

// elapsed reads what is counted from now to the minute: now, +4h, in 20 min,
// 2 hours ago. ok is false where the text is something else, days among them.
func (p *typed) elapsed() (at time.Time, ok bool, why string) {
	s := strings.Join(p.words, " ")
	if s == "now" {
		return p.now, true, ""
	}
	amount, sign := p.counted(s)
	if sign == 0 {
		return time.Time{}, false, ""
	}
	if _, isDays := days(amount); isDays {
		return time.Time{}, false, ""
	}
	d, err := ParseDuration(amount)
	if err != nil {
		reason := err.Error()
		if _, after, found := strings.Cut(reason, ": "); found {
			reason, _, _ = strings.Cut(after, "; try")
		}
		return time.Time{}, false, "in " + quote(s) + " " + reason
	}
	return p.now.Add(time.Duration(sign) * d), true, ""
}

// counted splits "+3d", "in 3 d", "-3d", "3 d ago" into the amount and the
// direction, which is 0 where the text is no such thing.
func (p *typed) counted(s string) (amount string, sign int) {
	if rest, ok := strings.CutPrefix(s, "in "); ok {
		return rest, 1
	}
	if rest, ok := strings.CutSuffix(s, " ago"); ok {
		return rest, -1
	}
	if len(s) > 1 && s[0] == '+' {
		return strings.TrimSpace(s[1:]), 1
	}
	if len(s) > 1 && s[0] == '-' {
		return strings.TrimSpace(s[1:]), -1
	}
	return "", 0
}

// days reads "3d", "3 days", "2w": a whole number of calendar days.
func days(amount string) (n int, ok bool) {
	num, rest := number(amount)
	if num == "" || len(num) > 6 || strings.Contains(num, ".") {
		return 0, false
	}
	switch units[strings.TrimSpace(rest)] {
	case 24 * time.Hour:
		return atoi(num), true
	case 7 * 24 * time.Hour:
		return 7 * atoi(num), true
	}
	return 0, false
}

// date reads what is left as a day.
func (p *typed) date() (Date, string) {
	w := p.words
	today := p.today()
	s := strings.Join(w, " ")
	switch {
	case len(w) == 0 && p.hasClock, s == "today":
		return today, ""
	case s == "tomorrow":
		return today.AddDays(1), ""
	case s == "yesterday":
		return today.AddDays(-1), ""
	}
	if amount, sign := p.counted(s); sign != 0 {
		n, _ := days(amount)
		return today.AddDays(sign * n), ""
	}
	if w[0] == "next" || w[0] == "last" {
		if len(w) != 2 {
			return Date{}, "a weekday, and nothing more, goes after " + quote(w[0])
		}
		day, ok := weekdays[w[1]]
		if !ok {
			return Date{}, quote(w[1]) + " is no weekday"
		}
		if w[0] == "next" {
			monday := today.AddDays(7 - mondayFirst(today.Weekday()))
			return monday.AddDays(mondayFirst(day)), ""
		}
		return today.AddDays(-1 - (int(today.Weekday())+6-int(day)+7)%7), ""
	}
	if day, ok := weekdays[w[0]]; ok {
		if len(w) == 1 {
			return today.AddDays((int(day) - int(today.Weekday()) + 7) % 7), ""
		}
		d, why := calendarDate(w[1:], today)
		if why == "" && d.Weekday() != day {
			why = fmt.Sprintf("%s is a %s, not a %s", d, d.Weekday(), day)
		}
		return d, why
	}
	return calendarDate(w, today)
}

// mondayFirst counts weekdays as ISO 8601 does, from Monday = 0.
func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

// calendarDate reads the forms that name a day outright.
func calendarDate(w []string, today Date) (Date, string) {
	if len(w) == 1 {
		return oneWord(w[0])
	}
	if len(w) > 3 {
		return Date{}, quote(strings.Join(w[3:], " ")) + " is left over"
	}
	day, name := w[0], w[1]
	if _, ok := months[day]; ok {
		day, name = name, day
	}
	month, ok := months[name]
	if !ok {
		for _, word := range w {
			if !allDigits(word) {
				return Date{}, quote(word) + " is not understood"
			}
		}
		return Date{}, "the month is not named"
	}
	if !allDigits(day) || len(day) > 2 {
		return Date{}, quote(day) + " is no day"
	}
	if len(w) == 3 {
		return ymd(w[2], strconv.Itoa(int(month)), day)
	}
	return nearest(month, atoi(day), today)
}

// nearest finds the year for a date without one: whichever makes it nearest to
// today, so that "5 Jan" in December is next year's and "20 Nov" was last week.
func nearest(month time.Month, day int, today Date) (Date, string) {
	var best Date
	for y := today.Year - 1; y <= today.Year+1; y++ {
		d := Date{y, month, day}
		if d.Valid() && (best.IsZero() || abs(d.Sub(today)) < abs(best.Sub(today))) {
			best = d
		}
	}
	// Only 29 February can be further away than half a year.
	if best.IsZero() || abs(best.Sub(today)) > 183 {
		if (Date{2000, month, day}).Valid() {
			return Date{}, fmt.Sprintf("%d %s is in no year near by, add the year", day, month)
		}
		return Date{}, fmt.Sprintf("day %d of %s", day, month)
	}
	return best, ""
}

// oneWord reads 2026-12-01, 01.12.2026 and ISO weeks, and says of the forms
// that are refused why they are.
func oneWord(s string) (Date, string) {
	if strings.Contains(s, "/") && digit(s[0]) {
		return Date{}, "with slashes it can't be told which is the month"
	}
	if strings.Contains(s, ".") && digit(s[0]) {
		p := strings.Split(s, ".")
		if len(p) != 3 || len(p[0]) > 2 || len(p[1]) > 2 {
			return Date{}, "with points it is written day.month.year"
		}
		return ymd(p[2], p[1], p[0])
	}
	p := strings.Split(s, "-")
	if len(p) >= 2 && len(p) <= 3 && strings.HasPrefix(p[1], "w") {
		return isoWeek(p)
	}
	if len(p) == 3 && allDigits(p[0]) {
		if len(p[0]) < 4 {
			return Date{}, "the year goes first and has four digits"
		}
		if len(p[1]) != 2 || len(p[2]) != 2 {
			return Date{}, "month and day have two digits each"
		}
		return ymd(p[0], p[1], p[2])
	}
	if allDigits(s) {
		return Date{}, "a lone number"
	}
	return Date{}, quote(s) + " is not understood"
}

func isoWeek(p []string) (Date, string) {
	week := strings.TrimPrefix(p[1], "w")
	if len(p[0]) != 4 || !allDigits(p[0]) || len(week) != 2 || !allDigits(week) {
		return Date{}, "a week is written 2026-W48"
	}
	year, n, day := atoi(p[0]), atoi(week), 1
	if n < 1 || n > weeksIn(year) {
		return Date{}, fmt.Sprintf("week %d, %d has %d", n, year, weeksIn(year))
	}
	if len(p) == 3 {
		if len(p[2]) != 1 || p[2] < "1" || p[2] > "7" {
			return Date{}, "the day of a week goes from 1, Monday, to 7"
		}
		day = atoi(p[2])
	}
	return weekStart(year, n).AddDays(day - 1), ""
}

// ymd checks the three parts of a date.
func ymd(year, month, day string) (Date, string) {
	for _, s := range []string{year, month, day} {
		if !allDigits(s) {
			return Date{}, quote(s) + " is not understood"
		}
	}
	if len(year) < 4 {
		return Date{}, "the year needs four digits"
	}
	if len(year) > 4 {
		return Date{}, "year " + year
	}
	if len(month) > 2 {
		return Date{}, "month " + month
	}
	if len(day) > 2 {
		return Date{}, "day " + day
	}
	d := Date{atoi(year), time.Month(atoi(month)), atoi(day)}
	switch {
	case d.Month < 1 || d.Month > 12:
		return d, "month " + strconv.Itoa(int(d.Month))
	case d.Day < 1 || d.Day > 31:
		return d, "day " + strconv.Itoa(d.Day)
	case !d.Valid():
		return d, fmt.Sprintf("%s %d has no day %d", d.Month, d.Year, d.Day)
	}
	return d, inRange(d)
}

var months = map[string]time.Month{}

var weekdays = map[string]time.Weekday{
	"tues": time.Tuesday, "thur": time.Thursday, "thurs": time.Thursday,
}

func init() {
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		months[name], months[name[:3]] = m, m
	}
	months["sept"] = time.September
	for d := time.Sunday; d <= time.Saturday; d++ {
		name := strings.ToLower(d.String())
		weekdays[name], weekdays[name[:3]] = d, d
	}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return s != ""
}

// atoi reads digits already known to be a few digits.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// quote shows what somebody typed inside a sentence: as it is where that is
// plain, escaped where it has control characters, cut where it is long.
func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	plain := s != ""
	for _, r := range s {
		plain = plain && unicode.IsPrint(r) && r != unicode.ReplacementChar
	}
	if plain {
		return s
	}
	return strconv.Quote(s)
}
