package calendar

import (
	"cmp"
	"math"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// scale is how much time a timeline shows.
type scale int

const (
	byDays    scale = iota // some weeks, from Monday of the chosen day's week on
	byQuarter              // the chosen day's quarter of the year
	byHours                // the chosen day and some after it
)

// timelineLimit is how many releases a timeline shows at most; it says how many more
// there are.
const timelineLimit = 400

// timeline is services by time: what is planned, what was done, and how plans moved.
type timeline struct {
	scale  scale
	anchor when.Date // the date from which days or hours are shown
	first  when.Date // the first date shown, as fetched
	days   int       // how many
	rows   []lane    // by service
	order  []model.ID
	at     int // the chosen release, in the order of the lanes
	total  int
	zones  []store.Entry // freezes and holidays, and maintenance windows
	late   []store.Entry // releases before the first date that are late
	before before        // others before it that fit the filter
	width  int           // for which it was laid out
	loaded bool
}

// lane is the releases of one service, those that overlap on lines of their own; or what
// is of no service.
type lane struct {
	name    string // as shown
	service string // "" for what is of none
	items   []track
	lines   int
}

// track is a release on its line of a lane.
type track struct {
	entry store.Entry
	line  int
}

// axis is where instants stand on a timeline: so many columns for each date, whatever
// the clocks do on it.
type axis struct {
	first  when.Date
	days   int
	perDay float64
	zone   *time.Location
	cols   int
}

// place is how many columns from the left an instant is, with parts of one.
func (a axis) place(t time.Time) float64 {
	d := when.DateOf(t, a.zone)
	span := d.Span(a.zone)
	part := float64(t.Sub(span.Start)) / float64(span.Length())
	return a.perDay * (float64(d.Sub(a.first)) + part)
}

// fraction is less of a column than any instant is apart from the next minute, and more
// than what is lost in reckoning with parts of columns.
const fraction = 1e-9

// col is the column of an instant; below 0 or beyond the last where it lies outside.
func (a axis) col(t time.Time) int {
	at := a.place(t)
	if at < 0 {
		return -1
	}
	return min(int(at+fraction), a.cols)
}

// cols are the columns that a span takes, at least one of those shown; false where it
// lies outside. What ends with a day takes none of the next.
func (a axis) span(s when.Span) (from, to int, ok bool) {
	from = a.col(s.Start)
	to = max(int(math.Ceil(a.place(s.End)-fraction))-1, from)
	if to < 0 || from >= a.cols {
		return 0, 0, false
	}
	return max(from, 0), min(max(to, from), a.cols-1), true
}

// serviceColumn is how wide the names of the services are.
func serviceColumn(w int) int { return max(min(w/6, 24), 10) }

// axisOf is what fits into a width at the timeline's scale.
func (c *Calendar) axisOf(w int) axis {
	room := max(w-serviceColumn(w)-1, 7)
	a := axis{zone: c.env.Zone, cols: room}
	switch c.timeline.scale {
	case byQuarter:
		p := when.Period{Unit: when.Quarterly, Year: c.day.Year, Number: (int(c.day.Month)-1)/3 + 1}
		a.first = p.First()
		a.days = p.Next().First().Sub(a.first)
		a.perDay = float64(room) / float64(a.days)
	case byHours:
		a.first = c.timeline.anchor
		a.perDay = 24
		if room >= 144 {
			a.perDay = 48
		}
		a.days = max(int(float64(room)/a.perDay), 1)
		if float64(room) < a.perDay {
			a.perDay = float64(room)
		}
	default:
		a.first = c.timeline.anchor
		a.perDay = float64(max(min(room/28, 6), 2))
		a.days = max(int(float64(room)/a.perDay), 1)
	}
	a.cols = min(int(float64(a.days)*a.perDay), room)
	return a
}

// aim has the timeline begin where the chosen day is seen: with its week, or with it.
func (c *Calendar) aim() {
	c.timeline.anchor = c.day
	if c.timeline.scale == byDays {
		c.timeline.anchor = c.day.AddDays(-((int(c.day.Weekday()) - int(c.env.FirstDay) + 7) % 7))
	}
}

// shows reports whether a date lies on the timeline as it is.
func (c *Calendar) shows(d when.Date) bool {
	a := c.axisOf(c.Width)
	return !d.Before(a.first) && d.Before(a.first.AddDays(a.days))
}

func (c *Calendar) loadTimeline() tea.Cmd {
	if c.timeline.anchor == (when.Date{}) {
		c.aim()
	}
	a := c.axisOf(c.Width)
	q := c.query(when.Span{Start: a.first.Start(c.env.Zone), End: a.first.AddDays(a.days).Start(c.env.Zone)}, timelineLimit)
	q.Tracks = true
	q.Late = c.lateFor(a.first, agendaFiltered)
	return ask(c, "timeline", c.read(q), func(p store.Calendar) tea.Cmd { return c.takeTimeline(p, a) })
}

// takeTimeline sorts what came onto its lanes, keeping the cursor on its release.
func (c *Calendar) takeTimeline(p store.Calendar, a axis) tea.Cmd {
	c.trouble, c.wrong, c.asOf = "", "", c.env.AsOf
	k := &c.timeline
	chosen := c.timelineChosen()
	if w, ok := c.wanted(); ok {
		chosen = w.id
	}
	c.saved(p.Entries)
	k.loaded, k.total, k.first, k.days, k.width = true, p.Total, a.first, a.days, c.Width
	k.zones, k.rows, k.order, k.late = nil, nil, nil, p.Late
	k.before = before{p.Before, p.BeforeLast}
	lanes := map[laneName][]store.Entry{}
	tried := map[model.ID]bool{}
	for i := range p.Entries {
		tried[p.Entries[i].ID] = tried[p.Entries[i].ID] || p.Entries[i].Tried
	}
	for _, e := range p.Entries {
		switch {
		case e.Ghost && tried[e.ID]: // its track says where it was moved from
		case e.Card != nil:
			of := laneName{name: cmp.Or(e.Card.ServiceName, "no service")}
			lanes[of] = append(lanes[of], e)
		case e.Emergency:
			lanes[emergencies] = append(lanes[emergencies], e)
		case e.Kind == string(model.KindMilestone):
			lanes[milestones] = append(lanes[milestones], e)
		default:
			k.zones = append(k.zones, e)
		}
	}
	var names []laneName
	for name := range lanes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(x, y laneName) int { return cmp.Or(cmp.Compare(x.below, y.below), cmp.Compare(x.name, y.name)) })
	for _, name := range names {
		l := lane{name: name.name}
		if name.below == 0 {
			l.service = name.name
		}
		for _, e := range lanes[name] {
			l.items = append(l.items, track{entry: e})
		}
		l.lines = stackedOn(a, l.items, c)
		slices.SortStableFunc(l.items, func(x, y track) int { return x.line - y.line })
		for _, t := range l.items {
			k.order = append(k.order, t.entry.ID)
		}
		k.rows = append(k.rows, l)
	}
	if k.at = slices.Index(k.order, chosen); k.at < 0 {
		k.at = c.nearestTrack()
	}
	return nil
}

