package intake

import (
	"bufio"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/teambition/rrule-go"

	"fairway/model/when"
)

// definitions are the zones that a calendar defines itself (VTIMEZONE, RFC 5545, 3.6.5), by
// their TZID, and the one that it says its dates are meant in (X-WR-TIMEZONE). They may
// stand behind the events, so they are read before anything else.
type definitions struct {
	zones map[string]*zoneDefinition
	own   string // X-WR-TIMEZONE
	line  int    // of that
}

// zoneDefinition is one of them.
type zoneDefinition struct {
	parts []observance
	match *time.Location // the zone of the same clocks
	asked bool           // whether there is one was looked for
}

// observance is one STANDARD or DAYLIGHT: from its onsets on the clocks are at an offset.
type observance struct {
	start    time.Time // the first onset, as the clocks show it
	from, to int       // offsets before and after, in seconds east of UTC
	rule     string
	others   []time.Time // further onsets (RDATE)
}

// readDefinitions reads what a calendar says of zones.
func readDefinitions(r io.Reader) definitions {
	d := definitions{zones: map[string]*zoneDefinition{}}
	lines := lineReader{in: bufio.NewReaderSize(r, headBytes)}
	var id string
	var zone *zoneDefinition
	var part *observance
	for {
		c, err := lines.next()
		if err != nil {
			return d
		}
		if c.long {
			continue
		}
		switch inner := componentName(c); {
		case c.name == "X-WR-TIMEZONE" && d.own == "" && zone == nil:
			_, name, _ := strings.Cut(c.text, ":")
			d.own, d.line = strings.TrimSpace(name), c.line
		case c.name == "BEGIN" && inner == "VTIMEZONE":
			id, zone, part = "", &zoneDefinition{}, nil
		case zone == nil:
		case c.name == "END" && inner == "VTIMEZONE":
			if id != "" && len(zone.parts) > 0 {
				d.zones[id] = zone
			}
			zone = nil
		case c.name == "BEGIN" && (inner == "STANDARD" || inner == "DAYLIGHT"):
			part = &observance{}
		case c.name == "END" && part != nil:
			if !part.start.IsZero() {
				zone.parts = append(zone.parts, *part)
			}
			part = nil
		default:
			p, ok := parseProperty(c)
			if !ok {
				continue
			}
			raw := strings.TrimSpace(p.raw)
			switch {
			case c.name == "TZID" && part == nil:
				id = zoneID(raw)
			case part == nil:
			case c.name == "DTSTART":
				part.start, _ = time.Parse("20060102T150405", raw)
			case c.name == "TZOFFSETFROM":
				part.from = offsetOf(raw)
			case c.name == "TZOFFSETTO":
				part.to = offsetOf(raw)
			case c.name == "RRULE":
				part.rule = raw
			case c.name == "RDATE":
				for _, text := range strings.Split(raw, ",") {
					if t, err := time.Parse("20060102T150405", text); err == nil {
						part.others = append(part.others, t)
					}
				}
			}
		}
	}
}

// zoneID is a TZID as it is compared: without the quotes that some programs put round it.
func zoneID(text string) string { return strings.Trim(strings.TrimSpace(text), `"`) }

// offsetOf reads +0100 or -023030, in seconds.
func offsetOf(text string) int {
	for _, layout := range []string{"-070000", "-0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			_, offset := t.Zone()
			return offset
		}
	}
	return 0
}

// onset is a moment from which on the clocks are at an offset.
type onset struct {
	at       time.Time
	from, to int
}

// onsets are those of some years, in their order, with the last of each observance before.
func (z *zoneDefinition) onsets(first, last int) []onset {
	var out []onset
	for _, p := range z.parts {
		add := func(wall time.Time) {
			out = append(out, onset{wall.Add(-time.Duration(p.from) * time.Second), p.from, p.to})
		}
		add(p.start)
		for _, t := range p.others {
			add(t)
		}
		option, err := rrule.StrToROption(p.rule)
		if p.rule == "" || err != nil {
			continue
		}
		// Many begin in 1601. The years before those that are asked for change nothing but
		// what a count counts.
		option.Dtstart = p.start
		if from := time.Date(first-2, p.start.Month(), p.start.Day(), p.start.Hour(), p.start.Minute(), p.start.Second(), 0, time.UTC); option.Count == 0 && option.Freq == rrule.YEARLY && option.Interval <= 1 && from.After(p.start) {
			option.Dtstart = from.AddDate(0, 0, -7)
		}
		rule, err := rrule.NewRRule(*option)
		if err != nil {
			continue
		}
		for _, t := range rule.Between(option.Dtstart, time.Date(last+1, 1, 1, 0, 0, 0, 0, time.UTC), true) {
			if !t.Before(p.start) {
				add(t)
			}
		}
	}
	slices.SortFunc(out, func(a, b onset) int { return a.at.Compare(b.at) })
	return out
}

// offset is that of the clocks at a moment, given the onsets around it.
func offset(onsets []onset, at time.Time) int {
	i, _ := slices.BinarySearchFunc(onsets, at, func(o onset, t time.Time) int {
		if o.at.After(t) {
			return 1
		}
		return -1
	})
	switch {
	case i > 0:
		return onsets[i-1].to
	case len(onsets) > 0:
		return onsets[0].from
	}
	return 0
}

// instant is the moment at which the clocks show a time: the first of two, and of none the
// one that they would have shown (RFC 5545, 3.3.5).
func (z *zoneDefinition) instant(wall time.Time) time.Time {
	onsets := z.onsets(wall.Year()-1, wall.Year()+1)
	var found []time.Time
	for _, o := range onsets {
		for _, off := range []int{o.from, o.to} {
			at := wall.Add(-time.Duration(off) * time.Second)
			if offset(onsets, at) == off {
				found = append(found, at)
			}
		}
	}
	if len(found) > 0 {
		return slices.MinFunc(found, time.Time.Compare)
	}
	before := offset(onsets, wall.Add(-24*time.Hour))
	return wall.Add(-time.Duration(before) * time.Second)
}

// location is the zone whose clocks are the same from a year on, for as long as can be
// planned; nil where there is none, or the definition stops changing the clocks sooner.
func (z *zoneDefinition) location(year int) *time.Location {
	if z.asked {
		return z.match
	}
	z.asked = true
	const ahead = 5
	onsets := z.onsets(year-1, year+ahead)
	from := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	var moments []time.Time
	for m := range 12 * ahead {
		moments = append(moments, from.AddDate(0, m, 0))
	}
	for _, o := range onsets {
		if o.at.After(from) && o.at.Before(from.AddDate(ahead, 0, 0)) {
			moments = append(moments, o.at.Add(-time.Second), o.at)
		}
	}
	for _, name := range usualZones() {
		zone, err := when.Zone(name)
		if err == nil && !slices.ContainsFunc(moments, func(at time.Time) bool {
			_, off := at.In(zone).Zone()
			return off != offset(onsets, at)
		}) {
			z.match = zone
			break
		}
	}
	return z.match
}

// usualZones are those by which a definition may go: of zones with the same clocks the
// one that most people mean comes first.
var usualZones = sync.OnceValue(func() []string {
	first := []string{"UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney"}
	rest := slices.Compact(slices.Sorted(maps.Values(windowsZones)))
	return append(first, slices.DeleteFunc(rest, func(n string) bool { return slices.Contains(first, n) })...)
})
