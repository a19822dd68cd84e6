package action

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/intake"
	"fairway/model/process"
)

// itemFacets are what a row says of a configuration item.
var itemFacets = []model.Facet{{Name: "name", Fields: []string{"name"}}, {Name: "class", Fields: []string{"class"}}, {Name: "environment", Fields: []string{"environment"}}, {Name: "version", Fields: []string{"version"}},
	{Name: "serial", Fields: []string{"serial"}}, {Name: "service", Fields: []string{"service"}}, {Name: "owner", Fields: []string{"owner"}}, {Name: "state", Fields: []string{"state"}}}

// inventory are the items of the file, those that this import entered among them, by what
// a row can call them.
type inventory struct {
	items map[model.ID]*model.Item
	by    map[string][]model.ID // what they are called, in small letters
	owner map[string]model.ID   // people that rows name
	// related are those whose relations are others now, as they stood and in their order.
	related []model.ID
	stood   map[model.ID]*model.Item
}

// cmdb loads the items, the first time that a row asks for them.
func (in *importing) cmdb() (*inventory, error) {
	if in.inventory != nil {
		return in.inventory, nil
	}
	c, err := in.Facts(model.Needs{Kinds: []model.Kind{model.KindItem}})
	if err != nil {
		return nil, err
	}
	in.inventory = &inventory{items: map[model.ID]*model.Item{}, by: map[string][]model.ID{}, owner: map[string]model.ID{}, stood: map[model.ID]*model.Item{}}
	for _, i := range model.All[*model.Item](c) {
		in.inventory.add(i)
	}
	return in.inventory, nil
}

func (v *inventory) add(i *model.Item) {
	for _, called := range calledBy(i) { // what it was called before still names it
		if !slices.Contains(v.by[called], i.ID) {
			v.by[called] = append(v.by[called], i.ID)
		}
	}
	v.items[i.ID] = i
}

// calledBy are the ways in which a row can name an item: its key in a source, its id, its
// serial number, its name.
func calledBy(i *model.Item) []string {
	var out []string
	if i.Origin != nil {
		out = append(out, "key "+strings.ToLower(i.Origin.Key), "key "+i.Origin.Source+"\x1f"+strings.ToLower(i.Origin.Key))
	}
	out = append(out, "id "+strings.ToLower(string(i.ID)), "name "+strings.ToLower(i.Name))
	if i.Serial != "" {
		out = append(out, "serial "+strings.ToLower(i.Serial))
	}
	return out
}

// named finds the item that a row names: by its key in this source or another, its id, its
// serial number or its name; or says why none is meant.
func (v *inventory) named(text, source string) (*model.Item, string) {
	small := strings.ToLower(strings.TrimSpace(text))
	for _, way := range []string{"key " + source + "\x1f" + small, "key " + small, "id " + small, "serial " + small, "name " + small} {
		switch ids := v.by[way]; {
		case len(ids) == 1:
			return v.items[ids[0]], ""
		case len(ids) > 1:
			return nil, fmt.Sprintf("%q is doubled: it can be %s", text, strings.Join(model.Each(model.SortIDs(slices.Clone(ids)), func(id model.ID) string { return string(id) }), ", "))
		}
	}
	return nil, fmt.Sprintf("there is no configuration item %q", text)
}

