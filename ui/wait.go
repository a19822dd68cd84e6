package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
)

// wait waits for whatever comes of itself: what others do, a word of the
// server, the minute at which the clock in the corner changes, the wallboard's
// next turn. It is one command and not four: each holds a goroutine as long as
// it waits, and a server has hundreds of sessions.
func (r *Root) wait() tea.Cmd { return r.waitThen(0) }

// gather is how long after something that others did the next is shown, together with
// what came until then: where twelve people tick a run, each session would read everything
// anew for each tick.
const gather = 200 * time.Millisecond

// waitThen is wait, and hears of what others do only after a while.
func (r *Root) waitThen(deaf time.Duration) tea.Cmd {
	d, msg := r.nextWake()
	events, words, data, ctx := r.events, r.words, r.env.Data, r.env.Context
	if events == nil && words == nil {
		return r.after(d, msg)
	}
	return func() tea.Msg {
		clock := time.NewTimer(d)
		defer clock.Stop()
		heard, hears := events, (<-chan time.Time)(nil)
		if deaf > 0 {
			pause := time.NewTimer(deaf)
			defer pause.Stop()
			heard, hears = nil, pause.C
		}
		for {
			select {
			case <-hears:
				heard, hears = events, nil
			case e, ok := <-heard:
				if !ok {
					return deafMsg{}
				}
				return eventMsg(data.Words(e))
			case w := <-words:
				return wordMsg(w)
			case <-clock.C:
				return msg
			case <-ctx.Done():
				return nil
			}
		}
	}
}

// tick waits for the next second where what is shown changes with it: the time that an
// item of a meeting has left. Nothing wakes otherwise.
func (r *Root) tick() {
	s, ok := r.shown().(screen.Ticking)
	if !ok || r.ticking || !s.Ticks() {
		return
	}
	now := r.env.Now()
	r.ticking = true
	r.later(r.after(now.Truncate(time.Second).Add(time.Second).Sub(now), secondMsg{}))
}

// nextWake is when the picture changes of itself, and what is to happen then.
func (r *Root) nextWake() (time.Duration, tea.Msg) {
	now := r.env.Now()
	minute := now.Truncate(time.Minute).Add(time.Minute)
	if r.turns() {
		if r.turned.IsZero() {
			r.turned = now
		}
		if next := r.turned.Add(r.cycle); next.Before(minute) {
			return next.Sub(now), turnMsg{}
		}
	}
	return minute.Sub(now), minuteMsg{}
}
