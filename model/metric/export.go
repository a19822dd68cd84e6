package metric

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/glyph"
	"fairway/model/when"
)

// Report is a measure of a period as it is handed on.
type Report struct {
	Metric Metric
	Result
	Period string // 2026-11
	Title  string // November 2026
	// Said is the sentence.
	Said  string
	Split Split
	Zone  *time.Location
	// Groups are the breakdown, if one was asked for.
	Groups []Group
	// Notes are what was noted about the period.
	Notes []Annotation
	// Shown says whether it was signed off, what would change it, and what was recorded
	// later.
	Shown Shown
}

// CSV writes the records behind the number, one a row, the data defects too, so
// that whoever adds up the column in gets the numerator.
func (r *Report) CSV(w io.Writer) error { return CSV(w, r) }

// CSV writes the records of several reports into one table.
func CSV(w io.Writer, reports ...*Report) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"metric", "period", "section", "in", "id", "release", "title", "type", "service", "at", "value", "unit", "provisional", "text"})
	seen := map[model.ID]bool{}
	for _, r := range reports {
		r.rows(out)
	}
	for _, r := range reports { // each once, however many measures it is about
		for _, n := range r.Notes {
			if !seen[n.ID] {
				_ = out.Write([]string{n.Measure, r.Period, "annotation", bit(false), string(n.ID), "", glyph.Tame(n.Text), "", glyph.Tame(n.Service), n.Day, "", "", bit(false), glyph.Tame(n.Whose())})
			}
			seen[n.ID] = true
		}
	}
	out.Flush()
	return out.Error()
}

func (r *Report) rows(out *csv.Writer) {
	for _, list := range [][]Record{r.Records, r.Defects} {
		for _, rec := range list {
			value, unit := "", ""
			if rec.Value.Known() && rec.Value.Form != "" {
				value, unit = rec.Value.plain()
			}
			at := ""
			if at = rec.Day; at == "" && !rec.At.IsZero() {
				at = rec.At.In(r.Zone).Format(time.RFC3339)
			}
			_ = out.Write([]string{r.Metric.ID, r.Period, rec.Section, bit(rec.In), string(rec.ID), string(rec.Release), glyph.Tame(rec.Title), glyph.Tame(rec.Type), glyph.Tame(rec.Service), at, value, unit, bit(rec.Provisional), glyph.Tame(rec.Text)})
		}
	}
	r.signedRows(out)
	for _, l := range r.Shown.Later { // in no number: apart
		text := fmt.Sprintf("recorded %s by %s, entry %d: %s", l.Written.At.In(r.Zone).Format(time.RFC3339), l.Written.Name, l.Written.Position, l.What)
		_ = out.Write([]string{r.Metric.ID, r.Period, "recorded later", bit(false), string(l.ID), string(l.Release), glyph.Tame(l.Title), "", "", l.Happened.In(r.Zone).Format(time.RFC3339), "", "", bit(false), glyph.Tame(text)})
	}
}

// signedRows are that the number was signed off, or was once, and what would change it: they are in no
// number, and stand apart.
func (r *Report) signedRows(out *csv.Writer) {
	stamp := func(t time.Time) string { return t.In(r.Zone).Format(time.RFC3339) }
	row := func(section string, id, release model.ID, title string, at time.Time, text string) {
		when := ""
		if !at.IsZero() {
			when = stamp(at)
		}
		_ = out.Write([]string{r.Metric.ID, r.Period, section, bit(false), string(id), string(release), glyph.Tame(title), "", "", when, "", "", bit(false), glyph.Tame(text)})
	}
	for i := range r.Reopened {
		o := &r.Reopened[i]
		row("reopened", o.ID, "", "", o.On, o.Words(stamp))
	}
	s := r.Shown.Signed
	if s == nil {
		return
	}
	text := fmt.Sprintf("by %s %s", s.Name, r.Shown.Basis(stamp))
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	row("signed off", s.ID, "", s.Title(), s.At, text)
	if d := r.Shown.Difference; d != nil {
		row("would change it", s.ID, "", "", time.Time{}, d.Words())
		for _, c := range d.Records {
			row("would change it: "+c.How, c.Record.ID, c.Record.Release, c.Record.Title, c.Record.At, c.Words(stamp))
		}
	}
}

// Words say by which entries a record came, went or changed; stamp writes a time.
func (c *RecordChange) Words(stamp func(time.Time) string) string {
	if len(c.Entries) == 0 {
		return "time went on"
	}
	return strings.Join(model.Each(c.Entries, func(e Entry) string {
		return fmt.Sprintf("%d, %s, %s: %s", e.Position, stamp(e.At), e.Name, e.Note)
	}), "; ")
}

