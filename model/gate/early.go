package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/process"
	"fairway/model/when"
)

// EarlyLife reports whether a stage is one of early life, whatever it is called: one that
// asks for days to pass.
func EarlyLife(s *process.Stage) bool {
	return s != nil && slices.ContainsFunc(s.Checks, func(c process.Check) bool { return c.Name == DaysPassed })
}

// Unwatched are the working days of a release's early life of which nobody said how it stood,
// from the one after its deployment ended, or was recorded to have, up to today, where the
// service is: before it was on record nobody was told to watch. What was brought
// along from another tool was not watched with this one.
func Unwatched(c *model.Case, r *model.Release) []when.Date {
	run := c.LastRun(r.ID)
	p, ok := c.Under(r).Process(r.Type)
	if run == nil || run.Ended.IsZero() || !ok || r.Origin != nil {
		return nil
	}
	if s, _ := p.Stage(r.Stage); !EarlyLife(s) {
		return nil
	}
	said := map[string]bool{}
	for _, e := range c.EarlyStatuses(r.ID) {
		said[e.Day] = true
	}
	zone, week := c.Zone(r), c.Under(r).Policy.Week()
	var out []when.Date
	last := when.DateOf(c.Now, zone)
	since := run.Ended
	if run.EndedRecorded.After(since) {
		since = run.EndedRecorded
	}
	for d := when.DateOf(since, zone).AddDays(1); !last.Before(d); d = d.AddDays(1) {
		if week.Works(d) && !said[d.String()] {
			out = append(out, d)
		}
	}
	return out
}

// withoutStatus names these days, as they follow what else is said.
func withoutStatus(f facts) string {
	list := Unwatched(f.Case, f.r)
	if len(list) == 0 {
		return ""
	}
	return "; no daily status of " + DaysWords(list, 5)
}

// DaysWords name days, the first of many: "2026-11-30, 2026-12-01 and 3 days more".
func DaysWords(list []when.Date, named int) string {
	text := strings.Join(model.Each(list[:min(len(list), named)], when.Date.String), ", ")
	if more := len(list) - named; more > 0 {
		text += fmt.Sprintf(" and %s more", grammar.Count(more, "day"))
	}
	return text
}

// handedOver: who of the service desk takes it over is named, and with what. That they accept
// it is their approval.
func handedOver(f facts) answer {
	a := f.filled(FormHandOver, "takes_over", "given")
	if a.Answer != Met {
		return a
	}
	d := f.Document(FormHandOver, f.r.ID)
	taker := model.ID(d.Meant().Get("takes_over"))
	if p := model.Get[*model.Person](f.Case, taker); p != nil && p.Left {
		return open("%s, who was to take it over, has left", p.Name).in("takes_over", 0)
	}
	return met("%s takes it over: %s version %d", cmp.Or(f.Title(taker), string(taker)), d.ID, d.Version)
}

// Graves are the incidents linked to a release that are grave, or were before they were graded
// anew: they count although they are over.
type Graves struct {
	All  []*model.Incident
	Open int
}

// GravesOf are those of a release, without the one that it was declared for: that is what it was for.
func GravesOf(c *model.Case, r *model.Release) Graves {
	var out Graves
	policy := c.Under(r).Policy
	for _, i := range model.All[*model.Incident](c) {
		if !slices.Contains(i.CausedBy, r.ID) && !slices.Contains(i.Suspects, r.ID) {
			continue
		}
		if !wasGrave(policy, i) {
			continue
		}
		out.All = append(out.All, i)
		if i.State == model.IncidentOpen {
			out.Open++
		}
	}
	return out
}

// Words say how many there are, with each: "2 incidents of P1 or P2: INC-1 P1, closed; INC-4
// P3 (was P2), open"; "" for none.
func (g Graves) Words(p process.Policy) string {
	if len(g.All) == 0 {
		return ""
	}
	list := model.Each(g.All, func(i *model.Incident) string {
		return fmt.Sprintf("%s, %s", graded(p, i), model.StateWords(i))
	})
	return fmt.Sprintf("%s of %s: %s", grammar.Count(len(g.All), "incident"), p.GraveWords(), strings.Join(list, "; "))
}

// wasGrave reports whether an incident is grave, or was at any time.
func wasGrave(p process.Policy, i *model.Incident) bool {
	return p.Grave(i.Severity) || slices.ContainsFunc(i.Grades, func(g model.Regrade) bool { return p.Grave(g.From) })
}

// graded says an incident with its severity, and the worst that it had where it is grave no more:
// "INC-4 P3 (was P2)".
func graded(p process.Policy, i *model.Incident) string {
	worst := ""
	for _, g := range i.Grades {
		if p.Grave(g.From) && !p.Grave(i.Severity) && (worst == "" || slices.Index(p.Severities, g.From) < slices.Index(p.Severities, worst)) {
			worst = g.From
		}
	}
	if worst != "" {
		worst = " (was " + worst + ")"
	}
	return fmt.Sprintf("%s %s%s", i.ID, i.Severity, worst)
}

// PurposeHandOver is the purpose of the approval by which the service desk takes a release
// over: it is of the hand-over as it is written, whether the rules ask for one or not.
const PurposeHandOver = "handover"
