package store

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func init() { children["holds"] = childHolds }

// childHolds reads one state of a file until it is told to end, as a process does
// that hangs.
func childHolds() {
	db, err := sql.Open("sqlite", dsn(os.Getenv("FAIRWAY_TEST_FILE"), true))
	dieIf(err)
	tx, err := db.BeginTx(context.Background(), &sql.TxOptions{ReadOnly: true})
	dieIf(err)
	var n int
	dieIf(tx.QueryRow("SELECT count(*) FROM log").Scan(&n))
	fmt.Println("reads")
	_, _ = io.Copy(io.Discard, os.Stdin)
	dieIf(tx.Rollback())
	dieIf(db.Close())
}

// TestWhoKeepsTheWriteAheadLog: another process that hangs while it reads is named,
// with what it is called and how far it is behind; when it has ended, all is well.
func TestWhoKeepsTheWriteAheadLog(t *testing.T) {
	f, _ := small(t, Options{})
	ctx := context.Background()
	n := 0
	grow := func() {
		t.Helper()
		n++
		if err := f.Keep(ctx, "", "much", strings.Repeat(fmt.Sprint(n), 36<<20)); err != nil {
			t.Fatal(err)
		}
	}
	grow()
	w, err := f.WAL(ctx)
	if err != nil || w.Size == 0 || w.Kept != 0 || w.Stuck() != "" {
		t.Fatalf("while nobody reads: %+v, %v, %q", w, err, w.Stuck())
	}
	cmd := child(t, "holds", f.path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "reads\n" {
		t.Fatal(line, err)
	}
	grow()
	if w, err = f.WAL(ctx); err != nil {
		t.Fatal(err)
	}
	if w.Kept == 0 || len(w.Readers) != 1 || w.Readers[0].PID != cmd.Process.Pid || w.Readers[0].Self || w.Readers[0].Behind == 0 || w.Blind {
		t.Errorf("%+v; the reader is process %d", w, cmd.Process.Pid)
	}
	if text := w.Stuck(); !strings.Contains(text, fmt.Sprintf("the write-ahead log is %d MB large", w.Size>>20)) || !strings.Contains(text, fmt.Sprintf("process %d (store.test) reads an older state", cmd.Process.Pid)) {
		t.Errorf("%q", text)
	}
	if err := errors.Join(in.Close(), cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	if w, err = f.WAL(ctx); err != nil || w.Kept != 0 || len(w.Readers) != 0 || w.Stuck() != "" {
		t.Errorf("after it has ended: %+v, %v", w, err)
	}
}

// TestAViewEndsByItself: whoever asked and went to sleep holds nothing for ever,
// and is told; so is a question that takes too long.
func TestAViewEndsByItself(t *testing.T) {
	o := fixed()
	o.Reading = 50 * time.Millisecond
	f, _ := small(t, o)
	ctx := context.Background()
	v, err := f.view(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := v.QueryRowContext(ctx, "SELECT count(*) FROM log").Scan(&n); err != nil {
		t.Fatal(err)
	}
	<-v.ctx.Done()
	err = v.QueryRowContext(ctx, "SELECT count(*) FROM log").Scan(&n)
	oneSentence(t, f.explain("count", err), "it took too long")
	_, err = v.QueryContext(ctx, "SELECT count(*) FROM log")
	oneSentence(t, f.explain("count", err), "it took too long")
	v.end()
	if v, err = f.view(ctx); err != nil {
		t.Fatal(err)
	}
	err = v.QueryRowContext(ctx, "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max(n) FROM c").Scan(&n)
	oneSentence(t, f.explain("count", err), "it took too long")
	v.end()
	var free []*view // every connection has come back
	for range f.reader.Stats().MaxOpenConnections {
		v, err := f.view(ctx)
		if err != nil {
			t.Fatal(err)
		}
		free = append(free, v)
	}
	for _, v := range free {
		v.end()
	}
	// Whoever stops by themselves is not told that they were slow.
	stop, cancel := context.WithCancel(ctx)
	cancel()
	if _, err = f.view(stop); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
