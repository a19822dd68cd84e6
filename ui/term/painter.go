package term

import (
	"encoding/base64"
	"io"
	"strings"
)

// Painter keeps one terminal's screen equal to the last frame it was given.
// It knows nothing of Bubble Tea, and is not safe for use by several
// goroutines at once.
type Painter struct {
	w             io.Writer
	width, height int

	screen []cell // what the terminal shows
	row    []cell // the line being read
	lines  []line // what the lines were made from

	styles   styles
	clusters clusters

	x, y     int    // the cursor of the terminal
	pen      uint16 // its style
	repaint  bool   // what the terminal shows isn't known
	entered  bool
	cursor   bool // the cursor is wanted, at cursorAt
	cursorAt [2]int
	shown    bool // the terminal shows it

	buf []byte
}

// line remembers the text a line of the screen was made from. A line equal to
// its predecessor, which most are, needn't be read again.
type line struct {
	text     string
	from, to style
	read     bool
}

// NewPainter returns a painter for a terminal of the given size. Its first
// frame clears the screen.
func NewPainter(w io.Writer, width, height int) *Painter {
	p := &Painter{w: w}
	p.forget()
	p.Resize(width, height)
	return p
}

// forget empties the tables, and with them everything that was numbered.
func (p *Painter) forget() {
	p.styles = styles{}
	p.styles.number(style{})
	p.clusters = clusters{}
	p.Invalidate()
}

// Resize tells the painter the size of the terminal. The next frame is drawn
// from nothing, since terminals differ in what they do to the old one.
func (p *Painter) Resize(width, height int) {
	width, height = max(width, 0), max(height, 0)
	p.width, p.height = width, height
	if n := width * height; cap(p.screen) < n {
		p.screen = make([]cell, n)
	} else {
		p.screen = p.screen[:n]
	}
	p.row = make([]cell, width)
	p.lines = make([]line, height)
	p.Invalidate()
}

// Invalidate makes the next frame be drawn from nothing.
func (p *Painter) Invalidate() {
	p.repaint = true
	p.pen = 0
	p.x, p.y = nowhere, nowhere
}

// SetCursor shows the terminal's cursor at a place, from the next frame on, or
// hides it.
func (p *Painter) SetCursor(x, y int, visible bool) {
	p.cursor = visible
	p.cursorAt = [2]int{x, y}
}

// Paint shows a frame: lines separated by line feeds. Nothing is written when
// the screen shows it already; otherwise all of it in one piece.
func (p *Painter) Paint(frame string) error {
	if len(p.styles.list) > maxTable || len(p.clusters.text) > maxTable {
		p.forget()
	}
	if p.repaint {
		p.clear()
	}
	var pen style
	for y := range p.height {
		text := frame
		if i := strings.IndexByte(frame, '\n'); i >= 0 {
			text, frame = frame[:i], frame[i+1:]
		} else {
			frame = ""
		}
		l := &p.lines[y]
		if l.read && l.from == pen && l.text == text {
			l.text = text // lets go of the frame before
			pen = l.to
			continue
		}
		to := p.parseLine(p.row, text, pen)
		p.diffLine(y, p.row)
		*l = line{text: text, from: pen, to: to, read: true}
		pen = to
	}
	p.placeCursor()
	return p.flush()
}

// clear empties the screen, in the terminal and here.
func (p *Painter) clear() {
	p.buf = append(p.buf, "\x1b[m\x1b[H\x1b[2J"...)
	p.x, p.y, p.pen = 0, 0, 0
	for i := range p.screen {
		p.screen[i] = blank
	}
	clear(p.lines)
	p.repaint = false
}

func (p *Painter) placeCursor() {
	x, y := p.cursorAt[0], p.cursorAt[1]
	visible := p.cursor && x >= 0 && y >= 0 && x < p.width && y < p.height
	if visible {
		p.moveTo(x, y)
	}
	if visible == p.shown {
		return
	}
	p.shown = visible
	if p.shown {
		p.buf = append(p.buf, "\x1b[?25h"...)
	} else {
		p.buf = append(p.buf, "\x1b[?25l"...)
	}
}

// What entering sets, leaving undoes, in the opposite order: the alternate
// screen, so that the user's shell is as it was afterwards; no cursor; no
// wrapping at the right edge, so that a frame drawn while the window is made
// narrower can't scroll the screen; pasted text marked as such, so that it
// isn't taken for keys.
const (
	enter = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[?2004h"
	leave = "\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l"
)

// Enter takes the terminal over. It is sent together with the next frame, so
// that the screen doesn't go dark before there is something to see.
func (p *Painter) Enter() {
	if p.entered {
		return
	}
	p.entered, p.shown = true, false
	p.buf = append(p.buf, enter...)
	p.Invalidate()
}

// Leave gives the terminal back as it was before Enter.
func (p *Painter) Leave() error {
	if !p.entered {
		return nil
	}
	p.entered = false
	p.Invalidate()
	p.buf = append(p.buf, leave...)
	return p.flush()
}

// Copy puts text on the clipboard of the terminal's user (OSC 52), which also
// works through SSH. Terminals that don't allow it ignore it.
func (p *Painter) Copy(text string) error {
	p.buf = append(p.buf, "\x1b]52;c;"...)
	p.buf = base64.StdEncoding.AppendEncode(p.buf, []byte(text))
	p.buf = append(p.buf, '\a')
	return p.flush()
}

func (p *Painter) flush() error {
	if len(p.buf) == 0 {
		return nil
	}
	_, err := p.w.Write(p.buf)
	if cap(p.buf) > 1<<16 {
		p.buf = nil
	} else {
		p.buf = p.buf[:0]
	}
	if err != nil {
		p.Invalidate()
	}
	return err
}
