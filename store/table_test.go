package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/action"
)

// shelf is a file with some records of each sort that tables are asked for.
func shelf(t testing.TB) *file {
	t.Helper()
	f := made(t, fixed())
	led := f.do(f.boss, action.WriteService{Service: model.Service{Handle: "ledger", Name: "General Ledger", Owner: f.boss}}).Subject
	for i := range 12 {
		who := []model.ID{f.boss, f.dev}[i%2]
		c := f.do(who, action.SubmitChange{Change: model.Change{Title: []string{"Ledger totals", "Übergabe 発売", `100% "quoted"`}[i%3], Text: numbered("body", i), Type: "normal",
			Category: model.ChangeCategories[i%2], Service: []model.ID{f.pay, led, ""}[i%3]}}).Subject
		if i%4 == 1 {
			f.do(f.boss, action.WithdrawChange{Change: c, Reason: "not wanted"})
		}
	}
	for i := range 5 {
		f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: numbered("Outage", i), Severity: fmt.Sprintf("P%d", 1+i%4), Service: f.pay}})
	}
	return f
}

// table asks for a table, and gives its ids.
func (f *file) table(q TableQuery) ([]model.ID, Table, error) {
	if q.Now.IsZero() {
		q.Now = start
	}
	t, err := f.Table(context.Background(), q)
	var ids []model.ID
	for _, r := range t.Rows {
		ids = append(ids, r.ID)
	}
	return ids, t, err
}

func TestTablesAreFiltered(t *testing.T) {
	f := shelf(t)
	for _, c := range []struct {
		kind         model.Kind
		filter, want string
	}{
		{model.KindChange, "", "1 2 3 4 5 6 7 8 9 10 11 12"},
		{model.KindChange, "state:withdrawn", "2 6 10"},
		{model.KindChange, "-state:withdrawn category:enhancement", "4 8 12"},
		{model.KindChange, `category:"problem fix"`, "1 3 5 7 9 11"},
		{model.KindChange, "grade:enhancement state:submitted", "4 8 12"},
		{model.KindChange, "service:payments", "1 4 7 10"},
		{model.KindChange, `service:"general ledger"`, "2 5 8 11"},
		{model.KindChange, `service:""`, "3 6 9 12"},
		{model.KindChange, "-service:payments,ledger", "3 6 9 12"},
		{model.KindChange, "requester:dee", "2 4 6 8 10 12"},
		{model.KindChange, `person:"Dee Deploy" state:withdrawn`, "2 6 10"},
		{model.KindChange, "mine", "1 3 5 7 9 11"},
		{model.KindChange, "id:CHG-3,chg-4", "3 4"},
		{model.KindChange, "title:ledger", "1 4 7 10"},
		{model.KindChange, "title:発売", "2 5 8 11"},
		{model.KindChange, "ledg", "1 4 7 10"},
		{model.KindChange, `"body 7"`, "8"},
		{model.KindChange, "%", "3 6 9 12"},
		{model.KindChange, "submitted:2026-11-23", "1 2 3 4 5 6 7 8 9 10 11 12"},
		{model.KindChange, "submitted:<2026-11-23", ""},
		{model.KindChange, "at:>2026", ""},
		{model.KindChange, "-dated", ""},
		{model.KindChange, "imported", ""},
		{model.KindIncident, "severity:P1", "1 5"},
		{model.KindIncident, "grade:p1,p2 service:payments", "1 2 5"},
		{model.KindPerson, "role:release-coordinator", "2 3"},
		{model.KindPerson, `role:"release coordinator" handle:dee`, "3"},
		{model.KindPerson, "state:left", ""},
	} {
		ids, got, err := f.table(TableQuery{Kind: c.kind, Filter: c.filter, Me: f.boss})
		if err != nil {
			t.Errorf("%s %s: %v", c.kind, c.filter, err)
			continue
		}
		var numbers []string
		for _, id := range ids {
			numbers = append(numbers, fmt.Sprint(id.Number()))
		}
		if all := strings.Join(numbers, " "); all != c.want {
			t.Errorf("%s %s: got %s, want %s", c.kind, c.filter, all, c.want)
		}
		if got.Total != len(ids) {
			t.Errorf("%s %s: %d rows, and a count of %d", c.kind, c.filter, len(ids), got.Total)
		}
	}
}

