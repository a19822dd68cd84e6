package store

import (
	"context"
	"database/sql"

	"fairway/model"
)

// PeopleByKey finds who has a key of a fingerprint on record, live or revoked:
// the caller looks at their Keys. One person at most has it live.
func (db *DB) PeopleByKey(ctx context.Context, fingerprint string) ([]*model.Person, error) {
	rows, err := db.reader.QueryContext(ctx, `SELECT v.body FROM link l JOIN version v ON v.n = l.n
 WHERE l.dst = ? AND l.rel = 'key' AND l.until IS NULL AND v.body IS NOT NULL ORDER BY l.n`, fingerprint)
	if err != nil {
		return nil, db.explain("look up a key", err)
	}
	defer rows.Close()
	var out []*model.Person
	for rows.Next() {
		var body string
		if err := rows.Scan(&body); err != nil {
			return nil, db.explain("look up a key", err)
		}
		r, err := model.Decode(model.KindPerson, []byte(body))
		if err != nil {
			return nil, err
		}
		if p, ok := r.(*model.Person); ok {
			out = append(out, p)
		}
	}
	return out, db.explain("look up a key", rows.Err())
}

// challengeKey is under which of the preferences a person's last challenge is kept.
const challengeKey = "key-challenge"

// Challenge makes the text that a person is to sign with a key they want to
// add. It takes the place of the one before: only the last can be answered.
func (db *DB) Challenge(ctx context.Context, p *model.Person) (model.Challenge, error) {
	c := model.Challenge{Person: p.ID, Handle: p.Handle, Made: db.Now(), Nonce: db.options.NewID()}
	var err error
	if c.File, err = db.identity(ctx, db.reader); err != nil {
		return c, db.explain("make a challenge", err)
	}
	return c, db.Keep(ctx, p.ID, challengeKey, c.Text())
}

// LastChallenge is the text of the challenge that was made last for a person;
// "" when there is none.
func (db *DB) LastChallenge(ctx context.Context, person model.ID) (string, error) {
	return db.Kept(ctx, person, challengeKey)
}

// identity names the file for ever: the hash of its first entry, which a backup
// has as well.
func (db *DB) identity(ctx context.Context, q queryer) (hash string, err error) {
	err = q.QueryRowContext(ctx, "SELECT hash FROM log ORDER BY pos LIMIT 1").Scan(&hash)
	if err == sql.ErrNoRows {
		return genesis, nil
	}
	return hash, err
}

// challenge loads a person's last challenge, and what names this file.
func (l *loader) challenge(person model.ID) (err error) {
	if l.c.File, err = l.db.identity(l.ctx, l.q); err != nil {
		return err
	}
	err = l.q.QueryRowContext(l.ctx, "SELECT value FROM desk WHERE person = ? AND key = ?", string(person), challengeKey).Scan(&l.c.Challenge)
	if err == sql.ErrNoRows {
		return nil
	}
	return err
}
