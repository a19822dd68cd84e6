package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/term"

	"fairway/ui/kit"
)

// Everything that is printed for people to read goes through out and errs, which
// make visible what a terminal would act upon or show nothing for. Out and Err
// themselves are for what has to stay as it is, byte for byte: files, exports,
// and what draws on the terminal by itself. A test names who may use them.

// out is where results are printed.
func (a *App) out() io.Writer { return showing{a.Out} }

// exported is where something is written that other programs read: as it is, but
// where a person reads it at once.
func (a *App) exported() io.Writer {
	if a.read() {
		return a.out()
	}
	return a.Out
}

// errs is where words about the work are printed.
func (a *App) errs() io.Writer { return showing{a.Err} }

// showing makes lines visible. Whoever writes to it writes whole characters.
type showing struct{ w io.Writer }

func (s showing) Write(p []byte) (int, error) {
	var b strings.Builder
	for line := range strings.Lines(string(p)) {
		text, whole := strings.CutSuffix(line, "\n")
		b.WriteString(kit.Visible(text))
		if whole {
			b.WriteByte('\n')
		}
	}
	if _, err := io.WriteString(s.w, b.String()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// read reports whether what is printed is read by a person at once: on a terminal
// of this host, or on that of a caller from outside, of which TERM is known.
func (a *App) read() bool {
	if a.remote {
		return a.Env("TERM") != ""
	}
	f, ok := a.Out.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// typed reports whether the answers come from a person at a terminal.
func (a *App) typed() bool {
	f, ok := a.In.(*os.File)
	return a.read() && (a.remote || ok && term.IsTerminal(f.Fd()))
}

// encode writes JSON, in which what ends with a whole day ends when that is over
// (see withEnds). What shows nothing, or steers a terminal, is escaped in it:
// to whoever decodes it that is the same.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(withEnds(v)); err != nil {
		return err
	}
	_, err := w.Write(escaped(withSynonyms(b.Bytes())))
	return err
}

// escaped writes as \uXXXX what JSON allows to stand in a text as it is and a
// reader doesn't see. Outside of texts JSON has no such characters.
func escaped(text []byte) []byte {
	odd := func(r rune) bool {
		return r >= 0x7f && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
	}
	if bytes.IndexFunc(text, odd) < 0 {
		return text
	}
	var b bytes.Buffer
	for _, r := range string(text) {
		switch {
		case !odd(r):
			b.WriteRune(r)
		case r > 0xffff:
			high, low := (r-0x10000)>>10+0xd800, (r-0x10000)&0x3ff+0xdc00
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

// width is how wide what is printed may be: the terminal's, or that of one.
func (a *App) width() int {
	if f, ok := a.Out.(*os.File); ok && !a.remote {
		if w, _, err := term.GetSize(f.Fd()); err == nil && w > 0 {
			return w
		}
	}
	return 80
}
