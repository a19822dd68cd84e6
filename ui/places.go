package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/ui/process"
	"fairway/ui/records"
	"fairway/ui/screen"
)

// places are the lines of the palette that lead to what lies deeper in a screen, by the words
// that people have for it.
func (r *Root) places() []command {
	why := r.why(screen.Binding{Group: screen.GroupRecord})
	table := func(name, help string, k model.Kind) command {
		return command{name: name, help: help, why: why, do: func() tea.Cmd {
			for i, s := range r.screens {
				if rec, ok := s.(*records.Records); ok && why == "" {
					return tea.Batch(r.show(i), rec.Show(k))
				}
			}
			host{r}.Say(name + ": " + why)
			return nil
		}}
	}
	out := []command{
		table("service levels", "open a service: availability, support hours, months", model.KindService),
		table("availability", "open a service: its service levels, month by month", model.KindService),
		table("support hours", "of the agreements of services", model.KindAgreement),
		table("downtime", "the outages entered by hand; the rest is on its service", model.KindOutage),
	}
	for _, name := range []string{"clause matrix", "evidence"} {
		out = append(out, command{name: name, help: "each clause: e for a period, Clauses for a release", why: why, do: func() tea.Cmd {
			for i, s := range r.screens {
				if p, ok := s.(*process.Process); ok && why == "" {
					return tea.Batch(r.show(i), p.ShowClauses())
				}
			}
			host{r}.Say(name + ": " + why)
			return nil
		}})
	}
	for _, k := range records.Shows() {
		out = append(out, table(grammar.Lower(k.Title), "the table of them", k.Kind))
	}
	return out
}