// doubles are the items that are the same as one which a row would enter (model.Item.Double).
func (v *inventory) doubles(i *model.Item) (out []*model.Item) {
	for _, way := range []string{"serial " + strings.ToLower(i.Serial), "name " + strings.ToLower(i.Name)} {
		for _, id := range v.by[way] {
			if o := v.items[id]; o.ID != i.ID && i.Double(o) != "" && !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

// item is the item as the row would have it; what a row can't say stays as in old.
func (in *importing) item(row intake.Row, service model.ID, old *model.Item) *model.Item {
	i := *old
	i.Name, i.Service, i.Env, i.Version, i.Serial = nameOfItem(row), service, row.Fields["environment"], row.Fields["version"], row.Fields["serial"]
	i.Class, i.State = strings.ToLower(strings.ReplaceAll(row.Fields["class"], " ", "-")), model.State(strings.ToLower(row.Fields["state"]))
	if i.Class == "" {
		i.Class = cmp.Or(old.Class, first(in.c.Rules.Policy.ItemClasses))
	}
	if i.State == "" {
		i.State = cmp.Or(old.State, model.ItemLive)
	}
	i.Owner = ""
	if owner := strings.ToLower(row.Fields["owner"]); owner != "" && in.inventory != nil {
		i.Owner = in.inventory.owner[owner]
	}
	return &i
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func nameOfItem(row intake.Row) string {
	return strings.TrimSpace(cmp.Or(row.Fields["name"], row.Fields["title"]))
}

// itemWrong adds what is wrong with what a row says of an item: what the policy has not,
// who is unknown, and what is there already under another key.
func (in *importing) itemWrong(row intake.Row, service model.ID, found Found, refusal *model.Refusal) (same *model.Item, err error) {
	v, err := in.cmdb()
	if err != nil {
		return nil, err
	}
	if owner := strings.ToLower(row.Fields["owner"]); owner != "" {
		id, looked := v.owner[owner]
		if !looked {
			c, err := in.Facts(model.Needs{Handles: []model.Handle{{Kind: model.KindPerson, Name: owner}}})
			if err != nil {
				return nil, err
			}
			id, _ = c.Named(model.KindPerson, owner)
			v.owner[owner] = id
		}
		if id == "" {
			refusal.Add(fmt.Sprintf("there is nobody %q to own it", row.Fields["owner"]), model.Say("name somebody by the handle, or leave it out"))
		}
	}
	i := in.item(row, service, &model.Item{})
	if wrong := model.CheckTitle("the name", i.Name); wrong != "" {
		refusal.Add(wrong, model.Say("give it a name"))
	}
	if !slices.Contains(in.c.Rules.Policy.ItemClasses, i.Class) {
		refusal.Add(fmt.Sprintf("%q is no class of item", row.Fields["class"]), model.OneOf(in.c.Rules.Policy.ItemClasses...))
	}
	if !i.Kind().Info().Has(i.State) {
		refusal.Add(fmt.Sprintf("%q is no state of an item", row.Fields["state"]), model.Say("planned, live or retired"))
	}
	if old, ok := found.Record.(*model.Item); ok {
		if i.ID = old.ID; sameBearing(old, i) {
			return nil, nil
		}
	}
	doubles := v.doubles(i)
	if len(doubles) == 0 {
		return nil, nil
	}
	double := doubles[0]
	if found.Record != nil {
		refusal.Add(fmt.Sprintf("%s %s has %s already", double.ID, double.Row().Title, i.Double(double)), model.Say("correct the row, or that item"))
		return nil, nil
	}
	for _, o := range doubles {
		n := *i
		n.ID, n.DependsOn, n.Relations, n.Origin = o.ID, o.DependsOn, o.Relations, o.Origin
		if !changed(o, &n) {
			return o, nil
		}
	}
	refusal.Add(fmt.Sprintf("it is doubled: %s %s is there already, and says something else", double.ID, double.Row().Title), model.Say("correct the row, or that item; or give the row another name and serial number"))
	return nil, nil
}

// relation takes in a row that says how an item stands to another. Such a row adds: what
// the file doesn't say stays.
func (in *importing) relation(row intake.Row) error {
	v, err := in.cmdb()
	if err != nil {
		return err
	}
	refusal := &model.Refusal{Doing: fmt.Sprintf("import line %d", row.Line)}
	ends := [2]*model.Item{}
	for n, field := range []string{"item", "to"} {
		if row.Fields[field] == "" {
			refusal.Add("it names no "+map[string]string{"item": "item", "to": "other item"}[field], model.Say("fill the column "+field))
			continue
		}
		i, wrong := v.named(row.Fields[field], in.Source)
		if ends[n] = i; wrong != "" {
			refusal.Add(wrong, model.Say("import the items first, or name it by its id, key, serial number or name"))
		}
	}
	relation, back, ok := relationNamed(in.c.Rules.Policy, row.Fields["relation"])
	if !ok {
		refusal.Add(fmt.Sprintf("%q is no relation between items", row.Fields["relation"]), model.OneOf(model.Each(in.c.Rules.Policy.Relations(), func(r process.Relation) string { return r.ID })...))
	}
	if back {
		ends[0], ends[1] = ends[1], ends[0]
	}
	if ends[0] != nil && ends[0] == ends[1] {
		refusal.Add("an item can't stand to itself", model.Say("correct one of the two"))
	}
	if ends[0] != nil {
		in.asks(refusal, "it would relate "+string(ends[0].ID), writeItems, ends[0].Service)
	}
	if len(refusal.Reasons) > 0 {
		in.refuse(row, refusal)
		return nil
	}
	i, to := ends[0], ends[1].ID
	if slices.Contains(i.To(relation.Means()), to) {
		in.Counts.Unchanged++
		return nil
	}
	in.Counts.New++
	in.Counts.Relations++
	in.Counts.Others = in.Counts.New - in.Counts.Releases
	if v.stood[i.ID] == nil {
		v.stood[i.ID] = i
		v.related = append(v.related, i.ID)
	}
	v.items[i.ID] = i.With(relation, []model.ID{to}, nil)
	return nil
}

// relationNamed finds a relation by its id or by how it reads, from either end.
func relationNamed(p process.Policy, text string) (r process.Relation, back, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	for _, r := range p.Relations() {
		if text == r.ID || text == strings.ToLower(r.Title) || text == r.Means() {
			return r, false, true
		}
	}
	for _, r := range p.Relations() {
		if text == strings.ToLower(r.Back) {
			return r, true, true
		}
	}
	return process.Relation{}, false, false
}

// relate writes the items whose relations are others now, each once.
func (in *importing) relate() error {
	if in.inventory == nil {
		return nil
	}
	for _, id := range in.related {
		n := in.items[id]
		if !in.entered[id] {
			in.touch(id, revision{taken: []string{"relations"}})
		}
		if err := in.write(n); err != nil {
			return err
		}
	}
	return nil
}

// itemWords are what stands in a facet of an item.
func (in *importing) itemWords(i *model.Item, facet string) string {
	switch facet {
	case "name":
		return i.Name
	case "class":
		return i.Class
	case "environment":
		return i.Env
	case "version":
		return i.Version
	case "serial":
		return i.Serial
	case "service":
		return in.serviceWords(i.Service)
	case "state":
		return string(i.State)
	case "owner":
		for _, name := range slices.Sorted(maps.Keys(in.owner)) {
			if in.owner[name] == i.Owner {
				return name
			}
		}
		return string(i.Owner)
	}
	return ""
}

func (in *importing) itemAgain(origin *model.Origin, found Found, base, says *model.Item, refusal *model.Refusal) (revision, error) {
	now := found.Record.(*model.Item)
	f, err := model.Follow(base, now, says, base.Origin.Said, itemFacets)
	if err != nil {
		return revision{}, err
	}
	n := f.Record
	n.Origin = sourced(origin, f.Said)
	may := in.allowed(found, writeItems, f.Taken, refusal, now.Service, n.Service)
	return revision{record: n, taken: f.Taken, news: f.News, may: may, left: differences(f.Kept, now, says, in.words)}, nil
}
