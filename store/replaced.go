package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// ErrReplaced is within every error of a file that is no longer what its name
// leads to. Nothing is written to it any more, and who has it open should end.
var ErrReplaced = errors.New("the file was replaced while it was open")

// farewell is what becomes of a file that was replaced.
type farewell struct {
	mu   sync.Mutex
	err  error
	gone chan struct{}
	over bool // see swap
}

// Gone is closed once the file was found replaced; Lost then says how.
func (db *DB) Gone() <-chan struct{} { return db.farewell.gone }

// Lost is what happened to the file, nil as long as it is there.
func (db *DB) Lost() error {
	select {
	case <-db.farewell.gone:
		return db.farewell.err
	default:
		return nil
	}
}

// stillThere makes sure that the name still leads to the file, and that it is
// still that file. If not, what is still seen of it is kept, once.
func (db *DB) stillThere(ctx context.Context) error {
	if err := db.Lost(); err != nil {
		return err
	}
	s := db.place.moved()
	if s == nil {
		s = db.place.overwritten(ctx, db.firstEntry(ctx))
	}
	if s == nil {
		return nil
	}
	return db.lose(s)
}

// firstEntry is the hash of the log's first entry, "" while there is none.
func (db *DB) firstEntry(ctx context.Context) string {
	if first := db.first.Load(); first != nil {
		return *first
	}
	var hash string
	if err := db.reader.QueryRowContext(ctx, "SELECT hash FROM log WHERE pos = 1").Scan(&hash); err != nil {
		return ""
	}
	db.first.Store(&hash)
	return hash
}

// keeping is how long it may take to keep what is left of a file.
const keeping = 10 * time.Minute

// lose ends the work on a file that was replaced: what lies beside the new one
// and isn't its own is moved aside, and what is still seen of the old one is
// kept. It returns the sentence about it. Whoever comes later waits for it.
func (db *DB) lose(s *swap) error {
	db.farewell.mu.Lock()
	defer db.farewell.mu.Unlock()
	if db.farewell.err != nil {
		return db.farewell.err
	}
	db.farewell.over = s.over
	e := &FileError{Path: db.path, What: s.what + ", so that nothing more is written to it", Err: ErrReplaced}
	if s.whole != "" {
		e.Remedy = "it lies whole at " + s.whole + "; start again with the one that is meant (--db FILE)"
	} else {
		// Not the caller's context: it may have ended, and this happens once.
		ctx, cancel := context.WithTimeout(context.Background(), keeping)
		defer cancel()
		name := db.real + ".was-" + db.Now().Format("2006-01-02T150405Z")
		moved := db.moveAside(name)
		said, err := db.keepWhatWas(ctx, name)
		if err != nil {
			said = "what was seen of it can't be kept (" + err.Error() + "); restore the last backup if it is missed"
		}
		e.What += "; " + said
		if len(moved) > 0 {
			e.What += "; " + strings.Join(moved, ", ")
		}
		e.Remedy = "look which of the two is wanted, and start again"
	}
	db.farewell.err = e
	close(db.farewell.gone)
	return e
}

// moveAside takes away the log and the shared memory of the file before, as far
// as those that lie there are its own: a new file would be read with them. They
// don't get the name of what is kept, which would then be read with them.
func (db *DB) moveAside(kept string) (moved []string) {
	date := strings.TrimPrefix(kept, db.real)
	db.place.mu.Lock()
	defer db.place.mu.Unlock()
	for _, end := range besides {
		path, own := db.real+end, db.place.beside[end]
		if own == (node{}) || nodeOf(path) != own {
			continue
		}
		to := vacantName(path + date)
		if err := os.Rename(path, to); err != nil {
			moved = append(moved, "move "+path+" away, it is not the new file's ("+plain(err)+")")
			continue
		}
		moved = append(moved, "its "+filepath.Base(path)+" is now "+filepath.Base(to))
	}
	return moved
}

// vacantName is a name like this one that nothing has yet.
func vacantName(name string) string {
	to := name
	for i := 2; ; i++ {
		if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
			return to
		}
		to = fmt.Sprintf("%s-%d", name, i)
	}
}

// keepWhatWas copies what is still seen of the file, through a connection that
// was there before, and verifies it as a backup is verified.
func (db *DB) keepWhatWas(ctx context.Context, name string) (string, error) {
	part, err := newPart(name)
	if err != nil {
		return "", err
	}
	defer part.discard()
	if err := db.copyThrough(ctx, part.path); err != nil {
		return "", err
	}
	if err := settle(part.path); err != nil {
		return "", err
	}
	v, err := inspect(ctx, part.path, db.mediaFolders()...)
	if err != nil {
		return "", err
	}
	says := "what was seen of it is kept in %s (%d entries, verified; the head is %s)"
	if !v.OK() {
		name += Damaged
		says = "what was seen of it is kept in %s, and is damaged (" + v.Findings[0].String() + "; %d entries, the head is %s)"
	}
	// Others who had the file open keep the same: once is enough.
	if other := keptAlready(ctx, db.real, v.Head); other != "" && v.OK() {
		name = other
	} else if name, err = part.become(name); err != nil {
		return "", err
	}
	return fmt.Sprintf(says, name, v.Entries, v.Head), nil
}

// copyThrough copies the file by a connection that is open: a new one would be
// to whatever has the name now.
func (db *DB) copyThrough(ctx context.Context, to string) error {
	for began := time.Now(); ; {
		conn, err := db.reader.Conn(ctx)
		if err == nil {
			defer conn.Close()
			if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
				return err
			}
			return db.patiently(ctx, func() error {
				_, err := conn.ExecContext(ctx, "VACUUM INTO ?", to)
				return err
			})
		}
		// All that are open are in use: one of them comes back in a moment.
		if !errors.Is(err, errMoved) || time.Since(began) > 10*time.Second {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// keptAlready is the copy that another process has kept of the same state.
func keptAlready(ctx context.Context, path, head string) string {
	list, _ := filepath.Glob(globSafe(path) + ".was-*")
	for _, name := range list {
		if strings.Contains(name, partMark) || strings.HasSuffix(name, Damaged) {
			continue
		}
		if _, hash := headOf(ctx, name); hash == head {
			return name
		}
	}
	return ""
}

// globSafe is a path as a pattern that means nothing but it.
func globSafe(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
