package process

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Section is a part of the policy as people read it: what each line is about, and
// what the policy says of it.
type Section struct {
	Title string      `json:"title"`
	Lines [][2]string `json:"lines"`
}

// InWords is the policy as it is read on the screen and in the document.
func (p Policy) InWords() []Section {
	general := Section{Title: "Organisation", Lines: [][2]string{
		{"time zone", p.Zone},
		{"working days", words(each(p.WorkDays, capital))},
		{"working hours", p.WorkStart + " to " + p.WorkEnd},
		{"weeks begin on", capital(p.FirstDay)},
		{"what a release can bring", words(p.Contents)},
		{"severities of incidents", words(p.Severities)},
		{"classes of items", words(p.ItemClasses)},
	}}
	limits := Section{Title: "Limits", Lines: [][2]string{
		{"quorum of the CAB", count(p.Quorum, "member")},
		{"an item of a CAB meeting is given", count(int(p.ItemTime().Minutes()), "minute")},
		{"its schedule looks ahead", count(p.Forward(), "day")},
		{"a conflict scan is fresh for", count(p.ScanHours, "hour")},
		{"a later start is a slip beyond", count(p.SlipHours, "hour")},
		{"spoken decisions are countersigned within", p.countersignWords()},
	}}
	if p.RemindHours > 0 {
		limits.Lines = append(limits.Lines, [2]string{"who is asked to decide is reminded after", count(p.RemindHours, "working hour")})
	}
	if p.EscalateHours > 0 {
		limits.Lines = append(limits.Lines, [2]string{"the role above may decide as well after", count(p.EscalateHours, "working hour")})
	}
	if p.ExpireDays > 0 {
		limits.Lines = append(limits.Lines, [2]string{"a request nobody decides on ends after", count(p.ExpireDays, "working day")})
	}
	if p.WaiverDays > 0 {
		limits.Lines = append(limits.Lines, [2]string{"a check of a gate is waived for at most", count(p.WaiverDays, "day")})
	}
	if p.MediaVerifyDays > 0 {
		every := "every " + count(p.MediaVerifyDays, "day")
		if p.MediaVerifyAt != "" {
			every += ", at " + p.MediaVerifyAt
		}
		limits.Lines = append(limits.Lines, [2]string{"the DML is compared with what stands on record", every})
	}
	if p.CatalogueFailures > 0 {
		limits.Lines = append(limits.Lines, [2]string{"an entry of the catalogue is suspended after", count(p.CatalogueFailures, "failure") + " in a row"})
	}
	for _, l := range []struct {
		title string
		of    map[string]int
		unit  string
	}{
		{"notice before the start, risk %s", p.NoticeHours, "hour"},
		{"early life, %s", p.EarlyDays, "day"},
		{"incidents count after a deployment, %s", p.Incident, "day"},
	} {
		for _, key := range p.ranked(l.of) {
			of := key
			if key == "*" {
				of = "any other"
			} else if i := slices.IndexFunc(p.Bands, func(b Band) bool { return b.ID == key }); i >= 0 {
				of = p.Bands[i].Title
			}
			limits.Lines = append(limits.Lines, [2]string{fmt.Sprintf(l.title, of), count(l.of[key], l.unit)})
		}
	}
	for _, what := range Reminded {
		if n, ok := p.ReminderHours(what); ok {
			limits.Lines = append(limits.Lines, [2]string{"reminded of: " + reminderWords[what], fmt.Sprintf("%s before the deadline, or without one after it began", count(n, "working hour"))})
		}
	}
	risk := Section{Title: "Risk", Lines: [][2]string{{"likelihood to begin with", fmt.Sprint(p.BaseLikely)}, {"many items are more than", fmt.Sprint(p.ManyItems)}}}
	from := 1
	for _, b := range p.Bands {
		risk.Lines = append(risk.Lines, [2]string{b.Title, fmt.Sprintf("%d to %d", from, b.Up)})
		from = b.Up + 1
	}
	for _, f := range p.Factors {
		risk.Lines = append(risk.Lines, [2]string{f.Title, fmt.Sprintf("adds %d to the likelihood", f.Adds)})
	}
	conflicts := Section{Title: "Conflicts"}
	for _, kind := range sorted(p.Conflicts) {
		weight := "warns"
		if p.HardConflict(kind) {
			weight = "blocks until it is accepted"
		}
		conflicts.Lines = append(conflicts.Lines, [2]string{cmp.Or(conflictWords[kind], strings.ReplaceAll(kind, "-", " ")), p.Conflicts[kind] + ": " + weight})
	}
	moving := Section{Title: "Reasons for moving a release"}
	for _, r := range p.Reasons {
		var marks []string
		if r.Customer {
			marks = append(marks, "caused by the customer")
		}
		if r.Displaced {
			marks = append(marks, "no slip")
		}
		moving.Lines = append(moving.Lines, [2]string{r.Title, strings.Join(marks, ", ")})
	}
	measures := Section{Title: "Measures", Lines: [][2]string{{"on the first page", words(p.Metrics)}}}
	for _, id := range sorted(p.Targets) {
		measures.Lines = append(measures.Lines, [2]string{"target of " + strings.ReplaceAll(id, "-", " "), fmt.Sprintf("%d %%", p.Targets[id])})
	}
	out := []Section{general, limits, risk, conflicts, moving, measures}
	if len(p.Capacity) > 0 {
		out = append(out, p.capacityWords())
	}
	if len(p.Priorities) > 0 {
		out = append(out, p.priorityWords())
	}
	if len(p.Relation) > 0 {
		out = append(out, p.relationWords())
	}
	if len(p.Retention) > 0 {
		kept := Section{Title: "How long records are kept"}
		for _, r := range p.Retention {
			text := r.Period() + " " + r.Since()
			if r.Why != "" {
				text += ": " + r.Why
			}
			kept.Lines = append(kept.Lines, [2]string{strings.ReplaceAll(r.Of, "-", " "), text})
		}
		out = append(out, kept)
	}
	return out
}

