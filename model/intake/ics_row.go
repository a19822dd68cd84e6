package intake

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model/when"
)

// get is the first property of a name, or nil.
func (e *rawEvent) get(name string) *property {
	if list := e.props[name]; len(list) > 0 {
		return &list[0]
	}
	return nil
}

// text is the value of the first property of a name.
func (e *rawEvent) text(name string) string {
	if p := e.get(name); p != nil {
		return strings.TrimSpace(p.value)
	}
	return ""
}

func (e *rawEvent) warn(line int, reason, remedy string) {
	e.problems = append(e.problems, warn(line, 0, reason, remedy))
}

func (e *rawEvent) fail(line int, reason, remedy string) {
	e.problems = append(e.problems, fail(line, 0, reason, remedy))
}

// row makes a proposal of an event that is whole.
func (r *icsReader) row(e *rawEvent) (Row, []Problem) {
	row := Row{Line: e.line, Kind: r.mapping.Kind, Fields: map[string]string{}}
	if row.Kind == "" {
		row.Kind = KindMilestone
	}
	if e.get("DTSTAMP") == nil {
		e.warn(e.line, "the event has no DTSTAMP, which RFC 5545 (3.6.1) asks for", "it is read all the same; whatever wrote the file should add one")
	}
	if hasError(e.problems) {
		return Row{Line: e.line}, e.problems // whatever else there is to say follows from these
	}
	zone := r.dates(e, &row)
	r.recurrence(e, &row, zone)
	r.texts(e, &row)
	if hasError(e.problems) {
		return Row{Line: e.line}, e.problems
	}
	row.Zone = zoneName(zone)
	row.Key = r.identity(e, row)
	r.mapping.complete(&row, r.now)
	return row, e.problems
}

// moment reads one date property, and says what had to be guessed.
func (r *icsReader) moment(e *rawEvent, name string) (t icsTime, ok bool) {
	p := e.get(name)
	if p == nil {
		return t, false
	}
	t, err := readICSTime(p.raw, p.param("TZID"), r.zone, r.defined.zones)
	if err != nil {
		e.fail(p.line, name+": "+err.Error(), "write it as 20261201 or 20261201T220000Z (RFC 5545, 3.3.4 and 3.3.5)")
		return t, false
	}
	if t.odd != "" {
		e.warn(p.line, name+": "+t.odd, "write it in UTC, with a Z")
	}
	switch {
	case t.unknown != "":
		e.fail(p.line, fmt.Sprintf("%s names a time zone that is not known, %s, and the file does not define it", name, clip(t.unknown, 60)), "use an IANA name such as Europe/Berlin; this event is left out")
		return t, false
	case t.own && len(e.props["RRULE"]) > 0:
		e.fail(p.line, fmt.Sprintf("%s names a time zone that the file defines and that is like no other, %s: its series can't be followed", name, clip(p.param("TZID"), 60)), "use an IANA name such as Europe/Berlin; this event is left out")
		return t, false
	case t.floating && r.lost != "":
		e.fail(p.line, fmt.Sprintf("%s names no time zone, and the calendar's is not known: %s", name, r.lost), "use an IANA name such as Europe/Berlin, or say the zone as you import; this event is left out")
		return t, false
	case t.floating:
		e.warn(p.line, fmt.Sprintf("%s names no time zone; it was read in %s", name, zoneOrLocal(r.zone)), "add TZID or a Z for UTC, or say zone in the mapping")
	case strings.EqualFold(p.param("VALUE"), "DATE") && t.moment.Precision != when.Day:
		e.warn(p.line, name+" says that it is a date and has a time; it was read with its time", "write VALUE=DATE-TIME, or the date alone")
	}
	return t, true
}

func zoneOrLocal(zone *time.Location) string {
	if name := zoneName(zone); name != "" {
		return name
	}
	return "this machine's zone"
}

