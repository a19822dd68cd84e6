package ui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"fairway/assets"
	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/calendar"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// palette finds what can be done by its words: a command of this screen or of
// the program, a record by its id or by what it says, a moment to go back to.
type palette struct {
	screen.Base
	r     *Root
	input kit.Input
	all   []command
	// others are the forms of records that are not chosen: found by their names alone.
	others []command
	found  []command
	hits   []command // of the search in the file
	kit.Cursor
}

// command is one line of the palette.
type command struct {
	key, name, help string
	task            string // its name, if it is one
	why             string // why it can't be done now
	match           []int  // bytes of name which the search found
	do              func() tea.Cmd
}

func newPalette(r *Root) *palette {
	p := &palette{r: r}
	for _, list := range [][]screen.Binding{r.shown().Bindings(), r.global} {
		for _, b := range list {
			if b.Do == nil {
				continue
			}
			p.all = append(p.all, command{key: screen.KeyName(b.Keys[0]), name: b.Name, help: strings.TrimSuffix(b.Help, "."), why: r.why(b), do: func() tea.Cmd { return r.run(b) }})
		}
	}
	p.all = append(p.all, r.slotFinder())
	p.all = append(p.all, r.deeds()...)
	p.all = append(p.all, r.places()...)
	p.find()
	return p
}

// slotFinder is the line that looks for a free slot for the chosen release, on whatever
// screen: what the command slot does.
func (r *Root) slotFinder() command {
	id := r.subject()
	c := command{name: "free slot", help: "the next slot that fits the chosen release, and what rules the others out", why: r.why(screen.Binding{Group: screen.GroupRelease})}
	if c.why == "" && id.Kind() != model.KindRelease {
		c.why = "no release is chosen"
	}
	c.do = func() tea.Cmd {
		for i, s := range r.screens {
			if cal, ok := s.(*calendar.Calendar); ok && c.why == "" {
				return tea.Batch(r.show(i), cal.FindSlot(id, ""))
			}
		}
		host{r}.Say(c.name + ": " + c.why)
		return nil
	}
	return c
}

// Typing is always so.
func (p *palette) Typing() bool { return true }

// Update takes typed keys.
func (p *palette) Update(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyMsg); ok {
		if before := p.input.Value(); p.input.Key(k) && p.input.Value() != before {
			p.At, p.Top, p.hits = 0, 0, nil
			p.find()
			return p.search()
		}
	}
	return nil
}

// search asks the file as well, once there is enough to go by.
func (p *palette) search() tea.Cmd {
	text := strings.TrimSpace(p.input.Value())
	if strings.HasPrefix(strings.ToLower(text), "act as") {
		return p.actAs()
	}
	if len(text) < 2 || strings.HasPrefix(text, "as of") {
		p.Asker().Forget("search")
		return nil
	}
	q := p.r.env.Query()
	return screen.Ask(p, "search", func() ([]store.Hit, error) { return q.Data.Search(q.Ctx, text, 20) }, func(hits []store.Hit, err error) tea.Cmd {
		if err != nil {
			return nil
		}
		p.hits = p.hits[:0]
		for _, h := range hits {
			p.hits = append(p.hits, command{key: string(h.ID), name: h.Title, help: strings.TrimSpace(h.Kind.Words() + " " + h.Kind.Info().State(h.State).Words), do: p.open(h.ID)})
		}
		return nil
	})
}

