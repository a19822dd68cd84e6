package ui

import (
	"fmt"
	"strings"
	"time"

	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/standup"
	"fairway/ui/theme"
)

// The smallest terminal that the screens are made for.
const (
	leastWidth  = 60
	leastHeight = 16
)

// cramped reports whether the terminal has no room for tabs and a screen.
func (r *Root) cramped() bool { return r.w < leastWidth || r.h < leastHeight }

// tooSmall reports whether the terminal has no room for what is shown.
func (r *Root) tooSmall() bool {
	if little, ok := r.shown().(screen.Little); ok {
		w, h := little.Least()
		return r.w < w || r.h < h
	}
	return r.cramped()
}

// standupFits reports whether the standup has room where no other screen has.
func (r *Root) standupFits() bool { return r.w >= standup.LeastWidth && r.h >= standup.LeastHeight }

// bodyHeight is what tabs, rules and footer leave; where there is no room for them, the
// footer alone.
func (r *Root) bodyHeight() int {
	if r.cramped() && !r.tooSmall() {
		return max(r.h-1, 1)
	}
	return max(r.h-4, 1)
}

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
	if r.tooSmall() {
		text := []string{kit.NewLine(r.w).Text(r.env.Theme.Text, fmt.Sprintf("fairway needs %dx%d, this is %dx%d", leastWidth, leastHeight, r.w, r.h)).String()}
		if r.standupFits() {
			text = append(text, kit.NewLine(r.w).Text(r.env.Theme.Text, "S shows the standup, q leaves").String())
		}
		return kit.Page(text, r.w, r.h)
	}
	body := r.shown().View(r.w, r.bodyHeight())
	if over := r.layers[r.page()+1:]; len(over) > 0 {
		body = r.overlaid(body, over)
	}
	if len(r.above()) > 0 {
		lines := strings.Split(body, "\n")
		r.drawAbove(lines)
		body = strings.Join(lines, "\n")
	}
	if r.cramped() {
		return body + "\n" + r.footer()
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
	if told := r.told(); told != "" {
		rule = kit.NewLine(r.w).Glyph(t.Rule, t.Glyph.Line, max(r.w-kit.Width(told)-3, 1)).Gap(1).Text(t.Note, told).Gap(1).Glyph(t.Rule, t.Glyph.Line, 1).String()
	}
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

// tabs is the first line: where one is, who one is, and when. The narrower the
// terminal, the less is said, in an order in which it is missed least: the
// date, the program's name, the names of the screens one isn't on, the clock.
func (r *Root) tabs() string {
	t := r.env.Theme
	corners, past := r.corners()
	left, right := r.tabList(true, true), corners[0]
	for _, try := range []struct {
		brand, named bool
		corner       int
	}{{true, true, 0}, {true, true, 1}, {true, true, 2}, {false, true, 2}, {false, true, 3}, {true, false, 0}, {true, false, 1}, {true, false, 2}, {true, false, 3}, {true, false, 4}, {true, false, 5}, {true, false, 6}} {
		left, right = r.tabList(try.brand, try.named), corners[min(try.corner, len(corners)-1)]
		if left.width+kit.Width(right)+2 <= r.w {
			break
		}
	}
	l := kit.NewLine(r.w)
	for _, p := range left.parts {
		l.Text(p.Style, p.Text)
	}
	right = kit.Cut(right, max(l.Left()-1, 0))
	l.To(r.w - kit.Width(right) - 1)
	if past {
		return l.Text(t.Past, right).String()
	}
	return l.Text(t.Faint, right).String()
}

// tabParts are the tabs, with how wide they are.
type tabParts struct {
	parts []kit.Span
	width int
}

func (p *tabParts) add(s theme.Style, text string) {
	p.parts = append(p.parts, kit.Span{Style: s, Text: text})
	p.width += kit.Width(text)
}

// tabList are the tabs, all with their names or only the shown one, and before
// them the program's name; without that they stand close.
func (r *Root) tabList(brand, named bool) tabParts {
	t := r.env.Theme
	var out tabParts
	if brand {
		out.add(t.Text, " ")
		out.add(t.Brand, "fairway")
		out.add(t.Text, "  ")
	}
	for i, s := range r.screens {
		name := fmt.Sprint(i + 1)
		if named || i == r.at {
			name += " " + s.Name()
		}
		style := t.Tab
		if i == r.at {
			style = t.TabOn
		}
		out.add(t.Text, " ")
		out.add(style, name)
		if b, ok := s.(screen.Badged); ok && b.Badge() != "" {
			if brand {
				out.add(t.Text, " ")
			}
			out.add(t.Note, "•"+b.Badge())
		}
	}
	return out
}

// corners is what stands at the right of the tabs, the longest first: who one
// is, when, and in which zone.
func (r *Root) corners() (texts []string, past bool) {
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
		at := e.PastSaid()
		return []string{
			" " + strings.Join(append(words, "as of "+when.Format(at, e.Zone, when.Long)+" "+shortZone(e.Zone)), "  ") + " ",
			" as of " + when.Format(at, e.Zone, when.Long) + " " + shortZone(e.Zone) + " ",
		}, true
	}
	if !r.clockShown() {
		return []string{strings.Join(words, "  ")}, false
	}
	now := e.Now().In(e.Zone)
	who, zone, not, brief := strings.Join(words, "  "), shortZone(e.Zone), "", ""
	if r.notZone != "" && e.Zone.String() == r.mine.String() {
		not, brief = ", not TZ="+r.notZone, " TZ?"
	}
	offset := strings.TrimSuffix(now.Format("-07:00"), ":00") // never CST, which clocks in Chicago, Havana and Shanghai show
	if e.Zone == time.UTC {
		offset = zone
	}
	if rules := r.otherRules(); rules != "" {
		zoned := who + "  " + now.Format("Mon 2 Jan 15:04") + " "
		return []string{
			strings.TrimSpace(zoned + e.Zone.String() + not + "  " + rules + ": fairway zone take"),
			strings.TrimSpace(who + " " + now.Format("15:04 ") + zone + brief + "  " + rules + ": zone take"),
			now.Format("15:04 ") + offset + brief + " other zone data: zone take",
			now.Format("15:04 ") + offset + brief + " zone data?",
			now.Format("15:04") + brief + " zone data?",
			now.Format("15:04") + brief,
		}, false
	}
	return []string{
		strings.TrimSpace(who + "  " + now.Format("Mon 2 Jan 15:04") + " " + e.Zone.String() + not),
		strings.TrimSpace(who + "  " + now.Format("Mon 2 Jan 15:04") + " " + zone + not),
		strings.TrimSpace(who + " " + now.Format("15:04 ") + zone + brief),
		strings.TrimSpace(who + " " + now.Format("15:04 ") + offset + brief),
		now.Format("15:04 ") + zone + brief,
		now.Format("15:04 ") + offset + brief,
		now.Format("15:04") + brief,
	}, false
}

// otherRules says that the zone data here are not those that the file goes by; ""
// where they are.
func (r *Root) otherRules() string {
	if r.other == nil {
		return ""
	}
	names := r.other()
	if len(names) == 0 {
		return ""
	}
	text := "other zone data here for " + kit.Cut(names[0], 24)
	if more := len(names) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
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
	toast := r.footed()
	room := r.w - 2
	if toast != "" {
		most := r.w * 2 / 3
		if kit.Width(toast) > most { // what was done has the line to itself
			most = r.w - 2
		}
		toast = kit.Cut(toast, most)
		room -= kit.Width(toast) + 3
	}
	var fixed []screen.Binding
	list := r.shown().Bindings()
	if top, ok := r.top(); ok {
		list = top.Bindings()
		if r.env.Now().Before(top.deaf) {
			list = nil
		}
	} else if !r.shown().Typing() { // where they would be text
		fixed = r.global
	}
	reserved := 0
	for _, b := range fixed {
		if b.Foot && !r.cramped() {
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
