package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/store"
)

// listRecords lists the records of a kind.
func (a *App) listRecords(k model.Kind) *cobra.Command {
	var state, service, release, problem string
	info := k.Info()
	var cmd *cobra.Command
	cmd = lists(a, &cobra.Command{Use: "list", Short: "list " + info.Many}, listCommand[store.Listed]{
		one: k.Words(), columns: recordColumns(k), shown: info.Listed,
		rows: func(ctx context.Context, ask *listed) ([]store.Listed, int, error) {
			if _, err := a.id(ctx, model.KindService, service); err != nil {
				return nil, 0, err
			}
			ask.also("state", state)
			ask.also("service", service)
			for field, of := range map[string]struct {
				kind model.Kind
				id   *string
			}{"release": {model.KindRelease, &release}, "problem": {model.KindProblem, &problem}} {
				if _, err := a.id(ctx, of.kind, *of.id); err != nil {
					return nil, 0, err
				}
				ask.also(field, *of.id)
			}
			found, err := a.db.Table(ctx, store.TableQuery{Kind: k, Filter: ask.filter, Sort: ask.sort, Desc: ask.desc, AsOf: ask.pos, Me: ask.me, Now: ask.now, Zone: ask.meant, Limit: ask.limit})
			return found.Rows, found.Total, err
		},
		none: func(w io.Writer, _ listed) {
			if words := begin(cmd.Root(), k); words != "" {
				empty(w, k.Words(), words)
				return
			}
			fmt.Fprintf(w, "No %s yet: %s.\n", k.Words(), info.Unedited)
		},
		record: func(r store.Listed) model.ID { return r.ID },
	}.filters(k))
	cmd.Flags().StringVar(&state, "state", "", "only in this state")
	cmd.Flags().StringVar(&service, "service", "", "only of this service")
	if k == model.KindIncident {
		cmd.Flags().StringVar(&release, "release", "", "only those that this release is confirmed or suspected to have caused")
		cmd.Flags().StringVar(&problem, "problem", "", "only those that this problem is behind")
	}
	return cmd
}

// recordColumns are the columns of a kind's table.
func recordColumns(k model.Kind) (out []column[store.Listed]) {
	for _, c := range store.TableColumns(k) {
		out = append(out, column[store.Listed]{c.Name, func(r store.Listed, l listed) any { return recordValue(r, c.Of, l) }})
	}
	return out
}

func recordValue(r store.Listed, of string, l listed) any {
	switch of {
	case "id":
		return r.ID
	case "title":
		return r.Title
	case "state":
		if r.Ended {
			return coded{string(r.State), store.Words(l.rules, r.Kind, of, string(r.State)) + ", ended on " + cell(r.To(), l.zone)}
		}
		if r.Late {
			return coded{string(r.State), store.Words(l.rules, r.Kind, of, string(r.State)) + ", late!"}
		}
		return l.words(r.Kind, of, string(r.State))
	case "grade":
		if r.Uses != nil {
			return r.Uses.InList()
		}
		grade := l.words(r.Kind, of, r.Grade)
		if r.Kind == model.KindPerson {
			grade.code = strings.ReplaceAll(r.Grade, " ", ", ")
		}
		return grade
	case "service":
		return r.ServiceName
	case "person":
		return r.PersonName
	case "subject":
		if r.SubjectName != "" {
			return r.SubjectName
		}
		return r.Subject
	case "handle":
		return r.Handle
	case "site":
		return r.Site
	case "type":
		return l.words(r.Kind, of, r.Type)
	case "priority":
		return l.words(r.Kind, of, r.Priority)
	case "release":
		return r.Release
	case "outcome":
		return l.words(r.Kind, of, r.Outcome)
	case "at":
		return r.From()
	}
	if r.Kind == model.KindWindow && r.Until.IsZero() {
		return marker("recurs")
	}
	if r.Kind == model.KindImprovement && r.State == model.ImprovementOpen && !r.To().Over().After(l.now) {
		return withMark{r.To(), "overdue!"}
	}
	return r.To()
}
