package gate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/level"
	"fairway/model/process"
	"fairway/model/when"
)

// levelled is a file with an agreement of its service, and a release that is planned.
type levelled struct {
	c, sub *model.Case
	r      *model.Release
	month  when.Span
}

func at(day, hour, minutes int) time.Time {
	return time.Date(2026, 3, day, hour, minutes, 0, 0, time.UTC)
}

// level begins with: 99 % of each day from 8 to 18, of which the one of March allows 3 h 6 min.
func levels(records ...model.Record) *levelled {
	rules := rules()
	l := &levelled{c: model.NewCase(at(10, 12, 0), model.Actor{}, &rules), month: when.Span{Start: at(1, 0, 0), End: at(32, 0, 0)}}
	l.sub = model.NewCase(l.c.Now, model.Actor{}, &rules)
	l.c.Levels = l.sub
	service := &model.Service{ID: "SVC-1", Name: "Web shop", Site: "Oslo", Customers: []string{"Sales"}}
	l.r = &model.Release{ID: "REL-9", Name: "Shop 2", Type: "normal", Service: "SVC-1", Stage: "planning", Window: model.Slot{Start: when.OnClock(at(20, 16, 0), time.UTC), End: when.OnClock(at(20, 22, 0), time.UTC)}}
	hours, _ := level.ReadHours("every day 8-18")
	l.c.Add(model.Fact{Record: service})
	l.c.Add(model.Fact{Record: l.r})
	l.put(service, &model.Agreement{ID: "AGR-1", Service: "SVC-1", Target: 99000, Hours: hours, Maintenance: true, Severities: []string{"P1"}, From: when.OnDay(when.Date{Year: 2026, Month: 1, Day: 1}, time.UTC)})
	l.put(records...)
	return l
}

func (l *levelled) put(records ...model.Record) {
	for _, r := range records {
		l.sub.Add(model.Fact{Record: r})
	}
}

// plan writes the release plan of a release.
func plan(of model.ID, downtime, after string) *model.Document {
	return &model.Document{ID: model.ID("DOC-" + strings.TrimPrefix(string(of), "REL-")), Form: gate.FormPlan, Of: of, Version: 1, Answers: form.Answers{Values: map[string]string{"downtime": downtime, "downtime_after": after}}}
}

