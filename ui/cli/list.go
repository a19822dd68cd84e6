package cli

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"fairway/model"
	"fairway/model/filter"
	"fairway/model/glyph"
	"fairway/model/when"
	"fairway/store"
)

// Every command that lists something is made here, and takes the same flags:
// what is left out of a list is said wherever it is printed.

// listed is what a list is asked for.
type listed struct {
	outlook
	args   []string
	filter string
	sort   string // a column or a field of the filter; "" for the list's own order
	desc   bool
	limit  int  // at most so many rows; never 0
	read   bool // by people, as text
	rules  *model.Rules
}

// everything is a limit that no file reaches.
const everything = 1 << 40

// listCommand describes a command that lists rows of one sort.
type listCommand[T any] struct {
	one     string      // what a row is called: "release"
	columns []column[T] // all there are
	// units are those of columns of numbers, by their names: CSV puts them behind these.
	units map[string]string
	shown string // the names of those that are shown where none are named
	limit int    // where none is given
	now   bool   // there is nothing to be seen of earlier
	// words and fields are what its filter takes beyond the columns: words that stand alone,
	// and fields with a value.
	words, fields []string
	// rows are those asked for, and how many there are without the limit; flags of
	// its own become part of the filter.
	rows func(ctx context.Context, l *listed) ([]T, int, error)
	// none says what it means that there are no rows, where none were left out.
	none func(w io.Writer, l listed)
	// after says more to people below the rows.
	after func(w io.Writer)
	// whole is what JSON is, where it is not rows, total and left_out by themselves.
	whole func(list[T]) any
	// record is the record that a row is of; nil where rows are of none.
	record func(T) model.ID
}

// column is one column of a list.
type column[T any] struct {
	name  string
	value func(row T, l listed) any // see cell
}

// list is what is printed as JSON.
type list[T any] struct {
	Total   int `json:"total"`    // how many there are
	LeftOut int `json:"left_out"` // how many of them are not in rows
	Rows    []T `json:"rows"`
}

// listFlags are the flags of a list as they were given.
type listFlags struct {
	filter, sort, asOf string
	columns            []string
	limit              int
	csv, whole         bool
}

// listHelp is said of every list.
const listHelp = `A filter is that of the dashboard: field:value, field:a,b, field:<value, a word,
"two words"; a minus before a term turns it round. A value may be an id, a handle,
a name or a title, as it is shown; the blanks in a column's name may be dashes. What
a list leaves out is said on standard error; with --json "total" and "left_out" stand
beside the "rows", which have all fields unless --columns names some. CSV and JSON have
codes where people read words. With --whole each row of a list of records has its
"record" beside its fields, as it is kept. ` + filterZone

