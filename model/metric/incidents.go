package metric

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// The sections in which records are listed, in their order.
const (
	sectionCounted    = "counted"
	sectionPopulation = "deployed"
	sectionKept       = "not slipped"
	sectionSuspected  = "suspected, apart"
	sectionDuring     = "during deployment, apart"
	sectionLate       = "late, apart"
	sectionBefore     = "before deployment, apart"
	sectionUnbased    = "late, without a baseline"
	sectionDefect     = "data defect"
)

// The names of further values.
const (
	PartWithout    = "without incident"
	PartPerRelease = "per release"
	PartSuspected  = "suspected"
	PartDuring     = "during deployment"
	PartLate       = "late"
	PartBefore     = "opened before"
)

var _ = register(incidents)

func incidents() Metric {
	return Metric{
		Measure: process.Measure{ID: "incidents", Title: "Incidents after release"}, Form: Per100,
		Further: []Further{{PartWithout, Share}, {PartPerRelease, Rate}, {PartSuspected, Count}, {PartDuring, Count}, {PartLate, Count}, {PartBefore, Count}},
		Counts:  [2]string{"deployed release", "deployed releases"}, Lacking: "a run",
		Beside:    func(r *Result) string { return "without " + r.Part(PartWithout).String() },
		StandsOut: func(r *Result) string { return r.Part(PartWithout).String() + " of the releases had none" },
		Rules: func(p process.Policy) [][2]string {
			text, words := fmt.Sprintf("%d days", p.IncidentWindow()), ";"
			for _, kind := range process.PolicyOrder(p.Incident) {
				text, words = fmt.Sprintf("%s%s %s %d", text, words, kind, p.Incident[kind]), ","
			}
			return [][2]string{{"W", text}}
		},
		Reads: []Reading{ReadsRuns, ReadsIncidents, ReadsHistory},
		Of:    incidentsOf,
	}
}

// deployment is one release of Deployed(period) with its incident window.
type deployment struct {
	*Release
	run               Run
	begin, end, until time.Time
	provisional       bool
	confirmed         []model.ID // what was counted
	grave             []model.ID // of these, the grave ones
}

// deployments goes through Deployed(period), with what belongs to some readings of it. One is
// there until the next.
func (f *Facts) deployments(span when.Span, readings ...Reading) iter.Seq[*deployment] {
	return func(yield func(*deployment) bool) {
		var d deployment
		var last Traits // mostly the next one has its window
		major, days := false, -1
		for r := range f.Each(readings...) {
			run, ok := r.deployedIn(span)
			if !ok {
				continue
			}
			if days < 0 || last.Type != r.Type || last.Purpose != r.Purpose || major != r.Major {
				last, major, days = r.Traits, r.Major, f.window(r)
			}
			d = deployment{Release: r, run: run, begin: r.began(), end: run.Ended, until: r.watchedUntil(run.Ended, days), confirmed: d.confirmed[:0], grave: d.grave[:0]}
			d.provisional = f.Now.Before(d.until) || r.running()
			if !yield(&d) {
				return
			}
		}
	}
}

// incidentsOf is the row 'Incidents after release' of 3-metrics, with the one
// below it.
func incidentsOf(f Facts, span when.Span) Result {
	res := Result{Metric: "incidents"}
	near := nearby(f.Incidents, f.Brief)
	without := 0
	for d := range f.deployments(span, ReadsIncidents) {
		res.Population++
		for _, l := range near.of(d) {
			inc := &f.Incidents[l.incident]
			section := d.section(inc, l.how)
			switch section {
			case "":
				continue
			case sectionSuspected:
				near.suspect(l, d)
				continue
			case sectionCounted:
				d.confirmed = append(d.confirmed, inc.ID)
			}
			near.seen(l.incident, section)
			res.list(&f, func() Record {
				rec := d.record(section, inc.ID, inc.Severity+" "+inc.Title, inc.Opened)
				rec.In = section == sectionCounted
				rec.Text = d.distance(inc.Opened)
				return rec
			})
		}
		if len(d.confirmed) == 0 {
			without++
		}
		res.Provisional = res.Provisional || d.provisional
		res.list(&f, d.listed)
	}
	apart := map[string]int{}
	for i := range f.Incidents {
		for _, section := range near.sections[i] {
			apart[section]++
		}
		if s := near.suspected[int32(i)]; s != nil {
			apart[sectionSuspected]++
			res.list(&f, s.record)
		}
	}
	total, n := apart[sectionCounted], int64(res.Population)
	res.Value = Value{Per100, int64(total), n}
	res.Parts = []Part{
		{PartWithout, Value{Share, int64(without), n}, More},
		{PartPerRelease, Value{Rate, int64(total), n}, Less},
		{PartSuspected, Value{Count, int64(apart[sectionSuspected]), 1}, Less},
		{PartDuring, Value{Count, int64(apart[sectionDuring]), 1}, Less},
		{PartLate, Value{Count, int64(apart[sectionLate]), 1}, Less},
		{PartBefore, Value{Count, int64(apart[sectionBefore]), 1}, Less},
	}
	res.Defects = f.undated(span)
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	return res
}

