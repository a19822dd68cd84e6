package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Damaged is what is added to the name of a backup that does not verify.
const Damaged = ".damaged"

// Backup writes a whole, compact copy of the file to another place while
// others go on working, and verifies the copy. The media folder is copied
// along. It refuses to write over anything. A copy in which something was found
// never has the name that was asked for, but one that ends in Damaged.
func (db *DB) Backup(ctx context.Context, to string) (Verified, error) {
	fail := func(what, cure string, err error) (Verified, error) {
		return Verified{}, &FileError{Path: to, What: "write the backup: " + what, Cure: cure, Err: err}
	}
	if _, err := os.Lstat(to); err == nil {
		return fail("there is a file already", "choose another name: a backup never overwrites", nil)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fail(plain(err), "choose another place", err)
	}
	unproven := to + ".unverified"
	_ = os.Remove(unproven) // of a backup that was broken off
	if err := db.copyTo(ctx, unproven); err != nil {
		return Verified{}, err
	}
	defer func() {
		for _, left := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(unproven + left)
		}
	}()
	if err := copyTree(ctx, mediaFolder(db.path), mediaFolder(to)); err != nil {
		return fail("copy the media: "+plain(err), "check the free room, and repeat", err)
	}
	v, err := inspect(ctx, unproven, mediaFolder(to))
	if err != nil {
		return v, err
	}
	name := to
	if !v.OK() {
		name = to + Damaged
		_ = os.Remove(name) // an earlier one of the same damage
	}
	if err := os.Link(unproven, name); err != nil { // never over something
		return fail(plain(err), "choose another name", err)
	}
	return v, nil
}

// copyTo writes a whole, compact copy. It has its name only once it is whole.
func (db *DB) copyTo(ctx context.Context, to string) error {
	fail := func(err error) error {
		return &FileError{Path: to, What: "write a copy of the file: " + plain(err), Cure: "check the free room and the permissions of the folder; nothing was changed", Err: err}
	}
	part := to + ".part"
	_ = os.Remove(part) // of a copy that was broken off
	defer os.Remove(part)
	// A connection that is query_only refuses VACUUM INTO, so this has its own.
	src, err := sql.Open("sqlite", dsn(db.path, false))
	if err != nil {
		return fail(err)
	}
	_, err = src.ExecContext(ctx, "VACUUM INTO ?", part)
	if err := errors.Join(err, src.Close()); err != nil {
		return db.explain("write a copy to "+to, stopped(ctx, err))
	}
	if err := settle(part); err != nil {
		return fail(err)
	}
	if err := os.Link(part, to); err != nil { // never over something
		return fail(err)
	}
	return nil
}

// settle makes a file private, and sees it onto the disk.
func settle(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(0o600), f.Sync(), f.Close())
}

// Inspect verifies a file that is not in use, with the media beside it.
func Inspect(ctx context.Context, path string) (Verified, error) {
	return inspect(ctx, path, mediaFolder(path))
}

func inspect(ctx context.Context, path, media string) (Verified, error) {
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return Verified{}, err
	}
	defer db.Close()
	v, err := db.Verify(ctx, nil)
	if err != nil {
		return v, err
	}
	err = db.verifyMediaIn(ctx, media, &v)
	return v, err
}

// Restore puts a verified backup where no file is.
func Restore(ctx context.Context, from, to string) (Verified, error) {
	v, err := Inspect(ctx, from)
	if err != nil {
		return v, err
	}
	if !v.OK() {
		what := "the backup is damaged: " + v.Findings[0].String()
		if n := len(v.Findings) + v.More - 1; n > 0 {
			what += fmt.Sprintf(" (and %d more findings)", n)
		}
		return v, &FileError{Path: from, What: what, Cure: "take an older one"}
	}
	// What an old file left beside it would be taken for the restored one's own:
	// its write-ahead log undoes the restore, or damages the file.
	for _, old := range []string{to, to + "-wal", to + "-shm", to + "-journal"} {
		if _, err := os.Lstat(old); err == nil {
			return v, &FileError{Path: old, What: "there is a file already", Cure: "move it away first: a restore never overwrites, and nothing of an older file may lie beside it"}
		}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return v, &FileError{Path: to, What: plain(err), Cure: "choose another place with --db FILE", Err: err}
	}
	if err := copyTree(ctx, mediaFolder(from), mediaFolder(to)); err != nil {
		return v, &FileError{Path: to, What: "copy the media: " + plain(err), Cure: "check the free room, and repeat", Err: err}
	}
	src, err := Open(ctx, from, Options{})
	if err != nil {
		return v, err
	}
	defer src.Close()
	part := to + ".restored"
	_ = os.Remove(part)
	defer os.Remove(part)
	if err := src.copyTo(ctx, part); err != nil {
		return v, err
	}
	if err := walMode(ctx, part); err != nil {
		return v, (&DB{path: to}).explain("restore", err)
	}
	if err := os.Link(part, to); err != nil {
		return v, &FileError{Path: to, What: "it can't be put into place: " + plain(err), Cure: "repeat, or choose another place with --db FILE", Err: err}
	}
	// The media folder may have been there already.
	err = src.verifyMediaIn(ctx, mediaFolder(to), &v)
	return v, err
}

// walMode gives a copy the write-ahead log, which VACUUM INTO does not.
func walMode(ctx context.Context, path string) error {
	w, err := sql.Open("sqlite", dsn(path, false))
	if err != nil {
		return err
	}
	_, err = w.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return errors.Join(err, w.Close())
}

// copyTree copies files that the other side does not have; media never change.
func copyTree(ctx context.Context, from, to string) error {
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o700)
		}
		if !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".part-") {
			return nil // something that is being stored
		}
		return copyFile(path, target)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // no media yet
	}
	return err
}

func copyFile(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	part := to + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(part)
	if _, err := io.Copy(out, in); err != nil {
		_ = out.Close()
		return err
	}
	if err := errors.Join(out.Sync(), out.Chmod(0o400), out.Close()); err != nil {
		return err
	}
	return os.Rename(part, to)
}
