// Package cli is Fairway's command line: every thing the dashboard does, with
// the same words, --json, and exit codes that a script can use.
//
// A command reads its flags, asks the store or does an action, and prints. No
// rule comes in here: what may happen is asked in model/action, and errors are
// turned into exit codes in one place (exit.go).
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/store"
	"fairway/ui/reporting"
)

// App is one call of the program, with everything it takes from outside.
type App struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	Now      func() time.Time
	User     func() string // the operating system's name of the caller
	NewID    func() string // ids of actions; nil means random
	Version  string
	Defaults fs.FS // the default rules; nil means those embedded into the program
	// Lent gives a file that is open already, and is left open; nil, or nil of it, means
	// that the command opens the file and closes it.
	Lent func(path string) *store.DB

	flags  globals
	config config
	db     *store.DB
	// borrowed says that db is lent: others close it.
	borrowed bool
	me       *model.Person
	auth     string
	// key and elsewhere are those of a model.Actor: of callers from outside.
	key       string
	elsewhere model.KeysElsewhere
	known     bool // me was looked up

	ran        *cobra.Command // the one that was given
	completing bool           // a shell asks for the rest of a word

	zoneSaid bool     // what is wrong with TZ was said
	ruleSaid bool     // how the zone data differ was said
	dates    []dated  // those that the action was given
	echo     []string // what is printed of them

	firstKeys []model.SSHKey // of the first administrator
	remote    bool           // the caller is not on this host: no file of it is theirs
	log       *slog.Logger   // of the server that it is asked through; nil is a file of the caller's own
}

type globals struct {
	db    string
	as    string
	json  bool
	ascii bool
	theme string
	zone  string
	read  int64 // the place in the log as of which the caller read what they decide on; 0: now
}

// New makes the App of a real process.
func New(version string) *App {
	return &App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Now: clock, User: osUser, Version: version}
}

func osUser() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

// Run performs one command line and returns its exit code.
func (a *App) Run(ctx context.Context, args []string) (code int) {
	defer a.survive(&code)
	root := a.root(args, tasksOf(args))
	if len(args) > 0 && !asksForMore(args[0]) { // who completes reads them twice
		sayOnce(root)
	}
	takeYesNo(root)
	root.SetArgs(args)
	root.SetIn(a.In)
	root.SetOut(a.Out)
	root.SetErr(a.Err)
	err := root.ExecuteContext(ctx)
	if a.db != nil && !a.remote && !a.borrowed {
		if closing := a.db.Close(); err == nil && closing != nil {
			err = closing
		}
	}
	return a.report(ctx, err)
}

// root is the command table: of the kinds of records what lies below those that
// the line names, and of the tasks those that are named.
func (a *App) root(line, tasks []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "fairway",
		Short: "Release management in the terminal",
		Long: `Fairway keeps releases, changes, approvals, deployments and incidents in one
SQLite file, and shows them as a calendar and a board with gates.

` + tzHelp + `

Without a command it opens the dashboard. Exit codes, everywhere:
0 done, ready, yes · 1 failure · 2 usage · 3 refused, blocked, closed ·
4 not decidable (no such record) · 5 changed meanwhile · 130 stopped.`,
		SilenceUsage: true, SilenceErrors: true, Version: a.Version + "\n" + zoneData(),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("there is no command %q: see fairway --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return a.dashboard(cmd.Context(), "") },
	}
	f := root.PersistentFlags()
	f.StringVar(&a.flags.db, "db", "", "the file (else FAIRWAY_DB, the config file, or the XDG data folder)")
	f.StringVar(&a.flags.as, "as", "", "act as this person, where you own the file; the log says so")
	a.completing = len(line) > 0 && (line[0] == cobra.ShellCompRequestCmd || line[0] == cobra.ShellCompNoDescRequestCmd)
	a.completesFlag(root, "as", func(cmd *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return a.recordsToComplete(cmd, model.KindPerson), cobra.ShellCompDirectiveNoFileComp
	})
	f.BoolVar(&a.flags.json, "json", false, "print JSON")
	f.BoolVar(&a.flags.ascii, "ascii", false, "draw with ASCII only")
	f.StringVar(&a.flags.theme, "theme", "", "auto, dark, light, mono (no colours) or bare")
	a.zoneFlag(f)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return misfit("%v", err) })
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		a.ran = cmd
		err := nothingBlank(cmd, args)
		if err != nil {
			return err
		}
		if a.remote {
			err = a.fromOutside(cmd, args)
		} else {
			err = a.settings()
		}
		if err != nil {
			return err
		}
		_, acts := actsBy(cmd)
		cmd.SetContext(store.ReadIn(cmd.Context(), a.readsIn(acts)))
		err = a.mayRun(cmd, args)
		if a.me != nil {
			cmd.SetContext(store.ReadBy(cmd.Context(), a.me.ID))
		}
		return err
	}
	root.AddCommand(
		a.demoCommand(),
		a.initCommand(), a.importCommand(), a.calendarCommand(), a.boardCommand(), a.searchCommand(), a.releaseCommand(), a.notesCommand(),
		a.gateCommand(), a.slotCommand(), a.inboxCommand(), a.approveCommand(), a.formCommand(), a.processCommand(), a.runCommand(), a.metricsCommand(), a.standupCommand(), a.evidenceCommand(), a.logCommand(), a.backupCommand(), a.restoreCommand(), a.doctorCommand(),
	)
	root.AddCommand(a.serveCommand(), a.tickCommand(), a.whoCommand(), a.versionCommand())
	a.addKinds(root, line)
	a.addTasks(root, tasks)
	root.CompletionOptions.HiddenDefaultCmd = false
	return root
}

