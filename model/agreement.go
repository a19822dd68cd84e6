package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model/when"
)

// Agreement is a service level agreement (ISO/IEC 20000-1:2018, 8.3.3): of which time of a
// month a service is promised, and how much of that. A later one of the same service takes
// its place from its own first day on: for good, or up to its own last day, from which on the
// one before holds again. Nothing of it is edited.
type Agreement struct {
	ID      ID `json:"id"`
	Service ID `json:"service"`
	// Reference is what the paper is called, SLA-07, and With who it is with.
	Reference string `json:"reference,omitempty"`
	With      string `json:"with,omitempty"`
	// Target is how much of the agreed time of each month the service is there, in 100 000ths:
	// 99500 is 99.5 %.
	Target int64 `json:"target"`
	// Hours are those of support, on the clock of the service. On holidays they hold only
	// where Holidays says so; Maintenance says that its maintenance windows are no agreed
	// time.
	Hours       []SupportHours `json:"hours"`
	Holidays    bool           `json:"holidays,omitempty"`
	Maintenance bool           `json:"maintenance_excluded,omitempty"`
	// Severities are those of incidents that count as an outage.
	Severities []string `json:"severities,omitempty"`
	// From and To are its first and its last day, as they are meant where the service is; no
	// last day is until another takes its place.
	From when.Moment `json:"from"`
	To   when.Moment `json:"to,omitzero"`
	Text string      `json:"text,omitempty"`
	By   ID          `json:"by"`
	At   time.Time   `json:"at"`
	// Reason is why it was entered after its first day, or in the place of one from the same.
	Reason string `json:"reason,omitempty"`
	// ReplacedBy is the one that takes its place, and Ends its own last day because of that.
	ReplacedBy ID          `json:"replaced_by,omitempty"`
	Ends       when.Moment `json:"ends,omitzero"`
	// Withdrawn says that it never counted: it was entered in error.
	Withdrawn *Ending `json:"withdrawn,omitempty"`
}

// SupportHours are those of some days of the week.
type SupportHours struct {
	Days []string `json:"days"` // mon to sun
	// From and To are times on the wall, 08:00; 24:00 is the end of the day, and what ends
	// before it begins ends on the day after, and belongs to the one on which it begins.
	From string `json:"from"`
	To   string `json:"to"`
}

// TargetWhole is all of the agreed time, in the unit of targets.
const TargetWhole = 100_000

// TargetWords writes a target: 99.5 %.
func TargetWords(target int64) string {
	text := fmt.Sprintf("%d.%03d", target/1000, target%1000)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".") + " %"
}

// ReadTarget reads 99.5, 99,5 % and the like: more than nothing, less than or all of it, to
// a thousandth of a per cent.
func ReadTarget(text string) (int64, bool) {
	text = strings.ReplaceAll(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%")), ",", ".")
	whole, rest, _ := strings.Cut(text, ".")
	if len(whole) == 0 || len(whole) > 3 || len(rest) > 3 || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", 3-len(rest)), 10, 64)
	return n, err == nil && n > 0 && n <= TargetWhole
}

// Words say what is agreed, in a line: 99.5 % of Mon-Fri 06:00-20:00 a month.
func (a *Agreement) Words() string {
	text := TargetWords(a.Target) + " of " + HoursWords(a.Hours)
	if a.Maintenance {
		text += " outside its maintenance windows"
	}
	if a.Holidays {
		text += ", on holidays too"
	}
	return text + ", a month"
}

// weekdays are the days of hours in their order.
var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// HoursWords writes hours as ReadHours of model/level reads them.
func HoursWords(list []SupportHours) string {
	return strings.Join(Each(list, SupportHours.String), ", ")
}

// String writes Mon-Fri 08:00-18:00, or around the clock.
func (h SupportHours) String() string {
	days := ""
	for i := 0; i < len(weekdays); {
		if !h.on(weekdays[i]) {
			i++
			continue
		}
		last := i
		for last+1 < len(weekdays) && h.on(weekdays[last+1]) {
			last++
		}
		if days != "" {
			days += ","
		}
		days += strings.ToUpper(weekdays[i][:1]) + weekdays[i][1:]
		if last > i {
			days += "-" + strings.ToUpper(weekdays[last][:1]) + weekdays[last][1:]
		}
		i = last + 1
	}
	switch {
	case days == "Mon-Sun" && h.From == "00:00" && h.To == "24:00":
		return "around the clock"
	case days == "Mon-Sun":
		days = "every day"
	}
	return days + " " + h.From + "-" + h.To
}

func (h SupportHours) on(day string) bool {
	for _, d := range h.Days {
		if d == day {
			return true
		}
	}
	return false
}

// On reports whether the hours begin on a day of the week.
func (h SupportHours) On(day time.Weekday) bool { return h.on(weekdays[(int(day)+6)%7]) }

// Days are the names under which days of the week are kept, Monday first.
func Days() []string { return weekdays }

func (a *Agreement) Kind() Kind { return KindAgreement }
func (a *Agreement) Key() ID    { return a.ID }

// Links name the service, and who entered it.
func (a *Agreement) Links() []Link {
	return link(link(nil, RelService, a.Service), RelPerson, a.By)
}

func (a *Agreement) Row() Row {
	state, to := AgreementMade, a.To
	switch {
	case a.Withdrawn != nil:
		state = AgreementWithdrawn
	case a.ReplacedBy != "":
		state, to = AgreementReplaced, a.Ends
	}
	return Row{Title: a.Words(), State: state, Service: a.Service, Person: a.By, Grade: strings.TrimSuffix(TargetWords(a.Target), " %"), At: a.From.At, Until: to.At,
		Dates: Slot{Start: a.From, End: to}, Text: strings.TrimSpace(a.Reference + " " + a.With + " " + a.Text)}
}
