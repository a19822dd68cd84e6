package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// earth are zones at its ends, with half and quarter hours, and of both
// hemispheres.
var earth = []string{"Pacific/Honolulu", "America/Chicago", "UTC", "Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Kiritimati"}

// TestDaysStayDaysOnAllWaysOut enters whole days over both changes of the clocks
// and the end of a year, in organisations all over the earth, and reads them from
// everywhere: lists, JSON, CSV, the calendar, its feed, a release's page and the
// text of a conflict name the same dates. TestLongDaysStayDaysOnAllWaysOut has
// organisations everywhere; here they are at the ends of the earth, and where the
// clocks change by half an hour.
func TestDaysStayDaysOnAllWaysOut(t *testing.T) {
	t.Parallel()
	daysStayDays(t, "Pacific/Honolulu", "Australia/Lord_Howe", "Pacific/Kiritimati")
}

func daysStayDays(t *testing.T, homes ...string) {
	for n, home := range earth {
		if !slices.Contains(homes, home) {
			continue
		}
		file := filepath.Join(t.TempDir(), "f.db")
		run := func(viewer string, args ...string) string {
			t.Helper()
			var out bytes.Buffer
			a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
				Env: func(name string) string {
					return map[string]string{"HOME": filepath.Dir(file), "FAIRWAY_DB": file, "TZ": viewer}[name]
				}}
			if code := a.Run(context.Background(), args); code != exitDone && code != exitRefused {
				t.Fatalf("%s, from %s: %q ends with %d: %s", home, viewer, args, code, &out)
			}
			return out.String()
		}
		run("UTC", "init", "--zone", home, "--role", "release-coordinator", "--role", "release-manager")
		run("UTC", "service", "add", "pay", "--name", "Pay", "--zone", earth[(n+5)%len(earth)])
		freeze := []string{"Sat 28 Mar – Mon 30 Mar", "Sat 24 Oct – Mon 26 Oct", "Thu 31 Dec – Fri 1 Jan"}
		spans := [][2]string{{"2026-03-28", "2026-03-30"}, {"2026-10-24", "2026-10-26"}, {"2026-12-31", "2027-01-01"}}
		for i, s := range spans {
			viewer := earth[(n+i)%len(earth)] // where it is entered from makes no difference
			run(viewer, "window", "add", "--class", "freeze", "--hard", "--title", "Freeze", "--start", s[0], "--end", s[1])
			run(viewer, "release", "milestone", "Audit", "--on", s[0], "--service", "pay")
			run(viewer, "release", "new", "--name", "Day", "--service", "pay", "--start", s[1], "--end", s[1])
		}
		for k := range 3 {
			viewer := earth[(n+k*4)%len(earth)]
			year := []string{"calendar", "--from", "2026-03-01", "--to", "2027-01-31"}
			outs := map[string]string{
				"window list": run(viewer, "window", "list"), "window list --json": run(viewer, "window", "list", "--json"), "window list --csv": run(viewer, "window", "list", "--csv"),
				"calendar": run(viewer, year...), "calendar --json": run(viewer, append(year, "--json")...), "calendar --csv": run(viewer, append(year, "--csv")...),
				"calendar --ics": strings.ReplaceAll(run(viewer, append(year, "--ics")...), "\r", ""),
			}
			for way, out := range outs {
				for _, s := range spans {
					first, last := s[0], s[1]
					if way == "calendar --ics" {
						after, _ := time.Parse(time.DateOnly, last)
						first, last = "DTSTART;VALUE=DATE:"+strings.ReplaceAll(first, "-", ""), "DTEND;VALUE=DATE:"+after.AddDate(0, 0, 1).Format("20060102")
					}
					if !strings.Contains(out, first) || !strings.Contains(out, last) {
						t.Errorf("%s, from %s: %s says nothing of %s to %s:\n%s", home, viewer, way, first, last, out)
					}
				}
			}
			for i, s := range spans {
				id := "REL-" + string(rune('1'+i))
				if out := run(viewer, "release", "show", id); !strings.Contains(out, s[1]) {
					t.Errorf("%s, from %s: %s is not on %s:\n%s", home, viewer, id, s[1], out)
				}
				if out := run(viewer, "gate", id, "scheduled"); !strings.Contains(out, "hard freeze") || !strings.Contains(out, freeze[i]) {
					t.Errorf("%s, from %s: %s, in a freeze, does not meet it:\n%s", home, viewer, id, out)
				}
				if out := run(viewer, append([]string{"calendar", "--from", s[1], "--to", s[1]}, "--csv")...); !strings.Contains(out, id) {
					t.Errorf("%s, from %s: %s is not on the calendar of %s:\n%s", home, viewer, id, s[1], out)
				}
			}
		}
	}
}
