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
			if rapid.Bool().Draw(t, "afterwards") {
				made(moment("made"))(&r)
			}
		}
		ids = append(ids, r.ID)
		f.Whole = append(f.Whole, r)
	}
	ids = append(ids, "REL-99")
	for i := range rapid.IntRange(0, 8).Draw(t, "incidents") {
		f.Incidents = append(f.Incidents, Incident{ID: model.ID(fmt.Sprintf("INC-%d", i+1)), Opened: moment("opened"), Severity: rapid.SampledFrom([]string{"P1", "P4"}).Draw(t, "severity"), Service: rapid.SampledFrom([]model.ID{"SVC-1", "SVC-2", ""}).Draw(t, "of"),
			CausedBy: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 2, rapid.ID[model.ID]).Draw(t, "caused by"), Suspects: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 1, rapid.ID[model.ID]).Draw(t, "suspects"), Cleared: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 1, rapid.ID[model.ID]).Draw(t, "cleared"),
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
		g.Whole, g.Incidents = slices.Clone(f.Whole), slices.Clone(f.Incidents)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(g.Whole), func(i, j int) { g.Whole[i], g.Whole[j] = g.Whole[j], g.Whole[i] })
		r.Shuffle(len(g.Incidents), func(i, j int) { g.Incidents[i], g.Incidents[j] = g.Incidents[j], g.Incidents[i] })
		for i := range g.Whole {
			runs := slices.Clone(g.Whole[i].Runs)
			slices.Reverse(runs)
			g.Whole[i].Runs = runs
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
			most := len(f.Whole)
			for i := range f.Whole {
				most += len(f.Whole[i].Runs) // some count these
			}
			if r.Population > most || r.Small != (r.Population < 5) {
				t.Fatalf("%s: n %d of %d, small %v", m.ID, r.Population, len(f.Whole), r.Small)
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
			if part := map[string]string{"lead-time": PartStated, "deployment-frequency": PartAsStated}[m.ID]; part != "" {
				agrees(t, &r, part)
			}
			b.Stated, r.Stated = nil, nil
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

// ofPlans are the measures that are about what was planned and given up: cancelling is what
// some of them count.
var ofPlans = []string{"slip-rate", "reschedules", "cancellations"}

// What isn't deployed can be cancelled, and no other measure is another for it; what was
// cancelled counts in none, whatever else is on its record.
func TestCancellingAReleaseChangesNoDeploymentMeasure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := drawnPapers(t)
		is := was
		is.Whole = slices.Clone(was.Whole)
		for i := range rapid.IntRange(1, 3).Draw(t, "open") {
			open := rel(model.ID(fmt.Sprintf("REL-%d", 50+i)), notStarted, of(rapid.SampledFrom([]string{"normal", "emergency"}).Draw(t, "type of the open")))
			open.Service = rapid.SampledFrom([]model.ID{"SVC-1", "SVC-3"}).Draw(t, "service of the open")
			was.Whole = append(was.Whole, open)
			cancelled(at(rapid.IntRange(1, 29).Draw(t, "when"), 9, 0))(&open)
			is.Whole = append(is.Whole, open)
		}
		without := was
		without.Whole = slices.DeleteFunc(slices.Clone(was.Whole), func(r Release) bool { return !r.Cancelled.IsZero() })
		looked := 0
		for _, m := range All(nil) {
			if slices.Contains(ofPlans, m.ID) {
				continue
			}
			looked++
			now := text(t, m.Of(was, november))
			if b := text(t, m.Of(is, november)); now != b {
				t.Fatalf("%s: %s\nwith a release cancelled: %s", m.ID, now, b)
			}
			if b := text(t, m.Of(without, november)); now != b {
				t.Fatalf("%s: %s\nwithout the cancelled: %s", m.ID, now, b)
			}
		}
		if looked != len(registered)-len(ofPlans) {
			t.Fatalf("%d of %d measures were looked at", looked, len(registered))
		}
	})
}

