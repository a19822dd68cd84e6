package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"fairway/model/when"
)

// digestOf is the SHA-256 over what a row says. Every part is preceded by its
// length, so that no two contents run together. An import spends much of its
// time here: the parts are put together in one piece of memory.
func digestOf(r Row) string {
	var space [1024]byte
	var names [16]string
	b := put(space[:0], r.Kind)
	sorted := names[:0]
	for name := range r.Fields {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		b = put(put(b, name), r.Fields[name])
	}
	b = put(b, "")
	b = put(b, momentText(r.Start))
	b = put(b, momentText(r.End))
	b = put(b, r.Rule)
	if r.Lasts > 0 {
		b = put(b, r.Lasts.String())
	}
	for _, t := range r.Except {
		b = put(b, t.UTC().Format(time.RFC3339))
	}
	sum := sha256.Sum256(put(b, r.Zone))
	return hex.EncodeToString(sum[:])
}

func put(b []byte, s string) []byte {
	b = strconv.AppendInt(b, int64(len(s)), 10)
	return append(append(b, ':'), s...)
}

func momentText(m when.Moment) string {
	if m.IsZero() {
		return ""
	}
	return string(m.Precision) + " " + m.At.UTC().Format(time.RFC3339)
}

// derivedKey identifies a record that has no identity of its own by what it
// says.
func derivedKey(parts ...string) string {
	var b []byte
	for _, p := range parts {
		b = put(b, p)
	}
	sum := sha256.Sum256(b)
	return "derived-" + hex.EncodeToString(sum[:8])
}

// seen remembers keys and the line of each, in 24 bytes or so for any length of
// key.
type seen map[[16]byte]int32

// add remembers a key. It gives the line on which the key was seen first, or 0.
func (s seen) add(key string, line int) int {
	sum := sha256.Sum256([]byte(key))
	short := [16]byte(sum[:16])
	if first, ok := s[short]; ok {
		return int(first)
	}
	s[short] = int32(line)
	return 0
}
