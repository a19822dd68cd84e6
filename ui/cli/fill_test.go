package cli_test

import (
	"regexp"
	"slices"
	"strings"
)

// filled says what goes into the fields of a form, by their titles: a string,
// a list of options, or the rows of a table. A field that isn't named is left
// as it stands.
type filled map[string]any

// fill fills the form with this title by keys alone, field after field as they
// come, looks at the review, and sends it.
func (m *terminal) fill(title string, answers filled) *terminal {
	m.t.Helper()
	m.until("the form "+title+" never came", func(s string) bool { return strings.HasPrefix(thirdLine(s), " "+title) })
	done := map[string]bool{}
	for range 200 {
		s := m.screen()
		at, field := place(s), focus(s)
		switch {
		case strings.HasPrefix(at, "Review"):
			for name := range answers {
				if !done[name] {
					m.t.Fatalf("the form %s has no field %q; the screen shows:\n%s", title, name, s)
				}
			}
			m.press("ctrl+s")
			m.until("the form "+title+" was not sent", func(s string) bool { return !strings.HasPrefix(thirdLine(s), " "+title) })
			return m
		case listed(s):
			name, _, _ := strings.Cut(at, " · ")
			rows, _ := answers[name].([]filled)
			done[name] = true
			for _, row := range rows {
				m.row(at, row)
			}
			m.press("tab")
			m.until("the page after "+at, func(s string) bool { return place(s) != at })
		default:
			m.answer(field, answers[field])
			done[field] = true
			m.next(place(m.screen()), field) // an answer may bring a page more: 3 of 4, 3 of 5
		}
	}
	m.t.Fatalf("the form %s has no end; the screen shows:\n%s", title, m.screen())
	return m
}

// row adds a row to the table that is shown.
func (m *terminal) row(table string, row filled) {
	m.t.Helper()
	m.press("n")
	m.until("a new row of "+table, func(s string) bool { return !listed(s) && focus(s) != "" })
	for range 20 {
		s := m.screen()
		at, field := place(s), focus(s)
		m.answer(field, row[field])
		m.next(at, field)
		if listed(m.screen()) {
			return
		}
	}
	m.t.Fatalf("the row has no end; the screen shows:\n%s", m.screen())
}

// next takes what stands in the field and goes on.
func (m *terminal) next(at, field string) {
	m.t.Helper()
	m.press("enter")
	m.until("the field after "+field, func(s string) bool {
		now, there := focus(s), place(s)
		return there != "" && (now != field || there != at) && (now != "" || there != at || listed(s))
	})
}

// answer puts something into the field that has the cursor.
func (m *terminal) answer(field string, value any) {
	m.t.Helper()
	switch value := value.(type) {
	case string:
		switch block := focused(m.screen()); {
		case strings.Contains(block, "its letters choose"):
			m.choose(field, value)
		case strings.Contains(block, "type to find"):
			m.typ(value)
			m.until("the picker of "+field+" finds nothing", func(s string) bool { return strings.Contains(focused(s), "▸ ") })
			if strings.Contains(block, "takes one more") {
				m.press("enter")
				m.until("the picker of "+field+" takes nothing", func(s string) bool { return strings.Contains(focused(s), "✓ ") })
			}
		default:
			m.press("ctrl+u").typ(value)
			end := value[max(0, len(value)-20):]
			m.until("what was typed into "+field, func(s string) bool { return strings.Contains(squeeze(focused(s)), squeeze(end)) })
		}
	case []string:
		for _, option := range value {
			m.choose(field, option)
			m.press("space")
			m.until(option+" was not taken", func(s string) bool { return !strings.Contains(marked(s), "[ ]") })
		}
	}
}

// choose goes along the options until the wanted one is marked.
func (m *terminal) choose(field, option string) {
	m.t.Helper()
	wanted := strings.ToLower(option)
	for range 60 {
		s := m.screen()
		before := marked(s)
		if strings.Contains(strings.ToLower(before), wanted) {
			return
		}
		key := "down"
		list := strings.ToLower(focused(s))
		if i := strings.Index(list, wanted); i >= 0 && i < strings.Index(list, "▸ ") {
			key = "up"
		}
		m.press(key)
		m.until("the option after "+before, func(s string) bool { return marked(s) != before })
	}
	m.t.Fatalf("%s has no option %s; the screen shows:\n%s", field, option, m.screen())
}

// listed reports whether the rows of a table are shown, and none is edited.
func listed(s string) bool { return strings.Contains(s, "n new") }

func thirdLine(s string) string {
	lines := strings.SplitN(s, "\n", 4)
	if len(lines) < 4 {
		return ""
	}
	return lines[2]
}

var placed = regexp.MustCompile(`(\S+( \S+)*( · \d+ of \d+|, row \d+ of \d+))`)

// place is which page of the form is shown: "Dates · 1 of 4".
func place(s string) string {
	line := thirdLine(s)
	if i := strings.LastIndex(line, "   "); i >= 0 {
		line = line[i:]
	}
	return strings.TrimSpace(placed.FindString(line))
}

// focus is the title of the field that has the cursor.
func focus(s string) string {
	for line := range strings.Lines(s) {
		if rest, ok := strings.CutPrefix(line, " ▸ "); ok && !strings.ContainsAny(rest[:min(4, len(rest))], "✓✗–!") {
			name, _, _ := strings.Cut(strings.TrimSpace(rest), "  ")
			return name
		}
	}
	return ""
}

// focused is what stands below that title.
func focused(s string) string {
	var b strings.Builder
	inside := false
	for line := range strings.Lines(s) {
		switch {
		case strings.HasPrefix(line, " ▸ "):
			inside = true
		case inside && strings.HasPrefix(line, "   │"):
			b.WriteString(strings.TrimPrefix(line, "   │"))
		case inside:
			return b.String()
		}
	}
	return b.String()
}

// marked is the option under the cursor of a list.
func marked(s string) string {
	for line := range strings.Lines(focused(s)) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "▸ "); ok {
			return rest
		}
	}
	return ""
}

// squeeze leaves out what wrapping puts in.
func squeeze(s string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(w string) bool { return w == "│" }), "")
}