// What each sort of record says of outages, in the month: by whom, planned or not, and how
// long in the agreed hours.
func TestOutagesOfRecords(t *testing.T) {
	release := func(id model.ID, day, hour int) *model.Release {
		return &model.Release{ID: id, Name: "Other", Type: "normal", Service: "SVC-1", Stage: "planning", Window: model.Slot{Start: when.OnClock(at(day, hour, 0), time.UTC), End: when.OnClock(at(day, hour+4, 0), time.UTC)}}
	}
	by := func(o model.Outage) *model.Outage { o.ID, o.Service = "OUT-1", "SVC-1"; return &o }
	slot := func(a, b time.Time) model.Slot {
		return model.Slot{Start: when.OnClock(a, time.UTC), End: when.OnClock(b, time.UTC)}
	}
	incident := func(i model.Incident) *model.Incident { i.ID, i.Service = "INC-1", "SVC-1"; return &i }
	run := func(r model.Run) *model.Run { r.ID, r.Release, r.Production = "RUN-1", "REL-1", true; return &r }
	for what, c := range map[string]struct {
		records                    []model.Record
		planned, unplanned, coming time.Duration
	}{
		"nothing":                      {},
		"an incident, from its impact": {[]model.Record{incident(model.Incident{Severity: "P1", State: "resolved", ImpactStart: at(3, 9, 0), Opened: at(3, 9, 20), Resolved: at(3, 10, 0)})}, 0, 60 * time.Minute, 0},
		"one that is open, up to now":  {[]model.Record{incident(model.Incident{Severity: "P1", State: "open", Opened: at(10, 11, 0)})}, 0, time.Hour, 0},
		"one that was reopened": {[]model.Record{incident(model.Incident{Severity: "P1", State: "closed", Opened: at(3, 9, 0), Resolved: at(5, 9, 30),
			Reopenings: []model.Reopening{{Was: "resolved", Resolved: at(3, 10, 0), At: at(5, 9, 0)}}})}, 0, 90 * time.Minute, 0},
		"one of a severity that does not count": {[]model.Record{incident(model.Incident{Severity: "P2", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)})}, 0, 0, 0},
		"one that somebody said was none": {[]model.Record{incident(model.Incident{Severity: "P1", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)}),
			by(model.Outage{Sort: "none", Of: "INC-1"})}, 0, 0, 0},
		"until that was cancelled": {[]model.Record{incident(model.Incident{Severity: "P1", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)}),
			by(model.Outage{Sort: "none", Of: "INC-1", Cancelled: &model.Ending{}})}, 0, time.Hour, 0},
		"another that stands in its place": {[]model.Record{incident(model.Incident{Severity: "P2", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)}),
			by(model.Outage{Sort: "unplanned", Of: "INC-1", Slot: slot(at(3, 9, 30), at(3, 9, 40))})}, 0, 10 * time.Minute, 0},
		"one that only comes from it is beside it, minutes of both once": {[]model.Record{incident(model.Incident{Severity: "P1", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)}),
			by(model.Outage{Sort: "unplanned", Cause: "INC-1", Slot: slot(at(3, 9, 30), at(3, 10, 20))})}, 0, 80 * time.Minute, 0},
		"what a run took stays beside what came of it": {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", "10m0s"), run(model.Run{Started: at(9, 9, 0), Ended: at(9, 11, 0), Result: "deployed"}),
			by(model.Outage{Sort: "unplanned", Cause: "REL-1", Slot: slot(at(10, 8, 0), at(10, 8, 12))})}, 30 * time.Minute, 12 * time.Minute, 0},
		"a plan stays beside an outage for it elsewhere": {[]model.Record{release("REL-1", 21, 8), plan("REL-1", "30m0s", "1h0m0s"),
			by(model.Outage{Sort: "planned", Of: "REL-1", Slot: slot(at(18, 9, 0), at(18, 9, 12))})}, 0, 0, 42 * time.Minute},
		"by hand, outside the hours":       {[]model.Record{by(model.Outage{Sort: "planned", Slot: slot(at(3, 17, 0), at(3, 20, 0))})}, time.Hour, 0, 0},
		"by hand, that goes on":            {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: model.Slot{Start: when.OnClock(at(10, 11, 30), time.UTC)}})}, 0, 30 * time.Minute, 0},
		"a day as a whole":                 {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: model.Slot{Start: when.OnDay(when.Date{Year: 2026, Month: 3, Day: 4}, time.UTC), End: when.OnDay(when.Date{Year: 2026, Month: 3, Day: 4}, time.UTC)}})}, 0, 10 * time.Hour, 0},
		"planned by hand, half of it over": {[]model.Record{by(model.Outage{Sort: "planned", Slot: slot(at(10, 11, 0), at(10, 13, 0))})}, time.Hour, 0, time.Hour},
		"cancelled":                        {[]model.Record{by(model.Outage{Sort: "planned", Slot: slot(at(3, 9, 0), at(3, 10, 0)), Cancelled: &model.Ending{}})}, 0, 0, 0},
		"a release that is planned":        {[]model.Record{release("REL-1", 21, 8), plan("REL-1", "30m0s", "1h0m0s")}, 0, 0, 30 * time.Minute},
		"one whose dates passed":           {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", "")}, 0, 0, 0},
		"one that stays up":                {[]model.Record{release("REL-1", 21, 8), plan("REL-1", "0s", "")}, 0, 0, 0},
		"its run, as planned":              {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", "10m0s"), run(model.Run{Started: at(9, 9, 0), Ended: at(9, 11, 0), Result: "deployed"})}, 30 * time.Minute, 0, 0},
		"a run that ended before":          {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", "10m0s"), run(model.Run{Started: at(9, 9, 0), Ended: at(9, 9, 25), Result: "deployed"})}, 15 * time.Minute, 0, 0},
		"a run that goes on":               {[]model.Record{release("REL-1", 10, 11), plan("REL-1", "1h0m0s", ""), run(model.Run{Started: at(10, 11, 30)})}, 30 * time.Minute, 0, 30 * time.Minute},
		"a run that failed": {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", ""), run(model.Run{Started: at(9, 9, 0), Failed: at(9, 9, 20), Ended: at(9, 10, 30), Restored: at(9, 10, 20), Result: "rolled-back"})},
			30 * time.Minute, 50 * time.Minute, 0},
		"one of which nobody said when it was restored": {[]model.Record{release("REL-1", 10, 8), run(model.Run{Started: at(10, 9, 0), Failed: at(10, 11, 40), Ended: at(10, 11, 50), Result: "failed"})}, 0, 10 * time.Minute, 0},
		"one that fails and goes on":                    {[]model.Record{release("REL-1", 10, 8), run(model.Run{Started: at(10, 9, 0), Failed: at(10, 11, 40)})}, 0, 20 * time.Minute, 0},
		"one that somebody said was none, too": {[]model.Record{release("REL-1", 9, 8), plan("REL-1", "30m0s", ""), run(model.Run{Started: at(9, 9, 0), Failed: at(9, 9, 20), Ended: at(9, 10, 30), Restored: at(9, 10, 20), Result: "rolled-back"}),
			by(model.Outage{Sort: "none", Of: "RUN-1"})}, 0, 0, 0},
		"in a maintenance window": {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: slot(at(3, 8, 0), at(3, 10, 0))}),
			&model.Window{ID: "WIN-1", Class: model.WindowMaintenance, Sites: []string{"oslo"}, Slot: slot(at(3, 9, 0), at(3, 12, 0))}}, 0, time.Hour, 0},
		"in one of another service": {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: slot(at(3, 8, 0), at(3, 10, 0))}),
			&model.Window{ID: "WIN-1", Class: model.WindowMaintenance, Services: []model.ID{"SVC-2"}, Slot: slot(at(3, 9, 0), at(3, 12, 0))}}, 0, 2 * time.Hour, 0},
		"on a holiday of everybody": {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: slot(at(3, 8, 0), at(3, 10, 0))}),
			&model.Window{ID: "WIN-1", Class: model.WindowHoliday, Everything: true, Slot: model.Slot{Start: when.OnDay(when.Date{Year: 2026, Month: 3, Day: 3}, time.UTC)}}}, 0, 0, 0},
		"on one of its customers": {[]model.Record{by(model.Outage{Sort: "unplanned", Slot: slot(at(3, 8, 0), at(3, 10, 0))}),
			&model.Window{ID: "WIN-1", Class: model.WindowHoliday, Customers: []string{"Sales"}, Slot: model.Slot{Start: when.OnDay(when.Date{Year: 2026, Month: 3, Day: 3}, time.UTC)}}}, 0, 0, 0},
	} {
		l := levels(c.records...)
		got := gate.Levels(l.c, "SVC-1", l.month).In(l.month)
		if got.Planned != c.planned || got.Unplanned != c.unplanned || got.Ahead != c.coming {
			t.Errorf("%s: planned %v unplanned %v ahead %v, want %v %v %v", what, got.Planned, got.Unplanned, got.Ahead, c.planned, c.unplanned, c.coming)
		}
	}
}

