package store

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"modernc.org/sqlite"
)

// A file is known to its processes by its inode, and to people and to SQLite's
// next process by its name. Once the name leads elsewhere, what is written goes
// where nobody will look, and the write-ahead log, which is found by the name,
// is taken for another file's. So whoever writes looks first whether the two
// still belong together.

// node is what a name leads to.
type node struct{ dev, ino uint64 }

// nodeOf tells what a name leads to, through links; the zero node where nothing
// is there or can be told.
func nodeOf(path string) node {
	info, err := os.Stat(path)
	if err != nil {
		return node{}
	}
	return nodeIn(info)
}

func nodeIn(info fs.FileInfo) node {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return node{uint64(s.Dev), s.Ino}
	}
	return node{}
}

// place is a file that is open, and the names that it was opened by.
type place struct {
	named string   // as the caller names it
	real  string   // the same without symbolic links: beside it lie the log and the media
	file  *os.File // open for as long as the DB is: no other file gets its inode's number
	node  node

	mu       sync.Mutex
	beside   map[string]node // -wal and -shm, as far as they were there
	head     header          // as it was when it was looked at last
	changed  time.Time       // when the file had been changed last, at that moment
	size     int64
	headless bool // it can't be read but by SQLite
}

// besides are the ends of the names of what SQLite keeps beside a file that is
// open.
var besides = []string{"-wal", "-shm"}

// openPlace holds on to the file that a name leads to.
func openPlace(path string) (*place, error) {
	p := &place{named: path, beside: map[string]node{}}
	var err error
	if p.real, err = filepath.EvalSymlinks(path); err != nil {
		return nil, err
	}
	if p.file, err = os.Open(p.real); err != nil {
		return nil, err
	}
	info, err := p.file.Stat()
	if err != nil {
		return nil, errors.Join(err, p.file.Close())
	}
	p.node = nodeIn(info)
	p.changed, p.size = info.ModTime(), info.Size()
	p.head, err = readHeader(p.file)
	p.headless = err != nil
	return p, nil
}

// notes which log and shared memory are the file's own. It is called once
// SQLite has opened them, and whenever it may have opened new ones.
func (p *place) notes() {
	found := map[string]node{}
	for _, end := range besides {
		found[end] = nodeOf(p.real + end)
	}
	if p.moved() != nil {
		return // they may be another file's already
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for end, n := range found {
		if n != (node{}) {
			p.beside[end] = n
		}
	}
}

// header is what the first bytes of an SQLite file say.
type header struct {
	application, page uint32
	wal               bool   // it has a write-ahead log
	counter           uint32 // rises when the first page is written; never falls
}

const sqliteMagic = "SQLite format 3\x00"

var errNoHeader = errors.New("it does not begin as an SQLite file does")

func readHeader(f *os.File) (header, error) {
	var b [100]byte
	if n, err := f.ReadAt(b[:], 0); err != nil {
		if n < len(b) {
			return header{}, errNoHeader
		}
		return header{}, err
	}
	if !bytes.Equal(b[:16], []byte(sqliteMagic)) {
		return header{}, errNoHeader
	}
	return header{application: binary.BigEndian.Uint32(b[68:]), page: uint32(binary.BigEndian.Uint16(b[16:])), wal: b[18] == 2, counter: binary.BigEndian.Uint32(b[24:])}, nil
}

// journalOf says how a file keeps changes that are under way.
func journalOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h, err := readHeader(f)
	if err == nil && h.wal {
		return journalWAL, nil
	}
	return "delete", err
}

// swap is how a file and its names came apart.
type swap struct {
	what string
	// whole names where the file lies now with its log beside it; "" if nowhere.
	whole string
	// over says that other content was written into the file itself: nothing of
	// it may be touched any more, not even to close it.
	over bool
}

