package metric

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
)

// drawn are facts as they might be, odd ones among them.
func drawn(t *rapid.T) Facts {
	f := Facts{Policy: policy, Now: at(rapid.IntRange(1, 60).Draw(t, "now"), 12, 0)}
	moment := func(name string) time.Time {
		return at(rapid.IntRange(-3, 40).Draw(t, name), rapid.IntRange(0, 23).Draw(t, name+" hour"), 0)
	}
	var ids []model.ID
	for i := range rapid.IntRange(0, 12).Draw(t, "releases") {
		r := rel(model.ID(fmt.Sprintf("REL-%d", i+1)), of(rapid.SampledFrom([]string{"normal", "standard", "emergency"}).Draw(t, "type")))
		r.Major = rapid.Bool().Draw(t, "major")
		r.Service = rapid.SampledFrom([]model.ID{"SVC-1", "SVC-2", ""}).Draw(t, "service")
		r.ServiceName = string(r.Service)
		r.Team = rapid.SampledFrom([]model.ID{"TEA-1", "TEA-2", ""}).Draw(t, "team")
		r.TeamName = string(r.Team)
		r.Registered = moment("registered")
		r.Window.End = exactly(moment("planned end"))
		r.Declared = rapid.Bool().Draw(t, "declared")
		r.Downgraded = r.Declared && rapid.Bool().Draw(t, "downgraded")
		r.Judged = rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "judged")
		r.ForIncident = rapid.SampledFrom([]model.ID{"", "INC-1"}).Draw(t, "for")
		r.Criteria = &model.Criteria{Set: []string{"C1"}, Results: map[string]string{"c1": rapid.SampledFrom([]string{"", "passed", "failed", "waived"}).Draw(t, "criterion")}}
		r.Passages = []Passage{{"build", moment("left")}, {"test", moment("left")}}
		r.RFCs = []RFC{{ID: model.ID(fmt.Sprintf("CHG-%d", i+1)), Submitted: moment("submitted")}}
		r.Items = rapid.SliceOfN(rapid.SampledFrom([]model.ID{"CI-1", "CI-2", "CI-3"}), 0, 2).Draw(t, "items")
		r.Baseline.Start = exactly(moment("base"))
		r.Ended = rapid.Bool().Draw(t, "ended")
		r.Runs = nil
		for k := range rapid.IntRange(0, 3).Draw(t, "runs") {
			run := Run{ID: model.ID(fmt.Sprintf("RUN-%d", 10*i+k+1)), Started: moment("start"), Result: rapid.SampledFrom([]model.State{model.RunDeployed, model.RunFailed, model.RunRolledBack}).Draw(t, "result")}
			if rapid.IntRange(0, 5).Draw(t, "open") > 0 {
				run.Ended = run.Started.Add(time.Duration(rapid.IntRange(-1, 30).Draw(t, "hours")) * time.Hour)
				if run.Result == model.RunRolledBack {
					run.Decided, run.Back = run.Started.Add(time.Hour), run.Ended
					run.Partial = rapid.Bool().Draw(t, "partial")
				}
				run.Intervention = rapid.SampledFrom([]string{"", "none", "hotfix"}).Draw(t, "intervention")
				if rapid.Bool().Draw(t, "failed") {
					run.Failed, run.Restored = moment("failed"), moment("restored")
				}
			}
			r.Runs = append(r.Runs, run)
		}
		if rapid.IntRange(0, 4).Draw(t, "gone") == 0 {
			r.Cancelled = moment("cancelled")
		}
		for range rapid.IntRange(0, 3).Draw(t, "moves") {
			moved(exactly(moment("from")), rapid.IntRange(-3, 9).Draw(t, "days"), rapid.SampledFrom([]string{"defect", "late", "asked", "displaced", "undo"}).Draw(t, "reason"))(&r)
		}
		ids = append(ids, r.ID)
		f.Releases = append(f.Releases, r)
	}
	ids = append(ids, "REL-99")
	for i := range rapid.IntRange(0, 8).Draw(t, "incidents") {
		f.Incidents = append(f.Incidents, Incident{ID: model.ID(fmt.Sprintf("INC-%d", i+1)), Opened: moment("opened"), Severity: rapid.SampledFrom([]string{"P1", "P4"}).Draw(t, "severity"), Service: rapid.SampledFrom([]model.ID{"SVC-1", "SVC-2", ""}).Draw(t, "of"),
			CausedBy: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 2, rapid.ID[model.ID]).Draw(t, "caused by"), Suspects: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 1, rapid.ID[model.ID]).Draw(t, "suspects"),
			Items: rapid.SliceOfN(rapid.SampledFrom([]model.ID{"CI-1", "CI-2", "CI-3"}), 0, 2).Draw(t, "items of")})
	}
	return f
}

