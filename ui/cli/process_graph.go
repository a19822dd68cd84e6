package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/process/diagram"
	drawn "fairway/ui/diagram"
	"fairway/ui/theme"
)

func (a *App) processGraph() *cobra.Command {
	var as [4]bool
	var width int
	names := [4]string{"text", "mermaid", "dot", "svg"}
	cmd := &cobra.Command{
		Use: "graph NAME", Short: "a workflow as boxes and arrows",
		Long: `Draws a workflow of the rules in force: its stages with the number of checks at
their gates, the ways back, and the ways aside with their conditions. --mermaid and
--dot hand it to a program that draws it, --svg is a picture of its own.`,
		Example: "  fairway process graph normal\n  fairway process graph normal --svg > normal.svg\n  fairway process graph normal --mermaid >> README.md",
		Args:    aWorkflow,
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, asked := names[0], 0
			for i, on := range as {
				if on {
					kind = names[i]
					asked++
				}
			}
			switch {
			case asked > 1 || asked == 1 && a.flags.json:
				return usage("choose one of --text, --mermaid, --dot, --svg and --json")
			case width < 0 || cmd.Flags().Changed("width") && width == 0:
				return usage("--width %d: write how many cells a line may have", width)
			case width > 0 && kind != "text":
				return usage("--width is for --text: the others are as wide as they have to be")
			}
			rules, err := a.rules(cmd.Context())
			if err != nil {
				return err
			}
			p, err := workflowOf(rules, args[0])
			if err != nil {
				return err
			}
			g := diagram.Of(p, rules.Policy)
			if width == 0 {
				width = a.width()
			}
			return a.print(graphView{g, g.Words()}, func(w io.Writer) {
				switch kind {
				case "mermaid":
					fmt.Fprint(w, g.Mermaid())
				case "dot":
					fmt.Fprint(w, g.Dot())
				case "svg":
					fmt.Fprint(w, g.SVG())
				default:
					printGraph(w, &g, width, a.ascii())
				}
			})
		},
	}
	cmd.ValidArgsFunction = a.workflowsToComplete
	f := cmd.Flags()
	for i, does := range [4]string{"drawn for a terminal (as it is by default)", "in the language of mermaid, for Markdown", "in the language of graphviz", "as SVG"} {
		f.BoolVar(&as[i], names[i], false, does)
	}
	f.IntVar(&width, "width", 0, "no wider than so many cells (default: the terminal, or 80)")
	return cmd
}

// graphView is a graph as JSON, with itself in words.
type graphView struct {
	diagram.Graph
	Words string `json:"words"`
}

// printGraph draws it without colours, as it may be pasted anywhere.
func printGraph(w io.Writer, g *diagram.Graph, width int, ascii bool) {
	t := theme.New(theme.Options{Choice: theme.Bare, ASCII: ascii})
	d := drawn.Draw(t, g, width, drawn.None)
	for _, line := range append(d.Lines, d.Legend(t, width)...) {
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
}

func aWorkflow(cmd *cobra.Command, given []string) error {
	if len(given) != 1 {
		return usage("%s: name one workflow, such as normal", named(cmd))
	}
	return nil
}

// workflow finds one by its name, or by its title.
func (a *App) workflow(ctx context.Context, name string) (*process.Process, error) {
	rules, err := a.rules(ctx)
	if err != nil {
		return nil, err
	}
	return workflowOf(rules, name)
}

func workflowOf(rules *model.Rules, name string) (*process.Process, error) {
	if p, ok := rules.Process(name); ok {
		return p, nil
	}
	var there []string
	for i := range rules.Processes {
		p := &rules.Processes[i]
		if strings.EqualFold(p.Title, name) {
			return p, nil
		}
		there = append(there, p.Name)
	}
	return nil, &model.NotFound{What: fmt.Sprintf("workflow %q (there are %s)", name, strings.Join(there, ", "))}
}

// rules are those in force.
func (a *App) rules(ctx context.Context) (*model.Rules, error) {
	db, err := a.open(ctx)
	if err != nil {
		return nil, err
	}
	return db.Rules(ctx)
}

func (a *App) workflowsToComplete(cmd *cobra.Command, given []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(given) > 0 || a.asks(cmd.Context()) != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	if rules, err := a.rules(cmd.Context()); err == nil {
		for _, p := range rules.Processes {
			out = append(out, cobra.CompletionWithDesc(p.Name, visible(p.Title)))
		}
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
