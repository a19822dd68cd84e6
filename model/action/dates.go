package action

import (
	"reflect"

	"fairway/model"
	"fairway/model/when"
)

// Dates are those that an action plans: of the record it writes, or in its fields.
func Dates(a Action) []model.Slot {
	if a == nil {
		return nil // what was done is no action of the model's
	}
	var out []model.Slot
	fields := copied(a)
	if fields.Kind() != reflect.Struct {
		return nil
	}
	for i := range fields.NumField() {
		if !fields.Type().Field(i).IsExported() {
			continue
		}
		var slot model.Slot
		switch v := fields.Field(i).Addr().Interface().(type) {
		case *model.Slot:
			slot = *v
		case *when.Moment:
			slot.Start = *v
		case model.Record:
			slot = v.Row().Dates
		}
		if !slot.IsZero() {
			out = append(out, slot)
		}
	}
	return out
}
