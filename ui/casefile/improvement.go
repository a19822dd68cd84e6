package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// tellImprovement puts into words what is to be done better: by whom, until when, and
// what it came from.
func (w Words) tellImprovement(c *model.Case, i *model.Improvement) Brief {
	b := Brief{State: model.ApprovalPending}
	if i == nil {
		b.add("action", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: i.Of}, nil, &b}
	if i.State() == model.ImprovementOpen {
		b.Refused = refusal(c, action.Open(c, action.ReportImprovement{Improvement: i.ID, Text: "this"}))
		for _, r := range b.Refused {
			b.add("you", Said{Warn, No, r.Text + remedyOf(r)})
		}
		if len(b.Refused) == 0 {
			b.add("you", Said{Good, Yes, "can report it done"})
		}
	} else {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(i) + ": there is nothing to do any more"})
	}
	due := Said{Plain, Unmarked, when.Tell(i.Due, when.Moment{}, c.ZoneOf(i.Of), c.Days())}
	if i.Overdue(c.Now) {
		due.Tone, due.Mark = Bad, Caution
		due.Text += ", overdue"
	}
	if i.PutOff() > 0 {
		due.Text += ", put off: at first " + when.Tell(i.First(), when.Moment{}, c.ZoneOf(i.Of), c.Days())
	}
	b.add("due", due)
	b.add("action", t.paragraphs(i.Action)...)
	b.add("for", Said{Plain, Unmarked, c.PersonName(i.Owner)})
	b.add("noted", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s), in %s", c.Signatory(i.By, i.At), t.at(i.At), t.ago(i.At), i.Document)})
	about := string(i.Of)
	if f, ok := c.Fact(i.Of); ok && f.Record != nil {
		about += " " + f.Record.Row().Title
	}
	b.add("from", Said{Plain, Unmarked, about})
	for _, h := range i.Handed {
		b.add("handed on", Said{Quiet, Unmarked, fmt.Sprintf("by %s, %s; it was for %s: %s", c.Signatory(h.By, h.At), t.at(h.At), c.PersonName(h.From), h.Reason)})
	}
	if i.Done != nil {
		b.add("done", append([]Said{{Good, Yes, fmt.Sprintf("by %s, %s", c.Signatory(i.Done.By, i.Done.At), t.at(i.Done.At))}}, t.paragraphs(i.Done.Text)...)...)
	}
	return b
}
