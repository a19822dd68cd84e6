package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

func (a *App) incidentCommand() *cobra.Command {
	var title, text, severity, service, opened string
	var items []string
	add := &cobra.Command{Use: "add --title TITLE", Short: "log an incident", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		ctx := cmd.Context()
		i := model.Incident{Title: title, Text: text, Severity: severity}
		var err error
		if i.Service, err = a.id(ctx, model.KindService, service); err != nil {
			return err
		}
		if i.Items, err = a.ids(ctx, model.KindItem, items); err != nil {
			return err
		}
		m, err := a.moment(ctx, opened)
		if err != nil {
			return err
		}
		i.Opened = m.At
		return a.act(ctx, action.OpenIncident{Incident: i})
	}}
	f := add.Flags()
	f.StringVar(&title, "title", "", "what happened")
	f.StringVar(&text, "text", "", "details")
	f.StringVar(&severity, "severity", "P3", "P1 to P4")
	f.StringVar(&service, "service", "", "the service")
	f.StringSliceVar(&items, "items", nil, "configuration items concerned")
	f.StringVar(&opened, "opened", "", "when it began, if that was earlier")

	link := &cobra.Command{Use: "link INC-n REL-n confirmed|suspected|cleared", Short: "say which release caused an incident", Args: args("an incident", "a release", "confirmed, suspected or cleared"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			inc, err := a.id(ctx, model.KindIncident, args[0])
			if err != nil {
				return err
			}
			rel, err := a.id(ctx, model.KindRelease, args[1])
			if err != nil {
				return err
			}
			return a.act(ctx, action.LinkIncident{Incident: inc, Release: rel, How: args[2]})
		}}
	var done bool
	var at string
	resolve := &cobra.Command{Use: "resolve INC-n", Short: "resolve an incident, or close it", Args: args("an incident"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, err := a.id(ctx, model.KindIncident, args[0])
		if err != nil {
			return err
		}
		m, err := a.moment(ctx, at)
		if err != nil {
			return err
		}
		return a.act(ctx, action.ResolveIncident{Incident: id, Close: done, Happened: m.At})
	}}
	resolve.Flags().BoolVar(&done, "close", false, "close a resolved one")
	resolve.Flags().StringVar(&at, "at", "", "when it was resolved, if that was earlier")
	return group("incident", "incidents, and the releases that caused them", add, link, resolve,
		a.listCommand(listing{kind: model.KindIncident, short: "list incidents", begin: "fairway incident add --title TITLE --severity P2 --service SERVICE",
			head: []string{"id", "severity", "state", "opened (UTC)", "service", "title"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, l.State, l.At.Format("2006-01-02 15:04"), dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindIncident))
}

func (a *App) itemCommand() *cobra.Command {
	var name, class, env, version, serial, service, owner, state string
	var depends []string
	flags := func(cmd *cobra.Command) *cobra.Command {
		f := cmd.Flags()
		f.StringVar(&name, "name", "", "name")
		f.StringVar(&class, "class", "application", "application, database, server, network, hardware …")
		f.StringVar(&env, "environment", "", "environment")
		f.StringVar(&version, "version", "", "version")
		f.StringVar(&serial, "serial", "", "serial number")
		f.StringVar(&service, "service", "", "the service it belongs to")
		f.StringVar(&owner, "owner", "", "who owns it")
		f.StringVar(&state, "state", "live", "planned, live or retired")
		f.StringSliceVar(&depends, "depends-on", nil, "items it depends on")
		return cmd
	}
	write := func(cmd *cobra.Command, i model.Item) error {
		ctx := cmd.Context()
		changed := func(flag string) bool { return i.ID == "" || cmd.Flags().Changed(flag) }
		for flag, into := range map[string]*string{"name": &i.Name, "class": &i.Class, "environment": &i.Env, "version": &i.Version, "serial": &i.Serial, "state": &i.State} {
			if changed(flag) && (i.ID != "" || flag != "name" || cmd.Flags().Changed("name")) {
				*into, _ = cmd.Flags().GetString(flag)
			}
		}
		var err error
		if changed("service") {
			if i.Service, err = a.id(ctx, model.KindService, service); err != nil {
				return err
			}
		}
		if changed("owner") {
			if i.Owner, err = a.id(ctx, model.KindPerson, owner); err != nil {
				return err
			}
		}
		if changed("depends-on") {
			if i.DependsOn, err = a.ids(ctx, model.KindItem, depends); err != nil {
				return err
			}
		}
		return a.act(ctx, action.WriteItem{Item: i})
	}
	add := flags(&cobra.Command{Use: "add NAME", Short: "enter a configuration item", Args: args("a name"), RunE: func(cmd *cobra.Command, args []string) error {
		return write(cmd, model.Item{Name: args[0]})
	}})
	edit := flags(&cobra.Command{Use: "edit CI-n", Short: "change a configuration item", Args: args("an item"), RunE: func(cmd *cobra.Command, args []string) error {
		i, err := record[*model.Item](cmd.Context(), a, model.KindItem, args[0])
		if err != nil {
			return err
		}
		return write(cmd, *i)
	}})
	var release, to, newState string
	var same bool
	update := &cobra.Command{Use: "update CI-n --release REL-n", Short: "bring an item up to date after a release's deployment", Args: args("an item"), RunE: func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		id, err := a.id(ctx, model.KindItem, args[0])
		if err != nil {
			return err
		}
		rel, err := a.id(ctx, model.KindRelease, release)
		if err != nil {
			return err
		}
		return a.act(ctx, action.UpdateItem{Release: rel, Item: id, Version: to, State: newState, NoChange: same})
	}}
	update.Flags().StringVar(&release, "release", "", "the release that was deployed")
	update.Flags().StringVar(&to, "version", "", "its version now")
	update.Flags().StringVar(&newState, "state", "", "its state now")
	update.Flags().BoolVar(&same, "no-change", false, "the deployment did not change it")
	return group("item", "configuration items (CMDB), baselines and updates", add, edit, update,
		a.onRelease("baseline", "take the baseline of a release's items", func(id model.ID) action.Action { return action.TakeBaseline{Release: id} }),
		a.listCommand(listing{kind: model.KindItem, short: "list configuration items", begin: "fairway item add NAME --class application --service SERVICE",
			head: []string{"id", "class", "state", "service", "name"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.Grade, l.State, dash(l.ServiceName), l.Title}
			}}),
		a.showCommand(model.KindItem))
}

