package task

import (
	"reflect"

	"fairway/model/action"
)

// WithAnyway is the same action, confirmed to leave something waiting for a
// decision of nobody's, or to be so although it hardly can; false for an action that can't.
func WithAnyway(a action.Action) (action.Action, bool) { return confirmed(a, "Anyway") }

// WithVoid is the same action, confirmed to take approvals with it; false for
// an action that takes none.
func WithVoid(a action.Action) (action.Action, bool) { return confirmed(a, "Void") }

// confirmed is the same action with a confirmation that it has a field for.
func confirmed(a action.Action, field string) (action.Action, bool) {
	v := reflect.ValueOf(a)
	if v.Kind() != reflect.Struct || !v.FieldByName(field).IsValid() {
		return a, false
	}
	said := reflect.New(v.Type()).Elem()
	said.Set(v)
	said.FieldByName(field).SetBool(true)
	return said.Interface().(action.Action), true
}
