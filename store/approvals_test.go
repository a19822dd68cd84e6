package store

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// office is a file whose rules let authorisation 1 be asked for at once, from
// the change manager and the release manager.
type office struct {
	*file
	cm, rm, coordinator, both model.ID
}

func newOffice(t testing.TB, o Options, turn ...func(*model.Rules)) *office {
	t.Helper()
	db, err := Create(context.Background(), filepath.Join(t.TempDir(), "fairway.db"), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	b := rules(t)
	b.Processes = slices.Clone(b.Processes)
	p := &b.Processes[0]
	p.Approvals = []process.Approval{{ID: "authorisation-1", Title: "Authorisation 1 (plan)", Stages: []string{"registration"}, Route: map[string][]string{"*": {"change-manager", "release-manager"}}},
		{ID: "acceptance", Title: "Release acceptance", Stages: []string{"registration"}, Route: map[string][]string{"*": {"signatories"}}}}
	for _, turn := range turn {
		turn(&b)
	}
	f := &office{file: &file{DB: db, t: t}}
	r, err := db.Do(context.Background(), Who{Auth: "test"}, action.Init{Person: model.Person{Handle: "ada", Name: "Ada Admin"}, Rules: b})
	if err != nil {
		t.Fatal(err)
	}
	f.admin = r.Subject
	person := func(handle string, roles ...model.Grant) model.ID {
		return f.do(f.admin, action.WritePerson{Person: model.Person{Handle: handle, Name: strings.ToUpper(handle), Roles: roles}}).Subject
	}
	f.boss = person("owner")
	f.pay = f.do(f.admin, action.WriteService{Service: model.Service{Handle: "payments", Name: "Payments", Owner: f.boss}}).Subject
	other := f.do(f.admin, action.WriteService{Service: model.Service{Handle: "other", Name: "Other"}}).Subject
	f.cm = person("cm", model.Grant{Role: "change-manager"})
	f.rm = person("rm", model.Grant{Role: "release-manager", Service: f.pay}, model.Grant{Role: "change-manager", Service: other})
	f.coordinator = person("coordinator", model.Grant{Role: "release-coordinator"})
	f.both = person("both", model.Grant{Role: "release-coordinator"}, model.Grant{Role: "change-manager"})
	return f
}

// ask registers a release of somebody's and asks for an approval of it.
func (f *office) ask(who model.ID, name, purpose string) (release, approval model.ID) {
	f.t.Helper()
	release = f.do(who, action.Register{Release: model.Release{Name: name, Type: "normal", Contents: []string{"software"}, Service: f.pay}}).Subject
	r := f.do(who, action.RequestApproval{Release: release, Purpose: purpose})
	return release, r.Wrote[0]
}

func (f *office) list(me model.ID, pos Position) Approvals {
	f.t.Helper()
	a, err := f.Approvals(context.Background(), ApprovalsQuery{Me: me, AsOf: pos, Now: start, Decided: true})
	if err != nil {
		f.t.Fatal(err)
	}
	return a
}

func called(rows []ApprovalRow) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Name)
	}
	return strings.Join(out, " ")
}

