package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/model/intake"
	"fairway/store"
	"fairway/ui"
	"fairway/ui/demo"
	"fairway/ui/term"
)

// first welcomes somebody on whose place no file lies, and makes one with
// them. It returns whether the dashboard is to be opened.
func (a *App) first(ctx context.Context, path string, o ui.Options) (bool, error) {
	rules, err := assets.Rules()
	if err != nil {
		return false, fmt.Errorf("read the default rules: %w", err)
	}
	handle := tidyHandle(a.User())
	way, err := ui.RunFirst(ctx, ui.FirstOptions{Options: o, Path: path, Name: handle, Handle: handle, Place: a.localZone(), Rules: rules,
		Begin: func(ctx context.Context, b ui.Beginning) error { return a.beginWith(ctx, path, b) }})
	switch {
	case errors.Is(err, term.ErrNoTerminal):
		return false, noFile(path)
	case err != nil:
		return false, ended(err)
	case way == ui.FirstDemo:
		return false, a.demoOnce(ctx, a.Now(), a.localZone())
	}
	return way == ui.FirstBegun, nil
}

// noFile is what is said where nobody can be asked.
func noFile(path string) error {
	return &store.FileError{Path: path, What: "there is no such file", Remedy: "begin one with `fairway init`, or name yours with --db FILE", Err: fs.ErrNotExist}
}

// beginWith makes the file with its first person, and what else they said.
func (a *App) beginWith(ctx context.Context, path string, b ui.Beginning) error {
	p := b.Person
	var roles []string
	for _, g := range p.Roles {
		roles = append(roles, g.Role)
	}
	if _, err := a.begin(ctx, path, p.Handle, p.Name, b.Rules.Policy.Zone, b.Rules.Policy.FirstDay, roles); err != nil {
		return err
	}
	id, err := a.db.Resolve(ctx, model.KindPerson, p.Handle)
	if err != nil {
		return err
	}
	if p.Handle != tidyHandle(a.User()) {
		a.flags.as = p.Handle // whatever the handle, it is the caller
	}
	var said []string
	if b.Service != "" {
		s := model.Service{Handle: tidyHandle(strings.ReplaceAll(b.Service, " ", "-")), Name: b.Service, Owner: id}
		if r, err := a.db.Do(ctx, store.Who{Person: id, Auth: "os user " + a.User()}, action.WriteService{Service: s}); err != nil {
			said = append(said, "The service was not taken up: "+a.shell().Error(err))
		} else {
			said = append(said, "You "+r.Note+".")
		}
	}
	if b.File != "" {
		said = append(said, a.bringIn(ctx, b.File))
	}
	return a.db.Keep(ctx, id, tipKey, firstTip(said...))
}

// tipKey is under which of the preferences the dashboard looks for what to say first.
const tipKey = demo.TipKey

// firstTip is what is said to somebody whose file has just begun.
func firstTip(said ...string) string {
	lines := append([]string{"Your file is ready"}, said...)
	if len(said) > 0 {
		lines = append(lines, "")
	}
	return strings.Join(append(lines,
		"n\tregister a release, here or on the board",
		":\teverything else by its words: add a service, add a person, add a freeze",
		"2\tthe board: > moves a release on, or shows what its gate asks for",
		"5\tthe records: services, people, items, changes, the log",
		"?\tevery key of a screen"), "\n")
}

// bringIn imports a file with the mapping that fits its format, and says what
// came of it.
func (a *App) bringIn(ctx context.Context, path string) string {
	out, in := a.Out, a.Err
	a.Out, a.Err = io.Discard, io.Discard
	defer func() { a.Out, a.Err = out, in }()
	failed := func(err error) string {
		return fmt.Sprintf("Nothing was brought in from %s: %v. Try again with: fairway import %s --dry-run", path, err, path)
	}
	i, cleanup, err := a.prepare(ctx, path, "")
	if err != nil {
		return failed(err)
	}
	defer cleanup()
	if i.mapping, err = chooseMapping("", i.format, intake.Options{}); err != nil {
		return failed(err)
	}
	act := &action.Import{Source: i.shown}
	var told *exitError // that rows are wrong or refused is said below
	if err := i.run(ctx, act, false); err != nil && !errors.As(err, &told) {
		return failed(err)
	}
	said := fmt.Sprintf("%s of %s looked at and taken in", grammar.Count(int(i.rows), "row"), i.shown)
	if n := act.Counts.Refused; n > 0 {
		said += fmt.Sprintf(", but for %d that your roles do not allow", n)
	}
	if i.errors > 0 {
		said += fmt.Sprintf(", %d of them could not be read: fairway import %s --dry-run says which", i.errors, path)
	}
	return said + "."
}
