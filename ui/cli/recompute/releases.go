package recompute

import (
	"slices"
	"strings"
	"time"
)

// watch is the end of W: the same time of day so many days later in the service's zone.
func (w *World) watch(r *release, end time.Time) time.Time {
	keys := []string{r.Type, r.Purpose, "*"}
	if r.Major {
		keys = []string{"major", "*"}
	}
	n := 0
	for _, key := range keys {
		if d, ok := w.rules.Policy.Incident[key]; ok {
			n = d
			break
		}
	}
	return end.In(w.in(r)).AddDate(0, 0, n)
}

// around says where an incident stands for a deployed release.
func (w *World) around(i *incident, r *release, by *run) string {
	end := by.Ended
	within := i.Opened.After(end) && !i.Opened.After(w.watch(r, end))
	switch {
	case slices.Contains(i.CausedBy, r.ID):
		began := r.began()
		switch {
		case within:
			return "counted"
		case i.Opened.After(end):
			return "late"
		case !began.IsZero() && i.Opened.Before(began):
			return "opened before"
		}
		return "during deployment"
	case within && slices.Contains(i.Suspects, r.ID),
		within && len(i.CausedBy) == 0 && !slices.Contains(i.Cleared, r.ID) && (i.Service != "" && i.Service == r.Service || w.touches(i, r)):
		return "suspected"
	}
	return ""
}

// touches says that a release affects an item of an incident, or one that these depend on.
func (w *World) touches(i *incident, r *release) bool {
	seen := map[string]bool{}
	for left := slices.Clone(i.Items); len(left) > 0; left = left[1:] {
		if !seen[left[0]] {
			seen[left[0]] = true
			left = append(left, w.needs[left[0]]...)
		}
	}
	return slices.ContainsFunc(r.Items, func(id string) bool { return seen[id] })
}

// confirmed are the incidents that count, of each release.
func (w *World) confirmed(list []*release, by map[*release]*run) map[*release][]*incident {
	out := map[*release][]*incident{}
	for _, r := range list {
		for _, i := range w.incidents {
			if w.around(i, r, by[r]) == "counted" {
				out[r] = append(out[r], i)
			}
		}
	}
	return out
}

func incidents(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{Population: len(list), Parts: map[string]Ratio{}}
	counts := map[string]int{}
	for _, i := range w.incidents { // each once in each of these
		seen := map[string]bool{"": true}
		for _, r := range list {
			if where := w.around(i, r, by[r]); !seen[where] {
				seen[where] = true
				counts[where]++
			}
		}
	}
	for _, part := range []string{"suspected", "during deployment", "late", "opened before"} {
		n.Parts[part] = count(counts[part])
	}
	n.Value = share(counts["counted"], len(list))
	n.Parts["per release"] = n.Value
	n.Parts["without incident"] = share(len(list)-len(w.confirmed(list, by)), len(list))
	n.Provisional = slices.ContainsFunc(list, func(r *release) bool { return r.goesOn() || w.now.Before(w.watch(r, by[r].Ended)) })
	return w.ended(n, s, some)
}

func cleanShare(w *World, s Span, some []*release) Number {
	n := incidents(w, s, some)
	n.Value, n.Parts = n.Parts["without incident"], nil
	return n
}

func deploymentTime(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{}
	var all []int64
	var actual, planned int64
	tries := 0
	for _, r := range list {
		one := by[r]
		end, missing := one.Ended, one.Started.IsZero() || one.Ended.Before(one.Started)
		if one.Result == "rolled-back" {
			if one.Rollback == nil || one.Rollback.Decided.Before(one.Started) {
				missing = true
			} else if one.Rollback.Decided.Before(one.Ended) {
				end = one.Rollback.Decided
			}
		}
		if missing {
			n.Defects++
			continue
		}
		all = append(all, ms(end.Sub(one.Started)))
		if d := r.docs["release-plan"]; d != nil {
			if takes := duration(d.Answers.Values["duration"]); takes > 0 {
				actual += ms(end.Sub(one.Started))
				planned += ms(takes)
			}
		}
		for _, other := range r.runs {
			if !other.Ended.IsZero() && !other.Ended.After(w.now) {
				tries++
			}
		}
		n.Provisional = n.Provisional || r.goesOn()
	}
	n.Population, n.Value = len(all), middle(all)
	n.Parts = map[string]Ratio{"p90": ninth(all), "of the plan": {actual, planned}, "attempts": share(tries, len(all))}
	return w.ended(n, s, some)
}

