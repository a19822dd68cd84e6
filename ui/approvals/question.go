package approvals

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/ui/remedy"
)

// tellQuestion puts into words a question that waits for an answer: what it is about,
// and who may answer it.
func (w words) tellQuestion(c *model.Case, q *model.Question) brief {
	b := brief{state: model.ApprovalPending}
	if q == nil {
		b.add("question", said{bad, no, "it can't be read: its content was removed by law"})
		return b
	}
	t := teller{w, c, &model.Approval{}, nil, &b}
	if q.Waits() {
		b.refused = refusal(action.Open(c, action.AnswerQuestion{Question: q.ID, Text: "this"}))
		for _, r := range b.refused {
			b.add("you", said{warn, no, r.Text + remedyOf(r)})
		}
		if len(b.refused) == 0 {
			b.add("you", said{good, yes, "can answer it"})
		}
	} else {
		b.state = model.ApprovalVoid
		b.add("you", said{quiet, unmarked, "it is " + model.StateWords(q) + ": there is nothing to answer any more"})
	}
	b.add("asked", said{plain, unmarked, fmt.Sprintf("by %s, %s (%s)", c.PersonName(q.By), t.at(q.At), t.ago(q.At))})
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
	b.add("about", said{plain, unmarked, about})
	if q.Answer != nil {
		b.add("answer", append([]said{{good, yes, fmt.Sprintf("by %s, %s", c.PersonName(q.Answer.By), t.at(q.Answer.At))}}, t.paragraphs(q.Answer.Text)...)...)
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

func (t *teller) paragraphs(text string) []said {
	var out []said
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, said{plain, unmarked, line})
		}
	}
	return out
}

// questions are those about the approval and what it is of: who asked what, and what was
// answered, or whom it waits for.
func (t *teller) questions() {
	var lines []said
	for _, q := range t.c.Questions(t.ap.ID) {
		if q.Withdrawn != nil {
			continue
		}
		word := "asked"
		if q.Comment {
			word = "said"
		}
		text := fmt.Sprintf("%s %s: %s", t.c.PersonName(q.By), word, q.Title())
		switch {
		case q.Waits():
			whom := "an answer"
			if who := t.c.Answerers(q); len(who) > 0 {
				whom = t.c.PersonName(who[0])
			}
			lines = append(lines, said{warn, ask, fmt.Sprintf("%s (%s, waits for %s)", text, q.ID, whom)})
		case q.Answer != nil:
			lines = append(lines, said{plain, unmarked, text}, said{good, yes, fmt.Sprintf("%s answered: %s", t.c.PersonName(q.Answer.By), q.Answer.Text)})
		default:
			lines = append(lines, said{plain, unmarked, text})
		}
	}
	if len(lines) > 0 {
		t.b.add("questions", lines...)
	}
}
