package term

import (
	"fmt"
	"strings"
	"testing"
)

// sample is a board of releases with one line marked: borders, coloured
// marks, text, a status line. The selection is a mark and a bold title.
func sample(w, h, selected int) string {
	var b strings.Builder
	b.WriteString("\x1b[1;38;5;15;48;5;24m" + fit(" fairway  board  calendar  approvals  metrics", w) + "\x1b[m\n")
	b.WriteString("\x1b[38;5;240m╭" + strings.Repeat("─", w-2) + "╮\x1b[m\n")
	for y := range h - 4 {
		mark, title := "  ", "\x1b[38;5;252m"
		if y == selected {
			mark = "\x1b[38;5;212m▌ " // small, since it is what moves
		}
		b.WriteString("\x1b[38;5;240m│\x1b[m" + mark)
		fmt.Fprintf(&b, "\x1b[38;5;%dm●\x1b[m \x1b[38;5;110mREL-%04d\x1b[m %s%s\x1b[m", 70+y%6, 1000+y, title, fit("Payments service, quarterly release — naïve rollout", w-30))
		fmt.Fprintf(&b, "\x1b[38;5;244m %s\x1b[m\x1b[38;5;240m│\x1b[m\n", fit("in 3 days", 13))
	}
	b.WriteString("\x1b[38;5;240m╰" + strings.Repeat("─", w-2) + "╯\x1b[m\n")
	b.WriteString("\x1b[38;5;244m" + fit(fmt.Sprintf(" %d of %d   j/k move  enter open  ? help", selected+1, h-4), w) + "\x1b[m")
	return b.String()
}

func fit(s string, w int) string {
	r := []rune(s)
	if len(r) >= w {
		return string(r[:w])
	}
	return s + strings.Repeat(" ", w-len(r))
}

// counter is a terminal that counts.
type counter struct{ bytes, writes int }

func (c *counter) Write(b []byte) (int, error) {
	c.bytes += len(b)
	c.writes++
	return len(b), nil
}

var benchSizes = []struct{ w, h int }{{80, 24}, {200, 50}}

// One line of selection up and down, as a user moves it.
func BenchmarkMove(b *testing.B) {
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(b *testing.B) {
			frames := []string{sample(s.w, s.h, 10), sample(s.w, s.h, 11)}
			c := &counter{}
			p := NewPainter(c, s.w, s.h)
			_ = p.Paint(frames[1])
			c.bytes = 0
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				_ = p.Paint(frames[i%2])
				i++
			}
			b.ReportMetric(float64(c.bytes)/float64(i), "B/key")
		})
	}
}

// The whole screen from nothing.
func BenchmarkRepaint(b *testing.B) {
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(b *testing.B) {
			frame := sample(s.w, s.h, 10)
			c := &counter{}
			p := NewPainter(c, s.w, s.h)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				p.Invalidate()
				_ = p.Paint(frame)
				i++
			}
			b.ReportMetric(float64(c.bytes)/float64(i), "B/frame")
		})
	}
}

// Another screen in place of one: every line is read and compared.
func BenchmarkSwitch(b *testing.B) {
	for _, s := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", s.w, s.h), func(b *testing.B) {
			frames := []string{sample(s.w, s.h, 10), strings.ToUpper(sample(s.w, s.h, 3))}
			frames[1] = strings.NewReplacer("M", "m", "─", "═").Replace(frames[1])
			p := NewPainter(&counter{}, s.w, s.h)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				_ = p.Paint(frames[i%2])
				i++
			}
		})
	}
}

// The cells of a painter are most of what a session costs.
func BenchmarkNewPainter(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = NewPainter(&counter{}, 200, 50).Paint("x")
	}
}
