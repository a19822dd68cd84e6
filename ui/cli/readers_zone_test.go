package cli

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/ui/screen/screentest"
)

// readers are at the two ends of the earth, a day apart, and in the middle.
var readers = []string{"UTC", "Pacific/Honolulu", "Pacific/Kiritimati"}

// clockTime is a clock time with its date, as anything that is printed writes it.
var clockTime = regexp.MustCompile(`(?:[A-Z][a-z]{2} )?(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2}(?: \d{4})?)[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?(?:(?:–| – (?:[A-Z][a-z]{2} )?(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2}(?: \d{4})?) )\d\d:\d\d)?(?: (?:UTC|[A-Z][a-z]+/[A-Za-z_]+))?`)

var (
	elsewhere = regexp.MustCompile(`,? ?\(?= TIME\)?|(?m)^  there +TIME\n`) // where the clocks differ
	zoneLine  = regexp.MustCompile(`(?m)^times: .*$`)
	tableRule = regexp.MustCompile(`(?m)^\+[-=+]+$`)
	dayZone   = regexp.MustCompile(`(\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]{2}(?: \d{4})?) (?:UTC|[A-Z][a-z]+/[A-Za-z_]+)`) // of another zone for some
	blanks    = regexp.MustCompile(` {2,}`)
)

// timeless is a text without its clock times, and what lines up with them.
func timeless(text string) string {
	text = zoneLine.ReplaceAllString(clockTime.ReplaceAllString(text, "TIME"), "times: ZONE")
	text = dayZone.ReplaceAllString(text, "$1")
	text = cutZone.ReplaceAllString(elsewhere.ReplaceAllString(text, ""), "(happened TIME)")
	return blanks.ReplaceAllString(text, "  ")
}

// cutZone is the time at the end of a note, which may be cut in the middle.
var cutZone = regexp.MustCompile(`(?m)\(happened TIME\)$|\(happened TIME [\w/+-]*…$|\(happened [^\n]*…$`)

// zoneWorld is the demo with plans of whole days and of clock times on both sides of
// every edge: of today, of a month and of a year, of services at the ends of the
// earth.
func zoneWorld(t *testing.T) (run func(viewer string, args ...string) string) {
	file := filepath.Join(t.TempDir(), "f.db")
	screentest.DemoAt(t, file)
	as := "cora"
	now := screentest.Now.Add(11 * time.Hour) // in Kiritimati it is the next day
	run = func(viewer string, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		acts := 0
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return now }, User: func() string { return "cora" },
			NewID: func() string { acts++; return fmt.Sprint("z-", len(args), args, acts) },
			Env: func(name string) string {
				return map[string]string{"HOME": filepath.Dir(file), "FAIRWAY_DB": file, "TZ": viewer}[name]
			}}
		if code := a.Run(context.Background(), append([]string{"--as", as}, args...)); code != exitDone && code != exitRefused {
			t.Fatalf("from %s: %q ends with %d: %s", viewer, args, code, &out)
		}
		return out.String()
	}
	as = "alice"
	run("UTC", "service", "add", "isles", "--name", "Isles", "--zone", "Pacific/Kiritimati")
	run("UTC", "service", "add", "surf", "--name", "Surf", "--zone", "Pacific/Honolulu")
	as = "cora"
	today := screentest.Now.In(screentest.Zone)
	for _, service := range []string{"isles", "surf", "payroll"} {
		for _, at := range []string{today.AddDate(0, 0, 1).Format(time.DateOnly), today.Format(time.DateOnly), today.AddDate(0, 0, -1).Format(time.DateOnly), "2026-11-30", "2026-12-01", "2026-12-25", "2026-12-31", "2027-01-01", "2026-11-30 23:30", "2026-12-01 00:30"} {
			run("UTC", "release", "new", "--name", "Edge "+at, "--service", service, "--start", at)
		}
		run("UTC", "release", "milestone", "Audit", "--on", "2026-12-01", "--service", service)
	}
	run("UTC", "window", "add", "--class", "freeze", "--hard", "--title", "Christmas", "--start", "2026-12-25", "--end", "2026-12-26")
	return run
}

