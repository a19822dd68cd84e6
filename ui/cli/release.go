package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/store"
)

func (a *App) releaseCommand() *cobra.Command {
	return group("release", "releases: register, edit, plan, move on",
		a.releaseNew(), a.releaseList(), a.releaseShow(), a.releaseEdit(), a.releaseScope(), a.releaseItems(), a.releaseReschedule(),
		a.releaseMove(), a.releaseBack(), a.releaseHold(), a.releaseEnd("cancel", "cancel a release that will not be deployed", func(id model.ID, reason string) action.Action {
			return action.Cancel{Release: id, Reason: reason}
		}),
		a.releaseEnd("reopen", "reopen a closed release", func(id model.ID, reason string) action.Action {
			return action.Reopen{Release: id, Reason: reason}
		}),
		a.onRelease("resume", "take a release off hold", func(id model.ID) action.Action { return action.Resume{Release: id} }),
		a.onRelease("scan", "scan the calendar for conflicts with a release", func(id model.ID) action.Action { return action.Scan{Release: id} }),
		a.releaseUndo(), a.releaseAccept(), a.releaseNotice(), a.releaseProcure(), a.releaseReceive(), a.releaseDrop(), a.releaseMilestone(),
		a.releaseHistory())
}

// onRelease is a command that needs nothing but a release.
func (a *App) onRelease(use, short string, act func(model.ID) action.Action) *cobra.Command {
	return &cobra.Command{Use: use + " REL-n", Short: short, Args: args("a release"), RunE: func(cmd *cobra.Command, args []string) error {
		id, err := a.id(cmd.Context(), model.KindRelease, args[0])
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), act(id))
	}}
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

func (a *App) releaseList() *cobra.Command {
	var filter, asOf string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: "list releases", Args: noArgs,
		Example: "  fairway release list --filter 'service:payroll risk:high -late mine'",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			pos, err := a.position(ctx, asOf)
			if err != nil {
				return err
			}
			who, err := a.who(ctx)
			if err != nil {
				return err
			}
			found, err := a.db.Releases(ctx, store.ReleaseQuery{Filter: filter, AsOf: pos, Me: who.Person, Now: a.Now(), Zone: zone, Limit: limit})
			if err != nil {
				return err
			}
			return a.print(nonNil(found), func(w io.Writer) {
				if len(found) == 0 && filter != "" {
					fmt.Fprintf(w, "No release passes %q.\n", filter)
					return
				}
				if len(found) == 0 {
					empty(w, "release", "fairway release new --name NAME --service SERVICE, or fairway import FILE")
					return
				}
				table(w, []string{"id", "stage", "state", "risk", "start", "service", "name"}, cardRows(found, zone))
			})
		},
	}
	cmd.Flags().StringVar(&filter, "filter", "", "only those that pass, such as 'service:payroll risk:high -late mine'")
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	cmd.Flags().IntVar(&limit, "limit", 1000, "at most so many")
	return cmd
}

func cardRows(list []store.Card, zone *time.Location) [][]string {
	rows := make([][]string, len(list))
	for i, c := range list {
		state := c.State
		if c.Late {
			state += " late!"
		}
		rows[i] = []string{string(c.ID), c.Stage, state, dash(c.Band), dateOf(c.Start, zone), dash(c.ServiceName), strings.TrimSpace(c.Name + " " + c.Version)}
	}
	return rows
}

// releaseView is a release with what hangs on it.
type releaseView struct {
	Release   *model.Release       `json:"release"`
	Position  int64                `json:"position"`
	Changes   []*model.Change      `json:"changes,omitempty"`
	Documents []*model.Document    `json:"documents,omitempty"`
	Approvals []*model.Approval    `json:"approvals,omitempty"`
	Runs      []*model.Run         `json:"runs,omitempty"`
	Notices   []*model.Notice      `json:"notices,omitempty"`
	Baselines []*model.Baseline    `json:"baselines,omitempty"`
	Incidents []*model.Incident    `json:"incidents,omitempty"`
	Gate      store.GateView       `json:"gate"`
	Procured  []*model.Procurement `json:"procurement,omitempty"`
}

