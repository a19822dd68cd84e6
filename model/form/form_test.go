package form

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fairway/model/when"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// sample has one field of every type.
var sample = Form{Name: "sample", Groups: []Group{{Fields: []Field{
	{Name: "line", Title: "Line", Type: Line, Required: true},
	{Name: "text", Title: "Text", Type: Text},
	{Name: "yesno", Title: "Yes or no", Type: YesNo, Required: true},
	{Name: "choice", Title: "Choice", Type: Choice, Options: []string{"big bang", "Phased"}},
	{Name: "choices", Title: "Choices", Type: Choices, Options: []string{"a", "b", "c"}},
	{Name: "number", Title: "Number", Type: Number, Min: 1, Max: 5},
	{Name: "free", Title: "Free number", Type: Number},
	{Name: "why", Title: "Why not", Type: Text, When: "yesno=no", Required: true},
}}, {Fields: []Field{
	{Name: "date", Title: "Date", Type: Date},
	{Name: "duration", Title: "Duration", Type: Duration},
	{Name: "person", Title: "Person", Type: Person},
	{Name: "service", Title: "Service", Type: Service},
	{Name: "item", Title: "Item", Type: Item},
	{Name: "items", Title: "Items", Type: Items},
	{Name: "change", Title: "Change", Type: Change},
	{Name: "people", Title: "People", Type: People},
	{Name: "media", Title: "Package", Type: Media},
	{Name: "until", Title: "Until", Type: Date, From: "date"},
	{Name: "table", Title: "Table", Type: Table, Required: true, Columns: []Field{
		{Name: "id", Title: "No.", Type: Line, Required: true},
		{Name: "ok", Title: "Good?", Type: YesNo},
		{Name: "hint", Title: "Hint", Type: Line, When: "ok=no", Required: true},
		{Name: "due", Title: "Due", Type: Date},
	}},
}}}}

// ground knows one record of each kind, by its id and by a name.
func ground() Ground {
	known := map[string]string{"person ann": "PER-1", "person PER-1": "PER-1", "service shop": "SVC-1", "service SVC-1": "SVC-1",
		"item db": "CI-1", "item CI-1": "CI-1", "item web": "CI-2", "item CI-2": "CI-2", "change CHG-1": "CHG-1",
		"person zoe": "PER-2", "media DML-1": "DML-1"}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return Ground{Now: monday, Zone: berlin, Lookup: func(kind, text string) (string, bool) {
		id, ok := known[kind+" "+text]
		return id, ok
	}}
}

