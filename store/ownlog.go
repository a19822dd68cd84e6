package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// SQLite finds a write-ahead log by the name of the file, and believes it. One
// that another file has left under this name, because that one was replaced
// while it was open or its process was killed, damages the file as soon as it is
// read. A log says nothing of whose it is, so whoever opens a file writes that
// onto its log, as an extended attribute: the numbers of both inodes, and the
// hash of the first entry of its own log.
//
// Where the file system has no such attributes, or the log is of an earlier
// program, only what contradicts the file's own first bytes shows.

// logOwner is what an owner's mark says.
type logOwner struct {
	file, log uint64
	first     string // "" while the file was empty
}

func (o logOwner) String() string { return fmt.Sprintf("%d %d %s", o.file, o.log, o.first) }

func parseOwner(text string) (o logOwner, ok bool) {
	n, _ := fmt.Sscanf(text, "%d %d %s", &o.file, &o.log, &o.first)
	return o, n > 1
}

// markLog says on the write-ahead log whose it is.
func (db *DB) markLog() {
	if db.frozen {
		return
	}
	path := db.real + "-wal"
	db.place.mu.Lock()
	own := db.place.beside["-wal"]
	db.place.mu.Unlock()
	if own == (node{}) || nodeOf(path) != own {
		return
	}
	want := logOwner{file: db.place.node.ino, log: own.ino}
	if o, ok := parseOwner(mark(path)); ok && o.file == want.file && o.log == want.log && o.first != "" {
		db.marked.Store(true)
		return
	}
	want.first = db.firstEntry(context.Background())
	setMark(path, want.String())
	db.marked.Store(want.first != "")
}

// ownLog makes sure, before SQLite sees it, that the write-ahead log beside the
// file is the file's own. One that provably is not is moved aside: nothing in
// it belongs to this file. One that another process still works with is waited
// for, since it moves it aside itself once it finds its file replaced.
func (db *DB) ownLog(ctx context.Context) error {
	log := db.real + "-wal"
	var shm sharedMemory
	for began, told := time.Now(), false; ; {
		why, sure := db.foreignLog(ctx, log)
		if why == "" {
			return nil
		}
		pid, used := shm.inUse(db.real + "-shm")
		if !used {
			return db.disown(ctx, log, why, sure)
		}
		if time.Since(began) > db.options.Wait {
			user := "another process"
			if pid > 0 {
				user = fmt.Sprintf("the process %d", pid)
			}
			return &FileError{Path: db.path, What: fmt.Sprintf("%s is not its own (%s), and %s works with it", log, why, user), Remedy: "end that process: it still has the file open that was here before"}
		}
		if !told && time.Since(began) > 500*time.Millisecond {
			told = true
			db.options.Say("another process still has the file open that was here before; waiting for it to move its write-ahead log away …")
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// foreignLog says why a log can't be the file's own, "" where nothing speaks
// against it. sure is what no copy of both files explains.
func (db *DB) foreignLog(ctx context.Context, path string) (why string, sure bool) {
	f, err := openPlain(path)
	if err != nil {
		return "", false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", false
	}
	head, err := readHeader(db.place.file)
	if err != nil {
		return "", false // SQLite says what is wrong with it
	}
	var b [32]byte
	if n, _ := f.ReadAt(b[:], 0); n == len(b) {
		page := head.page
		if page == 1 { // as SQLite writes 65,536
			page = 65536
		}
		switch {
		case !head.wal:
			return "the file has none", true
		case binary.BigEndian.Uint32(b[8:]) != page:
			return "its pages have another size", true
		}
	}
	owner, ok := parseOwner(mark(path))
	if !ok {
		return "", false
	}
	if owner.first != "" && info.Size() > 0 {
		// Where the log was written last, nobody has written into the file since.
		if file, err := db.place.file.Stat(); err == nil && (owner.file != db.place.node.ino || !file.ModTime().Before(info.ModTime())) {
			if first := firstHash(ctx, db.real); first != "" && first != owner.first {
				return "it is of a file whose records begin otherwise", true
			}
		}
	}
	if owner.file != db.place.node.ino {
		// Where the log itself is another one, too, both may be a copy.
		return "it is of the file that was here before", owner.log == nodeIn(info).ino
	}
	return "", false
}

// disown moves a log aside that nobody works with and that is not the file's.
// Where a copy of both files, with the marks, would look alike, the two are
// tried together first.
func (db *DB) disown(ctx context.Context, log, why string, sure bool) error {
	fail := func(what string) error {
		return &FileError{Path: db.path, What: fmt.Sprintf("%s is not its own (%s), %s", log, why, what), Remedy: "move " + log + " and " + db.real + "-shm away, and keep them until it is known whose they are"}
	}
	if !sure {
		if db.fits(ctx, log) {
			return nil // a copy of both; it is marked anew
		}
		if !db.fits(ctx, "") {
			return fail("and the file is damaged without it")
		}
	}
	date := ".was-" + db.Now().Format("2006-01-02T150405Z")
	to := vacantName(log + date)
	if err := os.Rename(log, to); err != nil {
		return fail("and can't be moved aside: " + plain(err))
	}
	_ = os.Remove(db.real + "-shm") // an index of that log; nobody has it open
	db.options.Say(fmt.Sprintf("%s was not the file's own (%s): it is now %s", log, why, to))
	return nil
}

// fits tries whether a copy of the file verifies together with a copy of a log;
// without one where none is named.
func (db *DB) fits(ctx context.Context, log string) bool {
	p, err := newPart(db.real)
	if err != nil {
		return false
	}
	defer p.discard()
	if _, err := io.Copy(p.lock, io.NewSectionReader(db.place.file, 0, 1<<62)); err != nil {
		return false
	}
	if log != "" {
		if err := copyContent(log, p.path+"-wal"); err != nil {
			return false
		}
	}
	tried, err := Open(ctx, p.path, Options{Now: db.options.Now, format: db.options.format})
	if err != nil {
		return false
	}
	v, err := tried.Verify(ctx, nil)
	return errors.Join(err, tried.Close()) == nil && v.OK()
}

func copyContent(from, to string) error {
	in, err := openPlain(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// markName is the extended attribute that names a log's owner.
const markName = "user.fairway.of"

func mark(path string) string { return strings.TrimSpace(readMark(path, markName)) }

func setMark(path, text string) { writeMark(path, markName, text) }
