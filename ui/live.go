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
	day := r.env.Now().In(r.env.Zone).YearDay()
	if day == r.day {
		return nil
	}
	r.day = day
	return r.reloadAll()
}

// moment is a place in the log to look from; the zero moment is the present.
type moment struct {
	position store.Position
	at       time.Time
}

// goBack asks where the log ended at a moment.
func (r *Root) goBack(m when.Moment) tea.Cmd {
	at := m.At
	if m.Precision == when.Day {
		// A day means as it stood when the day was over.
		at = m.Span(r.env.Zone).End
	}
	if now := r.env.Now(); at.After(now) {
		at = now
	}
	data, ctx := r.env.Data, r.env.Context
	return r.asker.Ask("as of", func() (any, error) {
		position, err := data.PositionAt(ctx, at)
		return moment{position, at}, err
	})
}

// travel puts all screens at another moment.
func (r *Root) travel(m moment) tea.Cmd {
	r.asker.Forget("as of")
	r.env.AsOf, r.env.Past = m.position, m.at
	if m.position == store.Now {
		host{r}.Say("back in the present")
	}
	return r.reloadAll()
}

var _ screen.Host = host{}
