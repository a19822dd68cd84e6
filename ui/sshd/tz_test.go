//go:build !race

package sshd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fairway/model/when"
	"fairway/ui/term/ttytest"
)

// timeZones logs in with what terminals have in TZ. What is no zone is said, in the
// footer and for good in the frame, beside the zone that is used.
func timeZones(t *testing.T, h *host, key string) {
	const notAZone = "is no name of a time zone"
	for tz, frame := range map[string][]string{
		"America/Chicago":                     {"America/Chicago"},
		":America/Chicago":                    {"America/Chicago"},
		"/usr/share/zoneinfo/America/Chicago": {"America/Chicago"},
		"":                                    {"UTC"},
		"JST-9":                               {"UTC, not TZ=JST-9", "TZ=JST-9 " + notAZone + ": write it as TZ=Europe/Berlin; times are shown in UTC"},
		"Mars/Olympus":                        {"UTC, not TZ=Mars/Olympus", notAZone},
		"<+03>-3":                             {"UTC, not TZ=…", notAZone},
	} {
		env := []string{"HOME=" + h.dir, "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=" + tz}
		ttytest.Open(t, env, 140, 30, "ssh", append(h.sshArgs(key, "-t"), "x@127.0.0.1")...).See(append(frame, "Calendar")...).Press("q").Ends(0)
	}
}

// zoneData: whoever logs in is told that the host's zone data
// are not those that the file goes by, in the frame and by commands, until somebody
// takes them up.
func zoneData(t *testing.T, h *host, key string) {
	const zone, there = "Africa/Casablanca", "other zone data here for Africa/Casablanca"
	h.run("service", "add", "souk", "--name", "Souk", "--zone", zone, "--as", boss)
	always, err := when.OwnZone("Africa/Abidjan") // its clocks show UTC all year
	if err != nil {
		t.Fatal(err)
	}
	file, err := when.ZoneFile(zone, when.RulesOf(always))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path := filepath.Join(dir, zone)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	take := exec.Command(h.bin, "zone", "take", "--as", boss)
	take.Env = append(h.environ(), "ZONEINFO="+dir)
	if out, err := take.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	m := h.terminal(key, 200, 30, "x@127.0.0.1").See("Calendar", there)
	if _, said, code := h.openssh(key, "", "x@127.0.0.1", "release", "list"); code != 0 || strings.Count(said, "have other rules for "+zone+" than the file") != 1 {
		t.Errorf("exit %d: %s", code, said)
	}
	h.run("zone", "take", "--as", boss)
	m.Gone(there).Press("q").Ends(0)
}
