package records

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestEveryKindIsExactAtAnySize(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	for _, size := range [][2]int{{1, 1}, {7, 2}, {20, 5}, {60, 12}, {80, 20}, {109, 30}, {110, 30}, {120, 36}, {200, 46}, {300, 400}} {
		d.w, d.h = size[0], size[1]
		for range kinds {
			d.press("]")
			d.picture()
			d.press("end")
			d.picture()
			d.press("home", "pgdown")
			d.picture()
		}
	}
	if len(d.failed) > 0 {
		t.Error(d.failed)
	}
}

func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {200, 46}} {
		d := sit(t, screentest.Sample(t), "cora", size[0], size[1])
		golden := func(name string) {
			screentest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]+4), d.picture())
		}
		golden("changes")
		d.kind("People")
		golden("people")
		d.kind("Log")
		golden("log")
	}
}

// kind turns to a kind of record.
func (d *rig) kind(many string) *rig {
	d.t.Helper()
	r := d.screen.(*Records)
	for range kinds {
		if r.sheet().Title == many {
			return d
		}
		d.press("]")
	}
	d.t.Fatalf("there is no kind %s", many)
	return d
}

func TestATableIsFilteredSortedAndShown(t *testing.T) {
	d := sit(t, screentest.Sample(t), "noor", 80, 20)
	r := d.screen.(*Records)
	d.see("15 changes", "by id, latest first", "▸ CHG-15")
	d.press("j", "j").see("▸ CHG-13")
	d.run(r.SetFilter("state:authorised"))
	d.see("4 changes", "filter: state:authorised", "▸ CHG-13").notSee("CHG-15")
	d.run(r.SetFilter("gift"))
	d.see("1 change ", "▸ CHG-11")
	d.run(r.SetFilter("nonsense:x"))
	if got := r.FilterError(); !strings.Contains(got, `no field "nonsense"`) || !strings.Contains(got, "requester") {
		t.Errorf("what is said of a wrong filter: %q", got)
	}
	d.see("▸ CHG-11") // what was there stays
	d.run(r.SetFilter("nothingatall"))
	d.see("Nothing passes the filter", "esc drops it")
	d.run(r.SetFilter(""))
	d.see("15 changes")
	// What is filtered in one table isn't in another.
	d.run(r.SetFilter("gift"))
	d.kind("Incidents").see("No incident yet")
	d.kind("Changes").see("1 change ", "filter: gift")
	d.run(r.SetFilter(""))

	d.press("home", "r").see("by id", "▸ CHG-15").notSee("latest first")
	d.press("s")
	if box := d.box(); !strings.Contains(box, "id, the other way round") || !strings.Contains(box, "submitted") {
		t.Errorf("the menu of columns:\n%s", box)
	}
	d.press("j", "enter").see("title ↑", "by title")
	d.press("home").see("▸ CHG-14  Archive closed years")
	d.press("o").see("title ↓", "last to first", "▸ CHG-14")
	if len(d.failed) > 0 {
		t.Error(d.failed)
	}
}

func TestColumnsAreKeptForEachPersonAndKind(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "cora", 120, 36)
	d.see("service").press("c", " ")
	if got := d.lastSaid(); got != "this column says which record it is" {
		t.Errorf("hiding the id says %q", got)
	}
	d.press("j", "j", "j", "j", " ")
	if box := d.box(); !strings.Contains(box, "hidden   service") || !strings.Contains(box, "always") {
		t.Errorf("the columns:\n%s", box)
	}
	d.press("esc").notSee("  service ")
	d.press("s", "j", "enter")
	d.kind("Problems").see("No problem yet")
	d.kind("Services").see("criticality")

	again := sit(t, db, "cora", 120, 36).notSee("  service ").see("by title")
	again.press("c", "j", "j", "j", "j", " ", "esc").see("  service ")
	sit(t, db, "noor", 120, 36).see("  service ", "by id, latest first")

	// Who acts as somebody else sees the tables as that person left them.
	again.press("c", "j", "j", " ", "esc").notSee("  state ").see("by title")
	noor := sit(t, db, "noor", 120, 36).env.Person
	again.env.Person = noor
	again.run(again.screen.Load())
	again.see("  state ", "by id, latest first")
}

func TestTheCursorStaysOnItsRecord(t *testing.T) {
	db := screentest.Sample(t)
	d := sit(t, db, "noor", 80, 20)
	d.press("j", "j", "j").see("▸ CHG-12")
	noor := store.Who{Person: d.env.Person.ID(), Auth: "test"}
	for _, title := range []string{"One more", "And another"} {
		if _, err := db.Do(context.Background(), noor, action.SubmitChange{Change: model.Change{Title: title, Category: "enhancement", Type: "normal"}}); err != nil {
			t.Fatal(err)
		}
	}
	d.run(d.screen.Load())
	d.see("17 changes", "▸ CHG-12", "CHG-17  And another")
	if got := d.screen.(*Records).Subject(); got != "CHG-12" {
		t.Errorf("the cursor is on %s", got)
	}
	d.press("y")
	if len(d.copied) != 1 || d.copied[0] != "CHG-12" {
		t.Errorf("copied: %v", d.copied)
	}
}

