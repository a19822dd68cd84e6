package process

import (
	"cmp"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/process/diagram"
	"fairway/ui/handbook"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
	"fairway/ui/trial"
)

// keys are the screen's bindings, the most useful first.
func (p *Process) keys() []screen.Binding {
	move, look, record := screen.GroupMove, screen.GroupView, screen.GroupRecord
	notDrawn := screen.When(func() bool { return p.flow() == nil || p.inside != "" }, "no workflow is drawn here")
	return append([]screen.Binding{
		{Keys: []string{"enter"}, Name: "open", Group: record, Foot: true, Help: "Read the chosen stage; in a stage, show the board with it; of a version, what it changed.", Why: p.cantOpen, Do: p.open},
		{Keys: []string{"]", "shift+right", "tab"}, Name: "next part", Group: move, Foot: true, Help: "Show the next part of the rules.", Do: func() tea.Cmd { return p.turn(p.at + 1) }},
		{Keys: []string{"[", "shift+left", "shift+tab"}, Name: "part before", Group: move, Help: "Show the part of the rules before.", Do: func() tea.Cmd { return p.turn(p.at - 1) }},
		{Keys: []string{"g"}, Name: "parts", Group: move, Foot: true, Help: "Choose the part of the rules from a menu.", Do: p.choosePart},
		{Keys: []string{"d"}, Name: "differences", Group: look, Foot: true, Help: "Compare two versions of the rules, or a proposal with those in force.", Why: screen.When(func() bool { return len(p.versions) < 2 }, "there is one version only"), Do: p.chooseVersions},
		{Keys: []string{"x"}, Name: "export", Group: record, Foot: true, Help: "Put the workflow on the clipboard, in the language of mermaid or graphviz, or as SVG.", Why: screen.When(func() bool { return p.flow() == nil }, "no workflow is shown"), Do: p.export},
		{Keys: []string{"l", "right"}, Name: "next stage", Group: move, Help: "To the next stage of the workflow.", Why: notDrawn, Do: func() tea.Cmd { return p.step(1) }},
		{Keys: []string{"h", "left"}, Name: "stage before", Group: move, Help: "To the stage before.", Why: notDrawn, Do: func() tea.Cmd { return p.step(-1) }},
	}, kit.Moves(p.down, p.page, kit.ScreenPages, [6]string{"Down: to the row of stages below, or in the text.", "Up.", "A page down.", "A page up.", "To the beginning.", "To the end."})...)
}

func (p *Process) cantOpen() string {
	f := p.flow()
	switch {
	case !p.loaded:
		return "the rules are not loaded yet"
	case f != nil && len(f.Stages) == 0:
		return "the workflow has no stages"
	case f != nil && p.inside != "" && f.Of != string(model.KindRelease):
		return "the board shows releases; changes stand in the records"
	case f == nil && !(p.section().id == secPolicy && p.place().Key != ""):
		return "there is nothing to open here"
	}
	return ""
}

// open goes one step further in.
func (p *Process) open() tea.Cmd {
	f := p.flow()
	switch {
	case f == nil:
		return p.openVersion(model.ID(p.place().Key))
	case p.inside == "":
		p.inside = f.Stages[p.box()].ID
		return nil
	}
	return p.env.Host.Board("stage:" + p.inside)
}

func (p *Process) turn(to int) tea.Cmd {
	return p.leave(func() tea.Cmd {
		if n := len(p.sections); n > 0 {
			p.at, p.inside, p.top = (to+n)%n, "", 0
		}
		return nil
	})
}

func (p *Process) choosePart() tea.Cmd {
	var choices []kit.Choice
	for i, s := range p.sections {
		choices = append(choices, kit.Choice{Text: s.title, Do: func() tea.Cmd { return p.turn(i) }})
	}
	p.env.Host.Open(kit.NewMenu(p.env.Theme, p.env.Host, "The rules", "Which part is to be shown?", choices))
	return nil
}

// step goes to another stage.
func (p *Process) step(n int) tea.Cmd {
	f := p.flow()
	p.chosen[f.Name] = max(min(p.box()+n, len(f.Stages)-1), 0)
	return nil
}

// down goes to the nearest box of the row below or above; in a text, by lines.
func (p *Process) down(n int) tea.Cmd {
	f := p.flow()
	switch {
	case f == nil || p.inside != "":
		if p.sheet != nil {
			p.place().Move(p.sheet, max(min(n, p.sheet.Len()), -p.sheet.Len()), p.rows)
		}
		return nil
	case n <= -kit.Far:
		return p.step(-len(f.Stages))
	case n >= kit.Far:
		return p.step(len(f.Stages))
	}
	d, _ := p.drawing(f, p.inner())
	if len(d.Boxes) == 0 {
		return p.step(n)
	}
	from := d.Boxes[p.box()]
	best, far := -1, 0
	for i := range d.Boxes {
		b := &d.Boxes[i]
		if b.Row != from.Row+n {
			continue
		}
		if off := max(b.X-from.X, from.X-b.X); best < 0 || off < far {
			best, far = i, off
		}
	}
	if best >= 0 {
		p.chosen[f.Name] = best
	}
	return nil
}

// page turns pages of a text; in a diagram it goes to the ends.
func (p *Process) page(n int) tea.Cmd {
	f := p.flow()
	if f != nil && p.inside == "" {
		return p.down(n)
	}
	if p.sheet != nil {
		for ; n > 0; n-- {
			p.place().Page(p.sheet, 1, p.rows)
		}
		for ; n < 0; n++ {
			p.place().Page(p.sheet, -1, p.rows)
		}
	}
	return nil
}

// inner is how wide what a section holds is.
func (p *Process) inner() int {
	if p.Width >= wide {
		return p.Width - listWidth - 1
	}
	return p.Width
}

