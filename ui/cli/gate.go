package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
	"fairway/ui/remedy"
)

func (a *App) gateCommand() *cobra.Command {
	var asOf string
	cmd := &cobra.Command{
		Use: "gate REL-n [STAGE]", Short: "every check of a gate, with its answer, evidence and remedy",
		Long: "Prints the gate at the exit of the release's stage, or of the stage named,\nor that of an RFC that goes its own way (gate CHG-n).\nExit code 0: open · 3: blocked · 4: not decidable.",
		Args: func(cmd *cobra.Command, given []string) error {
			if len(given) < 1 || len(given) > 2 {
				return usage("%s needs a release, and perhaps a stage: see %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			kind := model.KindRelease
			if id, err := model.ParseID(args[0]); err == nil && id.Kind() == model.KindChange {
				kind = model.KindChange
			}
			if kind == model.KindChange && len(args) == 2 {
				return usage("%s shows the gate of an RFC at the stage that it is in: leave the stage out", cmd.CommandPath())
			}
			id, err := a.id(ctx, kind, args[0])
			if err != nil {
				return err
			}
			stage := ""
			if len(args) == 2 {
				stage = args[1]
			}
			pos, now := store.Now, a.Now()
			if asOf != "" { // only the past has to know who asks, and where
				at, err := a.outlook(ctx, asOf)
				if err != nil {
					return err
				}
				pos, now = at.pos, at.now
			}
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			g, err := store.GateView{}, error(nil)
			if kind == model.KindChange {
				g, err = a.db.ChangeGate(ctx, id, pos, now, zone)
			} else {
				g, err = a.db.GateIn(ctx, id, stage, pos, now, zone)
			}
			if err != nil {
				return err
			}
			out := struct {
				gateView
				Ready bool `json:"ready"`
				Open  bool `json:"open"` // the old word
			}{a.gateView(g), g.Ready(), g.Ready()}
			if err := a.print(out, func(w io.Writer) { printGate(w, g, a.shell(), a.ascii()) }); err != nil {
				return err
			}
			switch {
			case g.Ready():
				return nil
			case g.Undecided() && onlyUndecided(g.Gate):
				return &exitError{exitUnknown}
			}
			return &exitError{exitRefused}
		},
	}
	asOfFlag(cmd.Flags(), &asOf)
	return cmd
}

// onlyUndecided reports whether nothing but undecidable checks block it.
func onlyUndecided(g gate.Gate) bool {
	for _, f := range g.Findings {
		if f.Answer == gate.Open {
			return false
		}
	}
	return true
}

func printGate(w io.Writer, g store.GateView, shell remedy.Shell, ascii bool) {
	marks := map[gate.Answer]string{gate.Met: "✓ met ", gate.Open: "✗ open", gate.NotApplicable: "– n.a.", gate.Undecidable: "? ??? ", gate.Waived: "~ waiv"}
	arrow := "→"
	if ascii {
		marks = map[gate.Answer]string{gate.Met: "+ met ", gate.Open: "x open", gate.NotApplicable: "- n.a.", gate.Undecidable: "? ??? ", gate.Waived: "~ waiv"}
		arrow = "->"
	}
	if g.Over() {
		stage := g.StageTitle
		if stage == "" { // of its process it is in none
			stage = strings.ReplaceAll(g.Stage, "-", " ")
		}
		fmt.Fprintf(w, "%s %s: no gate is left, it is %s\n", g.Release, visible(g.Title), strings.ToLower(stage))
		return
	}
	met, all := g.Count()
	next := ""
	if g.NextTitle != "" {
		next = " " + arrow + " " + g.NextTitle
	}
	fmt.Fprintf(w, "%s %s: gate of %s%s is %s, %d of %d met%s\n", g.Release, visible(g.Title), g.StageTitle, next, g.State(), met, all, g.WaivedWords())
	for _, f := range g.Findings {
		fmt.Fprintf(w, "  %s  %-8s %s  [%s]\n", marks[f.Answer], f.Clause, f.Text, f.Check)
		if f.Evidence != "" {
			fmt.Fprintf(w, "                    %s\n", visible(f.Evidence))
		}
		if len(f.Remedies) > 0 {
			fmt.Fprintf(w, "                    %s %s\n", arrow, shell.Lines(f.Remedies))
		}
	}
}
