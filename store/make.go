package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"modernc.org/sqlite"

	"fairway/model"
	"fairway/model/action"
)

// Make makes a new file with everything that fill does in it: its first person,
// or a sample organisation. Nobody relies on the file yet, so all of it is one
// transaction, nothing waits for the disk before the end, and the file has its
// name only once it is whole. A nil fill makes an empty file.
//
// An error of fill leaves nothing behind. So does a refusal that fill passes
// over: it ends the making, as a half-told story is of use to nobody.
func Make(ctx context.Context, path string, o Options, fill func(*Batch) error) error {
	o.complete()
	if err := vacant(path); err != nil {
		return err
	}
	media := mediaFolder(path)
	if _, err := os.Lstat(media); err == nil && fill != nil {
		return &FileError{Path: path, What: "the folder of its media is there already: " + media, Remedy: "choose another name, or move that folder away"}
	}
	Leftovers(path) // of a process that died
	db := &DB{path: path}
	made, err := newPart(path)
	if err != nil {
		return &FileError{Path: path, What: plain(err), Remedy: "check the folder's permissions, or choose another place with --db FILE", Err: err}
	}
	defer made.discard()
	if err := build(ctx, made.path, o); err != nil {
		return db.explain("create the file", err)
	}
	if fill != nil {
		if err := fillPart(ctx, made.path, o, fill); err != nil {
			return db.sayWhy("fill the file", err)
		}
	}
	// The media first: content that no entry names harms nobody.
	if err := os.Rename(mediaFolder(made.path), media); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &FileError{Path: path, What: "its media can't be put into place: " + plain(err), Remedy: "repeat, or choose another place with --db FILE", Err: err}
	}
	if err := made.link(path); err != nil { // fails when somebody was quicker
		err = &FileError{Path: path, What: "it can't be put into place: " + plain(err), Remedy: "repeat, or choose another place with --db FILE", Err: err}
		if fill != nil {
			err = errors.Join(err, os.RemoveAll(media))
		}
		return err
	}
	return nil
}

func fillPart(ctx context.Context, part string, o Options, fill func(*Batch) error) error {
	c, err := sqlite.NewConnector(dsn(part, false) + "&_pragma=synchronous(OFF)&_pragma=locking_mode(EXCLUSIVE)&_pragma=cache_size(-65536)&_pragma=journal_mode(OFF)")
	if err != nil {
		return err
	}
	pool := sql.OpenDB(preparing{c})
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	// Single statements are not stopped, only the whole between two actions.
	steady := context.WithoutCancel(ctx)
	tx, err := pool.BeginTx(steady, nil)
	if err != nil {
		return err
	}
	b := &Batch{ctx: ctx, steady: steady, db: &DB{path: part, real: part, options: o, made: decodedOnce{}}, tx: tx}
	if err := errors.Join(fill(b), b.err, ctx.Err()); err != nil {
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
	return syncFolder(part)
}

// Batch is a transaction that performs many actions, one after the other, each
// as DB.Do does.
type Batch struct {
	ctx, steady context.Context
	db          *DB
	tx          *sql.Tx
	err         error // the first; nothing is done after it
}

// Do performs an action, as DB.Do does.
func (b *Batch) Do(who Who, a action.Action) (Result, error) {
	if err := errors.Join(b.err, b.ctx.Err()); err != nil {
		return Result{}, err
	}
	if _, ok := redaction(a); ok {
		return Result{}, fmt.Errorf("%s: a file that is being made has nothing to redact", action.Name(a))
	}
	if who.ActionID == "" {
		who.ActionID = b.db.options.NewID()
	}
	if start, ok := a.(action.StartRun); ok && start.Looked == nil {
		plan, err := b.db.planPackage(b.steady, b.tx, start.Release)
		if err == nil {
			start.Looked, err = b.db.lookAtPackage(b.ctx, plan)
		}
		if err != nil {
			b.err = err
			return Result{}, err
		}
		a = start
	}
	r, err := b.db.do(b.steady, b.tx, who, a)
	b.err = err
	return r, err
}

// Keep writes preferences of a person, as DB.Keep does.
func (b *Batch) Keep(person model.ID, key, value string) error {
	if b.err == nil {
		b.err = b.db.keep(b.steady, b.tx, person, key, value)
	}
	return b.err
}

// Store puts content into the media folder, as DB.Store does.
func (b *Batch) Store(content io.Reader) (sum string, size int64, err error) {
	return b.db.Store(b.ctx, content)
}

// decodedOnce has the records of a file that is being made, by the digests of
// their bodies: thousands of actions, one after the other, read the same ones
// again. Actions change no record in place, so they can share them. Other files
// have none, and decode what they read each time.
type decodedOnce map[string]model.Record

func (d decodedOnce) record(kind, digest string, body sql.NullString) (model.Record, error) {
	if r := d[digest]; r != nil && body.Valid {
		return r, nil
	}
	r, err := recordOf(kind, body)
	if d != nil && err == nil && r != nil {
		d[digest] = r
	}
	return r, err
}
