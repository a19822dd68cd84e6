package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// presses is how many keys are pressed at random; TestLongEveryKey presses more.
var presses = 15

// TestEveryKey presses keys at random on the demo, as people of every role and
// at sizes that change meanwhile: whatever is on the screen offers its keys,
// and every one of them is pressed sooner or later. Nothing may panic, every
// frame has to fit exactly, and the file, which is the same for all, has to be
// whole afterwards.
func TestEveryKey(t *testing.T) { everyKey(t, presses) }

func everyKey(t *testing.T, presses int) {
	db := screentest.Demo(t)
	defer func() {
		if v, err := db.Verify(t.Context(), nil); err != nil || len(v.Findings) > 0 {
			t.Errorf("the file does not verify afterwards: %v %v", v.Findings, err)
		}
	}()
	for i, who := range []string{"cora", "chandra", "rafael", "dmitri", "ada"} {
		t.Run(who, func(t *testing.T) {
			env := screentest.On(t, db, who, colours)
			r := rand.New(rand.NewPCG(uint64(i), 2026))
			d := sitOn(t, env, 80, 24)
			var trail []string
			defer func() {
				if v := recover(); v != nil {
					t.Fatalf("panic: %v\nafter %s", v, strings.Join(trail, " "))
				}
			}()
			for range presses {
				key := anyKey(r, d.root)
				trail = append(trail, key)
				d.now = d.now.Add(quiet)
				d.Press(key)
				if r.IntN(20) == 0 {
					size := [][2]int{{80, 24}, {60, 16}, {200, 50}, {120, 40}, {20, 5}}[r.IntN(5)]
					d.Resize(size[0], size[1])
					trail = append(trail, fmt.Sprintf("[%dx%d]", size[0], size[1]))
				}
				d.Wait(0).Exact()
				if t.Failed() {
					t.Fatalf("after %s", strings.Join(trail, " "))
				}
			}
		})
	}
}

// anyKey is a key of what is shown, a key of the frame, or a letter.
func anyKey(r *rand.Rand, root *Root) string {
	var list []screen.Binding
	top, over := root.top()
	if over {
		list = top.Bindings()
	} else {
		list = append(slices.Clone(root.shown().Bindings()), root.global...)
	}
	if root.typing() && r.IntN(3) == 0 {
		return string(rune(' ' + r.IntN(95)))
	}
	var keys []string
	for _, b := range list {
		if root.typing() && !b.Text {
			continue
		}
		for _, k := range b.Keys {
			if k != "q" && k != "ctrl+c" && k != "ctrl+z" {
				keys = append(keys, k)
			}
		}
	}
	if len(keys) == 0 {
		return "esc"
	}
	return keys[r.IntN(len(keys))]
}
