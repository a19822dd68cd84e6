package calendar

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// How much is fetched: of a month, of each day of a crowded month, and of an
// agenda. Counts are always of everything.
const (
	monthLimit  = 300
	dayRest     = 10
	agendaLimit = 200
)

// day is what lies on one day.
type day struct {
	entries  []store.Entry // releases and milestones, by start
	count    int           // how many there are, fetched or not
	holidays []string
	free     []store.Entry // holidays
	freezes  []store.Entry
	windows  []store.Entry // maintenance
	soft     bool
	hard     bool
}

func (c *Calendar) loadMonth() tea.Cmd {
	weeks := c.weeks
	return ask(c, "month", c.read(c.query(gridSpan(weeks), monthLimit)), func(p store.Calendar) tea.Cmd { return c.takeMonth(p, weeks) })
}

func gridSpan(weeks []when.Week) when.Span {
	return when.Span{Start: weeks[0].Days[0].Span.Start, End: weeks[len(weeks)-1].Days[6].Span.End}
}

// takeMonth sorts what came onto its days. Where a month holds more than was
// fetched, the days that got nothing are asked for one by one.
func (c *Calendar) takeMonth(p store.Calendar, weeks []when.Week) tea.Cmd {
	c.loaded, c.trouble, c.wrong, c.asOf = true, "", "", c.env.AsOf
	c.saved(p.Entries)
	c.loads++
	c.days = sortDays(p.Entries, weeks, c.env.Zone)
	c.empty = p.Total == 0 && !anything(c.days, weeks)
	var short []when.GridDay
	for _, w := range weeks {
		for _, g := range w.Days {
			n := p.PerDay[g.Date.String()]
			d := c.days[g.Date]
			if d == nil {
				if n == 0 {
					continue
				}
				d = &day{}
				c.days[g.Date] = d
			}
			d.count = max(n, len(d.entries))
			if len(d.entries) < min(d.count, dayRest) {
				short = append(short, g)
			}
		}
	}
	c.since = nil
	return tea.Batch(c.learnSince(), c.loadNear(), c.askRest("rest", short, false, c.takeRest))
}

// fetched is what came of asking for a single day.
type fetched struct {
	date    when.Date
	entries []store.Entry
}

// askRest asks for days of which too little was fetched with the others.
func (c *Calendar) askRest(what string, short []when.GridDay, zones bool, take func([]fetched) tea.Cmd) tea.Cmd {
	if len(short) == 0 {
		c.Asker().Forget(what)
		return nil
	}
	data, ctx, q := c.env.Data, c.env.Context, c.query(when.Span{}, dayRest)
	q.Zones = zones
	return ask(c, what, func() ([]fetched, error) {
		var rest []fetched
		for _, g := range short {
			q.Span = g.Span
			cal, err := data.Calendar(ctx, q)
			if err != nil {
				return nil, err
			}
			rest = append(rest, fetched{g.Date, cal.Entries})
		}
		return rest, nil
	}, take)
}

// nearMonths is how many months each way are fetched ahead.
const nearMonths = 2

// loadNear fetches the months before and after. What they show is asked for
// again when they are turned to; this only saves the eye a blank page.
func (c *Calendar) loadNear() tea.Cmd {
	var weeks []when.Week
	for p := c.month.Add(-nearMonths); p != c.month.Add(nearMonths+1); p = p.Next() {
		d := p.First()
		weeks = append(weeks, when.MonthGrid(d.Year, d.Month, c.env.FirstDay, c.env.Zone)...)
	}
	weeks = slices.CompactFunc(weeks, func(a, b when.Week) bool { return a.Days[0].Date == b.Days[0].Date })
	span := gridSpan(weeks)
	q := c.query(span, monthLimit)
	data, ctx, zone := c.env.Data, c.env.Context, c.env.Zone
	return ask(c, "near", func() (map[when.Date]*day, error) {
		cal, err := data.Calendar(ctx, q)
		if err != nil {
			return nil, err
		}
		days := sortDays(cal.Entries, weeks, zone)
		for _, w := range weeks {
			for _, g := range w.Days {
				if n := cal.PerDay[g.Date.String()]; n > 0 {
					if days[g.Date] == nil {
						days[g.Date] = &day{}
					}
					days[g.Date].count = max(n, days[g.Date].count)
				}
			}
		}
		return days, nil
	}, func(days map[when.Date]*day) tea.Cmd {
		c.near, c.nearSpan = days, span
		return nil
	})
}

