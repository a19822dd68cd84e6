package metric

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// ran replaces the runs of a release by some that are made of what a test says: run n
// starts at 20:00 on the 10th and ends so many hours later.
func ran(runs ...Run) func(*Release) {
	return func(r *Release) {
		r.Runs = nil
		for i, run := range runs {
			run.ID = model.ID(fmt.Sprintf("RUN-%d", i+1))
			if run.Started.IsZero() {
				run.Started = at(10+i, 20, 0)
			}
			if run.Ended.IsZero() {
				run.Ended = run.Started.Add(2 * time.Hour)
			}
			if run.Result == "" {
				run.Result = model.RunDeployed
			}
			r.Runs = append(r.Runs, run)
		}
	}
}

// takenBack was decided an hour after the start, over 40 minutes later.
func takenBack(partial bool) Run {
	return Run{Ended: at(10, 21, 40), Result: model.RunRolledBack, Decided: at(10, 21, 0), Back: at(10, 21, 40), Partial: partial, Intervention: "rollback", Failed: at(10, 21, 0), Restored: at(10, 21, 40)}
}

// reading is a result as a test writes it: the value, and the parts it asks for.
func reading(r Result, parts ...string) string {
	out := r.Value.String()
	for _, p := range parts {
		out += "; " + p + " " + r.Part(p).String()
	}
	if n := len(r.Defects); n > 0 {
		out += fmt.Sprintf("; %d defects", n)
	}
	if r.Provisional {
		out += "; provisional"
	}
	return out
}

func partOf(r Result, name string) string { return r.Part(name).String() }

// caused is an incident that a release caused, so many days after the evening of the 10th.
func caused(id, severity string, opened time.Time, by ...model.ID) Incident {
	return Incident{ID: model.ID(id), Severity: severity, Opened: opened, CausedBy: by}
}

