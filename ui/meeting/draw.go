package meeting

import (
	"fmt"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/cab"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/theme"
)

// beside is the width from which the case stands beside the agenda, and headLines what
// stands over both.
const (
	beside    = 110
	headLines = 4
)

// View draws the page.
func (p *Page) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	p.Width, p.Height = w, h
	t := p.env.Theme
	if text := p.emptyText(); text != nil {
		return kit.Centred(t, text, w, h)
	}
	lines := p.head(w)
	rest := max(h-len(lines), 0)
	if w >= beside {
		n := max(min(w*9/20, 72), 54)
		bar := t.Rule.Of(t.Glyph.Pipe)
		if p.opened {
			bar = t.Focus.Of(t.Glyph.Pipe)
		}
		left, right := p.list(n, rest), p.side(w-n-3, rest)
		return kit.Page(append(lines, kit.Beside(" "+bar+" ", rest, kit.Pane{Lines: left, Width: n}, kit.Pane{Lines: right, Width: w - n - 3})...), w, h)
	}
	if !p.opened {
		rows := min(len(p.d.Items), 7, max(rest*2/5, 1))
		lines = append(lines, p.list(w, rows)...)
		if rest > rows+1 {
			lines = append(lines, kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String())
		}
		rest = max(rest-rows-1, 0)
	}
	for _, l := range p.side(w-2, rest) {
		lines = append(lines, kit.NewLine(w).Gap(1).Raw(l, max(w-2, 0)).String())
	}
	return kit.Page(lines, w, h)
}

// emptyText says what to do where there is nothing to see.
func (p *Page) emptyText() []string {
	switch {
	case p.d == nil && p.trouble != "":
		return []string{"The meeting could not be loaded", "", p.trouble, "", "ctrl+l tries again"}
	case p.d == nil:
		return []string{"", "loading"}
	case p.d.Meeting == nil && len(p.d.Items) == 0:
		return []string{"No meeting of the CAB is held or planned, and nothing waits for it.", "",
			"N calls one, for later or at once. Its agenda makes itself:",
			"what waits for a seat of the CAB, what failed since the last meeting,",
			"conditions that nothing has met, and what is planned next."}
	}
	return nil
}

// head says which meeting it is, who is there, and what is looked at.
func (p *Page) head(w int) []string {
	t, d := p.env.Theme, p.d
	first, second, third := kit.NewLine(w).Gap(1), kit.NewLine(w).Gap(1), kit.NewLine(w).Gap(1)
	m := d.Meeting
	if m == nil {
		first.Text(t.Title, "No meeting of the CAB is held or planned")
		second.Text(t.Faint, "N calls one, for later or at once. On its agenda would be:")
		return []string{first.String(), second.String(), third.String(), kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String()}
	}
	first.Text(t.Title, string(m.ID)).Gap(1).Text(t.Strong, m.Title).Gap(2)
	follow, style := "following the chair", t.Good
	switch {
	case d.leads:
		follow = "you lead it"
	case p.handed():
		follow = "following"
	}
	if p.own {
		follow, style = "on your own; f follows", t.Warn
	}
	if !m.Open() {
		follow = ""
	}
	room := first.Left() - kit.Width(follow) - 2
	first.Cell(t.Text, p.stands(), room)
	if follow != "" && first.Left() > kit.Width(follow) {
		first.To(w-kit.Width(follow)-1).Text(style, follow)
	}
	p.presence(second)
	p.clock(third)
	return []string{first.String(), second.String(), third.String(), kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String()}
}

// told is a time as the person reads it.
func (p *Page) told(t time.Time) string {
	return when.Format(when.Moment{At: t, Precision: when.Minute}, p.env.Zone, p.env.Dates)
}

// handed reports whether somebody else than the chair leads the meeting.
func (p *Page) handed() bool { return p.d.leader != "" && p.d.leader != p.d.chair }

