package cli

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	clauses "fairway/model/evidence"
	"fairway/model/when"
	"fairway/ui/evidence"
)

// evidenceFlags are those of what is looked at.
type evidenceFlags struct {
	period, asOf string
	sample       int
	seed         int64
}

func (e *evidenceFlags) declare(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&e.period, "period", "", "of a period in place of a release: 2026-10, 2026-Q4, 2026, 2026-W48")
	f.IntVar(&e.sample, "sample", 0, "how many releases of the period are looked at (default: all)")
	f.Int64Var(&e.seed, "seed", 0, "the seed of the sample (default: the position of the log)")
	asOfFlag(f, &e.asOf)
}

// asked reads what is looked at.
func (e *evidenceFlags) asked(ctx context.Context, a *App, cmd *cobra.Command, given []string) (evidence.Asked, error) {
	q := evidence.Asked{Sample: e.sample, Seed: e.seed}
	switch {
	case len(given) == 1 && e.period != "":
		return q, usage("evidence is of a release or of a period: leave out %s or --period", given[0])
	case len(given) == 0 && e.period == "":
		return q, usage("%s: name a release, or a period with --period", cmd.CommandPath())
	case e.period == "" && (cmd.Flags().Changed("sample") || cmd.Flags().Changed("seed")):
		return q, usage("--sample and --seed draw releases of a period: say which with --period")
	case cmd.Flags().Changed("sample") && e.sample < 1:
		return q, usage("--sample says how many releases are drawn")
	case cmd.Flags().Changed("seed") && e.seed < 1:
		return q, usage("--seed is a whole number from 1 on")
	}
	at, err := a.outlook(ctx, e.asOf)
	if err != nil {
		return q, err
	}
	q.AsOf = at.pos
	if e.period == "" {
		q.Release, err = a.id(ctx, model.KindRelease, given[0])
		return q, err
	}
	if q.Period, err = when.ParsePeriod(e.period); err != nil {
		return q, usage("--period: %v", err)
	}
	policy, err := a.policyZone(ctx)
	if err == nil && !q.Period.Span(policy).Start.Before(at.now) {
		err = usage("--period: %s has not begun: there is no evidence of it", q.Period.Title())
	}
	return q, err
}

// oneRelease takes a release, or none where a period is asked for.
func oneRelease(cmd *cobra.Command, given []string) error {
	if len(given) > 1 {
		return usage("%s: name one release, or a period with --period", cmd.CommandPath())
	}
	return nil
}

// packView is what came of an evidence pack, as JSON.
type packView struct {
	File     string          `json:"file"`
	Of       string          `json:"of"`
	Position int64           `json:"position"`
	Hash     string          `json:"hash"`
	Files    int             `json:"files"`
	Bytes    int             `json:"bytes"`
	SHA256   string          `json:"sha256"`
	List     string          `json:"list_sha256"`
	Matrix   string          `json:"matrix"`
	Sample   *clauses.Sample `json:"sample,omitempty"`
	Program  string          `json:"program"`
}

