// Package kept has what tests of several packages begin with: files that each test
// copies, and the program that is built.
package kept

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// File makes a file once for all tests of all packages: it is kept under the
// sum of all that it is made of, so that no change of the program meets an
// older one. That is the program without its screens, and the versions of the
// libraries.
func File(name string, make func(path string) error) func() (string, error) {
	return file(name, []string{"go.mod", "assets", "model", "store", "ui/demo", "ui/screen/screentest"}, make)
}

var program = file("program", []string{"go.mod", "go.sum", "main.go", "assets", "model", "store", "ui"}, func(path string) error {
	cmd := exec.Command("go", "build", "-ldflags", "-s -w -X fairway/ui/cli.clockFile=$HOME/clock", "-o", path, "fairway")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
})

// Program puts the program into a folder, under its name, and returns its path. It
// is linked so that the file clock in its home folder, where there is one, says what
// time it is.
func Program(folder string) (path string, err error) {
	built, err := program()
	path = filepath.Join(folder, "fairway")
	if err != nil || os.Link(built, path) == nil {
		return path, err
	}
	return path, errors.Join(Copy(built, path), os.Chmod(path, 0o700))
}

// file is File for what is made of parts of the repository.
func file(name string, parts []string, make func(path string) error) func() (string, error) {
	return sync.OnceValues(func() (string, error) {
		sum, err := sources(parts)
		if err != nil {
			return "", err
		}
		folder := filepath.Join(os.TempDir(), "fairway-test-files")
		path := filepath.Join(folder, name+"-"+sum+".db")
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return "", err
		}
		release, err := lock(filepath.Join(folder, name+".lock"))
		if err != nil {
			return "", err
		}
		defer release()
		if _, err := os.Stat(path); err == nil {
			return path, nil // another package has made it meanwhile
		}
		part, err := os.MkdirTemp(folder, "part-")
		if err != nil {
			return "", err
		}
		defer os.RemoveAll(part)
		forget(folder, name)
		made := filepath.Join(part, "fairway.db")
		if err := make(made); err != nil {
			return "", err
		}
		// The media first, as whoever finds the file takes both; those of a test
		// that was stopped in between will do.
		if err := os.Rename(made+".media", path+".media"); err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		return path, os.Rename(made, path)
	})
}

// lock waits until no other package makes a file of that name.
func lock(path string) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return func() { _ = f.Close() }, nil
}

// forget removes what was made of sources of more than a day ago.
func forget(folder, name string) {
	all, _ := filepath.Glob(filepath.Join(folder, name+"-*"))
	for _, path := range all {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.RemoveAll(path)
		}
	}
}

// sources is the sum of parts of the repository, without their tests.
func sources(parts []string) (string, error) {
	root, err := os.Getwd()
	for err == nil {
		if _, err = os.Stat(filepath.Join(root, "go.mod")); err == nil {
			break
		}
		if up := filepath.Dir(root); errors.Is(err, fs.ErrNotExist) && up != root {
			root, err = up, nil
		}
	}
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, part := range parts {
		err := filepath.WalkDir(filepath.Join(root, part), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "testdata":
				return fs.SkipDir
			case d.IsDir() || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			text, err := os.ReadFile(path)
			h.Write([]byte(path))
			h.Write(text)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:32], nil
}

// Copy copies a file that was made to a path where nothing is.
func Copy(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// CopyWithMedia copies it with its media, where it has any.
func CopyWithMedia(from, to string) error {
	if _, err := os.Stat(from + ".media"); errors.Is(err, fs.ErrNotExist) {
		return Copy(from, to)
	}
	return errors.Join(Copy(from, to), os.CopyFS(to+".media", os.DirFS(from+".media")))
}