// export puts the workflow on the clipboard.
func (p *Process) export() tea.Cmd {
	f, e := p.flow(), p.env
	g := diagram.Of(f, p.book.Policy)
	put := func(name string, text func() string) kit.Choice {
		return kit.Choice{Text: name, Do: func() tea.Cmd {
			e.Host.Say("copied " + f.Title + " as " + name)
			return e.Host.Copy(text())
		}}
	}
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Export", f.Title+", to the clipboard", []kit.Choice{put("Mermaid", g.Mermaid), put("graphviz", g.Dot), put("SVG", g.SVG), put("words", g.Words)}))
	return nil
}

// rules are the versions that are or were in force: proposals are none yet.
func (p *Process) rules() []version {
	var out []version
	for _, v := range p.versions {
		if v.ID.Kind() == model.KindRules {
			out = append(out, v)
		}
	}
	return out
}

// openVersion shows what a version changed; of a proposal, its page.
func (p *Process) openVersion(id model.ID) tea.Cmd {
	if id.Kind() != model.KindRules {
		return p.env.Host.Find(id)
	}
	list := p.rules()
	for i, v := range list {
		if v.ID == id && i+1 < len(list) {
			return p.compare(list[i+1].ID, id)
		}
	}
	p.env.Host.Say(string(id) + " is the first version: there is nothing before it")
	return nil
}

// chooseVersions asks which two versions are to be compared.
func (p *Process) chooseVersions() tea.Cmd {
	e, list := p.env, p.versions
	choices := func(but model.ID, then func(model.ID) tea.Cmd) []kit.Choice {
		var out []kit.Choice
		for _, v := range list {
			if v.ID != but {
				out = append(out, kit.Choice{Text: strings.TrimSpace(kit.Fit(string(v.ID), 7) + " " + kit.Fit(v.State.Plain(), 11) + " " + v.Who), Do: func() tea.Cmd { return then(v.ID) }})
			}
		}
		return out
	}
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Differences", "Which version is compared?", choices("", func(is model.ID) tea.Cmd {
		e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Differences", "With which version is "+string(is)+" compared?", choices(is, func(was model.ID) tea.Cmd {
			return p.compare(was, is)
		})))
		return nil
	})))
	return nil
}

// comparison is how rules differ: in words, and line by line.
type comparison struct {
	trial.Diff
	words []handbook.Difference
}

func compared(from, to trial.Set) comparison {
	c := comparison{Diff: trial.Differ(from, to)}
	if from.Rules != nil && to.Rules != nil {
		c.words = handbook.Differences(&from.Rules.Rules, &to.Rules.Rules)
	}
	return c
}

// compare shows what one version says otherwise than another; with "", than the
// rules that a proposal was made from.
func (p *Process) compare(was, is model.ID) tea.Cmd {
	q, asked := p.env.Query(), p.env.Now()
	return screen.Ask(p, "differences", func() (comparison, error) {
		to, base, err := setOf(q, is)
		if err != nil {
			return comparison{}, err
		}
		from, _, err := setOf(q, cmp.Or(was, base))
		return compared(from, to), err
	}, screen.OrFail(p.env.Host, "compare the rules", func(c comparison) tea.Cmd {
		p.env.Lay(asked, kit.NewPager(p.env.Theme, p.env.Host, c.From+" and "+c.To, p.differences(c)))
		return nil
	}))
}

func (p *Process) differences(c comparison) []kit.Paragraph {
	t := p.env.Theme
	if len(c.Files)+len(c.words) == 0 {
		return []kit.Paragraph{{Style: t.Text, Text: "They say the same."}}
	}
	var text []kit.Paragraph
	part := ""
	for _, d := range c.words {
		if d.Part != part {
			if part != "" {
				text = append(text, kit.Paragraph{})
			}
			part = d.Part
			text = append(text, kit.Paragraph{Style: t.Title, Text: part})
		}
		text = append(text, kit.Paragraph{Indent: 2, Style: t.Text, Text: d.What})
		if d.Was != "" {
			text = append(text, kit.Paragraph{Indent: 4, Lead: kit.Span{Style: t.Bad, Text: "  -"}, Style: t.Faint, Text: d.Was})
		}
		if d.Is != "" {
			text = append(text, kit.Paragraph{Indent: 4, Lead: kit.Span{Style: t.Good, Text: "  +"}, Style: t.Text, Text: d.Is})
		}
	}
	if len(c.words) == 0 { // a title, a version: what no part of the handbook says
		for _, d := range c.Differences {
			text = append(text, kit.Paragraph{Indent: 2, Style: t.Text, Text: d.String()})
		}
	}
	if len(c.words)+len(c.Differences)+len(c.Faults) == 0 {
		text = append(text, kit.Paragraph{Style: t.Text, Text: "Only words that no rule is made of: comments, order, white space."})
	}
	for _, f := range c.Files {
		if len(text) > 0 {
			text = append(text, kit.Paragraph{})
		}
		text = append(text, kit.Paragraph{Style: t.Title, Text: f.Name + ", " + f.Change})
		text = append(text, unified(t, f.Diff)...)
	}
	return text
}

// unified is a comparison line by line, without the line that names the tool.
func unified(t *theme.Theme, text string) []kit.Paragraph {
	var out []kit.Paragraph
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, l := range lines[min(1, len(lines)):] {
		style := t.Faint
		switch {
		case i < 2: // which two are compared
		case strings.HasPrefix(l, "+"):
			style = t.Good
		case strings.HasPrefix(l, "-"):
			style = t.Bad
		}
		out = append(out, kit.Paragraph{Style: style, Text: l})
	}
	return out
}
