package recompute

import (
	"slices"
	"strings"
	"time"
)

// promise is what became of the first authorised start of a release.
type promise struct {
	moves           []move
	began           time.Time
	due             time.Time // with what others that were put before it put it off by
	dueNet          time.Time // with what the customer put it off by, too
	slipped, net    bool
	open, out, lost bool // awaited; cancelled before its date; can't be told
	days            int64
}

func (w *World) promised(r *release) promise {
	p := promise{began: r.began()}
	zone := w.in(r)
	for _, m := range r.Moves { // those after the baseline, without what was taken back
		if !m.At.After(r.Baseline.At) {
			continue
		}
		if n := len(p.moves); m.Reason == "undo" && n > 0 && p.moves[n-1].From.same(m.To) {
			p.moves = p.moves[:n-1]
			continue
		}
		p.moves = append(p.moves, m)
	}
	start := r.Baseline.Slot.Start
	tolerance := time.Duration(w.rules.Policy.SlipHours) * time.Hour
	displaced := w.granted(p.moves, start.due(zone).Add(tolerance), false)
	p.due = start.due(zone).Add(displaced)
	p.dueNet = start.due(zone).Add(w.granted(p.moves, start.due(zone).Add(tolerance), true))
	to := w.now
	late := func(due time.Time) bool { return w.now.After(due.Add(tolerance)) }
	switch {
	case !p.began.IsZero():
		to = p.began
		late = func(due time.Time) bool { return p.began.After(due.Add(tolerance)) }
	case r.Cancelled != nil:
		to = r.Cancelled.At
		late = func(due time.Time) bool { return !to.Before(due) }
		p.out = to.Before(start.due(zone))
	case len(r.runs) > 0 || r.Deployed || r.AtEnd || r.Stage == "closed":
		p.lost = true
	default:
		p.open = true
	}
	p.slipped = late(p.due)
	p.net = p.slipped && late(p.dueNet)
	p.days = int64(days(start.At.Add(displaced), to, zone))
	return p
}

// granted is how much later a release may start than was authorised: by the moves for which
// others were put before it, and by the customer's where these are granted too. A move that
// was made when the start was missed already grants nothing.
func (w *World) granted(moves []move, latest time.Time, customers bool) time.Duration {
	var others, theirs time.Duration
	sum := func() time.Duration { return max(others, 0) + max(theirs, 0) }
	for _, m := range moves {
		by := m.To.Start.At.Sub(m.From.Start.At)
		displacing := false
		for _, reason := range w.rules.Policy.Reason {
			displacing = displacing || reason.ID == m.Reason && reason.Displaced
		}
		switch missed := m.At.After(latest.Add(sum())); {
		case missed:
		case displacing:
			others += by
		case customers && m.Customer:
			theirs += by
		}
	}
	return sum()
}

func (s slot) same(t slot) bool { return s.Start.At.Equal(t.Start.At) && s.End.At.Equal(t.End.At) }

func slipRate(w *World, s Span, some []*release) Number {
	n := Number{Parts: map[string]Ratio{}}
	var size []int64
	net, moves, again, without := 0, 0, 0, 0
	for _, r := range some {
		if r.means() == "emergency" {
			continue
		}
		if r.Baseline == nil {
			if begins := w.begins(r.Window.Start); s.holds(begins) && !r.imported() && r.Cancelled == nil && !r.AtEnd && r.Stage != "closed" && !r.Deployed && len(r.runs) == 0 && w.now.After(r.Window.Start.due(w.in(r))) {
				without++
			}
			continue
		}
		if r.Baseline.Slot.Start.At.IsZero() {
			if s.holds(r.Baseline.At) {
				n.Defects++
			}
			continue
		}
		if !s.holds(w.begins(r.Baseline.Slot.Start)) {
			continue
		}
		p := w.promised(r)
		if p.lost {
			n.Defects++
		}
		if p.lost || p.out {
			continue
		}
		n.Population++
		n.Provisional = n.Provisional || p.open
		moves += len(p.moves)
		again += r.rebased()
		if p.slipped {
			size = append(size, p.days)
		}
		if p.net {
			net++
		}
	}
	n.Value = share(len(size), n.Population)
	n.Parts["net of the customer's"] = share(net, n.Population)
	n.Parts["median slip"], n.Parts["p90 slip"] = middle(size), ninth(size)
	n.Parts["moves per release"] = share(moves, n.Population)
	n.Parts["re-baselined"], n.Parts["late, without a baseline"] = count(again), count(without)
	n.Imported = w.apart(s, some, true)
	return n
}

