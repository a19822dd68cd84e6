package metric

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/process"
)

// Each defect once, with the measures that it spoils, and what cures it.
func TestWhatTheMeasuresLack(t *testing.T) {
	due := at(12, 8, 0)
	outcome := func(r *Release) { r.Outcome = "successful" }
	late := func(r *Release) {
		r.Runs, r.Deployed, r.Ended, r.Authorised, r.Baseline = nil, false, false, time.Time{}, model.Slot{}
	}
	incident := func(change func(*Incident)) []Incident {
		i := Incident{ID: "INC-1", Title: "down", Severity: "P1", Opened: at(20, 8, 0), Service: "SVC-1"}
		change(&i)
		return []Incident{i}
	}
	none := Lack("")
	known := map[string]process.Process{"normal": {Name: "normal"}}
	for name, c := range map[string]struct {
		r         Release
		incidents []Incident
		types     map[string]process.Process
		now       time.Time // zero: long after
		want      Lack
		id        model.ID
		measures  string
		cure      string // the first remedy
		text      string
	}{
		"nothing lacks":              {r: rel("REL-1", outcome)},
		"no outcome":                 {r: rel("REL-1"), want: LacksOutcome, cure: "evaluation REL-1 outcome objectives_met objectives", text: "nobody said what came of it"},
		"no outcome yet":             {r: rel("REL-1"), now: at(17, 20, 59)},
		"imported, no outcome":       {r: rel("REL-1", func(r *Release) { r.Imported = true })},
		"deployed in another":        {r: rel("REL-1", func(r *Release) { r.Window = model.Slot{} }, started(november.End))},
		"no run":                     {r: rel("REL-1", func(r *Release) { r.Runs = nil }), want: LacksRun, measures: "incidents deployment-time slip-rate", cure: "verify-log", text: "no run with its actual times"},
		"no start":                   {r: rel("REL-1", outcome, func(r *Release) { r.Runs[0].Started = time.Time{} }), want: LacksTimes, measures: "deployment-time slip-rate", cure: "verify-log", text: "start"},
		"ended before it started":    {r: rel("REL-1", outcome, func(r *Release) { r.Runs[0].Started = r.Runs[0].Ended.Add(1) }), want: LacksTimes, measures: "deployment-time", cure: "verify-log", text: "before it started"},
		"without an end":             {r: rel("REL-1", func(r *Release) { r.Runs[0].Ended = time.Time{} }), want: LacksEnd, id: "RUN-1", measures: "deployment-time incidents", cure: "end-run REL-1 run=RUN-1 result happened", text: "has no end, which was planned for 2026-11-10 23:00"},
		"not to be over yet":         {r: rel("REL-1", func(r *Release) { r.Runs[0].Ended = time.Time{} }), now: at(10, 23, 0)},
		"longer by its plan":         {r: rel("REL-1", func(r *Release) { r.Runs[0].Ended, r.Planned = time.Time{}, 48*time.Hour }), now: due},
		"no service":                 {r: rel("REL-1", outcome, func(r *Release) { r.Service = "" }), want: LacksService, measures: "incidents", cure: "edit-release REL-1 service"},
		"no date":                    {r: rel("REL-1", notStarted, func(r *Release) { r.Baseline, r.Window = model.Slot{}, model.Slot{} }), want: LacksDate, measures: "slip-rate", cure: "reschedule REL-1 start end", text: "authorised without a date"},
		"late, never authorised":     {r: rel("REL-1", late), want: LacksPlan, measures: "slip-rate", cure: "reschedule REL-1 start end reason", text: "never authorised"},
		"never authorised, not late": {r: rel("REL-1", late), now: at(10, 19, 0)},
		"an unknown type":            {r: rel("REL-1", outcome, of("express")), types: known, want: LacksType, measures: "incidents slip-rate", cure: "propose-rules dir why", text: `no process "express"`},
		"an unknown type, open":      {r: rel("REL-1", notStarted, of("express")), types: known, now: at(9, 9, 0), want: LacksType, measures: "incidents slip-rate", cure: "copy-release REL-1 type"},
		"another name of a type":     {r: rel("REL-1", outcome, func(r *Release) { r.Type, r.Purpose = "usual", "normal" }), types: known},
		"before it was registered":   {r: rel("REL-1", outcome, func(r *Release) { r.Registered = at(11, 0, 0) }), want: LacksOrder, cure: "correct-log entry at reason", text: "before the release was registered"},
		"cancelled":                  {r: rel("REL-1", cancelled(at(9, 9, 0)), func(r *Release) { r.Service = "" })},
		"an emergency, before":       {r: rel("REL-1", outcome, of("emergency"), func(r *Release) { r.Registered = at(10, 20, 30) })},

		"an incident of no service":    {r: rel("REL-1", outcome), incidents: incident(func(i *Incident) { i.Service = "" }), want: LacksService, id: "INC-1", measures: "incidents", cure: "edit-incident INC-1 service"},
		"in another period":            {r: rel("REL-1", outcome), incidents: incident(func(i *Incident) { i.Service, i.Opened = "", november.End })},
		"a suspicion that is over":     {r: rel("REL-1", outcome), incidents: incident(func(i *Incident) { i.Suspects, i.Over = []model.ID{"REL-1"}, true }), want: LacksCause, id: "INC-1", measures: "incidents", cure: "link-incident INC-1 release=REL-1 how=confirmed", text: "whether REL-1 caused it"},
		"a suspicion":                  {r: rel("REL-1", outcome), incidents: incident(func(i *Incident) { i.Suspects = []model.ID{"REL-1"} })},
		"a suspicion, another's cause": {r: rel("REL-1", outcome), incidents: incident(func(i *Incident) { i.Suspects, i.CausedBy, i.Over = []model.ID{"REL-1"}, []model.ID{"REL-2"}, true })},
	} {
		if c.r.Registered.IsZero() {
			c.r.Registered = at(1, 8, 0)
		}
		f := facts(c.r).with(c.incidents...)
		f.Types = c.types
		if !c.now.IsZero() {
			f = f.at(c.now)
		}
		// What other formulas miss in releases that were made up here has tests of its own.
		got := slices.DeleteFunc(Defects(f, november), func(d Defect) bool { return d.Lack == LacksData })
		if c.want == none {
			if len(got) > 0 {
				t.Errorf("%s: %+v", name, got)
			}
			continue
		}
		if len(got) != 1 {
			t.Errorf("%s: %d defects: %+v", name, len(got), got)
			continue
		}
		d, id := got[0], c.id
		if id == "" {
			id = c.r.ID
		}
		for _, m := range strings.Fields(c.measures) {
			if !slices.Contains(d.Measures, m) {
				t.Errorf("%s spoils %v, not %s", name, d.Measures, m)
			}
		}
		if d.Lack != c.want || d.ID != id || !strings.Contains(d.Text, c.text) {
			t.Errorf("%s: %+v", name, d)
		}
		cure := ""
		if len(d.Remedies) == 0 {
			t.Errorf("%s says nothing of what cures it", name)
		} else {
			r := d.Remedies[0]
			r.Text = ""
			cure = r.String()
		}
		if cure != c.cure {
			t.Errorf("%s is cured by %q, want %q", name, cure, c.cure)
		}
	}
}

