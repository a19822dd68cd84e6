package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Whatever is made has its name only once it is whole. Until then it is a part:
// its name says which process makes it, and a lock that ends with the process,
// however it ends, says that it is still being made. A part without a lock,
// whose process is gone, is nobody's.

// partMark is in the name of every part, before the number of its process.
const partMark = ".part-"

// partNames are the parts of a name: what SQLite and the media put beside one
// follows the number.
var partNames = regexp.MustCompile(`\.part-(\d+)(-\d+)?(-wal|-shm|-journal|\.media)?$`)

// part is a file that is being made.
type part struct {
	path string
	lock *os.File
}

// newPart begins an empty file that is to have a name later.
func newPart(name string) (*part, error) {
	return beginPart(name + partMark + strconv.Itoa(os.Getpid()))
}

func beginPart(begin string) (*part, error) {
	path := begin
	for i := 2; ; i++ {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
		if err == nil {
			_ = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) // where it can't be had, the number has to do
			return &part{path, f}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		path = fmt.Sprintf("%s-%d", begin, i) // of another goroutine, or of a process that had the number before
	}
}

// link gives the part its name, which nothing may have yet.
func (p *part) link(name string) error {
	if err := os.Link(p.path, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// become gives the part a name, or the next free one like it.
func (p *part) become(name string) (string, error) {
	for {
		to := vacantName(name)
		if err := p.link(to); !errors.Is(err, fs.ErrExist) {
			return to, err
		}
	}
}

// discard removes the part's own name, and what lies beside it.
func (p *part) discard() {
	for _, end := range []string{"-wal", "-shm", "-journal", ""} {
		_ = os.Remove(p.path + end)
	}
	_ = os.RemoveAll(p.path + mediaEnd)
	_ = p.lock.Close()
}

// Leftover is something beside the file that nobody works with any more.
type Leftover struct {
	Path    string `json:"path"`
	Size    int64  `json:"size"`    // bytes, with all that is in it
	Removed bool   `json:"removed"` // it was provably nobody's
	// What says of one that was kept what it is, and what may be done with it.
	What string `json:"what,omitempty"`
}

// Leftovers looks for what was left beside a file by processes that ended in
// the middle of their work, and removes what is provably nobody's. What was
// kept on purpose is named: copies from before an upgrade, or of a file that
// was replaced.
func Leftovers(path string) []Leftover {
	real := realPath(path)
	var out []Leftover
	for _, pattern := range []string{".part-*", ".was-*.part-*", ".format-*.part-*"} {
		out = append(out, sweep(globSafe(real)+pattern)...)
	}
	for _, folder := range []string{"", "/*"} {
		out = append(out, sweep(globSafe(real+mediaEnd)+folder+"/.part-*")...)
	}
	for _, kept := range []struct{ pattern, what string }{
		{".restored", "part of a restore that was broken off; remove it if none is under way"},
		{".restored.part", "part of a restore that was broken off; remove it if none is under way"},
		{".unverified", "part of a backup that was broken off; remove it if none is under way"},
		{".format-*.backup.part", "part of a copy before an upgrade that was broken off; remove it if none is under way"},
		{".format-*.backup*", "the file as it was before an upgrade; remove it when it is no longer needed"},
		{".was-*", "what was seen of a file that was replaced while it was open; remove it when it is no longer needed"},
		{"-wal.was-*", "the write-ahead log of a file that was replaced; of use only with that file"},
		{"-shm.was-*", "of a file that was replaced; of no use to anybody"},
	} {
		list, _ := filepath.Glob(globSafe(real) + kept.pattern)
		for _, name := range list {
			if partNames.MatchString(name) || slices.ContainsFunc(out, func(l Leftover) bool { return l.Path == name }) {
				continue
			}
			out = append(out, Leftover{Path: name, Size: sizeOf(name), What: kept.what})
		}
	}
	return out
}

// sweep removes the parts of a pattern that are nobody's, and names the others
// whose process is not known to live.
func sweep(pattern string) (out []Leftover) {
	list, _ := filepath.Glob(pattern)
	for _, name := range list {
		l := Leftover{Path: name, Size: sizeOf(name)}
		m := partNames.FindStringSubmatch(filepath.Base(name))
		switch {
		case m == nil && young(name):
			continue // of an earlier program, which may be at it
		case m == nil:
			l.Removed = nobodys(name) && os.RemoveAll(name) == nil
		case m[3] != "": // it goes with what it lies beside
			if nodeOf(strings.TrimSuffix(name, m[3])) != (node{}) {
				continue
			}
			l.Removed = ended(m[1]) && os.RemoveAll(name) == nil
		case !ended(m[1]):
			continue // that process is at it, as far as can be told
		case nobodys(name):
			for _, end := range []string{"-wal", "-shm", "-journal", mediaEnd, ""} {
				err := os.RemoveAll(name + end)
				l.Removed = end == "" && err == nil
			}
		}
		if !l.Removed {
			l.What = "part of something that was broken off; remove it if nothing is under way"
		}
		out = append(out, l)
	}
	return out
}

// young reports whether something was changed within the last day.
func young(path string) bool {
	info, err := os.Lstat(path)
	return err != nil || time.Since(info.ModTime()) < 24*time.Hour
}

// ended reports whether there is no process of that number.
func ended(pid string) bool {
	n, err := strconv.Atoi(pid)
	return err == nil && n > 0 && syscall.Kill(n, 0) == syscall.ESRCH
}

// nobodys reports whether a part has no lock. What is no plain file is not
// opened: it is none of ours.
func nobodys(path string) bool {
	f, err := openPlain(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}

// sizeOf is how many bytes lie under a name.
func sizeOf(path string) (size int64) {
	_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // what can't be looked at counts nothing
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return nil
	})
	return size
}

// headOf is where the log of a copy ends that nobody writes to.
func headOf(ctx context.Context, path string) (pos Position, hash string) {
	db, err := openCopy(path)
	if err != nil {
		return 0, ""
	}
	defer db.Close()
	_ = db.QueryRowContext(ctx, "SELECT pos, hash FROM log ORDER BY pos DESC LIMIT 1").Scan(&pos, &hash)
	return pos, hash
}
