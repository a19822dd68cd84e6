package intake

import (
	"fmt"
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
