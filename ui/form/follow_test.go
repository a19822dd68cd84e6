package form

import (
	"testing"

	"fairway/ui/screen/screentest"
)

// answers goes to a field, answers it by keys and leaves it.
func (d *desktop) answers(field, text string) {
	d.t.Helper()
	d.run(d.page.jump(field, 0, ""))
	fl, ok := d.page.field()
	if !ok || fl.Name != field {
		d.t.Fatalf("%s is not asked: %v", field, d.page.at)
	}
	if text == "" {
		d.press("ctrl+e", "ctrl+u")
	} else {
		d.answerByKeys(fl, text)
	}
	d.press("tab")
}

// stand checks what is kept of fields and values in turn.
func (d *desktop) stand(when string, pairs ...string) {
	d.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := d.page.answers.Get(pairs[i]); got != pairs[i+1] {
			d.t.Errorf("%s: %s is %q, want %q", when, pairs[i], got, pairs[i+1])
		}
	}
}

const (
	chicago = "SVC-6" // of the demo's services
	berlin  = "SVC-1"
)

// TestDatesFollowTheService: what was typed is read anew when the service is
// answered, or changed, after it; as a command reads it that says both at once.
func TestDatesFollowTheService(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "cora", "register", "")
	d.answers("name", "Cranes")
	d.answers("start", "2027-02-13 20:00")
	d.answers("end", "+2h")
	d.stand("without a service", "start", "2027-02-13T20:00:00+01:00[Europe/Berlin]", "end", "2027-02-13T22:00:00+01:00[Europe/Berlin]")
	d.answers("service", chicago)
	d.stand("in Chicago", "start", "2027-02-13T20:00:00-06:00[America/Chicago]", "end", "2027-02-13T22:00:00-06:00[America/Chicago]")
	d.run(d.page.jump("start", 0, ""))
	d.sees("Sat 13 Feb 2027 20:00 America/Chicago = Sun 14 Feb 03:00 Europe/Berlin")
	d.answers("service", berlin)
	d.stand("in Berlin again", "start", "2027-02-13T20:00:00+01:00[Europe/Berlin]", "end", "2027-02-13T22:00:00+01:00[Europe/Berlin]")

	// A zone after the time stays, also where it was that of the service.
	d.answers("start", "2027-02-13 20:00 America/Chicago")
	d.answers("end", "22:30")
	d.answers("service", chicago)
	d.stand("with its zone, in Chicago", "start", "2027-02-13T20:00:00-06:00[America/Chicago]", "end", "2027-02-13T22:30:00-06:00[America/Chicago]")
	d.answers("service", berlin)
	d.stand("with its zone, in Berlin", "start", "2027-02-13T20:00:00-06:00[America/Chicago]", "end", "2027-02-13T22:30:00-06:00[America/Chicago]")

	// An hour that one of them has not is wrong there, and right again elsewhere.
	d.answers("end", "")
	d.answers("start", "2027-03-14 02:30")
	d.answers("service", chicago)
	d.run(d.page.jump("end", 0, ""))
	d.sees("the clocks in America/Chicago")
	d.answers("service", berlin)
	d.stand("an hour that Chicago has not", "start", "2027-03-14T02:30:00+01:00[Europe/Berlin]", "end", "")

	// A day is that day everywhere, and an hour that comes twice is said.
	d.answers("start", "2027-11-07")
	d.answers("service", chicago)
	d.stand("a day", "start", "2027-11-07")
	d.answers("start", "2027-11-07 01:30")
	d.run(d.page.jump("end", 0, ""))
	d.sees("01:30 comes twice", "the first was taken, -05:00")

	// What was typed comes back with the draft.
	again := openTask(t, db, "cora", "register", "")
	again.stand("in the draft", "start", "2027-11-07T01:30:00-05:00[America/Chicago]")
	again.answers("service", berlin)
	again.stand("from the draft, in Berlin", "start", "2027-11-07T01:30:00+01:00[Europe/Berlin]")
}

