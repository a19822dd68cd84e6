package approvals

import (
	"fmt"

	"fairway/store"
	"fairway/ui/kit"
)

// beside is the width from which the case stands beside the list.
const beside = 110

// aboveLines is the most lines of the list over the case.
const aboveLines = 8

// listWidth is how wide the list beside the case is.
func listWidth(w int) int { return max(min(w*9/20, 72), 54) }

// room says how the screen is divided: where the list is, and where the case.
// In a narrow room the case that has the keys takes all of it.
func (a *Approvals) room(w, h int) (listW, listH, caseW, caseH int) {
	if w >= beside {
		n := listWidth(w)
		return n, h, w - n - 3, h
	}
	if a.opened {
		return 0, 0, w - 2, h
	}
	listH = min(len(a.lines), aboveLines, max(h*2/5, 1))
	return w, listH, w - 2, max(h-listH-1, 0)
}

// rowLines is how many lines an approval takes in the list.
func (a *Approvals) rowLines() int {
	if a.Width >= beside {
		return 2
	}
	return 1
}

// page is how many approvals are seen of the list.
func (a *Approvals) page() int {
	_, h, _, _ := a.room(a.Width, a.Height)
	return max(h/a.rowLines()-1, 1)
}

// View draws the screen.
func (a *Approvals) View(w, h int) string {
	if w < 1 || h < 1 {
		return ""
	}
	a.Width, a.Height = w, h
	t := a.env.Theme
	if text := a.emptyText(); text != nil {
		return kit.Centred(t, text, w, h)
	}
	listW, listH, caseW, caseH := a.room(w, h)
	if w < beside {
		lines := a.drawList(listW, listH)
		if listH > 0 && caseH > 0 {
			lines = append(lines, kit.NewLine(w).Glyph(t.Rule, t.Glyph.Line, w).String())
		}
		for _, l := range a.drawCase(caseW, caseH) {
			lines = append(lines, kit.NewLine(w).Gap(1).Raw(l, max(caseW, 0)).String())
		}
		return kit.Page(lines, w, h)
	}
	left, right := a.drawList(listW, listH), a.drawCase(caseW, caseH)
	bar := t.Rule.Of(t.Glyph.Pipe)
	if a.opened {
		bar = t.Focus.Of(t.Glyph.Pipe)
	}
	return kit.Page(kit.Beside(" "+bar+" ", h, kit.Pane{Lines: left, Width: listW}, kit.Pane{Lines: right, Width: caseW}), w, h)
}

// emptyText says what to do where there is nothing to see.
func (a *Approvals) emptyText() []string {
	switch {
	case !a.loaded && a.trouble != "":
		return []string{"The approvals could not be loaded", "", a.trouble, "", "ctrl+l tries again"}
	case !a.loaded:
		return []string{"", "loading"}
	case len(a.lines) > 0:
		return nil
	case a.env.AsOf != store.Now:
		return []string{"Nothing waited for you then.", "", "esc leads back to the present"}
	case a.env.Person.ID() == "":
		return []string{"Nothing waits for you.", "", "Nobody in this file is known by your name, so no signature can be asked of you."}
	}
	more := "o  shows what was decided lately"
	if a.decided {
		more = "Nothing was decided yet either."
	}
	return []string{"Nothing waits for you.", "",
		"An approval comes here when somebody asks for one of which you are an approver:",
		"by a role that you hold, or because a service names you to sign for it.",
		"What you ask of others stands here too, until they have decided.", "", more}
}

// pane is what was seen of the case in the last picture, in lines.
type pane struct{ rows, total int }

// drawCase draws the chosen case: its heading, and what is seen of it.
func (a *Approvals) drawCase(w, h int) []string {
	if w < 1 || h < 1 {
		return nil
	}
	t := a.env.Theme
	r, ok := a.chosen()
	if !ok {
		return nil
	}
	c := a.cases[keyOf(r)]
	head := kit.NewLine(w)
	style := t.Title
	if a.opened {
		head.Text(t.Focus, t.Glyph.Here).Gap(1)
	}
	head.Text(style, string(r.ID)).Gap(1).Text(t.Strong, r.Title).Gap(2).Text(t.Text, string(r.Release)+" "+title(r))
	if c == nil {
		return []string{head.String(), kit.NewLine(w).Text(t.Faint, "reading the case").String()}
	}
	if c.lines == nil || c.width != w {
		c.lines, c.width = kit.Flow(t, c.Paragraphs(t, w), w), w
	}
	a.pane.total = len(c.lines)
	a.pane.rows = max(h-1, 0)
	a.scroll = max(min(a.scroll, a.pane.total-a.pane.rows), 0)
	if a.pane.total > a.pane.rows {
		text := fmt.Sprintf("%d%%", 100*min(a.scroll+a.pane.rows, a.pane.total)/a.pane.total)
		if a.scroll+a.pane.rows < a.pane.total {
			text = t.Glyph.Down + " " + text
		}
		if n := kit.Width(text); head.Left() > n {
			head.To(w-n).Text(t.Faint, text)
		}
	}
	lines := append(make([]string, 0, h), head.String())
	return append(lines, c.lines[a.scroll:min(a.scroll+a.pane.rows, a.pane.total)]...)
}
