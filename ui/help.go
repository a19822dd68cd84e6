package ui

import (
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// help lists every key that works here, made from the bindings themselves: an
// overlay's if there are some, else the screen's and the frame's.
func (r *Root) help(of []screen.Binding) {
	title := "Keys of this panel"
	list := of
	if of == nil {
		title = "Keys: " + r.shown().Name()
		list = append(append([]screen.Binding{}, r.shown().Bindings()...), r.global...)
	}
	host{r}.Open(kit.NewPager(r.env.Theme, host{r}, title, r.helpText(list)))
}

const helpIndent = 22

func (r *Root) helpText(list []screen.Binding) []kit.Paragraph {
	t := r.env.Theme
	var text []kit.Paragraph
	for _, group := range screen.Groups() {
		first := true
		for _, b := range list {
			if b.Group != group {
				continue
			}
			if first {
				if len(text) > 0 {
					text = append(text, kit.Paragraph{})
				}
				text = append(text, kit.Paragraph{Style: t.Title, Text: group})
				first = false
			}
			p := kit.Paragraph{Indent: helpIndent, Lead: kit.Span{Style: t.Key, Text: " " + b.Shown()}, Style: t.Text, Text: b.Help}
			if n := kit.Width(b.Shown()) + 2; n > helpIndent {
				text = append(text, kit.Paragraph{Indent: n, Lead: p.Lead, Style: t.Text, Text: ""})
				p.Lead = kit.Span{}
			}
			if why := r.why(b); why != "" {
				p.Style = t.Off
				p.Text += " (not now: " + why + ")"
			}
			text = append(text, p)
		}
	}
	return text
}
