package standup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
)

// days are the releases that lie in today or tomorrow, with those that should have begun
// by now before them.
func (f *Facts) days() []Line {
	var out []Line
	for _, id := range f.Urgent {
		r := f.get(id)
		out = append(out, Line{Word: "emergency", ID: id, Grave: true, Text: f.release(id) + ": declared " + f.moment(r.Emergency().At) + ", stage " + f.stage(r, r.Stage)})
	}
	for _, p := range f.Late {
		r := f.get(p.ID)
		late := when.Late(r.Window.Start, f.Case.Now, f.Case.Rules.Policy.Location())
		out = append(out, Line{Word: "late", ID: r.ID, Grave: true, Text: joined(", ", f.release(r.ID)+": "+f.date(r.Window.Start), late, f.stage(r, r.Stage), f.marks(p))})
	}
	today := f.today()
	for _, p := range f.Running {
		run := f.Case.LastRun(p.ID)
		l := Line{Word: "now", ID: p.ID, Text: f.release(p.ID) + ": under way since " + f.moment(run.Started)}
		if b := run.Rollback; run.GoesBack() {
			l.Text, l.Grave = fmt.Sprintf("%s: rolling back since %s, %s", f.release(p.ID), f.moment(b.Decided), b.Trigger), true
		}
		if end := p.Span.End; !end.IsZero() && f.Case.Now.After(end) {
			l.Text, l.Grave = l.Text+", planned until "+f.date(p.Slot.End), true
		}
		out = append(out, l)
	}
	for _, p := range f.Planned {
		for n, word := range []string{"today", "tomorrow"} {
			if p.Slot.Shown(p.Span, f.Zone).Overlaps(today.AddDays(n).Span(f.Zone)) && !f.isLate(p.ID) {
				out = append(out, f.planned(word, p))
				break
			}
		}
	}
	for _, m := range f.Milestones {
		for n, word := range []string{"today", "tomorrow"} {
			if m.At.On(f.Zone) == today.AddDays(n) {
				out = append(out, Line{Word: word, ID: m.ID, Text: string(m.ID) + " " + m.Title})
			}
		}
	}
	return out
}

func (f *Facts) isLate(id model.ID) bool {
	return slices.ContainsFunc(f.Late, func(p Planned) bool { return p.ID == id })
}

// week are the releases that begin in the days after tomorrow.
func (f *Facts) week() []Line {
	var out []Line
	var dates []when.Date // of each line
	for _, p := range f.Planned {
		if at := p.Slot.Start.On(f.Zone).Sub(f.today()); at > 1 && at <= WeekDays {
			out, dates = append(out, f.planned("", p)), append(dates, p.Slot.Start.On(f.Zone))
		}
	}
	for _, m := range f.Milestones {
		if at := m.At.On(f.Zone).Sub(f.today()); at > 1 && at <= WeekDays {
			l := Line{Word: m.At.On(f.Zone).Format(when.Short), ID: m.ID, Text: string(m.ID) + " " + m.Title}
			i := slices.IndexFunc(dates, func(d when.Date) bool { return m.At.On(f.Zone).Before(d) })
			if i < 0 {
				i = len(dates)
			}
			dates, out = slices.Insert(dates, i, m.At.On(f.Zone)), slices.Insert(out, i, l)
		}
	}
	return out
}

// planned is a release with when it is, where it stands, and what speaks against it; the
// word is its date where there is none.
func (f *Facts) planned(word string, p Planned) Line {
	r := f.get(p.ID)
	day := p.Slot.Start.On(f.Zone)
	hours := ""
	if p.Slot.Start.Precision == when.Minute {
		hours = p.Slot.Start.At.In(f.Zone).Format("15:04")
		if end := p.Slot.End; end.Precision == when.Minute && !end.IsZero() {
			hours += "–" + end.At.In(f.Zone).Format("15:04")
		}
	}
	switch {
	case word == "":
		word = day.Format(when.Short)
	case day.Before(f.today()):
		hours = joined(" ", "since "+day.Format(when.Short), hours)
	}
	stage, marks := f.stage(r, r.Stage), f.marks(p)
	l := Line{Word: word, ID: r.ID, Text: joined(", ", joined(": ", f.release(r.ID), hours), stage, marks)}
	l.Grave = marks != "" && strings.Contains(marks, "conflict") || urgent(r)
	return l
}