// stands says how the meeting stands, and who leads it.
func (p *Page) stands() string {
	d, m := p.d, p.d.Meeting
	switch m.State() {
	case model.MeetingOpen:
		if p.handed() {
			return fmt.Sprintf("led by %s, chaired by %s", d.leader, d.chair)
		}
		return fmt.Sprintf("chaired by %s, since %s", d.chair, m.Opened.In(p.env.Zone).Format("15:04"))
	case model.MeetingClosed:
		if d.closer != "" && d.closer != d.chair {
			return fmt.Sprintf("closed %s by %s, chaired by %s", p.told(m.Closed), d.closer, d.chair)
		}
		return fmt.Sprintf("closed %s, chaired by %s", p.told(m.Closed), d.chair)
	case model.MeetingCancelled:
		return "cancelled: " + m.Cancelled.Reason
	}
	return fmt.Sprintf("planned for %s, chaired by %s", d.planned, d.chair)
}

// presence says who is there, and whether that is a quorum.
func (p *Page) presence(l *kit.Line) {
	t, d := p.env.Theme, p.d
	switch d.Meeting.State() {
	case model.MeetingPlanned:
		l.Text(t.Faint, fmt.Sprintf("the quorum is %s; O opens it, and whoever can't come decides beforehand", kit.Count(d.Quorum, "member")))
		return
	case model.MeetingCancelled:
		return
	}
	style, mark := t.Warn, t.Glyph.No
	if d.Reached() {
		style, mark = t.Good, t.Glyph.Yes
	}
	text := cab.QuorumWords(d.Agenda)
	if len(d.members) > 0 {
		text += ": " + names(d.members)
	}
	l.Text(style, mark).Gap(1).Text(style, text)
	if len(d.guests) > 0 {
		l.Gap(2).Text(t.Faint, "also there: "+names(d.guests))
	}
}

// clock says what is looked at, and how much of its time is left.
func (p *Page) clock(l *kit.Line) {
	t, d := p.env.Theme, p.d
	m := d.Meeting
	switch {
	case m.Document != "":
		l.Text(t.Text, "m the minutes, "+string(m.Document)).Text(t.Text, ": "+d.papers)
		return
	case !m.Open():
		return
	}
	item, ok := d.Current()
	if !ok {
		text := p.whom() + " goes"
		if d.leads {
			text = "you go"
		}
		l.Text(t.Faint, "nothing is taken up; "+text+" on with n")
		return
	}
	left := d.Left(item, p.env.Clock())
	text, style := minutes(left)+" left of "+minutes(time.Duration(item.Limit)*time.Second), t.Text
	if left < 0 {
		text, style = t.Glyph.Late+" over by "+minutes(-left), t.Bad
	}
	name := item.Title
	if item.Approval != nil {
		name = item.Item + " " + item.Name
	}
	l.Text(t.Focus, t.Glyph.Arrow).Gap(1).Cell(t.Strong, name, max(l.Left()-kit.Width(text)-3, 4)).Gap(1).Text(style, text)
}

// minutes is a length of time as a clock shows it: 06:42.
func minutes(d time.Duration) string {
	d = d.Truncate(time.Second)
	return fmt.Sprintf("%02d:%02d", int(d.Minutes()), int(d.Seconds())%60)
}

// list draws the agenda.
func (p *Page) list(w, h int) []string {
	if h < 1 || w < 1 {
		return nil
	}
	t := p.env.Theme
	p.top = kit.Scroll(p.top, p.at(), h, len(p.d.Items))
	var out []string
	for i := p.top; i < min(p.top+h, len(p.d.Items)); i++ {
		item := p.d.Items[i]
		l := kit.NewLine(w)
		chosen := item.Item == p.item
		l.Here(t, chosen)
		mark, style := p.mark(item)
		l.Text(style, mark).Gap(1)
		name := t.Text
		if chosen && !p.opened {
			name = t.Chosen
		} else if item.Current {
			name = t.Strong
		}
		text := item.Title
		right, rightStyle := "", t.Faint
		if item.Approval != nil {
			text = item.Item + " " + item.Name
			right = fmt.Sprintf("%d of %d", item.Signed, item.Seats)
			if item.State != model.ApprovalPending {
				right, rightStyle = kit.State(t, model.KindApproval, item.State)
			}
			switch {
			case item.Urgent:
				right = "emergency, " + right
				rightStyle = t.Bad
			case p.d.risk[item.Item] != "":
				right = p.d.risk[item.Item] + ", " + right
			}
		} else {
			right = kit.Count(len(item.Lines), "line")
		}
		l.Cell(name, text, max(l.Left()-kit.Width(right)-2, 4)).Gap(1).Text(rightStyle, right)
		out = append(out, l.String())
	}
	return out
}

