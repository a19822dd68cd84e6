package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMappingErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name = \"x\"\nknd = \"release\"\n", `line 2: there is no key "knd"`},
		{"[[rule]]\nmatch = \"x\"\nkind = \"release\"\n\n[[rule]]\nmatch = \"y\"\nkind = \"release\"\nhrad = true\n", `line 8: there is no key "rule.hrad"`},
		{"name = \"x\nkind = \"y\"\n", "line 1"},
		{"name = \"a\"\nname = \"b\"\n", "line 2"},
		{"hard = 1\n", `no key "hard"`},
		{"strip_emoji = \"yes\"\n", "strip_emoji"},
		{"key = 5\n", "neither a text nor a list"},
		{"source = \"xls\"\n", `line 1: there is no source "xls"; use ics or csv`},
		{"kind = \"party\"\n", `line 1: there is no kind "party"; use one of release`},
		{"\nzone = \"Europe/Atlantis\"\n", "is not a known time zone"},
		{"duplicates = \"maybe\"\n", "line 1: duplicates is never"},
		{"separator = \"ab\"\n", "line 1: the separator \"ab\" is more than one"},
		{"separator = '\"'\n", "line 1: '\"' can't stand between columns"},
		{"separator = \"é\"\n", "line 1: 'é' can't stand between columns"},
		{"version = '(\\d+'\n", "line 1: version is no regular expression"},
		{"version = '\\d+'\n", "line 1: version names no group"},
		{"version = '(?P<colour>x)'\n", `line 1: version has a group named "colour"`},
		{"date_formats = [\"DD-MM\"]\n", `line 1: the date format "DD-MM" does not name year`},
		{"date_formats = [\n\"YYYY-MM-DD\",\n\"QQ\"]\n", `line 1: the date format "QQ" has "QQ" in it`},
		{"[columns]\n# note\ntitel = \"t\"\n", `line 3: there is no field "titel"`},
		{"[columns]\ntitle = []\n", "line 2: title has no column"},
		{"[columns]\ntitle = \"{name\"\n", "line 2: title: the template \"{name\" opens a brace"},
		{"[columns]\ntitle = \"a}\"\n", "closes a brace"},
		{"[columns]\ntitle = \"{}\"\n", "no name between"},
		{"[columns]\ntitle = \"a\"\n[optional]\ntitle = \"b\"\n", "line 4: title is under columns and under optional"},
		{"date = \"a\"\n[columns]\nstart = \"b\"\n", "line 1: date says the same as columns.start"},
		{"[values.titel]\na = \"b\"\n", `line 1: there is no field "titel"`},
		{"[values.kind]\na = \"release\"\nb = \"party\"\n", `line 3: there is no kind "party"`},
		{"[[rule]]\nmatch = \"a\"\nkind = \"release\"\n[[rule]]\nkind = \"freeze\"\nmatch = \"(\"\n", "line 6: match is no regular expression"},
		{"[[rule]]\nkind = \"release\"\ncategories = \"(\"\n", "line 3: categories is no regular expression"},
		{"[[rule]]\nmatch = \"a\"\n", "line 1: a rule needs a kind"},
		{"\n[[rule]]\nkind = \"release\"\n", "line 2: a rule without match"},
		{"[[rule]]\nmatch = \"a\"\nkind = \"release\"\nhard = true\n", "line 4: only a freeze can be hard"},
		{"[[rule]]\nmatch = \"a\"\nkind = \"release\"\ntitle = \"{\"\n", "line 4: title: "},
		{"[[rule]]\nmatch = \"a\"\nkind = \"release\"\n[rule.set]\ntitel = \"b\"\n", `line 5: there is no field "titel" to set`},
		{strings.Repeat("#", maxMapping+1), "is it the right file?"},
	} {
		_, err := DecodeMapping([]byte(c.text))
		if err == nil {
			t.Errorf("%.80q is accepted; want %q", c.text, c.want)
			continue
		}
		if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "read the mapping: ") {
			t.Errorf("%.80q:\n %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestShippedMappings(t *testing.T) {
	files, err := filepath.Glob("../../assets/mappings/*.toml")
	if err != nil || len(files) < 4 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m, err := DecodeMapping(data)
		if err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if m.Name+".toml" != filepath.Base(f) || m.Source == "" {
			t.Errorf("%s is named %q, and is for %q", f, m.Name, m.Source)
		}
	}
}