// dates reads start and end, and gives the zone they are meant in.
func (r *icsReader) dates(e *rawEvent, row *Row) *time.Location {
	if e.get("DTSTART") == nil {
		e.fail(e.line, "the event has no DTSTART", "give it a date; this event is left out")
		return r.zone
	}
	start, ok := r.moment(e, "DTSTART")
	if !ok {
		return r.zone
	}
	row.Start = start.moment
	// Without an end a date is that one day, and a time that one instant (RFC
	// 5545, 3.6.1).
	row.End = row.Start
	switch end, duration := e.get("DTEND"), e.get("DURATION"); {
	case end != nil:
		t, ok := r.moment(e, "DTEND")
		if !ok {
			return start.zone
		}
		row.End = t.moment
		if t.moment.Precision != row.Start.Precision {
			e.warn(end.line, "one of DTSTART and DTEND is a date and the other has a time; both were read as they are", "write both in the same way (RFC 5545, 3.6.1)")
		}
		// The last day is the one before DTEND. A DTEND equal to DTSTART is that
		// day: many programs write it so.
		if t.moment.Precision == when.Day && row.Start.At.Before(t.moment.At) {
			row.End = dayBefore(t.moment, t.zone)
		}
		if duration != nil {
			e.warn(duration.line, "the event has both DTEND and DURATION; DTEND was taken", "leave one of them out (RFC 5545, 3.6.1)")
		}
		if endsBefore(row.Start, row.End, t.zone) {
			e.fail(end.line, "the event ends before it begins", "correct DTSTART or DTEND; this event is left out")
		}
	case duration != nil:
		d, err := readICSDuration(duration.raw)
		if err != nil {
			e.fail(duration.line, "DURATION: "+err.Error(), "correct it (RFC 5545, 3.3.6); this event is left out")
			return start.zone
		}
		if row.Start.Precision == when.Day {
			if d.elapsed != 0 {
				e.warn(duration.line, "the event begins on a date, and its DURATION has hours; only its days were taken", "write the duration in days (RFC 5545, 3.6.1)")
			}
			if d.days > 1 {
				row.End = when.OnDay(row.Start.On(start.zone).AddDays(d.days-1), start.zone)
			}
		} else {
			row.End = d.after(row.Start, start.zone)
			if d.days == 0 { // days are those of the calendar
				row.Lasts = d.elapsed
			}
		}
	}
	return start.zone
}

// recurrence reads RRULE and EXDATE.
func (r *icsReader) recurrence(e *rawEvent, row *Row, zone *time.Location) {
	rules := e.props["RRULE"]
	if len(rules) == 0 {
		if p := e.get("EXDATE"); p != nil {
			e.warn(p.line, "EXDATE leaves out occurrences of an event that does not repeat", "add the RRULE, or leave EXDATE out")
		}
	} else if rule := strings.ToUpper(strings.TrimSpace(rules[0].raw)); true {
		if err := checkRule(rule); err != nil {
			e.warn(rules[0].line, fmt.Sprintf("%s is no recurrence rule: %v; only the first occurrence was read", clip(rule, 60), err), "correct it (RFC 5545, 3.3.10)")
			return
		}
		row.Rule = rule
	}
	if len(rules) > 1 {
		e.warn(rules[1].line, "the event has more than one RRULE; only the first was read", "make an event of each (RFC 5545, 3.8.5.3)")
	}
	if p := e.get("RECURRENCE-ID"); p != nil {
		e.warn(p.line, "RECURRENCE-ID puts this event in the place of one of its series, which is read with that one all the same", "skip that one once both are taken over, or add an EXDATE to the series (RFC 5545, 3.8.4.4)")
	}
	if p := e.get("RDATE"); p != nil {
		e.warn(p.line, "RDATE adds single occurrences, which are not read", "make events of them")
	}
	if row.Rule == "" {
		return
	}
	for _, p := range e.props["EXDATE"] {
		for _, text := range strings.Split(p.raw, ",") {
			t, err := readICSTime(text, p.param("TZID"), zone, r.defined.zones)
			if err != nil {
				e.warn(p.line, "EXDATE: "+err.Error()+"; it was left out", "write it like DTSTART (RFC 5545, 3.8.5.1)")
				continue
			}
			if t.unknown != "" {
				e.fail(p.line, fmt.Sprintf("EXDATE names a time zone that is not known, %s, and the file does not define it", clip(t.unknown, 60)), "use an IANA name such as Europe/Berlin; this event is left out")
				return
			}
			row.Except = append(row.Except, t.moment.At)
		}
	}
	slices.SortFunc(row.Except, time.Time.Compare)
	row.Except = slices.CompactFunc(row.Except, time.Time.Equal)
}

