package diagram

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
)

// Mermaid is the graph as a flowchart of mermaid (https://mermaid.js.org), which
// GitHub, GitLab and many wikis draw.
//
// Its language has no quoting worth the name: ids are our own (s1, s2), every text
// stands in quotation marks with what could end it or open markup as an entity, and
// blanks stand round each arrow, since "o" and "x" beside one are arrow heads.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	name, _ := json.Marshal(line(g.Title)) // a string of JSON is one of YAML
	fmt.Fprintf(&b, "---\ntitle: %s\n---\nflowchart TB\n", name)
	open, groups := "", 0
	closing := func() {
		if open != "" {
			b.WriteString("  end\n")
		}
	}
	for i, box := range g.Boxes {
		if i == 0 || box.Phase != g.Boxes[i-1].Phase {
			closing()
			if open = box.Phase; open != "" {
				groups++
				fmt.Fprintf(&b, "  subgraph p%d [\"%s\"]\n    direction LR\n", groups, mermaidText(box.phase()))
			}
		}
		text := mermaidText(box.Title)
		if said := box.Said(); said != "" {
			text += "<br/>" + mermaidText(said)
		}
		fmt.Fprintf(&b, "    s%d[\"%s\"]\n", i+1, text)
	}
	closing()
	for _, w := range g.Ways {
		switch {
		case w.Kind == On:
			fmt.Fprintf(&b, "  s%d --> s%d\n", w.From+1, w.To+1)
		case w.Label == "":
			fmt.Fprintf(&b, "  s%d -.-> s%d\n", w.From+1, w.To+1)
		default:
			fmt.Fprintf(&b, "  s%d -. \"%s\" .-> s%d\n", w.From+1, mermaidText(w.Label), w.To+1)
		}
	}
	return b.String()
}

// mermaidText writes a text so that it may stand between quotation marks. What
// can't be seen is a blank; what the language, HTML or Markdown could take for
// their own is an entity by its number.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range line(s) {
		switch r {
		case '"':
			b.WriteString("#quot;")
		case ';', '#', '&', '<', '>', '\\', '`', '*', '_', '~', '{', '}', '[', ']', '%', '$', '@':
			fmt.Fprintf(&b, "#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return " "
	}
	return b.String()
}

// line makes one line of a text: no break and nothing that isn't seen.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}
