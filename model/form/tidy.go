package form

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"fairway/model/calendar"
	"fairway/model/when"
)

// Wrong is one answer that will not do.
type Wrong struct {
	Field string `json:"field"`
	Row   int    `json:"row,omitempty"` // in a table, from 1
	// Column is what in the row, where it is known.
	Column string `json:"column,omitempty"`
	// Missing says that there is no answer where one is needed.
	Missing bool   `json:"missing,omitempty"`
	Text    string `json:"text"`
}

// Lookup says whether an answer names something in the file: kind is that of a
// record, as Field.Names gives it; it returns the id in its full form.
type Lookup func(kind, text string) (id string, ok bool)

// Ground is what answers are read against.
type Ground struct {
	Now time.Time
	// Zone is that of what the answers are about: dates are kept as meant in it.
	Zone *time.Location
	// ZoneFor is that zone where other answers decide it: those of a window's own
	// zone, or of the service. It is asked with the answers that are no dates.
	ZoneFor func(Answers) *time.Location
	// Typed is the zone in which whoever answers writes dates, where they said
	// that it is another.
	Typed *time.Location
	// Kept says of a field or table that its answer stood there already, in the form
	// in which it is kept: Typed is not about it. Nil is none.
	Kept func(name string) bool
	// Said is what was typed into dates of which the answers hold what it was read
	// as: an end that counts from one goes by the offset that stood beside it.
	Said   Typing
	Lookup Lookup
	// Doubles keeps items that are named twice: whoever makes an action of the answers
	// says so.
	Doubles bool
}

// of is the ground for the answer to one field.
func (g Ground) of(name string) Ground {
	if g.Kept != nil && g.Kept(name) {
		g.Typed = nil
	}
	return g
}

// only is the ground for one answer that is typed among others that are kept.
func (g Ground) only(name string) Ground {
	g.Kept = func(other string) bool { return other != name }
	return g
}

// about is the ground for dates among these answers.
func (g Ground) about(a Answers) Ground {
	if g.ZoneFor != nil {
		g.Zone = g.ZoneFor(a)
	}
	return g
}

// In is the zone in which dates are read that name none.
func (g Ground) In() *time.Location { return cmp.Or(g.Typed, g.Zone) }

// Tidy brings answers into the form in which they are kept: ids in full, dates
// as ISO text, yes and no, list entries one a line. It returns every answer
// that will not do; the others are tidied all the same. Whether required
// fields are filled is not asked here: see Missing.
func (f Form) Tidy(a Answers, g Ground) (Answers, []Wrong) {
	a = f.Own(a)
	out := a.Clone()
	var wrong []Wrong
	// Dates come last: which zone they are about, other answers may say.
	names := slices.Collect(maps.Keys(a.Values))
	dated := func(name string) bool {
		fl, _ := f.Field(name)
		return fl.Type == Date
	}
	slices.SortFunc(names, func(x, y string) int { return cmp.Compare(flag(dated(x)), flag(dated(y))) })
	said := g
	for _, name := range names {
		if dated(name) {
			g = said.about(out)
		}
		fl, ok := f.Field(name)
		if !ok {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("form %s has no field %q; it has %s", f.Name, clip(name), f.names())})
			continue
		}
		if fl.Name != name {
			wrong = append(wrong, Wrong{Field: fl.Name, Text: fmt.Sprintf("it is answered twice, as %s and as %s", fl.Name, name)})
			continue
		}
		if fl.Type == Table {
			wrong = append(wrong, Wrong{Field: name, Text: name + " is a table: give rows, not one value"})
			continue
		}
		v, err := f.tidy(fl, a, g)
		if err != "" {
			wrong = append(wrong, Wrong{Field: name, Text: err})
			continue
		}
		out.Values[name] = v
	}
	g = said.about(out)
	for name, rows := range a.Tables {
		fl, ok := f.Field(name)
		if !ok || fl.Type != Table {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("form %s has no table %q", f.Name, clip(name))})
			continue
		}
		if len(rows) > RowLimit {
			wrong = append(wrong, Wrong{Field: name, Text: fmt.Sprintf("%d rows; at most %d fit in a table", len(rows), RowLimit)})
			continue
		}
		for i, row := range rows {
			for col, v := range row {
				at := slices.IndexFunc(fl.Columns, func(c Field) bool { return c.Name == col })
				if at < 0 {
					wrong = append(wrong, Wrong{Field: name, Row: i + 1, Text: fmt.Sprintf("table %s has no column %q", name, clip(col))})
					continue
				}
				tidied, err := fl.Columns[at].tidy(v, g.of(name))
				if err != "" {
					wrong = append(wrong, Wrong{Field: name, Row: i + 1, Column: col, Text: err})
					continue
				}
				out.Tables[name][i][col] = tidied
			}
		}
	}
	slices.SortFunc(wrong, func(a, b Wrong) int {
		return cmp.Or(strings.Compare(a.Field, b.Field), a.Row-b.Row, strings.Compare(a.Column, b.Column), strings.Compare(a.Text, b.Text))
	})
	return out, wrong
}

