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
//	2026-12-01T22:00:00+01:00[Europe/Berlin]   RFC 9557
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
	p := newTyped(text, now, zone)
	if len(p.words) == 0 {
		return Moment{}, "it is empty"
	}
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
		return OnClock(at, p.place()), ""
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
		return OnDay(d, p.zone), ""
	}
	at, clock := At(d, p.hour, p.minute, p.zone)
	if clock == Twice {
		at = p.at(d, at)
	}
	if clock == Gap {
		return Moment{}, fmt.Sprintf("%s %02d:%02d does not exist, %s", d, p.hour, p.minute, gapText(at, p.zone))
	}
	return OnClock(at, p.place()), ""
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
	home         *time.Location // the zone of what the text is about
	picked       string         // the offset beside a zone, which tells two equal times apart
	words        []string
	hasClock     bool
	hour, minute int
}

func newTyped(text string, now time.Time, zone *time.Location) *typed {
	p := &typed{now: now, zone: zone, home: zone}
	p.words = strings.Fields(strings.ReplaceAll(text, ", ", " "))
	p.splitT()
	return p
}

func (p *typed) today() Date { return DateOf(p.now, p.zone) }

// place is the zone in which a clock time is kept: an offset says when, and no
// place.
func (p *typed) place() *time.Location {
	if zoneName(p.zone) == "" {
		return p.home
	}
	return p.zone
}

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
	if stamp, name, ok := strings.Cut(strings.TrimSuffix(w, "]"), "["); ok && strings.HasSuffix(w, "]") { // RFC 9557
		z, err := Zone(name)
		if err != nil {
			return err.Error()
		}
		if i := strings.IndexAny(stamp, "+-Zz"); i > 0 && looksLikeClock(stamp) {
			stamp, p.picked = stamp[:i], stamp[i:]
		}
		p.zone, p.words[last] = z, stamp
		return ""
	}
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
	if last > 0 && last < len(p.words) && looksLikeClock(p.words[last-1]) && letter(w[0]) && !ofDate(strings.ToLower(w)) {
		return quote(w) + " is not understood: it is no IANA zone, such as Europe/Berlin, America/Chicago or UTC"
	}
	return ""
}

// ofDate reports whether a word, in small letters, belongs to a date: a weekday, a
// month, today.
func ofDate(w string) bool {
	_, day := weekdays[w]
	_, month := months[w]
	return day || month || w == "today" || w == "tomorrow" || w == "yesterday" || w == "ago"
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