func TestCleanShare(t *testing.T) {
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none was deployed", "0/0 (n/a)", facts()},
		{"one of two has an incident", "1/2 (50 %)", facts(rel("REL-1"), rel("REL-2")).with(caused("INC-1", "P4", at(12, 9, 0), "REL-1"))},
		{"two incidents of one release take out one", "1/2 (50 %)", facts(rel("REL-1"), rel("REL-2")).with(caused("INC-1", "P4", at(12, 9, 0), "REL-1"), caused("INC-2", "P4", at(13, 9, 0), "REL-1"))},
		{"one incident of two releases takes out both", "0/2 (0 %)", facts(rel("REL-1"), rel("REL-2")).with(caused("INC-1", "P4", at(12, 9, 0), "REL-1", "REL-2"))},
		{"after the window it is late", "1/1 (100 %)", facts(rel("REL-1")).with(caused("INC-1", "P1", at(17, 21, 1), "REL-1"))},
		{"at the end of the window it counts", "0/1 (0 %)", facts(rel("REL-1")).with(caused("INC-1", "P1", at(17, 21, 0), "REL-1"))},
		{"during the deployment it doesn't", "1/1 (100 %)", facts(rel("REL-1")).with(caused("INC-1", "P1", at(10, 21, 0), "REL-1"))},
		{"a suspicion takes nothing out", "1/1 (100 %)", facts(rel("REL-1")).with(Incident{ID: "INC-1", Opened: at(12, 9, 0), Suspects: []model.ID{"REL-1"}})},
		{"the window goes on", "1/1 (100 %); provisional", facts(rel("REL-1")).at(at(12, 9, 0))},
		{"cancelled releases are not there", "1/1 (100 %)", facts(rel("REL-1"), rel("REL-2", cancelled(at(12, 9, 0)))).with(caused("INC-1", "P4", at(12, 9, 0), "REL-2"))},
	} {
		if got := reading(compute(t, "clean-share", c.facts)); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestSuccessRate(t *testing.T) {
	grave := policy
	grave.Severities = []string{"P1", "P2", "P3", "P4"}
	results := func(c1, c2 string, accepted ...string) func(*Release) {
		return func(r *Release) {
			r.Criteria = &model.Criteria{Set: []string{"C1", "C2"}, Results: map[string]string{"c1": c1, "c2": c2}, Accepted: map[string]bool{}}
			for _, id := range accepted {
				r.Criteria.Accepted[id] = true
			}
		}
	}
	outcome := func(word string) func(*Release) { return func(r *Release) { r.Outcome = word } }
	for _, c := range []struct {
		name, want, fate string
		facts            Facts
	}{
		{"all went well", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeWithIssues)))},
		{"rolled back", "0/1 (0 %)", "rolled back: RUN-1", facts(rel("REL-1", ran(takenBack(false))))},
		{"rolled back in part", "0/1 (0 %)", "rolled back: RUN-1", facts(rel("REL-1", ran(takenBack(true))))},
		{"rolled back first, deployed then", "0/1 (0 %)", "rolled back: RUN-1", facts(rel("REL-1", ran(takenBack(false), Run{})))},
		{"failed", "0/1 (0 %)", "failed: RUN-1", facts(rel("REL-1", ran(Run{Result: model.RunFailed})))},
		{"failed first without an intervention, deployed then", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful), ran(Run{Result: model.RunFailed, Intervention: "none"}, Run{Intervention: "none"})))},
		{"a hotfix", "0/1 (0 %)", "immediate intervention: RUN-1", facts(rel("REL-1", ran(Run{Intervention: "hotfix"})))},
		{"a forward fix of the first of two runs", "0/1 (0 %)", "immediate intervention: RUN-1", facts(rel("REL-1", ran(Run{Intervention: "forward-fix"}, Run{})))},
		{"its evaluation says failed", "0/1 (0 %)", "failed: its evaluation says failed", facts(rel("REL-1", outcome(model.OutcomeFailed)))},
		{"criteria passed and waived", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful), results("passed", "waived")))},
		{"a criterion failed", "0/1 (0 %)", "criteria not met: C2", facts(rel("REL-1", results("passed", "failed")))},
		{"a criterion failed, and was accepted", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful), results("passed", "failed", "c2")))},
		{"a criterion has no result", "0/1 (0 %)", "criteria not met: C2", facts(rel("REL-1", results("passed", "")))},
		{"a grave incident in the window", "0/1 (0 %)", "grave incident: INC-1", facts(rel("REL-1")).with(caused("INC-1", "P2", at(12, 9, 0), "REL-1"))},
		{"a slight one", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful))).with(caused("INC-1", "P3", at(12, 9, 0), "REL-1"))},
		{"a grave one after the window", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful))).with(caused("INC-1", "P1", at(19, 9, 0), "REL-1"))},
		{"a grave suspicion", "1/1 (100 %)", "successful", facts(rel("REL-1", outcome(model.OutcomeSuccessful))).with(Incident{ID: "INC-1", Severity: "P1", Opened: at(12, 9, 0), Suspects: []model.ID{"REL-1"}})},
		{"so far it went well", "1/1 (100 %); provisional", "successful so far, until 2026-11-17", facts(rel("REL-1")).at(at(12, 9, 0))},
		{"nobody said what came of it", "1/1 (100 %); provisional", "successful so far: nobody said what came of it", facts(rel("REL-1"))},
		{"nobody said so of an imported one", "1/1 (100 %)", "successful", facts(rel("REL-1", func(r *Release) { r.Imported = true }))},
		{"nobody says what is known", "0/1 (0 %)", "failed: RUN-1", facts(rel("REL-1", ran(Run{Result: model.RunFailed})))},
		{"it was rolled back, and that is final", "0/1 (0 %)", "rolled back: RUN-1", facts(rel("REL-1", ran(takenBack(false)))).at(at(12, 9, 0))},
	} {
		c.facts.Policy = grave
		r := compute(t, "success-rate", c.facts)
		if got := reading(r); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
		if got := r.Records[0].Text; got != c.fate {
			t.Errorf("%s: the record says %q, not %q", c.name, got, c.fate)
		}
		sum := 0
		for _, b := range r.Buckets {
			sum += b.Count
		}
		if sum != r.Population {
			t.Errorf("%s: the outcomes hold %d, there are %d", c.name, sum, r.Population)
		}
	}
}

