package term

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// A picture is well-formed whatever is in the frame, holds its text, and has
// the colours that the frame has.
func TestSVG(t *testing.T) {
	frame := "\x1b[1;38;2;1;2;3mA & <b>\x1b[m 発売 e\u0301 \x1b[7mx\x1b[m\n\x1b[38;5;196mred\x1b[31m basic\x1b[m\x1b[48;5;240m   \x1b[m"
	got := SVG(frame, 24, 3, Paper{Ground: "#101010", Ink: "#eeeeee"})
	for _, want := range []string{"A &amp; &lt;b&gt;", "発売", "e\u0301", `fill="#010203"`, `fill="#ff0000"`, `fill="#cd0000"`, `fill="#585858"`, `font-weight="bold"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in the picture:\n%s", want, got)
		}
	}
	for d := xml.NewDecoder(strings.NewReader(got)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
