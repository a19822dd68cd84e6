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

// Sample draws n of some records: the same ones for the same seed and position of the
// log, wherever and whenever it is done again. They are those whose SHA-256 of
// "SEED POSITION ID" is the smallest, so that anybody can check it; all where there are
// no more. They come in the order of their ids.
func Sample(ids []ID, n int, seed, position int64) []ID {
	type drawn struct {
		id  ID
		sum [sha256.Size]byte
	}
	all := Each(SortIDs(slices.Clone(ids)), func(id ID) drawn {
		return drawn{id, sha256.Sum256(fmt.Appendf(nil, "%d %d %s", seed, position, id))}
	})
	slices.SortStableFunc(all, func(a, b drawn) int { return bytes.Compare(a.sum[:], b.sum[:]) })
	return SortIDs(Each(all[:min(max(n, 0), len(all))], func(d drawn) ID { return d.id }))
}
