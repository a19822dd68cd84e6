package store

import (
	"strings"

	"fairway/model"
)

// criteria reads how the acceptance criteria of the deployed releases stand.
func (l *factsLoader) criteria() error {
	var release model.ID
	var what, said string
	return l.ofDeployed("SELECT o.release, o.what, o.said FROM %s CROSS JOIN deploy_row o ON o.release = %s AND o.what IN ('wanted', 'tested', 'accepted') AND "+l.live("o"), []any{&release, &what, &said}, func() error {
		i, ok := l.at[release]
		if !ok || said == "" {
			return nil
		}
		c := &l.releases[i].Criteria
		lines := strings.Split(said, "\n")
		switch what {
		case paperCriteria:
			c.Set = lines
		case paperResults:
			c.Results = map[string]string{}
			for _, line := range lines {
				result, id, _ := strings.Cut(line, " ")
				c.Results[id] = result
			}
		case paperAcceptance:
			c.Accepted = map[string]bool{}
			for _, id := range lines {
				c.Accepted[id] = true
			}
		}
		return nil
	})
}

// judgements reads what reviews say of the emergencies among the deployed releases.
func (l *factsLoader) judgements() error {
	var release model.ID
	var said string
	return l.ofDeployed("SELECT o.release, o.said FROM %s CROSS JOIN deploy_row o ON o.release = %s AND o.what = 'judgement' AND "+l.live("o"), []any{&release, &said}, func() error {
		if i, ok := l.at[release]; ok {
			l.releases[i].Judged = said
		}
		return nil
	})
}