// mark stands before an item: what is looked at, what came of it, what waits.
func (p *Page) mark(i cab.Item) (string, theme.Style) {
	t := p.env.Theme
	switch {
	case i.Current:
		return t.Glyph.Arrow, t.Focus
	case i.State == model.ApprovalApproved:
		return t.Glyph.Yes, t.Good
	case i.State == model.ApprovalRejected || i.State == model.ApprovalVoid:
		return t.Glyph.No, t.Bad
	case i.Handled && i.Approval != nil:
		return t.Glyph.Ask, t.Warn
	case i.Handled:
		return t.Glyph.Yes, t.Faint
	}
	return t.Glyph.Unmet, t.Faint
}

// side draws what stands beside the agenda: the votes on the chosen item and its case,
// or the lines of a standing item.
func (p *Page) side(w, h int) []string {
	if w < 1 || h < 1 {
		return nil
	}
	t := p.env.Theme
	item, ok := p.chosen()
	if !ok {
		return nil
	}
	head := kit.NewLine(w)
	if p.opened {
		head.Text(t.Focus, t.Glyph.Here).Gap(1)
	}
	if item.Approval == nil {
		head.Text(t.Strong, item.Title)
	} else {
		head.Text(t.Title, item.Item).Gap(1).Text(t.Strong, item.Title).Gap(2).Text(t.Text, strings.TrimSpace(string(item.Of)+" "+item.Name))
	}
	body := p.votes(item, w)
	if item.Approval == nil {
		var text []kit.Paragraph
		for _, l := range item.Lines {
			text = append(text, kit.Paragraph{Indent: 2, Lead: kit.Span{Style: t.Faint, Text: t.Glyph.Bullet}, Style: t.Text, Text: l.Text})
		}
		if len(text) == 0 {
			text = append(text, kit.Paragraph{Style: t.Faint, Text: "nothing"})
		}
		body = append(body, kit.Flow(t, text, w)...)
	} else if c := p.cases[item.Item]; c == nil {
		body = append(body, kit.NewLine(w).Text(t.Faint, "reading the case").String())
	} else {
		if c.lines == nil || c.width != w {
			c.lines, c.width = kit.Flow(t, c.Paragraphs(t, w), w), w
		}
		body = append(body, c.lines...)
	}
	p.pane.total, p.pane.rows = len(body), max(h-1, 0)
	p.scroll = max(min(p.scroll, p.pane.total-p.pane.rows), 0)
	if p.pane.total > p.pane.rows {
		text := fmt.Sprintf("%d%%", 100*min(p.scroll+p.pane.rows, p.pane.total)/p.pane.total)
		if n := kit.Width(text); head.Left() > n {
			head.To(w-n).Text(t.Faint, text)
		}
	}
	return append([]string{head.String()}, body[p.scroll:min(p.scroll+p.pane.rows, len(body))]...)
}

// votes are the words given on an item, those of before the meeting among them.
func (p *Page) votes(item cab.Item, w int) []string {
	t := p.env.Theme
	if item.Approval == nil {
		return nil
	}
	var text []kit.Paragraph
	lead := kit.Span{Style: t.Title, Text: "votes"}
	add := func(style theme.Style, line string) {
		text = append(text, kit.Paragraph{Indent: 12, Lead: lead, Style: style, Text: line})
		lead = kit.Span{}
	}
	for _, v := range item.Votes {
		line, style := v.Name+" "+model.Decided(v.Verdict), t.Text
		switch v.Verdict {
		case model.Approve:
			line, style = t.Glyph.Yes+" "+line, t.Good
		case model.Reject:
			line, style = t.Glyph.No+" "+line, t.Bad
		}
		if given := v.Given(p.told); given != "" && p.d.Meeting != nil {
			line += " " + given
		}
		if v.Comment != "" {
			line += ": " + v.Comment
		}
		if v.Conditions != "" {
			line += "; on condition: " + v.Conditions
		}
		add(style, line)
	}
	if item.State == model.ApprovalPending {
		add(t.Faint, fmt.Sprintf("%d of %d, waits for %s", item.Signed, item.Seats, item.WaitsFor))
	}
	return kit.Flow(t, text, w)
}
