package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/ui/cli/recompute"
	"fairway/ui/screen/screentest"
)

// printed is a measure as metrics --json has it.
type printed struct {
	ID, Key, Name string
	Value         ratio
	Parts         []struct {
		Name  string
		Value ratio
	}
	Population  int
	Small       bool `json:"small_n"`
	Provisional bool
	Defects     []struct{ ID, Text string }
	Imported    int    `json:"imported_apart"`
	Missing     string `json:"no_records_yet"`
	Services    []printed
	Groups      []printed
}

type ratio struct{ Numerator, Denominator int64 }

// auditor asks a file by commands alone.
type auditor struct {
	t    *testing.T
	now  time.Time
	ask  func(args ...string) []byte
	asOf string // "" is now
}

// asker asks a file as somebody, as of a moment of the clock. Commands may end with these
// codes besides 0.
func asker(t *testing.T, file, who string, now time.Time, codes ...int) func(args ...string) []byte {
	env := func(name string) string {
		return map[string]string{"FAIRWAY_DB": file, "HOME": filepath.Dir(file), "NOW": now.Format(time.RFC3339), "WHO": who, "TZ": "UTC"}[name]
	}
	return func(args ...string) []byte {
		t.Helper()
		var out, errs bytes.Buffer
		if code := perform(context.Background(), env, args, strings.NewReader(""), &out, &errs); code != 0 && !slices.Contains(codes, code) {
			t.Fatalf("%q ends with %d: %s%s", args, code, &out, &errs)
		}
		return out.Bytes()
	}
}

// world reads the lists.
func (a auditor) world() *recompute.World {
	a.t.Helper()
	var lists recompute.Lists
	into := reflect.ValueOf(&lists).Elem()
	for _, name := range slices.Sorted(maps.Keys(recompute.Commands)) {
		args := append(strings.Fields(recompute.Commands[name]), "--json")
		switch name {
		case "Rules":
			args = append(args, "--whole")
		case "Log":
			args = append(args, "--limit", "0")
		default:
			args = append(args, "--limit", "0", "--whole")
		}
		into.FieldByName(name).SetBytes(a.ask(a.then(args)...))
	}
	lists.Ask = func(args ...string) []byte { return a.ask(append(args, "--json", "--whole")...) }
	w, err := recompute.Read(lists, a.now)
	if err != nil {
		a.t.Fatal(err)
	}
	if odd := w.Odd(); len(odd) > 0 {
		a.t.Fatalf("the holidays %v recur in a way that the recomputation does not know", odd)
	}
	return w
}

func (a auditor) then(args []string) []string {
	if a.asOf != "" {
		args = append(args, "--as-of", a.asOf)
	}
	return args
}

func (a auditor) metrics(args ...string) (out []printed) {
	a.t.Helper()
	if err := json.Unmarshal(a.ask(a.then(append([]string{"metrics", "--json"}, args...))...), &out); err != nil {
		a.t.Fatal(err)
	}
	return out
}

// compare recomputes every number of some periods.
func (a auditor) compare(periods []string, splits ...string) {
	a.t.Helper()
	w := a.world()
	for i, period := range periods {
		span, err := w.Period(period)
		if err != nil {
			a.t.Fatal(err)
		}
		known := 0
		args := []string{"--period", period}
		split := ""
		if len(splits) > 0 {
			split = splits[i%len(splits)]
			args = append(args, "--by", split)
		}
		for _, m := range a.metrics(args...) {
			where := fmt.Sprintf("%s of %s as of %q", m.ID, period, a.asOf)
			switch known++; {
			case m.Missing != "" && recompute.Without[m.ID] != nil:
				if found := w.Records(m.ID); len(found) > 0 {
					a.t.Errorf("%s says that there are no records yet, and the lists have %v", where, found)
				}
				continue
			case m.Missing != "" || !recompute.Known(m.ID):
				a.t.Errorf("%s is recomputed by nobody", where)
				continue
			}
			a.same(where, m, w.Of(m.ID, span))
			if split == "period" {
				apart := 0
				for _, g := range m.Groups {
					apart += g.Imported
					name, from, _ := strings.Cut(g.Key, " from ")
					name, to, _ := strings.Cut(name, " to ")
					part, err := w.Period(name)
					if err != nil || from != "" || to != "" {
						continue // a week that is cut
					}
					a.same(where+", "+g.Key, g, w.Of(m.ID, part))
				}
				if apart != m.Imported {
					a.t.Errorf("%s: %d are imported apart, in its parts %d", where, m.Imported, apart)
				}
				continue
			}
			if split == "" {
				continue
			}
			groups := w.By(m.ID, span, split)
			for _, g := range m.Groups {
				n, ok := groups[g.Key]
				if !ok {
					a.t.Errorf("%s: there is no %s %q", where, split, g.Key)
					continue
				}
				delete(groups, g.Key)
				a.same(where+", "+g.Name, g, n)
			}
			if len(groups) > 0 {
				a.t.Errorf("%s has no %v", where, slices.Sorted(maps.Keys(groups)))
			}
		}
		if all := recompute.Count(); known != all {
			a.t.Errorf("%d measures of %s were recomputed, of %d", known, period, all)
		}
	}
}

