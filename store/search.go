package store

import (
	"context"
	"strings"

	"fairway/model"
)

// Hit is something a search found.
type Hit struct {
	Listed
	// Excerpt is the place where it was found, with the words between « and ».
	Excerpt string `json:"excerpt,omitempty"`
}

// searchWords is the most words of a search that are looked at.
const searchWords = 20

// Search looks for words over every record, as they are now: each word is a
// prefix, all must be found. The record that was named by its id comes first,
// then those with all words in their titles, then the others; the newest first. Who has to do
// something is found by name, though records keep ids.
// Ranking by how often a word occurs would have to read every hit, at every key.
func (db *DB) Search(ctx context.Context, text string, limit int) ([]Hit, error) {
	all, id := searchTerms(text)
	if limit <= 0 {
		limit = 50
	}
	return viewed(ctx, db, "search", func(tx *view) ([]Hit, error) {
		s := &searching{ctx: ctx, tx: tx, limit: limit, seen: map[model.ID]bool{}}
		if id != "" {
			if err := s.add("SELECT n AS rowid, id, '' AS excerpt FROM entity WHERE id = ?", id); err != nil {
				return nil, err
			}
		}
		if all == "" {
			return s.out, nil
		}
		whole, err := searchQuestion(ctx, tx, text)
		if err != nil {
			return nil, err
		}
		for _, match := range []string{"{id title} : (" + all + ")", whole} {
			if err := s.add("SELECT rowid, id, snippet(search, -1, '«', '»', '…', 12) AS excerpt FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 0+?", match, limit+len(s.out)); err != nil {
				return nil, err
			}
		}
		return s.out, nil
	})
}

// searchTerms are the words of a search as the index is asked for them, and the
// id where the text is one.
func searchTerms(text string) (words, id string) {
	named, _ := model.ParseID(text)
	return strings.Join(model.Each(searchWordsOf(text), searchTerm), " "), string(named)
}

// searchWordsOf are the words that the index can be asked for.
func searchWordsOf(text string) (words []string) {
	for _, word := range strings.Fields(text) {
		if !strings.ContainsRune(word, 0) && searchable(word) && len(words) < searchWords {
			words = append(words, word)
		}
	}
	return words
}

// searchTerm asks for a word, or what it begins.
func searchTerm(word string) string { return `"` + strings.ReplaceAll(word, `"`, `""`) + `" *` }

// searchable reports whether the index can know anything of a word: one of
// signs only has nothing in it that is looked up.
func searchable(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return r > 127 || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	})
}

type searching struct {
	ctx   context.Context
	tx    queryer
	limit int
	seen  map[model.ID]bool
	out   []Hit
}

// add appends what a query finds, unless there is enough already.
func (s *searching) add(query string, args ...any) error {
	if len(s.out) >= s.limit {
		return nil
	}
	var h Hit
	return ask(s.ctx, s.tx, "WITH hit AS MATERIALIZED ("+query+") SELECT "+listedColumns(Now)+", hit.excerpt FROM hit JOIN record_row r ON r.id = hit.id AND r.until IS NULL"+listedNames(Now)+" ORDER BY hit.rowid DESC", args...).each(append(h.into(), &h.Excerpt), func() error {
		if !s.seen[h.ID] && len(s.out) < s.limit {
			s.seen[h.ID] = true
			s.out = append(s.out, h)
		}
		return nil
	})
}
