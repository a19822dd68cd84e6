package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fairway/model"
	"fairway/store"
	"fairway/ui/cli"
	"fairway/ui/screen/screentest/kept"
	"fairway/ui/screen/screentest/sample"
)

// TestMain makes this binary the program where it is called fairway, and puts
// one of that name where scripts find it.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "fairway" {
		debug.SetGCPercent(400)
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		code := perform(ctx, os.Getenv, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
		stop()
		os.Exit(code)
	}
	debug.SetGCPercent(400) // thousands of commands, each of which makes all of them
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	defer func() {
		if programFolder != "" {
			_ = os.RemoveAll(programFolder)
		}
	}()
	folder, err := os.MkdirTemp("", "fairway-script-")
	if err == nil {
		defer os.RemoveAll(folder)
		var self string
		if self, err = os.Executable(); err == nil {
			err = os.Symlink(self, filepath.Join(folder, "fairway"))
		}
	}
	if err = errors.Join(err, os.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// perform is one command line, with a clock (NOW) and a caller (WHO) that the
// script sets.
func perform(ctx context.Context, env func(string) string, args []string, in io.Reader, out, errs io.Writer) int {
	return performOn(ctx, nil, env, args, in, out, errs)
}

// performOn is perform with a file that may be open already.
func performOn(ctx context.Context, lent func(path string) *store.DB, env func(string) string, args []string, in io.Reader, out, errs io.Writer) int {
	app := cli.New("test")
	app.Lent = lent
	app.Env, app.In, app.Out, app.Err = env, in, out, errs
	if who := env("WHO"); who != "" {
		app.User = func() string { return who }
	}
	if text := env("NOW"); text != "" {
		now, err := time.Parse(time.RFC3339, text)
		if err != nil {
			fmt.Fprintln(errs, "NOW:", err)
			return 99
		}
		app.Now = func() time.Time { return now }
	}
	return app.Run(ctx, args)
}

// performer does a command of a script and returns its exit code.
type performer func(ts *testscript.TestScript, args []string) int

// asProcess does a command in a process of its own.
func asProcess(ts *testscript.TestScript, args []string) int {
	err := ts.Exec("fairway", args...)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	ts.Check(err)
	return 0
}

// here is held by whoever needs this process to be in a folder.
var here sync.Mutex

// inProcess does a command in this process, unless it has an input or zone data
// of its own: the one is known to testscript alone, the other to the whole
// process.
func inProcess(ts *testscript.TestScript, args []string) int {
	if ts.Getenv("ZONEINFO") != "" || hasInput(ts) {
		return asProcess(ts, args)
	}
	folder := ts.MkAbs(".")
	out, outEnds := pipe(ts, ts.Stdout())
	defer outEnds()
	errs, errsEnd := pipe(ts, ts.Stderr())
	defer errsEnd()
	here.Lock()
	defer here.Unlock()
	back, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(folder))
	defer func() { ts.Check(os.Chdir(back)) }()
	nothing, err := os.Open(os.DevNull)
	ts.Check(err)
	defer nothing.Close()
	return performOn(context.Background(), lentTo(ts), ts.Getenv, args, nothing, out, errs)
}

// pipe is a file of which what is written goes to w, as that of a process, until
// it is ended.
func pipe(ts *testscript.TestScript, w io.Writer) (*os.File, func()) {
	from, to, err := os.Pipe()
	ts.Check(err)
	done := make(chan error)
	go func() {
		_, err := io.Copy(w, from)
		done <- err
	}()
	return to, func() { ts.Check(errors.Join(to.Close(), <-done, from.Close())) }
}

// hasInput is whether the script has set an input (stdin FILE), which testscript
// keeps to itself.
func hasInput(ts *testscript.TestScript) bool {
	return reflect.ValueOf(ts).Elem().FieldByName("stdin").String() != ""
}

// copySample copies the small organisation of the screens' tests, as of a moment.
func copySample(path, moment string) error {
	here.Lock()
	defer here.Unlock()
	now, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		return err
	}
	made, err := kept.File("script-"+moment, func(path string) error {
		return sample.Make(context.Background(), sample.Options{Path: path, Now: now, Zone: "UTC", Admin: model.Person{Handle: "adam", Name: "Adam Admin"}, Auth: "test"})
	})()
	if err != nil {
		return err
	}
	return kept.CopyWithMedia(made, path)
}