// same compares a measure as it is printed with what an auditor computes.
func (a auditor) same(where string, m printed, n recompute.Number) {
	a.t.Helper()
	value := func(r ratio) recompute.Ratio { return recompute.Ratio{Num: r.Numerator, Den: r.Denominator} }
	wrong := func(what string, have, want any) { a.t.Errorf("%s: %s is %v, recomputed %v", where, what, have, want) }
	if got := value(m.Value); got != n.Value && (got.Den != 0 || n.Value.Den != 0) {
		wrong("the value", got, n.Value)
	}
	left := maps.Clone(n.Parts)
	for _, p := range m.Parts {
		if want, ok := left[p.Name]; !ok || value(p.Value) != want && (want.Den != 0 || p.Value.Denominator != 0) {
			wrong(p.Name, value(p.Value), want)
		}
		delete(left, p.Name)
	}
	for name, want := range left {
		wrong(name, "not there", want)
	}
	for _, c := range []struct {
		what       string
		have, want any
	}{{"the population", m.Population, n.Population}, {"small n", m.Small, n.Small()}, {"provisional", m.Provisional, n.Provisional}, {"imported apart", m.Imported, n.Imported}} {
		if c.have != c.want {
			wrong(c.what, c.have, c.want)
		}
	}
	if len(m.Defects) != n.Defects && m.Key == "" { // of a service they stand with the whole
		wrong("the number of defects", m.Defects, n.Defects)
	}
	for _, s := range m.Services {
		own, ok := n.Services[s.Key]
		if !ok {
			wrong("service "+s.Key, s.Value, "not there")
			continue
		}
		s.Imported, own.Imported = 0, 0
		a.same(where+", "+s.Name, s, own)
	}
	if len(m.Services) != len(n.Services) {
		wrong("the number of services", len(m.Services), len(n.Services))
	}
}

// An auditor gets every number of the sample out of the lists alone: of each month,
// quarter and year, of services, types and teams, and as of before.
func TestAnAuditorRecomputesTheSample(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	now := screentest.Now.Add(time.Hour)
	a := auditor{t: t, now: now, ask: asker(t, file, "cora", now)}
	var periods []string
	for m := 1; m <= 12; m++ {
		periods = append(periods, fmt.Sprintf("2026-%02d", m))
	}
	periods = append(periods, "2025-12", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026-W47", "2025", "2026", "2026", "2026", "2026")
	a.compare(periods, "service", "type", "team", "period")

	end := func(y int, m time.Month, d int) time.Time {
		return time.Date(y, m, d+1, 0, 0, 0, 0, screentest.Zone).Add(-time.Nanosecond)
	}
	for _, then := range []auditor{{asOf: "2026-11-20", now: end(2026, 11, 20)}, {asOf: "2026-08-31", now: end(2026, 8, 31)}, {asOf: "2026-04-11", now: end(2026, 4, 11)}} {
		then.t, then.ask = t, a.ask
		then.compare([]string{"2026-03", "2026-04", "2026-08", "2026-11", "2026-Q3", "2026"}, "service", "type", "team", "period")
	}
}

// The built program says the same, as of a place in its log, where its clock says nothing.
func TestAnAuditorRecomputesWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	bin, file := built(t), filepath.Join(dir, "demo.db")
	screentest.DemoAt(t, file)
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + file, "TZ=UTC", "LANG=C.UTF-8"}
	a := auditor{t: t, asOf: "#1500", ask: func(args ...string) []byte { return []byte(run(t, env, bin, append(args, "--as", "cora")...)) }}
	var log struct{ Rows []struct{ At time.Time } }
	if err := json.Unmarshal(a.ask("log", "show", "--json", "--as-of", a.asOf, "--limit", "0"), &log); err != nil || len(log.Rows) != 1500 {
		t.Fatal(err, len(log.Rows))
	}
	a.now = log.Rows[0].At
	a.compare([]string{"2026"}, "service")
}

// imported takes the real histories into a file of their own.
func imported(t *testing.T, file string, now time.Time) {
	t.Helper()
	ask := asker(t, file, "adam", now)
	ask("init", "--role", "release-coordinator", "--zone", "UTC")
	for _, line := range [][2]string{{"kubernetes-1.35-schedule.ics", "kubernetes"}, {"python-releases.csv", "python"}} {
		ask("import", filepath.Join("../../model/intake/testdata", line[0]), "--mapping", line[1])
	}
}

// Of imported history, too.
func TestAnAuditorRecomputesImportedHistory(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "imported.db")
	imported(t, file, screentest.Now)
	a := auditor{t: t, now: screentest.Now, ask: asker(t, file, "adam", screentest.Now)}
	periods := []string{"2025-11", "2026-11", "2025-Q4", "2026", "2025", "2020", "2009"}
	a.compare(periods, "service", "type")
	a.compare(periods, "period")
}
