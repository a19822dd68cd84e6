package filter

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones must not depend on the machine
	"unicode/utf8"

	"fairway/model/when"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func oneOfTerm(field string, values ...string) Term {
	return Term{Field: field, Op: Any, Values: values}
}
func word(text string) Term   { return Term{Op: Word, Text: text} }
func phrase(text string) Term { return Term{Op: Phrase, Text: text} }
func not(t Term) Term         { t.Not = true; return t }

func cmpTerm(field string, op Op, value string) Term {
	return Term{Field: field, Op: op, Values: []string{value}}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text  string
		canon string // where it differs from text
		want  []Term
	}{
		{"", "", nil},
		{" \t ", "", nil},
		{"service:payments risk:high -late mine", "", []Term{oneOfTerm("service", "payments"), oneOfTerm("risk", "high"), not(word("late")), word("mine")}},
		{"  a   b ", "a b", []Term{word("a"), word("b")}},
		{"State:Open,late", "state:Open,late", []Term{oneOfTerm("state", "Open", "late")}},
		{"state=open", "state:open", []Term{oneOfTerm("state", "open")}},
		{"-state:open", "", []Term{not(oneOfTerm("state", "open"))}},
		{"risk:<5 risk:>=10", "", []Term{cmpTerm("risk", Less, "5"), cmpTerm("risk", AtLeast, "10")}},
		{"date<2026-12-01 date>=2026-11-01", "date:<2026-12-01 date:>=2026-11-01", []Term{cmpTerm("date", Less, "2026-12-01"), cmpTerm("date", AtLeast, "2026-11-01")}},
		{`date:>"next thu 22:00"`, "", []Term{cmpTerm("date", More, "next thu 22:00")}},
		{`title:"two words"`, "", []Term{oneOfTerm("title", "two words")}},
		{`title:"one",two,"a,b"`, `title:one,two,"a,b"`, []Term{oneOfTerm("title", "one", "two", "a,b")}},
		{`"two words" -"no such"`, "", []Term{phrase("two words"), not(phrase("no such"))}},
		{`"mine"`, "", []Term{phrase("mine")}},
		{`"say \"hi\" in C:\\dir or C:\dir"`, `"say \"hi\" in C:\\dir or C:\\dir"`, []Term{phrase(`say "hi" in C:\dir or C:\dir`)}},
		{`owner:""`, "", []Term{oneOfTerm("owner", "")}},
		{`title:"<b>"`, "", []Term{oneOfTerm("title", "<b>")}},
		{"REL-42 12:30 5.2 1<2 crème", "", []Term{word("REL-42"), word("12:30"), word("5.2"), word("1<2"), word("crème")}},
		{"url:https://example.org/a:b", "", []Term{oneOfTerm("url", "https://example.org/a:b")}},
		{"Created_at.x2:a", "created-at.x2:a", []Term{oneOfTerm("created-at.x2", "a")}},
	} {
		f, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if diff := cmp.Diff(c.want, f.Terms, cmpopts.IgnoreFields(Term{}, "Column")); diff != "" {
			t.Errorf("%s:\n%s", c.text, diff)
		}
		if c.canon == "" && len(c.want) > 0 {
			c.canon = c.text
		}
		if f.String() != c.canon {
			t.Errorf("%s is written %s, want %s", c.text, f, c.canon)
		}
	}
	f, _ := Parse("é -b  c:d")
	if got := []int{f.Terms[0].Column, f.Terms[1].Column, f.Terms[2].Column}; !cmp.Equal(got, []int{1, 3, 7}) {
		t.Errorf("columns %v", got)
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		column int
		reason string
	}{
		{`a "b`, 3, "never closed"},
		{`title:"b`, 7, "never closed"},
		{`a""`, 2, "in the middle of a word"},
		{`é""`, 2, "in the middle of a word"},
		{`""`, 1, "the quotes are empty"},
		{`"  "`, 1, "the quotes are empty"},
		{`"a"b`, 4, "right behind a quote"},
		{`"found in":b`, 11, "a field stands without quotes"},
		{`x:"a"b`, 6, "right behind a quote"},
		{"-", 1, "a minus stands"},
		{"a - b", 3, "a minus stands"},
		{"--a", 1, "a minus stands"},
		{"state:", 7, "a value is missing after state"},
		{"state:a,", 9, "a value is missing"},
		{"state:,a", 7, "a value is missing"},
		{"date:<", 7, "a value is missing"},
		{"risk:<1,2", 8, "takes one value"},
		{"risk:<>1", 7, "too many after risk"},
		{"risk<:1", 0, ""},
		{"a\xffb", 2, "not UTF-8"},
		{"ab\x00", 3, "a control character (U+0000)"},
		{"\x1b[31m", 1, "control character"},
		{strings.Repeat("a ", MaxTerms+1), 2*MaxTerms + 1, "more than 64 terms"},
		{strings.Repeat("a", MaxBytes+1), 1, "4097 bytes long"},
	} {
		_, err := Parse(c.text)
		if c.column == 0 {
			if err != nil {
				t.Errorf("%s: %v", c.text, err)
			}
			continue
		}
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%.40q: %v is no *Error", c.text, err)
			continue
		}
		if e.Column != c.column || !strings.Contains(e.Reason, c.reason) || e.Remedy == "" {
			t.Errorf("%.40q: %v; want column %d, %s", c.text, err, c.column, c.reason)
		}
	}
	if f, err := Parse(strings.Repeat("a ", MaxTerms)); err != nil || len(f.Terms) != MaxTerms {
		t.Errorf("%d terms: %v", len(f.Terms), err)
	}
}

