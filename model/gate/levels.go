package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/level"
	"fairway/model/when"
)

// Levels are what the service levels of a service are reckoned of around a span: its
// agreements, its outages as runs, incidents, plans and people say them, and its calendar.
// It is nil where these are not among the facts (Needs.Levels).
func Levels(c *model.Case, service model.ID, in when.Span) *level.Facts {
	l := c.Levels
	if l == nil {
		return nil
	}
	s := model.Get[*model.Service](l, service)
	if s == nil {
		return nil
	}
	home := c.Rules.Policy.Location()
	f := &level.Facts{Zone: s.Location(home), Now: c.Now}
	f.Off = Holidays(l, c.Rules.Policy, when.Span{Start: in.Start.AddDate(0, 0, -2), End: in.End.AddDate(0, 0, 2)})
	for _, a := range model.All[*model.Agreement](l) {
		if a.Service == service {
			f.Agreements = append(f.Agreements, a)
		}
	}
	for _, w := range model.All[*model.Window](l) {
		if w.Withdrawn != "" || w.Everything || len(w.Environments) > 0 || !isFor(w, s) {
			continue
		}
		spans, err := calendar.Occurrences(Window(w, home), in)
		if err != nil {
			continue // a rule that can't be read has no days
		}
		for _, span := range spans {
			switch w.Class {
			case model.WindowMaintenance:
				f.Maintenance = append(f.Maintenance, span)
			case model.WindowHoliday: // of this service alone, or its site or customers
				for _, d := range span.Dates(f.Zone, 400) {
					f.Off[d] = true
				}
			}
		}
	}
	f.Outages = outages(l, s, c.Now)
	return f
}

// InForce is the agreement that a service has now; nil where it has none, or where these are
// not among the facts (Needs.Levels).
func InForce(c *model.Case, service model.ID) *model.Agreement {
	now := when.Span{Start: c.Now, End: c.Now.Add(1)}
	f := Levels(c, service, now)
	if f == nil {
		return nil
	}
	for _, s := range f.InForce(now) {
		return s.Agreement
	}
	return nil
}

// isFor reports whether a window is for a service, by its name, its site or its customers.
func isFor(w *model.Window, s *model.Service) bool {
	fold := func(list []string, word string) bool {
		return word != "" && slices.ContainsFunc(list, func(of string) bool { return strings.EqualFold(of, word) })
	}
	return slices.Contains(w.Services, s.ID) || fold(w.Sites, s.Site) || slices.ContainsFunc(s.Customers, func(of string) bool { return fold(w.Customers, of) })
}

// outages are those of a service. What somebody entered in the place of what a run or an
// incident says is counted, and that is not; what only names one as its cause is beside it.
func outages(l *model.Case, s *model.Service, now time.Time) []level.Outage {
	var out []level.Outage
	instead := map[model.ID]model.ID{}
	zone := s.Location(l.Rules.Policy.Location())
	for _, o := range model.All[*model.Outage](l) {
		if o.Service != s.ID || o.Cancelled != nil {
			continue
		}
		if o.Of != "" && instead[o.Of] == "" {
			instead[o.Of] = o.ID
		}
		if o.Sort == model.OutageNone {
			continue
		}
		one := level.Outage{Of: o.ID, From: o.Of, Reason: o.Reason, Cause: o.Cause, Title: o.Text, Planned: o.Sort == model.OutagePlanned, Spans: []when.Span{entered(o, zone, now)}, Open: o.State() == model.OutageOpen}
		for _, of := range []model.ID{o.Of, o.Cause} {
			if run := model.Get[*model.Run](l, of); run != nil {
				one.Release = run.Release
			} else if of.Kind() == model.KindRelease {
				one.Release = of
			}
		}
		out = append(out, one)
	}
	for _, i := range model.All[*model.Incident](l) {
		if i.Service == s.ID {
			one := level.Outage{Of: i.ID, Instead: instead[i.ID], Title: i.Title, Severity: i.Severity, Spans: hit(i, now), Open: i.State == model.IncidentOpen}
			if len(i.CausedBy) > 0 {
				one.Release = i.CausedBy[0]
			}
			out = append(out, one)
		}
	}
	for _, r := range model.All[*model.Release](l) {
		if r.Service != s.ID {
			continue
		}
		length, after := downtime(l, r)
		running := false
		for _, run := range l.Runs(r.ID) {
			running = running || run.Open()
			one := level.Outage{Of: run.ID, Instead: cmp.Or(instead[run.ID], instead[r.ID]), Release: r.ID, Title: r.Title()}
			if span := during(run, length, after); length > 0 && !span.IsZero() {
				one.Planned, one.Spans = true, []when.Span{span}
				out = append(out, one)
			}
			span := failed(run, now)
			unknown := unrestored(run)
			if unknown && span.IsZero() { // it failed at its very end
				at := cmp.Or(run.Failed, run.Ended)
				span = when.Span{Start: at, End: at}
				one.Title += " (failed, and nobody said when the service was back)"
			} else if unknown {
				one.Title += " (nobody said when the service was restored: counted until the run ended)"
			}
			if unknown || !span.IsZero() {
				one.Planned, one.Spans, one.Open, one.Unknown = false, []when.Span{span}, run.Open(), unknown
				out = append(out, one)
			}
		}
		if span := ahead(l, r, length, after); length > 0 && !running && !r.Deployed && !r.Ended() && span.End.After(now) {
			out = append(out, level.Outage{Of: r.ID, Release: r.ID, Title: r.Title(), Planned: true, Ahead: true, Spans: []when.Span{span}})
		}
	}
	return out
}

