package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

func (a *App) releaseCommand() *cobra.Command {
	advance, cancel := a.releaseMove(), a.releaseEnd("cancel", "cancel a release that will not be deployed", func(id model.ID, reason string, seen int64) action.Action {
		return action.Cancel{Release: id, Reason: reason, Seen: seen}
	})
	a.bound(advance, cancel)
	return group("release", "releases: register, edit, plan, move on",
		a.releaseNew(), a.releaseList(), a.releaseShow(), a.releaseEdit(), a.releaseScope(), a.releaseItems(), a.releaseReschedule(),
		advance, a.releaseBack(), a.releaseHold(), cancel,
		a.releaseEnd("reopen", "reopen a closed release", func(id model.ID, reason string, _ int64) action.Action {
			return action.Reopen{Release: id, Reason: reason}
		}),
		a.onRelease("resume", "take a release off hold", func(id model.ID, seen int64) action.Action { return action.Resume{Release: id, Seen: seen} }),
		a.onRelease("scan", "scan the calendar for conflicts with a release", func(id model.ID, _ int64) action.Action { return action.Scan{Release: id} }),
		a.releaseUndo(), a.releaseAccept(), a.releaseNotice(), a.releaseProcure(), a.releaseReceive(), a.releaseDrop(), a.releaseMilestone(),
		a.releaseHistory())
}

func (a *App) releaseNew() *cobra.Command {
	var name, version, kind, service, owner, coordinator, requester, team, start, end, env, notes string
	var contents, changes, depends []string
	var major bool
	cmd := &cobra.Command{
		Use: "new", Short: "register a release", Args: noArgs,
		Example: "  fairway release new --name Payroll --version 5.2 --service payroll --contents software --change CHG-1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			r := model.Release{Name: name, Version: version, Type: kind, Notes: notes, Contents: contents, Major: major, Env: env}
			var err error
			for _, ref := range []struct {
				kind model.Kind
				text string
				into *model.ID
			}{{model.KindService, service, &r.Service}, {model.KindPerson, owner, &r.Owner}, {model.KindPerson, coordinator, &r.Coordinator},
				{model.KindPerson, requester, &r.Requester}, {model.KindTeam, team, &r.Team}} {
				if *ref.into, err = a.id(ctx, ref.kind, ref.text); err != nil {
					return err
				}
			}
			if r.Changes, err = a.ids(ctx, model.KindChange, changes); err != nil {
				return err
			}
			if r.DependsOn, err = a.ids(ctx, model.KindRelease, depends); err != nil {
				return err
			}
			if r.Window, err = a.slot(ctx, start, end); err != nil {
				return err
			}
			return a.act(ctx, action.Register{Release: r})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name")
	f.StringVar(&version, "version", "", "version")
	f.StringVar(&kind, "type", "normal", "the process it follows")
	f.StringVar(&service, "service", "", "the service it changes")
	f.StringVar(&owner, "owner", "", "who owns it")
	f.StringVar(&coordinator, "coordinator", "", "who coordinates it (default: you)")
	f.StringVar(&requester, "requester", "", "who asked for it (default: you)")
	f.StringVar(&team, "team", "", "the team that builds it")
	f.StringSliceVar(&contents, "contents", nil, "what it brings: software, hardware, service-hours, support")
	f.StringSliceVar(&changes, "change", nil, "its RFCs")
	f.StringSliceVar(&depends, "depends-on", nil, "releases that have to go before it")
	f.BoolVar(&major, "major", false, "it is a major release (ISO/IEC 20000-1, 8.5.2)")
	f.StringVar(&start, "start", "", "when its deployment is planned to begin")
	f.StringVar(&end, "end", "", "when its window ends: a date, or +3h")
	f.StringVar(&env, "environment", "", "the environment it goes to")
	f.StringVar(&notes, "notes", "", "anything else")
	return cmd
}

func (a *App) releaseEdit() *cobra.Command {
	var sets []string
	var void bool
	cmd := &cobra.Command{
		Use: "edit REL-n --set FIELD=VALUE", Short: "change fields of a release", Args: args("a release"),
		Long: "Fields: " + strings.Join(action.EditableFields(), ", ") + ".\nFIELD= with nothing behind it empties the field, where it may be empty.\nAn edit that takes somebody's approval with it says so first, and goes on with --void.",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.lookUp(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			values := map[string]string{}
			for _, s := range sets {
				name, value, ok := strings.Cut(s, "=")
				if !ok {
					return usage("--set %q: write FIELD=VALUE", s)
				}
				if values[name], err = a.fieldValue(ctx, name, value); err != nil {
					return err
				}
			}
			if len(values) == 0 {
				return usage("say what to change with --set FIELD=VALUE")
			}
			return a.act(ctx, action.Edit{Release: id, Set: values, Seen: seen, Void: void})
		},
	}
	cmd.Flags().StringArrayVar(&sets, "set", nil, "FIELD=VALUE (repeat)")
	cmd.Flags().BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

// fieldKinds are the fields of a release that name other records.
var fieldKinds = map[string]model.Kind{
	"service": model.KindService, "team": model.KindTeam, "owner": model.KindPerson, "coordinator": model.KindPerson, "rollback_owner": model.KindPerson,
	"people": model.KindPerson, "depends_on": model.KindRelease, "package": model.KindMedia,
}

// fieldValue writes records in a field's value by their full ids.
func (a *App) fieldValue(ctx context.Context, name, value string) (string, error) {
	k, ok := fieldKinds[name]
	if !ok {
		return value, nil
	}
	ids, err := a.ids(ctx, k, form.Split(value))
	if err != nil {
		return "", err
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, "\n"), nil
}

func (a *App) releaseScope() *cobra.Command {
	var add, drop []string
	var void bool
	cmd := &cobra.Command{
		Use: "scope REL-n", Short: "put RFCs into a release, or defer them", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.lookUp(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			act := action.Scope{Release: id, Seen: seen, Void: void}
			if act.Add, err = a.ids(ctx, model.KindChange, add); err != nil {
				return err
			}
			if act.Defer, err = a.ids(ctx, model.KindChange, drop); err != nil {
				return err
			}
			return a.act(ctx, act)
		},
	}
	cmd.Flags().StringSliceVar(&add, "add", nil, "RFCs to put in")
	cmd.Flags().StringSliceVar(&drop, "defer", nil, "RFCs to take out")
	cmd.Flags().BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseItems() *cobra.Command {
	var add, remove []string
	var none string
	var complete, void bool
	cmd := &cobra.Command{
		Use: "items REL-n", Short: "list the configuration items a release touches", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, seen, err := a.lookUp(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			act := action.Affect{Release: id, Complete: complete, None: none, Seen: seen, Void: void}
			if act.Add, err = a.ids(ctx, model.KindItem, add); err != nil {
				return err
			}
			if act.Remove, err = a.ids(ctx, model.KindItem, remove); err != nil {
				return err
			}
			return a.act(ctx, act)
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&add, "add", nil, "items to add")
	f.StringSliceVar(&remove, "remove", nil, "items to take off")
	f.BoolVar(&complete, "complete", false, "the list is complete")
	f.StringVar(&none, "none", "", "it touches none, and why")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}