var (
	now    = time.Date(2026, 11, 23, 10, 42, 0, 0, time.UTC) // a Monday
	schema = Schema{
		Fields: map[string]FieldType{
			"service": {Kind: Text}, "title": {Kind: Text},
			"score": {Kind: Number}, "date": {Kind: Date}, "hold": {Kind: YesNo},
			"state": {Kind: Enum, Choices: Values("Planning", "Build", "Test")},
			"risk":  {Kind: Enum, Choices: Values("low", "medium", "high"), Ordered: true},
		},
		Flags: []string{"mine", "late"},
	}
)

func TestCheck(t *testing.T) {
	berlin, err := when.Zone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		tm, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return tm
	}
	dates := func(op Op, ranges ...Range) Condition {
		return Condition{Field: "date", Kind: Date, Op: op, Ranges: ranges}
	}
	for text, want := range map[string]Condition{
		"mine":                               {Field: "mine", Kind: YesNo, Op: Flag},
		"-Late":                              {Field: "late", Kind: YesNo, Op: Flag, Not: true},
		`"mine"`:                             {Op: Phrase, Text: "mine"},
		"open":                               {Op: Word, Text: "open"},
		"service:a,B":                        {Field: "service", Kind: Text, Op: Any, Values: []string{"a", "B"}},
		"hold:yes":                           {Field: "hold", Kind: YesNo, Op: Flag},
		"hold:no":                            {Field: "hold", Kind: YesNo, Op: Flag, Not: true},
		"-hold:No":                           {Field: "hold", Kind: YesNo, Op: Flag},
		"state:build,TEST":                   {Field: "state", Kind: Enum, Op: Any, Values: []string{"Build", "Test"}},
		"risk:>=medium":                      {Field: "risk", Kind: Enum, Op: Any, Values: []string{"medium", "high"}},
		"risk<medium":                        {Field: "risk", Kind: Enum, Op: Any, Values: []string{"low"}},
		"risk:>high":                         {Field: "risk", Kind: Enum, Op: Any},
		"score:3,-0.5":                       {Field: "score", Kind: Number, Op: Any, Numbers: []float64{3, -0.5}},
		"-score<=14":                         {Field: "score", Kind: Number, Op: AtMost, Not: true, Numbers: []float64{14}},
		"date:2026-12-01":                    dates(Any, Range{at("2026-11-30T23:00:00Z"), at("2026-12-01T23:00:00Z")}),
		"date:2026-10-25":                    dates(Any, Range{at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")}), // 25 hours
		"date<2026-12-01":                    dates(Less, Range{To: at("2026-11-30T23:00:00Z")}),
		"date<=2026-12-01":                   dates(AtMost, Range{To: at("2026-12-01T23:00:00Z")}),
		"date>2026-12-01":                    dates(More, Range{From: at("2026-12-01T23:00:00Z")}),
		"date>=2026-12-01":                   dates(AtLeast, Range{From: at("2026-11-30T23:00:00Z")}),
		`date>="2026-12-01 22:00"`:           dates(AtLeast, Range{From: at("2026-12-01T21:00:00Z")}),
		`date>"2026-12-01 22:00"`:            dates(More, Range{From: at("2026-12-01T21:01:00Z")}),
		"date:2026-12":                       dates(Any, Range{at("2026-11-30T23:00:00Z"), at("2026-12-31T23:00:00Z")}),
		"date:2026,2028":                     dates(Any, Range{at("2025-12-31T23:00:00Z"), at("2026-12-31T23:00:00Z")}, Range{at("2027-12-31T23:00:00Z"), at("2028-12-31T23:00:00Z")}),
		"date:today":                         dates(Any, Range{at("2026-11-22T23:00:00Z"), at("2026-11-23T23:00:00Z")}),
		`date:<="next thu"`:                  dates(AtMost, Range{To: at("2026-12-03T23:00:00Z")}),
		`date:"2026-12-01 America/New_York"`: dates(Any, Range{at("2026-12-01T05:00:00Z"), at("2026-12-02T05:00:00Z")}),
	} {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		q, err := f.Check(schema, now, berlin)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(Query{want}, q, cmpopts.IgnoreFields(Condition{}, "Column")); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
	if q, err := (Filter{}).Check(schema, now, nil); err != nil || len(q) != 0 {
		t.Errorf("nothing: %v, %v", q, err)
	}
}

func TestCheckErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		column int
		field  string
		want   string
		near   []string
	}{
		{"mine servce:a", 6, "servce", `no field "servce"; did you mean service?`, []string{"service"}},
		{"serv:a", 1, "serv", "did you mean service?", []string{"service"}},
		{"sate:a", 1, "sate", "did you mean date or state?", []string{"date", "state"}},
		{"http://x", 1, "http", "use date, hold, risk, score, service, state or title, or quotes", nil},
		{"a -state:biuld", 3, "state", `no state "biuld"; did you mean Build?`, []string{"Build"}},
		{"state:x", 1, "state", "use Planning, Build or Test", nil},
		{"state:<Test", 1, "state", "state can't be compared with <", nil},
		{"title>a", 1, "title", "title can't be compared with >", nil},
		{"hold:<yes", 1, "hold", "can't be compared", nil},
		{"hold:maybe", 1, "hold", `either yes or no, not "maybe"`, nil},
		{"hold:yes,no", 1, "hold", "either yes or no", nil},
		{"x date:soon", 0, "", "", nil},
		{"date:soon", 1, "date", `date: soon is no date`, nil},
		{"date:2026-13", 1, "date", "there is no month 13", nil},
		{"date:2026-02-30", 1, "date", "has no day 30", nil},
		{"score:many", 1, "score", `score: "many" is not a number`, nil},
		{"score:1e9", 1, "score", "not a number", nil},
		{"score:NaN", 1, "score", "not a number", nil},
	} {
		f, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		_, err = f.Check(schema, now, time.UTC)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v is no *Error", c.text, err)
			continue
		}
		if c.column == 0 {
			continue
		}
		if e.Column != c.column || e.Field != c.field || !strings.Contains(e.Error(), c.want) || !cmp.Equal(e.Near, c.near) {
			t.Errorf("%s: %v, field %s, near %q; want column %d, %s", c.text, err, e.Field, e.Near, c.column, c.want)
		}
	}
	f, _ := Parse("a:b")
	if _, err := f.Check(Schema{}, now, nil); err == nil || !strings.Contains(err.Error(), "only words") {
		t.Errorf("no fields at all: %v", err)
	}
}

