package calendar

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"fairway/ui/kit"
	"fairway/ui/theme"
)

// heading is a word over a column of a timeline.
type heading struct {
	at    int // from the left of the screen
	text  string
	style theme.Style
	rank  int // 0 is the first to find room
}

// headings draws words over their columns, with a blank at least between two: where there
// is no room for both, the one of the higher rank stands, then the one more to the left.
func headings(list []heading, w int) string {
	slices.SortStableFunc(list, func(a, b heading) int { return cmp.Or(a.rank-b.rank, a.at-b.at) })
	var placed []heading
	for _, h := range list {
		h.at = max(min(h.at, w-kit.Width(h.text)), 0) // the last may begin a cell before its column
		end := h.at + kit.Width(h.text)
		if !slices.ContainsFunc(placed, func(o heading) bool { return h.at <= o.at+kit.Width(o.text) && o.at <= end }) {
			placed = append(placed, h)
		}
	}
	slices.SortFunc(placed, func(a, b heading) int { return a.at - b.at })
	l := kit.NewLine(w)
	for _, h := range placed {
		l.To(h.at).Text(h.style, h.text)
	}
	return l.String()
}

// axisMonths is the line that names the months, each over its days: in full, in short,
// or not at all where it has only a day or two of them.
func (c *Calendar) axisMonths(a axis, w int) string {
	left := serviceColumn(w) + 1
	var list []heading
	end := w + 1
	for n := a.days - 1; n >= 0; n-- {
		d := a.first.AddDays(n)
		if n > 0 && d.Day != 1 {
			continue
		}
		at := left + int(float64(n)*a.perDay)
		for _, text := range []string{d.Month.String() + " " + strconv.Itoa(d.Year), d.Month.String()[:3]} {
			if at+kit.Width(text) < end {
				list = append(list, heading{at: at, text: text, style: c.env.Theme.Title})
				break
			}
		}
		end = at
	}
	return headings(list, w)
}

// axisDays is the line of the dates: each where there is room, else the first days of
// the weeks, the chosen one and today; of hours the clock.
func (c *Calendar) axisDays(a axis, w int) string {
	t := c.env.Theme
	left := serviceColumn(w) + 1
	today := c.today()
	var list []heading
	for n := range a.days {
		d := a.first.AddDays(n)
		h := heading{at: left + int(float64(n)*a.perDay), text: strconv.Itoa(d.Day), style: t.Faint, rank: 2}
		switch d {
		case c.day:
			h.style, h.rank = t.Chosen, 0
		case today:
			h.style, h.rank = t.Today, 1
		}
		switch {
		case a.perDay >= 24:
			h.text = d.Weekday().String()[:3] + " " + h.text
			// Where a column is an hour the date takes those up to six, of some days.
			for clock := 6; clock < 24; clock += 6 {
				if clock > 6 || a.perDay > 24 {
					at := left + int(a.perDay*(float64(n)+float64(clock)/24))
					list = append(list, heading{at, fmt.Sprintf("%02d", clock), t.Faint, 3})
				}
			}
		case a.perDay >= 3, d.Weekday() == c.env.FirstDay, d == c.day, d == today && a.perDay >= 2:
		default:
			continue
		}
		list = append(list, h)
	}
	return headings(list, w)
}
