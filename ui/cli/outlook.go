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
	if o.pos, err = a.position(ctx, asOf); err != nil || o.pos == store.Now {
		return o, err
	}
	if m, err := when.Parse(asOf, a.Now(), meant); err == nil {
		o.now = m.At
		if m.Precision == when.Day {
			o.now = m.Span(meant).End.Add(-1)
		}
		return o, nil
	}
	entry, err := a.db.Log(ctx, store.LogQuery{Before: int64(o.pos) + 1, Limit: 1})
	if err == nil && len(entry) == 1 {
		o.now = entry[0].At
	}
	return o, err
}

// position reads --as-of: a date, or #N for a place in the log.
func (a *App) position(ctx context.Context, text string) (store.Position, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return store.Now, nil
	}
	db, err := a.open(ctx)
	if err != nil {
		return 0, err
	}
	if rest, ok := strings.CutPrefix(text, "#"); ok {
		var n int64
		if _, err := fmt.Sscanf(rest, "%d", &n); err != nil || n < 1 {
			return 0, usage("%q is no position of the log: write #12 for entry 12", text)
		}
		head, _, err := db.Head(ctx)
		if err != nil {
			return 0, err
		}
		if n > int64(head) {
			return 0, &model.NotFound{What: fmt.Sprintf("entry %d (the log ends at %d)", n, head)}
		}
		return store.Position(n), nil
	}
	m, err := a.moment(ctx, text)
	if err != nil {
		return 0, err
	}
	at := m.At
	if m.Precision == when.Day { // the state at the end of that day
		at = m.Span(nil).End.Add(-1)
	}
	return db.PositionAt(ctx, at)
}
