package recompute

import (
	"slices"
	"time"
)

// Number is a measure of a period, with all its numbers.
type Number struct {
	Value       Ratio
	Parts       map[string]Ratio
	Population  int
	Provisional bool
	Defects     int
	Imported    int
	// Services are those of a measure that is never blended over them, by id.
	Services map[string]Number
}

// Small says that there were fewer than five.
func (n Number) Small() bool { return n.Population < 5 }

// Ratio is a numerator with its denominator; over none it is not known.
type Ratio struct{ Num, Den int64 }

func share(n, of int) Ratio { return Ratio{int64(n), int64(of)} }

func count(n int) Ratio { return Ratio{int64(n), 1} }

// middle is the median: of an even number, the sum of the two in the middle over two.
func middle(all []int64) Ratio {
	slices.Sort(all)
	switch n := len(all); {
	case n == 0:
		return Ratio{}
	case n%2 == 1:
		return Ratio{all[n/2], 1}
	default:
		return Ratio{all[n/2-1] + all[n/2], 2}
	}
}

// ninth is the 90th percentile by nearest rank: the smallest that at least nine in ten
// don't exceed.
func ninth(all []int64) Ratio {
	slices.Sort(all)
	for i, v := range all {
		if 10*(i+1) >= 9*len(all) {
			return Ratio{v, 1}
		}
	}
	return Ratio{}
}

func ms(d time.Duration) int64 { return d.Milliseconds() }

// Measures are what can be recomputed of releases; those of other papers are Papers.
var Measures = map[string]func(*World, Span, []*release) Number{
	"incidents": incidents, "clean-share": cleanShare, "deployment-time": deploymentTime, "slip-rate": slipRate,
	"success-rate": successRate, "rollback-rate": rollbackRate, "emergency-share": emergencyShare, "lead-time": leadTime,
	"overrun": overrun, "downtime": downtime, "cancellations": cancellations,
	"deployment-frequency": each(frequency), "rfc-lead-time": each(rfcLeadTime), "change-fail-rate": each(changeFailRate),
	"recovery-time": each(recoveryTime), "rework-rate": each(reworkRate),
	"reschedules": reschedules, "scope-accuracy": scopeAccuracy, "policy-compliance": policyCompliance, "notice-in-time": noticeInTime,
}

// Of computes a measure of a period.
func (w *World) Of(id string, s Span) Number {
	if papers := Papers[id]; papers != nil {
		return papers(w, s, func(subject) bool { return true })
	}
	return Measures[id](w, s, w.releases)
}

// By computes it for each of what the releases can be told apart by, by its key.
func (w *World) By(id string, s Span, split string) map[string]Number {
	out := map[string]Number{}
	add := func(key string, n Number) {
		if n.Population > 0 || n.Defects > 0 {
			out[key] = n
		}
	}
	if papers := Papers[id]; papers != nil {
		keys := map[string]bool{}
		for _, t := range w.subjects() {
			keys[t.by(split)] = true
		}
		for key := range keys {
			add(key, papers(w, s, func(t subject) bool { return t.by(split) == key }))
		}
		return out
	}
	groups := map[string][]*release{}
	for _, r := range w.releases {
		t, _ := w.about(r.ID)
		groups[t.by(split)] = append(groups[t.by(split)], r)
	}
	for key, some := range groups {
		add(key, Measures[id](w, s, some))
	}
	return out
}

// last is the production run that ended last, which dates the deployment.
func (w *World) last(r *release) *run {
	var last *run
	for _, one := range r.runs {
		if one.Ended.IsZero() || one.Ended.After(w.now) {
			continue
		}
		if last == nil || one.Ended.After(last.Ended) || one.Ended.Equal(last.Ended) && number(one.ID) > number(last.ID) {
			last = one
		}
	}
	return last
}

// deployed are Deployed(period) among some releases: with the run that dates each.
func (w *World) deployed(s Span, some []*release) (out []*release, by map[*release]*run) {
	by = map[*release]*run{}
	for _, r := range some {
		if run := w.last(r); run != nil && r.Cancelled == nil && s.holds(run.Ended) {
			out, by[r] = append(out, r), run
		}
	}
	return out, by
}

// goesOn says that a production run of it hasn't ended.
func (r *release) goesOn() bool {
	return slices.ContainsFunc(r.runs, func(one *run) bool { return one.Ended.IsZero() })
}

// began is the first known start of a production run.
func (r *release) began() (first time.Time) {
	for _, one := range r.runs {
		if !one.Started.IsZero() && (first.IsZero() || one.Started.Before(first)) {
			first = one.Started
		}
	}
	return first
}

func (r *release) means() string {
	if r.Purpose != "" {
		return r.Purpose
	}
	return r.Type
}

func (r *release) imported() bool { return r.Origin != nil }

// apart counts imported history of a period: without a run, or without a baseline.
func (w *World) apart(s Span, some []*release, slips bool) (n int) {
	for _, r := range some {
		if !r.imported() || r.Cancelled != nil || !s.holds(w.begins(r.Window.Start)) {
			continue
		}
		if slips && r.Baseline == nil && r.means() != "emergency" || !slips && r.Deployed && len(r.runs) == 0 {
			n++
		}
	}
	return n
}

// undated counts those that were deployed by their own word, without a run.
func (w *World) undated(s Span, some []*release) (n int) {
	for _, r := range some {
		if r.Deployed && !r.imported() && r.Cancelled == nil && len(r.runs) == 0 && s.holds(w.begins(r.Window.Start)) {
			n++
		}
	}
	return n
}

// ended is a measure of Deployed(period), with what all of these have besides.
func (w *World) ended(n Number, s Span, some []*release) Number {
	n.Defects += w.undated(s, some)
	n.Imported = w.apart(s, some, false)
	return n
}

// each makes a measure of single services: of one it is its number, of several a table.
func each(of func(*World, Span, []*release) Number) func(*World, Span, []*release) Number {
	return func(w *World, s Span, some []*release) Number {
		ran, all := map[string]bool{}, map[string][]*release{}
		for _, r := range some {
			all[r.Service] = append(all[r.Service], r)
			if len(w.runsIn(s, []*release{r})) > 0 {
				ran[r.Service] = true
			}
		}
		if len(ran) < 2 {
			return w.ended(of(w, s, some), s, some)
		}
		n := Number{Services: map[string]Number{}, Imported: w.apart(s, some, false)}
		for service, own := range all {
			g := of(w, s, own)
			g.Defects += w.undated(s, own)
			n.Population += g.Population
			n.Defects += g.Defects
			n.Provisional = n.Provisional || g.Provisional
			if ran[service] {
				n.Services[service] = g
			}
		}
		return n
	}
}

// deployment is a production run with its release.
type deployment struct {
	*run
	of *release
}

// runsIn are the production runs that ended in a period, each a deployment.
func (w *World) runsIn(s Span, some []*release) (out []deployment) {
	for _, r := range some {
		for _, one := range r.runs {
			if r.Cancelled == nil && s.holds(one.Ended) && !one.Ended.After(w.now) {
				out = append(out, deployment{one, r})
			}
		}
	}
	return out
}
