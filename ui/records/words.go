package records

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen"
	"fairway/ui/theme"
)

// words are what people call things, out of the rules in force: roles, forms,
// approvals. Without the rules there are still words, only not theirs.
type words struct {
	rules *model.Rules
}

// spoken turns a code into words: known-error is a known error.
func spoken(code string) string { return strings.ReplaceAll(code, "-", " ") }

// grade is what a kind is divided by: category, severity, class, roles, form.
func (w words) grade(k model.Kind, code string) string {
	return store.Words(w.rules, k, "grade", code)
}

// relation is how a relation between items reads from the one that has it, and from the
// other.
func (w words) relation(id string) (forward, back string) {
	if w.rules == nil {
		return process.Policy{}.RelationWords(id)
	}
	return w.rules.Policy.RelationWords(id)
}

func (w words) role(id string) string { return w.grade(model.KindPerson, id) }

// purpose is what people call an approval's purpose.
func (w words) purpose(id string) string { return w.grade(model.KindApproval, id) }

// gradeStyle brings out what is grave.
func gradeStyle(t *theme.Theme, k model.Kind, code string) theme.Style {
	switch {
	case k == model.KindIncident && code == "P1", code == model.HardFreeze:
		return t.Bad
	case k == model.KindIncident && code == "P2", k == model.KindWindow && code == model.WindowFreeze:
		return t.Warn
	}
	return t.Faint
}

// dateWidth is what the widest style takes where the year has to be seen.
const dateWidth = 17

// date writes a moment in the person's own way, with the year where it isn't
// this one.
func date(e *screen.Env, m when.Moment) string {
	if m.IsZero() {
		return ""
	}
	style := e.Dates
	if style == when.Long || (style == when.Short && m.On(e.Zone).Year != e.Clock().In(e.Zone).Year()) {
		style = when.Plain
	}
	return when.Format(m, e.Zone, style)
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// recordCells are the cells of a record, in the order of its columns.
func (w words) recordCells(e *screen.Env, k kind, columns []store.TableColumn, l store.Listed) []kit.Cell {
	t := e.Theme
	out := make([]kit.Cell, len(columns))
	for i, c := range columns {
		cell := kit.Cell{Style: t.Text}
		switch c.Of {
		case "id":
			cell.Text, cell.Style = string(l.ID), t.Strong
		case "title":
			cell.Text = l.Title
			if l.Questions > 0 {
				cell.Text = "(" + kit.Count(l.Questions, "question") + ") " + cell.Text
			}
		case "state":
			cell.Text, cell.Style = kit.State(t, k.Kind, l.State)
			if l.Ended {
				cell.Text, cell.Style = cell.Text+", ended on "+date(e, l.To()), t.Faint
			}
			if l.Late {
				cell.Text, cell.Style = cell.Text+", late!", t.Bad
			}
		case "grade":
			cell.Text, cell.Style = w.grade(k.Kind, l.Grade), gradeStyle(t, k.Kind, l.Grade)
			if l.Uses != nil {
				cell.Text = l.Uses.InList()
			}
		case "service":
			cell.Text = cmp.Or(l.ServiceName, string(l.Service))
		case "person":
			cell.Text, cell.Style = cmp.Or(l.PersonName, string(l.Person)), t.Faint
		case "subject":
			cell.Text = cmp.Or(l.SubjectName, string(l.Subject))
		case "handle":
			cell.Text = l.Handle
		case "site":
			cell.Text = l.Site
		case "type":
			cell.Text = spoken(l.Type)
		case "priority":
			cell.Text = spoken(l.Priority)
		case "release":
			cell.Text = string(l.Release)
		case "outcome":
			cell.Text = spoken(l.Outcome)
		case "at":
			cell.Text = date(e, l.From())
		case "until":
			cell.Text = date(e, l.To())
			if k.Kind == model.KindChange && !l.Until.IsZero() && l.Until.Before(e.Clock()) {
				cell.Text, cell.Style = "late: "+cell.Text, t.Bad
			}
			if k.Kind == model.KindImprovement && l.State == model.ImprovementOpen && !l.To().Over().After(e.Clock()) {
				cell.Text, cell.Style = "overdue: "+cell.Text, t.Bad
			}
		}
		out[i] = cell
	}
	return out
}

// logCells are the cells of an entry of the log.
func (w words) logCells(e *screen.Env, l store.LogEntry) []kit.Cell {
	t := e.Theme
	return []kit.Cell{
		{Text: strconv.FormatInt(l.Position, 10), Style: t.Strong},
		{Text: date(e, when.Moment{At: l.Stands(), Precision: when.Minute}), Style: t.Text},
		{Text: cmp.Or(l.Name, string(l.Who)), Style: t.Faint},
		{Text: spoken(l.Action), Style: t.Faint},
		{Text: string(l.Subject), Style: t.Text},
		{Text: l.Note + otherTimes(e, l), Style: t.Text},
	}
}

// otherTimes says what other times an entry of the log has than the one at which
// it was recorded: when it happened, and what is to be said of its clock.
func otherTimes(e *screen.Env, l store.LogEntry) string {
	at := func(t time.Time) string {
		return when.Tell(when.Moment{At: t, Precision: when.Minute}, when.Moment{}, e.Zone, e.Zone)
	}
	text := ""
	if !l.Happened.IsZero() {
		text += " (happened " + at(l.Happened) + ")"
	}
	if !l.Behind.IsZero() {
		text += fmt.Sprintf(" (its clock stood before entry %d, of %s)", l.Position-1, at(l.Behind))
	}
	if !l.Corrected.IsZero() {
		text += fmt.Sprintf(" (its clock said %s; corrected by entry %d)", at(l.At), l.CorrectedBy)
	}
	return text
}
