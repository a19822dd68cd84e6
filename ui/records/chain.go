package records

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
	"fairway/store"
	"fairway/ui/screen"
)

// impact says what is touched when an item fails or is changed.
func (f *writer) impact(id model.ID, c *store.Chain) {
	needed := reach(id, c.Needed)
	f.heading("Impact")
	plus := ""
	if c.More {
		plus = "more than "
	}
	f.add(line{flat: true, style: f.env.Theme.Strong, text: fmt.Sprintf("If it fails or changes: %s%s, %s, %s.", plus,
		counted(len(needed), "item that depends on it", "items that depend on it"), counted(len(c.Services), "service", "services"), counted(len(c.Releases), "open release", "open releases"))})
	for _, s := range c.Services {
		f.touched("service", s)
	}
	for _, r := range c.Releases {
		f.touched("release", r)
	}
}

func (f *writer) touched(name string, l store.Listed) {
	f.add(line{label: name, lead: string(l.ID), text: l.Title, style: f.env.Theme.Text, to: target{id: l.ID}})
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	if n == 0 {
		return "no " + one
	}
	return thousands(n) + " " + many
}

// reach is everything that can be reached from an item, without itself.
func reach(from model.ID, next map[model.ID][]model.ID) map[model.ID]bool {
	seen := map[model.ID]bool{from: true}
	todo := []model.ID{from}
	for len(todo) > 0 {
		id := todo[0]
		todo = todo[1:]
		for _, other := range next[id] {
			if !seen[other] {
				seen[other] = true
				todo = append(todo, other)
			}
		}
	}
	delete(seen, from)
	return seen
}

// trees draws what an item depends on, and what depends on it.
func (f *writer) trees(id model.ID, c *store.Chain) {
	f.heading("Depends on")
	f.tree(id, c, c.Needs)
	f.heading("Needed by")
	f.tree(id, c, c.Needed)
	if len(c.Connected) == 0 {
		return
	}
	f.heading("Stands to it otherwise")
	for _, one := range c.Connected {
		f.add(line{flat: true, lead: string(one), text: f.itemWords(one, c) + f.how(id, one, c, ""), style: f.env.Theme.Text, to: target{id: one}})
	}
}

// itemWords are an item of a tree in a line.
func (f *writer) itemWords(id model.ID, c *store.Chain) string {
	l, known := c.Items[id]
	text := l.Title
	if !known {
		text = "(not in the CMDB)"
	}
	if l.State != "" && l.State != model.ItemLive {
		text += ", " + model.KindItem.Info().State(l.State).Words
	}
	if l.ServiceName != "" {
		text += "  " + f.env.Theme.Glyph.Dot + " " + l.ServiceName
	}
	return text
}

// how says by which relations an item stands to another, but for one that goes without
// saying: that of which the tree is.
func (f *writer) how(id, other model.ID, c *store.Chain, without string) string {
	var said []string
	for _, h := range c.How[[2]model.ID{id, other}] {
		if h.Relation == without {
			continue
		}
		words, back := f.words.relation(h.Relation)
		if h.Back {
			words = back
		}
		if !slices.Contains(said, words) {
			said = append(said, words)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "  (" + strings.Join(said, ", ") + ")"
}

// Tree and Impact write the trees of an item, and what is touched when it fails or
// changes, line by line for those who read no screen.
func Tree(env *screen.Env, rules *model.Rules, id model.ID, c *store.Chain) []string {
	f := &writer{env: env, words: words{rules}, id: id, kind: id.Kind()}
	f.trees(id, c)
	return f.printed()
}

// Impact is the same for what is touched, with how it is reached.
func Impact(env *screen.Env, rules *model.Rules, id model.ID, c *store.Chain) []string {
	f := &writer{env: env, words: words{rules}, id: id, kind: id.Kind()}
	f.impact(id, c)
	f.heading("Needed by")
	f.tree(id, c, c.Needed)
	return f.printed()
}

// printed are the lines as they are printed, without what a column of labels takes.
func (f *writer) printed() []string {
	var out []string
	for _, l := range f.lines {
		text := l.text
		if l.lead != "" {
			text = l.lead + " " + text
		}
		switch {
		case l.heading:
		case l.label != "":
			text = fmt.Sprintf("  %-8s %s", l.label, text)
		default:
			text = "  " + text
		}
		out = append(out, strings.TrimRight(text, " "))
	}
	return out
}

// tree draws what is under an item. What was drawn before, or leads back to
// itself, is named and not gone into again.
func (f *writer) tree(id model.ID, c *store.Chain, next map[model.ID][]model.ID) {
	if len(next[id]) == 0 {
		f.add(line{flat: true, text: "Nothing.", style: f.env.Theme.Faint})
		return
	}
	drawn := map[model.ID]bool{id: true}
	var draw func(of model.ID, depth int)
	draw = func(of model.ID, depth int) {
		for _, one := range next[of] {
			text := f.itemWords(one, c) + f.how(of, one, c, process.RelationDepends)
			again := drawn[one]
			if again && len(next[one]) > 0 {
				text += ", as above"
			}
			branch := strings.Repeat("  ", depth) + f.env.Theme.Glyph.LowLeft + f.env.Theme.Glyph.Line + " "
			f.add(line{flat: true, lead: branch + string(one), text: text, style: f.env.Theme.Text, to: target{id: one}})
			if !again {
				drawn[one] = true
				draw(one, depth+1)
			}
		}
	}
	draw(id, 0)
}
