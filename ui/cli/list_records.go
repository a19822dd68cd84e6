package cli

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

// listRecords lists the records of a kind.
func (a *App) listRecords(k model.Kind) *cobra.Command {
	var state, service string
	info := k.Info()
	var cmd *cobra.Command
	cmd = lists(a, &cobra.Command{Use: "list", Short: "list " + info.Many}, listCommand[store.Listed]{
		columns: recordColumns(k), shown: info.Listed,
		rows: func(ctx context.Context, ask listed) ([]store.Listed, int, error) {
			of, err := a.id(ctx, model.KindService, service)
			if err != nil {
				return nil, 0, err
			}
			ask.also("state", state)
			ask.also("service", string(of))
			found, err := a.db.Table(ctx, store.TableQuery{Kind: k, Filter: ask.filter, Sort: ask.sort, Desc: ask.desc, AsOf: ask.pos, Me: ask.me, Now: ask.now, Zone: ask.zone, Limit: ask.limit})
			return found.Rows, found.Total, err
		},
		none: func(w io.Writer, ask listed) {
			ask.also("state", state)
			ask.also("service", service)
			if !ask.filtered(w, k.Words()) {
				empty(w, k.Words(), begin(cmd.Root(), k))
			}
		},
	})
	cmd.Flags().StringVar(&state, "state", "", "only in this state")
	cmd.Flags().StringVar(&service, "service", "", "only of this service")
	return cmd
}

// recordColumns are the columns of a kind's table.
func recordColumns(k model.Kind) (out []column[store.Listed]) {
	for _, c := range store.TableColumns(k) {
		out = append(out, column[store.Listed]{c.Name, func(l store.Listed, _ *time.Location) any { return recordValue(l, c.Of) }})
	}
	return out
}

func recordValue(l store.Listed, of string) any {
	switch of {
	case "id":
		return l.ID
	case "title":
		return l.Title
	case "state":
		return l.State
	case "grade":
		if l.Kind == model.KindPerson {
			return strings.ReplaceAll(l.Grade, " ", ", ")
		}
		return l.Grade
	case "service":
		return l.ServiceName
	case "person":
		return l.PersonName
	case "subject":
		return l.Subject
	case "handle":
		return l.Handle
	case "at":
		return l.At
	}
	if l.Kind == model.KindWindow && l.Until.IsZero() {
		return marker("recurs")
	}
	return l.Until
}
