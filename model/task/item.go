package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/process"
)

// addItem and editItem keep the configuration items.
var addItem = Task{
	Name: "add-item", Title: "Add a configuration item", Act: action.WriteItem{}, Makes: model.KindItem,
	Open: func(c *model.Case, _ model.ID, f *form.Form) (form.Answers, error) {
		classes := plain(c.Rules.Policy.ItemClasses...)
		offer(f, "class", classes)
		first := ""
		if len(classes) > 0 {
			first = classes[0].value
		}
		return begin("class", first, "state", string(model.ItemLive)), nil
	},
}

// relateItem says how an item stands to others.
var relateItem = Task{
	Name: "relate-item", Title: "Relate it to other items", Act: action.RelateItem{}, About: model.KindItem,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offerRelations(c, f)
		i := model.Get[*model.Item](c, id)
		list := i.Related()
		if len(list) == 0 {
			without(f, "it stands to no item yet", "remove")
			return begin(), nil
		}
		offer(f, "remove", records(c, model.SortIDs(model.Each(list, func(r model.Relation) model.ID { return r.To }))))
		return begin(), nil
	},
}

func offerRelations(c *model.Case, f *form.Form) {
	offer(f, "relation", model.Each(c.Rules.Policy.Relations(), func(r process.Relation) option { return option{r.ID, r.Title} }))
}

var editItem = Task{
	Name: "edit-item", Title: "Edit the item", Act: action.WriteItem{}, About: model.KindItem, Edits: true,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "class", plain(c.Rules.Policy.ItemClasses...))
		return asItStands(c, id, *f), nil
	},
}
