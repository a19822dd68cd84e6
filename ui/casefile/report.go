package casefile

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/decision"
	"fairway/model/grammar"
)

// tellReport puts into words the case of a kept report that somebody is asked to approve:
// which it is, who kept it, and what it says.
func (w Words) tellReport(c *model.Case, d *model.Document) Brief {
	b := Brief{State: model.ApprovalPending}
	if d == nil {
		b.add("report", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	if d.Verdict() != nil {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it was decided meanwhile"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: d.Of}, nil, &b}
	approve := action.ApproveDocument{Document: d.ID, Version: d.Version}
	t.may(decision.Document(c, d), "you may approve documents", approve, approve)
	name := d.Title
	if r := model.Get[*model.KeptReport](c, d.Of); r != nil {
		name = r.Title
	}
	b.add("report", Said{Plain, Unmarked, fmt.Sprintf("%s %s", d.Of, name)},
		Said{Quiet, Unmarked, fmt.Sprintf("version %d, by %s, %s (%s)", d.Version, c.Signatory(d.Author, d.At), t.at(d.At), t.ago(d.At))})
	t.answers(d)
	return b
}

// answers are what a document says, question by question.
func (t teller) answers(d *model.Document) {
	f := t.c.FormIn(d)
	if f == nil {
		return
	}
	said, reader := d.In(f), t.c.Reader(d.Of)
	reader.Home, reader.Style = t.zone, t.dates
	for _, fl := range f.Fields() {
		var lines []Said
		for line := range strings.Lines(fl.ShowAll(said, reader)) {
			if line = strings.TrimSpace(line); line != "" {
				lines = append(lines, Said{Plain, Unmarked, line})
			}
		}
		t.b.add(grammar.Lower(fl.Title), lines...)
	}
}
