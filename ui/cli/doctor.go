package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"fairway/store"
)

// surroundings are what doctor says of a file besides its content: nothing of
// it is damage.
type surroundings struct {
	// Journal is wal, or delete for a rollback journal.
	Journal string `json:"journal"`
	// ZoneData says by which zone data this program goes.
	ZoneData string `json:"zone_data"`
	// ShownIn is the zone in which times are shown to whoever asks, and why it is not
	// that of their TZ.
	ShownIn   string           `json:"shown_in"`
	Leftovers []store.Leftover `json:"leftovers,omitempty"`
	// PastRetention is what was kept for as long as the rules ask.
	PastRetention []store.PastRetention `json:"past_retention,omitempty"`
}

// lookAround looks at how the file keeps changes that are under way, and at
// what lies beside it.
func (a *App) lookAround(ctx context.Context, db *store.DB) (*surroundings, error) {
	mode, err := db.Journal(ctx)
	if err != nil {
		return nil, err
	}
	shown := "times are shown in the organisation's zone" // whatever that is, of a damaged file
	if policy, err := db.Policy(ctx); err == nil {
		zone, why := a.shownIn(policy.Location())
		if typed, err := a.typedZone(); typed != nil && err == nil {
			zone, why = typed, ""
		}
		shown = cmp.Or(why, "times are shown in "+zone.String())
	}
	return &surroundings{Journal: mode, ZoneData: zoneData(), ShownIn: shown, Leftovers: store.Leftovers(db.Path())}, nil
}

// sharedRFCs notes the RFCs that ride in two releases. Of a damaged file there is
// more to say than that.
func (a *App) sharedRFCs(ctx context.Context, db *store.DB, v *store.Verified) error {
	shared, err := db.SharedRFCs(ctx)
	if err != nil {
		return unless(!v.OK(), err)
	}
	for _, s := range shared {
		note := fmt.Sprintf("%s rides in %s (%s) and in %s (%s)", s.Change, s.Of.ID, s.Of.Title(), s.In.ID, s.In.Title())
		if len(s.Remedies) > 0 {
			note += ": " + a.shell().Lines(s.Remedies)
		}
		v.Notices = append(v.Notices, note)
	}
	return nil
}

// keptLongEnough notes what is past the time for which the rules keep it, and what
// can be done about it.
func (a *App) keptLongEnough(ctx context.Context, db *store.DB, v *store.Verified) ([]store.PastRetention, error) {
	past, err := db.PastRetention(ctx, a.Now())
	if err != nil {
		return nil, unless(!v.OK(), err)
	}
	for _, p := range past {
		many := p.Kind.Info().Many
		if p.Count == 1 {
			many = p.Kind.Info().One
		}
		v.Notices = append(v.Notices, fmt.Sprintf("%d %s past the %s for which they are kept (from when they were %s), the oldest %s: whoever may removes the content with fairway log redact ID; its digest and the log stay", p.Count, many, p.Period, p.From, p.Oldest))
	}
	return past, nil
}

func (s *surroundings) print(w io.Writer) {
	if s == nil {
		return
	}
	if s.Journal == "wal" {
		fmt.Fprintln(w, "it keeps a write-ahead log (wal)")
	} else {
		fmt.Fprintf(w, "it keeps a rollback journal (%s), as a backup does; the first that writes to it turns the write-ahead log on, where its folder can be written\n", s.Journal)
	}
	fmt.Fprintln(w, s.ZoneData)
	fmt.Fprintln(w, s.ShownIn)
	for _, l := range s.Leftovers {
		if l.Removed {
			fmt.Fprintf(w, "removed %s (%s), which a process had left that ended in the middle\n", l.Path, size(l.Size))
		} else {
			fmt.Fprintf(w, "beside it lies %s (%s): %s\n", l.Path, size(l.Size), l.What)
		}
	}
}

// size is a number of bytes as people read it.
func size(n int64) string {
	for _, unit := range []string{"bytes", "kB", "MB"} {
		if n < 1000 {
			return fmt.Sprintf("%d %s", n, unit)
		}
		n = (n + 500) / 1000
	}
	return fmt.Sprintf("%d GB", n)
}
