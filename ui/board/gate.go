package board

import (
	"cmp"
	"fairway/ui/remedy"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/gate"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// Gate is the gate panel: a line per check of the gate a release stands
// before, and for the chosen one what shows it and what would mend it.
type Gate struct {
	screen.Base
	kit.Cursor
	env      *screen.Env
	view     store.GateView
	bindings []screen.Binding
}

// NewGate makes the panel, with the cursor on the first check that keeps the
// gate blocked.
func NewGate(env *screen.Env, view store.GateView) *Gate {
	g := &Gate{env: env, view: view}
	for i, f := range view.Findings {
		if f.Blocks() {
			g.At = i
			break
		}
	}
	g.bindings = g.keys()
	return g
}

// Bindings are its keys.
func (g *Gate) Bindings() []screen.Binding { return g.bindings }

// Load looks at the gate again: somebody may have met a check meanwhile.
func (g *Gate) Load() tea.Cmd {
	q, id := g.env.Query(), g.view.Release
	return screen.Ask(g, "gate", func() (store.GateView, error) { return q.Data.GateIn(q.Ctx, id, "", q.At, q.Now, q.Zone) }, g.take)
}

// take shows the gate as it is now, keeping the cursor on its check.
func (g *Gate) take(view store.GateView, err error) tea.Cmd {
	if err != nil {
		return nil
	}
	check := ""
	if g.At < len(g.view.Findings) {
		check = g.view.Findings[g.At].Check
	}
	g.view = view
	g.At = max(min(g.At, len(view.Findings)-1), 0)
	for i, f := range view.Findings {
		if f.Check == check {
			g.At = i
		}
	}
	return nil
}

func (g *Gate) keys() []screen.Binding {
	host := g.env.Host
	list := []screen.Binding{
		{Keys: []string{"enter"}, Name: "remedy", Group: screen.GroupRelease, Foot: true, Do: g.remedy,
			Help: "Open what meets the chosen check: its form or its task; where neither does, say who can and how. The form of a met check is opened to be read.",
			Why:  screen.When(func() bool { return len(g.view.Findings) == 0 }, "this gate asks for nothing")},
		{Keys: []string{"o"}, Name: "other way", Group: screen.GroupRelease, Foot: true, Help: "Choose among the ways that meet the chosen check, where there are several.", Do: g.choose,
			Why: screen.When(func() bool { return len(remedy.Ways(g.chosen().Remedies)) < 2 }, "there is no other way")},
		{Keys: []string{"tab"}, Name: "next open", Group: screen.GroupMove, Foot: true, Help: "To the next check that blocks the gate.", Do: g.nextOpen,
			Why: screen.When(func() bool { return g.view.Ready() || g.view.Over() }, "no check is open")},
		{Keys: []string{">"}, Name: "move on", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Move the release through the gate, once it is open.",
			Why: func() string {
				switch {
				case g.view.Over():
					return "no stage follows"
				case !g.view.Ready():
					return "the gate is blocked"
				case g.view.Next == "":
					return "no stage follows"
				}
				return ""
			}, Do: func() tea.Cmd {
				host.Close(g)
				return host.Advance(g.view.Release)
			}},
		{Keys: []string{"y"}, Name: "copy remedy", Group: screen.GroupRelease, Foot: true, Help: "Put what mends the chosen check on the clipboard.",
			Why: screen.When(func() bool { return len(g.chosen().Remedies) == 0 }, "nothing to mend here"),
			Do:  func() tea.Cmd { return host.Copy(remedy.Shell{}.Lines(g.chosen().Remedies)) }},
		{Keys: []string{"W"}, Name: "waive", Group: screen.GroupRelease, Foot: true, Writes: true, Help: "Ask to go through the gate without the chosen check, until a date; somebody else decides.",
			Why: screen.When(func() bool { return !g.chosen().Blocks() }, "the check doesn't block the gate"),
			Do: func() tea.Cmd {
				return host.Remedy(model.ByTask("ask-waiver", g.view.Release, model.With("check", g.chosen().Check)))
			}},
		{Keys: []string{"esc", "q"}, Name: "close", Group: screen.GroupProgram, Foot: true, Help: "Close; the release stays where it is.",
			Do: screen.Act(func() { host.Close(g) })},
	}
	return slices.Insert(list, 1, g.Moves("check", func() int { return len(g.view.Findings) })...)
}

// remedy opens what meets the chosen check. The panel stays below, and shows how
// things are when one is back.
func (g *Gate) remedy() tea.Cmd {
	f, e := g.chosen(), g.env
	if r, ok := remedy.Best(f.Remedies); ok {
		return e.Host.Remedy(r)
	}
	if f.Form != "" && f.Answer != gate.NotApplicable {
		return e.Host.Form(f.Form, g.view.Release)
	}
	t := e.Theme
	_, word, style := answerLook(t, f.Answer)
	text := []kit.Paragraph{{Style: t.Strong, Text: f.Text}, {}, {Indent: 2, Style: style, Text: word + ": " + f.Evidence}}
	if f.Blocks() {
		who := who(f)
		if who == "" {
			who = "whoever may change the release"
		}
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Text, Text: "Who can meet it: the " + who + "."})
		if len(f.Remedies) > 0 {
			text = append(text, kit.Paragraph{Style: t.Text, Text: "How: " + remedy.Words(f.Remedies)})
		}
	}
	e.Host.Open(kit.NewPager(t, e.Host, "Check "+f.Check, text))
	return nil
}

