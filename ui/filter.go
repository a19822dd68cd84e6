package ui

import (
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
	"fairway/ui/screen"
)

// filterPrompt is the line in which a filter is typed. It stands in the
// footer, and what is typed holds at once: the picture above is the answer.
type filterPrompt struct {
	input  kit.Input
	before string
	on     screen.Filtered
	keys   []screen.Binding
}

func (r *Root) openFilter() {
	on := r.shown().(screen.Filtered)
	p := &filterPrompt{before: on.Filter(), on: on}
	p.input.Set(p.before)
	p.keys = filterKeys(r, p)
	r.prompt = p
}

// filterKeys are the keys of the prompt that aren't text.
func filterKeys(r *Root, p *filterPrompt) []screen.Binding {
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "keep the filter", Help: "While typing a filter: keep it.", Group: screen.GroupView, Text: true, Do: func() tea.Cmd {
			r.prompt = nil
			if wrong := p.on.FilterError(); wrong != "" {
				host{r}.Fail("filter", errors.New(wrong))
			}
			return nil
		}},
		{Keys: []string{"esc"}, Name: "as before", Help: "While typing a filter: back to the one before.", Group: screen.GroupView, Text: true, Do: func() tea.Cmd {
			r.prompt = nil
			if p.on.Filter() == p.before {
				return nil
			}
			return p.on.SetFilter(p.before)
		}},
	}
}

func (p *filterPrompt) press(r *Root, k tea.KeyMsg) tea.Cmd {
	if !k.Paste {
		if b, ok := find(p.keys, k.String(), true); ok {
			return b.Do()
		}
	}
	before := p.input.Value()
	if !p.input.Key(k) || p.input.Value() == before {
		return nil
	}
	return p.on.SetFilter(p.input.Value())
}

func (p *filterPrompt) line(r *Root) string {
	t := r.env.Theme
	hint, style := "enter keep "+t.Glyph.Dot+" esc as before", t.Faint
	if wrong := p.on.FilterError(); wrong != "" {
		hint, style = kit.Cut(wrong, max(r.w/2, r.w-kit.Width(p.input.Value())-8)), t.Bad
	} else if p.input.Value() == "" {
		hint = "service:payments risk:high -late mine"
		if of, ok := p.on.(screen.Searched); ok {
			hint = of.FilterHint()
		}
	}
	n := kit.Width(hint)
	l := kit.NewLine(r.w).Gap(1).Text(t.Key, "/").Gap(1)
	p.input.Put(l, t, r.w-l.Used()-n-3)
	return l.To(r.w-n-1).Text(style, hint).String()
}
