package model

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
)

// AuditPool are the items of a service that an audit can look at: those that are not
// retired.
func AuditPool(c *Case, service ID) []ID {
	var out []ID
	for _, i := range All[*Item](c) {
		if i.Service == service && i.State != ItemRetired {
			out = append(out, i.ID)
		}
	}
	return SortIDs(out)
}

// Sample draws n of some records: the same ones for the same numbers, wherever and whenever
// it is done again. They are those of which the SHA-256 of the numbers and the ID, parted by
// a blank, is the smallest, so that anybody can check it; all where there are no more. They
// come in the order of their ids. What is drawn anew later is drawn by its seed alone; what
// is put on record as it is drawn, by the position of the log as well, which whoever draws
// does not choose.
func Sample(ids []ID, n int, by ...int64) []ID {
	type drawn struct {
		id  ID
		sum [sha256.Size]byte
	}
	all := Each(SortIDs(slices.Clone(ids)), func(id ID) drawn {
		return drawn{id, SampleDigest(id, by...)}
	})
	slices.SortStableFunc(all, func(a, b drawn) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	return SortIDs(Each(all[:min(max(n, 0), len(all))], func(d drawn) ID { return d.id }))
}

// SampleDigest is by which a record is drawn.
func SampleDigest(id ID, by ...int64) [sha256.Size]byte {
	var text []byte
	for _, n := range by {
		text = fmt.Appendf(text, "%d ", n)
	}
	return sha256.Sum256(append(text, id...))
}
