package ui

import (
	"errors"
	"fairway/ui/remedy"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/board"
	"fairway/ui/kit"
	"fairway/ui/meeting"
	"fairway/ui/records"
	"fairway/ui/release"
	"fairway/ui/screen"
	"fairway/ui/standup"
	"fairway/ui/term"
)

// host is the root as its screens see it.
type host struct{ r *Root }

// quiet is how long an overlay that opened by itself ignores keys: longer than
// a key already on its way, shorter than reading a line.
const quiet = 400 * time.Millisecond

// layer is one thing of the stack over the screens: an overlay, which is laid
// over what is below, or a page, which hides it.
type layer struct {
	taker
	overlay screen.Overlay
	page    screen.Screen
	deaf    time.Time // until then it ignores keys
}

// page is where in the stack the uppermost page is; -1 when there is none.
func (r *Root) page() int {
	for i := len(r.layers) - 1; i >= 0; i-- {
		if r.layers[i].page != nil {
			return i
		}
	}
	return -1
}

// top is the overlay that gets the keys, if there is one over all pages.
func (r *Root) top() (layer, bool) {
	if n := len(r.layers); n > 0 && r.layers[n-1].overlay != nil {
		return r.layers[n-1], true
	}
	return layer{}, false
}

// drop takes a layer away, and what lies on it.
func (r *Root) drop(t taker) {
	for i, l := range r.layers {
		if l.taker == t {
			r.layers = r.layers[:i]
			return
		}
	}
}

// Push shows a page over everything else.
func (h host) Push(s screen.Screen) {
	h.r.layers = append(h.r.layers, layer{taker: s, page: s})
	h.r.later(s.Update(screen.Size{Width: h.r.w, Height: h.r.bodyHeight()}))
}

// Back takes a page away, and what lies on it. What was below shows how things
// are now.
func (h host) Back(s screen.Screen) {
	h.r.drop(s)
	h.r.later(h.r.reloadAll())
}

// Board shows the board with a filter.
func (h host) Board(filter string) tea.Cmd {
	for i, s := range h.r.screens {
		if b, ok := s.(*board.Board); ok {
			return tea.Batch(h.r.show(i), b.SetFilter(filter))
		}
	}
	return nil
}

// Open lays an overlay on top.
func (h host) Open(o screen.Overlay) { h.r.layers = append(h.r.layers, layer{taker: o, overlay: o}) }

// Pop lays an overlay on top that ignores keys for a moment. The footer offers
// them once they are taken.
func (h host) Pop(o screen.Overlay) {
	h.r.layers = append(h.r.layers, layer{taker: o, overlay: o, deaf: h.r.env.Now().Add(quiet)})
	h.r.later(h.r.after(quiet, hearsMsg{}))
}

// Close takes an overlay away, and what lies on it.
func (h host) Close(o screen.Overlay) { h.r.drop(o) }

// Say shows a word in the rule above the footer for a while.
func (h host) Say(text string) {
	h.r.toasted(text, false)
}

// Fail shows an error with everything it says.
func (h host) Fail(doing string, err error) {
	t := h.r.env.Theme
	var refused *model.Refusal
	var changed *model.Changed
	var missing *model.NotFound
	var text []kit.Paragraph
	var ways []model.Remedy
	title := "Could not " + doing
	switch {
	case errors.As(err, &refused):
		title = "Refused: " + refused.Doing
		for _, reason := range refused.Reasons {
			text = append(text, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Bad, Text: t.Glyph.No}, Style: t.Text, Text: reason.Text})
			if len(reason.Remedies) > 0 {
				ways = append(ways, reason.Remedies...)
				text = append(text, kit.Paragraph{Indent: 4, Lead: kit.Span{Style: t.Good, Text: "  " + t.Glyph.Arrow}, Style: t.Good, Text: remedy.Words(reason.Remedies)})
			}
		}
		text = append(text, kit.Paragraph{}, kit.Paragraph{Style: t.Faint, Text: "Nothing was changed."})
	case errors.As(err, &changed):
		title = "Changed meanwhile"
		text = []kit.Paragraph{{Style: t.Text, Text: changed.Error()}, {}, {Style: t.Faint, Text: "Nothing was changed. The screen behind shows how it is now."}}
	case errors.As(err, &missing):
		title = "Not found"
		text = []kit.Paragraph{{Style: t.Text, Text: sentence(missing.Error())}}
	default:
		text = []kit.Paragraph{{Style: t.Text, Text: sentence(err.Error())}}
	}
	pager := kit.NewPager(t, h, title, text)
	for i, way := range h.open(ways) {
		key := strconv.Itoa(i + 1)
		pager.Offer(key, remedy.Offered(way, ways), func() tea.Cmd { return h.Remedy(way) })
	}
	h.Pop(pager)
}

// open are those of some remedies that can be opened here, each once: as many as
// there are keys for.
func (h host) open(ways []model.Remedy) []model.Remedy {
	var out []model.Remedy
	for _, r := range ways {
		known := slices.ContainsFunc(out, func(o model.Remedy) bool { return remedy.Same(o, r) })
		if remedy.Opens(r) && !known && len(out) < 9 && h.r.readsOnly() == "" {
			out = append(out, r)
		}
	}
	return out
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:] + "."
}

