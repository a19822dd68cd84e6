package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"fairway/model/strict"
	"fairway/ui/owntools"
)

// config is $XDG_CONFIG_HOME/fairway/config.toml.
type config struct {
	DB    string `toml:"db"`
	Theme string `toml:"theme"`
	ASCII bool   `toml:"ascii"`
	// Tools are the organisation's own: serve and tick run them.
	Tools []owntools.Tool `toml:"tool"`

	path string // of the file; "" without one
}

// settings reads the config file, if there is one.
func (a *App) settings() error {
	dir := a.Env("XDG_CONFIG_HOME")
	if dir == "" {
		dir = filepath.Join(a.Env("HOME"), ".config")
	}
	path := filepath.Join(dir, "fairway", "config.toml")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the settings in %s: %w", path, err)
	}
	if faults := strict.Decode(string(data), &a.config); len(faults) > 0 {
		wrong := faults[0]
		if wrong.Unknown {
			wrong.Text += "; known are db, theme, ascii, and [[tool]]"
		}
		if wrong.Line > 0 {
			return usage("read the settings: %s:%d: %s", path, wrong.Line, wrong.Text)
		}
		return usage("read the settings in %s: %s", path, wrong.Text)
	}
	a.config.path = path
	return nil
}

// ascii says whether to draw with ASCII only: asked for, or the locale is not
// UTF-8.
func (a *App) ascii() bool {
	if a.flags.ascii || a.config.ASCII {
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := a.Env(name); v != "" {
			v = strings.ToLower(v)
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return false
}

// owns refuses --as to anybody but the owner of the file: whoever can write
// the file can bypass permissions anyhow; others can't.
func owns(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if s, ok := info.Sys().(*syscall.Stat_t); ok && int(s.Uid) != os.Getuid() && os.Getuid() != 0 {
		return usage("--as is for the owner of %s; ask for a person of your own", path)
	}
	return nil
}
