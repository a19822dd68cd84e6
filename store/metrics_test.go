package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/filter"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/metric"
	"fairway/model/when"
)

// past writes records as they might have come about in years of work. What it
// makes of its number is always the same.
type past struct {
	N       int `json:"n"`
	records func(mint func(model.Kind) model.ID, write func(model.Record) error) error
}

func (past) Name() string             { return "import" } // a name that the log knows
func (past) Needs() model.Needs       { return model.Needs{} }
func (past) Takes(*model.Case) string { return "" }
func (a past) Do(c *model.Case) (action.Outcome, error) {
	return action.Outcome{Note: "made a past", Stream: func(write func(model.Record) error) error { return a.records(c.Mint, write) }}, nil
}

// busyYear makes n releases of a year, of which some were moved, sent back,
// cancelled, rolled back, tried twice, or caused incidents.
func busyYear(n int, services, items []model.ID) past {
	return past{n, func(mint func(model.Kind) model.ID, write func(model.Record) error) error {
		r := rand.New(rand.NewPCG(7, uint64(n)))
		from := start.AddDate(-1, 0, 0)
		step := 366 * 24 * time.Hour / time.Duration(n)
		for i := range n {
			at := from.Add(time.Duration(i) * step).Truncate(time.Minute)
			rel := &model.Release{ID: mint(model.KindRelease), Name: words[i%len(words)], Version: fmt.Sprint(i), Type: "normal", Contents: []string{"software"}, Stage: model.StageClosed,
				Since: at, Registered: at.AddDate(0, 0, -30), Notes: "Generated release, as people write them: what it brings, for whom, and why.", Service: services[i%len(services)], Items: []model.ID{items[i%len(items)]}, Deployed: true, Major: i%50 == 3}
			slot := func(t time.Time) model.Slot {
				return model.Slot{Start: when.Moment{At: t, Precision: when.Minute}, End: when.Moment{At: t.Add(3 * time.Hour), Precision: when.Minute}}
			}
			rel.Window = slot(at)
			frozen := at.AddDate(0, 0, -10)
			rel.Passed = []model.Passage{{From: "planning", To: "build", At: frozen}}
			rel.Baseline = &model.Schedule{Slot: slot(at), At: frozen}
			begun := at.Add(time.Duration(r.IntN(120)) * time.Minute)
			switch r.IntN(12) {
			case 0:
				rel.Moves = []model.Move{{From: slot(at), To: slot(at.AddDate(0, 0, 3)), Reason: "defect-found", At: frozen.AddDate(0, 0, 2)}}
				rel.Window = slot(at.AddDate(0, 0, 3))
				begun = begun.AddDate(0, 0, 3)
			case 1:
				rel.Moves = []model.Move{{From: slot(at), To: slot(at.AddDate(0, 0, 2)), Reason: "customer-asked", Customer: true, At: frozen.AddDate(0, 0, 2)}}
				begun = begun.AddDate(0, 0, 2)
			case 2:
				rel.Returned = []model.Passage{{From: "build", To: "planning", At: frozen.AddDate(0, 0, 1), Kind: "rework"}}
				rel.Passed = append(rel.Passed, model.Passage{From: "planning", To: "build", At: frozen.AddDate(0, 0, 2)})
			case 3:
				rel.Type = "emergency"
			case 4:
				if i%3 == 0 {
					rel.Cancelled, rel.Deployed = &model.Ending{Reason: "no longer needed", At: at.AddDate(0, 0, r.IntN(6)-3)}, false
				}
			case 5:
				if i%3 == 0 {
					rel.Baseline.Slot = model.Slot{}
				}
			}
			plan := &model.Document{ID: mint(model.KindDocument), Form: gate.FormPlan, Title: "Release Plan", Of: rel.ID, Version: 1, At: frozen, Answers: form.Answers{Values: map[string]string{"duration": "1h30m"}}}
			run := &model.Run{ID: mint(model.KindRun), Release: rel.ID, Production: true, Started: begun, Ended: begun.Add(time.Duration(20+r.IntN(150)) * time.Minute), Result: model.RunDeployed, Intervention: "none",
				Steps: []model.Step{{Text: "Put the maintenance page up", Done: begun}, {Text: "Install the package", Done: begun.Add(time.Minute)}}}
			out := []model.Record{plan}
			switch {
			case rel.Cancelled != nil:
			case i%40 == 7: // its run is not there
			default:
				if r.IntN(20) == 0 {
					run.Result, run.Rollback = model.RunRolledBack, &model.Rollback{Decided: run.Ended.Add(-15 * time.Minute), Ended: run.Ended}
				}
				if r.IntN(20) == 0 {
					first := *run
					first.ID, first.Result, first.Rollback = mint(model.KindRun), model.RunFailed, nil
					run.Started, run.Ended = run.Started.AddDate(0, 0, 1), run.Ended.AddDate(0, 0, 1)
					if run.Rollback != nil {
						run.Rollback = &model.Rollback{Decided: run.Ended.Add(-15 * time.Minute), Ended: run.Ended}
					}
					out = append(out, &first)
				}
				mock := *run
				mock.ID, mock.Production = mint(model.KindRun), false
				out = append(out, run, &mock)
				if r.IntN(20) == 0 {
					inc := &model.Incident{ID: mint(model.KindIncident), Title: "Wrong figures", Severity: "P2", State: "open", Service: rel.Service, Opened: run.Ended.Add(time.Duration(r.IntN(400)-30) * time.Hour)}
					switch r.IntN(4) {
					case 0:
						inc.Suspects = []model.ID{rel.ID}
					case 1:
						inc.Service, inc.Items = "", []model.ID{items[len(items)-1-i%len(items)]}
					default:
						inc.CausedBy = []model.ID{rel.ID}
					}
					out = append(out, inc)
				}
			}
			for _, rec := range append([]model.Record{rel}, out...) {
				if err := write(rec); err != nil {
					return err
				}
			}
		}
		return nil
	}}
}

