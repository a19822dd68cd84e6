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

// What is asked about lists and about the past is asked by whoever reads, and is
// about many records: its dates are read in the zone of the reader, and help says
// so wherever it is asked.
const (
	yourZone   = "in your time zone: --zone, else TZ, else the organisation's"
	filterZone = "Dates in a filter\nare read " + yourZone + "."
)

// asOfFlag is the flag of every command that reads the past.
func asOfFlag(f *pflag.FlagSet, asOf *string) {
	f.StringVar(asOf, "as-of", "", "as it was at a date, or at a position of the log (#12); a date is read "+yourZone)
}

// outlook is from where a reading command looks: who, in which zone, and as of
// which moment.
type outlook struct {
	zone *time.Location
	me   model.ID
	pos  store.Position
	now  time.Time // the moment it is taken for: late is late as of then
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
	o := outlook{zone: zone, me: who.Person, now: a.Now()}
	if o.pos, err = a.position(ctx, asOf); err != nil || o.pos == store.Now {
		return o, err
	}
	if m, err := when.Parse(asOf, a.Now(), zone); err == nil {
		o.now = m.At
		if m.Precision == when.Day {
			o.now = m.Span(zone).End.Add(-1)
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
	zone, err := a.zone(ctx)
	if err != nil {
		return 0, err
	}
	at := m.At
	if m.Precision == "day" { // the state at the end of that day
		at = m.Span(zone).End.Add(-1)
	}
	return db.PositionAt(ctx, at)
}
