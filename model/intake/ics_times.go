package intake

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
)

// icsTime is a date or date-time property, read.
type icsTime struct {
	moment   when.Moment
	zone     *time.Location
	floating bool // neither UTC nor a zone was named (RFC 5545, 3.3.5, form 1)
	own      bool // the zone is one that the file defines, of which there is no other: it was read in UTC
	unknown  string
	odd      string // what the clocks did to it there: it is skipped, or comes twice
}

// readICSTime reads the value of DTSTART, DTEND and the like. A zone nobody
// knows is not an error here: the name comes back.
func readICSTime(value, tzid string, zone *time.Location, defined map[string]*zoneDefinition) (icsTime, error) {
	t := icsTime{zone: zone}
	value = strings.TrimSpace(value)
	digits := strings.TrimSuffix(strings.TrimSuffix(value, "Z"), "z")
	utc := digits != value
	for i := range len(digits) {
		if i == 8 && (digits[i] == 'T' || digits[i] == 't') {
			continue
		}
		if digits[i] < '0' || digits[i] > '9' {
			return t, fmt.Errorf("%s is no date", clip(value, 40))
		}
	}
	layout := "20060102"
	switch len(digits) {
	case 8:
		if utc {
			return t, fmt.Errorf("%s is a date with a Z behind it", clip(value, 40))
		}
	case 15:
		layout = "20060102T150405"
		if strings.HasSuffix(digits, "60") {
			digits = digits[:13] + "59" // a leap second
		}
	case 13: // without seconds: not allowed, and written all the same
		layout = "20060102T1504"
	default:
		return t, fmt.Errorf("%s is no date", clip(value, 40))
	}
	wall, err := time.Parse(layout, strings.ToUpper(digits))
	if err != nil {
		return t, fmt.Errorf("%s is no date on the calendar", clip(value, 40))
	}
	if wall.Year() < when.FirstYear || wall.Year() > when.LastYear {
		return t, fmt.Errorf("%s is outside the years %d to %d", clip(value, 40), when.FirstYear, when.LastYear)
	}
	if len(digits) == 8 {
		t.moment = wallMoment(wall, when.Day, zone)
		return t, nil
	}
	switch {
	case utc:
		t.zone = time.UTC
	case tzid != "":
		own := defined[zoneID(tzid)]
		if z, err := zoneByName(tzid); err == nil { // better than what the file says of it: that ends somewhere
			t.zone = z
		} else if own == nil {
			t.unknown = tzid
		} else if z := own.location(wall.Year()); z != nil {
			t.zone = z
		} else {
			t.zone, t.own = time.UTC, true
			wall = own.instant(wall)
		}
	default:
		t.floating = true
	}
	t.moment = wallMoment(wall, when.Minute, t.zone)
	if _, clock := when.FromWall(wall, t.zone); clock == when.Gap {
		t.odd = fmt.Sprintf("%s is a time that the clocks in %s skip; %s was taken", wall.Format("2006-01-02 15:04"), t.zone, t.moment.At.In(t.zone).Format("15:04"))
	}
	if twice, _ := t.moment.FirstTaken(); twice != "" {
		t.odd = twice
	}
	return t, nil
}

// icsDuration is an RFC 5545 duration (3.3.6): weeks and days count on the
// calendar, the rest is elapsed time.
type icsDuration struct {
	days    int
	elapsed time.Duration
}

var durationForm = regexp.MustCompile(`^\+?P(?:(\d{1,4})W|(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?)$`)

func readICSDuration(text string) (icsDuration, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if strings.HasPrefix(text, "-") {
		return icsDuration{}, errors.New("the duration is negative")
	}
	m := durationForm.FindStringSubmatch(text)
	if m == nil || strings.HasSuffix(text, "P") || strings.HasSuffix(text, "T") {
		return icsDuration{}, fmt.Errorf("%s is no duration, such as PT1H30M or P2D", clip(text, 40))
	}
	n := make([]int, len(m))
	for i := 1; i < len(m); i++ {
		n[i], _ = strconv.Atoi("0" + m[i])
	}
	return icsDuration{
		days:    n[1]*7 + n[2],
		elapsed: time.Duration(n[3])*time.Hour + time.Duration(n[4])*time.Minute + time.Duration(n[5])*time.Second,
	}, nil
}

// after is the moment a duration later.
func (d icsDuration) after(m when.Moment, zone *time.Location) when.Moment {
	at := m.At
	if d.days > 0 {
		wall := when.OnWall(at, zone).AddDate(0, 0, d.days)
		at, _ = when.FromWall(wall, zone)
	}
	return when.OnClock(at.Add(d.elapsed), zone)
}