// TestDatesFollowTheZoneOfAWindow: its own zone is asked for after its times.
func TestDatesFollowTheZoneOfAWindow(t *testing.T) {
	d := openTask(t, screentest.Demo(t), "chandra", "add-window", "")
	d.answers("start", "2026-12-07 07:00")
	d.answers("end", "09:00")
	d.answers("zone", "Asia/Tokyo")
	d.stand("in Tokyo", "start", "2026-12-07T07:00:00+09:00[Asia/Tokyo]", "end", "2026-12-07T09:00:00+09:00[Asia/Tokyo]")
	d.answers("zone", "UTC")
	d.stand("in UTC", "start", "2026-12-07T07:00:00Z", "end", "2026-12-07T09:00:00Z")
	d.answers("zone", "America/New_York")
	d.stand("in New York", "start", "2026-12-07T07:00:00-05:00[America/New_York]", "end", "2026-12-07T09:00:00-05:00[America/New_York]")
	d.answers("end", "+2h") // a length stays one, whatever the zone, and whoever looks at it again
	d.answers("zone", "Asia/Tokyo")
	d.run(d.page.jump("end", 0, ""))
	d.press("tab")
	d.stand("a length in Tokyo", "end", "2026-12-07T09:00:00+09:00[Asia/Tokyo][_lasts=2h0m0s]")
	d.answers("start", "2026-12-07 08:00")
	d.stand("a length from another start", "end", "2026-12-07T10:00:00+09:00[Asia/Tokyo][_lasts=2h0m0s]")
	d.answers("start", "2026-12-07 07:00")
	d.answers("end", "09:00")
	d.answers("zone", "Nowhere")
	d.stand("nowhere", "start", "2026-12-07T07:00:00+01:00[Europe/Berlin]")
	d.answers("zone", "Asia/Tokyo")
	d.stand("in Tokyo again", "start", "2026-12-07T07:00:00+09:00[Asia/Tokyo]", "end", "2026-12-07T09:00:00+09:00[Asia/Tokyo]")
}

// TestTheEndGoesAlongWithItsStart: in the move form an end that nobody typed moves
// with the start, and is shown there at once; one that was typed stays.
func TestTheEndGoesAlongWithItsStart(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "cora", "reschedule", at(t, db, "planning"))
	was := d.page.open.answers.Clone()
	zone := d.page.zone()
	length := was.Moment("end", zone).At.Sub(was.Moment("start", zone).At)
	d.answers("start", "2027-04-20 21:00")
	start, end := d.page.answers.Moment("start", zone), d.page.answers.Moment("end", zone)
	if got := end.At.Sub(start.At); got != length || length <= 0 {
		t.Errorf("it took %v, and takes %v", length, got)
	}
	d.sees("Tue 20 Apr 2027 21:00", end.At.In(zone).Format("Mon 2 Jan 2006 15:04"))
	if fl, _ := d.page.field(); fl.Name != "end" {
		t.Errorf("the cursor is at %v", d.page.at)
	}
	d.answers("start", was.Moment("start", zone).At.In(zone).Format("2006-01-02 15:04"))
	d.stand("moved back", "end", was.Get("end"))
	d.answers("end", "2027-04-21 03:00")
	typed := d.page.answers.Get("end")
	d.answers("start", "2027-04-20 22:00")
	d.stand("an end that was typed", "end", typed)
	d.answers("end", "+1h")
	d.answers("start", "2027-04-20 23:30")
	if got := d.page.answers.Moment("end", zone).At.Sub(d.page.answers.Moment("start", zone).At).Hours(); got != 1 {
		t.Errorf("an end that counts from its start is %v hours after it", got)
	}
	d.answers("end", "")
	d.answers("start", "2027-04-20 23:00")
	d.stand("an end that was taken away", "end", "")
}
