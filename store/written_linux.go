package store

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// walWritten tells whenever the write-ahead log of a file is written, by
// inotify(7): an idle dashboard then never wakes up. rest is how often to look
// all the same. Where the system refuses, nothing is told and rest is short.
func walWritten(ctx context.Context, path string) (written <-chan struct{}, rest time.Duration) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, poll
	}
	f := os.NewFile(uintptr(fd), "inotify")
	if _, err := unix.InotifyAddWatch(fd, filepath.Dir(path), unix.IN_MODIFY|unix.IN_CREATE); err != nil {
		_ = f.Close()
		return nil, poll
	}
	context.AfterFunc(ctx, func() { _ = f.Close() })
	ch := make(chan struct{}, 1)
	go func() {
		name := filepath.Base(path) + "-wal"
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if err != nil {
				return // closed
			}
			if !names(buf[:n], name) {
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

// names reports whether one of the events is about the file of that name: each
// has a head of 16 bytes, the last four of which are the length of the name.
func names(events []byte, name string) bool {
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
		if string(field) == name {
			return true
		}
		events = events[end:]
	}
	return false
}
