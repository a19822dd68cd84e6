package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// errNotPlain is of something that is no plain file where one is expected. It is
// not opened: a pipe would be waited for, a device might do something.
type errNotPlain struct{ mode fs.FileMode }

func (e errNotPlain) Error() string { return "it is " + kindOf(e.mode) + ", no plain file" }

// kindOf says what something is that is no plain file.
func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	}
	return fmt.Sprintf("something else (%v)", m.Type())
}

// openPlain opens a plain file for reading, and nothing else: no link is
// followed, nothing is waited for, and what it is, is looked at once more when
// it is open, should it have been exchanged meanwhile.
func openPlain(path string) (*os.File, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotPlain{info.Mode()}
	}
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK, 0)
	if errors.Is(err, unix.ELOOP) {
		return nil, errNotPlain{fs.ModeSymlink}
	}
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = errNotPlain{info.Mode()}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}
