package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"fairway/ui/screen/screentest"
)

// told is what a server logs, for somebody who waits for a line of it.
type told struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (t *told) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text.Write(p)
	close(t.more)
	t.more = make(chan struct{})
	return len(p), nil
}

// until waits for a line.
func (t *told) until(ctx context.Context, line string) bool {
	is := regexp.MustCompile(line)
	for {
		t.mu.Lock()
		found, more := is.Match(t.text.Bytes()), t.more
		t.mu.Unlock()
		if found {
			return true
		}
		select {
		case <-more:
		case <-ctx.Done():
			return false
		}
	}
}

// A server drives the clock of the file that it serves while it has the lease: a tick
// beside it does nothing and says who does, and once it has stopped the next one goes on.
func TestAServerDrivesTheClock(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "s.db")
	screentest.DemoAt(t, file)
	now := func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }
	app := func() (*App, *bytes.Buffer) {
		var out bytes.Buffer
		return &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: now, User: func() string { return "cora" }, Env: func(name string) string {
			return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name]
		}}, &out
	}
	tick := func(args ...string) string {
		t.Helper()
		a, out := app()
		if code := a.Run(t.Context(), append([]string{"tick"}, args...)); code != exitDone {
			t.Fatalf("tick ends with %d: %s", code, out)
		}
		return out.String()
	}
	due := 0 // lines: what an emergency owes names its deadline twice
	for line := range strings.Lines(tick("--dry-run")) {
		if strings.Contains(line, ", due ") {
			due++
		}
	}
	if due < 5 {
		t.Fatalf("only %d things are due", due)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	server, _ := app()
	logs := &told{more: make(chan struct{})}
	server.Err = logs
	ended := make(chan int)
	go func() { ended <- server.Run(ctx, []string{"serve", "--listen", "127.0.0.1:0"}) }()
	if !logs.until(ctx, `(?s)(msg=clock did=\S+ .*){`+string(rune('0'+min(due, 9)))+`}`) {
		t.Fatalf("the server did not do it:\n%s", logs.text.String())
	}
	if out := tick(); !strings.HasPrefix(out, "serve on ") || !strings.Contains(out, "drives the clock") {
		t.Errorf("a tick beside it says %q", out)
	}
	stop()
	<-ended
	if n := strings.Count(logs.text.String(), "msg=clock did="); n != due {
		t.Errorf("the server did %d things of %d:\n%s", n, due, logs.text.String())
	}
	if out := tick(); !strings.HasPrefix(out, "Nothing is due.") {
		t.Errorf("after it a tick says %q", out)
	}
}
