package action_test

import (
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// A later agreement stands beside the one before; what nobody could reckon with is refused.
func TestAgreements(t *testing.T) {
	w := newWorld(t)
	from := when.OnDay(when.Date{Year: 2026, Month: 1, Day: 1}, time.UTC)
	a := action.Agree{Service: w.shop, Target: "99.5 %", Hours: []string{"Mon-Fri 8-18, Sat 9-13"}, Severities: []string{"P2", "P1"}, From: from, Reference: "SLA-07"}
	w.refused("owner", a, "it begins in the past")
	a.Reason = "signed last year"
	w.must("owner", a)
	got := model.Get[*model.Agreement](w.seen(""), "AGR-1")
	if got.Target != 99500 || model.HoursWords(got.Hours) != "Mon-Fri 08:00-18:00, Sat 09:00-13:00" || len(got.Severities) != 2 || got.Severities[0] != "P1" {
		t.Errorf("%+v", got)
	}
	w.refused("owner", a, "AGR-1 says the same")
	for _, c := range []struct {
		change func(a *action.Agree)
		says   string
	}{
		{func(a *action.Agree) { a.Target = "101" }, `"101" is no share of the agreed time`},
		{func(a *action.Agree) { a.Target = "" }, "no share of the agreed time"},
		{func(a *action.Agree) { a.Hours = []string{"whenever"} }, `"whenever" is no support hours`},
		{func(a *action.Agree) { a.Hours = nil }, "no hours are named"},
		{func(a *action.Agree) { a.Severities = []string{"P9"} }, `"P9" is no severity`},
		{func(a *action.Agree) { a.From = when.Moment{} }, "not said from when on it holds"},
		{func(a *action.Agree) { a.To = when.OnDay(when.Date{Year: 2025, Month: 12, Day: 31}, time.UTC) }, "its last day lies before the first"},
		{func(a *action.Agree) { a.From = when.OnClock(w.now, time.UTC) }, "begins and ends with a day"},
		{func(a *action.Agree) { a.Service = "SVC-99" }, "there is no service SVC-99"},
		{func(a *action.Agree) { a.Service = "" }, "no service is named"},
		{func(a *action.Agree) { a.Target = "98" }, "AGR-1 begins on the same day"},
		{func(a *action.Agree) { a.Reference = " . " }, "the reference says nothing"},
	} {
		b := a
		c.change(&b)
		who := "owner"
		if b.Service != w.shop {
			who = "admin"
		}
		w.refused(who, b, c.says)
	}
	w.refused("desk", a, "service.write")
	w.refused("owner", action.WithdrawAgreement{Agreement: "AGR-1"}, "a reason is missing")
	w.must("owner", action.WithdrawAgreement{Agreement: "AGR-1", Reason: "typed twice"})
	w.refused("owner", action.WithdrawAgreement{Agreement: "AGR-1", Reason: "again"}, "withdrawn already")
	w.must("owner", a)
}

// What is entered by hand has happened, or is planned with an end; what it is of has to be
// there, and of one service.
func TestOutagesByHand(t *testing.T) {
	w := newWorld(t)
	at := func(minutes int) when.Moment {
		return when.OnClock(w.now.Add(time.Duration(minutes)*time.Minute), time.UTC)
	}
	o := action.RecordOutage{Service: w.shop, Sort: "unplanned", Text: "Power cut", Start: at(-30), End: at(-10)}
	w.must("desk", o)
	w.must("desk", action.RecordOutage{Service: w.shop, Sort: "planned", Text: "Network moved", Start: at(60), End: at(90)})
	w.must("desk", action.RecordOutage{Service: w.shop, Sort: "unplanned", Text: "It is dark", Start: at(-5)})
	for _, c := range []struct {
		change func(o *action.RecordOutage)
		says   string
	}{
		{func(o *action.RecordOutage) { o.Start, o.End = at(30), when.Moment{} }, "it can't have begun in the future"},
		{func(o *action.RecordOutage) { o.End = at(30) }, "it can't have ended in the future"},
		{func(o *action.RecordOutage) { o.End = at(-40) }, "it ends before it begins"},
		{func(o *action.RecordOutage) { o.Start = when.Moment{} }, "not said when it began"},
		{func(o *action.RecordOutage) { o.Sort, o.End = "planned", when.Moment{} }, "a planned outage has an end"},
		{func(o *action.RecordOutage) { o.Sort = "some" }, `"some" is no sort of outage`},
		{func(o *action.RecordOutage) { o.Text = " " }, "what happened"},
		{func(o *action.RecordOutage) { o.Sort, o.Start, o.End = "none", when.Moment{}, when.Moment{} }, "not said what was no outage"},
		{func(o *action.RecordOutage) { o.Cause = "REL-99" }, "there is no release, run or incident REL-99"},
		{func(o *action.RecordOutage) { o.Of = "RUN-99" }, "there is no run or incident RUN-99"},
		{func(o *action.RecordOutage) { o.Reason = "it was longer" }, "and none is named"},
		{func(o *action.RecordOutage) { o.Of = w.shop }, "there is no run or incident"},
	} {
		b := o
		c.change(&b)
		w.refused("desk", b, c.says)
	}
	w.refused("nobody", o, "incident.write")
	w.refused("desk", action.EndOutage{Outage: "OUT-1"}, "already")
	w.refused("desk", action.EndOutage{Outage: "OUT-3", End: at(-6)}, "it ends before it begins")
	w.refused("desk", action.EndOutage{Outage: "OUT-3", End: at(6)}, "it can't have ended in the future")
	w.must("desk", action.EndOutage{Outage: "OUT-3", End: at(-1)})
	w.must("desk", action.CancelOutage{Outage: "OUT-2", Reason: "put off"})
	w.refused("desk", action.CancelOutage{Outage: "OUT-2", Reason: "again"}, "cancelled already")

	// One that is of an incident stands in its place, and says one thing only.
	w.must("desk", action.OpenIncident{Incident: model.Incident{Title: "Slow", Severity: "P1", Service: w.shop}})
	none := w.must("desk", action.RecordOutage{Sort: "none", Text: "Only slow", Of: "INC-1"}).Subject
	if got := model.Get[*model.Outage](w.seen(""), none); got.Service != w.shop || got.Of != "INC-1" || !got.Slot.IsZero() {
		t.Errorf("%+v", got)
	}
	w.refused("desk", action.RecordOutage{Sort: "unplanned", Text: "It was out", Of: "INC-1", Start: at(-20), End: at(-10)}, string(none)+" is entered of INC-1")
	w.must("desk", action.CancelOutage{Outage: none, Reason: "it was"})
	w.refused("desk", action.RecordOutage{Sort: "unplanned", Text: "It was out", Of: "INC-1", Start: at(-20), End: at(-10)}, "why what INC-1 says is not to be counted")
	first := w.must("desk", action.RecordOutage{Sort: "unplanned", Text: "It was out", Of: "INC-1", Reason: "out for ten minutes only", Start: at(-20), End: at(-10)}).Subject
	w.must("desk", action.RecordOutage{Sort: "unplanned", Text: "And once more", Of: "INC-1", Reason: "and again", Start: at(-8), End: at(-7)})
	w.refused("desk", action.RecordOutage{Sort: "none", Text: "Only slow", Of: "INC-1"}, string(first)+" is entered of INC-1")
}
