package term

import "strconv"

// nowhere is a column or line that isn't known: before the first frame, after
// the last column was written (some terminals stand behind it, some on it),
// and after text whose width is in doubt.
const nowhere = -1

// moveTo brings the cursor to column x of line y with the fewest bytes.
//
// A line feed is used only to reach column 0 or with a known column after a
// carriage return, so that it doesn't matter whether the terminal adds a
// return of its own to it.
func (p *Painter) moveTo(x, y int) {
	if p.x == x && p.y == y {
		return
	}
	var best, try [24]byte
	b := appendAddress(best[:0], x, y)
	offer := func(t []byte) {
		if len(t) < len(b) {
			b = append(best[:0], t...)
		}
	}
	if p.y == y {
		switch {
		case x == 0:
			offer(append(try[:0], '\r'))
		case p.x == nowhere:
			offer(appendCSI(try[:0], x+1, 'G'))
		case x > p.x:
			offer(appendCSI(try[:0], x-p.x, 'C'))
		case p.x-x <= 3:
			offer(append(try[:0], "\b\b\b"[:p.x-x]...))
		default:
			offer(appendCSI(try[:0], p.x-x, 'D'))
		}
		if x > 0 {
			offer(appendCSI(append(try[:0], '\r'), x, 'C'))
		}
	}
	if p.y != nowhere && p.y != y {
		if p.x == x {
			if y > p.y {
				offer(appendCSI(try[:0], y-p.y, 'B'))
			} else {
				offer(appendCSI(try[:0], p.y-y, 'A'))
			}
		}
		if d := y - p.y; d > 0 && d < 8 {
			t := append(try[:0], "\r\n\n\n\n\n\n\n"[:1+d]...)
			if x > 0 {
				t = appendCSI(t, x, 'C')
			}
			offer(t)
		}
	}
	p.buf = append(p.buf, b...)
	p.x, p.y = x, y
}

// moveLen is the number of bytes moveTo would take along a line, forwards.
func (p *Painter) moveLen(x, y int) int {
	was, px, py := len(p.buf), p.x, p.y
	p.moveTo(x, y)
	n := len(p.buf) - was
	p.buf, p.x, p.y = p.buf[:was], px, py
	return n
}

// appendAddress appends the sequence that goes to a place from anywhere.
func appendAddress(b []byte, x, y int) []byte {
	b = append(b, "\x1b["...)
	if y > 0 || x > 0 {
		b = strconv.AppendInt(b, int64(y)+1, 10)
	}
	if x > 0 {
		b = append(b, ';')
		b = strconv.AppendInt(b, int64(x)+1, 10)
	}
	return append(b, 'H')
}

// appendCSI appends a sequence with one number, which is left out when it is
// the default, 1.
func appendCSI(b []byte, n int, final byte) []byte {
	b = append(b, "\x1b["...)
	if n != 1 {
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, final)
}
