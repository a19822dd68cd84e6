package store

import "context"

// CountReleases is how many releases pass a filter, however many are asked for.
func (db *DB) CountReleases(ctx context.Context, q ReleaseQuery) (n int, err error) {
	return viewed(ctx, db, "count releases", func(tx *view) (int, error) {
		w, err := db.where(ctx, tx, releaseFields, q.Filter, "", sight{q.AsOf, q.Me, q.Now, q.Zone})
		if err == nil {
			_, err = ask(ctx, tx, "SELECT count(*)"+cardFrom(q.AsOf)+" WHERE "+live("r", q.AsOf)+w.text(), w.args...).one(&n)
		}
		return n, err
	})
}

// CountHits is how many records a search finds, however many are asked for.
func (db *DB) CountHits(ctx context.Context, text string) (int, error) {
	_, id := searchTerms(text)
	return viewed(ctx, db, "count what a search finds", func(tx *view) (n int, err error) {
		words, err := searchQuestion(ctx, tx, text)
		switch {
		case err != nil:
		case words == "":
			_, err = ask(ctx, tx, "SELECT count(*) FROM entity WHERE id = ?", id).one(&n)
		default:
			_, err = ask(ctx, tx, "SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH ? UNION SELECT n FROM entity WHERE id = ?)", words, id).one(&n)
		}
		return n, err
	})
}