// A table longer than a window is walked through with every key.
func TestLongTablesAreFetchedInWindows(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 12).kind("Log")
	last := d.screen.(*Records).sheet().table.Count
	if last < 2*window/2+50 {
		t.Fatalf("the log has %d entries only", last)
	}
	want := func(position int) {
		t.Helper()
		if got := d.screen.(*Records).sheet().entry(); got != int64(position) {
			t.Fatalf("the cursor is on entry %d instead of %d\n%s", got, position, d.picture())
		}
		d.picture()
	}
	want(last)
	d.press("end")
	want(1)
	d.press("pgup")
	want(1 + d.screen.(*Records).rows())
	d.press("home")
	want(last)
	for i := 1; i < last; i++ {
		d.press("j")
		want(last - i)
	}
	d.press("r")
	want(1)
	d.press("end")
	want(last)
	d.run(d.screen.(*Records).SetFilter("who:cora"))
	d.press("home", "end")
	if got := d.screen.(*Records).sheet().entry(); got < int64(last)-10 {
		t.Errorf("the last of cora's entries is %d", got)
	}
}

func TestThePastIsShownAsItWas(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	d.env.AsOf, d.env.Past = 40, screentest.Now.AddDate(0, -3, 0)
	d.run(d.screen.Load())
	d.see("1 change ", "CHG-1 ").notSee("CHG-2")
	d.kind("Runs").see("There was none then")
	d.kind("Log").see("40 entries")
}

func TestWhatCantBeDoneSaysWhy(t *testing.T) {
	d := sit(t, screentest.Sample(t), "cora", 80, 20)
	for _, k := range kinds {
		d.kind(k.Title)
		for key, name := range map[string]string{"n": k.make, "e": k.edit} {
			d.said, d.tasks = nil, nil
			d.press(key)
			_, known := task.Named(name)
			switch {
			case known && (name == k.make || d.screen.(*Records).sheet().table.Count > 0):
				if len(d.tasks) != 1 {
					t.Errorf("%s %s did %v and said %v", k.Title, key, d.tasks, d.said)
				}
			case len(d.said) != 1 || d.said[0] == "":
				t.Errorf("%s %s says %v", k.Title, key, d.said)
			}
		}
	}
}

func TestRulesInWords(t *testing.T) {
	for rule, want := range map[string]string{
		"FREQ=WEEKLY;BYDAY=SU":                       "every week on Sunday",
		"FREQ=MONTHLY;BYDAY=-1FR":                    "every month on the last Friday",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=6": "every 2 weeks on Tuesday and Thursday, 6 times",
		"RRULE:FREQ=YEARLY;UNTIL=20301231T235959Z":   "every year, until 31 Dec 2030",
		"FREQ=MONTHLY;BYMONTHDAY=1,-1":               "every month, day 1, the last",
		"FREQ=MONTHLY;BYSETPOS=2;BYDAY=MO":           "FREQ=MONTHLY;BYSETPOS=2;BYDAY=MO", // beyond what people write
		"nonsense":                                   "nonsense",
	} {
		if got := repeats(rule, when.Date{}); got != want {
			t.Errorf("%s: %q instead of %q", rule, got, want)
		}
	}
}

// A window that was parted at a day ends on the one before: its rule says an instant just
// before that day's occurrence.
func TestARuleEndsOnTheLastDayOfIt(t *testing.T) {
	start := when.OnClock(time.Date(2026, 12, 1, 22, 0, 0, 0, time.UTC), time.UTC)
	end := when.OnClock(time.Date(2026, 12, 2, 2, 0, 0, 0, time.UTC), time.UTC)
	for rule, want := range map[string]string{
		"FREQ=DAILY;UNTIL=20261225T215959Z":           "every day, until 24 Dec 2026",
		"FREQ=DAILY;UNTIL=20261225":                   "every day, until 25 Dec 2026",
		"FREQ=WEEKLY;BYDAY=TU;UNTIL=20261231T235959Z": "every week on Tuesday, until 29 Dec 2026",
	} {
		slot := model.Slot{Start: start, End: end}
		for _, r := range []model.Record{&model.Window{ID: "WIN-1", Title: "Night", Class: model.WindowMaintenance, Slot: slot, Zone: "UTC", Rule: rule},
			&model.Train{ID: "TRN-1", Title: "Night", Slot: slot, Zone: "UTC", Rule: rule}} {
			f := &writer{env: screentest.New(0).Env(theme.Options{Choice: theme.Bare}), kind: r.Kind()}
			f.structure(reflect.ValueOf(r).Elem(), 0)
			if !slices.ContainsFunc(f.lines, func(l line) bool { return l.text == want }) {
				t.Errorf("%s of %s isn't said as %q: %v", rule, r.Key(), want, f.lines)
			}
		}
	}
}

func BenchmarkFrame(b *testing.B) {
	for _, size := range [][2]int{{80, 20}, {200, 46}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			r := New(screentest.New(0).Env(theme.Options{Choice: theme.Dark}))
			s := r.sheet()
			in := came{}
			for i := range window {
				in.table.Rows = append(in.table.Rows, store.Listed{ID: model.ID(fmt.Sprintf("CHG-%d", i)), Title: "Tax tables for the new year", State: "authorised", ServiceName: "Payroll", PersonName: "Noor Haddad", At: screentest.Now})
			}
			in.table.Total = 100_000
			s.take(in)
			s.fit(r.words)
			step := 1
			b.ReportAllocs()
			for b.Loop() {
				s.table.Move(step)
				step = -step
				_ = r.View(size[0], size[1])
			}
		})
	}
}
