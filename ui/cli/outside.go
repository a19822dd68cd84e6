package cli

import (
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/store"
)

// Caller is somebody who is not on this host: who they are is proven already,
// and nothing of the host is theirs.
type Caller struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Person   *model.Person
	Auth     string // as the log writes it: ssh key SHA256:…
	// Key is the fingerprint of the key that proved it, and Elsewhere what the
	// server knows of keys outside of the file.
	Key       string
	Elsewhere model.KeysElsewhere
	Log       *slog.Logger // of the server
}

// Outside makes the App of a caller from outside, on a file that is open and
// stays so.
func Outside(version string, db *store.DB, now func() time.Time, c Caller) *App {
	return &App{In: c.In, Out: c.Out, Err: c.Err, Env: c.Env, Now: now, User: func() string { return c.Person.Handle }, Version: version,
		db: db, me: c.Person, auth: c.Auth, key: c.Key, elsewhere: c.Elsewhere, known: true, remote: true, log: c.Log}
}

// CommandName is the command that a command line names, without anything a
// person may have typed into it: for a log.
func CommandName(args []string) string {
	a := &App{Env: func(string) string { return "" }, Now: time.Now, User: func() string { return "" }, In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}
	cmd, _, err := a.root(args, tasksOf(args)).Find(args)
	if err != nil {
		return "unknown"
	}
	return cmd.CommandPath()
}

// ReadsAll reports whether the command of a command line reads the whole file or
// its media, or writes very much: a server lets few of those run at once.
func ReadsAll(args []string) bool { return readsAll[CommandName(args)] }

// fromOutside refuses what is for whoever is on the host.
func (a *App) fromOutside(cmd *cobra.Command, given []string) error {
	for c := cmd; c != nil; c = c.Parent() {
		if why, ok := hostOnly[c.CommandPath()]; ok {
			return usage("%s runs on the host only: %s", c.CommandPath(), why)
		}
	}
	var wrong error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if why, ok := hostFlags[f.Name]; ok && wrong == nil {
			wrong = usage("--%s is for whoever is on the host: %s", f.Name, why)
		}
		if isText, ok := paths[cmd.CommandPath()+" --"+f.Name]; (ok || marked(f, aFile)) && wrong == nil {
			wrong = a.ownText(isText, flagValues(f)...)
		}
	})
	if wrong != nil {
		return wrong
	}
	for i, name := range placeholders(cmd) {
		if isText, ok := paths[cmd.CommandPath()+" "+name]; ok && i < len(given) {
			if err := a.ownText(isText, given[i]); err != nil {
				if strings.HasPrefix(name, "DIR") {
					return usage("%q would be a file of the host: rules are read from a folder there", given[i])
				}
				return err
			}
		}
	}
	return nil
}

func (a *App) ownText(isText func(string) bool, values ...string) error {
	for _, v := range values {
		if isText != nil && isText(v) {
			continue
		}
		if err := a.mayName(v); err != nil {
			return err
		}
	}
	return nil
}

func flagValues(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.GetSlice()
	}
	return []string{f.Value.String()}
}
