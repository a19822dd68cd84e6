package ui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
)

// happened shows what somebody did. What this session did itself was loaded
// again when its action was answered.
func (r *Root) happened(e screen.Event) tea.Cmd {
	if e.Mine {
		return nil
	}
	if n := len(e.Notes); n > 0 && !r.typing() { // the keys in the footer are needed then
		text := e.Notes[n-1] + " just now"
		if n > 1 {
			text = strings.Join(e.Notes[max(0, n-3):], "; ")
		}
		host{r}.Say(text)
	}
	if r.env.AsOf != store.Now {
		return nil // the past stays as it was
	}
	return r.reloadAll()
}

// newDay loads again when the date has changed: late is counted in days.
func (r *Root) newDay() tea.Cmd {
	day := r.env.Now().In(r.env.Days()).YearDay()
	if day == r.day {
		return nil
	}
	r.day = day
	return r.reloadAll()
}

// goBack asks where the log ended at a moment.
func (r *Root) goBack(m when.Moment) tea.Cmd {
	at := m.At
	if m.Precision == when.Day {
		// A day means as it stood when the day was over.
		at = m.Span(r.env.Days()).End
	}
	if now := r.env.Now(); at.After(now) {
		at = now
	}
	data, ctx := r.env.Data, r.env.Context
	return screen.Ask(r, "as of", func() (store.Position, error) { return data.PositionAt(ctx, at) },
		screen.OrFail(host{r}, "go back in time", func(to store.Position) tea.Cmd { return r.travel(to, at) }))
}

// travel puts all screens at another moment, and the place in the log that was
// its end.
func (r *Root) travel(to store.Position, at time.Time) tea.Cmd {
	r.asker.Forget("as of")
	r.env.AsOf, r.env.Past = to, at
	if to == store.Now {
		host{r}.Say("back in the present")
	}
	return r.reloadAll()
}

var _ screen.Host = host{}