func TestWhatWaitsForWhom(t *testing.T) {
	f := newOffice(t, fixed())
	_, one := f.ask(f.coordinator, "one", "authorisation-1")
	two, _ := f.ask(f.both, "two", "authorisation-1")
	f.ask(f.coordinator, "three", "acceptance")
	for _, c := range []struct {
		who            model.ID
		waiting, asked string
		waits          int
	}{
		{f.cm, "one two", "", 2},
		{f.rm, "one two", "", 2},
		{f.boss, "three", "", 1},
		{f.coordinator, "", "one three", 0},
		{f.both, "one two", "", 1}, // two is their own
		{f.admin, "", "", 0},
		{"", "", "", 0},
	} {
		a := f.list(c.who, Now)
		if called(a.Waiting) != c.waiting || called(a.Asked) != c.asked || a.Waits != c.waits {
			t.Errorf("for %s: waiting %q, asked %q, %d wait; want %q, %q, %d", c.who, called(a.Waiting), called(a.Asked), a.Waits, c.waiting, c.asked, c.waits)
		}
	}
	a := f.list(f.both, Now)
	if got := a.Waiting[1].Barred; !slices.Equal(got, []string{"requester", "asker", "coordinator"}) {
		t.Errorf("barred by %v", got)
	}
	r := f.list(f.cm, Now).Waiting[0]
	if r.ID != one || r.Approver != "Change Manager" || r.Signed != 0 || r.Approvers != 2 || r.ByName != "COORDINATOR" || r.ServiceName != "Payments" || r.Stage != "registration" || r.At.IsZero() || r.Position == 0 {
		t.Errorf("the line is %+v", r)
	}

	// One signature is enough for one approver; the other waits on.
	f.do(f.cm, action.Decide{Approval: one, Verdict: model.Approve})
	if got := called(f.list(f.cm, Now).Waiting); got != "two" {
		t.Errorf("after signing, %q waits", got)
	}
	if r := f.list(f.rm, Now).Waiting[0]; r.Signed != 1 || !slices.Equal(r.Missing, []string{"Release Manager"}) {
		t.Errorf("the other approver is %+v", r)
	}
	if got := f.list(f.both, Now); called(got.Waiting) != "two" || got.Waits != 0 {
		t.Errorf("an approver who signed waits for others: %q", called(got.Waiting))
	}
	f.do(f.rm, action.Decide{Approval: one, Verdict: model.Approve})
	if a := f.list(f.rm, Now); called(a.Waiting) != "two" || called(a.Decided) != "one" || a.Decided[0].State != "approved" || a.Decided[0].Decided.IsZero() {
		t.Errorf("when all have signed: %+v", a)
	}
	// A question marks it for whoever asked, until it is answered: they may decide all the same,
	// but it is no longer counted as waiting for them.
	f.do(f.rm, action.Decide{Approval: f.list(f.rm, Now).Waiting[0].ID, Verdict: model.Ask, Comment: "why now"})
	if got := f.list(f.rm, Now); called(got.Waiting) != "two" || got.Waits != 0 || !slices.ContainsFunc(got.Waiting, func(r ApprovalRow) bool {
		return r.Question == "QST-1" && strings.HasPrefix(r.Stands(), "asked, waits for ")
	}) {
		t.Errorf("after a question, %q waits, and what was asked: %+v", called(got.Waiting), got.Asked)
	}
	f.do(f.both, action.AnswerQuestion{Question: "QST-1", Text: "since"})
	if got := f.list(f.rm, Now); called(got.Waiting) != "two" || got.Waits != 1 {
		t.Errorf("after the answer, %q waits", called(got.Waiting))
	}
	f.do(f.both, action.Cancel{Release: two, Reason: "not wanted"})
	if a := f.list(f.cm, Now); called(a.Waiting) != "" || a.Waits != 0 || called(a.Decided) != "two one" {
		t.Errorf("after it was cancelled: %+v", a)
	}
	// Who has left has no role any more.
	f.ask(f.coordinator, "four", "authorisation-1")
	if a := f.list(f.cm, Now); a.Waits != 1 {
		t.Fatalf("%d wait", a.Waits)
	}
	f.do(f.admin, action.LeavePerson{Person: f.cm})
	if a := f.list(f.cm, Now); a.Waits != 0 {
		t.Errorf("%d wait for somebody who left", a.Waits)
	}
}