// downtime cuts the stretches at each of their ends: each piece in which a service was out
// counts once.
func downtime(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{Population: len(list)}
	grave := w.rules.Policy.Severities[:min(2, len(w.rules.Policy.Severities))]
	all := map[string][][2]time.Time{}
	with, longest := 0, int64(0)
	for _, r := range list {
		n.Provisional = n.Provisional || r.goesOn()
		var own [][2]time.Time
		add := func(service string, from, to time.Time) {
			if to.After(from) {
				own, all[service] = append(own, [2]time.Time{from, to}), append(all[service], [2]time.Time{from, to})
			}
		}
		for _, one := range r.runs {
			failed, restored := one.broken()
			if one.Ended.IsZero() || one.Ended.After(w.now) || failed.IsZero() {
				continue
			}
			if restored.IsZero() || restored.Before(failed) {
				n.Defects++
				continue
			}
			add(r.Service, failed, restored)
		}
		for _, i := range w.incidents {
			from, to, service := i.Opened, i.Resolved, i.Service
			if !i.Impact.IsZero() && i.Impact.Before(from) {
				from = i.Impact
			}
			if !slices.Contains(i.CausedBy, r.ID) || !slices.Contains(grave, i.Severity) || from.Before(r.began()) || from.After(by[r].Ended) {
				continue
			}
			if to.IsZero() || to.After(w.now) {
				to, n.Provisional = w.now, true
			}
			if service == "" {
				service = r.Service
			}
			add(service, from, to)
		}
		if len(own) > 0 {
			with++
			longest = max(longest, pieces(own))
		}
	}
	total := int64(0)
	for _, stretches := range all {
		total += pieces(stretches)
	}
	n.Value = Ratio{total, int64(min(len(list), 1))}
	n.Parts = map[string]Ratio{"deployments with an outage": count(with), "longest of a deployment": {longest, int64(min(with, 1))}}
	return w.ended(n, s, some)
}

// pieces are how long stretches are together, in milliseconds.
func pieces(of [][2]time.Time) (total int64) {
	var cuts []time.Time
	for _, s := range of {
		cuts = append(cuts, s[0], s[1])
	}
	slices.SortFunc(cuts, time.Time.Compare)
	for i := 1; i < len(cuts); i++ {
		if slices.ContainsFunc(of, func(s [2]time.Time) bool { return !s[0].After(cuts[i-1]) && !s[1].Before(cuts[i]) }) {
			total += ms(cuts[i].Sub(cuts[i-1]))
		}
	}
	return total
}

func (one *run) back() bool { return one.Result == "rolled-back" || one.Rollback != nil }

func (one *run) mended() bool {
	return one.back() || one.Intervention != "" && one.Intervention != "none"
}

func (r *release) ever(is func(*run) bool) bool {
	return slices.ContainsFunc(r.runs, func(one *run) bool { return !one.Ended.IsZero() && is(one) })
}

func successRate(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{Population: len(list)}
	confirmed := w.confirmed(list, by)
	good := 0
	for _, r := range list {
		grave := slices.ContainsFunc(confirmed[r], func(i *incident) bool {
			return slices.Contains(w.rules.Policy.Severities[:min(2, len(w.rules.Policy.Severities))], i.Severity)
		})
		ok := by[r].Result == "deployed" && r.Outcome != "failed" && r.Outcome != "rolled-back" && !r.ever((*run).mended) && r.criteriaMet() && !grave
		if ok {
			good++
		}
		n.Provisional = n.Provisional || r.goesOn() || ok && (w.now.Before(w.watch(r, by[r].Ended)) || r.Outcome == "" && w.now.After(w.watch(r, by[r].Ended)))
	}
	n.Value = share(good, len(list))
	return w.ended(n, s, some)
}

