package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
	"modernc.org/sqlite" // the pure-Go driver, registered as "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	//go:embed schema.sql
	schema string
	//go:embed projection.sql
	projection string
)

// applicationID marks a file as Fairway's: "Fair" in ASCII.
const applicationID = 0x46616972

// A POSIX lock is lost as soon as any part of the process closes the file, be
// it by a mere look at its head. Locks of open file descriptions are not; where
// the kernel lacks them, SQLite takes the others.
var _, _ = sqlite.OFDLocking(true)

// Options are what a DB takes from outside.
type Options struct {
	// Now is the clock; nil means the system's.
	Now func() time.Time
	// NewID makes the id of an action that has none; nil means random.
	NewID func() string
	// PageSize is for a new file, in bytes; 0 means SQLite's own.
	PageSize int
	// Wait is how long a write waits for another process's; 0 means 30 s.
	Wait time.Duration
	// Reading is how long a view may read one state of the file; 0 means two
	// minutes, far more than any takes.
	Reading time.Duration
	// Waiting is told once when a write has waited for half a second.
	Waiting func()
	// Say is told what goes on while a file is opened, where that takes long or
	// changes something: an older file is brought up to date, a log that is not
	// the file's is moved aside.
	Say func(text string)
	// Fault is told of a mistake of the program itself, with where it was: for its log.
	Fault func(*Fault)

	format *format // nil means this program's
}

// DB is an open file. It is safe for use by many goroutines.
type DB struct {
	path    string // as the caller names it
	real    string // without symbolic links
	place   *place
	options Options

	source string // how readers connect
	reader *sql.DB
	frozen bool       // opened as a file that nobody writes: its folder can't be written
	mu     sync.Mutex // guards writer, opened at the first write
	writer *sql.DB
	queue  *semaphore.Weighted // who waits for the writer, in the order in which they came
	// journal is the writer's mode; "" until it was asked for. mu guards it.
	journal string
	closed  bool                   // mu guards it
	first   atomic.Pointer[string] // the hash of the log's first entry
	marked  atomic.Bool            // the write-ahead log says whose it is

	farewell farewell

	namesakes   alikes
	keptRules   rulesCache
	keptWindows windowsCache
	keptRuns    runsCache
	keptMarks   marksCache
	numbers     numbersKept
	inForce     windowsKept
	made        decodedOnce // of a file that is being made; nil of others
	zones       followed
	watch       watchers
}

// Path is where the file lies.
func (db *DB) Path() string { return db.path }

// Now is the time by the file's clock, in UTC to the millisecond: what is
// shown is then what is stored.
func (db *DB) Now() time.Time { return db.options.Now().UTC().Truncate(time.Millisecond) }

func (o *Options) complete() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = func() string {
			var b [12]byte
			_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program first
			return hex.EncodeToString(b[:])
		}
	}
	if o.format == nil {
		o.format = current
	}
	if o.Say == nil {
		o.Say = func(string) {}
	}
	if o.Wait == 0 {
		o.Wait = 30 * time.Second
	}
	if o.Reading == 0 {
		o.Reading = 2 * time.Minute
	}
}

// Create makes a new, empty file. It refuses to touch one that is there.
func Create(ctx context.Context, path string, o Options) (*DB, error) {
	if err := Make(ctx, path, o, nil); err != nil {
		return nil, err
	}
	return Open(ctx, path, o)
}

// vacant makes sure that a new file can lie there, and makes its folder.
func vacant(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return &FileError{Path: path, What: "there is a file already", Remedy: "choose another name, or open this one"}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return &FileError{Path: path, What: "it can't be looked at: " + plain(err), Remedy: "check the folder's permissions", Err: err}
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return &FileError{Path: path, What: "its folder can't be made: " + plain(err), Remedy: "choose another place with --db FILE", Err: err}
	}
	if err := localDisk(filepath.Dir(path)); err != nil {
		return &FileError{Path: path, What: err.Error(), Remedy: "put it onto a local disk: SQLite's write-ahead log is not safe over a network"}
	}
	return nil
}

// build makes an empty file into one of Fairway's.
func build(ctx context.Context, path string, o Options) error {
	db, err := sql.Open("sqlite", dsn(path, false))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	setup := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d;", applicationID, o.format.number)
	if o.PageSize != 0 {
		setup = fmt.Sprintf("PRAGMA page_size = %d;", o.PageSize) + setup
	}
	if _, err := db.ExecContext(ctx, setup+"BEGIN;"+schema+projection+"COMMIT;"); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
	return err
}

// Open opens an existing file after a look at its head: what is damaged,
// foreign or newer is refused in words. An older one is brought to this
// program's format, after a copy.
func Open(ctx context.Context, path string, o Options) (*DB, error) {
	o.complete()
	if err := peek(path, o.format.number); err != nil {
		return nil, err
	}
	db := &DB{path: path, options: o, queue: semaphore.NewWeighted(1)}
	db.zones.at = -1 // what another file said, too, is to be forgotten
	db.farewell.gone = make(chan struct{})
	var err error
	if db.place, err = openPlace(path); err != nil {
		return nil, &FileError{Path: path, What: plain(err), Remedy: "check the file's permissions", Err: err}
	}
	db.real = db.place.real
	if err := db.ownLog(ctx); err != nil {
		return nil, errors.Join(err, db.place.file.Close())
	}
	number, err := db.connect(ctx)
	if err == nil {
		db.place.notes()
		db.markLog()
	}
	if err == nil && number < o.format.number {
		err = db.migrate(ctx, number)
	} else if err == nil && number > o.format.number {
		err = otherFormat(path, number, o.format.number)
	}
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	_ = db.followZones(ctx, db.reader) // of a damaged file doctor has more to say
	return db, nil
}

