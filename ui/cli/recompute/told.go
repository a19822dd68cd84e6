package recompute

import (
	"slices"
	"time"
)

// span is the stretch of a plan: days whole, and something without an end a minute.
func (s slot) span(zone *time.Location) (from, to time.Time) {
	from, end := s.Start.At, s.End
	if d, err := time.Parse(time.DateOnly, s.Start.Day); err == nil && s.Start.Precision == "day" {
		from = midnight(d.Year(), d.Month(), d.Day(), zone)
	}
	if end.At.IsZero() {
		end = s.Start
	}
	if to = end.due(zone); !to.After(from) {
		to = from.Add(time.Minute)
	}
	return from, to
}

// announced says that a notice is of the dates of a release, or of longer ones around them.
func (w *World) announced(n *notice, r *release) bool {
	switch {
	case n.Slot.Start.At.IsZero() || r.Window.Start.At.IsZero():
		return n.Slot.Start.At.IsZero() && r.Window.Start.At.IsZero()
	case n.Slot.same(r.Window):
		return true
	}
	from, to := n.Slot.span(w.in(r))
	start, end := r.Window.span(w.in(r))
	return !start.Before(from) && !end.After(to)
}

// out is from when a notice counts: from when it is on record, and by no clock that stood.
func (n *notice) out(now time.Time) time.Time {
	switch {
	case n.After.After(n.Sent) && !n.After.After(now):
		return n.After
	case n.Recorded.After(n.Sent):
		return n.Recorded
	}
	return n.Sent
}

func noticeInTime(w *World, s Span, some []*release) Number {
	list, _ := w.deployed(s, some)
	n := Number{Imported: w.apart(s, some, false)}
	var ahead []int64
	good, none, let, unasked := 0, 0, 0, 0
	for _, r := range list {
		book := w.under(r)
		p := book.process("release", r.Type)
		wanted := ""
		if p != nil {
			for _, st := range slices.Backward(p.Stage) {
				for _, c := range slices.Backward(st.Check) {
					if c.Name == "notice-sent" {
						wanted = c.id()
					}
				}
			}
		}
		var given time.Time
		for _, one := range w.notices {
			if at := one.out(w.now); one.Release == r.ID && w.announced(one, r) && (given.IsZero() || at.Before(given)) {
				given = at
			}
		}
		start, _ := r.Window.span(w.in(r))
		if r.Window.Start.At.IsZero() {
			start = time.Time{}
		}
		switch {
		case wanted != "" && r.imported() && given.IsZero():
			n.Imported++
			continue
		case wanted != "" && start.IsZero():
			n.Defects++
			continue
		}
		n.Provisional = n.Provisional || r.goesOn()
		if wanted == "" {
			unasked++
			continue
		}
		n.Population++
		band := ""
		if r.Risk != nil {
			band = r.Risk.Band
		}
		need, ok := book.Policy.Notice[band]
		if !ok {
			need = book.Policy.Notice["*"]
		}
		before := start.Sub(given)
		inTime := !given.IsZero() && before > 0 && before >= time.Duration(need)*time.Hour
		if given.IsZero() {
			none++
		} else {
			ahead = append(ahead, ms(before))
		}
		if inTime {
			good++
			continue
		}
		gates := w.gates(r, p, r.began())
		if slices.ContainsFunc(w.waivers, func(v *waiver) bool { return v.Of == r.ID && v.Check == wanted && v.through(p, gates) }) {
			let++
		}
	}
	n.Value = share(good, n.Population)
	n.Parts = map[string]Ratio{"median notice": middle(ahead), "without a notice": count(none), "let go by a waiver": count(let), "none asked for": count(unasked)}
	return n
}

func unauthorisedChanges(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	came := map[string]int{}
	captured := 0
	for _, c := range w.changes {
		if t, _ := w.about(c.ID); !in(t) || !s.holds(c.Submitted) {
			continue
		}
		n.Population++
		if c.Captured != nil {
			captured++
			came[c.Captured.Outcome]++
		}
	}
	n.Value = share(captured, n.Population)
	n.Parts = map[string]Ratio{"captured": count(captured), "under review": count(came[""]), "accepted afterwards": count(came["ratified"]), "backed out": count(came["backed-out"]), "corrected by an RFC": count(came["corrected"])}
	return n
}