// nearestTrack is the release that begins first on the chosen day or after it, the
// first of all where none does.
func (c *Calendar) nearestTrack() int {
	k, n, at := &c.timeline, 0, 0
	var best time.Time
	from := c.day.Start(c.env.Zone)
	for i := range k.rows {
		for j := range k.rows[i].items {
			start := spanOf(k.rows[i].items[j].entry, c.env.Zone).Start
			if !start.Before(from) && (best.IsZero() || start.Before(best)) {
				best, at = start, n
			}
			n++
		}
	}
	return at
}

// laneName names a lane: a service, or what stands below the services.
type laneName struct {
	below int
	name  string
}

// What is of no service has lanes of its own, so that it isn't taken for the last one's.
var (
	emergencies = laneName{1, "Emergency"}
	milestones  = laneName{2, "Milestones"}
)

// stackedOn gives each release a line on which nothing is in its way, its name beside it
// included, and says how many lines that takes.
func stackedOn(a axis, items []track, c *Calendar) int {
	return stacked(items, func(t *track) (from, to int, line *int) {
		from, to, _ = c.extent(a, &t.entry)
		l := c.labelOf(&t.entry, from, to)
		if reachFrom, reachTo := l.reach(a.cols); !t.entry.Tried {
			from, to = reachFrom, reachTo
		} else { // its name stands beside where it would lie
			from, to = min(from, reachFrom), max(to, reachTo)
		}
		return from, to, &t.line
	})
}

