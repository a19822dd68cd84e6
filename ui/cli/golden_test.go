package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fairway/ui/cli/recompute"
)

// goldenNow is the moment for which it is asked: a Wednesday in November.
var goldenNow = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// golden tells the tale of the golden organisation. Times are UTC: Berlin is two hours
// ahead until 25 October, 03:00, and one from then on; New York is four hours behind until
// 1 November, and five from then on; Tokyo is nine hours ahead.
func golden(t *testing.T, dir string) string {
	file := filepath.Join(dir, "golden.db")
	s := &tale{t: t}
	s.begin(dir)

	// October. P are of payroll, S of the shop, L of the ledger.
	s.ran("P10", "payroll", "2026-09-30 23:00 to +2h", "09-30 21:00", "09-30 22:00") // ends with the first instant of October
	s.ran("P1", "payroll", "2026-10-05 22:00 to +2h", "10-05 20:00", "10-05 21:00")
	s.ran("P5", "payroll", "2026-10-06 22:00 to +2h", "10-06 20:00", "10-06 21:00", "--major") // W is 14 days
	s.ran("S1", "shop", "2026-10-06 22:00 to +2h", "10-07 02:00", "10-07 03:00")
	s.ran("L1", "ledger", "2026-10-10", "10-11 15:00", "10-11 16:00") // a whole day, and a day's tolerance to the minute
	s.planned("P2", "payroll", "2026-10-12 22:00 to +2h", "09-02 21:30", "10-07 20:00")
	s.run("P2", "10-12 20:00", "10-12 21:30", "deployed") // 40 days, where its type states 30
	s.planned("P7", "payroll", "2026-10-13 22:00 to +2h", "09-23 21:10", "10-08 20:00")
	s.do("10-13 20:00", "dan", "run", "start", "{P7}")
	s.do("10-13 20:40", "dan", "run", "rollback", "{P7}", "--trigger", "wrong sums")
	s.do("10-13 21:10", "dan", "run", "end", "{P7}", "rolled-back")
	s.ran("L2", "ledger", "2026-10-12", "10-13 15:01", "10-13 16:01") // a minute later than tolerated
	s.planned("P8", "payroll", "2026-10-14 22:00 to +2h", "09-25 21:00", "10-09 20:00")
	s.run("P8", "10-14 20:00", "10-14 20:20", "failed") // and the day after it works
	s.run("P8", "10-15 20:00", "10-15 21:00", "deployed")
	s.planned("S2", "shop", "2026-10-14 22:00 to +2h", "09-25 04:00", "10-10 02:00")
	s.run("S2", "10-15 02:00", "10-15 04:00", "deployed", "--intervention", "hotfix")
	s.ran("P3", "payroll", "2026-10-20 22:00 to +2h", "10-20 20:00", "10-20 21:00") // W goes over the change of clocks
	s.do("10-12 10:00", "bob", "release", "hold", "{P3}", "--reason", "waits for a tester", "--review", "2026-10-20")
	s.do("10-14 10:00", "bob", "release", "resume", "{P3}")
	s.ran("S3", "shop", "2026-10-21 22:00 to +2h", "10-22 02:00", "10-22 03:00")
	s.ran("P4", "payroll", "2026-10-26 21:00 to +2h", "10-26 20:00", "10-26 21:00")
	s.ran("S4", "shop", "2026-10-26 22:00 to +2h", "10-27 02:00", "10-27 03:00")
	s.planned("S5", "shop", "2026-10-28 22:00 to +2h", "10-09 03:30", "10-24 02:00")
	s.do("10-29 02:00", "dan", "run", "start", "{S5}")
	s.do("10-29 02:30", "dan", "run", "rollback", "{S5}", "--trigger", "one node", "--partial")
	s.do("10-29 03:30", "dan", "run", "end", "{S5}", "rolled-back")
	s.incident("I0", "10-08 08:50", "P1") // for which P6 is declared
	s.emergency("P6", "payroll", "10-08 09:00", "--reason", "service-down", "--incident", "{I0}")
	s.paper("10-12 09:00", "P6", "emergency-review", "--set", "true_emergency=yes", "--set", "why=nobody was paid")

	// November, up to its 25th.
	s.ran("P9", "payroll", "2026-10-31 23:00 to +2h", "10-31 22:00", "10-31 23:00") // ends with the first instant of November
	s.planned("N1", "payroll", "2026-11-02 22:00 to +2h", "10-20 22:00", "10-28 21:00")
	s.do("10-30 09:00", "bob", "release", "reschedule", "{N1}", "--start", "2026-11-09 22:00", "--end", "+2h", "--reason", "customer-asked", "--sentence", "they close their books")
	s.run("N1", "11-09 21:00", "11-09 22:00", "deployed")
	s.planned("N2", "payroll", "2026-11-03 22:00 to +2h", "10-17 22:00", "10-29 21:00")
	s.do("11-01 09:00", "bob", "release", "reschedule", "{N2}", "--start", "2026-11-06 22:00", "--end", "+2h", "--reason", "displaced", "--sentence", "another comes first")
	s.run("N2", "11-06 21:00", "11-06 22:00", "deployed")
	s.planned("N3", "shop", "2026-11-05 22:00 to +2h", "10-15 04:00", "11-01 03:00")
	s.run("N3", "11-04 03:00", "11-04 04:00", "deployed") // two days early
	s.planned("N9", "payroll", "2026-11-04 22:00 to +2h", "10-21 22:00", "10-30 21:00")
	s.do("11-03 12:00", "bob", "release", "reschedule", "{N9}", "--start", "2026-11-10 22:00", "--end", "+2h", "--reason", "not-ready", "--sentence", "the build is red")
	s.do("11-03 13:00", "bob", "release", "back", "{N9}", "planning", "--reason", "plan it anew")
	s.do("11-03 14:00", "bob", "release", "advance", "{N9}")
	s.run("N9", "11-10 21:00", "11-10 22:00", "deployed")
	s.ran("N10", "shop", "2026-11-10 22:00 to +2h", "11-11 03:00", "11-11 04:00")
	s.do("11-06 15:00", "bob", "release", "reschedule", "{N10}", "--start", "2026-11-13 22:00", "--end", "+2h", "--reason", "not-ready", "--sentence", "by mistake")
	s.do("11-06 15:05", "bob", "release", "undo", "{N10}")
	s.ran("N13", "ledger", "2026-11-12 22:00 to +2h", "11-12 13:00", "11-12 15:30") // half an hour too long
	s.ran("N15", "payroll", "2026-11-12 22:00 to +2h", "11-12 21:00", "11-12 22:00")
	s.do("11-08 09:00", "bob", "release", "edit", "{N15}", "--name", "Another name", "--version", "9")
	s.ran("N17", "ledger", "2026-11-01", "11-01 03:00", "11-01 04:00") // a day that begins in Tokyo while it is October in Berlin
	s.planned("F1", "shop", "2026-11-12 22:00 to +2h", "10-24 03:20", "11-08 03:00")
	s.do("11-13 03:00", "dan", "run", "start", "{F1}")
	s.do("11-13 03:50", "dan", "run", "end", "{F1}", "failed", "--at", "2026-11-13 03:20 UTC", "--restored", "2026-11-13 03:50 UTC")
	s.planned("F2", "shop", "2026-11-16 22:00 to +2h", "10-28 03:20", "11-12 03:00")
	s.run("F2", "11-17 03:00", "11-17 03:20", "failed")
	s.do("11-25 09:00", "dan", "run", "start", "{F2}") // and goes on
	for _, key := range []string{"F3", "F4"} {
		d := map[string]string{"F3": "13", "F4": "14"}[key]
		s.ran(key, "payroll", "2026-11-"+d+" 22:00 to +2h", "11-"+d+" 21:00", "11-"+d+" 22:00")
		s.paper("10-30 10:00", key, "criteria", "--row", "criteria=id:C1;criterion:it is right;how:look", "--row", "criteria=id:C2;criterion:it is fast;how:look")
	}
	s.paper("11-12 10:00", "F3", "test-report", "--row", "results=id:C1;result:passed;evidence:seen", "--row", "results=id:C2;result:failed;evidence:seen")
	s.paper("11-12 10:00", "F4", "test-report", "--row", "results=id:C1;result:failed;evidence:seen", "--row", "results=id:C2;result:waived;evidence:seen")
	s.paper("11-12 11:00", "F4", "acceptance", "--row", "waivers=id:C1;decision:accept;organisation:Dora;party:Eve;reason:it will do")
	s.emergency("E2", "payroll", "11-15 09:00", "--reason", "security", "--vulnerability", "CVE-2026-1234")
	s.paper("11-16 09:00", "E2", "emergency-review", "--set", "true_emergency=no", "--set", "why=it could have waited")
	s.emergency("E3", "shop", "11-16 09:00", "--reason", "security", "--vulnerability", "CVE-2026-1235") // nobody has judged it
	s.planned("N4", "payroll", "2026-11-09 22:00 to +2h", "10-20 09:00", "10-28 09:00")
	s.do("11-09 20:59", "bob", "release", "cancel", "{N4}", "--reason", "a minute before its date")
	s.planned("N5", "payroll", "2026-11-09 22:00 to +2h", "10-20 09:00", "10-28 09:00")
	s.do("11-12 12:00", "bob", "release", "cancel", "{N5}", "--reason", "after its date")
	s.planned("N6", "payroll", "2026-11-10 22:00 to +2h", "10-20 09:00", "10-28 09:00")
	s.do("11-10 21:00", "bob", "release", "cancel", "{N6}", "--reason", "at its date")
	s.planned("N7", "payroll", "2026-11-18 22:00 to +2h", "10-20 09:00", "11-02 09:00") // overdue
	s.planned("N8", "payroll", "2026-11-28 22:00 to +2h", "10-20 09:00", "11-02 09:00") // yet to come
	s.planned("N12", "payroll", "2026-11-20 22:00 to +2h", "10-20 09:00", "")           // never authorised
	s.planned("N18", "payroll", "2026-11-21 22:00 to +2h", "10-20 09:00", "")           // given up before it was authorised
	s.do("11-20 09:00", "bob", "release", "cancel", "{N18}", "--reason", "nobody needs it")

	// Plans that say how long it takes.
	for key, takes := range map[string]string{"P1": "1h", "P2": "1h", "P7": "30m", "S2": "1h"} {
		s.paper("09-30 10:00", key, "release-plan", "--set", "duration="+takes)
	}
	s.paper("09-30 10:00", "P7", "rollback-plan", "--row", "steps=text:put it back")
	s.paper("10-20 10:00", "S5", "rollback-plan", "--row", "steps=text:put it back")
	s.do("10-13 21:00", "dan", "run", "step", "{P7}", "1")
	s.do("10-29 03:00", "dan", "run", "step", "{S5}", "1")

	// Incidents, with their causes.
	s.incident("I1", "10-19 21:30", "P3", "P2")       // at the very end of W: counts
	s.incident("I2", "10-27 21:30", "P3", "P3")       // W ends at 23:00 in Berlin, an hour later than a week of hours
	s.incident("I3", "11-02 21:01", "P3", "P4")       // a minute after W
	s.incident("I4", "10-19 10:00", "P1", "P5")       // 13 days after a major release: counts, and is grave
	s.incident("I5", "10-11 12:00", "P3", "P6")       // after the three days of an emergency
	s.incident("I6", "10-13 20:50", "P3", "P7")       // while it is deployed
	s.incident("I7", "10-08 08:00", "P3", "P1", "S1") // of two releases: once in all, once in each
	s.incident("I10", "10-11 10:00", "P3", "L1")      // before it
	s.incident("I12", "11-10 09:00", "P2", "N2")
	s.make("I8", "10-23 09:00", "sue", "incident", "add", "--title", "I8", "--release", "{S3}", "--link", "suspected")
	s.make("I9", "10-28 09:00", "sue", "incident", "add", "--title", "I9", "--service", "shop")
	s.make("CI1", "09-02 09:00", "sue", "item", "add", "database")
	s.make("CI2", "09-02 09:01", "sue", "item", "add", "reports", "--depends-on", "{CI1}")
	s.do("10-01 09:00", "bob", "release", "items", "{L2}", "--add", "{CI1}")
	s.make("I11", "10-14 10:00", "sue", "incident", "add", "--title", "I11", "--items", "{CI2}") // on what depends on what L2 touched

	// RFCs: of P1, deferred from P1 to P2, of what was rolled back, and written afterwards.
	s.make("C1", "09-25 21:00", "bob", "change", "new", "--title", "C1", "--service", "payroll")
	s.make("C2", "09-22 21:30", "bob", "change", "new", "--title", "C2", "--service", "payroll")
	s.make("C3", "09-25 21:00", "bob", "change", "new", "--title", "C3", "--service", "payroll")
	s.make("C4", "10-08 15:00", "bob", "change", "new", "--title", "C4", "--service", "payroll")
	s.do("09-26 09:00", "bob", "release", "scope", "{P1}", "--add", "{C1}", "--add", "{C2}")
	s.do("09-26 09:00", "bob", "release", "scope", "{P7}", "--add", "{C3}")
	s.do("09-30 09:00", "bob", "release", "scope", "{P1}", "--defer", "{C2}")
	s.do("10-01 09:00", "bob", "release", "scope", "{P2}", "--add", "{C2}")
	s.do("10-08 16:00", "bob", "release", "scope", "{P6}", "--add", "{C4}")

	// History: one that is done, and one to come.
	csv := filepath.Join(dir, "history.csv")
	if err := os.WriteFile(csv, []byte("series,version,state,date,note\n1,1.0,actual,2026-11-05,\n1,1.1,expected,2026-11-20,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.do("11-24 09:00", "ada", "import", csv, "--mapping", "python")
	s.tell(file)
	return file
}

// The measures of the golden organisation are those that were worked out by hand.
func TestTheGoldenOrganisation(t *testing.T) {
	t.Parallel()
	file := golden(t, t.TempDir())
	a := auditor{t: t, now: goldenNow, ask: asker(t, file, "bob", goldenNow)}
	for _, m := range append(a.metrics("--period", "2026-10"), a.metrics("--period", "2026-11")...) {
		fmt.Println(m.ID, m.Value, m.Parts, m.Population, m.Provisional, m.Imported, m.Defects)
		for _, s := range m.Services {
			fmt.Println("   ", s.Name, s.Value, s.Parts, s.Population, s.Provisional)
		}
	}
	a.compare([]string{"2026-10", "2026-11", "2026-Q4"}, "service", "type", "period")
	_ = recompute.Ratio{}
}
