package sums

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// What sha256sum 9.1 prints and reads, by hand.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Sum
	}{
		{sum + "  shop.tgz\n", []Sum{{sum, "shop.tgz"}}},
		{sum + " *shop.tgz\r\n", []Sum{{sum, "shop.tgz"}}},
		{sum + "\tshop.tgz", []Sum{{sum, "shop.tgz"}}},
		{strings.ToUpper(sum) + "  a b  c", []Sum{{sum, "a b  c"}}},
		{sum, []Sum{{sum, ""}}},
		{sum + "  -\n", []Sum{{sum, ""}}},
		{"# made by the pipeline\n\n" + sum + "  a\n" + sum + "  b\n", []Sum{{sum, "a"}, {sum, "b"}}},
		{`\` + sum + `  a\nb\\c\rd`, []Sum{{sum, "a\nb\\c\rd"}}},
		{sum + `  a\nb`, []Sum{{sum, `a\nb`}}}, // not escaped: the name has a backslash
		{"SHA256 (dir/shop (1).tgz) = " + sum, []Sum{{sum, "dir/shop (1).tgz"}}},
		{`\SHA256 (a\nb) = ` + sum, []Sum{{sum, "a\nb"}}},
		{mark + sum + "  a", []Sum{{sum, "a"}}},
		{"", nil},
	} {
		got, err := Parse(c.text)
		if err != nil || len(got) != len(c.want) {
			t.Errorf("%q: %v, %v", c.text, got, err)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: %+v, want %+v", c.text, got[i], c.want[i])
			}
		}
	}
	for text, want := range map[string]string{
		sum[:63] + "  a":                     "line 1: \"0123456789abcdef0123…\" is no SHA-256",
		sum + "  a\n" + sum + sum + "  b":    "line 2: \"0123456789abcdef0123…\" is as long as a digest of SHA-512",
		"MD5 (a) = " + sum[:32]:              "a digest of MD5",
		"SHA256(a)= " + sum:                  "openssl",
		"SHA2-256(a)= " + sum:                "openssl",
		"\n\n" + `\` + sum + `  a\x`:         `line 3: its name has \x`,
		`\` + sum + `  a\`:                   "ends in the middle",
		sum + "  a\x00" + sum + "  b\x00":    "null character",
		"\xff\xfe0\x00":                      "UTF-16",
		"a\n" + sum + "  \xc3(":              "line 2: it is not written in UTF-8",
		"SHA256 (a) = 12":                    "is no SHA-256",
		"shop.tgz was built":                 "is no SHA-256",
		"SHA256 (shop.tgz = " + sum + " (a)": "is no SHA-256",
	} {
		if got, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
}

// What is printed is read back as it was.
func TestPrintedIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z\\ \n\r().=*-]{1,12}`).Draw(t, "name")
		if strings.TrimSpace(name) == "-" || name == "" {
			t.Skip()
		}
		got, err := Parse(Sum{sum, name}.String())
		if err != nil || len(got) != 1 || got[0] != (Sum{sum, name}) {
			t.Fatalf("%q: %q, %v", name, got, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(sum + "  a")
	f.Add("SHA256 (a) = " + sum)
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse(text)
		for _, s := range list {
			if err != nil || check(s.SHA256) != "" {
				t.Fatalf("%q: %+v, %v", text, s, err)
			}
		}
	})
}
