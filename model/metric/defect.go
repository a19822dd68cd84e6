package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/process"
	"fairway/model/when"
)

// Lack is what a record lacks that a measure needs.
type Lack string

// What records can lack.
const (
	LacksRun      Lack = "no-run"              // deployed by its own word, but no run can be read
	LacksTimes    Lack = "wrong-times"         // a run whose times can't be
	LacksEnd      Lack = "run-without-end"     // a run that goes on though its end was planned to be over
	LacksOutcome  Lack = "no-outcome"          // over, and nobody said what came of it
	LacksService  Lack = "no-service"          // on no service
	LacksDate     Lack = "no-date"             // authorised without a date
	LacksPlan     Lack = "no-baseline"         // late, and never authorised
	LacksCause    Lack = "no-cause"            // a suspicion that nobody confirmed or cleared
	LacksType     Lack = "unknown-type"        // of a process that the rules don't know
	LacksOrder    Lack = "before-registration" // started before it was registered
	LacksRestored Lack = "not-restored"        // it failed, and when the service was back is not said
	LacksData     Lack = "incomplete"          // whatever else
)

// Lacks lists them, in the order in which they are shown.
var Lacks = []Lack{LacksRun, LacksTimes, LacksEnd, LacksOutcome, LacksService, LacksDate, LacksPlan, LacksCause, LacksType, LacksOrder, LacksRestored, LacksData}

// damaged is all that can be said of what no task leaves behind.
var damaged = []model.Remedy{model.ByDoing(process.VerifyLog, "").For("no task leaves a record so")}

// clocks is what sets right that one thing came before another which it needs.
var clocks = []model.Remedy{model.ByDoing(process.CorrectLog, "", model.With("entry", ""), model.With("at", ""), model.With("reason", ""))}

// Defect is a record that lacks what measures need: it is counted in none of them, or
// wrongly, and is listed until somebody cures it.
type Defect struct {
	Lack    Lack      `json:"lacks"`
	ID      model.ID  `json:"id"`
	Release model.ID  `json:"release,omitempty"`
	Title   string    `json:"title"`
	Service string    `json:"service,omitempty"`
	At      time.Time `json:"at,omitzero"`
	Day     string    `json:"day,omitempty"` // the date, where it was planned for a whole day
	Text    string    `json:"text"`
	// Measures are those that it keeps from being complete, in their order.
	Measures []string `json:"measures"`
	// Remedies cure it: the first one is the usual way.
	Remedies []model.Remedy `json:"remedies,omitempty"`
}

// Dated is when the defect is dated, as it is shown.
func (d *Defect) Dated() when.Moment { return (&Record{At: d.At, Day: d.Day}).Dated() }

// Defects are the records that lack something which a measure of the period needs, each
// once, whichever measures name it.
func Defects(f Facts, span when.Span) []Defect {
	f.Span = span
	var results []Result
	for _, m := range All(f.Measures) {
		results = append(results, m.Of(f, span))
	}
	return defectsOf(&f, results)
}

// defectsOf are the defects that results name, with those that no formula meets because
// the record never comes to it.
func defectsOf(f *Facts, results []Result) []Defect {
	var out []Defect
	at := map[[2]string]int{}
	add := func(measures []string, rec Record) {
		d := Defect{Lack: cmp.Or(rec.Lacks, LacksData), ID: rec.ID, Release: rec.Release, Title: rec.Title, Service: rec.Service, At: rec.At, Day: rec.Day, Text: rec.Text, Remedies: rec.Remedies}
		key := [2]string{string(d.ID), string(d.Lack)}
		if d.Lack == LacksData {
			key[1] += d.Text
		}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, d)
		}
		for _, m := range measures {
			if !slices.Contains(out[i].Measures, m) {
				out[i].Measures = append(out[i].Measures, m)
			}
		}
	}
	for i := range results {
		for _, rec := range results[i].Defects {
			add([]string{results[i].Metric}, rec)
		}
	}
	known := func(ids ...string) []string {
		return slices.DeleteFunc(ids, func(id string) bool { _, ok := f.metric(id); return !ok })
	}
	for r := range f.Each() {
		for _, rec := range r.lacking(f) {
			add(known(spoils[rec.Lacks]...), rec)
		}
	}
	for i := range f.Incidents {
		for _, rec := range f.Incidents[i].lacking(f) {
			add(known(spoils[rec.Lacks]...), rec)
		}
	}
	slices.SortStableFunc(out, func(a, b Defect) int {
		return cmp.Or(cmp.Compare(slices.Index(Lacks, a.Lack), slices.Index(Lacks, b.Lack)), a.At.Compare(b.At), model.CompareIDs(a.ID, b.ID), strings.Compare(a.Text, b.Text))
	})
	return out
}

// spoils are the measures that something lacking keeps from being complete, where no
// formula names it.
var spoils = map[Lack][]string{
	LacksEnd:     {"deployment-time", "incidents"},
	LacksOutcome: {"success-rate"},
	LacksService: {"incidents"},
	LacksPlan:    {"slip-rate"},
	LacksCause:   {"incidents"},
	LacksType:    {"incidents", "slip-rate"},
	LacksOrder:   {"lead-time"},
}

