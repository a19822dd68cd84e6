package process

import (
	"slices"
	"strings"
)

// Relation is a way in which one configuration item stands to another
// (ISO/IEC 20000-1:2018, 8.2.6): "runs on", "is part of".
type Relation struct {
	ID string `toml:"id" json:"id"`
	// Purpose is depends-on of the one that items have always had, where its id is another.
	Purpose string `toml:"purpose" json:"purpose,omitempty"`
	// Title reads from the item to the other, Back from the other to the item.
	Title string `toml:"title" json:"title"`
	Back  string `toml:"back" json:"back"`
	// Felt says where it is felt what is done to one of the two: FeltHere is by the item
	// that has the relation, FeltThere by the other, FeltBoth by each, FeltNowhere by none.
	Felt string `toml:"felt" json:"felt"`
}

// RelationDepends is what the relation is for that is kept in a field of its own.
const RelationDepends = "depends-on"

// Where it is felt what is done to one of two items.
const (
	FeltHere    = "here"
	FeltThere   = "there"
	FeltBoth    = "both"
	FeltNowhere = "nowhere"
)

var feltAnywhere = []string{FeltHere, FeltThere, FeltBoth, FeltNowhere}

// Means is what the relation is for, whatever it is called.
func (r Relation) Means() string {
	if r.Purpose != "" {
		return r.Purpose
	}
	return r.ID
}

// Here and There report whether what is done to the other is felt by the item that has
// the relation, and the other way round.
func (r Relation) Here() bool  { return r.Felt == FeltHere || r.Felt == FeltBoth }
func (r Relation) There() bool { return r.Felt == FeltThere || r.Felt == FeltBoth }

// olderRelations are those of rules from before there were several.
var olderRelations = []Relation{{ID: RelationDepends, Title: "depends on", Back: "needed by", Felt: FeltHere}}

// Relations are those that the policy has, in its order.
func (p Policy) Relations() []Relation {
	if len(p.Relation) == 0 {
		return olderRelations
	}
	return p.Relation
}

// RelationOf finds one by its id or by what it is for.
func (p Policy) RelationOf(name string) (Relation, bool) {
	list := p.Relations()
	i := slices.IndexFunc(list, func(r Relation) bool { return r.ID == name })
	if i < 0 {
		i = slices.IndexFunc(list, func(r Relation) bool { return r.Means() == name })
	}
	if i < 0 {
		return Relation{}, false
	}
	return list[i], true
}

// RelationWords are how a relation reads from the item that has it, and from the other;
// of one that the policy has no longer, its id in words.
func (p Policy) RelationWords(name string) (forward, back string) {
	if r, ok := p.RelationOf(name); ok {
		return r.Title, r.Back
	}
	words := strings.ReplaceAll(name, "-", " ")
	return words, words
}

// relations looks over the relations between items.
func (l *linter) relations(at place, p Policy) {
	seen := map[string]bool{}
	depends := 0
	for n, r := range p.Relation {
		if r.ID == "" || r.Title == "" || r.Back == "" {
			l.say(at.on("relation", n), "id, title and back must be set")
		}
		if seen[r.ID] {
			l.say(at.on("relation", n), "relation %s is there twice", r.ID)
		}
		seen[r.ID] = true
		if !slices.Contains(feltAnywhere, r.Felt) {
			l.say(at.on("relation", n, "felt"), "relation %s: felt is %q; it must be one of %s", r.ID, r.Felt, strings.Join(feltAnywhere, ", "))
		}
		if r.Means() != RelationDepends {
			continue
		}
		if depends++; r.Felt != FeltHere {
			l.say(at.on("relation", n, "felt"), "relation %s: what an item depends on is felt here", r.ID)
		}
	}
	if len(p.Relation) > 0 && depends != 1 {
		l.say(at.on("relation"), "%s for %s; there must be one", countOf(depends, "relation is", "relations are"), RelationDepends)
	}
}

// relationWords are the relations as people read them.
func (p Policy) relationWords() Section {
	out := Section{Title: "Relations between items"}
	felt := map[string]string{FeltHere: "felt by the first", FeltThere: "felt by the second", FeltBoth: "felt by both", FeltNowhere: "felt by neither"}
	for _, r := range p.Relation {
		out.Lines = append(out.Lines, [2]string{r.Title + " (" + r.Back + ")", "what is done to the one or the other is " + felt[r.Felt]})
	}
	return out
}
