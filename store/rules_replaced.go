package store

import (
	"context"

	"fairway/model"
)

// stateOf is the state of a row of record_row as lists show it. One set of rules
// is in force: those before it were replaced, which only the newer ones say.
func stateOf(alias string, pos Position) string {
	return "iif(" + alias + ".kind = 'book' AND EXISTS (SELECT 1 FROM record_row newer WHERE newer.kind = 'book' AND newer.number > " + alias + ".number AND " + live("newer", pos) + "), '" +
		string(model.RulesReplaced) + "', " + alias + ".state)"
}

// replacedRules says of a set of rules that was read by which others it was
// replaced, as of a position. What was read may be kept for others: it is copied.
func replacedRules(ctx context.Context, q queryer, pos Position, b *model.Rules) (*model.Rules, error) {
	var by model.Replaced
	found, err := ask(ctx, q, "SELECT r.id, l.at FROM record_row r JOIN log_row l ON l.pos = r.since WHERE r.kind = 'book' AND r.number > ? AND "+live("r", pos)+" ORDER BY r.number LIMIT 1", b.ID.Number()).one(&by.By, (*stamp)(&by.At))
	if err != nil || !found {
		return b, err
	}
	n := *b
	n.Replaced = &by
	return &n, nil
}