// choose offers every way that meets the chosen check.
func (g *Gate) choose() tea.Cmd {
	e := g.env
	choices := model.Each(remedy.Ways(g.chosen().Remedies), func(r model.Remedy) kit.Choice {
		return kit.Choice{Text: remedy.Words([]model.Remedy{r}), Do: func() tea.Cmd { return e.Host.Remedy(r) }}
	})
	e.Host.Open(kit.NewMenu(e.Theme, e.Host, "Ways to meet it", g.chosen().Text, choices))
	return nil
}

// leads says in a few words what enter does with a check.
func leads(f gate.Finding) string {
	r, opens := remedy.Best(f.Remedies)
	switch {
	case opens && r.Form != "":
		return "enter opens its form, " + strings.ReplaceAll(r.Form, "-", " ")
	case opens:
		return "enter does it: " + remedy.Title(r)
	case f.Form != "" && f.Answer != gate.NotApplicable:
		return "enter shows the form, " + strings.ReplaceAll(f.Form, "-", " ")
	}
	return ""
}

// chosen is the check under the cursor; of a gate that asks for nothing, none.
func (g *Gate) chosen() gate.Finding {
	if g.At >= len(g.view.Findings) {
		return gate.Finding{}
	}
	return g.view.Findings[g.At]
}

func (g *Gate) nextOpen() tea.Cmd {
	n := len(g.view.Findings)
	for i := 1; i <= n; i++ {
		if k := (g.At + i) % n; g.view.Findings[k].Blocks() {
			g.At = k
			return nil
		}
	}
	return nil
}

// answerLook is the mark, the word and the style of an answer.
func answerLook(t *theme.Theme, a gate.Answer) (mark, word string, style theme.Style) {
	switch a {
	case gate.Met:
		return t.Glyph.Yes, "met", t.Good
	case gate.Open:
		return t.Glyph.No, "open", t.Bad
	case gate.NotApplicable:
		return t.Glyph.NA, "n.a.", t.Faint
	case gate.Waived:
		return t.Glyph.Waived, "waived", t.Warn
	}
	return t.Glyph.Ask, "undecidable", t.Warn
}

func countText(met, all int) string {
	if all == 0 {
		return "no check applies"
	}
	if met == all {
		return fmt.Sprintf("all %d checks are met", all)
	}
	return fmt.Sprintf("%d of %d checks are met", met, all)
}

// Box draws the panel.
func (g *Gate) Box(w, h int) ([]string, int) {
	t := g.env.Theme
	n := max(min(w-4, 190), 1)
	lines := []string{g.head(n), kit.Blank(n)}
	detail := g.detail(n)
	// The list gets what the detail leaves, the detail at most half.
	room := max(h-2-len(lines), 2)
	if most := max(room/2, room-len(g.view.Findings)-1); len(detail) > most {
		detail = detail[:max(most, 0)]
	}
	from, to := g.Show(room-len(detail)-1, len(g.view.Findings))
	for i := from; i < to; i++ {
		lines = append(lines, g.line(n, g.view.Findings[i], i == g.At))
	}
	if to == 0 {
		lines = append(lines, kit.NewLine(n).Gap(2).Text(t.Faint, "this gate asks for nothing").String())
	}
	if len(detail) > 0 {
		rule := kit.NewLine(n)
		if below := len(g.view.Findings) - g.Top - g.Rows; below > 0 || g.Top > 0 {
			text := fmt.Sprintf(" %s%d %s%d ", t.Glyph.Up, g.Top, t.Glyph.Down, below)
			rule.Glyph(t.Rule, t.Glyph.Line, n-kit.Width(text)-2).Text(t.Faint, text)
		}
		lines = append(lines, rule.Glyph(t.Rule, t.Glyph.Line, rule.Left()).String())
		lines = append(lines, detail...)
	}
	return kit.FitBox(t, "Gate of "+string(g.view.Release), lines, n+4, h)
}