// A plan that was never authorised, and waits for that, says so: it is approved by nobody
// before it was planned anew.
func TestAPlanThatWaitsForItsApprovalSaysSo(t *testing.T) {
	late := rel("REL-1", func(r *Release) {
		r.Runs, r.Authorised, r.Baseline, r.Deployed, r.Ended = nil, time.Time{}, model.Slot{}, false, false
	})
	f := facts(late)
	f.Awaited = map[model.ID][]Awaited{"REL-1": {{"APR-7", "Authorisation 1 (plan)"}}, "REL-2": {{"APR-8", "another"}}}
	list := Defects(f, november)
	if len(list) != 1 || list[0].Text != "it should have started by now, and its plan was never authorised: it can't slip; APR-7 waits (Authorisation 1 (plan)), for a start that has passed" || list[0].Remedies[0].Task != "reschedule" {
		t.Errorf("%+v", list)
	}
}

// Several defects come in a fixed order, whatever that of the facts, and each kind of lack
// has its place.
func TestDefectsComeInAnOrder(t *testing.T) {
	var releases []Release
	var incidents []Incident
	for i := range 12 {
		releases = append(releases, rel(model.MakeID(model.KindRelease, int64(i+1)), func(r *Release) {
			if i%3 == 0 {
				r.Runs = nil
			}
			if i%4 == 0 {
				r.Service = ""
			}
		}))
		incidents = append(incidents, Incident{ID: model.MakeID(model.KindIncident, int64(i+1)), Opened: at(5, 0, 0)})
	}
	want := fmt.Sprint(Defects(facts(releases...).with(incidents...), november))
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 1))
		r.Shuffle(len(releases), func(i, k int) { releases[i], releases[k] = releases[k], releases[i] })
		r.Shuffle(len(incidents), func(i, k int) { incidents[i], incidents[k] = incidents[k], incidents[i] })
		got := Defects(facts(releases...).with(incidents...), november)
		if fmt.Sprint(got) != want {
			t.Fatalf("in another order:\n%v\nwas\n%s", got, want)
		}
		for i, d := range got {
			if !slices.Contains(Lacks, d.Lack) || i > 0 && slices.Index(Lacks, got[i-1].Lack) > slices.Index(Lacks, d.Lack) {
				t.Fatalf("%s comes after %s", d.Lack, got[i-1].Lack)
			}
		}
	}
}

// What a formula names as lacking is in the list, whichever formula.
func TestEveryDefectOfAMeasureIsListed(t *testing.T) {
	f := facts(rel("REL-1", func(r *Release) { r.Runs = nil }), rel("REL-2", func(r *Release) { r.Runs[0].Started = time.Time{} }), rel("REL-3", notStarted, func(r *Release) { r.Baseline = model.Slot{} }))
	list := Defects(f, november)
	n := 0
	for _, m := range All(nil) {
		for _, rec := range m.Of(f, november).Defects {
			n++
			if !slices.ContainsFunc(list, func(d Defect) bool { return d.ID == rec.ID && slices.Contains(d.Measures, m.ID) }) {
				t.Errorf("%s names %s (%s), and the list does not", m.ID, rec.ID, rec.Text)
			}
		}
	}
	if n < 4 {
		t.Errorf("only %d defects are named", n)
	}
}
