package action

import (
	"fmt"
	"slices"

	"fairway/model"
)

// AskQuestion asks something about a record, or comments on it. It takes no more than
// to read: whoever sees a record may ask what it means.
type AskQuestion struct {
	About   model.ID `json:"about"`
	Comment bool     `json:"comment,omitempty"`
	Text    string   `json:"text"`
	// To is who is asked; "" for whoever answers for the record.
	To model.ID `json:"to,omitempty"`
	// Of is the release whose exception it is about, of a freeze.
	Of model.ID `json:"of,omitempty"`
}

// readers is the permission of what everybody may who may read, for whichever service.
func readers(c *model.Case) string {
	if p := c.Who.Person; p != nil && Reads(c.Rules, p) {
		return ""
	}
	return PermissionRead
}

// Takes is nothing for whoever may read.
func (AskQuestion) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (AskQuestion) For(*model.Case) model.ID { return "" }

// Needs are the record, and who answers for it.
func (a AskQuestion) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.About, a.To, a.Of}, Answering: []model.ID{a.About, a.Of}}
}

// Do asks.
func (a AskQuestion) Do(c *model.Case) (Outcome, error) {
	doing := "ask about " + string(a.About)
	if a.Comment {
		doing = "comment on " + string(a.About)
	}
	refusal := &model.Refusal{Doing: doing}
	fact, ok := c.Fact(a.About)
	switch {
	case c.IsRedacted(a.About):
		return Outcome{}, model.Refuse(doing, "its content was removed by law; only its digest is kept")
	case !ok:
		return Outcome{}, &model.NotFound{What: describe(a.About.Kind(), a.About)}
	case a.About.Kind() == model.KindQuestion:
		refusal.Add("it is a question itself", model.Say("answer it, or ask about "+string(fact.Record.Row().Subject)))
	}
	q := &model.Question{About: a.About, Of: a.Of, Comment: a.Comment, Text: a.Text, By: c.Who.ID(), At: c.Now, To: a.To}
	if w, freeze := fact.Record.(*model.Window); a.Of != "" && (!freeze || !slices.ContainsFunc(w.Exceptions, func(e model.Exception) bool { return e.Release == a.Of })) {
		refusal.Add(fmt.Sprintf("%s has no exception for %s", a.About, a.Of), model.AnswerTo("leave the release out", "of"))
	} else if a.Of == "" {
		q.Of = releaseOrChange(fact.Record)
	}
	sane(refusal, "the text", a.Text)
	if model.Blank(a.Text) {
		refusal.Add("nothing is said", model.AnswerTo("say what you want to know, or to say", "text"))
	}
	if to := model.Get[*model.Person](c, a.To); a.To != "" {
		switch {
		case to == nil:
			return Outcome{}, &model.NotFound{What: describe(model.KindPerson, a.To)}
		case a.Comment:
			refusal.Add("a comment waits for nobody", model.Say("ask a question, if somebody has to answer"))
		case to.Left:
			refusal.Add(to.Name+" has left", model.AnswerTo("ask somebody else", "to"))
		case to.ID == q.By:
			refusal.Add("nobody answers their own question", model.AnswerTo("ask somebody else", "to"))
		}
	} else if !a.Comment && len(c.Answerers(q)) == 0 {
		refusal.Add("nobody else answers for "+string(a.About), model.AnswerTo("say whom you ask", "to"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	q.ID = newQuestion(c)
	if a.Comment {
		return wrote(a.About, fmt.Sprintf("commented on %s: %s", a.About, q.Title()), q), nil
	}
	return wrote(a.About, fmt.Sprintf("asked about %s (%s), waits for %s: %s", a.About, q.ID, c.PersonName(c.Answerers(q)[0]), q.Title()), q), nil
}

// newQuestion is the next id; that of none where it is only asked whether one could.
func newQuestion(c *model.Case) model.ID {
	if c.Mint == nil {
		return model.MakeID(model.KindQuestion, 0)
	}
	return c.Mint(model.KindQuestion)
}

// releaseOrChange is the release or change that a record is, or belongs to; "" for none.
func releaseOrChange(r model.Record) model.ID {
	for _, id := range []model.ID{r.Key(), r.Row().Subject} {
		if id.Kind() == model.KindRelease || id.Kind() == model.KindChange {
			return id
		}
	}
	return ""
}

// AnswerQuestion answers a question.
type AnswerQuestion struct {
	Question model.ID `json:"question"`
	Text     string   `json:"text"`
	Seen     int64    `json:"seen,omitempty"`
}

// Takes is nothing for whoever may read: who answers is said by the question.
func (AnswerQuestion) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (AnswerQuestion) For(*model.Case) model.ID { return "" }

// Needs are the question, and who answers it.
func (a AnswerQuestion) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Question}, Answering: []model.ID{a.Question}, Seen: looked(a.Question, a.Seen)}
}

// Do answers it.
func (a AnswerQuestion) Do(c *model.Case) (Outcome, error) {
	q, err := known[*model.Question](c, a.Question)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, q, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "answer " + string(q.ID)}
	if q.Waits() {
		notMine(c, a, q.ID, refusal)
	} else {
		refusal.Add(settled(q))
	}
	sane(refusal, "the answer", a.Text)
	if model.Blank(a.Text) {
		refusal.Add("nothing is said", model.AnswerTo("say the answer", "text"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	v := *q
	v.Answer = &model.Answer{By: c.Who.ID(), At: c.Now, Text: a.Text}
	return wrote(q.About, fmt.Sprintf("answered %s about %s: %s", q.ID, q.About, (&model.Question{Text: a.Text}).Title()), &v), nil
}

// settled says why a question waits no more.
func settled(q *model.Question) string {
	if q.Comment && q.Withdrawn == nil {
		return "it is a comment, which waits for no answer"
	}
	if q.Closed != nil {
		return "it is closed already: " + q.Closed.Reason
	}
	return "it is " + model.StateWords(q) + " already"
}

// WithdrawQuestion takes back one's own question or comment; it stays on record.
type WithdrawQuestion struct {
	Question model.ID `json:"question"`
	Reason   string   `json:"reason"`
	Seen     int64    `json:"seen,omitempty"`
}

// Takes is nothing for whoever may read: only who asked withdraws it.
func (WithdrawQuestion) Takes(c *model.Case) string { return readers(c) }

// For is no service: see Takes.
func (WithdrawQuestion) For(*model.Case) model.ID { return "" }

// Do withdraws it.
func (a WithdrawQuestion) Do(c *model.Case) (Outcome, error) {
	q, err := known[*model.Question](c, a.Question)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, q, a.Seen); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(q.ID)}
	if notMine(c, a, q.ID, refusal); len(refusal.Reasons) == 0 && (q.Withdrawn != nil || !q.Comment && !q.Waits()) {
		refusal.Add(settled(q))
	}
	sane(refusal, "the reason", a.Reason)
	if model.Blank(a.Reason) {
		refusal.Add("a reason is missing", model.AnswerTo("say why it is not asked any more", "reason"))
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	v := *q
	v.Withdrawn = &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	return wrote(q.About, fmt.Sprintf("withdrew %s about %s: %s", q.ID, q.About, a.Reason), &v), nil
}