func (a *App) mediaCommand() *cobra.Command {
	var name, version, medium, licence, release string
	var void bool
	add := &cobra.Command{
		Use: "add FILE", Short: "put a file into the definitive media library (DML)", Args: args("a file, or -"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			rel, err := a.id(ctx, model.KindRelease, release)
			if err != nil {
				return err
			}
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			m := model.Media{Name: name, Version: version, Medium: medium, Licence: licence}
			if m.Name == "" {
				m.Name = filepath.Base(args[0])
			}
			// Ask first: nobody should wait for a copy that is refused.
			probe := action.AddMedia{Media: m, Release: rel, Void: void}
			probe.Media.SHA256 = fmt.Sprintf("%064d", 0)
			if _, err := db.Ask(ctx, known(who), probe); err != nil {
				return err
			}
			in := a.In
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return usage("read the media: %v", err)
				}
				defer f.Close()
				if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
					return usage("read the media: %s is no file; pack a folder into an archive first", args[0])
				}
				in = f
			}
			if m.SHA256, m.Size, err = db.Store(ctx, in); err != nil {
				return err
			}
			return a.act(ctx, action.AddMedia{Media: m, Release: rel, Void: void})
		},
	}
	f := add.Flags()
	f.StringVar(&name, "name", "", "name (default: the file's)")
	f.StringVar(&version, "version", "", "version")
	f.StringVar(&medium, "media", "archive", "archive, image, firmware, licence …")
	f.StringVar(&licence, "licence", "", "licence")
	f.StringVar(&release, "release", "", "put it into this release's package")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")

	get := &cobra.Command{Use: "get DML-n", Short: "write a file of the DML to standard output", Args: args("a DML entry"), RunE: func(cmd *cobra.Command, args []string) error {
		m, err := record[*model.Media](cmd.Context(), a, model.KindMedia, args[0])
		if err != nil {
			return err
		}
		r, err := a.db.Content(m)
		if err != nil {
			return err
		}
		defer r.Close()
		_, err = io.Copy(a.Out, r)
		return err
	}}
	verify := &cobra.Command{Use: "verify", Short: "compare every file of the DML with its SHA-256", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		db, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		found, err := db.VerifyMedia(cmd.Context())
		if err != nil {
			return err
		}
		if err := a.print(map[string]any{"ok": len(found) == 0, "findings": nonNil(found)}, func(w io.Writer) {
			for _, f := range found {
				fmt.Fprintln(w, f)
			}
			if len(found) == 0 {
				fmt.Fprintln(w, "every file of the DML is what it was")
			}
		}); err != nil {
			return err
		}
		if len(found) > 0 {
			return &exitError{exitRefused}
		}
		return nil
	}}
	var reason string
	withdraw := &cobra.Command{Use: "withdraw DML-n --reason TEXT", Short: "mark a DML entry as not to be deployed", Args: args("a DML entry"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := a.id(cmd.Context(), model.KindMedia, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.WithdrawMedia{Media: id, Reason: reason})
	}}
	withdraw.Flags().StringVar(&reason, "reason", "", "why")
	return group("media", "the definitive media library (DML)", add, get, verify, withdraw,
		a.listCommand(listing{kind: model.KindMedia, short: "list the DML", begin: "fairway media add FILE --release REL-n",
			head: []string{"id", "state", "media", "by", "name"},
			row: func(l store.Listed) []string {
				return []string{string(l.ID), l.State, dash(l.Grade), dash(l.PersonName), l.Title}
			}}),
		a.showCommand(model.KindMedia))
}

