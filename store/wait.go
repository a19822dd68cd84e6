package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	sqlite3 "modernc.org/sqlite/lib"
)

// errBlocked says that a reader of an older state is in the way.
var errBlocked = errors.New("another process is reading an older state of the file")

// busy reports whether another process is in the way.
func busy(err error) bool {
	c := code(err)
	return c == sqlite3.SQLITE_BUSY || c == sqlite3.SQLITE_LOCKED || errors.Is(err, errBlocked)
}

// patiently repeats something until no other process is in its way, with short,
// uneven sleeps.
func (db *DB) patiently(ctx context.Context, try func() error) error {
	return db.patientlyFor(ctx, db.options.Wait, try)
}

func (db *DB) patientlyFor(ctx context.Context, patience time.Duration, try func() error) error {
	started, told := time.Now(), false
	for {
		err := try()
		if err == nil || !busy(err) {
			return err
		}
		waited := time.Since(started)
		if waited > patience {
			return err
		}
		if waited > 500*time.Millisecond && !told && db.options.Waiting != nil {
			told = true
			db.options.Waiting()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond + rand.N(4*time.Millisecond)):
		}
	}
}
