package cli

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/assets"
	"fairway/model"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/handbook"
	"fairway/ui/kit"
)

// handbook is the rules in force with who holds their roles now.
func (a *App) handbook(ctx context.Context) (handbook.Handbook, error) {
	db, err := a.open(ctx)
	if err != nil {
		return handbook.Handbook{}, err
	}
	c, err := db.Case(ctx, store.Now, a.Now(), model.Needs{Kinds: []model.Kind{model.KindPerson, model.KindService}})
	if err != nil {
		return handbook.Handbook{}, err
	}
	rules, err := assets.Explained(c.Rules)
	return handbook.Of(rules, c), err
}

// printLines prints what the handbook says, broken to a width.
func (a *App) printLines(w io.Writer, lines []handbook.Line) {
	width := max(a.width(), 20)
	dot := "·"
	if a.ascii() {
		dot = "-"
	}
	for i, l := range lines {
		indent, lead := 0, ""
		switch l.Kind {
		case handbook.Head:
			if i > 0 {
				fmt.Fprintln(w)
			}
		case handbook.Field:
			indent, lead = 18, "  "+l.Name
			if kit.Width(lead) >= indent {
				fmt.Fprintln(w, visible(lead))
				lead = ""
			}
		case handbook.Item:
			if indent, lead = 6, "  "+l.Name; l.Name == "" {
				lead = "  " + dot
			}
		case handbook.Note:
			indent = 6
		default:
			indent = 2
		}
		for k, part := range kit.Wrap(l.Text, max(width-indent, 1)) {
			if k > 0 {
				lead = ""
			}
			fmt.Fprintln(w, strings.TrimRight(kit.Fit(lead, indent)+part, " "))
		}
	}
}

func (a *App) processStage() *cobra.Command {
	cmd := &cobra.Command{
		Use: "stage WORKFLOW STAGE", Short: "a stage: procedure, gate with its clauses, forms, and who holds the roles",
		Example: "  fairway process stage normal planning",
		Args: func(_ *cobra.Command, given []string) error {
			if len(given) != 2 {
				return usage("process stage: name a workflow and one of its stages, such as normal planning")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.handbook(cmd.Context())
			if err != nil {
				return err
			}
			p, err := workflowOf(h.Rules, args[0])
			if err != nil {
				return err
			}
			var there []string
			for i := range p.Stages {
				s := &p.Stages[i]
				if s.ID != args[1] && !strings.EqualFold(s.Title, args[1]) {
					there = append(there, s.ID)
					continue
				}
				out := stageView{p.Name, *s, map[string][]string{}}
				for _, roles := range [][]string{s.R, s.A, s.C, s.I} {
					for _, role := range roles {
						out.Holders[role] = nonNil(h.Holders[role])
					}
				}
				return a.print(out, func(w io.Writer) {
					a.printLines(w, append([]handbook.Line{{Kind: handbook.Head, Text: s.Title}}, h.Stage(p, s)...))
				})
			}
			return &model.NotFound{What: fmt.Sprintf("stage %q of %s (there are %s)", args[1], p.Name, strings.Join(there, ", "))}
		},
	}
	cmd.ValidArgsFunction = func(cmd *cobra.Command, given []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(given) != 1 || a.asks(cmd.Context()) != nil {
			return a.workflowsToComplete(cmd, given, typed)
		}
		var out []cobra.Completion
		if p, err := a.workflow(cmd.Context(), given[0]); err == nil {
			for _, s := range p.Stages {
				out = append(out, cobra.CompletionWithDesc(s.ID, visible(s.Title)))
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}

// stageView is a stage as JSON.
type stageView struct {
	Process string `json:"process"`
	process.Stage
	Holders map[string][]string `json:"holders"` // of each role that it names
}

// raciView is the matrix of one workflow as JSON.
type raciView struct {
	Process string `json:"process"`
	Title   string `json:"title"`
	process.Matrix
}

func (a *App) processRACI() *cobra.Command {
	var asCSV bool
	cmd := &cobra.Command{
		Use: "raci", Short: "who is responsible, accountable, consulted and informed, by stage", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asCSV && a.flags.json {
				return usage("choose one of --csv and --json")
			}
			rules, err := a.rules(cmd.Context())
			if err != nil {
				return err
			}
			out := []raciView{}
			for i := range rules.Processes {
				p := &rules.Processes[i]
				out = append(out, raciView{p.Name, p.Title, p.Matrix(&rules.Rules)})
			}
			if asCSV {
				return raciCSV(a.exported(), out)
			}
			return a.print(out, func(w io.Writer) {
				for i, v := range out {
					if i > 0 {
						fmt.Fprintln(w)
					}
					fmt.Fprintln(w, visible(v.Title))
					var rows [][]string
					for _, r := range v.Rows {
						rows = append(rows, append([]string{r.Stage}, r.Letters...))
					}
					table(w, append([]string{"stage"}, v.Roles...), rows)
				}
			})
		},
	}
	cmd.Flags().BoolVar(&asCSV, "csv", false, "a line for each stage and role, as CSV")
	return cmd
}

func raciCSV(w io.Writer, list []raciView) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"process", "stage", "stage_title", "role", "role_title", "raci"}) // Error says what went wrong
	for _, v := range list {
		for _, r := range v.Rows {
			for k, letters := range r.Letters {
				if letters != "" {
					_ = out.Write([]string{v.Process, r.StageID, r.Stage, v.RoleIDs[k], v.Roles[k], letters})
				}
			}
		}
	}
	out.Flush()
	return out.Error()
}

// clauseView is a clause as JSON.
type clauseView struct {
	process.Shown
	Nothing bool `json:"nothing_shows_it"`
}

func (a *App) processClauses() *cobra.Command {
	return &cobra.Command{
		Use: "clauses", Short: "which rules, checks, forms and reports show each clause of the standard", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.handbook(cmd.Context())
			if err != nil {
				return err
			}
			out := []clauseView{}
			for _, s := range h.ClauseMatrix() {
				out = append(out, clauseView{s, s.Nothing()})
			}
			return a.print(out, func(w io.Writer) { a.printLines(w, h.ClauseLines()) })
		},
	}
}

func (a *App) processGlossary() *cobra.Command {
	return &cobra.Command{
		Use: "glossary [TERM]", Short: "what the words mean: one of them, or all",
		Args: func(_ *cobra.Command, given []string) error {
			if len(given) > 1 {
				return usage("process glossary: name one term, in quotation marks where it has several words, or none for all")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := a.handbook(cmd.Context())
			if err != nil {
				return err
			}
			word := ""
			if len(args) == 1 {
				word = args[0]
			}
			terms := h.Terms(word)
			if len(terms) == 0 {
				return &model.NotFound{What: fmt.Sprintf("term %q in the glossary, and none of it speaks of that", word)}
			}
			return a.print(terms, func(w io.Writer) { a.printLines(w, h.GlossaryLines(word)) })
		},
	}
}

func (a *App) processInteractions() *cobra.Command {
	return &cobra.Command{
		Use: "interactions", Short: "how releases and changes work together with other practices of service management", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.handbook(cmd.Context())
			if err != nil {
				return err
			}
			return a.print(nonNil(h.Interactions), func(w io.Writer) { a.printLines(w, h.InteractionLines()) })
		},
	}
}
