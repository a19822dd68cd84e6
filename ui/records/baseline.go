package records

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/ui/screen"
)

// related writes how an item stands to others besides that it depends on them.
func (f *writer) related(i *model.Item) {
	last := ""
	for _, r := range i.Relations {
		name, _ := f.words.relation(r.Kind)
		if name == last {
			f.link(0, "", r.To, "")
			continue
		}
		f.link(0, name, r.To, "")
		last = name
	}
}

// sinceBaseline says what became of the items of a baseline, field by field.
func (f *writer) sinceBaseline(b *model.Baseline, in around) {
	f.heading("Since the baseline")
	same := 0
	for _, s := range in.Since {
		if s.Same() {
			same++
			continue
		}
		f.add(line{flat: true, lead: string(s.Item), text: f.titles[s.Item], style: f.env.Theme.Text, to: target{id: s.Item}})
		for _, text := range f.differs(s) {
			f.add(line{flat: true, text: "  " + text, style: f.env.Theme.Warn})
		}
	}
	if same > 0 {
		f.add(line{flat: true, text: counted(same, "item is as it was", "items are as they were"), style: f.env.Theme.Faint})
	}
}

// differs are what differs of one item, each in a sentence.
func (f *writer) differs(s model.ItemSince) []string {
	switch {
	case s.Was == nil:
		return []string{"what it was then was removed by law"}
	case s.Is == nil:
		return []string{"its content was removed by law"}
	}
	var out []string
	for _, d := range s.Differs {
		out = append(out, fmt.Sprintf("%s: %s %s %s", label(d.Field), f.said(d.Field, d.Then), f.env.Theme.Glyph.Arrow, f.said(d.Field, d.Now)))
	}
	return out
}

// said is the value of an item's field in words, names beside their ids.
func (f *writer) said(field, value string) string {
	if value == "" {
		return "none"
	}
	var parts []string
	for part := range strings.SplitSeq(value, ", ") {
		if title := f.titles[model.ID(part)]; title != "" && model.ID(part).Kind() != "" {
			part += " " + title
		}
		parts = append(parts, part)
	}
	if field == "state" {
		return model.KindItem.Info().State(model.State(value)).Words
	}
	return strings.Join(parts, ", ")
}

// Differs are what differs of an item since a baseline, line by line for those who read
// no screen. titles are those of the records that it names.
func Differs(env *screen.Env, rules *model.Rules, s model.ItemSince, titles map[model.ID]string) []string {
	f := &writer{env: env, words: words{rules}, id: s.Item, kind: model.KindItem, titles: titles}
	return f.differs(s)
}
