package process

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// What an entry of a route may be besides a role: everybody who signs for the service,
// the change advisory board, and somebody by name.
const (
	Signatories = "signatories"
	Board       = "cab"
	byName      = "person:"
)

// ChangeCategories are what an RFC can be about.
var ChangeCategories = []string{"problem-fix", "enhancement", "new-requirement", "hardware", "service-hours", "support-arrangement", "retirement"}

// Also asks for more approvers where what is approved is so: each key that is given has
// to hold, by any of its values; of risk the bands, of services their handles, of
// criticality the word that the service has, of content what the release brings, of
// category what one of its RFCs is about.
type Also struct {
	Risk        []string `toml:"risk" json:"risk,omitempty"`
	Service     []string `toml:"service" json:"service,omitempty"`
	Criticality []string `toml:"criticality" json:"criticality,omitempty"`
	Content     []string `toml:"content" json:"content,omitempty"`
	Category    []string `toml:"category" json:"category,omitempty"`
	Approvers   []string `toml:"approvers" json:"approvers"`
}

// Traits are what the approvers of something hang on. Where Any says so, what a release
// brings and what its RFCs are about is not known yet, and could be anything.
type Traits struct {
	Band, Service, Criticality string
	Contents, Categories       []string
	Any                        bool
}

// Applies reports whether what is approved is so that these are asked, too.
func (a Also) Applies(t Traits) bool {
	one := func(wanted []string, has ...string) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(w string) bool {
			return slices.ContainsFunc(has, func(h string) bool { return strings.EqualFold(w, h) })
		})
	}
	return one(a.Risk, t.Band) && one(a.Service, t.Service) && one(a.Criticality, t.Criticality) &&
		(t.Any || one(a.Content, t.Contents...) && one(a.Category, t.Categories...))
}

// Asked are the entries of the route to an approval in their order, those for the risk
// first, each approver once; known is false where its rules have none for that risk.
func (a *Approval) Asked(t Traits) (entries []string, known bool) {
	route, known := a.Route[t.Band]
	if !known {
		if route, known = a.Route["*"]; !known {
			return nil, false
		}
	}
	entries = slices.Clone(route)
	for _, more := range a.Also {
		if !more.Applies(t) {
			continue
		}
		for _, entry := range more.Approvers {
			who, n, _ := ReadApprover(entry)
			at := slices.IndexFunc(entries, func(e string) bool { there, _, _ := ReadApprover(e); return there == who })
			if at < 0 {
				entries = append(entries, entry)
				continue
			}
			_, there, _ := ReadApprover(entries[at])
			if quorum := who == Board && (n == 0 || there == 0); n > max(there, 1) && !quorum {
				entries[at] = entry
			}
		}
	}
	return entries, true
}

// ReadApprover takes an entry of a route apart: a role, Signatories, Board or the name
// behind person:, and how many of them, 0 where that is not said.
func ReadApprover(entry string) (who string, n int, err error) {
	who, count, counted := strings.Cut(entry, "*")
	if !counted {
		return who, 0, nil
	}
	n, err = strconv.Atoi(count)
	if err == nil && (n < 1 || n > quorumMost) {
		err = fmt.Errorf("%d is none of 1 to %d", n, quorumMost)
	}
	return who, n, err
}

// NamedApprover is the handle of somebody whom a route names; "" where it names a role.
func NamedApprover(who string) string {
	if handle, ok := strings.CutPrefix(who, byName); ok {
		return handle
	}
	return ""
}

// ApproverWords say who an entry of a route is, in a sentence.
func (b *Rules) ApproverWords(entry string) string {
	who, n, _ := ReadApprover(entry)
	switch handle := NamedApprover(who); {
	case handle != "":
		return handle + " by name"
	case who == Signatories:
		return "every signatory of the service"
	case who == Board && n == 0:
		return fmt.Sprintf("the CAB (%d members)", b.Policy.Quorum)
	case who == Board:
		return fmt.Sprintf("the CAB (%d members)", n)
	case n > 0:
		return fmt.Sprintf("%s (%d of them)", b.RoleTitle(who), n)
	}
	return b.RoleTitle(who)
}

// AlsoWords say when more approvers are asked, and whom: "where it brings hardware:
// Configuration Manager".
func (b *Rules) AlsoWords(a Also) string {
	var when []string
	add := func(before string, values []string) {
		if len(values) > 0 {
			when = append(when, before+strings.Join(values, " or "))
		}
	}
	bands := slices.Clone(a.Risk)
	for i := range bands {
		bands[i] = b.Policy.BandTitle(bands[i])
	}
	add("its risk is ", bands)
	add("it is of the service ", a.Service)
	add("the criticality of its service is ", a.Criticality)
	add("it brings ", a.Content)
	add("an RFC of it is about ", a.Category)
	who := make([]string, len(a.Approvers))
	for i, entry := range a.Approvers {
		who[i] = b.ApproverWords(entry)
	}
	if len(when) == 0 {
		return "always " + strings.Join(who, ", ")
	}
	return "where " + strings.Join(when, " and ") + " also " + strings.Join(who, ", ")
}
