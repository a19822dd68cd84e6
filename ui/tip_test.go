package ui

import (
	"testing"

	"fairway/ui/screen/screentest"
)

// A file that has something to say says it once, before anything else, and
// again only when asked.
func TestTip(t *testing.T) {
	world := screentest.New(12)
	world.Preferences = map[string]string{tipKey: "A sample to try\n2\tthe board\nThat is all."}
	sit(t, world, colours, 80, 24).NotSee("the board") // over SSH, where nobody can act as somebody else
	alone := func() *rig {
		env := world.Env(colours)
		env.Self = true
		return sitOn(t, env, 80, 24)
	}
	alone().See("A sample to try", "2", "the board", "That is all.").Press("esc").NotSee("the board").See("November 2026")
	delete(world.Preferences, tipRead)
	alone().See("the board").Press("2").NotSee("the board").See("Planning")
	for key, then := range map[string]string{"]": "December 2026", "g": "From Mon 23 Nov 2026", "Z": "times are shown in UTC"} { // what the calendar below means by it
		delete(world.Preferences, tipRead)
		alone().See("the board").Press(key).NotSee("the board").See(then)
	}
	alone().NotSee("the board").Press(":").Type("what to try").Press("enter").See("the board")
	sit(t, screentest.New(12), colours, 80, 24).NotSee("sample").Press(":").Type("what to try").See("nothing by these words")
}