func known(w store.Who) store.Who {
	if w.Person == "" {
		w.Person = nobody
	}
	return w
}

func (a *App) windowCommand() *cobra.Command {
	var title, class, start, end, rule, zone, reason string
	var services, items []string
	var hard, everything bool
	add := &cobra.Command{
		Use: "add --class freeze --title TITLE --start DATE --end DATE", Short: "put a freeze, maintenance window or holiday onto the calendar", Args: noArgs,
		Example: "  fairway window add --class freeze --hard --title 'Year end' --start 2026-12-18 --end 2027-01-04\n  fairway window add --class maintenance --service payroll --title 'Thursday night' --start 'thu 22:00' --end +4h --rule FREQ=WEEKLY",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			w := model.Window{Title: title, Class: class, Hard: hard, Everything: everything, Rule: rule, Zone: zone, Reason: reason}
			var err error
			if w.Services, err = a.ids(ctx, model.KindService, services); err != nil {
				return err
			}
			if w.Items, err = a.ids(ctx, model.KindItem, items); err != nil {
				return err
			}
			if w.Slot, err = a.slot(ctx, start, end); err != nil {
				return err
			}
			return a.act(ctx, action.AddWindow{Window: w})
		},
	}
	f := add.Flags()
	f.StringVar(&title, "title", "", "title")
	f.StringVar(&class, "class", "freeze", "freeze, maintenance or holiday")
	f.BoolVar(&hard, "hard", false, "a freeze that blocks; without it, it warns")
	f.BoolVar(&everything, "everything", false, "for every service")
	f.StringSliceVar(&services, "service", nil, "for these services")
	f.StringSliceVar(&items, "items", nil, "for these configuration items")
	f.StringVar(&start, "start", "", "from when")
	f.StringVar(&end, "end", "", "until when: a date (its whole day), or +4h")
	f.StringVar(&rule, "rule", "", "how it recurs, as an RFC 5545 RRULE such as FREQ=WEEKLY")
	f.StringVar(&zone, "zone", "", "IANA time zone of the rule")
	f.StringVar(&reason, "reason", "", "why")

	withdraw := &cobra.Command{Use: "withdraw WIN-n --reason TEXT", Short: "take a window off the calendar", Args: args("a window"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := a.id(cmd.Context(), model.KindWindow, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.WithdrawWindow{Window: id, Reason: reason})
	}}
	withdraw.Flags().StringVar(&reason, "reason", "", "why")

	both := func(cmd *cobra.Command, args []string) (model.ID, model.ID, error) {
		w, err := a.id(cmd.Context(), model.KindWindow, args[0])
		if err != nil {
			return "", "", err
		}
		r, err := a.id(cmd.Context(), model.KindRelease, args[1])
		return w, r, err
	}
	except := &cobra.Command{Use: "except WIN-n REL-n --reason TEXT", Short: "ask that a release may deploy inside a freeze", Args: args("a freeze", "a release"), RunE: func(cmd *cobra.Command, args []string) error {
		w, r, err := both(cmd, args)
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), action.AskException{Window: w, Release: r, Reason: reason})
	}}
	except.Flags().StringVar(&reason, "reason", "", "why")
	var comment string
	decide := &cobra.Command{Use: "decide WIN-n REL-n grant|refuse --comment TEXT", Short: "decide on an exception", Args: args("a freeze", "a release", "grant or refuse"), RunE: func(cmd *cobra.Command, args []string) error {
		w, r, err := both(cmd, args)
		if err != nil {
			return err
		}
		if args[2] != "grant" && args[2] != "refuse" {
			return usage("%q is no decision: grant or refuse", args[2])
		}
		return a.act(cmd.Context(), action.DecideException{Window: w, Release: r, Yes: args[2] == "grant", Comment: comment})
	}}
	decide.Flags().StringVar(&comment, "comment", "", "why")
	return group("window", "freezes, maintenance windows, holidays", add, withdraw, except, decide,
		a.listCommand(listing{kind: model.KindWindow, short: "list windows", begin: "fairway window add --class freeze --title TITLE --start DATE --end DATE",
			head: []string{"id", "class", "state", "start (UTC)", "end (UTC)", "title"},
			row: func(l store.Listed) []string {
				end := "recurs"
				if !l.Until.IsZero() {
					end = l.Until.Format("2006-01-02 15:04")
				}
				return []string{string(l.ID), l.Grade, l.State, l.At.Format("2006-01-02 15:04"), end, l.Title}
			}}),
		a.showCommand(model.KindWindow))
}