func TestTidy(t *testing.T) {
	huge := strings.Repeat("x", 10<<20)
	for _, c := range []struct {
		name, field, typed, kept string
		wrong                    string // "" means that it will do
	}{
		{"blank is no answer", "line", " \t\n ", "", ""},
		{"a line is trimmed", "line", "  a b  ", "a b", ""},
		{"a line of 400 bytes", "line", strings.Repeat("x", 400), strings.Repeat("x", 400), ""},
		{"a line of 401", "line", strings.Repeat("x", 401), "", "is 401 bytes long; at most 400"},
		{"a line with a break", "line", "a\nb", "", "line break"},
		{"a line with a carriage return", "line", "a\rb", "", "line break"},
		{"a line with an escape", "line", "a\x1b[2Jb", "", "control character"},
		{"a line with a bell", "line", "a\ab", "", "control character"},
		{"a line with a C1 control", "line", "a\u009b2Jb", "", "control character"},
		{"a line with DEL", "line", "a\x7fb", "", "control character"},
		{"a line with NUL", "line", "a\x00b", "", "not valid text"},
		{"a line that is no UTF-8", "line", "a\xffb", "", "not valid text"},
		{"10 MB on a line", "line", huge, "", "is 10485760 bytes long"},
		{"text keeps its breaks", "text", "a\r\nb\rc\n\n d ", "a\nb\nc\n\n d", ""},
		{"text of 64 kB", "text", strings.Repeat("x", 64<<10), strings.Repeat("x", 64<<10), ""},
		{"text of one byte more", "text", strings.Repeat("x", 64<<10+1), "", "at most 65536"},
		{"10 MB of text", "text", huge, "", "is 10485760 bytes long"},
		{"text with NUL", "text", "\x00", "", "not valid text"},
		{"text that is no UTF-8", "text", "\xc3\x28", "", "not valid text"},
		{"yes", "yesno", "Y", "yes", ""},
		{"true", "yesno", "TRUE", "yes", ""},
		{"no", "yesno", " No ", "no", ""},
		{"zero", "yesno", "0", "no", ""},
		{"neither", "yesno", "perhaps", "", `"perhaps" is neither yes nor no`},
		{"an option in other letters", "choice", "PHASED", "Phased", ""},
		{"no option", "choice", "slow", "", `"slow" is not one of big bang, Phased`},
		{"a very long option is cut in the sentence", "choice", strings.Repeat("y", 70), "", strings.Repeat("y", 60) + "…"},
		{"options once each", "choices", "b, A\n a,,\n", "b\na", ""},
		{"an unknown one among them", "choices", "a, z", "", `"z" is not one of a, b, c`},
		{"a number", "number", "+5", "5", ""},
		{"a number too large", "number", "6", "", "6 is outside 1 to 5"},
		{"a number too small", "number", "0", "", "0 is outside 1 to 5"},
		{"a number without limits", "free", "-007", "-7", ""},
		{"a fraction", "number", "1.5", "", `"1.5" is no whole number`},
		{"a number beyond all", "free", "99999999999999999999", "", "no whole number"},
		{"a day", "date", "2026-12-01", "2026-12-01", ""},
		{"a day in words", "date", "next thu", "2026-03-12", ""},
		{"a minute, in the zone", "date", "2026-12-01 22:00", "2026-12-01T22:00:00+01:00[Europe/Berlin]", ""},
		{"a day that is none", "date", "2026-02-30", "", "2026-02-30"},
		{"no date", "date", "soon", "", "soon"},
		{"a long non-date", "date", huge, "", "is 10485760 bytes long"},
		{"a duration", "duration", "90m", "1h30m0s", ""},
		{"a duration in words", "duration", "2 hours", "2h0m0s", ""},
		{"no duration", "duration", "long", "", "long"},
		{"a negative duration", "duration", "-2h", "", "-2h"},
		{"a person by name", "person", "ann", "PER-1", ""},
		{"nobody", "person", "bob", "", `there is no person "bob"`},
		{"a service", "service", "shop", "SVC-1", ""},
		{"no service", "service", "PER-1", "", `there is no service "PER-1"`},
		{"an item", "item", "db", "CI-1", ""},
		{"items once each", "items", "db\nCI-1, web", "CI-1\nCI-2", ""},
		{"an unknown item among them", "items", "db, moon", "", `there is no item "moon"`},
		{"a change", "change", "CHG-1", "CHG-1", ""},
		{"no change", "change", "CHG-2", "", "there is no change"},
		{"a value for a table", "table", "x", "", "is a table"},
		{"an unknown field", "moon", "x", "", `form sample has no field "moon"; it has line, text`},
		{"an unknown field with a long name", strings.Repeat("n", 1000), "x", "", "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := Answers{Values: map[string]string{c.field: c.typed}}
			got, wrong := sample.Tidy(in, ground())
			if in.Values[c.field] != c.typed {
				t.Error("the answers given were changed")
			}
			if c.wrong == "" {
				if len(wrong) > 0 || got.Values[c.field] != c.kept {
					t.Errorf("kept %.60q, wrong %v; want %.60q", got.Values[c.field], wrong, c.kept)
				}
				return
			}
			if len(wrong) != 1 || wrong[0].Field != c.field || !strings.Contains(wrong[0].Text, c.wrong) {
				t.Errorf("wrong %.200v, want one with %q", wrong, c.wrong)
			}
			for _, w := range wrong {
				if len(w.Text) > 600 {
					t.Errorf("a sentence of %d bytes", len(w.Text))
				}
			}
		})
	}
}

