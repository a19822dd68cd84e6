package task

import (
	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
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

var editItem = Task{
	Name: "edit-item", Title: "Edit the item", Act: action.WriteItem{}, About: model.KindItem, Edits: true,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "class", plain(c.Rules.Policy.ItemClasses...))
		return asItStands(c, id, *f), nil
	},
}