// lookings are the commands that read: every list, with filters on dates, sorted
// by them, as text, CSV and JSON, and what else is printed of many records.
func lookings() (out [][]string) {
	add := func(words string, more ...string) { out = append(out, append(strings.Fields(words), more...)) }
	for _, of := range []string{"release", "change", "change problem", "incident", "window", "item", "media", "person", "service", "team", "zone", "process proposal", "catalogue"} {
		add(of + " list")
		add(of + " list --csv")
		add(of + " list --json")
	}
	add("run log list")
	for _, filter := range []string{"start:2026-12-25", "start<2026-12-01", "start>2026-11", "end<=2026-12-31", "start:today", `start>="2026-12-25 10:00"`, "late", "conflict", "frozen", "slipped", "changed", "-late dated", "registered:today"} {
		add("release list --filter", filter)
		add("calendar --from 2026-11-01 --to 2027-01-31 --filter", filter)
		add("board --filter", filter)
	}
	for _, sort := range []string{"start", "-end"} {
		add("release list --sort " + sort)
	}
	for _, span := range []string{"", "--month 2026-12", "--from today --to +6w", "--from 2026-12-25 --to 2026-12-25", "--from 2026-12-01 --to 2026-12-31 --sort from", "--month 2026-12 --sort -to"} {
		for _, form := range []string{"", " --csv", " --json", " --ics"} {
			if form != " --ics" || !strings.Contains(span, "--sort") {
				add("calendar " + span + form)
			}
		}
	}
	for _, period := range []string{"", "--period 2026-12", "--period 2026-11", "--period 2026", "--period last-30-days", "--by service", "--as-of 2026-11-20"} {
		for _, form := range []string{"", " --csv", " --json", " --markdown"} {
			add("metrics " + period + form)
		}
		add("change trend " + period)
		add("metrics slip-rate " + period)
	}
	add("board --json")
	add("board --ended --limit 0")
	add("board --as-of 2026-11-20")
	add("window list --filter start:2026-12-25")
	add("window list --sort start")
	add("incident list --filter", "opened>2026-11-01")
	add("approve list --all")
	add("approve list --all --json")
	add("approve list --all --filter asked>2026-11")
	add("inbox --asked")
	add("inbox --asked --json")
	add("log show --limit 300")
	add("log show --filter at:2026-11-20")
	add("log show --json")
	for _, of := range []string{"REL-1", "REL-40"} {
		add("release history " + of + " --json")
		add("gate " + of + " --json")
		for _, form := range []string{"assessment", "release-plan"} {
			add("form show " + form + " " + of)
			add("form show " + form + " " + of + " --json")
		}
	}
	for _, of := range []string{"DOC-1", "DOC-2", "DOC-40"} {
		add("form render " + of)
		add("form diff " + of)
	}
	add("run show RUN-1 --json")
	add("person key list cora")
	add("process show")
	add("process show --json")
	add("process history")
	add("process diff PRC-1")
	add("log lines")
	add("log head")
	add("process document --markdown")
	add("who")
	add("inbox")
	add("question list")
	add("calendar conflicts --from 2026-11-01 --to 2027-01-31")
	add("calendar conflicts --month 2026-12 --json")
	add("slot REL-43")
	add("slot REL-43 --passed --json")
	add("delegation list")
	add("waiver list")
	add("waiver list --json")
	add("train list")
	add("train list --json")
	add("metrics closed")
	add("metrics closed list --json")
	add("metrics defects --period 2026")
	add("metrics defects --period 2026 --json")
	add("improvement list")
	add("improvement list --json")
	add("report list")
	add("report list --json")
	for _, made := range []string{"monthly --period 2026-11", "monthly --period 2026-10 --json", "quarterly --period 2026-Q4 --format markdown", "trend --period 2026-10 --format html", "make monthly --period 2026-10"} {
		add("report " + made)
	}
	for _, line := range []string{"tree CI-3", "impact CI-3 --json", "diff BSL-1", "diff BSL-1 --json", "sample payroll --sample 2", "export", "export --relations --json"} {
		add("item " + line)
	}
	for _, of := range []string{"media check", "run installation", "media sbom"} {
		add(of + " list")
		add(of + " list --json")
	}
	add("cab list")
	add("cab agenda")
	add("standup --lines 0")
	add("standup --team customer --markdown")
	add("search edge --limit 0")
	add("search christmas --json")
	add("metrics annotation list")
	add("notes REL-32")
	add("service levels --period 2026-Q4")
	add("service downtime --period 2026-Q4")
	add("service agreement list")
	add("service outage list")
	add("job list")
	for _, of := range []string{"approval", "baseline", "document", "milestone", "notice", "procurement", "run"} {
		add(of + " list")
		add(of + " list --json --whole")
	}
	add("release list --json --whole --limit 0")
	add("watch list")
	add("watch list --json")
	return out
}

// shownAs are the commands that show one record, by that which lists them.
var shownAs = map[string][]string{
	"release": {"release show", "release show --json", "release history", "gate"}, "change": {"change show --json", "change show --versions"}, "change problem": {"change problem show", "change problem show --json"},
	"incident": {"incident show", "incident show --json"}, "window": {"window show", "window show --json"}, "item": {"item show", "item show --json"}, "media": {"media show", "media show --json"}, "person": {"person show", "person show --json"},
	"approval": {"approval show"}, "job": {"job show", "job show --json"}, "run log": {"run log show"}, "baseline": {"baseline show"}, "document": {"document show"}, "milestone": {"milestone show"}, "notice": {"notice show"}, "procurement": {"procurement show"},
	"service": {"service show", "service show --json"}, "team": {"team show", "team show --json"}, "zone": {"zone show", "zone show --json"}, "approve": {"approve show", "approve show --json"}, "process proposal": {"process proposal show", "process proposal show --json"},
	"service agreement": {"service agreement show", "service agreement show --json"}, "service outage": {"service outage show", "service outage show --json"},
	"metrics annotation": {"metrics annotation show", "metrics annotation show --json"}, "metrics closed": {"metrics closed show", "metrics closed show --json"},
	"delegation": {"delegation show", "delegation show --json"}, "question": {"question show", "question show --json"}, "catalogue": {"catalogue show", "catalogue show --json"}, "cab": {"cab show", "cab show --json"}, "waiver": {"waiver show", "waiver show --json"}, "watch": {"watch show", "watch show --json"}, "improvement": {"improvement show", "improvement show --json"}, "train": {"train show", "train show --json"}, "media check": {"media check show", "media check show --json"}, "run installation": {"run installation show", "run installation show --json"}, "media sbom": {"media sbom show", "media sbom show --json"}, "report": {"report show", "report show --json"},
}

