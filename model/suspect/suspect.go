// Package suspect works out which releases an incident may come from: those whose deployment
// had begun when its impact did, and was over not longer ago than the rules count incidents
// for, and that changed what it is about. It is a proposal, which somebody confirms or clears; the measure of incidents after
// release counts as suspected what it was opened after.
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
	SameItem         Why = "same item"
	DependsOn        Why = "depends on what it changed"
	SameService      Why = "same service"
	DependentService Why = "its service depends on what it changed"
)

// Suspicion is a release that an incident may come from.
type Suspicion struct {
	Incident model.ID `json:"incident,omitempty"` // "" where it is not logged yet
	Release  model.ID `json:"release"`
	Why      Why      `json:"why"`
	// Started is when that deployment was begun, Ended when it was deployed, or rolled back,
	// and Until how long it is suspected; both zero while it runs.
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
	Until   time.Time `json:"until,omitzero"`
	// After is how long after that the impact began; negative for during it.
	After time.Duration `json:"-"`
	began time.Time
}

// Words say why in a line: "same item, 3h after it was deployed".
func (s Suspicion) Words() string {
	if s.Ended.IsZero() || s.After <= 0 {
		return fmt.Sprintf("%s, during its deployment", s.Why)
	}
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
	reached := reach{items: closure(c, i.Items)}
	if i.Service != "" {
		reached.service = closure(c, itemsOf(c, i.Service))
	}
	began := i.Began()
	var out []Suspicion
	for _, r := range model.All[*model.Release](c) {
		if slices.Contains(i.Cleared, r.ID) || slices.Contains(i.Suspects, r.ID) || r.Cancelled != nil {
			continue
		}
		why := common(i, r, reached)
		if why == "" {
			continue
		}
		days := c.Rules.Policy.IncidentWindow(model.PolicyKeys(r.Type, r.TypePurpose, r.Major)...)
		var last *Suspicion
		for _, run := range c.Runs(r.ID) {
			s := Suspicion{Incident: i.ID, Release: r.ID, Why: why, Started: run.Started, Ended: run.Ended, began: began}
			if !run.Open() {
				s.Until, s.After = process.WatchedUntil(run.Ended, days, c.Zone(r)), began.Sub(run.Ended)
			}
			if began.Before(run.Started) || !run.Open() && began.After(s.Until) || last != nil && run.Started.Before(last.Started) {
				continue
			}
			last = &s
		}
		if last != nil {
			out = append(out, *last)
		}
	}
	slices.SortStableFunc(out, func(a, b Suspicion) int {
		if a.Ended.IsZero() != b.Ended.IsZero() { // what runs comes first
			return cmp.Compare(a.Ended.Unix(), b.Ended.Unix())
		}
		return cmp.Or(b.Ended.Compare(a.Ended), b.Started.Compare(a.Started), model.CompareIDs(a.Release, b.Release))
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
		return cmp.Or(b.began.Compare(a.began), -model.CompareIDs(a.Incident, b.Incident))
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

// reach is what an incident is felt to come from: the items that it names and those of its
// service, each with all whose failing they feel.
type reach struct{ items, service map[model.ID]bool }

// common is what an incident and a release have to do with each other; "" for nothing.
func common(i *model.Incident, r *model.Release, reached reach) Why {
	in := func(set map[model.ID]bool) bool {
		return slices.ContainsFunc(r.Items, func(id model.ID) bool { return set[id] })
	}
	switch {
	case slices.ContainsFunc(i.Items, func(id model.ID) bool { return slices.Contains(r.Items, id) }):
		return SameItem
	case in(reached.items):
		return DependsOn
	case i.Service != "" && i.Service == r.Service:
		return SameService
	case in(reached.service):
		return DependentService
	}
	return ""
}

// itemsOf are the items of a service that are among the facts.
func itemsOf(c *model.Case, service model.ID) []model.ID {
	var out []model.ID
	for _, i := range model.All[*model.Item](c) {
		if i.Service == service {
			out = append(out, i.ID)
		}
	}
	return out
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
