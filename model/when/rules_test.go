package when

import (
	"strings"
	"testing"
	"time"
)

// The kept rules say what the zone data say, to the second, until 2100.
func TestRulesAreTheZone(t *testing.T) {
	for _, name := range append(viewers, "Africa/Casablanca", "America/Sao_Paulo", "Europe/Dublin", "Pacific/Apia", "America/Caracas", "Asia/Gaza") {
		z, err := OwnZone(name)
		if err != nil {
			t.Fatal(err)
		}
		rules := RulesOf(z)
		kept, err := ByRules(name, rules)
		if err != nil {
			t.Fatal(err)
		}
		if RulesOf(kept) != rules || kept.String() != name {
			t.Errorf("%s comes back as other rules", name)
		}
		for at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() < 2100; at = at.Add(171*time.Hour + 13*time.Minute) {
			if a, b := at.In(z).Format(time.RFC3339), at.In(kept).Format(time.RFC3339); a != b {
				t.Fatalf("%s in %s: %s by its rules", a, name, b)
			}
		}
	}
}

func TestWrongRulesAreRefused(t *testing.T) {
	for _, rules := range []string{"", "x", "- 0", "- 0 UTC\n- 0 UTC", "1 0 UTC", "- a UTC", "- 0 UTC\nx 0 UTC"} {
		if _, err := ByRules("Europe/Berlin", rules); err == nil || !strings.Contains(err.Error(), "Europe/Berlin") {
			t.Errorf("%q: %v", rules, err)
		}
	}
}

// A file that keeps other rules is read by them; deriving goes by what is
// followed.
func TestRulesAreFollowed(t *testing.T) {
	const name = "America/Inuvik" // of no other test
	mine, err := OwnZone(name)
	if err != nil {
		t.Fatal(err)
	}
	meant := OnClock(instant(t, "2027-01-15T12:00:00Z"), mine)
	if err := Follow(name, "- 3600 XXX\n"); err != nil {
		t.Fatal(err)
	}
	defer Follow(name, RulesOf(mine)) //nolint:errcheck // they are its own
	if z, _ := Zone(name); z == mine || RulesOf(z) != "- 3600 XXX\n" {
		t.Error("the rules are not followed")
	}
	if z, _ := OwnZone(name); z != mine {
		t.Error("the program's own are forgotten")
	}
	moved := meant.Derive()
	if moved.At.Equal(meant.At) || !moved.Same(meant) || moved.Wall != meant.Wall {
		t.Errorf("%v was derived as %v", meant, moved)
	}
}

// The end of a leap year after the table of the zone data, at which a walk from
// change to change stood still.
func TestChangesGoOnAfterALeapYear(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := instant(t, "2040-06-01T00:00:00Z")
	for _, want := range []string{"2040-10-28T01:00:00Z", "2041-03-31T01:00:00Z", "2041-10-27T01:00:00Z"} {
		next, ok := NextChange(at, berlin)
		if !ok || !next.Equal(instant(t, want)) {
			t.Fatalf("after %s the clocks change at %s, %v; want %s", at, next, ok, want)
		}
		at = next
	}
	if _, ok := NextChange(at, time.UTC); ok {
		t.Error("UTC changes its clocks")
	}
}