func improvementsInTime(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	good, late, open, putOff, dropped, byLast, settled := 0, 0, 0, 0, 0, 0, 0
	for _, i := range w.improvements {
		if t, ok := w.about(i.Of); !ok || !in(t) {
			continue
		}
		first := i.Due
		if len(i.Handed) > 0 {
			first = i.Handed[0].Due
		}
		if !s.holds(w.begins(first)) {
			continue
		}
		over, last := first.over(), i.Due.over()
		switch {
		case i.Dropped != nil && i.Dropped.At.Before(over):
			dropped++
			continue
		case i.Done == nil && i.Dropped == nil && w.now.Before(over):
			n.Provisional = true
			continue
		case i.Done != nil && i.Done.At.Before(over):
			good++
		case i.Done != nil:
			late++
		case i.Dropped != nil:
			dropped++
		case w.now.Before(last):
			n.Provisional = true
		default:
			open++
		}
		n.Population++
		switch {
		case i.Done != nil:
			settled++
			if i.Done.At.Before(last) {
				byLast++
			}
		case i.Dropped != nil && !i.Dropped.At.Before(last), i.Dropped == nil && !w.now.Before(last):
			settled++
		}
		for k, h := range i.Handed {
			next := i.Due
			if k+1 < len(i.Handed) {
				next = i.Handed[k+1].Due
			}
			if next.over().After(h.Due.over()) {
				putOff++
				break
			}
		}
	}
	n.Value = share(good, n.Population)
	n.Parts = map[string]Ratio{"done late": count(late), "overdue": count(open), "put off": count(putOff), "dropped": count(dropped), "in time by their last date": share(byLast, settled)}
	return n
}

// audit is one item that an audit looked at.
type audit struct {
	of        subject
	doc, held string
	found     string
}

// readAudits are those of configuration items: every version of such a document, of which
// those of the same date count as they were written last.
func (w *World) readAudits() (out []*audit, err error) {
	type made struct{ doc, held string }
	last := map[made]*document{}
	take := func(d *document) { last[made{d.ID, d.Answers.Values["held"]}] = d }
	for _, d := range w.documents {
		if d.Form != "ci-audit" && d.Purpose != "ci-audit" {
			continue
		}
		for _, e := range w.log { // as each entry about the service left it
			if e.Subject == d.Of || e.Subject == d.ID {
				then, err := records[document](w.ask("document", "list", "--limit", "0", "--as-of", fmtPosition(e.Position)))
				if err != nil {
					return nil, err
				}
				for _, was := range then {
					if was.ID == d.ID {
						take(was)
					}
				}
			}
		}
		take(d)
	}
	for key, d := range last {
		t := subject{id: d.Of, kind: d.Title, service: d.Of}
		if s := w.services[d.Of]; s != nil {
			t.team = s.Team
		}
		for _, row := range d.Answers.Tables["items"] {
			out = append(out, &audit{t, key.doc, key.held, row["found"]})
		}
	}
	return out, nil
}

func cmdbAccuracy(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	found := map[string]int{}
	held := map[[2]string]bool{}
	for _, a := range w.audits {
		if !in(a.of) || !s.holds(w.begins(moment{Precision: "day", Day: a.held})) {
			continue
		}
		if !slices.Contains([]string{"right", "differs", "missing", "unchecked"}, a.found) {
			n.Defects++
			continue
		}
		if found[a.found]++; a.found != "unchecked" {
			n.Population++
		}
		held[[2]string{a.doc, a.held}] = true
	}
	n.Value = share(found["right"], n.Population)
	n.Parts = map[string]Ratio{"that differ": count(found["differs"]), "that are missing": count(found["missing"]), "not looked at": count(found["unchecked"]), "audits": count(len(held))}
	return n
}

// look is a check of the DML.
type look struct {
	Why                    string
	At                     time.Time
	Entries, Digests, More int
	Seen                   []struct{ Is string }
}

// dmlAccuracy is of the whole library: of none of what papers are of.
func dmlAccuracy(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	is := map[string]int{}
	right, digests, looks := 0, 0, 0
	for _, l := range w.looks {
		if l.Why == "start" || !s.holds(l.At) || !in(subject{}) {
			continue
		}
		looks++
		digests += l.Digests
		n.Population += l.Entries - l.Digests
		right += l.Entries - l.Digests - l.More
		for _, one := range l.Seen {
			if is[one.Is]++; one.Is != "whole" && one.Is != "digest" {
				right--
			}
		}
	}
	n.Value = share(right, n.Population)
	n.Parts = map[string]Ratio{"that were altered": count(is["altered"]), "without their content": count(is["missing"]), "that can't be read": count(is["unreadable"]), "with only a digest": count(digests), "checks": count(looks)}
	return n
}

// rehearsals are the runs that were no deployments, with their ways back.
func rehearsals(w *World, s Span, in func(subject) bool) Number {
	n := Number{}
	well, back, of := 0, 0, map[string]bool{}
	var took []int64
	for _, r := range w.rehearsals {
		if t, ok := w.about(r.Release); !ok || !in(t) || r.Ended.IsZero() || !s.holds(r.Ended) {
			continue
		}
		if b := r.Rollback; b != nil && b.Ended.IsZero() && r.Result != "rolled-back" {
			continue
		}
		n.Population++
		of[r.Release] = true
		if r.Result != "failed" {
			well++
		}
		if b := r.Rollback; b != nil {
			if back++; r.Result != "failed" && (b.Ended.IsZero() || b.Ended.Before(b.Decided)) {
				n.Defects++
			} else if r.Result != "failed" {
				took = append(took, ms(b.Ended.Sub(b.Decided)))
			}
		}
	}
	n.Value = share(well, n.Population)
	n.Parts = map[string]Ratio{"rehearsed rollbacks": count(back), "median time of a rehearsed rollback": middle(took), "releases that were rehearsed": count(len(of))}
	return n
}