// path is where the file lies: a flag beats the environment beats the config
// file beats the XDG data folder.
func (a *App) path() string {
	for _, p := range []string{a.flags.db, a.Env("FAIRWAY_DB"), a.config.DB} {
		if p != "" {
			return p
		}
	}
	data := a.Env("XDG_DATA_HOME")
	if data == "" && a.Env("HOME") != "" {
		data = filepath.Join(a.Env("HOME"), ".local", "share")
	}
	if data == "" {
		return "" // never a file in whatever folder the caller happens to be in
	}
	return filepath.Join(data, "fairway", "fairway.db")
}

// placed refuses to go on where it is not known which file is meant.
func (a *App) placed() (string, error) {
	path := a.path()
	if path == "" {
		return "", usage("HOME is not set, so there is no usual place for the file: name it with --db FILE or FAIRWAY_DB")
	}
	return path, nil
}

func (a *App) options() store.Options {
	say := func(text string) { fmt.Fprintln(a.errs(), "fairway:", text) }
	return store.Options{Now: a.Now, NewID: a.NewID, Say: say, Fault: a.faulty, Waiting: func() { say("another process is writing; waiting …") }}
}

// lent is a file that is open already; nil where there is none.
func (a *App) lent(path string) *store.DB {
	if a.Lent == nil {
		return nil
	}
	db := a.Lent(path)
	a.borrowed = db != nil
	return db
}

// open opens the file once.
func (a *App) open(ctx context.Context) (*store.DB, error) {
	if a.db != nil {
		if a.remote { // it was opened by the server, for everybody
			a.sayOtherRules(a.db)
		}
		return a.db, nil
	}
	path, err := a.placed()
	if err != nil {
		return nil, err
	}
	db := a.lent(path)
	if db == nil {
		if db, err = store.Open(ctx, path, a.options()); err != nil {
			return nil, err
		}
	}
	a.db = db
	a.sayOtherRules(db)
	return db, nil
}

// who finds the person who acts: --as where the caller owns the file, else the
// person whose handle is the caller's name on this machine.
func (a *App) who(ctx context.Context) (store.Who, error) {
	db, err := a.open(ctx)
	if err != nil {
		return store.Who{}, err
	}
	if !a.known {
		handle, auth := a.User(), "os user "+a.User()
		if a.flags.as != "" {
			if err := owns(db.Path()); err != nil {
				return store.Who{}, err
			}
			handle, auth = a.flags.as, "self-asserted by os user "+a.User()
		}
		id, err := db.Resolve(ctx, model.KindPerson, handle)
		var missing *model.NotFound
		if errors.As(err, &missing) && a.flags.as == "" {
			a.known, a.auth = true, auth // known to nobody: mayRead says who reads then, acting is refused in words
			return store.Who{Auth: auth}, nil
		}
		if err != nil {
			return store.Who{}, err
		}
		f, err := db.Record(ctx, id, store.Now)
		if err != nil {
			return store.Who{}, err
		}
		a.me, _ = f.Record.(*model.Person)
		a.auth, a.known = auth, true
	}
	if a.me == nil {
		return store.Who{Person: nobody, Auth: a.auth}, nil
	}
	return store.Who{Person: a.me.ID, Auth: a.auth, Key: a.key, Elsewhere: a.elsewhere}, nil
}

