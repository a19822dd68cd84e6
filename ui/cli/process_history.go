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
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
)

// edition is a version of the rules, or a proposal of one, with who did what
// (ISO/IEC 20000-1:2018, 7.5.2).
type edition struct {
	ID         model.ID    `json:"id"`
	Title      string      `json:"title"`
	Version    string      `json:"version,omitempty"` // of rules
	State      model.State `json:"state"`
	Note       string      `json:"note,omitempty"` // why
	Base       model.ID    `json:"base,omitempty"`
	Proposal   model.ID    `json:"proposal,omitempty"`
	Since      time.Time   `json:"since,omitzero"` // in force since
	Author     string      `json:"author,omitempty"`
	Proposed   time.Time   `json:"proposed,omitzero"`
	Reviewer   string      `json:"reviewer,omitempty"`
	Reviewed   time.Time   `json:"reviewed,omitzero"`
	Review     string      `json:"review,omitempty"` // what the reviewer said
	Approver   string      `json:"approver,omitempty"`
	Decided    time.Time   `json:"decided,omitzero"`
	Decision   string      `json:"decision,omitempty"` // what the approver said
	NextReview when.Moment `json:"next_review,omitzero"`
	Overdue    bool        `json:"review_overdue,omitempty"`
	Files      []string    `json:"files,omitempty"`
}

// definingLines are what a paper of definitions says of the rules that it is of: those of
// its document, but as of then not what became of them since.
func (e edition) definingLines(then bool, zone *time.Location) [][]string {
	return slices.DeleteFunc(e.informationLines(zone), func(l []string) bool { return then && (l[0] == "state" || l[0] == "next review") })
}

// editionOf is what is told of rules or of a proposal.
func (a *App) editionOf(ctx context.Context, r ruled) (edition, error) {
	p := r.prop
	out := edition{Files: process.FileNames(r.files)}
	if p == nil {
		b := r.rules
		out.ID, out.Title, out.Version, out.State, out.Proposal, out.Since, out.NextReview = b.ID, b.Title, b.Version, b.Row().State, b.Proposal, b.Since, b.NextReview
		out.Overdue = out.State == model.RulesInForce && a.overdueNotice(b) != ""
		if out.Since.IsZero() {
			f, err := a.db.Record(ctx, b.ID, store.Now)
			if err != nil {
				return out, err
			}
			entry, err := a.db.LogDetail(ctx, f.Since)
			if err != nil {
				return out, err
			}
			out.Since = entry.At
		}
		if b.Proposal == "" {
			return out, nil
		}
		f, err := a.db.Record(ctx, b.Proposal, store.Now)
		if err != nil {
			return out, nil // its text was removed by law; the rules are still there
		}
		p = f.Record.(*model.Proposal)
	} else {
		out.ID, out.Title, out.State, out.NextReview = p.ID, p.Title, p.State(), p.NextReview
	}
	out.Note, out.Base, out.Proposed = p.Note, p.Base, p.At
	names := map[model.ID]string{}
	for _, id := range []model.ID{p.Author, p.Reviewer(), decider(p)} {
		if id == "" || names[id] != "" {
			continue
		}
		names[id] = string(id)
		if f, err := a.db.Record(ctx, id, store.Now); err == nil {
			names[id] = f.Record.Row().Title
		}
	}
	out.Author, out.Reviewer, out.Approver = names[p.Author], names[p.Reviewer()], names[decider(p)]
	if v := p.Reviewed; v != nil {
		out.Reviewed, out.Review = v.At, v.Text
	}
	if v := p.Decided; v != nil {
		out.Decided, out.Decision = v.At, v.Text
	}
	return out, nil
}

// decider is whoever approved a proposal, or rejected it.
func decider(p *model.Proposal) model.ID {
	if p.Decided == nil {
		return ""
	}
	return p.Decided.By
}

