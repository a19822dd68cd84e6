package when

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// zones remembers what was loaded: time.LoadLocation parses its table anew on
// every call, and a calendar asks for the same few zones all day. Only names
// that exist are kept, so it can't grow beyond the IANA list. Those of a file go
// by its own rules (Follow).
var zones sync.Map // string → *time.Location

// Zone returns the time zone with an IANA name such as Europe/Berlin, or UTC.
// Case is forgiven (europe/berlin). "Local", abbreviations (CET, EST: the
// latter is five zones) and the empty name are refused with a sentence.
func Zone(name string) (*time.Location, error) {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := OwnZone(name)
	if err == nil && z != time.UTC {
		now, _ := zones.LoadOrStore(z.String(), z)
		return now.(*time.Location), nil
	}
	return z, err
}

// loadZone reads a zone from the zone data of this program.
func loadZone(name string) (*time.Location, error) {
	if strings.EqualFold(name, "UTC") || strings.EqualFold(name, "Etc/UTC") {
		return time.UTC, nil
	}
	if !zoneShaped(name) {
		return nil, fmt.Errorf("%s is no time zone: give its IANA name, such as Europe/Berlin or UTC", quote(name))
	}
	for _, n := range []string{name, titled(name)} {
		if z, err := time.LoadLocation(n); err == nil {
			return z, nil
		}
	}
	return nil, fmt.Errorf("%s is not a known time zone: IANA names look like Europe/Berlin or America/New_York", quote(name))
}

// zoneShaped reports whether the text could be an IANA name: letters first,
// at least one slash, nothing that a file name should not hold.
func zoneShaped(s string) bool {
	if len(s) < 3 || len(s) > 64 || !strings.Contains(s, "/") || !letter(s[0]) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !letter(c) && !digit(c) && !strings.ContainsRune("/_+-", rune(c)) {
			return false
		}
	}
	return true
}

// titled writes america/new_york as America/New_York.
func titled(s string) string {
	b := []byte(strings.ToLower(s))
	for i := range b {
		if b[i] >= 'a' && b[i] <= 'z' && (i == 0 || b[i-1] == '/' || b[i-1] == '_' || b[i-1] == '-') {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// OfTZ reads the variable TZ of a session's environment: the name of a zone, with
// or without a colon or the folder of the zone data before it. Empty is nil, for
// whoever has another zone at hand. Go takes what it can't read for UTC without a
// word; here it is an error that says so.
func OfTZ(tz string) (*time.Location, error) {
	name := strings.TrimPrefix(tz, ":")
	if _, rest, ok := strings.Cut(name, "zoneinfo/"); ok {
		name = rest
	}
	if name == "" {
		return nil, nil
	}
	if zone, err := Zone(name); err == nil {
		return zone, nil
	}
	switch strings.ToUpper(name) {
	case "UTC0", "GMT", "GMT0", "Z", "UCT", "ZULU":
		return time.UTC, nil
	}
	if zone, err := time.LoadLocation(name); err == nil && name != "Local" { // Japan, EST5EDT: good to look at times
		return zone, nil
	}
	return nil, fmt.Errorf("TZ=%s is no name of a time zone: write it as TZ=Europe/Berlin", quote(tz))
}
