package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"
)

// held is a terminal that takes nothing until it is let go.
type held struct {
	letGo chan struct{}
	b     bytes.Buffer
}

func (h *held) Write(p []byte) (int, error) {
	<-h.letGo
	return h.b.Write(p)
}

// TestWorkDoesNotWaitForTheTerminal that shows how far it is.
func TestWorkDoesNotWaitForTheTerminal(t *testing.T) {
	h := &held{letGo: make(chan struct{})}
	b := &bar{out: io.Writer(h), what: "verified", started: time.Now().Add(-time.Hour)}
	for i := range int64(100) {
		b.last = time.Time{}
		b.at(i, 100) // would never return
	}
	close(h.letGo)
	b.end()
	if text := h.b.String(); !strings.Contains(text, "verified 0 of 100") || !strings.HasSuffix(text, "\r\x1b[K") || strings.Count(text, "verified") > 3 {
		t.Errorf("%q", text)
	}
}
