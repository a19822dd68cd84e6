package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"fairway/model/when"
)

// row makes a proposal of the values of one record.
func (c *tableReader) row(values []string, line int) (Row, []Problem) {
	row := Row{Line: line, Kind: c.mapping.Kind, Fields: map[string]string{}}
	var problems []Problem
	zone := c.zone
	special := map[string]string{}
	dates := map[string]int{} // date fields and the columns they come from

	value := func(name string) string {
		if i, ok := c.index[strings.ToLower(name)]; ok {
			return values[i]
		}
		return ""
	}
	for _, s := range c.sources {
		text := ""
		if s.template != nil {
			text = s.template.fill(value)
		} else {
			var more []Problem
			text, more = c.listed(s, values, line)
			problems = append(problems, more...)
		}
		to, known, ok := c.mapping.translate(s.field, text)
		if !ok {
			l, col := c.where(line, s.at)
			problems = append(problems, fail(l, col,
				fmt.Sprintf("%s is %s, which the mapping does not know; it knows %s", s.field, clip(text, 40), strings.Join(known, ", ")),
				fmt.Sprintf("add it under values.%s, or add \"*\" for all others", s.field)))
			continue
		}
		switch {
		case slices.Contains(specialColumns, s.field):
			special[s.field] = to
			dates[s.field] = s.at
		case fields[s.field].date:
			row.Fields[s.field] = to
			dates[s.field] = s.at
		default:
			cleaned, cut := tidy(s.field, to)
			if cut != "" {
				l, col := c.where(line, s.at)
				problems = append(problems, warn(l, col, cut, "mend it in the source"))
			}
			row.Fields[s.field] = cleaned
		}
	}
	if own := c.zoneOf(&row); own != nil {
		zone = own
	}
	if name := special[columnZone]; name != "" {
		z, err := zoneByName(name)
		if err != nil {
			l, col := c.where(line, dates[columnZone])
			problems = append(problems, fail(l, col, err.Error(), "correct the zone"))
		} else {
			zone = z
		}
	}
	dateProblems := c.rowDates(&row, special, dates, zone, line)
	problems = append(problems, dateProblems...)
	c.rowKind(&row, special[columnKind], &problems)
	if rule := special[columnRule]; rule != "" {
		if err := checkRule(strings.TrimPrefix(rule, "RRULE:")); err != nil {
			l, col := c.where(line, dates[columnRule])
			problems = append(problems, fail(l, col, fmt.Sprintf("%s is no recurrence rule: %v", clip(rule, 60), err), "write it as in FREQ=WEEKLY;BYDAY=SA (RFC 5545, 3.3.10)"))
		}
		row.Rule = strings.TrimPrefix(rule, "RRULE:")
		if length, err := when.ParseDuration(strings.TrimPrefix(special[columnEnd], "+")); err == nil && length > 0 && row.Start.Precision == when.Minute {
			row.Lasts = length
		}
	}
	if row.Kind == KindRelation {
		setDefault(row.Fields, "title", strings.TrimSpace(row.Fields["item"]+" "+row.Fields["relation"]+" "+row.Fields["to"]))
	}
	if row.Kind != "" && row.Fields["title"] == "" {
		setDefault(row.Fields, "title", row.Fields["name"])
		setDefault(row.Fields, "title", strings.TrimSpace(row.Fields["service"]+" "+row.Fields["version"]))
		if row.Fields["title"] == "" {
			problems = append(problems, fail(line, 0, "the row has no title, name or version", "fill one of them, or map another column to title"))
		}
	}
	if row.Start.IsZero() && row.Kind == KindIncident {
		row.Start, _ = when.ReadText(row.Fields["opened"], zone)
	}
	if row.Start.IsZero() && !hasError(dateProblems) && row.Kind != KindRelease && row.Kind != "" && !undated(row.Kind) {
		problems = append(problems, fail(line, 0, fmt.Sprintf("the row has no date, and without one it can't be of kind %s", row.Kind), "fill the date column, or map another one to it"))
	}
	key, more := c.rowKey(row, values, special[columnKey])
	problems = append(problems, more...)
	if hasError(problems) {
		return Row{Line: line}, problems
	}
	row.Key = key
	if !row.Start.IsZero() {
		row.Zone = zoneName(zone)
	}
	c.mapping.complete(&row, c.now)
	return row, problems
}