// criteriaMet says that each criterion has passed, was waived, or is accepted as it is by
// both sides.
func (r *release) criteriaMet() bool {
	table := func(form, name string) []map[string]string {
		if d := r.docs[form]; d != nil {
			return d.Answers.Tables[name]
		}
		return nil
	}
	result, accepted := map[string]string{}, map[string]bool{}
	for _, row := range table("test-report", "results") {
		result[strings.ToLower(row["id"])] = row["result"]
	}
	for _, row := range table("acceptance", "waivers") {
		accepted[strings.ToLower(row["id"])] = row["decision"] == "accept" && row["organisation"] != "" && row["party"] != ""
	}
	for _, row := range table("criteria", "criteria") {
		id := strings.ToLower(row["id"])
		if was := result[id]; was != "passed" && was != "waived" && (was != "failed" || !accepted[id]) {
			return false
		}
	}
	return true
}

func rollbackRate(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{Population: len(list)}
	var all []int64
	back, partial := 0, 0
	for _, r := range list {
		if r.ever((*run).back) {
			back++
		}
		if r.ever(func(one *run) bool { return one.Rollback != nil && one.Rollback.Partial }) {
			partial++
		}
		n.Provisional = n.Provisional || r.goesOn()
		for _, one := range r.runs {
			switch {
			case one.Ended.IsZero() || !one.back() || one.Rollback != nil && one.Result == "failed":
			case one.Rollback != nil && one.Rollback.Ended.IsZero() && one.Rollback.Decided.After(one.Ended):
				n.Provisional = true
			case one.Rollback == nil || one.Rollback.Decided.IsZero() || one.Rollback.Ended.IsZero() || one.Rollback.Ended.Before(one.Rollback.Decided):
				n.Defects++
			default:
				all = append(all, ms(one.Rollback.Ended.Sub(one.Rollback.Decided)))
			}
		}
	}
	n.Value = share(back, len(list))
	n.Parts = map[string]Ratio{"median time to roll back": middle(all), "p90 time to roll back": ninth(all), "partial": count(partial)}
	return w.ended(n, s, some)
}

func emergencyShare(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{Population: len(list)}
	raw, lower, none, open := 0, 0, 0, 0
	for _, r := range list {
		if r.Declared == nil && r.means() != "emergency" {
			continue
		}
		raw++
		judged := ""
		if d := r.docs["emergency-review"]; d != nil {
			judged = d.Answers.Values["true_emergency"]
		}
		switch {
		case r.Declared != nil && r.Declared.Ended != nil:
			lower++
		case judged == "no":
			none++
		case judged == "":
			open++
		}
	}
	n.Value, n.Provisional = share(raw, len(list)), open > 0
	n.Parts = map[string]Ratio{"corrected": share(raw-lower-none, len(list)), "downgraded": count(lower), "found to be none": count(none), "not judged yet": count(open)}
	return w.ended(n, s, some)
}

func overrun(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{}
	var over []int64
	open := 0
	for _, r := range list {
		if r.Window.End.At.IsZero() {
			open++
			continue
		}
		n.Population++
		n.Provisional = n.Provisional || r.goesOn()
		if late := by[r].Ended.Sub(r.Window.End.due(w.in(r))); late > 0 {
			over = append(over, ms(late))
		}
	}
	n.Value = share(len(over), n.Population)
	n.Parts = map[string]Ratio{"median overrun": middle(over), "p90 overrun": ninth(over), "without a planned end": count(open)}
	return w.ended(n, s, some)
}
