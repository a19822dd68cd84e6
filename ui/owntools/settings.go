// Package owntools runs the tools of an organisation's own when something happens: a
// command of the server's machine, or an address that is posted to. What they are comes
// from the settings of the server alone. Whoever acts, by a key, a command or over SSH,
// sets one off, and can neither name nor shape it: what it has to know comes as JSON on
// standard input, or as the body, never as words of the command line.
package owntools

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"time"

	"fairway/model/outbox"
)

// Tool is one of them, as the settings have it.
type Tool struct {
	Name string   `toml:"name"`
	On   []string `toml:"on"` // outbox.All, and stage:STAGE
	// Command is a program by its whole path, and its arguments as they are.
	Command []string `toml:"command"`
	// URL is posted to. What is sent is signed with what the secret file holds.
	URL    string `toml:"url"`
	Secret string `toml:"secret_file"`
	// Limit is how long a try may take, as 30s; Tries how many there are at most.
	Limit string `toml:"time_limit"`
	Tries *int   `toml:"tries"`
}

// What holds where the settings say nothing, and how far they go.
const (
	limitDefault = 30 * time.Second
	limitMost    = 10 * time.Minute
	triesDefault = 5
	triesMost    = 10
)

var nameRule = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// limit is how long a try may take.
func (t *Tool) limit() time.Duration {
	if d, err := time.ParseDuration(t.Limit); err == nil {
		return d
	}
	return limitDefault
}

func (t *Tool) tries() int {
	if t.Tries == nil {
		return triesDefault
	}
	return *t.Tries
}

// Check says what is wrong with tools as they stand in a file of settings, and who else
// than its owner may change that file: who can, decides what the server runs. stages are
// the ids of those that there are.
func Check(path string, tools []Tool, stages []string) error {
	if len(tools) == 0 {
		return nil
	}
	if err := owned(path); err != nil {
		return err
	}
	for i := range tools {
		t := &tools[i]
		if err := t.check(stages); err != nil {
			return fmt.Errorf("%s: the tool %q (number %d of the file): %w", path, t.Name, i+1, err)
		}
		if slices.ContainsFunc(tools[:i], func(o Tool) bool { return o.Name == t.Name }) {
			return fmt.Errorf("%s: two tools are called %q: give each a name of its own", path, t.Name)
		}
	}
	return nil
}

func (t *Tool) check(stages []string) error {
	if !nameRule.MatchString(t.Name) {
		return errors.New("name must be lower-case letters, digits and hyphens, 40 at most")
	}
	if len(t.On) == 0 {
		return fmt.Errorf("on must say when it acts: %s, or stage:STAGE", strings.Join(outbox.All(), ", "))
	}
	for _, on := range t.On {
		if !outbox.Known(on) {
			return fmt.Errorf("on %q is nothing that happens: there are %s, and stage:STAGE", on, strings.Join(outbox.All(), ", "))
		}
		if _, stage, named := strings.Cut(on, ":"); named && !slices.Contains(stages, stage) {
			return fmt.Errorf("on %q: no process of the rules in force has such a stage; there are %s", on, strings.Join(stages, ", "))
		}
	}
	switch {
	case len(t.Command) == 0 && t.URL == "":
		return errors.New("it has neither command nor url: give one")
	case len(t.Command) > 0 && t.URL != "":
		return errors.New("it has both command and url: make two tools of it")
	case len(t.Command) > 0 && !filepath.IsAbs(t.Command[0]):
		return fmt.Errorf("command %q must be named by its whole path", t.Command[0])
	case t.Secret != "" && t.URL == "":
		return errors.New("secret_file is for a url")
	}
	if t.Secret != "" {
		if err := secret(t.Secret); err != nil {
			return err
		}
	}
	if t.URL != "" {
		if u, err := url.Parse(t.URL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("url %q must be one of https:// or http://", t.URL)
		}
	}
	if t.Limit != "" {
		if d, err := time.ParseDuration(t.Limit); err != nil || d < time.Second || d > limitMost {
			return fmt.Errorf("time_limit %q must be from 1s to %s", t.Limit, limitMost)
		}
	}
	if t.Tries != nil && (*t.Tries < 1 || *t.Tries > triesMost) {
		return fmt.Errorf("tries must be from 1 to %d", triesMost)
	}
	return nil
}

// secret refuses a file that can't be read, or that anybody can: what it signs would prove
// nothing.
func secret(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("secret_file can't be read: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return fmt.Errorf("secret_file can't be read: %w", err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("secret_file %s is no plain file", path)
	case info.Mode().Perm()&0o007 != 0:
		return fmt.Errorf("secret_file %s is open to everybody, and no secret: chmod o-rwx %s", path, path)
	}
	return nil
}

// owned refuses settings that others than their owner, root or who runs the program, may
// write.
func owned(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Errorf("%s names tools that are run, and others than its owner may write it: chmod go-w %s", path, path)
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && s.Uid != 0 && int(s.Uid) != os.Getuid() {
		return fmt.Errorf("%s names tools that are run, and belongs to another user: it must be root's, or that of whoever runs the server", path)
	}
	return nil
}
