package recompute

import (
	"slices"
	"time"
)

// gateway is a gate before the deployment, with the last time that a release went through it
// before that began, else the first after.
type gateway struct {
	stage            stage
	passed, recorded time.Time
}

// gates are those that a release had to go through, by its rules.
func (w *World) gates(r *release, p *process, begun time.Time) (out []gateway) {
	for at := 0; at < p.deploys(); {
		var through passage
		for _, m := range r.Passed {
			if p.at(m.From) == at && m.Kind == "" && (through.At.IsZero() || !m.At.After(begun)) {
				through = m
			}
		}
		out = append(out, gateway{p.Stage[at], through.At, through.Recorded})
		at = max(at+1, p.at(through.To)) // an exit may lead further on
	}
	return out
}

// asks says that a gate asks for a check: one that no stage asks for stands at all of them.
func (g gateway) asks(p *process, id string) bool {
	return g.stage.asksFor(id) || !slices.ContainsFunc(p.Stage, func(s stage) bool { return s.asksFor(id) })
}

// through says that a waiver held when a release went through a gate that asks for its check.
func (v *waiver) through(p *process, gates []gateway) bool {
	return v.Decided != nil && v.Decided.Yes && v.Withdrawn == nil && slices.ContainsFunc(gates, func(g gateway) bool {
		return !g.passed.IsZero() && g.asks(p, v.Check) && !v.Decided.At.After(g.passed) && g.passed.Before(v.Until.over()) && (v.Void == nil || v.Void.At.After(g.passed))
	})
}

// misled says that a waiver let it through by a word that was nobody's.
func (v *waiver) misled(p *process, gates []gateway) bool {
	for _, b := range slices.Backward(v.Retracted) {
		if d := b.Decided; d.Verbal != nil && d.Verbal.Said != "" {
			return (v.Decided == nil || !v.Decided.Yes) && slices.ContainsFunc(gates, func(g gateway) bool {
				return !g.passed.IsZero() && g.asks(p, v.Check) && !d.At.After(g.passed)
			})
		}
	}
	return false
}

// given says that an approval was there when a deployment began.
func (a *approval) given(begun time.Time) bool {
	approved := map[int]bool{}
	for _, d := range a.Decisions {
		if d.Verdict == "reject" && d.Retracted == nil {
			return false
		}
		if !d.At.After(begun) && d.Verdict == "approve" && d.Retracted == nil {
			approved[d.Seat] = true
		}
	}
	return a.Void == nil && len(a.Seats) > 0 && len(approved) == len(a.Seats)
}

// unsigned says that a gate let a release through by a signature that was nobody's.
func (w *World) unsigned(r *release, p *process, gates []gateway, begun time.Time) bool {
	for _, a := range w.approvals {
		if a.Of != r.ID || !slices.ContainsFunc(a.Decisions, func(d word) bool {
			return d.Verdict == "disowned" && d.Verbal != nil && d.Verbal.Said == "approve" && !d.At.After(begun)
		}) {
			continue
		}
		asked := slices.ContainsFunc(gates, func(g gateway) bool {
			return slices.ContainsFunc(g.stage.Check, func(c check) bool {
				return (c.Name == "authorised" || c.Name == "authorisation-valid") && p.approvalMeans(c.Arg) == a.Purpose
			})
		})
		if asked && !slices.ContainsFunc(w.approvals, func(o *approval) bool { return o.Of == r.ID && o.Purpose == a.Purpose && o.given(begun) }) {
			return true
		}
	}
	return false
}

func policyCompliance(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{}
	met, waived, broken, later, inTime, late, open := 0, 0, 0, 0, 0, 0, 0
	n.Imported = w.apart(s, some, false)
	for _, r := range list {
		begun := r.began()
		book := w.under(r)
		p := book.process("release", r.Type)
		if begun.IsZero() || p == nil {
			n.Defects++
			continue
		}
		gates := w.gates(r, p, begun)
		first := slices.IndexFunc(gates, func(g gateway) bool { return !g.passed.IsZero() })
		if r.imported() && first != 0 && len(gates) > 0 {
			n.Imported++
			continue
		}
		n.Provisional = n.Provisional || r.goesOn()
		ok, entered := !w.unsigned(r, p, gates, begun), false
		for _, g := range gates {
			if g.passed.IsZero() || g.passed.After(begun) {
				ok = false
			} else if g.recorded.After(begun) {
				entered = true
			}
		}
		let := false
		for _, v := range w.waivers {
			if v.Of == r.ID {
				let = let || v.through(p, gates)
				ok = ok && (v.through(p, gates) || !v.misled(p, gates))
			}
		}
		switch how := w.retro(r, p); {
		case !ok || how == "overdue":
			n.Population++
		case how == "open":
			open, n.Provisional = open+1, true
		case how == "late":
			late++
		case how == "done":
			inTime++
		default:
			n.Population++
			met++
		}
		add := func(to *int, yes bool) {
			if yes {
				*to++
			}
		}
		add(&waived, let)
		add(&broken, slices.ContainsFunc(r.Broken, func(b ending) bool { return !b.At.After(begun) }))
		add(&later, entered)
	}
	n.Value = share(met, n.Population)
	n.Parts = map[string]Ratio{"with a waiver": count(waived), "with a duty overridden": count(broken), "gates entered afterwards": count(later),
		"emergencies completed in time": count(inTime), "emergencies completed late": count(late), "emergencies to be completed": count(open)}
	return n
}

// retro says how far the papers of an emergency are that come afterwards; "" of what has
// none to come.
func (w *World) retro(r *release, p *process) string {
	if r.Declared == nil || r.Declared.Ended != nil {
		return ""
	}
	g := w.wayOf(r)
	var all []afterwards
	for _, a := range w.afterwards(g, p, p.deploys()+1) {
		if a.retro {
			all = append(all, a)
		}
	}
	for i := max(p.at(r.Stage), p.deploys()) + 1; i < len(p.Stage); i++ { // and those that are to come
		came := slices.ContainsFunc(slices.Concat(g.forth, g.back), func(m passage) bool { return p.at(m.To) == i })
		if _, retro := g.rules.toDo(p, p.Stage[i]); retro && !came {
			all = append(all, afterwards{retro: true})
		}
	}
	how := ""
	rank := []string{"", "done", "late", "open", "overdue"}
	for _, a := range all {
		now := "done"
		switch {
		case a.late(w.now) && a.done.IsZero():
			now = "overdue"
		case a.done.IsZero():
			now = "open"
		case a.late(w.now):
			now = "late"
		}
		if slices.Index(rank, now) > slices.Index(rank, how) {
			how = now
		}
	}
	return how
}
