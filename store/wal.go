package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// WAL is how the write-ahead log of a file stands. It grows for as long as
// somebody reads an older state of the file, because it can't be emptied before
// they are done.
type WAL struct {
	Path string `json:"path"`
	Size int64  `json:"size"` // in bytes
	// Frames are the pages that lie in it, Kept those of them that can't be put
	// into the file yet.
	Frames int `json:"frames"`
	Kept   int `json:"kept"`
	// Readers are the processes that keep them.
	Readers []WALReader `json:"readers,omitempty"`
	// Blind says that the readers can't be told: the system doesn't say who holds
	// a lock, or not to this user.
	Blind bool `json:"blind,omitempty"`
}

// WALReader is a process that reads an older state of the file.
type WALReader struct {
	PID     int    `json:"pid"`
	Command string `json:"command,omitempty"`
	Behind  int    `json:"behind"` // pages that were written since
	Self    bool   `json:"self,omitempty"`
}

func (r WALReader) String() string {
	if r.Self {
		return "this process"
	}
	if r.Command == "" {
		return fmt.Sprintf("process %d", r.PID)
	}
	return fmt.Sprintf("process %d (%s)", r.PID, r.Command)
}

// WALLarge is the size, in bytes, from which on a write-ahead log that can't be
// emptied is spoken of. SQLite empties it at some four megabytes.
const WALLarge = 32 << 20

// Stuck says who keeps a large write-ahead log from being emptied, "" where
// nobody does.
func (w WAL) Stuck() string {
	if w.Size < WALLarge || w.Kept == 0 {
		return ""
	}
	text := fmt.Sprintf("the write-ahead log is %d MB large, and %d pages in it can't be put into the file", w.Size>>20, w.Kept)
	var who []string
	for _, r := range w.Readers {
		who = append(who, r.String())
	}
	switch {
	case len(who) > 0:
		text += ": " + strings.Join(who, ", ") + map[bool]string{true: " reads", false: " read"}[len(who) == 1] + " an older state of the file, and has not ended; end it, if it hangs"
	case w.Blind:
		text += ": a process reads an older state of the file, and the system doesn't say which; look for it as root: fuser " + strings.TrimSuffix(w.Path, "-wal") + "-shm"
	default:
		text += ": somebody read an older state of the file just now"
	}
	return text
}

// WAL looks at the write-ahead log: it puts into the file what it can, without
// waiting for anybody, and looks for who keeps the rest.
func (db *DB) WAL(ctx context.Context) (WAL, error) {
	const doing = "look at the write-ahead log"
	real, err := filepath.EvalSymlinks(db.path) // beside which SQLite puts its files
	if err != nil {
		return WAL{}, fmt.Errorf("%s: %w", doing, err)
	}
	w := WAL{Path: real + "-wal"}
	info, err := os.Stat(w.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return w, nil
	}
	if err != nil {
		return w, fmt.Errorf("%s: %w", doing, err)
	}
	w.Size = info.Size()
	if db.frozen || w.Size == 0 {
		return w, nil
	}
	conn, err := sql.Open("sqlite", dsn(db.path, false))
	if err != nil {
		return w, db.explain(doing, err)
	}
	defer conn.Close()
	var busy, frames, done int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &done); err != nil {
		return w, db.explain(doing, stopped(ctx, err))
	}
	w.Frames, w.Kept = max(frames, 0), max(frames-done, 0)
	if w.Kept > 0 {
		w.Readers, w.Blind = walReaders(real + "-shm")
	}
	return w, nil
}
