package metrics

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/assets"
	"fairway/model/metric"
	"fairway/ui/screen"
)

// group is the result of some of the releases, and what it was in what is compared with.
type group struct {
	metric.Group
	earlier metric.Result
}

// turnSplit breaks the chosen number down by the next.
func (m *Metrics) turnSplit() tea.Cmd {
	next := slices.Index(metric.Splits, m.split) + 1 // the whole is none of them
	if m.split = metric.Whole; next < len(metric.Splits) {
		m.split = metric.Splits[next]
	}
	return m.askSplit()
}

// askSplit asks for the groups of the chosen measure.
func (m *Metrics) askSplit() tea.Cmd {
	m.groups = nil
	shown, ok := m.shown()
	if !ok || m.split == metric.Whole {
		m.Asker().Forget("split")
		return nil
	}
	one, account, split, with := shown.Metric, m.page.account, m.split, m.page.against
	ctx, data, q := m.env.Context, m.env.Data, m.query()
	q.Stretch, q.Progress, q.Measures, q.Plain, q.Within = m.page.stretch, nil, []string{one.ID}, true, true
	return screen.Ask(m, "split", func() ([]group, error) {
		if split == metric.ByPeriod { // the page doesn't know which parts of it were signed off
			parts, err := data.Account(ctx, q)
			if err == nil {
				err = parts.Lay(assets.Measures)
			}
			if err != nil {
				return nil, err
			}
			account = parts
		}
		var out []group
		for _, g := range account.By(one, split) {
			out = append(out, group{Group: g})
		}
		if with.field != "" {
			return out, nil // what is compared with is one group itself
		}
		q.Stretch, q.Within = with.of(q.Stretch), false
		before, err := data.Account(ctx, q)
		if err == nil {
			err = before.Lay(assets.Measures)
		}
		if err != nil {
			return out, err
		}
		for _, g := range before.By(one, split) {
			if i := slices.IndexFunc(out, func(now group) bool { return now.Key == g.Key }); i >= 0 { // a part of a period has no other before it
				out[i].earlier = g.Result
			}
		}
		return out, nil
	}, func(groups []group, err error) tea.Cmd {
		if err == nil || len(groups) > 0 {
			m.groups = groups
		}
		return nil
	})
}
