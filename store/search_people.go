package store

import (
	"context"
	"fmt"
	"strings"

	"fairway/model"
)

// namedPeople is the most people whose ids are looked for in the place of a word: one that
// more have in their names is no name.
const namedPeople = 8

// peopleNamed are those in whose names a word is, or that are known by it. What records keep
// of who has to do something is an id, in which nobody knows them.
func peopleNamed(ctx context.Context, q queryer, word string) ([]model.ID, error) {
	word = strings.ToLower(strings.TrimSpace(word))
	if len(word) < 3 {
		return nil, nil
	}
	ids, err := column[model.ID](ask(ctx, q, "SELECT r.id FROM record_row r WHERE r.kind = 'person' AND r.kind <> 'release' AND r.until IS NULL AND (instr(' ' || small(r.title), ' ' || ?1) > 0 OR r.handle = ?1) ORDER BY r.number LIMIT 0+?2", word, namedPeople+1))
	if len(ids) > namedPeople {
		ids = nil
	}
	return ids, err
}

// orPeople is a question of the index of words that is also answered by the ids of people.
func orPeople(question string, people []model.ID) string {
	if len(people) == 0 {
		return question
	}
	for _, id := range people {
		question += fmt.Sprintf(" OR %q", string(id))
	}
	return "(" + question + ")"
}

// searchQuestion is what the index is asked for all words of a search, each by itself or by
// the people who are called so.
func searchQuestion(ctx context.Context, q queryer, text string) (string, error) {
	var parts []string
	for _, word := range searchWordsOf(text) {
		people, err := peopleNamed(ctx, q, word)
		if err != nil {
			return "", err
		}
		parts = append(parts, orPeople(searchTerm(word), people))
	}
	return strings.Join(parts, " AND "), nil
}
