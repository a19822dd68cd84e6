package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/records"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// itemCommands read the CMDB beyond its list.
func (a *App) itemCommands() []*cobra.Command {
	return []*cobra.Command{a.treeCommand(), a.impactCommand(), a.diffCommand(), a.sampleCommand(), a.exportCommand()}
}

// relationView is one relation of a tree as JSON has it: between which items, and how it
// reads from the first.
type relationView struct {
	Item     model.ID `json:"item"`
	Relation string   `json:"relation"`
	To       model.ID `json:"to"`
}

// treeView is what an item needs and is needed by, through any number of steps.
type treeView struct {
	Item      model.ID       `json:"item"`
	Title     string         `json:"title"`
	Needs     []relationView `json:"needs"`
	NeededBy  []relationView `json:"needed_by"`
	Connected []relationView `json:"connected"`
	More      bool           `json:"more,omitempty"` // there is more than is listed
}

func (a *App) treeCommand() *cobra.Command {
	return a.ofItem("tree ITEM", "what an item needs, and what needs it, through any number of others",
		`Follows the relations by which one item feels what is done to another (the rules say
which), both ways. What was drawn before is named and not gone into again, so that
circles end.`,
		func(in itemAround, w io.Writer) {
			fmt.Fprintf(w, "%s %s\n", in.about.Fact.Record.Key(), in.about.Fact.Record.Row().Title)
			for _, line := range records.Tree(in.env, in.rules, in.about.Fact.Record.Key(), in.about.Chain) {
				fmt.Fprintln(w, visible(line))
			}
		},
		func(in itemAround) any { return in.tree() })
}

// impactView is what is touched when an item fails or is changed.
type impactView struct {
	Item     model.ID        `json:"item"`
	Title    string          `json:"title"`
	NeededBy []relationView  `json:"needed_by"`
	Services []touchedRecord `json:"services"`
	Releases []touchedRecord `json:"releases"` // open ones
	More     bool            `json:"more,omitempty"`
}

type touchedRecord struct {
	ID    model.ID `json:"id"`
	Title string   `json:"title"`
}

func (a *App) impactCommand() *cobra.Command {
	return a.ofItem("impact ITEM", "what is touched when an item fails or is changed",
		`Lists the items that feel it, through any number of others, their services, and the
open releases that change any of them.`,
		func(in itemAround, w io.Writer) {
			fmt.Fprintf(w, "%s %s\n", in.about.Fact.Record.Key(), in.about.Fact.Record.Row().Title)
			for _, line := range records.Impact(in.env, in.rules, in.about.Fact.Record.Key(), in.about.Chain) {
				fmt.Fprintln(w, visible(line))
			}
		},
		func(in itemAround) any {
			t := in.tree()
			return impactView{Item: t.Item, Title: t.Title, NeededBy: t.NeededBy, Services: touchedOf(in.about.Chain.Services), Releases: touchedOf(in.about.Chain.Releases), More: t.More}
		})
}

func touchedOf(list []store.Listed) []touchedRecord {
	return nonNil(model.Each(list, func(l store.Listed) touchedRecord { return touchedRecord{l.ID, l.Title} }))
}

// itemAround is an item with what is around it.
type itemAround struct {
	about store.About
	rules *model.Rules
	env   *screen.Env
}

// tree are the relations around it, in the order in which they are drawn.
func (in itemAround) tree() treeView {
	id, c := in.about.Fact.Record.Key(), in.about.Chain
	out := treeView{Item: id, Title: in.about.Fact.Record.Row().Title, More: c.More}
	how := func(from, to model.ID) []relationView {
		var list []relationView
		for _, h := range c.How[[2]model.ID{from, to}] {
			words, back := in.rules.Policy.RelationWords(h.Relation)
			if h.Back {
				words = back
			}
			if one := (relationView{from, words, to}); !slices.Contains(list, one) {
				list = append(list, one)
			}
		}
		return list
	}
	follow := func(next map[model.ID][]model.ID) []relationView {
		list, seen := []relationView{}, map[model.ID]bool{id: true}
		for todo := []model.ID{id}; len(todo) > 0; todo = todo[1:] {
			for _, other := range next[todo[0]] {
				list = append(list, how(todo[0], other)...)
				if !seen[other] {
					seen[other], todo = true, append(todo, other)
				}
			}
		}
		return list
	}
	out.Needs, out.NeededBy, out.Connected = follow(c.Needs), follow(c.Needed), []relationView{}
	for _, other := range c.Connected {
		out.Connected = append(out.Connected, how(id, other)...)
	}
	return out
}

// ofItem is a command that reads what is around an item.
func (a *App) ofItem(use, short, long string, text func(itemAround, io.Writer), data func(itemAround) any) *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Args: args("an item"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, model.KindItem, args[0])
			if err != nil {
				return err
			}
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			in := itemAround{env: a.plainEnv(at)}
			if in.about, err = a.db.About(ctx, store.AboutQuery{ID: id, AsOf: at.pos}); err != nil {
				return err
			}
			if in.about.Fact.Record == nil {
				return &model.NotFound{What: string(id), Hint: "its content was removed by law"}
			}
			if in.rules, err = a.db.RulesAsOf(ctx, at.pos); err != nil {
				return err
			}
			return a.print(data(in), func(w io.Writer) { text(in, w) })
		},
	}
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

