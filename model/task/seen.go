package task

import "reflect"

// Sees reports whether the task's action can be bound to what was read.
func (t *Task) Sees() bool {
	_, ok := reflect.TypeOf(t.Act).FieldByName("Seen")
	return ok
}
