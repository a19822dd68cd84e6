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

// Kind is a sort of record.
type Kind string

// The kinds of record.
const (
	KindRelease     Kind = "release"
	KindChange      Kind = "change"
	KindProblem     Kind = "problem"
	KindService     Kind = "service"
	KindTeam        Kind = "team"
	KindPerson      Kind = "person"
	KindItem        Kind = "item"
	KindBaseline    Kind = "baseline"
	KindMedia       Kind = "media"
	KindRun         Kind = "run"
	KindIncident    Kind = "incident"
	KindWindow      Kind = "window"
	KindNotice      Kind = "notice"
	KindProcurement Kind = "procurement"
	KindMilestone   Kind = "milestone"
	KindDocument    Kind = "document"
	KindApproval    Kind = "approval"
	KindBook        Kind = "book"
)

// kinds holds, per kind, the prefix of its ids, an empty record of it, and the
// words people read.
var kinds = []struct {
	kind   Kind
	prefix string
	empty  func() Record
	name   string
}{
	{KindRelease, "REL", func() Record { return new(Release) }, "release"},
	{KindChange, "CHG", func() Record { return new(Change) }, "change (RFC)"},
	{KindProblem, "PRB", func() Record { return new(Problem) }, "problem"},
	{KindService, "SVC", func() Record { return new(Service) }, "service"},
	{KindTeam, "TEA", func() Record { return new(Team) }, "team"},
	{KindPerson, "PER", func() Record { return new(Person) }, "person"},
	{KindItem, "CI", func() Record { return new(Item) }, "configuration item"},
	{KindBaseline, "BSL", func() Record { return new(Baseline) }, "CI baseline"},
	{KindMedia, "DML", func() Record { return new(Media) }, "DML entry"},
	{KindRun, "RUN", func() Record { return new(Run) }, "deployment run"},
	{KindIncident, "INC", func() Record { return new(Incident) }, "incident"},
	{KindWindow, "WIN", func() Record { return new(Window) }, "calendar window"},
	{KindNotice, "NTC", func() Record { return new(Notice) }, "notice"},
	{KindProcurement, "PRO", func() Record { return new(Procurement) }, "procurement item"},
	{KindMilestone, "MIL", func() Record { return new(Milestone) }, "milestone"},
	{KindDocument, "DOC", func() Record { return new(Document) }, "document"},
	{KindApproval, "APR", func() Record { return new(Approval) }, "approval"},
	{KindBook, "PRC", func() Record { return new(Book) }, "process book"},
}

// Kinds lists every kind of record, in a fixed order.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i, k := range kinds {
		out[i] = k.kind
	}
	return out
}

// Known reports whether k is a kind of record.
func (k Kind) Known() bool { return slices.Contains(Kinds(), k) }

// Words is what people call a record of this kind.
func (k Kind) Words() string {
	for _, e := range kinds {
		if e.kind == k {
			return e.name
		}
	}
	return string(k)
}

// Empty returns a zero record of kind k, or nil for an unknown kind.
func (k Kind) Empty() Record {
	for _, e := range kinds {
		if e.kind == k {
			return e.empty()
		}
	}
	return nil
}

// MakeID writes the id of the n-th record of kind k.
func MakeID(k Kind, n int64) ID {
	for _, e := range kinds {
		if e.kind == k {
			return ID(e.prefix + "-" + strconv.FormatInt(n, 10))
		}
	}
	panic("model: no id prefix for kind " + string(k))
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
	for _, e := range kinds {
		if e.prefix == prefix {
			return e.kind
		}
	}
	return ""
}

// Number is the id's number; 0 when it has none. REL-9 comes before REL-10.
func (id ID) Number() int64 {
	_, digits, _ := strings.Cut(string(id), "-")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || digits[0] < '0' || digits[0] > '9' { // ParseInt takes a sign, an id has none
		return 0
	}
	return n
}

// CompareIDs orders ids by kind, then by number.
func CompareIDs(a, b ID) int {
	pa, _, _ := strings.Cut(string(a), "-")
	pb, _, _ := strings.Cut(string(b), "-")
	if c := strings.Compare(pa, pb); c != 0 {
		return c
	}
	switch na, nb := a.Number(), b.Number(); {
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
