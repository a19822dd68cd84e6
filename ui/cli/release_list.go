package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/store"
)

func (a *App) releaseList() *cobra.Command {
	return lists(a, &cobra.Command{
		Use: "list", Short: "list releases",
		Example: "  fairway release list --filter 'service:payroll risk:high -late mine'\n  fairway release list --sort -start --columns id,name,start,end --csv > releases.csv",
	}, listCommand[store.Card]{
		one: "release", columns: cardColumns, shown: "id,stage,state,risk,start,service,name",
		rows: func(ctx context.Context, l *listed) ([]store.Card, int, error) {
			q := store.ReleaseQuery{Filter: l.filter, Sort: l.sort, Desc: l.desc, AsOf: l.pos, Me: l.me, Now: l.now, Zone: l.meant, Limit: l.limit}
			found, err := a.db.Releases(ctx, q)
			if err != nil {
				return nil, 0, err
			}
			total, err := a.db.CountReleases(ctx, q)
			return found, total, err
		},
		none:   func(w io.Writer, _ listed) { noReleases(w) },
		record: func(c store.Card) model.ID { return c.ID },
	}.filters(model.KindRelease))
}

// cardColumns are the columns of a list of releases.
var cardColumns = []column[store.Card]{
	{"id", func(c store.Card, _ listed) any { return c.ID }},
	{"name", func(c store.Card, _ listed) any { return strings.TrimSpace(c.Name + " " + c.Version) }},
	{"version", func(c store.Card, _ listed) any { return c.Version }},
	{"type", func(c store.Card, _ listed) any { return c.Type }},
	{"stage", func(c store.Card, l listed) any { return l.words(model.KindRelease, "stage", c.Stage) }},
	{"state", func(c store.Card, l listed) any {
		return withMark{l.words(model.KindRelease, "state", string(c.State)), marks(c)}
	}},
	{"risk", func(c store.Card, l listed) any { return l.words(model.KindRelease, "risk", c.Band) }},
	{"service", func(c store.Card, _ listed) any { return c.ServiceName }},
	{"coordinator", func(c store.Card, _ listed) any { return c.Coordinator }},
	{"start", func(c store.Card, _ listed) any { return c.Start }},
	{"end", func(c store.Card, _ listed) any { return c.End }},
}

// releaseWords are what a filter of releases takes, for help that names no columns.
func releaseWords() string {
	words, fields := store.FilterWords(model.KindRelease, nil)
	return listCommand[store.Card]{words: words, fields: fields}.more()
}

func noReleases(w io.Writer) {
	empty(w, "release", "fairway release new --name NAME --service SERVICE, or fairway import FILE")
}

// dueMark says until when a card has to be through its stage, where that is said and
// it is not late; "" else.
func dueMark(c store.Card, zone *time.Location) string {
	if c.Due.IsZero() || c.Late {
		return ""
	}
	return "due " + timeOf(c.Due, zone)
}

// marks are what has to be seen of a release: that it is being rolled back, that it is
// late, and that its dates collide with something.
func marks(c store.Card) string {
	var out []string
	if c.GoesBack {
		out = append(out, "rolling back!")
	}
	if c.Late {
		out = append(out, "late!")
	}
	if c.OrdersLate > 0 {
		out = append(out, grammar.Count(c.OrdersLate, "order")+" late!")
	}
	if c.Conflict {
		out = append(out, "conflict!")
	}
	return strings.Join(out, " ")
}
