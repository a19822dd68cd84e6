package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/store"
)

// Commands are named here without the program's own name.

// acting are the commands written by hand that do something by a permission of
// their own, with what they do. They show no more than what came of it, and
// take no permission to read: a probe that logs incidents needs none. Those made
// of tasks are all so, and the task says what it does.
var acting = map[string]action.Action{
	"form fill": action.WriteForm{}, "import": &action.Import{}, "log correct": action.CorrectTime{}, "log redact": action.Redact{}, "media add": action.AddMedia{}, "media restore": action.AddMedia{}, "media verify": action.CheckMedia{}, "media sbom add": action.AddBill{},
	"person key add": action.AddKey{}, "person key reinstate": action.ReinstateKey{}, "person key revoke": action.RevokeKey{}, "release advance": action.Advance{},
	"process migrate": action.MigrateRelease{}, "process propose": action.ProposeRules{}, "process role": action.ProposeRules{}, "zone take": action.TakeZones{},
}

// free are the other commands that take no permission to read, with why.
var free = map[string]string{
	"init":                 "there is no file yet",
	"demo":                 "it makes a file of its own",
	"restore":              "it reads a backup of the host, and there is no file yet",
	"serve":                "whoever connects is asked each for themselves",
	"tick":                 "it is for whoever owns the file, and runs by cron as nobody in particular",
	"help":                 "it reads no file",
	"process lint":         "it reads a folder of the host, and no file",
	"completion":           "it reads no file",
	"version":              "it reads no file",
	"__complete":           "what is read of the file to complete a word asks for itself",
	"__completeNoDesc":     "what is read of the file to complete a word asks for itself",
	"person key challenge": "it makes a text for oneself to sign, and shows nothing of the file",
	"form list":            "the questions are the same in every file",
	"form template":        "the questions are the same in every file",
	"form new-template":    "the questions are the same in every file",
}

// ofOneself are commands by which somebody may look at their own entry: who
// they are here, and with which keys they come in.
var ofOneself = map[string]bool{"person show": true, "person key list": true, "person key add": true, "person key revoke": true}

// named is a command's path without the program's own name; "" is the dashboard.
func named(cmd *cobra.Command) string {
	return strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()))
}

// reads reports whether a command takes the permission to read: every one that
// is not declared otherwise, so that a new one is closed until somebody says that
// it may be open.
func reads(cmd *cobra.Command) bool {
	for c := cmd; c != nil && c.HasParent(); c = c.Parent() {
		if free[named(c)] != "" {
			return false
		}
	}
	_, acts := actsBy(cmd)
	return cmd.HasParent() && (!cmd.HasSubCommands() || readsByItself(cmd)) && !acts
}

// readsItself marks a command that has others below it and reads by itself: always,
// or where one of some flags is given, else it only lists what is below.
const readsItself = "reads"

const always = "always"

func readsByItself(cmd *cobra.Command) bool {
	switch flags := cmd.Annotations[readsItself]; flags {
	case "":
		return false
	case always:
		return true
	default:
		return slices.ContainsFunc(strings.Fields(flags), cmd.Flags().Changed)
	}
}

// actsBy says by which permission of its own a command does something, "" where
// being an approver is what counts, and whether it does anything.
func actsBy(cmd *cobra.Command) (permission string, acts bool) {
	if does, acts := acting[named(cmd)]; acts {
		return action.PermissionOf(does), true
	}
	permission, acts = cmd.Annotations[byTask]
	return permission, acts
}

// mayRun refuses commands that read to whoever may not, and to them also those
// that act by a permission they don't have, before anything is looked up: what
// can't be found and what may not be done would tell them what there is.
func (a *App) mayRun(cmd *cobra.Command, args []string) error {
	permission, acts := actsBy(cmd)
	if !acts && !reads(cmd) || permission == action.PermissionOf(&action.Import{}) {
		return nil // an import asks first of all, row by row
	}
	ctx := cmd.Context()
	err := a.mayRead(ctx)
	var refusal *model.Refusal
	if !errors.As(err, &refusal) {
		if acts {
			return nil // what else is wrong the command says itself
		}
		return err
	}
	if a.me != nil && !a.me.Left && ofOneself[named(cmd)] && a.isMe(ctx, args) {
		return nil
	}
	if acts && a.me != nil {
		return a.mayAct(ctx, named(cmd), permission)
	}
	return err
}

// isMe reports whether a command is about the caller, who is named first or not
// at all.
func (a *App) isMe(ctx context.Context, args []string) bool {
	if len(args) == 0 {
		return true
	}
	id, err := a.id(ctx, model.KindPerson, args[0])
	return err == nil && id == a.me.ID
}

// mayAct refuses the caller, who may not read, where no role of theirs allows
// the action either.
func (a *App) mayAct(ctx context.Context, doing, permission string) error {
	rules, err := a.db.Rules(ctx)
	if err != nil {
		return err
	}
	f, err := a.db.Record(ctx, a.me.ID, store.Now)
	if err != nil {
		return err
	}
	p, _ := f.Record.(*model.Person) // a role that is given counts at once
	if permission == "" && !p.Left || action.Holds(rules, p, permission) {
		return nil
	}
	return action.RefuseBlind(rules, p, doing, permission)
}

// unfound is what is said of a record that can't be found, or of which it is
// not allowed to say whether it can.
func (a *App) unfound(ctx context.Context, err error) error {
	var refusal *model.Refusal
	if other := a.mayRead(ctx); errors.As(other, &refusal) && a.me != nil {
		rules, failed := a.db.Rules(ctx)
		return cmp.Or(failed, error(action.RefuseBlind(rules, a.me, "decide", action.PermissionRead)))
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
