// Package suspect works out which releases an incident may come from: those that were deployed
// before it, not longer ago than the rules count incidents for, and that changed what it is
// about. It is a proposal, which somebody confirms or clears; the measure of incidents after
// release counts the same as suspected.
package suspect

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

// Why says what an incident and a release have in common, the closest first.
type Why string

// The reasons.
const (
	SameItem    Why = "same item"
	DependsOn   Why = "depends on what it changed"
	SameService Why = "same service"
)

// Suspicion is a release that an incident may come from.
type Suspicion struct {
	Incident model.ID `json:"incident,omitempty"` // "" where it is not logged yet
	Release  model.ID `json:"release"`
	Why      Why      `json:"why"`
	// Ended is when it was deployed, or rolled back; Until how long it is suspected.
	Ended time.Time `json:"ended"`
	Until time.Time `json:"until"`
	// After is how long after that the incident was opened.
	After time.Duration `json:"-"`
}

// Words say why in a line: "same item, 3h after it was deployed".
func (s Suspicion) Words() string {
	after := when.FormatDuration(s.After.Truncate(time.Minute))
	if days := int(s.After.Hours()) / 24; days > 1 {
		after = fmt.Sprintf("%d days", days)
	}
	return fmt.Sprintf("%s, %s after its deployment", s.Why, after)
}

// Of are the releases of the case that an incident may come from: the one that was deployed
// last first. None where its cause is confirmed; without those of which it is cleared, or to
// which it is linked already.
func Of(c *model.Case, i *model.Incident) []Suspicion {
	if len(i.CausedBy) > 0 {
		return nil
	}
	reached := closure(c, i.Items)
	var out []Suspicion
	for _, r := range model.All[*model.Release](c) {
		if slices.Contains(i.Cleared, r.ID) || slices.Contains(i.Suspects, r.ID) || r.Cancelled != nil {
			continue
		}
		why := common(i, r, reached)
		end := ended(c, r.ID)
		if why == "" || end.IsZero() {
			continue
		}
		until := process.WatchedUntil(end, c.Rules.Policy.IncidentWindow(model.PolicyKeys(r.Type, r.TypePurpose, r.Major)...), c.Zone(r))
		if i.Opened.After(end) && !i.Opened.After(until) {
			out = append(out, Suspicion{Incident: i.ID, Release: r.ID, Why: why, Ended: end, Until: until, After: i.Opened.Sub(end)})
		}
	}
	slices.SortStableFunc(out, func(a, b Suspicion) int {
		return cmp.Or(b.Ended.Compare(a.Ended), model.CompareIDs(a.Release, b.Release))
	})
	return out
}

// On are the incidents of the case that a release is suspected of, the newest first.
func On(c *model.Case, release model.ID) []Suspicion {
	var out []Suspicion
	for _, i := range model.All[*model.Incident](c) {
		for _, s := range Of(c, i) {
			if s.Release == release {
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Suspicion) int {
		return cmp.Or(cmp.Compare(b.After, a.After), -model.CompareIDs(a.Incident, b.Incident))
	})
	return out
}

// Note names the releases that an incident may come from, the closest first, in a clause for
// the entry that logs it; "" for none.
func Note(list []Suspicion) string {
	const named = 3
	if len(list) == 0 {
		return ""
	}
	text := "; it may come from " + strings.Join(model.Each(list[:min(len(list), named)], func(s Suspicion) string { return string(s.Release) }), ", ")
	if n := len(list) - named; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// common is what an incident and a release have to do with each other; "" for nothing.
func common(i *model.Incident, r *model.Release, reached map[model.ID]bool) Why {
	for _, id := range i.Items {
		if slices.Contains(r.Items, id) {
			return SameItem
		}
	}
	for _, id := range r.Items {
		if reached[id] {
			return DependsOn
		}
	}
	if i.Service != "" && i.Service == r.Service {
		return SameService
	}
	return ""
}

// ended is when the last deployment of a release that is over ended, however: the window of
// its incidents counts from there. Zero where none is over.
func ended(c *model.Case, release model.ID) time.Time {
	var end time.Time
	for _, run := range c.Runs(release) {
		if run.Ended.After(end) {
			end = run.Ended
		}
	}
	return end
}

// closure are some items with all whose failing they feel, through any number of others.
func closure(c *model.Case, items []model.ID) map[model.ID]bool {
	feels := map[model.ID][]model.ID{}
	for _, i := range model.All[*model.Item](c) {
		feels[i.ID] = append(feels[i.ID], i.Feels()...)
		for _, by := range i.FeltBy() {
			feels[by] = append(feels[by], i.ID)
		}
	}
	seen := map[model.ID]bool{}
	for left := slices.Clone(items); len(left) > 0; left = left[1:] {
		if id := left[0]; !seen[id] {
			seen[id] = true
			left = append(left, feels[id]...)
		}
	}
	return seen
}
