package ui

import (
	"fmt"
	"strings"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// The smallest terminal that the screens are made for.
const (
	leastWidth  = 60
	leastHeight = 16
)

// bodyHeight is what tabs, rules and footer leave.
func (r *Root) bodyHeight() int { return max(r.h-4, 1) }

// View is the whole picture: exactly as many lines and cells as the terminal has.
func (r *Root) View() string {
	frame := r.view()
	if r.env.Theme.ASCII {
		return kit.Plain(frame)
	}
	return frame
}

func (r *Root) view() string {
	if r.w < 1 || r.h < 1 {
		return ""
	}
	if r.w < leastWidth || r.h < leastHeight {
		text := fmt.Sprintf("fairway needs %dx%d, this is %dx%d", leastWidth, leastHeight, r.w, r.h)
		return kit.Page([]string{kit.NewLine(r.w).Text(r.env.Theme.Text, text).String()}, r.w, r.h)
	}
	body := r.shown().View(r.w, r.bodyHeight())
	if over := r.layers[r.page()+1:]; len(over) > 0 {
		body = r.overlaid(body, over)
	}
	t := r.env.Theme
	rule := kit.NewLine(r.w).Glyph(t.Rule, t.Glyph.Line, r.w).String()
	var b strings.Builder
	b.Grow(len(body) + 4*len(rule) + 1024)
	b.WriteString(r.tabs())
	b.WriteByte('\n')
	b.WriteString(rule)
	b.WriteByte('\n')
	b.WriteString(body)
	b.WriteByte('\n')
	b.WriteString(rule)
	b.WriteByte('\n')
	b.WriteString(r.footer())
	return b.String()
}

// overlaid lays overlays over the body.
func (r *Root) overlaid(body string, over []layer) string {
	h := r.bodyHeight()
	lines := strings.Split(body, "\n")
	for _, l := range over {
		box, w := l.overlay.Box(r.w-2, h)
		if w+2 <= r.w { // a margin, so that borders don't touch what is below
			for i := range box {
				box[i] = " " + box[i] + " "
			}
			w += 2
		}
		kit.Over(lines, box, w, (r.w-w)/2, max((h-len(box))/2, 0))
	}
	return strings.Join(lines, "\n")
}

// tabs is the first line: where one is, who one is, and when.
func (r *Root) tabs() string {
	t := r.env.Theme
	right, past := r.corner()
	room := r.w - kit.Width(right) - 2
	l := kit.NewLine(r.w).Gap(1).Text(t.Brand, "fairway").Gap(2)
	for i, s := range r.screens {
		name := fmt.Sprintf("%d %s", i+1, s.Name())
		if l.Used()+len(name)+2 > room {
			break
		}
		l.Gap(1)
		if i == r.at {
			l.Text(t.TabOn, name)
		} else {
			l.Text(t.Tab, name)
		}
		l.Gap(1)
	}
	l.To(r.w - kit.Width(right) - 1)
	if past {
		return l.Text(t.Past, right).String()
	}
	return l.Text(t.Faint, right).String()
}

// corner is what stands at the right of the tabs: the shorter the narrower.
func (r *Root) corner() (text string, past bool) {
	e := r.env
	var words []string
	if e.ReadOnly {
		words = append(words, "reading only")
	}
	if e.Here != nil {
		if n := len(e.Here.People()); n > 1 {
			words = append(words, fmt.Sprintf("%d here", n))
		}
	}
	if e.Person.Person != nil {
		words = append(words, kit.Cut(e.Person.Person.Handle, 20))
	}
	if e.AsOf != store.Now {
		words = append(words, "as of "+when.Format(when.Moment{At: e.Past, Precision: when.Minute}, e.Zone, when.Long))
		past = true
	} else if r.clockShown() {
		words = append(words, e.Now().In(e.Zone).Format("Mon 2 Jan 15:04"))
	}
	text = strings.Join(words, "  ")
	if past {
		text = " " + text + " "
	}
	return text, past
}

// clockShown reports whether there is room for a clock, and so a reason to
// wake every minute.
func (r *Root) clockShown() bool { return r.w >= leastWidth && r.env.AsOf == store.Now }

// footer is the last line: the keys most likely wanted next, and a word about
// what just happened.
func (r *Root) footer() string {
	if r.prompt != nil {
		return r.prompt.line(r)
	}
	t := r.env.Theme
	l := kit.NewLine(r.w).Gap(1)
	toast := r.toast
	room := r.w - 2
	if toast != "" {
		toast = kit.Cut(toast, r.w*2/3)
		room -= kit.Width(toast) + 3
	}
	var fixed []screen.Binding
	list := r.shown().Bindings()
	if top, ok := r.top(); ok {
		list = top.Bindings()
	} else {
		fixed = r.global
	}
	reserved := 0
	for _, b := range fixed {
		if b.Foot {
			reserved += footWidth(b)
		}
	}
	put := func(list []screen.Binding, room int) {
		for _, b := range list {
			if !b.Foot || r.why(b) != "" {
				continue
			}
			need := footWidth(b)
			if l.Used() == 1 {
				need -= 3
			}
			if l.Used()+need > room+1 {
				return
			}
			if l.Used() > 1 {
				l.Gap(1).Glyph(t.Faint, t.Glyph.Dot, 1).Gap(1)
			}
			l.Text(t.Key, screen.KeyName(b.Keys[0])).Gap(1).Text(t.Faint, b.Name)
		}
	}
	put(list, room-reserved)
	put(fixed, room)
	if toast != "" {
		l.To(r.w-kit.Width(toast)-1).Text(t.Note, toast)
	}
	return l.String()
}

// footWidth is what a key takes in the footer, with the dot before it.
func footWidth(b screen.Binding) int {
	return kit.Width(screen.KeyName(b.Keys[0])) + 1 + kit.Width(b.Name) + 3
}