func TestRollbackRate(t *testing.T) {
	missing := takenBack(false)
	missing.Decided = time.Time{}
	backwards := takenBack(false)
	backwards.Back = at(10, 20, 30)
	long := takenBack(false)
	long.Back = at(10, 23, 0)
	long.Ended = long.Back
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none", "0/1 (0 %); median time to roll back n/a; partial 0", facts(rel("REL-1"))},
		{"one of two took 40 min", "1/2 (50 %); median time to roll back 40 min; partial 0", facts(rel("REL-1"), rel("REL-2", ran(takenBack(false))))},
		{"a partial one counts, and is shown", "1/1 (100 %); median time to roll back 40 min; partial 1", facts(rel("REL-2", ran(takenBack(true))))},
		{"any run counts, each release once; each rollback has its time", "1/1 (100 %); median time to roll back 1 h 20 min; partial 0", facts(rel("REL-2", ran(takenBack(false), long, Run{Started: at(11, 20, 0)})))},
		{"without its decision it counts, and is a defect", "1/1 (100 %); median time to roll back n/a; partial 0; 1 defects", facts(rel("REL-2", ran(missing)))},
		{"that ended before it was decided", "1/1 (100 %); median time to roll back n/a; partial 0; 1 defects", facts(rel("REL-2", ran(backwards)))},
	} {
		if got := reading(compute(t, "rollback-rate", c.facts), PartBackTime, PartPartial); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestEmergencyShare(t *testing.T) {
	declared := func(r *Release) { r.Type, r.Declared = "emergency", true }
	judged := func(word string) func(*Release) { return func(r *Release) { declared(r); r.Judged = word } }
	downgraded := func(r *Release) { r.Declared, r.Downgraded = true, true }
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none", "0/1 (0 %); corrected 0/1 (0 %); downgraded 0; found to be none 0; not judged yet 0", facts(rel("REL-1"))},
		{"not judged yet", "1/2 (50 %); corrected 1/2 (50 %); downgraded 0; found to be none 0; not judged yet 1; provisional", facts(rel("REL-1"), rel("REL-2", declared))},
		{"a true one", "1/2 (50 %); corrected 1/2 (50 %); downgraded 0; found to be none 0; not judged yet 0", facts(rel("REL-1"), rel("REL-2", judged("yes")))},
		{"found to be none", "1/2 (50 %); corrected 0/2 (0 %); downgraded 0; found to be none 1; not judged yet 0", facts(rel("REL-1"), rel("REL-2", judged("no")))},
		{"downgraded, and deployed as a normal one", "1/2 (50 %); corrected 0/2 (0 %); downgraded 1; found to be none 0; not judged yet 0", facts(rel("REL-1"), rel("REL-2", downgraded))},
		{"by another name", "1/1 (100 %); corrected 1/1 (100 %); downgraded 0; found to be none 0; not judged yet 1; provisional", facts(rel("REL-2", func(r *Release) { r.Type, r.Purpose = "Notfall", "emergency" }))},
		{"cancelled", "0/1 (0 %); corrected 0/1 (0 %); downgraded 0; found to be none 0; not judged yet 0", facts(rel("REL-1"), rel("REL-2", declared, cancelled(at(9, 9, 0))))},
	} {
		if got := reading(compute(t, "emergency-share", c.facts), PartCorrected, PartDowngraded, PartNoTrue, PartUnjudged); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestLeadTime(t *testing.T) {
	registered := func(t time.Time) func(*Release) { return func(r *Release) { r.Registered = t } }
	const parts = "authorised to deployed"
	// It is deployed on the 10th at 21:00, authorised on the 1st at 09:00.
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"four days", "4 d; authorised to deployed 9 d 12 h; of it on hold 0 % (0 min of 4 d)", facts(rel("REL-1", registered(at(6, 21, 0))))},
		{"held for a day of four, which is part of it", "4 d; authorised to deployed 9 d 12 h; of it on hold 25 % (1 d of 4 d)", facts(rel("REL-1", registered(at(6, 21, 0)), func(r *Release) { r.Holds = []when.Span{{Start: at(7, 12, 0), End: at(8, 12, 0)}} }))},
		{"a hold that goes on, after the deployment, counts up to its end", "4 d; authorised to deployed 9 d 12 h; of it on hold 3 % (3 h of 4 d)", facts(rel("REL-1", registered(at(6, 21, 0)), func(r *Release) { r.Holds = []when.Span{{Start: at(10, 18, 0)}} }))},
		{"registered after it", "n/a; authorised to deployed n/a; of it on hold n/a (0 min of 0 min); 1 defects", facts(rel("REL-1", registered(at(12, 21, 0))))},
		{"never registered", "n/a; authorised to deployed n/a; of it on hold n/a (0 min of 0 min); 1 defects", facts(rel("REL-1"))},
		{"never authorised", "4 d; authorised to deployed n/a; of it on hold 0 % (0 min of 4 d)", facts(rel("REL-1", registered(at(6, 21, 0)), func(r *Release) { r.Authorised = time.Time{} }))},
		{"the median of two is the mean", "5 d; authorised to deployed 9 d 12 h; of it on hold 0 % (0 min of 10 d)", facts(rel("REL-1", registered(at(6, 21, 0))), rel("REL-2", registered(at(4, 21, 0))))},
		{"the last run counts", "5 d 1 h; authorised to deployed 10 d 13 h; of it on hold 0 % (0 min of 5 d 1 h)", facts(rel("REL-1", registered(at(6, 21, 0)), ran(Run{Result: model.RunFailed}, Run{})))},
	} {
		if got := reading(compute(t, "lead-time", c.facts), parts, PartHeld); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
	// In build from the 6th, 21:00, to the 8th; in test to the 9th; back to build for six
	// hours; in test until after the deployment.
	f := facts(rel("REL-1", registered(at(6, 21, 0)), func(r *Release) {
		r.Passages = []Passage{{"build", at(8, 21, 0)}, {"test", at(9, 21, 0)}, {"build", at(10, 3, 0)}, {"test", at(15, 9, 0)}, {"review", at(20, 9, 0)}}
	}))
	f.Stages = map[string]string{"build": "Build"}
	r := compute(t, "lead-time", f)
	if got := reading(r, "in Build", "in test", "in review"); got != "4 d; in Build 2 d 6 h; in test 1 d 18 h; in review n/a" {
		t.Errorf("%s", got)
	}
	if text := r.Records[0].Text; text != "registered 2026-11-06, Build 2 d 6 h, test 1 d 18 h" {
		t.Errorf("the record says %s", text)
	}
	// What its type states: from the 6th to the 10th are four days on the calendar.
	for most, want := range map[int]string{4: "1/1 (100 %)", 3: "0/1 (0 %)", 0: "0/0 (n/a)"} {
		f := facts(rel("REL-1", registered(at(6, 9, 0))))
		f.Types = types("normal", most)
		if got := partOf(compute(t, "lead-time", f), PartStated); got != want {
			t.Errorf("within %d days: %s, by hand it is %s", most, got, want)
		}
	}
}

func TestOverrun(t *testing.T) {
	end := func(m when.Moment) func(*Release) { return func(r *Release) { r.Window.End = m } }
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"in its window", "0/1 (0 %); median overrun n/a; without a planned end 0", facts(rel("REL-1"))},
		{"on the minute", "0/1 (0 %); median overrun n/a; without a planned end 0", facts(rel("REL-1", end(exactly(at(10, 21, 0)))))},
		{"by half an hour", "1/1 (100 %); median overrun 30 min; without a planned end 0", facts(rel("REL-1", end(exactly(at(10, 20, 30)))))},
		{"a whole day ends with it", "0/1 (0 %); median overrun n/a; without a planned end 0", facts(rel("REL-1", end(wholeDay(10))))},
		{"after a whole day", "1/1 (100 %); median overrun 21 h; without a planned end 0", facts(rel("REL-1", end(wholeDay(9))))},
		{"without an end it stands apart", "0/0 (n/a); median overrun n/a; without a planned end 1", facts(rel("REL-1", end(when.Moment{})))},
		{"a late start is none by itself", "0/1 (0 %); median overrun n/a; without a planned end 0", facts(rel("REL-1", baseline(exactly(at(1, 9, 0)))))},
		{"a rollback is part of it", "1/1 (100 %); median overrun 10 min; without a planned end 0", facts(rel("REL-1", ran(takenBack(false)), end(exactly(at(10, 21, 30)))))},
	} {
		if got := reading(compute(t, "overrun", c.facts), PartOver, PartNoEnd); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
}

