package casefile

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/remedy"
)

// tellQuestion puts into words a question that waits for an answer: what it is about,
// and who may answer it.
func (w Words) tellQuestion(c *model.Case, q *model.Question) Brief {
	b := Brief{State: model.ApprovalPending}
	if q == nil {
		b.add("question", Said{Bad, No, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	if q.Waits() {
		b.Refused = refusal(c, action.Open(c, action.AnswerQuestion{Question: q.ID, Text: "this"}))
		for _, r := range b.Refused {
			b.add("you", Said{Warn, No, r.Text + remedyOf(r)})
		}
		if len(b.Refused) == 0 {
			b.add("you", Said{Good, Yes, "can answer it"})
		}
	} else {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "it is " + model.StateWords(q) + ": there is nothing to answer any more"})
	}
	b.add("asked", Said{Plain, Unmarked, fmt.Sprintf("by %s, %s (%s)", c.Signatory(q.By, q.At), t.at(q.At), t.ago(q.At))})
	b.add("question", t.paragraphs(q.Text)...)
	about := string(q.About)
	if f, ok := c.Fact(q.About); ok && f.Record != nil {
		about += " " + f.Record.Row().Title
	}
	if q.Of != "" && q.Of != q.About {
		about += ", of " + string(q.Of)
		if r := model.Get[*model.Release](c, q.Of); r != nil {
			about += " " + r.Title()
		}
	}
	b.add("about", Said{Plain, Unmarked, about})
	if q.Answer != nil {
		b.add("answer", append([]Said{{Good, Yes, fmt.Sprintf("by %s, %s", c.Signatory(q.Answer.By, q.Answer.At), t.at(q.Answer.At))}}, t.paragraphs(q.Answer.Text)...)...)
	}
	return b
}

// remedyOf is what helps against a reason, behind it.
func remedyOf(r model.Reason) string {
	if len(r.Remedies) == 0 {
		return ""
	}
	return ": " + remedy.Words(r.Remedies)
}

func (t *teller) paragraphs(text string) []Said {
	var out []Said
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, Said{Plain, Unmarked, line})
		}
	}
	return out
}

// questions are those about the approval and what it is of: who asked what, and what was
// answered, or whom it waits for.
func (t *teller) questions() {
	var lines []Said
	for _, q := range t.c.Questions(t.ap.ID) {
		if q.Withdrawn != nil {
			continue
		}
		word := "asked"
		if q.Comment {
			word = "said"
		}
		text := fmt.Sprintf("%s %s: %s", t.c.Signatory(q.By, q.At), word, q.Title())
		switch {
		case q.Waits():
			whom := "an answer"
			if who := t.c.Answerers(q); len(who) > 0 {
				whom = t.c.PersonName(who[0])
			}
			lines = append(lines, Said{Warn, Ask, fmt.Sprintf("%s (%s, waits for %s)", text, q.ID, whom)})
		case q.Answer != nil:
			lines = append(lines, Said{Plain, Unmarked, text}, Said{Good, Yes, fmt.Sprintf("%s answered: %s", t.c.Signatory(q.Answer.By, q.Answer.At), q.Answer.Text)})
		case q.Closed != nil:
			lines = append(lines, Said{Quiet, Unmarked, fmt.Sprintf("%s (closed: %s)", text, q.Closed.Reason)})
		default:
			lines = append(lines, Said{Plain, Unmarked, text})
		}
	}
	if len(lines) > 0 {
		t.b.add("questions", lines...)
	}
}
