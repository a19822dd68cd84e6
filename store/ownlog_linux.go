package store

import (
	"io"

	"golang.org/x/sys/unix"
)

func readMark(path, name string) string {
	var b [256]byte
	n, err := unix.Lgetxattr(path, name, b[:])
	if err != nil {
		return ""
	}
	return string(b[:n])
}

func writeMark(path, name, text string) { _ = unix.Lsetxattr(path, name, []byte(text), 0) }

// shmAlive is the byte of the shared memory's file that everybody who uses it
// has locked (UNIX_SHM_DMS).
const shmAlive = 128

// sharedMemory is a shared memory file that is looked at.
type sharedMemory struct {
	node node
	fd   int
}

// inUse tells whether a process works with a shared memory file, and which, if
// that can be told. The file stays open: closing it would take this process's
// own locks on it away.
func (m *sharedMemory) inUse(path string) (pid int, used bool) {
	n := nodeOf(path)
	if n == (node{}) {
		return 0, false
	}
	if n != m.node {
		fd, err := unix.Open(path, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		if err != nil {
			return 0, false
		}
		m.node, m.fd = n, fd
	}
	l := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: shmAlive, Len: 1}
	if err := unix.FcntlFlock(uintptr(m.fd), unix.F_OFD_GETLK, &l); err != nil || l.Type == unix.F_UNLCK {
		return 0, false
	}
	return int(l.Pid), true // -1 where the lock is of no one process
}