// unread are commands that read and print no time, or are too much for this walk.
var unread = map[string]string{
	"backup": "writes a copy", "media get": "writes a file", "report get": "writes a file", "evidence": "writes a file", "evidence matrix": "stands in UTC for everybody", "media sbom diff": "components have no time", "process export": "writes files",
	"doctor": "reads the whole file for damage", "log verify": "the same", "process backtest": "reads the gates of the past anew",
	"process clauses": "rules alone", "process glossary": "rules alone", "process interactions": "rules alone", "process raci": "rules alone", "process roles": "rules alone", "process stage": "rules alone", "process graph": "rules alone",
}

// TestEveryReadingIsReadFromEverywhere: each command that reads is among those that
// are read from the ends of the earth, or says why not.
func TestEveryReadingIsReadFromEverywhere(t *testing.T) {
	lines := lookings()
	for _, shows := range shownAs {
		for _, show := range shows {
			lines = append(lines, strings.Fields(show))
		}
	}
	for name := range readings {
		words := strings.Fields(name)
		walked := name == "run show" || slices.ContainsFunc(lines, func(line []string) bool { return len(line) >= len(words) && slices.Equal(line[:len(words)], words) })
		if walked == (unread[name] != "") {
			t.Errorf("%s: give it a line in lookings or shownAs, or say in unread why it has none", name)
		}
	}
}

// shown are the commands that show one record: of each kind the first, and one of
// every so many squared.
func shown(run func(viewer string, args ...string) string, every int) (out [][]string) {
	for _, list := range slices.Sorted(maps.Keys(shownAs)) {
		shows := shownAs[list]
		lines := strings.Split(run("UTC", append(strings.Fields(list), "list", "--csv", "--columns", "id")...), "\n")
		for i, id := range lines[1 : len(lines)-1] {
			if i%(every*every) != 0 || list == "approve" && !strings.HasPrefix(id, "APR-") { // other things wait there, too
				continue
			}
			for _, show := range shows {
				out = append(out, append(strings.Fields(show), id))
			}
		}
	}
	for _, id := range []string{"REL-1", "REL-31", "RUN-1", "RUN-33"} {
		out = append(out, []string{"run", "show", id})
	}
	return out
}

// TestNoReadingDependsOnTheReadersZone reads the file from the ends of the earth:
// rows, counts, order, days, lateness, marks of conflicts and measures are the
// same, and what is printed differs in how clock times are shown alone. The agenda
// that people read has whole days among clock times, and so the order of what is
// shown.
func TestNoReadingDependsOnTheReadersZone(t *testing.T) {
	t.Parallel()
	readFromEverywhere(t, 7)
}

// readFromEverywhere reads one of every so many lists and records.
func readFromEverywhere(t *testing.T, every int) {
	run := zoneWorld(t)
	lists := lookings()
	for _, line := range append(lists, shown(run, every)...) {
		if n := slices.IndexFunc(lists, func(l []string) bool { return slices.Equal(l, line) }); n >= 0 && n%every != 0 {
			continue
		}
		printed := func(viewer string) string {
			text := run(viewer, line...)
			if line[0] == "form" && line[1] == "render" { // its tables are as wide as the times in them
				text = strings.Join(strings.FieldsFunc(tableRule.ReplaceAllString(text, ""), func(r rune) bool { return strings.ContainsRune(" \n|", r) }), " ")
			}
			text = timeless(text)
			if line[0] == "calendar" && !slices.ContainsFunc(line, func(w string) bool { return slices.Contains([]string{"--csv", "--json", "--ics", "--sort"}, w) }) {
				return strings.Join(slices.Sorted(strings.SplitSeq(text, "\n")), "\n")
			}
			return text
		}
		want := printed(readers[0])
		for _, viewer := range readers[1:] {
			if got := printed(viewer); got != want {
				t.Errorf("%q differs from %s: %s", strings.Join(line, " "), viewer, firstDifference(want, got))
				break
			}
		}
	}
}

// firstDifference is where two texts come apart.
func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d of %d and %d:\n%s\n%s", i+1, len(a), len(b), a[i], b[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(a), len(b))
}