func text(t interface{ Fatal(...any) }, r Result) string {
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestTheOrderOfFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		g := f
		g.Releases, g.Incidents = slices.Clone(f.Releases), slices.Clone(f.Incidents)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(g.Releases), func(i, j int) { g.Releases[i], g.Releases[j] = g.Releases[j], g.Releases[i] })
		r.Shuffle(len(g.Incidents), func(i, j int) { g.Incidents[i], g.Incidents[j] = g.Incidents[j], g.Incidents[i] })
		for i := range g.Releases {
			runs := slices.Clone(g.Releases[i].Runs)
			slices.Reverse(runs)
			g.Releases[i].Runs = runs
		}
		for _, m := range All(nil) {
			if a, b := text(t, m.Of(f, november)), text(t, m.Of(g, november)); a != b {
				t.Fatalf("%s: %s\nin another order: %s", m.ID, a, b)
			}
		}
	})
}

// Two halves of a period hold what the whole does: no release is in both or in
// neither. Only an incident of two releases may be in both totals.
func TestAPeriodInTwoAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		cut := at(rapid.IntRange(2, 29).Draw(t, "cut"), rapid.IntRange(0, 23).Draw(t, "hour"), 0)
		for _, m := range All(nil) {
			whole, a, b := m.Of(f, november), m.Of(f, when.Span{Start: november.Start, End: cut}), m.Of(f, when.Span{Start: cut, End: november.End})
			if whole.Population != a.Population+b.Population {
				t.Fatalf("%s: %d, not %d + %d", m.ID, whole.Population, a.Population, b.Population)
			}
			if len(whole.Defects) != len(a.Defects)+len(b.Defects) {
				t.Fatalf("%s: defects %d, not %d + %d", m.ID, len(whole.Defects), len(a.Defects), len(b.Defects))
			}
			if sections(whole)[sectionCounted] != sections(a)[sectionCounted]+sections(b)[sectionCounted] {
				t.Fatalf("%s: the records counted don't add up", m.ID)
			}
			if m.ID == "slip-rate" && whole.Value.Num != a.Value.Num+b.Value.Num || m.ID == "incidents" && whole.Value.Num > a.Value.Num+b.Value.Num {
				t.Fatalf("%s: %v of %v and %v", m.ID, whole.Value, a.Value, b.Value)
			}
		}
	})
}

func TestACountNeverExceedsItsPopulation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		for _, m := range All(nil) {
			r := m.Of(f, november)
			values := []Value{r.Value}
			for _, p := range r.Parts {
				values = append(values, p.Value)
			}
			for _, v := range values {
				if v.Form == Share && (v.Num < 0 || v.Num > v.Den || v.Den > int64(r.Population)) {
					t.Fatalf("%s: %v of %d", m.ID, v, r.Population)
				}
				if v.Form == Share && v.Den == 0 && v.Short() != "n/a" {
					t.Fatalf("%s: of none it is %v", m.ID, v)
				}
			}
			most := len(f.Releases)
			for i := range f.Releases {
				most += len(f.Releases[i].Runs) // some count these
			}
			if r.Population > most || r.Small != (r.Population < 5) {
				t.Fatalf("%s: n %d of %d, small %v", m.ID, r.Population, len(f.Releases), r.Small)
			}
			if net := r.Part(PartNet); m.ID == "slip-rate" && net.Num > r.Value.Num {
				t.Fatalf("net %v is more than gross %v", net, r.Value)
			}
			// Whoever adds up the list gets the number.
			in, sum := 0, 0
			for _, rec := range r.Records {
				if rec.In && rec.Section == sectionCounted {
					in++
				}
			}
			for _, b := range r.Buckets {
				sum += b.Count
			}
			switch {
			case m.ID == "slip-rate" && (int64(in) != r.Value.Num || int64(sum) != r.Value.Num), m.ID == "deployment-time" && (in != r.Population || sum != r.Population):
				t.Fatalf("%s: %d records, %d in bars, %v of %d", m.ID, in, sum, r.Value, r.Population)
			}
			// Without its records it is the same number, and the groups of a split
			// hold each release once.
			brief := f
			brief.Brief = true
			b := m.Of(brief, november)
			b.Records, r.Records = nil, nil
			if x, y := text(t, r), text(t, b); x != y {
				t.Fatalf("%s: %s, in brief %s", m.ID, x, y)
			}
			for _, split := range Splits {
				n := 0
				for _, g := range m.By(f, november, split) {
					n += g.Population
				}
				if n != r.Population {
					t.Fatalf("%s by %s has %d, all are %d", m.ID, split, n, r.Population)
				}
			}
		}
	})
}

