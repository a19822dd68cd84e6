package store

import (
	"context"
	"database/sql"

	"fairway/model"
)

// PersonByKey finds whose key has a fingerprint, revoked ones included: the
// caller looks at the person's Keys. Nil means that nobody ever had it.
func (db *DB) PersonByKey(ctx context.Context, fingerprint string) (*model.Person, error) {
	var body sql.NullString
	err := db.ask().QueryRowContext(ctx, `SELECT v.body FROM link l JOIN version v ON v.n = l.n
 WHERE l.dst = ? AND l.rel = 'key' AND l.until IS NULL`, fingerprint).Scan(&body)
	if err == sql.ErrNoRows || (err == nil && !body.Valid) {
		return nil, nil
	}
	if err != nil {
		return nil, db.explain("look up a key", err)
	}
	r, err := model.Decode(model.KindPerson, []byte(body.String))
	if err != nil {
		return nil, err
	}
	p, _ := r.(*model.Person)
	return p, nil
}
