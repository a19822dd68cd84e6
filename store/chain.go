package store

import (
	"fmt"
	"slices"

	"fairway/model"
)

// Chain is how items depend on one: directly and through others, and what that
// touches.
type Chain struct {
	Needs  map[model.ID][]model.ID // item → items it depends on
	Needed map[model.ID][]model.ID // item → items that depend on it
	// Connected are the items with a relation to it by which neither feels what is done to
	// the other.
	Connected []model.ID
	// How says by which relations of the policy an item stands to another, of those that
	// are next to each other here.
	How      map[[2]model.ID][]How
	Items    map[model.ID]Listed
	Services []Listed // of the item and of all that depends on it
	Releases []Listed // open ones that change any of these
	More     bool     // there is more than is listed
}

// How is a relation between two items: the policy's id of it, and whether it is read
// from the other, who has it.
type How struct {
	Relation string
	Back     bool
}

// chainLimit is the most items of which a chain is drawn, chainDepth how far it
// is followed.
const (
	chainLimit = 400
	chainDepth = 12
)

// chain follows how items depend on each other, both ways.
func (a *about) chain() error {
	c := &Chain{Needs: map[model.ID][]model.ID{}, Needed: map[model.ID][]model.ID{}, How: map[[2]model.ID][]How{}, Items: map[model.ID]Listed{}}
	a.out.Chain = c
	fits := live("l", a.pos)
	deeper, within := ", reach.depth + 1", fmt.Sprintf("reach.depth < %d AND %s", chainDepth, fits)
	up, err := a.follow(neededBy("reach", deeper, within), "SELECT dst AS one, src AS other FROM ("+pairs("reach", fits)+")", c.Needed, c)
	if err != nil {
		return err
	}
	down, err := a.follow(needs("reach", deeper, within), "SELECT src AS one, dst AS other FROM ("+pairs("reach", fits)+")", c.Needs, c)
	if err != nil {
		return err
	}
	if c.Connected, err = column[model.ID](ask(a.ctx, a.q, "SELECT l.dst FROM link l WHERE l.src = ?1 AND l.rel = 'connected' AND "+fits+" UNION SELECT l.src FROM link l WHERE l.dst = ?1 AND l.rel = 'connected' AND "+fits, string(a.ask.ID))); err != nil {
		return err
	}
	c.Connected = model.SortIDs(c.Connected)
	all := model.SortIDs(slices.Concat(up, down, c.Connected))
	items, err := a.list("SELECT value AS id FROM json_each(?)", "", list(all))
	if err != nil {
		return err
	}
	if err := a.how(all, c); err != nil {
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
// is next to whom: step goes on from those that were reached, next asks for the pairs.
func (a *about) follow(step, next string, into map[model.ID][]model.ID, c *Chain) ([]model.ID, error) {
	ids := []model.ID{a.ask.ID}
	n := 0
	var one, other model.ID
	err := ask(a.ctx, a.q, fmt.Sprintf("WITH RECURSIVE reach(id, depth) AS (SELECT ?, 0%s LIMIT %d) %s WHERE one IN (SELECT id FROM reach) LIMIT %d", step, 4*chainLimit, next, chainLimit+1),
		string(a.ask.ID)).each([]any{&one, &other}, func() error {
		if n++; n > chainLimit { // the last one of them
			c.More = true
			return nil
		}
		into[one] = append(into[one], other)
		ids = append(ids, other)
		return nil
	})
	for id := range into {
		into[id] = model.SortIDs(into[id])
	}
	return model.SortIDs(ids), err
}

// how reads by which relations the items stand to each other.
func (a *about) how(ids []model.ID, c *Chain) error {
	var body []byte
	return ask(a.ctx, a.q, "SELECT v.body FROM json_each(?) AS one CROSS JOIN version v ON v.id = one.value AND v.body IS NOT NULL AND "+live("v", a.pos), list(ids)).each([]any{&body}, func() error {
		r, err := model.Decode(model.KindItem, body)
		if err != nil {
			return err
		}
		i := r.(*model.Item)
		for _, rel := range i.Related() {
			there, back := [2]model.ID{i.ID, rel.To}, [2]model.ID{rel.To, i.ID}
			c.How[there] = append(c.How[there], How{rel.Kind, false})
			c.How[back] = append(c.How[back], How{rel.Kind, true})
		}
		return nil
	})
}

// list looks up the records that a question for ids finds, as far as they fit.
// The ids come first: as of a moment, nothing else would find them by an index.
func (a *about) list(ids, fits string, args ...any) ([]Listed, error) {
	return listed(ask(a.ctx, a.q, "SELECT "+listedColumns(a.pos)+" FROM ("+ids+") AS wanted CROSS JOIN record_row r ON r.id = wanted.id AND "+live("r", a.pos)+fits+listedNames(a.pos)+" ORDER BY r.number LIMIT 1000", args...))
}
