package diagram

import (
	"fmt"
	"strings"
)

// Dot is the graph in the language of graphviz. Every id and text is quoted,
// and what graphviz reads as markup (a backslash, an ampersand) written twice.
func (g *Graph) Dot() string {
	var b strings.Builder
	fmt.Fprintf(&b, "digraph %s {\n", dotText(g.Name))
	fmt.Fprintf(&b, "  label=%s; labelloc=\"t\"; rankdir=\"LR\"; charset=\"UTF-8\"; fontname=\"sans-serif\";\n", dotText(g.Title))
	b.WriteString("  node [shape=\"box\", style=\"rounded\", fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\"];\n")
	open, groups := "", 0
	closing := func() {
		if open != "" {
			b.WriteString("  }\n")
		}
	}
	for i, box := range g.Boxes {
		if i == 0 || box.Phase != g.Boxes[i-1].Phase {
			closing()
			if open = box.Phase; open != "" {
				groups++
				fmt.Fprintf(&b, "  subgraph \"cluster_%d\" {\n    label=%s; color=\"gray\";\n", groups, dotText(box.phase()))
			}
		}
		text := dotText(box.Title)
		if said := box.Said(); said != "" {
			text = strings.TrimSuffix(text, `"`) + `\n` + strings.TrimPrefix(dotText(said), `"`)
		}
		fmt.Fprintf(&b, "    \"s%d\" [label=%s];\n", i+1, text)
	}
	closing()
	for _, w := range g.Ways {
		if w.Kind == On {
			fmt.Fprintf(&b, "  \"s%d\" -> \"s%d\";\n", w.From+1, w.To+1)
			continue
		}
		fmt.Fprintf(&b, "  \"s%d\" -> \"s%d\" [label=%s, style=\"dashed\", constraint=\"false\"];\n", w.From+1, w.To+1, dotText(w.Label))
	}
	b.WriteString("}\n")
	return b.String()
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "&", "&amp;")

// dotText quotes a text.
func dotText(s string) string { return `"` + dotEscapes.Replace(line(s)) + `"` }
