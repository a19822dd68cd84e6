package cli

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/trial"
)

// processCommand are the commands about the organisation's own rules. Those that
// do something to a proposal are made of tasks.
func (a *App) processCommand() *cobra.Command {
	return group("process", "the organisation's rules: export, change, propose, adopt",
		a.processExport(), a.processLint(), a.processDiff(), a.processPropose(), a.processMigrate(), a.processShow(), a.processHistory(),
		a.processGraph(), a.processStage(), a.processRACI(), a.processRoles(), a.processRole(), a.processClauses(), a.processGlossary(), a.processInteractions(), a.processDocument(), a.processBacktest())
}

// ruled is a set of rules that a command is about: those in force, others of the
// file, a proposal, a folder or the program's own.
type ruled struct {
	called string // PRC-3, PRP-1, a folder, "the defaults of this program"
	files  []process.File
	anew   bool // the text was not kept, and was written anew
	rules  *model.Rules
	prop   *model.Proposal
}

func (r ruled) set() trial.Set { return trial.Set{Called: r.called, Files: r.files, Rules: r.rules} }

// rulesOf finds the rules that a text names: an id, else those in force.
func (a *App) rulesOf(ctx context.Context, text string) (ruled, error) {
	db, err := a.open(ctx)
	if err != nil {
		return ruled{}, err
	}
	if text == "" {
		b, err := db.Rules(ctx)
		if err != nil {
			return ruled{}, err
		}
		return written(b)
	}
	id, err := model.ParseID(text)
	if err != nil || id.Kind() != model.KindRules && id.Kind() != model.KindProposal {
		return ruled{}, usage("%q is neither rules (PRC-n) nor a proposal (PRP-n)", text)
	}
	f, err := db.Record(ctx, id, store.Now)
	if err != nil {
		return ruled{}, err
	}
	switch r := f.Record.(type) {
	case *model.Rules:
		return written(r)
	case *model.Proposal:
		read, _ := action.ReadRules(r.Files) // it was looked over when it was proposed
		return ruled{called: string(r.ID), files: r.Files, rules: &read, prop: r}, nil
	}
	return ruled{}, &model.NotFound{What: "rules " + text}
}

func written(b *model.Rules) (ruled, error) {
	files, anew, err := b.Files()
	if err != nil {
		return ruled{}, fmt.Errorf("write %s as files: %w", b.ID, err)
	}
	return ruled{called: string(b.ID), files: files, anew: anew, rules: b}, nil
}

// namesRules reports whether a text is the id of rules or of a proposal: a caller
// from outside names no folder.
func namesRules(text string) bool {
	id, err := model.ParseID(text)
	return err == nil && (id.Kind() == model.KindRules || id.Kind() == model.KindProposal)
}

func (a *App) processPropose() *cobra.Command {
	var why, title, review, base string
	var defaults bool
	cmd := &cobra.Command{
		Use: "propose [DIR]", Short: "propose the files of a folder as rules, or newer defaults",
		Long: `Puts the rules in a folder up for review and decision. Somebody else reviews them
(process review), somebody else than you approves them (process approve), and an
administrator adopts them (process adopt). Until then nothing changes.

With --defaults, it is the default rules of this program that are proposed: every
file that your organisation left as it was shipped, as it is shipped now. Files
that it changed stay as they are, and are named with what the defaults changed.`,
		Example: "  fairway process export rules\n  fairway process propose rules --why 'a second test before payroll goes live'",
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) > 1 || (len(given) == 1) == defaults {
				return usage("%s: name a folder, or say --defaults", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			act := action.ProposeRules{Title: title, Note: why}
			var err error
			if act.NextReview, err = a.nextReview(ctx, review); err != nil {
				return err
			}
			if defaults {
				return a.proposeDefaults(ctx, act)
			}
			files, faults, err := a.ruleFiles(given[0])
			if err != nil {
				return err
			}
			if len(faults) > 0 {
				return faulty(faults)
			}
			b, err := a.db.Rules(ctx)
			if err != nil {
				return err
			}
			act.Files, act.Base = files, cmp.Or(model.ID(strings.ToUpper(base)), a.exportedFrom(given[0], b))
			if act.Title == "" {
				read, _ := process.Read(files) // the action names its faults
				act.Title = strings.TrimSpace(read.Title + " " + read.Version)
			}
			r, err := a.do(ctx, act)
			if err != nil {
				return err
			}
			a.proposedFrom(given[0], r.Subject)
			return a.done(r)
		},
	}
	f := cmd.Flags()
	f.StringVar(&why, "why", "", "what the rules are changed for: whoever decides reads it")
	f.SetNormalizeFunc(reasonIsWhy)
	f.StringVar(&title, "title", "", "a title (else the title and version of the policy)")
	f.StringVar(&review, "next-review", "", "the day by which they are to be looked at again (else in a year)")
	f.StringVar(&base, "base", "", "the rules that were changed: PRC-n (else those that the folder was exported from)")
	f.BoolVar(&defaults, "defaults", false, "propose the default rules of this program, where they are other than those yours were made from")
	return cmd
}

