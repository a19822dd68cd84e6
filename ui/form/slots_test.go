package form

import (
	"strings"
	"testing"
	"time"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// box is the overlay on top as it is seen.
func (d *desktop) box() string {
	d.t.Helper()
	if len(d.overlay) == 0 {
		d.t.Fatalf("nothing is laid over the form\n%s", d.picture(100, 40))
	}
	lines, _ := d.overlay[len(d.overlay)-1].Box(90, 30)
	return strings.Join(lines, "\n")
}

// The form that moves a release offers the free slots that the command finds, and the
// chosen one fills both dates. Where there is none it says which rule ruled most out.
func TestFreeSlotsAreOfferedAndFillTheDates(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "cora", "reschedule", "REL-43")
	start, end := d.page.answers.Values["start"], d.page.answers.Values["end"]
	zone := d.page.zone()
	from, err := when.Parse(start, d.env.Now(), zone)
	if err != nil {
		t.Fatal(err)
	}
	until, err := when.Parse(end, d.env.Now(), zone)
	if err != nil {
		t.Fatal(err)
	}
	free, err := db.FreeSlots(t.Context(), store.FreeQuery{Release: "REL-43", Length: until.At.Sub(from.At), From: from.At, Most: slotsOffered, Now: d.env.Clock(), Zone: d.env.Zone})
	if err != nil || len(free.Slots) < 2 || len(free.Passed) == 0 {
		t.Fatalf("%d slots, %d passed over, %v", len(free.Slots), len(free.Passed), err)
	}
	d.press("ctrl+t")
	box := d.box()
	for _, s := range free.Slots {
		if text := when.TellSpan(s.Span, zone, when.Short); !strings.Contains(box, text) {
			t.Errorf("%s is not offered:\n%s", text, box)
		}
	}
	if !strings.Contains(box, "as long as the dates are") || !strings.Contains(box, "passed over, ") {
		t.Errorf("what was looked for is not said:\n%s", box)
	}
	d.press("down", "enter")
	for name, at := range map[string]string{"start": when.OnClock(free.Slots[1].Start, zone).TextIn(zone), "end": when.OnClock(free.Slots[1].End, zone).TextIn(zone)} {
		if got := d.page.answers.Values[name]; got != at {
			t.Errorf("%s is %s, not %s", name, got, at)
		}
	}
	d.sees("the dates collide with nothing")
	if len(d.did) > 0 || len(d.failed) > 0 {
		t.Errorf("did %v, failed %v", d.did, d.failed)
	}

	// REL-44 depends on REL-38, which can't be later than that.
	none := openTask(t, db, "cora", "reschedule", "REL-38")
	none.press("ctrl+u", "'2026-12-09 22:00", "tab", "ctrl+u", "'+4h", "ctrl+t")
	if box := none.box(); !strings.Contains(box, "No slot of 4 h") || !strings.Contains(box, "(REL-44)") {
		t.Errorf("why there is none is not said:\n%s", box)
	}
	none.press("enter")
	if box := none.box(); !strings.Contains(box, "No slot of 4 h") || !strings.Contains(box, "hard freezes (WIN-") {
		t.Errorf("each rule with its count:\n%s", box)
	}
	other := openTask(t, db, "cora", "edit-release", "REL-43")
	for _, b := range other.page.Bindings() {
		if b.Name == "free" {
			t.Error("a form that plans no dates offers slots")
		}
	}
}

// Each candidate that was passed over can be read with what rules it out, as the command
// lists them.
func TestWhatRulesOutEachCandidateIsListed(t *testing.T) {
	d := openTask(t, screentest.Demo(t), "cora", "reschedule", "REL-43")
	d.press("ctrl+t")
	free, err := d.env.Data.FreeSlots(t.Context(), store.FreeQuery{Release: "REL-43", Length: 4 * time.Hour, From: d.env.Now(), Most: slotsOffered, Now: d.env.Clock(), Zone: d.env.Zone})
	if err != nil || len(free.Passed) < 2 {
		t.Fatalf("%d passed over, %v", len(free.Passed), err)
	}
	if box := d.box(); !strings.Contains(box, "one by one") {
		t.Fatalf("it isn't offered:\n%s", box)
	}
	var text strings.Builder
	for _, p := range d.page.passedOver(free) {
		text.WriteString(p.Text + "\n")
	}
	for _, p := range free.Passed {
		want := when.TellSpan(p.Span, d.page.zone(), when.Short) + "\n"
		for _, c := range p.By {
			want += c.Standing() + ": " + c.Text + "\n"
		}
		if len(p.By) == 0 || !strings.Contains(text.String(), want) {
			t.Errorf("it lacks %q", want)
		}
	}
	for range len(free.Slots) + 1 { // the last of the list
		d.press("down")
	}
	d.press("enter")
	if box := d.box(); !strings.Contains(box, "Passed over for REL-43") || !strings.Contains(box, "hard: ") {
		t.Errorf("it shows\n%s", box)
	}
}
