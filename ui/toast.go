package ui

import (
	"strings"
	"time"

	"fairway/model"
	"fairway/ui/kit"
)

// toastTime is how long a word stays in the footer, and each line of an answer
// that has no room there.
const toastTime = 6 * time.Second

// answerKey shows the whole of the last answer.
const answerKey = "ctrl+g"

// toast is a word about what just happened.
type toast struct {
	text string
	no   int // counts them: a timer takes away its own
	// whole says that no part of it may be cut: it is the answer to what somebody
	// did, and its end names the dates as their own clocks show them.
	whole bool
	// own says that a key said it, of what it was pressed on: it isn't true of what the
	// next key leads to.
	own bool
}

// answered shows what came of an action, and keeps all of it to be looked at again.
func (r *Root) answered(parts []string) {
	r.answer = parts
	r.toasted(strings.Join(parts, "; "), true)
}

// read takes an answer off the body, and what the key before said off the rule: whoever
// does something else has read it, and what lies under it is wanted.
func (r *Root) read() {
	if len(r.above()) > 0 || r.toast.own {
		r.toast.text = ""
	}
}

// showAnswer lays the whole of the last answer over the screen.
func (r *Root) showAnswer() {
	text := model.Each(r.answer, func(part string) kit.Paragraph { return kit.Paragraph{Style: r.env.Theme.Text, Text: part} })
	host{r}.Open(kit.NewPager(r.env.Theme, host{r}, "What came of it", text))
}

// toasted shows a word for a while.
func (r *Root) toasted(text string, whole bool) {
	r.toast = toast{text, r.toast.no + 1, whole, r.pressed}
	r.later(r.after(toastTime*time.Duration(max(len(r.above()), 1)), toastMsg(r.toast.no)))
}

// above are the lines of an answer that the footer has no room for; they lie on
// the last lines of the body: two of 24, a tenth of more.
func (r *Root) above() []string {
	if !r.toast.whole || kit.Width(r.toast.text) <= r.w-2 || r.w < leastWidth {
		return nil
	}
	lines := kit.Wrap(r.toast.text, r.w-2)
	if most := max(min(r.bodyHeight()/10, 4), 2); len(lines) > most {
		rest := "; " + answerKey + " shows all"
		lines = append(lines[:most-1:most-1], kit.Cut(strings.Join(lines[most-1:], " "), r.w-2-kit.Width(rest))+rest)
	}
	return lines
}

// told is what others did, and all else that answers no key: it stands in the rule above
// the footer, whose keys stay in view.
func (r *Root) told() string {
	if r.toast.whole || r.cramped() {
		return ""
	}
	return kit.Cut(r.toast.text, r.w-6)
}

// footed is the word that stands in the footer: the answer to what somebody did, and where
// there is no rule above it whatever there is to say.
func (r *Root) footed() string {
	if len(r.above()) > 0 || r.told() != "" {
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
