package cli

import (
	"encoding/json"
	"reflect"
	"strings"

	"fairway/model/when"
	"fairway/store"
)

// What ends with a whole day ends when that day is over. Records keep of an end the
// date and the first instant of its day, which is how ends of either precision sort
// together; whoever reads JSON takes the instant of an end for the end. So every
// value is printed with the instant at which its last day is over, beside the date.

// ends are the names in JSON of moments with which something ends.
var ends = map[string]bool{"end": true, "until": true}

var (
	momentType = reflect.TypeFor[when.Moment]()
	listedType = reflect.TypeFor[store.Listed]()
	marshaler  = reflect.TypeFor[json.Marshaler]()
)

// withEnds is a copy of a value as JSON shows it: see above.
func withEnds(v any) any {
	if v == nil {
		return nil
	}
	return endsOf(reflect.ValueOf(v)).Interface()
}

// endsOf copies what may hold an end, all the way down, and leaves the rest as it
// is. What writes its own JSON is left alone.
func endsOf(v reflect.Value) reflect.Value {
	if v.Type().Implements(marshaler) {
		return v
	}
	out := v
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out = reflect.New(v.Type().Elem())
			out.Elem().Set(endsOf(v.Elem()))
			out = out.Convert(v.Type())
		}
	case reflect.Interface:
		if !v.IsNil() {
			out = reflect.New(v.Type()).Elem()
			out.Set(endsOf(v.Elem()))
		}
	case reflect.Slice:
		if !v.IsNil() && v.Type().Elem().Kind() != reflect.Uint8 {
			out = reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			for i := range v.Len() {
				out.Index(i).Set(endsOf(v.Index(i)))
			}
		}
	case reflect.Map:
		if !v.IsNil() {
			out = reflect.MakeMapWithSize(v.Type(), v.Len())
			for each := v.MapRange(); each.Next(); {
				out.SetMapIndex(each.Key(), endsOf(each.Value()))
			}
		}
	case reflect.Struct:
		out = endFields(v)
	}
	return out
}

func endFields(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	out.Set(v)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		to := out.Field(i)
		to.Set(endsOf(to))
		if to.Kind() == reflect.Pointer && !to.IsNil() {
			to = to.Elem() // of the copy
		}
		if ends[name] && to.Type() == momentType {
			end := to.Addr().Interface().(*when.Moment)
			end.At = end.Over()
		}
	}
	if v.Type() == listedType {
		row := out.Addr().Interface().(*store.Listed)
		row.Until = row.Ends()
	}
	return out
}
