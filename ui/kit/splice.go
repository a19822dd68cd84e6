package kit

import (
	"strings"
)

// Over lays the lines of a box of bw cells over a frame of lines, with its top
// left corner at x, y.
func Over(frame []string, box []string, bw, x, y int) {
	for i, line := range box {
		if y+i >= 0 && y+i < len(frame) {
			frame[y+i] = Splice(frame[y+i], line, x, bw)
		}
	}
}

// Splice replaces the w cells from column x on of a styled line by a piece of
// w cells. A wide character cut in half leaves a blank.
func Splice(line, piece string, x, w int) string {
	left, _, column, _ := walk(line, x, true)
	var b strings.Builder
	b.Grow(len(line) + len(piece) + 32)
	b.WriteString(line[:left])
	b.WriteString("\x1b[0m")
	b.WriteString(Spaces(x - column))
	b.WriteString(piece)
	right, style, column, end := walk(line, x+w, false)
	if end && column <= x+w {
		return b.String()
	}
	b.WriteString(Spaces(column - x - w))
	b.WriteString(style)
	b.WriteString(line[right:])
	return b.String()
}

// walk finds the byte at which column x of a styled line begins, the styles in
// force there, and the column really reached: less than x where a wide
// character straddles it and before is wanted, else more.
func walk(line string, x int, before bool) (at int, style string, column int, end bool) {
	var styles []byte
	i := 0
	for i < len(line) {
		c := line[i]
		if c == 0x1b {
			n := strings.IndexByte(line[i:], 'm')
			if n < 0 {
				break
			}
			seq := line[i : i+n+1]
			if seq == "\x1b[0m" || seq == "\x1b[m" {
				styles = styles[:0]
			} else {
				styles = append(styles, seq...)
			}
			i += n + 1
			continue
		}
		cluster, w := next(line[i:])
		if column >= x && (w > 0 || !before && column > x) {
			return i, string(styles), column, false
		}
		if before && column+w > x {
			return i, string(styles), column, false
		}
		column += w
		i += len(cluster)
	}
	return i, string(styles), column, true
}
