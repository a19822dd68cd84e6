package metric

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// Stated is what the rules state of a type of release, and what became of it in a period
// (ISO/IEC 20000-1:2018, 8.5.3-a: types, how often they come and how they are handled).
type Stated struct {
	Type  string `json:"type"`
	Title string `json:"title"`
	// Frequency is how often it comes, in the words of the rules; PerMonth the same in
	// numbers, at least and at most for each service, and Months how many of them are asked
	// of the period: none of less than half a month.
	Frequency string `json:"frequency,omitempty"`
	PerMonth  []int  `json:"per_month,omitempty"`
	Months    int    `json:"months,omitempty"`
	// Services are those for which one was deployed, and AsOften in how many of these it came
	// as often as is stated.
	Services []StatedOf `json:"services,omitempty"`
	AsOften  Value      `json:"as_often"`
	// LeadDays is how long it takes at most, by the rules; InTime how many of the deployed
	// took no longer, and Lead the median of them all.
	LeadDays int   `json:"lead_days,omitempty"`
	InTime   Value `json:"in_time"`
	Lead     Value `json:"lead_time"`
}

// StatedOf is how often a type was deployed for a service.
type StatedOf struct {
	Service     model.ID `json:"service"`
	Name        string   `json:"name"`
	Deployments int      `json:"deployments"`
	// Kept is whether that is as often as is stated, where anything is.
	Kept bool `json:"as_often"`
}

// days are those of a period up to now, of which today is one.
func (f *Facts) days(span when.Span) int64 {
	end := span.End
	if !f.Now.IsZero() && f.Now.Before(end) {
		end = f.Now
	}
	return int64(when.DaysBetween(span.Start, end.Add(-time.Millisecond), cmp.Or(f.Zone, span.Start.Location())) + 1)
}

// wholeMonths is how many months of a type are asked for in so many days.
func wholeMonths(days int64) int { return int((days + 15) / 30) }

// asOften reports whether so many deployments in so many days are as often as a type of
// release states for a service, where it states anything.
func asOften(p process.Process, n int, days int64) (as, asked bool) {
	m := wholeMonths(days)
	if m == 0 || len(p.PerMonth) != 2 {
		return false, false
	}
	return n >= p.PerMonth[0]*m && n <= p.PerMonth[1]*m, true
}

// inTime reports whether a release that took so many days took no longer than its type
// states, where it states anything.
func inTime(p process.Process, days int64) (in, asked bool) {
	return days <= int64(p.LeadDays), p.LeadDays > 0
}

// stated holds each type of release against what the rules state of it: those that state
// anything, and those of which one was deployed.
func stated(f *Facts, span when.Span) []Stated {
	if f.Brief {
		return nil
	}
	days := f.days(span)
	runs := map[string]map[model.ID]*StatedOf{}
	f.eachRun(span, func(r *Release, _ *Run) {
		if runs[r.Type] == nil {
			runs[r.Type] = map[model.ID]*StatedOf{}
		}
		of := runs[r.Type][r.Service]
		if of == nil {
			_, name := r.Traits.of(ByService)
			of = &StatedOf{Service: r.Service, Name: name}
			runs[r.Type][r.Service] = of
		}
		of.Deployments++
	})
	took, in := map[string][]int64{}, map[string]int64{}
	for r := range f.Each() {
		run, ok := r.deployedIn(span)
		if !ok || r.unregistered(run) != "" {
			continue
		}
		took[r.Type] = append(took[r.Type], run.Ended.Sub(r.Registered).Milliseconds())
		if kept, _ := inTime(f.Types[r.Type], int64(when.DaysBetween(r.Registered, run.Ended, r.zone()))); kept {
			in[r.Type]++
		}
	}
	names := slices.Collect(maps.Keys(f.Types))
	for name := range runs {
		if _, known := f.Types[name]; !known {
			names = append(names, name)
		}
	}
	var out []Stated
	for _, name := range names {
		p := f.Types[name]
		if len(runs[name]) == 0 && p.Frequency == "" && p.PerMonth == nil && p.LeadDays == 0 {
			continue
		}
		s := Stated{Type: name, Title: cmp.Or(p.Title, name), Frequency: p.Frequency, PerMonth: p.PerMonth, LeadDays: p.LeadDays, AsOften: Value{Form: Share}, InTime: Value{Form: Share}, Lead: median(sorted(took[name]), Length)}
		if len(p.PerMonth) == 2 {
			s.Months = wholeMonths(days)
		}
		for _, of := range runs[name] {
			kept, asked := asOften(p, of.Deployments, days)
			if of.Kept = kept; asked {
				s.AsOften.Den++
			}
			if kept {
				s.AsOften.Num++
			}
			s.Services = append(s.Services, *of)
		}
		slices.SortFunc(s.Services, func(a, b StatedOf) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Service, b.Service)) })
		if p.LeadDays > 0 {
			s.InTime = Value{Share, in[name], int64(len(took[name]))}
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b Stated) int { return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Type, b.Type)) })
	return out
}

// StatedHead are the heads of a table of what types state and what became of them.
var StatedHead = []string{"Type", "States: how often", "Deployments of each service", "As often as stated", "States: how long", "Median lead time", "In that time"}

// Row is its line in such a table, with a dash where nothing is asked.
func (s *Stated) Row() []string {
	often, lead := cmp.Or(s.Frequency, "nothing"), "nothing"
	if len(s.PerMonth) == 2 {
		often += fmt.Sprintf(" (%d to %d a month)", s.PerMonth[0], s.PerMonth[1])
	}
	if s.LeadDays > 0 {
		lead = "at most " + grammar.Count(s.LeadDays, "day")
	}
	of := model.Each(s.Services, func(o StatedOf) string {
		text := fmt.Sprintf("%s %d", o.Name, o.Deployments)
		if s.AsOften.Known() && !o.Kept {
			text += " (not as stated)"
		}
		return text
	})
	kept := func(v Value) string {
		if !v.Known() {
			return "–"
		}
		return v.String()
	}
	return []string{s.Title, often, cmp.Or(strings.Join(of, ", "), "none"), kept(s.AsOften), lead, s.Lead.Short(), kept(s.InTime)}
}
