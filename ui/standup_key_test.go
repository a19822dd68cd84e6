package ui

import (
	"fmt"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen/screentest"
)

// S shows the standup on every screen and page, and esc leads back to it; where no screen
// has room S shows it all the same, and a record that is opened from it leads back.
func TestTheStandupIsAKeyAway(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Demo(t), "cora", colours), 80, 24)
	for i, s := range d.root.screens {
		d.Press(fmt.Sprint(i+1), "S").See("Standup of everybody", "Since last time")
		d.Press("?").See("Keys: Standup", "Turn to the next page").Press("esc", "esc")
		if d.root.shown() != s {
			t.Errorf("from %s esc leads to %s", s.Name(), d.root.shown().Name())
		}
	}
	d.Press("2", "enter").See("Overview").Press("S").See("Standup of everybody").Press("esc").See("Overview").Press("esc")

	d.do(d.root.Update(tea.WindowSizeMsg{Width: 40, Height: 12}))
	d.See("fairway needs 60x16, this is 40x12", "S shows the standup, q leaves").Press("2", "S")
	d.See("Standup of everybody", "1/", "space page").Press(" ").See("2/").Press("j", "enter").See("fairway needs 60x16").Press("esc").See("2/", "space page")
	d.Press("H").See("The standup of everybody was held").Press("esc").See("2/")
	d.do(d.root.Update(tea.WindowSizeMsg{Width: 39, Height: 12}))
	d.See("fairway needs 60x16").Press(" ")
	d.do(d.root.Update(tea.WindowSizeMsg{Width: 80, Height: 24}))
	d.See("Standup of everybody", "1 Calendar")
}