// moved looks whether the names still lead to the file; nil means they do. What
// can't be looked at is no reason to think that they don't.
func (p *place) moved() *swap {
	info, err := os.Stat(p.real)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		if now := p.whereabouts(); now != "" {
			return &swap{what: "it was moved to " + now + " since it was opened", whole: now}
		}
		return &swap{what: "it was removed since it was opened"}
	case err == nil && nodeIn(info) != p.node:
		return &swap{what: "another file was put into its place since it was opened"}
	}
	if p.named == p.real {
		return nil
	}
	switch n := nodeOf(p.named); {
	case n == p.node:
		return nil
	case n != node{}:
		to, _ := filepath.EvalSymlinks(p.named)
		return &swap{what: "it leads to another file (" + to + ") since it was opened", whole: p.real}
	}
	if _, err := os.Stat(p.named); errors.Is(err, fs.ErrNotExist) {
		return &swap{what: "it leads nowhere since it was opened", whole: p.real}
	}
	return nil
}

// whereabouts is the name that the file has now, if the log that it needs lies
// beside it there; "" if not, or if this system doesn't tell.
func (p *place) whereabouts() string {
	now, err := os.Readlink(fmt.Sprintf("/proc/self/fd/%d", p.file.Fd()))
	if err != nil || nodeOf(now) != p.node {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if own := p.beside["-wal"]; own != (node{}) && nodeOf(now+"-wal") != own {
		return ""
	}
	return now
}

// overwritten looks whether other content was written into the file. Nothing
// but a checkpoint writes to it while it is open, and there is what no
// checkpoint does. first is the hash of the log's first entry, where known.
func (p *place) overwritten(ctx context.Context, first string) *swap {
	info, err := p.file.Stat()
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.headless || info.ModTime().Equal(p.changed) && info.Size() == p.size {
		return nil
	}
	var head header
	var wrong string
	for range 5 { // a page that is being written right now is looked at again
		head, err = readHeader(p.file)
		if wrong = p.head.unlike(head, err); wrong == "" {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	if wrong == "" && first != "" {
		if other := firstHash(ctx, p.real); other != "" && other != first {
			wrong = "its log begins otherwise"
		}
	}
	if wrong != "" {
		return &swap{what: "other content was written into it since it was opened (" + wrong + ")", over: true}
	}
	p.head, p.changed, p.size = head, info.ModTime(), info.Size()
	return nil
}

// unlike says what of a header can't have come from the one before.
func (h header) unlike(now header, err error) string {
	switch {
	case errors.Is(err, errNoHeader):
		return err.Error()
	case err != nil:
		return ""
	case now.application != h.application || now.page != h.page:
		return "it is of another kind"
	case h.wal && !now.wal:
		return "it has no write-ahead log any more"
	case h.wal && now.counter < h.counter && h.counter-now.counter < 1<<31: // a rollback journal may bring it back
		return "it is an older state"
	}
	return ""
}

// firstHash reads the hash of the log's first entry, the one thing in which any
// two organisations' files differ, from the file alone; "" where it can't. It
// may be read in the middle of a checkpoint: no hash is no evidence.
func firstHash(ctx context.Context, path string) (hash string) {
	db, err := sql.Open("sqlite", dsn(path, true)+"&mode=ro&immutable=1")
	if err != nil {
		return ""
	}
	defer db.Close()
	if err := db.QueryRowContext(ctx, "SELECT hash FROM log WHERE pos = 1").Scan(&hash); err != nil || len(hash) != 64 {
		return ""
	}
	return hash
}

// errMoved is of a connection that would have been one to another file.
var errMoved = errors.New("its name leads elsewhere by now")

// door opens connections, to no other file than the one that was opened first.
type door struct {
	driver.Connector
	place *place
}

func (d door) Connect(ctx context.Context) (driver.Conn, error) {
	if d.place.moved() != nil {
		return nil, errMoved
	}
	c, err := d.Connector.Connect(ctx)
	if err == nil && d.place.moved() != nil {
		// Left open: closing it might bring another file's log into this one.
		return nil, errMoved
	}
	return c, err
}

// pool is like sql.Open, for connections to the file that is open.
func (db *DB) pool(source string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(source)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(preparing{door{c, db.place}}), nil
}

// realPath is a path without symbolic links, as far as they lead somewhere.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil && !strings.HasSuffix(path, "/") {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}
