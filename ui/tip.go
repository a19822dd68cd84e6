package ui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Preferences of a person about the tip: what is said on the first screen of a
// sample file, and that it was read.
const (
	tipKey  = "tip"
	tipRead = "tip-read"
)

// askTip asks whether this file has something to say to somebody who sees it
// for the first time.
func (r *Root) askTip() tea.Cmd {
	data, ctx, who := r.env.Data, r.env.Context, r.env.Person.ID()
	if who == "" || !r.env.Self { // what there is to try takes acting as others
		return nil
	}
	read := ""
	return screen.Ask(r, "tip", func() (text string, err error) {
		if text, err = data.Kept(ctx, who, tipKey); err == nil && text != "" {
			read, err = data.Kept(ctx, who, tipRead)
		}
		return text, err
	}, func(text string, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		r.tip = text
		if text != "" && read == "" && len(r.layers) == 0 && r.prompt == nil {
			r.showTip() // to whoever hasn't read it
		}
		return nil
	})
}

// showTip lays the tip over the screen. It is said again only when asked for.
func (r *Root) showTip() {
	t := r.env.Theme
	title, rest, _ := strings.Cut(r.tip, "\n")
	var text []kit.Paragraph
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\n")
		p := kit.Paragraph{Style: t.Text, Text: line}
		if key, said, ok := strings.Cut(line, "\t"); ok {
			p = kit.Paragraph{Indent: 10, Lead: kit.Span{Style: t.Key, Text: key}, Style: t.Text, Text: said}
		}
		text = append(text, p)
	}
	o := &tipBox{Pager: kit.NewPager(t, host{r}, title, text), r: r}
	host{r}.Open(o)
}

// tipBox is a pager whose closing is remembered.
type tipBox struct {
	*kit.Pager
	r *Root
}

// Bindings are the pager's, with a close that is remembered. Every other key that
// means something below the tip closes it and does that: nobody has to find out
// first that a picture they see doesn't hear them.
func (b *tipBox) Bindings() []screen.Binding {
	list := b.Pager.Bindings()
	for i := range list {
		if list[i].Name == "close" {
			list[i].Do = b.close
		}
	}
	for _, below := range slices.Concat(b.r.shown().Bindings(), b.r.global) {
		do := below
		do.Foot, do.Do = false, func() tea.Cmd { return tea.Batch(b.close(), b.r.run(below)) }
		list = append(list, do)
	}
	return list
}

func (b *tipBox) close() tea.Cmd {
	r := b.r
	host{r}.Close(b)
	data, ctx, who := r.env.Data, r.env.Context, r.env.Person.ID()
	return screen.Aside(func() tea.Msg {
		// A file that can't be written says so elsewhere; the tip then comes again.
		_ = data.Keep(ctx, who, tipRead, "yes")
		return nil
	})
}
