package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"fairway/model"
	"fairway/ui"
	"fairway/ui/term"
	"fairway/ui/theme"
)

// dashboard shows the dashboard until it is left.
func (a *App) dashboard(ctx context.Context, start string) error {
	if a.remote {
		return usage("the dashboard needs a terminal: ssh -t HOST")
	}
	db, err := a.open(ctx)
	if errors.Is(err, fs.ErrNotExist) {
		var o ui.Options
		if o, err = a.looks(); err != nil {
			return err
		}
		if begun, err := a.first(ctx, a.path(), o); err != nil || !begun {
			return err
		}
		db, err = a.open(ctx)
	}
	if err != nil {
		return err
	}
	who, err := a.who(ctx)
	if err != nil {
		return err
	}
	if err := a.mayRead(ctx); err != nil {
		return err
	}
	policy, err := db.Policy(ctx)
	if err != nil {
		return err
	}
	o, err := a.looks()
	if err != nil {
		return err
	}
	o.DB, o.Person, o.Start, o.Self = db, model.Actor{Person: a.me, Auth: who.Auth}, start, true
	if o.Zone, err = a.typedZone(); err != nil {
		return err
	}
	words := make(chan string, 2) // not on standard error, which the dashboard covers
	if len(db.OtherRules()) > 0 {
		words <- "other zone data here: an administrator takes them up with fairway zone take"
		o.Words = words
	}
	if o.Zone == nil {
		var why string
		if o.Zone, why = a.shownIn(policy.Location()); why != "" {
			words <- why
			o.Words, o.NotZone = words, a.Env("TZ")
		}
	}
	o.OtherRules = db.OtherRules
	o.Office = policy.Location()
	o.Folders = folders{a}
	o.FirstDay = weekday(policy.FirstDay)
	return ended(ui.Run(ctx, o))
}

// ended turns the ways a dashboard ends into exit codes.
func ended(err error) error {
	var panicked *term.PanicError
	var signalled *term.SignalError
	switch {
	case errors.As(err, &panicked):
		return &exitError{exitFailure} // it was said on the screen already
	case errors.As(err, &signalled):
		return &exitError{signalled.ExitCode()}
	}
	return err
}

// looks are the options that don't depend on a file: how the dashboard looks,
// and on what.
func (a *App) looks() (ui.Options, error) {
	choice := theme.Choice(a.flags.theme)
	if choice == "" {
		choice = theme.Choice(a.config.Theme)
	}
	if choice == "" {
		choice = theme.Auto
	}
	if !slices.Contains(theme.Choices(), choice) {
		var names []string
		for _, c := range theme.Choices() {
			names = append(names, string(c))
		}
		return ui.Options{}, usage("there is no theme %q: one of %s", choice, strings.Join(names, ", "))
	}
	o := ui.Options{Now: a.Now, Theme: choice, ASCII: a.ascii(), NoColor: a.Env("NO_COLOR") != "", Light: a.light(), Log: a.logger()}
	if f, ok := a.In.(*os.File); !ok || f != os.Stdin {
		o.In, o.Out = a.In, a.Out
	}
	return o, nil
}

// light reads the background from COLORFGBG ("15;0"), the one hint that needs
// no question to the terminal.
func (a *App) light() bool {
	v := a.Env("COLORFGBG")
	bg := v[strings.LastIndex(v, ";")+1:]
	return bg == "7" || bg == "15"
}

func weekday(name string) time.Weekday {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(d.String(), name) {
			return d
		}
	}
	return time.Monday
}

// logger writes into the XDG state folder, and makes the file only when there
// is something to say.
func (a *App) logger() *slog.Logger {
	if a.log != nil {
		return a.log
	}
	if a.remote {
		return slog.New(slog.DiscardHandler) // no file here is theirs
	}
	dir := a.Env("XDG_STATE_HOME")
	if dir == "" {
		dir = filepath.Join(a.Env("HOME"), ".local", "state")
	}
	if !filepath.IsAbs(dir) {
		return slog.New(slog.DiscardHandler) // no HOME: nowhere to write to
	}
	return slog.New(slog.NewTextHandler(&lazyFile{path: filepath.Join(dir, "fairway", "fairway.log")}, nil))
}

type lazyFile struct {
	path string
	once sync.Once
	w    io.Writer
}

func (l *lazyFile) Write(p []byte) (int, error) {
	l.once.Do(func() {
		l.w = io.Discard // a log that can't be written must not stop the work
		if os.MkdirAll(filepath.Dir(l.path), 0o700) == nil {
			if f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
				l.w = f
			}
		}
	})
	return l.w.Write(p)
}
