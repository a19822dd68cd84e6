package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/when"
)

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
			zone, err := a.zone(ctx)
			if err != nil {
				return err
			}
			return a.print(f.Record, func(w io.Writer) { fields(w, f.Record, zone) })
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
	zone, err := a.zone(ctx)
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
			fields(w, v.Record, zone)
		}
	})
}

// fields prints a record's fields, one a line.
func fields(w io.Writer, r model.Record, zone *time.Location) {
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
		fmt.Fprintf(w, "  %-16s %s\n", name, strings.Join(strings.Fields(visible(plainJSON(v, zone))), " "))
	}
}

// plainJSON writes what is kept as people read it: a text without its quotes, a
// time, a date, a stretch of time or a list of texts; anything else as it is.
func plainJSON(v json.RawMessage, zone *time.Location) string {
	var at time.Time
	var text string
	var texts []string
	var m when.Moment
	var s model.Slot
	is := func(into any) bool {
		d := json.NewDecoder(bytes.NewReader(v))
		d.DisallowUnknownFields()
		return d.Decode(into) == nil
	}
	switch {
	case is(&at):
		return timeOf(at, zone)
	case is(&text):
		return text
	case is(&texts):
		return strings.Join(texts, ", ")
	case is(&m) && !m.IsZero():
		return dateOf(m, zone)
	case is(&s) && !s.IsZero():
		return dateOf(s.Start, zone) + " to " + dateOf(s.End, zone)
	}
	return string(v)
}