// takeRest puts the entries of single days onto them.
func (c *Calendar) takeRest(rest []fetched) tea.Cmd {
	c.loads++
	for _, f := range rest {
		entries := onDay(f.entries, f.date, c.env.Zone).entries
		if d := c.days[f.date]; d != nil && len(entries) > len(d.entries) {
			d.entries = entries
			d.count = max(d.count, len(entries))
		}
	}
	return nil
}

// onDay is what lies on one day of some entries.
func onDay(entries []store.Entry, date when.Date, zone *time.Location) *day {
	one := []when.Week{{}}
	one[0].Days[0] = when.GridDay{Date: date, Span: date.Span(zone)}
	if d := sortDays(entries, one, zone)[date]; d != nil {
		return d
	}
	return &day{}
}

// sortDays puts entries onto the days of a grid which they touch.
func sortDays(entries []store.Entry, weeks []when.Week, zone *time.Location) map[when.Date]*day {
	days := map[when.Date]*day{}
	at := func(d when.Date) *day {
		if days[d] == nil {
			days[d] = &day{}
		}
		return days[d]
	}
	for _, e := range entries {
		span := spanOf(e, zone)
		for i := range weeks {
			for k := range weeks[i].Days {
				g := &weeks[i].Days[k]
				if !span.Overlaps(g.Span) {
					if e.Tints() && holds(e, zone).Overlaps(g.Span) { // named; the date is not its own
						at(g.Date).freezes = append(at(g.Date).freezes, e)
					}
					continue
				}
				d := at(g.Date)
				switch {
				case e.Tints():
					d.freezes = append(d.freezes, e)
					d.hard = d.hard || e.Hard
					d.soft = d.soft || !e.Hard
				case e.Kind == model.WindowHoliday:
					d.holidays, d.free = append(d.holidays, e.Title), append(d.free, e)
				case e.Background():
					d.windows = append(d.windows, e)
				default:
					d.entries = append(d.entries, e)
				}
			}
		}
	}
	for _, d := range days {
		slices.SortStableFunc(d.entries, func(a, b store.Entry) int { return a.Start.At.Compare(b.Start.At) })
		d.count = len(d.entries)
	}
	return days
}

// anything says whether there is something on the days of a grid.
func anything(days map[when.Date]*day, weeks []when.Week) bool {
	for _, w := range weeks {
		for _, g := range w.Days {
			if days[g.Date] != nil {
				return true
			}
		}
	}
	return false
}

// spanOf is the time an entry takes on a calendar in zone: what is planned, and of a
// release that is being deployed all until now.
func spanOf(e store.Entry, zone *time.Location) when.Span {
	s := plannedOf(e, zone)
	if on := e.UnderWay; !on.IsZero() {
		if on.Start.Before(s.Start) {
			s.Start = on.Start
		}
		if on.End.After(s.End) {
			s.End = on.End
		}
	}
	return s
}

// holds is when a window holds, to the minute: what rows of hours show. Its dates may be
// those of another zone.
func holds(e store.Entry, zone *time.Location) when.Span {
	if e.Span.IsZero() {
		return spanOf(e, zone)
	}
	return e.Span
}

// otherHours reports whether the dates of a window are those of another zone, so that it
// holds from and until other hours than theirs.
func otherHours(e *store.Entry, zone *time.Location) bool {
	is, on := holds(*e, zone), spanOf(*e, zone)
	return isWindow(e) && e.Kind != model.WindowHoliday && e.Start.Precision == when.Day && !(is.Start.Equal(on.Start) && is.End.Equal(on.End))
}

// plannedOf is the time that is planned for an entry, at least a minute: a whole day is
// the same date on every calendar.
func plannedOf(e store.Entry, zone *time.Location) when.Span {
	s := e.Span
	if s.IsZero() {
		s = e.Slot().Span(zone)
	}
	s = e.Slot().Shown(s, zone)
	if !s.End.After(s.Start) {
		s.End = s.Start.Add(1)
	}
	return s
}
