package recompute

import (
	"slices"
	"time"
)

// afterwards is what was, or is, to be done in a stage after something was made.
type afterwards struct {
	retro           bool
	due, done, gone time.Time
}

func (a afterwards) late(now time.Time) bool {
	switch {
	case a.due.IsZero():
		return false
	case a.done.IsZero():
		return now.After(a.due)
	}
	return a.done.After(a.due)
}

// reviewed are the forms in which something is reviewed, by what they are for.
var reviewed = []string{"evaluation", "emergency-change-review", "unauthorised-change-review", "emergency-review"}

// toDo says whether a stage is a review, or one in which papers are made up for: those of
// what happens first, in working days.
func (r *rules) toDo(p *process, s stage) (review, retro bool) {
	review = slices.ContainsFunc(s.Forms, func(f string) bool { return slices.Contains(reviewed, r.formMeans(f)) })
	return review, !review && s.WorkDays > 0 && (len(p.Reason) > 0 || p.means() == "unauthorised-change")
}

// way is how something went through its stages.
type way struct {
	forth, back []passage
	due, gone   time.Time // promised for where it is; when it ended otherwise
	begins      time.Time // in the first stage, of an RFC that goes its own way
	rules       *rules
}

func (w *World) wayOf(r *release) way {
	out := way{forth: r.Passed, back: r.Returned, due: r.StageDue, rules: w.under(r)}
	if r.Cancelled != nil {
		out.gone = r.Cancelled.At
	}
	return out
}

func (w *World) wayOfChange(c *change) way {
	out := way{forth: c.Moved, due: c.Due, begins: c.Submitted, rules: w.rules}
	if c.Declared != nil {
		out.begins = c.Declared.At
	}
	if c.over() {
		if out.gone = c.Ended; c.Decided != nil {
			out.gone = c.Decided.At
		}
	}
	return out
}

// afterwards are each time that something came into a stage in which it is reviewed, or its
// papers made up for, from a stage on.
func (w *World) afterwards(g way, p *process, from int) (out []afterwards) {
	for i := from; i < len(p.Stage); i++ {
		s := p.Stage[i]
		review, retro := g.rules.toDo(p, s)
		if !review && !retro {
			continue
		}
		var came []time.Time
		if i == 0 {
			came = append(came, g.begins)
		}
		for _, m := range slices.Concat(g.forth, g.back) {
			if p.at(m.To) == i {
				came = append(came, m.At)
			}
		}
		for _, since := range came {
			a := afterwards{retro: retro}
			switch {
			case s.WorkDays > 0:
				a.due = w.within(g.rules.Policy, s.WorkDays, since)
			case s.Days > 0:
				d := date(since, g.rules.Policy.in())
				a.due = midnight(d.Year(), d.Month(), d.Day()+s.Days+1, g.rules.Policy.in())
			}
			left := func(list []passage) (at time.Time) {
				for _, m := range list {
					if p.at(m.From) == i && !m.At.Before(since) && (at.IsZero() || m.At.Before(at)) {
						at = m.At
					}
				}
				return at
			}
			a.done, a.gone = left(g.forth), left(g.back)
			switch {
			case !a.done.IsZero() && (a.gone.IsZero() || !a.gone.Before(a.done)):
				a.gone = time.Time{}
			case !a.gone.IsZero():
				a.done = time.Time{}
			default:
				a.gone = g.gone
			}
			if a.done.IsZero() && a.gone.IsZero() && !g.due.IsZero() {
				a.due = g.due
			}
			out = append(out, a)
		}
	}
	return out
}

func overdueReviews(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	var total, late [2]int
	open := 0
	look := func(id string, g way, p *process, from int) {
		if t, ok := w.about(id); !ok || !in(t) || p == nil || from < 0 {
			return
		}
		for _, a := range w.afterwards(g, p, from) {
			which := 0
			if a.retro {
				which = 1
			}
			switch {
			case a.due.IsZero() || !s.holds(a.due):
			case a.done.IsZero() && !a.gone.IsZero() && !a.gone.After(a.due): // it isn't to be done any more
			case a.done.IsZero() && a.gone.IsZero() && !w.now.After(a.due):
				n.Provisional = true
			default:
				total[which]++
				if a.late(w.now) {
					late[which]++
					if a.done.IsZero() && a.gone.IsZero() {
						open++
					}
				}
			}
		}
	}
	for _, r := range w.releases {
		g := w.wayOf(r)
		if p := g.rules.process("release", r.Type); p != nil && slices.ContainsFunc(r.runs, func(one *run) bool { return !one.Ended.IsZero() && one.Ended.Before(s.To) }) {
			from := p.deploys() + 1
			if from == 0 {
				from = -1
			}
			look(r.ID, g, p, from)
		}
	}
	for _, c := range w.changes {
		if c.emergency() || c.Captured != nil {
			look(c.ID, w.wayOfChange(c), w.rules.ofChanges(c.Type), 0)
		}
	}
	n.Population = total[0] + total[1]
	n.Value = share(late[0]+late[1], n.Population)
	n.Parts = map[string]Ratio{"reviews overdue": share(late[0], total[0]), "retro-completions overdue": share(late[1], total[1]), "still to be done": count(open)}
	return n
}