// lists makes a command one that lists rows.
func lists[T any](a *App, cmd *cobra.Command, c listCommand[T]) *cobra.Command {
	var f listFlags
	if c.limit == 0 {
		c.limit = 1000
	}
	flags := cmd.Flags()
	flags.StringVar(&f.filter, "filter", "", "only those that pass, as in the dashboard: field:value word -not"+c.more())
	flags.StringVar(&f.sort, "sort", "", "by this column; with a minus before it the other way round")
	flags.IntVar(&f.limit, "limit", c.limit, "at most so many; 0 for all")
	listFlag(flags, &f.columns, "columns", "these columns, with commas between: "+strings.Join(c.names(), ", "))
	if !c.now {
		asOfFlag(flags, &f.asOf)
	}
	flags.BoolVar(&f.csv, "csv", false, "print CSV")
	if c.record != nil {
		flags.BoolVar(&f.whole, "whole", false, "with --json: beside each row its record, with all that it holds")
	}
	for _, flag := range []string{"sort", "columns"} {
		a.completesFlag(cmd, flag, cobra.FixedCompletions(c.names(), cobra.ShellCompDirectiveNoFileComp))
	}
	if cmd.Long == "" {
		cmd.Long = strings.ToUpper(cmd.Short[:1]) + cmd.Short[1:] + "."
	}
	cmd.Long += "\n\n" + listHelp
	if cmd.Args == nil {
		cmd.Args = noArgs
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		columns, err := c.chosen(f.columns)
		if err != nil {
			return err
		}
		l, err := a.listed(cmd.Context(), f, args)
		if err != nil {
			return err
		}
		rows, total, err := c.rows(cmd.Context(), &l)
		if err != nil {
			return err
		}
		if err := a.asMeant(cmd.Context(), rows); err != nil {
			return err
		}
		out := list[T]{total, total - len(rows), nonNil(rows)}
		a.rest(len(rows), total, "--limit "+strconv.Itoa(total)+" shows all")
		switch {
		case f.csv:
			return writeCSV(a.exported(), columns, c.units, rows, l)
		case f.whole:
			whole, err := withRecords(cmd.Context(), a, out, c.record, columns, len(f.columns) > 0, l)
			if err != nil {
				return err
			}
			return encode(a.Out, whole)
		case a.flags.json && len(f.columns) > 0:
			return encode(a.Out, list[map[string]string]{out.Total, out.LeftOut, nonNil(byColumn(columns, rows, l))})
		case a.flags.json && c.whole != nil:
			return encode(a.Out, c.whole(out))
		}
		return a.print(out, func(w io.Writer) {
			if c.after != nil {
				defer c.after(w)
			}
			switch text := strings.TrimSpace(l.filter); {
			case len(rows) > 0:
				printRows(w, columns, rows, l)
			case text != "":
				fmt.Fprintf(w, "No %s passes %q.\n", c.one, text)
			case c.none != nil:
				c.none(w, l)
			default:
				fmt.Fprintf(w, "No %s.\n", c.one)
			}
		})
	}
	return cmd
}

// listed reads the flags of a list.
func (a *App) listed(ctx context.Context, f listFlags, args []string) (listed, error) {
	l := listed{args: args, filter: f.filter, limit: f.limit, read: !f.csv && !a.flags.json}
	switch {
	case f.csv && a.flags.json:
		return l, usage("choose one of --csv and --json")
	case f.whole && !a.flags.json:
		return l, usage("--whole prints records as they are kept, which is for programs: give --json, too")
	case f.limit < 0:
		return l, usage("--limit %d: write how many rows there may be at most, or 0 for all", f.limit)
	case f.limit == 0:
		l.limit = everything
	}
	l.sort, l.desc = strings.CutPrefix(f.sort, "-")
	var err error
	if f.asOf != "" { // also of what everybody may see as it is now
		if err = a.mayRead(ctx); err != nil {
			return l, err
		}
	}
	if l.outlook, err = a.outlook(ctx, f.asOf); err == nil {
		l.rules, err = a.db.RulesAsOf(ctx, l.pos)
	}
	return l, err
}

// also adds a term to the filter: what a flag of its own asks for.
func (l *listed) also(field, value string) {
	if value != "" {
		l.filter = strings.TrimSpace(l.filter + " " + filter.Term{Field: field, Op: filter.Any, Values: []string{value}}.String())
	}
}

// names are those of the columns as they are typed.
func (c listCommand[T]) names() (out []string) {
	for _, k := range c.columns {
		out = append(out, filter.FieldName(k.name))
	}
	return out
}

// more says what the filter takes beyond the columns and the words of a row.
func (c listCommand[T]) more() (text string) {
	if len(c.words) > 0 {
		text = "; words of its own: " + strings.Join(c.words, ", ")
	}
	if len(c.fields) > 0 {
		besides := " besides the columns"
		if c.columns == nil {
			besides = ""
		}
		text += "; fields" + besides + ": " + strings.Join(c.fields, ", ")
	}
	return text
}

// filters puts in what a filter of records of a kind takes; "" is the log.
func (c listCommand[T]) filters(k model.Kind) listCommand[T] {
	c.words, c.fields = store.FilterWords(k, c.names())
	return c
}