func TestCancellations(t *testing.T) {
	early := func(r *Release) { r.Authorised, r.Baseline = time.Time{}, model.Slot{} }
	for _, c := range []struct {
		name, want string
		facts      Facts
	}{
		{"none of one", "0/1 (0 %); after authorisation 0; when due, or later 0", facts(rel("REL-1"))},
		{"one of two, before it was authorised", "1/2 (50 %); after authorisation 0; when due, or later 0", facts(rel("REL-1"), rel("REL-2", cancelled(at(3, 9, 0)), early))},
		{"authorised, before it was due", "1/1 (100 %); after authorisation 1; when due, or later 0", facts(rel("REL-2", cancelled(at(3, 9, 0))))},
		{"when it was due: a slip, too", "1/1 (100 %); after authorisation 1; when due, or later 1", facts(rel("REL-2", cancelled(at(10, 20, 0))))},
		{"in another period", "0/1 (0 %); after authorisation 0; when due, or later 0", facts(rel("REL-1"), rel("REL-2", cancelled(at(31, 9, 0))))},
		{"history", "0/0 (n/a); after authorisation 0; when due, or later 0", facts(rel("REL-2", cancelled(at(3, 9, 0)), func(r *Release) { r.Imported = true }))},
	} {
		if got := reading(compute(t, "cancellations", c.facts), PartAuthorised, PartPastDue); got != c.want {
			t.Errorf("%s: %s, by hand it is %s", c.name, got, c.want)
		}
	}
	r := compute(t, "cancellations", facts(rel("REL-2", cancelled(at(3, 9, 0)), func(r *Release) { r.Why = "no budget" })))
	if !strings.HasSuffix(r.Records[0].Text, ": no budget") {
		t.Errorf("%+v", r.Records)
	}
}
