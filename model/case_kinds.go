package model

import "slices"

// list puts a record among those of its kind, and notes whether they are in order still:
// most come so, and hundreds of them are asked for again and again.
func (c *Case) list(r Record) {
	k := r.Kind()
	of := c.kinds[k]
	if n := len(of); n > 0 && CompareIDs(of[n-1].Key(), r.Key()) > 0 {
		c.mixed[k] = true
	}
	c.kinds[k] = append(of, r)
}

// inOrder are the records of a kind by their numbers. Nobody changes the list.
func (c *Case) inOrder(k Kind) []Record {
	of := c.kinds[k]
	if c.mixed[k] {
		of = slices.Clone(of)
		slices.SortFunc(of, func(a, b Record) int { return CompareIDs(a.Key(), b.Key()) })
	}
	return of
}

// All returns the records of one type, in the order of their ids.
func All[T Record](c *Case) []T {
	var zero T
	of := c.inOrder(zero.Kind())
	out := make([]T, 0, len(of))
	for _, r := range of {
		if r, ok := r.(T); ok {
			out = append(out, r)
		}
	}
	return out
}

// Of returns the records of one kind, in the order of their ids.
func (c *Case) Of(k Kind) []Record {
	return slices.Clone(c.inOrder(k))
}
