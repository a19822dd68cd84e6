package intake

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/text/encoding"
)

// The formats that are read.
const (
	FormatICS  = "ics"
	FormatCSV  = "csv"
	FormatJSON = "json" // JSON Lines, too
	FormatYAML = "yaml"
)

// Formats lists them.
func Formats() []string { return []string{FormatICS, FormatCSV, FormatJSON, FormatYAML} }

// FormatOf tells the format of a source by what it begins with, else by the end of its name.
// unread says of one that isn't read what it is, and what to do instead.
func FormatOf(end string, head []byte) (format, unread string) {
	end = strings.ToLower(end)
	for _, f := range []struct{ magic, ends, what, instead string }{
		{"PK\x03\x04", ".xlsx .xlsm .ods", "a spreadsheet", "save the sheet as CSV in UTF-8"},
		{"PK\x03\x04", "", "a ZIP archive", "unpack it, and give a file that was in it"},
		{"\xd0\xcf\x11\xe0", "", "an Excel file of before 2007", "save the sheet as CSV in UTF-8"},
		{"%PDF-", "", "a PDF", "export a table or a calendar"},
		{"\x1f\x8b", "", "compressed with gzip", "unpack it: gunzip FILE"},
		{"SQLite format 3\x00", "", "a SQLite file", "export a table of it as CSV, or open it as the data file if it is one of Fairway"},
		{"<", ".xml .html .htm .xls", "XML or HTML", "export it as CSV or JSON"},
	} {
		begins := bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte(f.magic))
		if begins && (f.ends == "" || strings.Contains(" "+f.ends+" ", " "+end+" ") || f.magic == "<") {
			return "", fmt.Sprintf("it is %s, which is not read; %s", f.what, f.instead)
		}
	}
	if wide := wideOf(head); wide != nil {
		head, _ = decodedHead(wide, head)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.Contains(bytes.ToUpper(head), []byte("BEGIN:VCALENDAR")), end == ".ics" || end == ".ical" || end == ".ifb":
		return FormatICS, ""
	case end == ".json" || end == ".jsonl" || end == ".ndjson":
		return FormatJSON, ""
	case end == ".yaml" || end == ".yml":
		return FormatYAML, ""
	case end == ".csv" || end == ".tsv":
		return FormatCSV, ""
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return FormatJSON, ""
	case bytes.HasPrefix(text, []byte("---\n")), bytes.HasPrefix(text, []byte("- ")):
		return FormatYAML, ""
	}
	return FormatCSV, ""
}

func decodedHead(e encoding.Encoding, head []byte) ([]byte, error) {
	return e.NewDecoder().Bytes(head[:len(head)/2*2])
}
