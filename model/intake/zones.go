package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
)

// zoneByName finds the zone a source means: an IANA name, one with a vendor's
// prefix (/example.org/Olson_2012/Europe/Berlin), or the name Windows has for
// it.
func zoneByName(name string) (*time.Location, error) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if len(name) > 200 {
		return nil, fmt.Errorf("%s is no time zone", clip(name, 40))
	}
	switch strings.ToUpper(name) {
	case "Z", "GMT", "UTC", "ETC/GMT":
		return time.UTC, nil
	}
	if iana, ok := windowsZones[strings.ToLower(name)]; ok {
		return when.Zone(iana)
	}
	if iana, ok := oldZones[strings.ToUpper(name)]; ok {
		return when.Zone(iana)
	}
	if zone := displayedZone(name); zone != nil {
		return zone, nil
	}
	if zone, err := when.Zone(name); err == nil {
		return zone, nil
	}
	parts := strings.Split(strings.Trim(name, "/"), "/")
	for n := 3; n >= 2; n-- {
		if len(parts) > n {
			if zone, err := when.Zone(strings.Join(parts[len(parts)-n:], "/")); err == nil {
				return zone, nil
			}
		}
	}
	return nil, fmt.Errorf("%s is not a known time zone", clip(name, 60))
}

// oldZones are names from before zones were called by places, as links of the IANA's
// database (2024b, backward) resolve them.
var oldZones = map[string]string{
	"CET": "Europe/Brussels", "MET": "Europe/Brussels", "EET": "Europe/Athens", "WET": "Europe/Lisbon",
	"EST5EDT": "America/New_York", "CST6CDT": "America/Chicago", "MST7MDT": "America/Denver", "PST8PDT": "America/Los_Angeles",
	"EST": "America/Panama", "MST": "America/Phoenix", "HST": "Pacific/Honolulu",
}

// displayed is a zone as Windows shows it: (UTC+01:00) Amsterdam, Berlin, Bern.
var displayed = regexp.MustCompile(`^\((?:UTC|GMT)(?:([+-]\d{1,2}):?(\d{2}))?\)\s*(.+)$`)

// northAmerica are the display names that name no place.
var northAmerica = map[string]string{
	"eastern time": "America/New_York", "central time": "America/Chicago", "mountain time": "America/Denver", "pacific time": "America/Los_Angeles",
	"atlantic time": "America/Halifax", "coordinated universal time": "UTC",
}

// displayedZone finds the zone of a display name by one of the places in it that has the
// offset from UTC that it names; nil where none has.
func displayedZone(name string) *time.Location {
	m := displayed.FindStringSubmatch(name)
	if m == nil {
		return nil
	}
	hours, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	if strings.HasPrefix(m[1], "-") {
		minutes = -minutes
	}
	offset := hours*3600 + minutes*60
	fits := func(iana string) *time.Location {
		zone, err := when.Zone(iana)
		if err != nil {
			return nil
		}
		for _, month := range []time.Month{time.January, time.July} { // winter on either half of the earth
			if at := time.Date(2026, month, 1, 0, 0, 0, 0, zone); !at.IsDST() {
				if _, is := at.Zone(); is == offset {
					return zone
				}
			}
		}
		return nil
	}
	words, _, _ := strings.Cut(m[3], " (")
	if iana, ok := northAmerica[strings.ToLower(words)]; ok {
		return fits(iana)
	}
	for _, place := range strings.Split(m[3], ",") {
		place = strings.ReplaceAll(strings.TrimSpace(place), " ", "_")
		for _, part := range []string{"Europe/", "America/", "Asia/", "Australia/", "Africa/", "Pacific/", "Atlantic/", "Indian/"} {
			if zone := fits(part + place); place != "" && zone != nil {
				return zone
			}
		}
	}
	return nil
}
