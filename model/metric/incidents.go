package metric

import (
	"cmp"
	"fmt"
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

// deployments are Deployed(period).
func (f *Facts) deployments(span when.Span) []*deployment {
	out := make([]*deployment, 0, len(f.Releases))
	made := make([]deployment, len(f.Releases)) // all at once: there may be many
	var last *Release                           // mostly the next one has its window
	days := 0
	f.each(func(r *Release) {
		run, ok := r.deployedIn(span)
		if !ok {
			return
		}
		if last == nil || last.Type != r.Type || last.Purpose != r.Purpose || last.Major != r.Major {
			last, days = r, f.window(r)
		}
		d := &made[len(out)]
		*d = deployment{Release: r, run: run, begin: r.began(), end: run.Ended, until: r.watchedUntil(run.Ended, days)}
		d.provisional = f.Now.Before(d.until) || r.running()
		out = append(out, d)
	})
	return out
}

// incidentsOf is the row 'Incidents after release' of 3-metrics, with the one
// below it.
func incidentsOf(f Facts, span when.Span) Result {
	all := f.deployments(span)
	res := Result{Metric: "incidents", Population: len(all)}
	near := nearby(all, f.Incidents)
	apart := map[string]int{}
	for i := range f.Incidents {
		inc := &f.Incidents[i]
		sections := map[string][]*deployment{}
		how := near.of(inc)
		for _, d := range how.list {
			if section := d.section(inc, how.link[d]); section != "" {
				sections[section] = append(sections[section], d)
			}
		}
		for section, list := range sections {
			apart[section]++
			if section == sectionSuspected {
				res.list(&f, func() Record { return suspicion(inc, list, how.link) })
				continue
			}
			for _, d := range list {
				if section == sectionCounted {
					d.confirmed = append(d.confirmed, inc.ID)
				}
				res.list(&f, func() Record {
					rec := d.record(section, inc.ID, inc.Severity+" "+inc.Title, inc.Opened)
					rec.In = section == sectionCounted
					rec.Text = d.distance(inc.Opened)
					return rec
				})
			}
		}
	}
	without := 0
	for _, d := range all {
		if len(d.confirmed) == 0 {
			without++
		}
		res.Provisional = res.Provisional || d.provisional
		res.list(&f, d.listed)
	}
	total := apart[sectionCounted]
	res.Value = Value{Per100, int64(total), int64(len(all))}
	res.Parts = []Part{
		{PartWithout, Value{Share, int64(without), int64(len(all))}, More},
		{PartPerRelease, Value{Rate, int64(total), int64(len(all))}, Less},
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
	var out []Record
	f.each(func(r *Release) {
		if r.without(f, span) {
			rec := r.planned(sectionDefect, r.Window.Start)
			rec.Text, rec.Lacks = "it was deployed, but no run with its actual times can be read; dated by its plan", LacksRun
			rec.Remedies = damaged
			out = append(out, rec)
		}
	})
	return out
}

// link is how an incident and a release belong together.
type link string

const (
	confirmed   link = "confirmed"
	suspected   link = "linked as suspected"
	sameItem    link = "same or dependent item"
	sameService link = "same service"
)

// surroundings find the deployments around an incident without comparing each
// with each.
type surroundings struct {
	byID      map[model.ID]*deployment
	byService map[model.ID][]*deployment // by end
	byItem    map[model.ID][]*deployment
	longest   time.Duration // from an end to the end of its window
}

// nearby are the surroundings of some incidents: what none of them has to do with is left
// out.
func nearby(all []*deployment, incidents []Incident) *surroundings {
	ids, services, items := map[model.ID]bool{}, map[model.ID]bool{}, map[model.ID]bool{}
	for i := range incidents {
		inc := &incidents[i]
		for _, id := range inc.CausedBy {
			ids[id] = true
		}
		for _, id := range inc.Suspects {
			ids[id] = true
		}
		if len(inc.CausedBy) > 0 {
			continue
		}
		services[inc.Service] = true
		for _, item := range inc.Items {
			items[item] = true
		}
	}
	s := &surroundings{byID: map[model.ID]*deployment{}, byService: map[model.ID][]*deployment{}, byItem: map[model.ID][]*deployment{}}
	byEnd := slices.Clone(all)
	slices.SortFunc(byEnd, func(a, b *deployment) int { return a.end.Compare(b.end) })
	for _, d := range byEnd {
		if ids[d.ID] {
			s.byID[d.ID] = d
		}
		if d.Service != "" && services[d.Service] {
			s.byService[d.Service] = append(s.byService[d.Service], d)
		}
		for _, item := range d.Items {
			if items[item] {
				s.byItem[item] = append(s.byItem[item], d)
			}
		}
		s.longest = max(s.longest, d.until.Sub(d.end))
	}
	return s
}

// around are the deployments that an incident may belong to, the one that ended
// last first, each with its strongest link.
type around struct {
	list []*deployment
	link map[*deployment]link
}

func (s *surroundings) of(i *Incident) around {
	out := around{link: map[*deployment]link{}}
	add := func(d *deployment, how link) {
		if _, ok := out.link[d]; !ok && d != nil {
			out.link[d] = how
			out.list = append(out.list, d)
		}
	}
	for _, id := range i.CausedBy {
		add(s.byID[id], confirmed)
	}
	for _, id := range i.Suspects {
		add(s.byID[id], suspected)
	}
	near := func(list []*deployment, how link) {
		from, _ := slices.BinarySearchFunc(list, i.Opened.Add(-s.longest), func(d *deployment, t time.Time) int { return d.end.Compare(t) })
		for _, d := range list[from:] {
			if !d.end.Before(i.Opened) {
				break
			}
			if slices.Contains(i.Cleared, d.ID) {
				continue
			}
			add(d, how)
		}
	}
	if len(i.CausedBy) == 0 { // else its cause is known
		for _, item := range i.Items {
			near(s.byItem[item], sameItem)
		}
		if i.Service != "" {
			near(s.byService[i.Service], sameService)
		}
	}
	slices.SortFunc(out.list, func(a, b *deployment) int { return cmp.Or(-a.end.Compare(b.end), model.CompareIDs(a.ID, b.ID)) })
	return out
}

// suspicion is one line about an incident that may have to do with some of the
// releases: with which, and why it seems so.
func suspicion(i *Incident, list []*deployment, how map[*deployment]link) Record {
	const named = 4
	rec := list[0].record(sectionSuspected, i.ID, i.Severity+" "+i.Title, i.Opened)
	var parts []string
	for _, d := range list[:min(len(list), named)] {
		parts = append(parts, fmt.Sprintf("%s (%s, %s)", d.ID, how[d], d.distance(i.Opened)))
	}
	rec.Text = strings.Join(parts, ", ")
	if n := len(list) - named; n > 0 {
		rec.Text += fmt.Sprintf(" and %d more", n)
	}
	return rec
}