// What a deployment takes is said before it is approved, and the check follows it.
func TestWhatADeploymentTakes(t *testing.T) {
	l := levels(&model.Incident{ID: "INC-1", Service: "SVC-1", Severity: "P1", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 10, 0)},
		&model.Outage{ID: "OUT-1", Service: "SVC-1", Sort: "planned", Slot: model.Slot{Start: when.OnClock(at(20, 16, 30), time.UTC), End: when.OnClock(at(20, 17, 0), time.UTC)}})
	ask := func(c *model.Case) gate.Finding {
		g := l.r.Clone()
		book := *c.Rules
		book.Processes = slices.Clone(book.Processes)
		i := slices.IndexFunc(book.Processes, func(p process.Process) bool { return p.Name == "normal" })
		p := book.Processes[i]
		p.Stages = slices.Clone(p.Stages)
		k := slices.IndexFunc(p.Stages, func(s process.Stage) bool { return s.ID == "planning" })
		p.Stages[k].Checks = []process.Check{{Name: "target-kept", Text: "the target is kept", Form: gate.FormPlan}}
		book.Processes[i] = p
		n := *c
		n.Rules = &book
		got, err := gate.At(&n, g, "planning")
		if err != nil {
			t.Fatal(err)
		}
		return got.Findings[0]
	}
	c := l.c
	if f := ask(c); f.Answer != gate.Open || f.Evidence != "the plan does not say how long the service is down" {
		t.Error(f.Answer, f.Evidence)
	}
	for _, one := range []struct {
		downtime, after string
		answer          gate.Answer
		says            string
	}{
		{"0s", "", gate.Met, "in March 2026 it takes nothing of 3 h 6 min allowed, 1 h taken, 30 min planned besides, 1 h 36 min left after it"},
		{"1h0m0s", "", gate.Met, "takes 30 min of 3 h 6 min allowed, 1 h taken, 30 min planned besides, 1 h 6 min left after it"}, // half of it is out anyway
		{"3h0m0s", "1h0m0s", gate.Met, "takes 1 h of 3 h 6 min allowed"},                                                          // from 17 to 20, and 18 is the end of the hours
		{"20h0m0s", "", gate.Open, "takes 5 h 30 min of 3 h 6 min allowed, 1 h taken, 30 min planned besides, 3 h 54 min too much"},
	} {
		n := c.With(plan("REL-9", one.downtime, one.after))
		f := ask(n)
		if f.Answer != one.answer || !strings.Contains(f.Evidence, one.says) {
			t.Errorf("%s after %s: %s %s", one.downtime, one.after, f.Answer, f.Evidence)
		}
		if one.answer == gate.Open && len(f.Remedies) < 2 {
			t.Error("what would help is not said")
		}
	}
	// An outage for it, three days before, takes nothing off what the plan says.
	other := levels(&model.Outage{ID: "OUT-2", Service: "SVC-1", Sort: "planned", Cause: "REL-9", Slot: model.Slot{Start: when.OnClock(at(17, 10, 0), time.UTC), End: when.OnClock(at(17, 10, 12), time.UTC)}})
	if k := gate.CostOf(other.c.With(plan("REL-9", "1h0m0s", "")), other.r); !strings.Contains(k.Words()[0], "takes 1 h 12 min of 3 h 6 min allowed") {
		t.Error(k.Words())
	}
	// Over the end of a month it takes of both.
	l.r.Window = model.Slot{Start: when.OnClock(at(31, 17, 0), time.UTC), End: when.OnClock(at(32, 12, 0), time.UTC)}
	k := gate.CostOf(c.With(plan("REL-9", "17h0m0s", "")), l.r)
	if got := fmt.Sprint(k.Words()); !strings.Contains(got, "in March 2026 it takes 1 h of") || !strings.Contains(got, "in April 2026 it takes 2 h of 3 h allowed, 0 min taken, 0 min planned besides, 1 h left") {
		t.Error(got)
	}
	// Nothing agreed, nothing asked; and no dates, nothing known.
	l.r.Window = model.Slot{Start: when.OnClock(at(-100, 17, 0), time.UTC), End: when.OnClock(at(-100, 18, 0), time.UTC)}
	if f := ask(c); f.Answer != gate.NotApplicable {
		t.Error(f.Answer, f.Evidence)
	}
	l.r.Window = model.Slot{}
	if f := ask(c); f.Answer != gate.Open || !strings.Contains(f.Evidence, "no dates are planned") {
		t.Error(f.Answer, f.Evidence)
	}
}

