package store

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// fileTouched tells whenever the write-ahead log of a file is written, or
// something happens to the file's name or the link that leads to it, by
// inotify(7): an idle dashboard then never wakes up. rest is how often to look
// all the same. Where the system refuses, nothing is told and rest is short.
func fileTouched(ctx context.Context, named, real string) (touched <-chan struct{}, rest time.Duration) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, poll
	}
	f := os.NewFile(uintptr(fd), "inotify")
	const events = unix.IN_MODIFY | unix.IN_CREATE | unix.IN_MOVED_TO | unix.IN_MOVED_FROM | unix.IN_DELETE | unix.IN_DELETE_SELF | unix.IN_MOVE_SELF
	for _, folder := range []string{filepath.Dir(real), filepath.Dir(named)} {
		if _, err := unix.InotifyAddWatch(fd, folder, events); err != nil {
			_ = f.Close()
			return nil, poll
		}
	}
	context.AfterFunc(ctx, func() { _ = f.Close() })
	ch := make(chan struct{}, 1)
	go func() {
		of := []string{filepath.Base(real), filepath.Base(real) + "-wal", filepath.Base(named)}
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if err != nil {
				return // closed
			}
			if !names(buf[:n], of) {
				continue
			}
			select {
			case ch <- struct{}{}:
			default: // told already
			}
		}
	}()
	return ch, seldom
}

// names reports whether one of the events is about one of these names, or about
// the folder itself: each has a head of 16 bytes, the last four of which are
// the length of the name.
func names(events []byte, of []string) bool {
	for len(events) >= unix.SizeofInotifyEvent {
		length := int(uint32(events[12]) | uint32(events[13])<<8 | uint32(events[14])<<16 | uint32(events[15])<<24)
		end := unix.SizeofInotifyEvent + length
		if end > len(events) {
			return true // cut off: look
		}
		field := events[unix.SizeofInotifyEvent:end]
		for i, b := range field {
			if b == 0 {
				field = field[:i]
				break
			}
		}
		if len(field) == 0 || slices.Contains(of, string(field)) {
			return true
		}
		events = events[end:]
	}
	return false
}