// head says which gate it is and how it stands.
func (g *Gate) head(n int) string {
	t, v := g.env.Theme, g.view
	met, all := v.Count()
	state, style := strings.ToUpper(v.State()), t.Bad
	switch {
	case v.Over():
		style = t.Faint
	case v.Ready():
		style = t.Good
	}
	way := v.StageTitle
	if next := cmp.Or(v.NextTitle, v.Next); next != "" {
		way += " " + t.Glyph.Arrow + " " + next
	}
	count := countText(met, all) + v.WaivedWords()
	right := kit.Width(way) + 3 + len(state) + 2 + len(count)
	l := kit.NewLine(n).Text(t.Strong, kit.Cut(v.Title, max(n-right-2, 8))).Gap(2)
	return l.Text(t.Title, way).Gap(2).Text(style, state).Gap(1).Text(t.Faint, count).String()
}

// line is one check.
func (g *Gate) line(n int, f gate.Finding, chosen bool) string {
	t := g.env.Theme
	mark, word, style := answerLook(t, f.Answer)
	l := kit.NewLine(n)
	text := l.Here(t, chosen)
	words, clauses, people := g.columns()
	l.Text(style, mark).Gap(1).Cell(style, word, words).Gap(1).Cell(t.Faint, f.Clause, clauses).Gap(1)
	if f.Answer == gate.NotApplicable && !chosen {
		text = t.Faint
	}
	room := l.Left() - people - 1
	half := l.Left()
	if room >= 80 {
		half = room * 11 / 20
	}
	if room < 24 || who(f) == "" { // nobody has to be named: what is said has that room too
		room = l.Left()
	}
	if half < room {
		l.Cell(text, f.Text, half).Gap(2).Cell(t.Faint, f.Evidence, room-half-2)
	} else {
		l.Cell(text, f.Text, room)
	}
	if l.Left() == 0 {
		return l.String()
	}
	return l.Gap(1).Cell(t.Note, who(f), people).String()
}

// columns are as wide as what stands in them.
func (g *Gate) columns() (words, clauses, people int) {
	for _, f := range g.view.Findings {
		_, word, _ := answerLook(g.env.Theme, f.Answer)
		words = max(words, len(word))
		clauses = max(clauses, min(kit.Width(f.Clause), 8))
		people = max(people, min(kit.Width(who(f)), 22))
	}
	return words, clauses, people
}

// who can meet the check; nobody has to for one that doesn't block.
func who(f gate.Finding) string {
	if !f.Blocks() {
		return ""
	}
	return strings.ReplaceAll(f.Role, "-", " ")
}

// detail says all about the chosen check, wrapped.
func (g *Gate) detail(n int) []string {
	f, t := g.chosen(), g.env.Theme
	if len(g.view.Findings) == 0 {
		return nil
	}
	var text []kit.Paragraph
	say := func(name string, style theme.Style, value string) {
		if value != "" {
			text = append(text, kit.Paragraph{Indent: 10, Lead: kit.Span{Style: t.Faint, Text: name}, Style: style, Text: value})
		}
	}
	_, word, style := answerLook(t, f.Answer)
	say("check", t.Strong, f.Text)
	say(word, style, f.Evidence)
	if f.Blocks() {
		say("who", t.Note, who(f))
		say("remedy", t.Good, remedy.Words(f.Remedies))
	}
	say("", t.Key, leads(f))
	if n := len(remedy.Ways(f.Remedies)); n > 1 && f.Blocks() {
		say("", t.Key, fmt.Sprintf("o chooses among %d ways", n))
	}
	return kit.Flow(t, text, n)
}
