package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/action"
)

// MayRead says whether a person may read the file as things are now; nil means
// yes. It is asked before whatever reads for somebody, and looks at the person
// and the rules afresh, so that a role taken a moment ago counts. The refusal
// names who can give one.
func (db *DB) MayRead(ctx context.Context, person model.ID) error {
	rules, err := db.Rules(ctx)
	if err != nil {
		return err
	}
	var p *model.Person
	if person != "" {
		f, err := db.Record(ctx, person, Now)
		var missing *model.NotFound
		var gone *model.Refusal // redacted
		if err != nil && !errors.As(err, &missing) && !errors.As(err, &gone) {
			return err
		}
		p, _ = f.Record.(*model.Person)
	}
	if action.Reads(rules, p) {
		return nil
	}
	asks, err := db.granters(ctx, rules)
	if err != nil {
		return err
	}
	return action.RefuseRead(rules, p, asks)
}

// grantersNamed is how many people are named who can give a role.
const grantersNamed = 3

// granters are people who can give roles: as they are called, with handles.
func (db *DB) granters(ctx context.Context, rules *model.Rules) ([]string, error) {
	people, err := db.List(ctx, ListQuery{Kind: model.KindPerson, State: string(model.PersonActive), Limit: 10_000})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, p := range people {
		able := slices.ContainsFunc(strings.Fields(p.Grade), func(id string) bool {
			role, ok := rules.Role(id)
			return ok && role.Allows("person.write")
		})
		if able && len(out) < grantersNamed {
			out = append(out, fmt.Sprintf("%s (%s)", p.Title, p.Handle))
		}
	}
	return out, nil
}