func TestTheBuilderAndTheRequesterOfAChangeAreBarred(t *testing.T) {
	f := newOffice(t, fixed())
	change := f.do(f.coordinator, action.SubmitChange{Change: model.Change{Title: "x", Category: "enhancement", Type: "normal", Service: f.pay, Requester: f.rm, Builder: f.cm}}).Subject
	// Its form comes first: that is the requester's to fill, and no decision.
	if a := f.list(f.rm, Now); a.Waits != 1 || a.Waiting[0].ID != change || a.Waiting[0].Remedy.Form != "rfc" || a.Waiting[0].First != "" {
		t.Errorf("for the requester: %+v", a.Waiting)
	}
	f.do(f.rm, action.WriteForm{Form: "rfc", Of: change, Answers: form.Answers{Values: map[string]string{"reason": "old", "benefit": "faster", "without": "queues"}}})
	release, _ := f.ask(f.coordinator, "built", "authorisation-1")
	before := f.list(f.cm, Now)
	f.do(f.coordinator, action.Scope{Release: release, Add: []model.ID{change}})
	if before.Waits != 1 {
		t.Errorf("%d wait before", before.Waits)
	}
	// Scope is material: it has to be asked for again.
	f.do(f.coordinator, action.RequestApproval{Release: release, Purpose: "authorisation-1"})
	for who, want := range map[model.ID]string{f.cm: "builder", f.rm: "requester"} {
		a := f.list(who, Now)
		if len(a.Waiting) == 0 || a.Waiting[len(a.Waiting)-1].Release != release || a.Waits != 0 || slices.ContainsFunc(a.Waiting, func(r ApprovalRow) bool { return !slices.Equal(r.Barred, []string{want}) }) {
			t.Errorf("for the %s: %+v", want, a.Waiting)
		}
	}
}

// What is equally urgent comes by its risk, then by its age.
func TestTheRiskiestComesFirstAndOfThoseTheOldest(t *testing.T) {
	c := &clock{t: start}
	o := fixed()
	o.Now = c.now
	f := newOffice(t, o)
	score := func(release model.ID, n int) {
		t.Helper()
		// Scoring the risk is material; here only the order is looked at.
		if _, err := f.writer.Exec("UPDATE release_row SET score = ? WHERE id = ?", n, string(release)); err != nil {
			t.Fatal(err)
		}
	}
	low, _ := f.ask(f.coordinator, "low", "authorisation-1")
	high, _ := f.ask(f.coordinator, "high", "authorisation-1")
	c.t = start.Add(24 * time.Hour)
	next, _ := f.ask(f.coordinator, "next", "authorisation-1")
	score(low, 2)
	score(high, 12)
	score(next, 2)
	if got := called(f.list(f.cm, Now).Waiting); got != "high low next" {
		t.Errorf("got %q", got)
	}
}

