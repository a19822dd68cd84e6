package when

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Governments change the clocks, and a program knows of it by the zone data that
// it was built with or finds on its host. So that the same file says the same
// everywhere, it keeps the rules of the zones that its dates are in, as a text,
// and every program that opens it goes by these (Follow).

// rulesEnd is where the kept rules of a zone end; its clocks are taken to stay as
// they are from then on.
var rulesEnd = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// RulesOf writes what the clocks in a zone do from 1970 to 2100: a line for each
// change, with its instant in seconds since 1970 ("-" for how it began), the
// offset in seconds, the name of the time, and "dst" in summer time. The same
// clocks give the same text, whatever zone data it is read from.
func RulesOf(zone *time.Location) string {
	var b strings.Builder
	t := time.Unix(0, 0).In(orUTC(zone))
	for first := true; ; first = false {
		name, offset := t.Zone()
		at := "-"
		if !first {
			at = strconv.FormatInt(t.Unix(), 10)
		}
		fmt.Fprintf(&b, "%s %d %s", at, offset, name)
		if t.IsDST() {
			b.WriteString(" dst")
		}
		b.WriteByte('\n')
		next, ok := NextChange(t, zone)
		if !ok || !next.Before(rulesEnd) {
			return b.String()
		}
		t = next.In(orUTC(zone))
	}
}

// NextChange is the instant after t at which the clocks in zone change next;
// false where they never do again.
//
// time.Time.ZoneBounds (Go 1.26) ends the last day of a leap year a day early
// where it works from the rule for all years to come, and then gives an end that
// is not later than the time that was asked for: who went from end to end stood
// still on 31 December 2040.
func NextChange(t time.Time, zone *time.Location) (time.Time, bool) {
	t = t.In(orUTC(zone))
	for {
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			return time.Time{}, false
		case !end.After(t):
			t = t.Add(24 * time.Hour)
			continue
		}
		name, offset := end.Add(-time.Second).In(zone).Zone()
		if n, o := end.In(zone).Zone(); n != name || o != offset {
			return end.UTC(), true
		}
		t = end.In(zone)
	}
}

// RulesDigest is a short name for rules: the same clocks have the same one.
func RulesDigest(rules string) string {
	sum := sha256.Sum256([]byte(rules))
	return hex.EncodeToString(sum[:8])
}

// ByRules is the zone whose clocks do what a text of RulesOf says.
func ByRules(name, rules string) (*time.Location, error) {
	file, err := ZoneFile(name, rules)
	if err != nil {
		return nil, err
	}
	return time.LoadLocationFromTZData(name, file)
}

// ZoneFile is a file of zone data (RFC 8536) with such rules.
func ZoneFile(name, rules string) ([]byte, error) {
	type local struct {
		offset int32
		dst    bool
		name   string
	}
	var locals []local
	var changes []int64
	var kinds []byte
	for i, line := range strings.Split(strings.TrimSuffix(rules, "\n"), "\n") {
		part := strings.Fields(line)
		if len(part) < 3 || len(part) > 4 || (part[0] == "-") != (i == 0) {
			return nil, fmt.Errorf("the rules of the time zone %s can't be read in line %d: %s", name, i+1, quote(line))
		}
		offset, err := strconv.ParseInt(part[1], 10, 32)
		at, err2 := int64(0), error(nil)
		if i > 0 {
			at, err2 = strconv.ParseInt(part[0], 10, 64)
		}
		if err != nil || err2 != nil || len(part[2]) > 16 {
			return nil, fmt.Errorf("the rules of the time zone %s can't be read in line %d: %s", name, i+1, quote(line))
		}
		l := local{int32(offset), len(part) == 4, part[2]}
		kind := -1
		for n := range locals {
			if locals[n] == l {
				kind = n
			}
		}
		if kind < 0 {
			kind, locals = len(locals), append(locals, l)
		}
		if i > 0 {
			changes, kinds = append(changes, at), append(kinds, byte(kind))
		}
	}
	var names []byte
	var types bytes.Buffer
	for _, l := range locals {
		_ = binary.Write(&types, binary.BigEndian, l.offset)
		dst := byte(0)
		if l.dst {
			dst = 1
		}
		types.Write([]byte{dst, byte(len(names))})
		names = append(append(names, l.name...), 0)
	}
	// An empty block for old readers, then one with 64 bits.
	var b bytes.Buffer
	head := func(changes, locals, names int) {
		b.WriteString("TZif2")
		b.Write(make([]byte, 15))
		for _, n := range []int{0, 0, 0, changes, locals, names} {
			_ = binary.Write(&b, binary.BigEndian, uint32(n))
		}
	}
	head(0, 1, 1)
	b.Write(make([]byte, 6+1))
	head(len(changes), len(locals), len(names))
	_ = binary.Write(&b, binary.BigEndian, changes)
	b.Write(kinds)
	b.Write(types.Bytes())
	b.Write(names)
	b.WriteString("\n\n")
	return b.Bytes(), nil
}

// own are the zones as the zone data of this program have them.
var own sync.Map // string → *time.Location

// OwnZone is Zone by the zone data of this program or its host, whatever rules
// are followed.
func OwnZone(name string) (*time.Location, error) {
	if z, ok := own.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := loadZone(name)
	if err == nil {
		own.Store(z.String(), z)
	}
	return z, err
}

// OtherRules reports whether Zone goes by rules for a zone that a file keeps and
// that are not those of this program. A zone that the program knows nothing of is
// none: there is nothing to take up.
func OtherRules(name string) bool {
	mine, err := OwnZone(name)
	if err != nil {
		return false
	}
	followed, err := Zone(name)
	return err == nil && followed != mine && RulesOf(followed) != RulesOf(mine)
}

// Follow makes Zone go by the rules that a file keeps for a zone: a program works
// with one file at a time. Where they are what this program would go by anyway
// nothing changes.
func Follow(name, rules string) error {
	if mine, err := OwnZone(name); err == nil && ownRules(name, mine) == rules {
		zones.Store(name, mine)
		return nil
	}
	z, err := ByRules(name, rules)
	if err == nil {
		zones.Store(name, z)
	}
	return err
}

// ownRulesOf has the rules of the zones that were asked for: to write them takes
// longer than to open a file.
var ownRulesOf sync.Map // name to string

func ownRules(name string, mine *time.Location) string {
	if rules, ok := ownRulesOf.Load(name); ok {
		return rules.(string)
	}
	rules := RulesOf(mine)
	ownRulesOf.Store(name, rules)
	return rules
}
