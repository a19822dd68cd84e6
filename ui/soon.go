package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen"
	"fairway/ui/term"
)

// brief is how long a key waits for what it asked for: most answers come within
// it, and are part of the key's one picture. Without it each would be a second
// picture, right after one that was only half changed.
const brief = 4 * time.Millisecond

// soon runs what a key asked for.
func (r *Root) soon(cmd tea.Cmd) tea.Cmd { return r.within(r.brief, cmd) }

// within runs what the next picture shows, and takes the answers that come in a
// time. What comes later, and what the picture doesn't wait for (see
// screen.Aside), is returned for the loop.
func (r *Root) within(most time.Duration, cmd tea.Cmd) tea.Cmd {
	if cmd == nil || most == 0 {
		return cmd
	}
	over := time.NewTimer(most)
	defer over.Stop()
	var rest []tea.Cmd
	started := []<-chan tea.Msg{start(cmd)}
	for i := 0; i < len(started); i++ {
		var msg tea.Msg
		select {
		case msg = <-started[i]:
		case <-over.C:
			for _, late := range started[i:] {
				rest = append(rest, func() tea.Msg { return <-late })
			}
			return tea.Batch(rest...)
		}
		switch msg := msg.(type) {
		case nil:
		case screen.Answer:
			rest = append(rest, r.handle(msg))
		case screen.AsideMsg:
			rest = append(rest, msg.Cmd)
		case tea.BatchMsg:
			for _, one := range msg {
				if one != nil {
					started = append(started, start(one))
				}
			}
		default:
			rest = append(rest, func() tea.Msg { return msg })
		}
	}
	return tea.Batch(rest...)
}

// start runs a command elsewhere. A panic in it arrives as a message, and is one
// again in the loop, which knows how to end.
func start(cmd tea.Cmd) <-chan tea.Msg {
	answer := make(chan tea.Msg, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				answer <- panicMsg{term.Elsewhere(v)}
			}
		}()
		answer <- cmd()
	}()
	return answer
}
