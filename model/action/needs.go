package action

import (
	"cmp"
	"reflect"

	"fairway/model"
)

// Needs are the facts that an action has to be shown: what it says of that
// itself, in a method Needs, else what its fields name. A release comes with all
// that hangs on it; a record that is written, with what it points at and with
// whoever has its handle. What was read (the field seen) is what is named first. What
// happened before it is entered is judged by the papers that were there then.
func Needs(a Action) model.Needs {
	n := needs(a)
	if at := reflect.Indirect(reflect.ValueOf(a)).FieldByName("Happened"); at.IsValid() && !at.IsZero() {
		n.Earlier = true
	}
	return n
}

func needs(a Action) model.Needs {
	if own, ok := a.(interface{ Needs() model.Needs }); ok {
		return own.Needs()
	}
	n, about, fields := model.Needs{}, subject(a), copied(a)
	for i := range fields.NumField() {
		switch v := fields.Field(i).Addr().Interface().(type) {
		case *model.ID:
			if fields.Type().Field(i).Name != "Release" {
				n.IDs = append(n.IDs, *v)
			} else if *v != "" {
				n.Releases = append(n.Releases, *v)
			}
		case *[]model.ID:
			n.IDs = append(n.IDs, *v...)
		case *model.Grant:
			n.IDs = append(n.IDs, v.Service)
		case model.Record:
			about = cmp.Or(about, v.Key())
			n.IDs = append(n.IDs, v.Key())
			for _, l := range v.Links() {
				n.IDs = append(n.IDs, l.To)
			}
			if handle := v.Row().Handle; handle != "" {
				n.Handles = append(n.Handles, model.Handle{Kind: v.Kind(), Name: handle})
			}
		case *int64:
			n.Seen = looked(about, *v)
		}
	}
	return n
}

// subject is the record that an action is about: the one that its first field
// names.
func subject(a Action) model.ID {
	id, _ := copied(a).Field(0).Interface().(model.ID)
	return id
}

// copied are the fields of an action, in a copy that can be pointed into.
func copied(a Action) reflect.Value {
	v := reflect.Indirect(reflect.ValueOf(a))
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	return out
}
