package term

import "time"

// interval is the time in which at most two frames are sent. A key pressed
// after a pause is answered at once, and so is what it made a screen load; a
// burst of messages costs two frames per interval.
const interval = 8 * time.Millisecond

// clock is the time, and a way to be woken once, for tests to replace.
type clock struct {
	now   func() time.Time
	after func(time.Duration, func())
}

var realClock = clock{
	now:   time.Now,
	after: func(d time.Duration, f func()) { time.AfterFunc(d, f) },
}

// showSoon shows a frame now, or once the interval since the last but one is
// over.
// The timer is made for one frame and gone afterwards: a screen on which
// nothing happens wakes nobody.
func (r *runner) showSoon() {
	if r.due {
		return
	}
	wait := interval - r.now.now().Sub(r.frames[0])
	if wait <= 0 {
		r.show()
		return
	}
	r.due = true
	// The frame is built in the loop, like any other, from what holds then.
	r.now.after(wait, func() { r.program.Send(frameMsg{}) })
}