// lists are the fields that hold several things.
var lists = map[string]bool{"categories": true, "tags": true}

// listed is the text of a column and of all others of its name: of a field that holds
// several things all of them, of any other the first that says something.
func (c *tableReader) listed(s tableSource, values []string, line int) (string, []Problem) {
	text := values[s.at]
	for _, i := range s.others {
		switch other := values[i]; {
		case other == "" || other == text:
		case text == "":
			text = other
		case lists[s.field]:
			text += ", " + other
		case !fields[s.field].line && !slices.Contains(specialColumns, s.field):
			text += "\n\n" + other
		case !c.toldTwice[s.at]:
			if c.toldTwice == nil {
				c.toldTwice = map[int]bool{}
			}
			c.toldTwice[s.at] = true
			l, col := c.where(line, i)
			return text, []Problem{warn(l, col, fmt.Sprintf("the header names %s more than once, and the values differ: %s was taken, %s was not", clip(c.names[i], 40), clip(text, 40), clip(other, 40)), "rename one of the columns, or map the right one")}
		}
	}
	return text, nil
}

// zoneOf is the zone in which the dates of a row are meant because of its service,
// where neither the mapping nor a column says another. It is nil for none.
func (c *tableReader) zoneOf(row *Row) *time.Location {
	service := cmp.Or(row.Fields["service"], c.mapping.Service)
	if c.mapping.zone != nil || c.mapping.ZoneOf == nil || service == "" {
		return nil
	}
	return c.mapping.ZoneOf(service)
}

// rowDates reads start, end and the fields that are dates.
func (c *tableReader) rowDates(row *Row, special map[string]string, at map[string]int, zone *time.Location, line int) (problems []Problem) {
	read := func(field, text string) (m when.Moment) {
		if text == "" {
			return m
		}
		m, err := c.mapping.readDate(text, zone)
		if field == columnEnd {
			m, err = c.mapping.readEnd(text, row.Start, special[columnStart], zone)
		}
		if taken, other := m.FirstTaken(); taken != "" {
			l, col := c.where(line, at[field])
			problems = append(problems, warn(l, col, taken, other))
		}
		var gap *skipped
		if errors.As(err, &gap) && (row.Kind == KindIncident || field != columnStart && field != columnEnd) { // what has happened is taken all the same
			l, col := c.where(line, at[field])
			problems = append(problems, warn(l, col, fmt.Sprintf("%v; %s was taken", gap.error, when.Format(gap.next, zone, when.ISO)), "correct the date"))
			return gap.next
		}
		if err != nil {
			l, col := c.where(line, at[field])
			name := field
			if i := at[field]; i >= 0 {
				name = c.names[i]
			}
			wrong := fail(l, col, fmt.Sprintf("%s: %v", clip(name, 40), err), "correct the date, or name its format (date_formats in a mapping)")
			wrong.Option = "date_format"
			problems = append(problems, wrong)
		}
		return m
	}
	row.Start = read(columnStart, special[columnStart])
	row.End = read(columnEnd, special[columnEnd])
	for _, name := range dateFields {
		if text := row.Fields[name]; text != "" {
			if m := read(name, text); !m.IsZero() {
				row.Fields[name] = fieldDate(m, zone)
			}
		}
	}
	if row.Start.IsZero() {
		if !row.End.IsZero() && len(problems) == 0 {
			l, col := c.where(line, at[columnEnd])
			problems = append(problems, warn(l, col, "there is an end and no start; the end is left out", "fill the start"))
		}
		row.End = when.Moment{}
		return problems
	}
	if row.End.IsZero() {
		if row.Kind != KindIncident {
			row.End = row.Start
		}
		return problems
	}
	if c.mapping.EndExclusive && row.End.Precision == when.Day {
		row.End = dayBefore(row.End, zone)
	}
	if endsBefore(row.Start, row.End, zone) && len(problems) == 0 {
		l, col := c.where(line, at[columnEnd])
		problems = append(problems, fail(l, col, "it ends before it begins", "correct one of the two dates"))
	}
	return problems
}

