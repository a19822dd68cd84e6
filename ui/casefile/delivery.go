package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// tellDelivery puts an order into words that should be here: when it was due, of whom, and
// what came of it so far.
func (w Words) tellDelivery(c *model.Case, p *model.Procurement) Brief {
	b := Brief{State: model.ApprovalPending}
	if p == nil {
		b.add("order", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: p.Release}, nil, &b}
	if p.Waits() {
		asked := *c // what it would become gets no id
		asked.Mint = func(k model.Kind) model.ID { return model.MakeID(k, 0) }
		b.Refused = refusal(c, action.Open(&asked, action.Receive{Procurement: p.ID, Void: true}))
		for _, r := range b.Refused {
			b.add("you", Said{Warn, No, r.Text + remedyOf(r)})
		}
		if len(b.Refused) == 0 {
			b.add("you", Said{Good, Yes, "can receive it"})
		}
	} else {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(p) + ": there is nothing to do any more"})
	}
	if !p.Due.IsZero() {
		due := Said{Plain, Unmarked, when.Tell(p.Due, when.Moment{}, c.ZoneOf(p.Release), c.Days())}
		if p.Awaited(c) && p.Late(c.Now) {
			due.Tone, due.Mark = Bad, Caution
			due.Text += ", " + when.Late(p.Due, c.Now, c.Days())
		}
		b.add("due", due)
	}
	b.add("order", t.paragraphs(p.Title)...)
	for _, more := range [][2]string{{"supplier", p.Supplier}, {"order number", p.Order}, {"so far", p.Parts()}} {
		if more[1] != "" {
			b.add(more[0], Said{Plain, Unmarked, more[1]})
		}
	}
	if p.By != "" {
		b.add("ordered", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(p.By, p.At), t.at(p.At), t.ago(p.At))})
	}
	about := string(p.Release)
	if f, ok := c.Fact(p.Release); ok && f.Record != nil {
		about += " " + f.Record.Row().Title
	}
	b.add("for", Said{Plain, Unmarked, about})
	return b
}