// texts fills the fields and decides the kind.
func (r *icsReader) texts(e *rawEvent, row *Row) {
	m := &r.mapping
	put := func(field, text string, line int) {
		text, cut := tidy(field, text)
		if cut != "" {
			e.warn(line, cut, "mend it in the source")
		}
		if text != "" {
			row.Fields[field] = text
		}
	}
	line := func(name string) int {
		if p := e.get(name); p != nil {
			return p.line
		}
		return e.line
	}
	summary := e.text("SUMMARY")
	put("summary", summary, line("SUMMARY"))
	title := summary
	if m.StripEmoji {
		if stripped := strings.TrimSpace(stripEmoji(title)); stripped != "" {
			title = stripped
		}
	}
	put("title", title, line("SUMMARY"))
	put("notes", e.text("DESCRIPTION"), line("DESCRIPTION"))
	put("location", e.text("LOCATION"), line("LOCATION"))
	if p := e.get("URL"); p != nil {
		put("url", p.raw, p.line)
	}
	var categories []string
	for _, p := range e.props["CATEGORIES"] {
		categories = append(categories, splitTexts(p.raw)...)
	}
	put("categories", strings.Join(categories, ", "), line("CATEGORIES"))
	r.translated(e, "state", strings.ToLower(e.text("STATUS")), line("STATUS"), put)

	column := ""
	for _, f := range m.filled {
		text, at := "", e.line
		if f.template != nil {
			text = f.template.fill(func(name string) string { return e.text(strings.ToUpper(name)) })
		} else {
			for _, name := range f.columns {
				if p := e.get(strings.ToUpper(name)); p != nil {
					text, at = strings.TrimSpace(p.value), p.line
					break
				}
			}
		}
		switch {
		case text == "" || slices.Contains(m.Empty, text):
		case f.field == columnKind:
			if to, _, ok := m.translate(columnKind, text); ok {
				column = strings.ToLower(to)
			}
			if !slices.Contains(kinds, column) {
				e.fail(at, fmt.Sprintf("there is no kind %s; there are %s", clip(text, 40), strings.Join(kinds, ", ")), "translate it under values.kind")
			}
		case slices.Contains(specialColumns, f.field): // an event has these of its own
		default:
			r.translated(e, f.field, text, at, put)
		}
	}

	var rule *Rule
	if column != "" && !m.KindSaid {
		row.Kind = column
	} else if rule = m.ruleFor(summary, categories); rule != nil {
		row.Kind = rule.Kind
		rule.apply(row)
	}
	if row.Kind == KindSkip {
		row.Kind = ""
	}
	if row.Kind == KindRelease {
		m.findVersion(row, row.Fields["title"])
		if row.Fields["state"] == stageCancelled && row.Fields["stage"] == "" {
			row.Fields["stage"] = stageCancelled
		}
	}
	if rule != nil {
		rule.retitle(row)
	}
	if row.Fields["title"] == "" && row.Kind != "" {
		row.Fields["title"] = "Untitled event"
		e.warn(e.line, "the event has no SUMMARY; it is called Untitled event", "give it a title")
	}
}

// translated puts a value into a field, through the mapping's table of values.
func (r *icsReader) translated(e *rawEvent, field, text string, line int, put func(field, text string, line int)) {
	to, known, ok := r.mapping.translate(field, text)
	if !ok {
		e.fail(line, fmt.Sprintf("%s is %s, which the mapping does not know; it knows %s", field, clip(text, 40), strings.Join(known, ", ")),
			fmt.Sprintf("add it under values.%s, or add \"*\" for all others", field))
		return
	}
	put(field, to, line)
}

// identity is the key of an event: its UID, with the occurrence it stands for.
func (r *icsReader) identity(e *rawEvent, row Row) string {
	key := e.text("UID")
	if key == "" {
		key = derivedKey(row.Fields["summary"], momentText(row.Start), momentText(row.End), row.Fields["location"])
		e.warn(e.line, "the event has no UID; it is recognised by its title, dates and place", "add a UID, so that a changed event is not a new one (RFC 5545, 3.8.4.7)")
	}
	if len(key) > MaxTitle {
		key = derivedKey(key)
		e.warn(e.get("UID").line, fmt.Sprintf("the UID is longer than %d bytes; it was shortened to its digest", MaxTitle), "give it a shorter one")
	}
	if p := e.get("RECURRENCE-ID"); p != nil {
		t, err := readICSTime(p.raw, p.param("TZID"), r.zone, r.defined.zones)
		switch {
		case err != nil:
			e.warn(p.line, "RECURRENCE-ID: "+err.Error()+"; it was taken as it is written", "write it like DTSTART (RFC 5545, 3.8.4.4)")
			key += "/" + clip(p.raw, 40)
		case t.moment.Precision == when.Day:
			key += "/" + t.moment.On(r.zone).String()
		default:
			key += "/" + t.moment.At.UTC().Format("20060102T150405Z")
		}
	}
	first := r.keys.add(key, e.line)
	if first == 0 {
		return key
	}
	for n := max(2, r.repeats[key]+1); ; n++ {
		other := fmt.Sprintf("%s#%d", key, n)
		if r.keys.add(other, e.line) == 0 {
			r.repeats[key] = n
			e.warn(e.line, fmt.Sprintf("the UID is the same as on line %d; this event was kept as %s", first, clip(other, 100)), "give each event a UID of its own")
			return other
		}
	}
}