// Do performs an action.
func (h host) Do(a action.Action, then func(screen.Done) tea.Cmd) tea.Cmd {
	switch a.(type) {
	case action.StartRun, action.CheckMedia:
		return h.r.readFirst(a, then)
	}
	q := h.r.env.Query()
	return h.r.perform(a, then, func() (screen.Done, error) { return q.Data.Do(q.Ctx, q.Who, a) })
}

// warn shows what is to be said about something that was done all the same.
func (h host) warn(warnings []model.Reason) {
	if len(warnings) == 0 {
		return
	}
	t := h.r.env.Theme
	text := []kit.Paragraph{{Style: t.Faint, Text: "It was done, and:"}}
	for _, w := range warnings {
		text = append(text, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Warn, Text: t.Glyph.Late}, Style: t.Text, Text: sentence(w.Text)})
		if len(w.Remedies) > 0 {
			text = append(text, kit.Paragraph{Indent: 4, Style: t.Good, Text: remedy.Words(w.Remedies)})
		}
	}
	h.Pop(kit.NewPager(t, h, "A word of warning", text))
}

// Copy puts text on the person's clipboard.
func (h host) Copy(text string) tea.Cmd {
	h.Say("copied " + text)
	return term.Copy(text)
}

// Release opens a release.
func (h host) Release(card store.Card) tea.Cmd {
	return h.page(release.New(h.r.env, card))
}

// Find opens a record by its id: a release, or the page of any other.
func (h host) Find(id model.ID) tea.Cmd {
	if id.Kind() == model.KindRelease {
		return h.Release(store.Card{ID: id})
	}
	return h.page(records.NewPage(h.r.env, id))
}

// Gate shows the gate a release stands before.
func (h host) Gate(id model.ID) tea.Cmd {
	q := h.r.env.Query()
	return screen.Ask(h.r, "gate", func() (store.GateView, error) { return q.Data.GateIn(q.Ctx, id, "", q.At, q.Now, q.Zone) },
		screen.OrFail(h, "look at the gate", func(v store.GateView) tea.Cmd {
			h.Open(board.NewGate(h.r.env, v))
			return nil
		}))
}

// Meeting shows the meeting of the CAB.
func (h host) Meeting() tea.Cmd { return h.page(meeting.New(h.r.env)) }

// standup shows what a team has to know in its standup, taking away what lies on it where
// it is open already.
func (r *Root) standup() tea.Cmd {
	for _, l := range r.layers {
		if page, ok := l.page.(*standup.Page); ok {
			return r.turnTo(page)
		}
	}
	return host{r}.page(standup.New(r.env, ""))
}

// Reload loads the shown screen again.
func (h host) Reload() tea.Cmd { return h.r.load() }

// perform runs something that writes, outside the loop. Keys that write are
// disabled where nothing may be written; whatever else leads here is refused.
func (r *Root) perform(a action.Action, then func(screen.Done) tea.Cmd, act func() (screen.Done, error)) tea.Cmd {
	if why := r.readsOnly(); why != "" {
		host{r}.Fail("do that", model.Refuse(strings.ReplaceAll(action.Name(a), "-", " "), why))
		return nil
	}
	r.busy++
	// It has no name: no answer to an action is ever stale.
	return screen.Ask(r, "", act, func(d screen.Done, err error) tea.Cmd { return r.performed(a, d, err, then) })
}

// elsewhere says planned dates as the clocks of whoever looks show them, where that
// is another time than their note says; "" where it isn't.
func (r *Root) elsewhere(a action.Action) (text string) {
	for _, s := range action.Dates(a) {
		if there := when.Elsewhere(s.Start, s.End, r.env.Days(), r.env.Days(), r.env.Zone); there != "" {
			text += " = " + there
		}
	}
	return text
}

// besideDates puts what dates are on other clocks behind them, before the reason for which
// a note says that something was moved to them: that may be long, and is cut first.
func besideDates(note, there string) string {
	if at := strings.Index(note, " ("); there != "" && at > 0 {
		return note[:at] + there + note[at:]
	}
	return note + there
}

// performed says what came of an action, and goes on from there.
func (r *Root) performed(a action.Action, d screen.Done, err error, then func(screen.Done) tea.Cmd) tea.Cmd {
	h := host{r}
	r.wasRead()
	r.busy--
	r.sent = err == nil
	if err != nil {
		if !r.asksAgain(a, err, then) {
			h.Fail(strings.ReplaceAll(action.Name(a), "-", " "), err)
		}
		return r.reloadAll()
	}
	said := append([]string{besideDates(d.Note, r.elsewhere(a))}, model.Each(d.Lapsed, func(l gate.Lapse) string { return "lapsed: " + l.Text })...)
	r.answered(append(said, model.Each(d.Conflicts, func(c gate.Conflict) string { return c.Reason().Text })...))
	if d.Subject.Kind() == model.KindWindow {
		r.window = d.Subject
	}
	cmd := r.reloadAll()
	if then != nil {
		if next := then(d); next != nil {
			r.follows++
			cmd = tea.Batch(cmd, func() tea.Msg { return followedMsg{next()} })
		}
	}
	if _, new := a.(action.Register); new && d.Subject != "" {
		cmd = tea.Batch(cmd, h.Find(d.Subject)) // where what comes next is said
	}
	h.warn(d.Warnings) // over what is there by now: a form that was sent takes away what lies on it
	return cmd
}
