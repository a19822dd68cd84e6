package model

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"fairway/model/when"
)

// What the clock wrote into a record are points in time to the millisecond.
// Dates that people typed are Moments, and no clock's.
var (
	timeType   = reflect.TypeFor[time.Time]()
	momentType = reflect.TypeFor[when.Moment]()
)

// Times visits every point in time in a record, with where it stands in it, in
// words: "since", "passed 3, at".
func Times(r Record, visit func(where string, at time.Time)) {
	walkTimes(reflect.ValueOf(r), "", func(where string, v reflect.Value) {
		if at, ok := v.Interface().(time.Time); ok && !at.IsZero() {
			visit(where, at)
		}
	})
}

// Retimed is the record with points in time replaced: to maps them, by their
// nanoseconds since 1970. It reports whether there was one; the record itself
// stays as it is.
func Retimed(r Record, to map[int64]time.Time) (Record, bool, error) {
	found := false
	Times(r, func(_ string, at time.Time) {
		_, hit := to[at.UnixNano()]
		found = found || hit
	})
	if !found {
		return r, false, nil
	}
	n, err := copied(r)
	if err != nil {
		return nil, false, err
	}
	walkTimes(reflect.ValueOf(n), "", func(_ string, v reflect.Value) {
		if at, ok := v.Interface().(time.Time); ok && !at.IsZero() {
			if new, hit := to[at.UnixNano()]; hit {
				v.Set(reflect.ValueOf(new))
			}
		}
	})
	return n, true, nil
}

// copied is a record that shares nothing with the one it is made of.
func copied(r Record) (Record, error) {
	body, err := Encode(r)
	if err != nil {
		return nil, err
	}
	return Decode(r.Kind(), body)
}

func walkTimes(v reflect.Value, where string, visit func(where string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walkTimes(v.Elem(), where, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walkTimes(v.Index(i), fmt.Sprintf("%s %d", where, i+1), visit)
		}
	case reflect.Struct:
		switch v.Type() {
		case timeType:
			visit(where, v)
			return
		case momentType:
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue
			}
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			in := strings.ReplaceAll(name, "_", " ")
			switch {
			case f.Anonymous && name == "":
				in = where
			case where != "":
				in = where + ", " + in
			}
			walkTimes(v.Field(i), in, visit)
		}
	}
}
