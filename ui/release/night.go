package release

import (
	"cmp"
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/when"
	"fairway/ui/kit"
)

// stepWords is a step as people read it: what is done, of which kind it is, and whether it
// was added in the night.
func stepWords(x model.Step) string {
	text := x.Text
	if x.Added != nil {
		text = "[added] " + text
	}
	switch {
	case x.Command != "":
		text += " $ " + x.Command
	case x.Sort != "":
		text = "(" + x.Sort + ") " + text
	}
	if after := x.AfterWords(); after != "" {
		text += " (after " + after + ")"
	}
	return text
}

// narrow reports whether a step takes two lines: what it is above, who has it and how it went
// below. Beside each other they would leave no room for a word.
func (s *sheet) narrow() bool { return s.Width() < 64 }

// stepRow are the lines of a step: its number, what is done, how it stands, who has it and how
// long it took. Where there is no room the last two stand below.
func (s *sheet) stepRow(number string, text, at kit.Span, holder, took string) []kit.Cells {
	faint := func(text string) kit.Span { return kit.Span{Style: s.t.Faint, Text: text} }
	if !s.narrow() {
		return []kit.Cells{{Cell: []kit.Span{{Text: number}, text, at, faint(holder), faint(took)}}}
	}
	const clock = 7 // what is longer than a word or a time stands below
	if kit.Width(at.Text) > clock {
		took, at.Text = join(", ", at.Text, took), ""
	}
	rows := []kit.Cells{{Cell: []kit.Span{{Text: number}, text, at}}}
	if below := join(" "+s.t.Glyph.Dot+" ", holder, took); below != "" {
		rows = append(rows, kit.Cells{Cell: []kit.Span{{}, faint(below)}})
	}
	return rows
}

// holder is who has a step, and who had it before.
func (s *sheet) holder(x model.Step) string {
	if x.Owner == "" {
		return s.d.person(x.By)
	}
	name := s.holderName(x.Owner)
	if did := s.doer(x); did != "" {
		name = did + ", for " + name
	}
	if x.Given != nil {
		name += ", given"
		if x.Was != "" {
			name += ", was " + s.holderName(x.Was)
		}
	}
	return name
}

// doer is who did, skipped or failed a step where that is not the one who has it.
func (s *sheet) doer(x model.Step) string {
	if x.By == "" || string(x.By) == x.Owner || !x.Finished() && !x.Fails() {
		return ""
	}
	return s.d.person(x.By)
}

func (s *sheet) holderName(owner string) string {
	if id := model.ID(owner); id.Kind() == model.KindPerson {
		return s.d.person(id)
	}
	return s.d.c.HolderName(owner)
}

// planned is when a step is to be done, in a run that goes on.
func (s *sheet) planned(x model.Step, run *model.Run) string {
	if x.Starts.IsZero() && x.Takes == 0 {
		return ""
	}
	var out []string
	switch {
	case x.Starts.IsZero():
	case run != nil:
		out = append(out, "planned "+s.clock(x.Starts.Of(run.Started), run.Started))
	case x.Starts.Counted:
		out = append(out, "+"+when.FormatDuration(x.Starts.From))
	default:
		out = append(out, s.clock(x.Starts.At.At, s.d.r.Window.Start.At))
	}
	if x.Takes > 0 {
		out = append(out, "takes "+when.FormatDuration(x.Takes))
	}
	return strings.Join(out, ", ")
}

func (s *sheet) people(ids []model.ID) string {
	return strings.Join(model.Each(ids, s.d.person), ", ")
}

// night is what was noted, handed over, added and given away: all besides the ticks.
func (s *sheet) night(run *model.Run) {
	t := s.t
	first := true
	var back *model.Run
	if b := run.Rollback; b != nil {
		back = model.Get[*model.Run](s.d.c, b.Run)
	}
	for _, m := range run.Night(back) {
		step := run.OfStep(m)
		var text string
		switch m.Did {
		case model.MarkNoted:
			text = join(": ", cmp.Or(step, "note"), m.Text)
		case model.MarkHanded:
			text = "handed over to " + s.d.person(model.ID(m.To)) + ": " + m.Text
		case model.MarkGo, model.MarkNoGo:
			text = join(": ", m.Did+", present "+s.people(m.Present), m.Text)
		case model.MarkAdded:
			text = fmt.Sprintf("added %s, %s: %s", step, m.Of, m.Text)
		case model.MarkGiven:
			text = join(": ", fmt.Sprintf("gave %s to %s", step, s.holderName(m.To)), m.Text)
		case model.MarkFailed:
			text = fmt.Sprintf("%s failed: %s", cmp.Or(step, fmt.Sprintf("verification %d", m.Line)), m.Text)
		default:
			continue
		}
		if first {
			s.Head("Log of the night")
			first = false
		}
		s.bullet(t.Text, t.Glyph.Dot, s.clock(m.At, run.Started)+s.recorded(m.Recorded, m.At)+" "+s.d.person(m.By)+": "+text)
	}
}

// contacts are whom to call.
func (s *sheet) contacts(list []model.Contact) {
	if len(list) == 0 {
		return
	}
	s.Head("Contacts")
	for _, c := range list {
		s.bullet(s.t.Text, s.t.Glyph.Dot, join(": ", join(", ", c.Who, c.What), c.Reach))
	}
}

func plannedContacts(plan *model.Document) []model.Contact {
	var out []model.Contact
	for _, row := range plan.Meant().Rows("contacts") {
		out = append(out, model.Contact{Who: row["who"], What: row["what"], Reach: row["reach"]})
	}
	return out
}

// dataWords say what became of the data in a rollback; "" where nobody said.
func dataWords(fate string) string {
	switch fate {
	case model.DataRestored:
		return "put back as it was before"
	case model.DataKept:
		return "kept as the release left it"
	case model.DataUntouched:
		return "the release had touched none"
	}
	return ""
}
