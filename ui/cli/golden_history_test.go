package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/ui/cli/recompute"
)

// table reads a real history of testdata.
func table(t *testing.T, name string) [][]string {
	t.Helper()
	file, err := os.Open(filepath.Join("../../model/intake/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

// Ten years of the schedule of Node.js, each date registered and authorised when it was first
// recorded, moved when that was recorded, and deployed at noon of what it was in the end. It
// is known by the dates alone which have slipped: those that came two days later or more, as
// a day of tolerance ends with the day after.
func TestTheMovesOfARealScheduleAreItsSlips(t *testing.T) {
	t.Parallel()
	date := func(text string) time.Time {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	stamp := func(at time.Time) string { return at.UTC().Format("2006-01-02 15:04") }
	type line struct {
		key         string
		first, last time.Time
		moves       int
	}
	dir := t.TempDir()
	s := &tale{t: t}
	s.begin(dir, "2016-09-01")
	var lines []*line
	past := map[string]bool{}
	for _, row := range table(t, "node-schedule-moves.csv") {
		recorded, err := time.Parse(time.RFC3339, row[0])
		if err != nil {
			t.Fatal(err)
		}
		key, to := row[1]+" "+row[2], date(row[4])
		if recorded.After(to) { // what is over can't be promised
			past[key] = true
		}
		i := slices.IndexFunc(lines, func(l *line) bool { return l.key == key })
		if i < 0 {
			lines = append(lines, &line{key: key, first: to, last: to})
			continue
		}
		lines[i].last = to
		lines[i].moves++
	}
	lines = slices.DeleteFunc(lines, func(l *line) bool { return past[l.key] })
	for _, row := range table(t, "node-schedule-moves.csv") {
		recorded, _ := time.Parse(time.RFC3339, row[0])
		key := row[1] + " " + row[2]
		switch {
		case past[key]:
		case row[3] == "":
			s.planned(key, "node", row[4], stamp(recorded), stamp(recorded.Add(time.Minute)))
		default:
			s.do(stamp(recorded.Add(2*time.Minute)), "bob", "release", "reschedule", "{"+key+"}", "--start", row[4], "--reason", "defect-found", "--sentence", "as it was recorded")
		}
	}
	slipped, moves, in := map[int]int{}, map[int]int{}, map[int]int{}
	for _, l := range lines {
		year := l.first.Year()
		in[year]++
		moves[year] += l.moves
		end := l.last
		if l.last.Before(goldenNow.Add(-day)) {
			at := l.last.Add(12 * time.Hour)
			s.run(l.key, stamp(at), stamp(at.Add(time.Hour)), "deployed")
		} else {
			end = goldenNow.Truncate(day)
		}
		if end.Sub(l.first) >= 2*day {
			slipped[year]++
		}
	}
	file := filepath.Join(dir, "golden.db")
	s.tell(file)
	a := auditor{t: t, now: goldenNow, ask: asker(t, file, "bob", goldenNow)}
	var years []string
	all, moved, late := 0, 0, 0
	for year := range in {
		years = append(years, fmt.Sprint(year))
		for _, m := range a.metrics("slip-rate", "--period", fmt.Sprint(year)) {
			if m.Value != (ratio{int64(slipped[year]), int64(in[year])}) {
				t.Errorf("%d: %v slipped, by the dates it is %d of %d", year, m.Value, slipped[year], in[year])
			}
			for _, p := range m.Parts {
				if p.Name == "moves per release" && p.Value != (ratio{int64(moves[year]), int64(in[year])}) {
					t.Errorf("%d: %v moves, by the rows it is %d", year, p.Value, moves[year])
				}
			}
		}
		all, moved, late = all+in[year], moved+moves[year], late+slipped[year]
	}
	if all != 72 || moved != 24 || late != 11 {
		t.Errorf("%d dates, %d moves, %d slipped: in the history it is 72, 24 and 11", all, moved, late)
	}
	slices.Sort(years)
	a.compare(years)
}

// What was taken in from real histories stands apart in the years of its dates.
func TestImportedHistoryStandsApartByItsNumbers(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "imported.db")
	imported(t, file, goldenNow)
	done, all := map[string]int{}, map[string]int{}
	for _, row := range table(t, "python-releases.csv") {
		year := row[3][:4]
		all[year]++
		if row[2] == "actual" {
			done[year]++
		}
	}
	a := auditor{t: t, now: goldenNow, ask: asker(t, file, "adam", goldenNow)}
	for _, year := range []string{"2000", "2009", "2015", "2024", "2026"} {
		for _, m := range a.metrics("--period", year, "--filter", "service:python") {
			if recompute.Measures[m.ID] == nil { // of no releases, or without records
				continue
			}
			want := done[year]
			if m.ID == "slip-rate" || m.ID == "reschedules" {
				want = all[year]
			}
			if m.Population != 0 || m.Imported != want || m.Value.Denominator != 0 {
				t.Errorf("%s of %s: %v of %d, and %d apart; the file has %d", m.ID, year, m.Value, m.Population, m.Imported, want)
			}
		}
	}
	// Month by month as well: those of 2026 that are yet to come, too.
	months := map[string]int{}
	for _, row := range table(t, "python-releases.csv") {
		months[row[3][:7]]++
	}
	for _, year := range []string{"2024", "2026"} {
		for _, m := range a.metrics("slip-rate", "--period", year, "--filter", "service:python", "--by", "period") {
			sum := 0
			for _, g := range m.Groups {
				if sum += g.Imported; g.Imported != months[g.Key] {
					t.Errorf("%s: %d apart, the file has %d", g.Key, g.Imported, months[g.Key])
				}
			}
			if sum != all[year] {
				t.Errorf("%s: %d apart in its months, the file has %d", year, sum, all[year])
			}
		}
	}
	// Of the 31 dates of a cycle of Kubernetes seven are releases, and they are done.
	for _, m := range slices.Concat(a.metrics("success-rate", "--period", "2025", "--filter", "service:kubernetes"), a.metrics("slip-rate", "--period", "2025", "--filter", "service:kubernetes")) {
		if m.Population != 0 || m.Imported != 7 {
			t.Errorf("%s of Kubernetes: %d, and %d apart", m.ID, m.Population, m.Imported)
		}
	}
}

// What is done to a release that wasn't deployed changes no number of those that were; a plan
// moved after its baseline is no slip for it; and the list of releases knows the same slips.
func TestWhatMustNotChangeTheGoldenNumbers(t *testing.T) {
	t.Parallel()
	file := golden(t, t.TempDir())
	a := auditor{t: t, now: goldenNow, ask: asker(t, file, "bob", goldenNow)}
	periods := []string{"2026-10", "2026-11", "2026"}
	numbers := func() map[string]printed {
		out := map[string]printed{}
		for _, period := range periods {
			for _, m := range a.metrics("--period", period) {
				out[period+" "+m.ID] = m
			}
		}
		return out
	}
	text := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var list struct{ Rows []struct{ ID, Name string } }
	find := func(name string) string {
		if err := json.Unmarshal(a.ask("release", "list", "--json", "--filter", "name:"+name), &list); err != nil || len(list.Rows) != 1 {
			t.Fatal(name, err, list)
		}
		return list.Rows[0].ID
	}
	n7, n8 := find("N7"), find("N8")

	before := numbers()
	a.ask("release", "reschedule", n8, "--start", "2026-12-05 22:00", "--end", "+2h", "--reason", "not-ready", "--sentence", "later")
	for key, m := range numbers() {
		was := before[key]
		if strings.HasSuffix(key, " reschedules") { // which counts moves
			continue
		}
		if strings.HasSuffix(key, "slip-rate") {
			for i, p := range m.Parts {
				if p.Name == "moves per release" {
					m.Parts[i].Value.Numerator -= int64(strings.Count("2026-11 2026", strings.Fields(key)[0])+1) / 2
				}
			}
		}
		if text(m) != text(was) {
			t.Errorf("a plan was moved after its baseline, and %s was\n%s and is\n%s", key, text(was), text(m))
		}
	}
	a.ask("release", "cancel", n7, "--reason", "too late")
	a.ask("release", "cancel", n8, "--reason", "nobody wants it")
	for key, m := range numbers() {
		if id := strings.Fields(key)[1]; !slices.Contains([]string{"slip-rate", "reschedules", "cancellations"}, id) && text(m) != text(before[key]) {
			t.Errorf("two were cancelled, and %s was\n%s and is\n%s", key, text(before[key]), text(m))
		}
	}

	var slips []struct {
		Records []struct {
			In      bool
			Release string
		}
	}
	if err := json.Unmarshal(a.ask("metrics", "slip-rate", "--period", "2026", "--json"), &slips); err != nil {
		t.Fatal(err)
	}
	var measured, listed []string
	for _, r := range slips[0].Records {
		if r.In {
			measured = append(measured, r.Release)
		}
	}
	if err := json.Unmarshal(a.ask("release", "list", "--json", "--filter", "slipped"), &list); err != nil {
		t.Fatal(err)
	}
	for _, r := range list.Rows {
		listed = append(listed, r.ID)
	}
	slices.Sort(measured)
	slices.Sort(listed)
	if len(measured) != 6 || !slices.Equal(measured, listed) { // L2, N1, N9, N5, N6, N7
		t.Errorf("the measure knows the slips %v, the list %v", measured, listed)
	}

	// The numerators of services add up to the total; I7, of two services, counts in both.
	for _, m := range a.metrics("--period", "2026", "--by", "service") {
		if len(m.Groups) == 0 || m.Value.Denominator != int64(m.Population) || m.Services != nil {
			continue // no ratio of what was counted, or of single services anyway
		}
		var num, den int64
		for _, g := range m.Groups {
			num, den = num+g.Value.Numerator, den+g.Value.Denominator
		}
		if m.ID == "incidents" {
			num--
		}
		if (ratio{num, den}) != m.Value {
			t.Errorf("%s: %v, and of services together %d of %d", m.ID, m.Value, num, den)
		}
	}
}
