package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/grammar"
	"fairway/model/when"
)

// Reader is for whom answers are shown: every screen, every command and every
// paper shows an answer by the same words, and says here only in whose time
// zone and by whose names.
type Reader struct {
	// Zone is the zone in which the answers' dates are meant, and told.
	Zone *time.Location
	// Home is the zone the reader lives in: a time of day, and a whole day, names its
	// zone where that is another. Nil is the same one.
	Home *time.Location
	// Told has every date said with its weekday, year and zone, what that is at
	// home, and that it comes twice: whoever typed it sees what was read.
	Told  bool
	Style when.Style
	// Now is what the year is left out by: when.Short has it where it is another
	// than this one.
	Now time.Time
	// Title is what people call a record at the moment that is shown; "" where it
	// isn't known. Nil leaves every id as it is.
	Title func(id string) string
}

// Date writes a date of an answer.
func (r Reader) Date(m when.Moment) string {
	if m.IsZero() {
		return ""
	}
	zone, style := r.Zone, r.Style
	if zone == nil {
		zone = time.UTC
	}
	if style == when.Short && !r.Now.IsZero() && m.On(zone).Year != r.Now.In(zone).Year() {
		style = when.Plain
	}
	if r.Home != nil && r.Told {
		text := when.TellTo(m, when.Moment{}, zone, r.Home)
		if twice := m.Twice(); twice != "" {
			text += "; " + twice
		}
		return text
	}
	if m.Precision == when.Day {
		return when.FormatSlotFor(m, when.Moment{}, zone, cmp.Or(r.Home, zone), style)
	}
	text := when.Format(m, zone, style)
	if r.Home != nil && r.Home.String() != zone.String() {
		text += " (" + zone.String() + ")"
	}
	return text
}

// record names a record: by its title, and by its id where people use that.
func (r Reader) record(id string, called bool) string {
	title := ""
	if r.Title != nil {
		title = r.Title(id)
	}
	switch {
	case title == "" || title == id:
		return id
	case called:
		return title
	}
	return title + " (" + id + ")"
}

// Show is an answer as people read it: titles for ids, dates in a zone, lengths
// of time in words, choices by their labels, several entries with commas. What
// could not be read as an answer of the field is shown as it was typed.
func (fl Field) Show(value string, r Reader) string {
	t := fl.Is()
	value = strings.TrimSpace(value)
	if t.Several {
		list := Split(value)
		for i := range list {
			list[i] = fl.entry(t, list[i], r)
		}
		return strings.Join(list, ", ")
	}
	return fl.entry(t, value, r)
}

func (fl Field) entry(t Type, value string, r Reader) string {
	if value == "" || t.show == nil {
		return value
	}
	return t.show(fl, value, r)
}

// AsTyped is a kept answer as a person edits it in one line: it reads back to the
// same.
func (fl Field) AsTyped(value string, zone *time.Location) string {
	t := fl.Is()
	if _, length := when.CutLength(value); fl.Lasts && length > 0 {
		return "+" + showDuration(fl, length.String(), Reader{})
	}
	if fl.Type == Date { // in the zone in which it is meant: it names it where that is another
		if m, ok := when.ReadText(value, zone); ok && m.In(zone).String() != zone.String() {
			return when.Format(m, m.In(zone), when.ISO) + " " + m.Zone
		}
	}
	if t.Widget == LineWidget && !t.Several {
		return fl.Show(value, Reader{Zone: zone, Style: when.ISO})
	}
	return value
}

// Echoes reports whether an answer is said back in other words than it is typed
// in.
func (fl Field) Echoes() bool { return fl.Is().Widget == LineWidget && fl.Is().show != nil }

// Cell is an answer where its question doesn't stand beside it, as in a row of a
// table: there a yes says to what, and a no says nothing.
func (fl Field) Cell(value string, r Reader) string {
	if fl.Type != YesNo {
		return fl.Show(value, r)
	}
	if strings.TrimSpace(value) == "yes" {
		return strings.ToUpper(fl.Title)
	}
	return ""
}

// Row is a row of a table in a line: the first cell, and then the others under
// their names.
func (fl Field) Row(row Cells, r Reader) string {
	var out []string
	for _, c := range fl.Said([]Cells{row}) {
		text := c.Cell(row[c.Name], r)
		switch {
		case text == "":
		case len(out) == 0, c.Type == YesNo:
			out = append(out, text)
		default:
			out = append(out, grammar.Lower(c.Title)+": "+text)
		}
	}
	return strings.Join(out, "; ")
}

