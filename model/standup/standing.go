package standup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/gate"
	"fairway/model/grammar"
	"fairway/model/when"
)

// open are the conflicts of a release that nobody has accepted.
func (f *Facts) open(id model.ID) []gate.Conflict {
	return slices.DeleteFunc(slices.Clone(f.Conflicts[id]), func(c gate.Conflict) bool { return !c.Open() })
}

// conflicts are what the dates of the coming days collide with, each pair once, and the
// freezes: those of these days, else the next one. The worst come first.
func (f *Facts) conflicts() []Line {
	type against struct {
		text string
		gate.Conflict
	}
	type collision struct {
		Line
		worst gate.Conflict
	}
	var all []collision
	seen := map[string]bool{}
	for _, list := range [][]Planned{f.Late, f.Planned} {
		for _, p := range list {
			var with, windows []against
			met := map[string]int{} // with whom, at which place of with
			for _, c := range f.open(p.ID) {
				if seen[c.Key] {
					continue
				}
				seen[c.Key] = true
				if kinds[c.Kind] == "" {
					windows = append(windows, against{f.against(c), c})
					continue
				}
				for _, id := range c.With {
					at, known := met[id]
					if !known {
						met[id] = len(with)
						with = append(with, against{"with " + f.release(model.ID(id)) + f.why(p.ID, id), c})
					} else if gate.Worse(&c, &with[at].Conflict) < 0 {
						with[at].Conflict = c
					}
				}
			}
			found := append(with, windows...)
			if len(found) == 0 {
				continue
			}
			slices.SortStableFunc(found, func(a, b against) int { return gate.Worse(&a.Conflict, &b.Conflict) })
			texts := model.Each(found, func(a against) string { return a.text })
			all = append(all, collision{Line{Word: found[0].Standing(), ID: p.ID, Grave: true, Text: f.release(p.ID) + ": " + strings.Join(texts, "; ")}, found[0].Conflict})
		}
	}
	slices.SortStableFunc(all, func(a, b collision) int { return gate.Worse(&a.worst, &b.worst) })
	return append(model.Each(all, func(c collision) Line { return c.Line }), f.freezes()...)
}

// kinds are the kinds of conflict with another release, in a word or two.
var kinds = map[string]string{calendar.SameItem: "the same item", calendar.DependentItem: "items that depend on each other", calendar.SameService: "the same service",
	calendar.PersonTwice: "the same people", calendar.PersonAbsent: "absent people", calendar.NobodyOnCall: "nobody on call", calendar.BusinessEvent: "business events", calendar.OverCapacity: "more than can be done at a time", calendar.EnvironmentTwice: "the same environment", calendar.Order: "the wrong order"}

