package store

import (
	"context"

	"fairway/model"
)

// PeopleByKey finds who has a key of a fingerprint on record, live or revoked:
// the caller looks at their Keys. One person at most has it live.
func (db *DB) PeopleByKey(ctx context.Context, fingerprint string) ([]*model.Person, error) {
	people, err := decoded[model.Person](ask(ctx, db.reader, `SELECT v.body FROM link l JOIN version v ON v.n = l.n
 WHERE l.dst = ? AND l.rel = 'key' AND l.until IS NULL AND v.body IS NOT NULL ORDER BY l.n`, fingerprint))
	return people, db.explain("look up a key", err)
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
	hash = genesis
	_, err = ask(ctx, q, "SELECT hash FROM log ORDER BY pos LIMIT 1").one(&hash)
	return hash, err
}

// challenge loads a person's last challenge, and what names this file.
func (l *loader) challenge(person model.ID) {
	file, err := l.db.identity(l.ctx, l.q)
	l.fail(err)
	l.c.File = file
	_, err = ask(l.ctx, l.q, "SELECT value FROM desk WHERE person = ? AND key = ?", string(person), challengeKey).one(&l.c.Challenge)
	l.fail(err)
}
