package cli_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fairway/model"
	"fairway/model/when"
	"fairway/ui/cli"
	"fairway/ui/screen/screentest"
	"fairway/ui/screen/screentest/sample"
)

// TestMain makes the program a command of the scripts: `fairway` there is this
// binary with a clock (NOW) and a caller (WHO) that the script sets.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // thousands of commands, each of which makes all of them
	testscript.Main(tidying{m}, map[string]func(){"fairway": func() {
		app := cli.New("test")
		if who := os.Getenv("WHO"); who != "" {
			app.User = func() string { return who }
		}
		if text := os.Getenv("NOW"); text != "" {
			now, err := time.Parse(time.RFC3339, text)
			if err != nil {
				fmt.Fprintln(os.Stderr, "NOW:", err)
				os.Exit(99)
			}
			app.Now = func() time.Time { return now }
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		code := app.Run(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}})
}

// tidying removes the program that the tests have built.
type tidying struct{ m *testing.M }

func (t tidying) Run() int {
	defer func() {
		if programFolder != "" {
			_ = os.RemoveAll(programFolder)
		}
	}()
	return t.m.Run()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"kubernetes-1.35-schedule.ics", "python-releases.csv"} {
				data, err := os.ReadFile(filepath.Join("..", "..", "model", "intake", "testdata", name))
				if err != nil {
					return err
				}
				if err := os.WriteFile(filepath.Join(e.WorkDir, name), data, 0o600); err != nil {
					return err
				}
			}
			e.Setenv("FAIRWAY_DB", e.WorkDir+"/f.db")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CONFIG_HOME", e.WorkDir+"/config")
			e.Setenv("TZ", "UTC")
			e.Setenv("LANG", "C.UTF-8")
			e.Setenv("NOW", "2026-11-23T09:00:00Z")
			e.Setenv("WHO", "adam")
			// What a script can't well have in it.
			e.Setenv("RLO", "Pay\u202elor")
			e.Setenv("ZWSP", "Pay\u200broll")
			e.Setenv("LONG", "Refund\u202etxt.exe\x1b[2J")
			e.Setenv("CYRILLIC", "Anna Sсhmidt") // of which the c is not
			e.Setenv("RAW", "\u202e")
			e.Setenv("ESC", "\x1b")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			// huge BYTES FILE writes an answer of that many bytes.
			"huge": func(ts *testscript.TestScript, _ bool, args []string) {
				n, err := strconv.Atoi(args[0])
				ts.Check(err)
				text := "reason = \"" + strings.Repeat("x", n) + "\"\n"
				ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o600))
			},
			// newer FILE marks a file as written by a later format.
			"newer": func(ts *testscript.TestScript, _ bool, args []string) {
				f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
				ts.Check(err)
				_, err = f.WriteAt([]byte{0, 0, 0, 99}, 60) // user_version, big endian
				ts.Check(errors.Join(err, f.Close()))
			},
			// zonedata FOLDER RELEASE ZONE [FROM] makes zone data in which a zone has
			// UTC for good from a date on; without one, the rules that it has here.
			"zonedata": func(ts *testscript.TestScript, _ bool, args []string) {
				zone, err := when.OwnZone(args[2])
				ts.Check(err)
				rules := when.RulesOf(zone)
				if len(args) > 3 {
					from, err := time.Parse(time.DateOnly, args[3])
					ts.Check(err)
					kept := ""
					for line := range strings.Lines(rules) {
						at, err := strconv.ParseInt(strings.Fields(line)[0], 10, 64)
						if err == nil && at >= from.Unix() {
							break
						}
						kept += line
					}
					rules = kept + fmt.Sprintf("%d 0 +00\n", from.Unix())
				}
				file, err := when.ZoneFile(args[2], rules)
				ts.Check(err)
				path := filepath.Join(ts.MkAbs(args[0]), args[2])
				ts.Check(os.MkdirAll(filepath.Dir(path), 0o700))
				ts.Check(os.WriteFile(path, file, 0o600))
				ts.Check(os.MkdirAll(filepath.Join(ts.MkAbs(args[0]), "Europe"), 0o700))
				berlin, err := when.OwnZone("Europe/Berlin")
				ts.Check(err)
				file, err = when.ZoneFile("Europe/Berlin", when.RulesOf(berlin))
				ts.Check(err)
				ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), "Europe/Berlin"), file, 0o600))
				ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), "tzdata.zi"), []byte("# version "+args[1]+"\n"), 0o600))
			},
			// pipe FILE makes a named pipe, which nobody writes to.
			"pipe": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o600))
			},
			// swapped FOLDER puts a pipe into the place of the content of DML-1.
			"swapped": func(ts *testscript.TestScript, _ bool, args []string) {
				sum := fmt.Sprintf("%x", sha256.Sum256([]byte("the content\n")))
				path := filepath.Join(ts.MkAbs(args[0]), sum[:2], sum)
				ts.Check(errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600)))
			},
			// leftover FILE is something that a process has left.
			"leftover": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("leftover"), 0o600))
			},
			// sample FILE makes the small organisation of the screens' tests.
			"sample": func(ts *testscript.TestScript, _ bool, args []string) {
				now, err := time.Parse(time.RFC3339, ts.Getenv("NOW"))
				ts.Check(err)
				ts.Check(sample.Make(context.Background(), sample.Options{Path: args[0], Now: now, Zone: "UTC", Admin: model.Person{Handle: "adam", Name: "Adam Admin"}, Auth: "test"}))
			},
			// organisation FILE copies the demo of the screens' tests.
			"organisation": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(screentest.CopyDemo(ts.MkAbs(args[0])))
			},
			// exits CODE COMMAND… runs a command that must end with that code.
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				err := ts.Exec(args[1], args[2:]...)
				got := "0"
				if err != nil {
					got = strings.TrimPrefix(err.Error(), "exit status ")
				}
				if got != args[0] {
					ts.Fatalf("%s: exit code %s, want %s", strings.Join(args[1:], " "), got, args[0])
				}
			},
		},
	})
}
