package model

import (
	"slices"
	"strings"
	"time"

	"fairway/model/process"
)

// Item is a configuration item of the CMDB.
type Item struct {
	ID        ID     `json:"id"`
	Name      string `json:"name"`
	Class     string `json:"class"` // application, server, network, database, workplace, document …
	Env       string `json:"environment,omitempty"`
	Version   string `json:"version,omitempty"`
	Serial    string `json:"serial,omitempty"`
	Service   ID     `json:"service,omitempty"`
	Owner     ID     `json:"owner,omitempty"`
	State     State  `json:"state"`
	DependsOn []ID   `json:"depends_on,omitempty"`
	// Relations are how it stands to others besides that it depends on them.
	Relations []Relation `json:"relations,omitempty"`
	Origin    *Origin    `json:"origin,omitempty"`
}

// Relation is how an item stands to another, by one of the relations of the policy.
type Relation struct {
	Kind string `json:"relation"` // what it is for, or the policy's id of it
	To   ID     `json:"to"`
	// Felt is by which of the two it is felt what is done to the other, as the rules said
	// when it was entered (process.FeltHere and so on).
	Felt string `json:"felt,omitempty"`
}

// Related are all that an item stands to, those that it depends on among them.
func (i *Item) Related() []Relation {
	out := make([]Relation, 0, len(i.DependsOn)+len(i.Relations))
	for _, id := range i.DependsOn {
		out = append(out, Relation{Kind: process.RelationDepends, To: id, Felt: process.FeltHere})
	}
	return append(out, i.Relations...)
}

// To are the items that it stands to by a relation, by what that is for or its id.
func (i *Item) To(relation string) []ID {
	var out []ID
	for _, r := range i.Related() {
		if r.Kind == relation {
			out = append(out, r.To)
		}
	}
	return SortIDs(out)
}

// With is the item with other items on its list of a relation.
func (i *Item) With(r process.Relation, add, remove []ID) *Item {
	n := *i
	to := SortIDs(append(slices.Clone(i.To(r.Means())), add...))
	to = slices.DeleteFunc(to, func(id ID) bool { return slices.Contains(remove, id) })
	if r.Means() == process.RelationDepends {
		n.DependsOn = to
		return &n
	}
	n.Relations = slices.DeleteFunc(slices.Clone(i.Relations), func(has Relation) bool { return has.Kind == r.Means() })
	for _, id := range to {
		n.Relations = append(n.Relations, Relation{Kind: r.Means(), To: id, Felt: r.Felt})
	}
	slices.SortStableFunc(n.Relations, func(a, b Relation) int { return strings.Compare(a.Kind, b.Kind) })
	if len(n.Relations) == 0 {
		n.Relations = nil
	}
	return &n
}

// Feels are the items that it feels what is done to, and FeltBy those that feel what is
// done to it, as far as its own relations say.
func (i *Item) Feels() []ID {
	return i.felt(process.FeltHere)
}

// FeltBy is the other way round, see Feels.
func (i *Item) FeltBy() []ID {
	return i.felt(process.FeltThere)
}

func (i *Item) felt(where string) []ID {
	var out []ID
	for _, r := range i.Related() {
		if r.Felt == where || r.Felt == process.FeltBoth {
			out = append(out, r.To)
		}
	}
	return SortIDs(out)
}

func (i *Item) Kind() Kind { return KindItem }
func (i *Item) Key() ID    { return i.ID }

func (i *Item) Links() []Link {
	l := link(nil, RelService, i.Service)
	l = link(l, RelPerson, i.Owner)
	l = link(link(l, RelDependsOn, i.Feels()...), RelFeltBy, i.FeltBy()...)
	for _, r := range i.Relations {
		if r.Felt == process.FeltNowhere {
			l = link(l, RelConnected, r.To)
		}
	}
	return l
}

func (i *Item) Row() Row {
	return Row{Title: strings.TrimSpace(i.Name + " " + i.Version), State: i.State, Service: i.Service, Person: i.Owner, Grade: i.Class, Text: i.Env + " " + i.Serial, External: i.Origin.External()}
}

// Baseline is the state of the affected items before a deployment
// (ISO/IEC 20000-1:2018, 8.5.3: affected CIs are baselined).
type Baseline struct {
	ID       ID         `json:"id"`
	Release  ID         `json:"release"`
	Revision int        `json:"revision"`
	Items    []ItemSeen `json:"items"`
	By       ID         `json:"by"`
	At       time.Time  `json:"at"`
	// Recorded is when it was entered, where that is not when it was taken.
	Recorded time.Time `json:"recorded,omitzero"`
}

// ItemSeen is one item in a baseline: its version and the digest of its record.
type ItemSeen struct {
	Item    ID     `json:"item"`
	Version string `json:"version,omitempty"`
	Digest  string `json:"digest"` // SHA-256 of the record's body, hex
}

func (b *Baseline) Kind() Kind { return KindBaseline }
func (b *Baseline) Key() ID    { return b.ID }

func (b *Baseline) Links() []Link {
	l := link(nil, RelOf, b.Release)
	for _, i := range b.Items {
		l = link(l, RelAffects, i.Item)
	}
	return link(l, RelPerson, b.By)
}

func (b *Baseline) Row() Row {
	return Row{Title: "CI baseline of " + string(b.Release), State: BaselineTaken, Subject: b.Release, Person: b.By, At: b.At}
}
