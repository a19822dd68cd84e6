package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/when"
)

// ofPapers are the measures of papers.
var ofPapers = []string{"approval-wait", "scope-accuracy", "policy-compliance", "overdue-reviews", "unauthorised-changes", "notice-in-time", "reschedules", "improvements", "cmdb-accuracy", "rehearsals"}

// drawnPapers are papers as they might be, odd ones among them, of releases and RFCs of
// several types, services and teams.
func drawnPapers(t *rapid.T) Facts {
	f := drawn(t)
	f.Zone = berlin
	moment := func(name string) time.Time {
		if rapid.IntRange(0, 6).Draw(t, name+" at all") == 0 {
			return time.Time{}
		}
		return at(rapid.IntRange(-20, 50).Draw(t, name), rapid.IntRange(0, 23).Draw(t, name+" hour"), 0)
	}
	of := func(i int) *Release {
		return &Release{ID: model.ID(fmt.Sprintf("CHG-%d", i+1)), Title: "Change", Zone: berlin, Traits: Traits{Type: rapid.SampledFrom([]string{"normal", "standard", "emergency"}).Draw(t, "type of"),
			Service: rapid.SampledFrom([]model.ID{"SVC-1", "SVC-2", ""}).Draw(t, "service of"), Team: rapid.SampledFrom([]model.ID{"TEA-1", ""}).Draw(t, "team of")}}
	}
	changes := rapid.SliceOfNDistinct(rapid.SampledFrom([]model.ID{"CHG-1", "CHG-2", "CHG-3", "CHG-4", "CHG-5"}), 0, 4, rapid.ID[model.ID])
	for i := range f.Whole {
		r := &f.Whole[i]
		if rapid.IntRange(0, 9).Draw(t, "papers at all") == 0 {
			continue
		}
		r.Scope = &Scope{Planned: changes.Draw(t, "planned"), Has: changes.Draw(t, "has"), Dropped: changes.Draw(t, "dropped"), Unknown: rapid.IntRange(0, 9).Draw(t, "unknown") == 0}
		r.Notice = &Notice{Asked: rapid.Bool().Draw(t, "asked"), Need: time.Duration(rapid.IntRange(0, 72).Draw(t, "need")) * time.Hour, Start: moment("start"), ID: rapid.SampledFrom([]model.ID{"", "NTC-1"}).Draw(t, "notice"), Given: moment("given")}
		r.Way = &Way{Gates: []Gate{{Title: "Plan", Passed: moment("passed"), Recorded: moment("recorded")}, {Title: "Wait", Passed: moment("passed")}}, Partly: rapid.IntRange(0, 9).Draw(t, "partly") == 0, Declared: rapid.Bool().Draw(t, "declared"),
			Retro: []Review{{Retro: true, Due: moment("retro due"), Done: moment("retro done")}}}
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "requests") {
		f.Requests = append(f.Requests, Request{Of: of(i), ID: model.ID(fmt.Sprintf("APR-%d", i+1)), Kind: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "kind"), Title: rapid.SampledFrom([]string{"One", "Other"}).Draw(t, "title"),
			Asked: moment("asked"), First: moment("first"), Ended: moment("ended"), Due: moment("due"), Waited: time.Duration(rapid.IntRange(0, 90).Draw(t, "waited")) * time.Hour, Later: rapid.SampledFrom([]string{"", "", "by word of mouth"}).Draw(t, "later")})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "reviews") {
		f.Reviews = append(f.Reviews, Review{Of: of(i), ID: model.ID(fmt.Sprintf("CHG-%d", i+1)), Retro: rapid.Bool().Draw(t, "retro"), Title: "Review", Since: moment("since"), Due: moment("due"), Done: moment("done"), Gone: moment("gone")})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "rfcs") {
		f.Submitted = append(f.Submitted, Submission{Of: of(i), Submitted: moment("submitted"), Unauthorised: rapid.Bool().Draw(t, "unauthorised"), Outcome: rapid.SampledFrom([]string{"", model.Ratified, model.BackedOut, model.Corrected}).Draw(t, "outcome")})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "improvements") {
		f.Improvements = append(f.Improvements, Improvement{Of: of(i), ID: model.ID(fmt.Sprintf("IMP-%d", i+1)), First: exactly(at(rapid.IntRange(-5, 40).Draw(t, "first due"), 12, 0)), Due: exactly(at(rapid.IntRange(-5, 40).Draw(t, "due"), 12, 0)), Done: moment("done"), Dropped: moment("dropped"), PutOff: rapid.IntRange(0, 2).Draw(t, "put off")})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "audits") {
		service := of(i)
		doc := map[model.ID]model.ID{"SVC-1": "DOC-1", "SVC-2": "DOC-2", "": "DOC-3"}[service.Service] // an audit is of one
		f.Audits = append(f.Audits, Audit{Of: service, ID: doc, Held: wholeDay(rapid.IntRange(-5, 40).Draw(t, "held")), Item: model.ID(fmt.Sprintf("CI-%d", i+1)), Found: rapid.SampledFrom([]string{FoundRight, FoundDiffers, FoundMissing, ""}).Draw(t, "found")})
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "rehearsals") {
		f.Rehearsals = append(f.Rehearsals, Rehearsal{Of: of(i), ID: model.ID(fmt.Sprintf("RUN-%d", i+1)), Ended: moment("rehearsed"), Failed: rapid.Bool().Draw(t, "failed"), Decided: moment("decided"), Back: moment("back")})
	}
	return f
}

