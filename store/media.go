package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"fairway/model"
)

// mediaEnd is what the name of the media folder has more than the file's.
const mediaEnd = ".media"

// mediaFolder is where the content of the DML lies: beside the file, under its
// real name whatever links lead to it; each under the SHA-256 of its content,
// read-only.
func mediaFolder(path string) string {
	real := realPath(path)
	if from := savedFrom(real); from != "" && nodeOf(real+mediaEnd) == (node{}) && nodeOf(from+mediaEnd) != (node{}) {
		return from + mediaEnd
	}
	return real + mediaEnd
}

// saved is how a file is called that was kept when another one took its place
// (FILE.was-DATE). Its media stay in the folder of FILE.
var saved = regexp.MustCompile(`^(.+)\.was-\d{4}-\d{2}-\d{2}T\d{6}Z(?:-\d+)?$`)

// savedFrom is the file in whose place a saved one lay; "" for any other.
func savedFrom(real string) string {
	if m := saved.FindStringSubmatch(real); m != nil {
		return m[1]
	}
	return ""
}

// mediaFolders are where content is looked for: in the media folder, and in the
// one beside the link by which the file was opened, where it was kept once.
func (db *DB) mediaFolders() []string {
	folders := []string{db.real + mediaEnd}
	if beside := db.path + mediaEnd; nodeOf(beside) != (node{}) && nodeOf(beside) != nodeOf(folders[0]) {
		folders = append(folders, beside)
	}
	if from := savedFrom(db.real); from != "" && nodeOf(from+mediaEnd) != (node{}) {
		folders = append(folders, from+mediaEnd)
	}
	return folders
}

func mediaPath(folder, sum string) string { return filepath.Join(folder, sum[:2], sum) }

// Store puts content into the media folder and returns its SHA-256 (hex) and
// size in bytes. Content that is there already is kept once.
func (db *DB) Store(ctx context.Context, content io.Reader) (sum string, size int64, err error) {
	return db.put(ctx, content, "")
}

// put is Store; with a SHA-256 only of content that has it.
func (db *DB) put(ctx context.Context, content io.Reader, wanted string) (sum string, size int64, err error) {
	folder := db.real + mediaEnd
	fail := func(err error) (string, int64, error) {
		return "", 0, &FileError{Path: folder, What: "store the media: " + plain(err), Remedy: "check the free room and the permissions of the folder; nothing was changed", Err: err}
	}
	if db.place != nil {
		if err := db.stillThere(ctx); err != nil {
			return "", 0, err
		}
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fail(err)
	}
	part, err := newPart(folder + "/")
	if err != nil {
		return fail(err)
	}
	defer part.discard()
	h := sha256.New()
	if size, err = io.Copy(io.MultiWriter(part.lock, h), stopper{ctx, content}); err != nil {
		return fail(err)
	}
	sum = hex.EncodeToString(h.Sum(nil))
	if wanted != "" && sum != wanted {
		return "", 0, model.Refuse("put media back", fmt.Sprintf("this is something else: its SHA-256 is %s, and %s stands on record", model.Shorten(sum, wanted), model.Shorten(wanted, sum)), model.Say("give the file as it was put into the DML"))
	}
	if err := errors.Join(part.lock.Sync(), part.lock.Chmod(0o400)); err != nil {
		return fail(err)
	}
	to := mediaPath(folder, sum)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fail(err)
	}
	if err := os.Rename(part.path, to); err != nil {
		return fail(err)
	}
	// The entry that names it must not outlive it.
	if err := errors.Join(syncFolder(filepath.Dir(to)), syncFolder(folder)); err != nil {
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

// Content opens the content of a DML entry. Whoever reads it to its end gets an error in
// place of the end where it is not what stands on record: what was read is not to be used
// then.
func (db *DB) Content(m *model.Media) (io.ReadCloser, error) {
	if len(m.SHA256) != 64 {
		return nil, &FileError{Path: mediaFolder(db.path), What: fmt.Sprintf("%s (%s) has no SHA-256 to be found by", m.ID, m.Name)}
	}
	path, f, err := openMedia(db.mediaFolders(), m.SHA256)
	if err != nil {
		return nil, &FileError{Path: path, What: fmt.Sprintf("read %s (%s): %s", m.ID, m.Name, plain(err)), Remedy: "restore the media folder from the last backup", Err: err}
	}
	return &proven{f, sha256.New(), m, path}, nil
}

// proven is content that is compared with its SHA-256 while it is read.
type proven struct {
	f    *os.File
	h    hash.Hash
	m    *model.Media
	path string
}

func (p *proven) Read(buffer []byte) (int, error) {
	n, err := p.f.Read(buffer)
	p.h.Write(buffer[:n])
	if err == io.EOF && hex.EncodeToString(p.h.Sum(nil)) != p.m.SHA256 {
		return n, &FileError{Path: p.path, What: fmt.Sprintf("read %s (%s): its content was altered, and is not what was put into the DML", p.m.ID, p.m.Name), Remedy: "put the right file back: fairway media restore " + string(p.m.ID) + " FILE"}
	}
	return n, err
}

func (p *proven) Close() error { return p.f.Close() }

// openMedia opens the content of that sum in the first folder that has it.
func openMedia(folders []string, sum string) (path string, f *os.File, err error) {
	for _, folder := range folders {
		path = mediaPath(folder, sum)
		info, e := os.Lstat(filepath.Dir(path))
		if e == nil && !info.IsDir() {
			e = errNotPlain{info.Mode()}
		}
		if e == nil {
			f, e = openPlain(path)
		}
		if e == nil {
			return path, f, nil
		}
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = e
		}
	}
	return mediaPath(folders[0], sum), nil, err
}

// VerifyMedia compares the content of every DML entry with its SHA-256, and
// names what does not belong into the media folder.
func (db *DB) VerifyMedia(ctx context.Context) (Verified, error) {
	v, _, err := db.LookAtMedia(ctx)
	return v, err
}

// strangers names what is no plain file in a media folder. It is not opened.
func strangers(folder string) (out []string) {
	root, err := filepath.EvalSymlinks(folder)
	if err != nil {
		if info, e := os.Lstat(folder); e == nil {
			out = append(out, fmt.Sprintf("it is %s that leads nowhere", kindOf(info.Mode())))
		}
		return out
	}
	if info, err := os.Stat(root); err == nil && !info.IsDir() {
		return []string{"it is no folder"}
	}
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, e := filepath.Rel(root, path)
		if err != nil || e != nil || rel == "." {
			if err != nil {
				out = append(out, fmt.Sprintf("%s can't be looked at: %s", rel, plain(err)))
			}
			return nil
		}
		within := strings.ContainsRune(rel, filepath.Separator)
		switch {
		case d.Type().IsRegular(), d.IsDir() && !within:
			return nil
		}
		out = append(out, fmt.Sprintf("%s is %s, no plain file: it was not opened", rel, kindOf(d.Type())))
		if d.IsDir() {
			return filepath.SkipDir
		}
		return nil
	})
	return out
}

// verifyMediaIn compares it in other folders than the file's own.
func (db *DB) verifyMediaIn(ctx context.Context, folders []string, v *Verified) error {
	_, err := db.lookIn(ctx, folders, v)
	return err
}

// PutBack puts the content of a DML entry back where it was altered or lost. What has
// another SHA-256 is not taken, and changes nothing.
func (db *DB) PutBack(ctx context.Context, m *model.Media, content io.Reader) error {
	_, _, err := db.put(ctx, content, m.SHA256)
	return err
}