// nobody is an id that no person ever has.
const nobody model.ID = "PER-0"

// do performs an action as the caller.
func (a *App) do(ctx context.Context, act action.Action) (store.Result, error) {
	who, err := a.who(ctx)
	if err != nil {
		return store.Result{}, err
	}
	if who.Person == "" {
		who.Person = nobody
	}
	if act, err = reporting.Finish(ctx, a.db, who, act, a.Now()); err != nil {
		return store.Result{}, err
	}
	bar := a.progress("MB of the DML read:")
	r, err := a.db.Do(store.Telling(ctx, bar.megabytes), who, act)
	bar.end()
	a.warn(r)
	return r, err
}

// warn says what is to be said about something that was done all the same. In
// JSON it stands in the result as well.
func (a *App) warn(r store.Result) {
	for _, w := range r.Warnings {
		fmt.Fprintln(a.Err, "fairway: warning:", visible(a.warning(w)))
	}
}

// act performs an action and says what was done.
func (a *App) act(ctx context.Context, act action.Action) error {
	r, err := a.do(ctx, act)
	if err != nil {
		return err
	}
	return a.done(r)
}

func (a *App) done(r store.Result) error {
	return a.print(a.resultView(r), func(w io.Writer) {
		fmt.Fprintln(w, r.Note)
		a.printDates(w)
		for _, id := range r.Voided {
			fmt.Fprintf(w, "voided %s\n", id)
		}
		lapsed(w, r.Lapsed)
		a.collides(w, r.Conflicts, r.Stood...)
		if r.Next != nil {
			fmt.Fprintln(w, visible(r.Next.Text)+": "+a.shell().Lines(r.Next.Remedies))
		}
	})
}

// lapsed names what counts no more.
func lapsed(w io.Writer, list []gate.Lapse) {
	for _, l := range list {
		fmt.Fprintf(w, "lapsed: %s\n", l.Text)
	}
}

// arrow stands before what to do.
func (a *App) arrow() string {
	if a.ascii() {
		return "->"
	}
	return "→"
}

// collisionsShown is how many conflicts people are shown of one answer.
const collisionsShown = 20

// collides names what dates collide with, and what would remove each; and the releases
// that collide with them as they did before.
func (a *App) collides(w io.Writer, list []gate.Conflict, stood ...model.ID) {
	if list != nil && len(list) == 0 {
		fmt.Fprintln(w, "the dates "+gate.NothingNew(stood))
	}
	for i, c := range list {
		if i == collisionsShown {
			fmt.Fprintf(w, "… and %d more: --json has all\n", len(list)-i)
			break
		}
		fmt.Fprintln(w, "collides, "+visible(c.Reason().Text))
		if len(c.Remedies) > 0 {
			fmt.Fprintln(w, "      "+a.arrow()+" "+a.shell().Lines(c.Remedies))
		}
	}
	if len(list) > 0 && len(stood) > 0 {
		fmt.Fprintf(w, "collide as before (%s)\n", gate.Counted(stood))
	}
}

// id resolves what a person typed into a record's id: an id, a handle, or a name
// that only one has.
func (a *App) id(ctx context.Context, k model.Kind, text string) (model.ID, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	db, err := a.open(ctx)
	if err != nil {
		return "", err
	}
	id, err := db.Resolve(ctx, k, text)
	var missing *model.NotFound
	if errors.As(err, &missing) {
		if named, failed := db.Called(ctx, k, text); named != "" || failed != nil {
			return named, failed
		}
		return id, ofAnotherKind(k, text, missing)
	}
	return id, err
}

// ofAnotherKind says of an id that is not of the kind that was asked for what it is, and
// with which command it is looked at: lists of what waits have ids of several kinds.
func ofAnotherKind(k model.Kind, text string, missing *model.NotFound) error {
	id, err := model.ParseID(text)
	if err != nil || id.Kind() == k || id.Kind() == "" {
		return missing
	}
	hint := fmt.Sprintf("%s names another kind of record, %s", id, id.Kind().Words())
	if of := id.Kind().Info().Commands; of != "" {
		hint += fmt.Sprintf("; fairway %s show %s shows it", of, id)
	}
	return &model.NotFound{What: k.Words() + " " + string(id), Hint: hint}
}
