package ui

import (
	"errors"
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
	d.world.Refuse = model.Refuse("scan", "it is Monday", "")
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
	if d.Press("q", "q"); !d.quit {
		t.Error("the second key doesn't leave")
	}
}
