package calendar

import (
	"cmp"
	"slices"
	"time"

	"fairway/model/when"
)

// band is a stretch of the clock, the same for all seven days, with the lines
// it gets. Where clocks are put back, the hour shown twice has a band for its
// second time.
type band struct {
	from, to int // minutes on the wall
	again    bool
	lines    int
}

// layout is where everything of a week stands, as long as size and entries are
// the same.
type layout struct {
	key   layoutKey
	bands []band
	spans [][7][]when.Span // what each band is on each day
	place [7][]placed      // list: entries by band; grid: blocks
}

type layoutKey struct {
	loads, w, h int
	first       when.Date
	grid        bool
	now         int // the minute of the day that is kept visible
}

// placed is a timed entry where it stands.
type placed struct {
	entry    int
	from, to int // lines of the hours; in the list, from is its band
	col, of  int // side by side with others
}

// clockSpans are the instants of a day at which its clocks show a band. Where
// split, what they show for the second time belongs to the band "again".
func clockSpans(d when.GridDay, b band, split bool, zone *time.Location) []when.Span {
	midnight := time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 0, 0, 0, 0, time.UTC)
	var out []when.Span
	shown := 0
	for i, part := range when.Stretches(d.Span, zone) {
		from := int(when.OnWall(part.Start, zone).Sub(midnight) / time.Minute)
		to := from + int(part.Length()/time.Minute)
		lo, hi := from, to
		if split && i > 0 && from < shown {
			lo = shown
			if b.again {
				lo, hi = from, shown
			}
		} else if b.again {
			hi = lo
		}
		shown = max(shown, to)
		lo, hi = max(lo, b.from), min(hi, b.to)
		if lo < hi {
			at := part.Start.Add(time.Duration(lo-from) * time.Minute)
			out = append(out, when.Span{Start: at, End: at.Add(time.Duration(hi-lo) * time.Minute)})
		}
	}
	return out
}

// repeated are the minutes of the week's clocks that are shown twice on some
// day; 0, 0 when none are.
func repeated(row *when.Week, zone *time.Location) (from, to int) {
	for _, d := range row.Days {
		midnight := time.Date(d.Date.Year, d.Date.Month, d.Date.Day, 0, 0, 0, 0, time.UTC)
		shown := 0
		for i, part := range when.Stretches(d.Span, zone) {
			begin := int(when.OnWall(part.Start, zone).Sub(midnight) / time.Minute)
			if i > 0 && begin < shown {
				return begin, shown
			}
			shown = max(shown, begin+int(part.Length()/time.Minute))
		}
	}
	return 0, 0
}

// The hours of the day that are shown even where nothing lies in them.
const (
	dayBegins = 8
	dayEnds   = 18
)

// gridBands cuts the day for a grid of so many lines: the hours in use as fine
// as there is room, the others as one line each run.
func (k *week) gridBands(lines, keep int, zone *time.Location) []band {
	var used [24]bool
	for h := dayBegins; h < dayEnds; h++ {
		used[h] = true
	}
	mark := func(t time.Time) { used[t.In(zone).Hour()] = true }
	if keep >= 0 {
		used[min(keep/60, 23)] = true
	}
	for d := range k.timed {
		for _, i := range k.timed[d] {
			span := spanOf(k.page.entries[i], zone)
			for t := span.Start; t.Before(span.End); t = t.Add(time.Hour) {
				mark(t)
			}
			mark(span.End.Add(-time.Second))
		}
	}
	for h := 1; h < 23; h++ { // an hour left out gains nothing
		if !used[h] && used[h-1] && used[h+1] {
			used[h] = true
		}
	}
	cut := func(unit int, used [24]bool) []band {
		var out []band
		for h := 0; h < 24; {
			if !used[h] {
				from := h
				for h < 24 && !used[h] {
					h++
				}
				out = append(out, band{from: from * 60, to: h * 60, lines: 1})
				continue
			}
			to := h + 1
			for to < 24 && used[to] && (to-h)*60 < unit {
				to++
			}
			for m := h * 60; m < to*60; m += min(unit, (to-h)*60) {
				out = append(out, band{from: m, to: m + min(unit, (to-h)*60), lines: 1})
			}
			h = to
		}
		return out
	}
	var out []band
	var all24 [24]bool
	for h := range all24 {
		all24[h] = true
	}
	for _, unit := range []int{15, 30, 60, 120, 180, 240, 480, 1440} {
		if out = cut(unit, all24); len(out) > lines-2 {
			out = cut(unit, used) // the empty hours only where there is room for all
		}
		if len(out) > max(lines, 1) && unit < 1440 {
			continue
		}
		if from, to := repeated(&k.row, zone); from < to {
			var all []band
			for _, b := range out {
				all = append(all, b)
				if b.to == to && from%unit == 0 && to%unit == 0 {
					for m := from; m < to; m += unit {
						all = append(all, band{from: m, to: m + unit, again: true, lines: 1})
					}
				}
			}
			if len(all) > lines && unit < 1440 {
				continue
			}
			out = all
		}
		break
	}
	return out
}

