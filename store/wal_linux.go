package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// The shared memory of the write-ahead log (SQLite's walformat.html): a header,
// twice, then what was put into the file, the marks up to where each of five
// groups of readers reads, and the bytes that are locked.
const (
	shmFrames  = 16  // in the header: how many frames are valid
	shmMarks   = 100 // five marks of four bytes
	shmReaders = 5
	shmLock    = 123 // the byte that readers of the first mark lock
	shmHead    = 136
)

// walReaders finds the processes that read an older state of a file, by the locks
// that they hold on its shared memory. /proc/locks has no process for a lock of
// an open file, so each process's own list of them is read; blind says that one
// holds the log back that could not be found so.
func walReaders(shm string) (readers []WALReader, blind bool) {
	var info syscall.Stat_t
	if err := syscall.Stat(shm, &info); err != nil {
		return nil, true
	}
	head, err := readHead(shm)
	if err != nil {
		return nil, true
	}
	frames := int(binary.NativeEndian.Uint32(head[shmFrames:]))
	behind := func(group int) int {
		if group == 0 {
			return frames // they read the file alone, so nothing may be put into it
		}
		return frames - int(binary.NativeEndian.Uint32(head[shmMarks+4*group:]))
	}
	hidden := false
	processes, _ := filepath.Glob("/proc/[0-9]*")
	for _, process := range processes {
		pid, err := strconv.Atoi(filepath.Base(process))
		if err != nil {
			continue
		}
		files, err := os.ReadDir(process + "/fd")
		if err != nil {
			hidden = hidden || os.IsPermission(err)
			continue
		}
		most := 0
		for _, f := range files {
			var s syscall.Stat_t
			if syscall.Stat(process+"/fd/"+f.Name(), &s) != nil || s.Dev != info.Dev || s.Ino != info.Ino {
				continue
			}
			for _, group := range readGroups(process + "/fdinfo/" + f.Name()) {
				most = max(most, behind(group))
			}
		}
		if most > 0 {
			readers = append(readers, WALReader{PID: pid, Command: commandOf(process), Behind: most, Self: pid == os.Getpid()})
		}
	}
	slices.SortFunc(readers, func(a, b WALReader) int { return b.Behind - a.Behind })
	return readers, len(readers) == 0 && hidden
}

func readHead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, shmHead)
	_, err = io.ReadFull(f, head)
	return head, err
}

// readGroups are the groups of readers of whose lock an open file has one, as in
// lock: 1: OFDLCK ADVISORY READ -1 08:01:1234 124 124
func readGroups(path string) []int {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var out []int
	for scan := bufio.NewScanner(bytes.NewReader(text)); scan.Scan(); {
		w := strings.Fields(scan.Text())
		if len(w) != 9 || w[0] != "lock:" {
			continue
		}
		var from, to int
		if _, err := fmt.Sscan(w[7]+" "+w[8], &from, &to); err != nil {
			continue
		}
		for group := range shmReaders {
			if from <= shmLock+group && shmLock+group <= to {
				out = append(out, group)
			}
		}
	}
	return out
}

// commandOf is the name of a program. Its arguments may hold what is nobody's
// business.
func commandOf(process string) string {
	name, err := os.ReadFile(process + "/comm")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(name))
}