func TestTidyTables(t *testing.T) {
	many := make([]Cells, 501)
	for i := range many {
		many[i] = Cells{"id": "x"}
	}
	for name, c := range map[string]struct {
		tables map[string][]Cells
		wrong  []string
	}{
		"rows are tidied cell by cell": {map[string][]Cells{"table": {{"id": " C1 ", "ok": "Y", "due": "2026-12-01"}}}, nil},
		"an unknown column":            {map[string][]Cells{"table": {{"id": "a"}, {"moon": "x"}}}, []string{`table, row 2: table table has no column "moon"`}},
		"a bad cell":                   {map[string][]Cells{"table": {{"ok": "perhaps"}}}, []string{`table, row 1: ok: "perhaps" is neither yes nor no`}},
		"several, in the order of rows": {map[string][]Cells{"table": {{"due": "soon"}, {"ok": "?"}}}, []string{
			"table, row 1: due: ", "table, row 2: ok: "}},
		"an unknown table":       {map[string][]Cells{"moon": {{"a": "b"}}}, []string{`moon: form sample has no table "moon"`}},
		"rows for a plain field": {map[string][]Cells{"line": {{"a": "b"}}}, []string{`line: form sample has no table "line"`}},
		"too many rows":          {map[string][]Cells{"table": many}, []string{"table: 501 rows; at most 500"}},
		"500 rows":               {map[string][]Cells{"table": many[:500]}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, wrong := sample.Tidy(Answers{Tables: c.tables}, ground())
			if len(wrong) != len(c.wrong) {
				t.Fatalf("wrong %v, want %v", wrong, c.wrong)
			}
			for i, w := range wrong {
				if text := w.Where() + ": " + w.Text; !strings.HasPrefix(text, c.wrong[i]) {
					t.Errorf("%q, want %q", text, c.wrong[i])
				}
			}
			if name == "rows are tidied cell by cell" {
				if row := got.Rows("table")[0]; !cmp.Equal(row, Cells{"id": "C1", "ok": "yes", "due": "2026-12-01"}) {
					t.Errorf("%v", row)
				}
			}
		})
	}
}

