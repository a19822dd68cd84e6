package ui

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/ui/screen/screentest"
	"fairway/ui/term"
)

var pictures = flag.String("pictures", "", "write the pictures of the README into this folder")

// TestReadmePictures draws what the README shows, from the demo, on the
// morning of screentest.Now. With -pictures they are written; without, this
// only makes sure that the keys still lead there.
func TestReadmePictures(t *testing.T) {
	dark := term.Paper{Ground: "#16161e", Ink: "#d5d9e6"}
	db := screentest.Demo(t)
	for _, p := range []struct {
		name, who string
		keys      []string
		w, h      int
		see       string
	}{
		{"calendar", "cora", nil, 110, 30, "November 2026"},
		{"board", "cora", []string{"2"}, 120, 34, "Registration"},
		{"gate", "cora", []string{"2", "l", "l", "g"}, 110, 30, "Gate of"},
		{"approvals", "chandra", []string{"3"}, 120, 34, "Waits for you"},
		{"decide", "chandra", []string{"3", "d"}, 100, 26, "Decide on an approval"},
		{"metrics", "rafael", []string{"4"}, 110, 34, "Slip rate"},
		{"release", "cora", []string{"2", "l", "l", "enter"}, 120, 34, "Overview"},
	} {
		d := sitOn(t, screentest.On(t, db, p.who, colours), p.w, p.h)
		d.Press("esc").Press(p.keys...).See(p.see).Exact()
		picture := term.SVG(d.root.View(), p.w, p.h, dark)
		if !strings.HasPrefix(picture, "<svg ") {
			t.Errorf("%s: no picture: %.60q", p.name, picture)
		}
		if *pictures != "" {
			if err := os.MkdirAll(*pictures, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(*pictures, p.name+".svg"), []byte(picture), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