// What a deployment took stands on its release afterwards: by its runs, by outages and
// incidents that came from it, and not by what others took of the month.
func TestWhatADeploymentTook(t *testing.T) {
	run := &model.Run{ID: "RUN-1", Release: "REL-9", Production: true, Started: at(9, 9, 0), Failed: at(9, 9, 40), Ended: at(9, 10, 30), Restored: at(9, 10, 20), Result: "rolled-back"}
	l := levels(run, &model.Incident{ID: "INC-1", Service: "SVC-1", Severity: "P1", State: "resolved", Opened: at(3, 9, 0), Resolved: at(3, 9, 30)},
		&model.Incident{ID: "INC-2", Service: "SVC-1", Severity: "P1", State: "resolved", Opened: at(9, 15, 0), Resolved: at(9, 15, 10), CausedBy: []model.ID{"REL-9"}})
	if got := gate.TookOf(l.c, l.r); got != nil {
		t.Error("nothing has run:", got)
	}
	l.c.Add(model.Fact{Record: run})
	l.put(l.r)
	took := func(c *model.Case) string {
		var out []string
		for _, k := range gate.TookOf(c, l.r) {
			out = append(out, k.Words())
		}
		return strings.Join(out, "; ")
	}
	if got := took(l.c); got != "in March 2026 it took 0 min as planned and 50 min unplanned (no downtime was planned); 1 h 46 min left of 3 h 6 min, the month is kept so far" {
		t.Error(got)
	}
	p := plan("REL-9", "30m0s", "")
	l.put(p)
	// Its next try is planned still, and takes 30 min more of what is left.
	if got := took(l.c.With(p)); got != "in March 2026 it took 30 min as planned and 50 min unplanned (30 min of downtime were planned); 46 min left of 3 h 6 min, the month is kept so far" {
		t.Error(got)
	}
	l.put(&model.Outage{ID: "OUT-1", Service: "SVC-1", Sort: "unplanned", Cause: "RUN-1", Slot: model.Slot{Start: when.OnClock(at(10, 8, 0), time.UTC), End: when.OnClock(at(10, 10, 0), time.UTC)}})
	if got := took(l.c.With(p)); !strings.Contains(got, "30 min as planned and 2 h 50 min unplanned") || !strings.Contains(got, "1 h 14 min more than the 3 h 6 min allowed, the month is missed") {
		t.Error(got)
	}
}
