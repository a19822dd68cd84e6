package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// listing describes a `list` command over one kind of record.
type listing struct {
	kind  model.Kind
	short string
	begin string // the command that enters the first one
	head  []string
	row   func(l store.Listed) []string
}

// listCommand lists the records of a kind, by state and service.
func (a *App) listCommand(l listing) *cobra.Command {
	var state, service string
	var limit int
	cmd := &cobra.Command{
		Use: "list", Short: l.short, Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			db, err := a.open(ctx)
			if err != nil {
				return err
			}
			of, err := a.id(ctx, model.KindService, service)
			if err != nil {
				return err
			}
			q := store.ListQuery{Kind: l.kind, State: state, Service: of, Limit: limit}
			found, err := db.List(ctx, q)
			if err != nil {
				return err
			}
			if err := a.print(nonNil(found), func(w io.Writer) {
				if len(found) == 0 {
					empty(w, l.kind.Words(), l.begin)
					return
				}
				rows := make([][]string, len(found))
				for i, r := range found {
					rows[i] = l.row(r)
				}
				table(w, l.head, rows)
			}); err != nil {
				return err
			}
			return a.limited(len(found), limit, func() (int, error) { return db.CountRecords(ctx, q) })
		},
	}
	cmd.Flags().StringVar(&state, "state", "", "only in this state")
	cmd.Flags().StringVar(&service, "service", "", "only of this service")
	cmd.Flags().IntVar(&limit, "limit", 1000, "at most so many")
	return cmd
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// showCommand shows one record with all its fields, and its versions.
func (a *App) showCommand(k model.Kind) *cobra.Command {
	var versions bool
	var asOf string
	cmd := &cobra.Command{
		Use: "show ID", Short: "show one " + k.Words() + " with all its fields", Args: args("an id"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			id, err := a.id(ctx, k, args[0])
			if err != nil {
				return err
			}
			if versions {
				return a.showVersions(ctx, id)
			}
			pos, err := a.position(ctx, asOf)
			if err != nil {
				return err
			}
			f, err := a.db.Record(ctx, id, pos)
			if err != nil {
				return err
			}
			return a.print(f.Record, func(w io.Writer) { fields(w, f.Record) })
		},
	}
	cmd.Flags().BoolVar(&versions, "versions", false, "every state it was in, oldest first")
	cmd.Flags().StringVar(&asOf, "as-of", "", "as it was at a date, or at a position of the log (#12)")
	return cmd
}

func (a *App) showVersions(ctx context.Context, id model.ID) error {
	list, err := a.db.Versions(ctx, id)
	if err != nil {
		return err
	}
	return a.print(list, func(w io.Writer) {
		for i, v := range list {
			fmt.Fprintf(w, "state %d, since entry %d\n", i+1, v.Since)
			if v.Record == nil {
				fmt.Fprintln(w, "  (redacted)")
				continue
			}
			fields(w, v.Record)
		}
	})
}

// fields prints a record's fields as they are kept, one a line.
func fields(w io.Writer, r model.Record) {
	body, err := model.Encode(r)
	if err != nil {
		fmt.Fprintln(w, err)
		return
	}
	d := json.NewDecoder(strings.NewReader(string(body)))
	if _, err := d.Token(); err != nil {
		return
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return
		}
		fmt.Fprintf(w, "  %-16s %s\n", name, strings.Join(strings.Fields(plainJSON(v)), " "))
	}
}

// plainJSON writes a string without its quotes, anything else as it is.
func plainJSON(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return visible(s)
	}
	return visible(string(v))
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
