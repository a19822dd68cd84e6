package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// What is asked about lists and about the past is about the whole file: its dates
// are read in the organisation's zone, so that the same command shows the same to
// everybody, and help says so wherever it is asked.
const (
	officeZone = "in the organisation's time zone, or that of --zone"
	filterZone = "Dates in a filter\nare read " + officeZone + "."
)

// asOfFlag is the flag of every command that reads the past.
func asOfFlag(f *pflag.FlagSet, asOf *string) {
	f.StringVar(asOf, "as-of", "", "as it was at a date, or at a position of the log (#12); a date is read "+officeZone)
}

// outlook is from where a reading command looks: who, in which zone, and as of
// which moment.
type outlook struct {
	zone *time.Location // in which times are shown: the reader's
	// meant is the zone of what is typed to look at something: --zone, else the
	// organisation's. The same command shows the same rows to everybody.
	meant *time.Location
	me    model.ID
	pos   store.Position
	now   time.Time // the moment it is taken for: late is late as of then
}

func (a *App) outlook(ctx context.Context, asOf string) (outlook, error) {
	who, err := a.who(ctx)
	if err != nil {
		return outlook{}, err
	}
	zone, err := a.zone(ctx)
	if err != nil {
		return outlook{}, err
	}
	meant, err := a.meantZone(ctx)
	if err != nil {
		return outlook{}, err
	}
	o := outlook{zone: zone, meant: meant, me: who.Person, now: a.Now()}
	o.pos, o.now, err = a.position(ctx, asOf, meant)
	return o, err
}

// position reads --as-of: a date that has passed, or #N for a place in the log. It says
// as well for which moment that is taken: a day for its end, and today for now.
func (a *App) position(ctx context.Context, text string, meant *time.Location) (store.Position, time.Time, error) {
	text, now := strings.TrimSpace(text), a.Now()
	if text == "" {
		return store.Now, now, nil
	}
	db, err := a.open(ctx)
	if err != nil {
		return 0, now, err
	}
	if rest, ok := strings.CutPrefix(text, "#"); ok {
		var n int64
		if _, err := fmt.Sscanf(rest, "%d", &n); err != nil || n < 1 {
			return 0, now, usage("%q is no position of the log: write #12 for entry 12", text)
		}
		head, _, err := db.Head(ctx)
		if err != nil {
			return 0, now, err
		}
		if n > int64(head) {
			return 0, now, &model.NotFound{What: fmt.Sprintf("entry %d (the log ends at %d)", n, head)}
		}
		entry, err := db.Log(ctx, store.LogQuery{Before: n + 1, Limit: 1})
		if err == nil && len(entry) == 1 && entry[0].At.Before(now) { // a clock that was ahead says nothing of then
			now = entry[0].At
		}
		return store.Position(n), now, err
	}
	m, err := when.ParsePast(text, now, meant)
	if err != nil {
		return 0, now, usage("--as-of: %v", err)
	}
	at := m.At
	if m.Precision == when.Day { // the state at the end of that day
		if at = m.Span(meant).End.Add(-1); at.After(now) {
			return store.Now, now, nil
		}
	}
	pos, err := db.PositionAt(ctx, at)
	return pos, at, err
}
