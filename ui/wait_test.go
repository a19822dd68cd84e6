package ui

import (
	"strings"
	"testing"
	"time"
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
	for range 2 * len(d.root.screens) {
		seen = append(seen, d.shownTab())
		before := d.now
		d.Wait(20 * time.Second).Wait(0) // a turn that is due at the minute follows it
		if len(d.timers) != 1 {
			t.Fatalf("%d clocks run beside each other", len(d.timers))
		}
		d.See(d.now.In(d.root.env.Zone).Format("15:04"))
		if d.shownTab() == seen[len(seen)-1] {
			t.Errorf("it stayed at %s from %s on", d.shownTab(), before.Format(time.TimeOnly))
		}
	}
	if got, want := strings.Join(seen, " "), strings.Repeat(strings.Join(Screens(), " ")+" ", 2); got+" " != want {
		t.Errorf("it turned to %s", got)
	}
}
