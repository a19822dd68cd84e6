//go:build !race

package sshd_test

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"fairway/model"
	"fairway/store"
	"fairway/ui/term/ttytest"
)

// TestManyTypeAtOnce has people type and write at the same time, by commands and
// by a form of the dashboard: each action is there once, and each picture shows
// what its own person typed. Meanwhile the file is backed up. There are fifty of
// them in TestLongManyTypeAtOnce.
func TestManyTypeAtOnce(t *testing.T) { manyTypeAtOnce(t, 8) }

func manyTypeAtOnce(t *testing.T, sessions int) {
	const writes = 3
	h := serve(t, nil)
	names, keys := crowd(h, sessions)
	before := len(logLines(t, h))
	var all sync.WaitGroup
	problems := make(chan error, sessions)
	for i := range sessions {
		all.Go(func() {
			if err := oneOfMany(h, i, keys[i], names[i], writes); err != nil {
				problems <- fmt.Errorf("session %d: %w", i, err)
			}
		})
	}
	copied := filepath.Join(h.dir, "copy.db")
	h.run("backup", copied)
	all.Wait()
	close(problems)
	for err := range problems {
		t.Error(err)
	}
	titles := map[string]int{}
	for _, l := range logLines(t, h)[before:] {
		var e struct {
			Auth   string
			Values struct{ Change, Incident struct{ Title string } }
		}
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(e.Auth, "ssh key SHA256:") {
			t.Errorf("%s", l)
		}
		titles[e.Values.Change.Title+e.Values.Incident.Title]++
	}
	for i := range sessions {
		for n := range writes {
			if title := fmt.Sprintf("wish %d.%d", i, n); titles[title] != 1 {
				t.Errorf("%q is in the log %d times", title, titles[title])
			}
		}
		if title := fmt.Sprintf("trouble %d", i); titles[title] != 1 {
			t.Errorf("%q is in the log %d times", title, titles[title])
		}
	}
	db := h.db()
	for _, name := range names {
		id, err := db.Resolve(context.Background(), model.KindPerson, name)
		if err != nil {
			t.Fatal(err)
		}
		if draft, err := db.Kept(context.Background(), id, "draft:task::open-incident"); err != nil || draft != "" {
			t.Errorf("the draft of what %s sent is still there: %s (%v)", name, draft, err)
		}
	}
	h.run("doctor")
	h.run("doctor", "--db", copied)
	h.stop()
}

// crowd makes people who may write, each with a key.
func crowd(h *host, n int) (names []string, keys []ssh.Signer) {
	h.t.Helper()
	for i := range n {
		name := fmt.Sprintf("p%02d", i)
		path := h.key(name)
		h.run("person", "add", name, "--role", "requester", "--key", path+".pub", "--as", boss)
		names, keys = append(names, name), append(keys, signer(h.t, path))
	}
	return names, keys
}

func oneOfMany(h *host, i int, key ssh.Signer, handle string, writes int) error {
	client, err := dial(h.addr, "x", key)
	if err != nil {
		return err
	}
	defer client.Close()
	p, err := look(client, 100, 30)
	if err != nil {
		return err
	}
	if err := p.Shows("Calendar", handle); err != nil {
		return err
	}
	mine := fmt.Sprintf("text of session %d!", i)
	if err := p.press("/"); err != nil {
		return err
	}
	for n := range writes {
		from, to := n*len(mine)/writes, (n+1)*len(mine)/writes
		for _, c := range mine[from:to] { // key by key, while others write
			if err := p.press(string(c)); err != nil {
				return err
			}
		}
		s, err := client.NewSession()
		if err != nil {
			return err
		}
		out, err := s.CombinedOutput(fmt.Sprintf("change new --title 'wish %d.%d' --service payroll", i, n))
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
	}
	if err := p.Shows(mine); err != nil {
		return err
	}
	_ = p.press("\x1b")
	if err := p.Await("the filter never went", func(s string) bool { return !strings.Contains(s, mine) }); err != nil {
		return err
	}
	if err := report(p, fmt.Sprintf("trouble %d", i)); err != nil {
		return err
	}
	if err := p.press("q"); err != nil {
		return err
	}
	return p.wait()
}