// deployments are the measures of which the population is deployments or releases that
// were deployed.
var deploymentMeasures = []string{"incidents", "clean-share", "success-rate", "rollback-rate", "emergency-share", "deployment-time", "lead-time", "overrun",
	"deployment-frequency", "change-fail-rate", "recovery-time", "rework-rate", "rfc-lead-time"}

// What isn't deployed can be cancelled, and no measure of deployments is another for it.
func TestCancellingAReleaseChangesNoDeploymentMeasure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		open := rel("REL-50", notStarted, func(r *Release) { r.Service = "SVC-3" })
		was, is := f, f
		was.Releases = append(slices.Clone(f.Releases), open)
		cancelled(at(rapid.IntRange(1, 29).Draw(t, "when"), 9, 0))(&open)
		is.Releases = append(slices.Clone(f.Releases), open)
		for _, id := range deploymentMeasures {
			m, _ := Find(nil, id)
			if a, b := text(t, m.Of(was, november)), text(t, m.Of(is, november)); a != b {
				t.Fatalf("%s: %s\nwith a release cancelled: %s", id, a, b)
			}
		}
	})
}

// What two services count is what both of them count, of each measure of which each record
// is of one service. An incident of two services is once in each, and once in the total.
func TestTheUnionOfServicesIsTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		for _, m := range All(nil) {
			whole := m.Of(f, november)
			sum, den := Value{Form: whole.Value.Form}, 0
			for _, service := range []model.ID{"SVC-1", "SVC-2", ""} {
				r := m.Of(f.Only(func(t *Traits) bool { return t.Service == service }), november)
				sum.Num += r.Value.Num
				sum.Den += r.Value.Den
				den += r.Population
			}
			switch {
			case den != whole.Population:
				t.Fatalf("%s: %d, and of each service %d", m.ID, whole.Population, den)
			case whole.Value.Form != Share || len(whole.Services) > 0: // a median is of no sum, and what is told by service has no total
			case sum != whole.Value:
				t.Fatalf("%s: %v, and of each service %v", m.ID, whole.Value, sum)
			}
		}
	})
}

// A plan that is moved after its baseline was frozen changes nothing of whether it slipped.
func TestMovingAPlanChangesNoSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		f.Releases = slices.DeleteFunc(f.Releases, func(r Release) bool { return r.Authorised.IsZero() })
		g := f
		g.Releases = slices.Clone(f.Releases)
		for i := range g.Releases {
			r := &g.Releases[i]
			r.Window.Start = exactly(at(rapid.IntRange(1, 40).Draw(t, "planned"), 9, 0))
			r.Moves = slices.Clone(r.Moves)
			// For any reason but those that the policy takes out of a slip.
			moved(exactly(at(10, 20, 0)), rapid.IntRange(-9, 30).Draw(t, "days"), rapid.SampledFrom([]string{"defect", "late"}).Draw(t, "why"))(r)
		}
		m, _ := Find(nil, "slip-rate")
		a, b := m.Of(f, november), m.Of(g, november)
		if a.Value != b.Value || a.Part(PartSize) != b.Part(PartSize) {
			t.Fatalf("%v of %v, moved %v of %v", a.Value, a.Part(PartSize), b.Value, b.Part(PartSize))
		}
	})
}

// A gate and the measure say alike whether a release slipped.
func TestGateAndMeasureAgreeOnSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		for i := range f.Releases {
			r := f.Releases[i]
			if r.Type == model.TypeEmergency || !r.Cancelled.IsZero() && len(r.Runs) > 0 {
				continue // a gate asks of nothing that was deployed and is cancelled
			}
			s := f.slip(&r)
			if s.out || s.wrong != "" {
				continue
			}
			if gate := inFile(r, f.Now); gate != s.slipped {
				t.Fatalf("%s: the gate says %v, the measure %v: %+v", r.ID, gate, s.slipped, r)
			}
		}
	})
}
