package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// tickets is how the export of a ticket system is read.
const tickets = `
name = "tickets"
source = "csv"
kind = "incident"
key = ["number"]
duplicates = "update"
zone = "UTC"
service = "node"
date = "opened_at"
end = "resolved_at"
date_formats = ["DD-MM-YYYY HH:MM"]
empty = ["?"]
[columns]
title = "number"
state = "incident_state"
severity = "priority"
change = "rfc"
caused_by = "caused_by"
[values.state]
Resolved = "resolved"
Closed = "closed"
"*" = "open"
[values.severity]
"1 - Critical" = "P1"
"2 - High" = "P2"
"3 - Moderate" = "P3"
"4 - Low" = "P4"
`

// The log of a ticket system, around two deployments of the service that it is about: each
// ticket is one incident, however often it was written; those that name a cause are linked by
// the desk, and the others that were opened within a week are suspected. How many that are,
// the rows say. The log that is real is not ours to copy: it is replayed where it lies beside
// the repository, and a small one of its shape always.
func TestALogOfIncidentsIsCountedByItsRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, from string
		ends             [2]string // of the deployments
		rows, all        int       // updates, and tickets that can be read
		value, suspected ratio
		changes, causes  int // tickets that name one
	}{
		{"small", "../../model/intake/testdata/incidents.csv", "2024-02-01", [2]string{"2024-02-28 23:00", "2024-03-01 08:30"}, 10, 6, ratio{1, 2}, ratio{5, 1}, 1, 1},
		{"real", "../../../shared/data/incident-event-log.csv", "2016-02-01", [2]string{"2016-02-28 23:00", "2016-03-01 16:00"}, 5998, 890, ratio{2, 2}, ratio{888, 1}, 22, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			name := c.file
			if dir := os.Getenv("FAIRWAY_HISTORIES"); dir != "" && c.name == "real" {
				name = filepath.Join(dir, filepath.Base(name))
			}
			rows := logOf(t, name)
			if rows == nil {
				t.Skip("it is not there")
			}
			dir := t.TempDir()
			s := &tale{t: t}
			s.begin(dir, c.from)
			ends := [2]time.Time{utc(t, c.ends[0]), utc(t, c.ends[1])}
			for i, key := range []string{"X", "Y"} {
				stamp := func(at time.Time) string { return at.Format("2006-01-02 15:04") }
				start := ends[i].Add(-time.Hour)
				s.planned(key, "node", stamp(start)+" to +2h", stamp(start.AddDate(0, 0, -10)), stamp(start.AddDate(0, 0, -5)))
				s.run(key, stamp(start), stamp(ends[i]), "deployed")
			}
			file := filepath.Join(dir, "golden.db")
			s.tell(file)
			if err := os.WriteFile(filepath.Join(dir, "tickets.toml"), []byte(tickets), 0o600); err != nil {
				t.Fatal(err)
			}
			now := ends[0].AddDate(2, 0, 0)
			ask := asker(t, file, "bob", now)
			asker(t, file, "bob", now, 1)("import", name, "--mapping", filepath.Join(dir, "tickets.toml")) // 1: one row has no date

			// What the rows say: the last one of each ticket that has a date.
			opened, cause, named := map[string]time.Time{}, map[string]bool{}, map[string][]string{}
			last := map[string]string{} // the change of each that names one
			for _, row := range rows {
				at, err := time.Parse("02-01-2006 15:04", row["opened_at"])
				if err == nil {
					opened[row["number"]], cause[row["number"]], last[row["number"]] = at, row["caused_by"] != "?", row["rfc"]
				}
			}
			changes := 0
			for number, change := range last {
				if change != "?" {
					changes++
					named[change] = append(named[change], number)
				}
			}
			if causes := len(slices.DeleteFunc(slices.Collect(maps.Values(cause)), func(c bool) bool { return !c })); changes != c.changes || causes != c.causes {
				t.Fatalf("%d tickets name a change and %d a cause; known are %d and %d", changes, causes, c.changes, c.causes)
			}
			var list struct {
				Rows []struct{ ID, Title string }
			}
			if err := json.Unmarshal(ask("incident", "list", "--json", "--limit", "0"), &list); err != nil {
				t.Fatal(err)
			}
			if len(rows) != c.rows || len(opened) != c.all || len(list.Rows) != c.all {
				t.Fatalf("%d rows of %d tickets, %d incidents; known are %d and %d", len(rows), len(opened), len(list.Rows), c.rows, c.all)
			}
			// What other tools call a change is found as it was typed, and is none of ours.
			for change, numbers := range named {
				var found struct {
					Rows []struct{ Title, External string }
				}
				if err := json.Unmarshal(ask("incident", "list", "--json", "--filter", "reference:"+change), &found); err != nil {
					t.Fatal(err)
				}
				var titles []string
				for _, i := range found.Rows {
					titles = append(titles, i.Title)
				}
				slices.Sort(titles)
				slices.Sort(numbers)
				if !slices.Equal(titles, numbers) {
					t.Errorf("%s is named by %v, by the rows by %v", change, titles, numbers)
				}
			}
			desk := asker(t, file, "sue", now.Add(time.Hour))
			suspected := 0
			for _, i := range list.Rows {
				at := opened[i.Title]
				within := func(end time.Time) bool { return at.After(end) && !at.After(end.AddDate(0, 0, 7)) }
				switch {
				case cause[i.Title] && within(ends[1]):
					desk("incident", "link", i.ID, "REL-2", "confirmed")
				case cause[i.Title]:
					desk("incident", "link", i.ID, "REL-1", "confirmed")
				case within(ends[0]) || within(ends[1]):
					suspected++
				}
			}
			if int64(suspected) != c.suspected.Numerator {
				t.Errorf("by the rows %d are suspected", suspected)
			}
			// The same are proposed on the releases, each by its own window.
			proposed := map[string]bool{}
			for _, id := range []string{"REL-1", "REL-2"} {
				var shown struct {
					Suspected []struct{ Incident string }
				}
				if err := json.Unmarshal(desk("release", "show", id, "--json"), &shown); err != nil {
					t.Fatal(err)
				}
				for _, s := range shown.Suspected {
					proposed[s.Incident] = true
				}
			}
			if int64(len(proposed)) != c.suspected.Numerator {
				t.Errorf("%d are proposed as suspected, and %d counted", len(proposed), c.suspected.Numerator)
			}
			a := auditor{t: t, now: now.Add(2 * time.Hour), ask: asker(t, file, "bob", now.Add(2*time.Hour))}
			year := c.from[:4]
			for _, m := range a.metrics("incidents", "--period", year) {
				if m.Value != c.value || m.Population != 2 || m.Provisional {
					t.Errorf("incidents: %v of %d", m.Value, m.Population)
				}
				for _, p := range m.Parts {
					if p.Name == "suspected" && p.Value != c.suspected {
						t.Errorf("%v are suspected, by the rows %v", p.Value, c.suspected)
					}
				}
			}
			a.compare([]string{year}, "service")
		})
	}
}

// logOf are the rows of a log by their columns; nil where it isn't there.
func logOf(t *testing.T, name string) (out []map[string]string) {
	t.Helper()
	file, err := os.Open(name)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // it is only read
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		one := map[string]string{}
		for i, column := range rows[0] {
			one[column] = row[i]
		}
		out = append(out, one)
	}
	return out
}
