package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Backup writes a whole, compact copy of the file to another place while
// others go on working, and verifies the copy. The media folder is copied
// along. It refuses to write over anything.
func (db *DB) Backup(ctx context.Context, to string) (Verified, error) {
	fail := func(what, cure string, err error) (Verified, error) {
		return Verified{}, &FileError{Path: to, What: "write the backup: " + what, Cure: cure, Err: err}
	}
	if _, err := os.Lstat(to); err == nil {
		return fail("there is a file already", "choose another name: a backup never overwrites", nil)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fail(plain(err), "choose another place", err)
	}
	if _, err := db.reader.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		_ = os.Remove(to)
		return Verified{}, db.explain("write the backup "+to, err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return fail(plain(err), "", err)
	}
	if err := copyTree(ctx, mediaFolder(db.path), mediaFolder(to)); err != nil {
		return fail("copy the media: "+plain(err), "check the free room, remove the copy, and repeat", err)
	}
	return Inspect(ctx, to)
}

// Inspect verifies a file that is not in use, with the media beside it.
func Inspect(ctx context.Context, path string) (Verified, error) {
	db, err := Open(ctx, path, Options{})
	if err != nil {
		return Verified{}, err
	}
	defer db.Close()
	v, err := db.Verify(ctx, nil)
	if err != nil {
		return v, err
	}
	return v, db.verifyMedia(ctx, &v)
}

// Restore puts a verified backup where no file is.
func Restore(ctx context.Context, from, to string) (Verified, error) {
	v, err := Inspect(ctx, from)
	if err != nil {
		return v, err
	}
	if !v.OK() {
		return v, &FileError{Path: from, What: "the backup is damaged: " + v.Findings[0].String(), Cure: "take an older one"}
	}
	if _, err := os.Lstat(to); err == nil {
		return v, &FileError{Path: to, What: "there is a file already", Cure: "move it away first: a restore never overwrites"}
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return v, &FileError{Path: to, What: plain(err), Cure: "choose another place with --db FILE", Err: err}
	}
	src, err := sql.Open("sqlite", dsn(from, true))
	if err != nil {
		return v, err
	}
	defer src.Close()
	part := to + ".part"
	_ = os.Remove(part)
	if _, err := src.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		_ = os.Remove(part)
		return v, (&DB{path: to}).explain("restore", err)
	}
	if err := os.Chmod(part, 0o600); err != nil {
		return v, err
	}
	if err := copyTree(ctx, mediaFolder(from), mediaFolder(to)); err != nil {
		return v, &FileError{Path: to, What: "copy the media: " + plain(err), Cure: "check the free room, and repeat", Err: err}
	}
	w, err := sql.Open("sqlite", dsn(part, false))
	if err != nil {
		return v, err
	}
	if _, err := w.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		_ = w.Close()
		return v, err
	}
	if err := w.Close(); err != nil {
		return v, err
	}
	defer os.Remove(part)
	return v, os.Link(part, to)
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
		if !d.Type().IsRegular() {
			return nil
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