// listed is the release with what was counted for it.
func (d *deployment) listed() Record {
	rec := d.record(sectionPopulation, d.ID, d.Title, d.end)
	rec.Provisional = d.provisional
	rec.In = len(d.confirmed) > 0
	rec.Value = Value{Count, int64(len(d.confirmed)), 1}
	switch {
	case rec.In:
		var names []string
		for _, id := range model.SortIDs(slices.Clone(d.confirmed)) {
			names = append(names, string(id))
		}
		rec.Text = strings.Join(names, ", ")
	case d.provisional:
		rec.Text = "none so far, until " + when.DateOf(d.until, d.zone()).String()
	default:
		rec.Text = "none"
	}
	return rec
}

// section says where an incident stands for a release: counted, apart, or
// nowhere. Only a confirmed one can be before, during or late: a suspicion is
// one in the window or none at all.
func (d *deployment) section(i *Incident, how link) string {
	after := i.Opened.After(d.end)
	in := after && !i.Opened.After(d.until)
	switch {
	case how != confirmed && in:
		return sectionSuspected
	case how != confirmed:
		return ""
	case in:
		return sectionCounted
	case after:
		return sectionLate
	case !d.begin.IsZero() && i.Opened.Before(d.begin):
		return sectionBefore
	}
	return sectionDuring
}

// distance says when an incident was opened, as seen from the deployment's end.
func (d *deployment) distance(opened time.Time) string {
	if n := when.DaysBetween(d.end, opened, d.zone()); n > 1 {
		return fmt.Sprintf("%d days after", n)
	}
	if gap := opened.Sub(d.end); gap > 0 {
		return when.FormatDuration(gap.Truncate(time.Minute)) + " after"
	}
	return when.FormatDuration(d.end.Sub(opened).Truncate(time.Minute)) + " before the end"
}

func (r *Release) record(section string, id model.ID, title string, at time.Time) Record {
	service := r.ServiceName
	if service == "" {
		service = string(r.Service)
	}
	return Record{Section: section, ID: id, Release: r.ID, Title: title, Type: r.Type, Service: service, At: at}
}

// planned is a record that is dated by a plan.
func (r *Release) planned(section string, start when.Moment) Record {
	rec := r.record(section, r.ID, r.Title, start.At)
	if start.Precision == when.Day {
		rec.Day = start.On(r.zone()).String()
	}
	return rec
}

// Dated is when the record is dated, as it is shown.
func (r *Record) Dated() when.Moment {
	switch {
	case r.Day != "":
		return when.Moment{At: r.At, Precision: when.Day, Date: r.Day}
	case r.At.IsZero():
		return when.Moment{}
	}
	return when.Moment{At: r.At, Precision: when.Minute}
}

// undated lists the releases that were deployed by their own word, but whose
// runs can't be read: they belong to no population, and must not be passed over.
func (f *Facts) undated(span when.Span) []Record {
	if f.dated {
		return nil
	}
	var out []Record
	for r := range f.Each() {
		if r.without(f, span) {
			rec := r.planned(sectionDefect, r.Window.Start)
			rec.Text, rec.Lacks = "it was deployed, but no run with its actual times can be read; dated by its plan", LacksRun
			rec.Remedies = damaged
			out = append(out, rec)
		}
	}
	return out
}
