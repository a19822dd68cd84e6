package model

import (
	"testing"
	"time"
)

// TestACaseAsOfATimeHasWhatHadHappened: of each kind of record what a gate reads of it is
// there from when it happened on, whenever it was entered.
func TestACaseAsOfATimeHasWhatHadHappened(t *testing.T) {
	at := time.Date(2026, 11, 24, 2, 10, 0, 0, time.UTC)
	morning := at.Add(6 * time.Hour)
	yes := &Verdict{Yes: true, By: "PER-2", At: at, Recorded: morning}
	there := func(r Record) bool { return r != nil }
	for name, one := range map[string]struct {
		r    Record
		then func(Record) bool // whether what happened is there
	}{
		"document":            {&Document{ID: "DOC-1", At: at, Recorded: morning}, there},
		"document, approved":  {&Document{ID: "DOC-1", Approved: at, Approver: "PER-2"}, func(r Record) bool { return r.(*Document).Approver != "" }},
		"approval, asked":     {&Approval{ID: "APR-1", At: at}, there},
		"approval, given":     {&Approval{ID: "APR-1", Approvers: []Approver{{}}, Decisions: []Decision{{Verdict: Approve, At: at}}}, func(r Record) bool { return r.(*Approval).State() == ApprovalApproved }},
		"word before request": {&Approval{ID: "APR-1", At: morning, Approvers: []Approver{{}}, Decisions: []Decision{{Verdict: Approve, At: at}}}, func(r Record) bool { return r != nil && r.(*Approval).State() == ApprovalApproved }},
		"countersigned": {&Approval{ID: "APR-1", Decisions: []Decision{{Verdict: Approve, Verbal: &Verbal{Signed: at}}}}, func(r Record) bool {
			return !r.(*Approval).Decisions[0].Verbal.Waits()
		}},
		"condition met": {&Approval{ID: "APR-1", Decisions: []Decision{{Verdict: Reject, At: at.Add(-time.Hour)}, {Verdict: Approve, At: at.Add(-time.Hour)}}, Checks: []Condition{{Decision: 1, Met: &Met{At: at}}}}, func(r Record) bool {
			return r.(*Approval).Conditions()[0].Met != nil
		}},
		"waiver, asked":   {&Waiver{ID: "WVR-1", At: at}, there},
		"waiver, granted": {&Waiver{ID: "WVR-1", Decided: yes}, func(r Record) bool { return r.(*Waiver).State() == WaiverGranted }},
		"spoken waiver":   {&Waiver{ID: "WVR-1", At: morning, Decided: yes}, there},
		"notice":          {&Notice{ID: "NTC-1", Sent: at, Recorded: morning}, there},
		"baseline":        {&Baseline{ID: "BSL-1", At: at, Recorded: morning}, there},
		"media":           {&Media{ID: "DML-1", At: at}, there},
		"job":             {&Job{ID: "JOB-1", At: at}, there},
		"job, done":       {&Job{ID: "JOB-1", Tries: []Try{{Ended: at, OK: true}}}, func(r Record) bool { return r.(*Job).State() == JobDone }},
		"job, dropped":    {&Job{ID: "JOB-1", Dropped: &Ending{At: at}}, func(r Record) bool { return r.(*Job).State() == JobDropped }},
		"received":        {&Procurement{ID: "PRO-1", Received: at}, func(r Record) bool { return !r.(*Procurement).Received.IsZero() }},
		"run":             {&Run{ID: "RUN-1", Started: at}, there},
		"run, ended":      {&Run{ID: "RUN-1", Ended: at, Result: RunDeployed}, func(r Record) bool { return !r.(*Run).Open() }},
		"step":            {&Run{ID: "RUN-1", Steps: []Step{{Done: at}}}, func(r Record) bool { return r.(*Run).Steps[0].Finished() }},
		"verification":    {&Run{ID: "RUN-1", Checks: []Check{{Passed: true, At: at}}}, func(r Record) bool { return r.(*Run).Checks[0].Passed }},
		"rollback":        {&Run{ID: "RUN-1", Rollback: &Rollback{Decided: at}}, func(r Record) bool { return r.(*Run).Rollback != nil }},
		"resolved":        {&Incident{ID: "INC-1", State: IncidentResolved, Resolved: at}, func(r Record) bool { return r.(*Incident).State == IncidentResolved }},
		"assessed":        {&Change{ID: "CHG-1", Risk: "low", Assessed: &Verdict{At: at}}, func(r Record) bool { return r.(*Change).Risk == "low" }},
		"authorised":      {&Change{ID: "CHG-1", State: ChangeAuthorised, Decided: yes}, func(r Record) bool { return r.(*Change).Authorised() }},
		"backed out":      {&Change{ID: "CHG-1", Captured: &Capture{Back: &BackOut{At: at}}}, func(r Record) bool { return r.(*Change).Captured.Back != nil }},
		"exception":       {&Window{ID: "WIN-1", Exceptions: []Exception{{Decided: yes}}}, func(r Record) bool { return r.(*Window).Exceptions[0].Holds() }},
		"risk":            {&Release{ID: "REL-1", Risk: &Risk{At: at}}, func(r Record) bool { return r.(*Release).Risk != nil }},
		"scan":            {&Release{ID: "REL-1", Scan: &Scan{At: at}}, func(r Record) bool { return r.(*Release).Scan != nil }},
		"conflict":        {&Release{ID: "REL-1", Accepted: []Accepted{{At: at}}}, func(r Record) bool { return len(r.(*Release).Accepted) == 1 }},
		"update":          {&Release{ID: "REL-1", Updates: []Update{{At: at}}}, func(r Record) bool { return len(r.(*Release).Updates) == 1 }},
	} {
		c := NewCase(morning, Actor{}, &Rules{})
		c.Add(Fact{Record: one.r})
		body, _ := Encode(one.r)
		for when, want := range map[time.Time]bool{at.Add(-time.Second): false, at: true, morning: true} {
			then := c.AsOf(when)
			f, _ := then.Fact(one.r.Key())
			if one.then(f.Record) != want || !then.Now.Equal(when) || len(then.Of(one.r.Kind())) > 0 != (f.Record != nil) {
				t.Errorf("%s: at %s it is there: %v", name, when.Format("15:04:05"), !want)
			}
		}
		if times := c.Times(at.Add(-time.Second), morning); len(times) == 0 || !times[0].Equal(at) {
			t.Errorf("%s: its times are %v", name, times)
		}
		if f, _ := c.Fact(one.r.Key()); f.Record != one.r {
			t.Errorf("%s: the case itself changed", name)
		} else if after, _ := Encode(one.r); string(after) != string(body) {
			t.Errorf("%s: the record itself changed: %s", name, after)
		}
	}
}

// TestADocumentAsOfATimeIsTheVersionOfThen, in the order in which versions were entered.
func TestADocumentAsOfATimeIsTheVersionOfThen(t *testing.T) {
	at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	version := func(n, minute int) *Document {
		return &Document{ID: "DOC-1", Version: n, At: at.Add(time.Duration(minute) * time.Minute)}
	}
	c := NewCase(at.Add(time.Hour), Actor{}, &Rules{})
	c.Add(Fact{Record: version(4, 30)})
	for _, d := range []*Document{version(1, 40), version(2, 10), version(3, 20)} {
		c.AddEarlier(d)
	}
	for minute, want := range map[int]int{5: 0, 10: 2, 19: 2, 20: 3, 30: 4, 50: 4} {
		got := 0
		if d := Get[*Document](c.AsOf(at.Add(time.Duration(minute)*time.Minute)), "DOC-1"); d != nil {
			got = d.Version
		}
		if got != want {
			t.Errorf("in minute %d it is version %d, want %d", minute, got, want)
		}
	}
	if first := c.FirstWritten(version(4, 30)); !first.Equal(at.Add(10 * time.Minute)) {
		t.Errorf("it was first written %s", first)
	}
}
