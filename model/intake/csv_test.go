package intake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const plainMapping = `
kind = "release"
key = ["id"]
date = "date"
[columns]
title = "title"
`

func decode(t testing.TB, text string) Mapping {
	t.Helper()
	m, err := DecodeMapping([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func readCSV(t testing.TB, m Mapping, text string) Result {
	t.Helper()
	res, err := ReadAll(OpenCSV(strings.NewReader(text), m, now, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func keysOf(rows []Row) string {
	var keys []string
	for _, r := range rows {
		keys = append(keys, r.Key)
	}
	return strings.Join(keys, " ")
}

// check compares what came out: the keys of the rows, and for each problem its
// line, column, severity and a part of the reason.
type expected struct {
	line, column int
	severity     string
	reason       string
}

func check(t *testing.T, res Result, keys string, problems []expected) {
	t.Helper()
	if got := keysOf(res.Rows); got != keys {
		t.Errorf("rows %q, want %q", got, keys)
	}
	if len(res.Problems) != len(problems) {
		t.Errorf("%d problems, want %d: %v", len(res.Problems), len(problems), res.Problems)
		return
	}
	for i, want := range problems {
		p := res.Problems[i]
		if p.Line != want.line || p.Column != want.column || p.Severity != want.severity || !strings.Contains(p.Reason, want.reason) {
			t.Errorf("problem %d is %v\nwant %+v", i, p, want)
		}
		if p.Remedy == "" || strings.HasSuffix(p.Reason, ".") {
			t.Errorf("problem %d has no cure, or a full stop: %v", i, p)
		}
	}
}

func TestCSVInputs(t *testing.T) {
	long := strings.Repeat("x", MaxLine+10)
	for _, c := range []struct {
		name, mapping, text, keys string
		problems                  []expected
	}{
		{"plain", plainMapping, "id,title,date\n1,One,2026-12-01\n2,Two,\n", "1 2", nil},
		{"CR LF, BOM, no last line end", plainMapping, "\xef\xbb\xbfid,title,date\r\n1,One,2026-12-01\r\n2,Two,2026-12-02", "1 2", nil},
		{"semicolons", plainMapping, "id;title;date\n1;One, or so;2026-12-01\n", "1", nil},
		{"tabs", plainMapping, "id\ttitle\tdate\n1\tOne\t2026-12-01\n", "1", nil},
		{"a separator that is given", plainMapping + "", "id|title|date\n1|One|2026-12-01\n", "1", nil},
		{"names of columns in other case", plainMapping, "ID, Title ,DATE\n1,One,2026-12-01\n", "1", nil},
		{"quotes over lines", plainMapping, "id,title,date\n1,\"One\nand \"\"more\"\"\",2026-12-01\n2,Two,x\n", "1",
			[]expected{{4, 7, Error, `"x" is not a date`}}},
		{"empty rows", plainMapping, "\nid,title,date\n\n1,One,2026-12-01\n,,\n  \n2,Two,2026-12-01\n", "1 2", nil},
		{"ragged rows", plainMapping, "id,title,date\n1,One\n2,Two,2026-12-01,more\n3,Three,2026-12-01,,\n", "3",
			[]expected{{2, 0, Error, "the row has 2 fields and the header has 3"}, {3, 0, Error, "4 fields"}}},
		{"wrong dates", plainMapping, "id,title,date\n1,One,2026-13-01\n2,Two,2026-02-30\n3,Three,tomorrow\n4,Four,2026-12-01 22:00\n5,Five,12026-01-01\n6,Six,1066-10-14\n", "4",
			[]expected{{2, 7, Error, "2026-13-01"}, {3, 7, Error, "2026-02-30"}, {4, 9, Error, "tomorrow"}, {6, 8, Error, "12026"}, {7, 7, Error, "outside the years"}}},
		{"duplicate keys", plainMapping, "id,title,date\n1,One,\n2,Two,\n1,Again,\n", "1 2",
			[]expected{{4, 0, Error, `"1" is the same as on line 2`}}},
		{"duplicates are updates", "duplicates = \"update\"\n" + plainMapping, "id,title,date\n1,One,\n1,Again,\n", "1 1", nil},
		{"an empty key", plainMapping, "id,title,date\n,One,\n", "", []expected{{2, 1, Error, "the key (id) is empty"}}},
		{"no key columns", "kind = \"release\"\n[columns]\ntitle = \"title\"\n", "title\nOne\nTwo\nOne\n", "derived-0 derived-1",
			nil},
		{"columns missing", plainMapping, "number,name\n1,One\n", "",
			[]expected{{1, 0, Error, `the header lacks "date, id, title"; it has "number, name"`}}},
		{"a header with a name twice", plainMapping, "id,title,date,title\n1,One,2026-12-01,Other\n", "1",
			[]expected{{2, 18, Warning, "names \"title\" more than once"}}},
		{"no header", plainMapping, "", "", []expected{{1, 0, Error, "the file is empty"}}},
		{"not UTF-8", plainMapping, "id,title,date\n1,caf\xe9,2026-12-01\n2,\"a\nb\xff\",\n3,Three,\n", "3",
			[]expected{{2, 6, Error, "not UTF-8"}, {4, 2, Error, "not UTF-8"}}},
		{"a quote never closed costs one row", plainMapping, "id,title,date\n1,One,\n2,\"Two,\n3,Three,\n4,Four,\n", "1 3 4",
			[]expected{{3, 3, Error, "a quote is not closed"}}},
		{"quotes never closed", plainMapping, "id,title,date\n1,\"One,\n2,\"Two,\n3,Three,\n", "3",
			[]expected{{2, 3, Error, "a quote is not closed"}, {3, 3, Error, "a quote is not closed"}}},
		{"a quote within a field", plainMapping, "id,title,date\n1,5\" disk,\n2,\"Two\" x,\n3,Three,\n", "3",
			[]expected{{2, 4, Error, "stands within"}, {3, 3, Error, "stands within"}}},
		{"a line too long", plainMapping, "id,title,date\n1," + long + ",\n2,Two,\n", "2",
			[]expected{{2, 0, Error, "longer than 1048576 bytes"}}},
		{"a title too long", plainMapping, "id,title,date\n1," + strings.Repeat("é", MaxTitle+1) + ",\n", "1",
			[]expected{{2, 3, Warning, "longer than 1000 characters"}}},
		{"an unknown value", plainMapping + "stage = \"state\"\n[values.stage]\ndone = \"closed\"\n", "id,title,date,state\n1,One,,DONE\n2,Two,,maybe\n3,Three,,\n", "1 3",
			[]expected{{3, 8, Error, `stage is "maybe", which the mapping does not know; it knows done`}}},
		{"end before start", plainMapping + "end = \"until\"\n", "id,title,date,until\n1,One,2026-12-02,2026-12-01\n2,Two,2026-12-01,2026-12-01\n3,Three,,2026-12-01\n", "2 3",
			[]expected{{2, 18, Error, "ends before it begins"}, {4, 10, Warning, "no start"}}},
		{"a zone column", plainMapping + "zone = \"tz\"\n", "id,title,date,tz\n1,One,2026-12-01,Mars/Base\n2,Two,2026-12-01,W. Europe Standard Time\n", "2",
			[]expected{{2, 18, Error, "not a known time zone"}}},
		{"a freeze without a date", "kind = \"freeze\"\n[columns]\ntitle = \"t\"\nkey = \"t\"\n", "t\nYear end\n", "",
			[]expected{{2, 0, Error, "no date"}}},
		{"no title", plainMapping, "id,title,date\n1,,2026-12-01\n", "", []expected{{2, 0, Error, "no title"}}},
		{"an unknown kind", "[columns]\ntitle = \"t\"\nkind = \"k\"\nkey = \"t\"\n", "t,k\nOne,release\nTwo,party\nThree,skip\n", "One Three",
			[]expected{{3, 0, Error, `there is no kind "party"`}}},
		{"a wrong rule", "kind = \"freeze\"\ndate = \"d\"\n[columns]\ntitle = \"t\"\nkey = \"t\"\nrule = \"r\"\n", "t,d,r\nOne,2026-12-01,FREQ=WEEKLY\nTwo,2026-12-01,often\n", "One",
			[]expected{{3, 16, Error, "no recurrence rule"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := c.mapping
			if strings.Contains(m, "end = \"until\"") { // before the tables
				m = "end = \"until\"\n" + strings.Replace(m, "end = \"until\"\n", "", 1)
			}
			res := readCSV(t, decode(t, m), c.text)
			if c.name == "no key columns" {
				if len(res.Rows) != 2 || len(res.Problems) != 2 || res.Problems[0].Severity != Warning || res.Problems[1].Line != 4 {
					t.Errorf("rows %v, problems %v", res.Rows, res.Problems)
				}
				return
			}
			check(t, res, c.keys, c.problems)
		})
	}
}

// What stands in a row, to the last field.
func TestCSVRow(t *testing.T) {
	m := decode(t, `
kind = "release"
key = ["a", "b"]
zone = "America/New_York"
service = "crm"
type = "normal"
date = "from"
end = "to"
[columns]
title = "{name} {missing or not}"
version = "v"
due = "due"
notes = "notes"
`)
	res := readCSV(t, m, "a,b,name,missing or not,v,from,to,due,notes\nx/y,z,CRM,,11.4,2026-03-07,2026-03-08,2026-03-08 12:00,\" one\r\ntwo \"\n")
	if len(res.Rows) != 1 || len(res.Problems) != 0 {
		t.Fatal(res.Problems)
	}
	got := res.Rows[0]
	got.Digest = ""
	want := Row{
		Line: 2, Key: `x\/y/z`, Kind: KindRelease, Zone: "America/New_York", StageByDate: true,
		// The second day is the last, though it has 23 hours in New York.
		Start: day(2026, 3, 7), End: day(2026, 3, 8),
		Fields: map[string]string{
			"title": "CRM", "version": "11.4", "service": "crm", "type": "normal", "stage": "closed",
			"due": "2026-03-08T16:00:00Z", "notes": "one\ntwo",
		},
	}
	want.Start.At = time.Date(2026, 3, 7, 5, 0, 0, 0, time.UTC)
	want.End.At = time.Date(2026, 3, 8, 5, 0, 0, 0, time.UTC)
	if diff := cmp.Diff(want, got, samePlan); diff != "" {
		t.Error(diff)
	}
}

// failing gives some bytes and then an error that is not the end.
type failing struct{ io.Reader }

var errDisk = errors.New("disk on fire")

func (f failing) Read(p []byte) (int, error) {
	n, err := f.Reader.Read(p)
	if err == io.EOF {
		err = errDisk
	}
	return n, err
}

func TestReadErrorsAreNotTheEnd(t *testing.T) {
	_, err := ReadAll(OpenCSV(failing{strings.NewReader("id,title,date\n1,One,\n")}, decode(t, plainMapping), now, nil))
	if !errors.Is(err, errDisk) {
		t.Errorf("CSV: %v", err)
	}
	_, err = ReadAll(OpenICS(failing{strings.NewReader("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")}, Mapping{}, now, nil))
	if !errors.Is(err, errDisk) {
		t.Errorf("iCalendar: %v", err)
	}
}

// rows is a table that is made while it is read.
type rows struct {
	n, at int
	line  func(int) string
	buf   bytes.Buffer
}

func (r *rows) Read(p []byte) (int, error) {
	for r.buf.Len() < len(p) && r.at < r.n {
		r.buf.WriteString(r.line(r.at))
		r.at++
	}
	return r.buf.Read(p)
}

// heap is the memory in use once the garbage is gone.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// flat reads a generated source and fails when memory grows with it by more than
// the keys need: 100,000 rows of 200 bytes would be 20 MB.
func flat(t *testing.T, r Reader, want int) {
	t.Helper()
	const bound = 6 << 20
	before, n := heap(), 0
	for {
		row, problems, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil || len(problems) > 0 || row.Key == "" {
			t.Fatalf("row %d: %v, %v", n, problems, err)
		}
		if n++; n%12_500 == 0 {
			if now := heap(); now > before+bound {
				t.Errorf("after %d rows %d kB are in use, and %d kB were at first", n, now>>10, before>>10)
			}
		}
	}
	if n != want {
		t.Errorf("%d rows, want %d", n, want)
	}
}

func TestFlatMemory(t *testing.T) {
	const n = 50_000
	note := strings.Repeat("a word or two ", 10)
	csv := &rows{n: n + 1, line: func(i int) string {
		if i == 0 {
			return "id,title,date,note\n"
		}
		return fmt.Sprintf("REL-%d,\"Release, %d\",2026-%02d-%02d,%s\n", i, i, i%12+1, i%28+1, note)
	}}
	flat(t, OpenCSV(csv, decode(t, plainMapping+"notes = \"note\"\n"), now, nil), n)

	ics := &rows{n: n + 1, line: func(i int) string {
		if i == 0 {
			return "BEGIN:VCALENDAR\r\n"
		}
		return fmt.Sprintf("BEGIN:VEVENT\r\nUID:%d@example.org\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:2026%02d%02dT220000Z\r\nSUMMARY:Release %d\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n", i, i%12+1, i%28+1, i, note)
	}}
	reader := OpenICS(io.MultiReader(ics, strings.NewReader("END:VCALENDAR\r\n")), Mapping{}, now, nil)
	flat(t, reader, n)
}

func BenchmarkCSV(b *testing.B) {
	m := decode(b, plainMapping)
	b.ReportAllocs()
	for b.Loop() {
		src := &rows{n: 10_001, line: func(i int) string {
			if i == 0 {
				return "id,title,date\n"
			}
			return fmt.Sprintf("REL-%d,Release %d,2026-%02d-%02d\n", i, i, i%12+1, i%28+1)
		}}
		r := OpenCSV(src, m, now, nil)
		for {
			if _, _, err := r.Next(); err != nil {
				break
			}
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"id,title,date\n1,One,2026-12-01\n", "id;title;date\r\n1;\"a\r\nb\";\r\n", "\xef\xbb\xbfid,title,date\n1,\"x\n2,y,\n",
		"id,title,date\n1,\"\"\"\",\n1,a,b\n", "\"\n\"\n\"", "id,title,date\n\xff,,\n", "",
	} {
		f.Add(s, false)
	}
	plain, generic := decode(f, plainMapping), mapping(f, "generic-csv.toml")
	f.Fuzz(func(t *testing.T, text string, loose bool) {
		m := plain
		if loose {
			m = generic
		}
		sane(t, text, func(r io.Reader) Reader { return OpenCSV(r, m, now, time.UTC) })
	})
}

// sane holds for any input: reading ends without an error, rows are usable, a
// row that is not has its reason, lines lie in the file and don't depend on how
// the input comes in pieces.
func sane(t *testing.T, text string, open func(io.Reader) Reader) {
	t.Helper()
	res, err := ReadAll(open(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	last := 1 + strings.Count(text, "\n")
	if cr := strings.IndexByte(text, '\r'); cr >= 0 && !strings.Contains(text[:cr], "\n") {
		last += strings.Count(text, "\r") // CR may end lines: see Decode
	}
	for _, r := range res.Rows {
		if r.Line < 1 || r.Line > last || r.Digest == "" || r.Fields["title"] == "" && r.Kind != "" || r.Start.IsZero() && !r.End.IsZero() {
			t.Errorf("row %+v of %d lines", r, last)
		}
	}
	for _, p := range res.Problems {
		if p.Line < 1 || p.Line > last || p.Reason == "" || p.Severity != Error && p.Severity != Warning {
			t.Errorf("problem %+v of %d lines", p, last)
		}
	}
	again, _ := ReadAll(open(&dribble{text: text}))
	if diff := cmp.Diff(res, again); diff != "" {
		t.Errorf("in small pieces it reads differently:\n%s", diff)
	}
}

// dribble gives a few bytes at a time.
type dribble struct {
	text string
	at   int
}

func (d *dribble) Read(p []byte) (int, error) {
	if d.at == len(d.text) {
		return 0, io.EOF
	}
	n := copy(p[:min(3, len(p))], d.text[d.at:])
	d.at += n
	return n, nil
}

// Seek goes back to the beginning, which is all that is asked for.
func (d *dribble) Seek(int64, int) (int64, error) {
	d.at = 0
	return 0, nil
}
