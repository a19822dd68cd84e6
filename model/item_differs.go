package model

import (
	"slices"
	"strings"

	"fairway/model/process"
)

// FieldThen is one field of a record as it stood at some time, and as it stands at a
// later one: ids and words as they are kept, lists with commas, "" for what is empty.
type FieldThen struct {
	Field string `json:"field"`
	Then  string `json:"then"`
	Now   string `json:"now"`
}

// ItemSince is an item as a baseline has it, and what became of it: each is nil where
// its content was removed by law.
type ItemSince struct {
	ItemSeen
	// Only says which of two baselines has it, where the other lacks it: OnlyThen or OnlyNow.
	Only    string      `json:"only,omitempty"`
	Was     *Item       `json:"-"`
	Is      *Item       `json:"-"`
	Differs []FieldThen `json:"differs"`
}

// What only one of two baselines has.
const (
	OnlyThen = "then"
	OnlyNow  = "now"
)

// Same reports whether nothing of it is another now.
func (s ItemSince) Same() bool {
	return s.Only == "" && s.Was != nil && s.Is != nil && len(s.Differs) == 0
}

// Names are the records that it names, the item first.
func (s ItemSince) Names() []ID {
	out := []ID{s.Item}
	for _, d := range s.Differs {
		for part := range strings.SplitSeq(d.Then+", "+d.Now, ", ") {
			if id := ID(part); id.Kind() != "" {
				out = append(out, id)
			}
		}
	}
	return out
}

// ItemDiffers compares two states of an item, field by field; each relation of the policy
// is a field of its own, called as it is there.
func ItemDiffers(was, is *Item, p process.Policy) []FieldThen {
	var out []FieldThen
	add := func(field, then, now string) {
		if then != now {
			out = append(out, FieldThen{field, then, now})
		}
	}
	add("name", was.Name, is.Name)
	add("class", was.Class, is.Class)
	add("environment", was.Env, is.Env)
	add("version", was.Version, is.Version)
	add("serial", was.Serial, is.Serial)
	add("service", string(was.Service), string(is.Service))
	add("owner", string(was.Owner), string(is.Owner))
	add("state", string(was.State), string(is.State))
	var kinds []string
	for _, r := range slices.Concat(was.Related(), is.Related()) {
		kinds = append(kinds, r.Kind)
	}
	slices.Sort(kinds)
	for _, kind := range slices.Compact(kinds) {
		title, _ := p.RelationWords(kind)
		add(title, joinIDs(was.To(kind)), joinIDs(is.To(kind)))
	}
	return out
}

func joinIDs(ids []ID) string {
	return strings.Join(Each(ids, func(id ID) string { return string(id) }), ", ")
}
