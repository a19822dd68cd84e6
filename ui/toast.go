package ui

import (
	"strings"
	"time"

	"fairway/ui/kit"
)

// toastTime is how long a word stays in the footer, and each line of an answer
// that has no room there.
const toastTime = 6 * time.Second

// toast is a word about what just happened.
type toast struct {
	text string
	no   int // counts them: a timer takes away its own
	// whole says that no part of it may be cut: it is the answer to what somebody
	// did, and its end names the dates as their own clocks show them.
	whole bool
}

// toasted shows a word for a while.
func (r *Root) toasted(text string, whole bool) {
	r.toast = toast{text, r.toast.no + 1, whole}
	r.later(r.after(toastTime*time.Duration(max(len(r.above()), 1)), toastMsg(r.toast.no)))
}

// above are the lines of an answer that the footer has no room for; they lie on
// the last lines of the body, at most a third of it.
func (r *Root) above() []string {
	if !r.toast.whole || kit.Width(r.toast.text) <= r.w-2 || r.w < leastWidth {
		return nil
	}
	lines := kit.Wrap(r.toast.text, r.w-2)
	if most := max(r.bodyHeight()/3, 1); len(lines) > most {
		lines = append(lines[:most-1:most-1], kit.Cut(strings.Join(lines[most-1:], " "), r.w-2))
	}
	return lines
}

// footed is the word that stands in the footer.
func (r *Root) footed() string {
	if len(r.above()) > 0 {
		return ""
	}
	return r.toast.text
}

// drawAbove lays an answer onto the end of the body.
func (r *Root) drawAbove(body []string) {
	lines := r.above()
	for i, text := range lines {
		l := kit.NewLine(r.w).Gap(1).Text(r.env.Theme.Note, text)
		body[len(body)-len(lines)+i] = l.String()
	}
}