// nextReview is the day by which rules are to be looked at again, in a year where
// nobody says which.
func (a *App) nextReview(ctx context.Context, text string) (when.Moment, error) {
	zone, err := a.policyZone(ctx)
	if err != nil {
		return when.Moment{}, err
	}
	if text == "" {
		return when.OnDay(when.DateOf(a.Now().AddDate(1, 0, 0), zone), zone), nil
	}
	m, err := when.Parse(text, a.Now(), zone)
	if err != nil {
		return m, usage("--next-review: %v", err)
	}
	return when.OnDay(m.On(zone), zone), nil
}

// faulty is the refusal of rules that make no sense.
func faulty(faults []process.Fault) error {
	refusal := &model.Refusal{Doing: "propose rules"}
	for _, f := range faults {
		refusal.Add(f.Error())
	}
	return refusal
}

// proposeDefaults proposes the defaults of this program.
func (a *App) proposeDefaults(ctx context.Context, act action.ProposeRules) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	b, err := db.Rules(ctx)
	if err != nil {
		return err
	}
	newer, err := assets.Newer(b, a.defaults())
	if err != nil {
		return err
	}
	act.Files, act.Shipped, act.Base = newer.Files, newer.Shipped, b.ID
	if act.Title == "" {
		act.Title = "the defaults of Fairway " + a.Version
	}
	if act.Note == "" {
		act.Note = "this program brings other default rules than those that ours were made from"
	}
	r, err := a.do(ctx, act)
	if err != nil {
		return err
	}
	if !a.flags.json {
		for _, k := range newer.Kept {
			r.Note += fmt.Sprintf("\n%s is yours, and stays as it is; see `fairway process diff --defaults` for what the defaults changed in it", k.Name)
		}
	}
	return a.done(r)
}

// defaults are the default rules of this program.
func (a *App) defaults() fs.FS {
	if a.Defaults != nil {
		return a.Defaults
	}
	return assets.Shipped()
}

// othersNotice says that this program has other default rules than those of a file.
func (a *App) othersNotice(b *model.Rules) string {
	if newer, err := assets.Newer(b, a.defaults()); err != nil || !newer.Others {
		return ""
	}
	return "this program brings other default rules than those that " + string(b.ID) + " was made from: fairway process diff --defaults"
}

// overdueNotice says that rules were to be looked at again by a day that is past.
func (a *App) overdueNotice(b *model.Rules) string {
	zone := b.Policy.Location()
	if b.NextReview.IsZero() || a.Now().Before(b.NextReview.Span(zone).End) {
		return ""
	}
	return fmt.Sprintf("the rules in force, %s, were to be reviewed by %s", b.ID, when.Format(b.NextReview, zone, when.Long))
}

// rulesNotices are what doctor says of the rules: nothing of it is damage.
func (a *App) rulesNotices(ctx context.Context, db *store.DB, v *store.Verified) error {
	b, err := db.Rules(ctx)
	if err != nil {
		return unless(!v.OK(), err)
	}
	for _, note := range []string{a.overdueNotice(b), a.othersNotice(b)} {
		if note != "" && b.ID != "" {
			v.Notices = append(v.Notices, note)
		}
	}
	return unless(!v.OK(), a.peopleNotices(ctx, db, b, v))
}
