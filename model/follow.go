package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Facet is a part of a record that a source speaks about, with the names of the
// fields that are taken or left together: an incident that is resolved has the
// time at which it was, and neither goes without the other.
type Facet struct {
	Name   string
	Fields []string
}

// Followed is what becomes of a record when its source was read again.
type Followed[T Record] struct {
	// Record is the record as it is to stand: of each facet what people wrote
	// last, and else what the source says.
	Record T
	// Taken are the facets that the source alone changed; they come from it.
	Taken []string
	// Kept are those that people changed as well, to something else.
	Kept []string
	// News reports whether the source says anything else than the last time.
	News bool
	// Said is what the source says of the fields in which Record says something
	// else; see Origin.Said.
	Said map[string]string
}

// Follow carries what a source says of a record over to how the record stands.
// base is the record as the last import wrote it, now as it stands, and says as
// the source would have it; all three are states of one record. What the source
// said the last time is base with Origin.Said before it.
func Follow[T Record](base, now, says T, said map[string]string, facets []Facet) (Followed[T], error) {
	out := Followed[T]{Said: map[string]string{}}
	was, err := fieldsOf(base)
	if err != nil {
		return out, err
	}
	stands, err := fieldsOf(now)
	if err != nil {
		return out, err
	}
	own, err := fieldsOf(says)
	if err != nil {
		return out, err
	}
	for name, value := range said {
		if value == "" { // it said nothing of it
			delete(was, name)
			continue
		}
		was[name] = json.RawMessage(value)
	}
	for _, f := range facets {
		switch {
		case alike(own, was, f): // nothing new: what stands is people's, or the source's
		case alike(own, stands, f):
			out.News = true
		case alike(stands, was, f):
			out.News = true
			out.Taken = append(out.Taken, f.Name)
			for _, name := range f.Fields {
				put(stands, name, own[name])
			}
		default:
			out.News = true
			out.Kept = append(out.Kept, f.Name)
		}
		for _, name := range f.Fields {
			if !bytes.Equal(own[name], stands[name]) {
				out.Said[name] = string(own[name])
			}
		}
	}
	return out, out.decode(now, stands)
}

func alike(a, b map[string]json.RawMessage, f Facet) bool {
	for _, name := range f.Fields {
		if !bytes.Equal(a[name], b[name]) {
			return false
		}
	}
	return true
}

// Leave has a facet that was taken stay as it stood after all: what people did depends on it.
func (f *Followed[T]) Leave(now, says T, facet Facet) error {
	stands, err := fieldsOf(now)
	if err != nil {
		return err
	}
	own, err := fieldsOf(says)
	if err != nil {
		return err
	}
	merged, err := fieldsOf(f.Record)
	if err != nil {
		return err
	}
	for _, name := range facet.Fields {
		put(merged, name, stands[name])
		if delete(f.Said, name); !bytes.Equal(own[name], stands[name]) {
			f.Said[name] = string(own[name])
		}
	}
	f.Taken = slices.DeleteFunc(f.Taken, func(taken string) bool { return taken == facet.Name })
	f.Kept = append(f.Kept, facet.Name)
	return f.decode(now, merged)
}

// decode makes the record of its fields.
func (f *Followed[T]) decode(now T, fields map[string]json.RawMessage) error {
	body, err := json.Marshal(fields)
	if err != nil {
		return fmt.Errorf("carry a source over to %s: %w", now.Key(), err)
	}
	r, err := Decode(now.Kind(), body)
	if err != nil {
		return err
	}
	merged, ok := r.(T)
	if !ok {
		return fmt.Errorf("carry a source over to %s: a %T came of it", now.Key(), r)
	}
	f.Record = merged
	return nil
}