// endsBefore reports whether the end lies before the start. A day-precise end
// covers its day.
func endsBefore(start, end when.Moment, zone *time.Location) bool {
	if end.Precision == when.Day {
		return end.On(zone).Before(start.On(zone))
	}
	return end.At.Before(start.At)
}

// undated reports whether rows of a kind have no dates: they stand on no calendar.
func undated(kind string) bool { return kind == KindItem || kind == KindRelation }

// rowKind decides the kind: the column, else a rule on the title, else the
// mapping's.
func (c *tableReader) rowKind(row *Row, column string, problems *[]Problem) {
	if column != "" && !c.mapping.KindSaid {
		kind := strings.ToLower(column)
		if !slices.Contains(kinds, kind) {
			*problems = append(*problems, fail(row.Line, 0,
				fmt.Sprintf("there is no kind %s; there are %s", clip(column, 40), strings.Join(kinds, ", ")),
				"translate it under values.kind"))
			return
		}
		row.Kind = kind
	} else if !undated(row.Kind) { // an item called Maintenance laptop is no window
		title := row.Fields["title"]
		if title == "" {
			title = row.Fields["name"]
		}
		if r := c.mapping.ruleFor(title, splitTexts(row.Fields["categories"])); r != nil {
			row.Kind = r.Kind
			r.apply(row)
			defer r.retitle(row) // once the version is known
		} else if row.Kind == "" {
			row.Kind = KindMilestone
		}
	}
	if row.Kind == KindSkip {
		row.Kind = ""
	}
	if row.Kind == KindRelease {
		c.mapping.findVersion(row, row.Fields["title"])
	}
}

// rowKey is the identity of a row, and what there is to say about it.
func (c *tableReader) rowKey(row Row, values []string, column string) (key string, problems []Problem) {
	switch {
	case len(c.key) > 0:
		parts := make([]string, len(c.key))
		for i, at := range c.key {
			parts[i] = values[at]
		}
		if strings.Join(parts, "") == "" {
			l, col := c.where(row.Line, c.key[0])
			return "", []Problem{fail(l, col, fmt.Sprintf("the key (%s) is empty", strings.Join(c.mapping.Key, ", ")), "fill it: it is how the row is recognised next time")}
		}
		key = joinKey(parts)
	case column != "":
		key = column
	case row.Kind == KindRelation: // nothing else of it could change
		key = joinKey([]string{row.Fields["item"], row.Fields["relation"], row.Fields["to"]})
	default:
		key = derivedKey(row.Kind, row.Fields["title"], row.Fields["version"], row.Fields["service"])
		if !c.told {
			c.told = true
			problems = append(problems, warn(row.Line, 0, "rows have no key; they are recognised by title, version and service", "name the key columns, so that a changed title is not a new record"))
		}
	}
	if first := c.keys.add(key, row.Line); first > 0 && c.mapping.Duplicates != duplicatesUpdate {
		shown := key
		if len(shown) > 100 || !utf8.ValidString(shown) {
			shown = strings.ToValidUTF8(shown[:min(100, len(shown))], "") + "…"
		}
		problems = append(problems, fail(row.Line, 0,
			fmt.Sprintf("the key %q is the same as on line %d", shown, first),
			"add a column to the key, or say duplicates = \"update\" where later rows replace earlier ones"))
	}
	return key, problems
}

// zoneName is the IANA name of a zone; the machine's own zone has none.
func zoneName(zone *time.Location) string {
	if name := zone.String(); name != "Local" {
		return name
	}
	return ""
}
