package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"fairway/model/form"
)

// clash is what somebody else made of the form meanwhile.
type clash struct {
	theirs opening
	fields []differing
}

// differing is a field that is not the same here and there.
type differing struct {
	field form.Field
	take  take
}

// take is which answer is to stand.
type take int

const (
	undecided take = iota
	mine
	theirs
	was
)

func (t take) String() string { return [...]string{"choose", "mine", "theirs", "as it was"}[t] }

// overtaken notes that the file holds something newer than what the form began
// with. Where only one side changed an answer, that one is proposed.
func (f *Form) overtaken(found found) {
	now, held := f.asShown(found.opening, found.against)
	if now.answers.Same(f.open.answers) || now.answers.Same(f.answers) {
		// Nothing of the form differs, or they wrote the same: go on from there.
		if held {
			f.note = cmp.Or(f.note, f.firstGone())
		}
		f.open, f.clash = now, nil
		if f.at.Page == clashPage {
			f.at = place{Page: f.before}
		}
		return
	}
	chosen := map[string]take{}
	if f.clash != nil {
		for _, d := range f.clash.fields {
			chosen[d.field.Name] = d.take
		}
	}
	if !differs(f.from, f.open, now) {
		// What is proposed is another by now: that is nobody's word, and takes none away. The
		// facts stay those that were seen, so that the action says whether that matters.
		f.open.form, f.open.seen, f.clash = now.form, now.seen, nil
		f.note = cmp.Or(f.note, f.firstGone())
		if f.at.Page == clashPage {
			f.at = place{Page: f.before}
		}
		return
	}
	c := &clash{theirs: now}
	for _, fl := range now.form.Fields() {
		here, there, once := f.answers.Only(fl.Name), now.answers.Only(fl.Name), f.open.answers.Only(fl.Name)
		if here.Same(there) || !f.from.stands(fl.Name) {
			continue
		}
		d := differing{field: fl}
		switch {
		case here.Same(once):
			d.take = theirs
		case there.Same(once):
			d.take = mine
		default:
			d.take = chosen[fl.Name]
		}
		c.fields = append(c.fields, d)
	}
	// What has to be decided comes first.
	slices.SortStableFunc(c.fields, func(a, b differing) int { return min(int(a.take), 1) - min(int(b.take), 1) })
	f.clash = c
	f.cursor = min(f.cursor, max(len(c.fields)-1, 0))
}

// sayBy names who wrote what is there now.
func sayBy(o opening) string {
	if o.by == "" {
		return "somebody"
	}
	return o.by
}

// overtook says in a sentence what happened.
func (f *Form) overtook() string {
	var fields []string
	for _, d := range f.clash.fields {
		fields = append(fields, d.field.Title)
	}
	at := ""
	if !f.clash.theirs.when.IsZero() {
		at = " at " + f.clock(f.clash.theirs.when)
	}
	return fmt.Sprintf("%s changed this meanwhile%s: %s", sayBy(f.clash.theirs), at, strings.Join(fields, ", "))
}

// compare shows both side by side.
func (f *Form) compare() tea.Cmd {
	if f.at.Page != clashPage {
		f.before = f.at.Page
	}
	return f.show(clashPage, "")
}

// choose takes one of the answers for the field under the cursor, and goes on.
func (f *Form) choose(t take, every bool) tea.Cmd {
	for i := range f.clash.fields {
		if every || i == f.cursor {
			f.clash.fields[i].take = t
		}
	}
	if !every {
		f.cursor = min(f.cursor+1, len(f.clash.fields)-1)
	}
	return nil
}

// merge brings the chosen answers together; the form goes on from what they
// wrote.
func (f *Form) merge() tea.Cmd {
	for i, d := range f.clash.fields {
		if d.take == undecided {
			f.cursor = i
			f.note = d.field.Title + ": both of you changed it; choose which is to stand"
			return nil
		}
	}
	f.carry()
	f.at = place{Page: reviewPage}
	f.judge()
	return tea.Batch(f.keepNow(), f.enter())
}

// decided reports whether no field waits for the person's word: none was changed
// by both.
func (c *clash) decided() bool {
	return !slices.ContainsFunc(c.fields, func(d differing) bool { return d.take == undecided })
}

// takeOver goes on from what somebody else wrote, where it is no clash with what
// was typed here, and says what it took.
func (f *Form) takeOver() tea.Cmd {
	var fields []string
	for _, d := range f.clash.fields {
		if d.take == theirs {
			fields = append(fields, d.field.Title)
		}
	}
	who := sayBy(f.clash.theirs)
	f.carry()
	if len(fields) > 0 {
		f.note = "taken over from " + who + ": " + strings.Join(fields, ", ")
	}
	f.widget = nil
	f.judge()
	return tea.Batch(f.keepNow(), f.enter())
}

// carry brings the chosen answers onto what they wrote.
func (f *Form) carry() {
	for _, d := range f.clash.fields {
		from := f.answers
		switch d.take {
		case theirs:
			from = f.clash.theirs.answers
		case was:
			from = f.open.answers
		}
		if d.field.Type == form.Table {
			f.undo = nil
		}
		f.answers.Take(d.field.Name, from.Clone())
	}
	f.open, f.clash = f.clash.theirs, nil
}
