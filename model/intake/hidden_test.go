package intake

import (
	"bytes"
	"strings"
	"testing"
)

// TestHiddenCharactersComeInWithAWord: they are left out of every field of one
// line, of CSV and of iCalendar, and the row comes in.
func TestHiddenCharactersComeInWithAWord(t *testing.T) {
	m := decode(t, "kind = \"release\"\nkey = [\"id\"]\ndate = \"from\"\n[columns]\ntitle = \"name\"\nnotes = \"notes\"\nowner = \"who\"\n")
	res := readCSV(t, m, "id,name,from,notes,who\n1,Pay\u202eroll\u202c 5,2026-12-01,a\u202eb,an\u200bna\n2,می\u200cخواهم,2026-12-02,,\n")
	if len(res.Rows) != 2 || len(res.Problems) != 2 {
		t.Fatalf("%d rows, %v", len(res.Rows), res.Problems)
	}
	f := res.Rows[0].Fields
	if f["title"] != "Payroll 5" || f["owner"] != "anna" || f["notes"] != "a\u202eb" || res.Rows[1].Fields["title"] != "می\u200cخواهم" {
		t.Errorf("%q %q", f, res.Rows[1].Fields)
	}
	for _, p := range res.Problems {
		if p.Severity != Warning || p.Line != 2 || !strings.Contains(p.Reason, "in it, which was left out") {
			t.Errorf("%s", p)
		}
	}
	if said := res.Problems[0].String() + res.Problems[1].String(); !strings.Contains(said, "turns the direction of the text (U+202E) in it, which was left out with 1 more such") || !strings.Contains(said, "U+200B") {
		t.Errorf("%s", said)
	}
	cal := readICS(t, Mapping{}, calendar(event("1", "DTSTART:20261201T220000Z", "SUMMARY:Pay\u2066roll\u2069")))
	if len(cal.Rows) != 1 || len(cal.Problems) != 1 || cal.Rows[0].Fields["title"] != "Payroll" {
		t.Errorf("%+v %v", cal.Rows, cal.Problems)
	}
}

// TestTheFeedShowsWhatIsHidden: in each property that is text.
func TestTheFeedShowsWhatIsHidden(t *testing.T) {
	var b bytes.Buffer
	text := "a\u202eb\u200bc\x1b[2Jd\u009b1m"
	if err := WriteICS(&b, []Entry{{UID: "1" + text, Summary: text, Description: "x\n" + text, Location: text, URL: "https://example.org/" + text, Categories: []string{text}, Start: minute(2026, 12, 1, 22, 0)}}, now); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if strings.ContainsAny(out, "\u202e\u200b\x1b\u009b") {
		t.Errorf("it stands raw in:\n%q", out)
	}
	if n := strings.Count(out, "a\ufffdb\ufffdc[2Jd1m"); n != 6 {
		t.Errorf("it is shown %d times in:\n%s", n, out)
	}
}
