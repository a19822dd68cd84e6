package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/metric"
	"fairway/model/when"
)

// sums are every measure of some periods with the records behind, the splits and the data
// defects, as one text for each period.
func (f *file) sums(pos Position, now time.Time, periods ...when.Span) []string {
	f.t.Helper()
	var out []string
	for _, span := range periods {
		for _, filter := range []string{"", "service:service-1 -emergency"} {
			facts, err := f.Facts(context.Background(), FactsQuery{Span: span, AsOf: pos, Now: now, Defects: true, Filter: filter})
			if err != nil {
				f.t.Fatal(err)
			}
			text := fmt.Sprintln(span.Start, filter)
			for _, m := range metric.All(facts.Measures) {
				r, _ := json.Marshal(m.Of(facts, span))
				by, _ := json.Marshal(m.By(facts, span, metric.ByService))
				text += fmt.Sprintf("%s %s\n%s\n", m.ID, r, by)
			}
			figures, unsettled := metric.Figures(facts, span)
			defects := metric.Defects(facts, span)
			all, _ := json.Marshal([]any{figures, unsettled, defects})
			out = append(out, text+string(all))
		}
	}
	return out
}

// writeOn does something that changes what is known of the past, and says what; "" where
// that was refused.
func (f *file) writeOn(r *rand.Rand, releases []model.ID) string {
	f.t.Helper()
	at := func() time.Time {
		return start.AddDate(0, 0, -r.IntN(360)).Add(-time.Duration(r.IntN(600)) * time.Minute)
	}
	rel := func() model.ID { return releases[r.IntN(len(releases))] }
	open := func() model.ID { return releases[len(releases)-1-r.IntN(30)] }
	minutely := func(t time.Time) when.Moment { return when.Moment{At: t.Truncate(time.Minute), Precision: when.Minute} }
	var a action.Action
	switch r.IntN(12) {
	case 0:
		a = action.OpenIncident{Incident: model.Incident{Title: "Late news", Severity: "P1", Opened: at(), Suspects: []model.ID{rel()}, Service: f.pay}, Anyway: true}
	case 1:
		a = action.OpenIncident{Incident: model.Incident{Title: "No service", Severity: "P3", Opened: at()}}
	case 2:
		a = action.LinkIncident{Incident: model.MakeID(model.KindIncident, int64(1+r.IntN(8))), Release: rel(), How: []string{"confirmed", "suspected", "cleared"}[r.IntN(3)], Anyway: true}
	case 3:
		i := model.ID(fmt.Sprint("INC-", 1+r.IntN(8)))
		fact, err := f.Record(context.Background(), i, Now)
		if err != nil {
			return ""
		}
		inc := *fact.Record.(*model.Incident)
		inc.Service = f.pay
		a = action.EditIncident{Incident: inc}
	case 4:
		a = action.Edit{Release: open(), Set: map[string]string{"name": fmt.Sprint("Renamed ", r.IntN(99)), "service": string(f.pay)}}
	case 5:
		a = action.Cancel{Release: open(), Reason: "not wanted"}
	case 6:
		begin := at()
		a = action.Register{Release: model.Release{Name: "Late", Type: "normal", Contents: []string{"software"}, Service: f.pay, Owner: f.boss, Window: model.Slot{Start: minutely(begin), End: minutely(begin.Add(time.Hour))}}}
	case 7:
		a = imports(10 + r.IntN(9))
	case 8:
		b := rules(f.t)
		b.Policy.Incident = map[string]int{"*": 1 + r.IntN(20)}
		b.Policy.SlipHours = r.IntN(48)
		a = action.AdoptRules{Rules: b}
	case 9:
		a = action.WriteService{Service: model.Service{ID: f.pay, Handle: "payments", Name: fmt.Sprint("Payments ", r.IntN(9)), Owner: f.boss, Zone: []string{"Europe/Berlin", "Pacific/Auckland"}[r.IntN(2)]}}
	case 10:
		begin := start.AddDate(0, 0, r.IntN(40))
		a = action.Reschedule{Release: open(), Window: model.Slot{Start: minutely(begin), End: minutely(begin.Add(time.Hour))}, Reason: "resource-missing", Sentence: "no people"}
	case 11:
		a = action.ResolveIncident{Incident: model.MakeID(model.KindIncident, int64(1+r.IntN(8))), Happened: start}
	}
	who := f.boss
	if action.Name(a) == "adopt-book" {
		who = f.admin
	}
	_, err := f.Do(context.Background(), Who{Person: who, Auth: "test"}, a)
	var refusal *model.Refusal
	var missing *model.NotFound
	switch {
	case err == nil:
		return action.Name(a)
	case errors.As(err, &refusal), errors.As(err, &missing):
		return ""
	}
	f.t.Fatalf("%s: %v", action.Name(a), err)
	return ""
}

// Numbers as of a past moment never change, whatever is written later: those of each measure,
// the records behind, the splits and the data defects.
func TestNumbersAsOfAMomentStay(t *testing.T) {
	ctx := context.Background()
	var done []string
	changed := 0
	for seed := range uint64(3) {
		f := made(t, fixed())
		lived(t, f, f.boss, 60)
		list, err := f.Releases(ctx, ReleaseQuery{Now: start})
		if err != nil {
			t.Fatal(err)
		}
		releases := model.Each(list, func(c Card) model.ID { return c.ID })
		for i := range 30 { // open ones, planned in the periods
			begin := minute(2026, 11, 1+i%25, 20, 0)
			end := begin
			end.At = end.At.Add(time.Hour)
			releases = append(releases, f.release(numbered("Open", i), begin, end))
		}
		r := rand.New(rand.NewPCG(seed, 15))
		now := start.AddDate(0, 2, 0)
		periods := []when.Span{span(start.AddDate(-1, 0, 0), start.AddDate(0, 1, 0)), span(start.AddDate(0, -3, 0), start.AddDate(0, -2, 0)), span(start.AddDate(0, 0, -20), start)}
		type moment struct {
			pos  Position
			sums []string
		}
		var then []moment
		for range 40 {
			if r.IntN(3) == 0 {
				head, _, err := f.Head(ctx)
				if err != nil {
					t.Fatal(err)
				}
				then = append(then, moment{head, f.sums(Now, now, periods...)})
			}
			if what := f.writeOn(r, releases); what != "" && !slices.Contains(done, what) {
				done = append(done, what)
			}
		}
		f.verified()
		for i, m := range then {
			got := f.sums(m.pos, now, periods...)
			for k := range got {
				if got[k] != m.sums[k] {
					t.Fatalf("seed %d, as of %d: %s", seed, m.pos, difference(m.sums[k], got[k]))
				}
			}
			if i > 0 && !slices.Equal(m.sums, then[i-1].sums) {
				changed++
			}
		}
	}
	for _, what := range []string{"open-incident", "link-incident", "edit-incident", "resolve-incident", "edit", "cancel", "register", "import", "adopt-book", "service", "reschedule"} {
		if !slices.Contains(done, what) {
			t.Errorf("nothing was written by %s", what)
		}
	}
	if changed < 9 {
		t.Errorf("the numbers changed from one moment to the next only %d times: what is written later is nothing to them", changed)
	}
}
