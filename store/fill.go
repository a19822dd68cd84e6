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

	"fairway/model"
	"fairway/model/action"
)

// Fill makes a new file with everything that fill does in it, a sample
// organisation for instance. Each action passes through the same door as with
// Do: permissions, gates and the log are those of any other file. Only that
// nobody relies on the file yet: all of it is one transaction, nothing waits for
// the disk before the end, and the file has its name only once it is whole.
//
// An error of fill leaves nothing behind. So does a refusal that fill passes
// over: it ends the making, as a half-told story is of use to nobody.
func Fill(ctx context.Context, path string, o Options, fill func(*Filling) error) error {
	o.complete()
	if err := vacant(path); err != nil {
		return err
	}
	media := mediaFolder(path)
	if _, err := os.Lstat(media); err == nil {
		return &FileError{Path: path, What: "the folder of its media is there already: " + media, Cure: "choose another name, or move that folder away"}
	}
	Leftovers(path) // of a process that died
	db := &DB{path: path}
	made, err := newPart(path)
	if err != nil {
		return &FileError{Path: path, What: plain(err), Cure: "check the folder's permissions, or choose another place with --db FILE", Err: err}
	}
	defer made.discard()
	part := made.path
	if err := build(ctx, part, o); err != nil {
		return db.explain("create the file", err)
	}
	if err := fillPart(ctx, part, o, fill); err != nil {
		var refusal *model.Refusal
		if errors.As(err, &refusal) {
			return err
		}
		return db.explain("fill the file", err)
	}
	// The media first: content that no entry names harms nobody.
	if err := os.Rename(mediaFolder(part), media); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &FileError{Path: path, What: "its media can't be put into place: " + plain(err), Cure: "repeat, or choose another place with --db FILE", Err: err}
	}
	if err := made.link(path); err != nil { // fails when somebody was quicker
		return errors.Join(&FileError{Path: path, What: "it can't be put into place: " + plain(err), Cure: "repeat, or choose another place with --db FILE", Err: err}, os.RemoveAll(media))
	}
	return nil
}

func fillPart(ctx context.Context, part string, o Options, fill func(*Filling) error) error {
	pool, err := sql.Open("sqlite", dsn(part, false)+"&_pragma=synchronous(OFF)&_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-65536)&_pragma=journal_mode(OFF)")
	if err != nil {
		return err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	// Single statements are not stopped, only the whole between two actions.
	steady := context.WithoutCancel(ctx)
	tx, err := pool.BeginTx(steady, nil)
	if err != nil {
		return err
	}
	f := &Filling{ctx: ctx, steady: steady, db: &DB{path: part, real: part, options: o, loose: true}, work: &work{Tx: tx, stmts: map[string]*sql.Stmt{}, long: true, recent: newRecent()}}
	if err := fill(f); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := errors.Join(f.err, ctx.Err()); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := f.work.recent.index(&writer{ctx: steady, tx: tx, stmts: f.work.stmts}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if _, err := pool.ExecContext(steady, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	if err := pool.Close(); err != nil {
		return err
	}
	return errors.Join(syncTree(mediaFolder(part)), syncFolder(part))
}

// syncTree brings a folder with all that is in it onto the disk.
func syncTree(root string) error {
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		return syncFolder(path)
	})
}

// Filling is a file that is being made by Fill.
type Filling struct {
	ctx, steady context.Context
	db          *DB
	work        *work
	err         error // the first; nothing is done after it
}

// Do performs an action, as DB.Do does.
func (f *Filling) Do(who Who, a action.Action) (Result, error) {
	if err := errors.Join(f.err, f.ctx.Err()); err != nil {
		return Result{}, err
	}
	if _, ok := redaction(a); ok {
		return Result{}, fmt.Errorf("%s: a file that is being made has nothing to redact", a.Name())
	}
	if who.ActionID == "" {
		who.ActionID = f.db.options.NewID()
	}
	r, err := f.db.do(f.steady, f.work, who, a)
	f.err = err
	return r, err
}

// Keep writes desk data of a person, as DB.Keep does.
func (f *Filling) Keep(person model.ID, key, value string) error {
	if f.err == nil {
		f.err = f.db.keep(f.steady, f.work.Tx, person, key, value)
	}
	return f.err
}

// Store puts content into the media folder, as DB.Store does.
func (f *Filling) Store(content io.Reader) (sum string, size int64, err error) {
	return f.db.Store(f.ctx, content)
}