// plainEnv is what the words of a page are made with, for those who read no screen.
func (a *App) plainEnv(at outlook) *screen.Env {
	return &screen.Env{Now: func() time.Time { return at.now }, Zone: at.zone, Dates: when.ISO, Theme: theme.New(theme.Options{Choice: theme.Bare, ASCII: a.flags.ascii})}
}

// diffView is a baseline beside what its items are now, or were in another.
type diffView struct {
	Baseline model.ID `json:"baseline"`
	Release  model.ID `json:"release"`
	// With is the other baseline, where the items are compared with one.
	With  model.ID          `json:"with,omitempty"`
	Items []model.ItemSince `json:"items"`
}

// diffCommand compares a baseline field by field.
func (a *App) diffCommand() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: "diff BASELINE [BASELINE]", Short: "what became of the items of a baseline, field by field",
		Long: `Compares each item as the baseline has it with what it is now, or as of --as-of, or
with another baseline, of which it also says what only one has. In place of a baseline a release may stand: that is its last one.
Exit code 3 says that something differs.`,
		Example: "  fairway item diff BSL-3\n  fairway item diff REL-42 --as-of 2026-11-01\n  fairway item diff BSL-3 BSL-4 --json",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			at, err := a.outlook(ctx, asOf)
			if err != nil {
				return err
			}
			then, err := a.baseline(ctx, args[0], at.pos)
			if err != nil {
				return err
			}
			out := diffView{Baseline: then.ID, Release: then.Release}
			if len(args) == 2 {
				with, err := a.baseline(ctx, args[1], at.pos)
				if err != nil {
					return err
				}
				out.With = with.ID
				if out.Items, err = a.db.Between(ctx, then, with); err != nil {
					return err
				}
			} else if out.Items, err = a.db.Since(ctx, then, at.pos); err != nil {
				return err
			}
			if err := a.printDiff(ctx, out, at); err != nil {
				return err
			}
			if slices.ContainsFunc(out.Items, func(s model.ItemSince) bool { return !s.Same() }) {
				return &exitError{exitRefused}
			}
			return nil
		},
	}
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

// baseline reads one by its id, or the last one of a release.
func (a *App) baseline(ctx context.Context, text string, pos store.Position) (*model.Baseline, error) {
	id, err := model.ParseID(text)
	if err == nil && id.Kind() == model.KindRelease {
		f, err := a.db.Case(ctx, pos, a.Now(), model.Needs{Releases: []model.ID{id}})
		if err != nil {
			return nil, err
		}
		var last *model.Baseline
		for _, b := range model.All[*model.Baseline](f) {
			if b.Release == id {
				last = b
			}
		}
		if last == nil {
			return nil, &model.NotFound{What: "baseline of " + string(id), Hint: "fairway item baseline " + string(id) + " takes one"}
		}
		return last, nil
	}
	if id, err = a.id(ctx, model.KindBaseline, text); err != nil {
		return nil, err
	}
	f, err := a.db.Record(ctx, id, pos)
	if err != nil {
		return nil, err
	}
	b, ok := f.Record.(*model.Baseline)
	if !ok {
		return nil, &model.NotFound{What: string(id), Hint: "its content was removed by law"}
	}
	return b, nil
}

func (a *App) printDiff(ctx context.Context, v diffView, at outlook) error {
	rules, err := a.db.RulesAsOf(ctx, at.pos)
	if err != nil {
		return err
	}
	var ids []model.ID
	for _, s := range v.Items {
		ids = append(ids, s.Names()...)
	}
	titles, err := a.db.Titles(ctx, ids, at.pos)
	if err != nil {
		return err
	}
	env := a.plainEnv(at)
	return a.print(v, func(w io.Writer) {
		with := "now"
		if v.With != "" {
			with = string(v.With)
		} else if at.pos != store.Now {
			with = "then"
		}
		fmt.Fprintf(w, "%s of %s, and %s\n", v.Baseline, v.Release, with)
		for _, s := range v.Items {
			fmt.Fprintf(w, "%s %s\n", s.Item, visible(titles[s.Item]))
			switch {
			case s.Only == model.OnlyThen:
				fmt.Fprintf(w, "  removed: it is not in %s\n", v.With)
				continue
			case s.Only == model.OnlyNow:
				fmt.Fprintf(w, "  added: it is not in %s\n", v.Baseline)
				continue
			case s.Same():
				fmt.Fprintln(w, "  as it was")
			}
			for _, line := range records.Differs(env, rules, s, titles) {
				fmt.Fprintln(w, "  "+visible(line))
			}
		}
	})
}