// entered is when an outage was, or is to be, that somebody entered.
func entered(o *model.Outage, zone *time.Location, now time.Time) when.Span {
	span := o.Slot.Span(zone)
	if o.Slot.End.IsZero() {
		span.End = later(now, span.Start)
	}
	return span
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// hit is when an incident kept its service from being there: from the beginning of its impact
// until it was restored, anew from each reopening.
func hit(i *model.Incident, now time.Time) []when.Span {
	var out []when.Span
	start := i.Began()
	for _, again := range i.Reopenings {
		out = append(out, when.Span{Start: start, End: again.Resolved})
		start = again.At
	}
	end := i.Resolved
	if i.State == model.IncidentOpen || end.IsZero() {
		end = now
	}
	return append(out, when.Span{Start: start, End: later(end, start)})
}

// downtime is how long the service is down by the plan of a release, and how long after the
// start of the deployment that begins. said in the plan, both are 0 where it is not.
func downtime(c *model.Case, r *model.Release) (length, after time.Duration) {
	if plan := c.Document(FormPlan, r.ID); plan != nil {
		return plan.Meant().Duration("downtime"), plan.Meant().Duration("downtime_after")
	}
	return 0, 0
}

// during is when the service was down by the plan in a run: no longer than that took.
func during(run *model.Run, length, after time.Duration) when.Span {
	span := when.Span{Start: run.Started.Add(after), End: run.Started.Add(after + length)}
	if !run.Open() && run.Ended.Before(span.End) {
		span.End = run.Ended
	}
	if !span.Start.Before(span.End) {
		return when.Span{}
	}
	return span
}

// failed is from when a deployment had failed until the service was restored: of one of which
// nobody said that, until the run ended, and while it goes on up to now.
func failed(run *model.Run, now time.Time) when.Span {
	if run.Failed.IsZero() {
		return when.Span{}
	}
	end := run.Restored
	switch {
	case !end.IsZero():
	case !run.Open():
		end = run.Ended
	default:
		end = now
	}
	if !run.Failed.Before(end) {
		return when.Span{}
	}
	return when.Span{Start: run.Failed, End: end}
}

// unrestored reports whether a deployment failed, is over, and nobody said when the service
// was back.
func unrestored(run *model.Run) bool {
	return !run.Open() && run.Restored.IsZero() && (!run.Failed.IsZero() || run.Result == model.RunFailed)
}

// ahead is when the service will be down by the plan of a release.
func ahead(c *model.Case, r *model.Release, length, after time.Duration) when.Span {
	if r.Window.IsZero() {
		return when.Span{}
	}
	start := r.Window.Span(c.Zone(r)).Start.Add(after)
	return when.Span{Start: start, End: start.Add(length)}
}

// Cost is what a deployment takes of the targets of its service.
type Cost struct {
	// Downtime is how long the service is down by the plan; Said that it says so, if only
	// that it stays up.
	Downtime time.Duration
	Said     bool
	// Beside are the outages that were entered by hand for this release: they are counted with
	// what the plan says.
	Beside []model.ID
	Months []level.Cost
}

// Over reports whether a target is missed by it.
func (k *Cost) Over() bool {
	return slices.ContainsFunc(k.Months, func(m level.Cost) bool { return m.Left < 0 })
}

// Words say what it takes and what is left, a line for each month, as it goes on after
// "availability".
func (k *Cost) Words() []string {
	if !k.Said {
		return []string{"the plan does not say how long the service is down"}
	}
	var out []string
	for _, m := range k.Months {
		out = append(out, fmt.Sprintf("in %s it %s of %s allowed, %s taken, %s planned besides, %s", m.Month.Title(), takesWords(m.Takes), level.Length(m.Before.Allowed), level.Length(m.Before.Down()), level.Length(m.Before.Ahead), leftWords(m.Left)))
	}
	return out
}

func takesWords(d time.Duration) string {
	if d == 0 {
		return "takes nothing"
	}
	return "takes " + level.Length(d)
}

func leftWords(d time.Duration) string {
	if d < 0 {
		return level.Length(-d) + " too much"
	}
	return level.Length(d) + " left after it"
}

// CostOf is what the deployment of a release will take of the targets of its service, and
// what is left of them. It is nil where nothing is agreed for the months it lies in, it has no
// dates, or it is deployed or over.
func CostOf(c *model.Case, r *model.Release) *Cost {
	if r.Window.IsZero() || r.Deployed || r.Ended() || c.Levels == nil {
		return nil
	}
	home := c.Rules.Policy.Location()
	span := r.Window.Span(c.Zone(r))
	first, last := when.PeriodOf(span.Start, when.Monthly, home), when.PeriodOf(span.End.Add(-1), when.Monthly, home)
	f := Levels(c, r.Service, when.Span{Start: first.Span(home).Start, End: last.Next().Span(home).End})
	if f == nil || len(f.InForce(when.Span{Start: first.Span(home).Start, End: last.Span(home).End})) == 0 {
		return nil
	}
	k := &Cost{}
	var planned []when.Span
	if plan := c.Document(FormPlan, r.ID); plan != nil {
		length, after := downtime(c, r)
		k.Downtime, k.Said = length, plan.Meant().Get("downtime") != ""
		if length > 0 {
			planned = append(planned, ahead(c, r, length, after))
		}
	}
	running := slices.ContainsFunc(c.Levels.Runs(r.ID), (*model.Run).Open)
	own := f.Outages
	f.Outages = nil
	for _, o := range own {
		switch {
		case o.Of == r.ID, running && o.Release == r.ID && o.Of.Kind() == model.KindRun:
			// the plan as it is, which is reckoned here
		case o.Planned && o.Release == r.ID && o.Of.Kind() == model.KindOutage:
			k.Beside = append(k.Beside, o.Of)
			planned = append(planned, o.Spans...)
			k.Downtime = when.Lengths(when.Union(planned))
		default: // an earlier try of its own has taken what it took
			f.Outages = append(f.Outages, o)
		}
	}
	k.Months = f.Costs(planned, home)
	if len(planned) == 0 { // it stays up: what is left is left
		k.Months = f.Costs([]when.Span{{Start: span.Start, End: span.Start.Add(1)}}, home)
		for i := range k.Months {
			k.Months[i].Takes, k.Months[i].Left = 0, k.Months[i].Before.Left()
		}
	}
	return k
}

// Took is what the deployments of a release took of the targets of its service, in one month.
type Took struct {
	Month              when.Period
	Downtime           time.Duration // by its plan, in all months
	Planned, Unplanned time.Duration
	Level              level.Level // of the month as it stands, with all that was out
}

// Words say what was planned, what was taken, and what is left, as it goes on after
// "availability".
func (k Took) Words() string {
	left := level.Length(k.Level.Left()) + " left of " + level.Length(k.Level.Allowed)
	if k.Level.Left() < 0 {
		left = level.Length(-k.Level.Left()) + " more than the " + level.Length(k.Level.Allowed) + " allowed"
	}
	plan := "no downtime was planned"
	if k.Downtime > 0 {
		plan = level.Length(k.Downtime) + " of downtime were planned"
	}
	return fmt.Sprintf("in %s it took %s as planned and %s unplanned (%s); %s, the month is %s", k.Month.Title(), level.Length(k.Planned), level.Length(k.Unplanned), plan, left, k.Level.Words())
}

// TookOf is what the deployments of a release took of the targets of its service, by its runs,
// by outages that came from it and by incidents that it is confirmed to have caused: of each
// month with any of it, and of the one of the last run. It is empty where nothing ran or
// nothing was agreed.
func TookOf(c *model.Case, r *model.Release) (out []Took) {
	last := c.LastRun(r.ID)
	if c.Levels == nil || last == nil {
		return nil
	}
	home := c.Rules.Policy.Location()
	runs := c.Runs(r.ID)
	first := when.PeriodOf(runs[0].Started, when.Monthly, home)
	end := when.PeriodOf(c.Now, when.Monthly, home)
	f := Levels(c, r.Service, when.Span{Start: first.Span(home).Start, End: end.Span(home).End})
	if f == nil {
		return nil
	}
	own := *f
	own.Outages = slices.DeleteFunc(slices.Clone(f.Outages), func(o level.Outage) bool { return o.Release != r.ID || o.Ahead })
	lasts := when.PeriodOf(last.Started, when.Monthly, home)
	planned, _ := downtime(c, r)
	for m := first; !end.First().Before(m.First()); m = m.Next() {
		in := m.Span(home)
		l := own.In(in)
		if l.Known() && (l.Down() > 0 || m == lasts) {
			out = append(out, Took{m, planned, l.Planned, l.Unplanned, f.In(in)})
		}
	}
	return out
}

// checkTarget is met where what the deployment takes of the service's targets is left of
// them; a process may ask for it before it is authorised.
const checkTarget = "target-kept"

func targetKept(f facts) answer {
	k := CostOf(f.Case, f.r)
	switch {
	case f.r.Window.IsZero():
		return open("no dates are planned, and without them nobody knows what it takes of the service's target").by(moveDates(f.r))
	case k == nil || len(k.Months) == 0:
		return skip("nothing is agreed for the service in the month of the deployment")
	case !k.Said:
		return open("the plan does not say how long the service is down").in("downtime", 0)
	case k.Over():
		return open("%s", strings.Join(k.Words(), "; ")).by(model.ByForm(FormPlan, f.r.ID).For("plan less downtime, or outside the agreed hours"), moveDates(f.r))
	}
	return met("%s", strings.Join(k.Words(), "; "))
}
