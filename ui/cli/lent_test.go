package cli_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fairway/store"
)

// closed matches the lines of a script that need files to be closed, or do something
// to them from outside.
var closed = regexp.MustCompile(`(?m)^(\[every\] )?(! |exits [0-9]+ )?(exec|cp|rm|mv|chmod|symlink|newer|leftover|swapped|fairway (backup|restore|demo|doctor|redact|serve))\b`)

// openFile is a file that stays open from one command to the next, as opening it is
// most of what a short command does.
type openFile struct {
	db   *store.DB
	info os.FileInfo
}

// openFiles are those of a test, by their paths. One command at a time is done with
// them, by a clock of its own.
type openFiles struct {
	now   time.Time
	files map[string]openFile
}

// at gives the files to a command that is done at a time, as NOW has it.
func (o *openFiles) at(t interface{ Fatalf(string, ...any) }, now string) func(path string) *store.DB {
	var err error
	if o.now, err = time.Parse(time.RFC3339, now); err != nil {
		t.Fatalf("NOW: %v", err)
	}
	return o.open
}

// open is a file that stays open; nil where it can't be opened, as the command is to
// say why.
func (o *openFiles) open(path string) *store.DB {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	if f, ok := o.files[path]; ok && os.SameFile(f.info, info) {
		return f.db
	}
	db, err := store.Open(context.Background(), path, store.Options{Now: func() time.Time { return o.now }})
	if err != nil {
		return nil
	}
	if o.files == nil {
		o.files = map[string]openFile{}
	}
	o.files[path] = openFile{db, info}
	return db
}

// Close closes them.
func (o *openFiles) Close() error {
	var err error
	for _, f := range o.files {
		err = errors.Join(err, f.db.Close())
	}
	return err
}

// lending are the files of scripts, by the script's folder; nil where it may have
// none. They are guarded by here.
var lending = map[string]*openFiles{}

// lentTo gives the files that stay open to a command of a script, but those scripts
// that do something to files from outside.
func lentTo(ts *testscript.TestScript) func(path string) *store.DB {
	folder := ts.Getenv("WORK")
	o, known := lending[folder]
	if !known {
		text, err := os.ReadFile(filepath.Join(scriptFolder, ts.Name()+".txtar"))
		ts.Check(err)
		if !closed.Match(text) {
			o = &openFiles{}
		}
		lending[folder] = o
		ts.Defer(func() {
			here.Lock()
			defer here.Unlock()
			delete(lending, folder)
			if o != nil {
				ts.Check(o.Close())
			}
		})
	}
	if o == nil {
		return nil
	}
	return o.at(ts, ts.Getenv("NOW"))
}
