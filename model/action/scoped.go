package action

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"fairway/model"
)

// namesScope warns of what an action puts into the scope of a release, an RFC, an entry
// of the catalogue, a train or a window though it is retired, and of items that are named
// twice: nobody is refused for either, and it must not go by in silence. Whichever action
// writes the record is looked at, so that it holds on every way in.
func namesScope(c *model.Case, a Action, out *Outcome) {
	for _, r := range out.Writes {
		f, _ := c.Fact(r.Key())
		before := scopeOf(f.Record)
		after := scopeOf(r)
		fresh := slices.DeleteFunc(model.SortIDs(after), func(id model.ID) bool { return slices.Contains(before, id) })
		if text := OutOfService(c, r, fresh); text != "" {
			out.Warning = both(out.Warning, &model.Reason{Text: text})
		}
	}
	if text := namedTwice(c, a); text != "" {
		out.Warning = both(out.Warning, &model.Reason{Text: text})
		for _, r := range out.Writes {
			eachOnce(r)
		}
	}
}

// eachOnce leaves each item of a record that is to be written on its list once.
func eachOnce(r model.Record) {
	var list *[]model.ID
	switch r := r.(type) {
	case *model.Change:
		list = &r.Items
	case *model.Window:
		list = &r.Items
	case *model.Incident:
		list = &r.Items
	default: // in order by their actions
		return
	}
	var out []model.ID
	for _, id := range *list {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	*list = out
}

// scopeOf is what a record is about: services, items, and the RFCs of a release, whose
// own come with them.
func scopeOf(r model.Record) []model.ID {
	switch r := r.(type) {
	case *model.Release:
		return slices.Concat([]model.ID{r.Service}, r.Items, r.Changes)
	case *model.Change:
		return slices.Concat([]model.ID{r.Service}, r.Items)
	case *model.Entry:
		return slices.Concat(r.Services, r.Items)
	case *model.Window:
		return slices.Concat(r.Services, r.Items)
	case *model.Train:
		return []model.ID{r.Service}
	}
	return nil
}

// OutOfService says which of the services and items that a record is about are retired:
// those that are named, and those of RFCs that are. It is "" where none is.
func OutOfService(c *model.Case, r model.Record, named []model.ID) string {
	var retired []string
	add := func(id model.ID, state, gone model.State, by model.ID) {
		if state != gone {
			return
		}
		text := fmt.Sprintf("%s %s", id, c.Title(id))
		if by != "" {
			text += fmt.Sprintf(" (of %s)", by)
		}
		if !slices.Contains(retired, text) {
			retired = append(retired, text)
		}
	}
	look := func(id, by model.ID) {
		if i := model.Get[*model.Item](c, id); i != nil {
			add(id, i.State, model.ItemRetired, by)
		}
		if s := model.Get[*model.Service](c, id); s != nil {
			add(id, s.State, model.ServiceRetired, by)
		}
	}
	own := scopeOf(r)
	for _, id := range named {
		look(id, "")
		if ch := model.Get[*model.Change](c, id); ch != nil {
			for _, its := range scopeOf(ch) {
				if !slices.Contains(own, its) {
					look(its, id)
				}
			}
		}
	}
	if len(retired) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s retired", strings.Join(retired, ", "), map[bool]string{true: "is", false: "are"}[len(retired) == 1])
}

// namedTwice says which items an action names more than once, or adds to a list that has them.
func namedTwice(c *model.Case, a Action) string {
	seen, doubled := map[model.ID]bool{}, []string{}
	name := func(id model.ID, known bool) {
		if text := string(id) + " " + c.Title(id); known && id.Kind() == model.KindItem && !slices.Contains(doubled, text) {
			doubled = append(doubled, text)
		}
	}
	lists := func(v reflect.Value) {
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			ids, ok := v.Field(i).Interface().([]model.ID)
			if !ok {
				continue
			}
			clear(seen)
			for _, id := range ids {
				name(id, seen[id])
				seen[id] = true
			}
		}
	}
	v := copied(a)
	if v.Kind() != reflect.Struct {
		return ""
	}
	lists(v)
	if v.NumField() > 0 {
		if first := reflect.Indirect(v.Field(0)); first.Kind() == reflect.Struct && v.Type().Field(0).IsExported() {
			lists(first)
		}
	}
	if add, ok := a.(Affect); ok {
		if r := model.Get[*model.Release](c, add.Release); r != nil {
			var there []string
			for _, id := range model.SortIDs(slices.Clone(add.Add)) {
				if slices.Contains(r.Items, id) {
					there = append(there, string(id)+" "+c.Title(id))
				}
			}
			if len(there) > 0 {
				text := fmt.Sprintf("%s %s on its list already", strings.Join(there, ", "), map[bool]string{true: "was", false: "were"}[len(there) == 1])
				return strings.TrimPrefix(doubledWords(doubled)+"; "+text, "; ")
			}
		}
	}
	return doubledWords(doubled)
}

func doubledWords(doubled []string) string {
	if len(doubled) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s named twice, and counts once", strings.Join(doubled, ", "), map[bool]string{true: "is", false: "are"}[len(doubled) == 1])
}