func (a *App) releaseShow() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: "show REL-n", Short: "show a release with everything that hangs on it", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			pos, err := a.position(ctx, asOf)
			if err != nil {
				return err
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			c, err := a.db.Case(ctx, pos, a.Now(), model.Needs{Releases: []model.ID{id}})
			if err != nil {
				return err
			}
			v, err := a.view(ctx, c, id, pos)
			if err != nil {
				return err
			}
			return a.print(v, func(w io.Writer) { v.text(w, c, zone) })
		},
	}
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	return cmd
}

func (a *App) view(ctx context.Context, c *model.Case, id model.ID, pos store.Position) (*releaseView, error) {
	f, ok := c.Fact(id)
	if !ok {
		return nil, &model.NotFound{What: "release " + string(id)}
	}
	v := &releaseView{Release: f.Record.(*model.Release), Position: f.Since}
	v.Changes = of(c, func(r *model.Change) bool { return slices.Contains(v.Release.Changes, r.ID) })
	v.Documents = of(c, func(r *model.Document) bool { return r.Of == id })
	v.Approvals = of(c, func(r *model.Approval) bool { return r.Of == id })
	v.Runs = of(c, func(r *model.Run) bool { return r.Release == id })
	v.Notices = of(c, func(r *model.Notice) bool { return r.Release == id })
	v.Baselines = of(c, func(r *model.Baseline) bool { return r.Release == id })
	v.Procured = of(c, func(r *model.Procurement) bool { return r.Release == id })
	v.Incidents = of(c, func(r *model.Incident) bool {
		return slices.Contains(r.CausedBy, id) || slices.Contains(r.Suspects, id)
	})
	var err error
	v.Gate, err = a.db.Gate(ctx, id, "", pos, a.Now())
	return v, err
}

