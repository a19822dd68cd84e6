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
		classes := plain(c.Book.Policy.ItemClasses...)
		offer(f, "class", classes)
		first := ""
		if len(classes) > 0 {
			first = classes[0].value
		}
		return begin("class", first, "state", string(model.ItemLive)), nil
	},
	Make: func(_ *model.Case, _ model.ID, a form.Answers) (action.Action, error) {
		var i model.Item
		itemAnswers(a, &i)
		return action.WriteItem{Item: i}, nil
	},
}

var editItem = Task{
	Name: "edit-item", Title: "Edit the item", Act: action.WriteItem{}, About: model.KindItem, Edits: true,
	Open: func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
		offer(f, "class", plain(c.Book.Policy.ItemClasses...))
		i := model.Get[*model.Item](c, id)
		return begin("name", i.Name, "class", i.Class, "version", i.Version, "environment", i.Env, "serial", i.Serial, "state", string(i.State),
			"service", string(i.Service), "owner", string(i.Owner), "depends_on", text(i.DependsOn)), nil
	},
	Make: func(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
		old := model.Get[*model.Item](c, id)
		if old == nil {
			return nil, &model.NotFound{What: "configuration item " + string(id)}
		}
		i := *old
		itemAnswers(a, &i)
		return action.WriteItem{Item: i, Seen: seen(c, id)}, nil
	},
}

func itemAnswers(a form.Answers, i *model.Item) {
	for field, into := range map[string]*string{"name": &i.Name, "class": &i.Class, "version": &i.Version, "environment": &i.Env, "serial": &i.Serial} {
		put(a, field, into)
	}
	put(a, "state", &i.State)
	put(a, "service", &i.Service)
	put(a, "owner", &i.Owner)
	names(a, "depends_on", &i.DependsOn)
}
