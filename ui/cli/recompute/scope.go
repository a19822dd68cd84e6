package recompute

import (
	"fmt"
	"slices"
	"time"
)

func fmtPosition(n int) string { return fmt.Sprintf("#%d", n) }

// planned is what was in the scope of a release when its plan was first authorised: its
// record as the entry left it that did so.
func (w *World) planned(r *release) (scope []string, ok bool) {
	if was, known := w.scopes[r.ID]; known {
		return was, was != nil
	}
	defer func() { w.scopes[r.ID] = scope }()
	for _, e := range w.log {
		if e.Subject != r.ID || !e.At.Equal(r.Baseline.At) && !e.Happened.Equal(r.Baseline.At) {
			continue
		}
		then, err := records[release](w.ask("release", "list", "--limit", "0", "--filter", "id:"+r.ID, "--as-of", fmtPosition(e.Position)))
		if err == nil && len(then) == 1 && then[0].Baseline != nil {
			return append([]string{}, then[0].Changes...), true
		}
	}
	return nil, false
}

func scopeAccuracy(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{Imported: w.apart(s, some, false)}
	kept, deferred, dropped, added, exact, releases := 0, 0, 0, 0, 0, 0
	for _, r := range list {
		if r.Baseline == nil || r.Baseline.At.IsZero() {
			if r.imported() {
				n.Imported++
			}
			continue
		}
		planned, ok := w.planned(r)
		if !ok {
			n.Defects++
			continue
		}
		n.Provisional = n.Provisional || r.goesOn()
		gone := func(id string) bool {
			c := w.changes[id]
			return c != nil && (c.State == "withdrawn" || c.State == "rejected")
		}
		same := true
		for _, id := range planned {
			switch {
			case gone(id):
				dropped++
				same = false
			case slices.Contains(r.Changes, id):
				kept++
			default:
				deferred++
				same = false
			}
		}
		for _, id := range r.Changes {
			if !slices.Contains(planned, id) && !gone(id) {
				added++
				same = false
			}
		}
		n.Population += len(planned)
		if len(planned) > 0 {
			releases++
			if same {
				exact++
			}
		}
	}
	n.Value = share(kept, n.Population)
	n.Parts = map[string]Ratio{"deferred": count(deferred), "withdrawn or rejected": count(dropped), "added later": count(added), "releases that kept their scope": share(exact, releases)}
	return n
}

func reschedules(w *World, s Span, some []*release) Number {
	n := Number{Imported: w.apart(s, some, true)}
	var size []int64
	moves, moved, customer, sooner, again, most := 0, 0, 0, 0, 0, 0
	for _, r := range some {
		if r.means() == "emergency" || r.Baseline == nil || r.Baseline.Slot.Start.At.IsZero() || !s.holds(w.begins(r.Baseline.Slot.Start)) {
			continue
		}
		p := w.promised(r)
		if p.lost || p.out {
			continue
		}
		n.Population++
		n.Provisional = n.Provisional || p.open
		if len(p.moves) > 0 {
			moved++
		}
		moves, most, again = moves+len(p.moves), max(most, len(p.moves)), again+r.rebased()
		for _, m := range p.moves {
			by := days(m.From.Start.At, m.To.Start.At, w.in(r))
			size = append(size, int64(max(by, -by)))
			if m.Customer {
				customer++
			}
			if m.To.Start.At.Sub(m.From.Start.At) < time.Duration(0) {
				sooner++
			}
		}
	}
	n.Value = share(moves, n.Population)
	n.Parts = map[string]Ratio{"releases that were moved": share(moved, n.Population), "median move": middle(size), "moves for the customer": count(customer),
		"moves to an earlier date": count(sooner), "plans authorised again": count(again), "most moves of one release": count(most)}
	return n
}
