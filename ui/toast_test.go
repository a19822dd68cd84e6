package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// The answer to a move says the dates whole, also where they are too long for the
// footer: weekday, date, hours and zone, and the same as the clocks of whoever moved it
// show. A warning outlives the form that was sent.
func TestTheAnswerToAMoveSaysItsDatesWhole(t *testing.T) {
	db := screentest.Demo(t)
	chicago, err := time.LoadLocation("America/Chicago")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		start  string
		hours  int
		answer []string
	}{
		{"2027-02-13 20:00", 4, []string{"moved REL-48 to Sat 13 Feb 2027 20:00 – Sun 14 Feb 2027 00:00 America/Chicago = Sun 14 Feb 03:00–07:00 Europe/Berlin (it collided"}},
		{"2026-12-31 20:00", 2, []string{"Thu 31 Dec 2026 20:00–22:00 America/Chicago = Fri 1 Jan 2027 03:00–05:00 Europe/Berlin (it collided"}},
		{"2026-11-20 20:00", 2, []string{"Fri 20 Nov 2026 20:00–22:00 America/Chicago = Sat 21 Nov 03:00–05:00 Europe/Berlin (it collided", "A word of warning", "has passed"}},
	} {
		d := sitOn(t, screentest.On(t, db, "cora", colours), 80, 24)
		d.Press("esc")
		h := host{d.root}
		d.do(h.Task("reschedule", "REL-48"))
		form := d.root.shown()
		at, err := time.ParseInLocation("2006-01-02 15:04", c.start, chicago)
		if err != nil {
			t.Fatal(err)
		}
		slot := model.Slot{Start: when.OnClock(at, chicago), End: when.OnClock(at.Add(time.Duration(c.hours)*time.Hour), chicago)}
		d.do(h.Do(action.Reschedule{Release: "REL-48", Window: slot, Reason: "conflict", Sentence: "x", Void: true}, func(screen.Done) tea.Cmd {
			h.Back(form)
			return nil
		}))
		seen := strings.Join(strings.Fields(strings.ReplaceAll(d.Exact().Picture(), "│", " ")), " ")
		for _, text := range c.answer {
			if !strings.Contains(seen, text) {
				t.Errorf("from %s: the answer lacks %q:\n%s", c.start, text, d.Picture())
			}
		}
		d.Resize(60, 16)
		d.Exact().Wait(5 * toastTime).NotSee("moved REL-48").Exact()
	}
}

// An answer takes two lines at 80x24, says each thing once, and goes at the next key that
// does something; all of it can be read again.
func TestALongAnswerTakesTwoLines(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Demo(t), "cora", colours), 80, 24)
	d.Press("esc")
	slot := model.Slot{Start: when.OnClock(time.Date(2026, 12, 8, 21, 0, 0, 0, time.UTC), time.UTC), End: when.OnClock(time.Date(2026, 12, 9, 1, 0, 0, 0, time.UTC), time.UTC)}
	d.do(host{d.root}.Do(action.Reschedule{Release: "REL-38", Window: slot, Reason: "conflict", Sentence: "x", Void: true, Follow: []action.Follower{{Release: "REL-44", Window: slot}}}, nil))
	if n := len(d.root.above()); n != 2 {
		t.Errorf("%d lines:\n%s", n, d.Picture())
	}
	if text := d.root.toast.text; strings.Count(text, "Customer Care 11.6 (REL-44) changes crm-app") != 1 || strings.Contains(text, "REL-44: Customer Care 11.4 (REL-38) changes crm-app") {
		t.Errorf("a conflict of both is said twice: %s", text)
	}
	for i, part := range d.root.answer {
		for _, other := range d.root.answer[:i] {
			if part == other {
				t.Errorf("said twice: %s", part)
			}
		}
	}
	d.Exact().See("moved REL-38", "ctrl+g shows all").Press("j").NotSee("moved REL-38")
	d.Press("ctrl+g").See("What came of it", "moved REL-38").Press("esc").NotSee("What came of it")
}

// A warning lies over the page that a new release is shown on.
func TestAWarningLiesOverTheNewRelease(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Demo(t), "cora", colours), 80, 24)
	d.Press("esc")
	slot := model.Slot{Start: when.OnClock(d.now.AddDate(0, 0, -2), time.UTC), End: when.OnClock(d.now.AddDate(0, 0, -1), time.UTC)}
	d.do(host{d.root}.Do(action.Register{Release: model.Release{Name: "Late", Version: "1", Type: "normal", Service: "SVC-1", Window: slot}}, nil))
	d.See("A word of warning").Exact().Wait(quiet).Press("esc").NotSee("A word of warning").See("Overview", "Late 1")
}

// What others did stands in the rule above the footer: the keys stay in view.
func TestANoticeLeavesTheKeysInView(t *testing.T) {
	db := screentest.Demo(t)
	for _, width := range []int{80, 200} {
		d := sitOn(t, screentest.On(t, db, "chandra", colours), width, 24)
		last := func() string {
			lines := strings.Split(strings.TrimRight(d.Exact().Picture(), "\n"), "\n")
			return lines[len(lines)-1]
		}
		keys := last()
		h := host{d.root}
		h.Say("Jonas Eriksen rescheduled REL-36 to Thursday the third of December, from nine in the evening on")
		if got := last(); got != keys {
			t.Errorf("%d wide the footer was\n%s\nand is\n%s", width, keys, got)
		}
		d.See("Jonas Eriksen rescheduled REL-36")
		d.Wait(2 * toastTime).NotSee("Jonas Eriksen rescheduled")
	}
}

// What a key said of one view is gone where the next key leads: it is no word about that.
func TestWhatAKeySaidStaysBehind(t *testing.T) {
	d := sitOn(t, screentest.On(t, screentest.Demo(t), "rafael", colours), 80, 24)
	d.Press("esc", "v").See("windows counted behind the dates").Press("w").NotSee("windows counted behind the dates")
	d.Press("m", "e").See("edit window: ").Press("4").NotSee("edit window: ")
	host{d.root}.Say("Jonas Eriksen rescheduled REL-36")
	d.Press("1").See("Jonas Eriksen rescheduled REL-36") // which nobody here has pressed
}