func of[T model.Record](c *model.Case, keep func(T) bool) []T {
	var out []T
	for _, r := range model.All[T](c) {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

func (v *releaseView) text(w io.Writer, c *model.Case, zone *time.Location) {
	r := v.Release
	fmt.Fprintf(w, "%s  %s\n", r.ID, visible(r.Title()))
	line := func(name, text string) { fmt.Fprintf(w, "  %-14s %s\n", name, dash(visible(text))) }
	state := r.State()
	if r.Hold != nil {
		state += ": " + r.Hold.Reason + ", review " + r.Hold.Review.In(zone).Format(time.DateOnly)
	}
	if r.Cancelled != nil {
		state += ": " + r.Cancelled.Reason
	}
	line("stage", v.Gate.StageTitle+" since "+timeOf(r.Since, zone))
	line("state", state)
	line("type", r.Type)
	line("brings", strings.Join(r.Contents, ", "))
	if s := model.Get[*model.Service](c, r.Service); s != nil {
		line("service", s.Name+" ("+s.Handle+")")
	} else {
		line("service", "")
	}
	line("owner", c.PersonName(r.Owner))
	line("coordinator", c.PersonName(r.Coordinator))
	window := dateOf(r.Window.Start, zone)
	if !r.Window.End.IsZero() && r.Window.End != r.Window.Start {
		window += " to " + dateOf(r.Window.End, zone)
	}
	line("window", window)
	if r.Baseline != nil {
		line("baseline", dateOf(r.Baseline.Slot.Start, zone))
	}
	for _, m := range r.Moves {
		line("moved", fmt.Sprintf("%s → %s: %s, %s", dateOf(m.From.Start, zone), dateOf(m.To.Start, zone), m.Reason, m.Sentence))
	}
	if r.Risk != nil {
		line("risk", fmt.Sprintf("%d (%s): impact %d × likelihood %d, factors: %s", r.Risk.Score, r.Risk.Band, r.Risk.Impact, r.Risk.Likelihood, dash(strings.Join(r.Risk.Factors, ", "))))
	}
	line("revision", fmt.Sprint(r.Revision))
	for _, b := range r.Broken {
		line("glass broken", fmt.Sprintf("%s by %s: %s", timeOf(b.At, zone), c.PersonName(b.By), b.Reason))
	}
	if r.Origin != nil {
		line("imported", "from "+r.Origin.Source)
	}
	for _, ch := range v.Changes {
		line(string(ch.ID), ch.State+"  "+ch.Title)
	}
	for _, d := range v.Documents {
		approved := ""
		if !d.Approved.IsZero() {
			approved = ", approved by " + c.PersonName(d.Approver) + " " + timeOf(d.Approved, zone)
		}
		line(string(d.ID), fmt.Sprintf("%s, version %d by %s %s%s", d.Title, d.Version, c.PersonName(d.Author), timeOf(d.At, zone), approved))
	}
	for _, ap := range v.Approvals {
		line(string(ap.ID), fmt.Sprintf("%s: %s, revision %d", ap.Title, ap.State(), ap.Revision))
	}
	for _, run := range v.Runs {
		line(string(run.ID), fmt.Sprintf("%s to %s %s", timeOf(run.Started, zone), timeOf(run.Ended, zone), run.Result))
	}
	for _, i := range v.Incidents {
		line(string(i.ID), i.Severity+" "+i.State+"  "+i.Title)
	}
	met, all := v.Gate.Count()
	line("gate", fmt.Sprintf("%d of %d met: fairway gate %s", met, all, r.ID))
}

func (a *App) releaseEdit() *cobra.Command {
	var sets []string
	var void bool
	cmd := &cobra.Command{
		Use: "edit REL-n --set FIELD=VALUE", Short: "change fields of a release", Args: args("a release"),
		Long: "Fields: " + strings.Join(action.EditableFields(), ", ") + ".\nAn edit that takes somebody's approval with it says so first, and goes on with --void.",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
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
			return a.act(ctx, action.Edit{Release: id, Set: values, Void: void})
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
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			act := action.Scope{Release: id, Void: void}
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
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			act := action.Affect{Release: id, Complete: complete, None: none, Void: void}
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

func (a *App) releaseReschedule() *cobra.Command {
	var start, end, reason, sentence string
	var void bool
	cmd := &cobra.Command{
		Use: "reschedule REL-n --start DATE", Short: "plan a release's window, or move it with a reason", Args: args("a release"),
		Example: "  fairway release reschedule REL-4 --start 'next thu 22:00' --end +4h --reason defect-found --sentence 'login fails on tablets'",
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			slot, err := a.slot(ctx, start, end)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Reschedule{Release: id, Window: slot, Reason: reason, Sentence: sentence, Void: void})
		},
	}
	f := cmd.Flags()
	f.StringVar(&start, "start", "", "when the deployment begins")
	f.StringVar(&end, "end", "", "when the window ends: a date, or +4h")
	f.StringVar(&reason, "reason", "", "a reason of the policy, when it is moved")
	f.StringVar(&sentence, "sentence", "", "the reason in a sentence")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseMove() *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use: "advance REL-n", Short: "move a release on through its gate", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.Advance{Release: id, From: from})
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "only if it is in this stage still")
	return cmd
}

