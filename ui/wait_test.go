package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/ui/screen/screentest"
	"fairway/ui/standup"
)

// shownTab is the name of the screen whose tab is chosen.
func (d *rig) shownTab() string { return d.root.screens[d.root.at].Name() }

// TestAWallboardTurns: every so often the next screen, and the clock in the
// corner goes on meanwhile, also where both come at the same moment.
func TestAWallboardTurns(t *testing.T) {
	d := dashboard(t)
	d.timers = nil
	d.root.cycle = 20 * time.Second
	d.do(d.root.wait())
	var seen []string
	for range 2 * (len(d.root.screens) + 1) { // after the last screen the standup, on its page
		if d.root.page() >= 0 {
			d.See("Standup of everybody", "nothing happened")
			d.Wait(20 * time.Second).Wait(0)
			continue
		}
		seen = append(seen, d.shownTab())
		before := d.now
		d.Wait(20 * time.Second).Wait(0) // a turn that is due at the minute follows it
		if len(d.timers) != 1 {
			t.Fatalf("%d clocks run beside each other", len(d.timers))
		}
		d.See(d.now.In(d.root.env.Zone).Format("15:04"))
		if d.shownTab() == seen[len(seen)-1] && d.root.page() < 0 {
			t.Errorf("it stayed at %s from %s on", d.shownTab(), before.Format(time.TimeOnly))
		}
	}
	if got, want := strings.Join(seen, " "), strings.Repeat(strings.Join(Screens(), " ")+" ", 2); got+" " != want {
		t.Errorf("it turned to %s", got)
	}
}

// TestAStandupOnTheWall: pages turn one after the other, and are read anew after the last;
// one that has room on a page stays there, and nothing wakes for it but the clock.
func TestAStandupOnTheWall(t *testing.T) {
	db := screentest.Demo(t)
	env := screentest.On(t, db, "cora", colours)
	env.ReadOnly = true
	d := sitOn(t, env, 40, 12)
	page := standup.New(env, "customer")
	d.root.layers, d.root.wall, d.root.cycle = []layer{{taker: page, page: page}}, page, 20*time.Second
	d.do(page.Load())
	d.See("Standup of Customer Channels", "1/")
	d.timers = nil
	d.do(d.root.wait())
	seen := map[string]bool{}
	for i := range page.Pages() {
		picture := d.Picture()
		if lines := strings.Split(picture, "\n"); len(lines) != 12 || seen[picture] {
			t.Errorf("page %d is no other:\n%s", i+1, picture)
		}
		seen[picture] = true
		if i == page.Pages()-1 {
			break
		}
		d.Wait(20 * time.Second).Wait(0)
	}
	if len(seen) < 3 {
		t.Fatalf("it has %d pages", len(seen))
	}
	d.Wait(20 * time.Second).Wait(0)
	d.See("1/")

	d.do(d.root.Update(tea.WindowSizeMsg{Width: 120, Height: 50}))
	d.See("Overdue papers")
	d.timers = nil
	d.do(d.root.wait())
	if len(d.timers) != 1 || d.timers[0].at.Sub(d.now) != d.now.Truncate(time.Minute).Add(time.Minute).Sub(d.now) {
		t.Errorf("with one page it wakes at %v, and it is %v", d.timers, d.now)
	}
	d.Press("esc").See("Standup of Customer Channels") // there is nothing below it
}
