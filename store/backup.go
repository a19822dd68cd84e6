package store

import (
	"context"
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
	fail := func(what, remedy string, err error) (Verified, error) {
		return Verified{}, &FileError{Path: to, What: "write the backup: " + what, Remedy: remedy, Err: err}
	}
	if _, err := os.Lstat(to); err == nil {
		return fail("there is a file already", "choose another name: a backup never overwrites", nil)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fail(plain(err), "choose another place", err)
	}
	Leftovers(to) // removes what a backup to this place left that was broken off
	unproven, err := newPart(to)
	if err != nil {
		return fail(plain(err), "choose another place", err)
	}
	defer unproven.discard()
	if err := db.copyTo(ctx, unproven.path); err != nil {
		return Verified{}, err
	}
	var left []string
	for _, folder := range db.mediaFolders() {
		names, err := copyTree(ctx, folder, mediaFolder(to))
		if err != nil {
			return fail("copy the media: "+plain(err), "check the free room, and repeat", err)
		}
		left = append(left, names...)
	}
	v, err := inspect(ctx, unproven.path, mediaFolder(to))
	v.Notices = left
	if err != nil {
		return v, err
	}
	name := to
	if !v.OK() {
		name = to + Damaged
		_ = os.Remove(name) // an earlier one of the same damage
	}
	if err := unproven.link(name); err != nil { // never over something
		return fail(plain(err), "choose another name", err)
	}
	return v, nil
}

// copyTo writes a whole, compact copy into a file that is empty.
func (db *DB) copyTo(ctx context.Context, to string) error {
	// A connection that is query_only refuses VACUUM INTO, so this has its own.
	src, err := db.pool(dsn(db.real, false))
	if err != nil {
		return db.explain("write a copy to "+to, err)
	}
	err = db.patiently(ctx, func() error {
		_, err := src.ExecContext(ctx, "VACUUM INTO ?", to)
		return err
	})
	if err := errors.Join(err, src.Close()); err != nil {
		return db.explain("write a copy to "+to, stopped(ctx, err))
	}
	if err := settle(to); err != nil {
		return &FileError{Path: to, What: "write a copy of the file: " + plain(err), Remedy: "check the free room and the permissions of the folder; nothing was changed", Err: err}
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

func inspect(ctx context.Context, path string, media ...string) (Verified, error) {
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
		return v, &FileError{Path: from, What: what, Remedy: "take an older one"}
	}
	// What an old file left beside it would be taken for the restored one's own:
	// its write-ahead log undoes the restore, or damages the file.
	for _, old := range []string{to, to + "-wal", to + "-shm", to + "-journal"} {
		if _, err := os.Lstat(old); err == nil {
			return v, &FileError{Path: old, What: "there is a file already", Remedy: "move it away first: a restore never overwrites, and nothing of an older file may lie beside it"}
		}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return v, &FileError{Path: to, What: plain(err), Remedy: "choose another place with --db FILE", Err: err}
	}
	if v.Notices, err = copyTree(ctx, mediaFolder(from), mediaFolder(to)); err != nil {
		return v, &FileError{Path: to, What: "copy the media: " + plain(err), Remedy: "check the free room, and repeat", Err: err}
	}
	src, err := Open(ctx, from, Options{})
	if err != nil {
		return v, err
	}
	defer src.Close()
	Leftovers(to) // of a restore that was broken off
	part, err := newPart(to)
	if err != nil {
		return v, &FileError{Path: to, What: plain(err), Remedy: "choose another place with --db FILE", Err: err}
	}
	defer part.discard()
	if err := src.copyTo(ctx, part.path); err != nil {
		return v, err
	}
	if err := walMode(ctx, part.path); err != nil {
		return v, (&DB{path: to}).explain("restore", err)
	}
	if err := settle(part.path); err != nil {
		return v, &FileError{Path: to, What: plain(err), Remedy: "check the free room, and repeat", Err: err}
	}
	if err := part.link(to); err != nil {
		return v, &FileError{Path: to, What: "it can't be put into place: " + plain(err), Remedy: "repeat, or choose another place with --db FILE", Err: err}
	}
	// The media folder may have been there already.
	err = src.verifyMediaIn(ctx, []string{mediaFolder(to)}, &v)
	return v, err
}

// copyTree copies files that the other side does not have; media never change.
// What is no plain file is neither opened nor copied, and named.
func copyTree(ctx context.Context, from, to string) (left []string, err error) {
	root, err := filepath.EvalSymlinks(from) // the folder may be a link to another disk
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no media yet
	}
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		switch {
		case d.IsDir():
			return os.MkdirAll(target, 0o700)
		case strings.HasPrefix(d.Name(), partMark):
			return nil // something that is being stored
		case !d.Type().IsRegular():
			left = append(left, path+" is "+kindOf(d.Type())+", no plain file: it was not copied")
			return nil
		}
		err = copyFile(path, target)
		if not := (errNotPlain{}); errors.As(err, &not) { // since a moment
			left = append(left, path+" "+strings.TrimPrefix(err.Error(), "it ")+": it was not copied")
			return nil
		}
		return err
	})
	return left, err
}

func copyFile(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return nil
	}
	in, err := openPlain(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := newPart(filepath.Dir(to) + "/")
	if err != nil {
		return err
	}
	defer out.discard()
	if _, err := io.Copy(out.lock, in); err != nil {
		return err
	}
	if err := errors.Join(out.lock.Sync(), out.lock.Chmod(0o400)); err != nil {
		return err
	}
	return os.Rename(out.path, to)
}