// What two services count is what both of them count, of each measure of which each record
// is of one service, and so are their counts. An incident of two services is once in each, and
// once in the total: there it is the incidents that are the union.
func TestTheUnionOfServicesIsTheTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		for i := range f.Whole { // incidents that several of them caused
			if run, ok := f.Whole[i].last(); ok {
				f.Incidents = append(f.Incidents, Incident{ID: model.ID(fmt.Sprintf("INC-%d", 50+i)), Opened: run.Ended.Add(time.Hour), Severity: "P4", CausedBy: model.Each(f.Whole, func(r Release) model.ID { return r.ID })})
			}
		}
		for _, m := range All(nil) {
			whole := m.Of(f, november)
			if len(whole.Services) > 0 {
				continue // it has no total: TestNothingIsBlended
			}
			sums := map[string]Value{}
			counted := map[string]map[model.ID]bool{}
			population := 0
			for _, service := range []model.ID{"SVC-1", "SVC-2", ""} {
				r := m.Of(f.Only(func(t *Traits) bool { return t.Service == service }), november)
				population += r.Population
				for _, p := range append(r.Parts, Part{Value: r.Value}) {
					sum := sums[p.Name]
					sum.Form, sum.Num, sum.Den = p.Value.Form, sum.Num+p.Value.Num, sum.Den+p.Value.Den
					sums[p.Name] = sum
				}
				for _, rec := range r.Records {
					if counted[rec.Section] == nil {
						counted[rec.Section] = map[model.ID]bool{}
					}
					counted[rec.Section][rec.ID] = true
				}
			}
			if population != whole.Population {
				t.Fatalf("%s: %d, and of each service %d", m.ID, whole.Population, population)
			}
			if m.ID == "incidents" {
				for part, section := range map[string]string{"": sectionCounted, PartSuspected: sectionSuspected, PartDuring: sectionDuring, PartLate: sectionLate, PartBefore: sectionBefore} {
					is := whole.Value
					if part != "" {
						is = whole.Part(part)
					}
					if is.Num != int64(len(counted[section])) {
						t.Fatalf("%s, %s: %v, and of each service %v", m.ID, section, is, counted[section])
					}
				}
				continue
			}
			for _, p := range append(whole.Parts, Part{Value: whole.Value}) {
				sum := sums[p.Name]
				if p.Value.Form == Count {
					sum.Den = 1
				}
				// A median, and the most of all, are of no sum.
				if p.Name != PartMostMoved && slices.Contains([]Form{Count, Share, Rate}, p.Value.Form) && sum != p.Value {
					t.Fatalf("%s, %s: %v, and of each service %v", m.ID, p.Name, p.Value, sum)
				}
			}
		}
	})
}

// What is told by service is of each what it is of that alone, and has no total.
func TestNothingIsBlended(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		for _, m := range All(nil) {
			whole := m.Of(f, november)
			for _, g := range whole.Services {
				own := m.Of(f.Only(func(t *Traits) bool { return string(t.Service) == g.Key }), november)
				if own.Value != g.Value || own.Population != g.Population || len(own.Services) > 0 || whole.Value.Known() {
					t.Fatalf("%s: %s is %v of %d, alone %v of %d; all are %v", m.ID, g.Name, g.Value, g.Population, own.Value, own.Population, whole.Value)
				}
			}
		}
	})
}

// A plan that is moved after its baseline was frozen changes nothing of whether it slipped.
func TestMovingAPlanChangesNoSlip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		// Of what was deployed without a run its plan is the only date.
		f.Whole = slices.DeleteFunc(f.Whole, func(r Release) bool {
			return r.Authorised.IsZero() || len(r.Runs) == 0 && r.Cancelled.IsZero() && r.Deployed
		})
		g := f
		g.Whole = slices.Clone(f.Whole)
		for i := range g.Whole {
			r := &g.Whole[i]
			r.Window.Start = exactly(at(rapid.IntRange(1, 40).Draw(t, "planned"), 9, 0))
			r.Moves = slices.Clone(r.Moves)
			// For any reason but those that the policy takes out of a slip.
			moved(exactly(at(10, 20, 0)), rapid.IntRange(-9, 30).Draw(t, "days"), rapid.SampledFrom([]string{"defect", "late"}).Draw(t, "why"))(r)
		}
		m, _ := Find(nil, "slip-rate")
		a, b := m.Of(f, november), m.Of(g, november)
		if a.Value != b.Value || a.Part(PartSize) != b.Part(PartSize) || a.Part(PartNet) != b.Part(PartNet) {
			t.Fatalf("%v of %v, moved %v of %v", a.Value, a.Part(PartSize), b.Value, b.Part(PartSize))
		}
		for _, m := range All(nil) { // nor anything else, save what counts moves
			if a, b := text(t, m.Of(f, november)), text(t, m.Of(g, november)); !slices.Contains([]string{"slip-rate", "reschedules"}, m.ID) && a != b {
				t.Fatalf("%s: %s, with plans moved %s", m.ID, a, b)
			}
		}
	})
}

// A gate and the measure say alike whether a release slipped.
func TestGateAndMeasureAgreeOnSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawn(t)
		for i := range f.Whole {
			r := f.Whole[i]
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

// agrees: what is said of each type together is what the measure says of all, or of its
// services together.
func agrees(t *rapid.T, r *Result, part string) {
	var said, types Value
	of := r.EachService()
	if len(of) == 0 {
		of = []Group{{Result: *r}}
	}
	for _, g := range of {
		v := g.Part(part)
		said.Num, said.Den = said.Num+v.Num, said.Den+v.Den
	}
	for _, s := range r.Stated {
		v := s.AsOften
		if part == PartStated {
			v = s.InTime
		}
		types.Num, types.Den = types.Num+v.Num, types.Den+v.Den
	}
	if said.Num != types.Num || said.Den != types.Den {
		t.Fatalf("%s: %d of %d, by type %d of %d", r.Metric, said.Num, said.Den, types.Num, types.Den)
	}
}
