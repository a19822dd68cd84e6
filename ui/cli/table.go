package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"fairway/model/when"
	"fairway/ui/kit"
)

// table prints rows in columns. Control characters in them are made visible.
func table(w io.Writer, head []string, rows [][]string) {
	widths := make([]int, len(head))
	for i, h := range head {
		widths[i] = kit.Width(h)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = kit.Visible(row[i])
			widths[i] = max(widths[i], min(kit.Width(row[i]), 60))
		}
	}
	line := func(cells []string) {
		var b strings.Builder
		for i, c := range cells {
			if i > 0 {
				b.WriteString("  ")
			}
			if i == len(cells)-1 {
				b.WriteString(kit.Cut(c, 100))
				continue
			}
			b.WriteString(kit.Fit(c, widths[i]))
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
	line(head)
	for _, row := range rows {
		line(row)
	}
}

// empty says what to do where there is nothing to list.
func empty(w io.Writer, what, begin string) {
	fmt.Fprintf(w, "No %s yet. Begin with: %s\n", what, begin)
}

func dateOf(m when.Moment, zone *time.Location) string {
	if m.IsZero() {
		return "-"
	}
	return when.Format(m, zone, when.ISO)
}

func timeOf(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

// namesZone says, below what was printed for people, in which zone its times stand.
func namesZone(w io.Writer, zone *time.Location) { fmt.Fprintf(w, "times: %s\n", zone) }

// toldOf is a time inside of a sentence: with its weekday and zone.
func toldOf(t time.Time, zone *time.Location) string {
	at := when.Moment{At: t, Precision: when.Minute}
	return when.Tell(at, when.Moment{}, zone, zone)
}

// recorded is a time at which something happened, with the time at which it was
// recorded where that is another.
func recorded(happened, noted time.Time, zone *time.Location) string {
	text := timeOf(happened, zone)
	if !noted.IsZero() {
		text += " (recorded " + timeOf(noted, zone) + ")"
	}
	return text
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// visible is a text as it may be printed: with names for what a terminal would
// act upon or show nothing for.
func visible(s string) string { return kit.Visible(s) }
