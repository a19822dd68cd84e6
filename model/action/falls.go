package action

import (
	"fmt"
	"strings"

	"fairway/model"
	"fairway/model/decision"
)

// wordFalls says whose word on an approval falls with what is written, as it follows "it
// voids"; of one that waits still that nobody gave any.
func wordFalls(c *model.Case, a *model.Approval) string {
	text := fmt.Sprintf("%s (%s)", a.ID, a.Title)
	var names []string
	for _, d := range a.Decisions {
		if d.Approves() {
			names = append(names, decision.Signed(c, d.By, d.At, d.Basis))
		}
	}
	if len(names) == 0 {
		return text + ", which nobody has approved yet"
	}
	return fmt.Sprintf("%s, which %s approved", text, strings.Join(names, ", "))
}

// notAgain adds that whoever acts could not give the word again that they lose, since they
// will have written what it is about.
func notAgain(c *model.Case, q decision.Request, refusal *model.Refusal) {
	if rule := decision.AsAuthor(c, q, c.Who.ID()); rule != "" {
		refusal.Add("your word falls, and you don't give it again: you will have written it, and "+rule, goOn("void"))
	}
}
