package model

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ID names a record for ever: a prefix that says its kind, and a number, such
// as REL-42. Numbers are never used twice.
type ID string

// MakeID writes the id of the n-th record of kind k.
func MakeID(k Kind, n int64) ID {
	prefix := k.Info().Prefix
	if prefix == "" {
		panic("model: no id prefix for kind " + string(k))
	}
	return ID(prefix + "-" + strconv.FormatInt(n, 10))
}

// ParseID reads an id as a person types it (rel-42, REL-42). It fails on
// anything which is not a known prefix, a dash and a positive number.
func ParseID(text string) (ID, error) {
	up := ID(strings.ToUpper(strings.TrimSpace(text)))
	if up.Kind() == "" || up.Number() < 1 {
		return "", fmt.Errorf("%q is no id: an id is a prefix and a number, such as REL-42 or CHG-7", clip(text, 40))
	}
	return MakeID(up.Kind(), up.Number()), nil
}

// Kind says which kind of record the id names; "" when it names none.
func (id ID) Kind() Kind {
	prefix, _, ok := strings.Cut(string(id), "-")
	if !ok {
		return ""
	}
	for i := range kinds {
		if kinds[i].Prefix == prefix {
			return kinds[i].Kind
		}
	}
	return ""
}

// Number is the id's number; 0 when it has none. REL-9 comes before REL-10.
func (id ID) Number() int64 {
	_, digits, _ := strings.Cut(string(id), "-")
	return numberIn(digits)
}

// numberIn reads the digits of an id.
func numberIn(digits string) int64 {
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || digits[0] < '0' || digits[0] > '9' { // ParseInt takes a sign, an id has none
		return 0
	}
	return n
}

// CompareIDs orders ids by kind, then by number.
func CompareIDs(a, b ID) int {
	pa, da, _ := strings.Cut(string(a), "-")
	pb, db, _ := strings.Cut(string(b), "-")
	if pa != pb {
		return strings.Compare(pa, pb)
	}
	switch na, nb := numberIn(da), numberIn(db); {
	case na < nb:
		return -1
	case na > nb:
		return 1
	}
	return strings.Compare(string(a), string(b))
}

// SortIDs orders ids in place and drops repeated ones.
func SortIDs(ids []ID) []ID {
	slices.SortFunc(ids, CompareIDs)
	return slices.Compact(ids)
}

func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