// lacking is what a release lacks that no formula comes to.
func (r *Release) lacking(f *Facts) []Record {
	if !r.Cancelled.IsZero() {
		return nil // it is in no number that it could lack anything of
	}
	var out []Record
	lack := func(lack Lack, at time.Time, text string, remedies ...model.Remedy) {
		rec := r.record(sectionDefect, r.ID, r.Title, at)
		rec.Lacks, rec.Text, rec.Remedies = lack, text, remedies
		out = append(out, rec)
	}
	end, began := r.deployedIn(f.Span)
	if at := r.Window.Start.At; !began && !r.Window.IsZero() && f.holds(f.Span, r.Window.Start) {
		end.Ended, began = at, true
	}
	if !began { // it is among the facts for the sake of another period
		return r.goesOn(f)
	}
	if r.Service == "" {
		lack(LacksService, end.Ended, "it changes no service: it is in the numbers of all together, and of no service", model.ByTask("edit-release", r.ID, model.With("service", "")))
	}
	if run, ok := r.deployedIn(f.Span); ok && r.unsaid(f.Now, r.watchedUntil(run.Ended, f.window(r))) {
		lack(LacksOutcome, run.Ended, "the days in which incidents count are over, and nobody said what came of it: until then it counts by its run, its criteria and incidents alone", model.ByForm(gate.FormEvaluation, r.ID, model.With("outcome", ""), model.With("objectives_met", ""), model.With("objectives", "")))
	}
	if r.unbased(f, f.Span) {
		text := "it should have started by now, and its plan was never authorised: it can't slip"
		for _, a := range f.Awaited[r.ID] { // a start that has passed is approved by nobody
			text += fmt.Sprintf("; %s waits (%s), for a start that has passed", a.ID, a.Title)
		}
		lack(LacksPlan, r.Window.Start.At, text,
			model.ByTask("reschedule", r.ID, model.With("start", ""), model.With("end", ""), model.With("reason", "")).For("plan it anew"),
			model.ByTask("cancel", r.ID, model.With("reason", "")).For("or it is not to be"))
		if r.Window.Start.Precision == when.Day {
			out[len(out)-1].Day = r.Window.Start.On(r.zone()).String()
		}
	}
	if !f.knows(r) {
		remedies := []model.Remedy{model.ByDoing(process.ProposeRules, "", model.With("dir", ""), model.With("why", "")).For("take up rules that know it")}
		if !r.Ended && !r.Deployed {
			remedies = append([]model.Remedy{model.ByTask("copy-release", r.ID, model.With("type", "")).For("copy it under a process that there is"),
				model.ByTask("cancel", r.ID, model.With("reason", "")).For("and end this one").AndThen()}, remedies...)
		}
		lack(LacksType, end.Ended, fmt.Sprintf("the rules know no process %q: windows and targets of its type are those of any other", r.Type), remedies...)
	}
	for _, run := range r.Runs {
		if !r.Registered.IsZero() && r.means() != model.TypeEmergency && !r.Imported && !run.Started.IsZero() && run.Started.Before(r.Registered) {
			lack(LacksOrder, run.Started, fmt.Sprintf("%s started before the release was registered, one of the two clocks was wrong: its lead time is that from the registration all the same", run.ID), clocks...)
		}
	}
	return append(out, r.goesOn(f)...)
}

// knows reports whether the rules know the process that a release follows, by that name or
// what it is for. Rules without any know nothing of it.
func (f *Facts) knows(r *Release) bool {
	known := len(f.Types) == 0
	for name, p := range f.Types {
		known = known || name == r.Type || p.Purpose != "" && p.Purpose == r.Purpose || p.Means() == r.means()
	}
	return known
}

// goesOn lists a run that was begun in the period, or before, and should be over.
func (r *Release) goesOn(f *Facts) []Record {
	var out []Record
	for _, run := range r.Runs {
		if !run.Ended.IsZero() || !f.Span.Holds(run.Started) {
			continue
		}
		due := r.due(run)
		if due.IsZero() || !f.Now.After(due) {
			continue
		}
		rec := r.record(sectionDefect, run.ID, r.Title, run.Started)
		rec.Lacks, rec.Text = LacksEnd, fmt.Sprintf("it started and has no end, which was planned for %s: it is no deployment before that", when.Format(when.OnClock(due, r.zone()), r.zone(), when.ISO))
		rec.Remedies = []model.Remedy{model.ByTask("end-run", r.ID, model.With("run", string(run.ID)), model.With("result", ""), model.With("happened", ""))}
		out = append(out, rec)
	}
	return out
}

// due is when a run should be over: when its window ends, or its planned length after
// it started, whichever is later; the zero time where neither is known.
func (r *Release) due(run Run) time.Time {
	var out time.Time
	if !r.Window.End.IsZero() {
		out = r.Window.End.Over()
	}
	if r.Planned > 0 && run.Started.Add(r.Planned).After(out) {
		out = run.Started.Add(r.Planned)
	}
	return out
}

// lacking is what an incident of the period lacks.
func (i *Incident) lacking(f *Facts) []Record {
	if !f.Span.Holds(i.Opened) {
		return nil
	}
	var out []Record
	lack := func(lack Lack, text string, remedies ...model.Remedy) {
		rec := Record{Section: sectionDefect, Lacks: lack, ID: i.ID, Title: strings.TrimSpace(i.Severity + " " + i.Title), At: i.Opened, Text: text, Remedies: remedies}
		out = append(out, rec)
	}
	if i.Service == "" {
		lack(LacksService, "it is on no service: no release is suspected because of it, and it counts only where it is confirmed", model.ByTask("edit-incident", i.ID, model.With("service", "")))
	}
	if i.Over && len(i.CausedBy) == 0 && len(i.Suspects) > 0 {
		first := string(i.Suspects[0])
		lack(LacksCause, fmt.Sprintf("it is over, and nobody said whether %s caused it: until then it counts for none", words(i.Suspects)),
			model.ByTask("link-incident", i.ID, model.With("release", first), model.With("how", "confirmed")).For("it did"),
			model.ByTask("link-incident", i.ID, model.With("release", first), model.With("how", "cleared"), model.With("reason", "")).For("it did not"))
	}
	return out
}

func words(ids []model.ID) string {
	return strings.Join(model.Each(ids, func(id model.ID) string { return string(id) }), " or ")
}
