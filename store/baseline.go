package store

import (
	"context"
	"database/sql"
	"slices"

	"fairway/model"
)

// Since compares the items of a baseline with what they are at a position, field by
// field. What a baseline saw is found by its digest: the state of that content is kept
// for ever.
func (db *DB) Since(ctx context.Context, b *model.Baseline, pos Position) ([]model.ItemSince, error) {
	out, err := db.sinceBaseline(ctx, db.reader, b, pos)
	return out, db.explain("compare "+string(b.ID), err)
}

// Between compares two baselines: the items that both have field by field, and which only
// one has. They come in the order of their ids.
func (db *DB) Between(ctx context.Context, then, now *model.Baseline) ([]model.ItemSince, error) {
	rules, err := db.rules(ctx, db.reader, Now, "")
	if err != nil {
		return nil, err
	}
	was, err := db.baselined(ctx, db.reader, then)
	if err != nil {
		return nil, db.explain("compare "+string(then.ID), err)
	}
	is, err := db.baselined(ctx, db.reader, now)
	if err != nil {
		return nil, db.explain("compare "+string(now.ID), err)
	}
	var out []model.ItemSince
	for _, seen := range then.Items {
		one := model.ItemSince{ItemSeen: seen, Only: model.OnlyThen, Was: was[seen.Item], Differs: []model.FieldThen{}}
		if _, both := is[seen.Item]; both {
			one = compared(seen, was[seen.Item], is[seen.Item], rules)
		}
		out = append(out, one)
	}
	for _, seen := range now.Items {
		if _, both := was[seen.Item]; !both {
			out = append(out, model.ItemSince{ItemSeen: seen, Only: model.OnlyNow, Is: is[seen.Item], Differs: []model.FieldThen{}})
		}
	}
	slices.SortStableFunc(out, func(a, b model.ItemSince) int { return model.CompareIDs(a.Item, b.Item) })
	return out, nil
}

func (db *DB) sinceBaseline(ctx context.Context, q queryer, b *model.Baseline, pos Position) ([]model.ItemSince, error) {
	rules, err := db.rules(ctx, q, pos, "")
	if err != nil {
		return nil, err
	}
	was, err := db.baselined(ctx, q, b)
	if err != nil {
		return nil, err
	}
	var out []model.ItemSince
	for _, seen := range b.Items {
		f, err := db.factOf(ctx, q, seen.Item, pos)
		if err != nil {
			return nil, err
		}
		is, _ := f.Record.(*model.Item)
		out = append(out, compared(seen, was[seen.Item], is, rules))
	}
	return out, nil
}

func compared(seen model.ItemSeen, was, is *model.Item, rules *model.Rules) model.ItemSince {
	one := model.ItemSince{ItemSeen: seen, Was: was, Is: is, Differs: []model.FieldThen{}}
	if was != nil && is != nil {
		one.Differs = append(one.Differs, model.ItemDiffers(was, is, rules.Policy)...)
	}
	return one
}

// baselined are the items of a baseline as it saw them; nil where a body was removed.
func (db *DB) baselined(ctx context.Context, q queryer, b *model.Baseline) (map[model.ID]*model.Item, error) {
	out := map[model.ID]*model.Item{}
	for _, seen := range b.Items {
		var body sql.NullString
		if _, err := ask(ctx, q, "SELECT body FROM version WHERE id = ? AND digest = ? ORDER BY n LIMIT 1", string(seen.Item), seen.Digest).one(&body); err != nil {
			return nil, err
		}
		out[seen.Item] = nil
		r, err := recordOf(string(model.KindItem), body)
		if err != nil {
			return nil, err
		}
		if i, ok := r.(*model.Item); ok {
			out[seen.Item] = i
		}
	}
	return out, nil
}