func (a *App) logCommand() *cobra.Command {
	var limit int
	var subject string
	show := &cobra.Command{Use: "show", Short: "entries of the log, newest first", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		id := model.ID("")
		if subject != "" {
			var err error
			if id, err = model.ParseID(subject); err != nil {
				return usage("%v", err)
			}
		}
		return a.showLog(cmd.Context(), store.LogQuery{Subject: id, Limit: limit})
	}}
	show.Flags().IntVar(&limit, "limit", 50, "at most so many")
	show.Flags().StringVar(&subject, "of", "", "only about this record")

	verify := &cobra.Command{Use: "verify", Short: "recompute the chain and everything written by it", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.verify(cmd.Context(), false)
	}}
	head := &cobra.Command{Use: "head", Short: "the last entry and its hash, to write down elsewhere", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		db, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		pos, hash, err := db.Head(cmd.Context())
		if err != nil {
			return err
		}
		return a.print(map[string]any{"position": pos, "hash": hash}, func(w io.Writer) { fmt.Fprintf(w, "%d %s\n", pos, hash) })
	}}
	lines := &cobra.Command{Use: "lines", Short: "every line as it is stored with its hash, for checking with sha256sum", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.logLines(cmd.Context())
	}}
	var reason string
	redact := &cobra.Command{Use: "redact ID --reason TEXT", Short: "remove a record's content for the law's sake; its digest stays", Args: args("an id"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := model.ParseID(args[0])
		if err != nil {
			return usage("%v", err)
		}
		return a.act(cmd.Context(), action.Redact{ID: id, Reason: reason})
	}}
	redact.Flags().StringVar(&reason, "reason", "", "the law or the request")
	return group("log", "the log: what happened, and that it was not altered", show, verify, head, lines, redact)
}

