package process

import (
	"strings"
	"testing"

	"fairway/ui/kit"
	"fairway/ui/screen/screentest"
)

// TestTheEvidenceOfAPeriod: e on the clauses asks of which period, and shows which clauses its
// releases show, and by which records; X stops it.
func TestTheEvidenceOfAPeriod(t *testing.T) {
	d := sit(t, screentest.On(t, screentest.Sample(t), "cora", bare), 100, 40)
	d.to("Clauses").press("X")
	if len(d.said) != 1 || d.said[0] != "nothing is worked out" {
		t.Fatal(d.said)
	}
	says := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			if box := d.box(); !strings.Contains(box, text) {
				t.Fatalf("it doesn't say %q:\n%s", text, box)
			}
		}
	}
	d.press("e")
	says("Of which period?", "Q4 2026", "Q3 2026", "November 2026", "October 2026")
	d.press("enter")
	says("Evidence of Q4 2026", "8.5.3-a  pass", "the releases of the period")
	if d.screen.looking != nil || len(d.failed) > 0 {
		t.Error("it goes on", d.failed)
	}
	// A dot goes to the next clause that does not pass, and round; enter opens a record.
	seen := map[string]bool{}
	list := d.over[len(d.over)-1].(*clauses)
	for range list.failing {
		d.press(".")
		seen[list.place.Key] = true
	}
	if len(list.failing) < 2 || len(seen) != len(list.failing) {
		t.Error(list.failing, seen)
	}
	d.press(".")
	if list.place.Key != list.failing[0] {
		t.Error("it does not begin anew:", list.place.Key)
	}
	d.press("home").press("enter")
	if len(list.of["8.5.3-a"]) < 2 {
		t.Error(list.of)
	}
	says("Which of them?")
	d.press("enter")
	if len(d.found) != 1 || d.found[0] != list.of["8.5.3-a"][0] || len(d.over) > 0 {
		t.Error(d.found, d.over)
	}
	d.press("e", "j", "j", "j", "j", "j", "j", "j", "enter")
	says("Which period: 2026-10")
	d.press("esc")
	d.screen.looking = &looking{all: 3}
	d.see("0 of 3, X stops it").press("e")
	if why := d.said[len(d.said)-1]; why != "it is worked out already" {
		t.Error(why)
	}
	d.press("X").notSee("X stops it")
	// As of before, it is that of then.
	before := screentest.On(t, screentest.Sample(t), "cora", bare)
	before.AsOf = 40
	d = sit(t, before, 100, 40)
	d.to("Clauses").press("e", "enter")
	says("No release was deployed, closed or cancelled in it")
}

// TestAnyPeriodCanBeTyped: with a sample and its seed; what is wrong says what there is.
func TestAnyPeriodCanBeTyped(t *testing.T) {
	d := sit(t, screentest.On(t, screentest.Sample(t), "cora", bare), 80, 24)
	d.to("Clauses")
	typed := func(text string) {
		t.Helper()
		d.over = nil
		d.press("e", "j", "j", "j", "j", "j", "j", "j", "enter")
		d.over[0].(*kit.Prompt).Begin(text)
		d.press("enter")
	}
	typed("2026 sample 2 seed 7")
	if box := d.box(); !strings.Contains(box, "2 of its") || !strings.Contains(box, "seed 7") {
		t.Error(box)
	}
	typed("2026-W40")
	if box := d.box(); !strings.Contains(box, "Evidence of ") || len(d.failed) > 0 {
		t.Error(box, d.failed)
	}
	for text, why := range map[string]string{"soon": "soon", "2031-Q1": "has not begun", "2026-Q1 seed 7": "a seed draws a sample", "2026-Q1 sample": "is not understood", "2026-Q1 sample 0": "is not understood",
		"2026-Q1 sample -1 seed 2": "is not understood", "2026-Q1 sample 2 seed x": "is not understood", "2026-Q1 7": "is not understood", " ": "no period was typed"} {
		d.failed = nil
		if typed(text); len(d.failed) != 1 || !strings.Contains(d.failed[0].Error(), why) {
			t.Errorf("%q: %v", text, d.failed)
		}
	}
}
