package cli_test

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// The golden organisation: three services in three zones, some forty releases of October
// and November 2026, and what became of them, such that each edge case of the measures
// occurs once. It is built by commands alone, each at its time, under rules with the fewest
// stages (testdata/golden). What is expected of it is worked out by hand in golden_test.go.

// deed is a command that somebody gives at a time. {P1} in it is the id of that release or
// incident, and keys names what it makes.
type deed struct {
	at   time.Time
	who  string
	keys string
	args []string
	does func() error // beside commands
}

// tale collects deeds.
type tale struct {
	t     *testing.T
	deeds []deed
}

// utc is a time of 2026: "10-05 20:00", or of another year, which it names then.
func utc(t *testing.T, text string) time.Time {
	t.Helper()
	if len(text) == len("10-05 20:00") {
		text = "2026-" + text
	}
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (s *tale) do(at, who string, args ...string) { s.make("", at, who, args...) }

func (s *tale) make(key, at, who string, args ...string) {
	s.deeds = append(s.deeds, deed{at: utc(s.t, at), who: who, keys: key, args: args})
}

// at is a time as deeds have it.
func at(t time.Time) string { return t.UTC().Format("01-02 15:04") }

// planned is a release with its window, registered 20 days before it is over, as things
// stand when end is given, and authorised five days before start; "" for never.
func (s *tale) planned(key, service, window, registered, authorised string, more ...string) {
	start, end, ok := strings.Cut(window, " to ")
	args := append([]string{"release", "new", "--name", key, "--service", service}, more...)
	if start != "" {
		args = append(args, "--start", start)
	}
	if ok {
		args = append(args, "--end", end)
	}
	s.make(key, registered, "bob", args...)
	if authorised != "" {
		s.do(authorised, "bob", "release", "advance", "{"+key+"}")
	}
}

// day is how long a day is, in the absolute.
const day = 24 * time.Hour

// ran is a release that was planned so and deployed from start to end, in UTC: registered
// 20 days before its end, authorised five before its start.
func (s *tale) ran(key, service, window, start, end string, more ...string) {
	s.planned(key, service, window, at(utc(s.t, end).Add(-20*day)), at(utc(s.t, start).Add(-5*day)), more...)
	s.run(key, start, end, "deployed")
}

func (s *tale) run(key, start, end, result string, more ...string) {
	s.do(start, "dan", "run", "start", "{"+key+"}")
	s.do(end, "dan", append([]string{"run", "end", "{" + key + "}", result}, more...)...)
}

// emergency is one that is declared, goes on half an hour later, is deployed another half
// hour later, and takes that long.
func (s *tale) emergency(key, service, declared string, more ...string) {
	from := utc(s.t, declared)
	s.make(key, declared, "bob", append([]string{"release", "new", "--name", key, "--service", service, "--type", "emergency"}, more...)...)
	s.do(at(from.Add(30*time.Minute)), "bob", "release", "advance", "{"+key+"}")
	s.run(key, at(from.Add(time.Hour)), at(from.Add(90*time.Minute)), "deployed")
}

// incident is one that was opened; its cause is confirmed at once.
func (s *tale) incident(key, opened, severity string, causes ...string) {
	s.make(key, opened, "sue", "incident", "add", "--title", key, "--severity", severity)
	for _, of := range causes {
		s.do(opened, "sue", "incident", "link", "{"+key+"}", "{"+of+"}", "confirmed", "--anyway") // some before it is deployed
	}
}

// paper fills a form, of a release that is there, with rows of tables and answers.
func (s *tale) paper(at, key, form string, more ...string) {
	s.do(at, "dan", append([]string{"form", "fill", form, "{" + key + "}"}, more...)...)
}

// madeIDs finds the ids in what a command says: the first that it was not given is what it
// made.
var madeIDs = regexp.MustCompile(`\b(?:REL|INC|CHG|CI|CAT|WVR|IMP|DOC)-\d+`)

// tell does all deeds in the order of their times, in a new file.
func (s *tale) tell(file string) {
	s.t.Helper()
	slices.SortStableFunc(s.deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	ids := []string{}
	files := &openFiles{}
	defer files.Close() //nolint:errcheck // a test's
	for _, d := range s.deeds {
		if d.does != nil {
			if err := d.does(); err != nil {
				s.t.Fatal(err)
			}
			continue
		}
		now := d.at.Format(time.RFC3339)
		env := func(name string) string {
			return map[string]string{"FAIRWAY_DB": file, "HOME": filepath.Dir(file), "NOW": now, "WHO": d.who, "TZ": "UTC"}[name]
		}
		args := make([]string, len(d.args))
		for i, arg := range d.args {
			args[i] = strings.NewReplacer(ids...).Replace(arg)
		}
		var out, errs bytes.Buffer
		if code := performOn(context.Background(), files.at(s.t, now), env, args, strings.NewReader(""), &out, &errs); code != 0 {
			s.t.Fatalf("%s %s: %q ends with %d: %s%s", now, d.who, args, code, &out, &errs)
		}
		if d.keys != "" {
			made := slices.DeleteFunc(madeIDs.FindAllString(out.String(), -1), func(id string) bool { return slices.Contains(args, id) })
			if len(made) == 0 || slices.Contains(ids, "{"+d.keys+"}") {
				s.t.Fatalf("%q makes no %s, or another: %s", args, d.keys, &out)
			}
			ids = append(ids, "{"+d.keys+"}", made[0])
		}
	}
}

// begin makes the file on a day, with its people, rules and services.
func (s *tale) begin(dir, day string) {
	s.do(day+" 08:00", "ada", "init", "--zone", "Europe/Berlin")
	for _, p := range []string{
		"bob --role release-coordinator --role release-manager --role change-manager", "dan --role deployment-team --role test-manager --role release-coordinator",
		"sue --role service-desk --role configuration-manager", "carl --role change-manager", "eve --role cab-member", "fred --role cab-member", "dora --role release-manager --role change-manager",
	} {
		s.do(day+" 08:00", "ada", append([]string{"person", "add"}, strings.Fields(p)...)...)
	}
	rules := filepath.Join(dir, "rules")
	s.do(day+" 09:00", "bob", "process", "export", rules)
	s.deeds = append(s.deeds, deed{at: utc(s.t, day+" 09:00"), does: func() error {
		for _, name := range []string{"normal.toml", "emergency.toml", "regular.toml"} {
			text, err := os.ReadFile(filepath.Join("testdata/golden", name))
			if err := cmp.Or(err, os.WriteFile(filepath.Join(rules, "process", name), text, 0o600)); err != nil {
				return err
			}
		}
		return nil
	}})
	s.do(day+" 09:00", "bob", "process", "propose", rules, "--why", "few stages")
	s.do(day+" 09:00", "carl", "process", "review", "PRP-1", "--comment", "few indeed")
	s.do(day+" 09:00", "dora", "process", "approve", "PRP-1")
	s.do(day+" 09:00", "ada", "process", "adopt", "PRP-1")
	for _, line := range []string{"payroll --name Payroll", "node --name Node --zone UTC", "shop --name Shop --zone America/New_York", "ledger --name Ledger --zone Asia/Tokyo"} {
		s.do(day+" 10:00", "ada", append([]string{"service", "add"}, strings.Fields(line)...)...)
	}
}