func (a *App) logLines(ctx context.Context) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	var pages [][]store.LogEntry
	for before := int64(0); ; {
		page, err := db.Log(ctx, store.LogQuery{Before: before, Limit: 1000})
		if err != nil {
			return err
		}
		if len(page) == 0 {
			break
		}
		pages = append(pages, page)
		before = page[len(page)-1].Position
		if before <= 1 {
			break
		}
	}
	for i := len(pages) - 1; i >= 0; i-- {
		for j := len(pages[i]) - 1; j >= 0; j-- {
			e := pages[i][j]
			if _, err := fmt.Fprintf(a.Out, "%s\t%s\n", e.Hash, e.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *App) showLog(ctx context.Context, q store.LogQuery) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	list, err := db.Log(ctx, q)
	if err != nil {
		return err
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	return a.print(nonNil(list), func(w io.Writer) {
		var rows [][]string
		for _, e := range list {
			note := e.Note
			if !e.Happened.IsZero() {
				note += " (happened " + timeOf(e.Happened, zone) + ")"
			}
			rows = append(rows, []string{fmt.Sprintf("#%d", e.Position), timeOf(e.At, zone), dash(e.Name), note})
		}
		table(w, []string{"entry", "when", "who", "what"}, rows)
	})
}

// verify reports what a verification found; with media, the DML's content too.
func (a *App) verify(ctx context.Context, media bool) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	bar := a.progress("verified")
	v, err := db.Verify(ctx, func(done, all int64) { bar.at(done, all) })
	bar.end()
	if err != nil {
		return err
	}
	if media {
		found, err := db.VerifyMedia(ctx)
		if err != nil {
			return err
		}
		v.Findings = append(v.Findings, found...)
	}
	if err := a.print(struct {
		store.Verified
		OK bool `json:"ok"`
	}{v, v.OK()}, func(w io.Writer) {
		for _, f := range v.Findings {
			fmt.Fprintln(w, f)
		}
		if v.OK() {
			fmt.Fprintf(w, "%d entries and %d versions fit; the head is %s\n", v.Entries, v.Versions, v.Head)
			if v.Redacted > 0 {
				fmt.Fprintf(w, "%d versions were redacted, as the log says\n", v.Redacted)
			}
		}
	}); err != nil {
		return err
	}
	if !v.OK() {
		return errors.Join(&exitError{exitFailure})
	}
	return nil
}

func (a *App) doctorCommand() *cobra.Command {
	return &cobra.Command{Use: "doctor", Short: "check the file, the log, every record and the media", Args: noArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		return a.verify(cmd.Context(), true)
	}}
}

func (a *App) backupCommand() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "write a verified copy of the file and its media", Args: args("a file"), RunE: func(cmd *cobra.Command, args []string) error {
		db, err := a.open(cmd.Context())
		if err != nil {
			return err
		}
		v, err := db.Backup(cmd.Context(), args[0])
		if err != nil {
			return err
		}
		return a.copied(v, "wrote "+args[0], "the copy is damaged, and so is the original: see fairway doctor")
	}}
}

func (a *App) restoreCommand() *cobra.Command {
	return &cobra.Command{Use: "restore BACKUP", Short: "put a verified backup where no file is (--db names where)", Args: args("a backup"), RunE: func(cmd *cobra.Command, args []string) error {
		v, err := store.Restore(cmd.Context(), args[0], a.path())
		if err != nil {
			return err
		}
		return a.copied(v, "restored "+a.path(), "")
	}}
}

func (a *App) copied(v store.Verified, done, damaged string) error {
	if err := a.print(v, func(w io.Writer) {
		for _, f := range v.Findings {
			fmt.Fprintln(w, f)
		}
		if v.OK() {
			fmt.Fprintf(w, "%s: %d entries and %d versions, verified; the head is %s\n", done, v.Entries, v.Versions, v.Head)
		}
	}); err != nil {
		return err
	}
	if !v.OK() {
		return errors.New(damaged)
	}
	return nil
}
