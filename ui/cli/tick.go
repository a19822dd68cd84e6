package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"fairway/store"
	"fairway/ui/owntools"
)

// tickCommand drives the clock of the file for one round.
func (a *App) tickCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "tick", Short: "do what is due by the clock: reminders, escalations, expiry", Args: noArgs,
		Long: `Does what is due by the clock, once: reminds those for whom something waits (a
request, papers, a question, a condition, a countersignature, a review, a waiver, an
exception, an improvement action), lets the role above decide as well, and ends requests
that nobody decided on, and compares the DML with what stands on record, as the policy
and the processes say. Each is an entry of the log. What was missed while nothing
ran is caught up with one entry each. The organisation's own tools that the settings name
are told what happened, and run (docs/operations.md); --dry-run leaves them alone.

fairway serve does it every minute; without a server, run this by cron or a systemd
timer, every quarter of an hour. Where one of them drives the clock already, it says so
and does nothing.`,
		Example: "  fairway tick --db /var/lib/fairway/fairway.db",
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.tick(cmd.Context(), dry) },
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what is due, and do nothing")
	return cmd
}

// round is what one round of the clock did.
type round struct {
	Did  []store.Ticked `json:"did"`
	Next time.Time      `json:"next,omitzero"` // when something is due next
	Dry  bool           `json:"dry_run,omitempty"`
	// Tools is what the organisation's own tools were told, and did.
	Tools []owntools.Did `json:"tools,omitempty"`
	// Held is who drives the clock, where that is another.
	Held *store.Lease `json:"held,omitempty"`
}

func (a *App) tick(ctx context.Context, dry bool) error {
	db, err := a.open(ctx)
	if err != nil {
		return err
	}
	if err := owns(db.Path()); err != nil {
		return err
	}
	out := round{Did: []store.Ticked{}, Dry: dry}
	holder := clockHolder("tick", a.Now())
	if !dry {
		held, lease, err := db.TakeLease(ctx, holder)
		if err != nil {
			return err
		}
		if !held {
			out.Held = &lease
			return a.printTick(ctx, out)
		}
		defer func() { _ = db.GiveLease(ctx, holder) }()
	}
	bar := a.progress("MB of the DML read:")
	did, next, err := db.Tick(renewing(ctx, db, holder, !dry, bar.megabytes), dry)
	bar.end()
	if out.Next = next.UTC(); err != nil {
		return err
	}
	out.Did = append(out.Did, did...)
	if !dry {
		var due time.Time
		if out.Tools, due, err = a.tickTools(ctx, db, holder); err != nil {
			return err
		}
		if due = due.UTC(); !due.IsZero() && (out.Next.IsZero() || due.Before(out.Next)) {
			out.Next = due
		}
	}
	return a.printTick(ctx, out)
}

func (a *App) printTick(ctx context.Context, r round) error {
	zone, err := a.zone(ctx)
	if err != nil {
		return err
	}
	return a.print(r, func(w io.Writer) {
		switch {
		case r.Held != nil:
			fmt.Fprintf(w, "%s drives the clock, until %s at least.\n", r.Held.Holder, timeOf(r.Held.Until, zone))
			return
		case len(r.Did)+len(r.Tools) == 0:
			fmt.Fprintln(w, "Nothing is due.")
		}
		for _, d := range r.Did {
			fmt.Fprintf(w, "%s  %s, due %s\n", d.Record, d.Note, timeOf(d.Due, zone))
			if len(d.Conflicts) > 0 {
				a.collides(w, d.Conflicts)
			}
		}
		printTools(w, r.Tools, zone)
		if !r.Next.IsZero() {
			fmt.Fprintf(w, "next: %s\n", timeOf(r.Next, zone))
		}
	})
}

// clockHolder names a process that drives the clock, so that no other has its name.
func clockHolder(what string, now time.Time) string {
	host, err := os.Hostname()
	if err != nil {
		host = "this host"
	}
	return fmt.Sprintf("%s on %s (process %d, %s)", what, host, os.Getpid(), now.UTC().Format("15:04:05.000"))
}

// driver is a server that drives the clock.
type driver struct {
	db     *store.DB
	log    *slog.Logger
	holder string
	now    func() time.Time
	head   store.Position // of the log when it was looked last
	next   time.Time      // when something is due, if nothing changes
	looked bool
}

// clockEvery is how often a server looks at the clock.
const clockEvery = time.Minute

// drive takes the lease every minute, and does what is due while it has it. Where nothing
// was written since, and nothing is due yet, it asks no further.
func (d *driver) drive(ctx context.Context) {
	for t := time.NewTicker(clockEvery); ; {
		d.round(ctx)
		select {
		case <-ctx.Done():
			t.Stop()
			// The context is over, and the next one should not have to wait.
			if err := d.db.GiveLease(context.WithoutCancel(ctx), d.holder); err != nil {
				d.log.Error("clock", "err", err)
			}
			return
		case <-t.C:
		}
	}
}

// renewing is a context in which a long look at the DML renews the lease of whoever holds
// it, every minute, and tells how far it is.
func renewing(ctx context.Context, db *store.DB, holder string, holds bool, progress func(done, all int64)) context.Context {
	last := time.Now()
	return store.Telling(ctx, func(done, all int64) {
		if progress != nil {
			progress(done, all)
		}
		if holds && time.Since(last) >= clockEvery {
			last = time.Now()
			_, _, _ = db.TakeLease(ctx, holder) // another one does the same only once this one has lapsed
		}
	})
}

// round is one look at the clock. A mistake of the program in it ends neither the server
// nor the rounds to come.
func (d *driver) round(ctx context.Context) {
	defer func() {
		if v := recover(); v != nil {
			d.log.Error("panic", "where", "clock", "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
		}
	}()
	held, _, err := d.db.TakeLease(ctx, d.holder)
	if err != nil || !held {
		if err != nil && ctx.Err() == nil {
			d.log.Error("clock", "err", err)
		}
		d.looked = false
		return
	}
	head, _, err := d.db.Head(ctx)
	if err == nil && d.looked && head == d.head && (d.next.IsZero() || d.now().Before(d.next)) {
		return
	}
	did, next, err := d.db.Tick(renewing(ctx, d.db, d.holder, true, nil), false)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("clock", "err", err)
		}
		return
	}
	for _, one := range did {
		d.log.Info("clock", "did", one.Action, "record", one.Record, "due", one.Due)
	}
	d.head, d.next, d.looked = head, next, len(did) == 0 // what was done is in the log since
}
