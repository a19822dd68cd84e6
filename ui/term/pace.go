package term

import "time"

// interval is the least time between two frames. A key pressed after a pause
// is answered at once; a burst of messages costs one frame per interval, which
// is still twice what a screen shows.
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

// showSoon shows a frame now, or once the interval since the last one is over.
// The timer is made for one frame and gone afterwards: a screen on which
// nothing happens wakes nobody.
func (r *runner) showSoon() {
	if r.due {
		return
	}
	wait := interval - r.now.now().Sub(r.lastFrame)
	if wait <= 0 {
		r.show()
		return
	}
	r.due = true
	// The frame is built in the loop, like any other, from what holds then.
	r.now.after(wait, func() { r.program.Send(frameMsg{}) })
}
