package process

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model/chart"
)

// MeasuresFile lays down what the organisation measures. Rules from before it was there
// have none: what the program knows of a measure by itself is its formula.
const MeasuresFile = "process/measures.toml"

// Measure is what the organisation lays down about one of the measures that the program
// computes (ISO/IEC 20000-1:2018, 9.1: what is measured, how, when, and who evaluates it).
type Measure struct {
	ID    string `toml:"id" json:"id"` // that of its formula
	Title string `toml:"title" json:"title"`
	// What is the definition in a sentence, Formula the formula in words, Edges what they
	// say about cases in which people would differ.
	What    string   `toml:"what" json:"what"`
	Formula string   `toml:"formula" json:"formula"`
	Edges   []string `toml:"edges" json:"edges,omitempty"`
	// Window says which records a period takes, in words.
	Window string `toml:"window" json:"window"`
	// Unit is that of its targets: %, per 100, each, count, days, hours, minutes or a week.
	Unit      string `toml:"unit" json:"unit"`
	Good      string `toml:"good" json:"good"` // less or more: which way of the number is better
	Owner     string `toml:"owner" json:"owner"`
	Frequency string `toml:"frequency" json:"frequency"`
	Source    string `toml:"source" json:"source"`
	// Missing says why there are no records yet of which it could be computed, for as long
	// as there are none.
	Missing string `toml:"missing" json:"missing,omitempty"`
	// Target is what should be reached, and Part the further value that it is about; without
	// it the value itself. Least says that it is a least, where less is not what is good.
	Target *int   `toml:"target" json:"target,omitempty"`
	Part   string `toml:"target_of" json:"target_of,omitempty"`
	Least  bool   `toml:"at_least" json:"at_least,omitempty"`
	// Services are other targets of single services, by their handles.
	Services map[string]int `toml:"service_targets" json:"service_targets,omitempty"`
	// Charts are the pictures that it is looked at as (model/chart), the one that fits
	// best first; none leaves that to the sort of numbers.
	Charts []string `toml:"charts" json:"charts,omitempty"`
}

// Measure finds what the rules lay down about a measure.
func (b *Rules) Measure(id string) (Measure, bool) {
	if i := slices.IndexFunc(b.Measures, func(m Measure) bool { return m.ID == id }); i >= 0 {
		return b.Measures[i], true
	}
	return Measure{}, false
}

// TargetWords are the target in words, of one service where that has one of its own: at
// most 15 %. It is "" where nothing is to be reached.
func (m *Measure) TargetWords(service string) string {
	target, ok := m.TargetOf(service)
	if !ok {
		return ""
	}
	words := "at most "
	if m.Least {
		words = "at least "
	}
	words += fmt.Sprint(target)
	switch m.Unit {
	case "count":
	case "each":
		words += " for each"
	default:
		words += " " + m.Unit
	}
	if m.Part != "" {
		words += " (" + m.Part + ")"
	}
	return words
}

// TargetOf is the target of a service, by its handle; with "" that of all together.
func (m *Measure) TargetOf(service string) (int, bool) {
	if own, ok := m.Services[service]; ok && service != "" {
		return own, true
	}
	if m.Target == nil {
		return 0, false
	}
	return *m.Target, true
}

// OwnedBy reports whether a role owns the measure: by its title, its id, or what it is for,
// which an organisation that calls it otherwise says.
func (m *Measure) OwnedBy(r Role) bool {
	return slices.ContainsFunc([]string{r.Title, r.ID, r.Means()}, func(name string) bool {
		return strings.EqualFold(strings.ReplaceAll(name, "-", " "), strings.ReplaceAll(m.Owner, "-", " "))
	})
}

func roleTitles(roles []Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = r.Title
	}
	return out
}

// reachable says of a target that no number can reach it.
func (m *Measure) reachable(l *linter, at place, what string, target int) {
	switch {
	case target < 0:
		l.say(at, "%s is %d; it must be at least 0", what, target)
	case target > 100 && m.Unit == "%" && (m.Least || m.Good == "more"):
		l.say(at, "%s is at least %d %%; no share is more than 100 %%", what, target)
	}
}

// measures looks over what is laid down about measures: see Words.Metrics.
func (l *linter) measures(metrics map[string]map[string][]string) {
	seen := map[string]bool{}
	for n, m := range l.rules.Measures {
		at := place{"measure " + m.ID, MeasuresFile, ""}.on("measure", n)
		values, ok := metrics[m.ID]
		units, has := values[m.Part]
		switch {
		case !ok:
			l.say(at.on("id"), "there is no measure %q; known are %s", m.ID, strings.Join(sorted(metrics), ", "))
		case seen[m.ID]:
			l.say(at.on("id"), "the measure is laid down twice")
		case !has:
			l.say(at.on("target_of"), "it has no further value %q; there are %s", m.Part, strings.Join(sorted(values)[1:], ", "))
		case len(units) == 0:
			if m.Target != nil || len(m.Services) > 0 {
				l.say(at.on("target"), "its targets are those of service level agreements, not of the rules")
			}
		case !slices.Contains(units, m.Unit):
			l.say(at.on("unit"), "unit = %q is not what the target is about; that is given in %s", m.Unit, strings.Join(units, " or "))
		}
		seen[m.ID] = true
		for _, must := range []struct{ key, is string }{{"title", m.Title}, {"what", m.What}, {"formula", m.Formula}, {"window", m.Window}, {"owner", m.Owner}, {"frequency", m.Frequency}, {"source", m.Source}} {
			if must.is == "" {
				l.say(at.on(must.key), "%s must be set", must.key)
			}
		}
		if m.Good != "less" && m.Good != "more" {
			l.say(at.on("good"), "good = %q must be less or more: which way of the number is better", m.Good)
		}
		for i, name := range m.Charts {
			if !slices.Contains(chart.Kinds(), name) {
				l.say(at.on("charts", i), "charts names %q, which is no chart; there are %s", name, strings.Join(chart.Kinds(), ", "))
			}
		}
		if m.Owner != "" && len(l.rules.Roles) > 0 && !slices.ContainsFunc(l.rules.Roles, m.OwnedBy) {
			l.say(at.on("owner"), "owner = %q is no role, so nobody could sign the measure off; there are %s", m.Owner, fewer(roleTitles(l.rules.Roles)))
		}
		if m.Target != nil {
			m.reachable(l, at.on("target"), "the target", *m.Target)
		}
		for _, service := range sorted(m.Services) {
			m.reachable(l, at.on("service_targets", service), "the target of "+service, m.Services[service])
		}
		if _, twice := l.rules.Policy.Targets[m.ID]; twice && m.Target != nil {
			l.say(at.on("target"), "its target stands in metric_targets of the policy as well: keep this one")
		}
	}
}
