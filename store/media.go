package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fairway/model"
)

// mediaFolder is where the content of the DML lies: beside the file, each
// under the SHA-256 of its content, read-only.
func mediaFolder(path string) string { return path + ".media" }

func mediaPath(folder, sum string) string { return filepath.Join(folder, sum[:2], sum) }

// Store puts content into the media folder and returns its SHA-256 (hex) and
// size in bytes. Content that is there already is kept once.
func (db *DB) Store(ctx context.Context, content io.Reader) (sum string, size int64, err error) {
	fail := func(err error) (string, int64, error) {
		return "", 0, &FileError{Path: mediaFolder(db.path), What: "store the media: " + plain(err), Cure: "check the free room and the permissions of the folder; nothing was changed", Err: err}
	}
	if err := os.MkdirAll(mediaFolder(db.path), 0o700); err != nil {
		return fail(err)
	}
	part, err := os.CreateTemp(mediaFolder(db.path), ".part-*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(part.Name())
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(part, h), stopper{ctx, content})
	if err != nil {
		_ = part.Close()
		return fail(err)
	}
	if !db.loose {
		err = part.Sync()
	}
	if err := errors.Join(err, part.Chmod(0o400), part.Close()); err != nil {
		return fail(err)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	to := mediaPath(mediaFolder(db.path), sum)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fail(err)
	}
	if err := os.Rename(part.Name(), to); err != nil {
		return fail(err)
	}
	if db.loose {
		return sum, size, nil
	}
	// The entry that names it must not outlive it.
	if err := errors.Join(syncFolder(filepath.Dir(to)), syncFolder(mediaFolder(db.path))); err != nil {
		return fail(err)
	}
	return sum, size, nil
}

func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// stopper ends a copy when the context does.
type stopper struct {
	ctx context.Context
	r   io.Reader
}

func (s stopper) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// Content opens the content of a DML entry.
func (db *DB) Content(m *model.Media) (io.ReadCloser, error) {
	if len(m.SHA256) != 64 {
		return nil, &FileError{Path: mediaFolder(db.path), What: fmt.Sprintf("%s (%s) has no SHA-256 to be found by", m.ID, m.Name)}
	}
	path := mediaPath(mediaFolder(db.path), m.SHA256)
	f, err := os.Open(path)
	if err != nil {
		return nil, &FileError{Path: path, What: fmt.Sprintf("read %s (%s): %s", m.ID, m.Name, plain(err)), Cure: "restore the media folder from the last backup", Err: err}
	}
	return f, nil
}

// VerifyMedia compares the content of every DML entry with its SHA-256.
func (db *DB) VerifyMedia(ctx context.Context) (Verified, error) {
	var v Verified
	err := db.verifyMediaIn(ctx, mediaFolder(db.path), &v)
	return v, err
}

func (db *DB) verifyMediaIn(ctx context.Context, folder string, v *Verified) error {
	// The list first: whoever reads gigabytes while a question is open keeps the
	// write-ahead log from being emptied.
	bodies, err := texts(ctx, db.reader, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'media' AND r.until IS NULL AND v.body IS NOT NULL")
	if err != nil {
		return db.explain("verify the media", err)
	}
	for _, body := range bodies {
		var m model.Media
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			v.say("the DML", "%v", err)
			continue
		}
		if len(m.SHA256) != 64 {
			v.say(string(m.ID), "it has no SHA-256")
			continue
		}
		sum, err := fileSum(ctx, mediaPath(folder, m.SHA256))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, fs.ErrNotExist):
			v.say(string(m.ID), "the content of %s is not in the media folder", m.Name)
		case err != nil:
			v.say(string(m.ID), "the content of %s can't be read: %v", m.Name, plain(err))
		case sum != m.SHA256:
			v.say(string(m.ID), "the content of %s was altered: its SHA-256 is %s, not %s", m.Name, model.Shorten(sum, m.SHA256), model.Shorten(m.SHA256, sum))
		}
	}
	return nil
}

func fileSum(ctx context.Context, path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, stopper{ctx, f}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
