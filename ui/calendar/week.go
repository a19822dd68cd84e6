package calendar

import (
	"cmp"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/when"
	"fairway/store"
)

// How much of a week is fetched, and of each week around it.
const (
	weekLimit = 300
	nearLimit = 120
	nearSpans = 2 // weeks each way
)

// week is a row of seven days by the hour.
type week struct {
	row    when.Week
	page   weekPage
	loaded bool
	loads  int // numbers what was put in, for layouts that are kept
	// windows says that the cursor stands on windows, too.
	windows bool

	bars  []bar    // what takes whole days
	timed [7][]int // entries with a time, on the first day they are seen
	picks [7][]int // what the cursor can stand on: bars, then times
	more  [7]int   // entries of the day that were not fetched
	shade [7][]shade

	at     int // the chosen one of the day's picks
	minute int // of the day: where the cursor last stood, kept when days change

	near map[when.Date]weekPage
	lay  layout

	panel    *day // the day panel's, as long as loads and date are the same
	panelFor struct {
		loads int
		date  when.Date
	}
}

// weekPage is what came of asking for a week.
type weekPage struct {
	first   when.Date
	entries []store.Entry
	perDay  map[string]int
	total   int
}

// bar is something over whole days: a holiday, a freeze, a milestone, a
// release planned to the day or lasting one.
type bar struct {
	entry    int
	from, to int // days of the week
	line     int // of the strip
}

// shade is a window along the hours of a day.
type shade struct {
	entry int
	span  when.Span
	hard  bool
	soft  bool
	back  bool // maintenance; neither of them is people's, which says nothing of the hours
}

func (k *week) first() when.Date { return k.row.Days[0].Date }

func (k *week) span() when.Span {
	return when.Span{Start: k.row.Days[0].Span.Start, End: k.row.Days[6].Span.End}
}

// turn shows another week: what was fetched ahead of it stands there at once.
func (k *week) turn(row when.Week, zone *time.Location) {
	if k.row.Days[0].Date == row.Days[0].Date {
		return
	}
	k.row = row
	page, ok := k.near[row.Days[0].Date]
	k.loaded = ok
	k.put(page, zone)
}

// put sorts entries into the days.
func (k *week) put(p weekPage, zone *time.Location) {
	p.first = k.first()
	k.page = p
	k.loads++
	k.bars = k.bars[:0]
	for i := range k.timed {
		k.timed[i], k.picks[i], k.shade[i], k.more[i] = nil, nil, nil, 0
	}
	var begin [7]int
	var back [7][]int // windows behind the hours that begin there, or are seen first
	fetched := 0
	for i := range p.entries {
		e := &p.entries[i]
		span := spanOf(*e, zone)
		from, to := k.touched(span)
		if e.Tints() || e.Background() { // the hours at which they hold
			span = holds(*e, zone)
			if f, t := k.touched(span); from < 0 {
				from, to = f, t
			} else if f >= 0 {
				from, to = min(from, f), max(to, t)
			}
		}
		if from < 0 {
			continue
		}
		switch {
		case e.Kind == model.WindowHoliday:
			k.bars = append(k.bars, bar{entry: i, from: from, to: to})
			continue
		case e.Tints() || e.Background():
			freeze := e.Tints()
			if freeze {
				k.bars = append(k.bars, bar{entry: i, from: from, to: to})
			} else {
				back[from] = append(back[from], i)
			}
			for d := from; d <= to; d++ {
				if !span.Overlaps(k.row.Days[d].Span) {
					continue
				}
				k.shade[d] = append(k.shade[d], shade{entry: i, span: span, hard: freeze && e.Hard, soft: freeze && !e.Hard, back: e.Kind == model.WindowMaintenance})
			}
			continue
		}
		fetched++
		if !span.Start.Before(k.row.Days[from].Span.Start) {
			begin[from]++
		}
		if wholeDays(e, span) {
			k.bars = append(k.bars, bar{entry: i, from: from, to: to})
		} else {
			k.timed[from] = append(k.timed[from], i)
		}
	}
	k.stack()
	for d := range k.row.Days {
		for _, b := range k.bars {
			if e := &p.entries[b.entry]; b.from <= d && d <= b.to && (k.windows || !isWindow(e)) {
				k.picks[d] = append(k.picks[d], b.entry)
			}
		}
		slices.SortStableFunc(k.timed[d], func(a, b int) int { return p.entries[a].Start.At.Compare(p.entries[b].Start.At) })
		timed := slices.Clone(k.timed[d])
		if k.windows {
			timed = append(timed, back[d]...)
			slices.SortStableFunc(timed, func(a, b int) int { return p.entries[a].Start.At.Compare(p.entries[b].Start.At) })
		}
		k.picks[d] = append(k.picks[d], timed...)
		if p.total > fetched {
			k.more[d] = max(p.perDay[k.row.Days[d].Date.String()]-begin[d], 0)
		}
	}
}