// ShowAll is what stands in a field: an answer as Show has it, of a table a line
// for each row with its number. It is "" where nothing was answered.
func (fl Field) ShowAll(a Answers, r Reader) string {
	rows := a.Rows(fl.Name)
	if len(rows) == 0 {
		return fl.Show(a.Get(fl.Name), r)
	}
	var out []string
	for i, row := range rows {
		out = append(out, fmt.Sprintf("%d. %s", i+1, fl.Row(row, r)))
	}
	return strings.Join(out, "\n")
}

// Laid lays answers out as the form asks for them, and under a last heading what
// it no longer asks for. Questions that don't arise are left out, and those
// without an answer, but for required ones where needed is true; of tables the columns
// in which no row has one. Without a form
// everything stands under the last heading.
func (f *Form) Laid(a Answers, needed bool) []Group {
	var out []Group
	known := map[string]bool{}
	if f != nil {
		for _, g := range f.Groups {
			page := Group{Title: g.Title, Help: g.Help}
			for _, fl := range g.Fields {
				known[fl.Name] = true
				answered := a.Get(fl.Name) != "" || len(a.Rows(fl.Name)) > 0
				if f.Arises(fl, a) && (answered || needed && fl.Required) {
					fl.Columns = fl.Said(a.Rows(fl.Name))
					page.Fields = append(page.Fields, fl)
				}
			}
			out = append(out, page)
		}
	}
	rest := Group{Title: "Not asked for any more"}
	if f == nil {
		rest.Title = "Answers"
	}
	for _, name := range a.Names() {
		switch rows := a.Rows(name); {
		case known[name]:
		case len(rows) > 0:
			fl := unknown(name, Table)
			fl.Columns = fl.Said(rows)
			rest.Fields = append(rest.Fields, fl)
		case a.Get(name) != "":
			rest.Fields = append(rest.Fields, unknown(name, Text))
		}
	}
	return slices.DeleteFunc(append(out, rest), func(g Group) bool { return len(g.Fields) == 0 })
}

// Column is a column of one of the form's tables, by its name or what it is for; a
// line of text where the form has none such, or is nil.
func (f *Form) Column(table, column string) Field {
	if c, ok := find(f.Asked(table).Columns, column); ok {
		return c
	}
	return unknown(column, Line)
}

// Asked is a field of the form, or what stands for one that it doesn't have; the
// form may be nil.
func (f *Form) Asked(name string) Field {
	if f != nil {
		if fl, ok := f.Field(name); ok {
			return fl
		}
	}
	return unknown(name, Text)
}

// Said are the columns of a table in which a row says something, or has to, and after them
// what else stands in its rows.
func (fl Field) Said(rows []Cells) []Field {
	known := map[string]bool{}
	var asked []Field
	for _, c := range fl.Columns {
		known[c.Name] = true
		if c.Required || slices.ContainsFunc(rows, func(row Cells) bool { return strings.TrimSpace(row[c.Name]) != "" }) {
			asked = append(asked, c)
		}
	}
	var rest []Field
	for _, row := range rows {
		for name := range row {
			if !known[name] {
				known[name] = true
				rest = append(rest, unknown(name, Line))
			}
		}
	}
	slices.SortFunc(rest, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return append(asked, rest...)
}

// unknown is a field that no form has any more, under the name it had.
func unknown(name, of string) Field {
	return Field{Name: name, Title: strings.NewReplacer("_", " ", "-", " ").Replace(name), Type: of}
}

func showDate(_ Field, value string, r Reader) string {
	if m, ok := when.ReadText(value, r.Zone); ok {
		return r.Date(m)
	}
	return value
}

// showDuration writes a length of time in words, unless they would say less.
func showDuration(_ Field, value string, _ Reader) string {
	d, err := time.ParseDuration(value)
	if err != nil {
		return value
	}
	text := when.FormatDuration(d)
	if back, err := when.ParseDuration(text); err != nil || back != d {
		return d.String()
	}
	return text
}

func showOption(fl Field, value string, _ Reader) string { return fl.Label(value) }