// lived is a file with services, items that depend on each other, and a past.
func lived(t testing.TB, f *file, keeper model.ID, n int) {
	t.Helper()
	count := min(20, 5+n/20) + n/250
	var services, items []model.ID
	for i := range count {
		services = append(services, f.do(f.admin, action.WriteService{Service: model.Service{Handle: fmt.Sprint("service-", i), Name: fmt.Sprint("Service ", i), Zone: []string{"", "Europe/Berlin", "America/New_York"}[i%3]}}).Subject)
	}
	for i := range 2 * count {
		item := model.Item{Name: fmt.Sprint("item ", i), Class: "application", Service: services[i%count]}
		if i%4 > 0 {
			item.DependsOn = items[i-1:]
		}
		items = append(items, f.do(keeper, action.WriteItem{Item: item}).Subject)
	}
	f.do(f.admin, busyYear(n, services, items))
}

// auditor computes the three numbers from nothing but the bodies, each release
// with each incident, by the words of the definition.
func auditor(t testing.TB, db *DB, pos Position, now time.Time, span when.Span) map[string]string {
	t.Helper()
	ctx := context.Background()
	var releases []*model.Release
	runs := map[model.ID][]*model.Run{}
	plans := map[model.ID]time.Duration{}
	zones := map[model.ID]*time.Location{}
	var incidents []*model.Incident
	rows, err := db.reader.QueryContext(ctx, "SELECT kind, body FROM version v WHERE "+live("v", pos))
	if err != nil {
		t.Fatal(err)
	}
	policy, err := db.policy(ctx, db.reader, pos)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var kind, body string
		if err := rows.Scan(&kind, &body); err != nil {
			t.Fatal(err)
		}
		rec, err := model.Decode(model.Kind(kind), []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		switch r := rec.(type) {
		case *model.Release:
			releases = append(releases, r)
		case *model.Run:
			if r.Production {
				runs[r.Release] = append(runs[r.Release], r)
			}
		case *model.Incident:
			incidents = append(incidents, r)
		case *model.Document:
			if r.Form == "release-plan" {
				plans[r.Of] = r.Answers.Duration("duration")
			}
		case *model.Service:
			zones[r.ID] = r.Location(policy.Location())
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	zone := func(r *model.Release) *time.Location {
		if z := zones[r.Service]; z != nil {
			return z
		}
		return policy.Location()
	}
	var deployed, with, total, s, slipped, net, moves int
	var times []time.Duration
	var days []int
	var actual, planned time.Duration
	hit := map[model.ID]bool{}
	for _, r := range releases {
		var last *model.Run
		var first time.Time
		for _, run := range runs[r.ID] {
			if first.IsZero() || run.Started.Before(first) {
				first = run.Started
			}
			if !run.Ended.IsZero() && (last == nil || run.Ended.After(last.Ended)) {
				last = run
			}
		}
		if last != nil && r.Cancelled == nil && !last.Ended.Before(span.Start) && last.Ended.Before(span.End) {
			deployed++
			w := policy.Incident["*"]
			if n, ok := policy.Incident[r.Type]; ok {
				w = n
			}
			if r.Major {
				w = policy.Incident["major"]
			}
			local := last.Ended.In(zone(r))
			until := time.Date(local.Year(), local.Month(), local.Day()+w, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), zone(r))
			mine := 0
			for _, i := range incidents {
				if slices.Contains(i.CausedBy, r.ID) && i.Opened.After(last.Ended) && !i.Opened.After(until) {
					mine++
					hit[i.ID] = true
				}
			}
			if mine > 0 {
				with++
			}
			took := last.Ended.Sub(last.Started)
			if last.Result == model.RunRolledBack {
				took = last.Rollback.Decided.Sub(last.Started)
			}
			times = append(times, took)
			if p := plans[r.ID]; p > 0 {
				actual, planned = actual+took, planned+p
			}
		}
		if r.Type == "emergency" || r.Baseline == nil || r.Baseline.Slot.Start.IsZero() {
			continue
		}
		base := r.Baseline.Slot.Start.At
		if base.Before(span.Start) || !base.Before(span.End) {
			continue
		}
		if r.Cancelled != nil && r.Cancelled.At.Before(base) || r.Deployed && first.IsZero() {
			continue
		}
		s++
		var customer time.Duration
		for _, m := range r.Moves {
			if m.At.After(r.Baseline.At) {
				moves++
				if m.Customer {
					customer += m.To.Start.At.Sub(m.From.Start.At)
				}
			}
		}
		tolerance := time.Duration(policy.SlipHours) * time.Hour
		end, late, lateNet := now, now.After(base.Add(tolerance)), now.After(base.Add(tolerance+customer))
		switch {
		case r.Cancelled != nil:
			end, late, lateNet = r.Cancelled.At, true, !r.Cancelled.At.Before(base.Add(customer))
		case !first.IsZero():
			end, late, lateNet = first, first.Sub(base) > tolerance, first.Sub(base) > tolerance+customer
		}
		if late {
			slipped++
			if lateNet {
				net++
			}
			a, b := base.In(zone(r)), end.In(zone(r))
			days = append(days, int(time.Date(b.Year(), b.Month(), b.Day(), 12, 0, 0, 0, time.UTC).Sub(time.Date(a.Year(), a.Month(), a.Day(), 12, 0, 0, 0, time.UTC)).Hours()/24))
		}
	}
	total = len(hit)
	slices.Sort(times)
	slices.Sort(days)
	out := map[string]string{
		"incidents": fmt.Sprintf("%d/%d", total, deployed), "without": fmt.Sprintf("%d/%d", deployed-with, deployed), "times": fmt.Sprint(len(times)), "plan": fmt.Sprintf("%d/%d", actual.Milliseconds(), planned.Milliseconds()),
		"slip": fmt.Sprintf("%d/%d", slipped, s), "net": fmt.Sprintf("%d/%d", net, s), "moves": fmt.Sprintf("%d/%d", moves, s), "median": "n/a", "p90": "n/a", "days": "n/a",
	}
	if n := len(times); n > 0 {
		out["median"] = fmt.Sprint((times[(n-1)/2] + times[n/2]).Milliseconds() / 2)
		rank := 0
		for 10*rank < 9*n {
			rank++
		}
		out["p90"] = fmt.Sprint(times[rank-1].Milliseconds())
	}
	if n := len(days); n > 0 {
		out["days"] = fmt.Sprint(float64(days[(n-1)/2]+days[n/2]) / 2)
	}
	return out
}

// counted are the same numbers, as the measures have them.
func counted(f metric.Facts, span when.Span) map[string]string {
	of := func(id string) metric.Result { m, _ := metric.Find(nil, id); return m.Of(f, span) }
	inc, dep, slip := of("incidents"), of("deployment-time"), of("slip-rate")
	ratio := func(v metric.Value) string { return fmt.Sprintf("%d/%d", v.Num, v.Den) }
	number := func(v metric.Value) string {
		if !v.Known() {
			return "n/a"
		}
		return fmt.Sprint(v.Number())
	}
	whole := func(v metric.Value) string {
		if !v.Known() {
			return "n/a"
		}
		return fmt.Sprint(v.Num / v.Den)
	}
	return map[string]string{
		"incidents": ratio(inc.Value), "without": ratio(inc.Part(metric.PartWithout)), "times": fmt.Sprint(dep.Population), "plan": ratio(dep.Part(metric.PartOfPlan)),
		"median": whole(dep.Value), "p90": whole(dep.Part(metric.PartP90)),
		"slip": ratio(slip.Value), "net": ratio(slip.Part(metric.PartNet)), "moves": ratio(slip.Part(metric.PartMoves)), "days": number(slip.Part(metric.PartSize)),
	}
}

func TestFactsGiveTheAuditorsNumbers(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 240)
	head, _, err := f.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	// What happens afterwards must not be seen as of then.
	fact, err := f.Record(ctx, "RUN-101", Now)
	if err != nil {
		t.Fatal(err)
	}
	run := fact.Record.(*model.Run)
	f.do(f.boss, action.OpenIncident{Incident: model.Incident{Title: "Late news", Severity: "P1", Opened: run.Ended.Add(time.Hour), CausedBy: []model.ID{run.Release}}})
	f.do(f.boss, action.LinkIncident{Incident: "INC-1", Release: "REL-200", How: "suspected", Anyway: true})
	f.verified()
	for _, pos := range []Position{Now, Position(head)} {
		for _, span := range []when.Span{
			span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0)), span(start.AddDate(0, -3, 0), start.AddDate(0, -2, 0)), span(start.AddDate(0, -1, 0), start),
			span(start.AddDate(0, 0, -9), start), span(start.AddDate(-9, 0, 0), start.AddDate(-8, 0, 0)),
		} {
			facts, err := f.Facts(ctx, FactsQuery{Span: span, AsOf: pos, Now: start.AddDate(0, 2, 0)})
			if err != nil {
				t.Fatal(err)
			}
			want, got := auditor(t, f.DB, pos, start, span), counted(facts, span)
			for k, v := range want {
				if got[k] != v {
					t.Errorf("as of %d, %s to %s: %s is %s, by hand it is %s", pos, span.Start.Format(time.DateOnly), span.End.Format(time.DateOnly), k, got[k], v)
				}
			}
		}
	}
	// It depends on what was said since.
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	now, _ := f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)})
	then, _ := f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0), AsOf: Position(head)})
	if a, b := counted(now, whole)["incidents"], counted(then, whole)["incidents"]; a == b {
		t.Errorf("as of then there were as many incidents as now: %s", a)
	}
}

