package process

import (
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model"
	"fairway/model/evidence"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// looking is a look at the evidence of a period that is under way.
type looking struct {
	look      *store.PeriodLook
	period    when.Period
	done, all int
}

// clauseKeys are the bindings of the clauses.
func (p *Process) clauseKeys() []screen.Binding {
	return []screen.Binding{
		{Keys: []string{"e"}, Name: "evidence", Group: screen.GroupView, Foot: true, Help: "Which clauses the releases of a period show, and by which records; fairway evidence makes a pack of them.",
			Why: screen.When(func() bool { return p.looking != nil }, "it is worked out already"), Do: p.choosePeriod},
		{Keys: []string{"X"}, Name: "stop", Group: screen.GroupView, Help: "Stop working out the evidence of a period.",
			Why: screen.When(func() bool { return p.looking == nil }, "nothing is worked out"), Do: screen.Act(func() { p.looking = nil; p.Asker().Forget("evidence") })},
	}
}

// choosePeriod asks of which period the evidence is wanted.
func (p *Process) choosePeriod() tea.Cmd {
	var choices []kit.Choice
	seen := map[string]bool{}
	for _, unit := range []when.Unit{when.Quarterly, when.Monthly, when.Yearly} {
		now := when.PeriodOf(p.env.Clock(), unit, p.env.Days())
		for _, period := range []when.Period{now, now.Prev()} {
			if seen[period.String()] {
				continue
			}
			seen[period.String()] = true
			choices = append(choices, kit.Choice{Text: period.Title(), Do: func() tea.Cmd { return p.lookAt(period) }})
		}
	}
	p.env.Host.Open(kit.NewMenu(p.env.Theme, p.env.Host, "Evidence", "Of which period? fairway evidence --period takes any, and samples of it.", choices))
	return nil
}

// atATime is how many releases are looked at before the screen is told how far it is.
const atATime = 10

// lookAt works out what shows each clause in a period.
func (p *Process) lookAt(period when.Period) tea.Cmd {
	q, asked := p.env.Query(), p.env.Now()
	return screen.Ask(p, "evidence", func() (*store.PeriodLook, error) {
		at, err := q.Data.EvidenceAt(q.Ctx, q.At)
		if err != nil {
			return nil, err
		}
		return q.Data.BeginEvidence(q.Ctx, store.EvidenceAsk{At: at, Lay: assets.Explained}, period, 0, 0)
	}, screen.OrFail(p.env.Host, "look at the evidence of "+period.Title(), func(look *store.PeriodLook) tea.Cmd {
		done, all := look.Done()
		p.looking = &looking{look, period, done, all}
		return p.lookOn(asked)
	}))
}

func (p *Process) lookOn(asked time.Time) tea.Cmd {
	q, l := p.env.Query(), *p.looking
	return screen.Ask(p, "evidence", func() (more bool, err error) {
		more = true
		for i := 0; i < atATime && more && err == nil; i++ {
			more, err = l.look.Step(q.Ctx)
		}
		return more, err
	}, func(more bool, err error) tea.Cmd {
		switch {
		case err != nil:
			p.looking = nil
			p.env.Host.Fail("look at the evidence of "+l.period.Title(), err)
		case more:
			l.done, l.all = l.look.Done()
			p.looking = &l
			return p.lookOn(asked)
		default:
			p.looking = nil
			p.env.Lay(asked, kit.NewPager(p.env.Theme, p.env.Host, "Evidence of "+l.period.Title(), shown(p.env.Theme, l.look.Result().Matrix)))
		}
		return nil
	})
}

// shown says which clauses are shown in a period.
func shown(t *theme.Theme, m evidence.Matrix) []kit.Paragraph {
	out := []kit.Paragraph{{Style: t.Strong, Text: m.Words()}, {Style: t.Faint, Text: m.Sample.Words()}}
	for _, r := range m.Rows {
		glyph, style := t.Glyph.NA, t.Faint
		switch r.Answer {
		case evidence.Pass:
			glyph, style = t.Glyph.Yes, t.Good
		case evidence.Fail:
			glyph, style = t.Glyph.No, t.Bad
		case evidence.Open:
			glyph, style = t.Glyph.Unmet, t.Warn
		}
		out = append(out, kit.Paragraph{}, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: style, Text: glyph}, Style: t.Strong, Text: fmt.Sprintf("%s  %s", r.Clause, r.Answer)},
			kit.Paragraph{Indent: 2, Style: t.Text, Text: r.Text})
		for _, g := range r.Groups() {
			text := fmt.Sprintf("%s: %s", g.Answer, g.Words())
			if len(g.Records) > 0 {
				text += " (" + strings.Join(model.Each(g.Records, func(id model.ID) string { return string(id) }), ", ") + ")"
			}
			out = append(out, kit.Paragraph{Indent: 2, Style: t.Faint, Text: text})
		}
		if len(r.Showings) == 0 {
			out = append(out, kit.Paragraph{Indent: 2, Style: t.Faint, Text: r.Why})
		}
	}
	return out
}
