package approvals

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/casefile"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// drawList draws the lines of the list that are seen.
func (a *Approvals) drawList(w, h int) []string {
	if h < 1 || w < 1 {
		return nil
	}
	n := 1
	if w < a.Width {
		n = 2
	}
	// Where each line begins: headings take one, approvals n.
	begin := make([]int, len(a.lines)+1)
	for i := range a.lines {
		begin[i+1] = begin[i] + 1
		if a.lines[i].row != nil {
			begin[i+1] = begin[i] + n
		}
	}
	total := begin[len(a.lines)]
	at := max(a.at, 0)
	a.top = kit.Scroll(a.top, begin[at+1]-1, h, total)
	first := begin[at]
	if at > 0 && a.lines[at-1].row == nil {
		first = begin[at-1] // with its heading, where that fits
	}
	if begin[at+1]-first <= h {
		a.top = min(a.top, first)
	}
	lines := make([]string, 0, h+n)
	for i := range a.lines {
		if begin[i+1] <= a.top || begin[i] >= a.top+h {
			continue
		}
		var drawn []string
		switch {
		case a.lines[i].row == nil:
			drawn = []string{a.heading(w, a.lines[i])}
		case n == 2:
			drawn = a.twoLines(w, a.lines[i], i == a.at)
		default:
			drawn = []string{a.oneLine(w, a.lines[i], i == a.at)}
		}
		if skip := a.top - begin[i]; skip > 0 {
			drawn = drawn[skip:]
		}
		lines = append(lines, drawn...)
	}
	lines = lines[:min(len(lines), h)]
	if total > h && len(lines) == h && w > 24 {
		text := ""
		if a.top > 0 {
			text = a.env.Theme.Glyph.Up
		}
		if a.top+h < total {
			text += a.env.Theme.Glyph.Down
		}
		lines[h-1] = kit.Splice(lines[h-1], a.env.Theme.Key.Of(text), w-kit.Width(text), kit.Width(text))
	}
	return lines
}

func (a *Approvals) heading(w int, l line) string {
	t := a.env.Theme
	style := t.Title
	if l.group == decided {
		style = t.Faint
	}
	return kit.NewLine(w).Gap(1).Text(style, l.heading).Gap(2).Text(t.Faint, l.count).String()
}

// here puts the cursor and the id.
func (a *Approvals) here(l *kit.Line, r *store.ApprovalRow, chosen bool) {
	t := a.env.Theme
	style := t.Strong
	if l.Here(t, chosen); chosen && !a.opened {
		style = t.Chosen
	}
	l.Text(style, string(r.ID))
}

// oneLine is an approval in a list over the case.
func (a *Approvals) oneLine(w int, in line, chosen bool) string {
	t, r := a.env.Theme, in.row
	l := kit.NewLine(w)
	a.here(l, r, chosen)
	l.To(10)
	text, style := risk(t, r)
	l.Cell(style, strings.TrimSuffix(text, " yet"), 11)
	right, rightStyle := a.state(in)
	purpose, date, stands := 15, a.dateWidth(), 19
	if w >= 120 {
		purpose = 24
	}
	switch {
	case in.group == decided: // when it was decided says more than when it is planned
		date, stands = 0, max(21, kit.Width(right)+1)
	case w < 90:
		stands, right = a.standsWidth(), short(right)
	}
	name := l.Left() - purpose - date - stands - 4
	if date == 0 {
		name++
	} else if name < 12 { // a narrow room: what it is about, and how it stands
		name, date = max(l.Left()-purpose-stands-3, 8), 0
	}
	text = title(r)
	if r.For != "" {
		text += ", " + r.Absence()
	}
	l.Cell(t.Text, text, name).Gap(1).Cell(t.Faint, sort(r, purpose), purpose).Gap(1)
	if date > 0 {
		l.Cell(t.Text, a.date(r), date).Gap(1)
	}
	return l.Cell(rightStyle, right, l.Left()-1).String()
}

// twoLines is an approval in a list beside the case.
func (a *Approvals) twoLines(w int, in line, chosen bool) []string {
	t, r := a.env.Theme, in.row
	l := kit.NewLine(w)
	a.here(l, r, chosen)
	l.To(10)
	text, style := risk(t, r)
	if r.Score > 0 && r.Urgent {
		text = fmt.Sprintf("%s, %s %d", text, r.Look.Title, r.Score)
	} else if r.Score > 0 {
		text = strings.TrimSpace(fmt.Sprintf("%s %d", text, r.Score))
	}
	n := kit.Width(text)
	l.Cell(t.Text, title(r), l.Left()-n-2).Gap(1).Text(style, text)
	m := kit.NewLine(w).Gap(4)
	right, rightStyle := a.state(in)
	if in.group == waiting && r.Escalated != "" { // to whom stands before it
		right = when.Late(when.Moment{At: r.Due, Precision: when.Minute}, a.env.Clock(), a.env.Days())
	}
	date := a.date(r) + "  "
	if in.group == decided {
		date = "" // when it was decided says more
	}
	n = kit.Width(date) + kit.Width(right)
	under := r.Title
	if r.Question != "" {
		under += ", " + r.Stands()
	} else if away := r.Absence(); away != "" {
		under = away + ": " + under
	}
	if r.Escalated != "" {
		under = "escalated to " + r.Escalated + ": " + under
	} else if !r.Reminded.IsZero() {
		under = "reminded " + day(a.env, r.Reminded) + ": " + under
	}
	m.Cell(t.Faint, under, m.Left()-n-2).Gap(1).Text(t.Text, date).Text(rightStyle, right)
	return []string{l.String(), m.String()}
}

