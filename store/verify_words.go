package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
)

// vocabulary makes the words of the search index readable on a connection: in
// its temporary schema, so that nothing is written to the file.
const vocabulary = "PRAGMA query_only = 0; CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'search', 'instance'); PRAGMA query_only = 1"

// words compares the search index with one that is built anew from the same
// texts. SQLite's own check adds up what is in the index in a way in which two
// mistakes of the same kind cancel each other out.
func (k *verifier) words() error {
	fresh, err := k.index()
	if err != nil {
		return err
	}
	defer fresh.Close()
	for _, compare := range []func(*sql.DB) (string, error){k.instances, k.prefixes} {
		wrong, err := compare(fresh)
		if err != nil {
			return err
		}
		if wrong != "" {
			k.v.say("the search index", "it has other words than the records: %s", wrong)
			return nil
		}
	}
	return nil
}

// index builds the search index anew, in a file without a name that SQLite
// keeps in memory for as long as it is small.
func (k *verifier) index() (_ *sql.DB, err error) {
	objects, err := freshSchema(k.ctx, projection)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", "")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = db.Close()
		}
	}()
	db.SetMaxOpenConns(1)
	if _, err = db.ExecContext(k.ctx, objects["table search search"].sql); err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(k.ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit this does nothing
	insert, err := tx.PrepareContext(k.ctx, "INSERT INTO search(rowid, id, title, body) VALUES (?,?,?,?)")
	if err != nil {
		return nil, err
	}
	var n int64
	var id, title, body any
	err = ask(k.ctx, k.tx, "SELECT id, c0, c1, c2 FROM search_content ORDER BY id").each([]any{&n, &id, &title, &body}, func() error {
		_, err := insert.ExecContext(context.WithoutCancel(k.ctx), n, id, title, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err = tx.Commit(); err != nil {
		return nil, err
	}
	_, err = db.ExecContext(k.ctx, vocabulary)
	return db, err
}

// instances compares every place of every word.
func (k *verifier) instances(fresh *sql.DB) (wrong string, err error) {
	const query = "SELECT term, doc, col, offset FROM temp.words"
	want, err := fresh.QueryContext(k.ctx, query)
	if err != nil {
		return "", err
	}
	defer want.Close()
	got, err := k.tx.QueryContext(k.ctx, query)
	if err != nil {
		return "", err
	}
	defer got.Close()
	type place struct {
		term        sql.RawBytes
		doc, offset int64
		col         sql.RawBytes
	}
	var w, g place
	for {
		more, again := want.Next(), got.Next()
		if !more || !again {
			for _, rows := range []*sql.Rows{want, got} {
				if err := rows.Err(); err != nil {
					return "", err
				}
			}
			if more != again {
				return "there are more or fewer of them", nil
			}
			return "", nil
		}
		if err := want.Scan(&w.term, &w.doc, &w.col, &w.offset); err != nil {
			return "", err
		}
		if err := got.Scan(&g.term, &g.doc, &g.col, &g.offset); err != nil {
			return "", err
		}
		if w.doc != g.doc || w.offset != g.offset || !slices.Equal(w.term, g.term) || !slices.Equal(w.col, g.col) {
			return fmt.Sprintf("%q", w.term), nil
		}
	}
}

// prefixLengths are those for which the index keeps lists of their own.
var prefixLengths = []int{1, 2, 3}

// prefixes compares what is found by the beginnings of words with the words
// themselves. Where they differ, a fresh index is asked what it would find.
func (k *verifier) prefixes(fresh *sql.DB) (wrong string, err error) {
	for _, n := range prefixLengths {
		list, err := k.beginnings(fresh, n)
		if err != nil {
			return "", err
		}
		for some := range slices.Chunk(list, 1000) {
			got, err := foundBy(k.ctx, k.tx, some)
			if err != nil {
				return "", err
			}
			if slices.Equal(got, some) {
				continue
			}
			want, err := foundBy(k.ctx, fresh, some)
			if err != nil {
				return "", err
			}
			for i := range some {
				if got[i] != want[i] {
					return fmt.Sprintf("%q", some[i].prefix), nil
				}
			}
		}
	}
	return "", nil
}

// foundBy is what an index finds by the same beginnings, in their order.
func foundBy(ctx context.Context, q queryer, of []beginning) ([]beginning, error) {
	prefixes := make([]string, len(of))
	for i, b := range of {
		prefixes[i] = b.prefix
	}
	text, err := json.Marshal(prefixes)
	if err != nil {
		return nil, err
	}
	return all(ask(ctx, q, `SELECT j.value,
		(SELECT json_array(count(*), coalesce(sum(rowid), 0), coalesce(sum(rowid * rowid % 1000003), 0)) FROM search WHERE search MATCH '"' || j.value || '" *')
		FROM json_each(?) j ORDER BY j.key`, string(text)), func(b *beginning) []any { return []any{&b.prefix, &b.found} })
}

// beginning is how words begin, and which documents have such words.
type beginning struct {
	prefix string
	found  string // their number, sum and sum of squares, as JSON
}

// beginnings are those of a number of letters.
func (k *verifier) beginnings(fresh *sql.DB, letters int) ([]beginning, error) {
	return all(ask(k.ctx, fresh, `SELECT prefix, json_array(count(*), sum(doc), sum(doc * doc % 1000003))
		FROM (SELECT DISTINCT substr(term, 1, ?1) AS prefix, doc FROM temp.words WHERE length(term) >= ?1) GROUP BY prefix`, letters), func(b *beginning) []any {
		return []any{&b.prefix, &b.found}
	})
}
