package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fairway/ui/screen/screentest"
)

// Two people at two terminals on one file: what one does, the other sees,
// without a key.
func TestTwoTerminalsSeeEachOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := filepath.Join(dir, "clock")
	bin := built(t)
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + filepath.Join(dir, "two.db"), "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=Europe/Berlin"}
	w := &walker{clock: clock, terminal: &terminal{t: t}}
	w.at("2026-11-23T10:42:00+01:00")
	screentest.DemoAt(t, filepath.Join(dir, "two.db"))

	other := open(t, env, 100, 30, bin, "--as", "rafael").see("A sample organisation").press("esc").gone("A sample organisation").press("2").see("Registration 2")
	w.terminal = open(t, env, 100, 30, bin, "--as", "cora")
	w.see("A sample organisation").press("esc").gone("A sample organisation").press("2").see("Registration 2")
	w.press("n").fill("Register a release", filled{"Name": "Canteen menu", "What it brings": []string{"software"}})
	w.see("registered REL-")
	other.see("Cora Lindqvist registered REL-", "Registration 3", "Canteen menu")

	// A line that drops in the middle of a form: what was typed is there again.
	w.command("Register a release", "Register a release")
	w.see("What · 1 of 4").typ("Half a na").see("Half a na", "draft kept")
	w.Kill()
	w.terminal = open(t, env, 100, 30, bin, "--as", "cora")
	w.see("wk  Mon")
	w.command("Register a release", "Register a release")
	w.see("Half a na", "your draft of")
}

// Somebody without a file begins one by keys, and takes up a service, a person
// and a freeze; nothing needs the command line.
func TestFirstRunByKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := filepath.Join(dir, "clock")
	bin := built(t)
	db := filepath.Join(dir, "new.db")
	env := []string{"HOME=" + dir, "FAIRWAY_DB=" + db, "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=Europe/Berlin"}
	w := &walker{clock: clock, terminal: &terminal{t: t}}
	w.at("2026-11-23T09:00:00+01:00")
	schedule := filepath.Join(dir, "schedule.ics")
	ics := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:20261125\r\nSUMMARY:Canteen 2.0\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	if err := os.WriteFile(schedule, []byte(ics), 0o600); err != nil {
		t.Fatal(err)
	}

	w.terminal = open(t, env, 100, 30, bin)
	w.see("There is no file yet", "▸ Begin a file").press("enter")
	w.fill("Begin a file", filled{"Your name": "Alma Ruiz", "The organisation's time zone": "Europe/Madrid", "The week begins on": "Sunday",
		"Your first service": "Canteen", "A calendar or table to bring in": schedule})
	w.see("Your file is ready", "1 row of schedule.ics looked at and taken in").press("esc").gone("Your file is ready")
	w.see("Sun", "Canteen")
	w.do("Add a person", filled{"Handle": "bea", "Full name": "Bea Lang"}, "Bea Lang")
	w.command("Add a freeze", "Add a freeze")
	w.fill("Add a freeze", filled{"What it is": "reeze", "Title": "Stock-taking", "From": "2026-12-01"})
	w.see("entered WIN-1")
	w.press("5").see("Changes").press("q")
	w.ends(0)
	if out := run(t, env, bin, "service", "list"); !strings.Contains(out, "Canteen") {
		t.Error(out)
	}
	run(t, env, bin, "log", "verify")

	// A path that leads nowhere ends nothing: leaving makes no file.
	env[1] = "FAIRWAY_DB=" + filepath.Join(dir, "none.db")
	open(t, env, 100, 30, bin).see("There is no file yet").press("q").ends(0)
	if _, err := os.Stat(filepath.Join(dir, "none.db")); err == nil {
		t.Error("leaving made a file")
	}
}
