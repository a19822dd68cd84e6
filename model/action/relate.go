package action

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
)

// RelateItem says how an item stands to others, by one of the relations of the policy
// (ISO/IEC 20000-1:2018, 8.2.6), or that it no longer does. Circles of relations do no
// harm: whatever follows them enters each item once.
type RelateItem struct {
	Item     model.ID   `json:"item"`
	Relation string     `json:"relation"`
	Add      []model.ID `json:"add,omitempty"`
	Remove   []model.ID `json:"remove,omitempty"`
	Seen     int64      `json:"seen,omitempty"`
}

// Do changes the item's list of that relation alone.
func (a RelateItem) Do(c *model.Case) (Outcome, error) {
	i, err := known[*model.Item](c, a.Item)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "relate " + string(i.ID)}
	relation, ok := c.Rules.Policy.RelationOf(a.Relation)
	gone := !ok && slices.ContainsFunc(i.Relations, func(r model.Relation) bool { return r.Kind == a.Relation }) // the policy has it no longer
	if !ok && !gone {
		refusal.Add(fmt.Sprintf("%q is no relation between items", a.Relation), model.OneOf(model.Each(c.Rules.Policy.Relations(), func(r process.Relation) string { return r.ID })...))
	}
	if gone {
		relation = process.Relation{ID: a.Relation}
	}
	if gone && len(a.Add) > 0 {
		refusal.Add(fmt.Sprintf("the rules have the relation %q no longer", a.Relation), model.AnswerTo("take it away, or name another", "relation"))
	}
	if len(a.Add)+len(a.Remove) == 0 {
		refusal.Add("it is not said to which items", model.AnswerTo("name some", "add", "remove"))
	}
	if slices.Contains(a.Add, i.ID) {
		refusal.Add("an item can't stand to itself", model.AnswerTo("leave it out", "add"))
	}
	refs(c, refusal, model.KindItem, a.Add...)
	merged, err := onto(c, i, a.Seen, func(saw *model.Item) *model.Item {
		for _, id := range a.Remove {
			if !slices.Contains(saw.To(relation.Means()), id) {
				refusal.Add(fmt.Sprintf("%s has no such relation to %s", i.ID, id), model.AnswerTo("leave it out", "remove"))
			}
		}
		return saw.With(relation, a.Add, a.Remove)
	})
	if err != nil {
		return Outcome{}, err
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	forward, _ := c.Rules.Policy.RelationWords(relation.ID)
	var said []string
	for _, part := range []struct {
		verb string
		ids  []model.ID
	}{{forward, a.Add}, {"no longer " + forward, a.Remove}} {
		if len(part.ids) > 0 {
			said = append(said, part.verb+" "+strings.Join(model.Each(model.SortIDs(slices.Clone(part.ids)), func(id model.ID) string { return string(id) }), ", "))
		}
	}
	return wrote(i.ID, fmt.Sprintf("%s: %s", i.ID, strings.Join(said, "; ")), merged), nil
}
