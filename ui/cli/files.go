package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fairway/store"
)

// What a person names as a file is opened here and in import.go, which asks
// mayName first: a caller from outside names none of the host's files.

// mayName refuses the name of a file to callers from outside. Standard input
// is theirs.
func (a *App) mayName(path string) error {
	if a.remote && path != "-" {
		return usage("%q would be a file of the host: send yours as standard input, and write - for it, as in: ssh HOST import - < releases.csv", path)
	}
	return nil
}

// openFile opens what a person named; - is standard input.
func (a *App) openFile(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(a.In), nil
	}
	if err := a.mayName(path); err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, errors.New(path + ": " + plainly(err))
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, errors.New(path + ": it is a folder")
	}
	return f, nil
}

// openWaiting opens a pipe or a device, and gives up when it is told to stop:
// opening a pipe waits until somebody writes, and so does reading it.
func openWaiting(ctx context.Context, path string) (*os.File, error) {
	type opened struct {
		f   *os.File
		err error
	}
	done := make(chan opened, 1)
	go func() {
		f, err := os.Open(path)
		done <- opened{f, err}
	}()
	select {
	case o := <-done:
		if o.err == nil {
			context.AfterFunc(ctx, func() { _ = o.f.Close() })
		}
		return o.f, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// textLimit is the most that is read of a text file, in bytes.
const textLimit = 16 << 20

// readFile reads what a person named, up to what a text file may be.
func (a *App) readFile(path string) ([]byte, error) {
	f, err := a.openFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, textLimit+1))
	if len(data) > textLimit {
		return nil, fmt.Errorf("%s: it is larger than %d MB, and no text file", path, textLimit>>20)
	}
	return data, err
}

func plainly(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// writeWhole writes a file that is there as a whole or not at all. What the organisation's
// own file needs is written over by nothing, nor is any other database.
func (a *App) writeWhole(path, text string) error {
	return a.writeFilled(path, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
}

// notHad is why what a file was to hold could not be had.
type notHad struct{ error }

func (u notHad) Unwrap() error { return u.error }

// writeFilled is writeWhole of what fill writes; a notHad of its is returned as it is, and
// leaves no file.
func (a *App) writeFilled(path string, fill func(io.Writer) error) error {
	switch {
	case a.db != nil && a.db.Owns(path):
		return usage("write %s: it belongs to the data file: name another", path)
	case store.IsDatabase(path):
		return usage("write %s: a database is there: name another file", path)
	}
	fail := func(err error) error {
		if why := (notHad{}); errors.As(err, &why) {
			return why.error
		}
		return fmt.Errorf("write %s: %s: check that the folder is there and may be written to", path, plainly(err))
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return usage("write %s: it is a folder: name a file in it", path)
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0) // a pipe or a device
		if err != nil {
			return fail(err)
		}
		if err := errors.Join(fill(f), f.Close()); err != nil {
			return fail(err)
		}
		return nil
	}
	part, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fail(err)
	}
	defer os.Remove(part.Name()) //nolint:errcheck // it has its name by then
	err = fill(part)
	for _, step := range []func() error{func() error { return part.Chmod(0o644) }, part.Close, func() error { return os.Rename(part.Name(), path) }} {
		if err == nil {
			err = step()
		}
	}
	if err != nil {
		return fail(err)
	}
	return nil
}
