package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model/process"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// help lists every key that works here, made from the bindings themselves: an
// overlay's if there are some, else the screen's and the frame's; below a screen's
// stand its terms.
func (r *Root) help(of []screen.Binding) tea.Cmd {
	title := "Keys of this panel"
	list := of
	if of == nil {
		title = "Keys: " + r.shown().Name()
		list = append(append([]screen.Binding{}, r.shown().Bindings()...), r.global...)
		if _, ok := r.shown().(screen.Filtered); !ok { // no key of a screen on which there is never anything to filter
			list = slices.DeleteFunc(list, func(b screen.Binding) bool { return b.Has("/") })
		}
	}
	pager := kit.NewPager(r.env.Theme, host{r}, title, r.helpText(list))
	host{r}.Open(pager)
	if of != nil {
		return nil
	}
	q, screenID := r.env.Query(), strings.ToLower(r.shown().Name())
	return screen.Ask(pager, "terms", func() ([]process.Term, error) {
		rules, err := q.Data.Rules(q.Ctx)
		if err != nil {
			return nil, err
		}
		rules, err = assets.Explained(rules)
		return rules.TermsOf(screenID), err
	}, func(terms []process.Term, err error) tea.Cmd {
		if err == nil { // else the keys are there
			pager.Add(r.termsText(terms)...)
		}
		return nil
	})
}

// termsText explains the terms of a screen.
func (r *Root) termsText(terms []process.Term) []kit.Paragraph {
	t := r.env.Theme
	if len(terms) == 0 {
		return nil
	}
	text := []kit.Paragraph{{}, {Style: t.Title, Text: "Terms"}}
	for _, term := range terms {
		text = append(text, kit.Paragraph{Indent: helpIndent, Lead: kit.Span{Style: t.Key, Text: " " + term.Term}, Style: t.Text, Text: term.Means})
		if n := kit.Width(term.Term) + 2; n > helpIndent {
			p := &text[len(text)-1]
			text = append(text[:len(text)-1], kit.Paragraph{Indent: n, Lead: p.Lead}, kit.Paragraph{Indent: helpIndent, Style: t.Text, Text: term.Means})
		}
	}
	return text
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