// rebased is how often its plan was authorised again: how often it left forwards the stage
// in which the baseline was frozen.
func (r *release) rebased() (n int) {
	stage := ""
	for _, p := range r.Passed {
		if p.At.Equal(r.Baseline.At) {
			stage = p.From
		} else if stage != "" && p.From == stage && p.At.After(r.Baseline.At) {
			n++
		}
	}
	return n
}

func cancellations(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{}
	gone, authorised, due := 0, 0, 0
	for _, r := range some {
		if r.Cancelled == nil || r.imported() || !s.holds(r.Cancelled.At) {
			continue
		}
		gone++
		if r.Baseline == nil || r.Baseline.At.After(r.Cancelled.At) {
			continue
		}
		authorised++
		if !r.Baseline.Slot.Start.At.IsZero() && r.means() != "emergency" && w.promised(r).slipped {
			due++
		}
	}
	n.Population = len(list) + gone
	n.Value = share(gone, n.Population)
	n.Parts = map[string]Ratio{"after authorisation": count(authorised), "when due, or later": count(due)}
	return w.ended(n, s, some)
}

func leadTime(w *World, s Span, some []*release) Number {
	list, by := w.deployed(s, some)
	n := Number{Parts: map[string]Ratio{}}
	var all, approved []int64
	var held, lead int64
	kept, asked := 0, 0
	stages := map[string][]int64{}
	for _, r := range list {
		end := by[r].Ended
		if r.Registered.IsZero() || end.Before(r.Registered) {
			n.Defects++
			continue
		}
		n.Provisional = n.Provisional || r.goesOn()
		all = append(all, ms(end.Sub(r.Registered)))
		lead += ms(end.Sub(r.Registered))
		if r.Baseline != nil && !end.Before(r.Baseline.At) {
			approved = append(approved, ms(end.Sub(r.Baseline.At)))
		}
		for _, h := range r.hold {
			from, to := h[0], h[1]
			if to.IsZero() || to.After(end) {
				to = end
			}
			if from.Before(r.Registered) {
				from = r.Registered
			}
			held += max(ms(to.Sub(from)), 0)
		}
		for _, p := range w.rules.Processes {
			if p.Name == r.Type && p.LeadDays > 0 {
				asked++
				if days(r.Registered, end, w.in(r)) <= p.LeadDays {
					kept++
				}
			}
		}
		for stage, took := range r.stays(end) {
			stages[stage] = append(stages[stage], took)
		}
	}
	n.Population, n.Value = len(all), middle(all)
	n.Parts["p90"], n.Parts["authorised to deployed"] = ninth(all), middle(approved)
	n.Parts["of it on hold"], n.Parts["within what its type states"] = Ratio{held, lead}, share(kept, asked)
	for stage, times := range stages {
		n.Parts["in "+w.stage(stage)] = middle(times)
	}
	return w.ended(n, s, some)
}

// stays are how long it was in each stage until the end of its deployment.
func (r *release) stays(end time.Time) map[string]int64 {
	all := slices.Concat(r.Passed, r.Returned)
	slices.SortStableFunc(all, func(a, b passage) int { return a.At.Compare(b.At) })
	all = append(all, passage{From: r.Stage, At: end}) // in the last one until then
	out := map[string]int64{}
	from := r.Registered
	for _, p := range all {
		to := p.At
		if to.After(end) {
			to = end
		}
		if to.After(from) {
			out[p.From] += ms(to.Sub(from))
			from = to
		}
	}
	return out
}

func (w *World) stage(id string) string {
	for _, p := range w.rules.Processes {
		for _, s := range p.Stage {
			if s.ID == id {
				return s.Title
			}
		}
	}
	return strings.TrimSpace(id)
}