// As of any position, the list reads as it read when that was the last one.
func TestApprovalsAsOf(t *testing.T) {
	f := newOffice(t, fixed())
	type moment struct {
		pos  Position
		text string
	}
	var moments []moment
	people := []model.ID{f.cm, f.rm, f.boss, f.coordinator, f.both}
	picture := func(pos Position) string {
		var b strings.Builder
		for _, p := range people {
			a := f.list(p, pos)
			a.Head = 0
			text, _ := json.Marshal(a)
			b.Write(text)
			b.WriteByte('\n')
		}
		return b.String()
	}
	note := func() {
		pos, _, err := f.Head(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		moments = append(moments, moment{pos, picture(Now)})
	}
	note()
	rel, one := f.ask(f.coordinator, "one", "authorisation-1")
	note()
	f.ask(f.both, "two", "acceptance")
	note()
	f.do(f.cm, action.Decide{Approval: one, Verdict: model.Approve})
	note()
	f.do(f.coordinator, action.Edit{Release: rel, Set: map[string]string{"name": "renamed"}})
	note()
	f.do(f.rm, action.Decide{Approval: one, Verdict: model.Approve, Conditions: "tell the desk"})
	note()
	f.do(f.admin, action.WriteService{Service: model.Service{ID: f.pay, Handle: "payments", Name: "Payments 2", Owner: f.boss}})
	f.do(f.coordinator, action.Cancel{Release: rel, Reason: "not wanted"})
	note()
	for i, m := range moments {
		if got := picture(m.pos); got != m.text {
			t.Errorf("as of moment %d it reads\n%s\nit was\n%s", i, got, m.text)
		}
		if i > 0 && moments[i-1].text == m.text {
			t.Errorf("moment %d looks like the one before", i)
		}
	}
}

// The list reads no whole table, now or as of a position.
func TestApprovalsAreFoundByIndexes(t *testing.T) {
	f := newOffice(t, fixed())
	f.ask(f.both, "one", "authorisation-1")
	head, _, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r := f.record()
	f.list(f.both, Now)
	f.list(f.both, head-1)
	plans := f.plans(r)
	if len(plans) < 6 {
		t.Fatalf("only %d questions were recorded", len(plans))
	}
	whole := regexp.MustCompile(`^SCAN (r|s|p|x|v|l|c|o|u|h|version|record_row|release_row|link|log_row|entity)( |$)`)
	pending := false
	for query, plan := range plans {
		for _, step := range plan {
			if whole.MatchString(step) && !newestFirst(query) && !strings.HasSuffix(step, "record_row_pending") {
				t.Errorf("%s\n  in %s\n  of %s", step, strings.Join(plan, "\n     "), query)
			}
			pending = pending || strings.Contains(step, "record_row_pending")
		}
	}
	if testing.Verbose() {
		for query, plan := range plans {
			t.Logf("%s\n  %s", query, strings.Join(plan, "\n  "))
		}
	}
	if !pending {
		t.Error("what is pending is not found by its index")
	}
}

// BenchmarkApprovals is the list among 100,000 releases, 500 of which wait.
func BenchmarkApprovals(b *testing.B) {
	ctx := context.Background()
	db := largeFile(b)
	boss, err := db.Resolve(ctx, model.KindPerson, "bo")
	if err != nil {
		b.Fatal(err)
	}
	var last int
	if err := db.reader.QueryRow("SELECT coalesce(max(number), 0) FROM record_row WHERE kind = 'approval'").Scan(&last); err != nil {
		b.Fatal(err)
	}
	tx, err := db.begin(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for i := last; i < 20_000; i++ { // all but 500 were decided
		a := &model.Approval{ID: model.MakeID(model.KindApproval, int64(i+1)), Of: model.MakeID(model.KindRelease, int64(99_000+i%1000)), Purpose: fmt.Sprintf("authorisation-%d", i), Title: "Authorisation 1 (plan)", By: "PER-1", At: start,
			Approvers: []model.Approver{{Role: "change-manager", Title: "Change Manager"}, {Role: "release-manager", Title: "Release Manager"}}}
		if i%40 > 0 {
			a.Void = &model.Ending{Reason: "changed", By: "PER-1", At: start}
		}
		body, err := model.Encode(a)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := tx.Exec("INSERT INTO entity(kind, id, born) VALUES ('approval', ?, 1)", string(a.ID)); err != nil {
			b.Fatal(err)
		}
		r, err := tx.Exec("INSERT INTO version(kind, id, since, body, digest) VALUES ('approval', ?, 1, ?, '')", string(a.ID), string(body))
		if err != nil {
			b.Fatal(err)
		}
		n, _ := r.LastInsertId()
		if _, err := tx.Exec(insertRecordRow, recordRow(state{n: n, since: 1}, a).values()...); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]ApprovalsQuery{"Mine": {Me: boss}, "Others": {Me: "PER-1"}, "Nobody": {Me: "PER-9"}, "Decided": {Me: boss, Decided: true}, "AsOf": {Me: boss, AsOf: 3}} {
		q.Now = start
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				a, err := db.Approvals(ctx, q)
				if err != nil || name == "Mine" && a.Waits != 500 {
					b.Fatal(a.Waits, err)
				}
			}
		})
	}
}
