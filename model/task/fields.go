package task

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/form"
	"fairway/model/when"
)

// Most tasks need no Make, and those that edit no Open: each question is called
// as the field that its answer goes into, of the action or of the record that the
// action writes, in the names under which both are stored.

// completed puts in what follows from the names of the questions.
func completed(list []Task) []Task {
	for i := range list {
		t := &list[i]
		if t.Make == nil {
			t.Make = t.fromFields
		}
		if t.Which != nil {
			t.asking()
		}
		if t.Open == nil && t.Edits {
			t.Open = func(c *model.Case, id model.ID, f *form.Form) (form.Answers, error) {
				return asItStands(c, id, *f), nil
			}
		}
	}
	return list
}

// fromFields is the action with each answer in the field of its name. The record
// that the task was begun from stands in the field of its kind, where it is no
// edit of that very record.
func (t *Task) fromFields(c *model.Case, id model.ID, a form.Answers) (action.Action, error) {
	act := reflect.New(reflect.TypeOf(t.Act)).Elem()
	if t.Edits {
		f, ok := c.Fact(id)
		if !ok {
			return nil, &model.NotFound{What: id.Kind().Words() + " " + string(id)}
		}
		for i := range act.NumField() {
			if old := reflect.ValueOf(f.Record).Elem(); act.Field(i).Type() == old.Type() {
				act.Field(i).Set(old)
			}
		}
	}
	fields := fieldsOf(act)
	if into, ok := fields[string(id.Kind())]; ok && !t.Edits {
		into.SetString(string(id))
	}
	if into, ok := fields["seen"]; ok && id != "" {
		into.SetInt(seen(c, id))
	}
	zone := Zone(c, id, a)
	for name := range a.Values {
		if into, ok := fields[name]; ok {
			answer(a, name, into, zone)
		}
	}
	for _, into := range fields {
		if dates, ok := into.Addr().Interface().(*model.Slot); ok {
			var err error
			if *dates, err = slot(a, zone); err != nil {
				return nil, err
			}
		}
	}
	if handle, ok := fields["handle"]; ok && fields["name"].String() == "" { // nobody is without a name
		fields["name"].Set(handle)
	}
	return act.Interface().(action.Action), nil
}

// asItStands are the questions of a form answered as a record's fields stand.
func asItStands(c *model.Case, id model.ID, f form.Form) form.Answers {
	fact, ok := c.Fact(id)
	if !ok {
		return form.Answers{}
	}
	fields := fieldsOf(reflect.ValueOf(fact.Record).Elem())
	var pairs []string
	for _, fl := range f.Fields() {
		if v, ok := fields[fl.Name]; ok {
			pairs = append(pairs, fl.Name, written(v))
		}
	}
	return begin(pairs...)
}

// fieldsOf are the fields of a struct that an answer can go into, by the names
// under which they are stored; those of a part of it, too.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	out := map[string]reflect.Value{}
	for i := range v.NumField() {
		f := v.Field(i)
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		switch f.Interface().(type) {
		case time.Time, when.Moment, model.Slot:
			out[name] = f
			continue
		}
		if f.Kind() != reflect.Struct {
			out[name] = f
			continue
		}
		for name, part := range fieldsOf(f) {
			if _, taken := out[name]; !taken {
				out[name] = part
			}
		}
	}
	return out
}

// answer puts an answer into a field.
func answer(a form.Answers, name string, into reflect.Value, zone *time.Location) {
	switch v := into.Addr().Interface().(type) {
	case *[]model.ID:
		*v = ids(a, name)
	case *[]string:
		*v = a.List(name)
	case *bool:
		*v = a.Yes(name)
	case *int:
		*v, _ = strconv.Atoi(a.Get(name)) // the form's rules saw that it is a number
	case *time.Duration:
		*v = a.Duration(name)
	case *time.Time:
		*v = at(a, name, zone)
	case *when.Moment:
		*v = a.Moment(name, zone)
	case *[]model.Reference:
		*v = references(*v, a.List(name))
	default:
		if into.Kind() == reflect.String {
			into.SetString(a.Get(name))
		}
	}
}

// written is a field as an answer.
func written(v reflect.Value) string {
	switch v := v.Interface().(type) {
	case []model.ID:
		return text(v)
	case []string:
		return text(v)
	case []model.Reference:
		return strings.Join(model.Each(v, model.Reference.String), "\n")
	case bool:
		return yesno(v)
	case int:
		if v == 0 { // nobody said it
			return ""
		}
		return strconv.Itoa(v)
	}
	if v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}

// references are ids of other tools as they were typed. What stood there before keeps what
// its source says of it.
func references(before []model.Reference, typed []string) []model.Reference {
	var out []model.Reference
	for _, text := range typed {
		at := slices.IndexFunc(before, func(r model.Reference) bool { return r.String() == text })
		if at >= 0 {
			out = append(out, before[at])
		} else {
			out = append(out, model.Reference{ID: text})
		}
	}
	return out
}
