package task

import (
	"cmp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
)

// questioned are the kinds of record that questions and comments can be about.
var questioned = slices.DeleteFunc(model.Kinds(), func(k model.Kind) bool { return k == model.KindQuestion })

// askQuestion and comment are begun from any record, or from nothing.
var (
	askQuestion = saying("ask-question", "Ask a question", false)
	comment     = saying("comment", "Comment", true)
)

func saying(name, title string, comment bool) Task {
	t := Task{
		Name: name, Title: title, Act: action.AskQuestion{}, Also: questioned,
		Open: func(_ *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
			if id != "" && id.Kind() != model.KindWindow {
				drop(f, "of")
			}
			return begin("about", string(id)), nil
		},
		Make: func(_ *model.Case, id model.ID, a form.Answers) (action.Action, error) {
			about, err := model.ParseID(cmp.Or(a.Get("about"), string(id)))
			if err != nil {
				return nil, &form.Wrong{Field: "about", Text: err.Error()}
			}
			return action.AskQuestion{About: about, Comment: comment, Text: a.Get("text"), To: model.ID(a.Get("to")), Of: model.ID(a.Get("of"))}, nil
		},
	}
	if !comment {
		t.Makes = model.KindQuestion
	}
	return t
}

// answerQuestion answers one: the question itself, or one about the record that it is
// begun from.
var answerQuestion = Task{
	Name: "answer-question", Title: "Answer a question", Act: action.AnswerQuestion{}, About: model.KindQuestion, Also: questioned,
	Which: waitingQuestions, None: "no question about it waits for an answer",
	Needs: func(id model.ID) model.Needs {
		n := alone(id)
		if id.Kind() == model.KindQuestion { // which not everybody may answer
			n.Answering = []model.ID{id}
		}
		return n
	},
	When: func(c *model.Case, id model.ID) string {
		if q := model.Get[*model.Question](c, id); q != nil && !q.Waits() {
			return "it is " + model.StateWords(q)
		}
		return nothing(waitingQuestions(c, id), "no question about it waits for an answer")
	},
	Make: func(c *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		id := model.ID(a.Get("question"))
		return action.AnswerQuestion{Question: id, Text: a.Get("text"), Seen: seen(c, id)}, nil
	},
}

// waitingQuestions are the open ones about a record, or the question itself.
func waitingQuestions(c *model.Case, id model.ID) []option {
	var out []option
	list := c.Questions(id)
	if q := model.Get[*model.Question](c, id); q != nil {
		list = []*model.Question{q}
	}
	for _, q := range list {
		if q.Waits() {
			out = append(out, option{string(q.ID), strings.TrimSpace(string(q.ID) + "  " + q.Title())})
		}
	}
	return out
}

// withdrawQuestion takes back one's own question or comment.
var withdrawQuestion = Task{
	Name: "withdraw-question", Title: "Withdraw it", Act: action.WithdrawQuestion{}, About: model.KindQuestion,
	When: func(c *model.Case, id model.ID) string {
		if q := model.Get[*model.Question](c, id); q != nil && (!q.Waits() && !(q.Comment && q.Withdrawn == nil)) {
			return "it is " + model.StateWords(q) + " already"
		}
		return ""
	},
}
