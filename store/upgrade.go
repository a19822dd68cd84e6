package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fairway/model/when"
)

// migrate brings an older file to this program's format: a copy first, then
// everything in one transaction. Of several processes that open the file one
// does it, and the others wait for as long as it takes. What keeps them apart is
// the lock on the file itself, which ends with its process: whoever comes next
// then begins anew, with the copy that is there.
func (db *DB) migrate(ctx context.Context, from int) error {
	const doing = "bring the file to the new format"
	if db.options.format.steps[from] == nil {
		return otherFormat(db.path, from, db.options.format.number)
	}
	tx, err := db.lockForUpgrade(ctx)
	if err != nil {
		return db.explain(doing, stopped(ctx, err))
	}
	if tx == nil { // another process was quicker
		return nil
	}
	defer tx.Rollback() //nolint:errcheck // after the commit this does nothing
	// A short upgrade goes without a word.
	slow := time.AfterFunc(time.Second, func() {
		db.options.Say(fmt.Sprintf("bringing the file from format %d to %d, after a copy …", from, db.options.format.number))
	})
	defer slow.Stop()
	if err := db.keepCopy(ctx, from); err != nil {
		return err
	}
	for n := from; n < db.options.format.number; n++ {
		if err := db.options.format.steps[n](ctx, tx); err != nil {
			return db.explain(fmt.Sprintf("bring the file from format %d to %d", n, n+1), stopped(ctx, err))
		}
	}
	var zones before
	if from < keepsZones {
		if zones, err = zonesBefore(ctx, tx); err != nil {
			return db.explain("look for the time zones in use", stopped(ctx, err))
		}
		when.MeantIn(zones.places(when.Zone)) // the lists hold the dates of days
	}
	if err := rebuild(ctx, tx, nil); err != nil {
		return db.explain("rebuild the lists", stopped(ctx, err))
	}
	if from < keepsZones {
		if err := db.keepZonesOfBefore(ctx, tx, zones); err != nil {
			return db.explain("keep the rules of the time zones in use", stopped(ctx, err))
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", db.options.format.number)); err != nil {
		return db.explain(doing, stopped(ctx, err))
	}
	return db.explain(doing, db.commit(ctx, tx))
}

// lockForUpgrade waits until nobody else writes. It gives no transaction where
// another process has brought the file up to date meanwhile.
func (db *DB) lockForUpgrade(ctx context.Context) (*sql.Tx, error) {
	told := false
	for {
		tx, err := db.lockFor(ctx, 500*time.Millisecond)
		var number int
		if err == nil {
			err = tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&number)
			if err == nil && number < db.options.format.number {
				return tx, nil
			}
			_ = tx.Rollback()
		} else if busy(err) {
			err = db.reader.QueryRowContext(ctx, "PRAGMA user_version").Scan(&number)
		}
		switch {
		case err != nil && !busy(err):
			return nil, err
		case number > db.options.format.number:
			return nil, otherFormat(db.path, number, db.options.format.number)
		case number == db.options.format.number:
			return nil, nil
		}
		if !told {
			told = true
			db.options.Say("another process is writing, or bringing the file to the new format; waiting …")
		}
	}
}

// keepCopy copies the file as it is to FILE.format-N.backup, or to the next
// free name like it: an earlier copy is never overwritten. One that an upgrade
// has left that was broken off, and that holds the same, is used again. The
// caller holds the lock, so that nobody changes the file meanwhile.
func (db *DB) keepCopy(ctx context.Context, number int) error {
	name := fmt.Sprintf("%s.format-%d.backup", db.real, number)
	fail := func(err error) error {
		var already *FileError
		if errors.As(err, &already) {
			return err
		}
		return &FileError{Path: name, What: "copy the file before it is brought to the new format: " + plain(err), Remedy: "check the free room and the permissions of the folder; nothing was changed", Err: err}
	}
	sweep(globSafe(db.real) + ".format-*" + partMark + "*")
	is, err := imageOf(ctx, db.reader)
	if err != nil {
		return db.explain("look at the file", stopped(ctx, err))
	}
	list, _ := filepath.Glob(globSafe(name) + "*")
	for _, copied := range list {
		if partNames.MatchString(copied) {
			continue
		}
		if sameImage(ctx, copied, number, is) {
			db.options.Say(fmt.Sprintf("the copy from before, %s, was left by an upgrade that was broken off; it is used again", copied))
			return nil
		}
	}
	part, err := newPart(name)
	if err != nil {
		return fail(err)
	}
	defer part.discard()
	if err := db.copyTo(ctx, part.path); err != nil {
		return fail(err)
	}
	if _, err := part.become(name); err != nil {
		return fail(err)
	}
	return nil
}

// imageOf digests what a copy has to hold: the chain, which vouches for what
// was recorded; how many states there are; and the preferences, which nothing
// vouches for.
func imageOf(ctx context.Context, q queryer) (string, error) {
	sum := sha256.New()
	var text string
	for _, query := range []string{
		"SELECT count(*) || ' ' || coalesce(max(pos), 0) FROM log",
		"SELECT hash FROM log ORDER BY pos DESC LIMIT 1",
		"SELECT count(*) || ' ' || coalesce(max(n), 0) || ' ' || total(length(body)) FROM version",
		"SELECT person || ' ' || key || ' ' || value || ' ' || at FROM desk ORDER BY person, key",
	} {
		err := ask(ctx, q, query).each([]any{&text}, func() error {
			_, err := io.WriteString(sum, text+"\n")
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", sum.Sum(nil)), nil
}

// sameImage reports whether a copy is whole, of that format, and holds that.
func sameImage(ctx context.Context, path string, number int, image string) bool {
	db, err := openCopy(path)
	if err != nil {
		return false
	}
	defer db.Close()
	var have int
	var check string
	if db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have) != nil || have != number {
		return false
	}
	if is, err := imageOf(ctx, db); err != nil || is != image {
		return false
	}
	return db.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&check) == nil && check == "ok"
}

// openCopy opens a file that nobody writes to, and leaves nothing beside it.
func openCopy(path string) (*sql.DB, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fs.ErrInvalid
	}
	return sql.Open("sqlite", dsn(path, true)+"&mode=ro&immutable=1")
}