// signed writes that the number was signed off, what would change it, and what was recorded
// later.
func (r *Report) signed(b *strings.Builder) {
	stamp := func(t time.Time) string { return when.Format(when.OnClock(t, r.Zone), r.Zone, when.ISO) }
	for i := range r.Reopened {
		fmt.Fprintf(b, "\nIt %s.\n", Escape(r.Reopened[i].Words(stamp)))
	}
	if s := r.Shown.Signed; s != nil {
		fmt.Fprintf(b, "\nSigned off %s by %s %s (%s).\n", stamp(s.At), Escape(s.Name), r.Shown.Basis(stamp), s.ID)
	}
	if d := r.Shown.Difference; d != nil {
		fmt.Fprintf(b, "\n### What would change it\n\n%s.\n", Escape(d.Words()))
		if len(d.Records) > 0 {
			b.WriteString("\n| record | section | id | title | by entry |\n|---|---|---|---|---|\n")
		}
		for _, c := range d.Records {
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", c.How, c.Record.Section, c.Record.ID, Escape(c.Record.Title), Escape(c.Words(stamp)))
		}
	}
	if len(r.Shown.Later) > 0 {
		fmt.Fprintf(b, "\n### Recorded later, after %s\n\n| id | what | happened | recorded | by | entry |\n|---|---|---|---|---|---|\n", Escape(r.Shown.After))
	}
	for _, l := range r.Shown.Later {
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %d |\n", l.ID, Escape(l.What), stamp(l.Happened), stamp(l.Written.At), Escape(l.Written.Name), l.Written.Position)
	}
}

// label names the group with that of which it is a part.
func (g *Group) label() string {
	if g.Within == nil {
		return g.Name
	}
	return g.Within.Name + ": " + g.Name
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// plain is a record's own value for a machine.
func (v Value) plain() (number, unit string) {
	switch v.Form {
	case Length, Worked:
		return decimal(v.Num, 1000*v.Den, 3), "s"
	case Days:
		return decimal(v.Num, v.Den, 1), "d"
	}
	return decimal(v.Num, v.Den, 2), ""
}

// Markdown writes the report for a page or a mail.
func (r *Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s, %s\n\n%s\n\n", Escape(r.Metric.Title), Escape(r.Title), Escape(r.Said))
	b.WriteString("| | value | numerator / denominator |\n|---|---|---|\n")
	row := func(name string, v Value) {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", Escape(name), v.Short(), v.Fraction())
	}
	if r.Told == "" {
		row(r.Metric.Title, r.Value)
	} else {
		fmt.Fprintf(&b, "| %s | %s | |\n", Escape(r.Metric.Title), r.Reading())
	}
	for _, p := range r.Parts {
		row(p.Name, p.Value)
	}
	if r.Target != nil {
		fmt.Fprintf(&b, "| target: %s | %s | |\n", Escape(r.Target.Words()), r.Target.Word())
	}
	for _, table := range []struct {
		by     string
		groups []Group
	}{{string(ByService), r.Services}, {string(r.Split), r.Groups}} {
		if len(table.groups) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n| %s | value | n |\n|---|---|---|\n", table.by)
		for _, g := range Each(table.groups) {
			value, n := g.Reading(), fmt.Sprint(g.Population)
			if g.Closed != nil {
				value += ", " + g.Closed.Words()
			} else if len(g.Reopened) > 0 {
				value += ", reopened"
			}
			if t := g.Target; t != nil && t.Known {
				value += ", " + Escape(t.Word()+": "+t.Words())
			}
			if apart := r.Metric.Apart(g.Result); apart != "" {
				n += "; " + apart
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", Escape(g.label()), value, n)
		}
	}
	for i := range r.Stated {
		if i == 0 {
			fmt.Fprintf(&b, "\n### Against what each type of release states\n\n| %s |\n|%s\n", strings.Join(StatedHead, " | "), strings.Repeat("---|", len(StatedHead)))
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(model.Each(r.Stated[i].Row(), Escape), " | "))
	}
	for _, list := range []struct {
		title   string
		records []Record
	}{{"Records", r.Records}, {"Data defects", r.Defects}} {
		if len(list.records) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n### %s\n\n| section | id | release | title | at | |\n|---|---|---|---|---|---|\n", list.title)
		for _, rec := range list.records {
			at := when.Format(rec.Dated(), r.Zone, when.ISO)
			text := rec.Text
			if rec.Value.Known() && rec.Value.Form != "" && rec.Value.Form != Count {
				text = rec.Value.Short() + ", " + text
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", rec.Section, rec.ID, rec.Release, Escape(rec.Title), at, Escape(text))
		}
	}
	for i, n := range r.Notes {
		if i == 0 {
			b.WriteString("\n### Annotations\n\n")
		}
		fmt.Fprintf(&b, "- %s: %s (%s, %s)\n", n.Day, Escape(n.Text), n.ID, Escape(n.Whose()))
	}
	r.signed(&b)
	if apart := r.Metric.Apart(r.Result); apart != "" {
		fmt.Fprintf(&b, "\n%s\n", apart)
	}
	fmt.Fprintf(&b, "\nDefinition: %s Source: %s.\n", Escape(r.Metric.Formula), Escape(r.Metric.Source))
	_, err := io.WriteString(w, b.String())
	return err
}

// Escape keeps a text within its cell, and from being markup.
func Escape(s string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "\r", " ", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "\\", "\\\\").Replace(glyph.Plain(s))
}