func each(t *rapid.T, check func(m Metric)) {
	for _, id := range ofPapers {
		m, ok := Find(nil, id)
		if !ok {
			t.Fatalf("there is no measure %s", id)
		}
		check(m)
	}
}

func TestTheOrderOfPapersDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		g := f
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		g.Whole, g.Requests, g.Reviews, g.Submitted, g.Improvements, g.Audits, g.Rehearsals = slices.Clone(f.Whole), slices.Clone(f.Requests), slices.Clone(f.Reviews), slices.Clone(f.Submitted), slices.Clone(f.Improvements), slices.Clone(f.Audits), slices.Clone(f.Rehearsals)
		for _, list := range []struct {
			n    int
			swap func(i, j int)
		}{{len(g.Whole), func(i, j int) { g.Whole[i], g.Whole[j] = g.Whole[j], g.Whole[i] }},
			{len(g.Requests), func(i, j int) { g.Requests[i], g.Requests[j] = g.Requests[j], g.Requests[i] }},
			{len(g.Reviews), func(i, j int) { g.Reviews[i], g.Reviews[j] = g.Reviews[j], g.Reviews[i] }},
			{len(g.Submitted), func(i, j int) { g.Submitted[i], g.Submitted[j] = g.Submitted[j], g.Submitted[i] }},
			{len(g.Improvements), func(i, j int) { g.Improvements[i], g.Improvements[j] = g.Improvements[j], g.Improvements[i] }},
			{len(g.Audits), func(i, j int) { g.Audits[i], g.Audits[j] = g.Audits[j], g.Audits[i] }},
			{len(g.Rehearsals), func(i, j int) { g.Rehearsals[i], g.Rehearsals[j] = g.Rehearsals[j], g.Rehearsals[i] }}} {
			r.Shuffle(list.n, list.swap)
		}
		each(t, func(m Metric) {
			if a, b := text(t, m.Of(f, november)), text(t, m.Of(g, november)); a != b {
				t.Fatalf("%s: %s\nin another order: %s", m.ID, a, b)
			}
		})
	})
}

// The parts of a split, and of a period, come to the whole: each fact is in one of them.
func TestPapersAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		cut := at(rapid.IntRange(2, 29).Draw(t, "cut"), rapid.IntRange(0, 23).Draw(t, "hour"), 0)
		each(t, func(m Metric) {
			whole := m.Of(f, november)
			sums := func(name string, list ...Result) {
				var n, defects int
				var num, den int64
				for _, r := range list {
					n, defects, num, den = n+r.Population, defects+len(r.Defects), num+r.Value.Num, den+r.Value.Den
				}
				ratio := whole.Value.Form == Share || whole.Value.Form == Rate
				if n != whole.Population || defects != len(whole.Defects) || ratio && (num != whole.Value.Num || den != whole.Value.Den) {
					t.Fatalf("%s by %s: %d of %d, %d/%d of %v, defects %d of %d", m.ID, name, n, whole.Population, num, den, whole.Value, defects, len(whole.Defects))
				}
			}
			for _, split := range []Split{ByType, ByService, ByTeam} {
				var list []Result
				for _, g := range m.By(f, november, split) {
					list = append(list, g.Result)
				}
				sums(string(split), list...)
			}
			sums("halves", m.Of(f, when.Span{Start: november.Start, End: cut}), m.Of(f, when.Span{Start: cut, End: november.End}))
		})
	})
}

// A share is of its population, whoever adds up the list gets the number, it is the same
// without its records, and imported history that stands apart has a word for what it lacks.
func TestNumbersOfPapersHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawnPapers(t)
		each(t, func(m Metric) {
			r := m.Of(f, november)
			values := []Value{r.Value}
			for _, p := range r.Parts {
				values = append(values, p.Value)
			}
			for _, v := range values {
				if v.Form == Share && (v.Num < 0 || v.Num > v.Den || v.Den > int64(r.Population)) || v.Form == Share && v.Den == 0 && v.Short() != "n/a" {
					t.Fatalf("%s: %v of %d", m.ID, v, r.Population)
				}
			}
			in := 0
			for _, rec := range r.Records {
				if rec.In {
					in++
				}
			}
			switch {
			case r.Value.Form == Share && int64(in) != r.Value.Num, r.Value.Form == Worked && in != r.Population, r.Value.Form == Rate && int64(in) != r.Value.Num:
				t.Fatalf("%s: %d records in %v of %d", m.ID, in, r.Value, r.Population)
			case r.Small != (r.Population < 5), r.Imported > 0 && m.Lacking == "":
				t.Fatalf("%s: small %v of %d, %d imported without %q", m.ID, r.Small, r.Population, r.Imported, m.Lacking)
			}
			brief := f
			brief.Brief = true
			b := m.Of(brief, november)
			b.Records, r.Records = nil, nil
			if x, y := text(t, r), text(t, b); x != y {
				t.Fatalf("%s: %s, in brief %s", m.ID, x, y)
			}
		})
	})
}
