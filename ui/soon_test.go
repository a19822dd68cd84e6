package ui

import (
	"fmt"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/screen"
)

// What a key asks for belongs to its one picture; what is marked as aside, a
// batch in a batch too, is left to the loop and not waited for.
func TestAKeyWaitsForItsAnswersOnly(t *testing.T) {
	d := dashboard(t)
	ran := false
	aside := screen.Aside(func() tea.Msg { ran = true; return nil })
	took := 0
	ask := func() tea.Cmd {
		return d.root.perform(nil, func(screen.Done) tea.Cmd { took++; return nil }, func() (screen.Done, error) { return screen.Done{}, nil })
	}
	rest := d.root.soon(tea.Batch(ask(), aside, tea.Batch(ask(), ask())))
	if took != 3 {
		t.Errorf("%d answers of 3 are in the picture", took)
	}
	if ran {
		t.Error("the picture waited for what was asked aside")
	}
	if d.do(rest); !ran {
		t.Error("what was asked aside got lost")
	}
}

// What was done with a wrong clock says so, over whatever is shown.
func TestAWarningIsShown(t *testing.T) {
	d := dashboard(t)
	d.do(d.root.perform(action.Hold{}, nil, func() (screen.Done, error) {
		return screen.Done{Note: "put REL-1 on hold", Warnings: []model.Reason{{Text: "the clock stands at noon, before the last entry"}}}, nil
	}))
	d.See("A word of warning", "The clock stands at noon")
	d.Wait(quiet).Press("esc").NotSee("A word of warning")
}

// A question that takes long holds no key back, and its answer still comes.
func TestASlowAnswerComesLater(t *testing.T) {
	d := dashboard(t)
	d.root.brief = time.Millisecond
	release := make(chan struct{})
	took := false
	rest := d.root.soon(d.root.perform(nil, func(screen.Done) tea.Cmd { took = true; return nil }, func() (screen.Done, error) {
		<-release
		return screen.Done{}, nil
	}))
	if took {
		t.Fatal("answered before it was")
	}
	close(release)
	d.do(rest)
	if !took {
		t.Error("the answer got lost")
	}
}

// A panic elsewhere is one in the loop, which gives the terminal back.
func TestAPanicInAQuestionReachesTheLoop(t *testing.T) {
	d := dashboard(t)
	defer func() {
		if v := recover(); fmt.Sprint(v) != "broken" {
			t.Errorf("the loop recovered %v", v)
		}
	}()
	d.do(d.root.soon(func() tea.Msg { panic("broken") }))
}
