package term

import "strconv"

// colour is a colour in the form it was written in, because the form carries
// meaning: colour 1 is what the user's theme calls red, 255;0;0 is not.
type colour uint32

const (
	kindBasic   colour = 1 << 24 // 0–15: 30–37, 90–97
	kindPalette colour = 2 << 24 // 38;5;n
	kindTrue    colour = 3 << 24 // 38;2;r;g;b
	kindMask    colour = 3 << 24
)

const (
	bold = 1 << iota
	faint
	italic
	underline
	blink
	reverse
	strike
)

// attributes lists, per bit, the parameter that sets it and the one that
// clears it. Bold and faint share theirs.
var attributes = [...]struct {
	bit     uint8
	on, off string
}{
	{bold, "1", "22"},
	{faint, "2", "22"},
	{italic, "3", "23"},
	{underline, "4", "24"},
	{blink, "5", "25"},
	{reverse, "7", "27"},
	{strike, "9", "29"},
}

type style struct {
	fg, bg colour
	attr   uint8
}

// onBlank is the style with everything removed that a space doesn't show. Two
// spaces whose styles agree in this look the same.
func (s style) onBlank() style {
	if s.attr&(underline|reverse|strike) == 0 {
		return style{bg: s.bg}
	}
	// What is left is drawn in the foreground colour, which bold and faint
	// shade.
	s.attr &^= italic
	return s
}

// styles numbers the styles seen. Number 0 is the plain one.
type styles struct {
	list  []styleEntry
	index map[style]uint16
}

type styleEntry struct {
	style
	onBlank uint16
}

func (t *styles) number(s style) uint16 {
	if s == (style{}) && len(t.list) > 0 {
		return 0
	}
	if n, ok := t.index[s]; ok {
		return n
	}
	if len(t.list) >= 1<<16-2 {
		return 0 // a frame of more styles than numbers: some are shown plain
	}
	if t.index == nil {
		t.index = make(map[style]uint16)
	}
	n := uint16(len(t.list))
	t.index[s] = n
	t.list = append(t.list, styleEntry{style: s, onBlank: n})
	if b := s.onBlank(); b != s {
		t.list[n].onBlank = t.number(b)
	}
	return n
}

// appendChange appends the shorter of two ways from one style to another:
// only what differs, or everything after a reset.
func appendChange(buf []byte, from, to style) []byte {
	if from == to {
		return buf
	}
	if to == (style{}) {
		return append(buf, "\x1b[m"...)
	}
	buf = append(buf, "\x1b["...)
	body := len(buf)
	off, on := from.attr&^to.attr, to.attr&^from.attr
	if off&(bold|faint) != 0 {
		// 22 clears both; the one that stays is set again.
		off |= from.attr & (bold | faint)
		on |= to.attr & (bold | faint)
	}
	last := ""
	for _, a := range attributes {
		if off&a.bit != 0 && a.off != last {
			buf = append(append(buf, a.off...), ';')
			last = a.off
		}
	}
	buf = appendAttr(buf, on)
	if from.fg != to.fg {
		buf = appendColour(buf, to.fg, 30)
	}
	if from.bg != to.bg {
		buf = appendColour(buf, to.bg, 40)
	}
	delta := len(buf) - body
	full := len(buf)
	buf = append(buf, "0;"...)
	buf = appendAttr(buf, to.attr)
	if to.fg != 0 {
		buf = appendColour(buf, to.fg, 30)
	}
	if to.bg != 0 {
		buf = appendColour(buf, to.bg, 40)
	}
	if n := len(buf) - full; n < delta {
		copy(buf[body:], buf[full:])
		delta = n
	}
	buf = buf[:body+delta]
	buf[len(buf)-1] = 'm' // in place of the last semicolon
	return buf
}

func appendAttr(buf []byte, attr uint8) []byte {
	for _, a := range attributes {
		if attr&a.bit != 0 {
			buf = append(append(buf, a.on...), ';')
		}
	}
	return buf
}

// appendColour appends a colour's parameters; base is 30 or 40.
func appendColour(buf []byte, c colour, base int64) []byte {
	v := int64(c &^ kindMask)
	switch c & kindMask {
	case kindBasic:
		if v >= 8 {
			v += 60 - 8
		}
		buf = strconv.AppendInt(buf, base+v, 10)
	case kindPalette:
		buf = strconv.AppendInt(buf, base+8, 10)
		buf = append(buf, ";5;"...)
		buf = strconv.AppendInt(buf, v, 10)
	case kindTrue:
		buf = strconv.AppendInt(buf, base+8, 10)
		buf = append(buf, ";2;"...)
		buf = strconv.AppendInt(buf, v>>16, 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, v>>8&255, 10)
		buf = append(buf, ';')
		buf = strconv.AppendInt(buf, v&255, 10)
	default:
		buf = strconv.AppendInt(buf, base+9, 10)
	}
	return append(buf, ';')
}