func TestFactsOfAFilter(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 120)
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	all, err := f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)})
	if err != nil {
		t.Fatal(err)
	}
	some, err := f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0), Filter: "service:service-3 -emergency"})
	if err != nil {
		t.Fatal(err)
	}
	want := all.Only(func(t *metric.Traits) bool { return t.ServiceName == "Service 3" && t.Type != "emergency" })
	if a, b := counted(some, whole), counted(want, whole); fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("with a filter %v, without the others %v", a, b)
	}
	if some.Count() == 0 || some.Count() >= all.Count() {
		t.Errorf("%d of %d releases pass", some.Count(), all.Count())
	}
	_, err = f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0), Filter: "wrong:x"})
	var wrong *filter.Error
	if !errors.As(err, &wrong) {
		t.Errorf("a wrong filter says %v", err)
	}
	stopping, stop := context.WithCancel(ctx)
	stop()
	if _, err := f.Facts(stopping, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped, it says %v", err)
	}
}

// What is asked for a single measure gives the same number, records and all, as what is
// asked for all of them: each says rightly what it reads.
func TestFactsOfAMeasureAreEnoughForIt(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 120)
	f.do(f.boss, imports(20))
	whole := span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0))
	month := span(start.AddDate(0, -2, 0), start.AddDate(0, -1, 0))
	for _, s := range []when.Span{whole, month} {
		q := FactsQuery{Span: s, Now: start.AddDate(0, 2, 0)}
		all, err := f.Facts(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range metric.All(nil) {
			q.Measures = []string{m.ID}
			own, err := f.Facts(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if a, b := jsonOf(t, m.Of(own, s)), jsonOf(t, m.Of(all, s)); a != b {
				t.Errorf("%s of its own facts: %s\nof all: %s", m.ID, a, b)
			}
		}
	}
	if _, err := f.Facts(ctx, FactsQuery{Span: whole, Now: start, Measures: []string{"none-such"}}); err == nil || !strings.Contains(err.Error(), "none-such") {
		t.Errorf("facts of a measure that isn't there: %v", err)
	}
}

func jsonOf(t testing.TB, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestImportedHistoryStandsApart(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	f.do(f.boss, imports(50))
	whole := span(start.AddDate(-11, 0, 0), start.AddDate(1, 0, 0))
	facts, err := f.Facts(ctx, FactsQuery{Span: whole, Now: start.AddDate(0, 2, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range metric.All(nil) {
		r := m.Of(facts, whole)
		if r.Population != 0 || r.Value.Known() || len(r.Defects) != 0 {
			t.Errorf("%s counts imported history: %+v", m.ID, r)
		}
		if r.Imported < 40 && r.Missing == "" && m.Lacking != "" {
			t.Errorf("%s shows %d of 50 apart", m.ID, r.Imported)
		}
	}
	var planned, deployed int
	for _, i := range facts.Imported {
		planned, deployed = planned+i.Planned, deployed+i.Deployed
	}
	if planned != 50 || deployed == 0 {
		t.Errorf("%d without a baseline, %d without a run", planned, deployed)
	}
}

// However many releases there are, it asks as many questions.
func TestFactsAskABoundedNumberOfQuestions(t *testing.T) {
	ctx := context.Background()
	ask := func(n int) int {
		f := made(t, fixed())
		lived(t, f, f.boss, n)
		r := f.record()
		if _, err := f.Facts(ctx, FactsQuery{Span: span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0)), Now: start.AddDate(0, 2, 0)}); err != nil {
			t.Fatal(err)
		}
		n = 0
		for range r.asked {
			n++
		}
		for query, plan := range f.plans(r) {
			for _, step := range plan {
				if slices.Contains([]string{"SCAN r", "SCAN d", "SCAN o", "SCAN l", "SCAN v", "SCAN x"}, step) {
					t.Errorf("%s in %v of %s", step, plan, query)
				}
			}
		}
		return n
	}
	if few, many := ask(60), ask(300); many > few || many > 70 { // of all measures together
		t.Errorf("%d questions for 60 releases, %d for 300", few, many)
	}
}

// The sets that are small are found without going through those that are not.
func TestFactsAreFoundByTheirIndexes(t *testing.T) {
	f := made(t, fixed())
	lived(t, f, f.boss, 60)
	r := f.record()
	if _, err := f.Facts(context.Background(), FactsQuery{Span: span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0)), Now: start.AddDate(0, 2, 0)}); err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, plan := range f.plans(r) {
		steps = append(steps, plan...)
	}
	for _, index := range []string{"deploy_row_ended", "COVERING INDEX fact_row_now", "release_row_imported", "link_incident", "link_src"} {
		if !slices.ContainsFunc(steps, func(step string) bool {
			return strings.Contains(step+" ", "INDEX "+strings.TrimPrefix(index, "COVERING INDEX ")+" ") && strings.Contains(step, index)
		}) {
			t.Errorf("%s is not used; the plans are\n%s", index, strings.Join(steps, "\n"))
		}
	}
}

// A list of deployments that says something else than the bodies is found, and
// built anew.
func TestTheListOfDeploymentsIsVerified(t *testing.T) {
	ctx := context.Background()
	whole := made(t, fixed())
	lived(t, whole, whole.boss, 30)
	if err := whole.Close(); err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{
		"UPDATE deploy_row SET ended = ended + 1 WHERE what = 'run'", "UPDATE deploy_row SET planned = 1 WHERE what = 'plan'", "DELETE FROM deploy_row WHERE what = 'run'",
		"UPDATE release_row SET base = base + 1", "UPDATE release_row SET rebased = rebased + 1", "UPDATE release_row SET moves = '' WHERE moves <> ''",
		"UPDATE fact_row SET at = at + 1 WHERE what = 1", "UPDATE fact_row SET facts = x'00' WHERE what = 2", "DELETE FROM fact_row WHERE what = 4",
		"INSERT INTO fact_row SELECT what, at, day, 'REL-99999', since, until, facts FROM fact_row WHERE what = 1", "UPDATE fact_row SET until = 3 WHERE rowid = 1",
		"INSERT INTO deploy_row SELECT n + 100000, since, until, id, release, what, started, ended, result, decided, back, planned, partial, intervention, failed, restored, said FROM deploy_row",
		"UPDATE deploy_row SET failed = 1 WHERE what = 'run'", "UPDATE release_row SET passed = '' WHERE passed <> ''", "UPDATE release_row SET declared = 1",
	} {
		f := whole.again(t)
		f.tampered(query)
		v, err := f.Verify(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if v.OK() {
			t.Errorf("not found: %s", query)
		}
		if err := f.Rebuild(ctx, nil); err != nil {
			t.Fatal(err)
		}
		f.verified()
	}
}

// A deployment that a wrong clock ended in a time to come counts once that is set
// right.
func TestMeasuresLeaveOutWhatIsYetToCome(t *testing.T) {
	ctx := context.Background()
	f := made(t, fixed())
	lived(t, f, f.boss, 40)
	whole := span(start.AddDate(-2, 0, 0), start.AddDate(1, 0, 0))
	runs := func(now time.Time) (n int) {
		facts, err := f.Facts(ctx, FactsQuery{Span: whole, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		for r := range facts.Each() {
			for _, run := range r.Runs {
				if run.Ended.After(now.Add(skew)) {
					t.Errorf("%s of %s ended %s, and now is %s", run.ID, r.ID, run.Ended, now)
				}
				n++
			}
		}
		return n
	}
	all, before := runs(start.AddDate(0, 2, 0)), runs(start.AddDate(0, -6, 0))
	if before == 0 || before >= all {
		t.Errorf("%d runs half a year ago, %d now", before, all)
	}
}