// touched are the first and the last day of the week that a span touches, -1 for none.
func (k *week) touched(span when.Span) (from, to int) {
	from, to = -1, -1
	for d := range k.row.Days {
		if span.Overlaps(k.row.Days[d].Span) {
			to = d
			if from < 0 {
				from = d
			}
		}
	}
	return from, to
}

// wholeDays says that an entry stands in the strip over the hours.
func wholeDays(e *store.Entry, span when.Span) bool {
	return e.Kind == string(model.KindMilestone) || e.Start.Precision == when.Day || span.Length() >= 24*time.Hour
}

// stack puts the bars on lines where they don't overlap: windows first, then
// by their days, the longer first.
func (k *week) stack() {
	rank := func(b bar) int {
		switch e := &k.page.entries[b.entry]; {
		case e.Tints():
			return 0
		case e.Kind == model.WindowHoliday:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(k.bars, func(a, b bar) int {
		return cmp.Or(rank(a)-rank(b), a.from-b.from, b.to-a.to)
	})
	stacked(k.bars, func(b *bar) (from, to int, line *int) { return b.from, b.to, &b.line })
	slices.SortStableFunc(k.bars, func(a, b bar) int { return a.line - b.line })
}

// stacked gives each of some stretches, in their order, the first line on which
// none before it is in its way, and says how many lines that takes.
func stacked[T any](list []T, of func(*T) (from, to int, line *int)) int {
	var until []int // the last place taken on each line
	for i := range list {
		from, to, line := of(&list[i])
		if *line = slices.IndexFunc(until, func(last int) bool { return last < from }); *line < 0 {
			*line = len(until)
			until = append(until, 0)
		}
		until[*line] = to
	}
	return len(until)
}

// add puts in what was fetched of single days afterwards.
func (k *week) add(rest []fetched, zone *time.Location) {
	p := k.page
	known := map[model.ID]bool{}
	for i := range p.entries {
		if p.entries[i].Card != nil || p.entries[i].Emergency {
			known[p.entries[i].ID] = true
		}
	}
	p.entries = slices.Clone(p.entries)
	for _, f := range rest {
		for _, e := range f.entries {
			if (e.Card != nil || e.Emergency) && !known[e.ID] {
				known[e.ID] = true
				p.entries = append(p.entries, e)
			}
		}
	}
	k.put(p, zone)
}

// index is which of the week's days a date is; -1 for none.
func (k *week) index(d when.Date) int {
	if n := d.Sub(k.first()); n >= 0 && n < 7 {
		return n
	}
	return -1
}

func (k *week) chosen(d when.Date) (*store.Entry, bool) {
	if i := k.pick(d); i >= 0 {
		return &k.page.entries[i], true
	}
	return nil, false
}

// pick is the index of the chosen entry among all of the week, -1 for none.
func (k *week) pick(d when.Date) int {
	if i := k.index(d); i >= 0 && k.at >= 0 && k.at < len(k.picks[i]) {
		return k.picks[i][k.at]
	}
	return -1
}

// minuteOf is the time of day at which an entry stands; -1 in the strip.
func (k *week) minuteOf(e *store.Entry, zone *time.Location) int {
	if wholeDays(e, spanOf(*e, zone)) {
		return -1
	}
	at := e.Start.At.In(zone)
	return at.Hour()*60 + at.Minute()
}

// land puts the cursor on the entry of the day that is nearest in time to
// where it was.
func (k *week) land(d when.Date, zone *time.Location) {
	k.at = 0
	i := k.index(d)
	if i < 0 {
		return
	}
	best := 1 << 30
	for n, pick := range k.picks[i] {
		away := k.minuteOf(&k.page.entries[pick], zone) - k.minute
		if away = max(away, -away); away < best {
			best, k.at = away, n
		}
	}
}

func (c *Calendar) loadWeek() tea.Cmd {
	first := c.week.first()
	q := c.query(c.week.span(), weekLimit)
	q.Zones = true
	return ask(c, "week", c.read(q), func(cal store.Calendar) tea.Cmd {
		return c.takeWeek(weekPage{first, cal.Entries, cal.PerDay, cal.Total})
	})
}

// takeWeek shows what came, keeping the cursor on its entry. Days of which
// nothing was fetched are asked for one by one.
func (c *Calendar) takeWeek(p weekPage) tea.Cmd {
	c.trouble, c.wrong, c.asOf = "", "", c.env.AsOf
	k := &c.week
	if p.first != k.first() {
		return nil
	}
	var was carried
	if e, ok := k.chosen(c.day); ok {
		was = carried{id: e.ID, start: e.Start.At}
	}
	if w, ok := c.wanted(); ok {
		was = w
	}
	c.saved(p.entries)
	k.loaded, c.loaded = true, true
	k.put(p, c.env.Zone)
	k.land(c.day, c.env.Zone)
	if i := k.index(c.day); i >= 0 {
		found := false
		for n, pick := range k.picks[i] {
			if e := &k.page.entries[pick]; was.is(e) && (!found || e.Start.At.Equal(was.start)) {
				k.at, found = n, true
				k.minute = k.minuteOf(e, c.env.Zone)
			}
		}
	}
	var short []when.GridDay
	for d := range k.row.Days {
		if k.more[d] > 0 && len(k.picks[d]) < dayRest {
			short = append(short, k.row.Days[d])
		}
	}
	c.since = nil
	return tea.Batch(c.learnSince(), c.loadNearWeeks(), c.askRest("week rest", short, true, func(rest []fetched) tea.Cmd {
		if p.first == k.first() {
			k.add(rest, c.env.Zone)
		}
		return nil
	}))
}

// loadNearWeeks fetches the weeks before and after, so that turning to one
// shows it at once. It is asked for again then.
func (c *Calendar) loadNearWeeks() tea.Cmd {
	e := c.env
	var spans []when.Span
	var firsts []when.Date
	for n := -nearSpans; n <= nearSpans; n++ {
		if first := c.week.first().AddDays(7 * n); n != 0 {
			firsts = append(firsts, first)
			spans = append(spans, when.Span{Start: first.Start(e.Zone), End: first.AddDays(7).Start(e.Zone)})
		}
	}
	q := c.query(when.Span{}, nearLimit)
	q.Zones = true
	data, ctx := e.Data, e.Context
	return ask(c, "near weeks", func() (map[when.Date]weekPage, error) {
		near := map[when.Date]weekPage{}
		for i, first := range firsts {
			q.Span = spans[i]
			cal, err := data.Calendar(ctx, q)
			if err != nil {
				return nil, err
			}
			near[first] = weekPage{first, cal.Entries, cal.PerDay, cal.Total}
		}
		return near, nil
	}, func(near map[when.Date]weekPage) tea.Cmd {
		c.week.near = near
		return nil
	})
}

// stepWeek moves the cursor among the entries of the day; where there is none,
// among its hours.
func (c *Calendar) stepWeek(n int) tea.Cmd {
	k := &c.week
	i := k.index(c.day)
	if i < 0 || len(k.picks[i]) == 0 {
		k.minute = max(min(max(k.minute, 0)/60*60+60*n, 23*60), 0)
		return nil
	}
	k.at = max(min(k.at+n, len(k.picks[i])-1), 0)
	if e, ok := k.chosen(c.day); ok {
		k.minute = k.minuteOf(e, c.env.Zone)
	}
	return nil
}

// goWeek goes weeks on or back, to the same day of the week.
func (c *Calendar) goWeek(n int) tea.Cmd { return c.goTo(c.day.AddDays(7 * n)) }

func (c *Calendar) showWeek() tea.Cmd {
	c.show(byWeek)
	c.week.land(c.day, c.env.Zone)
	return c.loadWeek()
}
