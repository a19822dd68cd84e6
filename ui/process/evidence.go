package process

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
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
			choices = append(choices, kit.Choice{Text: period.Title(), Do: func() tea.Cmd { return p.lookAt(wanted{period: period}) }})
		}
	}
	choices = append(choices, kit.Choice{Text: "Another one, or a sample of it", Do: func() tea.Cmd { return p.typePeriod("") }})
	p.env.Host.Open(kit.NewMenu(p.env.Theme, p.env.Host, "Evidence", "Of which period?", choices))
	return nil
}

// typePeriod asks for any period, with the sample of it that is wanted; begun is what was typed
// before, which was none.
func (p *Process) typePeriod(begun string) tea.Cmd {
	p.env.Host.Open(kit.NewPrompt(p.env.Theme, p.env.Host, "Evidence", "Which period: 2026-10, 2026-Q1, 2026, 2026-W48? Behind it how many releases are drawn, and by which seed: 2026-Q1 sample 25 seed 7. Without them all are looked at.", "type a period", func(text string) tea.Cmd {
		q, err := wantedOf(text)
		if err == nil && !q.period.Span(p.env.Days()).Start.Before(p.env.Clock()) {
			err = fmt.Errorf("%s has not begun: there is no evidence of it", q.period.Title())
		}
		if err != nil {
			p.env.Host.Fail("look at the evidence of a period", err)
			return nil
		}
		return p.lookAt(q)
	}).Begin(begun))
	return nil
}

// wanted is of which period the evidence is looked at, and of how many of its releases: size 0
// is all, seed 0 the position of the log.
type wanted struct {
	period when.Period
	size   int
	seed   int64
}

// wantedOf reads what somebody typed: a period, and behind it sample N, seed N.
func wantedOf(text string) (q wanted, err error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return q, errors.New("no period was typed: type one such as 2026-Q1")
	}
	if q.period, err = when.ParsePeriod(words[0]); err != nil {
		return q, err
	}
	for rest := words[1:]; len(rest) > 0; rest = rest[2:] {
		n := int64(0)
		if len(rest) > 1 {
			n, _ = strconv.ParseInt(rest[1], 10, 64)
		}
		switch {
		case rest[0] == "sample" && n > 0 && n <= math.MaxInt32:
			q.size = int(n)
		case rest[0] == "seed" && n > 0:
			q.seed = n
		default:
			return q, fmt.Errorf("%q is not understood: behind the period stands sample with how many releases, and seed with a whole number from 1 on, as in 2026-Q1 sample 25 seed 7", strings.Join(rest[:min(len(rest), 2)], " "))
		}
	}
	if q.seed > 0 && q.size == 0 {
		return q, errors.New("a seed draws a sample: say how many releases, as in 2026-Q1 sample 25 seed 7")
	}
	return q, nil
}

// atATime is how many releases are looked at before the screen is told how far it is.
const atATime = 10

// lookAt works out what shows each clause in a period.
func (p *Process) lookAt(of wanted) tea.Cmd {
	period := of.period
	q, asked := p.env.Query(), p.env.Now()
	return screen.Ask(p, "evidence", func() (*store.PeriodLook, error) {
		at, err := q.Data.EvidenceAt(q.Ctx, q.At)
		if err != nil {
			return nil, err
		}
		return q.Data.BeginEvidence(q.Ctx, store.EvidenceAsk{At: at, Lay: assets.Explained}, period, of.size, of.seed)
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
			p.env.Lay(asked, newClauses(p.env.Theme, p.env.Host, l.look.Result().Matrix))
		}
		return nil
	})
}
