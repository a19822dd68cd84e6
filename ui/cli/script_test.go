package cli_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"fairway/model/when"
	"fairway/ui/screen/screentest"
)

// scriptFolder is where the scripts are.
var scriptFolder string

// TestScripts has most commands done by this process, one after the other: what
// they are given and say is the same (TestLongScripts), and a process for each
// takes most of the time.
func TestScripts(t *testing.T) { runScripts(t, inProcess, false) }

// runScripts runs each script with a way of doing a command of the program. What
// takes long in it, and is looked at by another test too, stands behind [every]: it
// is a part of TestLongScripts.
func runScripts(t *testing.T, fairway performer, every bool) {
	scripts, err := filepath.Abs("testdata/script")
	if err != nil {
		t.Fatal(err)
	}
	scriptFolder = scripts
	testscript.Run(t, testscript.Params{
		Dir: scripts,
		Condition: func(name string) (bool, error) {
			if name != "every" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return every, nil
		},
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"kubernetes-1.35-schedule.ics", "python-releases.csv"} {
				data, err := os.ReadFile(filepath.Join(scripts, "../../../../model/intake/testdata", name))
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
			e.Setenv("NL", "\n")
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
				ts.Check(copySample(ts.MkAbs(args[0]), ts.Getenv("NOW")))
			},
			// organisation FILE copies the demo of the screens' tests.
			"organisation": func(ts *testscript.TestScript, _ bool, args []string) {
				path := ts.MkAbs(args[0])
				here.Lock()
				defer here.Unlock()
				ts.Check(screentest.CopyDemo(path))
			},
			// fairway ARGUMENT… is the program.
			"fairway": func(ts *testscript.TestScript, neg bool, args []string) {
				if code := fairway(ts, args); (code == 0) == neg {
					ts.Fatalf("exit code %d", code)
				}
			},
			// exits CODE fairway ARGUMENT… is a command that must end with that code.
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				if code := strconv.Itoa(fairway(ts, args[2:])); code != args[0] {
					ts.Fatalf("%s: exit code %s, want %s", strings.Join(args[1:], " "), code, args[0])
				}
			},
		},
	})
}
