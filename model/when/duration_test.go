package when

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"3h": 3 * time.Hour, "90m": 90 * time.Minute, "1h30m": 90 * time.Minute, "1 h 30 min": 90 * time.Minute,
		"2d": 48 * time.Hour, "45 min": 45 * time.Minute, "1w": 168 * time.Hour, "1.5h": 90 * time.Minute,
		"0.1h": 6 * time.Minute, "2 Hours": 2 * time.Hour, " 30s ": 30 * time.Second, "0": 0, "0 min": 0,
		"2 d 4 h": 52 * time.Hour, "3650d": MaxDuration,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q: %v %v, want %v", text, got, err, want)
		}
	}
	for text, why := range map[string]string{
		"": "no length of time given", "3": "a unit is missing after 3", "h": "a number is missing", "3x": "the unit x",
		"30m1h": "from large to small", "1h1h": "each once", "-3h": "a number is missing", "3651d": "ten years",
		"99999999999999999999999h": "ten years", "1h foo": "a number is missing before foo", "1.h": "a unit is missing",
		strings.Repeat("1", 200): "too long",
	} {
		if got, err := ParseDuration(text); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v %v, want %q", text, got, err, why)
		}
	}
}

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 min", 20 * time.Second: "20 s", 45 * time.Minute: "45 min", 90 * time.Minute: "1 h 30 min",
		52 * time.Hour: "2 d 4 h", -time.Hour: "-1 h", math.MinInt64: "-106751 d 23 h 47 min", 24*time.Hour + time.Minute: "1 d 1 min",
	} {
		if got := FormatDuration(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(0, int64(MaxDuration/time.Minute)).Draw(t, "minutes")) * time.Minute
		if got, err := ParseDuration(FormatDuration(d)); err != nil || got != d {
			t.Fatalf("%v was written %q and read as %v %v", d, FormatDuration(d), got, err)
		}
	})
}

func FuzzParseDuration(f *testing.F) {
	f.Add("1h30m")
	f.Add("1.5 d")
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := ParseDuration(text); err == nil && (d < 0 || d > MaxDuration) {
			t.Fatalf("%q gave %v", text, d)
		}
	})
}