// connect opens the readers, and reads the number of the file's format.
func (db *DB) connect(ctx context.Context) (number int, err error) {
	if number, err = db.readers(ctx, dsn(db.real, true)); err == nil {
		return number, nil
	}
	if code(err) != sqlite3.SQLITE_CANTOPEN && code(err) != sqlite3.SQLITE_READONLY {
		return 0, db.explain("read the file", err)
	}
	// SQLite can't put its shared memory beside a file in a folder that can't be
	// written. Without a write-ahead log the file is whole by itself.
	if info, e := os.Stat(db.real + "-wal"); e == nil && info.Size() > 0 {
		return 0, &FileError{Path: db.path, What: "its last changes lie in " + db.real + "-wal, and can't be read without writing to the folder", Remedy: "open it once as somebody who may write there", Err: err}
	}
	db.frozen = true
	number, err = db.readers(ctx, dsn(db.real, true)+"&mode=ro&immutable=1")
	return number, db.explain("read the file", err)
}

func (db *DB) readers(ctx context.Context, source string) (number int, err error) {
	if db.reader != nil {
		_ = db.reader.Close()
	}
	db.source = source
	if db.reader, err = db.pool(source); err != nil {
		return 0, err
	}
	db.reader.SetMaxOpenConns(4)
	db.reader.SetMaxIdleConns(4)
	err = db.reader.QueryRowContext(ctx, "PRAGMA user_version").Scan(&number)
	return number, err
}

// peek looks at the file's first 100 bytes without SQLite.
func peek(path string, number int) error {
	info, err := os.Stat(path) // before opening it: a pipe would wait for ever
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &FileError{Path: path, What: "there is no such file", Remedy: "begin one with `fairway init`, or name yours with --db FILE", Err: err}
	case err != nil:
		return &FileError{Path: path, What: plain(err), Remedy: "check the path and the permissions on it, or name another file with --db FILE", Err: err}
	case info.IsDir():
		return &FileError{Path: path, What: "it is a folder", Remedy: "name a file with --db FILE"}
	case !info.Mode().IsRegular():
		return &FileError{Path: path, What: "it is no regular file", Remedy: "name a file with --db FILE"}
	}
	f, err := os.Open(path)
	if err != nil {
		return &FileError{Path: path, What: plain(err), Remedy: "check the file's permissions", Err: err}
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil {
		return &FileError{Path: path, What: "it is too short to be a Fairway file", Remedy: "restore the last backup: fairway restore BACKUP"}
	}
	if string(head[:16]) != databaseBegins {
		return &FileError{Path: path, What: "it is no Fairway file (no SQLite database at all)", Remedy: "name yours with --db FILE, or restore the last backup if it should be one"}
	}
	if id := binary.BigEndian.Uint32(head[68:]); id != applicationID {
		return &FileError{Path: path, What: "it is an SQLite database of another program", Remedy: "name yours with --db FILE"}
	}
	if v := int(binary.BigEndian.Uint32(head[60:])); v > number {
		return otherFormat(path, v, number)
	}
	return nil
}

// dsn holds every setting: a PRAGMA by Exec would reach one pooled connection
// only. Waiting for another process is our own (see begin), because SQLite's
// sleeps let one waiter starve for a second.
func dsn(path string, readonly bool) string {
	v := url.Values{}
	v.Add("_pragma", "busy_timeout(0)")
	v.Add("_pragma", "foreign_keys(1)")
	v.Add("_pragma", "synchronous(FULL)")
	v.Add("_pragma", "cache_size(-8000)")
	if readonly {
		v.Set("_pragma", "busy_timeout(2000)") // readers wait for a checkpoint or a recovery only
		v.Add("_pragma", "query_only(1)")
		v.Add("_pragma", "cache_size(-4000)")
	} else {
		v.Set("_txlock", "immediate")
	}
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: v.Encode()}).String()
}

// Close closes the file.
func (db *DB) Close() error {
	db.watch.stop()
	// Closing the last connection brings the log into the file: not into one
	// that was overwritten. Its connections end with the process.
	db.mu.Lock()
	closed := db.closed
	db.closed = true
	db.mu.Unlock()
	if closed {
		return nil
	}
	first := ""
	if p := db.first.Load(); p != nil {
		first = *p
	}
	if s := db.place.overwritten(context.Background(), first); s != nil && db.Lost() == nil {
		_ = db.lose(s)
	}
	if db.Lost() != nil && db.farewell.over {
		return nil
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	var errs []error
	if db.reader != nil {
		errs = append(errs, db.reader.Close())
	}
	if db.writer != nil {
		errs = append(errs, db.writer.Close())
	}
	return errors.Join(append(errs, db.place.file.Close())...)
}

func plain(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err.Error()
	}
	return err.Error()
}
