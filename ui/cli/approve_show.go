package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/when"
)

// asked is an approval with what is decided by it, besides the documents that it
// covers: the dates, and what stands against them.
type asked struct {
	*model.Approval
	// Declared says what was declared an emergency, and why.
	Declared *model.Declaration `json:"declared,omitempty"`
	Planned  model.Slot         `json:"planned,omitzero"` // when it was asked for
	// Now are the dates of the release where they are others by now.
	Now model.Slot `json:"planned_now,omitzero"`
	// Environment is where it goes, and LeftOpen what isn't said yet and may be said later
	// without deciding again (decision.LeftOpen).
	Environment string          `json:"environment,omitempty"`
	LeftOpen    []string        `json:"left_open,omitempty"`
	Conflicts   []gate.Conflict `json:"conflicts,omitempty"`
	// Target is what the deployment takes of the targets of its service.
	Target *costView `json:"target,omitempty"`
	// Broken is the glass that was broken to decide it, as it is marked on the release.
	Broken     []model.Broken `json:"broken,omitempty"`
	Exceptions []string       `json:"exceptions,omitempty"`
	// After says that it was completed after what it was asked for.
	After *decision.Afterwards `json:"completed_after,omitempty"`
}

// after says that it was completed after what it was asked for.
func (v asked) after(w io.Writer, zone *time.Location) {
	if v.After != nil {
		fmt.Fprintf(w, "  \n  %s\n", visible(v.After.Words(zone)))
	}
}

// printApproval prints an approval, and what is decided by it.
func (a *App) printApproval(ctx context.Context, ap *model.Approval, at outlook, lines []string) error {
	c, err := a.db.Case(ctx, at.pos, a.Now(), model.Needs{IDs: []model.ID{ap.ID, ap.Of}, Releases: []model.ID{ap.Of}, Calendar: true})
	if err != nil {
		return err
	}
	r := model.Get[*model.Release](c, ap.Of)
	if r == nil { // of an RFC, or removed by law
		out := asked{Approval: ap, After: decision.CompletedAfter(c, ap)}
		if ch := model.Get[*model.Change](c, ap.Of); ch != nil {
			out.Declared = ch.Declared
		}
		return a.print(out, func(w io.Writer) {
			printLines(w, lines, at.zone)
			printDeclared(w, c, out.Declared, at.zone)
			out.after(w, at.zone)
		})
	}
	out := asked{Approval: ap, After: decision.CompletedAfter(c, ap), Declared: r.Declared, Planned: r.PlannedAt(ap.At), Environment: r.Env}
	if p, ok := c.Under(r).Process(r.Type); ok && ap.State() == model.ApprovalPending {
		out.LeftOpen = decision.LeftOpen(p, r, ap.Purpose)
	}
	if out.Planned.IsZero() {
		out.Planned = r.Window
	}
	if !out.Planned.Same(r.Window) {
		out.Now = r.Window
	}
	if !r.Ended() && !r.Deployed {
		out.Conflicts = gate.Collides(c, r)
	}
	out.Target = costOf(gate.CostOf(c, r))
	for _, d := range ap.Decisions {
		out.Broken = append(out.Broken, decision.Glass(r, d)...)
	}
	zone := at.zone
	for _, w := range model.All[*model.Window](c) {
		for _, e := range w.Exceptions {
			if e.Release != r.ID || e.Void != nil {
				continue
			}
			said := "waits for a decision"
			if e.Decided != nil {
				said = "refused"
				if e.Decided.Yes {
					said = "granted"
				}
				said += " by " + decision.Signed(c, e.Decided.By, e.Decided.At, e.Decided.Basis)
				for _, k := range e.Decided.Conditions() {
					said += ", on condition: " + k.Text
				}
				if against := decision.Outside(c, decision.Exception(r, w, e)); against != "" {
					said += ", " + against
				}
			}
			out.Exceptions = append(out.Exceptions, fmt.Sprintf("from %s %s: %s", w.ID, w.Title, said))
		}
	}
	return a.print(out, func(w io.Writer) {
		printLines(w, lines, at.zone)
		printDeclared(w, c, out.Declared, at.zone)
		out.after(w, at.zone)
		fmt.Fprintln(w, "  \n  What is decided")
		line := func(label, text string) { fmt.Fprintf(w, "  %-16s %s\n", label, visible(text)) }
		dates := func(s model.Slot) string {
			if s.IsZero() {
				return "no dates are planned"
			}
			return s.Format(zone, when.Long) + " " + zone.String()
		}
		line("dates", dates(out.Planned))
		if !out.Now.IsZero() {
			line("planned now", dates(out.Now))
		}
		if out.Environment != "" {
			line("environment", out.Environment)
		}
		if len(out.LeftOpen) > 0 {
			line("left open", "and said later without deciding again: "+strings.Join(out.LeftOpen, ", "))
		}
		for _, f := range out.Conflicts {
			text := f.Standing() + ": " + f.Text
			if f.Accepted != nil {
				text += fmt.Sprintf(" (by %s: %s)", c.Signatory(f.Accepted.By, f.Accepted.At), f.Accepted.Reason)
			}
			line("conflict", text)
		}
		if len(out.Conflicts) == 0 && !r.Window.IsZero() && !r.Ended() && !r.Deployed {
			line("conflict", "none: nothing collides with these dates")
		}
		out.Target.print(line)
		for _, e := range out.Exceptions {
			line("exception", e)
		}
		for _, b := range out.Broken {
			line("glass broken", fmt.Sprintf("%s by %s: %s (against: %s)", timeOf(b.At, zone), c.Signatory(b.By, b.At), b.Reason, cmp.Or(b.Duty, b.Rule)))
		}
	})
}

// printDeclared says why, when and by whom something was declared an emergency; nothing of
// what was not.
func printDeclared(w io.Writer, c *model.Case, d *model.Declaration, zone *time.Location) {
	if d == nil {
		return
	}
	fmt.Fprintln(w, "  \n  Emergency")
	line := func(label, text string) { fmt.Fprintf(w, "  %-16s %s\n", label, visible(text)) }
	line("declaration", fmt.Sprintf("%s by %s", recorded(d.At, d.Recorded, zone), c.Signatory(d.By, d.At)))
	line("because", d.Because(c))
	if d.Ended != nil {
		line("downgraded", fmt.Sprintf("%s by %s: %s", recorded(d.Ended.At, d.Ended.Recorded, zone), c.Signatory(d.Ended.By, d.Ended.At), d.Ended.Reason))
	}
}