func TestMissing(t *testing.T) {
	full := func() Answers {
		return Answers{Values: map[string]string{"line": "x", "yesno": "yes"}, Tables: map[string][]Cells{"table": {{"id": "C1", "ok": "yes"}}}}
	}
	for name, c := range map[string]struct {
		change func(a Answers)
		want   []string
	}{
		"nothing":                           {func(Answers) {}, nil},
		"a required field":                  {func(a Answers) { a.Values["line"] = " " }, []string{"line: Line is missing"}},
		"a required field of dots":          {func(a Answers) { a.Values["line"] = " … " }, []string{"line: Line is missing"}},
		"a required cell of dots":           {func(a Answers) { a.Tables["table"][0]["id"] = "..." }, []string{"table, row 1: No. is missing"}},
		"a field that another answer asks":  {func(a Answers) { a.Values["yesno"] = "no" }, []string{"why: Why not is missing"}},
		"the same, answered":                {func(a Answers) { a.Values["yesno"] = "no"; a.Values["why"] = "so" }, nil},
		"a table without rows":              {func(a Answers) { a.Tables["table"] = nil }, []string{"table: Table has no row"}},
		"a required cell":                   {func(a Answers) { a.Tables["table"][0]["id"] = "" }, []string{"table, row 1: No. is missing"}},
		"a cell that another cell asks":     {func(a Answers) { a.Tables["table"][0]["ok"] = "no" }, []string{"table, row 1: Hint is missing"}},
		"several, in the order of the form": {func(a Answers) { a.Values["line"] = ""; a.Values["yesno"] = "" }, []string{"line: Line is missing", "yesno: Yes or no is missing"}},
	} {
		t.Run(name, func(t *testing.T) {
			a := full()
			c.change(a)
			var got []string
			for _, w := range sample.Missing(a) {
				got = append(got, w.Where()+": "+w.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswersAreReadAsTheyAreKept(t *testing.T) {
	a := Answers{Values: map[string]string{"day": "2026-12-01", "minute": "2026-12-01T21:00:00Z", "d": "1h30m0s", "list": "a\nb", "yes": "yes", "odd": "x"}}
	zone := ground().Zone
	if m := a.Moment("day", zone); m.Precision != when.Day || !m.At.Equal(time.Date(2026, 11, 30, 23, 0, 0, 0, time.UTC)) {
		t.Errorf("the day is %v", m)
	}
	if m := a.Moment("minute", zone); m.Precision != when.Minute || m.At.Hour() != 21 {
		t.Errorf("the minute is %v", m)
	}
	if m := a.Moment("odd", zone); !m.IsZero() {
		t.Errorf("no date is %v", m)
	}
	if a.Duration("d") != 90*time.Minute || a.Duration("odd") != 0 {
		t.Error("durations")
	}
	if len(a.List("list")) != 2 || len(a.List("none")) != 0 || !a.Yes("yes") || a.Yes("odd") {
		t.Error("lists, yes and no")
	}
	if a.Text() != "1h30m0s\n2026-12-01\na\nb\n2026-12-01T21:00:00Z\nx\nyes\n" {
		t.Errorf("%q", a.Text())
	}
}

func TestCloneIsACopyToTheBottom(t *testing.T) {
	a := Answers{Values: map[string]string{"a": "1"}, Tables: map[string][]Cells{"t": {{"c": "1"}}}}
	b := a.Clone()
	b.Values["a"], b.Tables["t"][0]["c"] = "2", "2"
	b.Tables["t"] = append(b.Tables["t"], Cells{})
	if a.Values["a"] != "1" || a.Tables["t"][0]["c"] != "1" || len(a.Tables["t"]) != 1 {
		t.Errorf("%v", a)
	}
}

// typed draws what a person might type into a field, or paste.
func typed(t *rapid.T) string {
	return rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{"", " ", "yes", "N", "1", "0", "-1", "big bang", "a,b", "b\na", "next thu", "2026-12-01", "2026-12-01 22:00", "today", "+3d", "1.5h", "90 min", "0", "1w", "ann", "PER-1", "db, web", "CI-1", "CHG-1", "\r\r\n", "a\r\r\nb", "\xff", "\x00", "a\x1bb"}),
		rapid.StringMatching(`[0-9]{1,4}[ ]?(m|h|d|w|min)`),
		rapid.StringMatching(`20[0-9]{2}-[01][0-9]-[0-3][0-9]( [0-2][0-9]:[0-5][0-9])?`),
	).Draw(t, "typed")
}

func TestTidyIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := Answers{Values: map[string]string{}, Tables: map[string][]Cells{}}
		for _, fl := range sample.Fields() {
			if fl.Type != Table && rapid.Bool().Draw(t, fl.Name) {
				in.Values[fl.Name] = typed(t)
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			in.Tables["table"] = append(in.Tables["table"], Cells{"id": typed(t), "ok": typed(t), "due": typed(t)})
		}
		once, wrong := sample.Tidy(in, ground())
		twice, again := sample.Tidy(once, ground())
		if diff := cmp.Diff(once, twice, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("tidied once and twice:\n%s", diff)
		}
		if diff := cmp.Diff(wrong, again); diff != "" {
			t.Fatalf("what was wrong once is wrong in another way:\n%s", diff)
		}
	})
}

func FuzzTidy(f *testing.F) {
	for _, s := range []string{"next thu 22:00", "a\r\r\nb", "a,b\nc", "1h30m", "\xff\x00", "PER-1", "+5", "２０２６-12-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, fl := range sample.Fields() {
			in := Answers{Values: map[string]string{fl.Name: text}}
			if fl.Type == Table {
				in = Answers{Tables: map[string][]Cells{fl.Name: {{"id": text, "ok": text, "due": text, text: text}}}}
			}
			once, wrong := sample.Tidy(in, ground())
			for _, w := range wrong {
				if w.Text == "" || len(w.Text) > 1000 {
					t.Fatalf("%s: %q", fl.Name, w.Text)
				}
			}
			twice, _ := sample.Tidy(once, ground())
			if diff := cmp.Diff(once, twice, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s: %s", fl.Name, diff)
			}
			sample.Missing(once)
		}
	})
}

