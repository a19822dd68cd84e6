package recompute

import (
	"cmp"
	"slices"
	"time"
)

// request is something that somebody was asked to decide.
type request struct {
	of                       subject
	kind, title              string
	asked, first, ended, due time.Time
	later                    bool
	rules                    *rules
	rule                     *approvalRule
}

// says takes a word, if it is the first that decides. Asking, commenting and abstaining
// decide nothing.
func (q *request) says(d *word) {
	if d == nil || d.At.IsZero() || !q.first.IsZero() && !d.At.Before(q.first) {
		return
	}
	q.first, q.later = d.At, d.Verbal != nil || d.Recorded.After(d.At)
}

// verdict takes one on what is no approval: not one that its author says was none of theirs.
func (q *request) verdict(d *word) {
	if d == nil || d.Verbal == nil || d.Verbal.Said == "" {
		q.says(d)
	}
}

// requests are all that the lists have.
func (w *World) requests() (out []*request) {
	add := func(q *request, of string) {
		var ok bool
		if q.of, ok = w.about(of); !ok {
			return
		}
		if q.rules == nil {
			q.rules = w.rules
		}
		q.later = q.later || q.of.kind == "emergency"
		out = append(out, q)
	}
	for _, a := range w.approvals {
		add(w.askedBy(a), a.Of)
	}
	for _, c := range w.changes {
		for _, q := range c.requests() {
			add(q, c.ID)
		}
	}
	for _, v := range w.waivers {
		q := &request{kind: "waiver", title: "Waiver of a check", asked: v.At}
		q.verdict(v.Decided)
		for i := range v.Retracted {
			q.verdict(&v.Retracted[i].Decided)
		}
		if v.Withdrawn != nil {
			q.ended = v.Withdrawn.At
		} else if v.Void != nil {
			q.ended = v.Void.At
		}
		add(q, v.Of)
	}
	for _, f := range w.windows {
		for _, e := range f.Exceptions {
			q := &request{kind: "exception", title: "Exception from a freeze", asked: e.At}
			q.verdict(e.Decided)
			for i := range e.Retracted {
				q.verdict(&e.Retracted[i].Decided)
			}
			if e.Void != nil {
				q.ended = e.Void.At
			}
			add(q, e.Release)
		}
	}
	return out
}

// askedBy is what an approval asks for: by when, by the rules of what it is of, and what was
// said first.
func (w *World) askedBy(a *approval) *request {
	q := &request{kind: a.Purpose, title: a.Title, asked: a.At, rules: w.rules}
	var p *process
	r, c := w.byID[a.Of], w.changes[a.Of]
	if r != nil {
		q.rules = w.under(r)
		p = q.rules.process("release", r.Type)
	} else if c != nil {
		p = q.rules.ofChanges(c.Type)
	}
	if p != nil {
		q.rule = p.approval(a.Purpose)
	}
	approved, rejected := map[int]bool{}, false
	for i, d := range a.Decisions {
		if slices.Contains([]string{"approve", "reject", "downgrade"}, d.Verdict) {
			q.says(&a.Decisions[i])
		}
		if d.Retracted == nil {
			approved[d.Seat] = approved[d.Seat] || d.Verdict == "approve"
			rejected = rejected || d.Verdict == "reject"
		}
	}
	waits := !rejected && (len(a.Seats) == 0 || slices.ContainsFunc(indices(a.Seats), func(i int) bool { return !approved[i] }))
	switch {
	case a.Void != nil:
		q.ended = a.Void.At
	case !waits:
	case r != nil && r.Cancelled != nil:
		q.ended = r.Cancelled.At
	case r != nil && (r.AtEnd || r.Stage == "closed"):
		q.ended = r.Since
	case c != nil && c.over():
		q.ended = w.at(w.written[c.ID])
	}
	switch hours, days := w.limits(q); {
	case a.Escalated != nil:
		q.due = a.Escalated.Due
	case hours > 0 && q.rule.AnyHour:
		q.due = a.At.Add(time.Duration(hours) * time.Hour)
	case hours > 0:
		q.due = w.after(q.rules.Policy, hours, a.At)
	case days > 0:
		q.due = w.within(q.rules.Policy, days, a.At)
	}
	return q
}

func indices[T any](list []T) (out []int) {
	for i := range list {
		out = append(out, i)
	}
	return out
}

