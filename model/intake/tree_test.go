package intake

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const treeMapping = "kind = \"release\"\nkey = [\"id\"]\ndate = \"due.date\"\n[columns]\ntitle = \"title\"\n[optional]\nversion = \"version\"\ntags = \"labels.name\"\n"

func readTree(t *testing.T, format, mapping, text string) Result {
	t.Helper()
	open := OpenJSON
	if format == FormatYAML {
		open = OpenYAML
	}
	res, err := ReadAll(open(strings.NewReader(text), decode(t, mapping), now, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestTrees(t *testing.T) {
	one := `{"id": 1, "title": "Zahlungsläufe", "version": 1.10, "due": {"date": "2026-12-01", "by": null}, "labels": [{"name": "db"}, {"name": "night"}]}`
	two := `{"id": 2, "title": "Two", "due": {"date": "2026-12-02"}}`
	in := func(text string) string { return strings.ReplaceAll(text, "\n", " ") }
	for _, c := range []struct{ name, format, text string }{
		{"a list", FormatJSON, "[" + one + ",\n" + two + "]"},
		{"a list with a mark", FormatJSON, "\ufeff\n [" + one + ",\n" + two + "]\n"},
		{"an answer with one list", FormatJSON, `{"total": 2, "result": [` + one + "," + two + `]}`},
		{"an answer with a list further down", FormatJSON, `{"data": {"page": {"size": 2}, "issues": [` + one + "," + two + `], "none": []}}`},
		{"JSON Lines", FormatJSON, in(one) + "\n\n" + in(two) + "\n"},
		{"JSON Lines in CR LF, without a last end", FormatJSON, in(one) + "\r\n" + in(two)},
		{"one behind the other", FormatJSON, "{\n" + one[1:] + "\n{\n" + two[1:]},
		{"YAML", FormatYAML, "- id: 1\n  title: Zahlungsläufe\n  version: 1.10\n  due: {date: 2026-12-01, by: ~}\n  labels:\n  - name: db\n  - name: night\n- {id: 2, title: Two, due: {date: 2026-12-02}}\n"},
		{"YAML with a list in it", FormatYAML, "total: 2\nevents:\n- id: 1\n  title: Zahlungsläufe\n  version: 1.10\n  due: {date: 2026-12-01}\n  labels: [{name: db}, {name: night}]\n- {id: 2, title: Two, due: {date: 2026-12-02}}\n"},
		{"YAML documents", FormatYAML, "---\nid: 1\ntitle: Zahlungsläufe\nversion: 1.10\ndue: {date: 2026-12-01}\nlabels: [{name: db}, {name: night}]\n---\nid: 2\ntitle: Two\ndue: {date: 2026-12-02}\n"},
		{"YAML with what is said once", FormatYAML, "- &a\n  id: 1\n  title: Zahlungsläufe\n  version: 1.10\n  due: {date: 2026-12-01}\n  labels: [{name: db}, {name: night}]\n- {id: 2, title: Two, due: {date: 2026-12-02}}\n"},
	} {
		res := readTree(t, c.format, treeMapping, c.text)
		if len(res.Problems) > 0 || keysOf(res.Rows) != "1 2" {
			t.Errorf("%s: %s, %v", c.name, keysOf(res.Rows), res.Problems)
			continue
		}
		if got := fmt.Sprint(res.Rows[0].Fields["title"], res.Rows[0].Fields["version"], res.Rows[0].Fields["tags"], res.Rows[0].Start.At.Format(" 2 Jan")); got != "Zahlungsläufe1.10db, night 1 Dec" {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

func TestTreesThatAreWrong(t *testing.T) {
	row := func(n int) string {
		return fmt.Sprintf(`{"id": %d, "title": "T", "due": {"date": "2026-12-01"}}`, n)
	}
	for _, c := range []struct {
		name, format, text, keys string
		problems                 []expected
	}{
		{"nothing", FormatJSON, "", "", []expected{{1, 0, Error, "cut short"}}},
		{"an empty list", FormatJSON, "[]", "", []expected{{1, 0, Error, "no rows in it"}}},
		{"a list of words", FormatJSON, `["a", "b"]`, "", []expected{{1, 0, Error, "no rows in it"}}},
		{"a word among rows", FormatJSON, "[" + row(1) + ",\n7,\n" + row(3) + "]", "1 3", []expected{{2, 0, Error, "7\" is no record"}}},
		{"cut short", FormatJSON, "[" + row(1) + ",\n" + row(2) + ",\n{\"id\":", "1 2", []expected{{3, 0, Error, "it is cut short"}}},
		{"a line of JSON Lines", FormatJSON, row(1) + "\n{\"id\": 2,,}\n" + row(3) + "\n", "1 3", []expected{{2, 0, Error, "the line is no JSON"}}},
		{"two lists", FormatJSON, `{"issues": [` + row(1) + `], "epics": [` + row(2) + `]}`, "", []expected{{1, 0, Error, "several lists: issues, epics"}}},
		{"a date of a row", FormatJSON, "[\n" + row(1) + ",\n" + strings.Replace(row(2), "12-01", "13-01", 1) + "]", "1", []expected{{3, 0, Error, "is not a date"}}},
		{"YAML that is none", FormatYAML, "- id: 1\n  title: [\n", "", []expected{{2, 0, Error, "it is no YAML"}}},
		{"YAML in windows-1252", FormatYAML, "- id: 1\n  title: caf\xe9\n", "", []expected{{2, 13, Error, "not UTF-8"}}},
		{"a word among rows of YAML", FormatYAML, "- {id: 1, title: T, due: {date: 2026-12-01}}\n- x\n", "1", []expected{{2, 0, Error, "x\" is no record"}}},
		{"two lists of YAML", FormatYAML, "a: [{id: 1}]\nb: [{id: 2}]\n", "", []expected{{1, 0, Error, "several lists: a, b"}}},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, readTree(t, c.format, treeMapping, c.text), c.keys, c.problems) })
	}
	if res := readTree(t, FormatJSON, "rows = \"epics\"\n"+treeMapping, `{"issues": [`+row(1)+`], "epics": [`+row(2)+`]}`); keysOf(res.Rows) != "2" {
		t.Errorf("the list that was named: %+v", res)
	}
}

func TestFormatOf(t *testing.T) {
	for _, c := range []struct{ end, head, want, unread string }{
		{".csv", "id,title", FormatCSV, ""},
		{"", "id,title", FormatCSV, ""},
		{".txt", "BEGIN:VCALENDAR\r\n", FormatICS, ""},
		{"", "\ufeffbegin:vcalendar\n", FormatICS, ""},
		{".ics", "", FormatICS, ""},
		{"", " [{", FormatJSON, ""},
		{".ndjson", "{", FormatJSON, ""},
		{".yml", "events:", FormatYAML, ""},
		{"", "---\nid: 1", FormatYAML, ""},
		{".csv", "- x,y", FormatCSV, ""},
		{".xlsx", "PK\x03\x04", "", "a spreadsheet"},
		{".zip", "PK\x03\x04", "", "a ZIP archive"},
		{".xls", "\xd0\xcf\x11\xe0", "", "before 2007"},
		{".xls", "<html>", "", "XML or HTML"},
		{".pdf", "%PDF-1.7", "", "a PDF"},
		{".gz", "\x1f\x8b", "", "gzip"},
		{".db", "SQLite format 3\x00", "", "open it as the data file"},
	} {
		got, unread := FormatOf(c.end, []byte(c.head))
		if got != c.want || !strings.Contains(unread, c.unread) || (unread == "") != (c.unread == "") {
			t.Errorf("%q%q is %q, %q; want %q, %q", c.end, c.head, got, unread, c.want, c.unread)
		}
	}
}