// report logs an incident by keys: a line of the palette, a form, its review.
// It doesn't wait for the last key's answer.
func report(p *picture, title string) error {
	for _, step := range []struct{ keys, shows string }{
		{":", "─ Command ─"}, {"Log an incident", "▸           Log an incident"}, {"\r", "What happened"},
		{title, title}, {"\x13", "ctrl+s send"}, {"\x13", ""},
	} {
		for _, c := range step.keys {
			if err := p.press(string(c)); err != nil {
				return err
			}
		}
		if err := p.Shows(step.shows); err != nil {
			return err
		}
	}
	return nil
}

func logLines(t *testing.T, h *host) []string {
	t.Helper()
	var out []string
	for line := range strings.Lines(h.run("log", "lines")) {
		_, body, _ := strings.Cut(strings.TrimSpace(line), "\t")
		out = append(out, body)
	}
	return out
}

// TestChangesAreLiveAndSessionsAreSeen: what one does, the others see within a
// second; who is here stands in the corner and in `fairway who`.
func TestChangesAreLiveAndSessionsAreSeen(t *testing.T) {
	h := serve(t, nil)
	cora, rafael := signer(t, h.person("cora")), signer(t, h.person("rafael"))
	open := func(key ssh.Signer) (*ssh.Client, *picture) {
		c, err := dial(h.addr, "x", key)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		p, err := look(c, 110, 30)
		if err != nil {
			t.Fatal(err)
		}
		return c, p
	}
	_, one := open(cora)
	see(t, one, "Calendar")
	client, two := open(rafael)
	see(t, two, "2 here")
	see(t, one, "2 here")

	began := time.Now()
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.CombinedOutput("release hold REL-1 --reason strike --review 2099-01-01")
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	see(t, one, "Rafael Monteiro", "just now")
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %s to be seen", took)
	}
	for late := time.Now().Add(ttytest.Patience); ; { // it is noted once the comings have settled
		who := h.run("who")
		if strings.Contains(who, "cora") && strings.Contains(who, "rafael") {
			break
		}
		if time.Now().After(late) {
			t.Fatalf("%s", who)
		}
	}
	_ = two.press("q")
	if err := one.Await("who left is still here", func(s string) bool { return !strings.Contains(s, "2 here") }); err != nil {
		t.Error(err)
	}
	_ = client.Close()

	// The file may be written by somebody else's process, too.
	h.run("release", "resume", "REL-1", "--as", "rafael")
	see(t, one, "resumed REL-1")

	// A server that was killed leaves nobody behind.
	_ = h.cmd.Process.Kill()
	_ = h.cmd.Wait()
	if who := h.run("who"); !strings.Contains(who, "Nobody is connected") {
		t.Errorf("%s", who)
	}
}

// TestTwoEditTheSameForm: each is told of the other while both type, and so is
// whoever asks the file.
func TestTwoEditTheSameForm(t *testing.T) {
	h := serve(t, nil)
	var pictures []*picture
	for _, handle := range []string{"cora", "rafael"} {
		client, err := dial(h.addr, "x", signer(t, h.person(handle)))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		p, err := look(client, 100, 30)
		if err != nil {
			t.Fatal(err)
		}
		see(t, p, "Calendar", handle)
		for _, step := range []struct{ keys, shows string }{
			{":REL-1", "open REL-1"}, {"\r", "▸ Overview"}, {":Put on hold", "▸ REL-1     Put on hold"}, {"\r", "Reason"},
		} {
			for _, c := range step.keys {
				if err := p.press(string(c)); err != nil {
					t.Fatal(err)
				}
			}
			see(t, p, step.shows)
		}
		pictures = append(pictures, p)
	}
	see(t, pictures[0], "Rafael Monteiro edits this, too")
	see(t, pictures[1], "Cora Lindqvist edits this, too")
	late := time.Now().Add(ttytest.Patience)
	for who := ""; strings.Count(who, "REL-1 Put on hold") != 2; who = h.run("who") {
		if time.Now().After(late) {
			t.Fatalf("%s", who)
		}
	}
	_ = pictures[1].press("\x1b")
	if err := pictures[0].Await("who left the form edits it still", func(s string) bool { return !strings.Contains(s, "edits this") }); err != nil {
		t.Error(err)
	}
}

func see(t *testing.T, p *picture, texts ...string) {
	t.Helper()
	if err := p.Shows(texts...); err != nil {
		t.Fatal(err)
	}
}

