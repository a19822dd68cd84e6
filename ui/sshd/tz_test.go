//go:build !race

package sshd_test

import (
	"testing"

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