// listBands cuts the day for lists of entries: a line for each entry of the
// busiest day of an hour, as few as possible for hours with none.
func (k *week) listBands(lines, keep int, zone *time.Location) []band {
	lines = max(lines, 1)
	var need [24][7]int
	for d := range k.timed {
		for _, i := range k.timed[d] {
			need[max(k.minuteOn(d, i, zone), 0)/60][d]++
		}
	}
	type piece struct {
		band
		need [7]int
		give int // lines that it has to do without
	}
	var list []piece
	for h := range 24 {
		p := piece{band: band{from: h * 60, to: h*60 + 60}, need: need[h]}
		busy := need[h] != [7]int{} || keep/60 == h && keep >= 0
		if n := len(list) - 1; n >= 0 && !busy && list[n].need == [7]int{} && !(keep >= 0 && list[n].to == keep/60*60+60) {
			list[n].to = p.to
			continue
		}
		list = append(list, p)
	}
	size := func(p piece) int { return max(slices.Max(p.need[:])-p.give, 1) }
	total := func() (n int) {
		for _, p := range list {
			n += size(p)
		}
		return n
	}
	join := func(a, b piece) piece {
		a.to = b.to
		for d := range a.need {
			a.need[d] += b.need[d]
		}
		return a
	}
	for total() > lines && len(list) > 1 {
		best, gain := -1, 0
		for i := 0; i+1 < len(list); i++ {
			j := join(list[i], list[i+1])
			if g := (size(list[i])+size(list[i+1])-size(j))*10000 - (j.to - j.from); size(list[i])+size(list[i+1]) > size(j) && (best < 0 || g > gain) {
				best, gain = i, g
			}
		}
		if best < 0 {
			break
		}
		list = slices.Replace(list, best, best+2, join(list[best], list[best+1]))
	}
	// Still too many: long stretches of a few lines each, which say how many
	// more there are.
	for total() > lines {
		if len(list) > max(lines/3, 1) {
			best := 0
			for i := 1; i+1 < len(list); i++ {
				if list[i+1].to-list[i].from < list[best+1].to-list[best].from {
					best = i
				}
			}
			list = slices.Replace(list, best, best+2, join(list[best], list[best+1]))
			continue
		}
		most := 0
		for i := range list {
			if size(list[i]) > size(list[most]) {
				most = i
			}
		}
		list[most].give++
	}
	out := make([]band, len(list))
	sum := 0
	for i, p := range list {
		out[i] = p.band
		out[i].lines = size(p)
		sum += out[i].lines
	}
	// Room that is left goes to the hours of the working day.
	for sum < lines {
		i := slices.IndexFunc(out, func(b band) bool {
			return b.lines == 1 && b.to-b.from > 60 && b.to > dayBegins*60 && b.from < dayEnds*60
		})
		if i < 0 || slices.Max(list[i].need[:]) > 0 {
			break
		}
		b, at := out[i], max(out[i].from, dayBegins*60)
		head, tail := band{from: b.from, to: at, lines: 1}, band{from: at + 60, to: b.to, lines: 1}
		parts := []band{{from: at, to: at + 60, lines: 1}}
		empty := piece{}
		if head.from < head.to {
			parts = append([]band{head}, parts...)
		}
		if tail.from < tail.to {
			parts = append(parts, tail)
		}
		if sum+len(parts)-1 > lines {
			break
		}
		out = slices.Replace(out, i, i+1, parts...)
		list = slices.Replace(list, i, i+1, slices.Repeat([]piece{empty}, len(parts))...)
		sum += len(parts) - 1
	}
	return out
}

