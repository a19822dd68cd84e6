package records

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/when"
)

func sortKeys(keys []reflect.Value) {
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
}

var (
	units    = map[string][2]string{"DAILY": {"day", "days"}, "WEEKLY": {"week", "weeks"}, "MONTHLY": {"month", "months"}, "YEARLY": {"year", "years"}}
	weekdays = map[string]string{"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
	places   = map[string]string{"1": "the first ", "2": "the second ", "3": "the third ", "4": "the fourth ", "5": "the fifth ", "-1": "the last ", "-2": "the last but one "}
)

// repeats says a recurrence rule (RFC 5545) in words, as far as people write
// such rules; what is beyond that is left as it is written. Where it ends at a time, last
// is the last day on which it takes place; zero: as it is written.
func repeats(rule string, last when.Date) string {
	parts := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimPrefix(strings.ToUpper(rule), "RRULE:"), ";") {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return rule
		}
		parts[name] = value
	}
	unit, ok := units[parts["FREQ"]]
	if !ok {
		return rule
	}
	out := "every " + unit[0]
	if n := parts["INTERVAL"]; n != "" && n != "1" {
		out = "every " + n + " " + unit[1]
	}
	for _, name := range []string{"FREQ", "INTERVAL", "WKST"} {
		delete(parts, name)
	}
	if days := parts["BYDAY"]; days != "" {
		var words []string
		for d := range strings.SplitSeq(days, ",") {
			if len(d) < 2 {
				return rule
			}
			day, place := weekdays[d[len(d)-2:]], ""
			if n := strings.TrimPrefix(d[:len(d)-2], "+"); n != "" {
				place = places[n]
				if place == "" {
					return rule
				}
			}
			if day == "" {
				return rule
			}
			words = append(words, place+day)
		}
		out += " on " + list(words)
		delete(parts, "BYDAY")
	}
	if days := parts["BYMONTHDAY"]; days != "" {
		out += ", day " + strings.ReplaceAll(strings.ReplaceAll(days, "-1", "the last"), ",", ", ")
		delete(parts, "BYMONTHDAY")
	}
	if n := parts["COUNT"]; n != "" {
		out += ", " + n + " times"
		delete(parts, "COUNT")
	}
	if u := parts["UNTIL"]; len(u) >= 8 {
		if t, err := time.Parse("20060102", u[:8]); err == nil {
			if last.IsZero() {
				last = when.DateOf(t, time.UTC)
			}
			out += ", until " + last.Format(when.Plain)
			delete(parts, "UNTIL")
		}
	}
	if len(parts) > 0 {
		return rule
	}
	return out
}

// lastOf is the last day on which a window takes place by its rule, zero where that
// doesn't end at a time. Until just before an occurrence isn't until its day.
func (f *writer) lastOf(w *model.Window) when.Date {
	zone := f.env.Zone
	if f.words.rules != nil {
		zone = f.words.rules.Policy.Location()
	}
	last, _ := calendar.LastDay(gate.Window(w, zone))
	return last
}

// list writes words for a sentence: a, b and c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
