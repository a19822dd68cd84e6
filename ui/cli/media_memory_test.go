package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// library is a file with one person, whose media are put in and compared by processes of
// their own.
type library struct {
	t   *testing.T
	dir string
}

func newLibrary(t *testing.T) *library {
	t.Helper()
	l := &library{t, t.TempDir()}
	l.peak("init", "--name", "Adam Admin")
	l.peak("person", "grant", "adam", "configuration-manager", "--reason", "it is theirs")
	return l
}

// peak does a command, and says how much memory it held at most, in kilobytes.
func (l *library) peak(args ...string) int64 {
	l.t.Helper()
	cmd := exec.Command("fairway", append(args, "--db", filepath.Join(l.dir, "f.db"))...)
	cmd.Env = append(os.Environ(), "WHO=adam", "HOME="+l.dir, "NOW=2026-11-23T10:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		l.t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	kb := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss
	if runtime.GOOS == "darwin" {
		kb >>= 10 // it counts bytes
	}
	return kb
}

// sparse makes a file of so many bytes that takes no room itself.
func (l *library) sparse(name string, size int64) string {
	l.t.Helper()
	path := filepath.Join(l.dir, name)
	f, err := os.Create(path)
	if err == nil {
		_, err = f.WriteAt([]byte(name), size-int64(len(name)))
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		l.t.Fatal(err)
	}
	return path
}

// inNoMoreMemory puts a large file and a small one into the DML and compares them: the
// large one takes no more memory than the small one, but for what the runtime happens to
// take more.
func inNoMoreMemory(t *testing.T, size int64) {
	l := newLibrary(t)
	const more = 24 << 10 // kilobytes: what two runs of the same differ by, with room
	small := l.peak("media", "add", l.sparse("small", 10))
	large := l.peak("media", "add", l.sparse("large", size))
	looked := l.peak("media", "verify")
	fmt.Printf("media add of %d MB: %d kB, of 10 bytes: %d kB (%.2f times); media verify of both: %d kB\n", size>>20, large, small, float64(large)/float64(small), looked)
	if large > small+more || looked > small+more {
		t.Errorf("%d MB take %d kB to put in and %d kB to compare, 10 bytes %d kB to put in", size>>20, large, looked, small)
	}
}

// A sample of TestLongFiveGigabytesInNoMoreMemory: more than what is allowed to differ.
func TestLargeMediaTakeNoMoreMemory(t *testing.T) { inNoMoreMemory(t, 96<<20) }