// minuteOn is at which minute of a day an entry is first seen.
func (k *week) minuteOn(d, entry int, zone *time.Location) int {
	start := spanOf(k.page.entries[entry], zone).Start
	if start.Before(k.row.Days[d].Span.Start) {
		return 0
	}
	at := start.In(zone)
	return at.Hour()*60 + at.Minute()
}

// arrange finds the place of everything, unless it is known.
func (k *week) arrange(w, h, strip int, grid bool, keep int, zone *time.Location) *layout {
	key := layoutKey{loads: k.loads, w: w, h: h, first: k.first(), grid: grid, now: keep}
	if k.lay.key == key && k.lay.bands != nil {
		return &k.lay
	}
	l := layout{key: key}
	if grid {
		l.bands = k.gridBands(h-strip, keep, zone)
	} else {
		l.bands = k.listBands(h-strip, keep, zone)
	}
	split := slices.ContainsFunc(l.bands, func(b band) bool { return b.again })
	l.spans = make([][7][]when.Span, len(l.bands))
	for i, b := range l.bands {
		for d := range k.row.Days {
			l.spans[i][d] = clockSpans(k.row.Days[d], b, split, zone)
		}
	}
	if grid {
		l.blocks(k, zone)
	} else {
		for d := range k.timed {
			for _, i := range k.timed[d] {
				at := spanOf(k.page.entries[i], zone).Intersect(k.row.Days[d].Span)
				at.End = at.Start.Add(1)
				l.place[d] = append(l.place[d], placed{entry: i, from: max(l.first(d, at), 0)})
			}
		}
	}
	k.lay = l
	return &k.lay
}

// first is the first band that shares an instant with a span; -1 for none.
func (l *layout) first(d int, s when.Span) int {
	for i := range l.spans {
		if touches(l.spans[i][d], s) {
			return i
		}
	}
	return -1
}

func touches(spans []when.Span, s when.Span) bool {
	for _, o := range spans {
		if o.Overlaps(s) {
			return true
		}
	}
	return false
}

// blocks puts entries over the lines they take, side by side where they share
// one.
func (l *layout) blocks(k *week, zone *time.Location) {
	for d := range k.row.Days {
		var list []placed
		for from := 0; from <= d; from++ {
			for _, i := range k.timed[from] {
				span := spanOf(k.page.entries[i], zone).Intersect(k.row.Days[d].Span)
				if span.IsZero() {
					continue
				}
				p := placed{entry: i, from: -1}
				for b := range l.spans {
					if touches(l.spans[b][d], span) {
						if p.from < 0 {
							p.from = b
						}
						p.to = b
					}
				}
				if p.from >= 0 {
					list = append(list, p)
				}
			}
		}
		slices.SortStableFunc(list, func(a, b placed) int { return cmp.Or(a.from-b.from, b.to-a.to) })
		// Those that overlap, one with the next, share the width.
		for i := 0; i < len(list); {
			end, n := list[i].to, i+1
			for n < len(list) && list[n].from <= end {
				end = max(end, list[n].to)
				n++
			}
			of := stacked(list[i:n], func(p *placed) (from, to int, col *int) { return p.from, p.to, &p.col })
			for j := i; j < n; j++ {
				list[j].of = of
			}
			i = n
		}
		l.place[d] = list
	}
}
