package ui

import (
	"context"
	"errors"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/screen"
)

// TestQuitWaitsForWhatWasSent: whoever sends and leaves in the same breath has
// sent it all the same; a refusal is read first; the same key again leaves now.
func TestQuitWaitsForWhatWasSent(t *testing.T) {
	scan := action.Scan{Release: "REL-1"}

	d := dashboard(t)
	followed := false
	sent := host{d.root}.Do(scan, func(screen.Done) tea.Cmd {
		return func() tea.Msg { followed = true; return nil }
	})
	if d.Press("q").See("still under way"); d.quit {
		t.Fatal("it left before the action was done")
	}
	if d.do(sent); !d.quit || !followed || len(d.world.Did) != 1 {
		t.Errorf("left %t, what follows was done %t, %d actions", d.quit, followed, len(d.world.Did))
	}

	d = dashboard(t)
	d.world.Refuse = model.Refuse("scan", "it is Monday")
	sent = host{d.root}.Do(scan, nil)
	d.Press("ctrl+c").do(sent)
	if d.See("it is Monday"); d.quit {
		t.Error("it left although the action was refused")
	}
	if d.Wait(quiet).Press("esc", "q"); !d.quit {
		t.Error("it doesn't leave any more")
	}

	d = dashboard(t)
	d.world.Refuse = errors.New("never asked")
	host{d.root}.Do(scan, nil) // and no answer comes
	if d.Press("q", "q"); d.quit {
		t.Error("a key struck twice left what was sent")
	}
	if d.Wait(quiet).Press("q"); !d.quit {
		t.Error("the same key again doesn't leave")
	}

	// What follows from an action is waited for: the draft of its form has to go.
	d = dashboard(t)
	gone := false
	sent = host{d.root}.Do(scan, func(screen.Done) tea.Cmd { return func() tea.Msg { gone = true; return nil } })
	done := sent().(screen.Answer)
	follow := d.root.Update(done)
	if d.Press("q"); d.quit {
		t.Error("it left before what follows was done")
	}
	if d.do(follow); !gone || !d.quit {
		t.Errorf("what follows was done %t, left %t", gone, d.quit)
	}

	// So is a task without questions, from its confirmation on, and a form that
	// is being looked at before it is sent.
	d = dashboard(t)
	d.root.making = true
	if d.Press("q"); d.quit {
		t.Error("it left while an action was being made")
	}
	d = dashboard(t)
	form := &sender{Screen: d.root.screens[0], sending: true}
	d.root.layers = []layer{{taker: form, page: form}}
	if d.Press("ctrl+c"); d.quit {
		t.Error("it left while a form was on its way")
	}
	form.sending = false
	if d.do(d.root.Update(nil)); d.quit || d.root.leaving {
		t.Error("it left although the form came back with something to be read")
	}
}

// sender is a page with a form that may be on its way.
type sender struct {
	screen.Screen
	sending bool
}

func (s *sender) Sending() bool               { return s.sending }
func (s *sender) Edits() string               { return "" }
func (s *sender) Flush(context.Context) error { return nil }

// TestQuitAsksAboutWhatIsTried: moves that were only tried are kept nowhere; leaving says so
// once, and the same key again, not in the same breath, leaves without them.
func TestQuitAsksAboutWhatIsTried(t *testing.T) {
	d := dashboard(t)
	d.Press("g", "}", "w", "esc", "q").See("1 move of a what-if plan would be lost", "the same key again leaves without it")
	if d.quit {
		t.Fatal("it left what was tried")
	}
	narrow := dashboard(t) // none of it is cut where a line has no room
	narrow.Resize(60, 18)
	narrow.Press("g", "}", "w", "esc", "q")
	if text := strings.Join(strings.Fields(narrow.Picture()), " "); !strings.Contains(text, "1 move of a what-if plan would be lost: W shows and saves them; the same key again leaves without it") {
		t.Errorf("it says\n%s", narrow.Picture())
	}
	if d.Press("q"); d.quit {
		t.Error("a key struck twice left what was tried")
	}
	if d.Wait(quiet).Press("q"); !d.quit {
		t.Error("the same key again doesn't leave")
	}
}