func (a *App) releaseBack() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "back REL-n STAGE --reason TEXT", Short: "send a release back: rework, or rejected", Args: args("a release", "a stage"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.SendBack{Release: id, To: args[1], Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseHold() *cobra.Command {
	var reason, review string
	cmd := &cobra.Command{
		Use: "hold REL-n --reason TEXT --review DATE", Short: "put a release on hold", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			m, err := a.moment(ctx, review)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Hold{Release: id, Reason: reason, Review: m.At})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	cmd.Flags().StringVar(&review, "review", "", "when to look at it again")
	return cmd
}

func (a *App) releaseEnd(use, short string, act func(model.ID, string) action.Action) *cobra.Command {
	var reason string
	cmd := a.onRelease(use, short, func(id model.ID) action.Action { return act(id, reason) })
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseUndo() *cobra.Command {
	var void bool
	cmd := a.onRelease("undo", "take back your last edit of a release", func(id model.ID) action.Action { return action.Undo{Release: id, Void: void} })
	cmd.Flags().BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseAccept() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "accept-conflict REL-n KEY --reason TEXT", Short: "decide to live with a conflict", Args: args("a release", "a conflict's key"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.AcceptConflict{Release: id, Key: args[1], Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseNotice() *cobra.Command {
	var to, channel, text string
	cmd := a.onRelease("notice", "record that a notice of a release was sent", func(id model.ID) action.Action {
		return action.SendNotice{Release: id, Audience: to, Channel: channel, Text: text}
	})
	cmd.Flags().StringVar(&to, "to", "", "who was told")
	cmd.Flags().StringVar(&channel, "channel", "mail", "how")
	cmd.Flags().StringVar(&text, "text", "", "its words")
	return cmd
}

func (a *App) releaseProcure() *cobra.Command {
	var title, supplier, order, due string
	var hardware bool
	cmd := &cobra.Command{
		Use: "procure REL-n --title WHAT", Short: "put something onto a release's procurement list", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindRelease, args[0])
			if err != nil {
				return err
			}
			m, err := a.moment(ctx, due)
			if err != nil {
				return err
			}
			return a.act(ctx, action.Procure{Item: model.Procurement{Release: id, Title: title, Supplier: supplier, Order: order, Due: m.At, Hardware: hardware}})
		},
	}
	f := cmd.Flags()
	f.StringVar(&title, "title", "", "what is ordered")
	f.StringVar(&supplier, "supplier", "", "from whom")
	f.StringVar(&order, "order", "", "order number")
	f.StringVar(&due, "due", "", "when it is due")
	f.BoolVar(&hardware, "hardware", false, "it becomes a configuration item when received")
	return cmd
}

func (a *App) releaseReceive() *cobra.Command {
	var name, class, serial string
	var void bool
	cmd := &cobra.Command{
		Use: "receive PRO-n", Short: "mark something procured as received", Args: args("a procurement item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindProcurement, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.Receive{Procurement: id, Item: model.Item{Name: name, Class: class, Serial: serial}, Void: void})
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "name of the configuration item")
	f.StringVar(&class, "class", "", "its class")
	f.StringVar(&serial, "serial", "", "its serial number")
	f.BoolVar(&void, "void", false, "go on although approvals are voided")
	return cmd
}

func (a *App) releaseDrop() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "drop PRO-n --reason TEXT", Short: "take something off the procurement list", Args: args("a procurement item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindProcurement, args[0])
			if err != nil {
				return err
			}
			return a.act(cmd.Context(), action.DropProcurement{Procurement: id, Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func (a *App) releaseMilestone() *cobra.Command {
	var release, service, on, text string
	cmd := &cobra.Command{
		Use: "milestone TITLE --on DATE", Short: "put a milestone onto the calendar", Args: args("a title"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			m := model.Milestone{Title: args[0], Text: text}
			var err error
			if m.Release, err = a.id(ctx, model.KindRelease, release); err != nil {
				return err
			}
			if m.Service, err = a.id(ctx, model.KindService, service); err != nil {
				return err
			}
			if m.At, err = a.moment(ctx, on); err != nil {
				return err
			}
			return a.act(ctx, action.SetMilestone{Milestone: m})
		},
	}
	f := cmd.Flags()
	f.StringVar(&on, "on", "", "when")
	f.StringVar(&release, "release", "", "of which release")
	f.StringVar(&service, "service", "", "of which service")
	f.StringVar(&text, "text", "", "anything else")
	return cmd
}

func (a *App) releaseHistory() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use: "history REL-n", Short: "what happened to a release, newest first", Args: args("a release"),
		RunE: func(cmd *cobra.Command, args []string) error {
			id, err := a.id(cmd.Context(), model.KindRelease, args[0])
			if err != nil {
				return err
			}
			return a.showLog(cmd.Context(), store.LogQuery{Subject: id, Limit: limit})
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 100, "at most so many")
	return cmd
}