// Missing lists required fields without an answer.
func (f Form) Missing(a Answers) []Wrong {
	var out []Wrong
	for _, fl := range f.Fields() {
		if !f.Arises(fl, a) {
			continue
		}
		if fl.Type == Table {
			rows := a.Rows(fl.Name)
			if fl.Required && len(rows) == 0 {
				out = append(out, Wrong{Field: fl.Name, Missing: true, Text: fl.Title + " has no row"})
			}
			for i, row := range rows {
				for _, c := range fl.Columns {
					if c.Required && c.unanswered(row[c.Name]) && c.Shown(Answers{Values: row}) {
						out = append(out, Wrong{Field: fl.Name, Row: i + 1, Column: c.Name, Missing: true, Text: c.Title + " is missing"})
					}
				}
			}
			continue
		}
		if fl.Required && fl.unanswered(a.Get(fl.Name)) {
			out = append(out, Wrong{Field: fl.Name, Missing: true, Text: fl.Title + " is missing"})
		}
	}
	return out
}

// unanswered reports whether an answer says nothing: it is empty, or, where
// words are asked for, blank.
func (fl Field) unanswered(text string) bool {
	if fl.Type == Line || fl.Type == Text {
		return Blank(text)
	}
	return strings.TrimSpace(text) == ""
}

// Blank reports whether a text says nothing: white space, characters that show
// nothing, or the dots that stand for a text in help and remedies.
func Blank(text string) bool { return strings.TrimFunc(text, saysNothing) == "" }

func saysNothing(r rune) bool {
	switch {
	case r == '.', r == '…', unicode.IsSpace(r), unicode.IsControl(r):
		return true
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0, r == 0x2800, r == 0x34f, r == 0x17b4, r == 0x17b5, // fillers and an empty Braille cell
		r >= 0x180b && r <= 0x180f, r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef: // selectors of variants
		return true
	}
	return unicode.Is(unicode.Cf, r) // joiners, marks of direction, tags
}

func (f Form) names() string {
	var out []string
	for _, fl := range f.Fields() {
		out = append(out, fl.Name)
	}
	return strings.Join(out, ", ")
}

// How much an answer may hold: bytes of a line and of any other text, and rows of
// a table.
const (
	LineLimit = 400
	TextLimit = 64 << 10
	RowLimit  = 500
)

// TidyField tidies one answer as it is typed; a are the others, as they are kept.
// The field is one of the form's, or a column of a table.
func (f Form) TidyField(fl Field, text string, a Answers, g Ground) (value, wrong string) {
	return f.tidy(fl, Answers{Values: map[string]string{fl.Name: text, fl.From: a.Get(fl.From)}}, g.about(a).only(fl.Name))
}

