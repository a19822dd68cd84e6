package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"

	"fairway/model/process"
)

// Policy returns the policy of the rules in force. It reads no further in the
// rules than it has to: most views need the time zone and nothing else.
func (db *DB) Policy(ctx context.Context) (process.Policy, error) {
	p, err := db.policy(ctx, db.reader, Now)
	return p, db.sayWhy("read the policy", err)
}

func (db *DB) policy(ctx context.Context, q queryer, pos Position) (process.Policy, error) {
	id, err := inForce(ctx, q, pos)
	if err != nil || id == "" {
		return process.Policy{}, err
	}
	if p, ok := db.keptRules.policy(id); ok {
		return p, nil
	}
	var body sql.NullString
	if _, err := ask(ctx, q, "SELECT v.body FROM version v WHERE v.id = ? AND v.until IS NULL", string(id)).one(&body); err != nil {
		return process.Policy{}, err
	}
	p, ok := policyOf(body.String)
	if !ok {
		return p, &FileError{Path: db.path, What: "the rules " + string(id) + " can't be read", Remedy: "look with `fairway doctor`"}
	}
	db.keptRules.putPolicy(id, p)
	return p, nil
}

// policyOf decodes the policy in a set of rules's body, and stops there.
func policyOf(body string) (p process.Policy, ok bool) {
	d := json.NewDecoder(strings.NewReader(body))
	if _, err := d.Token(); err != nil {
		return p, false
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return p, false
		}
		if key == "policy" {
			return p, d.Decode(&p) == nil
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return p, false
		}
	}
	return p, false
}