// sortWords are the purposes whose name alone would not say what is to be done; each fits
// the narrow list's column.
var sortWords = map[string]string{
	store.PurposeChange: "RFC",
	store.PurposeAssess: "RFC to assess",
	store.PurposeClocks: "dates to check",
	store.PurposeEntry:  "catalogue entry",
	store.PurposeWatch:  "daily status",
}

// sort says in a few words what is to be done: an approval as its rules call it, where
// it has to be without what stands there in brackets.
func sort(r *store.ApprovalRow, room int) string {
	if r.ID.Kind() != model.KindApproval || r.Owed() {
		if words, ok := sortWords[r.Purpose]; ok {
			return words
		}
		return strings.ReplaceAll(r.Purpose, "-", " ")
	}
	if brief, _, bracketed := strings.Cut(r.Title, " ("); bracketed && kit.Width(r.Title) > room {
		return brief
	}
	return r.Title
}

func title(r *store.ApprovalRow) string {
	if r.Name == "" {
		return string(r.Release)
	}
	return strings.TrimSpace(r.Name + " " + r.Version)
}

// dateWidth is what the dates in the list take: one of another year has its year.
func (a *Approvals) dateWidth() int {
	room := 10
	for _, in := range a.lines {
		if in.row != nil && in.group != decided {
			room = max(room, kit.Width(a.date(in.row)))
		}
	}
	return min(room, len("Mon 20 Jan 2006"))
}

// standsWidth is what how they stand takes in a narrow list: "1/2 18 d ago".
func (a *Approvals) standsWidth() int {
	room := 11
	for _, in := range a.lines {
		if in.row != nil && in.group != decided {
			text, _ := a.state(in)
			room = max(room, kit.Width(short(text)))
		}
	}
	return min(room, len("10/12 300 d ago"))
}

// short says how one stands in fewer cells: "1/2 18 d ago" for "1 of 2, 18 d ago".
func short(state string) string {
	return strings.Replace(strings.Replace(state, " of ", "/", 1), ", ", " ", 1)
}

func (a *Approvals) date(r *store.ApprovalRow) string {
	if r.Release.Kind() != model.KindRelease { // an RFC goes with its release, or when its board says so

		return ""
	}
	e := a.env
	switch {
	case r.Start.IsZero():
		return "no date"
	case r.Start.Precision == when.Day:
		return e.Date(r.Start)
	}
	return e.Date(when.OnDay(r.Start.On(e.Zone), e.Zone))
}

// day is the date of a moment, in the person's style.
func day(e *screen.Env, at time.Time) string {
	return e.Date(when.OnDay(when.DateOf(at, e.Zone), e.Zone))
}

// age is how long ago something was, in one unit.
func age(e *screen.Env, at time.Time) string {
	return when.Relative(when.Moment{At: at, Precision: when.Minute}, e.Clock(), e.Days())
}

// state says in a few words how it stands, and for how long.
func (a *Approvals) state(l line) (string, theme.Style) {
	t, r := a.env.Theme, l.row
	ago := age(a.env, r.At)
	switch l.group {
	case barred:
		return casefile.RelationWord(r.Barred[len(r.Barred)-1]), t.Warn
	case asked:
		if r.State == model.QuestionAnswered {
			return "answered " + ago, t.Faint
		}
		return fmt.Sprintf("%d of %d, %s", r.Signed, r.Approvers, ago), t.Faint
	case decided:
		word, style := kit.State(t, model.KindApproval, r.State)
		return word + " " + day(a.env, r.Decided), style
	}
	if r.Question != "" {
		return "asked, " + ago, t.Faint
	}
	if r.State == model.QuestionAnswered {
		return "answered " + ago, t.Text
	}
	due := when.Moment{At: r.Due, Precision: when.Minute}
	if r.Escalated != "" {
		return "escalated", t.Bad
	}
	text, style := ago, t.Text
	if r.Overdue {
		text, style = when.Late(due, a.env.Clock(), a.env.Days()), t.Bad
	} else if !r.Due.IsZero() {
		text = "due " + when.Relative(due, a.env.Clock(), a.env.Days())
	}
	if r.Signed > 0 {
		text = fmt.Sprintf("%d of %d, %s", r.Signed, r.Approvers, text)
	}
	return text, style
}

// risk is that of what a row is about; rules have none, and of an emergency nobody
// waits for it.
func risk(t *theme.Theme, r *store.ApprovalRow) (string, theme.Style) {
	if r.Urgent {
		return "emergency", t.Bad
	}
	if r.Release == "" && r.Band == "" {
		return "", t.Text
	}
	return band(t, r.Look)
}

// band is the risk in words, with a mark from high on.
func band(t *theme.Theme, look store.RiskLook) (string, theme.Style) {
	word := strings.Replace(look.Title, "very ", "v. ", 1)
	switch {
	case look.Title == "":
		return "no risk yet", t.Faint
	case look.Danger == process.LowDanger:
		return word, t.Good
	case look.Danger == process.HighDanger:
		return t.Glyph.Conflict + " " + word, t.Warn
	case look.Danger == process.HighestDanger:
		return t.Glyph.Conflict + t.Glyph.Conflict + " " + word, t.Bad
	}
	return word, t.Text
}