func TestAWrongFilterSaysWhatIsWrong(t *testing.T) {
	f := shelf(t)
	for _, c := range []struct {
		kind         model.Kind
		filter, want string
	}{
		{model.KindChange, "severity:P1", `no field "severity"; use at, category, due, grade, id, outcome, person, priority, release, requester, service, state, submitted, title, type or until`},
		{model.KindChange, "categry:x", `did you mean category?`},
		{model.KindChange, "state:sumbitted", `no state "sumbitted"; did you mean submitted?`},
		{model.KindChange, "submitted:soonish", "submitted:"},
		{model.KindIncident, "severity:P9", `no severity "P9"`},
		{model.KindPerson, "state:<left", "state can't be compared with <"},
		{model.KindItem, `"open`, "column 1"},
	} {
		_, _, err := f.table(TableQuery{Kind: c.kind, Filter: c.filter})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: got %v, want %q", c.kind, c.filter, err, c.want)
		}
	}
	if _, _, err := f.table(TableQuery{Kind: model.KindChange, Sort: "severity"}); err == nil || !strings.Contains(err.Error(), "category") {
		t.Errorf("sorted by a column that isn't there: %v", err)
	}
	if _, _, err := f.table(TableQuery{Kind: "nonsense"}); err == nil {
		t.Error("there is a table of nonsense")
	}
	if _, err := f.LogTable(context.Background(), LogTableQuery{Filter: "colour:red"}); err == nil || !strings.Contains(err.Error(), "subject") {
		t.Errorf("the log filtered by colour: %v", err)
	}
}

// Whatever the order and the window, a window is a part of the whole, and what
// is kept is in it.
func TestEveryWindowIsAPartOfTheWhole(t *testing.T) {
	f := shelf(t)
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]model.Kind{model.KindChange, model.KindIncident, model.KindPerson}).Draw(t, "kind")
		q := TableQuery{Kind: kind, Desc: rapid.Bool().Draw(t, "desc"), Limit: 1000}
		q.Sort = rapid.SampledFrom(TableColumns(kind)).Draw(t, "column").Name
		whole, _, err := f.table(q)
		if err != nil {
			t.Fatal(err)
		}
		q.Limit, q.Skip = rapid.IntRange(1, 14).Draw(t, "limit"), rapid.IntRange(-2, 14).Draw(t, "skip")
		q.Keep = rapid.SampledFrom(append(slices.Clone(whole), "", "CHG-99")).Draw(t, "keep")
		part, got, err := f.table(q)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != len(whole) || !slices.Equal(part, whole[got.Skip:min(got.Skip+q.Limit, len(whole))]) {
			t.Fatalf("%+v: %v from %d is no part of %v", q, part, got.Skip, whole)
		}
		if at := slices.Index(whole, q.Keep); got.Kept != at || at >= 0 && !slices.Contains(part, q.Keep) {
			t.Fatalf("%+v: kept at %d instead of %d, in %v", q, got.Kept, at, part)
		}
	})
}