// TestSpectators: view@ only when it is wanted, with less and never more, and
// without names.
func TestSpectators(t *testing.T) {
	h := serve(t, nil)
	cora := signer(t, h.person("cora"))
	stranger := signer(t, h.key("stranger"))
	c, err := dial(h.addr, "view", cora)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := look(c, 100, 30); err != nil {
		t.Fatal(err)
	} else {
		see(t, p, "Calendar", "cora") // a name like any other while nobody may watch
	}
	_ = c.Close()
	if _, err := dial(h.addr, "view", stranger); err == nil {
		t.Fatal("a stranger was let in")
	}
	h.stop()

	h.start(nil, "--spectators", "anyone")
	names := everyName(t, h)
	for _, key := range []ssh.Signer{cora, stranger} {
		c, err := dial(h.addr, "view", key)
		if err != nil {
			t.Fatal(err)
		}
		for _, wall := range []string{"", "wall"} {
			s, err := c.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			screen := ttytest.NewScreen(200, 50)
			s.Stdout = screen
			keys, _ := s.StdinPipe()
			_ = s.RequestPty("xterm", 50, 200, ssh.TerminalModes{})
			if wall != "" {
				err = s.Start(wall)
			} else {
				err = s.Shell()
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := screen.Shows("Calendar", "Board", "reading only"); err != nil {
				t.Fatal(err)
			}
			for _, key := range []string{"2", "\r", "g", "\x1b", ">", "e", ":", "x", "\x1b"} {
				_, _ = keys.Write([]byte(key))
			}
			_, _ = keys.Write([]byte("\x1b"))
			if err := screen.Await("the board never came", func(s string) bool { return strings.Contains(s, "Registration") }); err != nil {
				t.Error(err)
			}
			_, _ = keys.Write([]byte("S"))
			if err := screen.Await("the standup never came", func(s string) bool { return strings.Contains(s, "Blocked, and on whom") }); err != nil {
				t.Error(err)
			}
			_, _ = keys.Write([]byte("H\r]\r\x03"))
			_ = s.Wait()
			for _, name := range names {
				if strings.Contains(screen.All(), name) {
					t.Errorf("a spectator saw %q", name)
				}
			}
		}
		for line, want := range map[string][]string{"wall standup": {"Standup of everybody", "Overdue papers"}, "wall standup customer": {"The standup could not be loaded", "there is no team \"customer\" in this file"}} {
			standing(t, c, line, names, want...)
		}
		for _, line := range []string{"board", "who", "person list", "change new --title x"} {
			s, err := c.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			if out, err := s.CombinedOutput(line); err == nil {
				t.Errorf("a spectator ran %s: %s", line, out)
			}
		}
		_ = c.Close()
	}
	// Only under that name.
	if _, err := dial(h.addr, "x", stranger); err == nil {
		t.Error("a stranger was let in")
	}
}

// standing looks at a standup that hangs on the wall: all of it, and nobody's name. It has
// no other screens, and no key leads out of it.
func standing(t *testing.T, c *ssh.Client, line string, names []string, want ...string) {
	t.Helper()
	s, err := c.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	screen := &picture{Screen: ttytest.NewScreen(200, 50)}
	s.Stdout = screen
	keys, _ := s.StdinPipe()
	_ = s.RequestPty("xterm", 50, 200, ssh.TerminalModes{})
	if err := s.Start(line); err != nil {
		t.Fatal(err)
	}
	see(t, screen, want...)
	for _, key := range []string{"\x1b", "1", "2", "\r", "H", "/"} {
		_, _ = keys.Write([]byte(key))
	}
	_, _ = keys.Write([]byte("?"))
	see(t, screen, "Keys: Standup")
	_, _ = keys.Write([]byte("q"))
	if err := screen.Await("the help stays", func(s string) bool { return !strings.Contains(s, "Keys: Standup") }); err != nil {
		t.Fatal(err)
	}
	see(t, screen, want...)
	_, _ = keys.Write([]byte("\x03"))
	_ = s.Wait()
	for _, name := range names {
		if strings.Contains(screen.All(), name) {
			t.Errorf("%s showed %q", line, name)
		}
	}
	if strings.Contains(screen.All(), "1 Calendar") {
		t.Errorf("%s has other screens", line)
	}
}

func everyName(t *testing.T, h *host) []string {
	t.Helper()
	db := h.db()
	list, err := db.List(context.Background(), store.ListQuery{Kind: model.KindPerson, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		if p.Title != p.Handle { // the administrator is called like the machine's user
			out = append(out, p.Title)
		}
	}
	return out
}
