package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe that nobody fills is waited for until the command is told to stop; one
// that somebody fills can be read only once, and is taken in all the same.
func TestAPipeIsReadOnceAndWaitedForUntilStopped(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := openWaiting(ctx, pipe); !errors.Is(err, context.Canceled) {
		t.Errorf("an empty pipe: %v", err)
	}

	file := filepath.Join(dir, "f.db")
	run := func(args ...string) (int, string) {
		var out bytes.Buffer
		a := &App{In: strings.NewReader(""), Out: &out, Err: &out, Now: func() time.Time { return time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC) }, User: func() string { return "adam" },
			Env: func(name string) string { return map[string]string{"HOME": dir, "FAIRWAY_DB": file}[name] }}
		return a.Run(context.Background(), args), out.String()
	}
	if code, out := run("init", "--role", "release-manager"); code != 0 {
		t.Fatal(out)
	}
	other := filepath.Join(dir, "rows")
	if err := syscall.Mkfifo(other, 0o600); err != nil {
		t.Fatal(err)
	}
	wrote := make(chan error, 1)
	go func() { wrote <- os.WriteFile(other, []byte("V,D\n1.0,2027-01-01\n2.0,2027-02-01\n"), 0o600) }()
	code, out := run("import", other, "--map", "version=V", "--map", "start=D", "--key", "V")
	if err := <-wrote; err != nil || code != 0 || !strings.Contains(out, "2 rows, 2 new") {
		t.Errorf("exit %d, %v: %s", code, err, out)
	}
}
