package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
)

// Commands are named here without the program's own name.

// acting are the commands that do something by a permission of their own, and
// show no more than what came of it. They take no permission to read: a probe
// that logs incidents needs none.
var acting = map[string]bool{}

// free are the other commands that take no permission to read, with why.
var free = map[string]string{
	"init":                 "there is no file yet",
	"demo":                 "it makes a file of its own",
	"restore":              "it reads a backup of the host, and there is no file yet",
	"serve":                "whoever connects is asked each for themselves",
	"help":                 "it reads no file",
	"completion":           "it reads no file",
	"person key challenge": "it makes a text for oneself to sign, and shows nothing of the file",
	"form list":            "the questions are the same in every file",
	"form template":        "the questions are the same in every file",
}

// ofOneself are commands by which somebody may look at their own entry: who
// they are here, and with which keys they come in.
var ofOneself = map[string]bool{"person show": true, "person key list": true}

func init() {
	for _, path := range []string{
		"approve decide", "approve document", "approve request",
		"change assess", "change decide", "change edit", "change new", "change problem new", "change problem resolve", "change withdraw",
		"form fill", "import", "incident add", "incident link", "incident resolve",
		"item add", "item baseline", "item edit", "item update", "log correct", "log redact", "media add", "media withdraw",
		"person add", "person edit", "person grant", "person key add", "person key reinstate", "person key revoke", "person leave", "person return", "person revoke",
		"release accept-conflict", "release advance", "release back", "release cancel", "release drop", "release edit", "release hold", "release items",
		"release milestone", "release new", "release notice", "release procure", "release receive", "release reopen", "release reschedule", "release resume",
		"release scan", "release scope", "release undo",
		"run end", "run rollback", "run start", "run step", "run verify",
		"service add", "service edit", "team add", "team edit", "window add", "window decide", "window except", "window withdraw",
	} {
		acting[path] = true
	}
}

// named is a command's path without the program's own name; "" is the dashboard.
func named(cmd *cobra.Command) string {
	return strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()))
}

// reads reports whether a command takes the permission to read: every one that
// is not declared otherwise, so that a new one is shut until somebody says that
// it may be open.
func reads(cmd *cobra.Command) bool {
	for c := cmd; c != nil && c.HasParent(); c = c.Parent() {
		if free[named(c)] != "" {
			return false
		}
	}
	return cmd.HasParent() && !cmd.HasSubCommands() && !acting[named(cmd)]
}

// mayRun refuses commands that read to whoever may not.
func (a *App) mayRun(cmd *cobra.Command, args []string) error {
	if !reads(cmd) {
		return nil
	}
	ctx := cmd.Context()
	err := a.mayRead(ctx)
	var refusal *model.Refusal
	if errors.As(err, &refusal) && a.me != nil && ofOneself[named(cmd)] && len(args) == 1 {
		if p, _, other := record[*model.Person](ctx, a, model.KindPerson, args[0]); other == nil && p.ID == a.me.ID && !p.Left {
			return nil
		}
	}
	return err
}

// mayRead refuses who may not read. Whoever is known in the file is judged by
// their roles, on whichever way they come. Somebody whom the file doesn't know
// reads it where it is theirs on the host, as the owner of a file does with any
// program; what can't be looked up in a damaged file keeps its owner from
// nothing, least of all from doctor.
func (a *App) mayRead(ctx context.Context) error {
	if a.remote {
		return a.db.MayRead(ctx, a.me.ID)
	}
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	mine := owns(db.Path()) == nil
	var wrong *usageError
	var missing *model.NotFound
	if _, err := a.who(ctx); errors.As(err, &wrong) || errors.As(err, &missing) {
		return err
	} else if err != nil {
		return unless(mine, err)
	}
	if a.me == nil {
		if mine {
			return nil
		}
		return db.MayRead(ctx, nobody)
	}
	err = db.MayRead(ctx, a.me.ID)
	var refusal *model.Refusal
	if errors.As(err, &refusal) {
		return err
	}
	return unless(mine, err)
}

func unless(mine bool, err error) error {
	if mine {
		return nil
	}
	return err
}