func TestTypesThatNameRecords(t *testing.T) {
	for kind, want := range map[string]struct {
		record  string
		several bool
	}{
		Line: {}, Choice: {}, Choices: {}, Table: {}, "": {},
		Person: {"person", false}, People: {"person", true}, Service: {"service", false}, Services: {"service", true}, Team: {"team", false},
		Item: {"item", false}, Items: {"item", true}, Change: {"change", false}, Changes: {"change", true}, Release: {"release", false},
		Releases: {"release", true}, Incident: {"incident", false}, Problem: {"problem", false}, Problems: {"problem", true}, Media: {"media", true},
	} {
		if is := (Field{Type: kind}).Is(); is.Kind != want.record || is.Kind != "" && is.Several != want.several {
			t.Errorf("%s names %q, several %v", kind, is.Kind, is.Several)
		}
	}
	got, wrong := sample.Tidy(Answers{Values: map[string]string{"people": "zoe, ann\nzoe", "media": "DML-1"}}, ground())
	if len(wrong) > 0 || got.Get("people") != "PER-2\nPER-1" || got.Get("media") != "DML-1" {
		t.Errorf("%v %v", got, wrong)
	}
	if _, wrong := sample.Tidy(Answers{Values: map[string]string{"people": "ann, eve"}}, ground()); len(wrong) != 1 || wrong[0].Text != `there is no person "eve"` {
		t.Errorf("somebody unknown among the people: %v", wrong)
	}
}

// TestAnEndCountsFromItsStart: a length of time, where the start is known.
func TestAnEndCountsFromItsStart(t *testing.T) {
	for _, c := range []struct{ start, end, kept, wrong string }{
		{"2026-03-12 22:00", "+4h", "2026-03-13T02:00:00+01:00[Europe/Berlin]", ""},
		{"2026-03-12 22:00", "90m", "2026-03-12T23:30:00+01:00[Europe/Berlin]", ""},
		{"2026-03-12 22:00", "2d", "2026-03-14T22:00:00+01:00[Europe/Berlin]", ""},
		{"2026-03-28 22:00", "6h", "2026-03-29T05:00:00+02:00[Europe/Berlin]", ""}, // six hours pass; the clocks skip one of them
		{"2026-03-12", "3d", "2026-03-14", ""},
		{"2026-03-12", "+1d", "2026-03-12", ""},
		{"2026-03-28", "2d", "2026-03-29", ""},
		{"2026-03-12", "+4h", "", "has no time of day"},
		{"2026-03-12", "13 Mar 2026", "2026-03-13", ""},
		{"2026-03-12 22:00", "2026-03-13 01:00", "2026-03-13T01:00:00+01:00[Europe/Berlin]", ""},
		{"", "+4h", "+4h", ""}, // until there is a start
		{"nonsense", "+4h", "+4h", ""},
		{"2026-03-12 22:00", "", "", ""},
	} {
		got, wrong := sample.Tidy(Answers{Values: map[string]string{"date": c.start, "until": c.end}}, ground())
		said := ""
		for _, w := range wrong {
			if w.Field == "until" {
				said = w.Text
			}
		}
		if (c.wrong == "") != (said == "") || !strings.Contains(said, c.wrong) || (c.wrong == "" && got.Get("until") != c.kept) {
			t.Errorf("from %q, %q: %q (%s), want %q (%s)", c.start, c.end, got.Get("until"), said, c.kept, c.wrong)
		}
	}
}

func TestLabels(t *testing.T) {
	fl := Field{Type: Choice, Options: []string{"PRO-1", "PRO-2"}, Labels: []string{"Server", "Licence"}}
	if fl.Label("PRO-2") != "Licence" || fl.Label("PRO-3") != "PRO-3" || (Field{Options: []string{"a"}}).Label("a") != "a" {
		t.Errorf("%q", fl.Label("PRO-2"))
	}
}
