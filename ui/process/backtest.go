package process

import (
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/trial"
)

// backtest is one that is under way.
type backtest struct {
	run *trial.Run
	of  string
}

// perAnswer is how many releases are asked about before the screen is told how far
// it is.
const perAnswer = 20

// versionKeys are the bindings of the versions of the rules.
func (p *Process) versionKeys() []screen.Binding {
	return []screen.Binding{
		{Keys: []string{"b"}, Name: "backtest", Group: screen.GroupView, Foot: true, Help: "Which releases of the past year the chosen proposal or version would have stopped or let through, at which gate, by which check.",
			Why: screen.When(func() bool { return p.place().Key == "" }, "no version is chosen"), Do: func() tea.Cmd { return p.tryVersion(model.ID(p.place().Key)) }},
		{Keys: []string{"c"}, Name: "changes", Group: screen.GroupView, Foot: true, Help: "What the chosen proposal changes in the rules that it was made from, or a version in the one before, in words and line by line.",
			Why: screen.When(func() bool { return p.place().Key == "" }, "no version is chosen"), Do: func() tea.Cmd { return p.changes(model.ID(p.place().Key)) }},
		p.stopKey(),
	}
}

func (p *Process) stopKey() screen.Binding {
	return screen.Binding{Keys: []string{"X"}, Name: "stop the backtest", Group: screen.GroupView, Help: "Stop a backtest that is under way.",
		Why: screen.When(func() bool { return p.trying == nil }, "none is under way"), Do: screen.Act(func() { p.trying = nil; p.Asker().Forget("backtest") })}
}

// changes compares a proposal with what it was made from, and a version with the
// one before.
func (p *Process) changes(id model.ID) tea.Cmd {
	if id.Kind() == model.KindRules {
		return p.openVersion(id)
	}
	return p.compare("", id)
}

// setOf reads a version or a proposal as rules to be compared or tried; base are
// those that a proposal was made from.
func setOf(q screen.Query, id model.ID) (s trial.Set, base model.ID, err error) {
	f, err := q.Data.Record(q.Ctx, id, q.At)
	if err != nil {
		return s, "", err
	}
	switch r := f.Record.(type) {
	case *model.Rules:
		files, _, err := r.Files()
		return trial.Set{Called: string(id), Files: files, Rules: r}, "", err
	case *model.Proposal:
		read, _ := action.ReadRules(r.Files) // it was looked over when it was proposed
		return trial.Set{Called: string(id), Files: r.Files, Rules: &read}, r.Base, nil
	}
	return s, "", &model.NotFound{What: "set of rules " + string(id)}
}

func (p *Process) tryVersion(id model.ID) tea.Cmd {
	q := p.env.Query()
	return screen.Ask(p, "backtest", func() (trial.Set, error) {
		s, _, err := setOf(q, id)
		return s, err
	}, screen.OrFail(p.env.Host, "try "+string(id)+" on the past year", p.tryRules))
}

// tryRules asks rules about the past year, some releases at a time.
func (p *Process) tryRules(s trial.Set) tea.Cmd {
	q, now := p.env.Query(), p.env.Now()
	return screen.Ask(p, "backtest", func() (*trial.Run, error) {
		return trial.Begin(q.Ctx, q.Data, s, now.AddDate(-1, 0, 0), now)
	}, screen.OrFail(p.env.Host, "try the rules on the past year", func(r *trial.Run) tea.Cmd {
		p.trying = &backtest{r, s.Called}
		return p.goOn(now)
	}))
}

func (p *Process) goOn(asked time.Time) tea.Cmd {
	q, b := p.env.Query(), p.trying
	run := *b.run // the screen reads the one at hand meanwhile
	return screen.Ask(p, "backtest", func() (more bool, err error) {
		more = true
		for i := 0; i < perAnswer && more && err == nil; i++ {
			more, err = run.Step(q.Ctx)
		}
		return more, err
	}, func(more bool, err error) tea.Cmd {
		switch {
		case err != nil:
			p.trying = nil
			p.env.Host.Fail("try the rules on the past year", err)
		case more:
			p.trying = &backtest{&run, b.of}
			return p.goOn(asked)
		default:
			p.trying = nil
			p.env.Lay(asked, kit.NewPager(p.env.Theme, p.env.Host, "Backtest of "+b.of, p.tried(run.Result())))
		}
		return nil
	})
}

// tried says what rules would have made of the past year.
func (p *Process) tried(b trial.Backtest) []kit.Paragraph {
	t := p.env.Theme
	day := func(at time.Time) string {
		return when.Format(when.Moment{At: at, Precision: when.Day}, p.env.Zone, when.Long)
	}
	out := []kit.Paragraph{{Style: t.Text, Text: fmt.Sprintf("%s, asked about %s that %s went through since %s.", b.Rules, kit.Count(b.Passages, "gate"), kit.Count(b.Releases, "release"), day(b.Since))}}
	part := func(title string, list []trial.Tried, why func(trial.Tried) []gate.Finding) {
		out = append(out, kit.Paragraph{}, kit.Paragraph{Style: t.Title, Text: fmt.Sprintf("%s: %d", title, len(list))})
		for _, one := range list {
			out = append(out, kit.Paragraph{Indent: 10, Lead: kit.Span{Style: t.Strong, Text: string(one.Release)}, Style: t.Text, Text: fmt.Sprintf("%s  %s, %s", day(one.At), one.StageTitle, one.Title)})
			for _, f := range why(one) {
				text := f.Text
				if f.Evidence != "" {
					text += ": " + f.Evidence
				}
				out = append(out, kit.Paragraph{Indent: 12, Style: t.Faint, Text: text})
			}
		}
	}
	part("Would have been stopped", b.Stopped, func(t trial.Tried) []gate.Finding { return t.Stopped })
	if len(b.Stopped) > 0 {
		out = append(out, kit.Paragraph{}, kit.Paragraph{Style: t.Title, Text: "By check"})
		for _, c := range b.ByCheck() {
			out = append(out, kit.Paragraph{Indent: 6, Lead: kit.Span{Style: t.Strong, Text: kit.FitRight(fmt.Sprint(c.N), 4)}, Style: t.Text, Text: c.Text})
		}
	}
	part("Are blocked now, and would be let through", b.Opened, func(t trial.Tried) []gate.Finding { return t.Opened })
	if len(b.Unknown) > 0 {
		part("Can't be compared, as the rules have no such stage", b.Unknown, func(trial.Tried) []gate.Finding { return nil })
	}
	return out
}
