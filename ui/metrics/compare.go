package metrics

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/filter"
	"fairway/model/metric"
	"fairway/ui/kit"
)

// against is what numbers are compared with: the stretch before, the same a year before,
// or the releases of one service or type in the same stretch.
type against struct {
	year  bool
	field string // of the filter: service, type
	value string // what it is
}

// of is the stretch that one is compared with.
func (a against) of(s metric.Stretch) metric.Stretch {
	switch {
	case a.field != "":
		return s
	case a.year:
		return s.YearBefore()
	}
	return s.Add(-1)
}

// title is what a number is compared with, in words.
func (a against) title(s metric.Stretch) string {
	switch {
	case a.field == "service":
		return "the releases of " + a.value
	case a.field != "":
		return fmt.Sprintf("the releases of %s %s", a.field, a.value)
	}
	return a.of(s).Title()
}

// filter is the one in force, for the releases that are compared with: what it says of
// the field itself is left out.
func (a against) filter(text string) string {
	if a.field == "" {
		return text
	}
	parsed, err := filter.Parse(text)
	if err != nil {
		return text // which says so itself
	}
	var terms []string
	for _, t := range parsed.Terms {
		if t.Field != a.field {
			terms = append(terms, t.String())
		}
	}
	own := filter.Term{Field: a.field, Op: filter.Any, Values: []string{a.value}}
	return strings.Join(append(terms, own.String()), " ")
}

// turnAgainst compares with the next: a year before, then another service or type, which
// is asked for, then the stretch before again.
func (m *Metrics) turnAgainst() tea.Cmd {
	switch {
	case m.against.field != "":
		return m.compare(against{})
	case m.against.year:
		return m.chooseAgainst()
	}
	return m.compare(against{year: true})
}

// compare compares with something else. What was counted of each stretch stays good; the
// pages beside this one were compared as this one was.
func (m *Metrics) compare(with against) tea.Cmd {
	m.against = with
	m.kept.pages = nil
	m.Asker().Forget("near")
	earlier, ok := m.kept.counted[with.of(m.stretch)]
	if !ok || with.field != "" || m.page.stretch != m.stretch {
		return m.load()
	}
	p := m.page
	p.measures, p.against = slices.Clone(p.measures), with
	for i := range p.measures {
		p.measures[i].earlier = earlier.results[p.measures[i].ID]
	}
	return m.take(p)
}

// chooseAgainst offers the services and types that occur in the period.
func (m *Metrics) chooseAgainst() tea.Cmd {
	seen := map[against]bool{}
	var types, services []against
	for r := range m.page.facts.Each() {
		for _, a := range []against{{field: "type", value: r.Type}, {field: "service", value: r.ServiceName}} {
			switch {
			case a.value == "" || seen[a]:
			case a.field == "type":
				types = append(types, a)
			default:
				services = append(services, a)
			}
			seen[a] = true
		}
	}
	byName := func(a, b against) int { return strings.Compare(a.value, b.value) }
	slices.SortFunc(types, byName)
	slices.SortFunc(services, byName)
	choices := []kit.Choice{{Text: "the period before: " + m.stretch.Add(-1).Title(), Do: func() tea.Cmd { return m.compare(against{}) }}}
	for _, a := range append(services, types...) {
		choices = append(choices, kit.Choice{Text: a.field + " " + a.value, Do: func() tea.Cmd { return m.compare(a) }})
	}
	m.env.Host.Open(kit.NewMenu(m.env.Theme, m.env.Host, "Compare", "With what are the numbers of "+m.stretch.Title()+" compared?", choices))
	return nil
}

// sentence says the chosen number in words, with how it compares.
func (m *Metrics) sentence(shown *measure) string {
	return shown.Sentence(shown.result, shown.earlier, m.page.stretch.Title(), m.page.against.title(m.page.stretch))
}