func (a *App) processShow() *cobra.Command {
	var whole bool
	var asOf string
	cmd := &cobra.Command{
		Use: "show [PRC-n|PRP-n]", Short: "rules or a proposal: who wrote, reviewed and approved them, and what they change",
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) > 1 {
				return usage("%s: name rules (PRC-n) or a proposal (PRP-n); those in force otherwise", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			name := strings.Join(given, "")
			switch {
			case whole && !a.flags.json:
				return usage("--whole prints the rules as they are kept, which is for programs: give --json, too")
			case asOf != "" && name != "":
				return usage("%s are the same at any time: leave out --as-of, which asks for those that were in force", name)
			case asOf != "":
				at, err := a.outlook(ctx, asOf)
				if err != nil {
					return err
				}
				then, err := a.db.RulesAsOf(ctx, at.pos)
				if err != nil {
					return err
				}
				name = string(then.ID)
			}
			r, err := a.rulesOf(ctx, name)
			if err != nil {
				return err
			}
			e, err := a.editionOf(ctx, r)
			if err != nil {
				return err
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			var changes []process.Difference
			if e.Base != "" {
				old, err := a.rulesOf(ctx, string(e.Base))
				if err != nil {
					return err
				}
				changes = process.Compare(&old.rules.Rules, &r.rules.Rules)
			}
			var notices []string
			if r.prop == nil && e.State == model.RulesInForce {
				notices = slices.DeleteFunc([]string{a.overdueNotice(r.rules), a.othersNotice(r.rules)}, func(s string) bool { return s == "" })
			}
			var record *model.Rules
			if whole {
				record = r.rules
			}
			return a.print(struct {
				edition
				Differences []process.Difference `json:"differences,omitempty"`
				Notices     []string             `json:"notices,omitempty"`
				Record      *model.Rules         `json:"record,omitempty"`
			}{e, changes, notices, record}, func(w io.Writer) {
				e.print(w, zone)
				if len(changes) > 0 {
					fmt.Fprintf(w, "\nAgainst %s:\n", e.Base)
				}
				for _, d := range changes {
					fmt.Fprintf(w, "  %s\n", d)
				}
				for _, n := range notices {
					fmt.Fprintln(w, "note: "+n)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&whole, "whole", false, "with --json: the rules with all that they hold: policy, processes, roles, measures")
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

func (e edition) print(w io.Writer, zone *time.Location) {
	fmt.Fprintf(w, "%s  %s", e.ID, e.Title)
	if e.Version != "" && !strings.HasSuffix(e.Title, e.Version) {
		fmt.Fprintf(w, ", version %s", e.Version)
	}
	fmt.Fprintln(w)
	line := func(what, text string) {
		if text != "" {
			fmt.Fprintf(w, "%-12s %s\n", what, text)
		}
	}
	by := func(who string, at time.Time, said string) string {
		if who == "" {
			return ""
		}
		if said != "" {
			said = ": " + said
		}
		return who + ", " + timeOf(at, zone) + said
	}
	state := string(e.State)
	if !e.Since.IsZero() {
		state += ", in force since " + timeOf(e.Since, zone)
		if e.State == model.RulesInForce {
			state = "in force since " + timeOf(e.Since, zone)
		}
	}
	line("state", state)
	line("proposal", string(e.Proposal))
	line("why", e.Note)
	line("made from", string(e.Base))
	line("author", by(e.Author, e.Proposed, ""))
	line("reviewer", by(e.Reviewer, e.Reviewed, e.Review))
	word := "approver"
	if e.State == model.ProposalRejected {
		word = "rejected by"
	}
	line(word, by(e.Approver, e.Decided, e.Decision))
	if !e.NextReview.IsZero() {
		late := ""
		if e.Overdue {
			late = ", overdue"
		}
		line("next review", dateOf(e.NextReview, zone)+late)
	}
	line("files", strings.Join(e.Files, ", "))
}

// historyMost is how many versions and proposals are told, each, the latest first.
const historyMost = 200

func (a *App) processHistory() *cobra.Command {
	return &cobra.Command{
		Use: "history", Short: "every version of the rules and every proposal, with author, reviewer and approver", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			list, err := a.editions(ctx)
			if err != nil {
				return err
			}
			b, err := db.Rules(ctx)
			if err != nil {
				return err
			}
			notices := slices.DeleteFunc([]string{a.overdueNotice(b), a.othersNotice(b)}, func(s string) bool { return s == "" })
			return a.print(struct {
				Editions []edition `json:"editions"`
				Notices  []string  `json:"notices,omitempty"`
			}{list, notices}, func(w io.Writer) {
				var rows [][]string
				for _, e := range list {
					at := e.Since
					if at.IsZero() {
						at = e.Proposed
					}
					rows = append(rows, []string{string(e.ID), string(e.State), timeOf(at, zone), e.Version, dash(e.Author), dash(e.Reviewer), dash(e.Approver), dateOf(e.NextReview, zone), e.Title})
				}
				table(w, []string{"id", "state", "since", "version", "author", "reviewer", "approver", "next review", "title"}, rows)
				for _, n := range notices {
					fmt.Fprintln(w, "note: "+n)
				}
			})
		},
	}
}

// editions lists the versions of the rules and then the proposals, the latest
// first.
func (a *App) editions(ctx context.Context) ([]edition, error) {
	var list []edition
	for _, k := range []model.Kind{model.KindRules, model.KindProposal} {
		found, err := a.db.List(ctx, store.ListQuery{Kind: k, Limit: historyMost})
		if err != nil {
			return nil, err
		}
		slices.SortFunc(found, func(x, y store.Listed) int { return model.CompareIDs(y.ID, x.ID) })
		for _, l := range found {
			if l.State == model.StateRedacted {
				continue
			}
			r, err := a.rulesOf(ctx, string(l.ID))
			if err != nil {
				return nil, err
			}
			e, err := a.editionOf(ctx, r)
			if err != nil {
				return nil, err
			}
			e.Files = nil
			list = append(list, e)
		}
	}
	return list, nil
}
