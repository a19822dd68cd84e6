package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileError says what is wrong with a database file, in one sentence with what
// to do about it.
type FileError struct {
	Path   string
	What   string
	Remedy string
	Err    error
}

func (e *FileError) Error() string {
	text := fmt.Sprintf("open %s: %s", e.Path, e.What)
	if e.Remedy != "" {
		text += "; " + e.Remedy
	}
	return text
}

func (e *FileError) Unwrap() error { return e.Err }

// code is the primary SQLite result code of an error; 0 when it is none.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// explain turns an error of the driver into a sentence about the file.
func (db *DB) explain(doing string, err error) error {
	if err == nil {
		return nil
	}
	var already *FileError
	if errors.As(err, &already) {
		return err
	}
	if errors.Is(err, errMoved) && db.place != nil {
		if s := db.place.moved(); s != nil {
			return db.lose(s)
		}
	}
	fail := func(what, remedy string) error {
		return &FileError{Path: db.path, What: doing + ": " + what, Remedy: remedy, Err: err}
	}
	if errors.Is(err, errLongRead) || errors.Is(err, context.DeadlineExceeded) {
		return fail(errLongRead.Error(), "ask for less at once, or repeat when less goes on")
	}
	switch code(err) {
	case sqlite3.SQLITE_FULL:
		return fail("the disk is full", "nothing was changed; free some room and repeat")
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fail("the file or its folder can't be written", "check the permissions of both: SQLite writes "+db.path+"-wal beside the file")
	case sqlite3.SQLITE_CANTOPEN:
		return fail("the file can't be opened", "check that it exists, and that its folder can be written")
	case sqlite3.SQLITE_IOERR:
		return fail("reading or writing the disk failed", "nothing was changed; check the disk, and the free room on it")
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fail("the file is damaged", "keep it as it is, look with `fairway doctor`, and restore the last backup: fairway restore BACKUP")
	case sqlite3.SQLITE_CONSTRAINT:
		return fail("what is to be written does not fit what is in the file", "nothing was changed; look with `fairway doctor`")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fail("another process has been writing for too long", "nothing was changed; repeat in a moment")
	case sqlite3.SQLITE_INTERRUPT:
		return fmt.Errorf("%s: stopped: %w", doing, err)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: stopped: %w", doing, err)
	}
	if strings.Contains(err.Error(), "no such table") {
		return fail("the file is damaged or no Fairway file", "look with `fairway doctor`")
	}
	return fmt.Errorf("%s: %w", doing, err)
}
