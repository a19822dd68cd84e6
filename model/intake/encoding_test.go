package intake

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// utf16Of is a text as UTF-16 of either order, without a mark.
func utf16Of(order binary.AppendByteOrder, text string) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func TestFormsOfATable(t *testing.T) {
	const table = "id,title,date\n1,Zahlungsläufe,2026-12-01\n2,Größe,2026-12-02\n"
	for _, c := range []struct{ name, encoding, text string }{
		{"UTF-8", "", table},
		{"UTF-8 with a mark", "", "\ufeff" + table},
		{"UTF-8 with a mark, and another is said", "windows-1252", "\ufeff" + table},
		{"windows-1252", "windows-1252", strings.NewReplacer("ä", "\xe4", "ö", "\xf6", "ß", "\xdf").Replace(table)},
		{"Latin-1", "ISO-8859-1", strings.NewReplacer("ä", "\xe4", "ö", "\xf6", "ß", "\xdf").Replace(table)},
		{"UTF-16, little end first, with a mark", "", "\xff\xfe" + utf16Of(binary.LittleEndian, table)},
		{"UTF-16, big end first, with a mark", "", "\xfe\xff" + utf16Of(binary.BigEndian, table)},
		{"UTF-16, little end first", "", utf16Of(binary.LittleEndian, table)},
		{"UTF-16, big end first", "", utf16Of(binary.BigEndian, table)},
		{"CR LF", "", strings.ReplaceAll(table, "\n", "\r\n")},
		{"CR alone", "", strings.ReplaceAll(table, "\n", "\r")},
		{"sep=", "", "sep=;\r\n" + strings.ReplaceAll(strings.ReplaceAll(table, ",", ";"), "\n", "\r\n")},
		{"sep= with a mark and a tab", "", "\ufeffsep=\t\n" + strings.ReplaceAll(table, ",", "\t")},
	} {
		m := decode(t, plainMapping)
		m.Encoding = c.encoding
		res := readCSV(t, m, c.text)
		if len(res.Problems) > 0 || len(res.Rows) != 2 || res.Rows[0].Fields["title"] != "Zahlungsläufe" || res.Rows[1].Fields["title"] != "Größe" {
			t.Errorf("%s: %+v", c.name, res)
		}
	}
}

func TestEncodings(t *testing.T) {
	res := readCSV(t, decode(t, plainMapping), "id,title,date\n1,caf\xe9,2026-12-01\n")
	if len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Remedy, `in windows-1252 the line is "1,café,2026-12-01": say which`) {
		t.Errorf("an encoding that nobody named: %v", res.Problems)
	}
	if _, err := (Mapping{}).With(Options{Encoding: "klingon"}); err == nil || !strings.Contains(err.Error(), `there is no encoding "klingon"`) {
		t.Errorf("an encoding that is none: %v", err)
	}
	m := decode(t, "kind = \"milestone\"\nencoding = \"iso-8859-2\"\n")
	got, err := ReadAll(OpenICS(strings.NewReader(strings.ReplaceAll("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20261201\nSUMMARY:P\xf8ed\nEND:VEVENT\nEND:VCALENDAR\n", "\n", "\r")), m, now, time.UTC))
	if err != nil || len(got.Rows) != 1 || got.Rows[0].Fields["title"] != "Před" {
		t.Errorf("a calendar in Latin-2 with CR alone: %+v, %v", got, err)
	}
}

func TestColumnsOfOneName(t *testing.T) {
	m := decode(t, "kind = \"release\"\nkey = [\"id\"]\ndate = \"date\"\n[columns]\ntitle = \"title\"\nversion = \"fix version\"\ntags = \"labels\"\nnotes = \"comment\"\n")
	res := readCSV(t, m, "id,title,date,Fix Version,Fix Version,Labels,Labels,Labels,Comment,Comment\n"+
		"1,One,2026-12-01,,5.2,db,,night,first,second\n"+
		"2,Two,2026-12-02,5.2,5.3,,,,,\n"+
		"3,Three,2026-12-03,5.2,5.4,,,,,\n")
	check(t, res, "1 2 3", []expected{{3, 22, Warning, `"Fix Version" more than once, and the values differ: "5.2" was taken, "5.3" was not`}})
	if f := res.Rows[0].Fields; f["version"] != "5.2" || f["tags"] != "db, night" || f["notes"] != "first\n\nsecond" {
		t.Errorf("%q", f)
	}
}

func TestDatePatterns(t *testing.T) {
	berlin, _ := time.LoadLocation("Europe/Berlin")
	for _, c := range []struct{ format, text, want string }{
		{"", "2026-12-01T09:30:00.000+0000", "2026-12-01T09:30:00Z"}, // Jira
		{"", "2026-12-01T09:30:00+01", "2026-12-01T08:30:00Z"},
		{"", "2026-12-01 09:30:00 +0100", "2026-12-01T08:30:00Z"},
		{"", "2026-12-01 09:30:00+0100", "2026-12-01T08:30:00Z"},
		{"", "2026-12-01T09:30+0100", "2026-12-01T08:30:00Z"},
		{"", "2026-12-01T09:30:00Z", "2026-12-01T09:30:00Z"},
		{"yyyy-MM-dd HH:mm:ss", "2026-12-01 09:30:15", "2026-12-01T08:30:00Z"}, // ServiceNow
		{"dd/MMM/yy h:mm a", "01/Dec/26 9:30 PM", "2026-12-01T20:30:00Z"},      // Jira
		{"dd/MMM/yy h:mm a", "01/Dec/26 9:30 pm", "2026-12-01T20:30:00Z"},
		{"yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-12-01T09:30:00.000+0000", "2026-12-01T09:30:00Z"},
		{"yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "2026-12-01T09:30:00.000+02:00", "2026-12-01T07:30:00Z"},
		{"EEE, d MMM yyyy HH:mm:ss Z", "Tue, 1 Dec 2026 09:30:00 +0000", "2026-12-01T09:30:00Z"},
		{"EEEE, MMMM d, yyyy h:mm a", "Tuesday, December 1, 2026 9:30 AM", "2026-12-01T08:30:00Z"},
		{"MM/dd/yyyy hh:mm:ss a", "12/01/2026 09:30:00 AM", "2026-12-01T08:30:00Z"},
		{"DD-MM-YYYY HH:MM", "01-12-2026 09:30", "2026-12-01T08:30:00Z"},
	} {
		text := plainMapping
		if c.format != "" {
			text = "date_formats = [\"" + c.format + "\"]\n" + text
		}
		res, err := ReadAll(OpenCSV(strings.NewReader("id;title;date\n1;One;"+c.text+"\n"), decode(t, text), now, berlin))
		if err != nil || len(res.Rows) != 1 {
			t.Errorf("%s in %q: %+v, %v", c.text, c.format, res, err)
			continue
		}
		if got := res.Rows[0].Start.At.UTC().Truncate(time.Minute).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %q is %s, want %s", c.text, c.format, got, c.want)
		}
	}
	if _, err := layoutOf("yyyy-MM-dd'T"); err == nil {
		t.Error("an apostrophe is not closed, and nothing is said")
	}
}