// tidy tidies one answer among the others: an end may be a length of time, or a
// time of day, that counts from its start. As long as there is no start, such an
// end is kept as it was typed.
func (f Form) tidy(fl Field, a Answers, g Ground) (value, wrong string) {
	typed := a.Get(fl.Name)
	from, known := f.Field(fl.From)
	if plain, length := when.CutLength(typed); length > 0 && fl.Lasts {
		value, wrong = fl.tidy(plain, g.of(fl.Name))
		return when.WithLength(value, length), wrong
	}
	if fl.Type != Date || !known || !fl.counts(typed) {
		return fl.tidy(a.Values[fl.Name], g.of(fl.Name))
	}
	base, wrong := from.tidy(a.Values[from.Name], g.of(from.Name))
	start := Answers{Values: map[string]string{from.Name: base}}.Moment(from.Name, g.Zone)
	if wrong != "" || start.IsZero() {
		return typed, ""
	}
	const day = 24 * time.Hour
	length, _ := when.ParseDuration(strings.TrimPrefix(typed, "+"))
	switch {
	case start.Precision == when.Minute && when.OnlyClock(typed):
		said := a.Values[from.Name]
		was, stands := g.Said.stands(a, from.Name)
		if stands {
			said = was.Text
		}
		own := g.of(fl.Name).Typed
		if own != nil && !stands && g.of(from.Name).Typed == nil && when.TypedZone(typed) == nil {
			typed += " " + own.String() // of a start that stood there already
		}
		end, err := when.Until(start, said, typed, g.Now, g.Zone)
		if err != nil {
			return "", err.Error()
		}
		return end.TextIn(g.Zone), ""
	case start.Precision == when.Minute:
		value = when.OnClock(start.At.Add(length), start.In(g.Zone)).TextIn(g.Zone)
		if fl.Lasts && length > 0 {
			value = when.WithLength(value, length)
		}
		return value, ""
	case length > 0 && length%day == 0: // three days from Monday on are Monday to Wednesday
		return start.On(g.Zone).AddDays(int(length/day) - 1).String(), ""
	}
	return "", fmt.Sprintf("%q counts from the start, which has no time of day: write the start as in 2026-12-01 22:00", clip(typed))
}

// counts reports whether a text counts from the start that a date belongs to: a
// length of time, or a time of day alone.
func (fl Field) counts(text string) bool {
	_, err := when.ParseDuration(strings.TrimPrefix(strings.TrimSpace(text), "+"))
	return fl.From != "" && (err == nil || when.OnlyClock(text))
}

func (fl Field) tidy(text string, g Ground) (value, wrong string) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if text == "" {
		return "", ""
	}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return "", "is not valid text"
	}
	t := fl.Is()
	if most := cmp.Or(t.Most, TextLimit); len(text) > most {
		return "", fmt.Sprintf("is %d bytes long; at most %d are kept", len(text), most)
	}
	switch {
	case t.tidy == nil:
		return text, ""
	case !t.Several:
		return t.tidy(fl, text, g)
	}
	var out []string
	for _, part := range fl.Entries(text) {
		v, wrong := t.tidy(fl, part, g)
		if wrong != "" {
			return "", wrong
		}
		if !slices.Contains(out, v) || g.Doubles && fl.Type == Items {
			out = append(out, v)
		}
	}
	return strings.Join(out, "\n"), ""
}

func tidyDate(_ Field, text string, g Ground) (value, wrong string) {
	m, err := when.Parse(text, g.Now, g.In())
	if err != nil {
		return "", err.Error()
	}
	return m.TextIn(g.Zone), ""
}

// flag puts what is false before what is true.
func flag(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func tidyDuration(_ Field, text string, _ Ground) (value, wrong string) {
	d, err := when.ParseDuration(text)
	if err != nil {
		return "", err.Error()
	}
	return d.String(), ""
}

func tidyRecurrence(_ Field, text string, _ Ground) (value, wrong string) {
	rule, err := calendar.ReadRule(text)
	if err != nil {
		return "", err.Error()
	}
	return rule, ""
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func (w *Wrong) Error() string { return w.Where() + ": " + w.Text }

// Where names the place of a wrong answer as people read it. What is missing
// names its column by itself.
func (w Wrong) Where() string {
	switch {
	case w.Row == 0:
		return w.Field
	case w.Column == "" || w.Missing:
		return fmt.Sprintf("%s, row %d", w.Field, w.Row)
	}
	return fmt.Sprintf("%s, row %d: %s", w.Field, w.Row, w.Column)
}

// InRow says what is wrong where the row is known already.
func (w Wrong) InRow() string {
	if w.Column == "" || w.Missing {
		return w.Text
	}
	return w.Column + ": " + w.Text
}
