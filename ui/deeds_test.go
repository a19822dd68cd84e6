package ui

import (
	"context"
	"strings"
	"testing"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/task"
	"fairway/store"
	"fairway/ui/screen/screentest"
)

// TestAMenuKnowsWhoAnswers: a question is offered to whom it was asked of, and to whoever
// answers for the record, whichever that is; nobody else is led into a refusal.
func TestAMenuKnowsWhoAnswers(t *testing.T) {
	db := screentest.Demo(t)
	who := func(handle string) model.ID {
		id, err := db.Resolve(context.Background(), model.KindPerson, handle)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	asked, err := db.Do(context.Background(), store.Who{Person: who("cora"), Auth: "test"}, action.AskQuestion{About: "CI-12", Text: "Who restarts it?", To: who("dmitri")})
	if err != nil {
		t.Fatal(err)
	}
	question := asked.Wrote[0]
	for handle, says := range map[string]string{"dmitri": "", "lena": "", "tess": "you are not asked: it waits for Dmitri Volkov", "cora": "it is your own question"} {
		c, err := screentest.On(t, db, handle, colours).Query().Case(task.Around(question))
		if err != nil {
			t.Fatal(err)
		}
		if why := whyNot(c, question)["answer-question"]; why != says && (says == "" || !strings.HasPrefix(why, says)) {
			t.Errorf("to answer is offered to %s with %q, not %q", handle, why, says)
		}
	}
}