func TestTablesAreSortedByWhatIsShown(t *testing.T) {
	f := shelf(t)
	for _, c := range []struct {
		kind model.Kind
		sort string
		desc bool
		want string
	}{
		{model.KindChange, "state", false, "submitted submitted"},
		{model.KindChange, "state", true, "withdrawn withdrawn"},
		{model.KindChange, "service", true, "Payments Payments"},
		{model.KindChange, "requester", false, "Bo Boss Bo Boss"},
		{model.KindChange, "title", false, `100% "quoted" 100% "quoted"`},
		{model.KindIncident, "severity", false, "P1 P1"},
		{model.KindPerson, "name", true, "Dee Deploy Bo Boss"},
	} {
		_, got, err := f.table(TableQuery{Kind: c.kind, Sort: c.sort, Desc: c.desc})
		if err != nil {
			t.Fatal(err)
		}
		var shown []string
		for _, r := range got.Rows[:2] {
			shown = append(shown, map[string]string{"state": string(r.State), "service": r.ServiceName, "requester": r.PersonName, "title": r.Title, "severity": r.Grade, "name": r.Title}[c.sort])
		}
		if text := strings.Join(shown, " "); text != c.want {
			t.Errorf("%s by %s: got %s, want %s", c.kind, c.sort, text, c.want)
		}
	}
}

func TestTablesAsOf(t *testing.T) {
	f := shelf(t)
	head, _, err := f.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f.do(f.boss, action.WithdrawChange{Change: "CHG-1", Reason: "late thought"})
	f.do(f.boss, action.SubmitChange{Change: model.Change{Title: "Afterwards", Category: "enhancement", Type: "normal"}})
	now, _, err := f.table(TableQuery{Kind: model.KindChange, Filter: "state:withdrawn"})
	if err != nil || len(now) != 4 {
		t.Fatal(now, err)
	}
	then, all, err := f.table(TableQuery{Kind: model.KindChange, Filter: "state:withdrawn", AsOf: head})
	if err != nil || len(then) != 3 || all.Total != 3 {
		t.Fatal(then, err)
	}
	if _, all, _ := f.table(TableQuery{Kind: model.KindChange, AsOf: head}); all.Total != 12 {
		t.Errorf("there were %d changes then", all.Total)
	}
	l, err := f.LogTable(context.Background(), LogTableQuery{AsOf: head, Limit: 5})
	if err != nil || l.Rows[0].Position != int64(head) || l.Total != int(head) {
		t.Errorf("the log then: %+v, %v", l, err)
	}
}

func TestTheLogIsATable(t *testing.T) {
	f := shelf(t)
	ctx := context.Background()
	whole, err := f.LogTable(ctx, LogTableQuery{Limit: 1000, Now: start})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		q := LogTableQuery{Limit: rapid.IntRange(1, 30).Draw(t, "limit"), Skip: rapid.IntRange(-3, 40).Draw(t, "skip"), Oldest: rapid.Bool().Draw(t, "oldest"), Now: start, Me: f.boss}
		q.Filter = rapid.SampledFrom([]string{"", "position:>0", "-note:nothing-like-it"}).Draw(t, "filter") // all pass
		q.Keep = int64(rapid.IntRange(-1, whole.Total+2).Draw(t, "keep"))
		got, err := f.LogTable(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Clone(whole.Rows)
		if q.Oldest {
			slices.Reverse(want)
		}
		if !slices.EqualFunc(got.Rows, want[got.Skip:min(got.Skip+q.Limit, len(want))], func(a, b LogEntry) bool { return reflect.DeepEqual(a, b) }) || got.Total != len(want) {
			t.Fatalf("%+v: from %d is no part of the whole", q, got.Skip)
		}
		at := slices.IndexFunc(want, func(e LogEntry) bool { return e.Position == q.Keep })
		if got.Kept != at || at >= 0 && !slices.ContainsFunc(got.Rows, func(e LogEntry) bool { return e.Position == q.Keep }) {
			t.Fatalf("%+v: kept at %d instead of %d", q, got.Kept, at)
		}
	})
	for text, want := range map[string]int{"action:submit-change": 12, `action:"submit change" who:dee`: 6, "subject:CHG-2": 2, "withdr": 3, "note:withdr -mine": 0, "mine position:<7": 2, "at:<2020": 0} {
		got, err := f.LogTable(ctx, LogTableQuery{Filter: text, Now: start, Me: f.boss})
		if err != nil || got.Total != want {
			t.Errorf("%s: %d entries instead of %d (%v)", text, got.Total, want, err)
		}
	}
}