// marks are what has to be seen of a release: its risk, and that it is in conflict.
func (f *Facts) marks(p Planned) string {
	r := f.get(p.ID)
	risk, conflict, kind, hold := "", "", "", ""
	if p.Look != "" {
		risk = "risk " + strings.ToLower(p.Look)
	}
	if n := len(f.open(p.ID)); n > 0 && !r.Deployed {
		conflict = "in conflict"
	}
	if urgent(r) {
		kind = "EMERGENCY"
	}
	if r.Hold != nil {
		hold = "on hold"
	}
	return joined(", ", kind, risk, hold, conflict)
}

// soon is from when on a gate that isn't passed blocks something: what begins later has
// its time.
func (f *Facts) soon(r *model.Release) bool {
	return !r.Window.IsZero() && r.Window.Start.On(f.Zone).Sub(f.today()) <= WeekDays
}

// blocked are the releases, and changes that go their own way, that can't go on before
// somebody does something: what is on hold, what waits for a word, and what begins within
// the week, or should have, and whose gate is blocked. Each stands once, with all that it
// waits for, the earliest first.
func (f *Facts) blocked() []Line {
	type entry struct {
		id    model.ID
		why   []string
		at    time.Time
		grave bool
	}
	var list []*entry
	of := func(id model.ID) *entry {
		for _, e := range list {
			if e.id == id {
				return e
			}
		}
		e := &entry{id: id}
		if r := f.get(id); r != nil {
			e.at, e.grave = r.Window.Start.At, f.isLate(id) || urgent(r)
		} else {
			e.grave = true // a change that goes its own way
		}
		list = append(list, e)
		return e
	}
	for _, id := range f.OnHold {
		r := f.get(id)
		e := of(id)
		e.why = append(e.why, "until "+f.date(r.Hold.Review)+f.by("by", r.Hold.By)+f.own(r.Hold.Reason))
	}
	for _, w := range f.Waiting {
		e := of(w.Of)
		who, days := names(model.Each(w.Who, anyOf)), ""
		if who != "" {
			who = "on " + who
		}
		if n := when.DaysBetween(w.Since, f.Case.Now, f.Zone); n > 0 {
			days = fmt.Sprintf("for %d d", n)
		}
		e.why = append(e.why, joined(": ", joined(" ", who, days), brief(line(w.Title))))
	}
	for id, list := range f.Unusable {
		if r := f.get(id); len(list) > 0 && r.Hold == nil {
			e := of(id)
			e.why = append(e.why, list...)
		}
	}
	for id, g := range f.Gates {
		r := f.get(id)
		if g.Ready() || r.Hold != nil || !f.soon(r) || slices.ContainsFunc(list, func(e *entry) bool { return e.id == id }) {
			continue
		}
		met, all := g.Count()
		for _, finding := range g.Findings {
			if !finding.Blocks() || finding.Check == gate.InsideWindow && !f.isLate(id) { // its time will come
				continue
			}
			e := of(id)
			e.why = append(e.why, fmt.Sprintf("on %s: %s, %d of %d met: %s", cmp.Or(f.Case.Rules.RoleTitle(finding.Role), "somebody"), f.stage(r, r.Stage), met, all, finding.Text))
			break
		}
	}
	rank := func(e *entry) int { // what is late or can't wait, what begins, what has no dates or is deployed
		if r := f.get(e.id); e.grave {
			return 0
		} else if e.at.IsZero() || r != nil && r.Deployed {
			return 2
		}
		return 1
	}
	slices.SortFunc(list, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.at.Compare(b.at), model.CompareIDs(a.id, b.id))
	})
	var out []Line
	for _, e := range list {
		word := "blocked"
		switch r := f.get(e.id); {
		case r != nil && r.Hold != nil:
			word = "on hold"
		case f.isLate(e.id):
			word = "late"
		case slices.ContainsFunc(f.Waiting, func(w Waiting) bool { return w.Of == e.id }):
			word = "waits"
		}
		out = append(out, Line{Word: word, ID: e.id, Grave: e.grave, Text: f.release(e.id) + " " + strings.Join(e.why, "; ")})
	}
	return out
}

func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