// find lists what the typed text may mean, the surest first.
func (p *palette) find() {
	text := strings.TrimSpace(p.input.Value())
	p.found = p.found[:0]
	if text == "" {
		p.found = append(p.found, p.all...)
		return
	}
	if strings.HasPrefix(strings.ToLower(text), "act as") {
		return // who that could be is asked for
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "as of"); ok {
		p.found = append(p.found, p.asOf(strings.TrimSpace(rest)))
		return
	}
	if p.r.env.AsOf != store.Now && strings.HasPrefix("now", strings.ToLower(text)) {
		p.found = append(p.found, command{key: "esc", name: "now", help: "back to the present", do: p.r.out})
	}
	if id, err := model.ParseID(text); err == nil {
		p.found = append(p.found, command{key: string(id), name: "open " + string(id), help: "the " + id.Kind().Words(), do: p.open(id)})
	}
	named := make([]bool, len(p.all))
	for _, name := range calledSo(text) { // before what only looks like it
		at := slices.IndexFunc(p.all, func(c command) bool { return c.task == name })
		if at >= 0 {
			named[at] = true
			p.found = append(p.found, p.all[at])
		} else if t, ok := task.Named(name); ok {
			p.found = append(p.found, p.unchosen(t))
		}
	}
	for _, m := range fuzzy.FindFrom(text, names(p.all)) {
		if c := p.all[m.Index]; !named[m.Index] {
			c.match, named[m.Index] = m.MatchedIndexes, true
			p.found = append(p.found, c)
		}
	}
	for _, c := range p.titledSo(text) { // of records that are not chosen
		if !slices.ContainsFunc(p.found, func(f command) bool { return f.task == c.task }) && !slices.ContainsFunc(p.all, func(f command) bool { return f.task == c.task }) {
			p.found = append(p.found, c)
		}
	}
	for _, c := range p.others {
		if len(text) >= 3 && strings.Contains(strings.ToLower(c.name), strings.ToLower(text)) {
			p.found = append(p.found, c)
		}
	}
	for i, c := range p.all {
		if !named[i] && (c.key == text || strings.Contains(strings.ToLower(c.help), strings.ToLower(text))) {
			p.found = append(p.found, c)
		}
	}
}

// unchosen is a task about a record of a kind of which none is chosen.
func (p *palette) unchosen(t *task.Task) command {
	why := "choose " + grammar.A(t.About.Words()) + " first"
	return command{name: t.Title, why: why, task: t.Name, do: func() tea.Cmd {
		host{p.r}.Say(t.Title + ": " + why)
		return nil
	}}
}

// titledSo are the tasks about records of kinds of which none is chosen whose title says
// what is typed.
func (p *palette) titledSo(text string) []command {
	var out []command
	for _, kind := range model.Kinds() {
		for _, t := range task.About(kind) {
			if len(text) >= 3 && strings.Contains(strings.ToLower(t.Title), strings.ToLower(text)) {
				out = append(out, p.unchosen(t))
			}
		}
	}
	return out
}

