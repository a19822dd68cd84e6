package store

import (
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Owns reports whether a path leads to the file itself, to what SQLite keeps beside it, or
// into its media library, whatever name or link it is written by: nothing else may be
// written there.
func (db *DB) Owns(path string) bool {
	if info, err := os.Stat(path); err == nil {
		for _, end := range []string{"", "-wal", "-shm", "-journal"} {
			if own, err := os.Stat(db.real + end); err == nil && os.SameFile(own, info) {
				return true
			}
		}
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(whole)); err == nil {
		whole = filepath.Join(dir, filepath.Base(whole))
	}
	for _, end := range []string{"", "-wal", "-shm", "-journal"} { // one that isn't there at the moment
		if whole == db.real+end {
			return true
		}
	}
	media := mediaFolder(db.real)
	if real, err := filepath.EvalSymlinks(media); err == nil {
		media = real
	}
	return whole == media || strings.HasPrefix(whole, media+string(filepath.Separator))
}

// IsDatabase reports whether a path leads to an SQLite database, Fairway's or another's.
func IsDatabase(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(databaseBegins))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == databaseBegins
}

// databaseBegins is how a file of SQLite begins.
const databaseBegins = "SQLite format 3\x00"
