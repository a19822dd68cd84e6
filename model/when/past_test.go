package when

import (
	"strings"
	"testing"
	"time"
)

// What has begun is read as it is; of a weekday the last one is meant; what lies ahead is
// an error.
func TestParsePast(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 42, 0, 0, time.UTC) // a Monday
	for text, want := range map[string]string{
		"2026-11-23":       "2026-11-23 00:00",
		"today":            "2026-11-23 00:00",
		"2026-11-23 09:42": "2026-11-23 09:42",
		"now":              "2026-11-23 09:42",
		"mon 09:00":        "2026-11-23 09:00",
		"mon 11:00":        "2026-11-16 11:00",
		"wed":              "2026-11-18 00:00",
		"last thu 18:00":   "2026-11-19 18:00",
		"-3d":              "2026-11-20 00:00",
		"09:43":            "",
		"tomorrow":         "",
		"2026-11-24":       "",
		"next wed":         "",
		"+1h":              "",
		"in 2 weeks":       "",
	} {
		m, err := ParsePast(text, now, time.UTC)
		switch {
		case want == "" && (err == nil || !strings.Contains(err.Error(), text+" lies ahead")):
			t.Errorf("%q: %v, %v", text, m.At, err)
		case want != "" && (err != nil || m.At.Format("2006-01-02 15:04") != want):
			t.Errorf("%q: %v, %v; want %s", text, m.At, err, want)
		}
	}
	if _, err := ParsePast("nonsense", now, time.UTC); err == nil || strings.Contains(err.Error(), "ahead") {
		t.Error(err)
	}
	// A day has begun where it is meant.
	sydney, err := Zone("Australia/Sydney")
	if err != nil {
		t.Fatal(err)
	}
	if m, err := ParsePast("2026-11-24", time.Date(2026, 11, 23, 15, 0, 0, 0, time.UTC), sydney); err != nil {
		t.Error(m, err)
	}
}
