package cli

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/intake"
	"fairway/store"
)

// importing is one call of the import command.
type importing struct {
	app     *App
	path    string // of the file that is read
	shown   string // how the file is called in messages
	format  string
	mapping intake.Mapping
	zone    *time.Location
	now     time.Time
	rules   *model.Rules

	problems []trouble
	more     int // problems beyond those kept
	errors   int
	warnings int
	rows     int64
	dated    bool // a row had a date
}

func (a *App) importCommand() *cobra.Command {
	var mapping, format, source string
	var options intake.Options
	var dry, strict, void bool
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "take in releases, milestones, windows, incidents or items from iCalendar, CSV, JSON or YAML",
		Long: `Reads FILE (- for standard input). What comes in is marked as imported; the same
file again brings nothing new. A row that can't be read is reported with file,
line and reason, and does not stop the others (with --strict nothing is written).
All of it is one step: it is there as a whole, or not at all.

Each row takes the permission that the same takes by hand, for its service: a
freeze, a maintenance window or a holiday window.write; a change of a release
release.edit, its dates release.reschedule, and so on. A change that takes an
approval with it is refused without --void. A refused row is reported like a wrong
one, and the others come in. What people changed in Fairway stays, and is listed
where the file says something else.

Exit code 3 says that rows were refused, 1 that rows were wrong.

Items (--kind items) are known by key, class and the rest of what fairway item export
writes; relations (--kind relations) have the columns item, relation and to, and name
items by key, id, serial number or name. Items that are there already under another key
are named as doubled.

A table is CSV, or JSON or YAML with the same names: a list of objects, an object that
holds one (--rows names it where there are several), or JSON Lines, an object on each
line. What lies deeper is a column whose name has points: fields.status.name.

A mapping says what the rows mean: one that is built in (` + strings.Join(assets.Mappings(), ", ") + `)
or a TOML file like those. For CSV, --map and --key do without one.`,
		Example: "  fairway import schedule.ics --mapping kubernetes --dry-run\n  fairway import --kind releases - < releases.csv\n  fairway import releases.csv --map version=Version --map start=Date --key Version --service payroll",
		Args:    args("a file, or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if kind, ok := kindOfRows(options.Kind); ok {
				options.Kind = kind
			}
			if _, ok := kindOfRows(a.flags.as); ok && a.unknown(ctx) {
				return usage("--as is who acts, and nobody here is called %q: what the rows are is said by --kind %s", a.flags.as, a.flags.as)
			}
			in, cleanup, err := a.prepare(ctx, args[0], format)
			if err != nil {
				return err
			}
			defer cleanup()
			if mapping != "" && !builtIn(mapping) {
				if err := a.mayName(mapping); err != nil {
					return err
				}
			}
			if in.mapping, err = chooseMapping(mapping, in.format, options); err != nil {
				return err
			}
			services, err := a.db.Case(ctx, store.Now, in.now, model.Needs{Kinds: []model.Kind{model.KindService}})
			if err != nil {
				return err
			}
			in.mapping.ZoneOf = action.ZonesOfServices(services)
			if source == "" {
				source = in.shown
			}
			if wrong := model.CheckTitle("the name of the source", source); wrong != "" {
				return usage("--source: %s", wrong)
			}
			return in.run(ctx, &action.Import{Source: source, Strict: strict, Void: void}, dry)
		},
	}
	f := cmd.Flags()
	f.StringVar(&mapping, "mapping", "", "a built-in mapping, or a TOML file")
	f.StringVar(&format, "format", "", strings.Join(intake.Formats(), ", ")+" (default: by the file)")
	f.StringVar(&source, "source", "", "the name of the source (default: the file's name); the same source again updates")
	f.BoolVar(&dry, "dry-run", false, "say what would happen, and write nothing")
	f.BoolVar(&strict, "strict", false, "write nothing if a row is wrong or refused")
	f.BoolVar(&void, "void", false, "change releases and freezes also where approvals and exceptions go with it")
	f.StringArrayVar(&options.Columns, "map", nil, "FIELD=COLUMN or FIELD=template with {Column} (repeat)")
	f.StringArrayVar(&options.Values, "value", nil, "what a word of the file means, FIELD:WORD=MEANING, such as severity:Alta=P2 or state:Fechado=closed (repeat)")
	f.StringArrayVar(&options.Key, "key", nil, "the columns that identify a row")
	f.StringVar(&options.Kind, "kind", "", "what the rows are: releases, milestones, freezes, maintenance, holidays, incidents, items or relations")
	f.StringVar(&options.Service, "service", "", "the service they belong to")
	f.StringVar(&options.Type, "type", "", "the process of the releases")
	f.StringVar(&options.Zone, "zone", "", "IANA time zone of dates without one")
	f.StringArrayVar(&options.DateFormats, "date-format", nil, "such as 'DD-MM-YYYY HH:MM' (repeat)")
	f.StringArrayVar(&options.Empty, "empty", nil, "a text that means nothing, such as ? (repeat)")
	f.StringVar(&options.Encoding, "encoding", "", "of the file, such as windows-1252 (default: UTF-8, or UTF-16 as the file says)")
	f.StringVar(&options.Rows, "rows", "", "the path to the list of rows in JSON or YAML, such as data.issues (default: the only one)")
	f.StringVar(&options.Separator, "separator", "", "between columns: , ; or tab")
	f.StringVar(&options.Duplicates, "duplicates", "", "a key that comes twice: refuse or update")
	return cmd
}