// at is when an entry was written.
func (w *World) at(position int) time.Time {
	for _, e := range w.log {
		if e.Position == position {
			return e.At
		}
	}
	return time.Time{}
}

// limits are after how many hours an approval is escalated, and after how many working days
// it ends; 0 for never.
func (w *World) limits(q *request) (hours, days int) {
	if q.rule == nil {
		return 0, 0
	}
	own := func(own, policy int) int { return max(cmp.Or(own, policy), 0) }
	if q.rule.EscalateTo != "" {
		hours = own(q.rule.Escalate, q.rules.Policy.Escalate)
	}
	return hours, own(q.rule.Expire, q.rules.Policy.Expire)
}

// requests are the assessment and the authorisation of an RFC that goes with a release, once
// more for each time that an edit took them with it.
func (c *change) requests() (out []*request) {
	if c.emergency() || c.Captured != nil || c.Follows != nil || c.Origin != nil {
		return nil
	}
	var gone time.Time
	if c.State == "withdrawn" && c.Decided != nil {
		gone = c.Decided.At
	}
	ask := func(kind, title string, from, due, ended time.Time, words ...*word) {
		q := &request{kind: kind, title: title, asked: from, due: due, ended: ended}
		for _, d := range words {
			q.verdict(d)
		}
		out = append(out, q)
	}
	assess := func(from, due, ended time.Time, d *word) {
		ask("assess-change", "Assessment of an RFC", from, due, ended, d)
	}
	decide := func(from, ended time.Time, words ...*word) {
		ask("decide-change", "Authorisation of an RFC", from, time.Time{}, ended, words...)
	}
	from := c.Submitted
	for _, v := range c.Voided {
		if v.Assessed != nil {
			assess(from, time.Time{}, v.Void.At, v.Assessed)
			decide(v.Assessed.At, v.Void.At, v.Decided)
		}
		from = v.Void.At
	}
	if c.Awaits.After(from) {
		from = c.Awaits
	}
	assess(from, c.AssessBy, gone, c.Assessed)
	if c.Assessed == nil {
		return out
	}
	var words []*word
	if gone.IsZero() { // else it was withdrawn
		words = append(words, c.Decided)
	}
	for i := range c.Retracted {
		words = append(words, &c.Retracted[i].Decided)
	}
	decide(c.Assessed.At, gone, words...)
	return out
}

func approvalWait(w *World, s Span, in func(subject) bool) Number {
	n := Number{Parts: map[string]Ratio{}}
	var waits, elapsed []int64
	kept, limited, waiting, void, later := 0, 0, 0, 0, 0
	kinds, titles := map[string][]int64{}, map[string]string{}
	for _, q := range w.asked {
		open := q.first.IsZero() || !q.first.Before(s.To)
		switch {
		case !in(q.of):
		case q.first.IsZero() && s.holds(q.ended):
			void++
		case open && !q.asked.IsZero() && q.asked.Before(s.To) && !q.asked.After(w.now) && (q.ended.IsZero() || !q.ended.Before(s.To)):
			waiting++
		case open || !s.holds(q.first):
		case q.later:
			later++
		case q.asked.IsZero() || q.first.Before(q.asked):
			n.Defects++
		default:
			wait := ms(w.waited(q))
			waits, elapsed = append(waits, wait), append(elapsed, ms(q.first.Sub(q.asked)))
			kinds[q.kind], titles[q.kind] = append(kinds[q.kind], wait), max(titles[q.kind], q.title)
			if !q.due.IsZero() {
				limited++
				if !q.first.After(q.due) {
					kept++
				}
			}
		}
	}
	n.Population, n.Value = len(waits), middle(waits)
	n.Parts["p90"], n.Parts["within target"], n.Parts["elapsed, nights and days off too"] = ninth(waits), share(kept, limited), middle(elapsed)
	n.Parts["waiting at the end"], n.Parts["ended undecided"], n.Parts["retrospective"] = count(waiting), count(void), count(later)
	for kind, all := range kinds {
		name := titles[kind]
		for other, title := range titles {
			if other != kind && title == name {
				name += " (" + kind + ")"
				break
			}
		}
		n.Parts[name] = middle(all)
	}
	return n
}

// waited is the working time that a request waited; all of it where its limits count so.
func (w *World) waited(q *request) time.Duration {
	if q.rule != nil && q.rule.AnyHour {
		return q.first.Sub(q.asked)
	}
	return w.worked(q.rules.Policy, q.asked, q.first)
}
