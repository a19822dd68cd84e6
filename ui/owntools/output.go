package owntools

import (
	"strings"
	"sync"
	"unicode/utf8"

	"fairway/model/action"
	"fairway/model/glyph"
)

// tail keeps the end of what a tool says: of an error that is where it stands.
type tail struct {
	mu  sync.Mutex
	end []byte
	cut bool
}

// Write takes some more of it.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end = append(t.end, p...)
	if over := len(t.end) - action.OutputMost; over > 0 {
		t.end, t.cut = append([]byte(nil), t.end[over:]...), true
	}
	return len(p), nil
}

// text is what was said, without what a terminal would take for a command.
func (t *tail) text() (text string, cut bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.ToValidUTF8(string(t.end), "?"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(glyph.Plain(strings.ReplaceAll(strings.TrimRight(line, "\r"), "\t", "    ")), " ")
	}
	text = strings.TrimSpace(strings.Join(lines, "\n"))
	for len(text) > action.OutputMost {
		_, n := utf8.DecodeRuneInString(text)
		text, t.cut = text[n:], true
	}
	return text, t.cut
}
