package filter

import (
	"slices"
	"strings"
)

// Equal reports whether both filters say the same in the same order. Where the
// terms stood in the text does not matter.
func (f Filter) Equal(o Filter) bool {
	return slices.EqualFunc(f.Terms, o.Terms, func(a, b Term) bool {
		return a.Field == b.Field && a.Op == b.Op && a.Not == b.Not && a.Text == b.Text &&
			slices.Equal(a.Values, b.Values)
	})
}

// String writes the filter in its canonical form: one space between terms,
// fields in lower case, quotes only where they are needed. Parsing it gives a
// Filter equal to f.
func (f Filter) String() string {
	var b strings.Builder
	for i, t := range f.Terms {
		if i > 0 {
			b.WriteByte(' ')
		}
		t.write(&b)
	}
	return b.String()
}
