package store

import (
	"fmt"
	"slices"

	"fairway/model"
)

// Chain is how items depend on one: directly and through others, and what that
// touches.
type Chain struct {
	Needs    map[model.ID][]model.ID // item → items it depends on
	Needed   map[model.ID][]model.ID // item → items that depend on it
	Items    map[model.ID]Listed
	Services []Listed // of the item and of all that depends on it
	Releases []Listed // open ones that change any of these
	More     bool     // there is more than is listed
}

// chainLimit is the most items of which a chain is drawn, chainDepth how far it
// is followed.
const (
	chainLimit = 400
	chainDepth = 12
)

// chain follows how items depend on each other, both ways.
func (a *about) chain() error {
	c := &Chain{Needs: map[model.ID][]model.ID{}, Needed: map[model.ID][]model.ID{}, Items: map[model.ID]Listed{}}
	a.out.Chain = c
	up, err := a.follow("dst", "src", c.Needed, c)
	if err != nil {
		return err
	}
	down, err := a.follow("src", "dst", c.Needs, c)
	if err != nil {
		return err
	}
	items, err := a.list("SELECT value AS id FROM json_each(?)", "", list(model.SortIDs(append(slices.Clone(up), down...))))
	if err != nil {
		return err
	}
	for _, l := range items {
		c.Items[l.ID] = l
	}
	if c.Services, err = a.list("SELECT DISTINCT i.service AS id FROM json_each(?) AS one CROSS JOIN record_row i ON i.id = one.value AND "+live("i", a.pos), "", list(up)); err != nil {
		return err
	}
	c.Releases, err = a.list("SELECT DISTINCT l.src AS id FROM json_each(?) AS one CROSS JOIN link l ON l.dst = one.value AND l.rel = 'affects' AND "+live("l", a.pos),
		" AND r.kind = 'release' AND r.state IN ('open', 'hold')", list(up))
	return err
}

// follow collects the items on one side of the item, itself included, and who
// is next to whom.
func (a *about) follow(from, to string, next map[model.ID][]model.ID, c *Chain) ([]model.ID, error) {
	ids := []model.ID{a.ask.ID}
	n := 0
	var one, other model.ID
	err := ask(a.ctx, a.q, fmt.Sprintf(`WITH RECURSIVE reach(id, depth) AS (SELECT ?, 0 UNION
 SELECT l.%[2]s, reach.depth + 1 FROM reach JOIN link l ON l.%[1]s = reach.id AND l.rel = 'depends-on' AND %[3]s WHERE reach.depth < %[4]d LIMIT %[5]d)
 SELECT DISTINCT l.%[1]s, l.%[2]s FROM reach JOIN link l ON l.%[1]s = reach.id AND l.rel = 'depends-on' AND %[3]s LIMIT %[6]d`, from, to, live("l", a.pos), chainDepth, 4*chainLimit, chainLimit+1),
		string(a.ask.ID)).each([]any{&one, &other}, func() error {
		if n++; n > chainLimit { // the last one of them
			c.More = true
			return nil
		}
		next[one] = append(next[one], other)
		ids = append(ids, other)
		return nil
	})
	for id := range next {
		next[id] = model.SortIDs(next[id])
	}
	return model.SortIDs(ids), err
}

// list looks up the records that a question for ids finds, as far as they fit.
// The ids come first: as of a moment, nothing else would find them by an index.
func (a *about) list(ids, fits string, args ...any) ([]Listed, error) {
	return listed(ask(a.ctx, a.q, "SELECT "+listedColumns(a.pos)+" FROM ("+ids+") AS wanted CROSS JOIN record_row r ON r.id = wanted.id AND "+live("r", a.pos)+fits+listedNames(a.pos)+" ORDER BY r.number LIMIT 1000", args...))
}
