package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones must not depend on the machine

	"github.com/google/go-cmp/cmp"

	"fairway/model/when"
)

var now = time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC)

// mapping reads one of the mappings that are shipped.
func mapping(t testing.TB, name string) Mapping {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../assets/mappings", name))
	if err != nil {
		t.Fatal(err)
	}
	m, err := DecodeMapping(data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func readFile(t *testing.T, name string, m Mapping, at time.Time) Result {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	open := OpenCSV
	if filepath.Ext(name) == ".ics" {
		open = OpenICS
	}
	res, err := ReadAll(open(f, m, at, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// samePlan compares dates by what was meant, or by the instant where a test names
// that alone.
var samePlan = cmp.Comparer(when.Moment.Same)

func day(y int, m time.Month, d int) when.Moment {
	return when.Moment{At: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Precision: when.Day}
}

func minute(y int, m time.Month, d, h, min int) when.Moment {
	return when.Moment{At: time.Date(y, m, d, h, min, 0, 0, time.UTC), Precision: when.Minute}
}

func byKind(rows []Row) map[string]int {
	n := map[string]int{}
	for _, r := range rows {
		n[r.Kind]++
	}
	return n
}

func find(t *testing.T, rows []Row, key string) Row {
	t.Helper()
	for _, r := range rows {
		if r.Key == key {
			return r
		}
	}
	t.Fatalf("no row has the key %q", key)
	return Row{}
}

func TestKubernetesSchedule(t *testing.T) {
	res := readFile(t, "kubernetes-1.35-schedule.ics", mapping(t, "kubernetes.toml"), now)
	if len(res.Rows) != 31 || len(res.Problems) != 31 || res.Errors != 0 {
		t.Fatalf("%d rows, %d problems, %d errors; want 31, 31 and 0", len(res.Rows), len(res.Problems), res.Errors)
	}
	for i, p := range res.Problems {
		if p.Severity != Warning || !strings.Contains(p.Reason, "DTSTAMP") || p.Line != res.Rows[i].Line {
			t.Errorf("problem %d is not about the DTSTAMP of line %d: %v", i, res.Rows[i].Line, p)
		}
	}
	if diff := cmp.Diff(map[string]int{KindRelease: 7, KindFreeze: 5, KindMilestone: 19}, byKind(res.Rows)); diff != "" {
		t.Error(diff)
	}

	rc := find(t, res.Rows, "k8s-v1.35-rc0@kubernetes.io")
	rc.Digest = ""
	want := Row{
		Line: 337, Key: "k8s-v1.35-rc0@kubernetes.io", Kind: KindRelease, Zone: "UTC", StageByDate: true,
		Start: day(2025, 12, 2), End: day(2025, 12, 2),
		Fields: map[string]string{
			"title": "Kubernetes v1.35.0-rc.0", "summary": "🏷️ v1.35.0-rc.0 Released", "version": "v1.35.0-rc.0",
			"service": "kubernetes", "type": "normal", "stage": "closed", "state": "confirmed",
			"notes": "Week 12 - First release candidate",
		},
	}
	if diff := cmp.Diff(want, rc, samePlan); diff != "" {
		t.Error(diff)
	}
	text, _ := os.ReadFile("testdata/kubernetes-1.35-schedule.ics")
	lines := strings.Split(string(text), "\n")
	for _, r := range res.Rows {
		if lines[r.Line-1] != "BEGIN:VEVENT" || lines[r.Line] != "UID:"+r.Key {
			t.Errorf("line %d is %q, not the BEGIN of %s", r.Line, lines[r.Line-1], r.Key)
		}
	}

	code := find(t, res.Rows, "k8s-v1.35-code-freeze@kubernetes.io")
	if code.Kind != KindFreeze || code.Fields["hard"] != "true" || code.Fields["title"] != "Code & Test Freeze" {
		t.Errorf("the code freeze is %+v", code)
	}
	if !code.Start.Same(minute(2025, 11, 7, 12, 0)) || code.End != code.Start {
		t.Errorf("the code freeze lasts from %v to %v", code.Start, code.End)
	}
	if !strings.Contains(code.Fields["notes"], "CRITICAL DEADLINE\n\nCode Freeze and Test Freeze begins\nDeadline") {
		t.Errorf("the line breaks of the notes: %q", code.Fields["notes"])
	}
	docs := find(t, res.Rows, "k8s-v1.35-docs-freeze@kubernetes.io")
	if docs.Kind != KindFreeze || docs.Fields["hard"] != "" {
		t.Errorf("the docs freeze is %+v", docs)
	}
	con := find(t, res.Rows, "k8s-v1.35-kubecon@kubernetes.io")
	if !con.Start.Same(day(2025, 11, 10)) || !con.End.Same(day(2025, 11, 13)) {
		t.Errorf("KubeCon is from %v to %v; DTEND is the first day after", con.Start, con.End)
	}
	for _, uid := range []string{"exceptions-call-1", "exceptions-call-2", "code-freeze-warning", "release-notes-draft", "release-cycle-start", "thaw"} {
		if r := find(t, res.Rows, "k8s-v1.35-"+uid+"@kubernetes.io"); r.Kind != KindMilestone || r.Fields["stage"] != "" {
			t.Errorf("%s is a %s, not a milestone", r.Fields["title"], r.Kind)
		}
	}
}

// A release that is over today is no change of what the calendar says.
func TestDigestIgnoresToday(t *testing.T) {
	m := mapping(t, "kubernetes.toml")
	early := readFile(t, "kubernetes-1.35-schedule.ics", m, time.Date(2025, 12, 9, 12, 0, 0, 0, time.UTC))
	late := readFile(t, "kubernetes-1.35-schedule.ics", m, now)
	stages := map[string]int{}
	for i := range early.Rows {
		if early.Rows[i].Digest != late.Rows[i].Digest {
			t.Errorf("%s has another digest on another day", early.Rows[i].Key)
		}
		stages[early.Rows[i].Fields["stage"]]++
	}
	if stages["closed"] != 5 || stages["registration"] != 2 {
		t.Errorf("on 9 December the stages are %v; want 5 closed, and rc.1 of that day and the final one expected", stages)
	}
}

func TestPythonReleases(t *testing.T) {
	res := readFile(t, "python-releases.csv", mapping(t, "python.toml"), now)
	if len(res.Rows) != 651 || len(res.Problems) != 0 {
		t.Fatalf("%d rows and %d problems; want 651 and none: %v", len(res.Rows), len(res.Problems), res.Problems[:min(3, len(res.Problems))])
	}
	stages, digests := map[string]int{}, map[string]bool{}
	for _, r := range res.Rows {
		stages[r.Fields["stage"]]++
		digests[r.Digest] = true
	}
	if diff := cmp.Diff(map[string]int{"closed": 627, "registration": 24}, stages); diff != "" {
		t.Error(diff)
	}
	if len(digests) != 651 {
		t.Errorf("%d different digests; want 651", len(digests))
	}
	first := res.Rows[0]
	first.Digest = ""
	want := Row{
		Line: 2, Key: "1.6/1.6.0 alpha 1", Kind: KindRelease, Zone: "UTC",
		Start: day(2000, 3, 31), End: day(2000, 3, 31),
		Fields: map[string]string{
			"title": "Python 1.6.0 alpha 1", "version": "1.6.0 alpha 1", "stage": "closed",
			"service": "python", "type": "normal",
		},
	}
	if diff := cmp.Diff(want, first, samePlan); diff != "" {
		t.Error(diff)
	}
}

func TestIncidents(t *testing.T) {
	m, err := DecodeMapping([]byte(`
kind = "incident"
key = ["number"]
duplicates = "update"
zone = "Europe/Berlin"
date = "opened_at"
end = "resolved_at"
date_formats = ["DD-MM-YYYY HH:MM"]
empty = ["?"]
[columns]
title = "short_description"
state = "incident_state"
severity = "priority"
ci = "cmdb_ci"
change = "rfc"
caused_by = "caused_by"
closed = "closed_at"
[values.state]
Resolved = "resolved"
Closed = "closed"
"*" = "open"
[values.severity]
"1 - Critical" = "P1"
"2 - High" = "P2"
"3 - Moderate" = "P3"
"4 - Low" = "P4"
`))
	if err != nil {
		t.Fatal(err)
	}
	res := readFile(t, "incidents.csv", m, now)
	if len(res.Rows) != 9 || len(res.Problems) != 2 {
		t.Fatalf("%d rows, problems %v", len(res.Rows), res.Problems)
	}
	if p := res.Problems[0]; p.Line != 9 || p.Severity != Warning || !strings.Contains(p.Reason, "02:30 does not exist, the clocks in Europe/Berlin go from 02:00 to 03:00 on 31 Mar 2024; 2024-03-31 03:00 was taken") {
		t.Errorf("the time that the clocks skip: %v", p)
	}
	p := res.Problems[1]
	if p.Line != 11 || p.Column != 16 || !strings.Contains(p.Reason, "30-02-2024") || !strings.Contains(p.Reason, "opened_at") {
		t.Errorf("the day that is none: %v", p)
	}
	got := res.Rows[1]
	got.Digest = ""
	want := Row{
		Line: 3, Key: "INC0000101", Kind: KindIncident, Zone: "Europe/Berlin",
		Start: minute(2024, 2, 29, 0, 16), End: minute(2024, 2, 29, 10, 29),
		Fields: map[string]string{
			"title": "Payroll run does not start", "state": "resolved", "severity": "P1", "ci": "payroll-db",
			"change": "CHG0000040", "caused_by": "CHG0000040", "closed": "2024-03-05T11:00:00Z",
		},
	}
	if diff := cmp.Diff(want, got, samePlan); diff != "" {
		t.Error(diff)
	}
	if open := res.Rows[0]; !open.End.IsZero() || open.Fields["state"] != "open" {
		t.Errorf("an incident that is not over: %+v", open)
	}
	// 02:30 on that night is skipped in Berlin; what counts is the end of the gap.
	if r := res.Rows[7]; !r.End.Same(minute(2024, 3, 31, 1, 0)) {
		t.Errorf("resolved in the gap of daylight saving: %v", r.End)
	}
	if title := find(t, res.Rows, "INC0000104").Fields["title"]; title != `Report shows "n/a", not 0` {
		t.Errorf("quotes: %s", title)
	}
}

func TestGenericMappings(t *testing.T) {
	res := readFile(t, "kubernetes-1.35-schedule.ics", mapping(t, "generic-ics.toml"), now)
	if len(res.Rows) != 31 || res.Errors != 0 {
		t.Fatalf("%d rows, %d errors", len(res.Rows), res.Errors)
	}
	res = readFile(t, "python-releases.csv", mapping(t, "generic-csv.toml"), now)
	if len(res.Rows) != 651 {
		t.Errorf("%d of 651 releases: %v", len(res.Rows), res.Problems[:min(3, len(res.Problems))])
	}
	if r := res.Rows[0]; r.Kind != KindRelease || r.Fields["version"] != "1.6.0 alpha 1" || !r.Start.Same(day(2000, 3, 31)) {
		t.Errorf("the first release: %+v", r)
	}
	m := mapping(t, "generic-ics.toml")
	for title, want := range map[string]string{
		"Deploy payments":                KindRelease,
		"Ledger go-live":                 KindRelease,
		"CRM v1.2":                       KindRelease,
		"Payroll 5.2.1 release":          KindRelease,
		"Maintenance release 2.0.1":      KindRelease,
		"Maintenance window web":         KindMaintenance,
		"Year-end change freeze":         KindFreeze,
		"Blackout quarter end":           KindFreeze,
		"Release moratorium":             KindFreeze,
		"Embargo":                        KindFreeze,
		"Public holiday":                 KindHoliday,
		"Release planning meeting":       KindMilestone,
		"Call for code freeze exception": KindMilestone,
		"Start release notes draft":      KindMilestone,
		"Freezer delivered":              KindMilestone,
		"Team lunch":                     KindMilestone,
	} {
		r := oneEvent(t, m, "SUMMARY:"+title)
		if r.Kind != want {
			t.Errorf("%q is a %s, not a %s", title, r.Kind, want)
		}
	}
	if r := oneEvent(t, m, "SUMMARY:🚀 CRM v1.2-rc.1 go-live"); r.Fields["version"] != "v1.2-rc.1" || r.Fields["title"] != "CRM v1.2-rc.1 go-live" {
		t.Errorf("version and title: %v", r.Fields)
	}
}

// oneEvent reads a single event with these lines.
func oneEvent(t *testing.T, m Mapping, lines ...string) Row {
	t.Helper()
	text := "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nDTSTART:20261201T220000Z\n" +
		strings.Join(lines, "\n") + "\nEND:VEVENT\nEND:VCALENDAR\n"
	res, err := ReadAll(OpenICS(strings.NewReader(text), m, now, time.UTC))
	if err != nil || len(res.Rows) != 1 {
		t.Fatalf("%q gives %d rows, %v, %v", lines, len(res.Rows), res.Problems, err)
	}
	return res.Rows[0]
}
