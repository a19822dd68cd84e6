package intake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// apply does to a row what a rule says, besides kind and title.
func (r *Rule) apply(row *Row) {
	for name, text := range r.Set {
		row.Fields[name] = text
	}
	if r.Hard {
		row.Fields["hard"] = "true"
	}
}

// retitle gives a row the title a rule's template makes of its fields.
func (r *Rule) retitle(row *Row) {
	if len(r.title) == 0 {
		return
	}
	if t := r.title.fill(func(name string) string { return row.Fields[name] }); t != "" {
		row.Fields["title"] = t
	}
}

// findVersion fills the fields that the version expression finds in a text and
// that no column has filled.
func (m *Mapping) findVersion(row *Row, text string) {
	if m.version == nil {
		return
	}
	match := m.version.FindStringSubmatch(text)
	if match == nil {
		return
	}
	for i, name := range m.version.SubexpNames() {
		if name != "" {
			setDefault(row.Fields, name, strings.TrimSpace(match[i]))
		}
	}
}

// maxRule is the length of a recurrence rule, in bytes, that no calendar needs.
const maxRule = 1000

// checkRule reports what is wrong with an RFC 5545 recurrence rule (3.3.10).
func checkRule(rule string) error {
	if len(rule) > maxRule {
		return fmt.Errorf("it is longer than %d bytes", maxRule)
	}
	if strings.ContainsAny(rule, "\r\n") {
		return errors.New("it has a line break in it")
	}
	option, err := rrule.StrToROptionInLocation(rule, time.UTC)
	if err != nil {
		return err
	}
	if option.Freq == rrule.SECONDLY || option.Freq == rrule.MINUTELY {
		return errors.New("it repeats more often than every hour")
	}
	if option.Interval < 0 || option.Count < 0 {
		return errors.New("INTERVAL and COUNT are at least 1")
	}
	option.Dtstart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err = rrule.NewRRule(*option)
	return err
}