// calledSo are the tasks that a command line calls by words that begin with those
// that are typed: reschedule, change submit.
func calledSo(text string) []string {
	var out []string
	typed := slices.DeleteFunc(strings.Fields(strings.ToLower(text)), func(w string) bool { return w == "a" || w == "the" || w == "of" })
	for name, words := range assets.TaskCommands() {
		called := append(strings.Fields(words), strings.Split(name, "-")...)
		if len(text) > 3 && len(typed) > 0 && !slices.ContainsFunc(typed, func(w string) bool {
			return !slices.ContainsFunc(called, func(c string) bool { return strings.HasPrefix(c, w) })
		}) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// names is what fuzzy looks through. In the sentences only the typed words
// themselves are looked for: nearly everything is somewhere in a sentence.
type names []command

func (c names) String(i int) string { return c[i].name }
func (c names) Len() int            { return len(c) }

func (p *palette) open(id model.ID) func() tea.Cmd {
	return func() tea.Cmd { return host{p.r}.Find(id) }
}

// asOf is the line for going back in time.
func (p *palette) asOf(text string) command {
	c := command{key: ":", name: "as of " + text}
	m, err := when.ParsePast(text, p.r.env.Now(), p.r.env.Days())
	switch {
	case text == "":
		c.help = "a date, such as 2026-10-01 or last thu 18:00"
		c.why = "no date given yet"
	case text == "now":
		c.help = "back to the present"
		c.do = func() tea.Cmd { return p.r.travel(store.Now, time.Time{}) }
	case err != nil:
		c.help, c.why = err.Error(), "no date that has passed"
	default:
		c.help = "look at " + when.TellTo(m, when.Moment{}, p.r.env.Days(), p.r.env.Zone)
		c.do = func() tea.Cmd { return p.r.goBack(m) }
	}
	return c
}

func (p *palette) lines() int { return len(p.found) + len(p.hits) }

func (p *palette) line(i int) command {
	if i < len(p.found) {
		return p.found[i]
	}
	return p.hits[i-len(p.found)]
}

// Bindings are those of a list under a line to type in.
func (p *palette) Bindings() []screen.Binding {
	moves := p.Moves("line", p.lines)
	moves[0].Keys, moves[0].Text = []string{"down", "ctrl+n", "tab"}, true
	moves[1].Keys, moves[1].Text = []string{"up", "ctrl+p", "shift+tab"}, true
	return []screen.Binding{
		{Keys: []string{"enter"}, Name: "do it", Help: "Do the chosen line.", Group: screen.GroupProgram, Foot: true, Text: true, Do: func() tea.Cmd {
			if p.At >= p.lines() {
				return nil
			}
			c := p.line(p.At)
			if c.do == nil {
				host{p.r}.Say(c.name + ": " + c.why)
				return nil
			}
			host{p.r}.Close(p)
			return c.do()
		}},
		moves[0], moves[1],
		{Keys: []string{"esc", "ctrl+k"}, Name: "close", Help: "Close.", Group: screen.GroupProgram, Foot: true, Text: true, Do: screen.Act(func() { host{p.r}.Close(p) })},
		{Keys: kit.InputKeys, Name: "edit", Help: "Move in the typed text and delete from it.", Group: screen.GroupMove},
	}
}

// Box draws the line typed into and the list under it.
func (p *palette) Box(w, h int) ([]string, int) {
	t := p.r.env.Theme
	n := max(min(w-4, 86), 1)
	l := kit.NewLine(n).Text(t.Key, ":").Gap(1)
	p.input.Put(l, t, n-3)
	lines := []string{l.String(), kit.NewLine(n).Glyph(t.Rule, t.Glyph.Line, n).String()}
	rows := max(min(h-4, 14), 1)
	p.Move(0, p.lines())
	from, to := p.Show(rows, p.lines())
	for i := from; i < to; i++ {
		l := kit.NewLine(n)
		p.put(l, p.line(i), i == p.At)
		lines = append(lines, l.String())
	}
	if to == 0 {
		lines = append(lines, kit.NewLine(n).Gap(2).Text(t.Faint, "nothing by these words; try a record's id, or: as of 2026-10-01").String())
	}
	box := kit.Box(t, "Command", kit.Fill(lines, n, rows+2), n+4)
	kit.More(t, box, n+4, from, rows, p.lines())
	return box, n + 4
}

func (p *palette) put(l *kit.Line, c command, chosen bool) {
	t := p.r.env.Theme
	style := l.Here(t, chosen)
	l.Cell(t.Key, c.key, 9).Gap(1)
	column := l.Used() + 34
	if c.why != "" {
		style = t.Off
	}
	name := kit.Cut(c.name, 33)
	if len(c.match) == 0 || name != c.name {
		l.Text(style, name)
	} else {
		from := 0
		for _, i := range c.match {
			if i < from || i >= len(name) || name[i] >= 0x80 {
				continue
			}
			l.Text(style, name[from:i]).Text(t.Match, name[i:i+1])
			from = i + 1
		}
		l.Text(style, name[from:])
	}
	l.To(column)
	if c.why != "" && c.do != nil {
		l.Text(t.Off, "not now: "+c.why)
		return
	}
	l.Text(t.Faint, c.help)
}