func TestMappingFromOptions(t *testing.T) {
	m, err := MappingFromOptions(Options{
		Columns: []string{"version=Version", "title=Release {Version}", "date=Planned", "end=Until"},
		Key:     []string{"ID,Version"}, Service: "crm", DateFormats: []string{"DD.MM.YYYY"}, EndAfter: true, Separator: "semicolon",
	})
	if err != nil {
		t.Fatal(err)
	}
	res := readCSV(t, m, "ID;Version;Planned;Until\n7;1.2;01.12.2026;03.12.2026\n")
	if len(res.Rows) != 1 || len(res.Problems) > 0 {
		t.Fatal(res.Problems)
	}
	got := res.Rows[0]
	got.Digest = ""
	want := Row{Line: 2, Key: "7/1.2", Kind: KindRelease, Zone: "UTC", StageByDate: true, Start: day(2026, 12, 1), End: day(2026, 12, 2),
		Fields: map[string]string{"title": "Release 1.2", "version": "1.2", "service": "crm", "stage": "registration"}}
	if diff := cmp.Diff(want, got, samePlan); diff != "" {
		t.Error(diff)
	}

	// Options stand before the mapping, and leave it as it was.
	base := mapping(t, "generic-csv.toml")
	over, err := base.With(Options{Columns: []string{"title=Topic"}, Kind: KindMilestone})
	if err != nil {
		t.Fatal(err)
	}
	text := "id,topic,title,date\n1,Topic,Title,2026-12-01\n"
	if r := readCSV(t, over, text).Rows[0]; r.Fields["title"] != "Topic" || r.Kind != KindMilestone {
		t.Errorf("with the option: %+v", r)
	}
	if r := readCSV(t, base, text).Rows[0]; r.Fields["title"] != "Title" || r.Kind != KindRelease {
		t.Errorf("without the option: %+v", r)
	}

	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Columns: []string{"version"}}, "it is not field=Column"},
		{Options{Columns: []string{"=x"}}, "it is not field=Column"},
		{Options{Columns: []string{"verson=x"}}, `there is no field "verson"`},
		{Options{Kind: "party"}, `there is no kind "party"`},
		{Options{Separator: "--"}, "more than one character"},
		{Options{Zone: "CET"}, "no time zone"},
		{Options{DateFormats: []string{"soon"}}, "the date format"},
	} {
		if _, err := MappingFromOptions(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.o, err, c.want)
		}
	}
	if !(Options{}).IsZero() || (Options{EndAfter: true}).IsZero() {
		t.Error("IsZero")
	}
}

func TestDateFormats(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"DD-MM-YYYY HH:MM", "29-02-2016 01:16", "minute 2016-02-29T01:16:00Z"},
		{"D.M.YYYY", "1.12.2026", "day 2026-12-01T00:00:00Z"},
		{"M/D/YY h:mm AM", "12/1/26 9:05 PM", "minute 2026-12-01T21:05:00Z"},
		{"YYYYMMDDTHHMMSS", "20261201T220059", "minute 2026-12-01T22:00:00Z"},
		{"D MMM YYYY", "1 Dec 2026", "day 2026-12-01T00:00:00Z"},
		{"MMMM D, YYYY", "December 1, 2026", "day 2026-12-01T00:00:00Z"},
		{"YYYY-MM-DD HH:MM Z", "2026-12-01 22:00 +02:00", "minute 2026-12-01T20:00:00Z"},
		{"2006-01-02 15:04", "2026-12-01 22:00", "minute 2026-12-01T22:00:00Z"},
		{"", "2026-12-01T22:00:00+01:00", "minute 2026-12-01T21:00:00Z"},
		{"", "2026-12-01", "day 2026-12-01T00:00:00Z"},
	} {
		m := Mapping{}
		if c.format != "" {
			l, err := layoutOf(c.format)
			if err != nil {
				t.Errorf("%s: %v", c.format, err)
				continue
			}
			m.layouts = []layout{l}
		}
		got, err := m.readDate(c.text, time.UTC)
		if err != nil || momentText(got) != c.want {
			t.Errorf("%s as %s is %s, %v; want %s", c.text, c.format, momentText(got), err, c.want)
		}
	}
}

func FuzzMapping(f *testing.F) {
	files, _ := filepath.Glob("../../assets/mappings/*.toml")
	for _, name := range files {
		data, _ := os.ReadFile(name)
		f.Add(data)
	}
	f.Fuzz(func(_ *testing.T, data []byte) {
		DecodeMapping(data)
	})
}
