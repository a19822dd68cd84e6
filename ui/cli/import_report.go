package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/grammar"
	"fairway/model/intake"
	"fairway/store"
)

// trouble is something to know about one row of the file. Of a field that
// stands as people left it, it says what stands and what the file says.
type trouble struct {
	intake.Problem
	Record model.ID `json:",omitempty"`
	Field  string   `json:",omitempty"`
	Stands *string  `json:",omitempty"`
	File   *string  `json:",omitempty"`
}

// What becomes of a row besides an error or a warning in it.
const (
	rowRefused intake.Severity = "refused"
	rowKept    intake.Severity = "kept"
	rowOut     intake.Severity = "kept out"
)

// changedShown is how many changed records are named in the answer.
const changedShown = 20

// problemLimit is how many problems are kept for the report.
const problemLimit = 1000

func (in *importing) note(t trouble) {
	if t.Option != "" {
		t.Remedy, t.Option = in.app.shell().Line(model.AnswerTo(t.Remedy, t.Option)), ""
	}
	switch t.Severity {
	case intake.Error:
		in.errors++
	case intake.Warning:
		in.warnings++
	}
	if len(in.problems) < problemLimit {
		in.problems = append(in.problems, t)
	} else {
		in.more++
	}
}

// wrong notes what is wrong with a row by itself.
func (in *importing) wrong(p intake.Problem) { in.note(trouble{Problem: p}) }

// refused notes each reason why a row stays out.
func (in *importing) refused(row intake.Row, refusal *model.Refusal) {
	for _, r := range refusal.Reasons {
		in.note(trouble{Problem: intake.Problem{Line: row.Line, Severity: rowRefused, Reason: r.Text, Remedy: in.app.shell().Lines(r.Remedies)}})
	}
}

// retired notes that a row is about a service that is retired.
func (in *importing) retired(row intake.Row, text string) {
	in.note(trouble{Problem: intake.Problem{Line: row.Line, Severity: intake.Warning, Reason: text, Remedy: "correct the service in the file, if another is meant"}})
}

// kept notes what stands as people left it.
func (in *importing) kept(row intake.Row, left []action.Difference) {
	for _, d := range left {
		in.note(trouble{Record: d.Record, Field: d.Field, Stands: &d.Stands, File: &d.File, Problem: intake.Problem{Line: row.Line, Severity: rowKept,
			Reason: fmt.Sprintf("%s: %s stays %q, as people left it; the file says %q", d.Record, d.Field, d.Stands, d.File),
			Remedy: "change it here or in the source, if it should be the same"}})
	}
}

// out notes what doesn't come in again since it was redacted.
func (in *importing) out(row intake.Row, gone action.Removed) {
	in.note(trouble{Record: gone.ID, Problem: intake.Problem{Line: row.Line, Severity: rowOut,
		Reason: fmt.Sprintf("%s, which came of this row, was redacted on %s by %s", gone.ID, gone.At.In(in.zone).Format("2006-01-02"), gone.By),
		Remedy: "take it out of the source as well"}})
}

// answer says what was done, or, where all was refused, what stood against it.
func (in *importing) answer(act *action.Import, result store.Result, dry, refused bool) error {
	if !in.app.flags.json {
		in.say()
		if refused {
			return nil
		}
	}
	out := map[string]any{"file": in.shown, "sha256": act.SHA256, "source": act.Source, "dry_run": dry, "refused": refused, "counts": act.Counts,
		"touched": nonNil(act.Touched), "voided": nonNil(result.Voided), "lapsed": nonNil(result.Lapsed), "conflicts": nonNil(result.Conflicts), "problems": nonNil(in.problems), "position": result.Position}
	if in.more > 0 {
		out["more"] = in.more
	}
	return in.app.print(out, func(w io.Writer) {
		c := act.Counts
		verb := "imported"
		if dry {
			verb = "would import"
		}
		fmt.Fprintf(w, "%s %s: %s, %d new (%s, %s), %d changed, %d unchanged", verb, in.shown, grammar.Count(c.Rows, "row"), c.New, grammar.Count(c.Releases, "release"), grammar.Count(c.Others, "other"), c.Changed, c.Unchanged)
		for _, extra := range []struct {
			n    int
			what string
		}{{c.Kept, "kept as people left them"}, {c.Refused, "refused"}, {c.KeptOut, "kept out, as redacted"}, {c.Skipped, "left out by the mapping"}, {c.Bad, "wrong"}, {c.Warnings, one(c.Warnings, "warning")}, {c.Services, one(c.Services, "service") + " created"}, {c.Passed, "to start at a time that has passed"}} {
			if extra.n > 0 {
				fmt.Fprintf(w, ", %d %s", extra.n, extra.what)
			}
		}
		fmt.Fprintln(w)
		changed := slices.DeleteFunc(slices.Clone(act.Touched), func(t action.Touched) bool { return len(t.Fields) == 0 })
		for _, t := range changed[:min(len(changed), changedShown)] {
			fmt.Fprintf(w, "  %s: %s\n", t.ID, strings.Join(t.Fields, ", "))
		}
		if n := c.Changed - changedShown; n > 0 {
			fmt.Fprintf(w, "  … and %d more\n", n)
		}
		for _, id := range result.Voided {
			fmt.Fprintf(w, "voided %s\n", id)
		}
		lapsed(w, result.Lapsed)
		in.app.collides(w, result.Conflicts)
		if dry {
			fmt.Fprintln(w, "nothing was written")
		}
	})
}

// say reports the problems, each with its place; what is said of many lines is
// said once.
func (in *importing) say() {
	const shown = 40
	type group struct {
		first trouble
		lines []string
	}
	var groups []*group
	known := map[string]*group{}
	for _, p := range in.problems {
		key := p.Severity + p.Reason + p.Remedy
		if g := known[key]; g != nil {
			g.lines = append(g.lines, strconv.Itoa(p.Line))
			continue
		}
		known[key] = &group{first: p}
		groups = append(groups, known[key])
	}
	for i, g := range groups {
		if i == shown {
			lines := 0
			for _, o := range groups[i:] {
				lines += 1 + len(o.lines)
			}
			fmt.Fprintf(in.app.errs(), "… and %d more of %d other kinds (--json lists them)\n", lines, len(groups)-i)
			break
		}
		fmt.Fprintf(in.app.errs(), "%s: %s\n", in.shown, g.first.Problem)
		if n := len(g.lines); n > 0 {
			fmt.Fprintf(in.app.errs(), "  … the same on %s: %s\n", grammar.Count(n, "more line"), strings.Join(g.lines[:min(n, 12)], ", ")+map[bool]string{true: " …"}[n > 12])
		}
	}
	if in.more > 0 {
		fmt.Fprintf(in.app.errs(), "… and %d more, beyond the first %d\n", in.more, problemLimit)
	}
}

// one is a word for so many: "warning", "warnings".
func one(n int, word string) string {
	_, words, _ := strings.Cut(grammar.Count(n, word), " ")
	return words
}