// why says in what two releases collide.
func (f *Facts) why(id model.ID, with string) string {
	var out []string
	for _, c := range f.open(id) {
		if word := kinds[c.Kind]; word != "" && slices.Contains(c.With, with) && !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + names(out) + ")"
}

// against is what a conflict with a window, or with the notice, is.
func (f *Facts) against(c gate.Conflict) string {
	title := func() string {
		return strings.Join(model.Each(c.With, func(id string) string { return f.Case.Title(model.ID(id)) }), ", ")
	}
	switch c.Kind {
	case calendar.FreezeHard:
		return "in the hard freeze " + title()
	case calendar.FreezeSoft:
		return "in the freeze " + title()
	case calendar.OutsideMaintenance:
		return "outside its maintenance window"
	case calendar.TooLittleNotice:
		return "too little notice"
	}
	return strings.ReplaceAll(c.Kind, "-", " ")
}

// isWritten reports whether a window is new, or other than last time.
func (f *Facts) isWritten(id model.ID) bool {
	return slices.ContainsFunc(f.Windows, func(c Window) bool { return c.Now.ID == id && (c.Before == nil || f.differs(c.Before, c.Now) != "") })
}

// freezes are those of the coming days, and those that are new or were changed; where there
// are none of these days, the one that begins next.
func (f *Facts) freezes() []Line {
	until := f.today().AddDays(WeekDays + 1).Start(f.Zone)
	var out []Line
	for i, z := range f.Freezes {
		if z.Span.Start.Before(until) || i == 0 || f.isWritten(z.ID) {
			word := model.WindowWords(model.WindowFreeze, z.Hard)
			text := joined(", for ", z.Title, z.For) + ": " + when.FormatSlot(z.Slot.Start, z.Slot.End, f.Zone, f.style(z.Slot.Start))
			if z.Span.Holds(f.Case.Now) {
				text += ", now"
			} else if !z.Span.Start.Before(until) && i == 0 {
				text += ", the next one"
			}
			out = append(out, Line{Word: word, ID: z.ID, Text: text})
		}
	}
	return out
}

func (f *Facts) style(m when.Moment) when.Style {
	if m.On(f.Zone).Year != f.Case.Now.In(f.Zone).Year() {
		return when.Long
	}
	return when.Short
}

// life are the releases in early life, those with open incidents first; those without are
// one line.
func (f *Facts) life() []Line {
	var out []Line
	var quiet []string
	var calm []model.ID
	for _, id := range f.Deployed {
		r := f.get(id)
		run := f.Case.LastRun(id)
		if run == nil || run.Going() || run.Result != model.RunDeployed {
			continue
		}
		var open, over []*model.Incident
		for _, i := range model.All[*model.Incident](f.Case) {
			if !slices.Contains(i.CausedBy, id) && !slices.Contains(i.Suspects, id) || i.Opened.Before(run.Started) {
				continue
			}
			if i.State == model.IncidentOpen {
				open = append(open, i)
			} else {
				over = append(over, i)
			}
		}
		days := f.Case.Under(r).Policy.EarlyLife(model.PolicyKeys(r.Type, r.TypePurpose, r.Major)...)
		ends := run.Ended.Add(time.Duration(days) * 24 * time.Hour)
		late := f.Case.Now.After(ends)
		if late && len(open) == 0 && !f.watched(r) {
			continue
		}
		until := "until " + f.moment(ends)
		if late {
			until = "its days are over"
		}
		status, bad := f.status(r, late)
		if len(open) == 0 && len(over) == 0 && !bad {
			calm, quiet = append(calm, id), append(quiet, joined(", ", f.release(id), until, status))
			continue
		}
		grave := bad
		what := model.Each(open, func(i *model.Incident) string {
			grave = grave || f.Case.Rules.Policy.Grave(i.Severity)
			word := fmt.Sprintf("%s %s", i.ID, i.Severity)
			if !slices.Contains(i.CausedBy, id) {
				word += " suspected"
			}
			if f.Unnamed {
				return word
			}
			return word + f.own(i.Title)
		})
		word := "incidents"
		switch {
		case len(open) == 0 && bad:
			word, what = "watched", nil
		case len(open) == 0:
			word, what = "quiet again", nil
		}
		resolved := ""
		if len(over) > 0 {
			resolved = grammar.Count(len(over), "incident") + " resolved"
			if n := len(slices.DeleteFunc(slices.Clone(over), func(i *model.Incident) bool { return !f.Case.Rules.Policy.Grave(i.Severity) })); n > 0 {
				resolved += fmt.Sprintf(", %d of %s", n, f.Case.Rules.Policy.GraveWords())
			}
		}
		out = append(out, Line{Word: word, ID: id, Grave: grave, Text: f.release(id) + ": " + joined("; ", names8(what), status, resolved, until)})
	}
	slices.SortStableFunc(out, func(a, b Line) int { return bit(a.Word != "incidents") - bit(b.Word != "incidents") })
	if len(quiet) > 0 {
		out = append(out, together("no incident", calm, quiet, "; "))
	}
	return out
}

// status is how a release stands today by whoever watches it: "stable today: no calls"; what was
// said last where nobody has yet, which is told until its days are over (late). bad is that it
// does not stand well.
func (f *Facts) status(r *model.Release, late bool) (text string, bad bool) {
	list := f.Case.EarlyStatuses(r.ID)
	today := when.DateOf(f.Case.Now, f.Case.Zone(r)).String()
	var last *model.EarlyStatus
	for _, e := range list {
		if last == nil || e.Day > last.Day {
			last = e
		}
	}
	before := func() string {
		day := when.OnDay(when.DateOf(last.At, f.Case.Zone(r)), f.Case.Zone(r))
		return when.Format(day, f.Case.Zone(r), f.style(day))
	}
	switch {
	case last == nil && (late || !f.watched(r)):
		return "", false
	case last == nil:
		return joined(", ", "no status yet", f.unsaid(r)), false
	case last.Day == today:
		text = last.Standing.Plain() + " today"
	case f.watched(r) && !late:
		text = "no status today, " + last.Standing.Plain() + " on " + before()
	default:
		text = last.Standing.Plain() + " on " + before()
	}
	return joined(", ", text+f.own(last.Text), f.unsaid(r)), last.Standing == model.EarlyUnstable && f.watched(r)
}

// unsaid names the days before today of which nobody said how a release stood; "" for none.
func (f *Facts) unsaid(r *model.Release) string {
	list := gate.Unwatched(f.Case, r)
	today := when.DateOf(f.Case.Now, f.Case.Zone(r))
	list = slices.DeleteFunc(list, func(d when.Date) bool { return d == today })
	if len(list) == 0 {
		return ""
	}
	return "no daily status of " + gate.DaysWords(list, 1)
}

// watched reports whether a release stands in a stage of early life, whatever it is
// called: one that asks for days to pass.
func (f *Facts) watched(r *model.Release) bool {
	p, ok := f.Case.Under(r).Process(r.Type)
	if !ok {
		return false
	}
	s, _ := p.Stage(r.Stage)
	return gate.EarlyLife(s)
}

// overdue is what is past its deadline, the oldest first.
func (f *Facts) overdue() []Line {
	var out []Line
	for _, o := range f.Owed {
		text := f.release(o.ID) + ": " + o.Title + ", due " + f.moment(o.Due)
		if who := names(o.Who); who != "" {
			text += ", owed by " + who
		}
		out = append(out, Line{Word: "overdue", ID: o.ID, Text: text, Grave: true})
	}
	return out
}