func (a *App) evidenceCommand() *cobra.Command {
	var asked evidenceFlags
	var output string
	cmd := &cobra.Command{
		Use: "evidence [REL-n]", Short: "an evidence pack for an auditor, of a release or a period",
		Long: `Writes one archive of a release, or of the releases of a period or of a sample of them: records byte for byte and for
people, documents with their versions, decisions with the digest of what they were bound to, the entries of the log
with their hashes, baselines with the states of their items, the SHA-256 of media, and what shows each clause of
ISO/IEC 20000-1:2018. verify.sh in it checks all of that with sh and sha256sum alone.

A pack is the same byte for byte whoever makes it, wherever and whenever, as of the same place in the log (--as-of
'#5210'); without it that is the last entry. The releases of a period are those of which a production run began in it,
or that were closed or cancelled in it; of a sample the pack lists all, and anybody can draw it again by its seed.
Of people it has names and ids alone. Whoever may read the file may make one.

The name ends in .tar.gz, .tgz or .tar; - is standard output.`,
		Example: "  fairway evidence REL-4 -o pack.tar.gz\n  fairway evidence --period 2026-Q1 --sample 25 --seed 7 -o pack.tar.gz\n  ssh HOST evidence REL-4 -o - > pack.tar.gz\n  fairway evidence REL-4 --as-of '#5210' -o pack.tar.gz",
		Args:    oneRelease,
		RunE: func(cmd *cobra.Command, given []string) error {
			ctx := cmd.Context()
			if output == "" {
				return usage("where to? Name the file with -o pack.tar.gz; - is standard output")
			}
			if err := a.mayName(output); err != nil {
				return err
			}
			name := strings.ToLower(filepath.Base(output))
			zipped := !strings.HasSuffix(name, ".tar")
			if output != "-" && zipped && !strings.HasSuffix(name, ".tar.gz") && !strings.HasSuffix(name, ".tgz") {
				return usage("a pack is an archive: let the name %q end in .tar.gz, .tgz or .tar", output)
			}
			if output == "-" && a.read() {
				return usage("a pack is no text to read: send it to a file, as in: -o pack.tar.gz")
			}
			if output == "-" && a.flags.json {
				return usage("choose one of --json and -o -")
			}
			q, err := asked.asked(ctx, a, cmd, given)
			if err != nil {
				return err
			}
			bar := a.progress("making the evidence pack:")
			defer bar.end()
			q.Progress = func(done, all int) { bar.at(int64(done), int64(all)) }
			p, err := evidence.Make(ctx, a.db, q)
			if err != nil {
				return err
			}
			data, err := p.Tar()
			if err != nil {
				return err
			}
			if zipped {
				data = evidence.Gzip(data)
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			bar.end()
			if output == "-" {
				if _, err := a.exported().Write(data); err != nil {
					return err
				}
				a.packWords(a.errs(), p, output, data)
				return nil
			}
			if err := a.writeWhole(output, string(data)); err != nil {
				return err
			}
			v := packView{output, p.Matrix.Of, int64(p.At.Position), p.At.Hash, len(p.Files), len(data), digestOf(data), p.List, p.Matrix.Words(), p.Matrix.Sample, a.Version}
			return a.print(v, func(w io.Writer) { a.packWords(w, p, output, data) })
		},
	}
	asked.declare(cmd)
	cmd.Annotations = map[string]string{readsItself: always}
	cmd.Flags().StringVarP(&output, "output", "o", "", "the file to write; - for standard output")
	cmd.AddCommand(a.evidenceMatrix())
	return cmd
}

// packWords say what was made, and what to write down elsewhere.
func (a *App) packWords(w io.Writer, p *evidence.Pack, output string, data []byte) {
	where := ""
	if output != "-" {
		where = output + ": "
	}
	fmt.Fprintf(w, "%sevidence of %s as of entry %d, %d files, written by Fairway %s\n", where, p.Matrix.Of, p.At.Position, len(p.Files), a.Version)
	if p.Matrix.Sample != nil {
		fmt.Fprintln(w, p.Matrix.Sample.Words())
	}
	fmt.Fprintf(w, "clauses: %s\n", p.Matrix.Words())
	fmt.Fprintf(w, "written down elsewhere, these tell it from another:\n  sha256sum of the archive  %s\n  sh verify.sh              %s\n", digestOf(data), p.List)
}

// digestOf is the SHA-256 of some bytes, as sha256sum prints it.
func digestOf(data []byte) string { return fmt.Sprintf("%x", sha256.Sum256(data)) }

func (a *App) evidenceMatrix() *cobra.Command {
	var asked evidenceFlags
	cmd := &cobra.Command{
		Use: "matrix [REL-n]", Short: "which clauses are shown, and by which records",
		Long: `Prints each clause of ISO/IEC 20000-1:2018 as pass, fail, open (not there, and not due yet) or not applicable, with
the records that show it: of a release, or of the releases of a period or of a sample of them. Which checks and
records show a clause the rules say (process/*.toml, process/evidence.toml).`,
		Example: "  fairway evidence matrix REL-4\n  fairway evidence matrix --period 2026-Q4 --json",
		Args:    oneRelease,
		RunE: func(cmd *cobra.Command, given []string) error {
			q, err := asked.asked(cmd.Context(), a, cmd, given)
			if err != nil {
				return err
			}
			bar := a.progress("looking at releases:")
			defer bar.end()
			q.Progress = func(done, all int) { bar.at(int64(done), int64(all)) }
			found, err := evidence.Look(cmd.Context(), a.db, q)
			if err != nil {
				return err
			}
			bar.end()
			v := struct {
				clauses.Matrix
				Position int64            `json:"position"`
				Hash     string           `json:"hash"`
				Releases []clauses.Matrix `json:"releases,omitempty"`
			}{found.Matrix, int64(found.At.Position), found.At.Hash, nil}
			if found.Matrix.Sample != nil {
				v.Releases = found.Releases
			}
			return a.print(v, func(w io.Writer) { fmt.Fprint(w, evidence.Text(found.Matrix, found.At)) })
		},
	}
	asked.declare(cmd)
	return cmd
}
