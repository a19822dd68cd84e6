package when

import (
	"encoding/json"
	"strings"
	"time"
)

// Text writes a moment as answers to forms keep it: a bare ISO date for a whole
// day, and for a clock time the wall with its offset and zone, as RFC 9557 has
// it: 2026-12-01T22:00:00+01:00[Europe/Berlin]. In UTC, and where no zone is
// known, it is plain RFC 3339. Parse reads all of them.
func (m Moment) Text() string {
	switch {
	case m.IsZero():
		return ""
	case m.Precision == Day:
		return m.On(time.UTC).String()
	case m.Zone == "" || m.Zone == "UTC":
		return m.At.UTC().Format(time.RFC3339)
	}
	return m.At.In(m.In(time.UTC)).Format(time.RFC3339) + "[" + m.Zone + "]"
}

// lengthTag begins the tag of a kept end that says how long after its start it
// is, as RFC 9557 writes what is nobody else's: 2026-12-02T04:00:00Z[_lasts=6h0m0s].
const lengthTag = "[_lasts="

// WithLength is a moment's kept text, with the length of time that was typed for
// it in the place of a date.
func WithLength(text string, length time.Duration) string {
	return text + lengthTag + length.String() + "]"
}

// CutLength takes off what WithLength put there; 0 where there is nothing.
func CutLength(text string) (string, time.Duration) {
	plain, tag, found := strings.Cut(text, lengthTag)
	length, err := time.ParseDuration(strings.TrimSuffix(tag, "]"))
	if !found || err != nil || length <= 0 {
		return text, 0
	}
	return plain, length
}

// ReadText reads what Text writes, and WithLength. A text that names no zone is about the given
// one. It is false for anything else.
func ReadText(text string, zone *time.Location) (Moment, bool) {
	text, _ = CutLength(text)
	stamp, name, named := strings.Cut(strings.TrimSuffix(text, "]"), "[")
	if named {
		own, err := Zone(name)
		if err != nil {
			return Moment{}, false
		}
		zone = own
	}
	if d, ok := parseDate(stamp); ok {
		return OnDay(d, zone), true
	}
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return Moment{}, false
	}
	if named { // the wall is what was meant, whatever the zone has become since
		m := Moment{At: t.UTC(), Precision: Minute, Zone: zoneName(zone), Wall: t.Format(wallLayout), Offset: t.Format(offsetLayout)}.Derive()
		return OnClock(m.At, zone), true
	}
	return OnClock(t, zone), true
}

// UnmarshalJSON reads a moment as it is kept, and the bare instant as which the
// days of holds and orders were kept before what was meant was: the midnight of
// the day, in the zone of the organisation or of the service.
func (m *Moment) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		var at time.Time
		if err := json.Unmarshal(text, &at); err != nil {
			return err
		}
		*m = Moment{}
		if !at.IsZero() {
			*m = Moment{At: at.UTC(), Precision: Day}
		}
		return nil
	}
	type plain Moment
	return json.Unmarshal(text, (*plain)(m))
}