// chosen are the columns that are shown.
func (c listCommand[T]) chosen(names []string) ([]column[T], error) {
	if len(names) == 0 {
		names = strings.Split(c.shown, ",")
	}
	var out []column[T]
	for _, name := range names {
		name = strings.TrimSpace(name)
		i := slices.IndexFunc(c.columns, func(k column[T]) bool { return filter.FieldName(k.name) == filter.FieldName(name) })
		if i < 0 {
			return nil, usage("no column %q; there are %s", name, strings.Join(c.names(), ", "))
		}
		out = append(out, c.columns[i])
	}
	return out, nil
}

// nothing is what isn't there and isn't missed.
const nothing = marker("")

// marker is a word that only people see.
type marker string

// withMark is a value with a word that people see behind it.
type withMark struct {
	value any
	mark  string
}

// coded is a code of which people see the words.
type coded struct{ code, words string }

// words is the value of a column of a kind, as store.Words has it.
func (l listed) words(k model.Kind, of, code string) coded {
	return coded{code, store.Words(l.rules, k, of, code)}
}

// namedRecord is a record that is shown by its name.
type namedRecord struct {
	id   model.ID
	name string
}

// logPosition is a position of the log.
type logPosition int64

// cell writes a value for people. It is a text, a time, a moment, a number, or
// one of the types above.
func cell(v any, zone *time.Location) string {
	switch v := v.(type) {
	case time.Time:
		return timeOf(v, zone)
	case when.Moment:
		return dateOf(v, zone)
	case logPosition:
		return "#" + strconv.FormatInt(int64(v), 10)
	case marker:
		return string(v)
	case withMark:
		return dash(strings.TrimSpace(cell(v.value, zone) + " " + v.mark))
	case coded:
		return dash(v.words)
	case namedRecord:
		return dash(v.name)
	}
	return dash(fmt.Sprint(v))
}

// bare writes a value for programs: times with their offset, days as dates, and
// nothing where there is nothing.
func bare(v any, zone *time.Location) string {
	switch v := v.(type) {
	case time.Time:
		if v.IsZero() {
			return ""
		}
		return v.In(zone).Format(time.RFC3339)
	case when.Moment:
		if v.Precision != when.Day {
			return bare(v.At, zone)
		}
		return v.On(zone).String()
	case marker:
		return ""
	case withMark:
		return bare(v.value, zone)
	case coded:
		return glyph.Tame(v.code)
	case namedRecord:
		return glyph.Tame(v.name)
	}
	return glyph.Tame(fmt.Sprint(v))
}

func printRows[T any](w io.Writer, columns []column[T], rows []T, l listed) {
	head, cells := make([]string, len(columns)), make([][]string, len(rows))
	for i, c := range columns {
		head[i] = c.name
	}
	var times bool
	for i, r := range rows {
		for _, c := range columns {
			value := c.value(r, l)
			times = times || isTime(value)
			cells[i] = append(cells[i], cell(value, l.zone))
		}
	}
	table(w, head, cells)
	if times {
		namesZone(w, l.zone)
	}
}

// isTime reports whether a value shows a time of day, which means something in
// a zone only.
func isTime(v any) bool {
	switch v := v.(type) {
	case time.Time:
		return !v.IsZero()
	case when.Moment:
		return v.Precision != when.Day && !v.IsZero()
	case withMark:
		return isTime(v.value)
	}
	return false
}

// byColumn are rows by the names of their columns, as programs read them.
func byColumn[T any](columns []column[T], rows []T, l listed) (out []map[string]string) {
	for _, r := range rows {
		row := map[string]string{}
		for _, c := range columns {
			row[c.name] = bare(c.value(r, l), l.zone)
		}
		out = append(out, row)
	}
	return out
}

func writeCSV[T any](w io.Writer, columns []column[T], units map[string]string, rows []T, l listed) error {
	out := csv.NewWriter(w)
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = c.name
		if unit := units[c.name]; unit != "" {
			line[i] += "_" + unit
		}
	}
	_ = out.Write(line) // Error says what went wrong
	for _, r := range rows {
		for i, c := range columns {
			line[i] = bare(c.value(r, l), l.zone)
		}
		_ = out.Write(line)
	}
	out.Flush()
	return out.Error()
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