// LimitWords is how long something may stay in a stage, "" where there is no limit.
func (s *Stage) LimitWords() string {
	var out []string
	if s.Limit > 0 {
		out = append(out, count(s.Limit, "day"))
	}
	if s.WorkLimit > 0 {
		out = append(out, count(s.WorkLimit, "working day"))
	}
	return strings.Join(out, ", ")
}

// conflictWords say what each kind of conflict is (model/calendar has the kinds).
var conflictWords = map[string]string{
	"same-item":           "two releases change the same item",
	"dependent-item":      "another release changes an item that is depended upon",
	"same-service":        "two releases for the same service",
	"outside-maintenance": "outside the maintenance windows of the service",
	"freeze-hard":         "in a hard freeze",
	"freeze-soft":         "in a soft freeze",
	"person-twice":        "somebody is needed in two places",
	"environment-twice":   "two releases use the same environment",
	"order":               "before the end of a release that comes first",
	"notice":              "people are told too late",
	"person-absent":       "somebody who is needed is absent",
	"nobody-on-call":      "nobody is on call for the service",
	"business-event":      "during an event of the business",
	"capacity":            "more deployments than can be done at a time",
}

// ranked lists the keys of a table of limits: risk bands in their order, others by
// name, and what serves any other last.
func (p Policy) ranked(of map[string]int) []string {
	rank := func(key string) int {
		if key == "*" {
			return 1000
		}
		return slices.IndexFunc(p.Bands, func(b Band) bool { return b.ID == key })
	}
	out := sorted(of)
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}

// capital is a word as it begins a sentence; days of the week always do.
func capital(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[n:]
}

func each(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}

func words(list []string) string { return strings.ReplaceAll(strings.Join(list, ", "), "-", " ") }

func count(n int, unit string) string {
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}
