package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// TestWhatEndsWithADayEndsWhenItIsOver reads JSON of a file with whole days from one
// end of the earth to the other: wherever something ends with a day, the instant is
// the one at which that day is over where it is meant. TestLongWhatEndsWithADay walks
// all that is printed as JSON.
func TestWhatEndsWithADayEndsWhenItIsOver(t *testing.T) {
	t.Parallel()
	run := zoneWorld(t)
	readEndsOfDays(t, run, [][]string{
		{"release", "list"}, {"window", "list"}, {"calendar", "--from", "2026-12-20", "--to", "2027-01-05"}, {"board"}, {"search", "christmas"},
		{"release", "show", "REL-50"}, {"window", "show", "WIN-14"}, {"window", "show", "WIN-14", "--versions"}, {"gate", "REL-50"},
	})
}

// readEndsOfDays runs commands for their JSON, and looks at every end in it.
func readEndsOfDays(t *testing.T, run func(viewer string, args ...string) string, lines [][]string) {
	seen := map[string]int{} // by the zone
	for _, line := range lines {
		var out any
		if text := run("Asia/Kathmandu", append(line, "--json")...); json.Unmarshal([]byte(text), &out) == nil { // else the past has no such thing
			endsOfDays(t, strings.Join(line, " "), out, seen)
		}
	}
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Berlin"} {
		if seen[zone] < 10 {
			t.Errorf("only %d days of %s end anywhere: the walk sees nothing", seen[zone], zone)
		}
	}
}

// endsOfDays looks at every end in a value.
func endsOfDays(t *testing.T, where string, v any, seen map[string]int) {
	check := func(day, zone, at any) {
		place, err := time.LoadLocation(zone.(string))
		if err != nil {
			t.Fatal(err)
		}
		d, err := time.ParseInLocation(time.DateOnly, day.(string), place)
		if err != nil {
			t.Fatal(err)
		}
		if want := d.AddDate(0, 0, 1).UTC().Format(time.RFC3339); at != want {
			t.Errorf("%s: what ends with %s in %s ends at %s, not at %s", where, day, zone, at, want)
		}
		seen[zone.(string)]++
	}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			endsOfDays(t, where, one, seen)
		}
	case map[string]any:
		for name, one := range v {
			endsOfDays(t, where, one, seen)
			end, _ := one.(map[string]any)
			if (name == "end" || name == "until") && end["precision"] == "day" {
				if zone, _ := end["zone"].(string); zone == "" {
					t.Errorf("%s: %v names no zone", where, end)
					continue
				}
				check(end["day"], end["zone"], end["at"])
			}
		}
		if v["last_day"] != nil {
			check(v["last_day"], v["zone"], v["until"])
		}
	}
}
