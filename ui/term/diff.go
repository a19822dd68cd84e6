package term

import "unicode/utf8"

// longestGap is the number of unchanged columns up to which writing them again
// is weighed against a cursor movement, which takes at most about this many
// bytes.
const longestGap = 10

// minErase is the number of blanks from which an erasing sequence is weighed
// against writing them.
const minErase = 4

// diffLine sends what makes line y of the screen look like row, and records it.
func (p *Painter) diffLine(y int, row []cell) {
	old := p.screen[y*p.width : (y+1)*p.width]
	// Equal ends first: most changed lines change in one place.
	first, last := 0, p.width-1
	for first <= last && old[first] == row[first] {
		first++
	}
	if first > last {
		return
	}
	for old[last] == row[last] {
		last--
	}
	tail := p.width // from here on the new line is blank
	for tail > 0 && row[tail-1] == blank {
		tail--
	}
	x := first
	for x <= last {
		if old[x] == row[x] {
			x++
			continue
		}
		p.approach(x, y, row)
		if x >= tail && last-x+1 >= minErase {
			// The rest of the line is blank: one sequence erases it. The
			// erased part takes the background in force, in most terminals
			// but not in all, so it is done without one.
			p.bare()
			p.buf = append(p.buf, "\x1b[K"...)
			break
		}
		if n := blanks(row, x, last); n > minErase && p.eraseInside(row, x, n, y) {
			x += n
			continue
		}
		x += p.put(row[x])
		// More of the same kind needs no thought.
		for x <= last && row[x].style == p.pen && row[x].ch > ' ' && row[x].ch < utf8.RuneSelf && old[x] != row[x] && p.x != nowhere {
			p.buf = append(p.buf, byte(row[x].ch))
			x++
			p.step(1)
		}
	}
	copy(old, row)
}

// approach brings the cursor to a column of a line, by writing the unchanged
// columns in between again where that is shorter than a movement.
func (p *Painter) approach(x, y int, row []cell) {
	if p.y != y || p.x == nowhere || p.x > x || x-p.x > longestGap || row[p.x].width == 0 {
		p.moveTo(x, y)
		return
	}
	if p.x == x {
		return
	}
	was, px, pen := len(p.buf), p.x, p.pen
	limit := p.moveLen(x, y) + p.styleLen(row[x])
	for p.x != nowhere && p.x < x && len(p.buf)-was <= limit {
		p.put(row[p.x])
	}
	if p.x == x {
		if len(p.buf)-was+p.styleLen(row[x]) <= limit {
			return
		}
	}
	p.buf, p.x, p.y, p.pen = p.buf[:was], px, y, pen
	p.moveTo(x, y)
}

// blanks counts the plain blanks from column x to column last.
func blanks(row []cell, x, last int) int {
	n := 0
	for x+n <= last && row[x+n] == blank {
		n++
	}
	return n
}

// eraseInside blanks n columns in the middle of a line where that is shorter
// than writing spaces, and reports whether it did. The cursor stays before
// them, so the movement that follows counts.
func (p *Painter) eraseInside(row []cell, x, n, y int) bool {
	was, pen := len(p.buf), p.pen
	p.bare()
	p.buf = appendCSI(p.buf, n, 'X')
	cost := len(p.buf) - was + len(appendCSI(nil, n, 'C'))
	spaces := n
	if !p.showsBlank(0) {
		spaces += 3
	}
	if cost >= spaces {
		p.buf, p.pen = p.buf[:was], pen
		return false
	}
	return true
}

// put writes one cell at the cursor and returns its width.
func (p *Painter) put(c cell) int {
	if c.ch == ' ' && p.showsBlank(c.style) {
		p.buf = append(p.buf, ' ')
		p.step(1)
		return 1
	}
	p.setStyle(c.style)
	w := int(c.width)
	if c.flags&uncertain != 0 {
		// A terminal that takes it for narrower than it is would leave the
		// rest of its columns as they were.
		x, y := p.x, p.y
		p.buf = append(p.buf, "  "[:w]...)
		p.step(w)
		p.moveTo(x, y)
	}
	switch {
	case c.ch >= 0 && c.ch < utf8.RuneSelf:
		p.buf = append(p.buf, byte(c.ch))
	case c.ch >= 0:
		p.buf = utf8.AppendRune(p.buf, c.ch)
	default:
		p.buf = append(p.buf, p.clusters.of(c.ch)...)
	}
	p.step(w)
	if c.flags&uncertain != 0 {
		p.x = nowhere
	}
	return w
}

// step counts the cursor on after w columns were written.
func (p *Painter) step(w int) {
	p.x += w
	if p.x >= p.width {
		p.x = nowhere
	}
}

// showsBlank tells whether a space written now looks like one of style s.
func (p *Painter) showsBlank(s uint16) bool {
	return p.pen == s || p.styles.list[p.pen].onBlank == s
}

// bare makes sure that what is erased now is plainly blank.
func (p *Painter) bare() {
	if !p.showsBlank(0) {
		p.setStyle(0)
	}
}

func (p *Painter) setStyle(s uint16) {
	if p.pen == s {
		return
	}
	p.buf = appendChange(p.buf, p.styles.list[p.pen].style, p.styles.list[s].style)
	p.pen = s
}

// styleLen is the number of bytes of style change that writing c now takes.
func (p *Painter) styleLen(c cell) int {
	if c.style == p.pen || c.ch == ' ' && p.showsBlank(c.style) {
		return 0
	}
	was := len(p.buf)
	p.buf = appendChange(p.buf, p.styles.list[p.pen].style, p.styles.list[c.style].style)
	n := len(p.buf) - was
	p.buf = p.buf[:was]
	return n
}
