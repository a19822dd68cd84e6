package form

import (
	"fmt"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// slotsOffered is how many free slots are offered at a time.
const slotsOffered = 5

// slotFields are the fields with the beginning and the end of the release's deployment,
// where the task plans it.
func (f *Form) slotFields() (start, end string, of model.ID) {
	w, ok := f.from.(work)
	if !ok || len(w.task.Slot) != 2 {
		return "", "", ""
	}
	return w.task.Slot[0], w.task.Slot[1], w.record
}

// slotKeys are those of a page with the dates of a release.
func (f *Form) slotKeys() []screen.Binding {
	start, _, of := f.slotFields()
	p, _ := f.page()
	if !slices.ContainsFunc(p.fields, func(fl form.Field) bool { return of != "" && fl.Name == start }) {
		return nil
	}
	return []screen.Binding{{Keys: []string{"ctrl+t"}, Name: "free", Group: screen.GroupRecord, Foot: true, Text: true,
		Help: "List the next slots in which the release collides with nothing, from the start that stands here on and as long as the dates are; the chosen one fills both dates.",
		Why:  f.locked, Do: func() tea.Cmd { return f.freeSlots(false) }}}
}

// freeSlots looks for slots and lists them: with warned those, too, that soft conflicts
// warn of.
func (f *Form) freeSlots(warned bool) tea.Cmd {
	start, end, of := f.slotFields()
	cmd := f.leave() // what is typed counts
	cmd = tea.Batch(cmd, f.enter())
	q := store.FreeQuery{Release: of, Most: slotsOffered, Warned: warned, Now: f.env.Clock(), Zone: f.env.Zone}
	if s, ok := f.slot(start, end); ok {
		q.From, q.Length = s.Start, s.Length()
	} else if at, err := when.Parse(f.answers.Values[start], f.env.Now(), f.zone()); err == nil {
		q.From = at.At
	}
	how := ""
	if q.Length > 0 {
		how = ", as long as the dates are"
	}
	f.note = "looking for a free slot"
	data, ctx := f.env.Data, f.env.Context
	return tea.Batch(cmd, ask(f, "free", func() (store.Free, error) { return data.FreeSlots(ctx, q) }, func(free store.Free, err error) tea.Cmd {
		if f.note = ""; err != nil {
			f.env.Host.Fail("look for a free slot", err)
			return nil
		}
		f.offerSlots(free, when.FormatDuration(free.Length)+how, warned)
		return nil
	}))
}

// slot is the stretch of the dates in the form, where they have times: how long whole
// days are says nothing about how long a deployment takes.
func (f *Form) slot(start, end string) (when.Span, bool) {
	from, err := when.Parse(f.answers.Values[start], f.env.Now(), f.zone())
	to, wrong := when.Parse(f.answers.Values[end], f.env.Now(), f.zone())
	s := model.Slot{Start: from, End: to}.Span(f.zone())
	return s, err == nil && wrong == nil && from.Precision != when.Day && to.Precision != when.Day && s.End.After(s.Start)
}

// offerSlots lists what was found; where that is nothing, what ruled most out.
func (f *Form) offerSlots(free store.Free, length string, warned bool) {
	t, host := f.env.Theme, f.env.Host
	until := "until " + free.In.End.In(f.zone()).Format("2 Jan 2006")
	if len(free.Slots) == 0 && warned {
		host.Open(kit.NewPager(t, host, "No free slot", f.whyNone(free, length+", "+until)))
		return
	}
	text := fmt.Sprintf("%s, from %s on; %s.", length, free.In.Start.In(f.zone()).Format("2 Jan 2006 15:04"), gate.TellPassed(free.Passed))
	var list []kit.Offer
	for _, s := range free.Slots {
		o := kit.Offer{Text: when.TellSpan(s.Span, f.zone(), when.Short), Do: func() tea.Cmd { return f.takeSlot(s.Span) }}
		if n := len(s.Warnings); n > 0 {
			o.Note = s.Warnings[0].Text
			if n > 1 {
				o.Note = fmt.Sprintf("%s, first: %s", kit.Count(n, "warning"), o.Note)
			}
		}
		list = append(list, o)
	}
	if len(list) == 0 {
		text = fmt.Sprintf("No slot of %s is free %s; %s.", length, until, gate.TellPassed(free.Passed))
	}
	if !warned {
		list = append(list, kit.Offer{Text: "look among those, too, that are only warned of", Do: func() tea.Cmd { return f.freeSlots(true) }})
	}
	if len(free.Passed) > 0 {
		list = append(list, kit.Offer{Text: "what rules out the candidates that were passed over, one by one", Do: func() tea.Cmd {
			host.Open(kit.NewPager(t, host, "Passed over for "+string(free.Release), f.passedOver(free)))
			return nil
		}})
	}
	host.Open(kit.NewOffers(t, host, "Free slots of "+string(free.Release), text, list))
}

// whyNone says how often each rule ruled a candidate out.
func (f *Form) whyNone(free store.Free, sought string) []kit.Paragraph {
	t := f.env.Theme
	out := []kit.Paragraph{{Style: t.Text, Text: "No slot of " + sought + ", is free, nor is there one that is only warned of. " + kit.Count(len(free.Passed), "candidate") + " passed over:"}, {}}
	for _, r := range gate.ByRule(free.Passed) {
		out = append(out, kit.Paragraph{Indent: 6, Lead: kit.Span{Style: t.Key, Text: fmt.Sprintf(" %d", r.Count)}, Style: t.Text, Text: "by " + r.Words()})
	}
	return append(append(out, kit.Paragraph{}), f.passedOver(free)...)
}

// passedOver is each candidate that was passed over, with all that rules it out.
func (f *Form) passedOver(free store.Free) []kit.Paragraph {
	t := f.env.Theme
	var out []kit.Paragraph
	for _, p := range free.Passed {
		out = append(out, kit.Paragraph{Style: t.Strong, Text: when.TellSpan(p.Span, f.zone(), when.Short)})
		for _, c := range p.By {
			out = append(out, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Warn, Text: t.Glyph.No}, Style: t.Text, Text: c.Standing() + ": " + c.Text})
		}
	}
	return out
}

// takeSlot fills the dates in.
func (f *Form) takeSlot(s when.Span) tea.Cmd {
	start, end, _ := f.slotFields()
	text := func(at time.Time) string { return when.OnClock(at, f.zone()).TextIn(f.zone()) }
	f.widget = nil
	for name, value := range map[string]string{start: text(s.Start), end: text(s.End)} {
		f.set(name, value)
		delete(f.typing, name)
	}
	f.pic.stale = true
	f.judge()
	return tea.Batch(f.foresee(), f.keepNow(), f.enter())
}