// kindOfRows reads what rows are called together: releases are of kind release.
func kindOfRows(text string) (kind string, ok bool) {
	for _, k := range intake.Kinds() {
		if k != intake.KindSkip && text != "" && (text == k || text == k+"s") {
			return k, true
		}
	}
	return "", false
}

// unknown reports whether nobody is found by the caller's name.
func (a *App) unknown(ctx context.Context) bool {
	var missing *model.NotFound
	_, err := a.who(ctx)
	return errors.As(err, &missing)
}

// prepare finds the file and its format. Standard input is put aside first: it
// is read twice, and nobody may hold the file's write lock while waiting for it.
func (a *App) prepare(ctx context.Context, path, format string) (*importing, func(), error) {
	if err := a.mayName(path); err != nil {
		return nil, nil, err
	}
	db, err := a.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	in := &importing{app: a, path: path, shown: filepath.Base(path), format: format, now: a.Now()}
	if in.rules, err = db.Rules(ctx); err != nil {
		return nil, nil, err
	}
	in.zone = in.rules.Policy.Location()
	if err := in.permitted(ctx); err != nil {
		return nil, nil, err
	}
	cleanup := func() {}
	var once io.Reader // what can be read only once is put aside first
	if path == "-" {
		once, in.shown = a.In, "standard input"
	} else if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		pipe, err := openWaiting(ctx, path)
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
		defer pipe.Close()
		once = pipe
	}
	if once != nil {
		f, err := os.CreateTemp("", "fairway-import-*")
		if err != nil {
			return nil, nil, fmt.Errorf("put %s aside: %w", in.shown, err)
		}
		cleanup = func() { _ = f.Close(); _ = os.Remove(f.Name()) }
		if _, err := io.Copy(f, once); err != nil || ctx.Err() != nil {
			cleanup()
			return nil, nil, fmt.Errorf("put %s aside: %w", in.shown, errors.Join(err, ctx.Err()))
		}
		in.path = f.Name()
	}
	f, err := os.Open(in.path)
	if err != nil {
		cleanup()
		return nil, nil, usage("read %s: %v", path, errors.Unwrap(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		cleanup()
		return nil, nil, usage("read %s: it is a folder", path)
	}
	if in.format == "" {
		head, _ := bufio.NewReader(f).Peek(512)
		var unread string
		if in.format, unread = intake.FormatOf(filepath.Ext(path), head); unread != "" {
			cleanup()
			return nil, nil, usage("read %s: %s", in.shown, unread)
		}
	}
	if !slices.Contains(intake.Formats(), in.format) {
		cleanup()
		return nil, nil, usage("%q is no format: %s", in.format, strings.Join(intake.Formats(), ", "))
	}
	return in, cleanup, nil
}

// permitted refuses whoever may not import before the file is read: over a
// slow line that takes a while.
func (in *importing) permitted(ctx context.Context) error {
	a := in.app
	if _, err := a.who(ctx); err != nil {
		return err
	}
	c, err := a.db.Case(ctx, store.Now, in.now, model.Needs{})
	if err != nil {
		return err
	}
	c.Who = model.Actor{Person: a.me, Auth: a.auth}
	return action.Open(c, &action.Import{})
}

// chooseMapping takes a built-in mapping or a file, with the options before it.
func chooseMapping(name, format string, o intake.Options) (intake.Mapping, error) {
	if name == "" && !o.IsZero() && len(o.Columns) > 0 {
		m, err := intake.MappingFromOptions(o)
		if err != nil {
			return m, usage("%v", err)
		}
		return m, nil
	}
	if name == "" {
		if name = "generic-csv"; format == intake.FormatICS {
			name = "generic-ics"
		}
		if format != intake.FormatICS && (o.Kind == intake.KindItem || o.Kind == intake.KindRelation) {
			name = "items"
		}
	}
	data, ok := assets.Mapping(name)
	if !ok {
		var err error
		if data, err = os.ReadFile(name); err != nil {
			return intake.Mapping{}, usage("there is no mapping %q: neither built in (%s) nor a file", name, strings.Join(assets.Mappings(), ", "))
		}
	}
	m, err := intake.DecodeMapping(data)
	if err != nil {
		return m, usage("the mapping %s: %v", name, err)
	}
	if o.IsZero() {
		return m, nil
	}
	if m, err = m.With(o); err != nil {
		return m, usage("%v", err)
	}
	return m, nil
}

// read goes through the file once.
func (in *importing) read(ctx context.Context, row func(intake.Row) error, problem func(intake.Problem)) error {
	f, err := os.Open(in.path)
	if err != nil {
		return err
	}
	defer f.Close()
	var r intake.Reader
	switch in.format {
	case intake.FormatICS:
		r = intake.OpenICS(f, in.mapping, in.now, in.zone)
	case intake.FormatJSON:
		r = intake.OpenJSON(f, in.mapping, in.now, in.zone)
	case intake.FormatYAML:
		r = intake.OpenYAML(f, in.mapping, in.now, in.zone)
	default:
		r = intake.OpenCSV(f, in.mapping, in.now, in.zone)
	}
	for {
		next, problems, err := r.Next()
		for _, p := range problems {
			problem(p)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", in.shown, err)
		}
		if next.Key == "" {
			continue
		}
		if err := row(next); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (in *importing) run(ctx context.Context, act *action.Import, dry bool) error {
	sum, err := fileSum(in.path)
	if err != nil {
		return fmt.Errorf("read %s: %w", in.shown, err)
	}
	// The first time through finds what is wrong, before anybody has to wait.
	bar := in.app.progress("read")
	unknown := 0 // rows that Do will find wrong again
	var lost dropped
	err = in.read(ctx, func(row intake.Row) error {
		in.rows++
		in.dated = in.dated || !row.Start.IsZero() || row.Kind == intake.KindItem || row.Kind == intake.KindRelation
		bar.at(in.rows, 0)
		lost.note(row)
		if wrong := action.RowProblem(in.rules, row); wrong != "" {
			unknown++
			in.wrong(intake.Problem{Line: row.Line, Severity: intake.Error, Reason: wrong})
		}
		return nil
	}, in.wrong)
	bar.end()
	if err != nil {
		return err
	}
	lost.say(in)
	if in.rows == 0 && in.errors > 0 {
		in.say()
		return fmt.Errorf("import %s: nothing in it can be used, and nothing was written", in.shown)
	}
	if in.format != intake.FormatICS && in.rows > 0 && !in.dated {
		in.wrong(intake.Problem{Line: 1, Severity: intake.Warning, Reason: "no row has a date, so nothing of it will be on the calendar", Remedy: "say which column it is: --map start=COLUMN"})
	}
	if act.Words, err = assets.ImportWords(); err != nil {
		return err
	}
	act.File, act.SHA256, act.Mapping = in.shown, sum, in.mapping.Name
	act.Counts.Bad, act.Counts.Warnings = in.errors-unknown, in.warnings
	bar = in.app.progress("imported")
	act.Rows = func(yield func(intake.Row) error) error {
		return in.read(ctx, yield, func(intake.Problem) {})
	}
	act.Progress = func(c action.Counts) { bar.at(int64(c.Rows), in.rows) }
	act.Refused, act.Kept, act.Out, act.Retired = in.refused, in.kept, in.out, in.retired
	who, err := in.app.who(ctx)
	if err != nil {
		return err
	}
	do := in.app.db.Do
	if dry {
		do = in.app.db.Try
	}
	result, err := do(ctx, known(who), act)
	bar.end()
	var strict *model.Refusal
	if errors.As(err, &strict) && act.Strict {
		// All that is wrong is said, although nothing was done.
		if printed := in.answer(act, store.Result{}, dry, true); printed != nil {
			return printed
		}
	}
	if err != nil {
		return err
	}
	if err := in.answer(act, result, dry, false); err != nil {
		return err
	}
	switch { // a nightly job has to notice, although the other rows are in
	case act.Counts.Refused > 0:
		return &exitError{exitRefused}
	case act.Counts.Bad > 0:
		return &exitError{exitFailure}
	}
	return nil
}

func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