func TestRangeHolds(t *testing.T) {
	r := Range{From: now, To: now.Add(time.Hour)}
	for d, want := range map[time.Duration]bool{-1: false, 0: true, time.Hour - 1: true, time.Hour: false} {
		if r.Holds(now.Add(d)) != want {
			t.Errorf("at %v: %v", d, !want)
		}
	}
	if !(Range{}).Holds(now) {
		t.Error("an open range holds everything")
	}
}

// terms draws any filter that can be written.
func terms() *rapid.Generator[Filter] {
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ -~]{0,12}`)).Filter(func(s string) bool {
		return len(s) < 50 && (&scanner{text: s, column: 1}).checkCharacters() == nil
	})
	term := rapid.Custom(func(t *rapid.T) Term {
		switch rapid.IntRange(0, 3).Draw(t, "form") {
		case 0:
			return Term{Op: Word, Text: rapid.StringMatching(`[a-z0-9é][a-z0-9é.-]{0,8}`).Draw(t, "word"), Not: rapid.Bool().Draw(t, "not")}
		case 1:
			s := text.Filter(func(s string) bool { return strings.TrimFunc(s, isSpace) != "" }).Draw(t, "phrase")
			return Term{Op: Phrase, Text: s, Not: rapid.Bool().Draw(t, "not")}
		case 2:
			op := rapid.SampledFrom([]Op{Less, AtMost, More, AtLeast}).Draw(t, "op")
			return Term{Field: field(t), Op: op, Values: []string{text.Draw(t, "value")}, Not: rapid.Bool().Draw(t, "not")}
		}
		return Term{Field: field(t), Op: Any, Values: rapid.SliceOfN(text, 1, 4).Draw(t, "values"), Not: rapid.Bool().Draw(t, "not")}
	})
	return rapid.Custom(func(t *rapid.T) Filter {
		return Filter{Terms: rapid.SliceOfN(term, 0, 8).Draw(t, "terms")}
	})
}

func field(t *rapid.T) string {
	return rapid.StringMatching(`[a-z][a-z0-9.]{0,3}(-[a-z0-9.]{1,3})?`).Draw(t, "field")
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := terms().Draw(t, "filter")
		text := f.String()
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !back.Equal(f) {
			t.Fatalf("%s reads back as %+v, not %+v", text, back, f)
		}
		if back.String() != text {
			t.Fatalf("%s is written %s the second time", text, back)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"service:payments risk:high -late mine", `title:"two words",x date<2026-12-01`, `"a\"b\\" -"c"`, "a:<=", "é:b", "\xff", `a:"`, "-", "x:=y", "a=b=c", "date:2026-W48-4",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Parse(text)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Column < 1 || e.Column > utf8.RuneCountInString(text)+1 || e.Remedy == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		canon := parsed.String()
		// Escapes and colons can make the canonical form longer than is allowed.
		if back, err := Parse(canon); len(canon) <= MaxBytes && (err != nil || !back.Equal(parsed)) {
			t.Fatalf("%q is written %q, which reads as %+v, %v", text, canon, back, err)
		}
		if _, err := parsed.Check(schema, now, time.UTC); err != nil && !errors.As(err, new(*Error)) {
			t.Fatalf("%q: %#v", text, err)
		}
	})
}

func BenchmarkParseAndCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		f, err := Parse(`service:payments,ledger risk:>=high date:<2026-12-01 -late mine "two words"`)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Check(schema, now, time.UTC); err != nil {
			b.Fatal(err)
		}
	}
}