// extent is all that a release takes on a timeline: its plan, its runs, where its
// baseline was and where it was moved from.
func (c *Calendar) extent(a axis, e *store.Entry) (from, to int, ok bool) {
	from, to, ok = a.span(spanOf(*e, c.env.Zone))
	if e.Track == nil {
		return from, to, ok
	}
	wider := func(s when.Span) {
		f, t, there := a.span(s)
		if !there {
			return
		}
		if !ok {
			from, to, ok = f, t, true
			return
		}
		from, to = min(from, f), max(to, t)
	}
	for _, r := range e.Track.Runs {
		wider(runSpan(r, c.env.Clock()))
	}
	for _, s := range e.Track.From {
		wider(momentSpan(s.Start, c.env.Zone))
	}
	if !e.Track.Baseline.IsZero() {
		wider(momentSpan(e.Track.Baseline, c.env.Zone))
	}
	return from, to, ok
}

func runSpan(r store.TrackRun, now time.Time) when.Span {
	end := r.Ended
	if end.IsZero() {
		end = now
	}
	if !end.After(r.Started) {
		end = r.Started.Add(1)
	}
	return when.Span{Start: r.Started, End: end}
}

// momentSpan is an instant, or the first of a whole day, as it stands on a calendar.
func momentSpan(m when.Moment, zone *time.Location) when.Span {
	at := m.At
	if m.Precision == when.Day {
		at = m.On(zone).Start(zone)
	}
	return when.Span{Start: at, End: at.Add(1)}
}

// trackLabel is what stands beside a bar.
func trackLabel(e *store.Entry) string { return string(e.ID) + " " + title(e) }

// timelineChosen is the id of the chosen release, "" for none.
func (c *Calendar) timelineChosen() model.ID {
	k := &c.timeline
	if k.at < 0 || k.at >= len(k.order) {
		return ""
	}
	return k.order[k.at]
}

// timelineEntry is the chosen release.
func (c *Calendar) timelineEntry() (*store.Entry, bool) {
	id := c.timelineChosen()
	for i := range c.timeline.rows {
		for n := range c.timeline.rows[i].items {
			if e := &c.timeline.rows[i].items[n].entry; e.ID == id {
				return e, true
			}
		}
	}
	return nil, false
}

// showTimeline shows it at a scale.
func (c *Calendar) showTimeline(s scale) func() tea.Cmd {
	return func() tea.Cmd {
		c.show(byTimeline)
		c.timeline.scale = s
		c.aim()
		return c.loadTimeline()
	}
}

// sideTimeline goes to the release before or after the chosen one in time, whichever lane
// it is in; at the first and the last to the time before or after what is shown.
func (c *Calendar) sideTimeline(n int) tea.Cmd {
	k := &c.timeline
	at, best := -1, 0
	chosen := c.timelineStarts()
	for i, start := range chosen {
		// Of those that begin at one time the order of the lanes is theirs.
		if by := n * cmp.Or(start.Compare(chosen[k.at]), i-k.at); by > 0 && (at < 0 || n*cmp.Or(start.Compare(chosen[at]), i-at) < 0) {
			at, best = i, by
		}
	}
	if best == 0 {
		return c.goTimeline(n)
	}
	return c.stepTimeline(at - k.at)
}

// timelineStarts is when each of the releases shown begins, in the order of the lanes.
func (c *Calendar) timelineStarts() []time.Time {
	var out []time.Time
	for i := range c.timeline.rows {
		for n := range c.timeline.rows[i].items {
			out = append(out, spanOf(c.timeline.rows[i].items[n].entry, c.env.Zone).Start)
		}
	}
	return out
}

// zoomTimeline goes from the quarter to weeks, to hours, and back: to those of the chosen
// release.
func (c *Calendar) zoomTimeline() tea.Cmd {
	if e, ok := c.timelineEntry(); ok {
		c.choose(when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone))
	}
	next := map[scale]scale{byQuarter: byDays, byDays: byHours, byHours: byQuarter}
	return c.showTimeline(next[c.timeline.scale])()
}

// stepTimeline moves among the releases.
func (c *Calendar) stepTimeline(n int) tea.Cmd {
	k := &c.timeline
	k.at = max(min(k.at+n, len(k.order)-1), 0)
	if e, ok := c.timelineEntry(); ok {
		if d := when.DateOf(spanOf(*e, c.env.Zone).Start, c.env.Zone); c.shows(d) {
			c.choose(d) // z shows its hours
		}
	}
	return nil
}

// goTimeline turns to the time before or after what is shown.
func (c *Calendar) goTimeline(n int) tea.Cmd {
	a := c.axisOf(c.Width)
	d := c.day.AddDays(n * a.days)
	if c.timeline.scale == byQuarter {
		d = when.Period{Unit: when.Quarterly, Year: c.day.Year, Number: (int(c.day.Month)-1)/3 + 1}.Add(n).First()
	}
	c.choose(d)
	c.aim()
	return c.loadTimeline()
}
