package process

import (
	"strings"
	"testing"

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
